/* Roles that let somebody read Secrets without naming them. */
#include "check/look.h"
#include "check/passes.h"

static bool
lists(const struct cr_node *list, const char *word)
{
	for (size_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		if (list->items[i]->kind == CR_SCALAR && cr_str_eq(cr_text(list->items[i]), cr_str_z(word))) {
			return true;
		}
	}
	return false;
}

static void
look_at_rule(struct cr_check *k, const struct cr_resource *r, const struct cr_node *rule)
{
	const struct cr_node *groups = cr_map_get(rule, CR_KEY_apiGroups);
	const struct cr_node *resources = cr_map_get(rule, CR_KEY_resources);
	const struct cr_node *verbs = cr_map_get(rule, CR_KEY_verbs);
	const struct cr_node *names = cr_map_get(rule, CR_KEY_resourceNames);
	bool core = lists(groups, "") || lists(groups, "*");
	bool any_verb = lists(verbs, "*");
	bool reads = any_verb || lists(verbs, "get") || lists(verbs, "list") || lists(verbs, "watch");
	if (!core || !reads || (cr_is(names, CR_LIST) && names->count > 0)) {
		return;
	}
	if (lists(resources, "*")) {
		cr_find(k, CR_RULE_WILDCARD_SECRET_ACCESS, r, rule->mark,
			"a rule of %S allows to read every Secret, by \"*\" in its resources", cr_object_name(k, r));
	} else if (lists(resources, "secrets") && any_verb) {
		cr_find(k, CR_RULE_WILDCARD_SECRET_ACCESS, r, rule->mark,
			"a rule of %S allows everything with every Secret, by \"*\" in its verbs", cr_object_name(k, r));
	} else if (lists(resources, "secrets")) {
		cr_find(k, CR_RULE_BROAD_SECRET_ACCESS, r, rule->mark, "a rule of %S allows to read every Secret%s", cr_object_name(k, r),
			r->id.gvk.kind == CR_KEY_Role ? " of its namespace" : "");
		if (r->id.gvk.kind == CR_KEY_Role) {
			cr_find_fix(k, "name the Secrets in resourceNames");
		}
	}
}

void
cr_check_access(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		if (r->id.gvk.kind != CR_KEY_Role && r->id.gvk.kind != CR_KEY_ClusterRole) {
			continue;
		}
		const struct cr_node *rules = cr_map_get(r->root, CR_KEY_rules);
		for (size_t n = 0; cr_is(rules, CR_LIST) && n < rules->count; n++) {
			look_at_rule(k, r, rules->items[n]);
		}
	}
}
