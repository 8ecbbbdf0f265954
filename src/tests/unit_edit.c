/* The library's side of edits: several at once, trees in memory, patterns, and where values lie in a text. */
#include <string.h>

#include <confrender/confrender.h>

#include "tests/support.h"
#include "yaml/spans.h"

static const char TEXT[] = "resources: # all\n- a.yaml\n# end\n";

static char
kind(void *user, const char *path)
{
	(void)user;
	return strcmp(path, "kustomization.yaml") == 0 ? 'f' : path[0] == '\0' ? 'd' : 0;
}

static int
read_text(void *user, const char *path, const char **data, size_t *length)
{
	(void)path;
	*data = user;
	*length = strlen(user);
	return 0;
}

static void
note_error(void *user, const struct confrender_diagnostic *d)
{
	(void)d;
	++*(int *)user;
}

static struct confrender_session *
open_session(const struct confrender_tree *tree, int *errors)
{
	const struct confrender_session_options options = {
		.size = sizeof options, .tree = tree, .on_diagnostic = note_error, .diagnostic_user = errors
	};
	struct confrender_session *session = confrender_session_new(&options, NULL);
	assert_non_null(session);
	return session;
}

static void
several_edits_are_one(void **state)
{
	(void)state;
	static const char *const namespace[] = { "prod" }, *const labels[] = { "a:b", "c:1" }, *const gone[] = { "a.*" };
	const struct confrender_edit edits[] = {
		{ .size = sizeof edits[0], .verb = CONFRENDER_SET, .field = CONFRENDER_NAMESPACE, .words = namespace, .word_count = 1 },
		{ .size = sizeof edits[0], .verb = CONFRENDER_ADD, .field = CONFRENDER_LABEL, .words = labels, .word_count = 2 },
		{ .size = sizeof edits[0], .verb = CONFRENDER_REMOVE, .field = CONFRENDER_RESOURCE, .words = gone, .word_count = 1 },
	};
	const struct confrender_tree tree = { .read = read_text, .kind = kind, .user = (void *)(uintptr_t)TEXT };
	struct confrender_edited *edited = NULL;
	int errors = 0;
	struct confrender_session *session = open_session(&tree, &errors);
	assert_int_equal(confrender_edit(session, "", edits, 3, &edited), CONFRENDER_OK);
	assert_int_equal(confrender_edited_count(edited), 1);
	struct confrender_edited_file file = confrender_edited_file(edited, 0);
	static const char want[] = "# end\nnamespace: prod\ncommonLabels:\n  a: b\n  c: \"1\"\n";
	assert_int_equal(file.length, sizeof want - 1);
	assert_memory_equal(file.text, want, file.length);
	assert_string_equal(file.name, "kustomization.yaml");
	assert_true(file.changed);
	assert_null(confrender_edited_file(edited, 1).text);
	assert_int_equal(errors, 0);
	confrender_edited_free(edited);
	confrender_session_free(session);
}

static void
one_wrong_edit_spoils_all(void **state)
{
	(void)state;
	static const char *const namespace[] = { "prod" }, *const image[] = { "nothing" };
	struct confrender_edit edits[] = {
		{ .size = sizeof edits[0], .verb = CONFRENDER_SET, .field = CONFRENDER_NAMESPACE, .words = namespace, .word_count = 1 },
		{ .size = sizeof edits[0], .verb = CONFRENDER_SET, .field = CONFRENDER_IMAGE, .words = image, .word_count = 1 },
	};
	const struct confrender_tree tree = { .read = read_text, .kind = kind, .user = (void *)(uintptr_t)TEXT };
	struct confrender_edited *edited = NULL;
	int errors = 0;
	struct confrender_session *session = open_session(&tree, &errors);
	assert_int_equal(confrender_edit(session, "", edits, 2, &edited), CONFRENDER_INPUT);
	assert_null(edited);
	assert_int_equal(errors, 1);
	edits[0].size = 1;
	assert_int_equal(confrender_edit(session, "", edits, 1, &edited), CONFRENDER_USAGE);
	assert_null(edited);
	confrender_session_free(session);
}

static void
check_names(const char *text, enum confrender_edit_verb verb, enum confrender_edit_field field, const char *want)
{
	const struct confrender_tree tree = { .read = read_text, .kind = kind, .user = (void *)(uintptr_t)text };
	const char *const *names;
	char got[256] = "";
	size_t count;
	int errors = 0;
	struct confrender_session *session = open_session(&tree, &errors);
	assert_int_equal(confrender_edit_names(session, "", verb, field, &names, &count), CONFRENDER_OK);
	for (size_t i = 0; i < count; i++) {
		strcat(strcat(got, names[i]), ";");
	}
	assert_string_equal(got, want);
	assert_int_equal(errors, 0);
	confrender_session_free(session);
}

static void
names_to_edit_are_told(void **state)
{
	(void)state;
	static const char text[] = "Resources: [a.yaml, 7, {b: c}, [d], ~]\n"
				   "commonLabels: {team: ml, 'a b': secret}\n"
				   "commonAnnotations: none\n"
				   "images: [{name: x}, {newTag: v2}, y]\n"
				   "secretGenerator:\n- {name: s, literals: [k=v]}\n"
				   "buildMetadata: [managedByLabel]\n";
	check_names(text, CONFRENDER_REMOVE, CONFRENDER_RESOURCE, "a.yaml;7;");
	check_names(text, CONFRENDER_REMOVE, CONFRENDER_LABEL, "team;a b;");
	check_names(text, CONFRENDER_SET, CONFRENDER_ANNOTATION, "");
	check_names(text, CONFRENDER_SET, CONFRENDER_IMAGE, "x;");
	check_names(text, CONFRENDER_SET, CONFRENDER_SECRET, "s;");
	check_names(text, CONFRENDER_SET, CONFRENDER_CONFIG_MAP, "");
	check_names(text, CONFRENDER_SET, CONFRENDER_NAMESPACE, "");
	check_names(text, CONFRENDER_REMOVE, CONFRENDER_BUILD_METADATA, "managedByLabel;");
	check_names(text, CONFRENDER_ADD, CONFRENDER_BUILD_METADATA, "originAnnotations;transformerAnnotations;managedByLabel;");
	check_names("", CONFRENDER_REMOVE, CONFRENDER_RESOURCE, "");
	check_names("[]", CONFRENDER_REMOVE, CONFRENDER_RESOURCE, "");
}

static void
names_of_what_cannot_be_read_are_not(void **state)
{
	(void)state;
	const struct confrender_tree tree = { .read = read_text, .kind = kind, .user = (void *)(uintptr_t) "resources: [a.yaml" };
	const char *const nothing = "nothing", *const *names = &nothing;
	size_t count = 7;
	unsigned none = CONFRENDER_VALIDATOR + 1;
	int errors = 0;
	struct confrender_session *session = open_session(&tree, &errors);
	assert_int_equal(confrender_edit_names(session, "", CONFRENDER_REMOVE, CONFRENDER_RESOURCE, &names, &count), CONFRENDER_INPUT);
	assert_int_equal(errors, 1);
	assert_null(names);
	assert_int_equal(count, 0);
	assert_int_equal(confrender_edit_names(session, "", CONFRENDER_REMOVE, (enum confrender_edit_field)none, &names, &count),
			 CONFRENDER_USAGE);
	confrender_session_free(session);
}

static void
patterns_match_as_in_go(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *name;
		int want;
	} rows[] = {
		{ "abc", "abc", 1 },
		{ "*", "abc", 1 },
		{ "*c", "abc", 1 },
		{ "a*", "a", 1 },
		{ "a*", "ab/c", 0 },
		{ "a*/b", "abc/b", 1 },
		{ "a*/b", "a/c/b", 0 },
		{ "a*b*c*d*e*/f", "axbxcxdxe/f", 1 },
		{ "a*b*c*d*e*/f", "axbxcxdxe/xxx/f", 0 },
		{ "a*b?c*x", "abxbbxdbxebxczzx", 1 },
		{ "a*b?c*x", "abxbbxdbxebxczzy", 0 },
		{ "ab[c]", "abc", 1 },
		{ "ab[b-d]", "abc", 1 },
		{ "ab[e-g]", "abc", 0 },
		{ "ab[^c]", "abc", 0 },
		{ "ab[^e-g]", "abc", 1 },
		{ "a\\*b", "a*b", 1 },
		{ "a\\*b", "ab", 0 },
		{ "a?b",
		  "a\xe2\x98\xba"
		  "b",
		  1 },
		{ "a[^a]b",
		  "a\xe2\x98\xba"
		  "b",
		  1 },
		{ "a???b",
		  "a\xe2\x98\xba"
		  "b",
		  0 },
		{ "[a-\xce\xb6]*", "\xce\xb1", 1 },
		{ "*[a-\xce\xb6]", "A", 0 },
		{ "a?b", "a/b", 0 },
		{ "a*b", "a/b", 0 },
		{ "[\\]a]", "]", 1 },
		{ "[\\-]", "-", 1 },
		{ "[x\\-]", "x", 1 },
		{ "[]a]", "]", -1 },
		{ "[-]", "-", -1 },
		{ "[x-]", "x", -1 },
		{ "[", "a", -1 },
		{ "[^", "a", -1 },
		{ "[^bc", "a", -1 },
		{ "a[", "a", -1 },
		{ "a[", "ab", -1 },
		{ "a\\", "a", -1 },
		{ "*x", "xxx", 1 },
		{ "", "", 1 },
		{ "", "a", 0 },
		{ "**", "", 1 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(confrender_edit_match(rows[i].pattern, rows[i].name), rows[i].want);
	}
}

/* What lies at each span, in order. */
static void
spans_are_bytes(void **state)
{
	struct cr_ctx *c = *state;
	static const char text[] =
		"\xef\xbb\xbf\xc3\xa9t\xc3\xa9: [\xe2\x82\xac, 'b c'] # \xc3\xa9\nmap:\n  k: |\n    t\xc3\xa9xt\n\n  e:\n--- x\n";
	static const char *const want[] = {
		NULL, "\xc3\xa9t\xc3\xa9", "[\xe2\x82\xac, 'b c']", "\xe2\x82\xac", "'b c'", "map", NULL, "k", NULL, "e", ""
	};
	struct cr_spans spans;
	assert_true(cr_spans_read(c, (struct cr_str){ text, sizeof text - 1 }, &spans));
	assert_int_equal(spans.count, sizeof want / sizeof want[0]);
	for (size_t i = 0; i < spans.count; i++) {
		const struct cr_span *s = &spans.items[i];
		assert_true(s->start <= s->end && s->end <= sizeof text - 1 && s->after > i);
		if (want[i] != NULL) {
			assert_int_equal(s->end - s->start, strlen(want[i]));
			assert_memory_equal(text + s->start, want[i], s->end - s->start);
		}
	}
	assert_int_equal(spans.items[0].after, spans.count);
	assert_memory_equal(text + spans.items[6].start, "k: |", 4);
	assert_memory_equal(text + spans.end, "--- x", 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(several_edits_are_one),   cmocka_unit_test(one_wrong_edit_spoils_all),
		cmocka_unit_test(names_to_edit_are_told),  cmocka_unit_test(names_of_what_cannot_be_read_are_not),
		cmocka_unit_test(patterns_match_as_in_go), cmocka_unit_test_setup_teardown(spans_are_bytes, test_setup, test_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
