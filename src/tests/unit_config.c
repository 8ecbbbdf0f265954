/* Transformer configurations: merging, its order, what is shared, and the bounds of definitions of types. */
#include "tests/trees.h"

#include "kustomization/config.h"
#include "resource/order.h"

enum { TABLES = 11 };

static const struct cr_fieldspecs *const *
tables_of(const struct cr_config *config)
{
	return &config->name_prefix;
}

static struct cr_node *
parse(struct cr_ctx *c, const char *text)
{
	const struct cr_source src = { .text = cr_str_z(text), .line = 1 };
	struct cr_docs docs = { 0 };
	assert_true(cr_yaml_read(c, &src, CR_YAML_STRICT, &docs));
	return docs.count > 0 ? docs.items[0] : NULL;
}

static struct cr_config
decode(struct cr_ctx *c, const char *text)
{
	struct cr_config config;
	assert_true(cr_config_decode(c, parse(c, text), CR_NO_MARK, &config));
	return config;
}

/* The built-in tables as if somebody had written them, merged into nothing, stay as they are: so the short way round the merge is right. */
static void
built_in_rows_are_settled(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_config copy = cr_config_default;
	struct cr_fieldspecs tables[TABLES];
	const struct cr_fieldspecs **at = &copy.name_prefix;
	for (size_t i = 0; i < TABLES; i++) {
		tables[i] = *at[i];
		at[i] = &tables[i];
	}
	struct cr_namereferences references = *copy.name_references;
	copy.name_references = &references;
	const struct cr_config *merged = cr_config_merge(c, &cr_config_empty, &copy);
	assert_non_null(merged);
	for (size_t i = 0; i < TABLES; i++) {
		const struct cr_fieldspecs *table = tables_of(merged)[i];
		assert_int_equal(table->count, tables[i].count);
		assert_true(table->count == 0 || memcmp(table->items, tables[i].items, table->count * sizeof *table->items) == 0);
	}
	assert_int_equal(merged->name_references->count, references.count);
	for (size_t i = 0; i < references.count; i++) {
		assert_true(cr_gvk_eq(merged->name_references->items[i].target, references.items[i].target));
		assert_int_equal(merged->name_references->items[i].referrers.count, references.items[i].referrers.count);
	}
	assert_ptr_equal(cr_config_merge(c, merged, &copy), merged);
}

static void
unchanged_tables_are_shared(void **state)
{
	struct cr_ctx *c = *state;
	assert_ptr_equal(cr_config_merge(c, &cr_config_default, &cr_config_default), &cr_config_default);
	assert_ptr_equal(cr_config_merge(c, &cr_config_default, &cr_config_empty), &cr_config_default);
	struct cr_config own = decode(c, "images: [{path: a}]\nreplicas: []\n");
	const struct cr_config *merged = cr_config_merge(c, &cr_config_default, &own);
	assert_int_equal(merged->images->count, cr_fs_images.count + 1);
	assert_ptr_equal(merged->replicas, &cr_fs_replicas);
	assert_ptr_equal(merged->common_labels, &cr_fs_common_labels);
	assert_ptr_equal(merged->name_references, &cr_name_references);
}

static void
expect_rows(struct cr_ctx *c, const struct cr_fieldspecs *table, const char *want)
{
	struct cr_str text = CR_STR("");
	for (size_t i = 0; i < table->count; i++) {
		const struct cr_fieldspec *row = &table->items[i];
		struct cr_str kind = cr_key_str(c, row->gvk.kind), path = cr_fieldspec_text(c, row);
		text = cr_str_fmt(c, "%.*s%s%.*s:%.*s", CR_PRI(text), i > 0 ? " " : "", CR_PRI(kind), CR_PRI(path));
	}
	test_str(text, want);
}

static void
rows_are_sorted(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_config config =
		decode(c, "images:\n- {path: '1'}\n- {kind: Zoo, path: '2'}\n- {kind: MutatingWebhookConfiguration, path: '3'}\n"
			  "- {kind: Deployment, path: '4'}\n- {kind: Namespace, path: '5'}\n- {kind: Zoo, group: a, path: '6'}\n"
			  "- {kind: Zoo, path: '7'}\n- {kind: Abc, version: v1, path: '8'}\n- {kind: Zoo, group: a.b, path: '9'}\n");
	expect_rows(c, config.images, "Namespace:5 Deployment:4 Zoo:9 Zoo:6 Abc:8 Zoo:2 Zoo:7 :1 MutatingWebhookConfiguration:3");
}

static void
narrow_rows_displace_general_ones(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_config narrow = decode(c, "images: [{path: a, kind: K}]\n"), general = decode(c, "images: [{path: a}]\n");
	expect_rows(c, cr_config_merge(c, &narrow, &general)->images, "K:a");
	expect_rows(c, cr_config_merge(c, &general, &narrow)->images, "K:a :a");
	struct cr_config slash = decode(c, "images: [{path: /a}]\n");
	expect_rows(c, cr_config_merge(c, &general, &slash)->images, ":a :/a");
}

static void
many_rows_are_found_as_few_are(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_str text = CR_STR("images:\n");
	for (int i = 0; i < 300; i++) {
		text = cr_str_cat(c, text, cr_str_fmt(c, "- {path: a%d, kind: K%d}\n", i % 290, i % 7));
	}
	struct cr_config many = decode(c, cr_str_dup(c, text).ptr);
	const struct cr_config *once = cr_config_merge(c, &cr_config_empty, &many);
	assert_int_equal(once->images->count, 300);
	assert_ptr_equal(cr_config_merge(c, once, &many), once);
	struct cr_config other = decode(c, "images: [{path: a5, kind: K5, create: true}]\n");
	assert_null(cr_config_merge(c, once, &other));
	assert_string_equal(test_message(c), "conflicting fieldspecs in \"images\": two rows for \"a5\" differ in \"create\"");
}

static bool
walk_definitions(struct cr_ctx *c, void *arg)
{
	struct cr_config config;
	return cr_config_from_definitions(c, arg, CR_NO_MARK, &config);
}

/* Forty types, each with two properties of the next: 2^40 paths. */
static void
paths_of_definitions_are_bounded(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_str text = CR_STR("K: {Schema: {properties: {kind: {}, apiVersion: {}, metadata: {}, s: {$ref: t0}}}}\n");
	for (int i = 0; i < 40; i++) {
		text = cr_str_cat(c, text,
				  cr_str_fmt(c, "t%d: {Schema: {properties: {a: {$ref: t%d}, b: {$ref: t%d}}}}\n", i, i + 1, i + 1));
	}
	assert_false(cr_ctx_guard(c, walk_definitions, parse(c, cr_str_dup(c, text).ptr)));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(built_in_rows_are_settled, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(unchanged_tables_are_shared, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(rows_are_sorted, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(narrow_rows_displace_general_ones, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(many_rows_are_found_as_few_are, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(paths_of_definitions_are_bounded, test_setup, test_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
