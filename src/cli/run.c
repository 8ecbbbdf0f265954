/* A command's session, from its options to the directories that it looks at: what build and check have in common. */
#include "run.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "cli.h"

void
cli_run_turn(struct cli_run *r, const char *directory)
{
	r->errors_before = r->options.report.errors;
	cli_timeout_at(&r->timeout, &r->options.report, directory);
}

void
cli_run_take(struct cli_run *r, enum confrender_result result)
{
	static const char *const codes[] = { "input", "input", "usage", "out-of-memory" };
	static const char *const messages[] = { "", "the input is at fault", "an option is wrong", "out of memory" };
	int status = result == CONFRENDER_USAGE ? CLI_USAGE : CLI_INPUT;
	r->status = status > r->status ? status : r->status;
	/* Memory can end without a word, after errors that were told before. */
	bool silent = r->options.report.errors == r->errors_before;
	if (r->options.report.errors == 0 || (result == CONFRENDER_NO_MEMORY && silent)) {
		cli_report_error(&r->options.report, codes[result], NULL, messages[result], NULL);
	}
}

static bool
takes_warn(const char *warn)
{
	struct confrender_session_options options = { .size = sizeof(options), .warn = &warn, .warn_count = 1 };
	enum confrender_result result = CONFRENDER_OK;
	confrender_session_free(confrender_session_new(&options, &result));
	return result != CONFRENDER_USAGE;
}

/* Says why the option's directory is none, if so. */
static void
explain_root(struct cli_run *r, const char *option, const char *directory)
{
	char real[PATH_MAX];
	char *inside = cli_join(directory, "/.", NULL);
	if (realpath(inside, real) == NULL) {
		int error = errno;
		char *message = cli_join(option, " \"", directory, "\"", NULL);
		cli_report_errno(&r->options.report, NULL, message, error);
		free(message);
	}
	free(inside);
}

/* The library says only that some option is wrong: here it is found out which. */
static void
explain_usage(struct cli_run *r)
{
	const struct confrender_session_options *options = &r->options.session;
	if (options->root != NULL) {
		explain_root(r, "--root", options->root);
	}
	for (size_t i = 0; i < options->allow_root_count; i++) {
		explain_root(r, "--allow-root", options->allow_roots[i]);
	}
	for (size_t i = 0; i < options->warn_count; i++) {
		if (!takes_warn(options->warn[i])) {
			char *message = cli_join("\"", options->warn[i], "\" is no value for --warn", NULL);
			cli_report_error(&r->options.report, "usage", NULL, message,
					 "it is the code of a warning with =off, =warn or =error behind it");
			free(message);
		}
	}
}

static bool
open_session(struct cli_run *r)
{
	enum confrender_result result = CONFRENDER_NO_MEMORY;
	r->session = confrender_session_new(&r->options.session, &result);
	if (r->session == NULL && result == CONFRENDER_USAGE) {
		explain_usage(r);
	}
	if (r->session == NULL) {
		cli_run_take(r, result);
	}
	return r->session != NULL;
}

static void
add_directories(struct cli_run *r, const char *const *directories, size_t count)
{
	if (r->count + count > r->size) {
		const char **old = r->directories;
		r->size = (r->count + count) * 2;
		r->directories = cli_alloc(r->size, sizeof(r->directories[0]));
		for (size_t i = 0; i < r->count; i++) {
			r->directories[i] = old[i];
		}
		free(old);
	}
	for (size_t i = 0; i < count; i++) {
		r->directories[r->count++] = directories[i];
	}
}

static bool
find_below(struct cli_run *r, const char *path)
{
	const char *const *found = NULL;
	size_t count = 0;
	cli_run_turn(r, path);
	enum confrender_result result = confrender_session_find(r->session, path, &found, &count);
	if (result != CONFRENDER_OK) {
		cli_run_take(r, result);
		return false;
	}
	if (count == 0) {
		char *message = cli_join("no kustomization at or below \"", path, "\"", NULL);
		cli_report_error(&r->options.report, "kustomization", NULL, message, NULL);
		free(message);
		r->status = CLI_INPUT;
	}
	add_directories(r, found, count);
	return count != 0;
}

static bool
find_directories(struct cli_run *r)
{
	bool good = true;
	for (size_t i = 0; i < r->options.target_count && r->status != CLI_USAGE; i++) {
		const struct cli_target *target = &r->options.targets[i];
		if (target->all) {
			good = find_below(r, target->path) && good;
		} else {
			add_directories(r, &target->path, 1);
		}
	}
	return good;
}

/* A directory that cannot be opened is reported, and again (so not printed) when its turn comes; what is to be read below it is nothing.
 * One about which nothing was said took the last of the memory: it could be opened when its turn comes, and not be read then. */
static bool
open_roots(struct cli_run *r)
{
	bool good = true;
	for (size_t i = 0; i < r->options.target_count && good; i++) {
		cli_run_turn(r, r->options.targets[i].path);
		bool opened = confrender_session_root(r->session, r->options.targets[i].path, NULL) != NULL;
		good = opened || r->options.report.errors != r->errors_before;
		r->root_failed = r->root_failed || !opened;
	}
	if (!good) {
		cli_run_take(r, CONFRENDER_NO_MEMORY);
	}
	return good;
}

void
cli_run_keep_errors(struct cli_run *r)
{
	if (r->status == CLI_DONE && r->options.report.errors != 0) {
		r->status = CLI_INPUT;
	}
}

static bool
read_key(struct cli_run *r)
{
	struct cli_options *o = &r->options;
	if (o->key_file != NULL && !cli_key_read(&o->report, o->key_file, &o->key)) {
		r->status = CLI_INPUT;
	}
	o->render.checksum_key = o->key.bytes;
	o->render.checksum_key_length = o->key.length;
	return r->status == CLI_DONE;
}

bool
cli_run_open(struct cli_run *r)
{
	return read_key(r) && open_session(r) && open_roots(r);
}

/* What is in the directories is somebody else's, and has not been looked at before this. Threads, if there are any one day, begin after it:
 * one that runs already would stay outside. */
bool
cli_run_enter_sandbox(struct cli_run *r, const struct cli_sandbox_output *outputs, size_t count)
{
	struct cli_sandbox_needs needs = cli_sandbox_needs_of(r->session);
	for (; needs.output_count < count; needs.output_count++) {
		needs.outputs[needs.output_count] = outputs[needs.output_count];
	}
	if (!cli_sandbox_apply(&r->options.report, r->options.sandbox, &needs)) {
		r->status = CLI_INPUT;
	}
	free(needs.roots);
	return r->status == CLI_DONE;
}

bool
cli_run_start(struct cli_run *r)
{
	/* Also where a root opens the next time: what was reported has failed. */
	r->status = r->root_failed ? CLI_INPUT : r->status;
	cli_timeout_start(&r->timeout, r->options.timeout, &r->options.report, r->options.targets[0].path);
	return find_directories(r);
}

void
cli_run_free(struct cli_run *r)
{
	cli_timeout_end(&r->timeout);
	free(r->directories);
	confrender_session_free(r->session);
	cli_options_free(&r->options);
}
