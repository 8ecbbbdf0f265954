/* Scopes: which root directory a render stays in, and where the rendered directory lies below it. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "render/session.h"

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

static enum cr_ring
ring_of(const struct cr_scope *scope)
{
	switch (scope->how) {
	case CONFRENDER_ROOT_NAMED:
		return CR_RING_NAMED;
	case CONFRENDER_ROOT_REPOSITORY:
		return CR_RING_REPOSITORY;
	case CONFRENDER_ROOT_HERE:
		return CR_RING_HERE;
	default:
		return CR_RING_NONE;
	}
}

/* Messages name files as the user would: absolutely if that is how the directory was named, else seen from the working directory. */
static void
open_loader(struct cr_ctx *c, struct cr_scope *scope, const char *directory)
{
	const struct confrender_session *s = scope->session;
	enum cr_restrict restriction = s->options.load_restriction == CONFRENDER_LOAD_ANYWHERE ? CR_RESTRICT_NONE : CR_RESTRICT_ROOT_ONLY;
	char cwd[PATH_MAX];
	c->loader = cr_loader_new(c, &scope->origin, scope->root != NULL ? CR_STR("/") : CR_STR(""), restriction);
	cr_loader_set_ring(c->loader, ring_of(scope));
	if (s->options.inputs) {
		cr_loader_keep_inputs(c, c->loader);
	}
	if (scope->root != NULL && directory[0] != '/' && getcwd(cwd, sizeof cwd) != NULL && cwd[0] == '/') {
		cr_loader_set_here(c->loader, cr_str_dup(c, cr_str_z(cwd + 1)));
	}
}

static bool
open_origin(struct cr_ctx *c, struct cr_scope *scope)
{
	const struct confrender_session *s = scope->session;
	const char **paths = cr_new_n(c, const char *, s->allowed_count + 1);
	paths[0] = scope->root;
	for (size_t i = 0; i < s->allowed_count; i++) {
		paths[i + 1] = s->allowed[i];
	}
	scope->origin_open = cr_origin_dir_open(c, paths, s->allowed_count + 1, &scope->origin);
	return scope->origin_open;
}

static bool
open_scope(struct cr_ctx *c, void *arg)
{
	struct opening *o = arg;
	struct cr_scope *scope = o->scope;
	const struct confrender_session *s = scope->session;
	if (s->options.tree != NULL) {
		cr_origin_tree(c, s->options.tree, &scope->origin);
	} else if (!open_origin(c, scope)) {
		return false;
	}
	open_loader(c, scope, o->directory);
	scope->baseline = cr_baseline_new(c);
	return true;
}

static enum confrender_result
add_scope(struct confrender_session *s, const char *root, enum confrender_root how, const char *directory, struct cr_scope **out)
{
	struct cr_allocator *a = &s->allocator;
	struct cr_scope *scope = a->alloc(a->user, sizeof *scope);
	if (scope == NULL) {
		return CONFRENDER_NO_MEMORY;
	}
	/* Dead until all of it is there. */
	*scope = (struct cr_scope){ .session = s, .how = how, .next = s->scopes, .dead = true };
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

static bool
not_rendered(struct cr_ctx *c, struct cr_str directory, int error)
{
	const char *why = error == ENOTDIR ? "it is not a directory" : error == ESTALE ? "it changed after it was found" : strerror(error);
	return cr_fail(c, CR_NO_MARK, CR_E_IO, "\"%S\" cannot be rendered: %s", directory, why);
}

/* What the origin finds at path, which had no links in it a moment ago. */
static int
check_directory(const struct cr_origin *origin, const char *path)
{
	char kind = 0, again[PATH_MAX];
	int error = origin->kind(origin->user, path, &kind, again);
	if (error == 0 && strcmp(path, again) != 0) {
		error = ESTALE;
	}
	return error == 0 && kind != 'd' ? ENOTDIR : error;
}

/* The directory as a path of the scope's origin. */
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
		return not_rendered(c, directory, f->error);
	}
	if (!cr_roots_contain(f->scope, f->real)) {
		cr_fail(c, CR_NO_MARK, CR_E_SANDBOX, "\"%S\" is outside the root directory \"%S\"", directory, cr_str_z(f->scope->root));
		cr_hint(c, "--root DIR names another, --allow-root DIR allows one more");
		return false;
	}
	int error = check_directory(&f->scope->origin, f->real + 1);
	*f->inside = cr_str_dup(c, cr_str_z(f->real + 1));
	return error == 0 || not_rendered(c, directory, error);
}

/* Links resolved: the directory that the user names may be one. 0 or an errno value; then real is "/". */
static int
real_directory(const struct confrender_session *s, const char *directory, char real[PATH_MAX])
{
	int error = realpath(directory, real) == NULL ? errno : cr_found_moved(s, directory, real) ? ESTALE : 0;
	if (error != 0) {
		memcpy(real, "/", 2);
	}
	return error;
}

/* The scope that directory is rendered in; *error and real are about directory itself. */
static enum confrender_result
scope_of(struct confrender_session *s, const char *directory, struct cr_scope **scope, char real[PATH_MAX], int *error)
{
	char root[PATH_MAX] = "/";
	bool in_memory = s->options.tree != NULL;
	enum confrender_root how = CONFRENDER_ROOT_NONE;
	if (!in_memory) {
		*error = real_directory(s, directory, real);
		how = *error == 0 || s->root != NULL ? cr_root_choose(s, real, root) : CONFRENDER_ROOT_NONE;
	}
	*scope = find_scope(s, in_memory ? NULL : root);
	if (*scope != NULL) {
		return (*scope)->dead ? CONFRENDER_NO_MEMORY : CONFRENDER_OK;
	}
	return add_scope(s, in_memory ? NULL : root, how, directory, scope);
}

enum confrender_result
cr_session_scope(struct confrender_session *s, const char *directory, struct cr_scope **scope, struct cr_str *inside)
{
	char real[PATH_MAX] = "/";
	int error = 0;
	enum confrender_result result = scope_of(s, directory, scope, real, &error);
	if (result != CONFRENDER_OK) {
		return result;
	}
	struct finding f = { .directory = directory, .real = real, .error = error, .scope = *scope, .inside = inside };
	result = cr_scope_run(*scope, locate, &f);
	(*scope)->opened = (*scope)->opened || result == CONFRENDER_OK;
	return result;
}
