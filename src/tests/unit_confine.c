/* The roots as the public API has them: which one is chosen, what is allowed beside it, and what is read while links come and go; with
 * openat2, and where a filter of system calls refuses it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <confrender/confrender.h>

#include "tests/disk.h"

#define CANARY "xyzzy-canary"
#define CONFIG_MAP(name) "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " name "\n"

/* root/ with over/ on base/, a file behind a directory, and apps/x; outside/ has the same names, and the canary in each file. */
static void
make_tree(struct disk *d)
{
	new_disk(d);
	put_dir(d, "root");
	put_dir(d, "root/over");
	put_dir(d, "root/over/sub");
	put_dir(d, "root/base");
	put_dir(d, "root/apps");
	put_dir(d, "root/apps/x");
	put_dir(d, "outside");
	put(d, "root/over/kustomization.yaml", "resources: [../base, r.yaml, sub/s.yaml]\n");
	put(d, "root/over/r.yaml", CONFIG_MAP("r"));
	put(d, "root/over/sub/s.yaml", CONFIG_MAP("s"));
	put(d, "root/base/kustomization.yaml", "resources: [b.yaml]\n");
	put(d, "root/base/b.yaml", CONFIG_MAP("b"));
	put(d, "root/apps/x/kustomization.yaml", "resources: [b.yaml]\n");
	put(d, "root/apps/x/b.yaml", CONFIG_MAP("x"));
	put(d, "outside/kustomization.yaml", "resources: [b.yaml] # " CANARY "\n");
	put(d, "outside/b.yaml", CONFIG_MAP(CANARY));
	put(d, "outside/r.yaml", "data: [" CANARY "\n");
	put(d, "outside/s.yaml", CONFIG_MAP(CANARY));
}

/* All that came out of a session: the output, and every word of the messages. */
struct told {
	char text[1 << 14];
	size_t len;
};

static void
tell(struct told *t, const char *text, size_t len)
{
	if (text != NULL && len < sizeof t->text - t->len - 2) {
		memcpy(t->text + t->len, text, len);
		t->len += len;
		t->text[t->len++] = '\n';
	}
	t->text[t->len] = '\0';
}

static void
tell_place(struct told *t, const struct confrender_place *place)
{
	tell(t, place->path, place->path != NULL ? strlen(place->path) : 0);
	tell(t, place->source_line, place->source_line_length);
}

static void
on_diagnostic(void *user, const struct confrender_diagnostic *d)
{
	struct told *t = user;
	tell(t, d->message, strlen(d->message));
	tell(t, d->hint, d->hint != NULL ? strlen(d->hint) : 0);
	tell_place(t, &d->place);
	for (size_t i = 0; i < d->frame_count; i++) {
		tell(t, d->frames[i].text, strlen(d->frames[i].text));
		tell_place(t, &d->frames[i].place);
	}
}

static enum confrender_result
render_in(struct confrender_session *session, const char *directory, struct told *t)
{
	struct confrender_output *output = NULL;
	enum confrender_result result = confrender_render(session, directory, NULL, &output);
	if (output != NULL) {
		size_t length = 0;
		const char *text = confrender_output_text(output, &length);
		tell(t, text, length);
	}
	confrender_output_free(output);
	return result;
}

/* Renders directory in a session of its own. */
static enum confrender_result
render(struct confrender_session_options options, const char *directory, struct told *t)
{
	enum confrender_result result;
	options.size = sizeof options;
	options.on_diagnostic = on_diagnostic;
	options.diagnostic_user = t;
	t->len = 0;
	tell(t, "", 0);
	struct confrender_session *session = confrender_session_new(&options, &result);
	if (session != NULL) {
		result = render_in(session, directory, t);
	}
	confrender_session_free(session);
	return result;
}

/* want_root: below the disk's top; NULL is that itself. */
static void
check_root(const struct disk *d, const char *named, const char *directory, enum confrender_root want, const char *want_root)
{
	struct confrender_session_options options = { .size = sizeof options, .root = named };
	enum confrender_result result;
	enum confrender_root how = CONFRENDER_ROOT_NAMED;
	struct confrender_session *session = confrender_session_new(&options, &result);
	assert_non_null(session);
	const char *root = confrender_session_root(session, directory, &how);
	const char *wanted = want == CONFRENDER_ROOT_NONE ? "/" : want_root != NULL ? at(d, want_root) : d->top;
	if (how != want || root == NULL || strcmp(root, wanted) != 0) {
		fail_msg("%s: %d, \"%s\"", directory, (int)how, root != NULL ? root : "");
	}
	confrender_session_free(session);
}

static void
go_to(const struct disk *d, const char *path)
{
	assert_int_equal(chdir(at(d, path)), 0);
}

static void
test_choice(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_link(&d, "root/in", "over");
	put_link(&d, "root/out", "../outside");
	put_link(&d, "alias", "root");
	go_to(&d, "root");
	check_root(&d, NULL, "over", CONFRENDER_ROOT_HERE, "root");
	check_root(&d, NULL, ".", CONFRENDER_ROOT_HERE, "root");
	check_root(&d, NULL, "in", CONFRENDER_ROOT_HERE, "root");
	check_root(&d, NULL, at(&d, "root/over"), CONFRENDER_ROOT_HERE, "root");
	check_root(&d, NULL, at(&d, "alias/over"), CONFRENDER_ROOT_HERE, "root");
	check_root(&d, NULL, "../outside", CONFRENDER_ROOT_NONE, NULL);
	check_root(&d, NULL, "..", CONFRENDER_ROOT_NONE, NULL);
	check_root(&d, NULL, "out", CONFRENDER_ROOT_NONE, NULL);
	check_root(&d, NULL, at(&d, "outside"), CONFRENDER_ROOT_NONE, NULL);
	check_root(&d, "..", "over", CONFRENDER_ROOT_NAMED, NULL);
	check_root(&d, at(&d, "alias"), "over", CONFRENDER_ROOT_NAMED, "root");
	assert_int_equal(mkfifo(at(&d, "root/over/.git"), 0644), 0); /* git has no such thing */
	check_root(&d, NULL, "over", CONFRENDER_ROOT_HERE, "root");
	put(&d, "root/.git", "gitdir: /nowhere\n");
	check_root(&d, NULL, "over", CONFRENDER_ROOT_REPOSITORY, "root");
	put_dir(&d, "root/apps/.git");
	check_root(&d, NULL, "apps/x", CONFRENDER_ROOT_REPOSITORY, "root/apps");
	check_root(&d, NULL, "apps", CONFRENDER_ROOT_REPOSITORY, "root/apps");
	check_root(&d, "over", "over", CONFRENDER_ROOT_NAMED, "root/over");
	go_to(&d, "outside");
	check_root(&d, NULL, "../root/over", CONFRENDER_ROOT_REPOSITORY, "root");
	assert_int_equal(chdir("/"), 0);
	check_root(&d, NULL, at(&d, "outside"), CONFRENDER_ROOT_NONE, NULL);
	remove_disk(&d);
}

static void
test_no_directory(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	struct told *t = calloc(1, sizeof *t);
	struct confrender_session_options options = { .size = sizeof options, .on_diagnostic = on_diagnostic, .diagnostic_user = t };
	struct confrender_session *session = confrender_session_new(&options, NULL);
	enum confrender_root how = CONFRENDER_ROOT_NAMED;
	assert_null(confrender_session_root(session, at(&d, "nowhere"), &how));
	assert_int_equal(how, CONFRENDER_ROOT_NONE);
	assert_non_null(strstr(t->text, "nowhere"));
	assert_null(confrender_session_root(session, at(&d, "root/base/b.yaml"), NULL));
	assert_non_null(strstr(t->text, "it is not a directory"));
	confrender_session_free(session);
	free(t);
	remove_disk(&d);
}

/* Roots that are none, and options of an older version, which ends before them. */
static void
test_options(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	char file[512], gone[512], good[512];
	snprintf(file, sizeof file, "%s", at(&d, "root/base/b.yaml"));
	snprintf(gone, sizeof gone, "%s", at(&d, "gone"));
	snprintf(good, sizeof good, "%s", at(&d, "root"));
	const char *const wrong[] = { file, gone, "", NULL };
	for (size_t i = 0; i < 4; i++) {
		const char *allowed[] = { good, wrong[i] };
		struct confrender_session_options options = { .size = sizeof options, .allow_roots = allowed, .allow_root_count = 2 };
		enum confrender_result result = CONFRENDER_OK;
		assert_null(confrender_session_new(&options, &result));
		assert_int_equal(result, CONFRENDER_USAGE);
		options.allow_root_count = 0;
		options.root = wrong[i];
		struct confrender_session *session = confrender_session_new(&options, &result);
		assert_true((session == NULL) == (wrong[i] != NULL));
		confrender_session_free(session);
	}
	const char *allowed[] = { gone };
	struct confrender_session_options old = { .allow_roots = allowed, .allow_root_count = 1 };
	old.size = offsetof(struct confrender_session_options, allow_roots);
	struct confrender_session *session = confrender_session_new(&old, NULL);
	assert_non_null(session);
	confrender_session_free(session);
	remove_disk(&d);
}

/* A path out of each ring: which one refuses it, and what lifts that. */
static void
test_refusals(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	struct told *t = calloc(1, sizeof *t);
	go_to(&d, "root/over");
	assert_int_equal(render((struct confrender_session_options){ 0 }, ".", t), CONFRENDER_INPUT);
	assert_non_null(strstr(t->text, "\"../base\" is not in or below the root directory \".\""));
	assert_non_null(strstr(t->text, "--root \"..\" makes it wider"));
	assert_int_equal(render((struct confrender_session_options){ .root = ".." }, ".", t), CONFRENDER_OK);
	assert_int_equal(render((struct confrender_session_options){ .root = "../base" }, ".", t), CONFRENDER_INPUT);
	assert_non_null(strstr(t->text, "\".\" is outside the root directory"));
	const char *base = "../base";
	struct confrender_session_options options = { .root = ".", .allow_roots = &base, .allow_root_count = 1 };
	assert_int_equal(render(options, ".", t), CONFRENDER_OK);
	assert_int_equal(render(options, "../base", t), CONFRENDER_OK);
	assert_int_equal(render(options, "../apps/x", t), CONFRENDER_INPUT);
	/* A root more lifts nothing of kustomize's own ring. */
	put(&d, "root/over/kustomization.yaml", "resources: [../base/b.yaml]\n");
	assert_int_equal(render(options, ".", t), CONFRENDER_INPUT);
	assert_non_null(strstr(t->text, "is not in or below \".\""));
	assert_non_null(strstr(t->text, "--load-restrictor LoadRestrictionsNone"));
	options.load_restriction = CONFRENDER_LOAD_ANYWHERE;
	assert_int_equal(render(options, ".", t), CONFRENDER_OK);
	options.allow_root_count = 0;
	assert_int_equal(render(options, ".", t), CONFRENDER_INPUT);
	assert_non_null(strstr(t->text, "--allow-root \"../base\" lets it be read too"));
	put_link(&d, "root/over/l.yaml", "../base/b.yaml");
	put(&d, "root/over/kustomization.yaml", "resources: [l.yaml]\n");
	assert_int_equal(render(options, ".", t), CONFRENDER_INPUT);
	assert_non_null(strstr(t->text, "a symbolic link leads out of it"));
	put_dir(&d, "root/over/.git");
	options.root = NULL;
	put(&d, "root/over/kustomization.yaml", "resources: [../base]\n");
	assert_int_equal(render(options, ".", t), CONFRENDER_INPUT);
	assert_non_null(strstr(t->text, "the root is the directory that holds \".git\"; --allow-root \"../base\""));
	assert_int_equal(chdir("/"), 0);
	free(t);
	remove_disk(&d);
}

/* Puts what is at the one path to the other and the other way round, again and again. */
static pid_t
start_flipping(const char *one, const char *other)
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			if (syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) != 0) {
				_exit(1);
			}
		}
	}
	return child;
}

enum { ROUNDS = 300 };

struct count {
	size_t read, refused, leaked;
};

static void
count_one(struct count *n, enum confrender_result result, const struct told *t)
{
	n->read += result == CONFRENDER_OK;
	n->refused += result != CONFRENDER_OK;
	n->leaked += strstr(t->text, CANARY) != NULL;
}

static struct count
render_named(const struct disk *d)
{
	struct count n = { 0 };
	struct told t;
	for (int i = 0; i < ROUNDS; i++) {
		const struct confrender_session_options options = { .root = at(d, "root") };
		enum confrender_result result = render(options, at(d, "root/over"), &t);
		count_one(&n, result, &t);
	}
	return n;
}

/* What a search finds, with the working directory as the root. */
static struct count
render_found(const struct disk *d)
{
	struct count n = { 0 };
	struct told t;
	const struct confrender_session_options options = { .size = sizeof options, .on_diagnostic = on_diagnostic, .diagnostic_user = &t };
	if (chdir(at(d, "root")) != 0) {
		n.leaked = 1;
	}
	for (int i = 0; i < ROUNDS; i++) {
		struct confrender_session *session = confrender_session_new(&options, NULL);
		const char *const *found = NULL;
		size_t count = 0;
		t.len = 0;
		tell(&t, "", 0);
		enum confrender_result result = confrender_session_find(session, ".", &found, &count);
		for (size_t j = 0; j < count; j++) {
			result = render_in(session, found[j], &t);
		}
		if (count > 0 || result != CONFRENDER_OK) {
			count_one(&n, result, &t);
		}
		confrender_session_free(session);
	}
	return n;
}

/* From now on openat2 answers error, in this process and its children. */
static bool
refuse_openat2(int error)
{
	struct sock_filter rows[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = sizeof rows / sizeof rows[0], .filter = rows };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
		return false;
	}
	errno = 0;
	return syscall(SYS_openat2, AT_FDCWD, "/", NULL, 0) < 0 && errno == error;
}

/* Runs run in a child process, with openat2 refused if error is not 0; a child since a filter stays. */
static struct count
in_child(struct count (*run)(const struct disk *d), const struct disk *d, int error)
{
	struct count *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		bool ready = error == 0 || refuse_openat2(error);
		if (ready) {
			*shared = run(d);
		}
		_exit(ready ? 0 : 77);
	}
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	struct count n = *shared;
	munmap(shared, sizeof *shared);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
		print_message("no filters of system calls here\n");
		skip();
	}
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return n;
}

/* A kernel or a container without openat2: the same is read, and links are followed. */
static void
test_filter(void **state)
{
	(void)state;
	static const int errors[] = { ENOSYS, EPERM, EINVAL };
	struct disk d;
	make_tree(&d);
	assert_int_equal(unlink(at(&d, "root/over/r.yaml")), 0);
	put(&d, "root/over/real.yaml", CONFIG_MAP("r"));
	put_link(&d, "root/over/r.yaml", "./sub/../real.yaml");
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		struct count n = in_child(render_named, &d, errors[i]);
		assert_int_equal(n.read, ROUNDS);
	}
	assert_int_equal(unlink(at(&d, "root/over/r.yaml")), 0);
	put_link(&d, "root/over/r.yaml", "../../outside/r.yaml");
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		struct count n = in_child(render_named, &d, errors[i]);
		assert_int_equal(n.refused, ROUNDS);
		assert_int_equal(n.leaked, 0);
	}
	remove_disk(&d);
}

/* While path (below root/) and a link to outside/ change places, nothing of what is there comes out; nor without openat2. */
static void
check_race(const char *path, const char *link_to, struct count (*run)(const struct disk *d))
{
	struct disk d;
	make_tree(&d);
	put_link(&d, "link", link_to[0] == '/' ? link_to : at(&d, link_to));
	char one[512];
	snprintf(one, sizeof one, "%s", at(&d, path));
	pid_t flipper = start_flipping(one, at(&d, "link"));
	struct count at_once = in_child(run, &d, 0);
	struct count by_step = in_child(run, &d, EPERM);
	int status = 0;
	bool flipping = waitpid(flipper, &status, WNOHANG) == 0;
	kill(flipper, SIGKILL);
	waitpid(flipper, NULL, 0);
	remove_disk(&d);
	assert_true(flipping);
	assert_int_equal(at_once.leaked, 0);
	assert_int_equal(by_step.leaked, 0);
	assert_int_equal(at_once.read + at_once.refused > 0, 1);
	assert_int_equal(by_step.read + by_step.refused > 0, 1);
}

static void
test_race_file(void **state)
{
	(void)state;
	check_race("root/over/r.yaml", "outside/r.yaml", render_named);
}

static void
test_race_environ(void **state)
{
	(void)state;
	setenv("CONFINE", CANARY, 1);
	check_race("root/over/r.yaml", "/proc/self/environ", render_named);
	unsetenv("CONFINE");
}

static void
test_race_directory(void **state)
{
	(void)state;
	check_race("root/over/sub", "outside", render_named);
}

static void
test_race_base(void **state)
{
	(void)state;
	check_race("root/base", "outside", render_named);
}

static void
test_race_kustomization(void **state)
{
	(void)state;
	check_race("root/over/kustomization.yaml", "outside/kustomization.yaml", render_named);
}

static void
test_race_rendered(void **state)
{
	(void)state;
	check_race("root/over", "outside", render_named);
}

static void
test_race_found(void **state)
{
	(void)state;
	check_race("root/apps/x", "outside", render_found);
}

static void
test_race_found_parent(void **state)
{
	(void)state;
	check_race("root/apps", "outside", render_found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_no_directory),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_race_file),
		cmocka_unit_test(test_race_environ),
		cmocka_unit_test(test_race_directory),
		cmocka_unit_test(test_race_base),
		cmocka_unit_test(test_race_kustomization),
		cmocka_unit_test(test_race_rendered),
		cmocka_unit_test(test_race_found),
		cmocka_unit_test(test_race_found_parent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
