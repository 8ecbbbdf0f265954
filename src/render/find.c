/* Finds the environments below a directory: every directory with a kustomization that no other one found there names. */
#include <stdlib.h>

#include "render/session.h"

struct found {
	struct cr_str dir;
	bool named;
	bool component;
};

struct search {
	struct cr_scope *scope;
	struct cr_str top;
	struct found *items;
	size_t count, cap;
	struct cr_map by_dir;
	struct cr_texts pending; /* directories to look into */
	struct cr_str here;
	const char **result;
	size_t result_count;
};

static void
pend(struct cr_ctx *c, struct search *s, struct cr_str dir)
{
	*cr_push(c, &s->pending) = (struct cr_text){ .s = dir };
}

static bool
look_into(struct cr_ctx *c, struct search *s, struct cr_str dir)
{
	struct cr_file *file;
	if (!cr_find_kustomization(c, dir, CR_NO_MARK, &file)) {
		return false;
	}
	if (file != NULL) {
		*cr_push(c, s) = (struct found){ .dir = dir };
	}
	struct cr_dir_entries entries = { 0 };
	if (!cr_list_dir(c, dir, CR_NO_MARK, &entries)) {
		return false;
	}
	for (size_t i = entries.count; i > 0; i--) {
		const struct cr_dir_entry *e = &entries.items[i - 1];
		if (e->kind == 'd' && !cr_str_eq(e->name, CR_STR(".git"))) {
			pend(c, s, dir.len == 0 ? e->name : cr_str_fmt(c, "%.*s/%.*s", CR_PRI(dir), CR_PRI(e->name)));
		}
	}
	return true;
}

static void
name_directory(struct cr_ctx *c, struct search *s, struct cr_str from, const struct cr_text *entry)
{
	struct cr_str dir;
	struct cr_map_iter it;
	if (cr_path_is_remote(entry->s) || !cr_path_join(c, from, entry->s, &dir)) {
		return;
	}
	for (struct found *f = cr_map_first(&s->by_dir, cr_hash_str(c, dir.ptr, dir.len), &it); f != NULL;
	     f = cr_map_next(&s->by_dir, &it)) {
		if (cr_str_eq(f->dir, dir)) {
			f->named = true;
		}
	}
}

static void
mark_named(struct cr_ctx *c, struct search *s, const struct cr_kust *k)
{
	for (size_t i = 0; i < k->resources.count; i++) {
		name_directory(c, s, k->dir, &k->resources.items[i]);
	}
	for (size_t i = 0; i < k->components.count; i++) {
		name_directory(c, s, k->dir, &k->components.items[i]);
	}
}

/* A directory that a search gave out. */
struct given {
	struct cr_str shown, path;
};

static const char *
give(struct cr_ctx *c, struct cr_scope *scope, struct cr_str path)
{
	struct given *g = cr_new(c, struct given);
	*g = (struct given){ .shown = cr_path_display(c, path), .path = path };
	cr_map_add(c, &scope->found, cr_hash_str(c, g->shown.ptr, g->shown.len), g);
	return g->shown.ptr;
}

bool
cr_found_moved(const struct confrender_session *s, const char *directory, const char *real)
{
	struct cr_str shown = cr_str_z(directory);
	for (const struct cr_scope *scope = s->scopes; scope != NULL; scope = scope->next) {
		struct cr_map_iter it;
		const struct given *g =
			scope->ready ? cr_map_first(&scope->found, cr_hash_str(&scope->ctx, shown.ptr, shown.len), &it) : NULL;
		for (; g != NULL; g = cr_map_next(&scope->found, &it)) {
			if (cr_str_eq(g->shown, shown) && !cr_str_eq(g->path, cr_str_z(real + 1))) {
				return true;
			}
		}
	}
	return false;
}

static int
by_bytes(const void *a, const void *b)
{
	return cr_str_cmp(((const struct found *)a)->dir, ((const struct found *)b)->dir);
}

static bool
search(struct cr_ctx *c, void *arg)
{
	struct search *s = arg;
	pend(c, s, s->top);
	while (s->pending.count > 0) {
		if (!look_into(c, s, s->pending.items[--s->pending.count].s)) {
			return false;
		}
	}
	if (s->count > 0) {
		qsort(s->items, s->count, sizeof *s->items, by_bytes);
	}
	for (size_t i = 0; i < s->count; i++) {
		struct cr_str dir = s->items[i].dir;
		cr_map_add(c, &s->by_dir, cr_hash_str(c, dir.ptr, dir.len), &s->items[i]);
	}
	for (size_t i = 0; i < s->count; i++) {
		/* One that cannot be read is an environment all the same: rendering it says what is wrong. */
		const struct cr_kust *k = cr_baseline_kust(c, s->scope->baseline, s->items[i].dir, CR_NO_MARK);
		if (k != NULL) {
			s->items[i].component = k->component;
			mark_named(c, s, k);
		}
	}
	s->result = cr_new_n(c, const char *, s->count + 1);
	for (size_t i = 0; i < s->count; i++) {
		if (!s->items[i].named && !s->items[i].component) {
			s->result[s->result_count++] = give(c, s->scope, s->items[i].dir);
		}
	}
	return true;
}

enum confrender_result
confrender_session_find(struct confrender_session *session, const char *directory, const char *const **directories, size_t *count)
{
	struct search s = { 0 };
	enum confrender_result result = cr_session_scope(session, directory, &s.scope, &s.top);
	*directories = NULL;
	*count = 0;
	if (result == CONFRENDER_OK) {
		result = cr_scope_run(s.scope, search, &s);
	}
	if (result == CONFRENDER_OK) {
		*directories = s.result;
		*count = s.result_count;
	} else {
		cr_report(s.scope);
	}
	return result;
}
