/* What is noted of the nodes and keys of inner.h's tree: a map from them to their notes, since most have none. */
#include "yaml/inner_notes.h"

static uint64_t
note_hash(const struct cr_node *n, bool is_key, cr_key key)
{
	return cr_hash_mix(cr_hash_mix(is_key, key), (uintptr_t)n);
}

static struct cr_inner_note *
find_note(const struct cr_inner *inner, const struct cr_node *n, bool is_key, cr_key key)
{
	struct cr_map_iter it;
	uint64_t hash = note_hash(n, is_key, key);
	for (struct cr_inner_note *e = cr_map_first(&inner->notes, hash, &it); e != NULL; e = cr_map_next(&inner->notes, &it)) {
		if (e->node == n && e->is_key == is_key && e->key == key) {
			return e;
		}
	}
	return NULL;
}

struct cr_inner_note *
cr_inner_note_get(const struct cr_inner *inner, const struct cr_node *n)
{
	return find_note(inner, n, false, CR_KEY_EMPTY);
}

struct cr_inner_note *
cr_inner_key_note_get(const struct cr_inner *inner, const struct cr_node *map, cr_key key)
{
	return find_note(inner, map, true, key);
}

void
cr_inner_forget(struct cr_inner *inner, const struct cr_node *n)
{
	struct cr_inner_note *note = cr_inner_note_get(inner, n);
	if (note != NULL) {
		note->node = NULL;
	}
}

static struct cr_inner_note *
find_or_make(struct cr_ctx *c, struct cr_inner *inner, const struct cr_node *n, bool is_key, cr_key key)
{
	struct cr_inner_note *note = find_note(inner, n, is_key, key);
	if (note == NULL) {
		note = cr_new(c, struct cr_inner_note);
		*note = (struct cr_inner_note){ .node = n, .is_key = is_key, .key = key };
		cr_map_add(c, &inner->notes, note_hash(n, is_key, key), note);
	}
	return note;
}

struct cr_inner_note *
cr_inner_note_make(struct cr_ctx *c, struct cr_inner *inner, const struct cr_node *n)
{
	return find_or_make(c, inner, n, false, CR_KEY_EMPTY);
}

struct cr_inner_note *
cr_inner_key_note_make(struct cr_ctx *c, struct cr_inner *inner, const struct cr_node *map, cr_key key)
{
	return find_or_make(c, inner, map, true, key);
}
