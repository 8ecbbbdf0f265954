/* What build and check have in common: the session, its roots, the sandbox, the clock, and the directories to look at. */
#ifndef CR_CLI_RUN_H
#define CR_CLI_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"
#include "timeout.h"
#include <confrender/confrender.h>

struct cli_run {
	struct cli_options options;
	struct confrender_session *session;
	struct cli_timeout timeout;
	const char **directories;
	size_t count, size;
	size_t errors_before; /* told before the turn of the directory at work */
	bool root_failed;     /* one could not be opened, and this has been reported */
	bool out_of_memory;
	int status;
};

/* In this order, each only after the one before gave true. */

/* Opens the session and its roots. */
bool cli_run_open(struct cli_run *r);
/* At most CLI_SANDBOX_OUTPUTS. */
bool cli_run_enter_sandbox(struct cli_run *r, const struct cli_sandbox_output *outputs, size_t count);
/* Starts the clock and finds the directories. */
bool cli_run_start(struct cli_run *r);

/* Before each call to the library: directory is what it works on, NULL: none in particular. */
void cli_run_turn(struct cli_run *r, const char *directory);
/* After one: keeps the gravest status. What failed for a cause that was reported before (a shared base) says nothing again; where nothing
 * at all has been said, it is said here. */
void cli_run_take(struct cli_run *r, enum confrender_result result);
/* What was said to be an error is one, though it may have gone when it was tried again: a directory that could not be opened at first. */
void cli_run_keep_errors(struct cli_run *r);
/* The session too: names of directories lie in it. */
void cli_run_free(struct cli_run *r);

#endif
