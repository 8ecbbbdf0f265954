/* load/: paths, remote entries, the directory origin with what a hostile tree holds, and the loader's rules. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "load/loader.h"
#include "tests/disk.h"

#define S(lit) CR_STR(lit)

static void
test_join(void **state)
{
	struct cr_ctx *c = *state;
	static const struct {
		const char *dir, *path, *want;
	} rows[] = {
		{ "", "a", "a" },      { "a/b", "../c", "a/c" }, { "a/b", "../../c/./d//e/", "c/d/e" },
		{ "a", "..", "" },     { "a", ".", "a" },        { "a", "", "a" },
		{ "", "x/../y", "y" }, { "a", "..b", "a/..b" },  { "a", "...", "a/..." },
		{ "", "..", NULL },    { "a", "../../a", NULL }, { "a", "/b", NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct cr_str out;
		bool ok = cr_path_join(c, cr_str_z(rows[i].dir), cr_str_z(rows[i].path), &out);
		assert_int_equal(ok, rows[i].want != NULL);
		if (ok) {
			test_str(out, rows[i].want);
			assert_int_equal(out.ptr[out.len], '\0');
		}
	}
	struct cr_str out;
	assert_false(cr_path_join(c, S("a"), S("r.yaml\0.txt"), &out));
}

static void
test_below(void **state)
{
	(void)state;
	assert_true(cr_path_below(S(""), S("a")));
	assert_true(cr_path_below(S("a"), S("a")));
	assert_true(cr_path_below(S("a"), S("a/b")));
	assert_false(cr_path_below(S("a"), S("a-evil/b")));
	assert_false(cr_path_below(S("a/b"), S("a")));
	test_str(cr_path_base(S("a/b/c.yaml")), "c.yaml");
	test_str(cr_path_base(S("c.yaml")), "c.yaml");
}

static void
test_relative(void **state)
{
	struct cr_ctx *c = *state;
	test_str(cr_path_relative(c, S(""), S("a/b")), "a/b");
	test_str(cr_path_relative(c, S("a"), S("a/b")), "b");
	test_str(cr_path_relative(c, S("a/b"), S("a/c/d")), "../c/d");
	test_str(cr_path_relative(c, S("a/b"), S("a")), "..");
	test_str(cr_path_relative(c, S("a/b"), S("a/b")), ".");
	test_str(cr_path_relative(c, S("a/b"), S("a/bc")), "../bc");
	test_str(cr_path_relative(c, S("a"), S("")), "..");
	test_str(cr_path_relative(c, S(""), S("")), ".");
}

static void
test_remote(void **state)
{
	(void)state;
	static const char *const remote[] = { "https://example.com/x.yaml",
					      "HTTP://127.0.0.1:1/x",
					      "git::http://127.0.0.1/a/b.git//c?ref=main",
					      "git@127.0.0.1:a/b.git",
					      "git@github.com:org/repo",
					      "github.com/example/none/deploy?ref=main",
					      "GitHub.com/org/repo",
					      "ssh://-oProxyCommand=touch%20x/y.git",
					      "file:///srv/repo",
					      "user@host/org/repo",
					      "oci://registry/x",
					      "http://user:hunter2@127.0.0.1:1/a.yaml" };
	static const char *const local[] = {
		"base",         "../base?ref=main", "github.com", "github.com/org", "a@b",          "/github.com/org/repo",
		"git@dir/base", "r.yaml",           "a:b/c.yaml", "./https/x",      "-oProxy=x/y/z"
	};
	for (size_t i = 0; i < sizeof remote / sizeof remote[0]; i++) {
		assert_true(cr_path_is_remote(cr_str_z(remote[i])));
	}
	for (size_t i = 0; i < sizeof local / sizeof local[0]; i++) {
		assert_false(cr_path_is_remote(cr_str_z(local[i])));
	}
}

static void
test_redact(void **state)
{
	struct cr_ctx *c = *state;
	test_str(cr_path_redact(c, S("http://user:hunter2@127.0.0.1:1/a.yaml")), "http://***@127.0.0.1:1/a.yaml");
	test_str(cr_path_redact(c, S("https://token@host/a@b")), "https://***@host/a@b");
	test_str(cr_path_redact(c, S("http://user:hun/ter2@host/x")), "http://***@host/x");
	test_str(cr_path_redact(c, S("http://host:8080/a@b")), "http://host:8080/a@b");
	test_str(cr_path_redact(c, S("git@host:org/repo")), "git@host:org/repo");
	test_str(cr_path_redact(c, S("{\"kind\":\"Secret\",\"data\":{\"p\":\"hunter2\"}}")), "***");
	test_str(cr_path_redact(c, S("kind: Secret\nstringData: {p: hunter2}")), "kind: Secret***");
	test_str(cr_path_redact(c, S("user:pw@host:org/repo")), "***@host:org/repo");
	test_str(cr_path_redact(c, S("https://h/o/r?ref=v1&timeout=90s")), "https://h/o/r?ref=v1&timeout=90s");
	test_str(cr_path_redact(c, S("https://h/o/r?ref=v1&token=abc")), "https://h/o/r?***");
	test_str(cr_path_redact(c, S("https://u:p@h/o?sig=abc")), "https://***@h/o?***");
	test_str(cr_path_redact(c, S("what?.yaml")), "what?.yaml");
	test_str(cr_path_redact(c, S("../base/r.yaml")), "../base/r.yaml");
}

/* A path below the disk's top, as the loader has it. */
static struct cr_str
in(const struct disk *d, const char *path)
{
	return cr_str_dup(d->c, cr_str_z(at(d, path) + 1));
}

static void
open_disk(struct disk *d, bool by_step, enum cr_restrict restriction)
{
	d->c = test_ctx_new();
	const char *root = at(d, "root");
	assert_true(cr_origin_dir_open(d->c, &root, 1, &d->origin));
	if (by_step) {
		cr_origin_dir_by_step(&d->origin);
	}
	d->c->loader = cr_loader_new(d->c, &d->origin, S("/"), restriction);
	cr_loader_set_here(d->c->loader, cr_str_z(d->top + 1));
}

static void
close_disk(struct disk *d)
{
	cr_origin_dir_close(&d->origin);
	test_ctx_free(d->c);
}

static void
make_disk(struct disk *d)
{
	new_disk(d);
	put_dir(d, "root");
	put_dir(d, "root/base");
	put_dir(d, "root/over");
	put_dir(d, "root/over/sub");
	put_dir(d, "outside");
	put(d, "outside/secret.yaml", "outside");
	put(d, "root/base/b.yaml", "b");
	put(d, "root/over/r.yaml", "r");
	put(d, "root/over/empty.yaml", "");
	put(d, "root/over/sub/s.yaml", "s");
	put_link(d, "root/over/out.yaml", "../../outside/secret.yaml");
	put_link(d, "root/over/out-absolute.yaml", at(d, "outside/secret.yaml"));
	put_link(d, "root/over/chain.yaml", "out.yaml");
	put_link(d, "root/over/outdir", "../../outside");
	put_link(d, "root/over/loop.yaml", "loop.yaml");
	put_link(d, "root/over/ping", "pong");
	put_link(d, "root/over/pong", "ping");
	put_link(d, "root/over/environ", "/proc/self/environ");
	put_link(d, "root/over/in.yaml", "./sub/../sub//s.yaml");
	put_link(d, "root/over/in-absolute.yaml", at(d, "root/over/sub/s.yaml"));
	put_link(d, "root/over/base.yaml", "../base/b.yaml");
	put_link(d, "root/over/linkdir", "../base");
	put_link(d, "root/over/subdir", "sub");
	put_link(d, "root/base/to-over", "../over/sub/s.yaml");
	put_link(d, "root/over/self", ".");
	assert_int_equal(mkfifo(at(d, "root/over/fifo"), 0644), 0);
	assert_int_equal(truncate(at(d, "root/over/empty.yaml"), 0), 0);
	put(d, "root/over/hole", "");
	assert_int_equal(truncate(at(d, "root/over/hole"), (off_t)cr_limit_rows[CR_MAX_FILE_BYTES].standard + 1), 0);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof address.sun_path, "%s/root/over/socket", d->top);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	close(fd);
}

struct want {
	const char *entry;
	const char *text; /* NULL: an error */
	enum cr_code code;
	const char *message;
};

static void
check_file(struct disk *d, const struct want *w)
{
	struct cr_ctx *c = d->c;
	struct cr_file *file;
	bool ok = cr_load_file(c, in(d, "root/over"), cr_str_z(w->entry), cr_mark_make(1, 3, 1), &file);
	if (w->text != NULL) {
		assert_true(ok);
		test_str(file->text, w->text);
		return;
	}
	if (ok) {
		fail_msg("\"%s\" was read", w->entry);
	}
	assert_int_equal(test_diag(c)->code, w->code);
	assert_int_equal(cr_mark_line(test_diag(c)->mark), 3);
	if (strstr(test_message(c), w->message) == NULL || strstr(test_message(c), w->entry) == NULL) {
		fail_msg("%s: %s", w->entry, test_message(c));
	}
}

static const struct want root_only[] = {
	{ "r.yaml", "r", 0, NULL },
	{ "./sub//../r.yaml", "r", 0, NULL },
	{ "nosuch/../r.yaml", "r", 0, NULL },
	{ "r.yaml/", "r", 0, NULL },
	{ "empty.yaml", "", 0, NULL },
	{ "in.yaml", "s", 0, NULL },
	{ "in-absolute.yaml", "s", 0, NULL },
	{ "subdir/s.yaml", "s", 0, NULL },
	{ "self/self/r.yaml", "r", 0, NULL },
	{ "../base/to-over", "s", 0, NULL },
	{ "../base/b.yaml", NULL, CR_E_SANDBOX, "is not in or below \"root/over\"" },
	{ "base.yaml", NULL, CR_E_SANDBOX, "is not in or below \"root/over\"" },
	{ "linkdir/b.yaml", NULL, CR_E_SANDBOX, "is not in or below \"root/over\"" },
	{ "out.yaml", NULL, CR_E_SANDBOX, "is not in or below the root directory \"root\"" },
	{ "out-absolute.yaml", NULL, CR_E_SANDBOX, "is not in or below" },
	{ "chain.yaml", NULL, CR_E_SANDBOX, "is not in or below" },
	{ "outdir/secret.yaml", NULL, CR_E_SANDBOX, "is not in or below" },
	{ "environ", NULL, CR_E_SANDBOX, "is not in or below" },
	{ "../../outside/secret.yaml", NULL, CR_E_SANDBOX, "is not in or below" },
	{ "/proc/self/environ", NULL, CR_E_SANDBOX, "is not in or below" },
	{ "loop.yaml", NULL, CR_E_IO, "too many levels of symbolic links" },
	{ "ping", NULL, CR_E_IO, "too many levels of symbolic links" },
	{ "nope.yaml", NULL, CR_E_IO, "no such file or directory" },
	{ "nope/r.yaml", NULL, CR_E_IO, "no such file or directory" },
	{ "r.yaml/x", NULL, CR_E_IO, "not a directory" },
	{ "sub", NULL, CR_E_IO, "must resolve to a file" },
	{ "subdir", NULL, CR_E_IO, "must resolve to a file" },
	{ "fifo", NULL, CR_E_IO, "not a regular file" },
	{ "socket", NULL, CR_E_IO, "not a regular file" },
	{ "hole", NULL, CR_E_LIMIT, "larger than 64 MiB (--max-file-bytes)" },
	{ "", NULL, CR_E_IO, "empty" },
	{ "http://127.0.0.1:1/x.yaml", NULL, CR_E_REMOTE, "remote" },
};

static void
check_disk(bool by_step)
{
	struct disk d;
	make_disk(&d);
	open_disk(&d, by_step, CR_RESTRICT_ROOT_ONLY);
	for (size_t i = 0; i < sizeof root_only / sizeof root_only[0]; i++) {
		check_file(&d, &root_only[i]);
	}
	struct cr_file *file;
	assert_true(cr_load_file(d.c, in(&d, "root/over"), cr_str_z(at(&d, "root/over/r.yaml")), 0, &file));
	test_str(file->text, "r");
	assert_false(cr_load_file(d.c, in(&d, "root/over"), cr_str_z(at(&d, "root/base/b.yaml")), 0, &file));
	assert_false(cr_load_file(d.c, in(&d, "root/over"), cr_str_z(at(&d, "outside/secret.yaml")), 0, &file));
	assert_false(cr_load_file(d.c, in(&d, "root/over"), S("r.yaml\0x"), 0, &file));
	char deep[6000];
	memset(deep, 'a', sizeof deep);
	assert_false(cr_load_file(d.c, in(&d, "root/over"), (struct cr_str){ deep, 300 }, 0, &file));
	assert_false(cr_load_file(d.c, in(&d, "root/over"), (struct cr_str){ deep, sizeof deep }, 0, &file));
	assert_non_null(strstr(test_message(d.c), "name is too long"));
	close_disk(&d);
	remove_disk(&d);
}

static void
test_files(void **state)
{
	(void)state;
	check_disk(false);
}

static void
test_files_by_step(void **state)
{
	(void)state;
	check_disk(true);
}

static void
test_unrestricted(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	open_disk(&d, false, CR_RESTRICT_NONE);
	static const struct want wants[] = {
		{ "../base/b.yaml", "b", 0, NULL },
		{ "base.yaml", "b", 0, NULL },
		{ "out.yaml", NULL, CR_E_SANDBOX, "root directory" },
		{ "../../outside/secret.yaml", NULL, CR_E_SANDBOX, "root directory" },
	};
	for (size_t i = 0; i < sizeof wants / sizeof wants[0]; i++) {
		check_file(&d, &wants[i]);
	}
	close_disk(&d);
	remove_disk(&d);
}

static void
test_read_once(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	open_disk(&d, false, CR_RESTRICT_ROOT_ONLY);
	struct cr_file *a, *b, *other;
	assert_true(cr_load_file(d.c, in(&d, "root/over"), S("in.yaml"), 0, &a));
	assert_true(cr_load_file(d.c, in(&d, "root/over"), S("r.yaml"), 0, &other));
	put(&d, "root/over/sub/s.yaml", "changed");
	assert_true(cr_load_file(d.c, in(&d, "root/over"), S("sub/s.yaml"), 0, &b));
	assert_ptr_equal(a, b);
	assert_true(cr_load_file(d.c, in(&d, "root/over/sub"), S("s.yaml"), 0, &b));
	assert_ptr_equal(a, b);
	assert_true(cr_load_file(d.c, in(&d, "root/over"), S("in.yaml"), 0, &b));
	assert_ptr_equal(a, b);
	/* Known, and still not for everybody. */
	assert_false(cr_load_file(d.c, in(&d, "root/base"), S("../over/sub/s.yaml"), 0, &b));
	assert_ptr_equal(cr_loader_file(d.c->loader, 1), a);
	assert_ptr_equal(cr_loader_file(d.c->loader, 2), other);
	assert_null(cr_loader_file(d.c->loader, 3));
	assert_null(cr_loader_file(d.c->loader, 0));
	assert_int_equal(other->index, 2);
	assert_true(cr_str_eq(a->path, in(&d, "root/over/sub/s.yaml")));
	test_str(a->display, "root/over/sub/s.yaml");
	close_disk(&d);
	remove_disk(&d);
}

static void
test_display(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_origin none = { 0 };
	c->loader = cr_loader_new(c, &none, S(""), CR_RESTRICT_ROOT_ONLY);
	test_str(cr_path_display(c, S("a/b")), "a/b");
	test_str(cr_path_display(c, S("")), ".");
	cr_loader_set_here(c->loader, S("a"));
	test_str(cr_path_display(c, S("a/b")), "b");
	test_str(cr_path_display(c, S("c")), "../c");
	c->loader = cr_loader_new(c, &none, S("/"), CR_RESTRICT_ROOT_ONLY);
	test_str(cr_path_display(c, S("a")), "/a");
	test_str(cr_path_display(c, S("")), "/");
}

static void
test_directories(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	open_disk(&d, false, CR_RESTRICT_ROOT_ONLY);
	struct cr_ctx *c = d.c;
	struct cr_str dir;
	assert_true(cr_load_dir(c, in(&d, "root/over"), S("../base"), 0, &dir));
	assert_true(cr_str_eq(dir, in(&d, "root/base")));
	assert_true(cr_load_dir(c, in(&d, "root/over"), S("linkdir/"), 0, &dir));
	assert_true(cr_str_eq(dir, in(&d, "root/base")));
	static const struct {
		const char *entry;
		enum cr_code code;
	} bad[] = { { ".", CR_E_CYCLE },
		    { "..", CR_E_CYCLE },
		    { "self", CR_E_CYCLE },
		    { "../..", CR_E_SANDBOX },
		    { "outdir", CR_E_SANDBOX },
		    { "/tmp", CR_E_SANDBOX },
		    { "../../outside", CR_E_SANDBOX },
		    { "r.yaml", CR_E_IO },
		    { "nope", CR_E_IO },
		    { "", CR_E_IO },
		    { "fifo", CR_E_IO },
		    { "git@h:a/b", CR_E_REMOTE } };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(cr_load_dir(c, in(&d, "root/over"), cr_str_z(bad[i].entry), 0, &dir));
		assert_int_equal(test_diag(c)->code, bad[i].code);
	}
	close_disk(&d);
	remove_disk(&d);
}

static void
test_entries(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	open_disk(&d, false, CR_RESTRICT_ROOT_ONLY);
	struct cr_ctx *c = d.c;
	struct cr_file *file;
	struct cr_str dir;
	assert_true(cr_load_entry(c, in(&d, "root/over"), S("r.yaml"), 0, &file, &dir));
	test_str(file->text, "r");
	assert_true(cr_load_entry(c, in(&d, "root/over"), S("../base"), 0, &file, &dir));
	assert_null(file);
	assert_true(cr_str_eq(dir, in(&d, "root/base")));
	size_t errors = cr_error_count(c);
	assert_false(cr_load_entry(c, in(&d, "root/over"), S("nope.yaml"), 0, &file, &dir));
	assert_int_equal(cr_error_count(c), errors + 1);
	assert_false(cr_load_entry(c, in(&d, "root/over"), S("../../outside/secret.yaml"), 0, &file, &dir));
	assert_int_equal(test_diag(c)->code, CR_E_SANDBOX);
	assert_false(cr_load_entry(c, in(&d, "root/over"), S("github.com/example/none?ref=x"), 0, &file, &dir));
	assert_int_equal(test_diag(c)->code, CR_E_REMOTE);
	assert_false(cr_load_entry(c, in(&d, "root/over"), S("http://user:hunter2@127.0.0.1:1/a.yaml"), 0, &file, &dir));
	assert_int_equal(test_diag(c)->code, CR_E_REMOTE);
	assert_null(strstr(test_message(c), "hunter2"));
	close_disk(&d);
	remove_disk(&d);
}

static void
test_kustomization(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	open_disk(&d, false, CR_RESTRICT_ROOT_ONLY);
	struct cr_ctx *c = d.c;
	struct cr_file *file;
	assert_true(cr_find_kustomization(c, in(&d, "root/over"), 0, &file));
	assert_null(file);
	assert_false(cr_load_kustomization(c, in(&d, "root/over"), 0, &file));
	assert_non_null(strstr(test_message(c), "unable to find one of"));
	put_dir(&d, "root/over/kustomization.yaml");
	put(&d, "root/over/Kustomization", "k");
	assert_true(cr_load_kustomization(c, in(&d, "root/over"), 0, &file));
	test_str(file->display, "root/over/Kustomization");
	put(&d, "root/over/kustomization.yml", "k");
	assert_false(cr_load_kustomization(c, in(&d, "root/over"), 0, &file));
	assert_non_null(strstr(test_message(c), "Found multiple kustomization files"));
	put_link(&d, "root/base/kustomization.yaml", "../../outside/secret.yaml");
	assert_false(cr_load_kustomization(c, in(&d, "root/base"), 0, &file));
	assert_int_equal(test_diag(c)->code, CR_E_SANDBOX);
	assert_non_null(strstr(test_message(c), "root/base/kustomization.yaml"));
	close_disk(&d);
	remove_disk(&d);
}

static void
test_list(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	open_disk(&d, false, CR_RESTRICT_ROOT_ONLY);
	struct cr_dir_entries entries;
	assert_true(cr_list_dir(d.c, in(&d, "root/base"), 0, &entries));
	assert_int_equal(entries.count, 2);
	test_str(entries.items[0].name, "b.yaml");
	assert_int_equal(entries.items[0].kind, 'f');
	assert_int_equal(entries.items[1].kind, 'l');
	assert_true(cr_list_dir(d.c, in(&d, "root"), 0, &entries));
	assert_int_equal(entries.count, 2);
	assert_int_equal(entries.items[1].kind, 'd');
	assert_false(cr_list_dir(d.c, in(&d, "root/over/outdir"), 0, &entries));
	assert_false(cr_list_dir(d.c, in(&d, "root/over/r.yaml"), 0, &entries));
	close_disk(&d);
	remove_disk(&d);
}

/* The file becomes a link, and a file again. */
static void
flip(const struct disk *d)
{
	const char *tmp = at(d, "root/over/tmp"), *file = at(d, "root/over/r.yaml");
	if (symlink(at(d, "outside/secret.yaml"), tmp) != 0 || rename(tmp, file) != 0) {
		_exit(1);
	}
	int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (write(fd, "r", 1) != 1 || close(fd) != 0 || rename(tmp, file) != 0) {
		_exit(1);
	}
}

static void
test_race(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails does not come back to end it */
		for (;;) {
			flip(&d);
		}
	}
	/* Where the other process seldom gets its turn, the file may be a link for long. */
	size_t read = 0, refused = 0, i = 0;
	for (; i < 3000 || (read == 0 && i < 300000); i++) {
		open_disk(&d, i % 2 == 0, CR_RESTRICT_ROOT_ONLY);
		int error;
		struct cr_file *file = cr_load_try(d.c, in(&d, "root/over"), S("r.yaml"), &error);
		if (file != NULL) {
			test_str(file->text, "r");
			read++;
		} else {
			assert_true(error == EXDEV || error == ELOOP || error == ENOENT);
			refused++;
		}
		close_disk(&d);
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	remove_disk(&d);
	assert_true(read > 0 && read + refused == i);
}

static int
big_read(void *user, const char *path, void *(*alloc)(void *ctx, size_t size), void *ctx, const char **data, size_t *len)
{
	(void)user;
	(void)alloc;
	(void)ctx;
	*data = "";
	*len = (size_t)cr_limit_rows[CR_MAX_FILE_BYTES].standard + (strcmp(path, "huge") == 0);
	return 0;
}

static void
test_limits(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_origin origin = { .read = big_read };
	c->loader = cr_loader_new(c, &origin, S(""), CR_RESTRICT_ROOT_ONLY);
	struct cr_file *file;
	assert_false(cr_load_file(c, S(""), S("huge"), 0, &file));
	assert_non_null(strstr(test_message(c), "larger than 64 MiB (--max-file-bytes)"));
	for (unsigned i = 0; i < cr_limit(c, CR_MAX_INPUT_BYTES) / cr_limit(c, CR_MAX_FILE_BYTES); i++) {
		char name[2] = { (char)('a' + i), '\0' };
		assert_true(cr_load_file(c, S(""), cr_str_z(name), 0, &file));
	}
	assert_false(cr_load_file(c, S(""), S("z"), 0, &file));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
	assert_non_null(strstr(test_message(c), "larger than 512 MiB (--max-input-bytes)"));
	assert_true(cr_load_file(c, S(""), S("a"), 0, &file));
}

static bool
load_all(struct cr_ctx *c, void *arg)
{
	struct disk *d = arg;
	struct cr_origin origin;
	struct cr_file *file;
	struct cr_str dir;
	struct cr_dir_entries entries;
	const char *root = at(d, "root");
	if (!cr_origin_dir_open(c, &root, 1, &origin)) {
		return false;
	}
	/* The descriptor is the session's; here this call stands for it. */
	struct cr_defer defer;
	cr_ctx_defer(c, &defer, (void (*)(void *))cr_origin_dir_close, &origin);
	c->loader = cr_loader_new(c, &origin, S("/"), CR_RESTRICT_ROOT_ONLY);
	struct cr_str over = cr_str_dup(c, cr_str_z(at(d, "root/over") + 1));
	bool ok = cr_load_file(c, over, S("in.yaml"), 0, &file) && cr_load_entry(c, over, S("linkdir"), 0, &file, &dir) &&
		  cr_list_dir(c, over, 0, &entries);
	cr_ctx_done(c, &defer);
	return ok;
}

static void
test_memory(void **state)
{
	(void)state;
	struct disk d;
	make_disk(&d);
	assert_true(test_every_failure(load_all, &d) > 0);
	remove_disk(&d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_join),        TEST(test_below),         TEST(test_relative),      TEST(test_remote),    TEST(test_redact),
		TEST(test_files),       TEST(test_files_by_step), TEST(test_unrestricted),  TEST(test_read_once), TEST(test_display),
		TEST(test_directories), TEST(test_entries),       TEST(test_kustomization), TEST(test_list),      TEST(test_race),
		TEST(test_limits),      TEST(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
