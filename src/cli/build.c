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

enum place { TO_STDOUT, TO_FILE, TO_FILES, TO_FILES_SPLIT };

struct build {
	struct cli_build_options options;
	struct confrender_session *session;
	enum place place;
	const char **directories;
	size_t count, size;
	bool *failed;
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

/* A directory without "/" behind it is kustomize's own form, which takes one file a resource. */
static bool
choose_place(struct build *b)
{
	const char *output = b->options.output != NULL ? b->options.output : "";
	size_t length = strlen(output);
	struct stat status;
	if (length == 0) {
		b->place = TO_STDOUT;
	} else if (b->options.split) {
		b->place = TO_FILES_SPLIT;
	} else if (output[length - 1] == '/') {
		b->place = TO_FILES;
	} else {
		b->place = stat(output, &status) == 0 && S_ISDIR(status.st_mode) ? TO_FILES_SPLIT : TO_FILE;
	}
	if (b->place == TO_STDOUT && b->options.split) {
		cli_report_error(report_of(b), "usage", NULL, "--split wants a directory to write to", "name one with \"-o DIR/\"");
		b->status = CLI_USAGE;
	}
	return b->status == CLI_DONE;
}

static struct confrender_output *
render(struct build *b, size_t i)
{
	struct confrender_output *output = NULL;
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

/* The rest is rendered after an error too, to say all that is wrong. */
static void
build_one_stream(struct build *b)
{
	struct confrender_output **outputs = cli_alloc(b->count, sizeof(struct confrender_output *));
	for (size_t i = 0; i < b->count && !b->out_of_memory; i++) {
		outputs[i] = render(b, i);
	}
	if (b->status == CLI_DONE) {
		struct cli_stream stream = stream_of(b, outputs, b->count);
		bool good = b->place == TO_STDOUT ? cli_output_stdout(report_of(b), &stream)
						  : cli_output_file(report_of(b), b->options.output, &stream);
		b->status = good ? CLI_DONE : CLI_INPUT;
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
	if (b->place == TO_FILES_SPLIT) {
		return cli_output_split(report_of(b), b->options.output, b->count > 1 ? name : "", b->count > 1 ? b->directories[i] : NULL,
					&stream);
	}
	char *file = cli_join(name, stream.format == CONFRENDER_JSON ? ".json" : ".yaml", NULL);
	bool good = cli_output_file_below(report_of(b), b->options.output, file, &stream);
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
		if (output != NULL && !write_environment(b, i, names.names[i], output)) {
			b->failed[i] = true;
			b->status = CLI_INPUT;
		}
		confrender_output_free(output);
	}
	report_failed(b);
	cli_names_free(&names);
}

static void
run(struct build *b)
{
	if (!choose_place(b) || !open_session(b) || !find_directories(b)) {
		return;
	}
	if (b->place == TO_STDOUT || b->place == TO_FILE) {
		build_one_stream(b);
	} else {
		build_files(b);
	}
}

int
cli_build(int argc, char **argv)
{
	struct build b = { 0 };
	if (!cli_options_read(&b.options, argc, argv)) {
		b.status = CLI_USAGE;
	} else if (b.options.help) {
		b.status = cli_help(argc, argv);
	} else {
		run(&b);
	}
	free(b.directories);
	free(b.failed);
	confrender_session_free(b.session);
	cli_options_free(&b.options);
	return b.status;
}
