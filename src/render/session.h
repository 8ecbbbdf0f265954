/* What is behind the public session: one scope a root directory, each with its own context, files and accumulated bases. */
#ifndef CR_RENDER_SESSION_H
#define CR_RENDER_SESSION_H

#include "accumulate/accumulate.h"
#include "confrender/confrender.h"
#include "load/loader.h"

struct cr_scope {
	struct cr_ctx ctx;
	struct cr_origin origin;
	struct cr_baseline *baseline;
	char *root; /* real path, "/" at least; NULL for a tree in memory */
	struct confrender_session *session;
	struct cr_scope *next;
	bool ready; /* ctx is initialised */
	bool origin_open;
	bool dead; /* a sticky error was met */
};

struct confrender_session {
	struct cr_allocator allocator;
	struct confrender_session_options options; /* root, warn and limits are read at creation only */
	char *root;                                /* real path of options.root, or NULL */
	struct cr_diags severities;                /* what --strict and --warn made of the codes */
	struct cr_limits limits;
	struct cr_scope *scopes;
	uint64_t seed;
};

/* The scope for directory, made if need be, and the directory as a path inside it (in the scope's arena). CONFRENDER_INPUT after a
 * diagnostic in the scope, if there is one: *scope may then be NULL. */
enum confrender_result cr_session_scope(struct confrender_session *s, const char *directory, struct cr_scope **scope,
					struct cr_str *inside);

/* run under a guard; a scope that unwound is dead, since what it was doing stays half done. */
enum confrender_result cr_scope_run(struct cr_scope *scope, bool (*run)(struct cr_ctx *c, void *arg), void *arg);
/* The caller's tree as an origin. */
void cr_origin_tree(struct cr_ctx *c, const struct confrender_tree *tree, struct cr_origin *out);

/* The limits that the options want. False: an entry that is none. */
bool cr_limits_apply(struct cr_limits *l, const struct confrender_session_options *o);
/* Hands the diagnostics recorded since the last call to the session's callback. */
void cr_report(struct cr_scope *scope);

#endif
