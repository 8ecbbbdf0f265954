/* A directory of the test data as a tree in memory. */
#include "fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char
fixture_kind(void *user, const char *path)
{
	const struct fixture *fixture = user;
	size_t length = strlen(path);
	for (size_t i = 0; i < fixture->paths.count; i++) {
		const char *name = fixture->paths.names[i];
		if (strcmp(name, path) == 0) {
			return 'f';
		}
		if (length == 0 || (strncmp(name, path, length) == 0 && name[length] == '/')) {
			return 'd';
		}
	}
	return 0;
}

static int
fixture_read(void *user, const char *path, const char **data, size_t *length)
{
	const struct fixture *fixture = user;
	for (size_t i = 0; i < fixture->paths.count; i++) {
		if (strcmp(fixture->paths.names[i], path) == 0) {
			*data = fixture->contents[i].data;
			*length = fixture->contents[i].length;
			return 0;
		}
	}
	return ENOENT;
}

/* The entry of path that name (a file's path) lies in or is; NULL if it lies elsewhere. The caller frees it. */
static char *
entry_of(const char *path, const char *name)
{
	size_t length = strlen(path);
	if (length != 0 && (strncmp(name, path, length) != 0 || name[length] != '/')) {
		return NULL;
	}
	const char *rest = name + length + (length != 0);
	return strndup(rest, strcspn(rest, "/"));
}

/* Files are sorted, so that those of one directory stand together. */
static int
fixture_list(void *user, const char *path, void (*add)(void *adder, const char *name), void *adder)
{
	const struct fixture *fixture = user;
	char *last = NULL;
	for (size_t i = 0; i < fixture->paths.count; i++) {
		size_t at = fixture->backwards ? fixture->paths.count - 1 - i : i;
		char *entry = entry_of(path, fixture->paths.names[at]);
		if (entry != NULL && (last == NULL || strcmp(last, entry) != 0)) {
			add(adder, entry);
			free(last);
			last = entry;
		} else {
			free(entry);
		}
	}
	free(last);
	return 0;
}

static struct confrender_tree
tree_of(struct fixture *fixture)
{
	return (struct confrender_tree){ fixture_kind, fixture_read, fixture_list, fixture };
}

void
fixture_open(struct fixture *fixture, const char *directory)
{
	*fixture = (struct fixture){ .paths = directory_files(directory) };
	fixture->contents = calloc(fixture->paths.count + 1, sizeof(fixture->contents[0]));
	if (fixture->contents == NULL || fixture->paths.count == 0) {
		fprintf(stderr, "nothing to read in %s\n", directory);
		exit(2);
	}
	for (size_t i = 0; i < fixture->paths.count; i++) {
		char *path = path_of(directory, fixture->paths.names[i]);
		fixture->contents[i] = file_read(path);
		free(path);
	}
	fixture->tree = tree_of(fixture);
}

void
fixture_of(struct fixture *fixture, struct paths paths, struct bytes *contents)
{
	*fixture = (struct fixture){ .paths = paths, .contents = contents, .tree = tree_of(fixture) };
}

void
fixture_close(struct fixture *fixture)
{
	for (size_t i = 0; i < fixture->paths.count; i++) {
		free(fixture->contents[i].data);
	}
	free(fixture->contents);
	paths_free(&fixture->paths);
}

struct bytes
fixture_bytes_in(struct confrender_session *session, const char *directory, enum confrender_result *result)
{
	struct confrender_render_options options = { .size = sizeof(options) };
	struct confrender_output *output = NULL;
	struct bytes bytes = { NULL, 0 };
	*result = confrender_render(session, directory, &options, &output);
	if (*result == CONFRENDER_OK && output != NULL) {
		const char *text = confrender_output_text(output, &bytes.length);
		bytes.data = malloc(bytes.length + 1);
		if (bytes.data != NULL) {
			memcpy(bytes.data, text, bytes.length);
			bytes.data[bytes.length] = '\0';
		}
	}
	confrender_output_free(output);
	return bytes;
}

char *
fixture_render_in(struct confrender_session *session, const char *directory, enum confrender_result *result)
{
	return fixture_bytes_in(session, directory, result).data;
}

char *
fixture_render(const struct confrender_session_options *options, const char *directory, enum confrender_result *result)
{
	struct confrender_session *session = confrender_session_new(options, result);
	if (session == NULL) {
		return NULL;
	}
	char *text = fixture_render_in(session, directory, result);
	confrender_session_free(session);
	return text;
}

static void
note_finding(void *user, const struct confrender_finding *f)
{
	FILE *out = user;
	fprintf(out, "%s:%u:%u: %d[%s]: %s; %s; %s", f->place.path != NULL ? f->place.path : "-", (unsigned)f->place.line,
		(unsigned)f->place.column, (int)f->level, f->rule, f->what, f->why, f->fix);
	fprintf(out, " %s/%s %s %s/%s", f->group, f->version, f->kind, f->ns, f->name);
	if (f->second_text != NULL) {
		fprintf(out, " (%s %s:%u)", f->second_text, f->second_place.path != NULL ? f->second_place.path : "-",
			(unsigned)f->second_place.line);
	}
	putc('\n', out);
}

struct bytes
fixture_findings_in(struct confrender_session *session, const char *directory, enum confrender_result *result)
{
	struct bytes bytes = { NULL, 0 };
	FILE *out = open_memstream(&bytes.data, &bytes.length);
	struct confrender_check_options options = { .size = sizeof(options), .on_finding = note_finding, .finding_user = out };
	struct confrender_check *check = confrender_check_new(session, &options, result);
	if (check != NULL) {
		*result = confrender_check_directory(check, directory);
		if (*result == CONFRENDER_OK) {
			*result = confrender_check_environments(check);
		}
	}
	confrender_check_free(check);
	fclose(out);
	return bytes;
}

char *
fixture_findings(const struct confrender_session_options *options, const char *directory, enum confrender_result *result)
{
	struct confrender_session *session = confrender_session_new(options, result);
	if (session == NULL) {
		return NULL;
	}
	char *text = fixture_findings_in(session, directory, result).data;
	confrender_session_free(session);
	return text;
}
