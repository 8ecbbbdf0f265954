/* The passes, one file each. */
#ifndef CR_CHECK_PASSES_H
#define CR_CHECK_PASSES_H

#include "check/check.h"

void cr_check_ignore(struct cr_check *k);
void cr_check_production(struct cr_check *k);
void cr_check_missing(struct cr_check *k);
void cr_check_accounts(struct cr_check *k);
void cr_check_role_names(struct cr_check *k);
void cr_check_own_selectors(struct cr_check *k);
void cr_check_selectors(struct cr_check *k);
void cr_check_targets(struct cr_check *k);
void cr_check_immutable(struct cr_check *k);
void cr_check_stale(struct cr_check *k);
void cr_check_env_overlap(struct cr_check *k);
void cr_check_data(struct cr_check *k);
void cr_check_env(struct cr_check *k);
void cr_check_size(struct cr_check *k);
void cr_check_scalars(struct cr_check *k);
void cr_check_leaks(struct cr_check *k);
void cr_check_secrets(struct cr_check *k);
void cr_check_files(struct cr_check *k);
void cr_check_access(struct cr_check *k);

/* Does the object say conf-render/ignore to the rule? about may be NULL. */
bool cr_check_ignores(const struct cr_resource *about, enum cr_rule rule);

#endif
