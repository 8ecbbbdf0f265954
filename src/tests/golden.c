/* Runs the program on every folder of testdata/cases, and on the roots of testdata/examples/list.txt (a root, what it must print, options).
 *
 *     golden PROGRAM REPOSITORY [--accept | --sandboxed] [NAME...]
 *
 * A case is a folder with
 *   in/        the input; the program runs in it
 *   cmd        its arguments; without this file: build . ($OUT is an empty directory)
 *   env        lines NAME=VALUE for its environment
 *   want.yaml  what standard output must be; without: nothing
 *   want.out   the same of other commands than build; that of check makes the exit status 1 unless it is empty
 *   want.err   what standard error must be, and the exit status is 1; of check 2
 *   want.warn  what standard error must be, where all went well; without both it must be empty
 *   status     the exit status, where it is another
 *   want/      what $OUT must hold afterwards; without: nothing
 *   after/     what the directory must hold afterwards: of cases that begin with edit or create, which run in a copy of in/
 *   why        one line: what is tested, and where want comes from
 * and nothing else. A case that lacks in/ or why, or wants nothing at all, fails: it would hold whatever the program does.
 * --accept writes want and status anew instead, for review. --sandboxed renders with the whole sandbox; status 77 where it is not to be
 * had. */
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

struct suite {
	const char *program;
	const char *scratch; /* a directory for what runs leave */
	bool accept, sandboxed;
	size_t passed, failed;
};

/* One run of the program. */
struct run {
	struct bytes out, err;
	int status; /* -1: ended by a signal, or never started */
};

enum { MOST_WORDS = 64 };

static int
wait_for(pid_t child)
{
	int status;
	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR) {
			return -1;
		}
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The same arguments, and --sandbox=require behind the command. */
static void
require_sandbox(char **arguments, char **words)
{
	static const char *const confined[] = { "build", "check", "deps", "cmp" };
	size_t count = 0, place = 0;
	for (size_t i = 0; i < sizeof(confined) / sizeof(confined[0]) && arguments[1] != NULL; i++) {
		if (strcmp(arguments[1], confined[i]) == 0) {
			place = strcmp(confined[i], "cmp") == 0 ? 2 : 1;
		}
	}
	for (size_t i = 0; arguments[i] != NULL && count < MOST_WORDS; i++) {
		words[count++] = arguments[i];
		if (i == place && i > 0) {
			words[count++] = (char *)"--sandbox=require";
		}
	}
	words[count] = NULL;
}

/* The streams go to files: two pipes would have to be emptied by turns. */
static struct run
run_program(const struct suite *suite, const char *directory, char **arguments)
{
	char *words[MOST_WORDS + 2];
	if (suite->sandboxed) {
		require_sandbox(arguments, words);
		arguments = words;
	}
	struct run run = { .status = -1 };
	char *out = path_of(suite->scratch, "stdout");
	char *err = path_of(suite->scratch, "stderr");
	posix_spawn_file_actions_t actions;
	pid_t child;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	posix_spawn_file_actions_addchdir_np(&actions, directory);
	if (posix_spawn(&child, suite->program, &actions, NULL, arguments, environ) == 0) {
		run.status = wait_for(child);
	}
	posix_spawn_file_actions_destroy(&actions);
	run.out = file_read(out);
	run.err = file_read(err);
	free(out);
	free(err);
	return run;
}

static void
run_free(struct run *run)
{
	free(run->out.data);
	free(run->err.data);
}

static void
print_line(const char *sign, const struct bytes *bytes, size_t start)
{
	if (start >= bytes->length) {
		printf("    %s (the end)\n", sign);
		return;
	}
	const char *end = memchr(bytes->data + start, '\n', bytes->length - start);
	int length = (int)(end != NULL ? end - bytes->data - (long)start : (long)(bytes->length - start));
	printf("    %s %.*s%s\n", sign, length < 200 ? length : 200, bytes->data + start, end == NULL ? " (no line feed)" : "");
}

/* Compares, and prints the first line that differs. */
static bool
same(const char *what, const struct bytes *want, const struct bytes *got)
{
	if (bytes_equal(want, got)) {
		return true;
	}
	size_t at = 0, start = 0, line = 1;
	while (at < want->length && at < got->length && want->data[at] == got->data[at]) {
		if (want->data[at++] == '\n') {
			start = at;
			line++;
		}
	}
	printf("  %s differs in line %zu:\n", what, line);
	print_line("-", want, start);
	print_line("+", got, start);
	return false;
}

static bool
same_file(const char *want_path, const char *got_path, const char *name)
{
	struct bytes want = file_read(want_path);
	struct bytes got = file_read(got_path);
	bool equal = same(name, &want, &got);
	free(want.data);
	free(got.data);
	return equal;
}

static bool
same_trees(const char *want_directory, const char *got_directory)
{
	struct paths want = directory_files(want_directory);
	struct paths got = directory_files(got_directory);
	bool equal = true;
	size_t i = 0, j = 0;
	while (i < want.count || j < got.count) {
		int order = i == want.count ? 1 : j == got.count ? -1 : strcmp(want.names[i], got.names[j]);
		if (order != 0) {
			printf("  %s: %s\n", order < 0 ? want.names[i] : got.names[j], order < 0 ? "missing" : "not wanted");
			equal = false;
		} else {
			char *a = path_of(want_directory, want.names[i]);
			char *b = path_of(got_directory, got.names[j]);
			equal = same_file(a, b, want.names[i]) && equal;
			free(a);
			free(b);
		}
		i += order <= 0;
		j += order >= 0;
	}
	paths_free(&want);
	paths_free(&got);
	return equal;
}

/* A case and what it wants. */
struct golden {
	char *directory, *in, *out;
	char *work; /* the copy of in that it runs in; NULL: it runs there */
	struct bytes command, environment, want_out, want_err, want_warn;
	bool checks, renders; /* the command is check, or build */
	int status;
};

static struct bytes
read_in(const char *directory, const char *name)
{
	char *path = path_of(directory, name);
	struct bytes bytes = file_read(path);
	free(path);
	return bytes;
}

static const char *
output_name(const struct golden *g)
{
	return g->renders ? "want.yaml" : "want.out";
}

static int
usual_status(const struct golden *g)
{
	int failed = g->checks ? 2 : 1;
	return g->want_err.data != NULL ? failed : g->checks && g->want_out.length != 0;
}

static struct golden
golden_open(const struct suite *suite, const char *cases, const char *name)
{
	struct golden g = { .directory = path_of(cases, name), .out = path_of(suite->scratch, "out") };
	g.in = path_of(g.directory, "in");
	g.command = read_in(g.directory, "cmd");
	g.environment = read_in(g.directory, "env");
	if (g.command.data == NULL) {
		g.command.data = strdup("build .");
		g.command.length = g.command.data != NULL ? strlen(g.command.data) : 0;
	}
	bytes_replace(&g.command, "$OUT", g.out);
	if (g.command.length >= 5 && (strncmp(g.command.data, "edit ", 5) == 0 || strncmp(g.command.data, "create", 6) == 0)) {
		g.work = path_of(suite->scratch, "work");
		directory_copy(g.in, g.work);
	}
	g.checks = strncmp(g.command.data, "check", 5) == 0;
	g.renders = strncmp(g.command.data, "build", 5) == 0;
	g.want_out = read_in(g.directory, output_name(&g));
	g.want_err = read_in(g.directory, "want.err");
	g.want_warn = read_in(g.directory, "want.warn");
	struct bytes status = read_in(g.directory, "status");
	g.status = status.data != NULL ? atoi(status.data) : usual_status(&g);
	free(status.data);
	directory_remove(g.out);
	mkdir(g.out, 0777);
	return g;
}

static void
golden_free(struct golden *g)
{
	free(g->directory);
	free(g->in);
	free(g->out);
	free(g->work);
	free(g->command.data);
	free(g->environment.data);
	free(g->want_out.data);
	free(g->want_err.data);
	free(g->want_warn.data);
}

/* What names its own place names it "$OUT". */
static void
hide_place(const struct golden *g)
{
	struct paths files = directory_files(g->out);
	for (size_t i = 0; i < files.count; i++) {
		char *path = path_of(g->out, files.names[i]);
		struct bytes bytes = file_read(path);
		if (bytes.data != NULL && strstr(bytes.data, g->out) != NULL) {
			bytes_replace(&bytes, g->out, "$OUT");
			file_write(path, bytes.data, bytes.length);
		}
		free(bytes.data);
		free(path);
	}
	paths_free(&files);
}

static struct run
golden_run(const struct suite *suite, struct golden *g)
{
	char *words[MOST_WORDS + 1] = { (char *)"conf-render" };
	words_split(g->command.data, words + 1, MOST_WORDS);
	environment_set(g->environment.data);
	struct run run = run_program(suite, g->work != NULL ? g->work : g->in, words);
	environment_unset(g->environment.data);
	bytes_replace(&run.err, g->out, "$OUT");
	hide_place(g);
	return run;
}

static bool
complain(const char *what, const char *name)
{
	printf("  %s%s\n", what, name);
	return false;
}

static bool
is_part(const char *name)
{
	static const char *const parts[] = { "after",    "cmd",      "env",       "in",        "status", "want",
					     "want.err", "want.out", "want.warn", "want.yaml", "why" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(name, parts[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* Is the case itself whole? A misspelt name must not make it want less. */
static bool
golden_whole(const struct golden *g)
{
	struct paths parts = directory_entries(g->directory);
	struct bytes why = read_in(g->directory, "why");
	bool good = true, input = false, wants = false;
	for (size_t i = 0; i < parts.count; i++) {
		good = (is_part(parts.names[i]) || complain("no part of a case: ", parts.names[i])) && good;
		input = input || strcmp(parts.names[i], "in") == 0;
		wants = wants || strncmp(parts.names[i], "want", 4) == 0 || strcmp(parts.names[i], "after") == 0;
	}
	good = (input || complain("no such case, or no input in it", "")) && good;
	good = (wants || complain("it wants nothing", "")) && good;
	good = (why.length > 1 || complain("no why", "")) && good;
	good = (g->want_err.data == NULL || g->want_warn.data == NULL || complain("both want.err and want.warn", "")) && good;
	paths_free(&parts);
	free(why.data);
	return good;
}

static bool
golden_check(const struct golden *g, const struct run *run)
{
	char *want = path_of(g->directory, "want");
	bool good = golden_whole(g);
	if (run->status != g->status) {
		printf("  exit status %d, wanted %d\n", run->status, g->status);
		good = false;
	}
	good = same("standard output", &g->want_out, &run->out) && good;
	good = same("standard error", g->want_err.data != NULL ? &g->want_err : &g->want_warn, &run->err) && good;
	good = same_trees(want, g->out) && good;
	if (g->work != NULL) {
		char *after = path_of(g->directory, "after");
		good = same_trees(after, g->work) && good;
		free(after);
	}
	free(want);
	return good;
}

/* Writes a file of the case, or takes it away when there is nothing to say. */
static void
accept_file(const struct golden *g, const char *name, const struct bytes *bytes, bool wanted)
{
	char *path = path_of(g->directory, name);
	if (!wanted) {
		unlink(path);
	} else if (!file_write(path, bytes->data, bytes->length)) {
		printf("  %s cannot be written\n", path);
	}
	free(path);
}

static void
accept_tree(const struct golden *g)
{
	char *want = path_of(g->directory, "want");
	struct paths files = directory_files(g->out);
	directory_remove(want);
	for (size_t i = 0; i < files.count; i++) {
		char *from = path_of(g->out, files.names[i]);
		char *to = path_of(want, files.names[i]);
		file_copy(from, to);
		free(from);
		free(to);
	}
	paths_free(&files);
	free(want);
}

static void
golden_accept(const struct golden *g, const struct run *run)
{
	char status[16];
	struct bytes text = { status, (size_t)snprintf(status, sizeof(status), "%d\n", run->status) };
	bool failed = g->checks ? run->status == 2 : run->status != 0;
	int usual = g->checks ? (failed ? 2 : run->out.length != 0) : failed;
	accept_file(g, output_name(g), &run->out, run->out.length != 0 || (g->checks && !failed));
	accept_file(g, "want.err", &run->err, failed);
	accept_file(g, "want.warn", &run->err, !failed && run->err.length != 0);
	accept_file(g, "status", &text, run->status != usual);
	accept_tree(g);
	if (g->work != NULL) {
		char *after = path_of(g->directory, "after");
		directory_copy(g->work, after);
		free(after);
	}
}

static void
count(struct suite *suite, bool good, const char *name)
{
	if (!good) {
		printf("FAILED %s\n", name);
	}
	suite->passed += good;
	suite->failed += !good;
}

static void
run_case(struct suite *suite, const char *cases, const char *name)
{
	struct golden g = golden_open(suite, cases, name);
	struct run run = golden_run(suite, &g);
	if (suite->accept) {
		golden_accept(&g, &run);
	} else {
		count(suite, golden_check(&g, &run), name);
	}
	run_free(&run);
	golden_free(&g);
}

/* A row of list.txt: a directory to render, without a finding, and the file that holds what it must give, both relative to the repository.
 */
static void
run_example(struct suite *suite, const char *repository, char *row)
{
	char *words[MOST_WORDS + 1];
	if (row[0] == '#' || words_split(row, words, MOST_WORDS) < 2) {
		return;
	}
	/* The command and the directory in front, the options of the row behind them. */
	char *arguments[MOST_WORDS + 3] = { (char *)"conf-render", (char *)"build", words[0] };
	for (size_t i = 2; words[i] != NULL; i++) {
		arguments[i + 1] = words[i];
	}
	struct run run = run_program(suite, repository, arguments);
	struct bytes want = read_in(repository, words[1]);
	bool good = run.status == 0 && run.err.length == 0 && want.data != NULL;
	if (!good) {
		printf("  exit status %d: %s", run.status, run.err.length != 0 ? run.err.data : "\n");
	}
	count(suite, same("standard output", &want, &run.out) && good, words[0]);
	free(want.data);
	run_free(&run);
}

static void
run_examples(struct suite *suite, const char *repository)
{
	struct bytes list = read_in(repository, "testdata/examples/list.txt");
	char *rest = NULL;
	for (char *row = list.data != NULL ? strtok_r(list.data, "\n", &rest) : NULL; row != NULL; row = strtok_r(NULL, "\n", &rest)) {
		run_example(suite, repository, row);
	}
	free(list.data);
}

static void
run_all(struct suite *suite, const char *repository, char **names)
{
	char *cases = path_of(repository, "testdata/cases");
	struct paths all = directory_entries(cases);
	for (size_t i = 0; names[0] == NULL && i < all.count; i++) {
		run_case(suite, cases, all.names[i]);
	}
	for (; *names != NULL; names++) {
		run_case(suite, cases, *names);
	}
	paths_free(&all);
	free(cases);
}

static bool
has_sandbox(const struct suite *suite)
{
	char *arguments[] = { (char *)"conf-render", (char *)"version", (char *)"--sandbox", NULL };
	struct run run = run_program(suite, "/", arguments);
	bool active = run.out.data != NULL && strstr(run.out.data, "not active") == NULL;
	run_free(&run);
	return active;
}

int
main(int argc, char **argv)
{
	enum { SKIPPED = 77 };
	char scratch[] = "/tmp/golden-XXXXXX";
	struct suite suite = { .scratch = scratch };
	if (argc < 3 || mkdtemp(scratch) == NULL) {
		fputs("usage: golden PROGRAM REPOSITORY [--accept | --sandboxed] [NAME...]\n", stderr);
		return 2;
	}
	suite.program = argv[1];
	suite.accept = argc > 3 && strcmp(argv[3], "--accept") == 0;
	suite.sandboxed = argc > 3 && strcmp(argv[3], "--sandboxed") == 0;
	if (suite.sandboxed && !has_sandbox(&suite)) {
		puts("skipped: not the whole sandbox is to be had here");
		directory_remove(scratch);
		return SKIPPED;
	}
	char **names = argv + 3 + (suite.accept || suite.sandboxed);
	run_all(&suite, argv[2], names);
	if (names[0] == NULL && !suite.accept) {
		run_examples(&suite, argv[2]);
	}
	directory_remove(scratch);
	if (!suite.accept) {
		printf("%zu passed, %zu failed\n", suite.passed, suite.failed);
	}
	return suite.failed == 0 ? 0 : 1;
}
