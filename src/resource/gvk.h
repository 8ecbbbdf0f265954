/* Group, version, kind, and the ids made of them. All parts are interned; CR_KEY_EMPTY is an absent part. */
#ifndef CR_RESOURCE_GVK_H
#define CR_RESOURCE_GVK_H

#include "yaml/node.h"

struct cr_gvk {
	cr_key group, version, kind;
};

struct cr_resid {
	struct cr_gvk gvk;
	cr_key name, ns;
};

/* From "apps/v1" or "v1" (a text with more than one slash: all before the first is the group, as the reference splits it). */
struct cr_gvk cr_gvk_parse(struct cr_ctx *c, struct cr_str api_version, cr_key kind);
static inline bool
cr_gvk_eq(struct cr_gvk a, struct cr_gvk b)
{
	return a.group == b.group && a.version == b.version && a.kind == b.kind;
}
/* Each non-empty part of sel equals that of g. */
static inline bool
cr_gvk_selects(struct cr_gvk sel, struct cr_gvk g)
{
	return (sel.group == CR_KEY_EMPTY || sel.group == g.group) && (sel.version == CR_KEY_EMPTY || sel.version == g.version) &&
	       (sel.kind == CR_KEY_EMPTY || sel.kind == g.kind);
}

/* Order by kind, then group, then version id: that of the generated tables. <0, 0, >0. */
int cr_gvk_order(struct cr_gvk a, struct cr_gvk b);
/* Known to be cluster-scoped, by the table of kinds or by the schema in force; kinds that neither knows count as namespaced. */
bool cr_gvk_cluster_scoped(struct cr_ctx *c, struct cr_gvk g);
/* "default" for an empty namespace; CR_KEY__non_namespaceable_ for a cluster-scoped kind. */
cr_key cr_resid_effective_ns(struct cr_ctx *c, struct cr_resid id);
/* Same gvk, name and effective namespace: the reference's ResId.Equals. */
bool cr_resid_eq(struct cr_ctx *c, struct cr_resid a, struct cr_resid b);
/* "Deployment.v1.apps/web.ns" as the reference writes an id, with [noKind] [noVer] [noGrp] [noName] [noNs]. For messages. */
struct cr_str cr_resid_str(struct cr_ctx *c, struct cr_resid id);
/* "Deployment/web" or "Deployment/web in namespace ns": how our messages name an object. */
struct cr_str cr_resid_short(struct cr_ctx *c, struct cr_resid id);

#endif
