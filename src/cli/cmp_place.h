/* Where an application lies: the directory to render, and the one that it may not leave. */
#ifndef CR_CLI_CMP_PLACE_H
#define CR_CLI_CMP_PLACE_H

#include <stdbool.h>

#include "diagnostics.h"

/* The top of the tree around here, an absolute path without links: path (ARGOCD_APP_SOURCE_PATH) is where the application lies in its
 * repository, of which the tree may be a part only, so what here and path end in alike lies below the top. In doubt, here. The caller frees
 * it. */
char *cli_cmp_root(const char *here, const char *path);

struct cli_cmp_place {
	char *root;      /* NULL: as build finds it */
	char *directory; /* seen from the working directory */
};

/* root: what the administrator named, or NULL; path as above, or NULL; overlay: the directory that the application names, or NULL. false:
 * that is none, or lies outside; this has been reported. */
bool cli_cmp_place_find(struct cli_report *report, const char *root, const char *path, const char *overlay, struct cli_cmp_place *place);
void cli_cmp_place_free(struct cli_cmp_place *place);

#endif
