/* conf-render check: renders directories in one session as build does, prints nothing of the result, but what would go wrong with it. */
#include <stdlib.h>
#include <string.h>

#include "check_options.h"
#include "cli.h"
#include "findings.h"
#include "run.h"
#include "signals.h"

/* Exit status. */
enum { NOTHING = CLI_DONE, FOUND = CLI_INPUT, COULD_NOT = CLI_USAGE };

struct check {
	struct cli_run run;
	struct cli_check_options options;
	struct confrender_check *check;
	struct cli_findings findings;
};

static bool
open_check(struct check *k)
{
	struct confrender_check_options options = {
		.size = sizeof(options),
		.render = &k->run.options.render,
		.levels = (const char *const *)k->options.levels.items,
		.level_count = k->options.levels.count,
		.least = k->options.least,
		.external = (const char *const *)k->options.external.items,
		.external_count = k->options.external.count,
		.on_finding = cli_findings_add,
		.finding_user = &k->findings,
	};
	enum confrender_result result;
	k->check = confrender_check_new(k->run.session, &options, &result);
	if (k->check == NULL) {
		cli_run_take(&k->run, result);
	}
	return k->check != NULL;
}

/* The rest is checked after an error too, to say all that is wrong. */
static void
look(struct check *k)
{
	struct cli_run *r = &k->run;
	for (size_t i = 0; i < r->count && !r->out_of_memory; i++) {
		cli_timeout_at(&r->timeout, &r->options.report, r->directories[i]);
		enum confrender_result result = confrender_check_directory(k->check, r->directories[i]);
		if (result != CONFRENDER_OK) {
			cli_run_take(r, result);
		}
		r->out_of_memory = result == CONFRENDER_NO_MEMORY;
	}
	cli_run_keep_errors(r);
	cli_timeout_end(&r->timeout);
}

static int
print(struct check *k)
{
	cli_findings_sort(&k->findings);
	cli_findings_print_text(stdout, k->run.options.report.color, &k->findings);
	size_t grave =
		cli_findings_count(&k->findings, CONFRENDER_LEVEL_WARNING) + cli_findings_count(&k->findings, CONFRENDER_LEVEL_ERROR);
	if (cli_report_stdout() != CLI_DONE || k->run.status != CLI_DONE) {
		return COULD_NOT;
	}
	return grave > 0 ? FOUND : NOTHING;
}

static int
run(struct check *k)
{
	struct cli_run *r = &k->run;
	if (!cli_check_options_read(&k->options, &r->options) || !cli_run_open(r) || !open_check(k) ||
	    !cli_run_enter_sandbox(r, -1, false) || !cli_run_start(r)) {
		return COULD_NOT;
	}
	look(k);
	return print(k);
}

int
cli_check(int argc, char **argv)
{
	struct check k = { 0 };
	int status = COULD_NOT;
	cli_failure_set(CLI_USAGE);
	if (!cli_options_read(&k.run.options, CLI_FOR_CHECK, argc, argv)) {
		status = COULD_NOT;
	} else if (k.run.options.help) {
		status = cli_help(argc, argv);
	} else {
		cli_signals_catch();
		status = run(&k);
	}
	confrender_check_free(k.check);
	cli_run_free(&k.run);
	cli_check_options_free(&k.options);
	cli_findings_free(&k.findings);
	return status;
}
