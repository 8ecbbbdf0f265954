/* Scopes: which root directory a render stays in, and where the rendered directory lies below it. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/session.h"

/* The nearest directory at or above path that holds .git; else the file system's root. path is changed. */
static void
find_repository(char *path)
{
	char probe[PATH_MAX + 8];
	struct stat st;
	for (;;) {
		size_t len = strlen(path);
		memcpy(probe, path, len);
		memcpy(probe + len, "/.git", 6);
		if (lstat(probe, &st) == 0) {
			return;
		}
		char *slash = strrchr(path, '/');
		if (slash == NULL || slash == path) {
			memcpy(path, "/", 2);
			return;
		}
		*slash = '\0';
	}
}

static struct cr_scope *
find_scope(const struct confrender_session *s, const char *root)
{
	for (struct cr_scope *scope = s->scopes; scope != NULL; scope = scope->next) {
		if (root == NULL || (scope->root != NULL && strcmp(scope->root, root) == 0)) {
			return scope;
		}
	}
	return NULL;
}

struct call {
	bool (*run)(struct cr_ctx *c, void *arg);
	void *arg;
	bool returned;
};

static bool
run_call(struct cr_ctx *c, void *arg)
{
	struct call *call = arg;
	bool ok = call->run(c, call->arg);
	call->returned = true;
	return ok;
}

enum confrender_result
cr_scope_run(struct cr_scope *scope, bool (*run)(struct cr_ctx *c, void *arg), void *arg)
{
	struct call call = { .run = run, .arg = arg };
	if (cr_ctx_guard(&scope->ctx, run_call, &call)) {
		return CONFRENDER_OK;
	}
	if (call.returned) {
		return CONFRENDER_INPUT;
	}
	scope->dead = true;
	return scope->ctx.diags->last->code == CR_E_MEMORY ? CONFRENDER_NO_MEMORY : CONFRENDER_INPUT;
}

struct opening {
	struct cr_scope *scope;
	const char *directory;
};

/* How many bytes of a and b are the same leading components. */
static size_t
common_components(const char *a, const char *b)
{
	size_t same = 0, i = 0;
	for (; a[i] != '\0' && a[i] == b[i]; i++) {
		if (a[i] == '/') {
			same = i + 1;
		}
	}
	bool ends = (a[i] == '\0' || a[i] == '/') && (b[i] == '\0' || b[i] == '/');
	return ends ? i : same;
}

/* The way from directory from to directory to, both absolute. */
static struct cr_str
relative_path(struct cr_ctx *c, const char *from, const char *to)
{
	size_t same = common_components(from, to);
	struct cr_str out = CR_STR("");
	for (const char *p = from + same; *p != '\0'; p++) {
		if (*p != '/' && (p == from + same || p[-1] == '/')) {
			out = cr_str_cat(c, out, CR_STR("../"));
		}
	}
	const char *rest = to + same;
	while (*rest == '/') {
		rest++;
	}
	return cr_str_cat(c, out, cr_str_z(rest));
}

static bool
is_below(const char *root, const char *path)
{
	size_t len = strlen(root);
	return strncmp(root, path, len) == 0 && (len == 1 || path[len] == '/' || path[len] == '\0');
}

/* Messages name files as the user would: absolutely if that is how the directory was named, else seen from the working directory. */
static void
open_loader(struct cr_ctx *c, struct cr_scope *scope, const char *directory)
{
	const struct confrender_session *s = scope->session;
	enum cr_restrict restriction = s->options.load_restriction == CONFRENDER_LOAD_ANYWHERE ? CR_RESTRICT_NONE : CR_RESTRICT_ROOT_ONLY;
	char cwd[PATH_MAX];
	struct cr_str prefix = CR_STR("");
	bool relative = scope->root != NULL && directory[0] != '/' && getcwd(cwd, sizeof cwd) != NULL;
	bool inside = relative && is_below(scope->root, cwd);
	if (relative && !inside) {
		prefix = relative_path(c, cwd, scope->root);
	} else if (scope->root != NULL && !relative) {
		prefix = cr_str_dup(c, cr_str_z(scope->root));
	}
	c->loader = cr_loader_new(c, &scope->origin, prefix, restriction);
	if (inside) {
		cr_loader_set_here(c->loader, relative_path(c, scope->root, cwd));
	}
}

static bool
open_scope(struct cr_ctx *c, void *arg)
{
	struct opening *o = arg;
	struct cr_scope *scope = o->scope;
	const struct confrender_session *s = scope->session;
	if (s->options.tree != NULL) {
		cr_origin_tree(c, s->options.tree, &scope->origin);
	} else if (!cr_origin_dir_open(c, scope->root, &scope->origin)) {
		return false;
	} else {
		scope->origin_open = true;
	}
	open_loader(c, scope, o->directory);
	scope->baseline = cr_baseline_new(c);
	return true;
}

static enum confrender_result
add_scope(struct confrender_session *s, const char *root, const char *directory, struct cr_scope **out)
{
	struct cr_allocator *a = &s->allocator;
	struct cr_scope *scope = a->alloc(a->user, sizeof *scope);
	if (scope == NULL) {
		return CONFRENDER_NO_MEMORY;
	}
	*scope = (struct cr_scope){ .session = s, .next = s->scopes };
	s->scopes = scope;
	if (root != NULL) {
		size_t size = strlen(root) + 1;
		scope->root = a->alloc(a->user, size);
		if (scope->root == NULL) {
			return CONFRENDER_NO_MEMORY;
		}
		memcpy(scope->root, root, size);
	}
	if (!cr_ctx_init(&scope->ctx, a, s->seed)) {
		return CONFRENDER_NO_MEMORY;
	}
	scope->ready = true;
	cr_ctx_set_limits(&scope->ctx, &s->limits);
	*out = scope;
	memcpy(scope->ctx.diags->severity, s->severities.severity, sizeof s->severities.severity);
	struct opening o = { .scope = scope, .directory = directory };
	enum confrender_result result = cr_scope_run(scope, open_scope, &o);
	scope->dead = result != CONFRENDER_OK;
	return result;
}

struct finding {
	const char *directory;
	const char *real;
	int error;
	struct cr_scope *scope;
	struct cr_str *inside;
};

/* The directory as a path below the scope's root. */
static bool
locate(struct cr_ctx *c, void *arg)
{
	struct finding *f = arg;
	struct cr_str directory = cr_str_z(f->directory);
	if (f->scope->root == NULL) {
		if (!cr_path_join(c, CR_STR(""), directory, f->inside)) {
			return cr_fail(c, CR_NO_MARK, CR_E_SANDBOX, "\"%S\" is not below the top of the tree", directory);
		}
		return true;
	}
	if (f->error != 0) {
		return cr_fail(c, CR_NO_MARK, CR_E_IO, "\"%S\" cannot be rendered: %s", directory,
			       f->error == ENOTDIR ? "it is not a directory" : strerror(f->error));
	}
	struct cr_str root = cr_str_z(f->scope->root), real = cr_str_z(f->real);
	size_t skip = root.len == 1 ? 0 : root.len;
	if (!cr_str_starts(real, root) || (real.len > skip && real.ptr[skip] != '/')) {
		return cr_fail(c, CR_NO_MARK, CR_E_SANDBOX, "\"%S\" is outside the root directory \"%S\"", directory, root);
	}
	while (skip < real.len && real.ptr[skip] == '/') {
		skip++;
	}
	*f->inside = cr_str_dup(c, cr_str_sub(real, skip, real.len));
	return true;
}

/* Links resolved: the directory that the user names may be one. 0 or an errno value; then real is "/". */
static int
real_directory(const char *directory, char real[PATH_MAX])
{
	struct stat st;
	int error = 0;
	if (realpath(directory, real) == NULL || stat(real, &st) != 0) {
		error = errno;
	} else if (!S_ISDIR(st.st_mode)) {
		error = ENOTDIR;
	}
	if (error != 0) {
		memcpy(real, "/", 2);
	}
	return error;
}

enum confrender_result
cr_session_scope(struct confrender_session *s, const char *directory, struct cr_scope **scope, struct cr_str *inside)
{
	char real[PATH_MAX] = "/", root[PATH_MAX] = "/";
	int error = 0;
	bool in_memory = s->options.tree != NULL;
	if (!in_memory) {
		error = real_directory(directory, real);
		memcpy(root, real, strlen(real) + 1);
		if (s->root != NULL) {
			memcpy(root, s->root, strlen(s->root) + 1);
		} else {
			find_repository(root);
		}
	}
	*scope = find_scope(s, in_memory ? NULL : root);
	if (*scope == NULL) {
		enum confrender_result result = add_scope(s, in_memory ? NULL : root, directory, scope);
		if (result != CONFRENDER_OK) {
			return result;
		}
	}
	if ((*scope)->dead) {
		return CONFRENDER_NO_MEMORY;
	}
	struct finding f = { .directory = directory, .real = real, .error = error, .scope = *scope, .inside = inside };
	return cr_scope_run(*scope, locate, &f);
}
