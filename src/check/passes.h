/* The passes, one file each. */
#ifndef CR_CHECK_PASSES_H
#define CR_CHECK_PASSES_H

#include "check/check.h"

void cr_check_ignore(struct cr_check *k);
void cr_check_missing(struct cr_check *k);

/* Does the object say conf-render/ignore to the rule? about may be NULL. */
bool cr_check_ignores(const struct cr_resource *about, enum cr_rule rule);

#endif
