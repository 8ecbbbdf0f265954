/* conf-render build: renders directories in one session, so that a base they share is read and accumulated once.
 *
 * To standard output or one file it is all or nothing; in an output directory each environment is all or nothing by itself, and one that
 * fails does not stop the others. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "depfile.h"
#include "names.h"
#include "output.h"
#include "pages.h"
#include "place.h"
#include "run.h"
#include "signals.h"

struct build {
	struct cli_run run;
	struct cli_destination destination, depfile;
	bool *failed;
};

static struct cli_report *
report_of(struct build *b)
{
	return &b->run.options.report;
}

/* A rule is about a file: there is one where an environment or the whole output is one. */
static bool
open_depfile(struct build *b)
{
	const char *path = b->run.options.depfile;
	enum cli_place place = b->destination.place;
	bool slash = path[0] != '\0' && path[strlen(path) - 1] == '/';
	const char *hint = NULL;
	if (place != CLI_TO_FILE && place != CLI_TO_FILES) {
		hint = "it goes with \"-o FILE\", or as \"--depfile DIR/\" with \"-o DIR/\"";
	} else if (slash != (place == CLI_TO_FILES) || path[0] == '\0') {
		hint = slash ? "the output is a file: name a file"
			     : "the output is a file an environment: name a directory, with \"/\" at the end";
	}
	if (hint != NULL) {
		cli_report_error(report_of(b), "usage", NULL, "--depfile does not go with this output", hint);
	} else if (place == CLI_TO_FILES || cli_depfile_target(report_of(b), b->run.options.output)) {
		bool opened = cli_destination_open(report_of(b), path, false, &b->depfile) &&
			      (b->depfile.place == place || cli_cannot_write(report_of(b), path, EISDIR));
		b->run.status = opened ? CLI_DONE : CLI_INPUT;
		return opened;
	}
	b->run.status = CLI_USAGE;
	return false;
}

/* kustomize makes no directory, and a "/" behind a name says nothing to it: a directory takes one file a resource, or is none. Our own
 * options have our own meaning. false: there is none, and this is reported. */
static bool
choose_as_kustomize(struct build *b, const char *output)
{
	struct stat status;
	struct cli_options *o = &b->run.options;
	if (!cli_in_place() || o->split || o->depfile != NULL || o->targets[0].all || output[0] == '\0' ||
	    output[strlen(output) - 1] != '/') {
		return true;
	}
	o->split = stat(output, &status) == 0 && S_ISDIR(status.st_mode);
	return o->split || cli_cannot_write(report_of(b), output, ENOENT);
}

static bool
open_destination(struct build *b)
{
	const char *output = b->run.options.output != NULL ? b->run.options.output : "";
	if (!choose_as_kustomize(b, output)) {
		b->run.status = CLI_INPUT;
		return false;
	}
	if (output[0] == '\0' && b->run.options.split) {
		cli_report_error(report_of(b), "usage", NULL, "--split wants a directory to write to", "name one with \"-o DIR/\"");
		b->run.status = CLI_USAGE;
	} else if (!cli_destination_open(report_of(b), b->run.options.output, b->run.options.split, &b->destination)) {
		b->run.status = CLI_INPUT;
	} else if (b->destination.place == CLI_TO_FILES_SPLIT && b->run.options.render.format == CONFRENDER_YAML) {
		b->run.options.render.format = CONFRENDER_YAML_FILES;
	}
	return b->run.status == CLI_DONE && (b->run.options.depfile == NULL || open_depfile(b));
}

static struct confrender_output *
render(struct build *b, size_t i)
{
	struct confrender_output *output = NULL;
	cli_run_turn(&b->run, b->run.directories[i]);
	enum confrender_result result = confrender_render(b->run.session, b->run.directories[i], &b->run.options.render, &output);
	if (result != CONFRENDER_OK) {
		b->failed[i] = true;
		cli_run_take(&b->run, result);
	}
	/* The session can only be freed, but names of directories lie in it: at the end. */
	b->run.out_of_memory = b->run.out_of_memory || result == CONFRENDER_NO_MEMORY;
	return output;
}

static struct cli_stream
stream_of(const struct build *b, struct confrender_output *const *outputs, size_t count)
{
	return (struct cli_stream){ outputs, count, b->run.options.render.format };
}

/* Appends a rule for what environment i needs. */
static bool
print_depfile(struct build *b, size_t i, const char *target, FILE *out)
{
	struct confrender_inputs inputs;
	enum confrender_result result = confrender_inputs(b->run.session, b->run.directories[i], &inputs);
	if (result != CONFRENDER_OK) {
		cli_run_take(&b->run, result);
		return false;
	}
	cli_depfile_print(out, target, &inputs);
	return true;
}

/* Before the output: one that is older than its rule is made again, and one that is newer than a rule which lacks something is not. */
static bool
write_depfile(struct build *b)
{
	char *text = NULL;
	size_t length = 0;
	if (b->run.options.depfile == NULL) {
		return true;
	}
	FILE *out = open_memstream(&text, &length);
	bool good = out != NULL;
	for (size_t i = 0; i < b->run.count && good; i++) {
		good = print_depfile(b, i, b->run.options.output, out);
	}
	cli_text_close(out, &text);
	good = good && cli_output_text_to(report_of(b), &b->depfile, text, length);
	free(text);
	return good;
}

/* The same for an environment with a file of its own. */
static bool
write_depfile_of(struct build *b, size_t i, const char *name, const char *file)
{
	char *text = NULL;
	size_t length = 0;
	if (b->run.options.depfile == NULL) {
		return true;
	}
	char *target = cli_join(b->run.options.output, file, NULL);
	char *depfile = cli_join(name, ".d", NULL);
	FILE *out = open_memstream(&text, &length);
	bool good = out != NULL && cli_depfile_target(report_of(b), target) && print_depfile(b, i, target, out);
	cli_text_close(out, &text);
	good = good && cli_output_text_below(report_of(b), &b->depfile, depfile, text, length);
	free(text);
	free(depfile);
	free(target);
	return good;
}

/* The rest is rendered after an error too, to say all that is wrong. */
static void
build_one_stream(struct build *b)
{
	struct confrender_output **outputs = cli_alloc(b->run.count, sizeof(struct confrender_output *));
	for (size_t i = 0; i < b->run.count && !b->run.out_of_memory; i++) {
		outputs[i] = render(b, i);
	}
	cli_run_keep_errors(&b->run);
	if (b->run.status == CLI_DONE) {
		struct cli_stream stream = stream_of(b, outputs, b->run.count);
		cli_timeout_end(&b->run.timeout);
		bool written = write_depfile(b) && cli_output_stream(report_of(b), &b->destination, &stream);
		b->run.status = written ? CLI_DONE : CLI_INPUT;
	}
	for (size_t i = 0; i < b->run.count; i++) {
		confrender_output_free(outputs[i]);
	}
	free(outputs);
}

static bool
write_environment(struct build *b, size_t i, const char *name, struct confrender_output *output)
{
	struct cli_stream stream = stream_of(b, &output, 1);
	if (b->destination.place == CLI_TO_FILES_SPLIT) {
		return cli_output_split(report_of(b), &b->destination, b->run.count > 1 ? name : "",
					b->run.count > 1 ? b->run.directories[i] : NULL, &stream);
	}
	char *file = cli_join(name, stream.format == CONFRENDER_JSON ? ".json" : ".yaml", NULL);
	bool good = write_depfile_of(b, i, name, file) && cli_output_file_below(report_of(b), &b->destination, file, &stream);
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
	for (size_t i = 0; i < b->run.count; i++) {
		if (b->failed[i] && count++ < NAMED) {
			char *longer = cli_join(names, count > 1 ? ", \"" : "\"", b->run.directories[i], "\"", NULL);
			free(names);
			names = longer;
		}
	}
	if (count != 0 && b->run.count > 1) {
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
	if (!cli_names_of_directories(report_of(b), b->run.directories, b->run.count, &names)) {
		b->run.status = CLI_INPUT;
		return;
	}
	for (size_t i = 0; i < b->run.count && !b->run.out_of_memory; i++) {
		struct confrender_output *output = render(b, i);
		cli_timeout_pause(&b->run.timeout);
		if (output != NULL && !write_environment(b, i, names.names[i], output)) {
			b->failed[i] = true;
			b->run.status = CLI_INPUT;
		}
		cli_timeout_resume(&b->run.timeout);
		confrender_output_free(output);
	}
	report_failed(b);
	cli_run_keep_errors(&b->run);
	cli_names_free(&names);
}

static void
run(struct build *b)
{
	struct cli_run *r = &b->run;
	if (!cli_run_open(r) || !open_destination(b)) {
		return;
	}
	const struct cli_sandbox_output outputs[] = { { b->destination.directory, b->destination.place >= CLI_TO_FILES },
						      { b->depfile.directory, b->depfile.place >= CLI_TO_FILES } };
	if (!cli_run_enter_sandbox(r, outputs, sizeof(outputs) / sizeof(outputs[0])) || !cli_run_start(r)) {
		return;
	}
	b->failed = cli_alloc(r->count, sizeof(b->failed[0]));
	if (b->destination.place <= CLI_TO_FILE) {
		build_one_stream(b);
	} else {
		build_files(b);
	}
}

int
cli_build(int argc, char **argv)
{
	struct build b = { .destination = { .fd = -1, .directory = -1 }, .depfile = { .fd = -1, .directory = -1 } };
	if (!cli_options_read(&b.run.options, CLI_FOR_BUILD, argc, argv)) {
		b.run.status = CLI_USAGE;
	} else if (b.run.options.help) {
		b.run.status = cli_help_of("build");
	} else {
		cli_signals_catch();
		run(&b);
	}
	cli_timeout_end(&b.run.timeout);
	cli_destination_close(&b.destination);
	cli_destination_close(&b.depfile);
	free(b.failed);
	int status = b.run.status;
	cli_run_free(&b.run);
	return status;
}
