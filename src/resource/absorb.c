/* What a generator result keeps of the object that it merges into or replaces: name, namespace, history, labels and annotations, and for
 * merge the data. Counterpart: CopyMergeMetaDataFieldsFrom and Merge...DataMapFrom in api/resource/resource.go. */
#include "resource/internal.h"

/* In data a null is the empty text; in labels and annotations it counts with its spelling. */
static struct cr_node *
string_entry(struct cr_ctx *c, cr_key field, const struct cr_node *value)
{
	bool is_data = field == CR_KEY_data || field == CR_KEY_binaryData;
	return is_data && cr_node_is_null(value) ? cr_node_str(c, CR_STR(""), value->mark) : cr_string_value(c, value);
}

/* Appends the entries of map whose keys but lacks, as strings. */
static void
append_missing(struct cr_ctx *c, cr_key field, struct cr_node *out, const struct cr_node *map, const struct cr_node *but)
{
	for (uint32_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		const struct cr_pair *pair = &map->pairs[i];
		if (cr_map_get(but, pair->key) == NULL) {
			cr_map_append(c, out, pair->key, string_entry(c, field, pair->value), pair->mark);
		}
	}
}

/* Old entries, overlaid by new ones; NULL if there is none. */
static struct cr_node *
overlay(struct cr_ctx *c, cr_key field, const struct cr_node *old, const struct cr_node *new, cr_mark mark)
{
	struct cr_node *out = cr_node_map(c, mark);
	append_missing(c, field, out, old, new);
	append_missing(c, field, out, new, NULL);
	return out->count > 0 ? out : NULL;
}

static void
put(struct cr_ctx *c, struct cr_node *map, cr_key key, struct cr_node *value)
{
	if (value != NULL) {
		cr_map_set(c, map, key, value, value->mark);
	} else if (cr_map_get(map, key) != NULL) {
		cr_map_remove(c, map, key);
	}
}

static void
overlay_field(struct cr_ctx *c, struct cr_node *map, cr_key key, const struct cr_node *old_map)
{
	const struct cr_node *new = cr_map_get(map, key);
	const struct cr_node *old = cr_map_get(old_map, key);
	put(c, map, key, overlay(c, key, old, new, new != NULL ? new->mark : map->mark));
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
	overlay_field(c, metadata, CR_KEY_labels, old_metadata);
	overlay_field(c, metadata, CR_KEY_annotations, old_metadata);
	if (r->behavior == CR_BEHAVIOR_MERGE) {
		keep_origin(c, metadata, old_metadata);
		overlay_field(c, root, CR_KEY_data, old->root);
		overlay_field(c, root, CR_KEY_binaryData, old->root);
	}
	cr_resource_set_name(c, r, cr_key_str(c, old->id.name));
	cr_resource_set_ns(c, r, cr_key_str(c, old->id.ns));
	take_history(r, old);
	r->id = cr_resid_of_tree(c, r->root);
}
