/* Keys that a map has in one environment and lacks in another.
 *
 * Maps that have no key in common are two things by one name (a file of another name in each environment), and so is a key that names the
 * only environment that has it. */
#include <stdlib.h>

#include "base/format.h"
#include "check/environments.h"
#include "check/look.h"

/* A key that any of the maps has. */
struct had {
	struct cr_str text;
	cr_key key;
	cr_mark mark;
	uint32_t environment; /* that has it first */
	uint32_t sets;        /* of keys, that have it */
};

struct had_list {
	struct had *items;
	size_t count, cap;
};

static int
by_text(const void *a, const void *b)
{
	const struct had *x = a, *y = b;
	int order = cr_str_cmp(x->text, y->text);
	return order != 0 ? order : (x->environment > y->environment) - (x->environment < y->environment);
}

/* The different sets of keys in the group, and all their keys. */
static struct had_list
gather(struct cr_ctx *c, const struct cr_map_group *g, size_t *sets)
{
	struct had_list all = { 0 };
	for (size_t i = 0; i < g->count; i++) {
		struct cr_key_set *set = g->items[i]->set;
		if (set->seen == g->number) {
			continue;
		}
		set->seen = g->number;
		++*sets;
		for (size_t n = 0; n < set->count; n++) {
			*cr_scratch_push(c, &all) = (struct had){
				.text = cr_key_str(c, set->keys[n]),
				.key = set->keys[n],
				.mark = set->marks[n],
				.environment = set->environment,
				.sets = 1,
			};
		}
	}
	return all;
}

/* Each key once, in the order of bytes. */
static void
unite(struct had_list *all)
{
	size_t kept = 0;
	if (all->count > 0) {
		qsort(all->items, all->count, sizeof *all->items, by_text);
	}
	for (size_t i = 0; i < all->count; i++) {
		if (kept > 0 && all->items[kept - 1].key == all->items[i].key) {
			all->items[kept - 1].sets++;
		} else {
			all->items[kept++] = all->items[i];
		}
	}
	all->count = kept;
}

/* "prod" of "overlays/prod/" */
static struct cr_str
last_part(struct cr_str path)
{
	while (path.len > 0 && path.ptr[path.len - 1] == '/') {
		path.len--;
	}
	size_t from = path.len;
	while (from > 0 && path.ptr[from - 1] != '/') {
		from--;
	}
	return cr_str_sub(path, from, path.len);
}

static bool
names_its_environment(const struct cr_environments *e, const struct had *key)
{
	struct cr_str name = last_part(e->items[key->environment].name);
	return key->sets == 1 && name.len > 1 && memmem(key->text.ptr, key->text.len, name.ptr, name.len) != NULL;
}

/* What a set of keys lacks. */
struct lack {
	const struct had *items[3]; /* the first ones */
	size_t count;
	bool shares; /* it has a key that another set has, too */
	bool one_has_all;
};

static struct lack
find_lack(const struct cr_environments *e, const struct had_list *all, const struct cr_key_set *set)
{
	struct lack lack = { .one_has_all = true };
	size_t at = 0;
	for (size_t i = 0; i < all->count; i++) {
		const struct had *key = &all->items[i];
		if (at < set->count && set->keys[at] == key->key) {
			at++;
			lack.shares = lack.shares || key->sets > 1;
		} else if (!names_its_environment(e, key)) {
			if (lack.count < sizeof lack.items / sizeof *lack.items) {
				lack.items[lack.count] = key;
			}
			lack.count++;
			lack.one_has_all = lack.one_has_all && key->environment == lack.items[0]->environment;
		}
	}
	return lack;
}

static struct cr_str
shown(struct cr_check *k, enum cr_map_kind kind, cr_key key)
{
	return kind == CR_MAP_SECRET ? cr_shown_secret_key(k, key) : cr_key_str(k->c, key);
}

/* "A", "B", "C" */
static void
put_keys(struct cr_check *k, struct cr_sink *s, enum cr_map_kind kind, const struct lack *lack)
{
	enum { SHOWN = sizeof lack->items / sizeof *lack->items, KEY_MOST = 80 };
	for (size_t i = 0; i < lack->count && i < SHOWN; i++) {
		cr_sink_put(s, i > 0 ? ", \"" : "\"", i > 0 ? 3 : 1);
		cr_sink_text(s, shown(k, kind, lack->items[i]->key), KEY_MOST);
		cr_sink_put(s, "\"", 1);
	}
}

/* The environments that have the set, behind the first of them. */
static size_t
others_with(const struct cr_map_group *g, size_t first)
{
	size_t count = 0;
	for (size_t i = first + 1; i < g->count; i++) {
		count += g->items[i]->set == g->items[first]->set;
	}
	return count;
}

static void
report(struct cr_check *k, const struct cr_environments *e, const struct cr_map_group *g, size_t first, const struct lack *lack)
{
	const struct cr_kept_map *map = g->items[first];
	struct cr_str more = CR_STR(""), also = CR_STR("");
	char keys[512];
	struct cr_sink s = { .ptr = keys, .cap = sizeof keys };
	put_keys(k, &s, map->kind, lack);
	if (lack->count > 3) {
		more = cr_str_fmt(k->c, " and %zu more", lack->count - 3);
	}
	size_t others = others_with(g, first);
	if (others > 0) {
		also = cr_str_fmt(k->c, " (and %zu more environment%s)", others, others > 1 ? "s" : "");
	}
	struct cr_str named = cr_sink_str(&s);
	cr_find(k, CR_RULE_ENV_MISSING_KEY, NULL, map->mark, "%s \"%S\" lacks the key%s %.*s%S in %S%S, which %S%s", cr_map_word(map->kind),
		cr_key_str(k->c, map->plain), lack->count > 1 ? "s" : "", CR_PRI(named), more, e->items[map->environment].name, also,
		e->items[lack->items[0]->environment].name, lack->one_has_all ? " has" : " and others have");
	cr_find_map(k, map);
	cr_find_second(k, lack->items[0]->mark, "\"%S\" is here", shown(k, map->kind, lack->items[0]->key));
	cr_find_second_in(k, lack->items[0]->environment);
}

void
cr_check_env_keys(struct cr_check *k, const struct cr_environments *e, const struct cr_map_group *g)
{
	struct cr_ctx *c = k->c;
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	size_t sets = 0;
	struct had_list all = gather(c, g, &sets);
	unite(&all);
	for (size_t i = 0; i < g->count && sets > 1; i++) {
		struct cr_key_set *set = g->items[i]->set;
		if (set->seen != g->number) {
			continue;
		}
		set->seen = 0;
		cr_count_work(c, all.count);
		struct lack lack = find_lack(e, &all, set);
		if (lack.shares && lack.count > 0 && !g->items[i]->ignores_keys) {
			report(k, e, g, i, &lack);
		}
	}
	cr_arena_rewind(c->scratch, mark);
}
