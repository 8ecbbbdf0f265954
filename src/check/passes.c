/* The passes in the order in which they run, which is that of findings in one place. */
#include "check/passes.h"

void (*const cr_check_passes[])(struct cr_check *k) = {
	cr_check_missing,
	cr_check_ignore,
	NULL,
};
