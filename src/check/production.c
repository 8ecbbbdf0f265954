/* Configuration of production that can change under running pods: neither its name nor the API server keeps it as it is. */
#include "check/environments.h"
#include "check/look.h"
#include "check/passes.h"

static bool
is_immutable(const struct cr_resource *r)
{
	const struct cr_node *immutable = cr_map_get(r->root, CR_KEY_immutable);
	return cr_is(immutable, CR_SCALAR) && cr_str_eq(cr_text(immutable), CR_STR("true"));
}

static uint64_t
hash_of(const struct cr_made_map *map)
{
	return (uint64_t)(uintptr_t)map;
}

/* False: it was there. */
static bool
add_once(struct cr_check *k, struct cr_map *seen, const struct cr_made_map *map)
{
	struct cr_map_iter it;
	for (void *m = cr_map_first(seen, hash_of(map), &it); m != NULL; m = cr_map_next(seen, &it)) {
		if (m == map) {
			return false;
		}
	}
	cr_map_add(k->c, seen, hash_of(map), (void *)(uintptr_t)map);
	return true;
}

void
cr_check_production(struct cr_check *k)
{
	struct cr_map seen = { 0 };
	for (size_t i = 0; k->production && i < k->refs->read_count; i++) {
		const struct cr_read *read = k->refs->reads[i];
		const struct cr_made_map *map = read->pod == NULL ? NULL : cr_refs_find(k->c, k->refs, read->kind, read->ns, read->name);
		if (map == NULL || map->controlled || map->maker->hashed || is_immutable(map->maker) || !add_once(k, &seen, map)) {
			continue;
		}
		cr_find(k, CR_RULE_ENV_PRODUCTION, map->maker, CR_NO_MARK, "%s \"%S\" has no hash in its name and is not immutable",
			cr_map_word(map->kind), cr_key_str(k->c, map->name));
		cr_find_second(k, read->at->mark, "%S reads it here", cr_object_name(k, read->reader));
	}
}
