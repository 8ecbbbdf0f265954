/* load/: what a system call that fails makes of a message, by an origin that only fails; and what names of remote things look like. */
#include <errno.h>
#include <string.h>

#include "load/loader.h"
#include "tests/support.h"

#define S(lit) CR_STR(lit)

/* How the origin answers. */
struct failing {
	int error; /* of every call */
	char kind; /* what lies at every path, where error is 0 */
};

static int
failing_read(void *user, const char *path, void *(*alloc)(void *ctx, size_t size), void *ctx, const char **data, size_t *len)
{
	const struct failing *f = user;
	(void)path;
	(void)alloc;
	(void)ctx;
	*data = "x";
	*len = 1;
	return f->error;
}

static int
failing_kind(void *user, const char *path, char *kind, char *real)
{
	const struct failing *f = user;
	strcpy(real, path);
	*kind = f->kind;
	return f->error;
}

static int
failing_list(void *user, const char *path, bool (*add)(void *ctx, const char *name, char kind), void *ctx)
{
	const struct failing *f = user;
	(void)path;
	(void)add;
	(void)ctx;
	return f->error;
}

static void
use_origin(struct cr_ctx *c, struct failing *f)
{
	struct cr_origin origin = { .read = failing_read, .kind = failing_kind, .list = failing_list, .user = f };
	c->loader = cr_loader_new(c, &origin, S("root"), CR_RESTRICT_ROOT_ONLY);
}

static const struct {
	int error;
	const char *text;
} texts[] = {
	{ EACCES, "permission denied" },      { EPERM, "permission denied" },
	{ ENOTDIR, "not a directory" },       { ENOENT, "no such file or directory" },
	{ EMFILE, "too many open files" },    { ENFILE, "too many open files" },
	{ ENXIO, "not a regular file" },      { ESTALE, "the file changed while it was read" },
	{ ENAMETOOLONG, "name is too long" }, { EIO, "the system could not read it" },
};

/* The message says what the system said, without its number, and names the entry. */
static void
test_errno_texts(void **state)
{
	struct cr_ctx *c = *state;
	struct failing f = { 0 };
	use_origin(c, &f);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct cr_file *file;
		struct cr_dir_entries entries;
		struct cr_str dir;
		f.error = texts[i].error;
		assert_false(cr_load_file(c, S(""), S("a.yaml"), 0, &file));
		assert_int_equal(test_diag(c)->code, CR_E_IO);
		assert_non_null(strstr(test_message(c), texts[i].text));
		assert_non_null(strstr(test_message(c), "\"a.yaml\""));
		assert_false(cr_load_dir(c, S("here"), S("../dir"), 0, &dir));
		assert_non_null(strstr(test_message(c), texts[i].text));
		assert_non_null(strstr(test_message(c), "\"../dir\""));
		assert_false(cr_list_dir(c, S("dir"), 0, &entries));
		assert_non_null(strstr(test_message(c), texts[i].text));
	}
}

/* A directory without a kustomization is an answer; one that cannot be asked is an error that names the file. */
static void
test_unreadable_kustomization(void **state)
{
	struct cr_ctx *c = *state;
	struct failing f = { .error = ENOENT };
	struct cr_file *file;
	use_origin(c, &f);
	assert_true(cr_find_kustomization(c, S("base"), 0, &file));
	assert_null(file);
	assert_int_equal(cr_error_count(c), 0);
	f.error = EACCES;
	assert_false(cr_find_kustomization(c, S("base"), 0, &file));
	assert_int_equal(cr_error_count(c), 1);
	assert_non_null(strstr(test_message(c), "base/kustomization.yaml"));
}

/* Nothing lies where a link leads to, or a directory. */
static void
test_links_to_no_file(void **state)
{
	struct cr_ctx *c = *state;
	struct failing f = { .kind = 'd' };
	struct cr_file *file;
	int error;
	use_origin(c, &f);
	/* What is not below the directory is asked for its kind first, as a link is. */
	assert_null(cr_load_try(c, S("here"), S("../there"), &error));
	assert_int_equal(error, EISDIR);
	f.kind = 0;
	assert_null(cr_load_try(c, S("here"), S("../there"), &error));
	assert_int_equal(error, ENOENT);
	f.kind = 'f';
	assert_false(cr_load_file(c, S("here"), S("../there"), 0, &file));
	assert_int_equal(test_diag(c)->code, CR_E_SANDBOX);
}

static void
test_no_listing(void **state)
{
	struct cr_ctx *c = *state;
	struct failing f = { 0 };
	struct cr_origin origin = { .read = failing_read, .kind = failing_kind, .user = &f };
	struct cr_dir_entries entries;
	c->loader = cr_loader_new(c, &origin, S(""), CR_RESTRICT_ROOT_ONLY);
	assert_false(cr_list_dir(c, S("dir"), 0, &entries));
	assert_non_null(strstr(test_message(c), "no such file or directory"));
}

static void
test_append(void **state)
{
	struct cr_ctx *c = *state;
	static const struct {
		const char *dir, *path, *want;
	} rows[] = {
		{ "", "", "" },
		{ "a", "", "a" },
		{ "a", "b", "a/b" },
		{ "a", "./b/.", "a/b" },
		{ "a", "../b", "b" },
		{ "a", "../../b", "../b" },
		{ "", "..", ".." },
		{ "..", "../b", "../../b" },
		{ "a", "b//c/", "a/b/c" },
		{ "/a", "../b", "/b" },
		{ "/a", "b/../../c", "/c" },
		{ "a", "b//", "a/b" },
		{ "a", "..", "." },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct cr_str got = cr_path_append(c, cr_str_z(rows[i].dir), cr_str_z(rows[i].path));
		test_str(got, rows[i].want);
	}
}

/* A name that begins as another one does is another directory. */
static void
test_common_beginnings(void **state)
{
	struct cr_ctx *c = *state;
	test_str(cr_path_relative(c, S("a/bc"), S("a/b")), "../b");
	test_str(cr_path_relative(c, S("a/b"), S("a/bc")), "../bc");
	test_str(cr_path_relative(c, S("ab"), S("a/b")), "../a/b");
	test_str(cr_path_common(S("srv/ab/c"), S("srv/a/c")), "srv");
	test_str(cr_path_common(S("srv/a"), S("srv/a/c")), "srv/a");
}

static void
test_remote_forms(void **state)
{
	(void)state;
	static const char *const remote[] = {
		"https://dev.azure.com/org/project/_git/repo",
		"user-1@host:_git/repo",
		"GIT::https://h/o/r",
		"git@host:repo.git",
		"file://x",
		"git::file:///srv/repo//a",
		"ssh://git@host:22/org/repo//base?ref=v1",
		"github.com:org/repo/path",
	};
	static const char *const local[] = {
		"git::file://", "-user@host:a/b", "1user@host:a/b", "@host:a/b", "user@host", "user_x@host:a/b",
		"ssh://host",   "github.com/",    "git@host://x",   "oci:/x",    "",
	};
	for (size_t i = 0; i < sizeof remote / sizeof remote[0]; i++) {
		if (!cr_path_is_remote(cr_str_z(remote[i]))) {
			fail_msg("%s is remote", remote[i]);
		}
	}
	for (size_t i = 0; i < sizeof local / sizeof local[0]; i++) {
		if (cr_path_is_remote(cr_str_z(local[i]))) {
			fail_msg("%s is a path", local[i]);
		}
	}
}

static void
test_redacted_forms(void **state)
{
	struct cr_ctx *c = *state;
	test_str(cr_path_redact(c, S("https://h/r?version=1&submodules=no")), "https://h/r?version=1&submodules=no");
	test_str(cr_path_redact(c, S("https://h/r?")), "https://h/r?");
	test_str(cr_path_redact(c, S("https://h?token=x")), "https://h?***");
	test_str(cr_path_redact(c, S("https://u@h#frag@x")), "https://***@h#frag@x");
	test_str(cr_path_redact(c, S("https://u:1234")), "https://u:1234");
	test_str(cr_path_redact(c, S("https://u:")), "https://u:");
	test_str(cr_path_redact(c, S("a\n{\"b\":1}")), "a***");
	test_str(cr_path_redact(c, S("{\"b\":1}\n")), "***");
	test_str(cr_path_redact(c, S("")), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_errno_texts), TEST(test_unreadable_kustomization), TEST(test_links_to_no_file), TEST(test_no_listing),
		TEST(test_append),      TEST(test_common_beginnings),        TEST(test_remote_forms),     TEST(test_redacted_forms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
