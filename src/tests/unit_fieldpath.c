/* Paths to fields, and YAML and JSON inside of text. */
#include "resource/fieldpath.h"

#include <string.h>

#include "tests/support.h"
#include "transform/replacement.h"
#include "yaml/inner.h"
#include "yaml/read.h"

static struct cr_node *
read(struct cr_ctx *c, const char *text)
{
	struct cr_source src = { .text = cr_str_z(text), .line = 1 };
	struct cr_docs docs = { 0 };
	assert_true(cr_yaml_read(c, &src, CR_YAML_RESOURCE, &docs));
	assert_int_equal(docs.count, 1);
	return docs.items[0];
}

/* The parts as targets have them, with a bar between them. */
static struct cr_str
parts(struct cr_ctx *c, const char *text)
{
	const struct cr_field_path *p = cr_field_path_new(c, cr_str_z(text), CR_NO_MARK);
	struct cr_str all = CR_STR("");
	for (size_t i = 0; i < p->count; i++) {
		all = cr_str_cat(c, all, i > 0 ? CR_STR("|") : CR_STR(""));
		all = cr_str_cat(c, all, p->target[i].text);
	}
	return all;
}

static void
splits(void **state)
{
	struct cr_ctx *c = *state;
	test_str(parts(c, "a.b.c"), "a|b|c");
	test_str(parts(c, ".a.b"), "a|b");
	test_str(parts(c, ""), "");
	test_str(parts(c, "."), "");
	test_str(parts(c, "a\\.b.c"), "a.b|c");
	test_str(parts(c, "a\\\\.b"), "a\\.b");
	test_str(parts(c, "a..b"), "a||b");
	test_str(parts(c, "a.b."), "a|b|");
	test_str(parts(c, "a.[b.c/d].e"), "a|b.c/d|e");
	test_str(parts(c, "a.[n=b.c].e"), "a|[n=b.c]|e");
	test_str(parts(c, "a.[n=b].e"), "a|[n=b]|e");
	test_str(parts(c, "a.[b].e"), "a|[b]|e");
	test_str(parts(c, "a.[b.c"), "a|b.c");
	test_str(parts(c, "a.[n=b.c"), "a|[n=b.c");
}

static void
kinds(void **state)
{
	struct cr_ctx *c = *state;
	static const struct {
		const char *part;
		enum cr_part_kind target, source;
	} rows[] = {
		{ "a", CR_PART_FIELD, CR_PART_FIELD },       { "0", CR_PART_INDEX, CR_PART_INDEX },
		{ "+7", CR_PART_INDEX, CR_PART_INDEX },      { "-0", CR_PART_INDEX, CR_PART_INDEX },
		{ "-1", CR_PART_FIELD, CR_PART_BAD },        { "-", CR_PART_FIELD, CR_PART_LAST },
		{ "*", CR_PART_EVERY, CR_PART_BAD },         { "[a=b]", CR_PART_ELEMENT, CR_PART_ELEMENT },
		{ "[=]", CR_PART_ELEMENT, CR_PART_ELEMENT }, { "[a]", CR_PART_BAD, CR_PART_BAD },
		{ "1_0", CR_PART_FIELD, CR_PART_FIELD },     { "9223372036854775808", CR_PART_FIELD, CR_PART_FIELD },
		{ " ", CR_PART_FIELD, CR_PART_SKIP },        { " 1 ", CR_PART_FIELD, CR_PART_INDEX },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct cr_field_path *p = cr_field_path_new(c, cr_str_z(rows[i].part), CR_NO_MARK);
		assert_int_equal(p->count, 1);
		assert_int_equal(p->target[0].kind, rows[i].target);
		assert_int_equal(p->source[0].kind, rows[i].source);
	}
}

static const struct cr_node *
get(struct cr_ctx *c, struct cr_node *root, const char *path, struct cr_path_failure *failure)
{
	const struct cr_field_path *p = cr_field_path_new(c, cr_str_z(path), CR_NO_MARK);
	return cr_field_path_get(c, root, p, p->count, failure);
}

static void
sources(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_path_failure failure;
	struct cr_node *root = read(c, "a: [{n: x, v: 1}, {n: y, v: 2}, z]\nb: ~\n");
	test_str(cr_text(get(c, root, "a.[n=y].v", &failure)), "2");
	test_str(cr_text(get(c, root, "a.-", &failure)), "z");
	test_str(cr_text(get(c, root, "a. 0 ..n", &failure)), "x");
	assert_ptr_equal(get(c, root, "a.[=z]", &failure), root->pairs[0].value->items[2]);
	assert_null(get(c, root, "a.[n=q].v", &failure));
	assert_null(failure.why);
	assert_null(get(c, root, "b.c", &failure));
	assert_null(failure.why);
	assert_null(get(c, root, "a.v", &failure));
	test_str(cr_path_failure_text(c, &failure), "wrong node kind: a map is wanted before \"v\", not a list");
	assert_null(get(c, root, "a.7", &failure));
	assert_null(failure.why);
	assert_ptr_equal(get(c, root, ".", &failure), root);
}

/* How many places a path for targets reaches; made says whether missing ones are made. */
static size_t
reach(struct cr_ctx *c, struct cr_node *root, const char *path, bool create, struct cr_str *why)
{
	struct cr_path_search s = { .path = cr_field_path_new(c, cr_str_z(path), CR_NO_MARK), .create = create, .leaf = CR_SCALAR };
	bool hard = false;
	bool ok = cr_field_path_match(c, root, &s, &hard);
	assert_false(hard);
	*why = cr_path_failure_text(c, &s.failure);
	return ok ? s.hits.count : SIZE_MAX;
}

static void
targets(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_str why;
	struct cr_node *root = read(c, "a: [{n: web, v: 1}, {n: web2, v: 2}, {n: db}]\ne: []\nt: '{\"x\": 1}'\n");
	assert_int_equal(reach(c, root, "a.[n=web].v", false, &why), 2);
	assert_int_equal(reach(c, root, "a.[n=^web$].v", false, &why), 1);
	assert_int_equal(reach(c, root, "a.*.v", false, &why), 2);
	assert_int_equal(reach(c, root, "a.*.n", false, &why), 3);
	assert_int_equal(reach(c, root, "e.*", false, &why), 0);
	assert_int_equal(reach(c, root, "t.x", false, &why), 1);
	assert_int_equal(reach(c, root, "t.y", false, &why), 0);
	assert_int_equal(reach(c, root, "a.3", false, &why), SIZE_MAX);
	test_str(why, "index 3 specified but only 3 elements found");
	assert_int_equal(reach(c, root, "a.3.n", true, &why), 1);
	assert_int_equal(reach(c, root, "e.[=x]", true, &why), 1);
	assert_int_equal(reach(c, root, "e.[=^x$]", true, &why), 1);
	assert_int_equal(reach(c, root, "e.[=^y$]", true, &why), SIZE_MAX);
	assert_int_equal(cr_map_get(root, cr_key_find(c, CR_STR("a")))->count, 4);
}

/* Reads text, and writes it again as nobody changed it. */
static const char *
again(struct cr_ctx *c, const char *text)
{
	struct cr_inner inner;
	struct cr_str out;
	if (!cr_inner_read(c, cr_str_z(text), &inner) || inner.root == NULL || !cr_inner_write(c, &inner, cr_str_z(text), &out)) {
		return "no";
	}
	return out.ptr;
}

static void
inner_texts(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const rows[][2] = {
		{ "a:   1\nb:\n    - 'x'\n    - \"y\\u00e9\"\n", "a: 1\nb:\n- 'x'\n- \"yé\"" },
		{ "{\"b\": 1e3, \"a\": [true, null, \"<\"]}", "{\"a\":[true,null,\"\\u003c\"],\"b\":1000}" },
		{ "[1,\n  {\"a\": {}}]", "[\n  1,\n  {\n    \"a\": {}\n  }\n]" },
		{ "{a: 1, a: 2}", "no" },
		{ "{1: a}", "no" },
		{ "{a: .inf}", "no" },
		{ "{a: &x 1} # c", "{\"a\":1}" },
		{ "a: &x {b: 1}\nc: *x\n<<: *x\n", "a: &x {b: 1}\nc: *x\n!!merge <<: *x" },
		{ "# d\n\n# h\na: 1 # l\n# f\n\nb: 2\n# e\n", "# d\n\n# h\na: 1 # l\n# f\n\nb: 2\n# e" },
		{ "a: # l\n  - x\n  # f\n# g\n", "a: # l\n- x\n# f\n\n# g" },
		{ "a: \"#\" \n", "a: \"#\"" },
		{ "a: 1\r\n# c\r\n", "no" },
		{ "? a # c\n: 1\n", "no" },
		{ "? [a]\n: 1\n", "no" },
		{ "%YAML 1.1\n---\na: 1\n", "no" },
		{ "a: \"\\/\"\n", "no" },
		{ "a: '\\/'\n", "a: '\\/'" },
		{ "", "no" },
		{ "# c\n", "no" },
		{ "a: [1\n", "no" },
		{ "a: |2\n   x\n  y\n", "a: |2\n   x\n  y" },
		{ "- - a\n  - b: 1\n    c: !!str 2\n", "- - a\n  - b: 1\n    c: !!str 2" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(again(c, rows[i][0]), rows[i][1]);
	}
}

static bool
go_through(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_str why;
	struct cr_node *root = read(c, "a: [{n: web, v: 1}]\nt: '{\"x\": 1}'\n");
	again(c, "# d\n\n# h\na: 1 # l\n# f\n\nb: [x, # y\n  {z: 1}]\n- # e\n");
	again(c, "{\"a\": [1, {}]}");
	reach(c, root, "a.1.x.[n=y]", true, &why);
	reach(c, root, "t.x.y", false, &why);
	return true;
}

static void
no_memory(void **state)
{
	(void)state;
	assert_true(test_every_failure(go_through, NULL) > 0);
}

/* What nests too deep is no YAML, and nothing is quadratic. */
static void
sizes(void **state)
{
	struct cr_ctx *c = *state;
	enum { DEEP = 20000, LONG = 200000 };
	char *text = cr_alloc(c, 2 * DEEP + 1);
	memset(text, '[', DEEP);
	memset(text + DEEP, ']', DEEP);
	text[2 * DEEP] = '\0';
	assert_string_equal(again(c, text), "no");
	char *comments = cr_alloc(c, 2 * LONG + 6);
	for (size_t i = 0; i < LONG; i++) {
		memcpy(comments + 2 * i, "#\n", 2);
	}
	memcpy(comments + (size_t)2 * LONG, "a: 1\n", 6);
	assert_int_equal(strlen(again(c, comments)), 2 * LONG + 4);
}

/* Both are multiplied by sizes of the input: elements by replacements, and objects by replacements. */
static void
work_is_counted(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resource r = { .root = read(c, "a: [{n: x}, {n: y}, {n: z}, {n: w}]\nb: c\n") };
	struct cr_path_search search = { .path = cr_field_path_new(c, CR_STR("a.[n=z].n"), CR_NO_MARK) };
	bool hard = false;
	uint64_t before = c->work;
	assert_true(cr_field_path_match(c, r.root, &search, &hard));
	assert_int_equal(search.hits.count, 1);
	assert_true(c->work - before >= 4 * 8);
	struct cr_field_path *path = cr_field_path_new(c, CR_STR("b"), CR_NO_MARK);
	struct cr_replacement_target target = { .paths = &path, .path_count = 1 };
	struct cr_replacement_value value = { .node = cr_map_get(read(c, "v: d"), cr_key_intern(c, CR_STR("v"))) };
	before = c->work;
	assert_true(cr_replacement_set(c, &value, &target, &r));
	test_str(cr_text(cr_map_get(r.root, cr_key_intern(c, CR_STR("b")))), "d");
	assert_true(c->work - before >= 40);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(splits, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(kinds, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(sources, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(targets, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(inner_texts, test_setup, test_teardown),
		cmocka_unit_test(no_memory),
		cmocka_unit_test_setup_teardown(sizes, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(work_is_counted, test_setup, test_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
