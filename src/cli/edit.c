/* conf-render edit: changes the kustomization of the working directory.
 *
 * What names stand for is looked up first; then the file is opened under a temporary name, and the program locks itself in; then the
 * kustomization is read. It gets its name when all of it is written: a run that fails leaves the file as it was. */
#include "edit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "destination.h"
#include "edit_fix.h"
#include "edit_write.h"
#include "pages.h"
#include "place.h"
#include "signals.h"

struct edit {
	const struct cli_edit_command *command;
	struct cli_edit_options options;
	struct confrender_session *session;
	struct cli_fix_check fix;
	struct cli_destination destination;
	int status;
};

static struct cli_report *
report_of(struct edit *e)
{
	return &e->options.report;
}

static void
take_result(struct edit *e, enum confrender_result result)
{
	e->status = CLI_INPUT;
	if (report_of(e)->errors == 0) {
		cli_report_error(report_of(e), "edit", NULL, result == CONFRENDER_NO_MEMORY ? "out of memory" : "the edit cannot be made",
				 NULL);
	}
}

static bool
open_session(struct edit *e)
{
	enum confrender_result result = CONFRENDER_OK;
	struct confrender_session_options options = {
		.size = sizeof(options),
		.root = e->options.root,
		.on_diagnostic = cli_report_finding,
		.diagnostic_user = report_of(e),
	};
	e->session = confrender_session_new(&options, &result);
	if (e->session == NULL && result == CONFRENDER_USAGE) {
		char *message = cli_join("--root \"", e->options.root, "\" cannot be used", NULL);
		cli_report_error(report_of(e), "usage", NULL, message, NULL);
		free(message);
	}
	if (e->session == NULL || confrender_session_root(e->session, ".", NULL) == NULL ||
	    (e->command->does == CONFRENDER_FIX && !cli_fix_open(&e->fix, &options))) {
		take_result(e, CONFRENDER_NO_MEMORY);
		return false;
	}
	return true;
}

static const char *const NAMES[] = { "kustomization.yaml", "kustomization.yml", "Kustomization" };
enum { NAME_COUNT = sizeof(NAMES) / sizeof(NAMES[0]) };

/* The one kustomization that is there; NULL: none, or several. What is wrong then says who reads it. */
static const char *
find_name(void)
{
	const char *found = NULL;
	struct stat status;
	size_t count = 0;
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (stat(NAMES[i], &status) == 0) {
			found = NAMES[i];
			count++;
		}
	}
	return count == 1 ? found : NULL;
}

/* A link that leads out of the directory would have another one written to. */
static bool
stays_here(struct edit *e, const char *name)
{
	char here[PATH_MAX], real[PATH_MAX];
	if (realpath(name, real) == NULL || realpath(".", here) == NULL) {
		return true;
	}
	size_t length = strcmp(here, "/") == 0 ? 0 : strlen(here);
	if (strncmp(real, here, length) == 0 && real[length] == '/') {
		return true;
	}
	char *message = cli_join("\"", name, "\" is a link out of its directory, in which alone edit writes", NULL);
	cli_report_error(report_of(e), "outside-root", NULL, message, "run it in the directory that the link leads to");
	free(message);
	e->status = CLI_INPUT;
	return false;
}

static bool
open_file(struct edit *e)
{
	const char *name = find_name();
	if (e->command->does == CONFRENDER_CREATE) {
		name = name == NULL ? NAMES[0] : NULL;
	}
	if (name == NULL) {
		return true;
	}
	if (!stays_here(e, name)) {
		return false;
	}
	bool may = e->command->does == CONFRENDER_CREATE || cli_edit_may_write(report_of(e), name);
	if (!may || !cli_destination_open(report_of(e), name, false, &e->destination)) {
		e->status = CLI_INPUT;
	}
	return e->status == CLI_DONE;
}

/* Which files besides the kustomization are written is known once all is read: then any file below the root can be. */
static bool
enter_sandbox(struct edit *e)
{
	struct cli_sandbox_needs needs = cli_sandbox_needs_of(e->session);
	if (e->destination.directory >= 0) {
		needs.outputs[needs.output_count++] = (struct cli_sandbox_output){ e->destination.directory, false };
	}
	if (e->options.edit.vars && needs.root_count > 0) {
		needs.outputs[needs.output_count++] = (struct cli_sandbox_output){ needs.roots[0], true };
	}
	if (!cli_sandbox_apply(report_of(e), e->options.sandbox, &needs)) {
		e->status = CLI_INPUT;
	}
	free(needs.roots);
	return e->status == CLI_DONE;
}

static bool
apply(struct edit *e)
{
	struct confrender_edited *edited = NULL;
	enum confrender_result result = confrender_edit(e->session, ".", &e->options.edit, 1, &edited);
	if (result != CONFRENDER_OK) {
		take_result(e, result);
		return false;
	}
	if (!cli_edit_write(report_of(e), edited, &e->destination)) {
		e->status = CLI_INPUT;
	}
	confrender_edited_free(edited);
	return e->status == CLI_DONE;
}

static void
run(struct edit *e)
{
	if (!cli_edit_options_expand(&e->options, e->command)) {
		e->status = CLI_INPUT;
		return;
	}
	bool files = e->command->words == CLI_WORDS_FILES || e->command->words == CLI_WORDS_THERE;
	if (files && e->options.words.count == 0 && e->options.asked > 0) {
		return;
	}
	if (!open_session(e) || !open_file(e) || !enter_sandbox(e)) {
		return;
	}
	if (e->command->does == CONFRENDER_FIX && !cli_fix_before(&e->fix)) {
		take_result(e, CONFRENDER_NO_MEMORY);
		return;
	}
	if (apply(e) && e->command->does == CONFRENDER_FIX) {
		e->status = cli_fix_after(&e->fix, report_of(e), e->options.edit.vars);
	}
}

int
cli_edit_run(const struct cli_edit_command *command, int argc, char **argv)
{
	struct edit e = { .command = command, .destination = { .fd = -1, .directory = -1 } };
	if (!cli_edit_options_read(&e.options, command, argc, argv)) {
		e.status = CLI_USAGE;
	} else if (e.options.help) {
		struct cli_page_room room;
		e.status = cli_help_of(cli_page_of_edit(command, &room)->name);
	} else {
		cli_signals_catch();
		run(&e);
	}
	cli_destination_close(&e.destination);
	cli_fix_free(&e.fix);
	confrender_session_free(e.session);
	cli_edit_options_free(&e.options);
	return e.status;
}

static int
wrong_use(char *message, char *hint)
{
	struct cli_report report = { 0 };
	cli_report_error(&report, "usage", NULL, message, hint);
	cli_report_free(&report);
	free(message);
	free(hint);
	return CLI_USAGE;
}

static bool
is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

static bool
is_verb(const char *word)
{
	return strcmp(word, "add") == 0 || strcmp(word, "set") == 0 || strcmp(word, "remove") == 0;
}

static const struct cli_edit_command *
find(const char *verb, const char *name)
{
	const struct cli_edit_command *c = cli_edit_commands;
	while (c->verb != NULL && (strcmp(c->verb, verb) != 0 || strcmp(c->name, name) != 0)) {
		c++;
	}
	return c->verb != NULL ? c : NULL;
}

static int
unknown_field(const char *verb, const char *name)
{
	enum { MOST = 64 };
	const char *names[MOST + 1] = { NULL };
	size_t count = 0;
	for (const struct cli_edit_command *c = cli_edit_commands; c->verb != NULL && count < MOST; c++) {
		if (strcmp(c->verb, verb) == 0) {
			names[count++] = c->name;
		}
	}
	const char *near = cli_nearest(name, names);
	return wrong_use(cli_join("\"edit ", verb, "\" knows no \"", name, "\"", NULL),
			 near != NULL ? cli_join("did you mean \"", near, "\"?", NULL)
				      : cli_join("\"", cli_program(), " edit ", verb, " --help\" lists what it knows", NULL));
}

static int
list_plugins(void)
{
	static const char *const names[] = {
		"AnnotationsTransformer", "ConfigMapGenerator",          "IAMPolicyGenerator",
		"HashTransformer",        "ImageTagTransformer",         "LabelTransformer",
		"NamespaceTransformer",   "PatchJson6902Transformer",    "PatchStrategicMergeTransformer",
		"PatchTransformer",       "PrefixSuffixTransformer",     "PrefixTransformer",
		"SuffixTransformer",      "ReplicaCountTransformer",     "SecretGenerator",
		"ValueAddTransformer",    "HelmChartInflationGenerator", "ReplacementTransformer",
	};
	fputs("Builtin plugins:\n\n", stdout);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		printf(" * %s\n", names[i]);
	}
	return cli_report_stdout();
}

static int
help_of_verb(const char *verb)
{
	char *name = cli_join("edit ", verb, NULL);
	int status = cli_help_of(name);
	free(name);
	return status;
}

int
cli_edit(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	if (argc < 2 && !cli_in_place()) {
		return wrong_use(cli_join("what to edit is missing", NULL),
				 cli_join("\"", cli_program(), " edit --help\" lists what there is", NULL));
	}
	if (argc < 2 || is_help(verb)) {
		return cli_help_of("edit");
	}
	if (strcmp(verb, "alpha-list-builtin-plugin") == 0) {
		return argc > 2 && is_help(argv[2]) ? help_of_verb(verb) : list_plugins();
	}
	if (strcmp(verb, "fix") == 0) {
		return cli_edit_run(find(verb, ""), argc - 1, argv + 1);
	}
	if (!is_verb(verb)) {
		return wrong_use(cli_join("unknown command \"edit ", verb, "\"", NULL),
				 cli_join("it is add, set, remove, fix or alpha-list-builtin-plugin", NULL));
	}
	if (argc < 3 && !cli_in_place()) {
		return wrong_use(cli_join("what to ", verb, " is missing", NULL),
				 cli_join("\"", cli_program(), " edit ", verb, " --help\" lists what there is", NULL));
	}
	if (argc < 3 || is_help(argv[2])) {
		return help_of_verb(verb);
	}
	const struct cli_edit_command *command = find(verb, argv[2]);
	return command != NULL ? cli_edit_run(command, argc - 2, argv + 2) : unknown_field(verb, argv[2]);
}
