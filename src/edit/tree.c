/* Fields of the tree by name; see tree.h. */
#include <errno.h>

#include "edit/tree.h"

struct cr_pair *
cr_edit_pair(struct cr_ctx *c, const struct cr_node *map, const char *name)
{
	struct cr_pair *found = NULL;
	for (uint32_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		struct cr_str key = cr_key_str(c, map->pairs[i].key);
		if (cr_str_eq(key, cr_str_z(name))) {
			return &map->pairs[i];
		}
		if (cr_str_eq_fold(key, cr_str_z(name))) {
			found = &map->pairs[i];
		}
	}
	return found;
}

struct cr_node *
cr_edit_get(struct cr_ctx *c, const struct cr_node *map, const char *name)
{
	const struct cr_pair *p = cr_edit_pair(c, map, name);
	return p == NULL || cr_node_is_null(p->value) ? NULL : p->value;
}

struct cr_str
cr_edit_text(struct cr_ctx *c, const struct cr_node *map, const char *name)
{
	const struct cr_node *n = cr_edit_get(c, map, name);
	return cr_is(n, CR_SCALAR) ? cr_text(n) : CR_STR("");
}

void
cr_edit_put(struct cr_ctx *c, struct cr_node *map, const char *name, struct cr_node *value)
{
	const struct cr_pair *p = cr_edit_pair(c, map, name);
	cr_map_set(c, map, p != NULL ? p->key : cr_key_intern(c, cr_str_z(name)), value, CR_NO_MARK);
}

void
cr_edit_put_text(struct cr_ctx *c, struct cr_node *map, const char *name, struct cr_str text)
{
	const struct cr_node *old = cr_edit_get(c, map, name);
	if (text.len == 0) {
		cr_edit_drop(c, map, name);
	} else if (!cr_is(old, CR_SCALAR) || !cr_str_eq(cr_text(old), text)) {
		cr_edit_put(c, map, name, cr_edit_new_text(c, text));
	}
}

void
cr_edit_drop(struct cr_ctx *c, struct cr_node *map, const char *name)
{
	const struct cr_pair *p = cr_edit_pair(c, map, name);
	if (p != NULL) {
		cr_map_remove(c, map, p->key);
	}
}

struct cr_node *
cr_edit_new_text(struct cr_ctx *c, struct cr_str text)
{
	return cr_node_str(c, cr_str_dup(c, text), CR_NO_MARK);
}

static struct cr_node *
container(struct cr_edit_state *s, struct cr_node *map, const char *name, enum cr_kind kind)
{
	struct cr_ctx *c = s->ctx;
	const struct cr_node *old = cr_edit_get(c, map, name);
	if (old == NULL) {
		struct cr_node *made = kind == CR_MAP ? cr_node_map(c, CR_NO_MARK) : cr_node_list(c, CR_NO_MARK);
		cr_edit_put(c, map, name, made);
		return made;
	}
	if (old->kind != kind) {
		cr_fail(c, old->mark, CR_E_TYPE, "\"%s\" is %s, not %s", name, cr_kind_word(old), kind == CR_MAP ? "a map" : "a list");
		return NULL;
	}
	return cr_map_edit(c, map, cr_edit_pair(c, map, name)->key);
}

struct cr_node *
cr_edit_list(struct cr_edit_state *s, struct cr_node *map, const char *name)
{
	return container(s, map, name, CR_LIST);
}

struct cr_node *
cr_edit_map(struct cr_edit_state *s, struct cr_node *map, const char *name)
{
	return container(s, map, name, CR_MAP);
}

void
cr_edit_tidy(struct cr_ctx *c, struct cr_node *map, const char *name)
{
	const struct cr_node *n = cr_edit_get(c, map, name);
	if (n != NULL && n->kind != CR_SCALAR && n->count == 0) {
		cr_edit_drop(c, map, name);
	}
}

bool
cr_edit_has(struct cr_ctx *c, const struct cr_node *list, struct cr_str text)
{
	bool found = false;
	for (uint32_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		found = found || (list->items[i]->kind == CR_SCALAR && cr_str_eq(cr_text(list->items[i]), text));
	}
	cr_count_work(c, list != NULL ? list->count : 0);
	return found;
}

size_t
cr_edit_filter(struct cr_ctx *c, struct cr_node *list, bool (*goes)(struct cr_ctx *c, const struct cr_node *item, void *arg), void *arg)
{
	uint32_t kept = 0, count = list->count;
	for (uint32_t i = 0; i < count; i++) {
		if (!goes(c, list->items[i], arg)) {
			list->items[kept++] = list->items[i];
		}
	}
	list->count = kept;
	return count - kept;
}

struct cr_node *
cr_edit_item(struct cr_ctx *c, struct cr_node *list, size_t i)
{
	return list->items[i]->kind == CR_MAP ? cr_list_edit(c, list, i) : NULL;
}

bool
cr_edit_find_file(struct cr_edit_state *s, struct cr_str name, cr_mark mark, const struct cr_file **file)
{
	static const int none[] = { 0, ENOENT, EISDIR, ENOTDIR, EXDEV, ENXIO, ELOOP, EFBIG, EREMOTE, ENAMETOOLONG, EINVAL };
	int error = 0;
	bool known = false;
	*file = cr_load_try(s->ctx, s->dir, name, &error);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
		known = known || error == none[i];
	}
	return *file != NULL || known || cr_fail(s->ctx, mark, CR_E_IO, "cannot read \"%S\": what it is is not known", name);
}

struct cr_edit_words
cr_edit_split(struct cr_ctx *c, struct cr_str text, char separator)
{
	struct cr_edit_words words = { 0 };
	for (size_t at = 0;;) {
		size_t end = cr_str_find(text, separator, at);
		*cr_push(c, &words) = cr_str_sub(text, at, end == SIZE_MAX ? text.len : end);
		if (end == SIZE_MAX) {
			return words;
		}
		at = end + 1;
	}
}

bool
cr_edit_in(const struct cr_edit_words *words, struct cr_str text)
{
	for (size_t i = 0; i < words->count; i++) {
		if (cr_str_eq(words->items[i], text)) {
			return true;
		}
	}
	return false;
}
