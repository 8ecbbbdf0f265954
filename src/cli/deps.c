/* conf-render deps: reads directories as build does, and prints what they were read from. */
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "deps_print.h"
#include "output.h"
#include "pages.h"
#include "run.h"
#include "signals.h"

static struct cli_report *
report_of(struct cli_run *r)
{
	return &r->options.report;
}

/* The rest is read after an error too, to say all that is wrong. */
static void
ask(struct cli_run *r, struct cli_deps *deps)
{
	for (size_t i = 0; i < r->count && !r->out_of_memory; i++) {
		struct cli_deps *d = &deps[i];
		cli_run_turn(r, r->directories[i]);
		d->environment = r->directories[i];
		enum confrender_result result = confrender_inputs(r->session, r->directories[i], &d->inputs);
		if (result == CONFRENDER_OK) {
			d->root = confrender_session_root(r->session, r->directories[i], NULL);
		} else {
			cli_run_take(r, result);
		}
		r->out_of_memory = result == CONFRENDER_NO_MEMORY;
	}
	cli_run_keep_errors(r);
	cli_timeout_end(&r->timeout);
}

static bool
print(struct cli_run *r, const struct cli_deps *deps, FILE *out)
{
	switch (r->options.deps_format) {
	case CLI_DEPS_MAKE:
		return cli_deps_print_make(out, report_of(r), deps, r->count, r->options.deps_target);
	case CLI_DEPS_ARGOCD:
		return cli_deps_print_argocd(out, report_of(r), deps, r->count);
	case CLI_DEPS_JSON:
		cli_deps_print_json(out, deps, r->count);
		return true;
	case CLI_DEPS_PLAIN:
		break;
	}
	return cli_deps_print_plain(out, report_of(r), deps, r->count);
}

/* All or nothing. */
static void
write_all(struct cli_run *r, const struct cli_deps *deps)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	bool good = out != NULL && print(r, deps, out);
	cli_text_close(out, &text);
	good = good && cli_output_text(report_of(r), text, length);
	free(text);
	r->status = good ? CLI_DONE : CLI_INPUT;
}

static void
run(struct cli_run *r)
{
	if (r->options.deps_target != NULL && r->options.deps_format != CLI_DEPS_MAKE) {
		cli_report_error(report_of(r), "usage", NULL, "--target is for --make", NULL);
		r->status = CLI_USAGE;
		return;
	}
	if (!cli_run_open(r) || !cli_run_enter_sandbox(r, NULL, 0) || !cli_run_start(r)) {
		return;
	}
	struct cli_deps *deps = cli_alloc(r->count, sizeof(deps[0]));
	ask(r, deps);
	if (r->status == CLI_DONE) {
		write_all(r, deps);
	}
	free(deps);
}

int
cli_deps(int argc, char **argv)
{
	struct cli_run r = { 0 };
	if (!cli_options_read(&r.options, CLI_FOR_DEPS, argc, argv)) {
		r.status = CLI_USAGE;
	} else if (r.options.help) {
		r.status = cli_help_of("deps");
	} else {
		r.options.session.inputs = true;
		cli_signals_catch();
		run(&r);
	}
	int status = r.status;
	cli_run_free(&r);
	return status;
}
