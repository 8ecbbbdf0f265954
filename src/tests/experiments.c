/* testdata/output/experiments.tsv: the rows of layer "tree", each a small tree in memory, rendered through the public API. What those of
 * layer "yaml" say is tested by unit_yaml_experiments.
 *
 *     experiments FILE */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

enum { MOST_FILES = 8, COLUMNS = 5 + 2 * MOST_FILES };
enum { ID, LAYER, GROUP, RESULT, OUTPUT, FILES };

struct experiment {
	const char *names[MOST_FILES + 1];
	struct bytes texts[MOST_FILES + 1];
	size_t count;
};

static char
tree_kind(void *user, const char *path)
{
	const struct experiment *x = user;
	if (path[0] == '\0') {
		return 'd';
	}
	for (size_t i = 0; i < x->count; i++) {
		if (strcmp(x->names[i], path) == 0) {
			return 'f';
		}
	}
	return 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	const struct experiment *x = user;
	for (size_t i = 0; i < x->count; i++) {
		if (strcmp(x->names[i], path) == 0) {
			*data = x->texts[i].data;
			*length = x->texts[i].length;
			return 0;
		}
	}
	return ENOENT;
}

static int
hex_digit(char ch)
{
	return ch <= '9' ? ch - '0' : ch - 'a' + 10;
}

/* Undoes the escapes in place. */
static struct bytes
unescape(char *text)
{
	char *to = text;
	for (const char *p = text; *p != '\0'; p++) {
		if (*p != '\\') {
			*to++ = *p;
			continue;
		}
		p++;
		if (*p == 'x') {
			*to++ = (char)(hex_digit(p[1]) << 4 | hex_digit(p[2]));
			p += 2;
		} else {
			*to++ = *p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
		}
	}
	*to = '\0';
	return (struct bytes){ text, (size_t)(to - text) };
}

/* Where a row lists no kustomization.yaml it is the one that names r.yaml. */
static struct experiment
experiment_of(char **columns)
{
	static char usual[] = "resources: [r.yaml]\n";
	struct experiment x = { .count = 0 };
	bool own = false;
	for (size_t i = FILES; i + 1 < COLUMNS && columns[i + 1] != NULL; i += 2) {
		own = strcmp(columns[i], "kustomization.yaml") == 0 || own;
		x.names[x.count] = columns[i];
		x.texts[x.count++] = unescape(columns[i + 1]);
	}
	if (!own) {
		x.names[x.count] = "kustomization.yaml";
		x.texts[x.count++] = (struct bytes){ usual, sizeof(usual) - 1 };
	}
	return x;
}

static void
note_error(void *user, const struct confrender_diagnostic *diagnostic)
{
	size_t *errors = user;
	*errors += diagnostic->severity == CONFRENDER_ERROR;
}

/* Renders the tree; *errors is how many errors were said. */
static struct bytes
render(struct experiment *x, enum confrender_result *result, size_t *errors)
{
	const struct confrender_tree tree = { tree_kind, tree_read, NULL, x };
	struct confrender_session_options options = { .size = sizeof(options), .tree = &tree };
	struct bytes text = { NULL, 0 };
	*errors = 0;
	options.on_diagnostic = note_error;
	options.diagnostic_user = errors;
	struct confrender_session *session = confrender_session_new(&options, result);
	if (session != NULL) {
		text = fixture_bytes_in(session, "", result);
		confrender_session_free(session);
	}
	return text;
}

static bool
run_row(char **columns)
{
	struct experiment x = experiment_of(columns);
	bool ok = strcmp(columns[RESULT], "ok") == 0;
	struct bytes want = unescape(columns[OUTPUT]);
	enum confrender_result result = CONFRENDER_OK;
	size_t errors;
	struct bytes got = render(&x, &result, &errors);
	bool good = ok ? result == CONFRENDER_OK && errors == 0 && bytes_equal(&want, &got) : result == CONFRENDER_INPUT && errors != 0;
	if (!good) {
		printf("FAILED %s (%s): result %d, %zu errors\n%s", columns[ID], columns[GROUP], (int)result, errors,
		       got.data != NULL ? got.data : "");
	}
	free(got.data);
	return good;
}

/* Cuts line into columns; false if it is no row of the layer. */
static bool
split_row(char *line, char **columns)
{
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < COLUMNS; i++) {
		columns[i] = line != NULL ? strsep(&line, "\t") : NULL;
	}
	return columns[0][0] != '#' && columns[FILES + 1] != NULL && strcmp(columns[LAYER], "tree") == 0;
}

int
main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
	char *line = NULL;
	size_t capacity = 0, passed = 0, failed = 0;
	if (file == NULL) {
		fputs("usage: experiments FILE\n", stderr);
		return 2;
	}
	while (getline(&line, &capacity, file) > 0) {
		char *columns[COLUMNS];
		if (split_row(line, columns)) {
			bool good = run_row(columns);
			passed += good;
			failed += !good;
		}
	}
	free(line);
	fclose(file);
	printf("%zu passed, %zu failed\n", passed, failed);
	return failed == 0 && passed >= 87 ? 0 : 1;
}
