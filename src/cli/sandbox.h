/* The sandbox that the program puts itself into before it reads what strangers wrote: what a mistake in the code that reads it could be
 * used for ends here. It is the program's and not the library's, since it cannot be left again.
 *
 * Rings beside it, which do not need the kernel to have anything: the loader opens nothing outside the root. */
#ifndef CR_CLI_SANDBOX_H
#define CR_CLI_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diagnostics.h"
#include <confrender/session.h>

enum cli_sandbox_mode { CLI_SANDBOX_TRY, CLI_SANDBOX_REQUIRE, CLI_SANDBOX_OFF };

/* A directory that output goes to. */
struct cli_sandbox_output {
	int directory;    /* -1: none */
	bool makes_files; /* files and directories are made in it; else only names are given to those that are open */
};
enum { CLI_SANDBOX_OUTPUTS = 2 };

/* What is done after the lock. */
struct cli_sandbox_needs {
	int *roots; /* directories to read below; lent */
	size_t root_count;
	uint64_t memory; /* bytes of address space */
	struct cli_sandbox_output outputs[CLI_SANDBOX_OUTPUTS];
	size_t output_count;
};

/* The roots that the session has opened, the memory that its limits make possible, and no output. The caller frees roots. */
struct cli_sandbox_needs cli_sandbox_needs_of(const struct confrender_session *session);

/* What holds. A text says why that part does not; NULL: it does. */
struct cli_sandbox_state {
	int landlock_abi; /* 0: no Landlock */
	const char *landlock, *seccomp, *limits;
};

/* Locks the process in; never to be undone. Threads that run already stay outside: first the sandbox, then the threads. */
struct cli_sandbox_state cli_sandbox_enter(const struct cli_sandbox_needs *needs);
/* The same as the mode wants it. false: it is required, and something does not hold; this has been reported. */
bool cli_sandbox_apply(struct cli_report *report, enum cli_sandbox_mode mode, const struct cli_sandbox_needs *needs);

/* What holds on this machine for a render of the working directory, on standard output; enters the sandbox to see it. */
void cli_sandbox_print(void);

/* The parts: NULL, or why not. The caller has set PR_SET_NO_NEW_PRIVS. */
const char *cli_sandbox_landlock(const struct cli_sandbox_needs *needs, int *abi);
const char *cli_sandbox_seccomp(void);
const char *cli_sandbox_limits(const struct cli_sandbox_needs *needs);

/* What an error number of such a call means. */
const char *cli_sandbox_reason(int error);

/* More than any render opens at once, unless each directory has a root of its own. */
enum { CLI_SANDBOX_FILES = 4096 };

#endif
