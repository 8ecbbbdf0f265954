/* Workloads that go on with what a map was: those that read it through the environment, those that mount one of its files by subPath, and
 * those whose files change under them. */
#include "check/maps.h"
#include "check/passes.h"
#include "check/restart.h"
#include "check/versioned.h"

/* How a pod reads a map; of several ways the first counts: it is the one that goes unnoticed longest. */
enum way { BY_ENV, BY_SUB_PATH, BY_FILES, NO_WAY };

struct use {
	const struct cr_read *read;
	const struct cr_made_map *map;
	enum way way;
};

struct uses {
	struct use **items; /* one a map, in the order of the reads */
	size_t count, cap;
	struct cr_map by_map;
};

static enum way
way_of(const struct cr_read *read)
{
	switch (read->how) {
	case CR_READ_ENV:
	case CR_READ_ENV_FROM:
		return BY_ENV;
	case CR_READ_VOLUME:
	case CR_READ_PROJECTED:
		return read->by_sub_path ? BY_SUB_PATH : BY_FILES;
	default:
		return NO_WAY;
	}
}

/* Can the map change, with the same name, from one render to the next? */
static bool
can_change(const struct cr_check *k, const struct cr_made_map *map)
{
	struct cr_str immutable = cr_map_text(map->maker->root, CR_KEY_immutable);
	return !map->controlled && map->key_count > 0 && !cr_str_eq(immutable, CR_STR("true")) && !cr_map_is_versioned(k, map->maker);
}

/* An optional key that the map does not have is no more than a place for later. */
static bool
is_used(const struct cr_check *k, const struct cr_made_map *map, const struct cr_read *read)
{
	return !read->optional || read->key == CR_KEY_NONE || cr_made_map_key(k->c, map, read->key) != NULL;
}

static void
add_use(struct cr_check *k, struct uses *all, const struct cr_read *read)
{
	enum way way = way_of(read);
	const struct cr_made_map *map = way != NO_WAY ? cr_refs_find(k->c, k->refs, read->kind, read->ns, read->name) : NULL;
	if (map == NULL || !can_change(k, map) || !is_used(k, map, read)) {
		return;
	}
	uint64_t hash = cr_hash_mix(map->maker->seq, map->name);
	struct cr_map_iter it;
	struct use *use = cr_map_first(&all->by_map, hash, &it);
	while (use != NULL && use->map != map) {
		use = cr_map_next(&all->by_map, &it);
	}
	if (use == NULL) {
		use = cr_new(k->c, struct use);
		*use = (struct use){ .read = read, .map = map, .way = NO_WAY };
		cr_map_add(k->c, &all->by_map, hash, use);
		*cr_push(k->c, all) = use;
	}
	if (way < use->way) {
		use->way = way;
		use->read = read;
	}
}

static void
find_use(struct cr_check *k, const struct cr_pod *pod, const struct use *use)
{
	struct cr_ctx *c = k->c;
	struct cr_str owner = cr_resid_short(c, pod->owner->id), name = cr_key_str(c, use->map->name);
	const char *word = cr_map_word(use->map->kind);
	cr_mark mark = use->read->at->mark;
	if (use->way == BY_ENV) {
		cr_find(k, CR_RULE_UNHASHED_WITHOUT_RESTART, pod->owner, mark,
			"%S takes environment variables from %s \"%S\", and nothing restarts it when that changes", owner, word, name);
	} else if (use->way == BY_SUB_PATH) {
		cr_find(k, CR_RULE_SUB_PATH_MOUNT, pod->owner, use->read->key_at != NULL ? use->read->key_at->mark : mark,
			"%S mounts a file of %s \"%S\" by subPath, and nothing restarts it when that changes", owner, word, name);
	} else {
		cr_find(k, CR_RULE_UNHASHED_VOLUME, pod->owner, mark, "%S mounts %s \"%S\", and nothing restarts it when that changes",
			owner, word, name);
	}
	cr_find_second(k, use->map->at != NULL ? use->map->at->mark : use->map->maker->mark, "the %s is here", word);
}

static void
check_pod(struct cr_check *k, const struct cr_pod *pod)
{
	/* Each run of a CronJob has pods of its own, which read what there is then. */
	if (pod->rolls != CR_POD_ROLLS || pod->owner->id.gvk.kind == CR_KEY_CronJob) {
		return;
	}
	struct uses all = { 0 };
	for (size_t i = 0; i < pod->read_count; i++) {
		add_use(k, &all, &pod->reads[i]);
	}
	for (size_t i = 0; i < all.count; i++) {
		if (!cr_pod_restarts(k, pod, all.items[i]->map)) {
			find_use(k, pod, all.items[i]);
		}
	}
}

void
cr_check_stale(struct cr_check *k)
{
	/* With checksums every template has one for each map. */
	if (k->rollout->checksums == CR_CHECKSUMS_UNHASHED || k->rollout->checksums == CR_CHECKSUMS_ALL) {
		return;
	}
	for (size_t i = 0; i < k->refs->pod_count; i++) {
		check_pod(k, k->refs->pods[i]);
	}
}
