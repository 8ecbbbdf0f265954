/* namespace: every object that is not known to be cluster-scoped moves into it, and so do the fields that name a namespace and whose
 * meaning is known: the name of a Namespace, a service of an APIService or of a webhook, the subject "default" of a role binding.
 * Counterpart: api/internal/builtins/NamespaceTransformer.go, api/filters/namespace. */
#include "transform/set.h"
#include "transform/transform.h"

static const struct cr_step own_path[] = { { .key = CR_KEY_metadata }, { .key = CR_KEY_namespace } };
static const struct cr_fieldspec own_namespace = { .path = own_path, .path_len = 2, .create = true };

static bool
is_role_binding(cr_key kind)
{
	return kind == CR_KEY_RoleBinding || kind == CR_KEY_ClusterRoleBinding;
}

/* Rows that the rules in this file stand for. */
static bool
is_replaced(const struct cr_fieldspec *spec, struct cr_gvk g)
{
	if (cr_fieldspec_is_pair(spec, CR_KEY_metadata, CR_KEY_namespace)) {
		return true;
	}
	if (cr_fieldspec_is_pair(spec, CR_KEY_metadata, CR_KEY_name)) {
		return g.group != CR_KEY_EMPTY || g.version != CR_KEY_v1;
	}
	return is_role_binding(g.kind) && is_role_binding(spec->gvk.kind) && cr_fieldspec_is_pair(spec, CR_KEY_subjects, CR_KEY_namespace);
}

static bool
set_namespace(struct cr_ctx *c, void *user, struct cr_node **value)
{
	const struct cr_text *ns = user;
	return cr_set_scalar(c, *value, ns->s, CR_TAG_STR, ns->mark);
}

static bool
set_subject(struct cr_ctx *c, struct cr_node *subject, const struct cr_text *ns)
{
	struct cr_node *old = cr_map_edit(c, subject, CR_KEY_namespace);
	if (old) {
		return set_namespace(c, (void *)ns, &old);
	}
	cr_map_set(c, subject, CR_KEY_namespace, cr_node_str(c, ns->s, ns->mark), ns->mark);
	return true;
}

/* Is subject an account called "default"? False after cr_fail in *ok. */
static bool
is_default_subject(struct cr_ctx *c, const struct cr_node *subject, bool *ok)
{
	if (cr_node_is_null(subject)) {
		return false;
	}
	if (!cr_is(subject, CR_MAP)) {
		*ok = cr_fail(c, subject->mark, CR_E_TRANSFORM, "a subject must be a map");
		return false;
	}
	const struct cr_node *name = cr_map_get(subject, CR_KEY_name);
	if (name && name->kind != CR_SCALAR) {
		*ok = cr_fail(c, name->mark, CR_E_TRANSFORM, "a subject's \"name\" must be a single value");
		return false;
	}
	return name && cr_str_eq(cr_text(name), CR_STR("default"));
}

static bool
set_subjects(struct cr_ctx *c, struct cr_resource *r, const struct cr_text *ns)
{
	const struct cr_node *subjects = cr_map_get(r->root, CR_KEY_subjects);
	if (cr_node_is_null(subjects)) {
		return true;
	}
	if (subjects->kind != CR_LIST) {
		return cr_fail(c, subjects->mark, CR_E_TRANSFORM, "\"subjects\" must be a list");
	}
	for (size_t i = 0; i < subjects->count; i++) {
		bool ok = true;
		if (is_default_subject(c, subjects->items[i], &ok)) {
			struct cr_node *list = cr_map_edit(c, cr_resource_edit(c, r), CR_KEY_subjects);
			ok = set_subject(c, cr_list_edit(c, list, i), ns);
			subjects = list;
		}
		if (!ok) {
			return false;
		}
	}
	return true;
}

static bool
move_resource(struct cr_ctx *c, struct cr_resource *r, const struct cr_text *ns, const struct cr_fieldspecs *specs)
{
	const struct cr_visit visit = { .set = set_namespace, .user = (void *)ns, .create_kind = CR_SCALAR };
	struct cr_gvk g = r->id.gvk;
	if (!cr_gvk_cluster_scoped(g) && !cr_set_field(c, r, &own_namespace, &visit)) {
		return false;
	}
	if (is_role_binding(g.kind) && !set_subjects(c, r, ns)) {
		return false;
	}
	for (size_t i = 0; i < specs->count; i++) {
		if (!is_replaced(&specs->items[i], g) && !cr_set_field(c, r, &specs->items[i], &visit)) {
			return false;
		}
	}
	return true;
}

/* Whatever became equal is found when the later of the two is looked at, if not before. */
static bool
check_unique(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resource *r)
{
	const struct cr_resource *other = cr_resmap_current(c, m, r->id);
	if (other == NULL || other == r) {
		return true;
	}
	cr_fail(c, r->mark, CR_E_DUPLICATE_ID, "namespace transformation produces ID conflict: %S", cr_resid_short(c, r->id));
	cr_second(c, other->mark, "also defined here");
	return false;
}

/* Helm has put the namespaces where it wants them. */
static bool
is_made_by_helm(const struct cr_resource *r)
{
	const struct cr_node *annotations = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	return cr_str_eq(cr_map_text(annotations, CR_KEY_internal_config_kubernetes_io_helm_generated), CR_STR("true"));
}

static bool
namespace_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	if (k->ns.s.len == 0) {
		return true;
	}
	for (size_t i = 0; i < m->count; i++) {
		struct cr_resource *r = m->items[i];
		if (is_made_by_helm(r)) {
			continue;
		}
		cr_resource_push_id(c, r);
		if (!move_resource(c, r, &k->ns, config->ns)) {
			return false;
		}
		cr_resmap_renamed(c, m, r);
		if (!check_unique(c, m, r)) {
			return false;
		}
	}
	return true;
}

const struct cr_transform cr_transform_namespace = { .name = "namespace", .run = namespace_run };
