/* Writes files under a temporary name beside their place, and renames them: a failed run leaves what was there. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* The temporary name is taken if a run was killed before it could clean up and its process number came round again. */
static int
create_temporary(struct cli_temporary *temporary, int directory, size_t serial, int *fd)
{
	int error = EEXIST;
	sigset_t before;
	temporary->directory = directory;
	cli_signals_hold(&before);
	for (unsigned attempt = 0; attempt < 100 && error == EEXIST; attempt++) {
		snprintf(temporary->name, sizeof(temporary->name), ".conf-render-%ld-%zu-%u", (long)getpid(), serial, attempt);
		*fd = (int)TEMP_FAILURE_RETRY(
			openat(directory, temporary->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
		error = *fd >= 0 ? 0 : errno;
	}
	if (error == 0) {
		cli_temporary_list(temporary);
	}
	cli_signals_release(&before);
	return error;
}

/* Devices and pipes cannot be replaced: they are written to. */
static int
open_in_place(int directory, const char *name, int *fd)
{
	*fd = (int)TEMP_FAILURE_RETRY(openat(directory, name, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW));
	return *fd >= 0 ? 0 : errno;
}

/* Only root can give a file away: what somebody else writes is his then, as it is with every program that replaces files. */
static void
keep_owner(int fd, const struct stat *old)
{
	struct stat new;
	if (fstat(fd, &new) == 0 && (new.st_uid != old->st_uid || new.st_gid != old->st_gid) && fchown(fd, old->st_uid, old->st_gid) != 0 &&
	    fchown(fd, (uid_t)-1, old->st_gid) != 0) {
		errno = 0;
	}
}

int
cli_file_create(int directory, const char *name, size_t serial, struct cli_file *file, int *fd)
{
	struct stat old;
	*file = (struct cli_file){ .name = name };
	bool is_there = fstatat(directory, name, &old, AT_SYMLINK_NOFOLLOW) == 0;
	if (!is_there && errno != ENOENT) {
		return errno;
	}
	if (is_there && S_ISDIR(old.st_mode)) {
		return EISDIR;
	}
	if (is_there && !S_ISREG(old.st_mode) && !S_ISLNK(old.st_mode)) {
		return open_in_place(directory, name, fd);
	}
	int error = create_temporary(&file->temporary, directory, serial, fd);
	if (error == 0 && is_there && S_ISREG(old.st_mode)) {
		keep_owner(*fd, &old);
		if (fchmod(*fd, old.st_mode & 07777) != 0) {
			error = errno;
			close(*fd);
			cli_file_discard(file);
		}
	}
	return error;
}

int
cli_file_commit(struct cli_file *file)
{
	struct cli_temporary *temporary = &file->temporary;
	if (temporary->link == NULL) {
		return 0;
	}
	sigset_t before;
	cli_signals_hold(&before);
	int error = renameat(temporary->directory, temporary->name, temporary->directory, file->name) == 0 ? 0 : errno;
	if (error == 0) {
		cli_temporary_unlist(temporary);
	}
	cli_signals_release(&before);
	return error;
}

void
cli_file_discard(struct cli_file *file)
{
	struct cli_temporary *temporary = &file->temporary;
	if (temporary->link == NULL) {
		return;
	}
	sigset_t before;
	cli_signals_hold(&before);
	unlinkat(temporary->directory, temporary->name, 0);
	cli_temporary_unlist(temporary);
	cli_signals_release(&before);
}

static int
enter(int directory, const char *name, bool follow, int *fd)
{
	if (mkdirat(directory, name, 0777) != 0 && errno != EEXIST) {
		return errno;
	}
	*fd = (int)TEMP_FAILURE_RETRY(openat(directory, name, O_PATH | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW)));
	return *fd >= 0 ? 0 : errno;
}

int
cli_directory_open(int directory, const char *path, bool follow, int *fd)
{
	char *copy = cli_join(path, NULL);
	int error = 0;
	*fd = (int)TEMP_FAILURE_RETRY(openat(directory, path[0] == '/' ? "/" : ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
	if (*fd < 0) {
		error = errno;
	}
	char *rest = copy;
	for (char *part = cli_next_part(&rest); part != NULL && error == 0; part = cli_next_part(&rest)) {
		int above = *fd;
		error = enter(above, part, follow, fd);
		close(above);
	}
	free(copy);
	return error;
}
