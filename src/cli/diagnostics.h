/* Prints findings on standard error, as text or as JSON lines. */
#ifndef CR_CLI_DIAGNOSTICS_H
#define CR_CLI_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <confrender/diagnostics.h>

enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER };

/* How to print, and what has been printed. All zero is a good start. */
struct cli_report {
	bool json;
	enum cli_color color;
	bool silent; /* findings are counted only */
	bool lines;  /* a finding is one line */
	size_t room; /* bytes of findings that are printed, half of them for warnings; 0: as many as there are */
	size_t printed, hidden;
	size_t errors;
	char **seen; /* open addressing; the findings printed so far */
	size_t seen_count;
	size_t seen_size;
};

/* A confrender_diagnostic_fn; user is a struct cli_report. What several environments find in one shared file is printed once. */
void cli_report_finding(void *user, const struct confrender_diagnostic *diagnostic);
/* An error of the program itself; hint may be NULL. Nothing of path means no file. */
void cli_report_error(struct cli_report *report, const char *code, const char *path, const char *message, const char *hint);
/* The same with the error number's text behind the message. */
void cli_report_errno(struct cli_report *report, const char *path, const char *message, int error);
/* Wrong use of the program; frees message and hint. Always false. */
bool cli_report_usage(struct cli_report *report, char *message, char *hint);
/* The exit status of a command that prints by stdio: did all of it get out? */
int cli_report_stdout(void);
/* Says how many findings had no room, if any. */
void cli_report_hidden(struct cli_report *report);
/* A finding as it is printed, for later; the caller frees it. */
char *cli_report_format(const struct cli_report *report, const struct confrender_diagnostic *diagnostic, size_t *length);
void cli_report_free(struct cli_report *report);

#endif
