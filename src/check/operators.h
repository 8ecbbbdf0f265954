/* Custom resources from which a controller makes pods that the output does not show. */
#ifndef CR_CHECK_OPERATORS_H
#define CR_CHECK_OPERATORS_H

#include "check/check.h"

/* Is there a custom resource of that name in ns which may be a program's: a database, a Prometheus? */
bool cr_operator_runs(struct cr_check *k, cr_key ns, struct cr_str name);

#endif
