/* The public API where programs misuse it: options of no size or an unknown one, trees without directories, writers and allocators that
 * fail. What it renders is tested elsewhere. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <confrender/confrender.h>

#include "tests/support.h"

/* A tree that renders, and one that does not. */
static const struct {
	const char *path, *text;
} files[] = {
	{ "base/kustomization.yaml", "resources: [r.yaml]\n" },
	{ "base/r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" },
	{ "bad/kustomization.yaml", "first: 1\n\nresources: []\nnamePrefix: a\nnamePrefix: b\nfourth: 1" },
};
enum { FILES = sizeof files / sizeof files[0] };

static char
tree_kind(void *user, const char *path)
{
	(void)user;
	for (size_t i = 0; i < FILES; i++) {
		if (strcmp(files[i].path, path) == 0) {
			return 'f';
		}
	}
	return path[0] == '\0' || strcmp(path, "base") == 0 || strcmp(path, "bad") == 0 ? 'd' : 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	(void)user;
	for (size_t i = 0; i < FILES; i++) {
		if (strcmp(files[i].path, path) == 0) {
			*data = files[i].text;
			*length = strlen(files[i].text);
			return 0;
		}
	}
	return ENOENT;
}

static const struct confrender_tree tree = { .kind = tree_kind, .read = tree_read };

static struct confrender_session_options
tree_options(void)
{
	return (struct confrender_session_options){ .size = sizeof(struct confrender_session_options), .tree = &tree };
}

static void
check_refused(const struct confrender_session_options *options)
{
	enum confrender_result result = CONFRENDER_OK;
	assert_null(confrender_session_new(options, &result));
	assert_int_equal(result, CONFRENDER_USAGE);
	assert_null(confrender_session_new(options, NULL));
}

static void
test_session_options(void **state)
{
	(void)state;
	struct confrender_session_options options = tree_options();
	options.size = 0;
	check_refused(&options);
	options.size = sizeof options + 1;
	check_refused(&options);
	static const char *const wrong[] = { "io=warn", "document-lost", "document-lost=often", "=off", "nothing=off", "var=off" };
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		options = tree_options();
		options.warn = &wrong[i];
		options.warn_count = 1;
		check_refused(&options);
	}
	options = tree_options();
	options.root = "/there/is/no/such/directory";
	check_refused(&options);
	/* An older caller knows fewer options. */
	options = tree_options();
	options.size = offsetof(struct confrender_session_options, limits);
	struct confrender_session *session = confrender_session_new(&options, NULL);
	assert_non_null(session);
	confrender_session_free(session);
	session = confrender_session_new(NULL, NULL);
	assert_non_null(session);
	confrender_session_free(session);
	confrender_session_free(NULL);
}

static enum confrender_result
render(struct confrender_session *session, const char *directory, const struct confrender_render_options *options)
{
	struct confrender_output *output = NULL;
	enum confrender_result result = confrender_render(session, directory, options, &output);
	assert_int_equal(result == CONFRENDER_OK, output != NULL);
	confrender_output_free(output);
	return result;
}

/* The value that a newer library may have behind the last one. */
static int
newer(int last)
{
	return last + 1;
}

static void
test_render_options(void **state)
{
	(void)state;
	struct confrender_session_options options = tree_options();
	struct confrender_session *session = confrender_session_new(&options, NULL);
	struct confrender_render_options how = { .size = 0 };
	assert_int_equal(render(session, "base", &how), CONFRENDER_USAGE);
	how.size = sizeof how + 1;
	assert_int_equal(render(session, "base", &how), CONFRENDER_USAGE);
	how.size = sizeof how;
	assert_int_equal(render(session, "base", &how), CONFRENDER_OK);
	assert_int_equal(render(session, "base", NULL), CONFRENDER_OK);
	how.checksums = (enum confrender_checksums)newer(CONFRENDER_CHECKSUMS_ALL);
	assert_int_equal(render(session, "base", &how), CONFRENDER_USAGE);
	how.checksums = CONFRENDER_CHECKSUMS_ALL;
	how.reloader = (enum confrender_reloader)newer(CONFRENDER_RELOADER_ON);
	assert_int_equal(render(session, "base", &how), CONFRENDER_USAGE);
	/* An older caller knows fewer options. */
	how.size = offsetof(struct confrender_render_options, checksums);
	assert_int_equal(render(session, "base", &how), CONFRENDER_OK);
	assert_int_equal(render(session, "../base", NULL), CONFRENDER_INPUT);
	assert_int_equal(render(session, "nowhere", NULL), CONFRENDER_INPUT);
	confrender_session_free(session);
}

static void
test_files(void **state)
{
	(void)state;
	struct confrender_session_options options = tree_options();
	struct confrender_session *session = confrender_session_new(&options, NULL);
	assert_null(confrender_session_file(session, 0));
	assert_int_equal(render(session, "base", NULL), CONFRENDER_OK);
	assert_string_equal(confrender_session_file(session, 0), "base/kustomization.yaml");
	assert_string_equal(confrender_session_file(session, 1), "base/r.yaml");
	assert_null(confrender_session_file(session, 2));
	confrender_session_free(session);
	assert_string_equal(confrender_version(), CONFRENDER_VERSION);
}

/* A tree that cannot be listed. */
static void
test_find_without_list(void **state)
{
	(void)state;
	struct confrender_session_options options = tree_options();
	struct confrender_session *session = confrender_session_new(&options, NULL);
	const char *const *found = NULL;
	size_t count = 7;
	assert_int_equal(confrender_session_find(session, "", &found, &count), CONFRENDER_INPUT);
	assert_int_equal(count, 0);
	confrender_session_free(session);
}

enum { LINES_ROOM = 512 };

static void
note_lines(void *user, const struct confrender_diagnostic *d)
{
	const struct confrender_place *places[] = { &d->place, &d->second_place };
	for (size_t i = 0; i < 2; i++) {
		char *lines = user;
		size_t length = strlen(lines);
		if (places[i]->line > 0) {
			snprintf(lines + length, LINES_ROOM - length, "%u %.*s;", places[i]->line, (int)places[i]->source_line_length,
				 places[i]->source_line != NULL ? places[i]->source_line : "");
		}
	}
}

/* Later lines, earlier ones, and the one without a line feed. */
static void
test_source_lines(void **state)
{
	(void)state;
	char lines[LINES_ROOM] = "";
	struct confrender_session_options options = tree_options();
	options.on_diagnostic = note_lines;
	options.diagnostic_user = lines;
	struct confrender_session *session = confrender_session_new(&options, NULL);
	assert_int_equal(render(session, "bad", NULL), CONFRENDER_INPUT);
	assert_string_equal(lines, "4 namePrefix: a;5 namePrefix: b;1 first: 1;6 fourth: 1;");
	confrender_session_free(session);
}

struct writer {
	size_t left; /* pieces that are taken */
	size_t taken;
};

static bool
write_piece(void *user, const char *text, size_t length)
{
	struct writer *w = user;
	(void)text;
	w->taken += length;
	return w->left-- > 0;
}

static void
test_writer_fails(void **state)
{
	(void)state;
	struct confrender_session_options options = tree_options();
	struct confrender_session *session = confrender_session_new(&options, NULL);
	struct confrender_output *output = NULL;
	size_t length;
	assert_int_equal(confrender_render(session, "base", NULL, &output), CONFRENDER_OK);
	confrender_output_text(output, &length);
	struct writer w = { .left = 0 };
	assert_false(confrender_output_write(output, write_piece, &w));
	w = (struct writer){ .left = 1000 };
	assert_true(confrender_output_write(output, write_piece, &w));
	assert_int_equal(w.taken, length);
	confrender_output_free(output);
	confrender_session_free(session);
	confrender_output_free(NULL);
}

struct budget {
	size_t left; /* allocations that succeed */
};

static void *
allocate(void *user, size_t size)
{
	struct budget *b = user;
	if (b->left == 0) {
		return NULL;
	}
	b->left--;
	return malloc(size);
}

static void
release(void *user, void *block)
{
	(void)user;
	free(block);
}

/* A session without memory says so, and what is asked of it afterwards does no harm. */
static void
test_memory_ends(void **state)
{
	(void)state;
	for (size_t allowed = 0; allowed < 1000; allowed++) {
		struct budget budget = { allowed };
		struct confrender_session_options options = tree_options();
		options.allocate = allocate;
		options.release = release;
		options.allocator_user = &budget;
		enum confrender_result result = CONFRENDER_OK;
		struct confrender_session *session = confrender_session_new(&options, &result);
		if (session == NULL) {
			assert_int_equal(result, CONFRENDER_NO_MEMORY);
			continue;
		}
		result = render(session, "base", NULL);
		if (result == CONFRENDER_OK) {
			confrender_session_free(session);
			assert_true(allowed > 1);
			return;
		}
		assert_int_equal(result, CONFRENDER_NO_MEMORY);
		budget.left = 1000;
		result = render(session, "base", NULL);
		assert_true(result == CONFRENDER_OK || result == CONFRENDER_NO_MEMORY);
		confrender_session_free(session);
	}
	fail_msg("a small tree takes more than 1000 allocations");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_session_options),   cmocka_unit_test(test_render_options), cmocka_unit_test(test_files),
		cmocka_unit_test(test_find_without_list), cmocka_unit_test(test_writer_fails),   cmocka_unit_test(test_memory_ends),
		cmocka_unit_test(test_source_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
