/* The annotations by which the reference passes notes from step to step: read at the start, where input has them, and taken out at the
 * end. Counterpart: BuildAnnotations in api/resource/resource.go. */
#include "resource/internal.h"

#include "yaml/scalar.h"

static const cr_key internal_keys[] = {
	CR_KEY_internal_config_kubernetes_io_previousKinds,
	CR_KEY_internal_config_kubernetes_io_previousNames,
	CR_KEY_internal_config_kubernetes_io_prefixes,
	CR_KEY_internal_config_kubernetes_io_suffixes,
	CR_KEY_internal_config_kubernetes_io_previousNamespaces,
	CR_KEY_internal_config_kubernetes_io_allowNameChange,
	CR_KEY_internal_config_kubernetes_io_allowKindChange,
	CR_KEY_internal_config_kubernetes_io_refBy,
	CR_KEY_internal_config_kubernetes_io_generatorBehavior,
	CR_KEY_internal_config_kubernetes_io_needsHashSuffix,
	CR_KEY_internal_config_kubernetes_io_path,
	CR_KEY_internal_config_kubernetes_io_index,
	CR_KEY_internal_config_kubernetes_io_seqindent,
	CR_KEY_internal_config_kubernetes_io_id,
	CR_KEY_internal_config_kubernetes_io_annotations_migration_resource_id,
	CR_KEY_internal_config_kubernetes_io_helm_generated,
	CR_KEY_config_kubernetes_io_path,
	CR_KEY_config_kubernetes_io_index,
	CR_KEY_config_k8s_io_id,
};

/* What the output may keep of the notes that buildMetadata asks for. */
struct keep {
	bool origin, transformations;
};

static bool
is_internal(cr_key k, struct keep keep)
{
	if (k == CR_KEY_config_kubernetes_io_origin || k == CR_KEY_alpha_config_kubernetes_io_transformations) {
		return k == CR_KEY_config_kubernetes_io_origin ? !keep.origin : !keep.transformations;
	}
	for (size_t i = 0; i < sizeof internal_keys / sizeof *internal_keys; i++) {
		if (internal_keys[i] == k) {
			return true;
		}
	}
	return false;
}

/* The parts of the comma-separated list at key; of the empty text one, empty, as the reference splits it. NULL after cr_fail. */
static const cr_key *
split(struct cr_ctx *c, const struct cr_node *annotations, cr_key key, uint32_t *count)
{
	struct cr_str text = cr_map_text(annotations, key);
	size_t n = 1;
	for (size_t i = 0; i < text.len; i++) {
		n += text.ptr[i] == ',';
	}
	*count = 0;
	if (n > cr_limit(c, CR_MAX_EARLIER_NAMES)) {
		cr_fail_limit(c, cr_map_pair(annotations, key)->mark, CR_MAX_EARLIER_NAMES, "annotation \"%S\" lists more than",
			      cr_key_str(c, key));
		return NULL;
	}
	cr_key *keys = cr_new_n(c, cr_key, n);
	size_t start = 0;
	for (size_t i = 0; i <= text.len; i++) {
		if (i == text.len || text.ptr[i] == ',') {
			keys[(*count)++] = cr_key_intern(c, cr_str_sub(text, start, i));
			start = i + 1;
		}
	}
	return keys;
}

static bool
read_previous_ids(struct cr_ctx *c, struct cr_resource *r, const struct cr_node *annotations)
{
	const struct cr_pair *pair = cr_map_pair(annotations, CR_KEY_internal_config_kubernetes_io_previousNames);
	if (pair == NULL) {
		return true;
	}
	uint32_t count, namespace_count, kind_count;
	const cr_key *names = split(c, annotations, CR_KEY_internal_config_kubernetes_io_previousNames, &count);
	const cr_key *namespaces = split(c, annotations, CR_KEY_internal_config_kubernetes_io_previousNamespaces, &namespace_count);
	const cr_key *kinds = split(c, annotations, CR_KEY_internal_config_kubernetes_io_previousKinds, &kind_count);
	if (names == NULL || namespaces == NULL || kinds == NULL) {
		return false;
	}
	if (count != namespace_count || count != kind_count) {
		return cr_fail(c, pair->mark, CR_E_RESOURCE,
			       "number of previous names, number of previous namespaces, number of previous kinds not equal");
	}
	struct cr_resid *ids = cr_new_n(c, struct cr_resid, count);
	for (uint32_t i = 0; i < count; i++) {
		ids[i] = (struct cr_resid){ .gvk = r->id.gvk, .name = names[i], .ns = namespaces[i] };
		ids[i].gvk.kind = kinds[i];
	}
	r->prev = ids;
	r->prev_count = count;
	return true;
}

static bool
read_affixes(struct cr_ctx *c, const struct cr_node *annotations, cr_key key, struct cr_affixes *out)
{
	if (cr_map_get(annotations, key) == NULL) {
		return true;
	}
	out->items = split(c, annotations, key, &out->count);
	return out->items != NULL;
}

static bool
enabled(const struct cr_node *annotations, cr_key key)
{
	return cr_str_eq(cr_map_text(annotations, key), CR_STR("enabled"));
}

static uint8_t
read_behavior(const struct cr_node *annotations)
{
	struct cr_str text = cr_map_text(annotations, CR_KEY_internal_config_kubernetes_io_generatorBehavior);
	if (cr_str_eq(text, CR_STR("create"))) {
		return CR_BEHAVIOR_CREATE;
	}
	if (cr_str_eq(text, CR_STR("replace"))) {
		return CR_BEHAVIOR_REPLACE;
	}
	return cr_str_eq(text, CR_STR("merge")) ? CR_BEHAVIOR_MERGE : CR_BEHAVIOR_NONE;
}

bool
cr_resource_read_annotations(struct cr_ctx *c, struct cr_resource *r)
{
	const struct cr_node *annotations = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	if (!cr_is(annotations, CR_MAP)) {
		return true;
	}
	r->needs_hash = enabled(annotations, CR_KEY_internal_config_kubernetes_io_needsHashSuffix);
	r->allow_name_change = enabled(annotations, CR_KEY_internal_config_kubernetes_io_allowNameChange);
	r->allow_kind_change = enabled(annotations, CR_KEY_internal_config_kubernetes_io_allowKindChange);
	r->behavior = read_behavior(annotations);
	return read_affixes(c, annotations, CR_KEY_internal_config_kubernetes_io_prefixes, &r->prefixes) &&
	       read_affixes(c, annotations, CR_KEY_internal_config_kubernetes_io_suffixes, &r->suffixes) &&
	       read_previous_ids(c, r, annotations);
}

bool
cr_resource_reread_annotations(struct cr_ctx *c, struct cr_resource *r)
{
	r->prev_count = 0;
	r->prefixes = r->suffixes = (struct cr_affixes){ 0 };
	r->needs_hash = r->allow_name_change = r->allow_kind_change = false;
	r->behavior = CR_BEHAVIOR_NONE;
	return cr_resource_read_annotations(c, r);
}

struct cr_node *
cr_string_value(struct cr_ctx *c, const struct cr_node *value)
{
	struct cr_str text = cr_is(value, CR_SCALAR) ? cr_text(value) : CR_STR("");
	return cr_node_str(c, text, value->mark);
}

/* Need it not be made anew? */
static bool
is_string(const struct cr_node *n)
{
	return n->kind == CR_SCALAR && n->written != CR_FOLDED &&
	       (n->tag == CR_TAG_STR || (n->tag == CR_TAG_AUTO && cr_scalar_value(n).type == CR_T_STR));
}

/* Is there anything that the end of a build changes in the annotations? */
static bool
needs_strip(const struct cr_node *annotations, struct keep keep)
{
	if (annotations->kind != CR_MAP || annotations->count == 0) {
		return true;
	}
	for (uint32_t i = 0; i < annotations->count; i++) {
		if (is_internal(annotations->pairs[i].key, keep) || !is_string(annotations->pairs[i].value)) {
			return true;
		}
	}
	return false;
}

/* A list becomes a map of each two neighbours, since the reference walks any node's content by twos. */
static void
pair_up(struct cr_ctx *c, const struct cr_node *list, struct keep keep, struct cr_node *out)
{
	for (uint32_t i = 0; i + 1 < list->count; i += 2) {
		const struct cr_node *name = list->items[i];
		cr_key key = cr_is(name, CR_SCALAR) ? cr_key_intern(c, cr_text(name)) : CR_KEY_EMPTY;
		if (cr_is(name, CR_SCALAR) && !is_internal(key, keep)) {
			cr_map_set(c, out, key, cr_string_value(c, list->items[i + 1]), name->mark);
		}
	}
}

static struct cr_node *
stripped(struct cr_ctx *c, const struct cr_node *annotations, struct keep keep)
{
	struct cr_node *out = cr_node_map(c, annotations->mark);
	if (annotations->kind == CR_LIST) {
		pair_up(c, annotations, keep, out);
	}
	for (uint32_t i = 0; annotations->kind == CR_MAP && i < annotations->count; i++) {
		const struct cr_pair *pair = &annotations->pairs[i];
		if (!is_internal(pair->key, keep)) {
			cr_map_append(c, out, pair->key, is_string(pair->value) ? pair->value : cr_string_value(c, pair->value),
				      pair->mark);
		}
	}
	return out;
}

void
cr_resource_strip(struct cr_ctx *c, struct cr_resource *r, bool keep_origin, bool keep_transformations)
{
	const struct keep keep = { .origin = keep_origin, .transformations = keep_transformations };
	const struct cr_node *annotations = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	if (cr_map_get(r->root, CR_KEY_metadata) == NULL) {
		/* A kind that ends in List may come without; the reference's look at its annotations makes one (output experiment 605). */
		cr_map_edit_map(c, cr_resource_edit(c, r), CR_KEY_metadata, r->mark);
	}
	if (annotations == NULL || !needs_strip(annotations, keep)) {
		return;
	}
	struct cr_node *metadata = cr_map_edit(c, cr_resource_edit(c, r), CR_KEY_metadata);
	struct cr_node *left = stripped(c, annotations, keep);
	if (left->count == 0) {
		cr_map_remove(c, metadata, CR_KEY_annotations);
	} else {
		cr_map_set(c, metadata, CR_KEY_annotations, left, annotations->mark);
	}
}
