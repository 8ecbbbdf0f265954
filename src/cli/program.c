/* What the program is called by: its texts show commands as they have to be typed. */
#include <errno.h>
#include <string.h>

#include "cli.h"

const char *
cli_program(void)
{
	/* The file's name, which libc keeps: a link of another name is another way to call it. */
	const char *name = program_invocation_short_name;
	if (strncmp(name, "kubectl-", 8) == 0) {
		return "kubectl conf-render";
	}
	return strncmp(name, "kustomize", 9) == 0 ? "kustomize" : "conf-render";
}
