/* What the program prints for people, of which the golden cases know nothing: help, version, colours on a terminal, and messages about a
 * standard output, a directory or a file that cannot take what is printed.
 *
 *     commands PROGRAM CASES-DIRECTORY */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "golden_files.h"

enum { MOST_WORDS = 8 };

/* Where a stream goes. */
enum stream { TO_TEXT, TO_FULL_DISK, TO_TERMINAL, CLOSED };

struct command {
	const char *name;
	const char *directory; /* below the directory of cases; NULL: an empty one that may be written to */
	const char *words[MOST_WORDS];
	const char *variable; /* of the environment, "NAME=value" */
	enum stream out, err;
	int status;
	const char *in_out, *in_err; /* text that the streams hold; NULL: the stream is empty (not asked of one that holds no text) */
};

static const struct command commands[] = {
	{ "help", NULL, { "help" }, NULL, TO_TEXT, TO_TEXT, 0, "Commands:\n  build ", NULL },
	{ "help names values",
	  NULL,
	  { "help", "build" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  0,
	  "LoadRestrictionsRootOnly or LoadRestrictionsNone",
	  NULL },
	{ "help as -h", NULL, { "-h" }, NULL, TO_TEXT, TO_TEXT, 0, "Exit status:\n  0  done", NULL },
	{ "help of nothing", NULL, { "help", "edit", "ad" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "unknown command \"edit ad\"" },
	{ "help of what a command takes", NULL, { "help", "completion", "bash" }, NULL, TO_TEXT, TO_TEXT, 0, "completion bash >", NULL },
	{ "help of a slip", NULL, { "help", "crate" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "did you mean \"create\"?" },
	{ "help of version", NULL, { "version", "--help" }, NULL, TO_TEXT, TO_TEXT, 0, "version --sandbox", NULL },
	{ "help of build", NULL, { "build", "--help" }, NULL, TO_TEXT, TO_TEXT, 0, "-o, --output PATH", NULL },
	{ "help of deps", NULL, { "deps", "--help" }, NULL, TO_TEXT, TO_TEXT, 0, "--argocd", NULL },
	{ "help of verify", NULL, { "help", "verify" }, NULL, TO_TEXT, TO_TEXT, 0, "--with PROGRAM", NULL },
	{ "an option of another command", NULL, { "deps", "--split" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "it is an option of build" },
	{ "no help of build", "life-alerts/in", { "build", "--help=false", "." }, NULL, TO_TEXT, TO_TEXT, 0, "apiVersion", NULL },
	{ "help to a full disk", NULL, { "help" }, NULL, TO_FULL_DISK, TO_TEXT, 1, NULL, "standard output cannot be written" },
	{ "help of check", NULL, { "check", "--help" }, NULL, TO_TEXT, TO_TEXT, 0, "--disable RULE,...", NULL },
	{ "help check", NULL, { "help", "check" }, NULL, TO_TEXT, TO_TEXT, 0, "--format FORMAT", NULL },
	{ "the rules", NULL, { "check", "--list" }, NULL, TO_TEXT, TO_TEXT, 0, "missing-configmap ", NULL },
	{ "the rules in JSON",
	  NULL,
	  { "check", "--list", "--format=json" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  0,
	  "{\"rule\":\"missing-configmap\",",
	  NULL },
	{ "the rules to a full disk",
	  NULL,
	  { "check", "--list" },
	  NULL,
	  TO_FULL_DISK,
	  TO_TEXT,
	  2,
	  NULL,
	  "standard output cannot be written" },
	{ "an option of build", NULL, { "check", "--output=x" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "it is an option of build" },
	{ "an option of check", NULL, { "build", "--external=x" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "it is an option of check" },
	{ "findings to a full disk",
	  "check-unknown-rule/in",
	  { "check" },
	  NULL,
	  TO_FULL_DISK,
	  TO_TEXT,
	  2,
	  NULL,
	  "standard output cannot be written" },
	{ "findings in colours",
	  "check-unknown-rule/in",
	  { "check", "--color=always" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  1,
	  "\033[1;35mwarning[unknown-rule]:\033[0m",
	  NULL },
	{ "a count of findings for people",
	  "check-unknown-rule/in",
	  { "check" },
	  NULL,
	  TO_TEXT,
	  TO_TERMINAL,
	  1,
	  "[unknown-rule]: ",
	  "in 1 environment" },
	{ "version", NULL, { "version" }, NULL, TO_TEXT, TO_TEXT, 0, "(output as kustomize v5.", NULL },
	{ "version as an option", NULL, { "--version" }, NULL, TO_TEXT, TO_TEXT, 0, "conf-render ", NULL },
	{ "version to a full disk", NULL, { "version" }, NULL, TO_FULL_DISK, TO_TEXT, 1, NULL, "standard output cannot be written" },
	{ "no command", NULL, { NULL }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "no command" },
	{ "a trace is taken", NULL, { "--stack-trace", "--stack-trace=true", "version" }, NULL, TO_TEXT, TO_TEXT, 0, "conf-render ", NULL },
	{ "a command misspelt", NULL, { "biuld" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "did you mean \"build\"?" },
	{ "an option for a command", NULL, { "--bild" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "unknown option \"--bild\"" },
	{ "messages to a full disk", NULL, { "biuld" }, NULL, TO_TEXT, TO_FULL_DISK, 2, NULL, NULL },
	{ "messages to nowhere", NULL, { "biuld" }, NULL, TO_TEXT, CLOSED, 2, NULL, NULL },
	{ "no colours in a text", "error-syntax/in", { "build" }, NULL, TO_TEXT, TO_TEXT, 1, NULL, ": error: " },
	{ "colours on a terminal", "error-syntax/in", { "build" }, NULL, TO_TEXT, TO_TERMINAL, 1, NULL, "\033[1;31merror:\033[0m" },
	{ "the place on a terminal", "error-type-list/in", { "build" }, NULL, TO_TEXT, TO_TERMINAL, 1, NULL, "^" },
	{ "NO_COLOR", "error-syntax/in", { "build" }, "NO_COLOR=1", TO_TEXT, TO_TERMINAL, 1, NULL, ": error: " },
	{ "NO_COLOR is empty", "error-syntax/in", { "build" }, "NO_COLOR=", TO_TEXT, TO_TERMINAL, 1, NULL, "\033[1;31m" },
	{ "a dumb terminal", "error-syntax/in", { "build" }, "TERM=dumb", TO_TEXT, TO_TERMINAL, 1, NULL, ": error: " },
	{ "never", "error-syntax/in", { "build", "--color", "never" }, NULL, TO_TEXT, TO_TERMINAL, 1, NULL, ": error: " },
	{ "always", "error-syntax/in", { "build", "--color=always" }, "NO_COLOR=1", TO_TEXT, TO_TEXT, 1, NULL, "\033[1;31m" },
	{ "no such root", NULL, { "build", "--root", "nowhere" }, NULL, TO_TEXT, TO_TEXT, 2, NULL, "--root \"nowhere\": No such file" },
	{ "an output below a file",
	  "life-alerts/in",
	  { "build", "-o", "kustomization.yaml/x" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  1,
	  NULL,
	  "\"kustomization.yaml/x\" cannot be written: Not a directory" },
	{ "outputs below a file",
	  "life-alerts/in",
	  { "build", "-o", "kustomization.yaml/x/" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  1,
	  NULL,
	  "cannot be written: Not a directory" },
	{ "a resource a file below a file",
	  "life-alerts/in",
	  { "build", "--split", "-o", "kustomization.yaml/" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  1,
	  NULL,
	  "cannot be written: Not a directory" },
	{ "signs that drive a terminal",
	  NULL,
	  { "build", "--a\033[31m\177\302\233\tb" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  2,
	  NULL,
	  "\"--a?[31m??\tb\"" },
	{ "the same in JSON",
	  NULL,
	  { "build", "--diagnostics=json", "--a\033\177\"\\b" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  2,
	  NULL,
	  "\\\"--a\\u001b\\u007f\\\"\\\\b\\\"" },
	{ "UTF-8 and what is none in JSON",
	  NULL,
	  { "build", "--diagnostics=json", "--\303\251\344\270\255\360\237\230\200\344(\200\377\300" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  2,
	  NULL,
	  "\303\251\344\270\255\360\237\230\200\\ufffd(\\ufffd\\ufffd\\ufffd" },
	{ "an output that is /dev/full",
	  "life-alerts/in",
	  { "build", "-o/dev/full" },
	  NULL,
	  TO_TEXT,
	  TO_TEXT,
	  1,
	  NULL,
	  "\"/dev/full\" cannot be written: No space left on device" },
	{ "an output that is /dev/null", "life-alerts/in", { "build", "-o=/dev/null" }, NULL, TO_TEXT, TO_TEXT, 0, NULL, NULL },
};
enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

struct suite {
	const char *program, *cases;
	const char *scratch; /* a directory of ours: an empty one in it, and the texts of streams */
};

/* The side of a new terminal that the program gets, and in *other ours; -1: there are no terminals here. */
static int
open_terminal(int *other)
{
	*other = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*other < 0 || grantpt(*other) != 0 || unlockpt(*other) != 0) {
		return -1;
	}
	return open(ptsname(*other), O_RDWR | O_NOCTTY | O_CLOEXEC);
}

/* A descriptor for a stream; -1: closed, or it cannot be. */
static int
open_stream(enum stream stream, const char *path, int *terminal)
{
	switch (stream) {
	case TO_FULL_DISK:
		return open("/dev/full", O_WRONLY | O_CLOEXEC);
	case TO_TERMINAL:
		return open_terminal(terminal);
	case CLOSED:
		return -1;
	case TO_TEXT:
		break;
	}
	return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

/* What the program left in the terminal: its messages are small enough to wait there. */
static struct bytes
read_terminal(int terminal)
{
	struct bytes text = { calloc(1, 65536), 0 };
	ssize_t got;
	while (text.data != NULL && (got = read(terminal, text.data + text.length, 65535 - text.length)) > 0) {
		text.length += (size_t)got;
	}
	return text;
}

static int
start(const struct suite *suite, const struct command *c, const char *directory, int out, int err)
{
	char *arguments[MOST_WORDS + 2] = { (char *)"conf-render" };
	posix_spawn_file_actions_t actions;
	pid_t child;
	int status = -1;
	for (size_t i = 0; i < MOST_WORDS && c->words[i] != NULL; i++) {
		arguments[i + 1] = (char *)c->words[i];
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir_np(&actions, directory);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (err >= 0) {
		posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
	} else {
		posix_spawn_file_actions_addclose(&actions, STDERR_FILENO);
	}
	if (posix_spawn(&child, suite->program, &actions, NULL, arguments, environ) == 0) {
		while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
		}
	}
	posix_spawn_file_actions_destroy(&actions);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool
holds(const char *what, enum stream stream, const struct bytes *text, const char *wanted, bool plain)
{
	const char *data = text->data != NULL ? text->data : "";
	bool good = wanted == NULL ? stream == TO_FULL_DISK || stream == CLOSED || text->length == 0 : strstr(data, wanted) != NULL;
	/* Without an escape where none is wanted: the colours are what is tested. */
	good = good && !(plain && strchr(data, '\033') != NULL);
	if (!good) {
		printf("  %s: %s\n  wanted: %s\n", what, data, wanted != NULL ? wanted : "nothing");
	}
	return good;
}

static bool
run_command(const struct suite *suite, const struct command *c)
{
	char *directory = c->directory != NULL ? path_of(suite->cases, c->directory) : path_of(suite->scratch, "empty");
	char *out_path = path_of(suite->scratch, "out"), *err_path = path_of(suite->scratch, "err");
	int terminal = -1;
	int out = open_stream(c->out, out_path, &terminal), err = open_stream(c->err, err_path, &terminal);
	if (c->variable != NULL) {
		putenv((char *)c->variable);
	}
	int status = start(suite, c, directory, out, err);
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	close(out);
	if (err >= 0) {
		close(err);
	}
	struct bytes out_text = c->out == TO_TEXT ? file_read(out_path) : (struct bytes){ 0 };
	struct bytes err_text = c->err == TO_TEXT ? file_read(err_path) : terminal >= 0 ? read_terminal(terminal) : (struct bytes){ 0 };
	bool good = status == c->status;
	if (!good) {
		printf("  exit status %d, wanted %d\n", status, c->status);
	}
	bool plain = c->in_err != NULL && strchr(c->in_err, '\033') == NULL && strcmp(c->in_err, "^") != 0;
	good = holds("standard output", c->out, &out_text, c->in_out, c->in_out == NULL || strchr(c->in_out, '\033') == NULL) && good;
	good = holds("standard error", c->err, &err_text, c->in_err, plain) && good;
	if (terminal >= 0) {
		close(terminal);
	}
	free(out_text.data);
	free(err_text.data);
	free(out_path);
	free(err_path);
	free(directory);
	return good;
}

/* A machine may have no terminals to give. */
static bool
has_terminals(void)
{
	int other, fd = open_terminal(&other);
	if (fd >= 0) {
		close(fd);
	}
	if (other >= 0) {
		close(other);
	}
	return fd >= 0;
}

int
main(int argc, char **argv)
{
	char scratch[] = "/tmp/commands-XXXXXX";
	if (argc != 3 || mkdtemp(scratch) == NULL) {
		fputs("usage: commands PROGRAM CASES-DIRECTORY\n", stderr);
		return 2;
	}
	struct suite suite = { argv[1], argv[2], scratch };
	char *empty = path_of(scratch, "empty");
	mkdir(empty, 0777);
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	bool terminals = has_terminals();
	size_t passed = 0, skipped = 0;
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (commands[i].err == TO_TERMINAL && !terminals) {
			skipped++;
		} else if (run_command(&suite, &commands[i])) {
			passed++;
		} else {
			printf("FAILED %s\n", commands[i].name);
		}
	}
	free(empty);
	directory_remove(scratch);
	printf("%zu passed, %zu failed, %zu skipped\n", passed, COMMAND_COUNT - passed - skipped, skipped);
	return passed + skipped == COMMAND_COUNT ? 0 : 1;
}
