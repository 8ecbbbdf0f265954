/* Times a program from spawn to exit: spawn MOST-RUNS MOST-SECONDS OUTPUT PROGRAM ARGUMENT...
 *
 * Prints a line a run: wall clock and processor time in microseconds, peak memory in KiB, exit status. It is small and static since a
 * child's peak memory begins at that of the process that made it. Stops after MOST-SECONDS, but not before one run. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static long
microseconds(struct timeval t)
{
	return t.tv_sec * 1000000 + t.tv_usec;
}

static int
run_once(const char *output, char **command)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	pid_t child;
	int status = 0;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	long start = now();
	int error = posix_spawnp(&child, command[0], &actions, NULL, command, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0) {
		fprintf(stderr, "%s cannot be run\n", command[0]);
		return 127;
	}
	while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
	}
	long wall = now() - start;
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	printf("%ld %ld %ld %d\n", wall, microseconds(usage.ru_utime) + microseconds(usage.ru_stime), usage.ru_maxrss, code);
	return code;
}

int
main(int argc, char **argv)
{
	if (argc < 5) {
		return 2;
	}
	long runs = atol(argv[1]);
	long end = now() + (long)(atof(argv[2]) * 1e6);
	int code = 0;
	for (long i = 0; i < runs && code == 0 && (i == 0 || now() < end); i++) {
		code = run_once(argv[3], argv + 4);
	}
	return code;
}
