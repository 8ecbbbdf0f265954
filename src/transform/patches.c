/* patchesStrategicMerge, patches, patchesJson6902: one piece of code, since they differ in little. A strategic merge patch without target
 * goes to the one object with its id, current or earlier; with a target, any patch goes to all that the target selects. Counterparts:
 * PatchTransformer, PatchStrategicMergeTransformer, PatchJson6902Transformer of api/internal/builtins.
 *
 * Where a patch is copied for its targets (patchesStrategicMerge, or with a target), the reference makes strings of its labels and
 * annotations, null included: such a patch cannot take a label away. It keeps earlier ids, prefixes and the like in annotations; so these
 * are forgotten when a patch replaces all annotations, and in a JSON patch the annotations of an object that has any are there. */
#include "patch/json6902.h"
#include "patch/notes.h"
#include "patch/strategic.h"
#include "transform/apply.h"
#include "transform/transform.h"
#include "yaml/scalar.h"

/* Names that differ in more are not offered as the nearest. */
#define NEAREST_MAX 8u

static struct cr_str
scalar_text(const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) ? cr_text(n) : CR_STR("");
}

static bool
is_word(const struct cr_node *n, struct cr_str word)
{
	return cr_is(n, CR_SCALAR) && cr_str_eq(cr_text(n), word);
}

/* Does the patch put this map's whole content aside? */
static bool
wipes(const struct cr_node *map, cr_key key)
{
	const struct cr_pair *p = cr_map_pair(map, key);
	if (p == NULL) {
		return false;
	}
	const struct cr_node *directive = cr_map_get(p->value, CR_KEY__patch);
	return cr_node_is_null(p->value) || is_word(directive, CR_STR("replace")) || is_word(directive, CR_STR("delete"));
}

static bool
wipes_annotations(const struct cr_node *patch)
{
	return wipes(patch, CR_KEY_metadata) || wipes(cr_map_get(patch, CR_KEY_metadata), CR_KEY_annotations);
}

static struct cr_node *
copy_of_map(struct cr_ctx *c, const struct cr_node *map)
{
	struct cr_node *made = cr_node_map(c, map->mark);
	for (size_t i = 0; i < map->count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		cr_map_append(c, made, p->key, p->value, p->mark);
		made->pairs[i].key_tag = p->key_tag;
		made->pairs[i].key_quoted = p->key_quoted;
	}
	return made;
}

/* The document as the reference applies it. */
static const struct cr_node *
prepare(struct cr_ctx *c, const struct cr_patch *p, const struct cr_resource *doc, bool copied)
{
	bool options = p->allow_name_change || p->allow_kind_change;
	const struct cr_node *metadata = cr_map_get(doc->root, CR_KEY_metadata);
	if ((!copied && !options) || !cr_is(metadata, CR_MAP)) {
		return doc->root;
	}
	struct cr_node *root = copy_of_map(c, doc->root);
	struct cr_node *own = copy_of_map(c, metadata);
	cr_map_set(c, root, CR_KEY_metadata, own, own->mark);
	cr_notes_stringify(c, own, CR_KEY_annotations);
	if (copied) {
		cr_notes_stringify(c, own, CR_KEY_labels);
		cr_map_remove(c, root, CR_KEY_apiVersion);
	}
	return root;
}

/* What a strategic merge patch is on its way to an object. */
struct merging {
	const struct cr_node *patch;
	bool kind_may_change, name_may_change;
	bool version_quoted;
	bool copied; /* it has a target, or is of patchesStrategicMerge */
};

/* What the fields were; NULL: not there. The patch may write over the nodes themselves. */
struct identity {
	const struct cr_node *version, *kind, *name, *ns;
	struct cr_node nodes[4];
};

static const struct cr_node *
note_field(struct identity *was, size_t i, const struct cr_node *field)
{
	if (field == NULL) {
		return NULL;
	}
	was->nodes[i] = *field;
	return &was->nodes[i];
}

static void
note_identity(struct identity *was, const struct cr_node *root)
{
	was->version = note_field(was, 0, cr_map_get(root, CR_KEY_apiVersion));
	was->kind = note_field(was, 1, cr_map_get(root, CR_KEY_kind));
	was->name = note_field(was, 2, cr_map_at(root, CR_KEY_metadata, CR_KEY_name));
	was->ns = note_field(was, 3, cr_map_at(root, CR_KEY_metadata, CR_KEY_namespace));
}

static bool
has_quotes(const struct cr_node *n)
{
	return n->kind == CR_SCALAR && n->tag == CR_TAG_STR && !(n->flags & CR_NODE_BARE) &&
	       ((n->flags & CR_NODE_QUOTED) || cr_needs_quotes(cr_text(n)));
}

/* The reference sets the text again, over what the patch left there: the quotes are the patch's doing, and without any the text decides. */
static void
put_back(struct cr_ctx *c, struct cr_node *map, cr_key key, const struct cr_node *was)
{
	struct cr_str text = scalar_text(was);
	struct cr_node *now = cr_map_get(map, key);
	if (text.len == 0) {
		cr_map_remove(c, map, key);
		return;
	}
	bool quoted = now != NULL ? has_quotes(now) : cr_plain_value_11(text).type != CR_T_STR;
	struct cr_node *made = cr_node_is_plain_own(c, now) ? now : cr_node_str(c, text, was->mark);
	made->tag = quoted ? CR_TAG_STR : CR_TAG_AUTO;
	made->flags = quoted ? CR_NODE_QUOTED : CR_NODE_UNTAGGED;
	made->written = 0;
	made->text = text.ptr;
	made->count = (uint32_t)text.len;
	made->mark = was->mark;
	cr_map_set(c, map, key, made, was->mark);
}

/* A copied patch gets the object's apiVersion. Of an object that has none, the reference makes one that is printed as null, but is none. */
static void
put_bare_version(struct cr_ctx *c, struct cr_node *root, bool quoted, cr_mark mark)
{
	struct cr_node *none = cr_node_scalar(c, CR_STR(""), quoted ? CR_TAG_STR : CR_TAG_AUTO, mark);
	none->flags = CR_NODE_BARE;
	cr_map_set(c, root, CR_KEY_apiVersion, none, mark);
}

/* Kind, name and namespace of an object are not the patch's to change, unless it may. */
static void
keep_identity(struct cr_ctx *c, struct cr_resource *r, const struct identity *was, const struct merging *how)
{
	struct cr_node *root = cr_resource_edit(c, r);
	if (how->copied && scalar_text(was->version).len == 0) {
		bool quoted = was->version == NULL ? how->version_quoted : was->version->tag == CR_TAG_STR;
		put_bare_version(c, root, quoted, r->mark);
	}
	struct cr_node *metadata = cr_map_edit_map(c, root, CR_KEY_metadata, r->mark);
	if (!how->kind_may_change) {
		put_back(c, root, CR_KEY_kind, was->kind);
	}
	if (metadata == NULL) {
		return;
	}
	if (!how->name_may_change) {
		put_back(c, metadata, CR_KEY_name, was->name);
	}
	put_back(c, metadata, CR_KEY_namespace, cr_node_is_null(was->ns) ? NULL : was->ns);
}

static void
forget_history(struct cr_resource *r)
{
	r->prev = NULL;
	r->prev_count = 0;
	r->prefixes = r->suffixes = (struct cr_affixes){ 0 };
	r->needs_hash = r->generated = r->allow_name_change = r->allow_kind_change = false;
	r->behavior = CR_BEHAVIOR_NONE;
}

static bool
is_empty(const struct cr_node *n)
{
	return cr_node_is_null(n) || (n->kind != CR_SCALAR && n->count == 0);
}

/* Where the reference has annotations of its own, a patch's meet a map. */
static void
show_annotations(struct cr_ctx *c, struct cr_resource *r, const struct cr_node *patch)
{
	const struct cr_node *annotations = cr_map_at(patch, CR_KEY_metadata, CR_KEY_annotations);
	if (cr_notes_any(r) && !cr_node_is_null(annotations)) {
		struct cr_node *metadata = cr_map_edit_map(c, cr_resource_edit(c, r), CR_KEY_metadata, r->mark);
		if (metadata != NULL) {
			cr_map_edit_map(c, metadata, CR_KEY_annotations, r->mark);
		}
	}
}

/* Of a copied patch the kind counts where the object's is not known. */
static const struct cr_schema_type *
schema_for(struct cr_ctx *c, const struct cr_resource *r, const struct merging *how)
{
	const struct cr_schema_type *type = cr_schema_of(c, r->id.gvk);
	struct cr_gvk g = r->id.gvk;
	g.kind = cr_key_intern(c, scalar_text(cr_map_get(how->patch, CR_KEY_kind)));
	return type == NULL && how->copied ? cr_schema_of(c, g) : type;
}

static bool
merge_into(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r, const struct merging *how)
{
	static const struct cr_merge_options options = { .append = false };
	struct identity was;
	note_identity(&was, r->root);
	const struct cr_node *directive = cr_map_get(how->patch, CR_KEY__patch);
	if (how->kind_may_change || how->name_may_change) {
		cr_resource_push_id(c, r);
	}
	show_annotations(c, r, how->patch);
	struct cr_node *root = r->root;
	if (is_word(directive, CR_STR("replace"))) {
		struct cr_node *alone = NULL;
		cr_warn(c, directive->mark, CR_W_PATCH_LOST,
			"$patch: replace of a whole object has no effect, nor has the rest of the patch");
		if (!cr_strategic_merge(c, &alone, how->patch, schema_for(c, r, how), &options)) {
			return false;
		}
	} else if (!cr_strategic_merge(c, &root, how->patch, schema_for(c, r, how), &options)) {
		return false;
	} else if (is_empty(root)) {
		r->removed = true;
		return true;
	} else if (wipes_annotations(how->patch)) {
		forget_history(r);
	}
	r->root = root;
	if (!is_word(cr_map_at(how->patch, CR_KEY_metadata, CR_KEY__patch), CR_STR("delete"))) {
		r->allow_kind_change = r->allow_kind_change || how->kind_may_change;
		r->allow_name_change = r->allow_name_change || how->name_may_change;
	}
	keep_identity(c, r, &was, how);
	cr_resmap_renamed(c, m, r);
	return true;
}

/* A patch that may rename must not make two objects one. */
static bool
check_unique(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resource *r)
{
	struct cr_matches found = { NULL, 0, 0 };
	cr_resmap_by_any_id(c, m, r->id, &found);
	for (size_t i = 0; i < found.count; i++) {
		if (found.items[i] != r && cr_resid_eq(c, found.items[i]->id, r->id)) {
			cr_fail(c, r->mark, CR_E_DUPLICATE_ID, "the patch makes this object a second \"%S\"", cr_resid_short(c, r->id));
			cr_second(c, found.items[i]->mark, "the other one");
			return false;
		}
	}
	return true;
}

/* Applies a document to the objects found. */
static bool
apply_document(struct cr_ctx *c, struct cr_resmap *m, const struct cr_patch *p, const struct cr_resource *doc,
	       const struct cr_matches *targets, bool copied)
{
	const struct cr_node *version = cr_map_get(doc->root, CR_KEY_apiVersion);
	const struct merging how = {
		.patch = prepare(c, p, doc, copied),
		.kind_may_change = p->allow_kind_change || doc->allow_kind_change,
		.name_may_change = p->allow_name_change || doc->allow_name_change,
		.version_quoted = version != NULL && (version->flags & CR_NODE_QUOTED) != 0,
		.copied = copied,
	};
	for (size_t i = 0; i < targets->count; i++) {
		if (!merge_into(c, m, targets->items[i], &how)) {
			return false;
		}
		targets->items[i]->needs_hash = targets->items[i]->needs_hash || doc->needs_hash;
	}
	for (size_t i = 0; copied && (how.name_may_change || how.kind_may_change) && i < targets->count; i++) {
		if (!targets->items[i]->removed && !check_unique(c, m, targets->items[i])) {
			return false;
		}
	}
	return true;
}

/* How far an object is from what a patch asks for; more than NEAREST_MAX: not worth naming. */
static size_t
distance_of(struct cr_ctx *c, const struct cr_resource *r, struct cr_resid wanted)
{
	if (r->removed || (r->id.gvk.kind != wanted.gvk.kind && r->id.name != wanted.name)) {
		return NEAREST_MAX + 1;
	}
	size_t far = r->id.gvk.kind == wanted.gvk.kind ? 0 : 4;
	far += r->id.gvk.group != wanted.gvk.group;
	far += r->id.gvk.version != wanted.gvk.version;
	far += cr_resid_effective_ns(c, r->id) != cr_resid_effective_ns(c, wanted);
	return far + cr_str_distance(cr_key_str(c, r->id.name), cr_key_str(c, wanted.name), NEAREST_MAX);
}

static bool
fail_without_target(struct cr_ctx *c, struct cr_resmap *m, const struct cr_patch *p, struct cr_resid wanted)
{
	const struct cr_resource *nearest = NULL;
	size_t least = NEAREST_MAX + 1;
	for (size_t i = 0; i < m->count; i++) {
		size_t far = distance_of(c, m->items[i], wanted);
		if (far < least) {
			least = far;
			nearest = m->items[i];
		}
	}
	cr_fail(c, p->mark, CR_E_PATCH_TARGET, "patch target \"%S\" matches nothing", cr_resid_short(c, wanted));
	if (nearest == NULL) {
		return false;
	}
	if (nearest->id.gvk.kind == wanted.gvk.kind && nearest->id.name == wanted.name) {
		cr_hint(c, "there is \"%S\", the patch asks for \"%S\"", cr_resid_str(c, nearest->id), cr_resid_str(c, wanted));
	}
	cr_second(c, nearest->mark, "nearest: %S", cr_resid_short(c, nearest->id));
	return false;
}

static bool
apply_by_id(struct cr_ctx *c, struct cr_resmap *m, const struct cr_patch *p, const struct cr_resource *doc)
{
	struct cr_resid wanted = cr_resource_org_id(doc);
	struct cr_matches found = { NULL, 0, 0 };
	cr_resmap_by_any_id(c, m, wanted, &found);
	if (found.count == 0) {
		return fail_without_target(c, m, p, wanted);
	}
	if (found.count > 1) {
		cr_fail(c, p->mark, CR_E_PATCH_TARGET, "patch target \"%S\" matches %zu objects", cr_resid_short(c, wanted), found.count);
		cr_second(c, found.items[0]->mark, "one is %S", cr_resid_short(c, found.items[0]->id));
		return false;
	}
	return apply_document(c, m, p, doc, &found, p->field == CR_PATCHES_STRATEGIC_MERGE);
}

static bool
apply_operations(struct cr_ctx *c, struct cr_resmap *m, const struct cr_patch *p, struct cr_resource *r)
{
	if (p->field == CR_PATCHES) {
		cr_resource_push_id(c, r);
	}
	struct cr_kept_notes kept = { 0 };
	cr_notes_keep(c, r, &kept);
	struct cr_node *root = cr_resource_edit(c, r);
	if (cr_json_patch_meets_notes(p->json)) {
		cr_notes_write(c, r);
	}
	if (!cr_json_patch_apply(c, p->json, &root)) {
		return false;
	}
	r->root = root;
	cr_notes_take(c, r);
	cr_notes_restore(c, r, &kept);
	cr_resmap_renamed(c, m, r);
	if (r->maimed == CR_NO_MARK && (r->id.gvk.kind == CR_KEY_EMPTY || r->id.name == CR_KEY_EMPTY)) {
		r->maimed = cr_json_patch_mark(p->json);
	}
	return true;
}

/* kind "Deployment", name "web" */
static struct cr_str
target_text(struct cr_ctx *c, const struct cr_selector_text *t)
{
	const struct {
		const char *name;
		struct cr_str value;
	} parts[] = {
		{ "group", t->group },
		{ "version", t->version },
		{ "kind", t->kind },
		{ "name", t->name },
		{ "namespace", t->ns },
		{ "labelSelector", t->label_selector },
		{ "annotationSelector", t->annotation_selector },
	};
	struct cr_str text = CR_STR("");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].value.len > 0) {
			text = cr_str_fmt(c, "%.*s%s%s \"%.*s\"", CR_PRI(text), text.len > 0 ? ", " : "", parts[i].name,
					  CR_PRI(parts[i].value));
		}
	}
	return text;
}

static bool
apply_to_selected(struct cr_ctx *c, struct cr_resmap *m, const struct cr_patch *p)
{
	struct cr_matches found = { NULL, 0, 0 };
	struct cr_selector *selector = cr_selector_new(c, &p->target);
	if (selector == NULL || !cr_selector_select(c, selector, m, &found)) {
		return false;
	}
	if (found.count == 0) {
		cr_warn(c, p->target.mark, CR_W_PATCH_NO_MATCH, "the target of this patch matches nothing: %S", target_text(c, &p->target));
	}
	if (p->json == NULL) {
		return apply_document(c, m, p, p->strategic.items[0], &found, true);
	}
	for (size_t i = 0; i < found.count; i++) {
		if (!apply_operations(c, m, p, found.items[i])) {
			return false;
		}
	}
	return true;
}

static bool
apply_patch(struct cr_ctx *c, struct cr_resmap *m, const struct cr_patch *p)
{
	if (p->json == NULL && p->strategic.count == 0) {
		return true;
	}
	if (p->has_target) {
		return p->strategic.count <= 1
			       ? apply_to_selected(c, m, p)
			       : cr_fail(c, p->mark, CR_E_PATCH, "a strategic merge patch with a target must be one document");
	}
	if (p->json != NULL) {
		return cr_fail(c, p->mark, CR_E_PATCH, "a JSON patch needs a target");
	}
	for (size_t i = 0; i < p->strategic.count; i++) {
		if (!apply_by_id(c, m, p, p->strategic.items[i])) {
			return false;
		}
	}
	return true;
}

/* Objects that a patch took away are gone for the next one. */
static bool
apply_all(struct cr_ctx *c, struct cr_resmap *m, const struct cr_patch *patches, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct cr_frame frame;
		cr_frame_push(c, &frame, "patch", patches[i].subject, patches[i].mark);
		bool ok = apply_patch(c, m, &patches[i]);
		cr_frame_pop(c);
		if (!ok) {
			return false;
		}
		cr_resmap_sweep(m);
	}
	return true;
}

/* Patches that hold nothing are an error in two of the three fields: if all of them together do, or any one of them. */
static bool
check_filled(struct cr_ctx *c, const struct cr_patch *patches, size_t count)
{
	size_t documents = 0;
	for (size_t i = 0; i < count; i++) {
		const struct cr_patch *p = &patches[i];
		documents += p->strategic.count;
		if (p->field == CR_PATCHES_JSON6902 && (p->json == NULL || cr_json_patch_is_empty(p->json))) {
			return cr_fail(c, p->mark, CR_E_PATCH, "patch appears to be empty");
		}
	}
	if (count > 0 && patches[0].field == CR_PATCHES_STRATEGIC_MERGE && documents == 0) {
		return cr_fail(c, patches[0].mark, CR_E_PATCH, "patch appears to be empty");
	}
	return true;
}

bool
cr_patches_apply(struct cr_ctx *c, const struct cr_patch *patches, size_t count, struct cr_resmap *m)
{
	return check_filled(c, patches, count) && apply_all(c, m, patches, count);
}

static bool
strategic_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	(void)config;
	return cr_patches_apply(c, k->patches_strategic_merge.items, k->patches_strategic_merge.count, m);
}

static bool
patches_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	(void)config;
	return cr_patches_apply(c, k->patches.items, k->patches.count, m);
}

static bool
json6902_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	(void)config;
	return cr_patches_apply(c, k->patches_json6902.items, k->patches_json6902.count, m);
}

const struct cr_transform cr_transform_patches_strategic_merge = { .name = "patchesStrategicMerge", .run = strategic_run };
const struct cr_transform cr_transform_patches = { .name = "patches", .run = patches_run };
const struct cr_transform cr_transform_patches_json6902 = { .name = "patchesJson6902", .run = json6902_run };
