/* The parts of verify: a renderer in a process of its own, the reference, and what their outputs differ by. */
#ifndef CR_CLI_VERIFY_H
#define CR_CLI_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "run.h"

struct cli_bytes {
	char *data; /* NULL where length is 0 */
	size_t length;
};

/* What one side made of a directory. */
struct cli_made {
	bool good;
	struct cli_bytes text;
	double seconds;
};

/* The renderer: a child process that locks itself in as build does, renders the directories of the options, and sends what it makes. What
 * comes from it is taken to come from a stranger. */
struct cli_renderer {
	pid_t pid;
	int fd;
};

/* 0, or an errno value. The child does not return from it. */
int cli_renderer_start(struct cli_run *r, struct cli_renderer *renderer);
/* The next directory and what was made of it, which the caller frees; false: there is no more. */
bool cli_renderer_next(const struct cli_renderer *renderer, char **directory, struct cli_made *made);
/* Waits for it. false: it came to no good end, which is reported if it could not do so itself. */
bool cli_renderer_end(struct cli_report *report, struct cli_renderer *renderer);

/* The program to compare with. */
struct cli_reference {
	char *path;
	const char *name; /* the last part of path */
	bool kubectl;     /* it is asked as "kubectl kustomize" */
	uint64_t most;    /* bytes of an output */
};

/* program: a name to look for on the PATH, or a path; NULL: kustomize, or else kubectl; never this program itself. seconds: how long a
 * program may take to say what it is, 0 for ever. false: there is none; this has been reported. */
bool cli_reference_find(struct cli_report *report, const char *program, double seconds, struct cli_reference *reference);
/* Runs it on a directory, with the rights of this process. seconds: how long it may take, 0 for ever. 0, or an errno value: it could not
 * be run, or was ended, because it took too long (ETIMEDOUT) or printed too much (EFBIG). */
int cli_reference_run(const struct cli_reference *reference, const struct cli_options *options, const char *directory, double seconds,
		      struct cli_made *made);
void cli_reference_free(struct cli_reference *reference);

/* Where two texts begin to differ. */
struct cli_difference {
	size_t byte, line, column; /* all from 1; the same in both */
	size_t start;              /* where that line begins, from 0 */
};

/* Seconds since some time that stays the same. */
double cli_verify_now(void);
/* False: they do not. */
bool cli_difference_find(const struct cli_bytes *ours, const struct cli_bytes *theirs, struct cli_difference *difference);
/* What stands at the difference in text: the object and the line, or that there is nothing more. Values that are secret, or look so in
 * one of the texts, are left out. name: whose text it is. */
void cli_difference_print(FILE *out, const struct cli_difference *difference, const struct cli_bytes *text, const struct cli_bytes *other,
			  const char *name);

#endif
