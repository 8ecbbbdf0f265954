/* The tree: maps with and without an index, private and shared nodes, copies and comparison. */
#include "tests/support.h"

#include "yaml/node.h"

static struct cr_node *
word(struct cr_ctx *c, const char *text)
{
	return cr_node_scalar(c, cr_str_dup(c, cr_str_z(text)), CR_TAG_AUTO, CR_NO_MARK);
}

static cr_key
key(struct cr_ctx *c, unsigned i)
{
	return cr_key_intern(c, cr_str_fmt(c, "key-%u", i));
}

/* n keys, each with its number for value; then every third is taken out and every third set anew. */
static bool
fill_and_empty(struct cr_ctx *c, void *arg)
{
	unsigned n = *(unsigned *)arg;
	struct cr_node *map = cr_node_map(c, CR_NO_MARK);
	for (unsigned i = 0; i < n; i++) {
		cr_map_set(c, map, key(c, i), word(c, cr_str_fmt(c, "%u", i).ptr), CR_NO_MARK);
	}
	assert_int_equal(map->count, n);
	for (unsigned i = 0; i < n; i += 3) {
		assert_true(cr_map_remove(c, map, key(c, i)));
		assert_false(cr_map_remove(c, map, key(c, i)));
	}
	for (unsigned i = 1; i < n; i += 3) {
		cr_map_set(c, map, key(c, i), word(c, "new"), CR_NO_MARK);
	}
	assert_int_equal(map->count, n - (n + 2) / 3);
	for (unsigned i = 0; i < n; i++) {
		struct cr_str text = cr_map_text(map, key(c, i));
		if (i % 3 == 0) {
			assert_null(text.ptr);
		} else {
			test_str(text, i % 3 == 1 ? "new" : cr_str_fmt(c, "%u", i).ptr);
		}
	}
	return true;
}

static void
maps_of_all_sizes(void **state)
{
	static const unsigned sizes[] = { 1, 4, 5, 63, 64, 65, 66, 128, 129, 1000, 20000 };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		unsigned n = sizes[i];
		assert_true(cr_ctx_guard(*state, fill_and_empty, &n));
	}
}

static void
small_maps_keep_order(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *map = cr_node_map(c, CR_NO_MARK);
	for (unsigned i = 0; i < 5; i++) {
		cr_map_append(c, map, key(c, i), word(c, "x"), CR_NO_MARK);
	}
	cr_map_remove(c, map, key(c, 1));
	assert_int_equal(map->pairs[1].key, key(c, 2));
	assert_int_equal(map->pairs[3].key, key(c, 4));
}

static void
reading_takes_anything(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *list = cr_node_list(c, CR_NO_MARK);
	assert_null(cr_map_get(NULL, CR_KEY_kind));
	assert_null(cr_map_get(list, CR_KEY_kind));
	assert_null(cr_list_get(list, 0));
	assert_null(cr_map_at(NULL, CR_KEY_metadata, CR_KEY_name));
	assert_null(cr_map_edit(c, list, CR_KEY_kind));
	assert_true(cr_node_is_null(NULL));
	assert_true(cr_node_is_null(word(c, "~")));
	assert_true(cr_node_is_null(word(c, "")));
	assert_false(cr_node_is_null(word(c, "nil")));
	assert_false(cr_node_is_null(cr_node_str(c, CR_STR(""), CR_NO_MARK)));
	assert_false(cr_node_is_null(list));
}

static void
lists(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *list = cr_node_list(c, CR_NO_MARK);
	for (unsigned i = 0; i < 20; i++) {
		cr_list_insert(c, list, i / 2, word(c, cr_str_fmt(c, "%u", i).ptr));
	}
	cr_list_append(c, list, word(c, "end"));
	cr_list_remove(c, list, 0);
	assert_int_equal(list->count, 20);
	test_str(cr_text(cr_list_get(list, 19)), "end");
	test_str(cr_text(cr_list_get(list, 0)), "3");
	assert_null(cr_list_get(list, 20));
}

/* What another context owns is copied before it is written, step by step, and stays as it was. */
static void
shared_nodes_stay(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root = cr_node_map(c, CR_NO_MARK), *meta = cr_node_map(c, CR_NO_MARK), *other = cr_node_map(c, CR_NO_MARK);
	cr_map_set(c, meta, CR_KEY_name, word(c, "a"), CR_NO_MARK);
	cr_map_set(c, root, CR_KEY_metadata, meta, CR_NO_MARK);
	cr_map_set(c, root, CR_KEY_spec, other, CR_NO_MARK);
	for (unsigned i = 0; i < 100; i++) {
		cr_map_set(c, root, key(c, i), word(c, "x"), CR_NO_MARK);
	}
	c->stamp = 77;
	struct cr_node *mine = cr_node_own(c, root);
	assert_ptr_not_equal(mine, root);
	assert_ptr_equal(cr_node_own(c, mine), mine);
	cr_map_set(c, cr_map_edit(c, mine, CR_KEY_metadata), CR_KEY_name, word(c, "b"), CR_NO_MARK);
	assert_true(cr_map_remove(c, mine, key(c, 7)));
	test_str(cr_text(cr_map_at(root, CR_KEY_metadata, CR_KEY_name)), "a");
	test_str(cr_text(cr_map_at(mine, CR_KEY_metadata, CR_KEY_name)), "b");
	assert_non_null(cr_map_get(root, key(c, 7)));
	assert_ptr_equal(cr_map_get(mine, CR_KEY_spec), other);
	assert_non_null(cr_map_edit_map(c, mine, CR_KEY_labels, CR_NO_MARK));
	assert_null(cr_map_edit_map(c, mine, key(c, 8), CR_NO_MARK));
}

/* depth lists in each other, and a word in the innermost. */
static struct cr_node *
deep(struct cr_ctx *c, unsigned depth, const char *text)
{
	struct cr_node *n = word(c, text);
	for (unsigned i = 0; i < depth; i++) {
		struct cr_node *list = cr_node_list(c, CR_NO_MARK);
		cr_list_append(c, list, n);
		n = list;
	}
	return n;
}

static void
deep_copies(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *n = deep(c, 200000, "x");
	uint64_t before = c->nodes;
	struct cr_node *copy = cr_node_copy(c, n);
	assert_int_equal(c->nodes - before, 200001);
	assert_true(cr_node_equal(c, n, copy));
	assert_false(cr_node_equal(c, copy, deep(c, 200000, "y")));
	assert_false(cr_node_equal(c, copy, deep(c, 199999, "x")));
}

static void
copies_are_private(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *map = cr_node_map(c, CR_NO_MARK), *inner = cr_node_map(c, CR_NO_MARK);
	cr_map_set(c, map, CR_KEY_metadata, inner, CR_NO_MARK);
	cr_map_set(c, inner, CR_KEY_name, word(c, "a"), CR_NO_MARK);
	c->stamp = 5;
	struct cr_node *copy = cr_node_copy(c, map);
	cr_map_set(c, cr_map_get(copy, CR_KEY_metadata), CR_KEY_name, word(c, "b"), CR_NO_MARK);
	test_str(cr_map_text(inner, CR_KEY_name), "a");
}

static bool
copy_often(struct cr_ctx *c, void *arg)
{
	c->nodes = c->nodes_allowed = cr_limit(c, CR_MAX_NODES) - 5000;
	for (int i = 0; i < 6; i++) {
		cr_node_copy(c, arg);
	}
	return true;
}

static void
copies_are_counted(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *n = deep(c, 1000, "x");
	assert_false(cr_ctx_guard(c, copy_often, n));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
}

static void
equality_is_by_value(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const same[][2] = {
		{ "1", "1.0" }, { "0x10", "16" }, { "~", "null" }, { "True", "true" }, { "2001-1-1", "2001-01-01" }
	};
	static const char *const other[][2] = { { "1", "2" }, { "1", "true" }, { "null", "nil" }, { "true", "false" }, { "a", "b" } };
	for (size_t i = 0; i < 5; i++) {
		assert_true(cr_node_equal(c, word(c, same[i][0]), word(c, same[i][1])));
		assert_false(cr_node_equal(c, word(c, other[i][0]), word(c, other[i][1])));
	}
	assert_false(cr_node_equal(c, word(c, "1"), cr_node_str(c, CR_STR("1"), CR_NO_MARK)));
	struct cr_node *a = cr_node_map(c, CR_NO_MARK), *b = cr_node_map(c, CR_NO_MARK);
	cr_map_set(c, a, CR_KEY_name, word(c, "x"), CR_NO_MARK);
	cr_map_set(c, a, CR_KEY_kind, word(c, "y"), CR_NO_MARK);
	cr_map_set(c, b, CR_KEY_kind, word(c, "y"), CR_NO_MARK);
	assert_false(cr_node_equal(c, a, b));
	cr_map_set(c, b, CR_KEY_name, word(c, "x"), CR_NO_MARK);
	assert_true(cr_node_equal(c, a, b));
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)
	const struct CMUnitTest tests[] = {
		TEST(maps_of_all_sizes),    TEST(small_maps_keep_order), TEST(reading_takes_anything), TEST(lists),
		TEST(shared_nodes_stay),    TEST(deep_copies),           TEST(copies_are_private),     TEST(copies_are_counted),
		TEST(equality_is_by_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
