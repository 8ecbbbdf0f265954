/* Custom resources from which a controller makes pods that the output does not show. */
#ifndef CR_CHECK_OPERATORS_H
#define CR_CHECK_OPERATORS_H

#include "check/check.h"

/* May pods of r be made by a controller, with labels that nobody sees here? */
bool cr_operator_owns(const struct cr_check *k, const struct cr_resource *r);
/* Is there a custom resource of that name in ns which may be a program's: a database, a Prometheus? */
bool cr_operator_runs(struct cr_check *k, cr_key ns, struct cr_str name);

#endif
