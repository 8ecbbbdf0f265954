/* The program that verify compares with: looked for on the PATH as a shell does, run as a user would run it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "path.h"
#include "verify.h"

/* Its command line; directory is not taken for an option. */
static void
say(const struct cli_reference *reference, const struct cli_options *options, const char *directory, const char **words)
{
	*words++ = reference->name;
	*words++ = reference->kubectl ? "kustomize" : "build";
	if (options->session.load_restriction == CONFRENDER_LOAD_ANYWHERE) {
		*words++ = "--load-restrictor=LoadRestrictionsNone";
	}
	if (options->render.order != CONFRENDER_ORDER_DEFAULT) {
		*words++ = options->render.order == CONFRENDER_ORDER_NONE ? "--reorder=none" : "--reorder=legacy";
	}
	if (options->render.managed_by_label) {
		*words++ = "--enable-managedby-label";
	}
	*words++ = directory;
	*words = NULL;
}

static int
spawn(const char *path, const char *const *words, int out, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t usual;
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	sigaddset(&usual, SIGXFSZ);
	if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawnattr_init(&attributes) != 0) {
		cli_out_of_memory();
	}
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	int error = posix_spawn(pid, path, &actions, &attributes, (char *const *)(uintptr_t)words, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

double
cli_verify_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Is there something to read, or the end of it, before the time is over? */
static bool
wait_for(int fd, double end)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	for (;;) {
		double left = end - cli_verify_now();
		/* What prints without end is always ready. */
		if (end > 0 && left <= 0) {
			return false;
		}
		int milliseconds = end <= 0 ? -1 : left > INT_MAX / 1000.0 - 1 ? INT_MAX : (int)(left * 1000) + 1;
		int ready = poll(&poll_fd, 1, milliseconds);
		if (ready > 0 || (ready < 0 && errno != EINTR)) {
			return true;
		}
	}
}

static void
grow(struct cli_bytes *text, size_t *room)
{
	char *old = text->data;
	*room = *room > 0 ? *room * 2 : 1 << 16;
	text->data = cli_alloc(*room, 1);
	if (text->length > 0) {
		memcpy(text->data, old, text->length);
	}
	free(old);
}

/* end: when the time is over, 0 for never. 0, or an errno value; EFBIG: there is more than most. */
static int
read_all(int fd, double end, uint64_t most, struct cli_bytes *text)
{
	size_t room = 0;
	for (;;) {
		if (!wait_for(fd, end)) {
			return ETIMEDOUT;
		}
		if (text->length == room) {
			grow(text, &room);
		}
		ssize_t got = read(fd, text->data + text->length, room - text->length);
		if (got == 0) {
			return 0;
		}
		if (got < 0 && errno != EINTR) {
			return errno;
		}
		text->length += got > 0 ? (size_t)got : 0;
		if (text->length > most) {
			return EFBIG;
		}
	}
}

/* A program may close its output and go on. Few are not gone soon after that, so the first looks are close together. */
static bool
is_gone(pid_t pid, double end, int *status)
{
	enum { FIRST = 50 * 1000, LAST = 10 * 1000 * 1000 };
	struct timespec pause = { .tv_nsec = FIRST };
	for (;;) {
		pid_t gone = waitpid(pid, status, end > 0 ? WNOHANG : 0);
		if (gone > 0 || (gone < 0 && errno != EINTR)) {
			return true;
		}
		if (end > 0 && cli_verify_now() >= end) {
			return false;
		}
		nanosleep(&pause, NULL);
		pause.tv_nsec = pause.tv_nsec < LAST ? pause.tv_nsec * 2 : LAST;
	}
}

/* Reads what it prints and waits for it; one that is not done in time, or prints too much, is ended. */
static int
take(int fd, pid_t pid, double end, uint64_t most, struct cli_made *made)
{
	int status = 0;
	int error = read_all(fd, end, most, &made->text);
	if (error == 0 && !is_gone(pid, end, &status)) {
		error = ETIMEDOUT;
	}
	if (error != 0) {
		kill(pid, SIGKILL);
		is_gone(pid, 0, &status);
	}
	made->good = error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	return error;
}

/* What it prints, at most so many bytes; seconds: how long that may take, 0 for ever. */
static int
run(const char *path, const char *const *words, double seconds, uint64_t most, struct cli_made *made)
{
	int ends[2];
	pid_t pid;
	*made = (struct cli_made){ 0 };
	if (pipe2(ends, O_CLOEXEC) != 0) {
		return errno;
	}
	double start = cli_verify_now();
	int error = spawn(path, words, ends[1], &pid);
	close(ends[1]);
	if (error == 0) {
		error = take(ends[0], pid, seconds > 0 ? start + seconds : 0, most, made);
		made->seconds = cli_verify_now() - start;
	}
	close(ends[0]);
	return error;
}

int
cli_reference_run(const struct cli_reference *reference, const struct cli_options *options, const char *directory, double seconds,
		  struct cli_made *made)
{
	enum { MOST_WORDS = 8 };
	const char *words[MOST_WORDS];
	char *named = cli_join(directory[0] == '-' ? "./" : "", directory, NULL);
	say(reference, options, named, words);
	int error = run(reference->path, words, seconds, reference->most, made);
	free(named);
	return error;
}

static bool
is_of_kustomize(const char *name)
{
	return strncmp(name, "kustomize", 9) == 0;
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash != NULL ? slash + 1 : path;
}

/* A copy, another version of it, or a script that calls it says so when it is asked for its version. */
static bool
calls_itself_this(const char *path, double seconds)
{
	enum { ANSWER = 64 * 1024 };
	struct cli_made made;
	const char *words[] = { last_part(path), "version", "-o", "json", NULL };
	static const char field[] = "\"confRender\"";
	bool found = run(path, words, seconds, ANSWER, &made) == 0 && made.text.length > 0 &&
		     memmem(made.text.data, made.text.length, field, sizeof(field) - 1) != NULL;
	free(made.text.data);
	return found;
}

/* conf-render may stand on the PATH under the name of kustomize; to compare it with itself would prove nothing. Under another name it was
 * given on purpose: two versions of it can be compared. */
static bool
is_this_program(const char *path, double seconds)
{
	return cli_is_this_program(path) || (is_of_kustomize(last_part(path)) && calls_itself_this(path, seconds));
}

/* The first program of this name on the PATH that is not this one; NULL: there is none. */
static char *
find_on_path(const char *name, double seconds)
{
	const char *rest = NULL;
	char *path;
	while ((path = cli_path_next(name, &rest)) != NULL && is_this_program(path, seconds)) {
		free(path);
	}
	return path;
}

static bool
not_found(struct cli_report *report, const char *program, const char *why)
{
	char *message = program != NULL ? cli_join("\"", program, "\" ", why, NULL)
					: cli_join("there is neither kustomize nor kubectl on the PATH to compare with", NULL);
	cli_report_error(report, "usage", NULL, message, "--with PROGRAM names one");
	free(message);
	return false;
}

bool
cli_reference_find(struct cli_report *report, const char *program, double seconds, struct cli_reference *reference)
{
	if (program != NULL && strchr(program, '/') != NULL) {
		if (!cli_is_program(program) || is_this_program(program, seconds)) {
			return not_found(report, program,
					 cli_is_program(program) ? "is this program itself" : "is no program that can be run");
		}
		reference->path = cli_join(program, NULL);
	} else {
		reference->path = find_on_path(program != NULL ? program : "kustomize", seconds);
	}
	if (reference->path == NULL && program == NULL) {
		reference->path = find_on_path("kubectl", seconds);
	}
	if (reference->path == NULL) {
		return not_found(report, program, "is not on the PATH, or is this program itself");
	}
	reference->name = last_part(reference->path);
	reference->kubectl = strncmp(reference->name, "kubectl", 7) == 0;
	return true;
}

void
cli_reference_free(struct cli_reference *reference)
{
	free(reference->path);
	*reference = (struct cli_reference){ 0 };
}
