/* Fields of a resource as the reference's internal annotations, and back. They stay annotations only for the time of one JSON patch, which
 * may copy them elsewhere; there they then stay, as in the reference. Counterpart: the build annotations of api/resource/resource.go. */
#include "patch/notes.h"

static const cr_key note_keys[] = {
	CR_KEY_internal_config_kubernetes_io_previousKinds,      CR_KEY_internal_config_kubernetes_io_previousNames,
	CR_KEY_internal_config_kubernetes_io_previousNamespaces, CR_KEY_internal_config_kubernetes_io_prefixes,
	CR_KEY_internal_config_kubernetes_io_suffixes,           CR_KEY_internal_config_kubernetes_io_allowNameChange,
	CR_KEY_internal_config_kubernetes_io_allowKindChange,    CR_KEY_internal_config_kubernetes_io_generatorBehavior,
	CR_KEY_internal_config_kubernetes_io_needsHashSuffix,
};

bool
cr_notes_any(const struct cr_resource *r)
{
	return r->prev_count > 0 || r->prefixes.count > 0 || r->suffixes.count > 0 || r->needs_hash || r->generated ||
	       r->behavior != CR_BEHAVIOR_NONE || r->allow_name_change || r->allow_kind_change;
}

static void
note(struct cr_ctx *c, struct cr_node *annotations, cr_key key, struct cr_str text)
{
	cr_map_set(c, annotations, key, cr_node_str(c, text, annotations->mark), annotations->mark);
}

/* count keys, joined by commas. */
static struct cr_str
join(struct cr_ctx *c, const cr_key *keys, size_t count)
{
	size_t len = count - 1;
	for (size_t i = 0; i < count; i++) {
		len += cr_key_str(c, keys[i]).len;
	}
	char *text = cr_alloc(c, len);
	char *at = text;
	for (size_t i = 0; i < count; i++) {
		struct cr_str part = cr_key_str(c, keys[i]);
		if (i > 0) {
			*at++ = ',';
		}
		memcpy(at, part.ptr, part.len);
		at += part.len;
	}
	return (struct cr_str){ text, len };
}

static void
note_earlier_ids(struct cr_ctx *c, const struct cr_resource *r, struct cr_node *annotations)
{
	if (r->prev_count == 0) {
		return;
	}
	cr_key *keys = cr_new_n(c, cr_key, 3 * (size_t)r->prev_count);
	cr_key *kinds = keys, *names = keys + r->prev_count, *namespaces = names + r->prev_count;
	for (uint32_t i = 0; i < r->prev_count; i++) {
		kinds[i] = r->prev[i].gvk.kind;
		names[i] = r->prev[i].name;
		namespaces[i] = r->prev[i].ns;
	}
	note(c, annotations, CR_KEY_internal_config_kubernetes_io_previousKinds, join(c, kinds, r->prev_count));
	note(c, annotations, CR_KEY_internal_config_kubernetes_io_previousNames, join(c, names, r->prev_count));
	note(c, annotations, CR_KEY_internal_config_kubernetes_io_previousNamespaces, join(c, namespaces, r->prev_count));
}

static void
note_affixes(struct cr_ctx *c, struct cr_node *annotations, cr_key key, struct cr_affixes affixes)
{
	if (affixes.count > 0) {
		note(c, annotations, key, join(c, affixes.items, affixes.count));
	}
}

static void
note_mark(struct cr_ctx *c, struct cr_node *annotations, cr_key key, bool set)
{
	if (set) {
		note(c, annotations, key, CR_STR("enabled"));
	}
}

static void
note_behavior(struct cr_ctx *c, const struct cr_resource *r, struct cr_node *annotations)
{
	static const char *const words[] = {
		[CR_BEHAVIOR_NONE] = "unspecified",
		[CR_BEHAVIOR_CREATE] = "create",
		[CR_BEHAVIOR_REPLACE] = "replace",
		[CR_BEHAVIOR_MERGE] = "merge",
	};
	if (r->generated || r->behavior != CR_BEHAVIOR_NONE) {
		note(c, annotations, CR_KEY_internal_config_kubernetes_io_generatorBehavior, cr_str_z(words[r->behavior]));
	}
}

void
cr_notes_write(struct cr_ctx *c, struct cr_resource *r)
{
	struct cr_node *metadata = cr_map_edit(c, r->root, CR_KEY_metadata);
	if (!cr_is(metadata, CR_MAP) || !cr_notes_any(r)) {
		return;
	}
	struct cr_node *annotations = cr_map_edit_map(c, metadata, CR_KEY_annotations, r->mark);
	if (annotations == NULL) {
		return;
	}
	note_earlier_ids(c, r, annotations);
	note_affixes(c, annotations, CR_KEY_internal_config_kubernetes_io_prefixes, r->prefixes);
	note_affixes(c, annotations, CR_KEY_internal_config_kubernetes_io_suffixes, r->suffixes);
	note_mark(c, annotations, CR_KEY_internal_config_kubernetes_io_allowNameChange, r->allow_name_change);
	note_mark(c, annotations, CR_KEY_internal_config_kubernetes_io_allowKindChange, r->allow_kind_change);
	note_mark(c, annotations, CR_KEY_internal_config_kubernetes_io_needsHashSuffix, r->needs_hash);
	note_behavior(c, r, annotations);
}

/* A string as the reference makes it: only one of several lines has a style of its own. */
static struct cr_node *
as_string(struct cr_ctx *c, const struct cr_node *value)
{
	struct cr_str text = cr_is(value, CR_SCALAR) ? cr_text(value) : CR_STR("");
	struct cr_node *made = cr_node_str(c, text, value->mark);
	made->flags = cr_str_find(text, '\n', 0) != SIZE_MAX ? CR_NODE_QUOTED : 0;
	return made;
}

/* The same in its own place, which nobody shares. */
static void
stringify_own(struct cr_ctx *c, struct cr_node *map)
{
	map->flags = 0;
	for (size_t i = 0; i < map->count; i++) {
		struct cr_pair *p = &map->pairs[i];
		p->key_tag = CR_TAG_STR;
		p->key_quoted = 0;
		if (!cr_node_is_plain_own(c, p->value)) {
			p->value = as_string(c, p->value);
			continue;
		}
		p->value->tag = CR_TAG_STR;
		p->value->written = 0;
		p->value->flags = cr_str_find(cr_text(p->value), '\n', 0) != SIZE_MAX ? CR_NODE_QUOTED : 0;
	}
}

static void
stringify_map(struct cr_ctx *c, const struct cr_node *map, struct cr_node *out)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		cr_map_append(c, out, p->key, as_string(c, p->value), p->mark);
	}
}

/* The reference walks any node's content by twos. */
static void
stringify_list(struct cr_ctx *c, const struct cr_node *list, struct cr_node *out)
{
	for (size_t i = 0; i + 1 < list->count; i += 2) {
		const struct cr_node *key = list->items[i];
		if (key->kind == CR_SCALAR) {
			cr_map_set(c, out, cr_key_intern(c, cr_text(key)), as_string(c, list->items[i + 1]), key->mark);
		}
	}
}

void
cr_notes_stringify(struct cr_ctx *c, struct cr_node *metadata, cr_key key)
{
	const struct cr_node *old = cr_map_get(metadata, key);
	if (old == NULL) {
		return;
	}
	struct cr_node *made = cr_node_map(c, old->mark);
	if (old->kind == CR_MAP) {
		stringify_map(c, old, made);
	} else if (old->kind == CR_LIST) {
		stringify_list(c, old, made);
	}
	if (made->count == 0) {
		cr_map_remove(c, metadata, key);
	} else {
		cr_map_set(c, metadata, key, made, made->mark);
	}
}

void
cr_notes_remove(struct cr_ctx *c, struct cr_resource *r)
{
	struct cr_node *metadata = cr_map_edit(c, r->root, CR_KEY_metadata);
	struct cr_node *annotations = cr_map_edit(c, metadata, CR_KEY_annotations);
	if (!cr_is(annotations, CR_MAP)) {
		return;
	}
	for (size_t i = 0; i < sizeof note_keys / sizeof *note_keys; i++) {
		cr_map_remove(c, annotations, note_keys[i]);
	}
	if (annotations->count == 0) {
		cr_map_remove(c, metadata, CR_KEY_annotations);
	}
}

void
cr_notes_take(struct cr_ctx *c, struct cr_resource *r)
{
	cr_notes_remove(c, r);
	struct cr_node *metadata = cr_map_edit(c, r->root, CR_KEY_metadata);
	struct cr_node *annotations = cr_map_edit(c, metadata, CR_KEY_annotations);
	if (cr_is(annotations, CR_MAP) && annotations->count > 0) {
		stringify_own(c, annotations);
		cr_map_pair(metadata, CR_KEY_annotations)->mark = annotations->mark;
	} else if (metadata != NULL) {
		cr_notes_stringify(c, metadata, CR_KEY_annotations);
	}
}

void
cr_notes_keep(struct cr_ctx *c, const struct cr_resource *r, struct cr_kept_notes *kept)
{
	const struct cr_node *annotations = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	for (size_t i = 0; cr_is(annotations, CR_MAP) && i < annotations->count; i++) {
		const struct cr_pair *p = &annotations->pairs[i];
		if (cr_str_starts(cr_key_str(c, p->key), CR_STR("internal.config.kubernetes.io/"))) {
			*cr_push(c, kept) = (struct cr_pair){ .key = p->key, .mark = p->mark, .value = as_string(c, p->value) };
		}
	}
}

void
cr_notes_restore(struct cr_ctx *c, struct cr_resource *r, const struct cr_kept_notes *kept)
{
	struct cr_node *metadata = kept->count > 0 ? cr_map_edit_map(c, r->root, CR_KEY_metadata, r->mark) : NULL;
	struct cr_node *annotations = metadata != NULL ? cr_map_edit_map(c, metadata, CR_KEY_annotations, r->mark) : NULL;
	for (size_t i = 0; annotations != NULL && i < kept->count; i++) {
		cr_map_set(c, annotations, kept->items[i].key, kept->items[i].value, kept->items[i].mark);
	}
}
