/* Where the roles in the output let somebody create ConfigMaps, Secrets or ServiceAccounts: what is missing there may be made by a program
 * while it runs (a certificate for a webhook, a first password). */
#ifndef CR_CHECK_CREATORS_H
#define CR_CHECK_CREATORS_H

#include "check/index.h"

struct cr_created_kind {
	const char *resource; /* as rules name it */
	cr_key kind;
};

enum { CR_CREATED_CONFIG, CR_CREATED_SECRET, CR_CREATED_ACCOUNT, CR_CREATED_COUNT };
extern const struct cr_created_kind cr_created_kinds[CR_CREATED_COUNT];

struct cr_creators {
	struct cr_map in_ns; /* by namespace and kind: the role */
	bool anywhere[CR_CREATED_COUNT];
};

void cr_creators_build(struct cr_check *k, struct cr_creators *all);
bool cr_creators_has(const struct cr_creators *all, cr_key ns, size_t kind);

/* The rules of a Role or ClusterRole: a list, or NULL. */
const struct cr_node *cr_role_rules(const struct cr_resource *r);
/* Is the rule about objects of cr_created_kinds[kind]? */
bool cr_role_rule_is_about(const struct cr_node *rule, size_t kind);

#endif
