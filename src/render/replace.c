/* A session in which a file has another text than it has on the disk: how edits are rendered that nobody wrote. */
#include "render/session.h"

struct replacing {
	struct cr_scope *scope;
	struct cr_str dir;
	const char *name, *text;
	size_t length;
	bool taken;
};

static bool
is_inside(const struct cr_scope *scope, struct cr_str path)
{
	bool inside = scope->origin.root_count == 0;
	for (size_t i = 0; i < scope->origin.root_count && !inside; i++) {
		inside = cr_path_below(scope->origin.roots[i], path);
	}
	return inside;
}

static bool
replace(struct cr_ctx *c, void *arg)
{
	struct replacing *r = arg;
	struct cr_str path, text = { .ptr = r->length > 0 ? r->text : "", .len = r->length };
	r->taken = cr_path_join(c, r->dir, cr_str_z(r->name), &path) && is_inside(r->scope, path) &&
		   cr_loader_replace(c, c->loader, path, cr_str_dup(c, text));
	return true;
}

enum confrender_result
confrender_session_replace(struct confrender_session *session, const char *directory, const char *name, const char *text, size_t length)
{
	struct replacing r = { .name = name, .text = text, .length = length };
	enum confrender_result result = cr_session_scope(session, directory, &r.scope, &r.dir);
	if (result == CONFRENDER_OK) {
		result = cr_scope_run(r.scope, replace, &r);
	}
	cr_report(r.scope);
	return result == CONFRENDER_OK && !r.taken ? CONFRENDER_USAGE : result;
}
