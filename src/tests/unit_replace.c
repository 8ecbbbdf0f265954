/* A file with another text than it has, in memory and on the disk; and what a kustomization says. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <confrender/confrender.h>

#include "tests/support.h"

static const char BASE[] = "resources: [r.yaml]\nnamePrefix: a-\n";
static const char RESOURCE[] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n";

static char
tree_kind(void *user, const char *path)
{
	(void)user;
	if (path[0] == '\0' || strcmp(path, "over") == 0 || strcmp(path, "base") == 0) {
		return 'd';
	}
	bool file = strcmp(path, "over/kustomization.yaml") == 0 || strcmp(path, "base/kustomization.yaml") == 0 ||
		    strcmp(path, "base/r.yaml") == 0;
	return file ? 'f' : 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	(void)user;
	*data = strcmp(path, "base/r.yaml") == 0               ? RESOURCE
		: strcmp(path, "base/kustomization.yaml") == 0 ? BASE
							       : "resources: [../base]\n";
	*length = strlen(*data);
	return 0;
}

static const struct confrender_tree tree = { .kind = tree_kind, .read = tree_read };

static struct confrender_session *
open_session(const char *const *limits, size_t limit_count)
{
	const struct confrender_session_options options = {
		.size = sizeof options, .tree = &tree, .limits = limits, .limit_count = limit_count
	};
	struct confrender_session *session = confrender_session_new(&options, NULL);
	assert_non_null(session);
	return session;
}

/* Does the output of directory hold the text? */
static bool
renders(struct confrender_session *session, const char *directory, const char *text)
{
	struct confrender_output *output = NULL;
	size_t length;
	assert_int_equal(confrender_render(session, directory, NULL, &output), CONFRENDER_OK);
	const char *made = confrender_output_text(output, &length);
	bool holds = memmem(made, length, text, strlen(text)) != NULL;
	confrender_output_free(output);
	return holds;
}

static enum confrender_result
replace(struct confrender_session *session, const char *directory, const char *name, const char *text)
{
	return confrender_session_replace(session, directory, name, text, strlen(text));
}

static void
is_read_instead(void **state)
{
	(void)state;
	char text[] = "resources: [r.yaml]\nnamePrefix: b-\n";
	struct confrender_session *session = open_session(NULL, 0);
	assert_int_equal(replace(session, "base", "kustomization.yaml", "nothing"), CONFRENDER_OK);
	/* The last one counts, and the text may go. */
	assert_int_equal(replace(session, "over", "../base/kustomization.yaml", text), CONFRENDER_OK);
	memset(text, 'x', sizeof text - 1);
	assert_true(renders(session, "over", "name: b-m\n"));
	/* It has been read. */
	assert_int_equal(replace(session, "base", "kustomization.yaml", BASE), CONFRENDER_USAGE);
	assert_int_equal(replace(session, "base", "r.yaml", RESOURCE), CONFRENDER_USAGE);
	assert_true(renders(session, "base", "name: b-m\n"));
	confrender_session_free(session);
}

static void
other_sessions_do_not_see_it(void **state)
{
	(void)state;
	struct confrender_session *one = open_session(NULL, 0), *other = open_session(NULL, 0);
	assert_int_equal(replace(one, "base", "r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n}\n"), CONFRENDER_OK);
	assert_true(renders(one, "base", "name: a-n\n"));
	assert_true(renders(other, "base", "name: a-m\n"));
	confrender_session_free(one);
	confrender_session_free(other);
}

static void
a_file_may_come_to_be(void **state)
{
	(void)state;
	struct confrender_session *session = open_session(NULL, 0);
	assert_int_equal(replace(session, "base", "Kustomization", BASE), CONFRENDER_OK);
	struct confrender_output *output;
	assert_int_equal(confrender_render(session, "base", NULL, &output), CONFRENDER_INPUT);
	confrender_session_free(session);
}

static void
names_stay_inside(void **state)
{
	(void)state;
	static const char *const names[] = { "../../x", "/x", "../base/../../x" };
	struct confrender_session *session = open_session(NULL, 0);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		assert_int_equal(replace(session, "base", names[i], ""), CONFRENDER_USAGE);
	}
	assert_int_equal(replace(session, "../base", "x", ""), CONFRENDER_INPUT);
	confrender_session_free(session);
}

static void
limits_hold_for_it(void **state)
{
	(void)state;
	static const char *const limits[] = { "max-file-bytes=60" };
	struct confrender_session *session = open_session(limits, 1);
	struct confrender_output *output;
	assert_int_equal(
		replace(session, "base", "kustomization.yaml", "resources: [r.yaml]\n# more than what one file may hold, all in all\n"),
		CONFRENDER_OK);
	assert_int_equal(confrender_render(session, "base", NULL, &output), CONFRENDER_INPUT);
	confrender_session_free(session);
}

static void
write_file(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	assert_int_equal(fputs(text, out) >= 0 && fclose(out) == 0, 1);
}

/* A kustomization that is a link: its text is found under the name that the edit gives it. */
static void
through_a_link(void **state)
{
	(void)state;
	static const char *const words[] = { "c-" };
	const struct confrender_edit edit = {
		.size = sizeof edit, .verb = CONFRENDER_SET, .field = CONFRENDER_NAME_PREFIX, .words = words, .word_count = 1
	};
	char top[] = "/tmp/cr-replace-XXXXXX";
	assert_non_null(mkdtemp(top));
	assert_int_equal(chdir(top), 0);
	assert_int_equal(mkdir("d", 0700), 0);
	write_file("d/real.yaml", BASE);
	write_file("d/r.yaml", RESOURCE);
	assert_int_equal(symlink("real.yaml", "d/kustomization.yaml"), 0);
	const struct confrender_session_options options = { .size = sizeof options, .root = top };
	struct confrender_session *editing = confrender_session_new(&options, NULL), *session = confrender_session_new(&options, NULL);
	struct confrender_edited *edited = NULL;
	assert_int_equal(confrender_edit(editing, "d", &edit, 1, &edited), CONFRENDER_OK);
	struct confrender_edited_file file = confrender_edited_file(edited, 0);
	assert_int_equal(confrender_session_replace(session, "d", file.name, file.text, file.length), CONFRENDER_OK);
	assert_int_equal(confrender_session_replace(session, "d", "../../etc/passwd", "", 0), CONFRENDER_USAGE);
	assert_true(renders(session, "d", "name: c-m\n"));
	confrender_edited_free(edited);
	confrender_session_free(editing);
	confrender_session_free(session);
	assert_int_equal(unlink("d/real.yaml") | unlink("d/r.yaml") | unlink("d/kustomization.yaml") | rmdir("d"), 0);
	assert_int_equal(chdir("/") | rmdir(top), 0);
}

static struct confrender_kustomization
say(struct confrender_session *session, const char *text, enum confrender_result wanted)
{
	struct confrender_kustomization k;
	assert_int_equal(replace(session, "base", "kustomization.yaml", text), CONFRENDER_OK);
	assert_int_equal(confrender_kustomization_read(session, "base", &k), wanted);
	return k;
}

static void
says_what_it_holds(void **state)
{
	(void)state;
	struct confrender_session *session = open_session(NULL, 0);
	struct confrender_kustomization k =
		say(session,
		    "resources: [nowhere.yaml]\nnamePrefix: a-\nnamespace: prod\nimages:\n- {name: i, newName: j, newTag: v1}\n"
		    "- {name: d, digest: 'sha256:0'}\n- {name: same}\ncomponents: [../c]\n"
		    "commonLabels: {b: '2', a: '1'}\ncommonAnnotations: {x: z}\nreplicas: [{name: w, count: 3}]\n",
		    CONFRENDER_OK);
	assert_string_equal(k.name_prefix, "a-");
	assert_string_equal(k.name_suffix, "");
	assert_string_equal(k.ns, "prod");
	assert_int_equal(k.images.count, 2);
	assert_string_equal(k.images.items[0], "i=j:v1");
	assert_string_equal(k.images.items[1], "d@sha256:0");
	assert_int_equal(k.components.count, 1);
	assert_string_equal(k.components.items[0], "../c");
	assert_int_equal(k.labels.count, 2);
	assert_string_equal(k.labels.items[0].name, "a");
	assert_string_equal(k.labels.items[1].value, "2");
	assert_string_equal(k.annotations.items[0].value, "z");
	assert_string_equal(k.replicas.items[0].name, "w");
	assert_string_equal(k.replicas.items[0].value, "3");
	assert_null(k.refused);
	confrender_session_free(session);
}

/* What an edit would not read as the same is left out. */
static void
says_what_edits_can(void **state)
{
	(void)state;
	struct confrender_session *session = open_session(NULL, 0);
	struct confrender_kustomization k =
		say(session,
		    "namePrefix: \"a\\0b\"\nnameSuffix: \"\\0x\"\nnamespace: Bad_NS\nimages:\n- {name: 'nginx:1', newTag: '2'}\n"
		    "- {newTag: x}\n- {name: a=b, newName: c}\n- {name: a, newTag: b=c}\n- {name: a, newName: 'b:1', newTag: '2'}\n"
		    "- {name: \"a\\0b\", newTag: '1'}\n- {name: 'host:1/a', newName: b, newTag: '2', digest: 'sha256:0'}\n"
		    "components: [\"../c\\0\", ../d]\nreplicas: [{name: a=b, count: 1}, {count: 2}, {name: c, count: 3}]\n",
		    CONFRENDER_OK);
	assert_string_equal(k.name_prefix, "");
	assert_string_equal(k.name_suffix, "");
	assert_string_equal(k.ns, "");
	assert_int_equal(k.images.count, 1);
	assert_string_equal(k.images.items[0], "host:1/a=b:2@sha256:0");
	assert_int_equal(k.components.count, 1);
	assert_string_equal(k.components.items[0], "../d");
	assert_int_equal(k.replicas.count, 1);
	assert_string_equal(k.replicas.items[0].name, "c");
	confrender_session_free(session);
}

static void
says_what_is_refused(void **state)
{
	(void)state;
	struct confrender_session *session = open_session(NULL, 0);
	assert_string_equal(say(session, "helmCharts: [{name: x}]\n", CONFRENDER_OK).refused, "helmCharts[0]");
	confrender_session_free(session);
	session = open_session(NULL, 0);
	assert_string_equal(say(session, "resources: [a.yaml, 'https://example.com/x//y?ref=v1']\n", CONFRENDER_OK).refused, "resources");
	confrender_session_free(session);
	session = open_session(NULL, 0);
	assert_string_equal(say(session, "components: ['git@example.com:x/y']\n", CONFRENDER_OK).refused, "components");
	confrender_session_free(session);
	session = open_session(NULL, 0);
	assert_string_equal(say(session, "resorces: []\n", CONFRENDER_INPUT).ns, "");
	confrender_session_free(session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_read_instead),       cmocka_unit_test(other_sessions_do_not_see_it),
		cmocka_unit_test(a_file_may_come_to_be), cmocka_unit_test(names_stay_inside),
		cmocka_unit_test(limits_hold_for_it),    cmocka_unit_test(through_a_link),
		cmocka_unit_test(says_what_it_holds),    cmocka_unit_test(says_what_edits_can),
		cmocka_unit_test(says_what_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
