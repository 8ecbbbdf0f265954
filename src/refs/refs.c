/* The readers and makers of all objects of a render, and the index of what is made. */
#include "refs/work.h"
#include "yaml/scalar.h"

static uint64_t
kind_hash(cr_key kind)
{
	return cr_hash_mix(0x726f77, kind);
}

static void
note_row(struct cr_refs_work *w, enum cr_row_table table, const char *group, const char *kind, const void *row)
{
	struct cr_row_use use = { .kind = CR_KEY_NONE, .group = CR_KEY_NONE, .table = table, .row = row };
	if (kind != NULL && (use.kind = cr_key_find(w->c, cr_str_z(kind))) == CR_KEY_NONE) {
		return; /* no object can be of it */
	}
	if (group != NULL && (use.group = cr_key_find(w->c, cr_str_z(group))) == CR_KEY_NONE) {
		return;
	}
	struct cr_row_use *kept = cr_new(w->c, struct cr_row_use);
	*kept = use;
	cr_map_add(w->c, &w->rows, kind_hash(use.kind), kept);
}

static void
note_rows(struct cr_refs_work *w)
{
	for (size_t i = 0; i < cr_pod_row_count; i++) {
		note_row(w, CR_ROW_POD, cr_pod_rows[i].group, cr_pod_rows[i].kind, &cr_pod_rows[i]);
	}
	for (size_t i = 0; i < cr_object_row_count; i++) {
		note_row(w, CR_ROW_OBJECT, cr_object_rows[i].group, cr_object_rows[i].kind, &cr_object_rows[i]);
	}
	for (size_t i = 0; i < cr_maker_row_count; i++) {
		note_row(w, CR_ROW_MAKER, cr_maker_rows[i].group, cr_maker_rows[i].kind, &cr_maker_rows[i]);
	}
	cr_key *notes = cr_new_n(w->c, cr_key, cr_note_row_count);
	for (size_t i = 0; i < cr_note_row_count; i++) {
		notes[i] = cr_key_find(w->c, cr_str_z(cr_note_rows[i].annotation));
	}
	w->notes = notes;
}

cr_key
cr_refs_name(struct cr_refs_work *w, const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) && !cr_node_is_null(n) ? cr_key_intern(w->c, cr_text(n)) : CR_KEY_EMPTY;
}

bool
cr_refs_is_true(const struct cr_node *n)
{
	if (!cr_is(n, CR_SCALAR)) {
		return false;
	}
	struct cr_value v = cr_scalar_value(n);
	return v.type == CR_T_BOOL && v.b;
}

bool
cr_read_begin(struct cr_refs_work *w, struct cr_read *read, const struct cr_node *n, struct cr_node_path base)
{
	read->name = cr_refs_name(w, n);
	if (read->name == CR_KEY_EMPTY) {
		return false;
	}
	cr_refs_see(w, n);
	read->reader = w->r;
	read->ns = w->ns;
	read->at = n;
	read->key = CR_KEY_NONE;
	read->path = cr_node_path_join(w->c, base, w->trail.steps, w->trail.count);
	return true;
}

void
cr_read_list(struct cr_refs_work *w, struct cr_read *read)
{
	struct cr_refs *refs = w->refs;
	if (refs->read_count == refs->read_cap) {
		refs->reads = cr_grow(w->c, refs->reads, &refs->read_cap, refs->read_count + 1, sizeof *refs->reads);
	}
	refs->reads[refs->read_count++] = read;
}

void
cr_read_add(struct cr_refs_work *w, const struct cr_read *read)
{
	struct cr_read *kept = cr_new(w->c, struct cr_read);
	*kept = *read;
	cr_read_list(w, kept);
}

void
cr_map_list(struct cr_refs_work *w, struct cr_made_map map)
{
	struct cr_refs *refs = w->refs;
	struct cr_made_map *kept = cr_new(w->c, struct cr_made_map);
	*kept = map;
	if (refs->map_count == refs->map_cap) {
		refs->maps = cr_grow(w->c, refs->maps, &refs->map_cap, refs->map_count + 1, sizeof *refs->maps);
	}
	refs->maps[refs->map_count++] = kept;
}

static uint64_t
node_hash(const struct cr_node *n)
{
	return cr_hash_mix(0x6e6f6465, (uint64_t)(uintptr_t)n);
}

bool
cr_refs_seen(const struct cr_refs_work *w, const struct cr_node *n)
{
	struct cr_map_iter it;
	for (const void *s = cr_map_first(&w->seen, node_hash(n), &it); s != NULL; s = cr_map_next(&w->seen, &it)) {
		if (s == n) {
			return true;
		}
	}
	return false;
}

void
cr_refs_see(struct cr_refs_work *w, const struct cr_node *n)
{
	if (w->by_shape && n != NULL && !cr_refs_seen(w, n)) {
		cr_map_add(w->c, &w->seen, node_hash(n), (void *)(uintptr_t)n);
	}
}

static void
look_by_rows(struct cr_refs_work *w, cr_key kind)
{
	static void (*const look[])(struct cr_refs_work * w, struct cr_row_use * use) = {
		[CR_ROW_POD] = cr_pods_by_row,
		[CR_ROW_OBJECT] = cr_objects_by_row,
		[CR_ROW_MAKER] = cr_maps_by_row,
	};
	struct cr_map_iter it;
	for (struct cr_row_use *use = cr_map_first(&w->rows, kind_hash(kind), &it); use != NULL; use = cr_map_next(&w->rows, &it)) {
		if (use->kind == kind && (use->group == CR_KEY_NONE || use->group == w->r->id.gvk.group)) {
			look[use->table](w, use);
		}
	}
}

/* ClusterIssuer and the like, of which no table says that they are in no namespace. */
static bool
is_cluster_kind(const struct cr_refs_work *w)
{
	struct cr_str kind = cr_key_str(w->c, w->r->id.gvk.kind);
	size_t length = strlen("Cluster");
	return cr_str_starts(kind, CR_STR("Cluster")) && kind.len > length && kind.ptr[length] >= 'A' && kind.ptr[length] <= 'Z';
}

static void
look_at(struct cr_refs_work *w, struct cr_resource *r)
{
	w->r = r;
	w->by_shape = cr_shape_wanted(w);
	w->ns = cr_resid_effective_ns(w->c, r->id);
	if (w->ns == CR_KEY__non_namespaceable_ || (w->by_shape && is_cluster_kind(w))) {
		w->ns = CR_KEY_NONE;
	}
	cr_map_clear(&w->seen);
	cr_maps_itself(w);
	look_by_rows(w, r->id.gvk.kind);
	if (w->by_shape) {
		look_by_rows(w, CR_KEY_NONE);
		cr_look_by_shape(w);
	}
}

static uint64_t
made_hash(enum cr_map_kind kind, cr_key ns, cr_key name)
{
	return cr_hash_mix(cr_hash_mix(kind, ns), name);
}

/* Is m among those that are under ns in the index? */
static bool
is_under(const struct cr_made_map *m, cr_key ns)
{
	return ns == CR_KEY_EMPTY || (ns == CR_KEY_NONE ? m->any_ns : m->ns == ns);
}

static struct cr_made_map *
find_in(const struct cr_refs *refs, enum cr_map_kind kind, cr_key ns, cr_key name)
{
	struct cr_map_iter it;
	for (struct cr_made_map *m = cr_map_first(&refs->by_name, made_hash(kind, ns, name), &it); m != NULL;
	     m = cr_map_next(&refs->by_name, &it)) {
		if (m->kind == kind && m->name == name && is_under(m, ns)) {
			return m;
		}
	}
	return NULL;
}

/* Under its namespace; under CR_KEY_NONE if it is in others too; under CR_KEY_EMPTY the first of each name. */
static void
index_map(struct cr_refs_work *w, struct cr_made_map *m)
{
	struct cr_map *by_name = &w->refs->by_name;
	if (m->ns != CR_KEY_NONE && find_in(w->refs, m->kind, m->ns, m->name) == NULL) {
		cr_map_add(w->c, by_name, made_hash(m->kind, m->ns, m->name), m);
	}
	if (m->any_ns && find_in(w->refs, m->kind, CR_KEY_NONE, m->name) == NULL) {
		cr_map_add(w->c, by_name, made_hash(m->kind, CR_KEY_NONE, m->name), m);
	}
	if (find_in(w->refs, m->kind, CR_KEY_EMPTY, m->name) == NULL) {
		cr_map_add(w->c, by_name, made_hash(m->kind, CR_KEY_EMPTY, m->name), m);
	}
}

static bool
is_itself(const struct cr_made_map *m)
{
	return m->maker->id.gvk.group == CR_KEY_EMPTY && m->path.count == 0 &&
	       m->maker->id.gvk.kind == (m->kind == CR_MAP_CONFIG ? CR_KEY_ConfigMap : CR_KEY_Secret);
}

/* The objects themselves first, so that a question finds those. */
static void
index_maps(struct cr_refs_work *w)
{
	struct cr_refs *refs = w->refs;
	cr_map_reserve(w->c, &refs->by_name, 2 * refs->map_count);
	for (int others = 0; others < 2; others++) {
		for (size_t i = 0; i < refs->map_count; i++) {
			if (is_itself(refs->maps[i]) == (others == 0)) {
				index_map(w, refs->maps[i]);
			}
		}
	}
}

/* A controller writes into the map of that name: there may be any key. */
static void
mark_filled(struct cr_refs_work *w, const struct cr_made_map *filler, bool any_map)
{
	struct cr_made_map *m = find_in(w->refs, filler->kind, filler->ns, filler->name);
	if (m != NULL && m->maker != filler->maker && (any_map || is_itself(m))) {
		m->keys_known = false;
		m->controlled = true;
	}
}

/* An object of the output that a controller makes, too, is one that it writes into. */
static void
mark_all_filled(struct cr_refs_work *w)
{
	for (size_t i = 0; i < w->fillers.count; i++) {
		mark_filled(w, w->fillers.items[i], true);
	}
	for (size_t i = 0; i < w->refs->map_count; i++) {
		if (!is_itself(w->refs->maps[i]) && w->refs->maps[i]->ns != CR_KEY_NONE) {
			mark_filled(w, w->refs->maps[i], false);
		}
	}
}

void
cr_refs_build(struct cr_ctx *c, struct cr_resmap *m, struct cr_refs *out)
{
	static const char drivers[] =
		"csi.nodePublishSecretRef.name cephfs.secretRef.name rbd.secretRef.name iscsi.secretRef.name cinder.secretRef.name "
		"flexVolume.secretRef.name scaleIO.secretRef.name storageos.secretRef.name azureFile.secretName";
	*out = (struct cr_refs){ .resources = m };
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct cr_refs_work *w = cr_scratch_zero(c, 1, sizeof *w);
	w->c = c;
	w->refs = out;
	w->rows.in_scratch = true;
	w->mounts.in_scratch = true;
	w->seen.in_scratch = true;
	w->drivers = cr_paths_parse(c, drivers);
	note_rows(w);
	for (size_t i = 0; i < m->count; i++) {
		look_at(w, m->items[i]);
	}
	index_maps(w);
	mark_all_filled(w);
	cr_arena_rewind(c->scratch, mark);
}

const struct cr_made_map *
cr_refs_find(struct cr_ctx *c, const struct cr_refs *refs, enum cr_map_kind kind, cr_key ns, cr_key name)
{
	(void)c;
	if (ns == CR_KEY_NONE) {
		return find_in(refs, kind, CR_KEY_EMPTY, name);
	}
	const struct cr_made_map *m = find_in(refs, kind, ns, name);
	return m != NULL ? m : find_in(refs, kind, CR_KEY_NONE, name);
}

const struct cr_made_key *
cr_made_map_key(const struct cr_ctx *c, const struct cr_made_map *map, cr_key name)
{
	struct cr_str wanted = cr_key_str(c, name);
	size_t low = 0, high = map->key_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = cr_str_cmp(cr_key_str(c, map->keys[middle].name), wanted);
		if (order == 0) {
			return &map->keys[middle];
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}
