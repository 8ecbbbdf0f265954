/* The forms in which deps prints what renders depend on. */
#ifndef CR_CLI_DEPS_PRINT_H
#define CR_CLI_DEPS_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "diagnostics.h"
#include <confrender/inputs.h>

/* What one environment depends on. */
struct cli_deps {
	const char *environment; /* the directory as it was named */
	const char *root;        /* the real path of the root that holds for it; NULL: there is none to know */
	struct confrender_inputs inputs;
};

/* Functions that give false have reported why. */

/* The files of all, a line each, sorted. */
bool cli_deps_print_plain(FILE *out, struct cli_report *report, const struct cli_deps *deps, size_t count);
/* Everything, as one JSON object, a line an input. */
void cli_deps_print_json(FILE *out, const struct cli_deps *deps, size_t count);
/* A rule for make each. target: what build would be given as -o; NULL: "./". */
bool cli_deps_print_make(FILE *out, struct cli_report *report, const struct cli_deps *deps, size_t count, const char *target);
/* The value of the annotation that tells Argo CD which paths matter to an application whose path is the environment's; with several
 * environments a line each, the environment and a tab in front. */
bool cli_deps_print_argocd(FILE *out, struct cli_report *report, const struct cli_deps *deps, size_t count);

#endif
