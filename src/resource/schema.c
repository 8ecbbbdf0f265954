/* Questions to the schema in force. The built-in one is a binary search in schema_table.c; a file's answers come from openapi_types.c.
 * Counterpart: kyaml/openapi, which parses the whole document at start-up. */
#include "resource/schema.h"

#include "resource/openapi.h"
#include "resource/tables.h"

/* The order of questions decides how a schema file that comes later counts. */
static void
note(struct cr_ctx *c, enum cr_schema_asked asked)
{
	if (!c->schema.set && c->schema.asked < asked) {
		c->schema.asked = (uint8_t)asked;
	}
}

const struct cr_schema_type *
cr_schema_built_in(struct cr_gvk gvk)
{
	size_t low = 0;
	size_t high = cr_schema_root_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = cr_gvk_order(cr_schema_roots[middle].gvk, gvk);
		if (order == 0) {
			return &cr_schema_types[cr_schema_roots[middle].type];
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}

const struct cr_schema_type *
cr_schema_of(struct cr_ctx *c, struct cr_gvk gvk)
{
	note(c, CR_SCHEMA_ASKED_TYPE);
	return c->schema.file == NULL ? cr_schema_built_in(gvk) : cr_openapi_of(c, c->schema.file, gvk);
}

static const struct cr_schema_field *
find_field(const struct cr_schema_type *t, cr_key field)
{
	for (uint32_t i = 0; i < t->count && t->fields[i].field <= field; i++) {
		if (t->fields[i].field == field) {
			return &t->fields[i];
		}
	}
	return NULL;
}

static const struct cr_schema_field *
field_of_file(struct cr_ctx *c, const struct cr_schema_type *t, cr_key field)
{
	if (t->of_file != NULL) {
		return cr_openapi_field(c, t, field);
	}
	const struct cr_schema_field *f = find_field(t, field);
	return f == NULL ? NULL : cr_openapi_redirect(c, c->schema.file, f);
}

const struct cr_schema_field *
cr_schema_field(struct cr_ctx *c, const struct cr_schema_type *t, cr_key field)
{
	if (t == NULL) {
		return NULL;
	}
	return t->of_file != NULL || c->schema.file != NULL ? field_of_file(c, t, field) : find_field(t, field);
}

bool
cr_schema_says_cluster(struct cr_ctx *c, struct cr_gvk gvk)
{
	note(c, CR_SCHEMA_ASKED_SCOPE);
	return c->schema.file != NULL && cr_openapi_says_cluster(c, c->schema.file, gvk);
}
