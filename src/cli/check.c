/* conf-render check: renders directories in one session as build does, prints nothing of the result, but what would go wrong with it. */
#include <stdlib.h>
#include <unistd.h>

#include "check_options.h"
#include "cli.h"
#include "findings.h"
#include "output.h"
#include "pages.h"
#include "run.h"
#include "signals.h"

/* Exit status. */
enum { NOTHING = CLI_DONE, FOUND = CLI_INPUT, COULD_NOT = CLI_USAGE };

struct check {
	struct cli_run run;
	struct cli_check_options options;
	struct confrender_check *check;
	struct cli_findings findings;
	const char *environment; /* that is looked at; NULL: none yet */
	size_t failed;
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
		.production = k->run.options.production.items,
		.production_count = k->run.options.production.count,
		.on_finding = cli_findings_add,
		.finding_user = &k->findings,
	};
	enum confrender_result result;
	cli_run_turn(&k->run, NULL);
	k->check = confrender_check_new(k->run.session, &options, &result);
	if (k->check == NULL) {
		cli_run_take(&k->run, result);
	}
	return k->check != NULL;
}

/* What the render says counts as what rules find does. As text it goes to standard error, as it does with build; in other formats
 * warnings stand beside the findings alone, and errors in both places. */
static void
take_diagnostic(void *user, const struct confrender_diagnostic *d)
{
	struct check *k = user;
	bool text = k->run.options.findings_format == CLI_FINDINGS_TEXT;
	if (d->severity == CONFRENDER_WARNING && k->options.least > CONFRENDER_LEVEL_WARNING) {
		return;
	}
	cli_findings_add_diagnostic(&k->findings, d, k->environment);
	if (text || d->severity == CONFRENDER_ERROR) {
		cli_report_finding(&k->run.options.report, d);
	}
}

/* The rest is checked after an error too, to say all that is wrong. */
static void
look(struct check *k)
{
	struct cli_run *r = &k->run;
	for (size_t i = 0; i < r->count && !r->out_of_memory; i++) {
		k->environment = r->directories[i];
		cli_run_turn(r, k->environment);
		enum confrender_result result = confrender_check_directory(k->check, k->environment);
		if (result != CONFRENDER_OK) {
			k->failed++;
			cli_run_take(r, result);
		}
		r->out_of_memory = result == CONFRENDER_NO_MEMORY;
	}
	if (!r->out_of_memory) {
		cli_run_turn(r, NULL);
		enum confrender_result result = confrender_check_environments(k->check);
		if (result != CONFRENDER_OK) {
			cli_run_take(r, result);
		}
	}
	cli_run_keep_errors(r);
	cli_timeout_end(&r->timeout);
}

static void
print_findings(FILE *out, const struct check *k, const struct cli_findings_about *about)
{
	switch (k->run.options.findings_format) {
	case CLI_FINDINGS_JSON:
		cli_findings_print_json(out, &k->findings, about);
		break;
	case CLI_FINDINGS_SARIF:
		cli_findings_print_sarif(out, &k->findings, about);
		break;
	case CLI_FINDINGS_GITHUB:
		cli_findings_print_github(out, &k->findings);
		break;
	default:
		cli_findings_print_text(out, k->run.options.report.color, &k->findings);
	}
}

/* All is in memory before the first byte is written. */
static bool
write_findings(struct check *k, const struct cli_findings_about *about)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	if (out != NULL) {
		print_findings(out, k, about);
	}
	cli_text_close(out, &text);
	bool good = cli_output_text(&k->run.options.report, text, length);
	free(text);
	return good;
}

/* For people: what reads the lines in their place counts them itself. */
static void
print_summary(const struct check *k, const struct cli_findings_about *about)
{
	if (k->run.options.findings_format == CLI_FINDINGS_TEXT && isatty(STDERR_FILENO)) {
		cli_findings_print_summary(stderr, &k->findings, about);
	}
}

static int
print(struct check *k)
{
	struct cli_findings_about about = { k->run.count, k->failed, k->run.status == CLI_DONE };
	size_t grave =
		cli_findings_count(&k->findings, CONFRENDER_LEVEL_WARNING) + cli_findings_count(&k->findings, CONFRENDER_LEVEL_ERROR);
	cli_findings_sort(&k->findings);
	bool printed = write_findings(k, &about);
	print_summary(k, &about);
	if (!printed || k->run.status != CLI_DONE) {
		return COULD_NOT;
	}
	return grave > 0 ? FOUND : NOTHING;
}

static int
list(struct check *k)
{
	if (k->run.options.findings_format > CLI_FINDINGS_JSON) {
		cli_report_error(&k->run.options.report, "usage", NULL, "--list prints text or json", NULL);
		return COULD_NOT;
	}
	cli_check_list(k->run.options.findings_format == CLI_FINDINGS_JSON);
	return cli_report_stdout() == CLI_DONE ? NOTHING : COULD_NOT;
}

static int
run(struct check *k)
{
	struct cli_run *r = &k->run;
	r->options.session.on_diagnostic = take_diagnostic;
	r->options.session.diagnostic_user = k;
	if (!cli_check_options_read(&k->options, &r->options) || !cli_run_open(r) || !open_check(k) || !cli_run_enter_sandbox(r, NULL, 0) ||
	    !cli_run_start(r)) {
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
		status = cli_help_of("check");
	} else if (k.run.options.list) {
		status = list(&k);
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
