/* JSON patches: each row is an object, a list of operations, and what comes out, as the reference was seen to do it. */
#include "base/limits.h"
#include "patch/json6902.h"
#include "support.h"
#include "yaml/emit.h"
#include "yaml/read.h"

struct row {
	const char *old, *patch, *want; /* want NULL: CR_E_JSON_PATCH */
};

static struct cr_node *
read_text(struct cr_ctx *c, const char *text, enum cr_dialect dialect, uint32_t file)
{
	struct cr_docs docs = { NULL, 0, 0 };
	struct cr_source source = { .text = cr_str_z(text), .file = file, .line = 1 };
	assert_true(cr_yaml_read(c, &source, dialect, &docs));
	assert_int_equal(docs.count, 1);
	return docs.items[0];
}

static struct cr_str
print(struct cr_ctx *c, const struct cr_node *n)
{
	struct cr_buf out = { .ctx = c };
	assert_true(cr_emit_yaml(c, &out, n));
	struct cr_str copy = cr_str_dup(c, (struct cr_str){ out.ptr, out.len });
	cr_buf_free(&out);
	return copy;
}

static bool
apply(struct cr_ctx *c, const char *old, const char *patch, struct cr_node **root)
{
	*root = read_text(c, old, CR_YAML_RESOURCE, 1);
	struct cr_json_patch *p = cr_json_patch_new(c, read_text(c, patch, CR_YAML_JSON_PATCH, 2));
	return p != NULL && cr_json_patch_apply(c, p, root);
}

static void
check_row(const struct row *r)
{
	struct cr_ctx *c = test_ctx_new();
	struct cr_node *root;
	bool ok = apply(c, r->old, r->patch, &root);
	if (ok != (r->want != NULL)) {
		print_message("%s: %s\n", r->patch, test_message(c));
	}
	assert_int_equal(ok, r->want != NULL);
	if (ok) {
		test_str(print(c, root), print(c, read_text(c, r->want, CR_YAML_RESOURCE, 3)).ptr);
	} else {
		assert_int_equal(test_diag(c)->code, CR_E_JSON_PATCH);
		assert_int_equal(cr_mark_file(test_diag(c)->mark), 2);
	}
	test_ctx_free(c);
}

static void
check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_row(&rows[i]);
	}
}

#define CHECK(rows) check_rows((rows), sizeof(rows) / sizeof *(rows))

static void
test_operations(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{a: b}", "[{op: add, path: /c, value: {d: 1}}]", "{a: b, c: {d: 1}}" },
		{ "{a: b}", "[{op: add, path: /a, value: c}]", "{a: c}" },
		{ "{a: b}", "[{op: add, path: /c}]", "{a: b, c: null}" },
		{ "{a: b}", "[{op: add, path: /c, value: null}]", "{a: b, c: null}" },
		{ "{a: b}", "[{op: add, path: /c/d, value: 1}]", NULL },
		{ "{a: b}", "[{op: add, path: /a/d, value: 1}]", NULL },
		{ "{a: b}", "[{op: add, path: '', value: 1}]", NULL },
		{ "{a: b}", "[{op: replace, path: /a, value: c}]", "{a: c}" },
		{ "{a: b}", "[{op: replace, path: /missing, value: c}]", "{a: b, missing: c}" },
		{ "{a: b}", "[{op: replace, path: /missing/x, value: c}]", NULL },
		{ "{a: b}", "[{op: replace, path: '', value: {c: d}}]", "{c: d}" },
		{ "{a: b}", "[{op: replace, path: '', value: [c]}]", NULL },
		{ "{a: b}", "[{op: replace, path: '', value: c}]", NULL },
		{ "{a: b}", "[{op: replace, path: ''}]", NULL },
		{ "{a: b, c: d}", "[{op: remove, path: /a}]", "{c: d}" },
		{ "{a: b}", "[{op: remove, path: /c}]", NULL },
		{ "{a: {b: c}, d: {}}", "[{op: move, from: /a/b, path: /d/e}]", "{a: {}, d: {e: c}}" },
		{ "{a: {b: c}}", "[{op: move, from: /x, path: /y}]", NULL },
		{ "{a: {b: c}}", "[{op: move, from: /a, path: /a/b}]", NULL },
		{ "{a: {b: c}}", "[{op: move, path: /a/b}]", NULL },
		{ "{a: {b: c}}", "[{op: copy, from: /a, path: /d}]", "{a: {b: c}, d: {b: c}}" },
		{ "{a: {b: c}}", "[{op: copy, from: /a, path: /a/d}]", "{a: {b: c, d: {b: c}}}" },
		{ "{a: b}", "[{op: copy, from: /missing, path: /d}]", "{a: b, d: null}" },
		{ "{a: b}", "[{op: frobnicate, path: /a}]", NULL },
		{ "{a: b}", "[{path: /a}]", NULL },
		{ "{a: b}", "[{op: remove}]", NULL },
		{ "{a: b}", "[{op: remove, path: 5}]", NULL },
		{ "{a: b}", "[null]", NULL },
		{ "{a: b}", "[a]", NULL },
		{ "{a: b}", "{a: b}", NULL },
		{ "{a: b}", "[]", "{a: b}" },
	};
	CHECK(rows);
}

static void
test_indices(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{a: [1, 2]}", "[{op: add, path: /a/0, value: 0}]", "{a: [0, 1, 2]}" },
		{ "{a: [1, 2]}", "[{op: add, path: /a/2, value: 3}]", "{a: [1, 2, 3]}" },
		{ "{a: [1, 2]}", "[{op: add, path: /a/-, value: 3}]", "{a: [1, 2, 3]}" },
		{ "{a: [1, 2]}", "[{op: add, path: /a/-1, value: 3}]", "{a: [1, 2, 3]}" },
		{ "{a: [1, 2]}", "[{op: add, path: /a/-3, value: 0}]", "{a: [0, 1, 2]}" },
		{ "{a: [1, 2]}", "[{op: add, path: /a/-4, value: 0}]", NULL },
		{ "{a: [1, 2]}", "[{op: add, path: /a/3, value: 0}]", NULL },
		{ "{a: [1, 2]}", "[{op: add, path: /a/x, value: 0}]", NULL },
		{ "{a: [1, 2]}", "[{op: add, path: /a/99999999999999999999999, value: 0}]", NULL },
		{ "{a: [1, 2]}", "[{op: replace, path: /a/-1, value: 3}]", "{a: [1, 3]}" },
		{ "{a: [1, 2]}", "[{op: replace, path: /a/01, value: 3}]", "{a: [1, 3]}" },
		{ "{a: [1, 2]}", "[{op: replace, path: /a/+1, value: 3}]", "{a: [1, 3]}" },
		{ "{a: [1, 2]}", "[{op: replace, path: /a/2, value: 3}]", NULL },
		{ "{a: [1, 2]}", "[{op: replace, path: /a/-, value: 3}]", NULL },
		{ "{a: [1, 2]}", "[{op: remove, path: /a/0}]", "{a: [2]}" },
		{ "{a: [1, 2]}", "[{op: remove, path: /a/-2}]", "{a: [2]}" },
		{ "{a: [1, 2]}", "[{op: remove, path: /a/2}]", NULL },
		{ "{a: [{b: c}]}", "[{op: add, path: /a/-1/d, value: e}]", "{a: [{b: c, d: e}]}" },
		{ "{a: [{b: c}]}", "[{op: add, path: /a/1/d, value: e}]", NULL },
		{ "{a: [1]}", "[{op: add, path: /a/-, value: null}]", "{a: [1, null]}" },
	};
	CHECK(rows);
}

static void
test_pointers(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{x/y: 1, 'a~b': 2}", "[{op: remove, path: /x~1y}, {op: replace, path: /a~0b, value: 3}]", "{'a~b': 3}" },
		{ "{'~1': 1}", "[{op: remove, path: /~01}]", "{}" },
		{ "{'': 1, a: 2}", "[{op: remove, path: /}]", "{a: 2}" },
		/* What stands before the first slash does not count. */
		{ "{a: b}", "[{op: add, path: spec/c, value: 1}]", "{a: b, c: 1}" },
		{ "{a: b}", "[{op: add, path: c, value: 1}]", NULL },
	};
	CHECK(rows);
}

static void
test_test(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{a: {b: [1, c], d: null}}", "[{op: test, path: /a, value: {d: null, b: [1, c]}}]", "{a: {b: [1, c], d: null}}" },
		{ "{a: {b: [1, c]}}", "[{op: test, path: /a, value: {b: [1, d]}}]", NULL },
		{ "{a: {b: 1}}", "[{op: test, path: /a, value: {c: 1}}]", NULL },
		{ "{a: {b: 1}}", "[{op: test, path: /a, value: [1]}]", NULL },
		{ "{a: {b: null}}", "[{op: test, path: /a, value: {b: 1}}]", NULL },
		/* A null in a list makes the reference panic. */
		{ "{a: [1, null]}", "[{op: test, path: /a, value: [1, null]}]", NULL },
		{ "{a: 2001-12-14}", "- {op: test, path: /a, value: '2001-12-14T00:00:00Z'}", "{a: '2001-12-14T00:00:00Z'}" },
		{ "{a: 1}", "[{op: test, path: /a, value: '1'}]", NULL },
		{ "{a: 1}", "[{op: test, path: /missing, value: null}]", "{a: 1}" },
		{ "{a: 1}", "[{op: test, path: /missing, value: 1}]", NULL },
		{ "{a: 1}", "[{op: test, path: /a}]", NULL },
		{ "{a: 1}", "[{op: test, path: '', value: {a: 1}}]", "{a: 1}" },
		{ "{a: [1]}", "[{op: test, path: /a/1, value: 1}]", NULL },
	};
	CHECK(rows);
}

/* A test compares JSON's text; a patch that is JSON itself keeps its own. */
static void
test_numbers(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{a: 1.0}", "- {op: test, path: /a, value: 1}", "{a: 1}" },
		{ "{a: 1.0}", "- {op: test, path: /a, value: 1.00}", "{a: 1}" },
		{ "{a: 1}", "[{\"op\": \"test\", \"path\": \"/a\", \"value\": 1}]", "{a: 1}" },
		{ "{a: 1}", "[{\"op\": \"test\", \"path\": \"/a\", \"value\": 1.0}]", NULL },
		{ "{a: 1e21}", "- {op: test, path: /a, value: 1.0e+21}", "{a: 1e+21}" },
		{ "{a: 1e21}", "[{\"op\": \"test\", \"path\": \"/a\", \"value\": 1e21}]", NULL },
		{ "{a: 9007199254740993}", "- {op: test, path: /a, value: 9007199254740992}", NULL },
		{ "{a: 9007199254740993}", "- {op: test, path: /a, value: 9007199254740993}", "{a: 9007199254740992}" },
		{ "{a: 18446744073709551615}", "- {op: test, path: /a, value: 18446744073709551615}", "{a: 18446744073709552000}" },
		{ "{a: true, b: yes}", "- {op: test, path: '', value: {a: yes, b: 'yes'}}", "{a: true, b: 'yes'}" },
		{ "{a: 1<2}", "- {op: test, path: /a, value: 1<2}", "{a: 1<2}" },
		{ "{a: 1<2}", "[{\"op\": \"test\", \"path\": \"/a\", \"value\": \"1<2\"}]", NULL },
	};
	CHECK(rows);
}

/* The whole object goes through JSON, whatever the operations touch. */
static void
test_trip(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{a: 1.0, b: 1e6, c: 0x10, d: 0o17, e: True, f: ~, g: 1.5}", "[]",
		  "{a: 1, b: 1000000, c: 16, d: 15, e: true, f: null, g: 1.5}" },
		{ "{a: 2001-12-14, b: yes}", "[]", "{a: '2001-12-14T00:00:00Z', b: 'yes'}" },
		/* Values are read by the older rules. */
		{ "{}", "[{op: add, path: /a, value: {b: yes, c: 0777, d: 2001-01-01}}]", "{a: {b: true, c: 511, d: '2001-01-01'}}" },
	};
	CHECK(rows);
}

static void
test_lost_digits(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root;
	assert_true(apply(c, "{a: 12345678901234567890, b: 9007199254740992, c: -9007199254740993}", "[]", &root));
	assert_int_equal(c->diags->count, 2);
	assert_int_equal(test_diag(c)->code, CR_W_PRECISION);
	test_str(print(c, root), "a: 12345678901234567000\nb: 9007199254740992\nc: -9007199254740992\n");
}

/* An error says which operation and where, never what. */
static void
test_no_secret_in_message(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root;
	assert_false(apply(c, "{a: hunter2}", "[{op: test, path: /a, value: swordfish}]", &root));
	assert_non_null(strstr(test_message(c), "test"));
	assert_non_null(strstr(test_message(c), "/a"));
	assert_null(strstr(test_message(c), "hunter2"));
	assert_null(strstr(test_message(c), "swordfish"));
}

static void
test_sharing(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *base = read_text(c, "{a: {b: 1.0, c: [x]}, d: {e: f}}", CR_YAML_RESOURCE, 1);
	struct cr_json_patch *p = cr_json_patch_new(c, read_text(c, "[{op: add, path: /a/c/0, value: {g: h}}]", CR_YAML_JSON_PATCH, 2));
	struct cr_str before = print(c, base);
	c->stamp = ++c->next_stamp;
	for (int i = 0; i < 2; i++) {
		struct cr_node *root = cr_node_own(c, base);
		assert_true(cr_json_patch_apply(c, p, &root));
		test_str(print(c, root), "a:\n  b: 1\n  c:\n  - g: h\n  - x\nd:\n  e: f\n");
		test_str(print(c, base), before.ptr);
	}
}

/* 2^40 values by copying a tree into itself. */
static void
test_copy_bomb(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_str patch = CR_STR("[");
	for (int i = 0; i < 40; i++) {
		patch = cr_str_fmt(c, "%.*s%s{op: copy, from: /a, path: /a/x%d}", CR_PRI(patch), i > 0 ? ", " : "", i);
	}
	struct cr_node *root;
	assert_false(apply(c, "{a: {b: c}}", cr_str_cat(c, patch, CR_STR("]")).ptr, &root));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
	assert_true(c->nodes < 4 * cr_limit(c, CR_MAX_PATCH_COPIES));
}

static bool
apply_a_bit(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_node *root;
	return apply(c, "{a: {b: 1.0, c: [x]}}", "[{op: add, path: /a/c/0, value: {y: z}}, {op: copy, from: /a, path: /d~1}]", &root);
}

/* What a number is spelled like once it has been through JSON. */
static void
test_spelling(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const rows[][2] = {
		{ "1000000", "1e+06" },
		{ "999999", "999999" },
		{ "-1234567.5", "-1.2345675e+06" },
		{ "9007199254740993", "9.007199254740992e+15" },
		{ "0.0001", "0.0001" },
		{ "0.00001", "1e-05" },
		{ "1e21", "1e+21" },
		{ "-0", "0" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cr_node *root;
		assert_true(apply(c, cr_str_fmt(c, "{a: %s}", rows[i][0]).ptr, "[]", &root));
		test_str(cr_map_text(root, cr_key_intern(c, CR_STR("a"))), rows[i][1]);
	}
}

static void
test_out_of_memory(void **state)
{
	(void)state;
	assert_true(test_every_failure(apply_a_bit, NULL) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operations),
		cmocka_unit_test(test_indices),
		cmocka_unit_test(test_pointers),
		cmocka_unit_test(test_test),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_trip),
		cmocka_unit_test_setup_teardown(test_lost_digits, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_no_secret_in_message, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_sharing, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_copy_bomb, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_spelling, test_setup, test_teardown),
		cmocka_unit_test(test_out_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
