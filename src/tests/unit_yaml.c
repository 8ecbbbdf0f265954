/* Reading and writing: marks, limits, refusals, warnings, the dialects, JSON. What single values print as is in experiments.tsv. */
#include "tests/support.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "yaml/emit.h"
#include "yaml/read.h"

enum form { YAML, JSON, PRETTY };

struct job {
	struct cr_str text;
	enum cr_dialect dialect;
	enum form form;
	struct cr_buf out;
	struct cr_docs docs;
};

static bool
run(struct cr_ctx *c, void *arg)
{
	struct job *j = arg;
	struct cr_source src = { .text = j->text, .file = 3, .line = 1 };
	if (!cr_yaml_read(c, &src, j->dialect, &j->docs)) {
		return false;
	}
	for (size_t i = 0; i < j->docs.count; i++) {
		const struct cr_node *n = j->docs.items[i];
		bool done = j->form == YAML   ? cr_emit_yaml(c, &j->out, n)
			    : j->form == JSON ? cr_emit_json(c, &j->out, n)
					      : cr_emit_json_pretty(c, &j->out, n);
		if (!done) {
			return false;
		}
	}
	return true;
}

static void
prints(struct cr_ctx *c, struct job j, const char *want)
{
	j.out.ctx = c;
	bool done = cr_ctx_guard(c, run, &j);
	if (!done) {
		print_error("%s\n", test_message(c));
	}
	assert_true(done);
	test_str(((struct cr_str){ j.out.ptr, j.out.len }), want);
	cr_buf_free(&j.out);
}

static void
refuses(struct cr_ctx *c, struct job j, enum cr_code code, uint32_t line, uint32_t column)
{
	j.out.ctx = c;
	size_t before = cr_error_count(c);
	assert_false(cr_ctx_guard(c, run, &j));
	assert_int_equal(cr_error_count(c), before + 1);
	const struct cr_diag *d = test_diag(c);
	assert_string_equal(cr_code_name(d->code), cr_code_name(code));
	assert_int_equal(cr_mark_line(d->mark), line);
	assert_int_equal(cr_mark_column(d->mark), column);
	assert_int_equal(cr_mark_file(d->mark), 3);
	cr_buf_free(&j.out);
}

#define TEXT(lit) ((struct job){ .text = CR_STR(lit) })
#define OLD(lit) ((struct job){ .text = CR_STR(lit), .dialect = CR_YAML_KUSTOMIZATION })

/* count times unit between head and tail. */
static struct job
repeated(struct cr_ctx *c, const char *head, const char *unit, size_t count, const char *tail)
{
	size_t len = strlen(unit);
	char *text = cr_alloc(c, strlen(head) + count * len + strlen(tail) + 1);
	char *p = stpcpy(text, head);
	for (size_t i = 0; i < count; i++) {
		p = stpcpy(p, unit);
	}
	p = stpcpy(p, tail);
	return (struct job){ .text = { text, (size_t)(p - text) } };
}

static void
marks(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_source src = { .text = CR_STR("a: b\r\n---\r\nk:\r\n  \xc3\xa9: [x, y]\n  z: |\n    t\n"), .file = 9, .line = 1 };
	struct cr_docs docs = { 0 };
	assert_true(cr_yaml_read(c, &src, CR_YAML_RESOURCE, &docs));
	assert_int_equal(docs.count, 2);
	const struct cr_node *inner = docs.items[1]->pairs[0].value;
	assert_int_equal(docs.items[1]->pairs[0].mark, cr_mark_make(9, 3, 1));
	assert_int_equal(inner->pairs[0].value->items[1]->mark, cr_mark_make(9, 4, 10));
	assert_int_equal(inner->pairs[1].value->mark, cr_mark_make(9, 5, 6));
	assert_int_equal(inner->pairs[1].value->flags, CR_NODE_QUOTED | CR_NODE_BLOCK);
	src = (struct cr_source){ .text = CR_STR("a:\n  b: c\n"), .file = 9, .line = 40, .inlined = true };
	assert_true(cr_yaml_read(c, &src, CR_YAML_RESOURCE, &docs));
	assert_int_equal(docs.items[2]->pairs[0].value->mark, cr_mark_make(9, 41, 0));
}

static void
documents(void **state)
{
	struct cr_ctx *c = *state;
	prints(c, TEXT("--- {a: 1}\n---\n---\n# x\n---   # c\nb: 2\n...\n"), "a: 1\nb: 2\n");
	prints(c,
	       TEXT("\xef\xbb\xbf"
		    "a: 1\n---\n\xef\xbb\xbf"
		    "b: 2\n---"),
	       "a: 1\nb: 2\n");
	prints(c,
	       TEXT("\xff\xfe"
		    "a\0:\0 \0\x3d\xd8\x00\xde\n\0"),
	       "a: \"\\U0001F600\"\n");
	prints(c, TEXT("\xfe\xff\0a\0:\0 \0\xe9"), "a: \xc3\xa9\n");
	refuses(c, TEXT("\xfe\xff\0a\0:\0 \xd8"), CR_E_SYNTAX, 1, 0);
	refuses(c, TEXT("\xfe\xff\0a\0:\0\n\xd8\0\0 "), CR_E_SYNTAX, 2, 0);
	refuses(c, TEXT("a: 1\n\n--- b\nc: 2\n"), CR_E_SYNTAX, 3, 1);
	assert_string_equal(test_message(c), "invalid document separator \"--- b\"");
	refuses(c, TEXT("a: 1\n---\n\n%YAML 1.2\n---\n"), CR_E_SYNTAX, 4, 1);
	refuses(c, TEXT("a: 1\n---\nb: \"x\n---\n\"\n"), CR_E_SYNTAX, 4, 1);
}

static void
ignored_documents_warn(void **state)
{
	struct cr_ctx *c = *state;
	prints(c, TEXT("a: 1\n...\n\n# c\n"), "a: 1\n");
	prints(c, TEXT("{\xc3\xa9: 1}\n"), "\xc3\xa9: 1\n");
	prints(c, TEXT("a: 1\n---"), "a: 1\n");
	assert_null(test_diag(c));
	prints(c, TEXT("{\"\xc3\xa9\": 1}\n{\"b\": 1}\n"), "\xc3\xa9: 1\n");
	assert_int_equal(test_diag(c)->code, CR_W_DOCUMENT_IGNORED);
	assert_int_equal(cr_mark_line(test_diag(c)->mark), 2);
	prints(c, TEXT("a: 1\n...\nb: %%\n"), "a: 1\n");
	assert_int_equal(c->diags->warnings, 2);
	prints(c, OLD("a: 1\n---\nb: 2\n"), "a: 1\n");
	assert_int_equal(c->diags->warnings, 3);
}

static void
encoding(void **state)
{
	struct cr_ctx *c = *state;
	refuses(c, TEXT("a: b\n\nc: x\0d\n"), CR_E_SYNTAX, 3, 5);
	assert_string_equal(test_message(c), "control character U+0 is not allowed");
	refuses(c, TEXT("a: b\n---\nc: \xff\n"), CR_E_SYNTAX, 3, 4);
	refuses(c, TEXT("a: b\x7f\n"), CR_E_SYNTAX, 1, 5);
	refuses(c,
		TEXT("a: b\n\xef\xbb\xbf"
		     "c: d\n"),
		CR_E_SYNTAX, 2, 1);
	refuses(c, TEXT("a: 1\nb: \"x\\/y\"\n"), CR_E_SYNTAX, 2, 4);
	prints(c, TEXT("a: \"x\\\\/y\"\nb: x\\/y\n"), "a: x\\/y\nb: x\\/y\n");
	refuses(c, TEXT("a: \"\\x80\"\n"), CR_E_OUTPUT, 1, 4);
	refuses(c, TEXT("\"a\\u0085b\": 1\n"), CR_E_OUTPUT, 1, 1);
}

static void
nesting(void **state)
{
	struct cr_ctx *c = *state;
	refuses(c, repeated(c, "a: ", "[", 100000, ""), CR_E_LIMIT, 1, 10003);
	refuses(c, repeated(c, "a: ", "{a: ", 100000, ""), CR_E_LIMIT, 1, 40000);
	refuses(c, repeated(c, "a:\n", "- ", 20000, ""), CR_E_LIMIT, 2, 19999);
	/* Every value costs libyaml a look at every open bracket. */
	refuses(c, repeated(c, repeated(c, "[", "[", 9000, "").text.ptr, "1,", 200000, ""), CR_E_LIMIT, 1, 29822);
}

static void
aliases(void **state)
{
	struct cr_ctx *c = *state;
	prints(c, TEXT("a: &x {k: &y v}\nb: [*x, *y]\n*y : 1\n"), "a:\n  k: v\nb:\n- k: v\n- v\nv: 1\n");
	prints(c, TEXT("a: &x 1\nb: *x\nc: &x 2\nd: *x\n"), "a: 1\nb: 1\nc: 2\nd: 2\n");
	refuses(c, TEXT("a: &x\n  b: *x\n"), CR_E_SYNTAX, 2, 6);
	refuses(c, TEXT("a: &x 1\n---\nb: *x\n"), CR_E_SYNTAX, 3, 4);
	refuses(c, TEXT("a: &x {}\n? *x\n: 1\n"), CR_E_VALUE, 2, 3);
	assert_string_equal(test_message(c), "a map or list cannot be a key");
}

static void
alias_budget(void **state)
{
	struct cr_ctx *c = *state;
	prints(c, repeated(c, "a: &x [1]\nb: [", "*x,", 10, "]\n"),
	       "a:\n- 1\nb:\n- - 1\n- - 1\n- - 1\n- - 1\n- - 1\n- - 1\n- - 1\n- - 1\n- - 1\n- - 1\n");
	refuses(c,
		TEXT("a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
		     "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\n"),
		CR_E_LIMIT, 5, 32);
	struct job big = repeated(c, "a: &x ", "0123456789", 50000, "\nb: [");
	refuses(c, repeated(c, big.text.ptr, "*x,", 2000, "]\n"), CR_E_LIMIT, 2, 308);
}

static void
merges(void **state)
{
	struct cr_ctx *c = *state;
	prints(c, TEXT("a: &a {x: 1, y: 2}\nb: {y: 3, <<: [*a, {x: 4, z: 5}]}\n"),
	       "a:\n  x: 1\n  \"y\": 2\nb:\n  x: 1\n  \"y\": 3\n  z: 5\n");
	assert_null(test_diag(c));
	prints(c, TEXT("b: {\"<<\": {x: 1}, y: 2}\n"), "b:\n  \"y\": 2\n");
	assert_int_equal(test_diag(c)->code, CR_W_QUOTED_MERGE_KEY);
	refuses(c, TEXT("<<: {a: 1}\n<<: {b: 1}\n"), CR_E_DUPLICATE_KEY, 2, 1);
	refuses(c, TEXT("a:\n  <<: 1\n"), CR_E_VALUE, 2, 3);
	refuses(c, TEXT("a: &l [{x: 1}]\nb:\n  <<: *l\n"), CR_E_VALUE, 3, 3);
	prints(c, repeated(c, "a: &a {x: 1, y: 2}\nb: {<<: [", "*a,", 20000, "]}\n"), "a:\n  x: 1\n  \"y\": 2\nb:\n  x: 1\n  \"y\": 2\n");
}

static void
duplicate_keys(void **state)
{
	struct cr_ctx *c = *state;
	refuses(c, TEXT("a:\n  b: 1\n  c: 2\n  \"b\": 3\n"), CR_E_DUPLICATE_KEY, 4, 3);
	assert_string_equal(test_message(c), "duplicate key \"b\"");
	assert_int_equal(cr_mark_line(test_diag(c)->second.mark), 2);
	refuses(c,
		TEXT("{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, n: 1, o: 1, p: 1, q: 1, r: 1, b: 1}"),
		CR_E_DUPLICATE_KEY, 1, 110);
}

static void
keys_that_are_no_text(void **state)
{
	struct cr_ctx *c = *state;
	refuses(c, TEXT("a:\n  1: x\n"), CR_E_OUTPUT, 2, 3);
	refuses(c, TEXT("a:\n  true: x\n"), CR_E_OUTPUT, 2, 3);
	refuses(c, TEXT("~: x\n"), CR_E_OUTPUT, 1, 1);
	prints(c, TEXT("0x1F: x\n? \n: y\n"), "\"\": \"y\"\n\"0x1F\": x\n");
	refuses(c, TEXT("a: {{ .x }}\n"), CR_E_VALUE, 1, 5);
	assert_true(test_diag(c)->hint.len > 0);
	refuses(c, TEXT("? [a]\n: b\n"), CR_E_VALUE, 1, 3);
}

static void
older_dialect(void **state)
{
	struct cr_ctx *c = *state;
	struct job j = OLD("a: yes\nb: 2001-01-01\nc: {d: }\non: 0o17\n5: n\ne: \"yes\"\n");
	j.form = JSON;
	prints(c, j, "{\"5\":false,\"a\":true,\"b\":\"2001-01-01\",\"c\":{\"d\":null},\"e\":\"yes\",\"true\":15}");
	assert_null(test_diag(c));
	prints(c, OLD("a: 1\nb: 2\na: 3\n"), "a: 3\nb: 2\n");
	assert_int_equal(test_diag(c)->code, CR_W_DUPLICATE_KEY);
	prints(c, OLD("a: &a {x: 1, w: 1}\nb: {x: 2, <<: *a, w: 3}\n"), "a:\n  w: 1\n  x: 1\nb:\n  w: 3\n  x: 1\n");
	refuses(c, OLD("~: 1\n"), CR_E_VALUE, 1, 1);
	struct job patch = OLD("- op: add\n  value: n\n");
	patch.dialect = CR_YAML_JSON_PATCH;
	prints(c, patch, "- op: add\n  value: false\n");
}

static void
json(void **state)
{
	struct cr_ctx *c = *state;
	struct job j = TEXT(
		"b: [1, 12345678901234567890, 1e21, 1e-7, ~, true, 2001-01-01, []]\na: {\"z\": \"<&>\\t\\x01\\u2028\\\"\\\\/\", Z: {}}\n");
	j.form = JSON;
	prints(c, j,
	       "{\"a\":{\"Z\":{},\"z\":\"\\u003c\\u0026\\u003e\\t\\u0001\\u2028\\\"\\\\/\"},"
	       "\"b\":[1,12345678901234567000,1e+21,1e-7,null,true,\"2001-01-01T00:00:00Z\",[]]}");
	j = TEXT("b: [12345678901234567890, {}]\na: {k: <}\n");
	j.form = PRETTY;
	prints(c, j, "{\n  \"a\": {\n    \"k\": \"<\"\n  },\n  \"b\": [\n    12345678901234567890,\n    {}\n  ]\n}\n");
	j = TEXT("a: [.inf]\n");
	j.form = JSON;
	refuses(c, j, CR_E_OUTPUT, 1, 5);
}

/* The same keys in any order print in one order, even where the relation has a cycle. */
static void
order_is_one(void **state)
{
	struct cr_ctx *c = *state;
	prints(c, TEXT("v2: 1\nv1beta1: 1\nv10: 1\n"), "v10: 1\nv1beta1: 1\nv2: 1\n");
	prints(c, TEXT("v10: 1\nv2: 1\nv1beta1: 1\n"), "v10: 1\nv1beta1: 1\nv2: 1\n");
	char text[4000], want[4000];
	size_t len = 0, wanted = 0;
	for (unsigned i = 0; i < 300; i++) {
		len += (size_t)sprintf(text + len, "k%u: x\n", i * 7 % 300);
		wanted += (size_t)sprintf(want + wanted, "k%u: x\n", i);
	}
	prints(c, (struct job){ .text = { text, len } }, want);
}

static void
folded_blocks(void **state)
{
	struct cr_ctx *c = *state;
	prints(c, TEXT("a: >\n  a\n  b\n   c\n\n  d\n"), "a: |\n  a b\n\n   c\n\n  d\n");
	prints(c, TEXT("a: >+\n  a\n\n"), "a: |+\n  a\n\n\n");
	prints(c, TEXT("a: >2\n   a\n  b\n\n  c\n"), "a: |2\n   a\n  b c\n");
	prints(c, TEXT("a: >\n  a\n   b \n  c\n"), "a: \"a\\n b \\nc\\n\"\n");
	prints(c, OLD("a: >\n  a\n   b\n"), "a: |\n  a\n   b\n");
}

static bool
everything(struct cr_ctx *c, void *arg)
{
	struct job j = *(struct job *)arg;
	j.out.ctx = c;
	struct cr_defer defer;
	cr_ctx_defer(c, &defer, (void (*)(void *))cr_buf_free, &j.out);
	bool done = run(c, &j);
	cr_ctx_done(c, &defer);
	return done;
}

static void
memory_may_end_anywhere(void **state)
{
	(void)state;
	struct job j = TEXT("a: &a {x: 1}\nb: {<<: *a, y: [1, 2]}\n? \"x\\ny\"\n: >\n  t\n---\nc: 1.5\n");
	assert_true(test_every_failure(everything, &j) > 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)
	const struct CMUnitTest tests[] = {
		TEST(marks),         TEST(documents), TEST(ignored_documents_warn), TEST(encoding),       TEST(nesting),
		TEST(aliases),       TEST(merges),    TEST(alias_budget),           TEST(duplicate_keys), TEST(keys_that_are_no_text),
		TEST(older_dialect), TEST(json),      TEST(order_is_one),           TEST(folded_blocks),  TEST(memory_may_end_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
