/* Variables that a container gets from two maps of its envFrom: the later one wins, without a word. What env sets is above both, and is so
 * on purpose: it stands in the container itself. */
#include "check/maps.h"
#include "check/passes.h"

struct variable {
	struct cr_str name;
	const struct cr_read *read;
	const struct cr_made_key *key;
};

/* What two entries of one container both define. */
struct overlap {
	const struct cr_read *first, *second;
	struct cr_str name; /* the first variable */
	size_t count;
};

struct overlaps {
	struct overlap *items;
	size_t count, cap;
};

static bool
has_same_value(const struct cr_made_key *a, const struct cr_made_key *b)
{
	return a == b || (a->field == b->field && cr_is(a->value, CR_SCALAR) && cr_is(b->value, CR_SCALAR) &&
			  cr_str_eq(cr_text(a->value), cr_text(b->value)));
}

static void
note_overlap(struct cr_check *k, struct overlaps *all, const struct variable *was, const struct cr_read *read)
{
	for (size_t i = all->count; i > 0 && all->items[i - 1].second == read; i--) {
		if (all->items[i - 1].first == was->read) {
			all->items[i - 1].count++;
			return;
		}
	}
	*cr_push(k->c, all) = (struct overlap){ .first = was->read, .second = read, .name = was->name, .count = 1 };
}

/* One variable of the container: it takes the place of an earlier one. */
static void
define(struct cr_check *k, struct cr_map *seen, struct overlaps *all, const struct cr_read *read, const struct cr_made_key *key)
{
	struct cr_str name = cr_str_cat(k->c, cr_map_text(read->source, CR_KEY_prefix), cr_key_str(k->c, key->name));
	uint64_t hash = cr_hash_str(k->c, name.ptr, name.len);
	struct cr_map_iter it;
	for (struct variable *v = cr_map_first(seen, hash, &it); v != NULL; v = cr_map_next(seen, &it)) {
		if (cr_str_eq(v->name, name)) {
			if (!has_same_value(v->key, key)) {
				note_overlap(k, all, v, read);
			}
			v->read = read;
			v->key = key;
			return;
		}
	}
	struct variable *v = cr_new(k->c, struct variable);
	*v = (struct variable){ .name = name, .read = read, .key = key };
	cr_map_add(k->c, seen, hash, v);
}

static void
find_overlap(struct cr_check *k, const struct cr_pod *pod, const struct overlap *o)
{
	struct cr_ctx *c = k->c;
	struct cr_str more = o->count > 1 ? cr_str_fmt(c, " and %zu more", o->count - 1) : CR_STR("");
	cr_find(k, CR_RULE_ENV_FROM_OVERLAP, pod->owner, o->second->at->mark,
		"container \"%S\" of %S gets \"%S\"%S from %s \"%S\" and from %s \"%S\", which wins",
		cr_map_text(o->second->container, CR_KEY_name), cr_resid_short(c, pod->owner->id), o->name, more,
		cr_map_word(o->first->kind), cr_key_str(c, o->first->name), cr_map_word(o->second->kind), cr_key_str(c, o->second->name));
	cr_find_second(k, o->first->at->mark, "the one that loses");
}

/* reads[from] to reads[to - 1] are those of one container. */
static void
check_container(struct cr_check *k, const struct cr_pod *pod, size_t from, size_t to)
{
	struct cr_map seen = { 0 };
	struct overlaps all = { 0 };
	for (size_t i = from; i < to; i++) {
		const struct cr_read *read = &pod->reads[i];
		const struct cr_made_map *map =
			read->how == CR_READ_ENV_FROM ? cr_refs_find(k->c, k->refs, read->kind, read->ns, read->name) : NULL;
		for (size_t j = 0; map != NULL && j < map->key_count; j++) {
			define(k, &seen, &all, read, &map->keys[j]);
		}
	}
	for (size_t i = 0; i < all.count; i++) {
		find_overlap(k, pod, &all.items[i]);
	}
}

static size_t
count_env_from(const struct cr_pod *pod, size_t from, size_t to)
{
	size_t count = 0;
	for (size_t i = from; i < to; i++) {
		count += pod->reads[i].how == CR_READ_ENV_FROM;
	}
	return count;
}

void
cr_check_env_overlap(struct cr_check *k)
{
	for (size_t i = 0; i < k->refs->pod_count; i++) {
		const struct cr_pod *pod = k->refs->pods[i];
		for (size_t from = 0, to; from < pod->read_count; from = to) {
			for (to = from + 1; to < pod->read_count && pod->reads[to].container == pod->reads[from].container; to++) {
			}
			if (pod->reads[from].container != NULL && count_env_from(pod, from, to) > 1) {
				check_container(k, pod, from, to);
			}
		}
	}
}
