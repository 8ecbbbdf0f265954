/* What the schema in force says about lists: which merge, and by which keys. It is the built-in one (Kubernetes 1.21.2: schema_table.c,
 * generated), or a file that a kustomization named in "openapi" (openapi.h). */
#ifndef CR_RESOURCE_SCHEMA_H
#define CR_RESOURCE_SCHEMA_H

#include "resource/gvk.h"

struct cr_schema_field {
	cr_key field;
	const struct cr_schema_type *type; /* of the field, or of a list's or map's elements; NULL: nothing below merges */
	const cr_key *merge_keys;          /* of a list that merges */
	uint8_t merge_key_count;           /* 0 with merges: a list of plain values, merged as a set */
	bool merges;
	bool is_list;
	bool is_map; /* any key leads to type */
};

struct cr_schema_type {
	const struct cr_schema_field *fields; /* sorted by key id */
	uint32_t count;
	uint16_t name;                   /* of a built-in definition: where it stands in cr_schema_names */
	struct cr_openapi_type *of_file; /* NULL: built in. Else only openapi_types.c looks into it */
};

/* The type of an object; NULL if the schema does not know it (then every list is replaced). */
const struct cr_schema_type *cr_schema_of(struct cr_ctx *c, struct cr_gvk gvk);
/* t NULL: nothing is found. */
const struct cr_schema_field *cr_schema_field(struct cr_ctx *c, const struct cr_schema_type *t, cr_key field);
/* What the schema in force, other than the table of known kinds, says of a kind. */
bool cr_schema_says_cluster(struct cr_ctx *c, struct cr_gvk gvk);

#endif
