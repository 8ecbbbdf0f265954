/* What openapi.c (a file, read and checked) and openapi_types.c (its types, made when they are asked for) share. */
#ifndef CR_RESOURCE_OPENAPI_INTERNAL_H
#define CR_RESOURCE_OPENAPI_INTERNAL_H

#include "base/map.h"
#include "resource/openapi.h"

/* What stands in x-kubernetes-group-version-kind of a definition or of a path. */
struct cr_openapi_kind {
	struct cr_gvk gvk;
	const struct cr_node *definition; /* NULL: of a path */
	bool namespaced;                  /* of a path */
};

struct cr_schema_file {
	struct cr_schema_file *next;
	uint32_t file;
	bool ok;
	const struct cr_node *definitions; /* a map, or NULL */
	struct cr_map types, scopes;       /* struct cr_openapi_kind by gvk */
	struct cr_schema *mixes[CR_OPENAPI_MIXES];
};

struct cr_schema {
	const struct cr_schema_file *file;
	enum cr_openapi_mix mix;
	struct cr_map types;      /* struct file_type by the address of its node */
	struct cr_map resolved;   /* struct resolution by the address of its node */
	struct cr_map redirected; /* struct redirection by the address of the field */
};

struct cr_openapi_kind *cr_openapi_kind_find(struct cr_ctx *c, const struct cr_map *m, struct cr_gvk gvk);
/* The schema that a $ref leads to, however many steps away: a node of the file or a built-in type. Both NULL: nowhere. */
struct cr_openapi_target {
	const struct cr_node *node;
	const struct cr_schema_type *type;
	bool unreadable; /* nowhere, since the text is no reference */
	bool cycle;      /* nowhere, since the way leads back to itself */
};
/* node as it stands if it has no $ref. */
struct cr_openapi_target cr_openapi_resolve(struct cr_ctx *c, struct cr_schema *s, const struct cr_node *node);

#endif
