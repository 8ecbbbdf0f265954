/* Enters the sandbox: all of its parts, in the order in which none stands in the way of the next. */
#include "sandbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "cli.h"

/* The sanitizers' runtime reads /proc, starts threads and maps memory as it likes. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(CR_NO_SANDBOX)
#define INSTRUMENTED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define INSTRUMENTED true
#endif
#endif
#ifndef INSTRUMENTED
#define INSTRUMENTED false
#endif

/* Of a session's limits, those on what it keeps. Copies while something grows, and outputs of several directories, are the reason for more:
 * this is a backstop, and the limits are what stops. */
static uint64_t
memory_of(const struct confrender_session *session)
{
	enum { ROOM = 8 };
	static const char *const kept[] = { "max-memory", "max-input-bytes", "max-output-bytes" };
	const struct confrender_limit *limit;
	uint64_t sum = 0;
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		for (size_t k = 0; k < sizeof(kept) / sizeof(kept[0]); k++) {
			sum += strcmp(limit->name, kept[k]) == 0 ? confrender_session_limit(session, i) : 0;
		}
	}
	return sum * ROOM;
}

struct cli_sandbox_needs
cli_sandbox_needs_of(const struct confrender_session *session)
{
	struct cli_sandbox_needs needs = { .memory = memory_of(session) };
	while (confrender_session_root_descriptor(session, needs.root_count) >= 0) {
		needs.root_count++;
	}
	needs.roots = cli_alloc(needs.root_count, sizeof(needs.roots[0]));
	for (size_t i = 0; i < needs.root_count; i++) {
		needs.roots[i] = confrender_session_root_descriptor(session, i);
	}
	return needs;
}

const char *
cli_sandbox_reason(int error)
{
	switch (error) {
	case ENOSYS:
		return "the kernel does not have it";
	case EOPNOTSUPP:
		return "it was switched off when the kernel started";
	case EPERM:
	case EACCES:
		return "it is not permitted here";
	default:
		return strerrordesc_np(error) != NULL ? strerrordesc_np(error) : "unknown error";
	}
}

struct cli_sandbox_state
cli_sandbox_enter(const struct cli_sandbox_needs *needs)
{
	static const char instrumented[] = "not in a build with sanitizers or coverage";
	struct cli_sandbox_state state = { .landlock = instrumented, .seccomp = instrumented, .limits = instrumented };
	if (INSTRUMENTED) {
		return state;
	}
	state.limits = cli_sandbox_limits(needs);
	/* The input may hold secrets: nobody looks into this process, nor does it leave its memory in a file. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		state.landlock = state.seccomp = cli_sandbox_reason(errno);
		return state;
	}
	state.landlock = cli_sandbox_landlock(needs, &state.landlock_abi);
	state.seccomp = cli_sandbox_seccomp();
	return state;
}

static char *
append_missing(char *list, const char *part, const char *why)
{
	if (why == NULL) {
		return list;
	}
	char *longer = cli_join(list, list[0] != '\0' ? "; " : "", part, " (", why, ")", NULL);
	free(list);
	return longer;
}

bool
cli_sandbox_apply(struct cli_report *report, enum cli_sandbox_mode mode, const struct cli_sandbox_needs *needs)
{
	if (mode == CLI_SANDBOX_OFF) {
		return true;
	}
	struct cli_sandbox_state state = cli_sandbox_enter(needs);
	if (mode == CLI_SANDBOX_TRY || (state.landlock == NULL && state.seccomp == NULL && state.limits == NULL)) {
		return true;
	}
	char *missing = append_missing(cli_join("", NULL), "Landlock", state.landlock);
	missing = append_missing(missing, "seccomp", state.seccomp);
	missing = append_missing(missing, "resource limits", state.limits);
	char *message = cli_join("--sandbox=require: not active here: ", missing, NULL);
	cli_report_error(report, "sandbox", NULL, message, "--sandbox=try goes on with what there is");
	free(message);
	free(missing);
	return false;
}
