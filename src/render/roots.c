/* Which directory a render may not leave: the one that the caller named, the repository's, or the working directory. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/session.h"

/* Does directory hold .git? A directory; in worktrees and submodules a file. */
static bool
holds_repository(const char *directory)
{
	char probe[PATH_MAX + 8];
	struct stat st;
	size_t len = strlen(directory);
	memcpy(probe, directory, len);
	memcpy(probe + len, "/.git", 6);
	return lstat(probe, &st) == 0 && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode) || S_ISLNK(st.st_mode));
}

/* Shortens path, which is absolute and has no links, to the nearest directory at or above it that holds .git. False: there is none. */
static bool
find_repository(char *path)
{
	for (;;) {
		if (holds_repository(path)) {
			return true;
		}
		char *slash = strrchr(path, '/');
		if (slash == NULL || slash == path) {
			return false;
		}
		*slash = '\0';
	}
}

static bool
is_below(const char *root, const char *path)
{
	size_t len = strlen(root);
	return strncmp(root, path, len) == 0 && (len == 1 || path[len] == '/' || path[len] == '\0');
}

enum confrender_root
cr_root_choose(const struct confrender_session *s, const char *real, char root[PATH_MAX])
{
	if (s->root != NULL) {
		memcpy(root, s->root, strlen(s->root) + 1);
		return CONFRENDER_ROOT_NAMED;
	}
	memcpy(root, real, strlen(real) + 1);
	if (find_repository(root)) {
		return CONFRENDER_ROOT_REPOSITORY;
	}
	if (getcwd(root, PATH_MAX) != NULL && root[1] != '\0' && is_below(root, real)) {
		return CONFRENDER_ROOT_HERE;
	}
	memcpy(root, "/", 2);
	return CONFRENDER_ROOT_NONE;
}

/* path with its links resolved, which must be a directory: only of such a one there is a ".". */
static enum confrender_result
resolve(struct confrender_session *s, const char *path, char **out)
{
	char inside[PATH_MAX + 2], real[PATH_MAX];
	size_t len = path != NULL ? strlen(path) : 0;
	if (len == 0 || len >= PATH_MAX) {
		return CONFRENDER_USAGE;
	}
	memcpy(inside, path, len);
	memcpy(inside + len, "/.", 3);
	if (realpath(inside, real) == NULL) {
		return errno == ENOMEM ? CONFRENDER_NO_MEMORY : CONFRENDER_USAGE;
	}
	size_t size = strlen(real) + 1;
	*out = s->allocator.alloc(s->allocator.user, size);
	if (*out == NULL) {
		return CONFRENDER_NO_MEMORY;
	}
	memcpy(*out, real, size);
	return CONFRENDER_OK;
}

enum confrender_result
cr_roots_resolve(struct confrender_session *s)
{
	const struct confrender_session_options *o = &s->options;
	enum confrender_result result = o->root != NULL ? resolve(s, o->root, &s->root) : CONFRENDER_OK;
	if (result != CONFRENDER_OK || o->allow_root_count == 0) {
		return result;
	}
	if (o->allow_root_count > SIZE_MAX / sizeof *s->allowed) {
		return CONFRENDER_USAGE;
	}
	s->allowed = s->allocator.alloc(s->allocator.user, o->allow_root_count * sizeof *s->allowed);
	if (s->allowed == NULL) {
		return CONFRENDER_NO_MEMORY;
	}
	while (result == CONFRENDER_OK && s->allowed_count < o->allow_root_count) {
		result = resolve(s, o->allow_roots[s->allowed_count], &s->allowed[s->allowed_count]);
		s->allowed_count += result == CONFRENDER_OK;
	}
	return result;
}

void
cr_roots_free(struct confrender_session *s)
{
	const struct cr_allocator *a = &s->allocator;
	for (size_t i = 0; i < s->allowed_count; i++) {
		a->free(a->user, s->allowed[i]);
	}
	if (s->allowed != NULL) {
		a->free(a->user, s->allowed);
	}
	if (s->root != NULL) {
		a->free(a->user, s->root);
	}
}

bool
cr_roots_contain(const struct cr_scope *scope, const char *real)
{
	const struct confrender_session *s = scope->session;
	bool inside = is_below(scope->root, real);
	for (size_t i = 0; i < s->allowed_count && !inside; i++) {
		inside = is_below(s->allowed[i], real);
	}
	return inside;
}

const char *
confrender_session_root(struct confrender_session *session, const char *directory, enum confrender_root *how)
{
	struct cr_scope *scope = NULL;
	struct cr_str inside;
	enum confrender_result result = cr_session_scope(session, directory, &scope, &inside);
	bool found = result == CONFRENDER_OK && scope->root != NULL;
	if (result != CONFRENDER_OK) {
		cr_report(scope);
	}
	if (how != NULL) {
		*how = found ? scope->how : CONFRENDER_ROOT_NONE;
	}
	return found ? scope->root : NULL;
}

int
confrender_session_root_descriptor(const struct confrender_session *session, size_t index)
{
	for (const struct cr_scope *scope = session->scopes; scope != NULL; scope = scope->next) {
		size_t count = scope->opened && scope->root != NULL ? session->allowed_count + 1 : 0;
		if (index < count) {
			return cr_origin_dir_descriptor(&scope->origin, index);
		}
		index -= count;
	}
	return -1;
}
