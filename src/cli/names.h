/* The names of output files. */
#ifndef CR_CLI_NAMES_H
#define CR_CLI_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostics.h"
#include <confrender/render.h>

struct cli_names {
	char **names;
	size_t count;
};

/* One name a resource, "[namespace_]group_version_kind_name.yaml". false: a name is no file name, or two are equal; reported. */
bool cli_names_of_resources(struct cli_report *report, const char *environment, const struct confrender_output *output,
			    enum confrender_format format, struct cli_names *names);
/* One name a directory: its path below the deepest directory above them all, without extension. */
bool cli_names_of_directories(struct cli_report *report, const char *const *directories, size_t count, struct cli_names *names);
/* "/a/b" of any path, by its text: links keep the names that the user gave them. NULL: the working directory has no path, errno says why.
 * The caller frees it. */
char *cli_absolute(const char *path);
void cli_names_free(struct cli_names *names);

#endif
