/* A tree in memory, served by the caller's callbacks, as an origin of files. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>

#include "render/session.h"

static int
tree_read(void *user, const char *path, void *(*alloc)(void *ctx, size_t size), void *ctx, const char **data, size_t *len)
{
	const struct confrender_tree *tree = user;
	(void)alloc;
	(void)ctx;
	switch (tree->kind(tree->user, path)) {
	case 'f':
		return tree->read(tree->user, path, data, len);
	case 'd':
		return EISDIR;
	default:
		return ENOENT;
	}
}

static int
tree_kind(void *user, const char *path, char *kind, char *real)
{
	const struct confrender_tree *tree = user;
	*kind = tree->kind(tree->user, path);
	memcpy(real, path, strlen(path) + 1);
	return *kind == 0 ? ENOENT : 0;
}

struct lister {
	const struct confrender_tree *tree;
	const char *path;
	bool (*add)(void *ctx, const char *name, char kind);
	void *ctx;
	bool stopped;
};

static void
add_name(void *adder, const char *name)
{
	struct lister *l = adder;
	char full[PATH_MAX];
	int len = snprintf(full, sizeof full, "%s%s%s", l->path, l->path[0] == '\0' ? "" : "/", name);
	if (!l->stopped && len > 0 && (size_t)len < sizeof full) {
		l->stopped = !l->add(l->ctx, name, l->tree->kind(l->tree->user, full));
	}
}

static int
tree_list(void *user, const char *path, bool (*add)(void *ctx, const char *name, char kind), void *ctx)
{
	const struct confrender_tree *tree = user;
	struct lister l = { .tree = tree, .path = path, .add = add, .ctx = ctx };
	return tree->list == NULL ? ENOTSUP : tree->list(tree->user, path, add_name, &l);
}

void
cr_origin_tree(struct cr_ctx *c, const struct confrender_tree *tree, struct cr_origin *out)
{
	struct confrender_tree *copy = cr_new(c, struct confrender_tree);
	*copy = *tree;
	*out = (struct cr_origin){ .read = tree_read, .kind = tree_kind, .list = tree_list, .user = copy };
}
