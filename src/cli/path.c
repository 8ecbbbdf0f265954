/* Looks for programs as a shell does. */
#include "path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

bool
cli_is_program(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

bool
cli_is_this_program(const char *path)
{
	struct stat there, here;
	return stat(path, &there) == 0 && stat("/proc/self/exe", &here) == 0 && there.st_dev == here.st_dev && there.st_ino == here.st_ino;
}

char *
cli_path_next(const char *name, const char **rest)
{
	const char *list = *rest != NULL ? *rest : getenv("PATH");
	for (const char *at = list != NULL ? list : ""; *at != '\0';) {
		size_t length = strcspn(at, ":");
		char *directory = cli_join(length > 0 ? at : ".", NULL);
		directory[length > 0 ? length : 1] = '\0';
		char *path = cli_join(directory, "/", name, NULL);
		free(directory);
		at += length + (at[length] == ':');
		*rest = at;
		if (cli_is_program(path)) {
			return path;
		}
		free(path);
	}
	return NULL;
}

char *
cli_path_find(const char *name)
{
	const char *rest = NULL;
	return cli_path_next(name, &rest);
}
