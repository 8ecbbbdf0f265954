/* conf-render: the program over libconfrender. Finds the command and runs it; a command is a file of its own.
 *
 * It is called as conf-render, as a kubectl plugin (kubectl conf-render …) or in kustomize's place, which has a file of its own. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "completion.h"
#include "diagnostics.h"
#include "pages.h"
#include "place.h"
#include "plugin.h"
#include <confrender/confrender.h>

const struct cli_command cli_commands[] = {
	{ "build", cli_build },   { "check", cli_check },     { "cmp", cli_cmp },   { "completion", cli_completion },
	{ "create", cli_create }, { "deps", cli_deps },       { "edit", cli_edit }, { "help", cli_help },
	{ "verify", cli_verify }, { "version", cli_version }, { NULL, NULL },
};

static const struct cli_command *
find_command(const char *name)
{
	const struct cli_command *command = cli_commands;
	while (command->name != NULL && strcmp(command->name, name) != 0) {
		command++;
	}
	return command->name != NULL ? command : NULL;
}

static int
wrong_use(const char *message, const char *hint)
{
	struct cli_report report = { 0 };
	cli_report_error(&report, "usage", NULL, message, hint);
	cli_report_free(&report);
	return CLI_USAGE;
}

/* kustomize has it, and we do not. */
static int
missing_command(const char *name, const char *why)
{
	char *message = cli_join("there is no \"", name, "\" here: ", why, NULL);
	int status = wrong_use(message, NULL);
	free(message);
	return status;
}

static int
unknown_command(const char *name)
{
	if (cli_place_missing(name) != NULL) {
		return missing_command(name, cli_place_missing(name));
	}
	enum { MOST = 16 };
	const char *names[MOST + 1] = { NULL };
	size_t count = 0;
	for (const struct cli_command *command = cli_commands; command->name != NULL && count < MOST; command++) {
		names[count++] = command->name;
	}
	const char *near = cli_nearest(name, names);
	char *plugin = cli_plugin_hint(name, "build");
	char *message = cli_join(name[0] == '-' ? "unknown option \"" : "unknown command \"", name, "\"", NULL);
	char *hint = plugin != NULL ? plugin
		     : near != NULL ? cli_join("did you mean \"", near, "\"?", NULL)
				    : cli_join("\"", cli_program(), " help\" lists the commands", NULL);
	int status = wrong_use(message, hint);
	free(message);
	free(hint);
	return status;
}

static int
no_command(void)
{
	const char *program = cli_program();
	char *hint = cli_join("\"", program, " build DIR\" renders a directory, \"", program, " help\" says more", NULL);
	int status = wrong_use("no command", hint);
	free(hint);
	return status;
}

/* kustomize takes this one before the command too. */
static bool
is_ignored(const char *argument)
{
	return strcmp(argument, "--stack-trace") == 0 || strncmp(argument, "--stack-trace=", 14) == 0;
}

/* A closed stream's number would go to the next file opened, and output or messages into that file. Writing to a standard output that was
 * closed stays an error: it is opened for reading. */
static void
keep_stream_numbers(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0) {
			open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY);
		}
	}
}

static int
run(const char *name, int argc, char **argv)
{
	const struct cli_command *command = find_command(name);
	int status = command != NULL ? command->run(argc, argv) : unknown_command(name);
	return cli_in_place() ? cli_place_status(command != NULL ? command->name : NULL, status) : status;
}

/* What shells ask, and no person: these are no commands of the list. */
static bool
is_completion(const char *name)
{
	return strcmp(name, "__complete") == 0 || strcmp(name, "__completeNoDesc") == 0;
}

int
main(int argc, char **argv)
{
	/* A reader that goes away is a write error like any other, with a message and a status. */
	signal(SIGPIPE, SIG_IGN);
	/* So is a file that outgrows its limit. */
	signal(SIGXFSZ, SIG_IGN);
	keep_stream_numbers();
	if (strcmp(program_invocation_short_name, CLI_KUBECTL_COMPLETE) == 0) {
		return cli_complete(argc, argv);
	}
	if (argc > 1 && is_completion(argv[1])) {
		return cli_complete(argc - 1, argv + 1);
	}
	if (cli_in_place()) {
		cli_place_words(argc, argv);
	}
	while (argc > 1 && is_ignored(argv[1])) {
		argc--;
		argv++;
	}
	if (argc < 2) {
		return cli_in_place() ? cli_help_of("") : no_command();
	}
	const char *name = argv[1];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
		name = "help";
	} else if (strcmp(name, "init") == 0) {
		/* kustomize's other name for it. */
		name = "create";
	} else if (strcmp(name, "--version") == 0) {
		name = "version";
	}
	return run(name, argc - 1, argv + 1);
}
