/* Where the output of a run goes: standard output, a file, or files in a directory. */
#ifndef CR_CLI_DESTINATION_H
#define CR_CLI_DESTINATION_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostics.h"
#include "file.h"

enum cli_place { CLI_TO_STDOUT, CLI_TO_FILE, CLI_TO_FILES, CLI_TO_FILES_SPLIT };

/* Opened before anything foreign is read: afterwards the sandbox lets nothing else be written. It stays in its place while it is open. */
struct cli_destination {
	enum cli_place place;
	const char *path; /* lent; NULL is standard output */
	int fd;           /* what a stream is written to; -1: nothing */
	int directory;    /* the output directory, or that of the file; -1: none */
	char *name;       /* the file's */
	struct cli_file file;
};

/* path is -o's value or NULL: a file, which is replaced as a whole (where it is a link, the file that the link names); with "/" behind it a
 * directory, which is made; a directory that is there takes one file a resource, as split does. false: this has been reported. */
bool cli_destination_open(struct cli_report *report, const char *path, bool split, struct cli_destination *destination);
/* What is unfinished is taken away. */
void cli_destination_close(struct cli_destination *destination);

/* Reports that path (NULL: standard output) cannot be written; gives false. */
bool cli_cannot_write(struct cli_report *report, const char *path, int error);

#endif
