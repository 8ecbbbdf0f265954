/* conf-render cmp: what Argo CD's server for config management plugins runs. Its commands share how they begin. */
#ifndef CR_CLI_CMP_H
#define CR_CLI_CMP_H

#include "cmp_json.h"
#include "cmp_place.h"
#include "cmp_wishes.h"
#include "run.h"

struct cli_cmp {
	struct cli_run run;
	struct cli_parameters parameters;
	struct cli_wishes wishes;
	struct cli_cmp_place place;
	struct confrender_session *editing; /* reads the kustomization that the other session is to see edited; NULL: no edits */
};

/* A command's own part, behind its options. Leaves the exit status in run.status. */
void cli_cmp_init(struct cli_cmp *c);
void cli_cmp_generate(struct cli_cmp *c);
void cli_cmp_parameters(struct cli_cmp *c);
void cli_cmp_discover(struct cli_cmp *c);

/* A confrender_diagnostic_fn; user is a struct cli_cmp. */
void cli_cmp_finding(void *user, const struct confrender_diagnostic *found);
/* Where the application lies in its repository, or NULL. */
const char *cli_cmp_source_path(void);
/* Reads the application's parameters, and finds its directory. false: this has been reported. */
bool cli_cmp_prepare(struct cli_cmp *c);
/* Opens the sessions and the root, and locks the program in. */
bool cli_cmp_open(struct cli_cmp *c);

#endif
