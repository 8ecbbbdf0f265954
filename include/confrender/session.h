/* A session: the files read so far and the bases accumulated so far. */
#ifndef CONFRENDER_SESSION_H
#define CONFRENDER_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "confrender/diagnostics.h"
#include "confrender/input.h"

#ifdef __cplusplus
extern "C" {
#endif

struct confrender_session;

enum confrender_load_restriction {
	CONFRENDER_LOAD_ROOT_ONLY, /* files lie in or below the directory of the kustomization that names them */
	CONFRENDER_LOAD_ANYWHERE   /* files may lie anywhere below the root */
};

/* A limit on what a session reads, makes and does. Past it a render fails with a diagnostic of code "limit" that ends in the limit and its
 * name, "64 MiB (--max-file-bytes)". Nothing in a tree can change one. */
struct confrender_limit {
	const char *name; /* "max-file-bytes" */
	const char *help;
	uint64_t standard, least, most;
	bool bytes; /* values may end in KiB, MiB or GiB */
};

/* The limits, in order; NULL past the last one. They live as long as the program. */
const struct confrender_limit *confrender_limit(size_t index);
/* Would an entry "name=value" of the session's options be taken? */
bool confrender_limit_valid(const struct confrender_limit *limit, const char *value);

/* Set size to sizeof(struct confrender_session_options) and the rest to 0 for the defaults; later versions add fields at the end. */
struct confrender_session_options {
	size_t size;
	/* Nothing outside this directory is read, links included. NULL: each directory rendered has its own, see confrender_session_root.
	 */
	const char *root;
	const struct confrender_tree *tree; /* read from memory instead of the file system; root is then not used */
	enum confrender_load_restriction load_restriction;
	/* Memory. NULL: malloc and free. */
	void *(*allocate)(void *user, size_t size);
	void (*release)(void *user, void *block);
	void *allocator_user;
	confrender_diagnostic_fn on_diagnostic; /* NULL: findings are dropped, the results still tell */
	void *diagnostic_user;
	bool strict;              /* what is lost in silence is an error */
	bool strict_deprecations; /* deprecated fields too */
	const char *const *warn;  /* "code=off", "code=warn", "code=error"; later entries win */
	size_t warn_count;
	uint64_t hash_seed;        /* 0: a random one. Output never depends on it. */
	const char *const *limits; /* "max-file-bytes=1MiB", by the names of confrender_limit; later entries win */
	size_t limit_count;
	/* More directories below which files and directories may be read. They lift nothing of load_restriction. */
	const char *const *allow_roots;
	size_t allow_root_count;
	bool inputs; /* keep account of who reads what, for confrender_inputs */
};

enum confrender_result {
	CONFRENDER_OK = 0,
	CONFRENDER_INPUT = 1,    /* the input is at fault: a diagnostic says how */
	CONFRENDER_USAGE = 2,    /* a wrong option */
	CONFRENDER_NO_MEMORY = 3 /* out of memory, or past a limit on memory; the session can only be freed */
};

/* The session, or NULL: out of memory, or (*result, if given) a wrong option. The caller frees it. The options are copied; what tree and
 * the callbacks point to must outlive the session. */
struct confrender_session *confrender_session_new(const struct confrender_session_options *options, enum confrender_result *result);
void confrender_session_free(struct confrender_session *session);

enum confrender_root {
	CONFRENDER_ROOT_NONE,       /* "/": nothing confines what is read but load_restriction */
	CONFRENDER_ROOT_NAMED,      /* the option root */
	CONFRENDER_ROOT_REPOSITORY, /* the nearest directory at or above the one rendered that holds .git, a directory or a file */
	CONFRENDER_ROOT_HERE        /* the working directory, as there is no .git above and the directory rendered lies in it */
};

/* The real path of the root that holds for directory, whose links are resolved first; *how, if given, is how it was found. It is open from
 * then on (the directories of allow_roots too): no other call opens it again. The text lives as long as the session. NULL, after a
 * diagnostic: directory cannot be rendered; NULL without one: the session reads a tree in memory. */
const char *confrender_session_root(struct confrender_session *session, const char *directory, enum confrender_root *how);

/* The roots that are open so far, in any order: descriptors of O_PATH, the session's; -1 past the end. For a program that gives up rights
 * between opening them and the first render; nothing below them has been read yet. */
int confrender_session_root_descriptor(const struct confrender_session *session, size_t index);

/* What the limit of this index is in the session; 0 past the last one. */
uint64_t confrender_session_limit(const struct confrender_session *session, size_t index);

/* From now on the file that name means seen from directory, a path as in confrender_edited_file, has this text instead of what it holds:
 * what edits would make of a kustomization can be rendered, and the file stays as it is. The text is copied. It does not matter whether
 * there is such a file; links are not looked at, so name must be none (that of an edited file never is). To be called before the file is
 * read: else, and for a name that leads out of the root, CONFRENDER_USAGE. It is seen under the root that holds for directory now: name one
 * in the options, so that there is no other. The text counts against the limits as if it stood in the file. */
enum confrender_result confrender_session_replace(struct confrender_session *session, const char *directory, const char *name,
						  const char *text, size_t length);

/* The files that the session has opened, in order, as named in messages; NULL past the end. The text lives as long as the session. */
const char *confrender_session_file(const struct confrender_session *session, size_t index);

/* Every directory at or below directory that holds a kustomization (not of kind Component) which no other one found there names, sorted
 * by bytes. *directories is freed with the session. */
enum confrender_result confrender_session_find(struct confrender_session *session, const char *directory, const char *const **directories,
					       size_t *count);

#ifdef __cplusplus
}
#endif

#endif
