/* Roles that allow to create. That somebody is bound to them is taken for granted: an output has no roles for nobody. */
#include "check/creators.h"

const struct cr_created_kind cr_created_kinds[CR_CREATED_COUNT] = {
	[CR_CREATED_CONFIG] = { "configmaps", CR_KEY_ConfigMap },
	[CR_CREATED_SECRET] = { "secrets", CR_KEY_Secret },
	[CR_CREATED_ACCOUNT] = { "serviceaccounts", CR_KEY_ServiceAccount },
};

static bool
is_in(const struct cr_node *list, struct cr_str text)
{
	for (size_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		const struct cr_node *item = list->items[i];
		if (cr_is(item, CR_SCALAR) && (cr_str_eq(cr_text(item), text) || cr_str_eq(cr_text(item), CR_STR("*")))) {
			return true;
		}
	}
	return false;
}

bool
cr_role_rule_is_about(const struct cr_node *rule, size_t kind)
{
	return is_in(cr_map_get(rule, CR_KEY_apiGroups), CR_STR("")) &&
	       is_in(cr_map_get(rule, CR_KEY_resources), cr_str_z(cr_created_kinds[kind].resource));
}

const struct cr_node *
cr_role_rules(const struct cr_resource *r)
{
	bool role = r->id.gvk.kind == CR_KEY_Role || r->id.gvk.kind == CR_KEY_ClusterRole;
	const struct cr_node *rules = role ? cr_map_get(r->root, CR_KEY_rules) : NULL;
	return cr_is(rules, CR_LIST) ? rules : NULL;
}

static void
note_rule(struct cr_check *k, struct cr_creators *all, struct cr_resource *role, const struct cr_node *rule)
{
	if (!is_in(cr_map_get(rule, CR_KEY_verbs), CR_STR("create"))) {
		return;
	}
	for (size_t i = 0; i < CR_CREATED_COUNT; i++) {
		if (!cr_role_rule_is_about(rule, i)) {
			continue;
		}
		if (role->id.gvk.kind == CR_KEY_ClusterRole) {
			all->anywhere[i] = true;
		} else {
			cr_map_add(k->c, &all->in_ns, cr_hash_mix(cr_object_ns(k, role), i), role);
		}
	}
}

void
cr_creators_build(struct cr_check *k, struct cr_creators *all)
{
	*all = (struct cr_creators){ 0 };
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_node *rules = cr_role_rules(k->resources->items[i]);
		for (size_t j = 0; rules != NULL && j < rules->count; j++) {
			note_rule(k, all, k->resources->items[i], rules->items[j]);
		}
	}
}

bool
cr_creators_has(const struct cr_creators *all, cr_key ns, size_t kind)
{
	struct cr_map_iter it;
	return all->anywhere[kind] || cr_map_first(&all->in_ns, cr_hash_mix(ns, kind), &it) != NULL;
}
