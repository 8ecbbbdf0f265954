/* load/: the opener and the walk along links, each with openat2 and without: what leads out, what leads in again, and what it costs. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "load/loader.h"
#include "tests/disk.h"

#define S(lit) CR_STR(lit)

/* Not every kernel knows openat2, nor does valgrind. */
static bool
kernel_opens_beneath(void)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH };
	long fd = syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof how);
	if (fd >= 0) {
		close((int)fd);
	}
	return fd >= 0;
}

/* Opens the roots, which are named from the disk's top on. */
static void
open_roots(struct disk *d, const char *const *names, size_t count, bool by_step)
{
	char paths[4][512];
	const char *list[4];
	assert_true(count <= 4);
	for (size_t i = 0; i < count; i++) {
		snprintf(paths[i], sizeof paths[i], "%s/%s", d->top, names[i]);
		list[i] = paths[i];
	}
	d->c = test_ctx_new();
	assert_true(cr_origin_dir_open(d->c, list, count, &d->origin));
	if (by_step) {
		cr_origin_dir_by_step(&d->origin);
	}
	assert_int_equal(cr_origin_dir_is_by_step(&d->origin), by_step || !kernel_opens_beneath());
	d->c->loader = cr_loader_new(d->c, &d->origin, S("/"), CR_RESTRICT_NONE);
}

static void
close_roots(struct disk *d)
{
	cr_origin_dir_close(&d->origin);
	test_ctx_free(d->c);
}

struct want {
	const char *path; /* from the disk's top on */
	int error;
	const char *real; /* where it leads */
};

static void
check_kinds(const struct disk *d, const struct want *wants, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char kind = 0, real[PATH_MAX] = "", full[PATH_MAX];
		int error = d->origin.kind(d->origin.user, at(d, wants[i].path) + 1, &kind, real);
		if (error != wants[i].error) {
			fail_msg("%s: %s, not %s", wants[i].path, strerror(error), strerror(wants[i].error));
		}
		if (error == 0) {
			snprintf(full, sizeof full, "%s/%s", d->top + 1, wants[i].real);
			assert_string_equal(real, full);
			assert_true(kind == 'f' || kind == 'd');
		}
	}
}

/* Every link once with openat2 and once without. */
static void
check_both(struct disk *d, const char *const *names, size_t name_count, const struct want *wants, size_t count)
{
	for (int by_step = 0; by_step < 2; by_step++) {
		open_roots(d, names, name_count, by_step == 1);
		check_kinds(d, wants, count);
		close_roots(d);
	}
}

static const char *const ONE_ROOT[] = { "a/root" };
#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* a/root with sub/f.yaml and g.yaml, a/beside and other with what is outside; alias leads to a/root. */
static void
make_tree(struct disk *d)
{
	new_disk(d);
	put_dir(d, "a");
	put_dir(d, "a/root");
	put_dir(d, "a/root/sub");
	put_dir(d, "a/beside");
	put_dir(d, "other");
	put_dir(d, "other/deep");
	put(d, "a/root/sub/f.yaml", "f");
	put(d, "a/root/g.yaml", "g");
	put(d, "a/beside/out.yaml", "out");
	put(d, "other/deep/o.yaml", "o");
	put_link(d, "alias", "a/root");
	put_link(d, "other/alias", "../alias");
}

static void
test_inside(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_link(&d, "a/root/relative", "sub/f.yaml");
	put_link(&d, "a/root/sub/up", "../g.yaml");
	put_link(&d, "a/root/odd", ".//sub/.././/sub/f.yaml");
	put_link(&d, "a/root/dir", "sub");
	put_link(&d, "a/root/dirdir", "dir/");
	put_link(&d, "a/root/absolute", at(&d, "a/root/sub/f.yaml"));
	put_link(&d, "a/root/root", at(&d, "a/root"));
	put_link(&d, "a/root/slashes", at(&d, "a//root///g.yaml"));
	put_link(&d, "a/root/out-and-in", "../../a/root/g.yaml");
	put_link(&d, "a/root/dangling", "nowhere");
	put_link(&d, "a/root/dangling-dir", "nowhere/f.yaml");
	put_link(&d, "a/root/through-file", "g.yaml/f.yaml");
	static const struct want wants[] = {
		{ "a/root/relative", 0, "a/root/sub/f.yaml" },
		{ "a/root/sub/up", 0, "a/root/g.yaml" },
		{ "a/root/odd", 0, "a/root/sub/f.yaml" },
		{ "a/root/dir", 0, "a/root/sub" },
		{ "a/root/dir/up", 0, "a/root/g.yaml" },
		{ "a/root/dirdir/f.yaml", 0, "a/root/sub/f.yaml" },
		{ "a/root/absolute", 0, "a/root/sub/f.yaml" },
		{ "a/root/root", 0, "a/root" },
		{ "a/root/root/root/sub/f.yaml", 0, "a/root/sub/f.yaml" },
		{ "a/root/slashes", 0, "a/root/g.yaml" },
		{ "a/root/out-and-in", 0, "a/root/g.yaml" },
		{ "a/root/dangling", ENOENT, NULL },
		{ "a/root/dangling-dir", ENOENT, NULL },
		{ "a/root/through-file", ENOTDIR, NULL },
		{ "a/root/g.yaml/x", ENOTDIR, NULL },
		{ "a/root/dir/nothing", ENOENT, NULL },
	};
	check_both(&d, ONE_ROOT, 1, wants, COUNT(wants));
	remove_disk(&d);
}

static void
test_outside(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_link(&d, "a/root/relative", "../beside/out.yaml");
	put_link(&d, "a/root/absolute", at(&d, "a/beside/out.yaml"));
	put_link(&d, "a/root/to-link", "relative");
	put_link(&d, "a/root/sub/chain", "../to-link");
	put_link(&d, "a/root/dir", "../beside");
	put_link(&d, "a/root/parent", "..");
	put_link(&d, "a/root/top", "/");
	put_link(&d, "a/root/prefix", at(&d, "a/rootless"));
	put_link(&d, "a/root/missing", "../nowhere/out.yaml");
	put_link(&d, "a/root/environ", "/proc/self/environ");
	put_link(&d, "a/root/magic-root", "/proc/self/root");
	put_link(&d, "a/root/magic-cwd", "/proc/self/cwd/x");
	put_link(&d, "a/root/fd", "/dev/fd/0");
	put_link(&d, "a/root/stdin", "/dev/stdin");
	put_link(&d, "a/root/null", "/dev/null");
	/* Tells nothing of what lies outside: through what is there, and what is not. */
	put_link(&d, "a/root/probe", "../beside/../root/g.yaml");
	put_link(&d, "a/root/probe-missing", "../nowhere/../root/g.yaml");
	static const char *const outside[] = {
		"relative", "absolute",       "to-link", "sub/chain", "dir",           "dir/out.yaml", "parent",         "parent/beside",
		"top",      "top/etc/passwd", "prefix",  "missing",   "environ",       "magic-root",   "magic-root/etc", "magic-cwd",
		"fd",       "stdin",          "null",    "probe",     "probe-missing",
	};
	for (size_t i = 0; i < COUNT(outside); i++) {
		char path[64];
		snprintf(path, sizeof path, "a/root/%s", outside[i]);
		const struct want want = { path, EXDEV, NULL };
		check_both(&d, ONE_ROOT, 1, &want, 1);
	}
	static const struct want named[] = {
		{ "a/beside/out.yaml", EXDEV, NULL },
		{ "a", EXDEV, NULL },
		{ "nowhere", EXDEV, NULL },
		{ "a/rootless", EXDEV, NULL },
	};
	check_both(&d, ONE_ROOT, 1, named, COUNT(named));
	remove_disk(&d);
}

/* A root may have other names. Those that links of the system make are followed; those of the tree must not lead elsewhere on the way. */
static void
test_other_names(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_link(&d, "a/root/by-alias", at(&d, "alias/sub/f.yaml"));
	put_link(&d, "a/root/by-alias-up", at(&d, "alias/../root/g.yaml"));
	put_link(&d, "a/root/beyond-alias", at(&d, "alias/../beside/out.yaml"));
	put_link(&d, "a/root/by-far-alias", at(&d, "other/alias/g.yaml"));
	static const struct want wants[] = {
		{ "alias/g.yaml", 0, "a/root/g.yaml" },       { "a/root/by-alias", 0, "a/root/sub/f.yaml" },
		{ "a/root/by-alias-up", 0, "a/root/g.yaml" }, { "a/root/beyond-alias", EXDEV, NULL },
		{ "a/root/by-far-alias", EXDEV, NULL }, /* "other" is on the way to no root */
	};
	check_both(&d, ONE_ROOT, 1, wants, COUNT(wants));
	remove_disk(&d);
}

static void
test_several_roots(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_link(&d, "a/root/relative", "../../other/deep/o.yaml");
	put_link(&d, "a/root/absolute", at(&d, "other/deep/o.yaml"));
	put_link(&d, "other/deep/back", "../../a/root/g.yaml");
	put_link(&d, "other/deep/out", "../../a/beside/out.yaml");
	put_link(&d, "other/deep/up", "../alias");
	static const struct want wants[] = {
		{ "a/root/relative", 0, "other/deep/o.yaml" },
		{ "a/root/absolute", 0, "other/deep/o.yaml" },
		{ "other/deep/o.yaml", 0, "other/deep/o.yaml" },
		{ "other/deep/back", 0, "a/root/g.yaml" },
		{ "other/deep/out", EXDEV, NULL },
		{ "other/deep/up", 0, "a/root" },
		{ "other", EXDEV, NULL },
		{ "a/beside/out.yaml", EXDEV, NULL },
	};
	static const char *const two[] = { "a/root", "other/deep" };
	check_both(&d, two, 2, wants, COUNT(wants));
	/* One in the other, and the same again. */
	static const char *const nested[] = { "a/root/sub", "a/root", "other/deep", "a/root" };
	check_both(&d, nested, 4, wants, COUNT(wants));
	remove_disk(&d);
}

/* As many links as the system follows, and one more. */
static void
test_chain(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	char name[32], to[32];
	for (int i = 1; i <= 41; i++) {
		snprintf(name, sizeof name, "a/root/l%d", i);
		snprintf(to, sizeof to, i == 1 ? "g.yaml" : "l%d", i - 1);
		put_link(&d, name, to);
	}
	put_link(&d, "a/root/loop", "loop");
	put_link(&d, "a/root/ping", "sub/pong");
	put_link(&d, "a/root/sub/pong", "../ping");
	put_link(&d, "a/root/self", ".");
	static const struct want wants[] = {
		{ "a/root/l40", 0, "a/root/g.yaml" },
		{ "a/root/l41", ELOOP, NULL },
		{ "a/root/loop", ELOOP, NULL },
		{ "a/root/loop/x", ELOOP, NULL },
		{ "a/root/ping", ELOOP, NULL },
		{ "a/root/self/self/self", 0, "a/root" },
		{ "a/root/self/self/g.yaml", 0, "a/root/g.yaml" },
	};
	check_both(&d, ONE_ROOT, 1, wants, COUNT(wants));
	remove_disk(&d);
}

/* text, that ends in last, of parts as often as they fit. */
static void
put_long_link(const struct disk *d, const char *path, const char *parts, const char *last)
{
	char text[PATH_MAX] = "";
	size_t len = 0;
	while (len + strlen(parts) + strlen(last) < sizeof text - 1) {
		len += (size_t)snprintf(text + len, sizeof text - len, "%s", parts);
	}
	snprintf(text + len, sizeof text - len, "%s", last);
	put_link(d, path, text);
}

/* Directories in directories, each with a name of 250 times letter; opened is the last one. */
static int
put_deep(int fd, int levels, char letter)
{
	char name[251] = "";
	memset(name, letter, sizeof name - 1);
	for (int i = 0; i < levels; i++) {
		assert_int_equal(mkdirat(fd, name, 0755), 0);
		int below = openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(fd);
		fd = below;
	}
	assert_true(fd >= 0);
	return fd;
}

/* The way down such directories. */
static void
deep_path(char text[PATH_MAX], int levels, char letter)
{
	memset(text, letter, (size_t)levels * 251);
	for (int i = 1; i <= levels; i++) {
		text[i * 251 - 1] = i < levels ? '/' : '\0';
	}
}

/* Neither a path nor a part of it becomes longer than there is room for. */
static void
test_room(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	char text[PATH_MAX];
	int root = open(at(&d, "a/root"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int half = put_deep(dup(root), 9, 'x');
	deep_path(text, 9, 'x');
	assert_int_equal(symlinkat(text, root, "half"), 0);
	deep_path(text, 9, 'y');
	assert_int_equal(symlinkat(text, half, "more"), 0);
	assert_int_equal(symlinkat("../f.yaml", half, "none"), 0);
	close(put_deep(half, 9, 'y'));
	close(root);
	put_long_link(&d, "a/root/long", "./", "sub");
	memset(text, 'z', 300);
	text[300] = '\0';
	put_link(&d, "a/root/wide", text);
	static const struct want wants[] = {
		{ "a/root/long", 0, "a/root/sub" },         { "a/root/long/f.yaml/////////////", ENAMETOOLONG, NULL },
		{ "a/root/wide", ENAMETOOLONG, NULL },      { "a/root/half/none", ENOENT, NULL },
		{ "a/root/half/more", ENAMETOOLONG, NULL },
	};
	check_both(&d, ONE_ROOT, 1, wants, COUNT(wants));
	remove_disk(&d);
}

/* Links of the system, outside: what they say is followed wherever it leads on the way, and not for ever. */
static void
test_system_links(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_link(&d, "a/again", "again");
	put_link(&d, "a/round", "../other/deep/../../a/root");
	put_link(&d, "a/root/for-ever", "../again");
	put_link(&d, "a/root/round", "../round/g.yaml");
	put_link(&d, "a/root/own-round", "../../other/deep/../../a/root/g.yaml");
	static const struct want wants[] = {
		{ "a/root/for-ever", ELOOP, NULL },
		{ "a/root/round", 0, "a/root/g.yaml" },
		{ "a/root/own-round", EXDEV, NULL },
	};
	check_both(&d, ONE_ROOT, 1, wants, COUNT(wants));
	remove_disk(&d);
}

/* What one path may cost is bounded, whatever its links say. */
static void
test_long_links(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	char name[32], to[32];
	for (int i = 0; i < 39; i++) {
		snprintf(name, sizeof name, "a/root/s%d", i);
		snprintf(to, sizeof to, i == 0 ? "g.yaml" : "s%d", i - 1);
		put_long_link(&d, name, "./", to);
		name[7] = 'u';
		to[0] = i == 0 ? 'g' : 'u';
		put_long_link(&d, name, "sub/../", to);
	}
	static const struct want wants[] = {
		{ "a/root/s38", 0, "a/root/g.yaml" },
		{ "a/root/u0", 0, "a/root/g.yaml" },
		{ "a/root/u38", ELOOP, NULL },
	};
	check_both(&d, ONE_ROOT, 1, wants, COUNT(wants));
	open_roots(&d, ONE_ROOT, 1, false);
	char kind, real[PATH_MAX];
	uint64_t before = *d.origin.steps;
	d.origin.kind(d.origin.user, at(&d, "a/root/u38") + 1, &kind, real);
	assert_in_range(*d.origin.steps - before, 1000, 9000);
	close_roots(&d);
	remove_disk(&d);
}

/* Nothing stays open, whichever way a walk ends. */
static void
test_descriptors(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_link(&d, "a/root/dir", "sub");
	put_link(&d, "a/root/out", "../beside");
	put_link(&d, "a/root/loop", "loop");
	put_link(&d, "a/root/back", at(&d, "alias/../root/sub/../g.yaml"));
	static const char *const paths[] = { "dir/f.yaml", "out/x", "loop", "back", "dir/nothing", "g.yaml/x" };
	open_roots(&d, ONE_ROOT, 1, false);
	int first = open("/", O_PATH | O_CLOEXEC);
	close(first);
	for (size_t i = 0; i < 2 * COUNT(paths); i++) {
		char path[64], kind, real[PATH_MAX];
		snprintf(path, sizeof path, "a/root/%s", paths[i / 2]);
		if (i % 2 == 1) {
			cr_origin_dir_by_step(&d.origin);
		}
		d.origin.kind(d.origin.user, at(&d, path) + 1, &kind, real);
		int next = open("/", O_PATH | O_CLOEXEC);
		close(next);
		assert_int_equal(next, first);
	}
	close_roots(&d);
	remove_disk(&d);
}

/* What is no regular file, or none that has its bytes on a disk. The root is "/": nothing but this keeps them out. */
static void
test_no_files(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		enum cr_code code;
		const char *message;
	} rows[] = {
		{ "/dev/null", CR_E_IO, "not a regular file" },
		{ "/dev/zero", CR_E_IO, "not a regular file" },
		{ "/proc/self/environ", CR_E_IO, "not a regular file" },
		{ "/proc/self/cmdline", CR_E_IO, "not a regular file" },
		{ "/proc/self/fd", CR_E_IO, "must resolve to a file" },
		{ "/proc/self/root/proc/self/environ", CR_E_IO, "not a regular file" },
		{ "/sys/kernel/mm/transparent_hugepage/enabled", CR_E_IO, "cannot read" },
	};
	for (int by_step = 0; by_step < 2; by_step++) {
		struct cr_ctx *c = test_ctx_new();
		struct cr_origin origin;
		const char *root = "/";
		assert_true(cr_origin_dir_open(c, &root, 1, &origin));
		if (by_step) {
			cr_origin_dir_by_step(&origin);
		}
		c->loader = cr_loader_new(c, &origin, S("/"), CR_RESTRICT_NONE);
		for (size_t i = 0; i < COUNT(rows); i++) {
			struct cr_file *file;
			assert_false(cr_load_file(c, S("tmp"), cr_str_z(rows[i].path), 0, &file));
			assert_int_equal(test_diag(c)->code, rows[i].code);
			assert_non_null(strstr(test_message(c), rows[i].message));
		}
		cr_origin_dir_close(&origin);
		test_ctx_free(c);
	}
}

static void
test_modes_and_names(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put(&d, "a/root/closed.yaml", "closed");
	put_dir(&d, "a/root/locked");
	put(&d, "a/root/locked/f.yaml", "f");
	put(&d, "a/root/two\nlines\x1b[31m.yaml", "n");
	assert_int_equal(chmod(at(&d, "a/root/closed.yaml"), 0), 0);
	assert_int_equal(chmod(at(&d, "a/root/locked"), 0), 0);
	for (int by_step = 0; by_step < 2; by_step++) {
		open_roots(&d, ONE_ROOT, 1, by_step == 1);
		struct cr_str root = cr_str_dup(d.c, cr_str_z(at(&d, "a/root") + 1));
		struct cr_file *file;
		if (geteuid() != 0) {
			assert_false(cr_load_file(d.c, root, S("closed.yaml"), 0, &file));
			assert_non_null(strstr(test_message(d.c), "permission denied"));
			assert_false(cr_load_file(d.c, root, S("locked/f.yaml"), 0, &file));
			assert_non_null(strstr(test_message(d.c), "permission denied"));
		}
		assert_true(cr_load_file(d.c, root, S("two\nlines\x1b[31m.yaml"), 0, &file));
		assert_false(cr_load_file(d.c, root, S("no\x1b[31m\x07.yaml"), 0, &file));
		assert_non_null(strstr(test_message(d.c), "no\\x1b[31m\\x07.yaml"));
		close_roots(&d);
	}
	assert_int_equal(chmod(at(&d, "a/root/locked"), 0755), 0);
	remove_disk(&d);
}

/* A root must be a directory by its real name. */
static void
test_wrong_roots(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	static const char *const names[] = { "alias", "a/root/g.yaml", "nowhere", "alias/sub" };
	for (size_t i = 0; i < COUNT(names); i++) {
		struct cr_ctx *c = test_ctx_new();
		struct cr_origin origin;
		char good[512], wrong[512];
		snprintf(good, sizeof good, "%s/a/root", d.top);
		snprintf(wrong, sizeof wrong, "%s/%s", d.top, names[i]);
		const char *list[] = { good, wrong };
		assert_false(cr_origin_dir_open(c, list, 2, &origin));
		assert_int_equal(test_diag(c)->code, CR_E_IO);
		assert_non_null(strstr(test_message(c), names[i]));
		test_ctx_free(c);
	}
	remove_disk(&d);
}

/* Links are counted as work: thousands of files behind long chains do not take hours. */
static bool
load_costly(struct cr_ctx *c, void *arg)
{
	const struct disk *d = arg;
	struct cr_str root = cr_str_dup(c, cr_str_z(at(d, "a/root") + 1));
	struct cr_file *file;
	return cr_load_file(c, root, S("costly"), 0, &file);
}

static void
test_work(void **state)
{
	(void)state;
	struct disk d;
	make_tree(&d);
	put_long_link(&d, "a/root/costly", "sub/../", "g.yaml");
	for (int costly = 0; costly < 2; costly++) {
		open_roots(&d, ONE_ROOT, 1, false);
		d.c->limits.of[CR_MAX_WORK] = costly ? 100000 : 10000000;
		assert_int_equal(cr_ctx_guard(d.c, load_costly, &d), !costly);
		assert_true(!costly || test_diag(d.c)->code == CR_E_LIMIT);
		close_roots(&d);
	}
	remove_disk(&d);
}

#define TEST(name) cmocka_unit_test(name)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_inside),          TEST(test_outside),     TEST(test_other_names),  TEST(test_several_roots), TEST(test_chain),
		TEST(test_long_links),      TEST(test_room),        TEST(test_system_links), TEST(test_descriptors),   TEST(test_no_files),
		TEST(test_modes_and_names), TEST(test_wrong_roots), TEST(test_work),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
