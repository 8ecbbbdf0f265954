/* The maps that the output makes, by other questions than cr_refs_find's: what a name may have meant. */
#ifndef CR_CHECK_MAPS_H
#define CR_CHECK_MAPS_H

#include "check/index.h"

struct cr_maps_index {
	struct cr_map by_name; /* kind, name: all namespaces */
	struct cr_map by_ns;   /* kind, namespace */
	bool built;
};

/* "ConfigMap" or "Secret". */
const char *cr_map_word(enum cr_map_kind kind);

/* A map of that name in another namespace, or NULL. */
const struct cr_made_map *cr_maps_elsewhere(struct cr_check *k, struct cr_maps_index *x, enum cr_map_kind kind, cr_key ns, cr_key name);
/* Is a map of that kind made in ns at all? */
bool cr_maps_has_any(struct cr_check *k, struct cr_maps_index *x, enum cr_map_kind kind, cr_key ns);
/* A name of a map in ns that name may be a misspelling of; CR_KEY_EMPTY: none. */
cr_key cr_maps_near(struct cr_check *k, struct cr_maps_index *x, enum cr_map_kind kind, cr_key ns, cr_key name);
/* The same of map's keys. */
cr_key cr_maps_near_key(struct cr_check *k, const struct cr_made_map *map, cr_key key);
#endif
