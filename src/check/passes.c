/* The passes in the order in which they run, which is that of findings in one place. */
#include "check/passes.h"

/* clang-format off */
void (*const cr_check_passes[])(struct cr_check *k) = {
	cr_check_missing,
	cr_check_accounts,
	cr_check_role_names,
	cr_check_own_selectors,
	cr_check_selectors,
	cr_check_targets,
	cr_check_immutable,
	cr_check_stale,
	cr_check_env_overlap,
	cr_check_production,
	cr_check_ignore,
	cr_check_data,
	cr_check_env,
	cr_check_size,
	cr_check_scalars,
	cr_check_leaks,
	cr_check_secrets,
	cr_check_files,
	cr_check_access,
	NULL,
};
