/* A schema file: the OpenAPI document that a kustomization names in openapi.path. Its definitions stand in the place of the built-in ones.
 * Counterpart: SetSchema, initSchema and AddDefinitions in kyaml/openapi.
 *
 * The reference keeps one schema for the process, reads the built-in one only when it is asked for, and never forgets a definition. So a
 * file that is met after questions were asked does not replace the built-in schema but is mixed with it: see enum cr_openapi_mix.
 * (Difference: of built-in definitions the tables know those only below which a list merges.) */
#ifndef CR_RESOURCE_OPENAPI_H
#define CR_RESOURCE_OPENAPI_H

#include "resource/schema.h"
#include "yaml/read.h"

enum cr_openapi_mix {
	CR_OPENAPI_ALONE, /* nothing was asked before: the file is all there is */
	CR_OPENAPI_UNDER, /* only the scope of an unknown kind was asked: the built-in schema is put over the file */
	CR_OPENAPI_OVER,  /* a type was asked: the file is put over the built-in schema */
	CR_OPENAPI_MIXES
};

/* The schema of a file as it counts after what was asked so far. Each file is read once. NULL after cr_fail. */
struct cr_schema *cr_openapi_load(struct cr_ctx *c, const struct cr_source *src);

/* The rest is for schema.c. */

const struct cr_schema_type *cr_schema_built_in(struct cr_gvk gvk);
const struct cr_schema_type *cr_openapi_of(struct cr_ctx *c, struct cr_schema *s, struct cr_gvk gvk);
/* t is a type of a file. */
const struct cr_schema_field *cr_openapi_field(struct cr_ctx *c, const struct cr_schema_type *t, cr_key field);
/* f of a built-in type: its own type may be defined anew by the file. */
const struct cr_schema_field *cr_openapi_redirect(struct cr_ctx *c, struct cr_schema *s, const struct cr_schema_field *f);
bool cr_openapi_says_cluster(struct cr_ctx *c, const struct cr_schema *s, struct cr_gvk gvk);

#endif
