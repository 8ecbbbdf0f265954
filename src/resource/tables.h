/* The generated tables that only this folder reads (schema_table.c, kind_table.c). All are sorted by id: kind, then group, then
 * version. */
#ifndef CR_RESOURCE_TABLES_H
#define CR_RESOURCE_TABLES_H

#include "resource/order.h"
#include "resource/schema.h"

struct cr_schema_root {
	struct cr_gvk gvk;
	uint16_t type; /* index in cr_schema_types */
};

/* A kind whose scope is known whatever schema is in force. */
struct cr_known_kind {
	struct cr_gvk gvk;
	bool cluster;
};

extern const struct cr_schema_root cr_schema_roots[];
extern const size_t cr_schema_root_count;
/* All types, sorted by the bytes of their names. Few pointers: each one is work for the loader at every start. */
extern const struct cr_schema_type cr_schema_types[];
extern const size_t cr_schema_type_count;
extern const char cr_schema_names[]; /* one after the other, each with its NUL; the first is empty */

static inline struct cr_str
cr_schema_name(const struct cr_schema_type *built_in)
{
	return cr_str_z(&cr_schema_names[built_in->name]);
}

/* Rows of the kind with the id CR_KNOWN_KIND_FIRST + k: from cr_known_kind_at[k] to before cr_known_kind_at[k + 1]. */
extern const struct cr_known_kind cr_known_kinds[];
extern const cr_key cr_known_kind_first;
extern const size_t cr_known_kind_span;
extern const uint8_t cr_known_kind_at[];
extern const struct cr_order_lists cr_order_default;

#endif
