/* What a generator result keeps of the object that it merges into or replaces: name, namespace, history, labels and annotations, and for
 * merge the data. Counterpart: CopyMergeMetaDataFieldsFrom and Merge...DataMapFrom in api/resource/resource.go. */
#include "resource/internal.h"

/* In data a null is the empty text; in labels and annotations it counts with its spelling. */
static struct cr_node *
string_entry(struct cr_ctx *c, cr_key field, struct cr_node *value)
{
	bool is_data = field == CR_KEY_data || field == CR_KEY_binaryData;
	if (value->kind == CR_SCALAR && value->tag == CR_TAG_STR && value->flags == 0 && value->written == 0) {
		return value;
	}
	return is_data && cr_node_is_null(value) ? cr_node_str(c, CR_STR(""), value->mark) : cr_string_value(c, value);
}

static struct cr_node *
copy_strings(struct cr_ctx *c, cr_key field, const struct cr_node *map, cr_mark mark)
{
	struct cr_node *out = cr_node_map(c, mark);
	for (uint32_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		const struct cr_pair *pair = &map->pairs[i];
		cr_map_append(c, out, pair->key, string_entry(c, field, pair->value), pair->mark);
	}
	return out;
}

/* Makes of map, which nobody else has, what copy_strings would make. */
static struct cr_node *
take_strings(struct cr_ctx *c, cr_key field, struct cr_node *map)
{
	cr_count_work(c, map->count);
	for (uint32_t i = 0; i < map->count; i++) {
		struct cr_pair *pair = &map->pairs[i];
		pair->value = string_entry(c, field, pair->value);
		pair->key_tag = CR_TAG_STR;
		pair->key_quoted = 0;
	}
	map->flags = 0;
	return map;
}

/* Old entries, overlaid by new ones. The old object is given up, so that its map can go on: thousands of generators may merge into one. */
static struct cr_node *
overlay(struct cr_ctx *c, cr_key field, struct cr_node *old, bool old_is_overlay, const struct cr_node *new, cr_mark mark)
{
	bool take = old_is_overlay && cr_is(old, CR_MAP) && old->stamp == c->stamp;
	struct cr_node *out = take ? take_strings(c, field, old) : copy_strings(c, field, old, mark);
	for (uint32_t i = 0; cr_is(new, CR_MAP) && i < new->count; i++) {
		const struct cr_pair *pair = &new->pairs[i];
		cr_map_remove(c, out, pair->key);
		cr_map_append(c, out, pair->key, string_entry(c, field, pair->value), pair->mark);
	}
	out->mark = mark;
	return out;
}

static void
overlay_field(struct cr_ctx *c, struct cr_node *map, cr_key key, const struct cr_resource *old, const struct cr_node *old_map)
{
	const struct cr_node *new = cr_map_get(map, key);
	struct cr_node *made = overlay(c, key, cr_map_get(old_map, key), old->overlaid, new, new != NULL ? new->mark : map->mark);
	if (made->count > 0) {
		cr_map_set(c, map, key, made, made->mark);
	} else {
		cr_map_remove(c, map, key);
	}
}

/* A merge keeps the old object's origin. */
static void
keep_origin(struct cr_ctx *c, struct cr_node *metadata, const struct cr_node *old_metadata)
{
	const struct cr_node *origin = cr_map_at(old_metadata, CR_KEY_annotations, CR_KEY_config_kubernetes_io_origin);
	if (origin != NULL) {
		struct cr_node *annotations = cr_map_edit(c, metadata, CR_KEY_annotations);
		cr_map_set(c, annotations, CR_KEY_config_kubernetes_io_origin, cr_string_value(c, origin), origin->mark);
	}
}

static void
take_history(struct cr_resource *r, const struct cr_resource *old)
{
	r->prev = old->prev;
	r->prev_count = old->prev_count;
	r->prefixes = old->prefixes;
	r->suffixes = old->suffixes;
	r->vars = old->vars;
	r->allow_name_change = old->allow_name_change;
	r->allow_kind_change = old->allow_kind_change;
	r->behavior = old->behavior;
	r->needs_hash = r->needs_hash && old->needs_hash;
}

void
cr_resource_take_over(struct cr_ctx *c, struct cr_resource *r, const struct cr_resource *old)
{
	struct cr_node *root = cr_resource_edit(c, r);
	struct cr_node *metadata = cr_map_edit_map(c, root, CR_KEY_metadata, r->mark);
	const struct cr_node *old_metadata = cr_map_get(old->root, CR_KEY_metadata);
	overlay_field(c, metadata, CR_KEY_labels, old, old_metadata);
	overlay_field(c, metadata, CR_KEY_annotations, old, old_metadata);
	if (r->behavior == CR_BEHAVIOR_MERGE) {
		keep_origin(c, metadata, old_metadata);
		overlay_field(c, root, CR_KEY_data, old, old->root);
		overlay_field(c, root, CR_KEY_binaryData, old, old->root);
	}
	r->overlaid = true;
	cr_resource_set_name(c, r, cr_key_str(c, old->id.name));
	cr_resource_set_ns(c, r, cr_key_str(c, old->id.ns));
	take_history(r, old);
	r->id = cr_resid_of_tree(c, r->root);
}
