/* conf-render help: what the program can do, and the options of its commands. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "diagnostics.h"
#include "options.h"

static void
print_build(void)
{
	fputs("\nOptions of build (no DIR is the working directory):\n", stdout);
	cli_options_print(CLI_FOR_BUILD);
	fputs("\nExit status: 0 done, 1 the input is at fault or the output could not be written, 2 wrong use.\n", stdout);
}

static void
print_check(void)
{
	fputs("conf-render check renders directories as build does, and prints what would go wrong once the result is applied.\n\n"
	      "Usage:\n"
	      "  conf-render check [DIR...] [options]\n\n"
	      "Options of check (no DIR is the working directory):\n",
	      stdout);
	cli_options_print(CLI_FOR_CHECK);
	fputs("\nExit status: 0 nothing found, 1 a warning or an error found, 2 it could not be checked, or wrong use.\n", stdout);
}

static void
print_deps(void)
{
	fputs("conf-render deps prints the files that renders read: all of them and no others.\n\n"
	      "Examples:\n"
	      "  conf-render deps overlays/prod\n"
	      "  conf-render deps --argocd overlays/prod   the value of manifest-generate-paths\n"
	      "  conf-render deps --make --target rendered/ --all overlays > rendered.d\n\n"
	      "Usage:\n"
	      "  conf-render deps [DIR...] [options]\n\n"
	      "Options of deps (no DIR is the working directory):\n",
	      stdout);
	cli_options_print(CLI_FOR_DEPS);
	fputs("\nExit status: 0 done, 1 the input is at fault, 2 wrong use.\n", stdout);
}

static void
print_verify(void)
{
	fputs("conf-render verify renders directories, has kustomize or kubectl render them too, and says whether\n"
	      "the bytes are the same, or where they begin to differ.\n\n"
	      "Examples:\n"
	      "  conf-render verify overlays/prod\n"
	      "  conf-render verify --all . --with kubectl\n"
	      "  conf-render verify --with ~/bin/kustomize-5.8.1 --all overlays\n\n"
	      "Usage:\n"
	      "  conf-render verify [DIR...] [options]\n\n"
	      "Options of verify (no DIR is the working directory):\n",
	      stdout);
	cli_options_print(CLI_FOR_VERIFY);
	fputs("\nExit status: 0 all are equal, 1 one is different, or only one of the two renders it, 2 one could not be\n"
	      "compared, or wrong use.\n",
	      stdout);
}

static void
print_all(void)
{
	fputs("conf-render renders Kubernetes configuration for many environments: the bytes of kustomize, sooner.\n\n"
	      "Usage:\n"
	      "  conf-render build [DIR...] [options]\n"
	      "  conf-render check [DIR...] [options]\n"
	      "  conf-render deps [DIR...] [options]\n"
	      "  conf-render verify [DIR...] [options]\n\n"
	      "Commands:\n",
	      stdout);
	for (const struct cli_command *command = cli_commands; command->name != NULL; command++) {
		printf("  %-10s %s\n", command->name, command->help);
	}
	fputs("\n\"conf-render COMMAND --help\" prints the options of a command.\n", stdout);
	print_build();
}

/* Of "help check", and of "check --help". */
int
cli_help(int argc, char **argv)
{
	const char *command = strcmp(argv[0], "help") == 0 && argc > 1 ? argv[1] : argv[0];
	if (strcmp(command, "check") == 0) {
		print_check();
	} else if (strcmp(command, "deps") == 0) {
		print_deps();
	} else if (strcmp(command, "verify") == 0) {
		print_verify();
	} else {
		print_all();
	}
	return cli_report_stdout();
}
