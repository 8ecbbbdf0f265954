/* Strategic merge: each row is an object, a patch, and what comes out, as the reference was seen to do it. */
#include "patch/strategic.h"
#include "support.h"
#include "yaml/emit.h"
#include "yaml/read.h"

struct row {
	const char *old, *patch, *want; /* want NULL: nothing is left; "error": CR_E_MERGE */
	int warnings;
};

static struct cr_node *
read_text(struct cr_ctx *c, struct cr_str text, uint32_t file)
{
	struct cr_docs docs = { NULL, 0, 0 };
	struct cr_source source = { .text = text, .file = file, .line = 1 };
	assert_true(cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs));
	assert_int_equal(docs.count, 1);
	return docs.items[0];
}

/* One row's text below the head of an object of this kind. */
static struct cr_node *
read_part(struct cr_ctx *c, const char *head, const char *text, uint32_t file)
{
	return read_text(c, cr_str_cat(c, cr_str_z(head), cr_str_z(text)), file);
}

static const struct cr_schema_type *
type_of(struct cr_ctx *c, const struct cr_node *n)
{
	cr_key kind = cr_key_intern(c, cr_map_text(n, CR_KEY_kind));
	return cr_schema_of(c, cr_gvk_parse(c, cr_map_text(n, CR_KEY_apiVersion), kind));
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
merge_nodes(struct cr_ctx *c, struct cr_node **old, const struct cr_node *patch)
{
	static const struct cr_merge_options options = { .append = false };
	return cr_strategic_merge(c, old, patch, type_of(c, *old), &options);
}

static void
check_row(const char *head, const struct row *r)
{
	struct cr_ctx *c = test_ctx_new();
	struct cr_node *old = read_part(c, head, r->old, 1);
	struct cr_node *patch = read_part(c, head, r->patch, 2);
	bool ok = merge_nodes(c, &old, patch);
	if (r->want != NULL && strcmp(r->want, "error") == 0) {
		assert_false(ok);
		assert_int_equal(test_diag(c)->code, CR_E_MERGE);
	} else if (r->want == NULL) {
		assert_true(ok);
		assert_null(old);
	} else {
		assert_true(ok);
		struct cr_node *want = read_part(c, head, r->want, 3);
		test_str(print(c, old), print(c, want).ptr);
		if (c->diags->count != (size_t)r->warnings) {
			print_message("%s\n%s\n", r->old, r->patch);
		}
		assert_int_equal(c->diags->count, r->warnings);
	}
	test_ctx_free(c);
}

static void
check_rows(const char *head, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_row(head, &rows[i]);
	}
}

#define CHECK(head, rows) check_rows((head), (rows), sizeof(rows) / sizeof *(rows))

/* kustomization-fields.md, section 5: the table of two-key lists. */
static void
test_two_keys(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "[{port: 80}]", "[{port: 80, targetPort: 9}]", "[{port: 80, targetPort: 9}]", 0 },
		{ "[{port: 80, protocol: TCP}]", "[{port: 80, protocol: TCP, targetPort: 9}]", "[{port: 80, protocol: TCP, targetPort: 9}]",
		  0 },
		{ "[{port: 80, protocol: TCP}]", "[{port: 80, targetPort: 9}]", "[{port: 80, protocol: TCP}]", 1 },
		{ "[{port: 80}]", "[{port: 80, protocol: TCP, targetPort: 9}]", "[{port: 80}]", 1 },
		{ "[{port: 80}, {port: 81}]", "[{port: 80, targetPort: 9}]", "[{port: 80, targetPort: 9}, {port: 81}]", 0 },
		{ "[{port: 80, protocol: TCP}, {port: 81, protocol: TCP}]", "[{port: 80, targetPort: 9}]",
		  "[{port: 80, protocol: TCP}, {port: 81, protocol: TCP}]", 1 },
		{ "[{port: 80}, {port: 81, protocol: TCP}]", "[{port: 80, targetPort: 9}]",
		  "[{port: 80, targetPort: 9}, {port: 81, protocol: TCP}]", 0 },
		{ "[{port: 80, protocol: TCP}, {port: 80, protocol: UDP}]", "[{port: 80, targetPort: 9}]",
		  "[{port: 80, protocol: TCP}, {port: 80, protocol: UDP}]", 1 },
		{ "[{port: 80, protocol: TCP}, {port: 80, protocol: UDP}]", "[{port: 80, protocol: UDP, targetPort: 9}]",
		  "[{port: 80, protocol: TCP}, {port: 80, protocol: UDP, targetPort: 9}]", 0 },
		{ "[{port: 80, protocol: TCP}]", "[{port: 81, targetPort: 9}]", "[{port: 81, targetPort: 9}, {port: 80, protocol: TCP}]",
		  0 },
		{ "[{port: 80}]", "[{port: 81}, {port: 80, name: x}]", "[{port: 81}, {port: 80, name: x}]", 0 },
		{ "[{port: 80, protocol: TCP}]", "[{port: 80, $patch: delete}]", "[{port: 80, protocol: TCP}]", 1 },
		{ "[{port: 80}, {port: 81}]", "[{port: 80, $patch: delete}]", "[{port: 81}]", 0 },
		{ "[{port: 80}, {port: 81}]", "[{targetPort: 7}]", "[{port: 81}, {port: 80}]", 1 },
		{ "[{name: a, port: 80, protocol: TCP}]", "[{name: a, targetPort: 7}]", "[]", 2 },
	};
	CHECK("apiVersion: v1\nkind: Service\nspec:\n  ports: ", rows);
}

static void
test_one_key(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "[{name: a}, {name: b}]", "[{name: c}, {name: b, image: q}]", "[{name: c}, {name: b, image: q}, {name: a}]", 0 },
		{ "[{name: a, image: i}]", "[{image: z}]", "[]", 2 },
		{ "[{name: a}, {name: b}]", "[{image: z}, {name: b, image: q}]", "[{name: b, image: q}]", 3 },
		{ "[{name: a, image: i}, {name: a, image: j}]", "[{name: a, tty: true}]", "[{name: a, image: j}]", 2 },
		{ "[{name: a}]", "[{name: a, image: i}, {name: a, image: j}]", "[{name: a, image: i}]", 1 },
		{ "[{name: a}, {name: b}]", "[{name: a, $patch: delete}]", "[{name: b}]", 0 },
		{ "[{name: a, image: i}]", "[{name: a, tty: true, $patch: replace}]", "[{name: a, image: i}]", 1 },
		{ "[{name: a, image: i}]", "[{name: a, tty: true, $patch: merge}]", "[{name: a, image: i, tty: true}]", 0 },
		{ "[{name: a}, {name: b}]", "[{$patch: replace}, {name: c}]", "[{name: c}]", 0 },
		{ "[{name: a}]", "[{name: c}, {$patch: merge}]", "[{name: c}, {name: a}]", 0 },
		{ "[{name: a}]", "[]", "[{name: a}]", 0 },
		{ "[{name: a, args: [x]}]", "[{name: a, args: [y, z]}]", "[{name: a, args: [y, z]}]", 0 },
		{ "[{name: a}]", "[{name: a}, {$patch: frobnicate}]", "error", 0 },
		{ "[{name: a}]", "{name: a}", "error", 0 },
		/* A list that the object lacks is merged with itself. */
		{ "null", "[{$patch: replace}, {name: a}]", "[{$patch: replace}]", 2 },
		{ "null", "[{name: a, env: [{name: x, $patch: delete}, {name: y}], image: null}]", "[{name: a, env: [{name: y}]}]", 0 },
	};
	CHECK("apiVersion: v1\nkind: Pod\nspec:\n  containers: ", rows);
}

static void
test_lists_of_plain_values(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "[a, b]", "[c, b]", "[c, b, a]", 0 },
		{ "[a, a]", "[b]", "[b, a]", 0 },
		{ "[a]", "[]", "[a]", 0 },
		{ "[{a: b}]", "[c]", "error", 0 },
	};
	CHECK("apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers: ", rows);
}

static void
test_maps(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "{a: x, b: y}", "{a: null, c: z}", "{b: y, c: z}", 0 },
		{ "{a: x}", "{b: null}", "{a: x}", 0 },
		{ "{a: {b: c}}", "{a: null}", "{}", 0 },
		{ "{a: {b: c}}", "{a: {}}", "{a: {b: c}}", 0 },
		{ "{}", "{a: {}, b: []}", "{a: {}, b: []}", 0 },
		{ "{}", "{a: {b: null, c: {d: null}}}", "{a: {c: {}}}", 0 },
		{ "{a: {b: c}}", "{a: {$patch: replace, d: e}}", "{a: {d: e}}", 0 },
		{ "{a: {b: c}}", "{a: {$patch: delete}}", "{}", 0 },
		{ "{a: {b: c}}", "{a: {$patch: merge, d: e}}", "{a: {b: c, d: e}}", 0 },
		{ "{}", "{a: {$patch: frobnicate}}", "{a: {$patch: frobnicate}}", 0 },
		{ "{a: {b: c}}", "{a: {$patch: frobnicate}}", "error", 0 },
		{ "{a: {b: c}}", "{a: x}", "error", 0 },
		{ "{a: x}", "{a: {b: c}}", "error", 0 },
		{ "{a: [x]}", "{a: {b: c}}", "error", 0 },
		{ "{a: null}", "{a: {b: c}}", "{a: {b: c}}", 0 },
		{ "{a: [x]}", "{a: [y, null]}", "{a: [y, null]}", 0 },
		{ "{a: [{name: x}]}", "{a: [{name: y, $patch: delete}]}", "{a: [{name: y, $patch: delete}]}", 1 },
		{ "{a: x}", "{$retainKeys: [a], $setElementOrder/b: [c]}", "{a: x, $retainKeys: [a], $setElementOrder/b: [c]}", 2 },
		/* The old value's quotes stay, and with them its type. */
		{ "{a: \"4\"}", "{a: 5}", "{a: \"5\"}", 0 },
		{ "{a: 4}", "{a: \"5\"}", "{a: \"5\"}", 0 },
		/* What has no value goes, what is spelled null stays. */
		{ "{a: , b: null, c: ~, d: {e: }}", "{x: y}", "{b: null, c: null, d: {}, x: y}", 0 },
		/* A map that says what it is merges as that. */
		{ "{a: {apiVersion: v1, kind: Pod, spec: {volumes: [{name: x}]}}}", "{a: {spec: {volumes: [{name: y}]}}}",
		  "{a: {apiVersion: v1, kind: Pod, spec: {volumes: [{name: y}, {name: x}]}}}", 0 },
	};
	CHECK("apiVersion: example.com/v1\nkind: Custom\nspec: ", rows);
}

static void
test_whole_object(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "a: b", "$patch: delete", NULL, 0 },
		{ "a: b", "$patch: frobnicate", "error", 0 },
		{ "a: b", "$patch: replace", "{}", 0 },
	};
	check_row("", &rows[0]);
	check_row("", &rows[1]);
	check_row("", &rows[2]);
}

/* Nothing that belongs to others is written: neither the base's nodes nor the patch's. */
static void
test_sharing(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *base =
		read_text(c,
			  CR_STR("{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: a, env: [{name: x, value: "
				 "y}]}, {name: b}]}}"),
			  1);
	struct cr_node *patch =
		read_text(c, CR_STR("{spec: {containers: [{name: a, env: [{name: x, value: z}]}, {name: d, $patch: delete}]}}"), 2);
	struct cr_str before = print(c, base), patch_before = print(c, patch);
	c->stamp = ++c->next_stamp;
	struct cr_node *root = base;
	assert_true(merge_nodes(c, &root, patch));
	test_str(print(c, base), before.ptr);
	test_str(print(c, patch), patch_before.ptr);
	assert_ptr_not_equal(root, base);
	assert_ptr_equal(cr_map_get(root, CR_KEY_metadata), cr_map_get(base, CR_KEY_metadata));
	test_str(cr_map_text(cr_list_get(cr_map_get(cr_list_get(cr_map_at(root, CR_KEY_spec, CR_KEY_containers), 0), CR_KEY_env), 0),
			     CR_KEY_value),
		 "z");
}

/* The mark of a value says who wrote it. */
static void
test_marks(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root = read_text(c, CR_STR("spec:\n  replicas: 1\n  paused: true\n"), 1);
	struct cr_node *patch = read_text(c, CR_STR("spec:\n  replicas: 2\n"), 2);
	assert_true(merge_nodes(c, &root, patch));
	assert_int_equal(cr_mark_file(cr_map_at(root, CR_KEY_spec, CR_KEY_replicas)->mark), 2);
	assert_int_equal(cr_mark_file(cr_map_get(cr_map_get(root, CR_KEY_spec), cr_key_find(c, CR_STR("paused")))->mark), 1);
}

static void
append_many(struct cr_ctx *c, struct cr_node *list, cr_key key, const char *name, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct cr_node *e = cr_node_map(c, CR_NO_MARK);
		cr_map_append(c, e, key, cr_node_str(c, cr_str_fmt(c, "%s%zu", name, i), CR_NO_MARK), CR_NO_MARK);
		cr_list_append(c, list, e);
	}
}

/* 100,000 elements against 100,000: quick if the keys are hashed, hours if not. */
static void
test_large_list(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root = read_text(c, CR_STR("{apiVersion: v1, kind: Pod, spec: {volumes: []}}"), 1);
	struct cr_node *patch = read_text(c, CR_STR("{spec: {volumes: []}}"), 2);
	append_many(c, cr_map_at(root, CR_KEY_spec, CR_KEY_volumes), CR_KEY_name, "old", 100000);
	append_many(c, cr_map_at(patch, CR_KEY_spec, CR_KEY_volumes), CR_KEY_name, "new", 100000);
	assert_true(merge_nodes(c, &root, patch));
	const struct cr_node *list = cr_map_at(root, CR_KEY_spec, CR_KEY_volumes);
	assert_int_equal(list->count, 200000);
	test_str(cr_map_text(list->items[0], CR_KEY_name), "new0");
	test_str(cr_map_text(list->items[199999], CR_KEY_name), "old99999");
}

/* A large list in which an element lacks the key is refused by name. */
static void
test_large_irregular_list(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root = read_text(c, CR_STR("{apiVersion: v1, kind: Pod, spec: {volumes: []}}"), 1);
	struct cr_node *patch = read_text(c, CR_STR("{spec: {volumes: [{emptyDir: {}}]}}"), 2);
	append_many(c, cr_map_at(root, CR_KEY_spec, CR_KEY_volumes), CR_KEY_name, "old", (size_t)cr_limit(c, CR_MAX_KEYLESS_LIST));
	assert_false(merge_nodes(c, &root, patch));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
}

static struct cr_node *
nested(struct cr_ctx *c, size_t levels, const char *leaf)
{
	struct cr_node *n = cr_node_str(c, cr_str_z(leaf), CR_NO_MARK);
	for (size_t i = 0; i < levels; i++) {
		struct cr_node *map = cr_node_map(c, CR_NO_MARK);
		cr_map_append(c, map, CR_KEY_spec, n, CR_NO_MARK);
		n = map;
	}
	return n;
}

static void
test_deep(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root = nested(c, 200000, "old");
	struct cr_node *patch = nested(c, 200000, "new");
	static const struct cr_merge_options options = { .append = false };
	assert_true(cr_strategic_merge(c, &root, patch, NULL, &options));
	const struct cr_node *n = root;
	while (n->kind == CR_MAP) {
		n = cr_map_get(n, CR_KEY_spec);
	}
	test_str(cr_text(n), "new");
}

/* Several patches in a row: {old, patch, patch, ..., want}. */
static void
test_quotes_in_a_row(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const rows[][5] = {
		/* A string in the place of a number has no quotes that the next value could keep, */
		{ "{a: 3}", "{a: '5'}", "{a: 7}", "{}", "{a: 7}" },
		{ "{a: 3}", "{a: '5'}", "{}", "{}", "{a: '5'}" },
		{ "{a: 3}", "{a: '5'}", "{a: '6'}", "{a: 7}", "{a: 7}" },
		/* unless a patch of something else has gone by. */
		{ "{a: 3}", "{a: '5'}", "{b: x}", "{a: 7}", "{a: '7', b: x}" },
		{ "{a: '3'}", "{a: 5}", "{a: 7}", "{}", "{a: '7'}" },
		{ "{a: x}", "{a: 'yes'}", "{a: 7}", "{}", "{a: 7}" },
		{ "{}", "{a: 'yes'}", "{a: 7}", "{}", "{a: '7'}" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cr_node *root = read_text(c, cr_str_z(rows[i][0]), 1);
		for (size_t step = 1; step < 4; step++) {
			assert_true(merge_nodes(c, &root, read_text(c, cr_str_z(rows[i][step]), 2)));
		}
		test_str(print(c, root), print(c, read_text(c, cr_str_z(rows[i][4]), 3)).ptr);
	}
}

/* An object of two maps whose values are the same nodes. */
static struct cr_node *
twice_the_same(struct cr_ctx *c, int count)
{
	struct cr_node *root = cr_node_map(c, CR_NO_MARK), *a = cr_node_map(c, CR_NO_MARK), *b = cr_node_map(c, CR_NO_MARK);
	for (int i = 0; i < count; i++) {
		cr_key key = cr_key_intern(c, cr_str_fmt(c, "k%d", i));
		struct cr_node *value = cr_node_str(c, CR_STR("old"), CR_NO_MARK);
		value->flags = CR_NODE_SHARED;
		cr_map_append(c, a, key, value, CR_NO_MARK);
		cr_map_append(c, b, key, value, CR_NO_MARK);
	}
	cr_map_append(c, root, CR_KEY_metadata, a, CR_NO_MARK);
	cr_map_append(c, root, CR_KEY_spec, b, CR_NO_MARK);
	return root;
}

static void
test_shared_values(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root = twice_the_same(c, 2);
	assert_true(merge_nodes(c, &root, read_text(c, CR_STR("{metadata: {k0: new}}"), 1)));
	test_str(print(c, root), "metadata:\n  k0: new\n  k1: old\nspec:\n  k0: new\n  k1: old\n");
	assert_true(merge_nodes(c, &root, read_text(c, CR_STR("{spec: {k0: newer, k1: null}}"), 1)));
	test_str(print(c, root), "metadata:\n  k0: newer\n  k1: old\nspec:\n  k0: newer\n");
	/* Of two values in one patch, the one that comes last has the word. */
	assert_true(merge_nodes(c, &root, read_text(c, CR_STR("{metadata: {k0: first}, spec: {k0: last}}"), 1)));
	test_str(print(c, root), "metadata:\n  k0: last\n  k1: old\nspec:\n  k0: last\n");
}

/* Quadratic time would be minutes. */
static void
test_many_shared_values(void **state)
{
	struct cr_ctx *c = *state;
	enum { COUNT = 60000 };
	struct cr_node *root = twice_the_same(c, COUNT), *patch = cr_node_map(c, CR_NO_MARK);
	struct cr_node *labels = cr_node_map(c, CR_NO_MARK);
	cr_map_append(c, patch, CR_KEY_metadata, labels, CR_NO_MARK);
	for (int i = 0; i < COUNT; i++) {
		cr_key key = cr_key_intern(c, cr_str_fmt(c, "k%d", i));
		cr_map_append(c, labels, key, cr_node_str(c, CR_STR("new"), CR_NO_MARK), CR_NO_MARK);
	}
	assert_true(merge_nodes(c, &root, patch));
	const struct cr_node *spec = cr_map_get(root, CR_KEY_spec);
	for (uint32_t i = 0; i < COUNT; i++) {
		test_str(cr_text(spec->pairs[i].value), "new");
	}
}

static bool
merge_a_bit(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_node *root =
		read_text(c, CR_STR("{apiVersion: v1, kind: Service, spec: {ports: [{port: 80}, {port: 81, protocol: TCP}]}}"), 1);
	struct cr_node *patch = read_text(c, CR_STR("{spec: {ports: [{port: 80, name: x}, {targetPort: 1}], a: {b: [c]}}}"), 2);
	return merge_nodes(c, &root, patch);
}

static void
test_out_of_memory(void **state)
{
	(void)state;
	assert_true(test_every_failure(merge_a_bit, NULL) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_keys),
		cmocka_unit_test(test_one_key),
		cmocka_unit_test(test_lists_of_plain_values),
		cmocka_unit_test(test_maps),
		cmocka_unit_test(test_whole_object),
		cmocka_unit_test_setup_teardown(test_sharing, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_marks, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_large_list, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_large_irregular_list, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_quotes_in_a_row, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_shared_values, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_many_shared_values, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(test_deep, test_setup, test_teardown),
		cmocka_unit_test(test_out_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
