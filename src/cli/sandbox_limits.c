/* Resource limits of the process on itself: a backstop behind those of limits.h, which say what is wrong where these can only stop. */
#include <errno.h>
#include <sys/resource.h>

#include "sandbox.h"

/* Where a lower limit is set already it stays. */
static int
lower(unsigned resource, rlim_t most)
{
	struct rlimit limit;
	if (getrlimit(resource, &limit) != 0) {
		return errno;
	}
	if (limit.rlim_cur <= most && limit.rlim_max <= most) {
		return 0;
	}
	limit.rlim_cur = limit.rlim_cur < most ? limit.rlim_cur : most;
	limit.rlim_max = limit.rlim_max < most ? limit.rlim_max : most;
	return setrlimit(resource, &limit) == 0 ? 0 : errno;
}

const char *
cli_sandbox_limits(const struct cli_sandbox_needs *needs)
{
	int error = lower(RLIMIT_CORE, 0);
	if (error == 0) {
		error = lower(RLIMIT_NOFILE, CLI_SANDBOX_FILES);
	}
	if (error == 0) {
		error = lower(RLIMIT_AS, needs->memory < RLIM_INFINITY ? (rlim_t)needs->memory : RLIM_INFINITY);
	}
	return error == 0 ? NULL : cli_sandbox_reason(error);
}
