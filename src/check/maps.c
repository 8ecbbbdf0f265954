/* Maps of the output by name and by namespace: for what is read and not there. */
#include "check/maps.h"

const char *
cr_map_word(enum cr_map_kind kind)
{
	return kind == CR_MAP_CONFIG ? "ConfigMap" : "Secret";
}

static uint64_t
hash_of(enum cr_map_kind kind, cr_key second)
{
	return cr_hash_mix(cr_hash_mix(0, kind), second);
}

static void
build(struct cr_check *k, struct cr_maps_index *x)
{
	if (x->built) {
		return;
	}
	x->built = true;
	for (size_t i = 0; i < k->refs->map_count; i++) {
		struct cr_made_map *m = k->refs->maps[i];
		cr_map_add(k->c, &x->by_name, hash_of(m->kind, m->name), m);
		cr_map_add(k->c, &x->by_ns, hash_of(m->kind, m->ns), m);
	}
}

const struct cr_made_map *
cr_maps_elsewhere(struct cr_check *k, struct cr_maps_index *x, enum cr_map_kind kind, cr_key ns, cr_key name)
{
	build(k, x);
	struct cr_map_iter it;
	for (const struct cr_made_map *m = cr_map_first(&x->by_name, hash_of(kind, name), &it); m != NULL;
	     m = cr_map_next(&x->by_name, &it)) {
		cr_count_work(k->c, 1);
		if (m->kind == kind && m->name == name && m->ns != ns) {
			return m;
		}
	}
	return NULL;
}

/* The names that a manifest may call it by: that of the output, unless it has a hash, and the earlier ones, which kustomize follows. */
static bool
offer_names(struct cr_near *near, const struct cr_made_map *m)
{
	const struct cr_resource *r = m->maker;
	bool itself = m->path.count == 0 && !m->controlled;
	bool go_on = (itself && r->hashed) || cr_near_offer(near, m->name);
	for (uint32_t i = 0; go_on && itself && i < r->prev_count; i++) {
		go_on = cr_near_offer(near, r->prev[i].name);
	}
	return go_on;
}

bool
cr_maps_has_any(struct cr_check *k, struct cr_maps_index *x, enum cr_map_kind kind, cr_key ns)
{
	build(k, x);
	struct cr_map_iter it;
	return cr_map_first(&x->by_ns, hash_of(kind, ns), &it) != NULL;
}

cr_key
cr_maps_near(struct cr_check *k, struct cr_maps_index *x, enum cr_map_kind kind, cr_key ns, cr_key name)
{
	build(k, x);
	struct cr_near near;
	cr_near_begin(k, &near, name);
	struct cr_map_iter it;
	for (const struct cr_made_map *m = cr_map_first(&x->by_ns, hash_of(kind, ns), &it); m != NULL; m = cr_map_next(&x->by_ns, &it)) {
		if (m->kind == kind && m->ns == ns && !offer_names(&near, m)) {
			break;
		}
	}
	return near.name;
}

cr_key
cr_maps_near_key(struct cr_check *k, const struct cr_made_map *map, cr_key key)
{
	struct cr_near near;
	cr_near_begin(k, &near, key);
	for (size_t i = 0; i < map->key_count && cr_near_offer(&near, map->keys[i].name); i++) {
	}
	return near.name;
}
