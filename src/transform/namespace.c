/* namespace: every object that is not known to be cluster-scoped moves into it, and so do the fields that name a namespace and whose
 * meaning is known: the name of a Namespace, a service of an APIService or of a webhook, the subject "default" of a role binding.
 * Counterpart: api/internal/builtins/NamespaceTransformer.go, api/filters/namespace. */
#include "transform/apply.h"
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
write_namespace(struct cr_ctx *c, const struct cr_namespace_rule *rule, struct cr_node *value)
{
	if (rule->unset_only && value->kind == CR_SCALAR && !cr_node_is_null(value) && value->count > 0) {
		return true;
	}
	return cr_set_scalar(c, value, rule->ns.s, CR_TAG_STR, rule->ns.mark);
}

static bool
set_namespace(struct cr_ctx *c, void *user, struct cr_node **value)
{
	return write_namespace(c, user, *value);
}

static bool
set_subject(struct cr_ctx *c, struct cr_node *subject, const struct cr_namespace_rule *rule)
{
	struct cr_node *old = cr_map_edit(c, subject, CR_KEY_namespace);
	if (old) {
		return write_namespace(c, rule, old);
	}
	struct cr_node *made = cr_node_scalar(c, CR_STR(""), CR_TAG_NULL, rule->ns.mark);
	cr_map_set(c, subject, CR_KEY_namespace, made, rule->ns.mark);
	return write_namespace(c, rule, made);
}

/* Does subject move: an account called "default", or any account of a service? False after cr_fail in *ok. */
static bool
is_meant(struct cr_ctx *c, const struct cr_node *subject, enum cr_subjects which, bool *ok)
{
	bool accounts = which == CR_SUBJECTS_ACCOUNTS;
	if (cr_node_is_null(subject)) {
		return false;
	}
	if (!cr_is(subject, CR_MAP)) {
		*ok = cr_fail(c, subject->mark, CR_E_TRANSFORM, "a subject must be a map");
		return false;
	}
	const struct cr_node *by = cr_map_get(subject, accounts ? CR_KEY_kind : CR_KEY_name);
	if (by && by->kind != CR_SCALAR) {
		*ok = cr_fail(c, by->mark, CR_E_TRANSFORM, "a subject's \"%s\" must be a single value", accounts ? "kind" : "name");
		return false;
	}
	return by && cr_str_eq(cr_text(by), accounts ? CR_STR("ServiceAccount") : CR_STR("default"));
}

static bool
set_subjects(struct cr_ctx *c, struct cr_resource *r, const struct cr_namespace_rule *rule)
{
	const struct cr_node *subjects = cr_map_get(r->root, CR_KEY_subjects);
	if (rule->subjects == CR_SUBJECTS_NONE || cr_node_is_null(subjects)) {
		return true;
	}
	if (subjects->kind != CR_LIST) {
		return cr_fail(c, subjects->mark, CR_E_TRANSFORM, "\"subjects\" must be a list");
	}
	for (size_t i = 0; i < subjects->count; i++) {
		bool ok = true;
		if (is_meant(c, subjects->items[i], rule->subjects, &ok)) {
			struct cr_node *list = cr_map_edit(c, cr_resource_edit(c, r), CR_KEY_subjects);
			ok = set_subject(c, cr_list_edit(c, list, i), rule);
			subjects = list;
		}
		if (!ok) {
			return false;
		}
	}
	return true;
}

/* A null that is written out counts as set where only what is unset is, and stays a null. */
static bool
stays_null(const struct cr_namespace_rule *rule, const struct cr_resource *r)
{
	const struct cr_node *old = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_namespace);
	return rule->unset_only && old != NULL && cr_node_is_null(old) && old->count > 0;
}

bool
cr_namespace_move(struct cr_ctx *c, const struct cr_namespace_rule *rule, const struct cr_fieldspecs *specs, struct cr_resource *r)
{
	struct cr_namespace_rule own = *rule;
	const struct cr_visit visit = { .set = set_namespace, .user = &own, .create_kind = CR_SCALAR };
	struct cr_gvk g = r->id.gvk;
	if (!cr_gvk_cluster_scoped(c, g) && !stays_null(rule, r) && !cr_set_field(c, r, &own_namespace, &visit)) {
		return false;
	}
	if (is_role_binding(g.kind) && !set_subjects(c, r, rule)) {
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

bool
cr_namespace_apply(struct cr_ctx *c, const struct cr_namespace_rule *rule, const struct cr_fieldspecs *specs, struct cr_resmap *m)
{
	for (size_t i = 0; i < m->count; i++) {
		struct cr_resource *r = m->items[i];
		if (is_made_by_helm(r)) {
			continue;
		}
		cr_resource_push_id(c, r);
		if (!cr_namespace_move(c, rule, specs, r)) {
			return false;
		}
		cr_resmap_renamed(c, m, r);
		if (!check_unique(c, m, r)) {
			return false;
		}
	}
	return true;
}

static bool
namespace_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	const struct cr_namespace_rule rule = { .ns = k->ns };
	return k->ns.s.len == 0 || cr_namespace_apply(c, &rule, config->ns, m);
}

const struct cr_transform cr_transform_namespace = { .name = "namespace", .run = namespace_run };
