/* What a check found, collected over all environments, to be printed when all is known. */
#ifndef CR_CLI_FINDINGS_H
#define CR_CLI_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "diagnostics.h"
#include <confrender/check.h>

struct cli_found_at {
	char *path; /* NULL: no file */
	uint32_t line, column;
};

/* A copy of what the library told. Equal ones of several environments are one. */
struct cli_finding {
	enum confrender_level level;
	bool of_render;         /* an error or a warning of the render itself, with its code for a rule */
	const char *rule;       /* the library's */
	char *what, *why, *fix; /* of a render: why is empty, and fix where there is no hint */
	struct cli_found_at place, second;
	char *second_text;         /* NULL: no second place */
	const char **environments; /* those that it was found in; lent. None: it was found before any */
	size_t environment_count, environment_size;
	char *group, *version, *kind, *name, *ns; /* kind empty: no object */
};

/* All zero is empty. */
struct cli_findings {
	struct cli_finding **items;
	size_t count, size;
	struct cli_finding **slots; /* open addressing */
	size_t slot_count;
};

/* A confrender_finding_fn; user is a struct cli_findings. The environment's name is lent. */
void cli_findings_add(void *user, const struct confrender_finding *finding);
/* The same of what the render says; environment may be NULL. */
void cli_findings_add_diagnostic(struct cli_findings *findings, const struct confrender_diagnostic *diagnostic, const char *environment);
/* By file, line and column; what has no place in a file is last. */
void cli_findings_sort(struct cli_findings *findings);
size_t cli_findings_count(const struct cli_findings *findings, enum confrender_level level);
/* "error" */
const char *cli_level_name(enum confrender_level level);
void cli_findings_free(struct cli_findings *findings);

enum cli_findings_format { CLI_FINDINGS_TEXT, CLI_FINDINGS_JSON, CLI_FINDINGS_SARIF, CLI_FINDINGS_GITHUB };

/* What has been looked at. */
struct cli_findings_about {
	size_t environments, failed; /* failed: those of them that could not be checked */
	bool complete;               /* no error on the way, of whatever kind */
};

/* Text without what the render said, which goes to standard error. */
void cli_findings_print_text(FILE *out, enum cli_color color, const struct cli_findings *findings);
/* One object: "findings", a line each, and "summary". */
void cli_findings_print_json(FILE *out, const struct cli_findings *findings, const struct cli_findings_about *about);
/* Static Analysis Results Interchange Format, version 2.1.0. */
void cli_findings_print_sarif(FILE *out, const struct cli_findings *findings, const struct cli_findings_about *about);
/* Workflow commands of GitHub Actions, which make annotations. */
void cli_findings_print_github(FILE *out, const struct cli_findings *findings);
/* "2 errors, 1 warning in 3 environments" */
void cli_findings_print_summary(FILE *out, const struct cli_findings *findings, const struct cli_findings_about *about);

#endif
