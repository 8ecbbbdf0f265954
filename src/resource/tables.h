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

/* A kind whose scope is known whatever schema is in force. */
struct cr_known_kind {
	struct cr_gvk gvk;
	bool cluster;
};

extern const struct cr_schema_root cr_schema_roots[];
extern const size_t cr_schema_root_count;
/* All types, sorted by the bytes of their names. */
extern const struct cr_schema_type *const cr_schema_types[];
extern const size_t cr_schema_type_count;
extern const struct cr_known_kind cr_known_kinds[];
extern const size_t cr_known_kind_count;
extern const struct cr_order_lists cr_order_default;

#endif
