/* A run that is ended from outside, or that may write no further, leaves nothing behind: signals, --timeout, a limit on the size of files.
 *
 *     interrupted PROGRAM
 *
 * A FIFO that nobody reads, in the place of an output file, is where a run waits for its signal. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "golden_files.h"

extern char **environ;

/* A scratch directory with in/ (two ConfigMaps), big/ (a render that takes its time) and out/. */
struct world {
	const char *program;
	char *in, *big, *out, *err;
};

static _Noreturn void
give_up(const char *what)
{
	perror(what);
	exit(1);
}

static void
put_text(const char *directory, const char *name, const char *text)
{
	char *path = path_of(directory, name);
	if (!file_write(path, text, strlen(text))) {
		give_up(path);
	}
	free(path);
}

static char *
put_directory(const char *top, const char *name)
{
	char *path = path_of(top, name);
	if (mkdir(path, 0700) != 0) {
		give_up(path);
	}
	return path;
}

/* Objects with long lists: a second's work or so, and more than a pipe holds. */
static void
put_big(const char *directory)
{
	enum { OBJECTS = 200, ITEMS = 2000 };
	char *path = path_of(directory, "big.yaml");
	FILE *file = fopen(path, "we");
	for (int i = 0; file != NULL && i < OBJECTS; i++) {
		fprintf(file, "---\napiVersion: v1\nkind: Thing\nmetadata:\n  name: t%d\nlist:\n", i);
		for (int k = 0; k < ITEMS; k++) {
			fprintf(file, "- item-%d-%d\n", i, k);
		}
	}
	if (file == NULL || fclose(file) != 0) {
		give_up(path);
	}
	free(path);
	put_text(directory, "kustomization.yaml", "namePrefix: a-\nresources: [big.yaml]\n");
}

static void
put_world(struct world *w, const char *program, const char *top)
{
	*w = (struct world){ .program = program };
	w->in = put_directory(top, "in");
	w->big = put_directory(top, "big");
	w->out = put_directory(top, "out");
	w->err = path_of(top, "err");
	put_text(w->in, "kustomization.yaml",
		 "configMapGenerator:\n- name: a\n- name: b\ngeneratorOptions: {disableNameSuffixHash: true}\n");
	put_big(w->big);
}

/* Starts "build ARGUMENTS" with standard output to out and standard error to the file err. */
static pid_t
start(const struct world *w, int out, const char *const *arguments)
{
	char *words[16] = { (char *)"conf-render", (char *)"build" };
	for (size_t i = 0; arguments[i] != NULL && i < 13; i++) {
		words[i + 2] = (char *)arguments[i];
	}
	posix_spawn_file_actions_t actions;
	pid_t child;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, w->err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (posix_spawn(&child, w->program, &actions, NULL, words, environ) != 0) {
		give_up(w->program);
	}
	posix_spawn_file_actions_destroy(&actions);
	return child;
}

/* The exit status, or minus the signal that ended it. */
static int
wait_for(pid_t child)
{
	int status = 0;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
	}
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static bool
check(const char *name, int want, int got)
{
	if (want != got) {
		printf("FAILED %s: %d, wanted %d\n", name, got, want);
	}
	return want == got;
}

/* Those with a dot in front too. */
static size_t
count_files(const char *directory)
{
	DIR *dir = opendir(directory);
	size_t count = 0;
	if (dir == NULL) {
		give_up(directory);
	}
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	}
	closedir(dir);
	return count;
}

/* Waits until there are so many; not for ever. */
static void
wait_for_files(const char *directory, size_t count)
{
	for (int i = 0; i < 2000 && count_files(directory) < count; i++) {
		usleep(5000);
	}
}

/* The first file is there under its temporary name, the second is a FIFO, which the run waits at. SIGHUP is ignored by who started it. */
static bool
killed_while_writing(const struct world *w, int signal_number)
{
	const char *const arguments[] = { w->in, "--split", "-o", w->out, NULL };
	char *fifo = path_of(w->out, "v1_configmap_b.yaml");
	if (mkfifo(fifo, 0600) != 0) {
		give_up(fifo);
	}
	bool was_ignored = signal_number == SIGTERM;
	signal(SIGHUP, was_ignored ? SIG_IGN : SIG_DFL);
	pid_t child = start(w, STDOUT_FILENO, arguments);
	wait_for_files(w->out, 2);
	bool passed = check("temporary file", 2, (int)count_files(w->out));
	if (was_ignored) {
		kill(child, SIGHUP);
	}
	kill(child, signal_number);
	passed = check(strsignal(signal_number), -signal_number, wait_for(child)) && passed;
	passed = check("files left", 1, (int)count_files(w->out)) && passed;
	signal(SIGHUP, SIG_DFL);
	unlink(fifo);
	free(fifo);
	return passed;
}

/* With one output file, whose temporary name is there from the start. */
static bool
killed_while_rendering(const struct world *w)
{
	char *file = path_of(w->out, "file.yaml");
	const char *const arguments[] = { w->big, w->big, w->big, w->big, "-o", file, NULL };
	pid_t child = start(w, STDOUT_FILENO, arguments);
	wait_for_files(w->out, 1);
	kill(child, SIGINT);
	bool passed = check("interrupt", -SIGINT, wait_for(child));
	passed = check("files left by it", 0, (int)count_files(w->out)) && passed;
	free(file);
	return passed;
}

static bool
err_is(const struct world *w, const char *want)
{
	struct bytes err = file_read(w->err);
	bool equal = err.data != NULL && strcmp(err.data, want) == 0;
	if (!equal) {
		printf("FAILED message:\n%swanted:\n%s", err.data != NULL ? err.data : "", want);
	}
	free(err.data);
	return equal;
}

static char *
joined(const char *a, const char *b, const char *c)
{
	size_t length = strlen(a) + strlen(b) + strlen(c) + 1;
	char *text = malloc(length);
	if (text == NULL) {
		give_up("memory");
	}
	snprintf(text, length, "%s%s%s", a, b, c);
	return text;
}

static bool
too_long(const struct world *w)
{
	char *file = path_of(w->out, "file.yaml");
	const char *const to_stdout[] = { "--timeout=0.01", w->big, NULL };
	const char *const to_file[] = { "--timeout=0.01", "--diagnostics=json", w->big, "-o", file, NULL };
	char *text = joined("", w->big, ": error: took longer than 0.01 s (--timeout)\n    hint: --timeout gives it more\n");
	char *json = joined("{\"severity\":\"error\",\"code\":\"limit\",\"message\":\"took longer than 0.01 s (--timeout)\",\"file\":\"",
			    w->big, "\",\"hint\":\"--timeout gives it more\"}\n");
	char *captured = path_of(w->out, "captured");
	int out = open(captured, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct stat status;
	bool passed = check("timeout", 1, wait_for(start(w, out, to_stdout))) && err_is(w, text);
	passed = check("output", 0, fstat(out, &status) == 0 ? (int)status.st_size : -1) && passed;
	close(out);
	unlink(captured);
	passed = check("timeout with -o", 1, wait_for(start(w, STDOUT_FILENO, to_file))) && err_is(w, json) && passed;
	passed = check("files left by a timeout", 0, (int)count_files(w->out)) && passed;
	free(captured);
	free(json);
	free(text);
	free(file);
	return passed;
}

/* The reader begins after the time is over: that time is not the render's. */
static bool
slow_reader(const struct world *w)
{
	const char *const arguments[] = { "--timeout=5", w->big, NULL };
	int ends[2];
	char buffer[1 << 16];
	if (pipe2(ends, O_CLOEXEC) != 0) {
		give_up("pipe");
	}
	pid_t child = start(w, ends[1], arguments);
	close(ends[1]);
	sleep(6);
	while (read(ends[0], buffer, sizeof(buffer)) > 0) {
	}
	close(ends[0]);
	return check("slow reader", 0, wait_for(child));
}

static bool
file_size(const struct world *w)
{
	char *file = path_of(w->out, "file.yaml");
	const char *const arguments[] = { w->in, "-o", file, NULL };
	struct rlimit before, least = { 0 };
	getrlimit(RLIMIT_FSIZE, &before);
	least = before;
	least.rlim_cur = 10;
	put_text(w->out, "file.yaml", "old\n");
	/* Messages go to a file too: they are lost. */
	setrlimit(RLIMIT_FSIZE, &least);
	int status = wait_for(start(w, STDOUT_FILENO, arguments));
	setrlimit(RLIMIT_FSIZE, &before);
	bool passed = check("limit on files", 1, status) && check("only the old file", 1, (int)count_files(w->out));
	struct bytes kept = file_read(file);
	passed = kept.data != NULL && check("old file", 0, strcmp(kept.data, "old\n")) && passed;
	free(kept.data);
	unlink(file);
	free(file);
	return passed;
}

int
main(int argc, char **argv)
{
	char top[] = "/tmp/interrupted-XXXXXX";
	struct world w;
	if (argc != 2 || mkdtemp(top) == NULL) {
		fputs("usage: interrupted PROGRAM\n", stderr);
		return 2;
	}
	put_world(&w, argv[1], top);
	size_t passed = 0;
	passed += killed_while_writing(&w, SIGTERM);
	passed += killed_while_writing(&w, SIGINT);
	passed += killed_while_writing(&w, SIGHUP);
	passed += killed_while_rendering(&w);
	passed += too_long(&w);
	passed += slow_reader(&w);
	passed += file_size(&w);
	directory_remove(top);
	free(w.in);
	free(w.big);
	free(w.out);
	free(w.err);
	printf("%zu passed, %zu failed\n", passed, 7 - passed);
	return passed == 7 ? 0 : 1;
}
