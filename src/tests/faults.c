/* Runs the program on golden cases, with the first call of a kind failing, then the second, and so on, each alone and with all that follow
 * it. A run must end as it does without a failure, or with status 1 (of check 2), a message that says what failed, nothing on standard
 * output, no temporary file, and nothing left allocated or open. Of an edit each file is then as it was, or as the edit leaves it.
 *
 *     faults REPOSITORY MOST SEED [NAME...]
 *
 * NAME is a case of testdata/cases; without: all of them. Of more than MOST calls of a kind, that many fail in turn, and SEED decides
 * which. Each run is a fork of this program, which holds all of conf-render: a start costs nothing. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults_inject.h"
#include "golden_files.h"

enum { CLI_INPUT = 1, CLI_USAGE = 2, MOST_WORDS = 64, MOST_FAILURES = 20, SECONDS = 60, MANY = 20 };

/* WANT_FALLBACK: the same where it never works, as in a kernel that does not have the call. */
enum want { WANT_SAME, WANT_FAILURE, WANT_EITHER, WANT_FALLBACK };

/* One call alone, that and then also with all that follow it, or one and then all of memory. */
enum extent { ONCE, AND_FOR_GOOD, STARVING };

/* What fails, how, and what the run must then do. */
struct sort {
	const char *name;
	enum fault_kind kind;
	int error;
	enum want want;
	enum extent extent;
};

/* WANT_EITHER where the program may do without: libc sorts without memory too, a probe that fails is an answer, and an empty file is read
 * as nothing. */
static const struct sort SORTS[] = {
	{ "allocation", FAULT_ALLOC, ENOMEM, WANT_EITHER, AND_FOR_GOOD },
	{ "open EIO", FAULT_OPEN, EIO, WANT_EITHER, AND_FOR_GOOD },
	{ "open EMFILE", FAULT_OPEN, EMFILE, WANT_EITHER, AND_FOR_GOOD },
	{ "open EINTR", FAULT_OPEN, EINTR, WANT_SAME, ONCE },
	{ "openat2 ENOSYS", FAULT_OPENAT2, ENOSYS, WANT_FALLBACK, AND_FOR_GOOD },
	{ "openat2 EPERM", FAULT_OPENAT2, EPERM, WANT_FALLBACK, AND_FOR_GOOD },
	{ "read EIO", FAULT_READ, EIO, WANT_FAILURE, AND_FOR_GOOD },
	{ "read EINTR", FAULT_READ, EINTR, WANT_SAME, ONCE },
	{ "read EIO and no memory", FAULT_READ, EIO, WANT_FAILURE, STARVING },
	{ "read of nothing", FAULT_READ, FAULT_NOTHING, WANT_EITHER, AND_FOR_GOOD },
	{ "short read", FAULT_READ, FAULT_SHORT, WANT_SAME, AND_FOR_GOOD },
	{ "list EIO", FAULT_LIST, EIO, WANT_FAILURE, AND_FOR_GOOD },
	{ "stat EIO", FAULT_STAT, EIO, WANT_EITHER, AND_FOR_GOOD },
	{ "stat ENOMEM", FAULT_STAT, ENOMEM, WANT_EITHER, AND_FOR_GOOD },
	{ "create EIO", FAULT_CREATE, EIO, WANT_FAILURE, AND_FOR_GOOD },
	{ "create ENOSPC", FAULT_CREATE, ENOSPC, WANT_FAILURE, AND_FOR_GOOD },
	{ "create EINTR", FAULT_CREATE, EINTR, WANT_EITHER, ONCE },
	{ "write EIO", FAULT_WRITE, EIO, WANT_FAILURE, AND_FOR_GOOD },
	{ "write ENOSPC", FAULT_WRITE, ENOSPC, WANT_FAILURE, AND_FOR_GOOD },
	{ "write EPIPE", FAULT_WRITE, EPIPE, WANT_FAILURE, AND_FOR_GOOD },
	{ "write EINTR", FAULT_WRITE, EINTR, WANT_SAME, ONCE },
	{ "write ENOSPC and no memory", FAULT_WRITE, ENOSPC, WANT_FAILURE, STARVING },
	{ "write of nothing", FAULT_WRITE, FAULT_NOTHING, WANT_FAILURE, AND_FOR_GOOD },
	{ "short write", FAULT_WRITE, FAULT_SHORT, WANT_SAME, AND_FOR_GOOD },
	{ "close EIO", FAULT_CLOSE, EIO, WANT_FAILURE, AND_FOR_GOOD },
	{ "message EINTR", FAULT_MESSAGE, EINTR, WANT_SAME, ONCE },
	{ "short message", FAULT_MESSAGE, FAULT_SHORT, WANT_SAME, AND_FOR_GOOD },
	{ "message of nothing", FAULT_MESSAGE, FAULT_NOTHING, WANT_EITHER, AND_FOR_GOOD },
	{ "message EIO", FAULT_MESSAGE, EIO, WANT_EITHER, AND_FOR_GOOD },
};

/* Seen by both sides of the fork. */
struct shared {
	struct fault_report report;
	bool returned; /* from main, not by _exit */
	int left_open;
};

struct tree {
	struct paths paths;
	struct bytes *contents;
};

struct run {
	struct bytes out, err;
	struct tree files; /* what $OUT holds */
	int status;        /* -1: ended by a signal; -2: did not end */
};

struct sweep {
	const char *name; /* of the case */
	char *scratch, *in, *output;
	bool writes;      /* into $OUT */
	bool edits;       /* the files that it is given: a copy of in */
	bool fixes;       /* and it need not be able to render them before or after */
	char *work;       /* that copy */
	bool names_files; /* what it prints or writes does */
	int failure;      /* the status of a run that failed: 2 of check, whose 1 says that something was found */
	struct bytes command, environment;
	char *words[MOST_WORDS + 1];
	int count;
	struct shared *shared;
	int out, err;
	struct tree before; /* of an edit */
	struct run plain;   /* without a failure */
	size_t most;
	uint64_t random;
	size_t inputs, runs, hits, same, failures;
	size_t calls[FAULT_KINDS];
};

/* The program. */
int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

static int
open_files(void)
{
	int count = 0;
	for (int fd = STDERR_FILENO + 1; fd < 256; fd++) {
		count += fcntl(fd, F_GETFD) >= 0;
	}
	return count;
}

static void
child(struct sweep *s)
{
	struct shared *shared = s->shared;
	if (chdir(s->edits ? s->work : s->in) != 0 || dup2(s->out, STDOUT_FILENO) < 0 || dup2(s->err, STDERR_FILENO) < 0) {
		_exit(99);
	}
	/* The block of a stream stays, and is nobody's fault. */
	static char room[4096];
	setvbuf(stdout, room, _IOFBF, sizeof(room));
	int before = open_files();
	faults_begin(&shared->report);
	int status = __real_main(s->count, s->words);
	faults_end();
	shared->returned = true;
	shared->left_open = open_files() - before;
	_exit(status);
}

static int
wait_for(pid_t pid)
{
	int status;
	struct pollfd ended = { .fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };
	bool in_time = ended.fd < 0 || poll(&ended, 1, SECONDS * 1000) == 1;
	if (!in_time) {
		kill(pid, SIGKILL);
	}
	if (ended.fd >= 0) {
		close(ended.fd);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	return !in_time ? -2 : WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What was written into a file of memory, which is empty afterwards. */
static struct bytes
take(int fd)
{
	struct stat st;
	struct bytes bytes = { 0 };
	if (fstat(fd, &st) == 0) {
		bytes.data = calloc((size_t)st.st_size + 1, 1);
	}
	if (bytes.data == NULL || pread(fd, bytes.data, (size_t)st.st_size, 0) != st.st_size || ftruncate(fd, 0) != 0) {
		perror("faults");
		exit(2);
	}
	lseek(fd, 0, SEEK_SET);
	bytes.length = (size_t)st.st_size;
	return bytes;
}

static struct tree
tree_read(const char *directory)
{
	struct tree tree = { .paths = directory_files(directory) };
	tree.contents = calloc(tree.paths.count + 1, sizeof(tree.contents[0]));
	for (size_t i = 0; i < tree.paths.count; i++) {
		char *path = path_of(directory, tree.paths.names[i]);
		tree.contents[i] = file_read(path);
		free(path);
	}
	return tree;
}

static void
tree_free(struct tree *tree)
{
	for (size_t i = 0; i < tree->paths.count; i++) {
		free(tree->contents[i].data);
	}
	free(tree->contents);
	paths_free(&tree->paths);
}

static void
run_free(struct run *run)
{
	tree_free(&run->files);
	free(run->out.data);
	free(run->err.data);
}

static struct run
run_program(struct sweep *s, struct fault_plan plan)
{
	struct run run = { 0 };
	memset(s->shared, 0, sizeof(*s->shared));
	s->shared->report.plan = plan;
	if (s->writes) {
		directory_remove(s->output);
		mkdir(s->output, 0777);
	}
	if (s->edits) {
		directory_copy(s->in, s->work);
	}
	pid_t pid = fork();
	if (pid == 0) {
		child(s);
	}
	run.status = pid > 0 ? wait_for(pid) : -1;
	run.out = take(s->out);
	run.err = take(s->err);
	if (s->writes) {
		run.files = tree_read(s->output);
	}
	if (s->edits) {
		run.files = tree_read(s->work);
	}
	return run;
}

static bool
has_file(const struct tree *tree, const char *name, const struct bytes *text)
{
	for (size_t i = 0; i < tree->paths.count; i++) {
		if (strcmp(tree->paths.names[i], name) == 0) {
			return bytes_equal(&tree->contents[i], text);
		}
	}
	return false;
}

/* Is every file of a one of b, or of c, with its bytes? */
static bool
part_of_any(const struct tree *a, const struct tree *b, const struct tree *c)
{
	for (size_t i = 0; i < a->paths.count; i++) {
		const char *name = a->paths.names[i];
		if (!has_file(b, name, &a->contents[i]) && !has_file(c, name, &a->contents[i])) {
			return false;
		}
	}
	return true;
}

static bool
part_of(const struct tree *a, const struct tree *b)
{
	return part_of_any(a, b, b);
}

static bool
same(const struct run *a, const struct run *b, bool messages)
{
	return a->status == b->status && bytes_equal(&a->out, &b->out) && (!messages || bytes_equal(&a->err, &b->err)) &&
	       a->files.paths.count == b->files.paths.count && part_of(&a->files, &b->files);
}

static bool
holds(const struct bytes *text, const char *part)
{
	return strstr(text->data, part) != NULL;
}

/* Does the message say what failed? A file may go by another name there: a link's, or one with letters that are not shown. */
static bool
told(const struct fault_report *report, const struct bytes *message)
{
	const char *name = report->path;
	if (report->plan.starve && holds(message, "out of memory")) {
		return true;
	}
	switch (report->plan.kind) {
	case FAULT_ALLOC:
		return holds(message, "out of memory") || holds(message, "Cannot allocate memory");
	case FAULT_CREATE:
	case FAULT_WRITE:
	case FAULT_CLOSE:
		return holds(message, "cannot be written");
	case FAULT_OPEN:
	case FAULT_READ:
	case FAULT_LIST:
		return holds(message, name) || (holds(message, "cannot ") && holds(message, "\""));
	default:
		return message->length > 0;
	}
}

/* What is wrong with a run that had a failure and did not end like one without; NULL if nothing. */
static const char *
judge_failure(const struct sweep *s, const struct run *run)
{
	const struct fault_report *report = &s->shared->report;
	bool to_stdout = report->plan.kind == FAULT_WRITE || report->plan.kind == FAULT_CLOSE;
	/* What an option names and cannot be looked at is a wrong option. */
	if (run->status != s->failure && !(run->status == CLI_USAGE && (s->plain.status == CLI_USAGE || report->plan.kind == FAULT_STAT))) {
		return "not the exit status of a failure";
	}
	/* Check prints what it found before, and what failed. */
	if (to_stdout ? run->out.length > s->plain.out.length || memcmp(run->out.data, s->plain.out.data, run->out.length) != 0
		      : run->out.length != 0 && s->failure != CLI_USAGE) {
		return "output in spite of an error";
	}
	if (!told(report, &run->err)) {
		return "no message that says what failed";
	}
	if (s->edits && run->files.paths.count < s->before.paths.count) {
		return "a file is gone";
	}
	return part_of_any(&run->files, &s->plain.files, &s->before) ? NULL : "a file that should not be there, or is half written";
}

/* What cannot be written is not there; and without the working directory files are named from the root. */
static bool
changes_messages(enum fault_kind kind)
{
	return kind == FAULT_MESSAGE || kind == FAULT_STAT;
}

static const char *
judge(const struct sweep *s, const struct sort *sort, const struct run *run)
{
	const struct shared *shared = s->shared;
	bool hit = shared->report.hit;
	if (run->status < 0) {
		return run->status == -1 ? "ended by a signal" : "did not end";
	}
	if (!shared->returned && sort->kind != FAULT_ALLOC && sort->extent != STARVING) {
		return "ended in the middle";
	}
	if (shared->returned && (shared->report.live != 0 || shared->left_open != 0)) {
		return shared->left_open != 0 ? "a file was not closed" : "something was not freed";
	}
	if (same(run, &s->plain, !hit || sort->want == WANT_SAME || !changes_messages(sort->kind))) {
		return hit && sort->want == WANT_FAILURE && s->plain.status != s->failure && !(s->fixes && sort->kind == FAULT_READ)
			       ? "the failure was not seen"
			       : NULL;
	}
	/* Findings, lists and rules for make name files: in full, where the working directory is not known. */
	if (hit && s->names_files && sort->kind == FAULT_STAT && run->status == s->plain.status) {
		return NULL;
	}
	/* What fix could not render before it does not compare. */
	if (hit && s->edits && run->status == s->plain.status && bytes_equal(&run->out, &s->plain.out) &&
	    (s->fixes || run->err.length > 0) && run->files.paths.count == s->plain.files.paths.count &&
	    part_of(&run->files, &s->plain.files)) {
		return NULL;
	}
	/* And what is empty for it is no manifest. */
	if (s->edits && sort->kind == FAULT_READ && sort->error == FAULT_NOTHING) {
		return NULL;
	}
	bool never = shared->report.plan.at == 1 && shared->report.plan.for_good;
	bool must_be_same = sort->want == WANT_SAME || (sort->want == WANT_FALLBACK && never);
	return !hit || must_be_same ? "another result" : judge_failure(s, run);
}

static void
complain(struct sweep *s, const struct sort *sort, const struct run *run, const char *what)
{
	const struct fault_report *report = &s->shared->report;
	s->failures++;
	printf("FAILED %s: %s %zu%s: %s (status %d, %ld blocks)\n%.*s", s->name, sort->name, report->plan.at,
	       report->plan.for_good ? " and all after it" : "", what, run->status, report->live, (int)run->err.length, run->err.data);
}

/* false: the call that should have failed was never made. */
static bool
fail_at(struct sweep *s, const struct sort *sort, size_t at, bool for_good)
{
	struct fault_plan plan = {
		.kind = sort->kind, .at = at, .for_good = for_good, .starve = sort->extent == STARVING, .error = sort->error
	};
	struct run run = run_program(s, plan);
	const char *what = judge(s, sort, &run);
	bool hit = s->shared->report.hit;
	if (what != NULL) {
		complain(s, sort, &run, what);
	}
	s->runs++;
	s->hits += hit;
	s->same += hit && same(&run, &s->plain, true);
	run_free(&run);
	return hit;
}

static uint64_t
next_random(struct sweep *s)
{
	s->random = s->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return s->random >> 33;
}

/* Of more calls than most every n-th fails, beginning anywhere. */
static void
fail_each(struct sweep *s, const struct sort *sort, size_t calls, bool for_good)
{
	size_t stride = calls / s->most + 1;
	size_t at = 1 + next_random(s) % stride;
	while (s->failures < MOST_FAILURES && fail_at(s, sort, at, for_good)) {
		at += stride;
	}
}

static void
sweep_case(struct sweep *s)
{
	struct fault_report plain;
	s->plain = run_program(s, (struct fault_plan){ 0 });
	plain = s->shared->report;
	const char *what = judge(s, &SORTS[0], &s->plain);
	if (what != NULL) {
		complain(s, &SORTS[0], &s->plain, what);
	}
	for (size_t i = 0; i < FAULT_KINDS; i++) {
		s->calls[i] += plain.calls[i];
	}
	for (size_t i = 0; i < sizeof(SORTS) / sizeof(SORTS[0]); i++) {
		fail_each(s, &SORTS[i], plain.calls[SORTS[i].kind], false);
		if (SORTS[i].extent == AND_FOR_GOOD) {
			fail_each(s, &SORTS[i], plain.calls[SORTS[i].kind], true);
		}
	}
	run_free(&s->plain);
	s->inputs++;
}

static struct bytes
read_command(const char *directory)
{
	char *path = path_of(directory, "cmd");
	struct bytes command = file_read(path);
	if (command.data == NULL) {
		command.data = strdup("build .");
		command.length = strlen(command.data);
	}
	free(path);
	return command;
}

static bool
has_word(const struct sweep *s, const char *word)
{
	for (int i = 0; i < s->count; i++) {
		if (strcmp(s->words[i], word) == 0) {
			return true;
		}
	}
	return false;
}

static void
open_case(struct sweep *s, const char *cases, const char *name)
{
	char *directory = path_of(cases, name);
	s->name = name;
	s->in = path_of(directory, "in");
	s->command = read_command(directory);
	char *environment = path_of(directory, "env");
	s->environment = file_read(environment);
	free(environment);
	environment_set(s->environment.data);
	s->writes = strstr(s->command.data, "$OUT") != NULL;
	bytes_replace(&s->command, "$OUT", s->output);
	s->words[0] = (char *)"conf-render";
	s->count = 1 + (int)words_split(s->command.data, s->words + 1, MOST_WORDS);
	s->names_files = has_word(s, "check") || has_word(s, "deps") || has_word(s, "--depfile");
	s->edits = s->count > 1 && (strcmp(s->words[1], "edit") == 0 || strcmp(s->words[1], "create") == 0);
	s->fixes = s->edits && has_word(s, "fix");
	s->before = s->edits ? tree_read(s->in) : (struct tree){ .contents = NULL };
	s->failure = s->count > 1 && strcmp(s->words[1], "check") == 0 ? CLI_USAGE : CLI_INPUT;
	free(directory);
}

static void
close_case(struct sweep *s)
{
	environment_unset(s->environment.data);
	tree_free(&s->before);
	free(s->in);
	free(s->command.data);
	free(s->environment.data);
}

/* A failure must not be tried out on a device of the machine, which the program could come to replace. */
static bool
is_safe(const struct sweep *s)
{
	for (int i = 0; i < s->count; i++) {
		if (strstr(s->words[i], "/dev/") != NULL) {
			return false;
		}
	}
	return true;
}

static void
sweep_cases(struct sweep *s, const char *cases, char **names, size_t count)
{
	for (size_t i = 0; i < count && s->failures < MOST_FAILURES; i++) {
		open_case(s, cases, names[i]);
		if (is_safe(s)) {
			sweep_case(s);
		}
		close_case(s);
	}
}

/* A kind of call that no input makes would be a hole in the test: the program may have come to ask in another way. */
static bool
all_kinds_seen(const struct sweep *s)
{
	static const char *const names[FAULT_KINDS] = { "allocation", "open",   "openat2", "read",  "list",
							"stat",       "create", "write",   "close", "message" };
	bool all = true;
	for (size_t i = 0; i < FAULT_KINDS; i++) {
		printf("%s%zu %s", i == 0 ? "" : ", ", s->calls[i], names[i]);
		all = all && s->calls[i] > 0;
	}
	printf(" calls\n");
	return all;
}

static void
start(struct sweep *s, char *scratch, char **argv)
{
	s->scratch = mkdtemp(scratch);
	s->shared = mmap(NULL, sizeof(*s->shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	s->out = memfd_create("stdout", MFD_CLOEXEC);
	s->err = memfd_create("stderr", MFD_CLOEXEC);
	if (s->scratch == NULL || s->shared == MAP_FAILED || s->out < 0 || s->err < 0) {
		perror("faults");
		exit(2);
	}
	s->output = path_of(scratch, "out");
	s->work = path_of(scratch, "work");
	s->most = strtoul(argv[2], NULL, 10);
	s->random = strtoull(argv[3], NULL, 10);
}

/* The one main; that of the program goes by another name here. */
int
__wrap_main(int argc, char **argv)
{
	char scratch[] = "/tmp/faults-XXXXXX";
	struct sweep s = { 0 };
	if (argc < 4 || strtoul(argv[2], NULL, 10) == 0) {
		fputs("usage: faults REPOSITORY MOST SEED [NAME...]\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	start(&s, scratch, argv);
	char *cases = path_of(argv[1], "testdata/cases");
	struct paths all = argc == 4 ? directory_entries(cases) : (struct paths){ argv + 4, (size_t)argc - 4 };
	sweep_cases(&s, cases, all.names, all.count);
	bool whole = s.inputs < MANY || all_kinds_seen(&s);
	printf("%zu inputs, %zu runs, %zu with a failure, of which %zu ended as without one; %zu failures of the test (seed %s)\n",
	       s.inputs, s.runs, s.hits, s.same, s.failures, argv[3]);
	if (argc == 4) {
		paths_free(&all);
	}
	directory_remove(scratch);
	free(s.output);
	free(s.work);
	free(cases);
	return whole && s.failures == 0 ? 0 : 1;
}
