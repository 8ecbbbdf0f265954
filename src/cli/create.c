/* conf-render create: a kustomization.yaml where there is none. */
#include <string.h>

#include "cli.h"
#include "edit.h"

int
cli_create(int argc, char **argv)
{
	const struct cli_edit_command *command = cli_edit_commands;
	while (command->does != CONFRENDER_CREATE) {
		command++;
	}
	return cli_edit_run(command, argc, argv);
}
