/* --reloader: annotations for Stakater Reloader, which watches ConfigMaps and Secrets in the cluster and restarts what reads them.
 *
 * A workload that reads what only a controller knows is told to Reloader; an object whose change is a change of the pod templates anyway
 * (by its name, or by checksums) is taken out of its hands, so that nothing restarts twice. Reloader looks for annotations on the workload,
 * and in its pods' only where the workload has none of those that count for the kind of map. */
#include <stdlib.h>

#include "rollout/internal.h"

/* What Reloader looks for, for one kind of map. */
static const struct words {
	cr_key reload, auto_reload;
} words[] = {
	[CR_MAP_CONFIG] = { CR_KEY_configmap_reloader_stakater_com_reload, CR_KEY_configmap_reloader_stakater_com_auto },
	[CR_MAP_SECRET] = { CR_KEY_secret_reloader_stakater_com_reload, CR_KEY_secret_reloader_stakater_com_auto },
};

static const struct cr_node_step metadata_steps[] = { { .key = CR_KEY_metadata }, { .key = CR_KEY_annotations } };
static const struct cr_node_path own_annotations = { metadata_steps, 2 };

/* The kinds that Reloader restarts. It also makes a new Job of a CronJob at once, where the next run would read what is new anyway. */
static bool
is_known(const struct cr_resource *r)
{
	cr_key kind = r->id.gvk.kind, group = r->id.gvk.group;
	if (group == CR_KEY_apps) {
		return kind == CR_KEY_Deployment || kind == CR_KEY_StatefulSet || kind == CR_KEY_DaemonSet;
	}
	return (group == CR_KEY_argoproj_io && kind == CR_KEY_Rollout) ||
	       (group == CR_KEY_apps_openshift_io && kind == CR_KEY_DeploymentConfig);
}

static bool
is_cron_job(const struct cr_ctx *c, const struct cr_resource *r)
{
	return cr_str_ends(cr_key_str(c, r->id.gvk.kind), CR_STR("CronJob"));
}

/* The names of one kind that an owner is told about. */
struct names {
	struct cr_str *items;
	size_t count, cap;
};

static int
compare_names(const void *a, const void *b)
{
	const struct cr_str *x = a, *y = b;
	return cr_str_cmp(*x, *y);
}

static bool
has_words(const struct cr_node *annotations, const struct words *w)
{
	return cr_map_get(annotations, w->reload) != NULL || cr_map_get(annotations, w->auto_reload) != NULL ||
	       cr_map_get(annotations, CR_KEY_reloader_stakater_com_auto) != NULL ||
	       cr_map_get(annotations, CR_KEY_reloader_stakater_com_search) != NULL;
}

static bool
is_on(const struct cr_node *annotations, cr_key name)
{
	return cr_str_eq(cr_map_text(annotations, name), CR_STR("true"));
}

/* Where Reloader looks. */
static struct cr_node_path
place(const struct cr_pod *pod, const struct words *w)
{
	const struct cr_node *root = pod->owner->root;
	bool in_pod = !has_words(cr_node_path_get(root, own_annotations), w) && has_words(cr_node_path_get(root, pod->annotations), w);
	return in_pod ? pod->annotations : own_annotations;
}

static bool
lists(struct cr_str list, struct cr_str name)
{
	for (size_t from = 0, to; from <= list.len; from = to + 1) {
		to = cr_str_find(list, ',', from);
		to = to == SIZE_MAX ? list.len : to;
		if (cr_str_eq(cr_str_trim(cr_str_sub(list, from, to)), name)) {
			return true;
		}
	}
	return false;
}

/* The sorted names that list lacks, behind it. */
static struct cr_str
extend(struct cr_ctx *c, struct cr_str list, const struct names *n)
{
	size_t room = list.len;
	for (size_t i = 0; i < n->count; i++) {
		room += n->items[i].len + 1;
	}
	char *out = cr_alloc(c, room + 1);
	size_t len = list.len;
	memcpy(out, list.len > 0 ? list.ptr : "", list.len);
	for (size_t i = 0; i < n->count; i++) {
		struct cr_str name = n->items[i];
		cr_count_work(c, list.len / 16);
		if ((i > 0 && cr_str_eq(name, n->items[i - 1])) || lists(list, name)) {
			continue;
		}
		if (len > 0) {
			out[len++] = ',';
		}
		memcpy(out + len, name.ptr, name.len);
		len += name.len;
	}
	return (struct cr_str){ .ptr = out, .len = len };
}

static bool
tell(struct cr_ctx *c, const struct cr_pod *pod, enum cr_map_kind kind, struct names *n)
{
	const struct words *w = &words[kind];
	struct cr_node_path path = place(pod, w);
	const struct cr_node *annotations = cr_node_path_get(pod->owner->root, path);
	if (is_on(annotations, CR_KEY_reloader_stakater_com_auto) || is_on(annotations, w->auto_reload)) {
		return true;
	}
	qsort(n->items, n->count, sizeof *n->items, compare_names);
	struct cr_str old = cr_map_text(annotations, w->reload), new = extend(c, old, n);
	return new.len == old.len || cr_rollout_annotate(c, pod->owner, path, w->reload, new);
}

/* Somebody else has to restart these, if anybody does. */
static void
warn_unknown(struct cr_ctx *c, const struct cr_resource *owner, const struct cr_made_map *map)
{
	cr_warn(c, owner->mark, CR_W_NO_ROLLOUT, "%S reads what %S makes, and Reloader restarts no object of its kind",
		cr_resid_short(c, owner->id), cr_resid_short(c, map->maker->id));
}

/* Pods of one owner: what they read that a controller makes. */
static bool
tell_owner(struct cr_ctx *c, const struct cr_refs *refs, struct cr_pod *const *pods, size_t count)
{
	const struct cr_resource *owner = pods[0]->owner;
	const struct cr_made_map *first = NULL;
	struct names names[2] = { { 0 }, { 0 } };
	for (size_t i = 0; i < count; i++) {
		for (size_t r = 0; r < pods[i]->read_count && pods[i]->rolls == CR_POD_ROLLS; r++) {
			const struct cr_made_map *map = cr_rollout_content(c, refs, &pods[i]->reads[r]);
			if (map != NULL && map->controlled) {
				*cr_scratch_push(c, &names[map->kind]) = cr_key_str(c, map->name);
				first = first == NULL ? map : first;
			}
		}
	}
	if (first == NULL || is_cron_job(c, owner)) {
		return true;
	}
	if (!is_known(owner)) {
		warn_unknown(c, owner, first);
		return true;
	}
	return (names[CR_MAP_CONFIG].count == 0 || tell(c, pods[0], CR_MAP_CONFIG, &names[CR_MAP_CONFIG])) &&
	       (names[CR_MAP_SECRET].count == 0 || tell(c, pods[0], CR_MAP_SECRET, &names[CR_MAP_SECRET]));
}

/* A word of the author's stays. */
static bool
ignore(struct cr_ctx *c, struct cr_resource *r)
{
	const struct cr_node *annotations = cr_node_path_get(r->root, own_annotations);
	return cr_map_get(annotations, CR_KEY_reloader_stakater_com_ignore) != NULL ||
	       cr_rollout_annotate(c, r, own_annotations, CR_KEY_reloader_stakater_com_ignore, CR_STR("true"));
}

static bool
ignore_hashed(struct cr_ctx *c, const struct cr_refs *refs)
{
	bool good = true;
	for (size_t i = 0; i < refs->map_count; i++) {
		const struct cr_made_map *map = refs->maps[i];
		good = (map->controlled || !map->maker->hashed || ignore(c, map->maker)) && good;
	}
	return good;
}

/* Those of which pod has a checksum. */
static bool
ignore_covered(struct cr_ctx *c, const struct cr_rollout *o, const struct cr_refs *refs, const struct cr_pod *pod)
{
	bool good = true;
	for (size_t r = 0; r < pod->read_count && pod->rolls == CR_POD_ROLLS && pod->annotations.count > 0; r++) {
		const struct cr_made_map *map = cr_rollout_content(c, refs, &pod->reads[r]);
		good = (map == NULL || !cr_rollout_covers(o, map) || ignore(c, map->maker)) && good;
	}
	return good;
}

bool
cr_rollout_reloader(struct cr_ctx *c, const struct cr_rollout *o, const struct cr_refs *refs)
{
	bool good = ignore_hashed(c, refs);
	for (size_t from = 0, to; from < refs->pod_count; from = to) {
		struct cr_arena_mark mark = cr_arena_mark(c->scratch);
		for (to = from; to < refs->pod_count && refs->pods[to]->owner == refs->pods[from]->owner; to++) {
			good = ignore_covered(c, o, refs, refs->pods[to]) && good;
		}
		good = tell_owner(c, refs, &refs->pods[from], to - from) && good;
		cr_arena_rewind(c->scratch, mark);
	}
	return good;
}
