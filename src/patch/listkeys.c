/* Which lists merge, by which keys, and which of their elements belong together.
 * Counterpart: kyaml/yaml/schema and the key functions of kyaml/yaml/walk. */
#include "patch/merge.h"

#include "base/map.h"
#include "base/unset.h"

/* Without a schema a list of maps that all have a name may merge by it. An empty list says nothing against it. */
static bool
all_named(const struct cr_node *list)
{
	for (size_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		if (cr_map_pair(list->items[i], CR_KEY_name) == NULL) {
			return false;
		}
	}
	return true;
}

bool
cr_merge_list_keys(const struct cr_merge *w, const struct cr_merge_place *place, struct cr_merge_list *l)
{
	if (place->merges) {
		l->key_count = place->key_count;
		for (size_t i = 0; i < place->key_count; i++) {
			l->keys[i] = place->keys[i];
		}
		return true;
	}
	if (!w->options->infer_keys || place->type != NULL || !all_named(l->node) || !all_named(l->patch)) {
		return false;
	}
	l->key_count = 1;
	l->keys[0] = CR_KEY_name;
	return true;
}

struct cr_str
cr_merge_key_text(const struct cr_merge_list *l, const struct cr_node *element, size_t key)
{
	const struct cr_node *value = l->key_count == 0 ? element : cr_map_get(element, l->keys[key]);
	if (!cr_is(value, CR_SCALAR) || (l->key_count > 0 && cr_node_is_null(value))) {
		return CR_STR("");
	}
	return cr_text(value);
}

size_t
cr_merge_key_width(const struct cr_merge_list *l)
{
	return l->key_count > 0 ? l->key_count : 1;
}

static bool
same_keys(const struct cr_str *a, const struct cr_str *b, size_t width)
{
	for (size_t k = 0; k < width; k++) {
		if (!cr_str_eq(a[k], b[k])) {
			return false;
		}
	}
	return true;
}

/* The index of the group with these keys, which is added if there is none. */
static uint32_t
group_of(struct cr_ctx *c, struct cr_merge_list *l, const struct cr_str *keys)
{
	struct cr_merge_groups *g = &l->groups;
	size_t width = cr_merge_key_width(l);
	uint64_t h = 0;
	for (size_t k = 0; k < width; k++) {
		h = cr_hash_mix(h, cr_hash_str(c, keys[k].ptr, keys[k].len));
	}
	size_t mask = g->slot_count - 1;
	size_t i = (size_t)h & mask;
	while (g->slots[i] != 0) {
		if (same_keys(g->items[g->slots[i] - 1].keys, keys, width)) {
			return g->slots[i] - 1;
		}
		i = (i + 1) & mask;
	}
	struct cr_str *own = &g->texts[g->count * width];
	memcpy(own, keys, width * sizeof *keys);
	g->items[g->count] =
		(struct cr_merge_group){ .keys = own, .patch = CR_MERGE_NONE, .old = CR_MERGE_NONE, .last_old = CR_MERGE_NONE };
	g->slots[i] = (uint32_t)++g->count;
	return (uint32_t)g->count - 1;
}

/* The group of an element; notes which keys are there at all. */
static uint32_t
place_element(struct cr_ctx *c, struct cr_merge_list *l, const struct cr_node *element)
{
	CR_UNSET struct cr_str keys[CR_MERGE_KEYS_MOST]; /* the first width are written, and read */
	size_t width = cr_merge_key_width(l);
	for (size_t k = 0; k < width; k++) {
		keys[k] = cr_merge_key_text(l, element, k);
		if (keys[k].len > 0) {
			l->live[k] = true;
		}
	}
	return group_of(c, l, keys);
}

static void
place_patch(struct cr_ctx *c, struct cr_merge_list *l)
{
	for (uint32_t i = 0; l->patch != NULL && i < l->patch->count; i++) {
		uint32_t g = place_element(c, l, l->patch->items[i]);
		l->patch_group[i] = g;
		if (l->groups.items[g].patch == CR_MERGE_NONE) {
			l->groups.items[g].patch = i;
		}
	}
}

static void
place_old(struct cr_ctx *c, struct cr_merge_list *l)
{
	for (uint32_t i = 0; i < l->node->count; i++) {
		uint32_t g = place_element(c, l, l->node->items[i]);
		l->old_group[i] = g;
		if (l->groups.items[g].old == CR_MERGE_NONE) {
			l->groups.items[g].old = i;
		}
		l->groups.items[g].last_old = i;
	}
}

static bool
has_live_keys(const struct cr_merge_list *l, const struct cr_node *list)
{
	size_t width = cr_merge_key_width(l);
	for (size_t i = 0; list != NULL && i < list->count; i++) {
		const struct cr_node *n = list->items[i];
		if (l->key_count == 0 ? n->kind != CR_SCALAR || cr_node_is_null(n) : n->kind != CR_MAP) {
			return false;
		}
		for (size_t k = 0; k < width; k++) {
			if (l->live[k] && cr_merge_key_text(l, n, k).len == 0) {
				return false;
			}
		}
	}
	return true;
}

void
cr_merge_group_elements(struct cr_ctx *c, const struct cr_merge_options *options, struct cr_merge_list *l)
{
	size_t patch_count = l->patch != NULL ? l->patch->count : 0;
	size_t total = patch_count + l->node->count;
	size_t slots = 4;
	while (slots < 2 * total) {
		slots *= 2;
	}
	l->groups.items = cr_scratch_zero(c, total, sizeof *l->groups.items);
	l->groups.texts = cr_scratch_zero(c, total * cr_merge_key_width(l), sizeof *l->groups.texts);
	l->groups.slots = cr_scratch_zero(c, slots, sizeof *l->groups.slots);
	l->groups.slot_count = slots;
	l->patch_group = cr_scratch_zero(c, patch_count, sizeof *l->patch_group);
	l->old_group = cr_scratch_zero(c, l->node->count, sizeof *l->old_group);
	if (options->append) {
		place_old(c, l);
		place_patch(c, l);
	} else {
		place_patch(c, l);
		place_old(c, l);
	}
	for (size_t k = 0; k < cr_merge_key_width(l); k++) {
		l->live_count += l->live[k];
	}
	l->regular = l->live_count > 0 && !options->append && has_live_keys(l, l->patch) && has_live_keys(l, l->node);
	if (total == 0) {
		l->regular = true;
	}
}
