/* Names that change with what stands behind them. */
#ifndef CR_CHECK_VERSIONED_H
#define CR_CHECK_VERSIONED_H

#include "check/check.h"

/* Does the name end in a version that somebody writes by hand: app-v3, app-2, app-1.4.0, app-2024-05-01? */
bool cr_name_has_version(struct cr_str name);
/* Is a change of this map one of its name: by this render's hash, by hand, or by kapp? */
bool cr_map_is_versioned(const struct cr_check *k, const struct cr_resource *r);

#endif
