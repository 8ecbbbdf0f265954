/* A map's pairs in the order in which they are printed. */
#ifndef CR_YAML_KEYORDER_H
#define CR_YAML_KEYORDER_H

#include "yaml/emit.h"

enum cr_order { CR_ORDER_YAML, CR_ORDER_BYTES };

/* map->count addresses in scratch memory. The same for the same keys, whatever their order in the map. */
const struct cr_pair **cr_sorted_pairs(struct cr_ctx *c, const struct cr_node *map, enum cr_order order);

#endif
