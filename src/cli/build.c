/* conf-render build: renders directories in one session, so that a base they share is read and accumulated once.
 *
 * To standard output or one file it is all or nothing; in an output directory each environment is all or nothing by itself, and one that
 * fails does not stop the others. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "names.h"
#include "options.h"
#include "output.h"
#include "sandbox.h"
#include "signals.h"
#include "timeout.h"

struct build {
	struct cli_build_options options;
	struct confrender_session *session;
	struct cli_destination destination;
	struct cli_timeout timeout;
	const char **directories;
	size_t count, size;
	bool *failed;
	bool root_failed; /* one could not be opened, and this has been reported */
	bool out_of_memory;
	int status;
};

static struct cli_report *
report_of(struct build *b)
{
	return &b->options.report;
}

/* Keeps the gravest status. What failed for a cause that was reported before (a shared base) says nothing again; where nothing at all has
 * been said, it is said here. */
static void
take_result(struct build *b, enum confrender_result result)
{
	static const char *const codes[] = { "input", "input", "usage", "out-of-memory" };
	static const char *const messages[] = { "", "the input is at fault", "an option is wrong", "out of memory" };
	int status = result == CONFRENDER_USAGE ? CLI_USAGE : CLI_INPUT;
	b->status = status > b->status ? status : b->status;
	if (report_of(b)->errors == 0) {
		cli_report_error(report_of(b), codes[result], NULL, messages[result], NULL);
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
explain_root(struct build *b, const char *option, const char *directory)
{
	char real[PATH_MAX];
	char *inside = cli_join(directory, "/.", NULL);
	if (realpath(inside, real) == NULL) {
		int error = errno;
		char *message = cli_join(option, " \"", directory, "\"", NULL);
		cli_report_errno(report_of(b), NULL, message, error);
		free(message);
	}
	free(inside);
}

/* The library says only that some option is wrong: here it is found out which. */
static void
explain_usage(struct build *b)
{
	const struct confrender_session_options *options = &b->options.session;
	if (options->root != NULL) {
		explain_root(b, "--root", options->root);
	}
	for (size_t i = 0; i < options->allow_root_count; i++) {
		explain_root(b, "--allow-root", options->allow_roots[i]);
	}
	for (size_t i = 0; i < options->warn_count; i++) {
		if (!takes_warn(options->warn[i])) {
			char *message = cli_join("\"", options->warn[i], "\" is no value for --warn", NULL);
			cli_report_error(report_of(b), "usage", NULL, message,
					 "it is the code of a warning with =off, =warn or =error behind it");
			free(message);
		}
	}
}

static bool
open_session(struct build *b)
{
	enum confrender_result result = CONFRENDER_NO_MEMORY;
	b->session = confrender_session_new(&b->options.session, &result);
	if (b->session == NULL && result == CONFRENDER_USAGE) {
		explain_usage(b);
	}
	if (b->session == NULL) {
		take_result(b, result);
	}
	return b->session != NULL;
}

static void
add_directories(struct build *b, const char *const *directories, size_t count)
{
	if (b->count + count > b->size) {
		const char **old = b->directories;
		b->size = (b->count + count) * 2;
		b->directories = cli_alloc(b->size, sizeof(b->directories[0]));
		for (size_t i = 0; i < b->count; i++) {
			b->directories[i] = old[i];
		}
		free(old);
	}
	for (size_t i = 0; i < count; i++) {
		b->directories[b->count++] = directories[i];
	}
}

static bool
find_below(struct build *b, const char *path)
{
	const char *const *found = NULL;
	size_t count = 0;
	cli_timeout_at(&b->timeout, report_of(b), path);
	enum confrender_result result = confrender_session_find(b->session, path, &found, &count);
	if (result != CONFRENDER_OK) {
		take_result(b, result);
		return false;
	}
	if (count == 0) {
		char *message = cli_join("no kustomization at or below \"", path, "\"", NULL);
		cli_report_error(report_of(b), "kustomization", NULL, message, NULL);
		free(message);
		b->status = CLI_INPUT;
	}
	add_directories(b, found, count);
	return count != 0;
}

static bool
find_directories(struct build *b)
{
	bool good = true;
	for (size_t i = 0; i < b->options.target_count && b->status != CLI_USAGE; i++) {
		const struct cli_target *target = &b->options.targets[i];
		if (target->all) {
			good = find_below(b, target->path) && good;
		} else {
			add_directories(b, &target->path, 1);
		}
	}
	b->failed = cli_alloc(b->count, sizeof(b->failed[0]));
	return good;
}

static bool
open_destination(struct build *b)
{
	const char *output = b->options.output != NULL ? b->options.output : "";
	if (output[0] == '\0' && b->options.split) {
		cli_report_error(report_of(b), "usage", NULL, "--split wants a directory to write to", "name one with \"-o DIR/\"");
		b->status = CLI_USAGE;
	} else if (!cli_destination_open(report_of(b), b->options.output, b->options.split, &b->destination)) {
		b->status = CLI_INPUT;
	}
	return b->status == CLI_DONE;
}

/* A directory that cannot be opened is reported, and again (so not printed) when its turn comes; what is to be read below it is nothing.
 * One about which nothing was said took the last of the memory: it could be opened when its turn comes, and not be read then. */
static bool
open_roots(struct build *b)
{
	bool good = true;
	for (size_t i = 0; i < b->options.target_count && good; i++) {
		size_t errors = report_of(b)->errors;
		bool opened = confrender_session_root(b->session, b->options.targets[i].path, NULL) != NULL;
		good = opened || report_of(b)->errors != errors;
		b->root_failed = b->root_failed || !opened;
	}
	if (!good) {
		take_result(b, CONFRENDER_NO_MEMORY);
	}
	return good;
}

/* What is in the directories is somebody else's, and has not been looked at before this. Threads, if there are any one day, begin after it:
 * one that runs already would stay outside. */
static bool
enter_sandbox(struct build *b)
{
	struct cli_sandbox_needs needs = cli_sandbox_needs_of(b->session);
	needs.output = b->destination.directory;
	needs.makes_files = b->destination.place >= CLI_TO_FILES;
	if (!cli_sandbox_apply(report_of(b), b->options.sandbox, &needs)) {
		b->status = CLI_INPUT;
	}
	free(needs.roots);
	return b->status == CLI_DONE;
}

static struct confrender_output *
render(struct build *b, size_t i)
{
	struct confrender_output *output = NULL;
	cli_timeout_at(&b->timeout, report_of(b), b->directories[i]);
	enum confrender_result result = confrender_render(b->session, b->directories[i], &b->options.render, &output);
	if (result != CONFRENDER_OK) {
		b->failed[i] = true;
		take_result(b, result);
	}
	/* The session can only be freed, but names of directories lie in it: at the end. */
	b->out_of_memory = b->out_of_memory || result == CONFRENDER_NO_MEMORY;
	return output;
}

static struct cli_stream
stream_of(const struct build *b, struct confrender_output *const *outputs, size_t count)
{
	return (struct cli_stream){ outputs, count, b->options.render.format };
}

/* What was said to be an error is one, though it may have gone when it was tried again: a directory that could not be opened at first. */
static void
keep_errors(struct build *b)
{
	if (b->status == CLI_DONE && report_of(b)->errors != 0) {
		b->status = CLI_INPUT;
	}
}

/* The rest is rendered after an error too, to say all that is wrong. */
static void
build_one_stream(struct build *b)
{
	struct confrender_output **outputs = cli_alloc(b->count, sizeof(struct confrender_output *));
	for (size_t i = 0; i < b->count && !b->out_of_memory; i++) {
		outputs[i] = render(b, i);
	}
	keep_errors(b);
	if (b->status == CLI_DONE) {
		struct cli_stream stream = stream_of(b, outputs, b->count);
		cli_timeout_end(&b->timeout);
		b->status = cli_output_stream(report_of(b), &b->destination, &stream) ? CLI_DONE : CLI_INPUT;
	}
	for (size_t i = 0; i < b->count; i++) {
		confrender_output_free(outputs[i]);
	}
	free(outputs);
}

static bool
write_environment(struct build *b, size_t i, const char *name, struct confrender_output *output)
{
	struct cli_stream stream = stream_of(b, &output, 1);
	if (b->destination.place == CLI_TO_FILES_SPLIT) {
		return cli_output_split(report_of(b), &b->destination, b->count > 1 ? name : "", b->count > 1 ? b->directories[i] : NULL,
					&stream);
	}
	char *file = cli_join(name, stream.format == CONFRENDER_JSON ? ".json" : ".yaml", NULL);
	bool good = cli_output_file_below(report_of(b), &b->destination, file, &stream);
	free(file);
	return good;
}

/* Errors of a base that several environments share are printed once: here it is said whom they hit. */
static void
report_failed(struct build *b)
{
	enum { NAMED = 10 };
	size_t count = 0;
	char *names = cli_join("", NULL);
	for (size_t i = 0; i < b->count; i++) {
		if (b->failed[i] && count++ < NAMED) {
			char *longer = cli_join(names, count > 1 ? ", \"" : "\"", b->directories[i], "\"", NULL);
			free(names);
			names = longer;
		}
	}
	if (count != 0 && b->count > 1) {
		char *message = cli_join("not written: ", names, count > NAMED ? " and more" : "", NULL);
		cli_report_error(report_of(b), "output", NULL, message, NULL);
		free(message);
	}
	free(names);
}

static void
build_files(struct build *b)
{
	struct cli_names names;
	if (!cli_names_of_directories(report_of(b), b->directories, b->count, &names)) {
		b->status = CLI_INPUT;
		return;
	}
	for (size_t i = 0; i < b->count && !b->out_of_memory; i++) {
		struct confrender_output *output = render(b, i);
		cli_timeout_pause(&b->timeout);
		if (output != NULL && !write_environment(b, i, names.names[i], output)) {
			b->failed[i] = true;
			b->status = CLI_INPUT;
		}
		cli_timeout_resume(&b->timeout);
		confrender_output_free(output);
	}
	report_failed(b);
	keep_errors(b);
	cli_names_free(&names);
}

static void
run(struct build *b)
{
	if (!open_session(b) || !open_roots(b) || !open_destination(b) || !enter_sandbox(b)) {
		return;
	}
	/* Also where a root opens the next time: what was reported has failed. */
	b->status = b->root_failed ? CLI_INPUT : b->status;
	cli_timeout_start(&b->timeout, b->options.timeout, report_of(b), b->options.targets[0].path);
	if (!find_directories(b)) {
		return;
	}
	if (b->destination.place <= CLI_TO_FILE) {
		build_one_stream(b);
	} else {
		build_files(b);
	}
}

int
cli_build(int argc, char **argv)
{
	struct build b = { .destination = { .fd = -1, .directory = -1 } };
	if (!cli_options_read(&b.options, argc, argv)) {
		b.status = CLI_USAGE;
	} else if (b.options.help) {
		b.status = cli_help(argc, argv);
	} else {
		cli_signals_catch();
		run(&b);
	}
	cli_timeout_end(&b.timeout);
	cli_destination_close(&b.destination);
	free(b.directories);
	free(b.failed);
	confrender_session_free(b.session);
	cli_options_free(&b.options);
	return b.status;
}
