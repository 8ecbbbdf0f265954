/* The passes, one file each. */
#ifndef CR_CHECK_PASSES_H
#define CR_CHECK_PASSES_H

#include "check/check.h"

void cr_check_missing(struct cr_check *k);

#endif
