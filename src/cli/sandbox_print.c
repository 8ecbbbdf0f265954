/* conf-render version --sandbox: what holds on this machine. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox.h"

/* As the loader asks. */
static bool
has_openat2(void)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof(how));
	if (fd >= 0) {
		close(fd);
	}
	return fd >= 0;
}

static void
print_landlock(const struct cli_sandbox_state *state)
{
	if (state->landlock != NULL) {
		printf("Landlock    not active: %s\n", state->landlock);
		return;
	}
	int abi = state->landlock_abi;
	printf("Landlock    ABI %d: reads below the root, writes in the output directory%s%s%s%s\n", abi,
	       abi >= 3 ? "" : " (files that are there can be cut off)", abi >= 4 ? ", no TCP" : "", abi >= 5 ? ", no devices" : "",
	       abi >= 6 ? ", no signals, no abstract sockets" : "");
}

static void
print_root(struct confrender_session *session)
{
	enum confrender_root how;
	const char *path = confrender_session_root(session, ".", &how);
	if (path == NULL) {
		puts("root        the working directory cannot be opened");
	} else if (how == CONFRENDER_ROOT_NONE) {
		puts("root        none for the working directory: what is read can lie anywhere");
	} else {
		printf("root        %s, the %s\n", path, how == CONFRENDER_ROOT_REPOSITORY ? "git repository" : "working directory");
	}
}

void
cli_sandbox_print(void)
{
	struct confrender_session *session = confrender_session_new(NULL, NULL);
	if (session == NULL) {
		return;
	}
	printf("files       opened %s\n", has_openat2() ? "by openat2" : "step by step: openat2 is not to be had here");
	print_root(session);
	struct cli_sandbox_needs needs = cli_sandbox_needs_of(session);
	struct cli_sandbox_state state = cli_sandbox_enter(&needs);
	print_landlock(&state);
	printf("seccomp     %s%s\n", state.seccomp == NULL ? "active" : "not active: ", state.seccomp == NULL ? "" : state.seccomp);
	if (state.limits == NULL) {
		printf("limits      no core file, %d open files, %llu GiB of address space\n", CLI_SANDBOX_FILES,
		       (unsigned long long)(needs.memory >> 30));
	} else {
		printf("limits      not active: %s\n", state.limits);
	}
	free(needs.roots);
	confrender_session_free(session);
}
