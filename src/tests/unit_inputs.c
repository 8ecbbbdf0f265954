/* What renders of one session depend on, each for itself, though what they share is read once. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <confrender/confrender.h>

#include "tests/support.h"

static const struct {
	const char *path, *text;
} files[] = {
	{ "base/kustomization.yaml", "resources: [r.yaml]\nconfigMapGenerator:\n- {name: g, files: [deep/f.txt]}\n" },
	{ "base/deep/f.txt", "x\n" },
	{ "base/r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" },
	{ "broken/kustomization.yaml", "resources: [../base, ../nothing]\n" },
	{ "dev/Kustomization", "resources: [../base]\n" },
	{ "part/kustomization.yml", "kind: Component\npatches: [{path: p.yaml}]\n" },
	{ "part/p.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n" },
	{ "prod/kustomization.yaml", "resources: [../base]\ncomponents: [../part]\n" },
};
enum { FILES = sizeof files / sizeof files[0] };

static char
tree_kind(void *user, const char *path)
{
	size_t length = strlen(path);
	(void)user;
	for (size_t i = 0; i < FILES; i++) {
		if (strncmp(files[i].path, path, length) == 0 && (files[i].path[length] == '/' || length == 0)) {
			return 'd';
		}
		if (strcmp(files[i].path, path) == 0) {
			return 'f';
		}
	}
	return 0;
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
	return tree_kind(NULL, path) == 'd' ? EISDIR : ENOENT;
}

static const struct confrender_tree tree = { .kind = tree_kind, .read = tree_read };

static struct confrender_session *
open_session(bool inputs)
{
	const struct confrender_session_options options = { .size = sizeof options, .tree = &tree, .inputs = inputs };
	struct confrender_session *session = confrender_session_new(&options, NULL);
	assert_non_null(session);
	return session;
}

/* The inputs in one text: a file as it is, what was looked for in vain with "!" in front. */
static void
assert_inputs(struct confrender_session *session, const char *directory, const char *wanted)
{
	struct confrender_inputs inputs;
	char text[1024] = "";
	assert_int_equal(confrender_inputs(session, directory, &inputs), CONFRENDER_OK);
	assert_string_equal(inputs.directory, directory);
	for (size_t i = 0; i < inputs.count; i++) {
		assert_true(inputs.items[i].kind != CONFRENDER_INPUT_LINK);
		assert_string_equal(inputs.items[i].path, inputs.items[i].shown);
		strcat(text, inputs.items[i].kind == CONFRENDER_INPUT_ABSENT ? " !" : " ");
		strcat(text, inputs.items[i].path);
	}
	assert_string_equal(text, wanted);
}

#define BASE " !base/Kustomization base/deep/f.txt base/kustomization.yaml !base/kustomization.yml base/r.yaml"
#define DEV " dev/Kustomization !dev/kustomization.yaml !dev/kustomization.yml"
#define PART " !part/Kustomization !part/kustomization.yaml part/kustomization.yml part/p.yaml"
#define PROD " !prod/Kustomization prod/kustomization.yaml !prod/kustomization.yml"

static void
test_each_its_own(void **state)
{
	(void)state;
	struct confrender_session *session = open_session(true);
	assert_inputs(session, "prod", BASE PART PROD);
	assert_inputs(session, "dev", BASE DEV);
	assert_inputs(session, "base", BASE);
	assert_inputs(session, "prod", BASE PART PROD);
	confrender_session_free(session);
}

static void
test_after_a_render(void **state)
{
	(void)state;
	struct confrender_session *session = open_session(true);
	struct confrender_output *output;
	assert_int_equal(confrender_render(session, "prod", NULL, &output), CONFRENDER_OK);
	confrender_output_free(output);
	size_t count = 0;
	while (confrender_session_file(session, count) != NULL) {
		count++;
	}
	assert_inputs(session, "prod", BASE PART PROD);
	assert_null(confrender_session_file(session, count));
	assert_inputs(session, "dev", BASE DEV);
	assert_non_null(confrender_session_file(session, count));
	confrender_session_free(session);
}

static void
test_failures(void **state)
{
	(void)state;
	struct confrender_inputs inputs = { .count = 7 };
	struct confrender_session *session = open_session(true);
	assert_int_equal(confrender_inputs(session, "broken", &inputs), CONFRENDER_INPUT);
	assert_int_equal(inputs.count, 0);
	assert_inputs(session, "dev", BASE DEV);
	confrender_session_free(session);
	session = open_session(false);
	inputs.count = 7;
	assert_int_equal(confrender_inputs(session, "dev", &inputs), CONFRENDER_USAGE);
	assert_int_equal(inputs.count, 0);
	confrender_session_free(session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_its_own),
		cmocka_unit_test(test_after_a_render),
		cmocka_unit_test(test_failures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
