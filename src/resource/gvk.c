/* Group, version, kind and resource ids: parsing, scope, comparison, and how messages write them.
 * Counterpart: kyaml/resid. */
#include "resource/gvk.h"

#include "resource/openapi.h"
#include "resource/tables.h"

struct cr_gvk
cr_gvk_parse(struct cr_ctx *c, struct cr_str api_version, cr_key kind)
{
	size_t slash = cr_str_find(api_version, '/', 0);
	if (slash == SIZE_MAX) {
		return (struct cr_gvk){ .version = cr_key_intern(c, api_version), .kind = kind };
	}
	return (struct cr_gvk){
		.group = cr_key_intern(c, cr_str_sub(api_version, 0, slash)),
		.version = cr_key_intern(c, cr_str_sub(api_version, slash + 1, api_version.len)),
		.kind = kind,
	};
}

int
cr_gvk_order(struct cr_gvk a, struct cr_gvk b)
{
	if (a.kind != b.kind) {
		return a.kind < b.kind ? -1 : 1;
	}
	if (a.group != b.group) {
		return a.group < b.group ? -1 : 1;
	}
	return a.version == b.version ? 0 : a.version < b.version ? -1 : 1;
}

static const struct cr_known_kind *
find_kind(struct cr_gvk g)
{
	cr_key kind = g.kind - cr_known_kind_first;
	if (g.kind < cr_known_kind_first || kind >= cr_known_kind_span) {
		return NULL;
	}
	for (size_t i = cr_known_kind_at[kind]; i < cr_known_kind_at[kind + 1]; i++) {
		if (cr_gvk_eq(cr_known_kinds[i].gvk, g)) {
			return &cr_known_kinds[i];
		}
	}
	return NULL;
}

bool
cr_gvk_cluster_scoped(struct cr_ctx *c, struct cr_gvk g)
{
	const struct cr_known_kind *known = find_kind(g);
	return known != NULL ? known->cluster : cr_schema_says_cluster(c, g);
}

cr_key
cr_resid_effective_ns(struct cr_ctx *c, struct cr_resid id)
{
	if (cr_gvk_cluster_scoped(c, id.gvk)) {
		return CR_KEY__non_namespaceable_;
	}
	return id.ns == CR_KEY_EMPTY ? CR_KEY_default : id.ns;
}

bool
cr_resid_eq(struct cr_ctx *c, struct cr_resid a, struct cr_resid b)
{
	return a.name == b.name && cr_gvk_eq(a.gvk, b.gvk) && (a.ns == b.ns || cr_resid_effective_ns(c, a) == cr_resid_effective_ns(c, b));
}

static struct cr_str
or_else(const struct cr_ctx *c, cr_key k, struct cr_str none)
{
	return k == CR_KEY_EMPTY ? none : cr_key_str(c, k);
}

struct cr_str
cr_resid_str(struct cr_ctx *c, struct cr_resid id)
{
	struct cr_str kind = or_else(c, id.gvk.kind, CR_STR("[noKind]"));
	struct cr_str version = or_else(c, id.gvk.version, CR_STR("[noVer]"));
	struct cr_str group = or_else(c, id.gvk.group, CR_STR("[noGrp]"));
	struct cr_str name = or_else(c, id.name, CR_STR("[noName]"));
	struct cr_str ns = or_else(c, id.ns, CR_STR("[noNs]"));
	return cr_str_fmt(c, "%.*s.%.*s.%.*s/%.*s.%.*s", CR_PRI(kind), CR_PRI(version), CR_PRI(group), CR_PRI(name), CR_PRI(ns));
}

struct cr_str
cr_resid_short(struct cr_ctx *c, struct cr_resid id)
{
	struct cr_str kind = cr_key_str(c, id.gvk.kind);
	struct cr_str name = cr_key_str(c, id.name);
	if (id.ns == CR_KEY_EMPTY) {
		return cr_str_fmt(c, "%.*s/%.*s", CR_PRI(kind), CR_PRI(name));
	}
	return cr_str_fmt(c, "%.*s/%.*s in namespace %.*s", CR_PRI(kind), CR_PRI(name), CR_PRI(cr_key_str(c, id.ns)));
}
