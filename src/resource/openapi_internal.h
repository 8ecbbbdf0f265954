/* What openapi.c (a file, read and checked), openapi_refs.c (where references lead) and openapi_types.c (types, made when they are asked
 * for) share. */
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
	struct cr_map types;      /* struct cr_openapi_type by the address of its node */
	struct cr_map resolved;   /* struct resolution by the address of its node */
	struct cr_map redirected; /* struct redirection by the address of the field */
};

static inline uint64_t
cr_openapi_hash(const void *address)
{
	return cr_hash_mix(0, (uint64_t)(uintptr_t)address);
}

/* NULL if there is none. */
static inline const struct cr_node *
cr_openapi_member(struct cr_ctx *c, const struct cr_node *map, struct cr_str name)
{
	cr_key key = cr_key_find(c, name);
	return key == CR_KEY_NONE ? NULL : cr_map_get(map, key);
}

/* What is noted of a kind in m (types or scopes of a file), or NULL. */
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
