/* Checking what a render makes: what would go wrong once it is applied to a cluster. */
#ifndef CONFRENDER_CHECK_H
#define CONFRENDER_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "confrender/render.h"

#ifdef __cplusplus
extern "C" {
#endif

enum confrender_level { CONFRENDER_LEVEL_OFF, CONFRENDER_LEVEL_INFO, CONFRENDER_LEVEL_WARNING, CONFRENDER_LEVEL_ERROR };

/* A rule. docs/check/NAME.md has a page on each. */
struct confrender_rule {
	const char *name;            /* stable: "missing-configmap" */
	const char *summary;         /* what it finds */
	const char *why;             /* what comes of it */
	const char *fix;             /* what to do */
	enum confrender_level level; /* where no option says otherwise */
	bool about_object;           /* the annotation conf-render/ignore on an object silences it */
};

/* The rules, in the order of their names; name is NULL past the last one. The texts live as long as the program. */
struct confrender_rule confrender_rule(size_t index);

/* Something that a rule found. All texts are UTF-8 without control characters, end in NUL, and live until the callback returns; none
 * holds the value of a Secret. */
struct confrender_finding {
	enum confrender_level level; /* in force; never off */
	const char *rule;
	const char *what, *why, *fix;
	struct confrender_place place; /* without a source line */
	const char *second_text;       /* what second_place is to the finding; NULL if there is none */
	struct confrender_place second_place;
	const char *environment;                        /* the directory, as it was named; of several the first one */
	const char *group, *version, *kind, *name, *ns; /* the object that it is about, "" where absent; kind "": none in particular */
};

/* Called on the thread that checks. It must not call into the session. */
typedef void (*confrender_finding_fn)(void *user, const struct confrender_finding *finding);

/* Set size to sizeof(struct confrender_check_options) and the rest to 0 for the defaults; later versions add fields at the end. */
struct confrender_check_options {
	size_t size;
	const struct confrender_render_options *render; /* format is not used; NULL: the defaults */
	const char *const *levels;                      /* "rule=off", "rule=info", "rule=warning", "rule=error"; later entries win */
	size_t level_count;
	enum confrender_level least; /* what is below is not found */
	/* ConfigMaps and Secrets that are made elsewhere, "NAME" or "NAMESPACE/NAME". */
	const char *const *external;
	size_t external_count;
	/* Which directories are production: patterns as of a shell, for the last parts of a directory's path. "prod" is that of any
	 * overlays/prod,
	 * "*prod*" of overlays/prod-eu too and "clusters/?*" of what is in clusters. */
	const char *const *production;
	size_t production_count;
	confrender_finding_fn on_finding; /* NULL: findings are dropped */
	void *finding_user;
};

struct confrender_check;

/* A check of several environments in one session, or NULL: out of memory, or (*result, if given) a wrong option. The options are copied
 * with what they point to, but the key of checksums, which must outlive it, as the session must. The caller frees it. */
struct confrender_check *confrender_check_new(struct confrender_session *session, const struct confrender_check_options *options,
					      enum confrender_result *result);
/* Renders directory as confrender_render does, without printing, and runs the rules over it. CONFRENDER_OK: it could be checked,
 * whatever was found. */
enum confrender_result confrender_check_directory(struct confrender_check *check, const char *directory);
/* The rules about several environments, once each of them has been looked at; CONFRENDER_OK if there are none. */
enum confrender_result confrender_check_environments(struct confrender_check *check);
void confrender_check_free(struct confrender_check *check);

#ifdef __cplusplus
}
#endif

#endif
