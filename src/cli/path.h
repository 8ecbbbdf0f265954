/* Programs in the directories of the variable PATH. */
#ifndef CR_CLI_PATH_H
#define CR_CLI_PATH_H

#include <stdbool.h>

/* A file that can be run. */
bool cli_is_program(const char *path);
/* The file that runs now, under whatever name. */
bool cli_is_this_program(const char *path);
/* The first program of this name on the PATH, or the one behind it when *rest, NULL before the first call, is given again. NULL: there is
 * none; the caller frees it. */
char *cli_path_next(const char *name, const char **rest);
char *cli_path_find(const char *name);

#endif
