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

/* The order in which the reference keeps field specs: kinds by rank, then by text. <0, 0 (equal), >0. */
int cr_order_gvk(const struct cr_ctx *c, struct cr_gvk a, struct cr_gvk b);

#endif
