/* What the parameters of an application ask for.
 *
 * Who may say what: parameters, and variables whose name begins with ARGOCD_ENV_, come from whoever may write an Application, or into its
 * directory (Argo CD merges .argocd-source.yaml and .argocd-source-APP.yaml into the source); the plugin's command line comes from whoever
 * installed it. What protects one application from another, the cluster from a mistake or the machine from
 * a tree (the root, limits, the sandbox, --allow-empty, --load-restrictor, the key of checksums) is the command line's alone. A parameter
 * can set what a tree could have said of itself, and what the command line has set no parameter changes; strict can be made stricter. */
#ifndef CR_CLI_CMP_WISHES_H
#define CR_CLI_CMP_WISHES_H

#include <stdbool.h>
#include <stddef.h>

#include "cmp_json.h"
#include "options.h"
#include <confrender/edit.h>

enum { CLI_WISH_EDITS = 8 };

struct cli_wishes {
	const char *overlay; /* NULL: the application's directory */
	struct confrender_edit edits[CLI_WISH_EDITS];
	size_t edit_count;
	char **made; /* words of edits; owned */
	size_t made_count;
};

/* Turns parameters into edits of the kustomization and changes of options. What is wrong is reported; false then. The parameters must
 * outlive the wishes. */
bool cli_wishes_read(struct cli_wishes *w, const struct cli_parameters *parameters, struct cli_options *options);
void cli_wishes_free(struct cli_wishes *w);

/* Why a value means one thing to Argo CD and another here; NULL: it does not. */
const char *cli_wish_refused(enum confrender_edit_field field, const char *value);
/* Can it be a name in a map? */
bool cli_wish_is_name(const char *name);

/* A parameter that there is. */
struct cli_wish {
	const char *name;
	enum cli_parameter_kind kind;
	const char *title, *tooltip; /* of those that are announced for a tree, with what it says; NULL: plugin.yaml announces it */
};
/* Ends in a row without name. */
extern const struct cli_wish cli_wishes_all[];

#endif
