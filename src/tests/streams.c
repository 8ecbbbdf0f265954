/* Standard output that cannot take the output must not look like success: a full disk, a reader that went away, a closed descriptor; and a
 * failed render leaves an old file as it was.
 *
 *     streams PROGRAM GOOD-DIRECTORY BAD-DIRECTORY */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "golden_files.h"

/* The exit status of "build directory" with this standard output (-1: closed) and, if given, -o output; -1 for a signal. */
static int
build(const char *program, const char *directory, int out, const char *output)
{
	char *arguments[] = {
		(char *)"conf-render", (char *)"build", (char *)directory, output ? (char *)"-o" : NULL, (char *)output, NULL
	};
	posix_spawn_file_actions_t actions;
	pid_t child;
	int status = -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (out >= 0) {
		posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	} else {
		posix_spawn_file_actions_addclose(&actions, STDOUT_FILENO);
	}
	if (posix_spawn(&child, program, &actions, NULL, arguments, environ) == 0) {
		while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
		}
	}
	posix_spawn_file_actions_destroy(&actions);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool
check(const char *name, int want, int got)
{
	if (want != got) {
		printf("FAILED %s: exit status %d, wanted %d\n", name, got, want);
	}
	return want == got;
}

static bool
full_disk(const char *program, const char *good)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
	bool passed = check("full disk", 1, build(program, good, full, NULL));
	passed = check("full disk behind -o", 1, build(program, good, STDOUT_FILENO, "/dev/full")) && passed;
	close(full);
	return passed;
}

static bool
reader_gone(const char *program, const char *good)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) {
		return false;
	}
	close(ends[0]);
	bool passed = check("reader gone", 1, build(program, good, ends[1], NULL));
	close(ends[1]);
	return passed;
}

static bool
output_closed(const char *program, const char *good)
{
	return check("standard output closed", 1, build(program, good, -1, NULL));
}

static bool
old_file_stays(const char *program, const char *good, const char *bad)
{
	char name[] = "/tmp/streams-XXXXXX";
	int fd = mkstemp(name);
	bool passed = fd >= 0 && file_write(name, "old\n", 4);
	passed = passed && check("failed render", 1, build(program, bad, STDOUT_FILENO, name));
	struct bytes kept = file_read(name);
	passed = passed && kept.data != NULL && strcmp(kept.data, "old\n") == 0;
	passed = passed && check("good render", 0, build(program, good, STDOUT_FILENO, name));
	struct bytes replaced = file_read(name);
	passed = passed && replaced.data != NULL && strcmp(replaced.data, "old\n") != 0;
	free(kept.data);
	free(replaced.data);
	close(fd);
	unlink(name);
	return passed;
}

/* -o /dev/stdout, under both names, is what standard output is: a pipe is written to, a file is appended to and not replaced. */
static bool
named_output(const char *program, const char *good)
{
	char name[] = "/tmp/streams-XXXXXX", byte;
	int ends[2], fd = mkstemp(name);
	if (fd < 0 || pipe2(ends, O_CLOEXEC) != 0 || write(fd, "old\n", 4) != 4) {
		return false;
	}
	bool passed = check("/dev/stdout, a pipe", 0, build(program, good, ends[1], "/dev/stdout"));
	close(ends[1]);
	passed = check("bytes in the pipe", 1, (int)read(ends[0], &byte, 1)) && passed;
	close(ends[0]);
	passed = check("/proc/self/fd/1, a file", 0, build(program, good, fd, "/proc/self/fd/1")) && passed;
	struct bytes whole = file_read(name);
	passed = check("what was there before", 0, whole.data != NULL && whole.length > 4 ? memcmp(whole.data, "old\n", 4) : -1) && passed;
	free(whole.data);
	close(fd);
	unlink(name);
	return passed;
}

int
main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: streams PROGRAM GOOD-DIRECTORY BAD-DIRECTORY\n", stderr);
		return 2;
	}
	size_t passed = 0;
	passed += full_disk(argv[1], argv[2]);
	passed += reader_gone(argv[1], argv[2]);
	passed += output_closed(argv[1], argv[2]);
	passed += old_file_stays(argv[1], argv[2], argv[3]);
	passed += named_output(argv[1], argv[2]);
	printf("%zu passed, %zu failed\n", passed, 5 - passed);
	return passed == 5 ? 0 : 1;
}
