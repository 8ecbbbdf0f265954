/* Regular expressions, label selectors, selectors. */
#include "resource/select.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support.h"
#include "yaml/read.h"

static bool
matches(struct cr_ctx *c, const char *pattern, const char *subject, bool anchored)
{
	bool yes = false;
	struct cr_regex *re = cr_regex_new(c, cr_str_z(pattern), anchored, CR_NO_MARK);
	assert_non_null(re);
	assert_true(cr_regex_match(c, re, cr_str_z(subject), &yes));
	return yes;
}

static void
plain_forms(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(matches(c, "web", "web", true));
	assert_false(matches(c, "web", "web2", true));
	assert_false(matches(c, "web", "aweb", true));
	assert_true(matches(c, "a|b|c", "b", true));
	assert_false(matches(c, "a|b|c", "a|b", true));
	assert_true(matches(c, "a|", "", true));
	assert_true(matches(c, "web.*", "web", true));
	assert_true(matches(c, "web.*", "web-1", true));
	assert_false(matches(c, "web.*", "we", true));
	assert_false(matches(c, "web.*", "web\n", true));
	assert_true(matches(c, ".*", "", true));
	assert_true(matches(c, "a.*a", "aa", true));
	assert_false(matches(c, "a.*a", "a", true));
	assert_true(matches(c, "x|a.*|.*b", "cb", true));
	assert_false(matches(c, "x|a.*|.*b", "xc", true));
	assert_true(matches(c, "a\\.b", "a.b", true));
	assert_false(matches(c, "a\\.b", "a-b", true));
	assert_true(matches(c, "b", "abc", false));
	assert_false(matches(c, "bd", "abc", false));
}

static void
reads_as_re2(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(matches(c, "a.c", "abc", true));
	assert_true(matches(c, "a.c",
			    "a\xc3\xa9"
			    "c",
			    true));
	assert_false(matches(c, "a..c",
			     "a\xc3\xa9"
			     "c",
			     true));
	assert_false(matches(c, "^a$|b", "a\n", true));
	assert_false(matches(c, "[a]$", "a\n", false));
	assert_false(matches(c, "\\s", "\v", true));
	assert_true(matches(c, "\\S", "\v", true));
	assert_true(matches(c, "[\\s\\d]+", " 1\t", true));
	assert_true(matches(c, "x{,3}", "x{,3}", true));
	assert_true(matches(c, "(?i)WEB", "web", true));
	assert_true(matches(c, "(?P<name>a)(?<other>b)", "ab", true));
	assert_true(matches(c, "(?m)^b$", "a\nb\nc", false));
	assert_true(matches(c, "(?s)a.b", "a\nb", true));
	assert_false(matches(c, "(a.b)", "a\nb", true));
	assert_true(matches(c, "\\Qa.b\\E+", "a.bb", true));
	assert_true(matches(c, "\\x41\\x{42}\\103", "ABC", true));
	assert_true(matches(c, "[[:alpha:]-]+", "ab-", true));
	assert_true(matches(c, "[]a]+", "]a", true));
	assert_true(matches(c, "\\p{Greek}+", "\xce\xb1\xce\xb2", true));
	assert_true(matches(c, "(?:a|b)*", "abab", true));
	assert_true(matches(c, "(a?)*?", "aaa", true));
	assert_true(matches(c, "^*a", "a", true));
}

static void
is_refused(struct cr_ctx *c, const char *pattern)
{
	size_t before = cr_error_count(c);
	if (cr_regex_new(c, cr_str_z(pattern), true, CR_NO_MARK) != NULL) {
		fail_msg("accepted: %s", pattern);
	}
	assert_int_equal(cr_error_count(c), before + 1);
	assert_int_equal(test_diag(c)->code, CR_E_SELECTOR);
}

static void
refuses_what_re2_has_not(void **state)
{
	static const char *const patterns[] = {
		"*a",
		"a**",
		"a++",
		"a|*",
		"(*)",
		"(",
		")",
		"a)",
		"[",
		"[a",
		"[b-a]",
		"a{1001}",
		"a{2,1}",
		"\\",
		"\\1",
		"(a)\\1",
		"\\k<a>",
		"\\K",
		"\\R",
		"\\h",
		"\\X",
		"\\G",
		"\\Z",
		"\\C",
		"(?=a)",
		"(?!a)",
		"(?<=a)",
		"(?>a)",
		"(?|a)",
		"(?1)",
		"(?R)",
		"(?(1)a)",
		"(?#a)",
		"(?x)a",
		"(?i",
		"(?i-)a",
		"(?P<>a)",
		"(?P<a-b>)",
		"(?P=a)",
		"[[:no:]]",
		"\\pZZ(",
		"\\p{NoSuch}",
		"\\x{110000}",
		"\\xg0",
		"(*ACCEPT)",
		"(?C)",
		"\\8",
		"\\e",
		"\\cA",
		"\\N",
		"[\\Q]",
		"a\xff",
		"[a-\\d]",
		"(?z)",
		"(?P<n",
		"(?P<n>",
		"a|*",
		"\\x",
		"\\x{",
		"\\x{61",
		"\\p",
		"\\p{",
		"[[:alpha:",
		"(?",
		"(?-)",
		"(?-i",
		"(?i--i)a",
		"(?:",
		"[z-\\x61]",
		"x{1}{2}",
		"x***",
		"\\E",
		"a\\Eb",
		"\\u0061",
		"[\\q]",
		"[\\8]",
		"[]",
		"[^]",
		"[]-",
		"(?P>n)",
		"[\\1]",
		"[a\\",

		"[\\p{NoSuch}]",
		"[[:alpha:]-z]](",
	};
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		is_refused(*state, patterns[i]);
	}
}

static char *
repeat(const char *unit, size_t count)
{
	size_t len = strlen(unit);
	char *text = malloc(len * count + 1);
	assert_non_null(text);
	for (size_t i = 0; i < count; i++) {
		memcpy(text + i * len, unit, len);
	}
	text[len * count] = '\0';
	return text;
}

static void
survives(struct cr_ctx *c, const char *unit, size_t count)
{
	char *text = repeat(unit, count);
	struct cr_regex *re = cr_regex_new(c, cr_str_z(text), true, CR_NO_MARK);
	bool yes;
	if (re != NULL) {
		cr_regex_match(c, re, CR_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), &yes);
	}
	free(text);
}

static void
hostile_patterns_end(void **state)
{
	struct cr_ctx *c = *state;
	survives(c, "name|", 100000);
	survives(c, "n.|", 20000);
	survives(c, "(", 10000);
	survives(c, "(a", 240);
	survives(c, "(a*)*", 5000);
	survives(c, "a?", 3000);
	survives(c, "(a|a)*", 1000);
	survives(c, "[[:", 20000);
	survives(c, "(?:", 10000);
	survives(c, "(?i)", 10000);
	is_refused(c, "((x{1000}){1000}){1001}");
	assert_null(cr_regex_new(c, cr_str_z("((x{1000}){1000}){1000}"), true, CR_NO_MARK));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
	assert_false(matches(c, "(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true));
}

static void
work_is_bounded(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_regex *re = cr_regex_new(c, cr_str_z("(a|a?)+(b|b?)*x"), false, CR_NO_MARK);
	size_t len = 100000;
	char *text = malloc(len);
	bool yes = false, ok = true;
	assert_non_null(text);
	memset(text, 'a', len);
	assert_true(cr_regex_match(c, re, (struct cr_str){ text, len }, &yes));
	assert_false(yes);
	re = cr_regex_new(c, cr_str_z("(a{0,50}b?){20}"), true, CR_NO_MARK);
	assert_non_null(re);
	for (size_t round = 0; ok && round < 10000; round++) {
		ok = cr_regex_match(c, re, (struct cr_str){ text, len }, &yes);
	}
	assert_false(ok);
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
	free(text);
}

/* The breadth-first matcher takes its time for each character even where the expression is short. */
static void
short_expressions_are_counted(void **state)
{
	struct cr_ctx *c = *state;
	uint64_t before = c->work;
	char *subject = repeat("x", 60);
	assert_false(matches(c, "(x+x+)+[yz]", subject, true));
	assert_true(c->work - before >= (uint64_t)60 * 200);
	free(subject);
}

/* Many names with something behind them, tried on many objects: what people write stays far from the limit. */
static void
honest_lists_are_matched(void **state)
{
	struct cr_ctx *c = *state;
	char *names = repeat("service-name-x|", 1000);
	struct cr_str pattern = cr_str_fmt(c, "(%sother)-?[0-9]+", names);
	struct cr_regex *re = cr_regex_new(c, pattern, true, CR_NO_MARK);
	bool yes = false;
	assert_non_null(re);
	for (size_t i = 0; i < 10000; i++) {
		assert_true(cr_regex_match(c, re, i % 2 ? CR_STR("service-name-x-12") : CR_STR("service-name-y-12"), &yes));
		assert_int_equal(yes, i % 2);
	}
	free(names);
}

static void
trying_tells_invalid_from_too_large(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_regex *re = NULL;
	assert_true(cr_regex_try(c, CR_STR("a+b"), true, CR_NO_MARK, &re));
	assert_non_null(re);
	assert_true(cr_regex_try(c, CR_STR("(a"), true, CR_NO_MARK, &re));
	assert_null(re);
	assert_true(cr_regex_try(c, CR_STR("\\p{NoSuch}"), true, CR_NO_MARK, &re));
	assert_null(re);
	assert_null(test_diag(c));
	assert_false(cr_regex_try(c, CR_STR("((x{1000}){1000}){1000}"), true, CR_NO_MARK, &re));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
}

static struct cr_node *
parse(struct cr_ctx *c, const char *text)
{
	struct cr_docs docs = { 0 };
	struct cr_source source = { .text = cr_str_z(text), .file = 1, .line = 1 };
	assert_true(cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs));
	assert_int_equal(docs.count, 1);
	return docs.items[0];
}

static bool
label_match(struct cr_ctx *c, const char *selector, const char *labels)
{
	struct cr_label_selector *s = cr_label_selector_new(c, cr_str_z(selector), CR_NO_MARK);
	assert_non_null(s);
	return cr_label_selector_match(c, s, labels != NULL ? parse(c, labels) : NULL);
}

static void
label_selectors(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(label_match(c, "", NULL));
	assert_true(label_match(c, "a=b", "{a: b}"));
	assert_true(label_match(c, "a == b", "{a: b}"));
	assert_true(label_match(c, "a=1", "{a: 1}"));
	assert_false(label_match(c, "a=b", "{a: c}"));
	assert_false(label_match(c, "a=b", NULL));
	assert_true(label_match(c, "a!=b", NULL));
	assert_true(label_match(c, "a!=b", "{a: c}"));
	assert_true(label_match(c, "a in (b,c)", "{a: c}"));
	assert_false(label_match(c, "a in (b,c)", "{b: c}"));
	assert_true(label_match(c, "a in (,c)", "{a: ''}"));
	assert_true(label_match(c, "a in (c,)", "{a: ''}"));
	assert_false(label_match(c, "a in (c)", "{a: ''}"));
	assert_true(label_match(c, "a notin (b, c)", "{a: d}"));
	assert_true(label_match(c, "a notin (b)", NULL));
	assert_true(label_match(c, "a", "{a: x}"));
	assert_true(label_match(c, "!a", "{b: x}"));
	assert_false(label_match(c, "!a", "{a: x}"));
	assert_true(label_match(c, "a=", "{a: ''}"));
	assert_true(label_match(c, "a=,b", "{a: '', b: c}"));
	assert_true(label_match(c, "a>1,a<3", "{a: 2}"));
	assert_false(label_match(c, "a>1", "{a: x}"));
	assert_true(label_match(c, "in in (in)", "{in: in}"));
	assert_true(label_match(c, "app.kubernetes.io/name=web", "{app.kubernetes.io/name: web}"));
}

static void
bad_label_selectors(void **state)
{
	static const char *const texts[] = { "=",   "a=b,", ",a",    "a b",     "a in b", "a in (b", "a in (b c)",   "!a=b",
					     "a>x", "a>",   "a=b=c", "-a",      "a=-b",   "A/b/c",   "Upper.case/a", "a..b/c",
					     "/a",  "a/",   "a=(b)", "a notin", "!",      "a!b" };
	struct cr_ctx *c = *state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (cr_label_selector_new(c, cr_str_z(texts[i]), CR_NO_MARK) != NULL) {
			fail_msg("accepted: %s", texts[i]);
		}
		assert_int_equal(test_diag(c)->code, CR_E_SELECTOR);
	}
}

static void
load(struct cr_ctx *c, struct cr_resmap *m, const char *text)
{
	struct cr_docs docs = { 0 };
	struct cr_resources resources = { 0 };
	struct cr_source source = { .text = cr_str_z(text), .file = 1, .line = 1 };
	cr_resmap_init(c, m);
	assert_true(cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs));
	assert_true(cr_resources_from_docs(c, &docs, &resources));
	for (size_t i = 0; i < resources.count; i++) {
		assert_true(cr_resmap_append(c, m, resources.items[i]));
	}
}

static const char objects[] = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {x: 'y'}}}\n---\n"
			      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: b, namespace: n}}\n---\n"
			      "{apiVersion: v1, kind: Namespace, metadata: {name: n}}\n---\n"
			      "{apiVersion: v1, kind: ConfigMap, metadata: {name: ab, namespace: default, annotations: {k: v}}}\n";

/* The names selected, each followed by a blank. */
static const char *
selected(struct cr_ctx *c, struct cr_resmap *m, const struct cr_selector_text *text)
{
	struct cr_matches found = { 0 };
	struct cr_selector *s = cr_selector_new(c, text);
	struct cr_str names = { "", 0 };
	assert_non_null(s);
	if (!cr_selector_select(c, s, m, &found)) {
		return NULL;
	}
	for (size_t i = 0; i < found.count; i++) {
		names = cr_str_fmt(c, "%.*s%.*s ", CR_PRI(names), CR_PRI(cr_key_str(c, found.items[i]->id.name)));
	}
	return names.ptr;
}

static void
selectors(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	load(c, &m, objects);
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ 0 }), "a b n ab ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .name = CR_STR("a") }), "a ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .name = CR_STR("a.*") }), "a ab ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .kind = CR_STR("Deployment|Namespace") }), "b n ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .ns = CR_STR("default") }), "a ab ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .ns = CR_STR("_non_namespaceable_") }), "n ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .group = CR_STR("app.") }), "b ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .label_selector = CR_STR("x in (y)") }), "a ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .annotation_selector = CR_STR("k") }), "ab ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .name = CR_STR("no"), .label_selector = CR_STR("==") }), "");
	assert_null(selected(c, &m, &(struct cr_selector_text){ .label_selector = CR_STR("==") }));
}

static void
selects_by_original_or_current_name(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	load(c, &m, objects);
	const char *names[] = { "middle", "last" };
	for (size_t i = 0; i < 2; i++) {
		cr_resource_push_id(c, m.items[0]);
		cr_resource_set_name(c, m.items[0], cr_str_z(names[i]));
		cr_resmap_renamed(c, &m, m.items[0]);
	}
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .name = CR_STR("a") }), "last ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .name = CR_STR("last") }), "last ");
	assert_string_equal(selected(c, &m, &(struct cr_selector_text){ .name = CR_STR("middle") }), "");
}

static bool
compile_and_match(struct cr_ctx *c, void *arg)
{
	bool yes = false;
	struct cr_regex *re = cr_regex_new(c, cr_str_z(arg), true, CR_NO_MARK);
	return re != NULL && cr_regex_match(c, re, CR_STR("ab"), &yes) && yes;
}

static void
out_of_memory_unwinds(void **state)
{
	char pattern[] = "a[b-d]|(?i:x)+";
	(void)state;
	assert_true(test_every_failure(compile_and_match, pattern) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain_forms, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(reads_as_re2, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(refuses_what_re2_has_not, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(hostile_patterns_end, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(work_is_bounded, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(short_expressions_are_counted, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(honest_lists_are_matched, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(trying_tells_invalid_from_too_large, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(label_selectors, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(bad_label_selectors, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(selectors, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(selects_by_original_or_current_name, test_setup, test_teardown),
		cmocka_unit_test(out_of_memory_unwinds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
