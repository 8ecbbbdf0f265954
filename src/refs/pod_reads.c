/* What the spec of a pod reads: env, envFrom, volumes with their items and subPath mounts, projected sources, secrets for images and for
 * volume drivers. */
#include "refs/work.h"

static void
add(struct cr_refs_work *w, const struct cr_read *read)
{
	*cr_scratch_push(w->c, &w->reads) = *read;
}

/* A read of the map that ref names in field; the trail leads to ref. */
static bool
begin(struct cr_refs_work *w, struct cr_read *read, const struct cr_node *ref, cr_key field)
{
	cr_trail_key(w, field);
	bool named = cr_read_begin(w, read, cr_map_get(ref, field), w->pod->spec_path);
	w->trail.count--;
	read->optional = cr_refs_is_true(cr_map_get(ref, CR_KEY_optional));
	return named;
}

static void
set_key(struct cr_refs_work *w, struct cr_read *read, const struct cr_node *key)
{
	cr_key k = cr_refs_name(w, key);
	read->key = k == CR_KEY_EMPTY ? CR_KEY_NONE : k;
	read->key_at = k == CR_KEY_EMPTY ? NULL : key;
}

/* One key, by a reference of an env entry. */
static void
read_key_ref(struct cr_refs_work *w, struct cr_read read, const struct cr_node *from, cr_key field)
{
	const struct cr_node *ref = cr_map_get(from, field);
	if (!cr_is(ref, CR_MAP)) {
		return;
	}
	cr_trail_key(w, field);
	if (begin(w, &read, ref, CR_KEY_name)) {
		set_key(w, &read, cr_map_get(ref, CR_KEY_key));
		add(w, &read);
	}
	w->trail.count--;
}

static void
read_all_ref(struct cr_refs_work *w, struct cr_read read, const struct cr_node *from, cr_key field)
{
	const struct cr_node *ref = cr_map_get(from, field);
	cr_trail_key(w, field);
	if (cr_is(ref, CR_MAP) && begin(w, &read, ref, CR_KEY_name)) {
		add(w, &read);
	}
	w->trail.count--;
}

static void
read_env(struct cr_refs_work *w, const struct cr_node *container)
{
	const struct cr_node *env = cr_map_get(container, CR_KEY_env);
	struct cr_read read = { .how = CR_READ_ENV, .container = container };
	cr_trail_key(w, CR_KEY_env);
	for (uint32_t i = 0; cr_is(env, CR_LIST) && i < env->count; i++) {
		const struct cr_node *from = cr_map_get(env->items[i], CR_KEY_valueFrom);
		if (!cr_is(from, CR_MAP)) {
			continue;
		}
		read.source = env->items[i];
		cr_trail_index(w, i);
		cr_trail_key(w, CR_KEY_valueFrom);
		read.kind = CR_MAP_CONFIG;
		read_key_ref(w, read, from, CR_KEY_configMapKeyRef);
		read.kind = CR_MAP_SECRET;
		read_key_ref(w, read, from, CR_KEY_secretKeyRef);
		w->trail.count -= 2;
	}
	w->trail.count--;
}

static void
read_env_from(struct cr_refs_work *w, const struct cr_node *container)
{
	const struct cr_node *list = cr_map_get(container, CR_KEY_envFrom);
	struct cr_read read = { .how = CR_READ_ENV_FROM, .container = container };
	cr_trail_key(w, CR_KEY_envFrom);
	for (uint32_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		read.source = list->items[i];
		cr_trail_index(w, i);
		read.kind = CR_MAP_CONFIG;
		read_all_ref(w, read, list->items[i], CR_KEY_configMapRef);
		read.kind = CR_MAP_SECRET;
		read_all_ref(w, read, list->items[i], CR_KEY_secretRef);
		w->trail.count--;
	}
	w->trail.count--;
}

static uint64_t
mount_hash(struct cr_refs_work *w, const struct cr_node *volume)
{
	return cr_hash_str(w->c, volume->text, volume->count);
}

static struct cr_mount *
mounts_of(struct cr_refs_work *w, const struct cr_node *volume)
{
	struct cr_map_iter it;
	if (!cr_is(volume, CR_SCALAR)) {
		return NULL;
	}
	for (struct cr_mount *m = cr_map_first(&w->mounts, mount_hash(w, volume), &it); m != NULL; m = cr_map_next(&w->mounts, &it)) {
		if (cr_str_eq(cr_text(m->volume), cr_text(volume))) {
			return m;
		}
	}
	return NULL;
}

/* The same for the first volume of that name; the API refuses another. */
static const struct cr_mount *
take_mounts(struct cr_refs_work *w, const struct cr_node *volume)
{
	struct cr_mount *first = mounts_of(w, volume);
	if (first == NULL || first->taken) {
		return NULL;
	}
	first->taken = true;
	return first;
}

/* The subPath if it can be nothing but the name of a file at the top of the volume. */
static const struct cr_node *
plain_sub_path(const struct cr_node *mount)
{
	const struct cr_node *path = cr_map_get(mount, CR_KEY_subPath);
	const struct cr_node *expr = cr_map_get(mount, CR_KEY_subPathExpr);
	if (!cr_is(path, CR_SCALAR) || cr_node_is_null(path) || path->count == 0 || (cr_is(expr, CR_SCALAR) && expr->count > 0)) {
		return NULL;
	}
	struct cr_str text = cr_text(path);
	return cr_str_find(text, '/', 0) == SIZE_MAX && !cr_str_eq(text, CR_STR(".")) ? path : NULL;
}

static void
note_mounts(struct cr_refs_work *w, const struct cr_node *container)
{
	const struct cr_node *list = cr_map_get(container, CR_KEY_volumeMounts);
	for (uint32_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		const struct cr_node *name = cr_map_get(list->items[i], CR_KEY_name);
		if (!cr_is(name, CR_SCALAR)) {
			continue;
		}
		struct cr_mount *mount = cr_scratch_alloc(w->c, sizeof *mount);
		*mount = (struct cr_mount){ .volume = name, .sub_path = plain_sub_path(list->items[i]), .container = container };
		struct cr_mount *first = mounts_of(w, name);
		if (first == NULL) {
			mount->last = mount;
			cr_map_add(w->c, &w->mounts, mount_hash(w, name), mount);
			first = mount;
		} else {
			first->last->next = mount;
			first->last = mount;
		}
		first->whole = first->whole || mount->sub_path == NULL;
	}
}

static void
read_container(struct cr_refs_work *w, const struct cr_node *container)
{
	if (cr_is(container, CR_MAP)) {
		read_env(w, container);
		read_env_from(w, container);
		note_mounts(w, container);
	}
}

static bool
mounted_whole(const struct cr_mount *mounts)
{
	return mounts == NULL || mounts->whole;
}

static void
read_items(struct cr_refs_work *w, struct cr_read read, const struct cr_node *items, const struct cr_mount *mounts)
{
	read.by_sub_path = !mounted_whole(mounts);
	for (uint32_t i = 0; i < items->count; i++) {
		set_key(w, &read, cr_map_get(items->items[i], CR_KEY_key));
		if (read.key != CR_KEY_NONE) {
			add(w, &read);
		}
	}
}

/* Without items a subPath names a key. sole: nothing else gives files to the volume. */
static void
read_mounted(struct cr_refs_work *w, struct cr_read read, const struct cr_mount *mounts, bool sole)
{
	if (!sole || mounted_whole(mounts)) {
		add(w, &read);
	}
	read.by_sub_path = true;
	for (const struct cr_mount *m = mounts; sole && m != NULL; m = m->next) {
		if (m->sub_path != NULL) {
			set_key(w, &read, m->sub_path);
			read.container = m->container;
			add(w, &read);
		}
	}
}

/* The map that from names below field, as configMap or secret of a volume, or of a source of a projected one. */
static void
read_files(struct cr_refs_work *w, struct cr_read read, const struct cr_node *from, cr_key field, cr_key name_field,
	   const struct cr_mount *mounts, bool sole)
{
	const struct cr_node *map = cr_map_get(from, field);
	if (!cr_is(map, CR_MAP)) {
		return;
	}
	read.source = from;
	cr_trail_key(w, field);
	if (begin(w, &read, map, name_field)) {
		const struct cr_node *items = cr_map_get(map, CR_KEY_items);
		if (cr_is(items, CR_LIST) && items->count > 0) {
			read_items(w, read, items, mounts);
		} else {
			read_mounted(w, read, mounts, sole);
		}
	}
	w->trail.count--;
}

static void
read_projected(struct cr_refs_work *w, const struct cr_node *volume, const struct cr_mount *mounts)
{
	const struct cr_node *sources = cr_map_at(volume, CR_KEY_projected, CR_KEY_sources);
	if (!cr_is(sources, CR_LIST)) {
		return;
	}
	struct cr_read read = { .how = CR_READ_PROJECTED };
	bool sole = sources->count == 1;
	cr_trail_key(w, CR_KEY_projected);
	cr_trail_key(w, CR_KEY_sources);
	for (uint32_t i = 0; i < sources->count; i++) {
		cr_trail_index(w, i);
		read.kind = CR_MAP_CONFIG;
		read_files(w, read, sources->items[i], CR_KEY_configMap, CR_KEY_name, mounts, sole);
		read.kind = CR_MAP_SECRET;
		read_files(w, read, sources->items[i], CR_KEY_secret, CR_KEY_name, mounts, sole);
		w->trail.count--;
	}
	w->trail.count -= 2;
}

static void
read_drivers(struct cr_refs_work *w, const struct cr_node *volume)
{
	for (size_t i = 0; i < w->drivers.count; i++) {
		const struct cr_path *path = &w->drivers.items[i];
		const struct cr_node *name = cr_path_first(volume, *path);
		struct cr_read read = { .how = CR_READ_DRIVER, .kind = CR_MAP_SECRET, .source = volume };
		if (name == NULL) {
			continue;
		}
		uint32_t before = w->trail.count;
		for (uint32_t k = 0; k < path->count; k++) {
			cr_trail_key(w, path->steps[k].key);
		}
		if (cr_read_begin(w, &read, name, w->pod->spec_path)) {
			add(w, &read);
		}
		w->trail.count = before;
	}
}

static void
read_volume(struct cr_refs_work *w, const struct cr_node *volume)
{
	const struct cr_mount *mounts = take_mounts(w, cr_map_get(volume, CR_KEY_name));
	struct cr_read read = { .how = CR_READ_VOLUME, .kind = CR_MAP_CONFIG };
	read_files(w, read, volume, CR_KEY_configMap, CR_KEY_name, mounts, true);
	read.kind = CR_MAP_SECRET;
	read_files(w, read, volume, CR_KEY_secret, CR_KEY_secretName, mounts, true);
	read_projected(w, volume, mounts);
	read_drivers(w, volume);
}

static void
read_image_pull(struct cr_refs_work *w, const struct cr_node *entry)
{
	struct cr_read read = { .how = CR_READ_IMAGE_PULL, .kind = CR_MAP_SECRET };
	if (cr_is(entry, CR_MAP) && begin(w, &read, entry, CR_KEY_name)) {
		read.source = entry;
		add(w, &read);
	}
}

/* Calls with each element of the list at field of the pod's spec. */
static void
each(struct cr_refs_work *w, cr_key field, void (*with)(struct cr_refs_work *w, const struct cr_node *element))
{
	const struct cr_node *list = cr_map_get(w->pod->spec, field);
	cr_trail_key(w, field);
	for (uint32_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		cr_trail_index(w, i);
		with(w, list->items[i]);
		w->trail.count--;
	}
	w->trail.count--;
}

/* The same with each place of the paths. */
static void
each_place(struct cr_refs_work *w, struct cr_path_list paths, void (*with)(struct cr_refs_work *w, const struct cr_node *element))
{
	for (size_t i = 0; i < paths.count; i++) {
		struct cr_places p;
		cr_places_begin(&p, w->pod->spec, paths.items[i]);
		for (const struct cr_node *n = cr_places_next(&p); n != NULL; n = cr_places_next(&p)) {
			memcpy(w->trail.steps, p.steps, p.path.count * sizeof *p.steps);
			w->trail.count = p.path.count;
			with(w, n);
		}
	}
	w->trail.count = 0;
}

void
cr_pod_read(struct cr_refs_work *w, struct cr_pod *pod, struct cr_path_list containers, struct cr_path_list volumes)
{
	w->pod = pod;
	w->trail.count = 0;
	w->reads.count = 0;
	cr_map_clear(&w->mounts);
	each(w, CR_KEY_initContainers, read_container);
	each(w, CR_KEY_containers, read_container);
	each(w, CR_KEY_ephemeralContainers, read_container);
	each_place(w, containers, read_container);
	each(w, CR_KEY_volumes, read_volume);
	each_place(w, volumes, read_volume);
	each(w, CR_KEY_imagePullSecrets, read_image_pull);
	pod->reads = cr_new_n(w->c, struct cr_read, w->reads.count);
	pod->read_count = w->reads.count;
	for (size_t i = 0; i < pod->read_count; i++) {
		pod->reads[i] = w->reads.items[i];
		pod->reads[i].pod = pod;
		cr_read_list(w, &pod->reads[i]);
	}
	w->pod = NULL;
}
