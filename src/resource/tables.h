/* The generated tables that only this folder reads (schema_table.c, kind_table.c). All are sorted by id: kind, then group, then
 * version. */
#ifndef CR_RESOURCE_TABLES_H
#define CR_RESOURCE_TABLES_H

#include "resource/order.h"
#include "resource/schema.h"

struct cr_schema_root {
	struct cr_gvk gvk;
	const struct cr_schema_type *type;
};

extern const struct cr_schema_root cr_schema_roots[];
extern const size_t cr_schema_root_count;
extern const struct cr_gvk cr_cluster_kinds[];
extern const size_t cr_cluster_kind_count;
extern const struct cr_order_lists cr_order_default;

#endif
