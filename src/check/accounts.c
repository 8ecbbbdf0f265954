/* ServiceAccounts that pods run as, and that bindings give roles to. */
#include "check/elsewhere.h"
#include "check/index.h"
#include "check/passes.h"

struct mention {
	const struct cr_resource *by;
	const struct cr_node *at; /* the name */
	cr_key ns, name;
	bool in_own; /* ns is the namespace of by */
};

/* Is it only that one of the two has no namespace yet? That of a binding's subject is always written. */
static bool
may_meet(const struct mention *m, const struct cr_resource *other)
{
	return other->id.ns == CR_KEY_EMPTY || (m->in_own && m->by->id.ns == CR_KEY_EMPTY);
}

static void
find_elsewhere(struct cr_check *k, const struct mention *m, const struct cr_resource *other, const char *does)
{
	struct cr_ctx *c = k->c;
	struct cr_str by = cr_resid_short(c, m->by->id), name = cr_key_str(c, m->name);
	if (!may_meet(m, other)) {
		cr_find(k, CR_RULE_WRONG_NAMESPACE, m->by, m->at->mark,
			"%S %s ServiceAccount \"%S\" of namespace \"%S\", which is in namespace \"%S\"", by, does, name,
			cr_key_str(c, m->ns), cr_key_str(c, cr_object_ns(k, other)));
	} else if (other->id.ns == CR_KEY_EMPTY) {
		cr_find(k, CR_RULE_OPEN_NAMESPACE, m->by, m->at->mark,
			"%S %s ServiceAccount \"%S\" of namespace \"%S\", which has no namespace", by, does, name, cr_key_str(c, m->ns));
	} else {
		cr_find(k, CR_RULE_OPEN_NAMESPACE, m->by, m->at->mark,
			"%S has no namespace, and %s ServiceAccount \"%S\", which is in namespace \"%S\"", by, does, name,
			cr_key_str(c, other->id.ns));
	}
	cr_find_second(k, other->mark, "the ServiceAccount is here");
}

static void
find_missing(struct cr_check *k, const struct mention *m, const char *does)
{
	struct cr_ctx *c = k->c;
	cr_find(k, CR_RULE_MISSING_SERVICE_ACCOUNT, m->by, m->at->mark, "%S %s ServiceAccount \"%S\", which is not in the output",
		cr_resid_short(c, m->by->id), does, cr_key_str(c, m->name));
	const struct cr_resource *renamed = cr_object_renamed(k, CR_KEY_ServiceAccount, m->ns, m->name);
	cr_key near = renamed != NULL ? CR_KEY_EMPTY : cr_object_near(k, CR_KEY_ServiceAccount, m->ns, m->name);
	if (renamed != NULL) {
		cr_find_fix(k, "the output calls it \"%S\", and kustomize does not change names in this field: write that name here",
			    cr_key_str(c, renamed->id.name));
	} else if (near != CR_KEY_EMPTY) {
		cr_find_fix(k, "did you mean \"%S\"?", cr_key_str(c, near));
	}
}

static bool
is_there(struct cr_check *k, const struct mention *m)
{
	return m->name == CR_KEY_default || m->name == CR_KEY_EMPTY || cr_check_is_external(k, m->ns, m->name) ||
	       cr_check_is_template(k, m->name) || cr_object_find(k, CR_KEY_ServiceAccount, m->ns, m->name) != NULL;
}

static void
check_pod(struct cr_check *k, const struct cr_pod *pod)
{
	const struct cr_node *at = cr_map_get(pod->spec, CR_KEY_serviceAccountName);
	if (at == NULL) {
		at = cr_map_get(pod->spec, CR_KEY_serviceAccount);
	}
	if (!cr_is(at, CR_SCALAR) || cr_scalar_is_null(at)) {
		return;
	}
	struct mention m = {
		.by = pod->owner,
		.at = at,
		.ns = cr_object_ns(k, pod->owner),
		.name = cr_key_intern(k->c, cr_text(at)),
		.in_own = true,
	};
	if (is_there(k, &m)) {
		return;
	}
	const struct cr_resource *other = cr_object_elsewhere(k, CR_KEY_ServiceAccount, m.ns, m.name);
	if (other != NULL) {
		find_elsewhere(k, &m, other, "runs as");
	} else {
		find_missing(k, &m, "runs as");
	}
}

/* Of accounts that a binding names only those count whose namespace the output fills: others may be anybody's. */
static void
check_subject(struct cr_check *k, const struct cr_resource *binding, const struct cr_node *subject)
{
	const struct cr_node *at = cr_map_get(subject, CR_KEY_name);
	struct cr_str ns = cr_map_text(subject, CR_KEY_namespace);
	if (!cr_is(at, CR_SCALAR) || !cr_str_eq(cr_map_text(subject, CR_KEY_kind), CR_STR("ServiceAccount")) || ns.len == 0) {
		return;
	}
	struct mention m = { .by = binding, .at = at, .ns = cr_key_intern(k->c, ns), .name = cr_key_intern(k->c, cr_text(at)) };
	if (is_there(k, &m)) {
		return;
	}
	const struct cr_resource *other = cr_object_elsewhere(k, CR_KEY_ServiceAccount, m.ns, m.name);
	if (other != NULL) {
		find_elsewhere(k, &m, other, "gives a role to");
	} else if (cr_object_has_any(k, CR_KEY_ServiceAccount, m.ns)) {
		find_missing(k, &m, "gives a role to");
	}
}

void
cr_check_accounts(struct cr_check *k)
{
	for (size_t i = 0; i < k->refs->pod_count; i++) {
		check_pod(k, k->refs->pods[i]);
	}
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		if (r->id.gvk.kind != CR_KEY_RoleBinding && r->id.gvk.kind != CR_KEY_ClusterRoleBinding) {
			continue;
		}
		const struct cr_node *subjects = cr_map_get(r->root, CR_KEY_subjects);
		for (size_t j = 0; cr_is(subjects, CR_LIST) && j < subjects->count; j++) {
			check_subject(k, r, subjects->items[j]);
		}
	}
}
