/* What is behind the public session: one scope a root directory, each with its own context, files and accumulated bases. */
#ifndef CR_RENDER_SESSION_H
#define CR_RENDER_SESSION_H

#include <limits.h>

#include "accumulate/accumulate.h"
#include "confrender/confrender.h"
#include "load/loader.h"

/* The line that was looked up last, so that the next one is found from there. */
struct cr_line_memo {
	const struct cr_file *file;
	bool may_show; /* lines of the file */
	uint32_t line;
	size_t at; /* where it begins */
};

struct cr_scope {
	struct cr_ctx ctx;
	struct cr_origin origin;
	struct cr_baseline *baseline;
	char *root; /* real path, "/" at least; NULL for a tree in memory */
	enum confrender_root how;
	struct confrender_session *session;
	struct cr_scope *next;
	struct cr_map found; /* what a search gave out, by hash of its text: see find.c */
	bool ready;          /* ctx is initialised */
	bool origin_open;
	bool opened; /* a directory was found to lie in root: it is no mere place for messages */
	bool dead;   /* a sticky error was met */
	struct cr_line_memo shown;
};

struct confrender_session {
	struct cr_allocator allocator;
	struct confrender_session_options options; /* root, allow_roots, warn and limits are read at creation only */
	char *root;                                /* real path of options.root, or NULL */
	char **allowed;                            /* those of options.allow_roots */
	size_t allowed_count;
	struct cr_diags severities; /* what --strict and --warn made of the codes */
	struct cr_limits limits;
	struct cr_scope *scopes;
	uint64_t seed;
};

/* The scope for directory, made if need be, and the directory as a path inside it (in the scope's arena). CONFRENDER_INPUT after a
 * diagnostic in the scope, if there is one: *scope may then be NULL. */
enum confrender_result cr_session_scope(struct confrender_session *s, const char *directory, struct cr_scope **scope,
					struct cr_str *inside);

/* Real paths of the roots that the options name: CONFRENDER_USAGE if one is no directory. */
enum confrender_result cr_roots_resolve(struct confrender_session *s);
void cr_roots_free(struct confrender_session *s);
/* The root for the directory whose real path is real, PATH_MAX bytes, and how it was found. */
enum confrender_root cr_root_choose(const struct confrender_session *s, const char *real, char root[PATH_MAX]);
/* Does real lie in or below the scope's root, or one that the session allows? */
bool cr_roots_contain(const struct cr_scope *scope, const char *real);

/* Was directory given out by a search, and has another real path since? Then a link was put in its way. */
bool cr_found_moved(const struct confrender_session *s, const char *directory, const char *real);

/* run under a guard; a scope that unwound is dead, since what it was doing stays half done. */
enum confrender_result cr_scope_run(struct cr_scope *scope, bool (*run)(struct cr_ctx *c, void *arg), void *arg);
/* The caller's tree as an origin. */
void cr_origin_tree(struct cr_ctx *c, const struct confrender_tree *tree, struct cr_origin *out);

/* The limits that the options want. False: an entry that is none. */
bool cr_limits_apply(struct cr_limits *l, const struct confrender_session_options *o);
/* Hands the diagnostics recorded since the last call to the session's callback. */
void cr_report(struct cr_scope *scope);
/* Where mark is, for callbacks; without its source line. */
struct confrender_place cr_place(const struct cr_scope *scope, cr_mark mark);

#endif
