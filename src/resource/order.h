/* The order of the output (kustomize-order.tsv). */
#ifndef CR_RESOURCE_ORDER_H
#define CR_RESOURCE_ORDER_H

#include "resource/resmap.h"

struct cr_order_lists {
	const cr_key *first, *last; /* kinds; NULL: the built-in lists */
	size_t first_count, last_count;
};

/* Sorts m->items in the legacy order. lists NULL: the built-in ones. Stable. */
void cr_order_legacy(struct cr_ctx *c, struct cr_resmap *m, const struct cr_order_lists *lists);

#endif
