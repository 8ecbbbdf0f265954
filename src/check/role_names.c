/* resourceNames of Roles that name ConfigMaps, Secrets and ServiceAccounts which nothing makes. Roles also name what programs make while
 * they run (the ConfigMap of a leader election), so a name counts that was renamed on the way here, or that nobody in the output may
 * create. */
#include "check/creators.h"
#include "check/elsewhere.h"
#include "check/index.h"
#include "check/passes.h"

static const char *const reading[] = { "get", "list", "watch" };

static bool
is_reading(const struct cr_node *verb)
{
	for (size_t i = 0; cr_is(verb, CR_SCALAR) && i < sizeof reading / sizeof *reading; i++) {
		if (cr_str_eq(cr_text(verb), cr_str_z(reading[i]))) {
			return true;
		}
	}
	return false;
}

/* Whoever may write a name may be the one who makes it. */
static bool
only_reads(const struct cr_node *rule)
{
	const struct cr_node *verbs = cr_map_get(rule, CR_KEY_verbs);
	for (size_t i = 0; cr_is(verbs, CR_LIST) && i < verbs->count; i++) {
		if (!is_reading(verbs->items[i])) {
			return false;
		}
	}
	return cr_is(verbs, CR_LIST) && verbs->count > 0;
}

static bool
exists(struct cr_check *k, size_t kind, cr_key ns, cr_key name)
{
	if (cr_object_find(k, cr_created_kinds[kind].kind, ns, name) != NULL || cr_check_is_external(k, ns, name) ||
	    cr_check_is_template(k, name)) {
		return true;
	}
	enum cr_map_kind map = kind == CR_CREATED_CONFIG ? CR_MAP_CONFIG : CR_MAP_SECRET;
	return kind != CR_CREATED_ACCOUNT && cr_refs_find(k->c, k->refs, map, ns, name) != NULL;
}

static void
check_name(struct cr_check *k, const struct cr_resource *role, size_t kind, const struct cr_node *at, bool made_later)
{
	struct cr_ctx *c = k->c;
	cr_key word = cr_created_kinds[kind].kind, ns = cr_object_ns(k, role), name = cr_key_intern(c, cr_text(at));
	if (exists(k, kind, ns, name)) {
		return;
	}
	const struct cr_resource *renamed = cr_object_renamed(k, word, ns, name);
	if (renamed == NULL && made_later) {
		return;
	}
	cr_find(k, CR_RULE_ROLE_RESOURCE_NAMES, role, at->mark, "%S names the %S \"%S\", which is not in the output",
		cr_resid_short(c, role->id), cr_key_str(c, word), cr_text(at));
	cr_key near = renamed == NULL ? cr_object_near(k, word, ns, name) : CR_KEY_EMPTY;
	if (renamed != NULL) {
		cr_find_fix(k, "the output calls it \"%S\": write that name here", cr_key_str(c, renamed->id.name));
	} else if (near != CR_KEY_EMPTY) {
		cr_find_fix(k, "did you mean \"%S\"?", cr_key_str(c, near));
	}
}

static void
check_rule(struct cr_check *k, const struct cr_creators *all, const struct cr_resource *role, const struct cr_node *rule)
{
	const struct cr_node *names = cr_map_get(rule, CR_KEY_resourceNames);
	for (size_t i = 0; cr_is(names, CR_LIST) && i < CR_CREATED_COUNT; i++) {
		if (!cr_role_rule_is_about(rule, i)) {
			continue;
		}
		bool made_later = !only_reads(rule) || cr_creators_has(all, cr_object_ns(k, role), i);
		for (size_t j = 0; j < names->count; j++) {
			if (cr_is(names->items[j], CR_SCALAR)) {
				check_name(k, role, i, names->items[j], made_later);
			}
		}
	}
}

void
cr_check_role_names(struct cr_check *k)
{
	struct cr_creators all;
	cr_creators_build(k, &all);
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		const struct cr_node *rules = r->id.gvk.kind == CR_KEY_Role ? cr_role_rules(r) : NULL;
		for (size_t j = 0; rules != NULL && j < rules->count; j++) {
			check_rule(k, &all, r, rules->items[j]);
		}
	}
}
