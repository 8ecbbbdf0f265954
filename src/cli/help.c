/* conf-render help: what the program can do, and the options of build. */
#include <stdio.h>

#include "cli.h"
#include "diagnostics.h"
#include "options.h"

int
cli_help(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	fputs("conf-render renders Kubernetes configuration for many environments: the bytes of kustomize, sooner.\n\n"
	      "Usage:\n"
	      "  conf-render build [DIR...] [options]\n\n"
	      "Commands:\n",
	      stdout);
	for (const struct cli_command *command = cli_commands; command->name != NULL; command++) {
		printf("  %-10s %s\n", command->name, command->help);
	}
	fputs("\nOptions of build (no DIR is the working directory):\n", stdout);
	cli_options_print();
	fputs("\nExit status: 0 done, 1 the input is at fault or the output could not be written, 2 wrong use.\n", stdout);
	return cli_report_stdout();
}
