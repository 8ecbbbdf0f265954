/* conf-render cmp generate: the manifests of the application, and nothing else, on standard output; and cmp init, which looks whether there
 * is something to generate. */
#include <stdlib.h>

#include "cli.h"
#include "cmp.h"
#include "output.h"
#include <confrender/kustomization.h>

/* The kustomization with the parameters in it is seen by the session that renders, and by nobody else. */
static bool
edit(struct cli_cmp *c)
{
	struct cli_run *r = &c->run;
	struct confrender_edited *edited = NULL;
	if (c->editing == NULL) {
		return true;
	}
	cli_run_turn(r, c->place.directory);
	enum confrender_result result = confrender_edit(c->editing, c->place.directory, c->wishes.edits, c->wishes.edit_count, &edited);
	for (size_t i = 0; result == CONFRENDER_OK && i < confrender_edited_count(edited); i++) {
		struct confrender_edited_file file = confrender_edited_file(edited, i);
		result = confrender_session_replace(r->session, c->place.directory, file.name, file.text, file.length);
	}
	confrender_edited_free(edited);
	if (result != CONFRENDER_OK) {
		cli_run_take(r, result);
	}
	return result == CONFRENDER_OK;
}

static bool
check_empty(struct cli_cmp *c, const struct confrender_output *output)
{
	struct cli_run *r = &c->run;
	if (confrender_output_count(output) > 0 || r->options.allow_empty) {
		return true;
	}
	cli_report_error(&r->options.report, "no-objects", NULL, "nothing was rendered: Argo CD would delete all that the application had",
			 "--allow-empty in the command of the plugin permits it");
	r->status = CLI_INPUT;
	return false;
}

static void
write_output(struct cli_cmp *c, struct confrender_output *output)
{
	struct cli_report *report = &c->run.options.report;
	struct cli_destination destination = { .fd = -1, .directory = -1 };
	struct cli_stream stream = { &output, 1, CONFRENDER_YAML };
	cli_timeout_end(&c->run.timeout);
	bool good = cli_destination_open(report, NULL, false, &destination) && cli_output_stream(report, &destination, &stream);
	cli_destination_close(&destination);
	c->run.status = good ? CLI_DONE : CLI_INPUT;
}

void
cli_cmp_generate(struct cli_cmp *c)
{
	struct cli_run *r = &c->run;
	struct confrender_output *output = NULL;
	if (!cli_cmp_prepare(c) || !cli_cmp_open(c) || !edit(c)) {
		return;
	}
	cli_run_turn(r, c->place.directory);
	enum confrender_result result = confrender_render(r->session, c->place.directory, &r->options.render, &output);
	if (result != CONFRENDER_OK) {
		cli_run_take(r, result);
	} else if (check_empty(c, output)) {
		cli_run_keep_errors(r);
		if (r->status == CLI_DONE) {
			write_output(c, output);
		}
	}
	confrender_output_free(output);
}

void
cli_cmp_init(struct cli_cmp *c)
{
	struct confrender_kustomization kustomization;
	if (!cli_cmp_prepare(c) || !cli_cmp_open(c)) {
		return;
	}
	cli_run_turn(&c->run, c->place.directory);
	enum confrender_result result = confrender_kustomization_read(c->run.session, c->place.directory, &kustomization);
	if (result != CONFRENDER_OK) {
		cli_run_take(&c->run, result);
	}
}
