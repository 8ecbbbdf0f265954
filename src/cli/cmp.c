/* The commands of the plugin, and how they begin: options from the administrator, parameters from the application, the root, the sandbox.
 */
#include "cmp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "pages.h"
#include "signals.h"

static struct cli_report *
report_of(struct cli_cmp *c)
{
	return &c->run.options.report;
}

const char *
cli_cmp_source_path(void)
{
	return getenv("ARGOCD_APP_SOURCE_PATH");
}

static bool
read_parameters(struct cli_cmp *c)
{
	const char *json = getenv("ARGOCD_APP_PARAMETERS");
	char at[32];
	if (cli_parameters_read(&c->parameters, json != NULL ? json : "")) {
		return cli_wishes_read(&c->wishes, &c->parameters, &c->run.options);
	}
	snprintf(at, sizeof(at), "%zu", c->parameters.at);
	char *message =
		cli_join("the parameters cannot be read: ", c->parameters.wrong, " at byte ", at, " of ARGOCD_APP_PARAMETERS", NULL);
	cli_report_error(report_of(c), "parameter", NULL, message, NULL);
	free(message);
	return false;
}

/* Without a root that is named, the library looks for one again with each call; what is edited must be what is rendered. */
static bool
fix_root(struct cli_cmp *c)
{
	if (c->place.root != NULL) {
		return true;
	}
	cli_run_turn(&c->run, c->place.directory);
	struct confrender_session *session = confrender_session_new(&c->run.options.session, NULL);
	if (session == NULL) {
		return true; /* neither is there the one that renders, and that says why */
	}
	const char *root = confrender_session_root(session, c->place.directory, NULL);
	if (root != NULL) {
		c->place.root = cli_join(root, NULL);
	} else {
		cli_run_take(&c->run, CONFRENDER_NO_MEMORY);
	}
	confrender_session_free(session);
	return root != NULL;
}

bool
cli_cmp_prepare(struct cli_cmp *c)
{
	struct cli_options *o = &c->run.options;
	bool good = read_parameters(c) &&
		    cli_cmp_place_find(report_of(c), o->session.root, cli_cmp_source_path(), c->wishes.overlay, &c->place) && fix_root(c);
	if (!good) {
		c->run.status = CLI_INPUT;
		return false;
	}
	o->session.root = c->place.root;
	o->targets[0].path = c->place.directory;
	return true;
}

/* A file is read once in a session, and what is to be rendered is another text than what is edited. */
static bool
open_editing(struct cli_cmp *c)
{
	if (c->wishes.edit_count == 0) {
		return true;
	}
	/* Of what another session has opened already, only memory can be missing. */
	enum confrender_result result = CONFRENDER_NO_MEMORY;
	cli_run_turn(&c->run, c->place.directory);
	c->editing = confrender_session_new(&c->run.options.session, &result);
	if (c->editing == NULL || confrender_session_root(c->editing, c->place.directory, NULL) == NULL) {
		cli_run_take(&c->run, CONFRENDER_NO_MEMORY);
		return false;
	}
	return true;
}

bool
cli_cmp_open(struct cli_cmp *c)
{
	return cli_run_open(&c->run) && open_editing(c) && cli_run_enter_sandbox(&c->run, NULL, 0) && cli_run_start(&c->run);
}

static const struct {
	const char *name, *page;
	void (*run)(struct cli_cmp *c);
} commands[] = {
	{ "init", "cmp init", cli_cmp_init },
	{ "generate", "cmp generate", cli_cmp_generate },
	{ "parameters", "cmp parameters", cli_cmp_parameters },
	{ "discover", "cmp discover", cli_cmp_discover },
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

/* The application is where the plugin is run; where in it is a parameter. */
static bool
check_targets(struct cli_cmp *c)
{
	const struct cli_options *o = &c->run.options;
	return (o->target_count == 1 && strcmp(o->targets[0].path, ".") == 0) ||
	       cli_report_usage(report_of(c), cli_join("cmp takes no directory: it renders the one that it is run in", NULL),
				cli_join("the parameter \"overlay\" of the application names another, seen from there", NULL));
}

static int
run(size_t command, int argc, char **argv)
{
	enum { ROOM = 8192 };
	struct cli_cmp c = { 0 };
	if (!cli_options_read(&c.run.options, CLI_FOR_CMP, argc, argv) || (!c.run.options.help && !check_targets(&c))) {
		c.run.status = CLI_USAGE;
	} else if (c.run.options.help) {
		c.run.status = cli_help_of(commands[command].page);
	} else {
		/* Argo CD keeps what is said in its cache, and shows it in one paragraph. */
		report_of(&c)->lines = true;
		report_of(&c)->room = ROOM;
		c.run.options.session.on_diagnostic = cli_cmp_finding;
		c.run.options.session.diagnostic_user = &c;
		cli_signals_catch();
		commands[command].run(&c);
	}
	cli_report_hidden(report_of(&c));
	int status = c.run.status;
	confrender_session_free(c.editing);
	cli_run_free(&c.run);
	cli_wishes_free(&c.wishes);
	cli_parameters_free(&c.parameters);
	cli_cmp_place_free(&c.place);
	return status;
}

static int
wrong_use(const char *message)
{
	struct cli_report report = { 0 };
	cli_report_error(&report, "usage", NULL, message, "it is init, generate, parameters or discover");
	cli_report_free(&report);
	return CLI_USAGE;
}

int
cli_cmp(int argc, char **argv)
{
	if (argc < 2) {
		return wrong_use("what the plugin is to do is missing");
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		return cli_help_of("cmp");
	}
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name) == 0) {
			return run(i, argc - 1, argv + 1);
		}
	}
	char *message = cli_join("unknown command \"cmp ", argv[1], "\"", NULL);
	int status = wrong_use(message);
	free(message);
	return status;
}
