/* Keeps the maps of environments, and puts those together that the tree means by one name: an overlay's prefix, suffix, namespace and hash
 * make other names of it. */
#include "check/environments.h"

#include <stdlib.h>

#include "base/digest.h"
#include "check/credential.h"
#include "check/look.h"
#include "check/passes.h"

static cr_key
keep_key(struct cr_ctx *c, const struct cr_ctx *from, cr_key key)
{
	return cr_key_intern(c, cr_key_str(from, key));
}

static bool
same_keys(const struct cr_key_set *set, const cr_key *keys, size_t count)
{
	return set->count == count && (count == 0 || memcmp(set->keys, keys, count * sizeof *keys) == 0);
}

static struct cr_key_set *
find_set(const struct cr_environments *e, uint64_t hash, const cr_key *keys, size_t count)
{
	struct cr_map_iter it;
	struct cr_key_set *set = cr_map_first(&e->key_sets, hash, &it);
	while (set != NULL && !same_keys(set, keys, count)) {
		set = cr_map_next(&e->key_sets, &it);
	}
	return set;
}

static cr_mark
mark_of(const struct cr_made_map *map, const struct cr_made_key *key)
{
	return key->value != NULL ? key->value->mark : map->maker->mark;
}

static struct cr_key_set *
make_set(struct cr_environments *e, const struct cr_made_map *map, const cr_key *keys)
{
	struct cr_key_set *set = cr_new(e->c, struct cr_key_set);
	cr_key *own = cr_new_n(e->c, cr_key, map->key_count);
	cr_mark *marks = cr_new_n(e->c, cr_mark, map->key_count);
	for (size_t i = 0; i < map->key_count; i++) {
		own[i] = keys[i];
		marks[i] = mark_of(map, &map->keys[i]);
	}
	*set = (struct cr_key_set){ .keys = own, .marks = marks, .count = map->key_count, .environment = (uint32_t)e->count - 1 };
	return set;
}

static struct cr_key_set *
keep_set(struct cr_environments *e, const struct cr_ctx *from, const struct cr_made_map *map)
{
	struct cr_ctx *c = e->c;
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	cr_key *keys = cr_scratch_zero(c, map->key_count + 1, sizeof *keys);
	uint64_t hash = map->key_count;
	for (size_t i = 0; i < map->key_count; i++) {
		keys[i] = keep_key(c, from, map->keys[i].name);
		hash = cr_hash_mix(hash, keys[i]);
	}
	struct cr_key_set *set = find_set(e, hash, keys, map->key_count);
	if (set == NULL) {
		set = make_set(e, map, keys);
		cr_map_add(c, &e->key_sets, hash, set);
	}
	cr_arena_rewind(c->scratch, mark);
	return set;
}

/* Of what was put beside secrets, or is public, equal values are nothing to speak of: names, addresses, certificates. */
static bool
is_no_secret(struct cr_str key)
{
	static const char *const ends[] = { "user",  "username", "login", "host", "hostname", "port",   "name", "url",  "uri",  "endpoint",
					    "email", "region",   "db",    "id",   "address",  "schema", "type", ".crt", ".pub", ".cer" };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct cr_str end = cr_str_z(ends[i]);
		if (key.len >= end.len && cr_str_eq_fold(cr_str_sub(key, key.len - end.len, key.len), end)) {
			return true;
		}
	}
	return false;
}

/* Registries are shared by environments, and so are the credentials for them. */
static bool
is_for_registry(struct cr_str key)
{
	return cr_str_eq(key, CR_STR(".dockerconfigjson")) || cr_str_eq(key, CR_STR(".dockercfg"));
}

/* Switches and numbers of a few digits are settings. */
static bool
is_setting(struct cr_str value)
{
	bool digits = value.len < 6;
	for (size_t i = 0; i < value.len && digits; i++) {
		digits = value.ptr[i] >= '0' && value.ptr[i] <= '9';
	}
	return digits || cr_str_eq_fold(value, CR_STR("true")) || cr_str_eq_fold(value, CR_STR("false"));
}

/* A file of settings, unless there is a credential in it. */
static bool
is_file(struct cr_str key, struct cr_str value)
{
	static const char *const ends[] = { ".properties", ".conf", ".config", ".cfg", ".ini", ".yaml", ".yml", ".json", ".xml", ".toml" };
	bool file = memchr(value.ptr, '\n', value.len) != NULL;
	size_t line;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		file = file || cr_str_ends(key, cr_str_z(ends[i]));
	}
	return file && cr_token_in(value, &line) == NULL && !cr_setting_in(value, &line);
}

/* 2020-02-02T..., or where a file is. */
static bool
is_date_or_path(struct cr_str value)
{
	return value.ptr[0] == '/' || value.ptr[0] == '.' ||
	       (value.len >= 10 && value.ptr[4] == '-' && value.ptr[7] == '-' && value.ptr[0] == '2');
}

/* A URL with a password in it is a secret whatever its key is called. */
static uint64_t
digest_of(const struct cr_environments *e, struct cr_str key, struct cr_str value)
{
	struct cr_str bare = cr_str_trim(value);
	size_t line;
	if (bare.len == 0 || is_for_registry(key) || is_setting(bare) || is_date_or_path(bare) || is_file(key, bare) ||
	    cr_is_placeholder(bare) || cr_is_templated(bare) || (is_no_secret(key) && cr_token_in(value, &line) == NULL)) {
		return 0;
	}
	uint64_t digest = cr_hash_str(e->c, value.ptr, value.len);
	return digest != 0 ? digest : 1;
}

static struct cr_kept_value
keep_value(struct cr_environments *e, const struct cr_ctx *from, const struct cr_made_map *map, const struct cr_made_key *key)
{
	struct cr_kept_value kept = { .mark = mark_of(map, key) };
	if (!cr_is(key->value, CR_SCALAR)) {
		return kept;
	}
	struct cr_str name = cr_key_str(from, key->name), value = cr_text(key->value);
	struct cr_arena_mark mark = cr_arena_mark(e->c->arena);
	if (key->field == CR_MADE_STRING || cr_base64_decode(e->c, value, &value)) {
		kept.digest = digest_of(e, name, value);
	}
	cr_arena_rewind(e->c->arena, mark);
	return kept;
}

static const struct cr_kept_value *
keep_values(struct cr_environments *e, const struct cr_ctx *from, const struct cr_made_map *map)
{
	struct cr_kept_value *values = cr_new_n(e->c, struct cr_kept_value, map->key_count);
	for (size_t i = 0; i < map->key_count; i++) {
		values[i] = keep_value(e, from, map, &map->keys[i]);
	}
	return values;
}

static struct cr_resid
keep_id(struct cr_ctx *c, const struct cr_ctx *from, struct cr_resid id)
{
	return (struct cr_resid){
		.gvk = { keep_key(c, from, id.gvk.group), keep_key(c, from, id.gvk.version), keep_key(c, from, id.gvk.kind) },
		.name = keep_key(c, from, id.name),
		.ns = keep_key(c, from, id.ns),
	};
}

static void
keep_map(struct cr_environments *e, const struct cr_ctx *from, const struct cr_made_map *map)
{
	struct cr_kept_map *kept = cr_new(e->c, struct cr_kept_map);
	struct cr_resid original = cr_resource_org_id(map->maker);
	*kept = (struct cr_kept_map){
		.kind = map->kind,
		.id = keep_id(e->c, from, map->maker->id),
		.plain = keep_key(e->c, from, original.name),
		.plain_ns = keep_key(e->c, from, original.ns == CR_KEY_EMPTY ? CR_KEY_default : original.ns),
		.mark = map->maker->mark,
		.environment = (uint32_t)e->count - 1,
		.set = keep_set(e, from, map),
		.values = map->kind == CR_MAP_SECRET ? keep_values(e, from, map) : NULL,
		.ignores_keys = cr_check_ignores(map->maker, CR_RULE_ENV_MISSING_KEY),
		.ignores_same = cr_check_ignores(map->maker, CR_RULE_ENV_SAME_SECRET),
	};
	*cr_push(e->c, &e->maps) = kept;
}

static uint32_t
family_of(struct cr_environments *e, uint32_t environment)
{
	while (e->items[environment].family != environment) {
		struct cr_environment *one = &e->items[environment];
		one->family = e->items[one->family].family;
		environment = one->family;
	}
	return environment;
}

/* The newest environment with all that have one of its workloads. Two whose hashes are equal would be compared, no more. */
static void
join_families(struct cr_environments *e, const struct cr_ctx *from, const struct cr_refs *refs)
{
	uint32_t newest = (uint32_t)e->count - 1;
	for (size_t i = 0; i < refs->pod_count; i++) {
		const struct cr_resource *owner = refs->pods[i]->owner;
		cr_key kind = keep_key(e->c, from, owner->id.gvk.kind), name = keep_key(e->c, from, cr_resource_org_id(owner).name);
		uint64_t hash = cr_hash_mix(cr_hash_mix(0, kind), name);
		struct cr_map_iter it;
		uint32_t *first = cr_map_first(&e->workloads, hash, &it);
		if (first != NULL) {
			e->items[family_of(e, newest)].family = family_of(e, *first);
			continue;
		}
		first = cr_alloc(e->c, sizeof *first);
		*first = newest;
		cr_map_add(e->c, &e->workloads, hash, first);
	}
}

void
cr_environments_add(struct cr_environments *e, const struct cr_ctx *from, const struct cr_refs *refs, struct cr_str name)
{
	uint32_t number = (uint32_t)e->count;
	*cr_push(e->c, e) = (struct cr_environment){ .name = name, .family = number, .has_pods = refs->pod_count > 0 };
	join_families(e, from, refs);
	for (size_t i = 0; i < refs->map_count; i++) {
		if (!refs->maps[i]->controlled && refs->maps[i]->keys_known) {
			keep_map(e, from, refs->maps[i]);
		}
	}
}

void
cr_find_map(struct cr_check *k, const struct cr_kept_map *map)
{
	if (k->open != NULL) {
		k->open->id = map->id;
		k->open->environment = map->environment;
	}
}

/* Groups by hash: kind and plain name, and with by_ns the namespace. */
struct grouping {
	struct cr_environments *e;
	struct cr_check *k;
	struct cr_map by_name;
	struct cr_map_groups {
		struct cr_map_group **items;
		size_t count, cap;
	} groups;
	bool by_ns;
};

static struct cr_map_group *
group_of(struct grouping *s, const struct cr_kept_map *map)
{
	uint64_t hash = cr_hash_mix(cr_hash_mix(map->kind, map->plain), s->by_ns ? map->plain_ns : 0);
	struct cr_map_iter it;
	for (struct cr_map_group *g = cr_map_first(&s->by_name, hash, &it); g != NULL; g = cr_map_next(&s->by_name, &it)) {
		const struct cr_kept_map *one = g->items[0];
		if (one->kind == map->kind && one->plain == map->plain && (!s->by_ns || one->plain_ns == map->plain_ns)) {
			return g;
		}
	}
	struct cr_map_group *g = cr_new(s->e->c, struct cr_map_group);
	*cr_push(s->e->c, &s->groups) = g;
	cr_map_add(s->e->c, &s->by_name, hash, g);
	return g;
}

static bool
has_two_of_one(const struct cr_map_group *g)
{
	for (size_t i = 1; i < g->count; i++) {
		if (g->items[i]->environment == g->items[i - 1]->environment) {
			return true;
		}
	}
	return false;
}

static void
group(struct grouping *s, const struct cr_kept_maps *maps)
{
	for (size_t i = 0; i < maps->count; i++) {
		struct cr_map_group *g = group_of(s, maps->items[i]);
		*cr_push(s->e->c, g) = maps->items[i];
	}
}

struct relative {
	uint32_t family; /* UINT32_MAX: an environment without workloads */
	struct cr_kept_map *map;
};

static int
by_family(const void *a, const void *b)
{
	const struct relative *x = a, *y = b;
	int order = (x->family > y->family) - (x->family < y->family);
	return order != 0 ? order : (x->map->environment > y->map->environment) - (x->map->environment < y->map->environment);
}

/* Environments without workloads are relatives of each other, and of the one family there is. */
static void
look_by_family(struct grouping *s, const struct cr_map_group *g, uint32_t *number)
{
	struct cr_ctx *c = s->e->c;
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct relative *all = cr_scratch_zero(c, g->count, sizeof *all);
	struct cr_kept_map **maps = cr_scratch_zero(c, g->count, sizeof *maps);
	for (size_t i = 0; i < g->count; i++) {
		uint32_t environment = g->items[i]->environment;
		all[i].map = g->items[i];
		all[i].family = s->e->items[environment].has_pods ? family_of(s->e, environment) : UINT32_MAX;
	}
	qsort(all, g->count, sizeof *all, by_family);
	for (size_t i = 0; i < g->count; i++) {
		maps[i] = all[i].map;
	}
	for (size_t from = 0, to; from < g->count; from = to) {
		for (to = from + 1; to < g->count && (all[to].family == all[from].family || (from == 0 && all[to].family == UINT32_MAX));) {
			to++;
		}
		const struct cr_map_group part = { .items = &maps[from], .count = to - from, .number = ++*number };
		cr_check_env_keys(s->k, s->e, &part);
		cr_check_env_secrets(s->k, s->e, &part);
	}
	cr_arena_rewind(c->scratch, mark);
}

/* Groups that have two maps of one environment are not looked at; their maps go to *left. */
static void
look(struct grouping *s, uint32_t *number, struct cr_kept_maps *left)
{
	for (size_t i = 0; i < s->groups.count; i++) {
		struct cr_map_group *g = s->groups.items[i];
		if (!has_two_of_one(g)) {
			look_by_family(s, g, number);
			continue;
		}
		for (size_t n = 0; n < g->count; n++) {
			*cr_push(s->e->c, left) = g->items[n];
		}
	}
}

void
cr_environments_check(struct cr_environments *e, struct cr_check *k)
{
	struct grouping plain = { .e = e, .k = k };
	struct grouping with_ns = { .e = e, .k = k, .by_ns = true };
	struct cr_kept_maps left = { 0 }, none = { 0 };
	uint32_t number = 0;
	group(&plain, &e->maps);
	look(&plain, &number, &left);
	/* Environments of several namespaces have a map of one name in each. */
	group(&with_ns, &left);
	look(&with_ns, &number, &none);
}
