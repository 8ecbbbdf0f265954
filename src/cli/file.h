/* A file that appears under its name only when it is whole. */
#ifndef CR_CLI_FILE_H
#define CR_CLI_FILE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "signals.h"

/* All zero: no file. It stays in its place while it is unfinished. */
struct cli_file {
	const char *name;               /* lent: in the temporary file's directory, which is lent too */
	struct cli_temporary temporary; /* not listed when the file is written in place */
};

/* Functions give 0 or an errno value. */

/* Makes the file in directory under a temporary name and opens it. Files that are unfinished at the same time have different serials. */
int cli_file_create(int directory, const char *name, size_t serial, struct cli_file *file, int *fd);
/* Gives the finished (and closed) file its name. */
int cli_file_commit(struct cli_file *file);
/* Takes an uncommitted file away again. */
void cli_file_discard(struct cli_file *file);

/* Writes all of text. Here, so that gcc sees that of a buffer only what is used is read. */
static inline int
cli_file_write(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, text, length);
		if (written > 0) {
			text += written;
			length -= (size_t)written;
		} else if (written == 0 || errno != EINTR) {
			/* What takes nothing and says so without an error would be asked for ever. */
			return written == 0 ? EIO : errno;
		}
	}
	return 0;
}

/* Makes the directories of path, which is relative to directory, and opens the last (O_PATH: files can be made in it, but it cannot be
 * read). follow: links on the way are gone through, else they are an error. */
int cli_directory_open(int directory, const char *path, bool follow, int *fd);

#endif
