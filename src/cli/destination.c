/* Opens what a run writes to. A file is opened under its temporary name, a directory is made; only names are given later.
 *
 * A render that fails leaves nothing but a directory that was made for it. */
#include "destination.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

bool
cli_cannot_write(struct cli_report *report, const char *path, int error)
{
	char *message =
		path != NULL ? cli_join("\"", path, "\" cannot be written", NULL) : cli_join("standard output cannot be written", NULL);
	cli_report_errno(report, NULL, message, error);
	free(message);
	return false;
}

/* A directory without "/" behind it is kustomize's own form, which takes one file a resource. */
static enum cli_place
choose_place(const char *path, bool split)
{
	struct stat status;
	size_t length = path != NULL ? strlen(path) : 0;
	if (length == 0) {
		return CLI_TO_STDOUT;
	}
	if (split) {
		return CLI_TO_FILES_SPLIT;
	}
	if (path[length - 1] == '/') {
		return CLI_TO_FILES;
	}
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode) ? CLI_TO_FILES_SPLIT : CLI_TO_FILE;
}

/* Is it what standard output is, under a name like /dev/stdout? Opened again it would be another file, replaced beside the one that others
 * write to, or could not be opened at all. */
static bool
is_standard_output(const struct stat *status)
{
	struct stat out;
	int flags = fcntl(STDOUT_FILENO, F_GETFL);
	return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == status->st_dev &&
	       out.st_ino == status->st_ino;
}

/* The file that path leads to: a link is not replaced, what it names is. 0 or an errno value. */
static int
behind_links(const char *path, char **file)
{
	char real[PATH_MAX];
	bool is_there = realpath(path, real) != NULL;
	int error = is_there || errno == ENOENT ? 0 : errno;
	*file = error == 0 ? cli_join(is_there ? real : path, NULL) : NULL;
	return error;
}

/* Cuts path into its directory, which is opened, and its name. */
static int
open_above(char *path, char **name, int *fd)
{
	char *slash = strrchr(path, '/');
	const char *directory = slash == NULL ? "." : slash == path ? "/" : path;
	*name = cli_join(slash != NULL ? slash + 1 : path, NULL);
	if (slash != NULL) {
		*slash = '\0';
	}
	*fd = (int)TEMP_FAILURE_RETRY(open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC));
	return *fd >= 0 ? 0 : errno;
}

/* A file that can be replaced: in its directory, under a temporary name. */
static int
open_replacement(const char *path, struct cli_destination *d)
{
	char *file = NULL;
	int error = behind_links(path, &file);
	if (error == 0) {
		error = open_above(file, &d->name, &d->directory);
	}
	if (error == 0) {
		error = cli_file_create(d->directory, d->name, 0, &d->file, &d->fd);
	}
	free(file);
	return error;
}

static int
open_file(const char *path, struct cli_destination *d)
{
	struct stat status;
	bool is_there = stat(path, &status) == 0;
	if (is_there && is_standard_output(&status)) {
		d->fd = STDOUT_FILENO;
		return 0;
	}
	if (is_there && !S_ISREG(status.st_mode)) {
		/* Devices and pipes, links to them too, cannot be replaced: they are written to. */
		d->fd = (int)TEMP_FAILURE_RETRY(open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY));
		return d->fd >= 0 ? 0 : errno;
	}
	return open_replacement(path, d);
}

bool
cli_destination_open(struct cli_report *report, const char *path, bool split, struct cli_destination *destination)
{
	enum cli_place place = choose_place(path, split);
	int error = 0;
	*destination = (struct cli_destination){ .place = place, .path = place != CLI_TO_STDOUT ? path : NULL, .fd = -1, .directory = -1 };
	if (place == CLI_TO_STDOUT) {
		destination->fd = STDOUT_FILENO;
	} else if (place == CLI_TO_FILE) {
		error = open_file(path, destination);
	} else {
		error = cli_directory_open(AT_FDCWD, path, true, &destination->directory);
	}
	return error == 0 || cli_cannot_write(report, path, error);
}

void
cli_destination_close(struct cli_destination *destination)
{
	if (destination->fd >= 0 && destination->fd != STDOUT_FILENO) {
		close(destination->fd);
	}
	cli_file_discard(&destination->file);
	if (destination->directory >= 0) {
		close(destination->directory);
	}
	free(destination->name);
}
