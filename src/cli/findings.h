/* What a check found, collected over all environments, to be printed when all is known. */
#ifndef CR_CLI_FINDINGS_H
#define CR_CLI_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "diagnostics.h"
#include <confrender/check.h>

struct cli_place {
	char *path; /* NULL: no file */
	uint32_t line, column;
};

/* A copy of what the library told. Equal ones of several environments are one. */
struct cli_finding {
	enum confrender_level level;
	const char *rule; /* the library's */
	char *what, *why, *fix;
	struct cli_place place, second;
	char *second_text; /* NULL: no second place */
	char *environment; /* the first one that it was found in */
	char *group, *version, *kind, *name, *ns;
};

/* All zero is empty. */
struct cli_findings {
	struct cli_finding **items;
	size_t count, size;
	struct cli_finding **slots; /* open addressing */
	size_t slot_count;
};

/* A confrender_finding_fn; user is a struct cli_findings. */
void cli_findings_add(void *user, const struct confrender_finding *finding);
/* By file, line and column; what has no place in a file is last. */
void cli_findings_sort(struct cli_findings *findings);
size_t cli_findings_count(const struct cli_findings *findings, enum confrender_level level);
/* "error" */
const char *cli_level_name(enum confrender_level level);
void cli_findings_free(struct cli_findings *findings);

void cli_findings_print_text(FILE *out, enum cli_color color, const struct cli_findings *findings);

#endif
