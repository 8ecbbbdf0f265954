/* conf-render verify: renders directories, has kustomize or kubectl render them too, and says whether the bytes are the same.
 *
 * This process starts programs, so it cannot be locked in. It reads nothing of the tree: what does is a child that is (verify_render.c). */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diagnostics_print.h"
#include "pages.h"
#include "signals.h"
#include "verify.h"

/* Exit status. */
enum { EQUAL = CLI_DONE, DIFFERENT = CLI_INPUT, COULD_NOT = CLI_USAGE };

struct verify {
	struct cli_run run;
	struct cli_reference reference;
	size_t equal, different, failed;
	double ours, theirs;
};

static struct cli_report *
report_of(struct verify *v)
{
	return &v->run.options.report;
}

/* The bytes of kustomize are compared: what goes beyond them is switched off, whatever the tree asks for. */
static void
render_plainly(struct confrender_render_options *render)
{
	render->checksums = CONFRENDER_CHECKSUMS_OFF;
	render->hash = CONFRENDER_HASH_GENERATED;
	render->immutable = CONFRENDER_IMMUTABLE_OFF;
	render->references = CONFRENDER_REFERENCES_KUSTOMIZE;
	render->reloader = CONFRENDER_RELOADER_OFF;
}

/* kubectl has not all of kustomize's options. */
static bool
check_options(struct verify *v)
{
	const struct cli_options *o = &v->run.options;
	const char *missing = o->render.order != CONFRENDER_ORDER_DEFAULT ? "--reorder"
			      : o->render.managed_by_label                ? "--enable-managedby-label"
									  : NULL;
	if (missing == NULL || !v->reference.kubectl) {
		return true;
	}
	char *message = cli_join("kubectl kustomize has no ", missing, NULL);
	cli_report_error(report_of(v), "usage", NULL, message, "--with kustomize compares with kustomize");
	free(message);
	return false;
}

/* What a render of our own may print, the other program may too. */
static uint64_t
output_limit(const struct confrender_session_options *options)
{
	struct confrender_session_options limits = { .size = sizeof(limits),
						     .limits = options->limits,
						     .limit_count = options->limit_count };
	struct confrender_session *session = confrender_session_new(&limits, NULL);
	const struct confrender_limit *limit;
	uint64_t most = 0;
	if (session == NULL) {
		cli_out_of_memory();
	}
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		most = strcmp(limit->name, "max-output-bytes") == 0 ? confrender_session_limit(session, i) : most;
	}
	confrender_session_free(session);
	return most;
}

static void
put_times(const struct verify *v, double ours, double theirs)
{
	printf("conf-render %.1f ms, ", ours * 1000);
	cli_put_text(stdout, v->reference.name);
	printf(" %.1f ms", theirs * 1000);
}

static void
compare(struct verify *v, const struct cli_made *ours, const struct cli_made *theirs)
{
	struct cli_difference difference;
	if (!cli_difference_find(&ours->text, &theirs->text, &difference)) {
		v->equal++;
		printf("equal (%zu bytes; ", ours->text.length);
		put_times(v, ours->seconds, theirs->seconds);
		puts(")");
		return;
	}
	v->different++;
	printf("differs at line %zu, column %zu (byte %zu)\n", difference.line, difference.column, difference.byte);
	cli_difference_print(stdout, &difference, &ours->text, &theirs->text, "conf-render");
	cli_difference_print(stdout, &difference, &theirs->text, &ours->text, v->reference.name);
}

static void
put_error(const struct verify *v, int error)
{
	cli_put_text(stdout, v->reference.name);
	if (error == EFBIG) {
		printf(" prints more than %" PRIu64 " bytes (--max-output-bytes)\n", v->reference.most);
	} else {
		printf(" could not be run to its end: %s\n", strerror(error));
	}
}

/* One of the two renders it: to switch would change something, so that is a difference too. */
static void
tell_failure(struct verify *v, const struct cli_made *ours, const struct cli_made *theirs, int error)
{
	if (error != 0) {
		v->failed++;
		put_error(v, error);
	} else if (!ours->good && !theirs->good) {
		v->failed++;
		puts("neither renders it");
	} else {
		v->different++;
		fputs("only ", stdout);
		cli_put_text(stdout, ours->good ? "conf-render" : v->reference.name);
		puts(" renders it");
	}
}

static void
verify_directory(struct verify *v, const char *directory, const struct cli_made *ours)
{
	struct cli_made theirs;
	double seconds = cli_timeout_seconds(v->run.options.timeout);
	int error = cli_reference_run(&v->reference, &v->run.options, directory, seconds, &theirs);
	v->ours += ours->seconds;
	v->theirs += theirs.seconds;
	cli_put_text(stdout, directory);
	fputs(": ", stdout);
	if (error == 0 && ours->good && theirs.good) {
		compare(v, ours, &theirs);
	} else {
		tell_failure(v, ours, &theirs, error);
	}
	fflush(stdout);
	free(theirs.text.data);
}

static void
put_summary(const struct verify *v)
{
	size_t count = v->equal + v->different + v->failed;
	printf("%zu %s: %zu equal, %zu different", count, count == 1 ? "directory" : "directories", v->equal, v->different);
	if (v->failed > 0) {
		printf(", %zu could not be compared", v->failed);
	}
	fputs("; ", stdout);
	put_times(v, v->ours, v->theirs);
	putchar('\n');
}

static int
run(struct verify *v)
{
	struct cli_renderer renderer;
	struct cli_made made;
	char *directory;
	double seconds = cli_timeout_seconds(v->run.options.timeout);
	if (!cli_reference_find(report_of(v), v->run.options.with, seconds, &v->reference) || !check_options(v)) {
		return COULD_NOT;
	}
	v->reference.most = output_limit(&v->run.options.session);
	render_plainly(&v->run.options.render);
	int error = cli_renderer_start(&v->run, &renderer);
	if (error != 0) {
		cli_report_errno(report_of(v), NULL, "the renderer cannot be started", error);
		return COULD_NOT;
	}
	while (cli_renderer_next(&renderer, &directory, &made)) {
		verify_directory(v, directory, &made);
		free(made.text.data);
		free(directory);
	}
	bool good = cli_renderer_end(report_of(v), &renderer) && v->failed == 0;
	if (v->equal + v->different + v->failed > 0) {
		put_summary(v);
	}
	good = cli_report_stdout() == CLI_DONE && good;
	return !good ? COULD_NOT : v->different > 0 ? DIFFERENT : EQUAL;
}

int
cli_verify(int argc, char **argv)
{
	struct verify v = { 0 };
	int status = COULD_NOT;
	cli_failure_set(CLI_USAGE);
	if (!cli_options_read(&v.run.options, CLI_FOR_VERIFY, argc, argv)) {
		status = COULD_NOT;
	} else if (v.run.options.help) {
		status = cli_help_of("verify");
	} else {
		cli_signals_catch();
		status = run(&v);
	}
	cli_reference_free(&v.reference);
	cli_run_free(&v.run);
	return status;
}
