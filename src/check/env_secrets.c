/* The same value under the same key of the same Secret in several environments: whoever knows that of one knows that of the others. */
#include <stdlib.h>

#include "check/environments.h"
#include "check/look.h"

struct held {
	cr_key key;
	uint64_t digest;
	cr_mark mark;
	const struct cr_kept_map *map;
};

struct held_list {
	struct held *items;
	size_t count, cap;
};

static int
by_value(const void *a, const void *b)
{
	const struct held *x = a, *y = b;
	if (x->key != y->key) {
		return x->key < y->key ? -1 : 1;
	}
	if (x->digest != y->digest) {
		return x->digest < y->digest ? -1 : 1;
	}
	return (x->map->environment > y->map->environment) - (x->map->environment < y->map->environment);
}

static struct held_list
gather(struct cr_ctx *c, const struct cr_map_group *g)
{
	struct held_list all = { 0 };
	for (size_t i = 0; i < g->count; i++) {
		const struct cr_kept_map *map = g->items[i];
		for (size_t n = 0; n < map->set->count && !map->ignores_same; n++) {
			if (map->values[n].digest != 0) {
				*cr_scratch_push(c, &all) =
					(struct held){ map->set->keys[n], map->values[n].digest, map->values[n].mark, map };
			}
		}
	}
	return all;
}

static void
report(struct cr_check *k, const struct cr_environments *e, const struct held *all, size_t count)
{
	const struct cr_kept_map *first = all[0].map, *second = all[1].map;
	struct cr_str more = CR_STR("");
	if (count > 2) {
		more = cr_str_fmt(k->c, " and %zu more environment%s", count - 2, count > 3 ? "s" : "");
	}
	cr_find(k, CR_RULE_ENV_SAME_SECRET, NULL, all[0].mark, "the key \"%S\" of Secret \"%S\" has the same value in %S%s %S%S",
		cr_shown_secret_key(k, all[0].key), cr_key_str(k->c, first->plain), e->items[first->environment].name,
		count > 2 ? "," : " and", e->items[second->environment].name, more);
	cr_find_map(k, first);
	if (all[1].mark != all[0].mark) {
		cr_find_second(k, all[1].mark, "the other one is here");
		cr_find_second_in(k, second->environment);
	}
}

void
cr_check_env_secrets(struct cr_check *k, const struct cr_environments *e, const struct cr_map_group *g)
{
	if (g->items[0]->kind != CR_MAP_SECRET) {
		return;
	}
	struct cr_arena_mark mark = cr_arena_mark(k->c->scratch);
	struct held_list all = gather(k->c, g);
	if (all.count > 0) {
		qsort(all.items, all.count, sizeof *all.items, by_value);
	}
	for (size_t from = 0, to; from < all.count; from = to) {
		for (to = from + 1;
		     to < all.count && all.items[to].key == all.items[from].key && all.items[to].digest == all.items[from].digest;) {
			to++;
		}
		if (to - from > 1) {
			report(k, e, &all.items[from], to - from);
		}
	}
	cr_arena_rewind(k->c->scratch, mark);
}
