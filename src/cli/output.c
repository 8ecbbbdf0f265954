/* Puts rendered output where it is wanted, all of it or nothing. Every failure of a write or close is an error: a full disk or a reader
 * that went away must not look like success. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "file.h"
#include "names.h"

/* A buffered file descriptor; error is the first errno value, and sticks. Of the buffer only what is used is read. */
struct sink {
	int fd;
	int error;
	size_t used;
	char buffer[1 << 14];
};

static void
sink_put(struct sink *sink, const char *text, size_t length)
{
	if (sink->error == 0) {
		sink->error = cli_file_write(sink->fd, text, length);
	}
}

static void
sink_flush(struct sink *sink)
{
	sink_put(sink, sink->buffer, sink->used);
	sink->used = 0;
}

static bool
sink_write(void *user, const char *text, size_t length)
{
	struct sink *sink = user;
	if (length > sizeof(sink->buffer) - sink->used) {
		sink_flush(sink);
	}
	if (length > sizeof(sink->buffer)) {
		sink_put(sink, text, length);
	} else {
		memcpy(sink->buffer + sink->used, text, length);
		sink->used += length;
	}
	return sink->error == 0;
}

/* Closes fd. 0 or an errno value. */
static int
finish(struct sink *sink)
{
	sink_flush(sink);
	if (close(sink->fd) != 0 && sink->error == 0) {
		sink->error = errno;
	}
	return sink->error;
}

static int
write_stream(int fd, const struct cli_stream *stream)
{
	CLI_UNSET struct sink sink;
	sink.fd = fd;
	sink.error = 0;
	sink.used = 0;
	bool first = true;
	for (size_t i = 0; i < stream->count; i++) {
		bool empty = confrender_output_count(stream->outputs[i]) == 0;
		if (!first && !empty && stream->format == CONFRENDER_YAML) {
			sink_write(&sink, "---\n", 4);
		}
		first = first && empty;
		if (!confrender_output_write(stream->outputs[i], sink_write, &sink)) {
			break;
		}
	}
	return finish(&sink);
}

/* A file ends in a line feed; JSON of one resource has none of its own. */
static int
write_text(int fd, const char *text, size_t length)
{
	CLI_UNSET struct sink sink;
	sink.fd = fd;
	sink.error = 0;
	sink.used = 0;
	sink_write(&sink, text, length);
	if (length > 0 && text[length - 1] != '\n') {
		sink_write(&sink, "\n", 1);
	}
	return finish(&sink);
}

/* What a file gets: a stream, or where that is NULL a text. */
struct content {
	const struct cli_stream *stream;
	const char *text;
	size_t length;
};

static int
write_content(int fd, const struct content *content)
{
	return content->stream != NULL ? write_stream(fd, content->stream) : write_text(fd, content->text, content->length);
}

static bool
write_destination(struct cli_report *report, struct cli_destination *destination, const struct content *content)
{
	int error = write_content(destination->fd, content);
	destination->fd = -1;
	if (error == 0) {
		error = cli_file_commit(&destination->file);
	}
	return error == 0 || cli_cannot_write(report, destination->path, error);
}

bool
cli_output_stream(struct cli_report *report, struct cli_destination *destination, const struct cli_stream *stream)
{
	return write_destination(report, destination, &(struct content){ .stream = stream });
}

bool
cli_output_text_to(struct cli_report *report, struct cli_destination *destination, const char *text, size_t length)
{
	return write_destination(report, destination, &(struct content){ .text = text, .length = length });
}

bool
cli_output_text(struct cli_report *report, const char *text, size_t length)
{
	int error = write_text(STDOUT_FILENO, text, length);
	return error == 0 || cli_cannot_write(report, NULL, error);
}

/* In an open directory. */
static int
replace_file(int directory, const char *name, const struct content *content)
{
	struct cli_file file;
	int fd;
	int error = cli_file_create(directory, name, 0, &file, &fd);
	if (error != 0) {
		return error;
	}
	error = write_content(fd, content);
	if (error == 0) {
		error = cli_file_commit(&file);
	}
	cli_file_discard(&file);
	return error;
}

static char *
path_below(const char *directory, const char *folder, const char *name)
{
	size_t length = strlen(directory);
	const char *slash = length > 0 && directory[length - 1] == '/' ? "" : "/";
	return cli_join(directory, slash, folder, folder[0] != '\0' ? "/" : "", name, NULL);
}

/* Links above and at the output directory are the user's; those below it may be a stranger's, and are not followed. */
static bool
write_below(struct cli_report *report, const struct cli_destination *destination, const char *name, const struct content *content)
{
	char *folder = cli_join(name, NULL);
	char *slash = strrchr(folder, '/');
	const char *file = slash != NULL ? name + (slash - folder) + 1 : name;
	*(slash != NULL ? slash : folder) = '\0';
	int fd;
	int error = cli_directory_open(destination->directory, folder, false, &fd);
	if (error == 0) {
		error = replace_file(fd, file, content);
		close(fd);
	}
	if (error != 0) {
		char *path = path_below(destination->path, "", name);
		cli_cannot_write(report, path, error);
		free(path);
	}
	free(folder);
	return error == 0;
}

bool
cli_output_file_below(struct cli_report *report, const struct cli_destination *destination, const char *name,
		      const struct cli_stream *stream)
{
	return write_below(report, destination, name, &(struct content){ .stream = stream });
}

bool
cli_output_text_below(struct cli_report *report, const struct cli_destination *destination, const char *name, const char *text,
		      size_t length)
{
	return write_below(report, destination, name, &(struct content){ .text = text, .length = length });
}

/* The files of one environment, written but not yet under their names. */
struct split {
	struct cli_report *report;
	const char *directory, *folder;
	struct cli_names names;
	struct cli_file *files;
	int fd;
};

static bool
split_failed(const struct split *s, const char *name, int error)
{
	char *path = path_below(s->directory, s->folder, name);
	cli_cannot_write(s->report, path, error);
	free(path);
	return false;
}

static bool
split_write(struct split *s, const struct confrender_output *output)
{
	for (size_t i = 0; i < s->names.count; i++) {
		struct confrender_resource resource = confrender_output_resource(output, i);
		int fd;
		int error = cli_file_create(s->fd, s->names.names[i], i, &s->files[i], &fd);
		if (error == 0) {
			error = write_text(fd, resource.text, resource.length);
		}
		if (error != 0) {
			return split_failed(s, s->names.names[i], error);
		}
	}
	return true;
}

static bool
split_commit(struct split *s)
{
	for (size_t i = 0; i < s->names.count; i++) {
		int error = cli_file_commit(&s->files[i]);
		if (error != 0) {
			return split_failed(s, s->names.names[i], error);
		}
	}
	return true;
}

bool
cli_output_split(struct cli_report *report, const struct cli_destination *destination, const char *folder, const char *environment,
		 const struct cli_stream *stream)
{
	const struct confrender_output *output = stream->outputs[0];
	struct split s = { .report = report, .directory = destination->path, .folder = folder };
	if (!cli_names_of_resources(report, environment, output, stream->format, &s.names)) {
		return false;
	}
	s.files = cli_alloc(s.names.count, sizeof(s.files[0]));
	int error = cli_directory_open(destination->directory, folder, false, &s.fd);
	bool good = error == 0 ? split_write(&s, output) && split_commit(&s) : split_failed(&s, "", error);
	for (size_t i = 0; i < s.names.count; i++) {
		cli_file_discard(&s.files[i]);
	}
	if (error == 0) {
		close(s.fd);
	}
	free(s.files);
	cli_names_free(&s.names);
	return good;
}
