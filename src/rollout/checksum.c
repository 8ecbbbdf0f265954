/* --checksums: annotations checksum/configmap.NAME and checksum/secret.NAME in the templates of pods, so that a change of what a pod reads
 * is a change of its template. */
#include <stdlib.h>

#include "base/digest.h"
#include "rollout/content.h"
#include "rollout/internal.h"

/* What the API takes as the part of an annotation's name behind the slash, and what is left of a longer one. */
enum { NAME_MOST = 63, NAME_KEPT = 40 };

/* One read of a map, or of one key of it. */
struct use {
	size_t target; /* the owner's first pod with the annotations in which it shows: pods may share them */
	const struct cr_made_map *map;
	struct cr_str name; /* the map's without its hash */
	bool all;
	cr_key key;
	struct cr_str key_text;
};

struct job {
	struct cr_ctx *c;
	const struct cr_rollout *o;
	const struct cr_refs *refs;
	struct cr_map known; /* checksums by view: many workloads may read the same */
	struct cr_map noted; /* see cr_view_checksum */
};

struct known {
	struct cr_view view;
	struct cr_str checksum;
};

/* The pods of one object, and what they read. */
struct group {
	struct cr_pod *const *pods;
	size_t pod_count;
	struct use *items;
	size_t count, cap;
};

static uint64_t
path_hash(struct cr_node_path path)
{
	uint64_t h = path.count;
	for (uint32_t i = 0; i < path.count; i++) {
		h = cr_hash_mix(cr_hash_mix(h, path.steps[i].key), path.steps[i].index);
	}
	return h;
}

static bool
path_equal(struct cr_node_path a, struct cr_node_path b)
{
	bool same = a.count == b.count;
	for (uint32_t i = 0; same && i < a.count; i++) {
		same = a.steps[i].key == b.steps[i].key && (a.steps[i].key != CR_KEY_NONE || a.steps[i].index == b.steps[i].index);
	}
	return same;
}

/* For each pod the first one with the same annotations. */
static const size_t *
find_targets(struct cr_ctx *c, const struct group *g)
{
	struct cr_map seen = { .in_scratch = true };
	size_t *targets = cr_scratch_zero(c, g->pod_count, sizeof *targets);
	for (size_t i = 0; i < g->pod_count; i++) {
		struct cr_node_path path = g->pods[i]->annotations;
		struct cr_map_iter it;
		const size_t *first = cr_map_first(&seen, path_hash(path), &it);
		while (first != NULL && !path_equal(g->pods[*first]->annotations, path)) {
			first = cr_map_next(&seen, &it);
		}
		targets[i] = first != NULL ? *first : i;
		if (first == NULL) {
			cr_map_add(c, &seen, path_hash(path), &targets[i]);
		}
	}
	return targets;
}

static void
collect(struct job *j, struct group *g, const size_t *targets)
{
	struct cr_ctx *c = j->c;
	for (size_t i = 0; i < g->pod_count; i++) {
		const struct cr_pod *pod = g->pods[i];
		for (size_t r = 0; r < pod->read_count; r++) {
			const struct cr_read *read = &pod->reads[r];
			const struct cr_made_map *map = cr_rollout_content(c, j->refs, read);
			if (map == NULL || !cr_rollout_covers(j->o, map)) {
				continue;
			}
			struct use use = { .target = targets[i], .map = map, .name = cr_rollout_plain_name(c, map->maker) };
			use.all = read->key == CR_KEY_NONE;
			use.key = read->key;
			use.key_text = use.all ? CR_STR("") : cr_key_str(c, read->key);
			*cr_scratch_push(c, g) = use;
		}
	}
}

static int
compare_maps(const struct use *a, const struct use *b)
{
	if (a->target != b->target) {
		return a->target < b->target ? -1 : 1;
	}
	if (a->map->kind != b->map->kind) {
		return a->map->kind < b->map->kind ? -1 : 1;
	}
	int names = cr_str_cmp(a->name, b->name);
	if (names != 0 || a->map == b->map) {
		return names;
	}
	return a->map->maker->seq < b->map->maker->seq ? -1 : 1;
}

/* Reads of one map stand together, those of all its keys first, the others in the order of the keys' bytes. */
static int
compare_uses(const void *a, const void *b)
{
	const struct use *x = a, *y = b;
	int maps = compare_maps(x, y);
	if (maps != 0 || x->all || y->all) {
		return maps != 0 ? maps : (int)y->all - (int)x->all;
	}
	return cr_str_cmp(x->key_text, y->key_text);
}

/* The name of the annotation. A long one ends in digits of the SHA-256 of what stands behind its slash. */
static cr_key
annotation_name(struct cr_ctx *c, enum cr_map_kind kind, struct cr_str name)
{
	struct cr_str whole = cr_str_cat(c, kind == CR_MAP_CONFIG ? CR_STR("configmap.") : CR_STR("secret."), name);
	if (whole.len > NAME_MOST) {
		char digits[65];
		size_t kept = NAME_KEPT;
		while (((unsigned char)whole.ptr[kept] & 0xc0) == 0x80) {
			kept--; /* not within a letter */
		}
		cr_sha256_hex(whole.ptr, whole.len, digits);
		whole = cr_str_fmt(c, "%.*s-%.12s", (int)kept, whole.ptr, digits);
	}
	return cr_key_intern(c, cr_str_cat(c, CR_STR("checksum/"), whole));
}

static uint64_t
view_hash(const struct cr_view *view)
{
	uint64_t h = cr_hash_mix((uintptr_t)view->map, view->all);
	for (size_t i = 0; i < view->count; i++) {
		h = cr_hash_mix(h, view->keys[i]);
	}
	return h;
}

static bool
view_equal(const struct cr_view *a, const struct cr_view *b)
{
	bool same = a->map == b->map && a->all == b->all && a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++) {
		same = a->keys[i] == b->keys[i];
	}
	return same;
}

static struct cr_str
checksum(struct job *j, const struct cr_view *view)
{
	struct cr_map_iter it;
	uint64_t hash = view_hash(view);
	for (const struct known *k = cr_map_first(&j->known, hash, &it); k != NULL; k = cr_map_next(&j->known, &it)) {
		if (view_equal(&k->view, view)) {
			return k->checksum;
		}
	}
	struct known *new = cr_new(j->c, struct known);
	*new = (struct known){ *view, cr_view_checksum(j->c, view, j->o->checksum_key, &j->noted) };
	cr_map_add(j->c, &j->known, hash, new);
	return new->checksum;
}

/* What the uses of one map see of it: keys that it lacks are nothing, and all of its keys are the whole. */
static struct cr_view
view_of(struct cr_ctx *c, const struct use *uses, size_t count)
{
	struct cr_view view = { .map = uses->map, .name = uses->name, .all = uses->all };
	cr_key *keys = view.all ? NULL : cr_new_n(c, cr_key, count);
	for (size_t i = 0; !view.all && i < count; i++) {
		bool again = i > 0 && uses[i].key == uses[i - 1].key;
		if (!again && cr_made_map_key(c, view.map, uses[i].key) != NULL) {
			keys[view.count++] = uses[i].key;
		}
	}
	view.keys = keys;
	if (view.count == view.map->key_count) {
		view.all = true;
		view.count = 0;
	}
	return view;
}

static bool
have_one_name(const struct use *a, const struct use *b)
{
	return a->target == b->target && a->map->kind == b->map->kind && a->map != b->map && cr_str_eq(a->name, b->name);
}

/* The annotation for the uses of one map, items[from] to items[to]. Two maps that differ in their hashes alone keep them. */
static bool
annotate(struct job *j, const struct group *g, size_t from, size_t to)
{
	struct cr_ctx *c = j->c;
	const struct use *use = &g->items[from];
	bool ambiguous = (from > 0 && have_one_name(use, &g->items[from - 1])) || (to < g->count && have_one_name(use, &g->items[to]));
	cr_key name = annotation_name(c, use->map->kind, ambiguous ? cr_key_str(c, use->map->name) : use->name);
	const struct cr_pod *pod = g->pods[use->target];
	struct cr_view view = view_of(c, use, to - from);
	return cr_rollout_annotate(c, pod->owner, pod->annotations, name, checksum(j, &view));
}

/* Why pod's template gets none; NULL: it does. */
static const char *
obstacle(const struct cr_pod *pod)
{
	switch (pod->rolls) {
	case CR_POD_ROLLS:
		return pod->annotations.count > 0 ? NULL : "its kind has no place for annotations of the pods";
	case CR_POD_BARE:
		return "nothing restarts a pod by itself";
	case CR_POD_JOB:
		return "the API refuses a change of a job's pods";
	case CR_POD_REPLICAS:
		return "it leaves its pods as they are when their template changes";
	case CR_POD_TEMPLATE:
		break;
	}
	return "nothing restarts the pods that are made of it";
}

/* Those that cannot roll are left out, with one warning for all of them. */
static void
drop_fixed(struct job *j, struct group *g)
{
	const struct use *first = NULL;
	size_t kept = 0;
	for (size_t i = 0; i < g->count; i++) {
		if (obstacle(g->pods[g->items[i].target]) == NULL) {
			g->items[kept++] = g->items[i];
		} else if (first == NULL) {
			first = &g->items[i];
		}
	}
	if (first != NULL) {
		const struct cr_pod *pod = g->pods[first->target];
		cr_warn(j->c, pod->owner->mark, CR_W_NO_ROLLOUT, "%S reads %S and gets no checksum of it: %s",
			cr_resid_short(j->c, pod->owner->id), cr_resid_short(j->c, first->map->maker->id), obstacle(pod));
	}
	g->count = kept;
}

static bool
annotate_owner(struct job *j, struct group *g)
{
	bool good = true;
	collect(j, g, find_targets(j->c, g));
	drop_fixed(j, g);
	if (g->count > 1) {
		qsort(g->items, g->count, sizeof *g->items, compare_uses);
	}
	for (size_t from = 0, to; from < g->count && good; from = to) {
		for (to = from + 1; to < g->count && compare_maps(&g->items[from], &g->items[to]) == 0;) {
			to++;
		}
		good = annotate(j, g, from, to);
	}
	return good;
}

bool
cr_rollout_checksums(struct cr_ctx *c, const struct cr_rollout *o, const struct cr_refs *refs)
{
	struct job job = { .c = c, .o = o, .refs = refs };
	bool good = true;
	for (size_t from = 0, to; from < refs->pod_count; from = to) {
		for (to = from + 1; to < refs->pod_count && refs->pods[to]->owner == refs->pods[from]->owner;) {
			to++;
		}
		struct cr_arena_mark mark = cr_arena_mark(c->scratch);
		good = annotate_owner(&job, &(struct group){ .pods = &refs->pods[from], .pod_count = to - from }) && good;
		cr_arena_rewind(c->scratch, mark);
	}
	return good;
}
