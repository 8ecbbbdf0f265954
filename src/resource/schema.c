/* Questions to the built-in schema: a binary search in schema_table.c.
 * Counterpart: kyaml/openapi, which parses the whole document at start-up. */
#include "resource/schema.h"

#include "resource/tables.h"

const struct cr_schema_type *
cr_schema_of(struct cr_gvk gvk)
{
	size_t low = 0;
	size_t high = cr_schema_root_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = cr_gvk_order(cr_schema_roots[middle].gvk, gvk);
		if (order == 0) {
			return cr_schema_roots[middle].type;
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}

const struct cr_schema_field *
cr_schema_field(const struct cr_schema_type *t, cr_key field)
{
	for (uint32_t i = 0; t != NULL && i < t->count && t->fields[i].field <= field; i++) {
		if (t->fields[i].field == field) {
			return &t->fields[i];
		}
	}
	return NULL;
}
