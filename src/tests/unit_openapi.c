/* Schema files: JSON by its own rules, references, the three ways in which a file stands beside the built-in schema, and failing memory. */
#include "resource/openapi.h"

#include <string.h>

#include "tests/support.h"

#define FOO \
	"{\"definitions\": {" \
	"\"Foo\": {\"properties\": {\"xs\": {\"$ref\": \"#/definitions/List\"}, \"pod\": {\"$ref\": " \
	"\"#/definitions/io.k8s.api.core.v1.PodSpec\"}," \
	" \"none\": {\"$ref\": \"#/definitions/io.k8s.api.core.v1.Nothing\"}}," \
	" \"additionalProperties\": {\"$ref\": \"#/definitions/Foo\"}," \
	" \"x-kubernetes-group-version-kind\": [{\"group\": \"g\", \"version\": \"v1\", \"kind\": \"Foo\"}, {\"version\": \"v1\", " \
	"\"kind\": \"Pod\"}]}," \
	"\"List\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/Foo\"}, \"x-kubernetes-patch-strategy\": " \
	"\"retainKeys,merge\"," \
	" \"x-kubernetes-list-map-keys\": [\"a\", \"b\", \"c\"], \"x-kubernetes-patch-merge-key\": \"d\"}," \
	"\"io.k8s.api.core.v1.Container\": {\"properties\": {\"command\": {\"type\": \"array\", \"x-kubernetes-patch-strategy\": " \
	"\"merge\"}}}" \
	"}, \"paths\": {\"/a\": {\"get\": {\"x-kubernetes-group-version-kind\": {\"group\": \"g\", \"version\": \"v1\", \"kind\": " \
	"\"Foo\"}}}}}"

static struct cr_source
source(const char *text)
{
	return (struct cr_source){ .text = cr_str_z(text), .file = 1, .line = 1 };
}

static struct cr_gvk
gvk(struct cr_ctx *c, const char *api_version, const char *kind)
{
	return cr_gvk_parse(c, cr_str_z(api_version), cr_key_intern(c, cr_str_z(kind)));
}

static const struct cr_schema_field *
field(struct cr_ctx *c, const struct cr_schema_type *t, const char *name)
{
	return cr_schema_field(c, t, cr_key_intern(c, cr_str_z(name)));
}

static void
json_is_read(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_source src = source(" {\"a\\u00e4\" :\t[1, -0.5E+3, true ,null,\"\\ud83d\\ude00\\n\\/\"],\r\n \"b\":{ }, \"\":[ ]} \n");
	const struct cr_node *root = cr_json_read(c, &src);
	assert_non_null(root);
	assert_int_equal(root->count, 3);
	const struct cr_node *list = cr_map_get(root, cr_key_intern(c, CR_STR("a\xc3\xa4")));
	assert_true(cr_is(list, CR_LIST));
	assert_int_equal(list->count, 5);
	test_str(cr_text(list->items[1]), "-0.5E+3");
	assert_int_equal(list->items[2]->tag, CR_TAG_BOOL);
	assert_true(cr_node_is_null(list->items[3]));
	test_str(cr_text(list->items[4]), "\xf0\x9f\x98\x80\n/");
	const struct cr_node *map = cr_map_get(root, cr_key_intern(c, CR_STR("b")));
	assert_true(cr_is(map, CR_MAP));
	assert_int_equal(map->count, 0);
	assert_int_equal(cr_mark_line(map->mark), 2);
	assert_int_equal(cr_mark_column(map->mark), 6);
}

static void
json_is_refused(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const texts[] = {
		"",
		"{",
		"[",
		"]",
		"{]",
		"[}",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"[1,]",
		"[,1]",
		"[1 2]",
		"{a:1}",
		"{\"a\":1 2",
		"tru",
		"truefalse",
		"01",
		"-",
		"1.",
		".5",
		"1e",
		"1e+",
		"+1",
		"0x1",
		"\"",
		"\"\\",
		"\"\\\"",
		"\"\\u12",
		"\"\\u12g4\"",
		"\"\\ud800\"",
		"\"\\udc00\"",
		"\"\\ud800\\u0041\"",
		"\"\t\"",
		"\"\\a\"",
		"\"\xff\"",
		"'a'",
		"{} {}",
		"{}#",
		"\xef\xbb\xbf{}",
		"{1:2}",
		"NaN",
		"[1]\x01",
		"{\"a\":1,\"a\":1}",
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct cr_source src = source(texts[i]);
		if (cr_json_read(c, &src) != NULL) {
			fail_msg("%s was read", texts[i]);
		}
		assert_int_equal(test_diag(c)->severity, CR_SEV_ERROR);
	}
}

static void
load(struct cr_ctx *c, const char *text, uint8_t asked)
{
	struct cr_source src = source(text);
	c->schema = (struct cr_schema_state){ .asked_before = asked };
	c->schema.file = cr_openapi_load(c, &src);
	c->schema.set = true;
	assert_non_null(c->schema.file);
}

static void
file_alone(void **state)
{
	struct cr_ctx *c = *state;
	load(c, FOO, CR_SCHEMA_UNASKED);
	const struct cr_schema_type *foo = cr_schema_of(c, gvk(c, "g/v1", "Foo"));
	assert_non_null(foo);
	assert_ptr_equal(foo, cr_schema_of(c, gvk(c, "v1", "Pod")));
	assert_null(cr_schema_of(c, gvk(c, "apps/v1", "Deployment")));
	const struct cr_schema_field *xs = field(c, foo, "xs");
	assert_true(xs->merges && xs->is_list);
	assert_int_equal(xs->merge_key_count, 3);
	test_str(cr_key_str(c, xs->merge_keys[2]), "c");
	assert_ptr_equal(xs->type, foo);
	assert_null(field(c, foo, "pod")->type);
	assert_ptr_equal(field(c, foo, "whatever")->type, foo);
	assert_true(cr_gvk_cluster_scoped(c, gvk(c, "g/v1", "Foo")));
	assert_false(cr_gvk_cluster_scoped(c, gvk(c, "g/v2", "Foo")));
	assert_true(cr_gvk_cluster_scoped(c, gvk(c, "v1", "Namespace")));
}

/* The built-in schema comes first, also where a reference of the file leads to it. */
static void
file_under(void **state)
{
	struct cr_ctx *c = *state;
	load(c, FOO, CR_SCHEMA_ASKED_SCOPE);
	const struct cr_schema_type *foo = cr_schema_of(c, gvk(c, "g/v1", "Foo"));
	const struct cr_schema_type *pod = cr_schema_of(c, gvk(c, "v1", "Pod"));
	assert_null(pod->of_file);
	const struct cr_schema_type *spec = field(c, foo, "pod")->type;
	assert_ptr_equal(spec, field(c, pod, "spec")->type);
	const struct cr_schema_field *containers = field(c, spec, "containers");
	assert_int_equal(containers->merge_key_count, 1);
	assert_null(field(c, containers->type, "command"));
	assert_non_null(field(c, foo, "none")->type);
}

/* The file comes first, also where a reference of the built-in schema leads to it. */
static void
file_over(void **state)
{
	struct cr_ctx *c = *state;
	load(c, FOO, CR_SCHEMA_ASKED_TYPE);
	assert_non_null(cr_schema_of(c, gvk(c, "v1", "Pod"))->of_file);
	const struct cr_schema_type *deployment = cr_schema_of(c, gvk(c, "apps/v1", "Deployment"));
	const struct cr_schema_type *pod = field(c, field(c, field(c, deployment, "spec")->type, "template")->type, "spec")->type;
	const struct cr_schema_field *containers = field(c, pod, "containers");
	assert_true(containers->merges && containers->is_list);
	assert_int_equal(containers->merge_key_count, 1);
	assert_true(field(c, containers->type, "command")->merges);
	assert_null(field(c, containers->type, "ports"));
	assert_ptr_equal(containers, field(c, pod, "containers"));
}

static void
questions_are_noted(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(cr_gvk_cluster_scoped(c, gvk(c, "v1", "Namespace")));
	assert_false(cr_gvk_cluster_scoped(c, gvk(c, "v1", "Secret")));
	assert_int_equal(c->schema.asked, CR_SCHEMA_UNASKED);
	assert_false(cr_gvk_cluster_scoped(c, gvk(c, "g/v1", "Foo")));
	assert_int_equal(c->schema.asked, CR_SCHEMA_ASKED_SCOPE);
	cr_schema_of(c, gvk(c, "g/v1", "Foo"));
	assert_false(cr_gvk_cluster_scoped(c, gvk(c, "g/v1", "Foo")));
	assert_int_equal(c->schema.asked, CR_SCHEMA_ASKED_TYPE);
}

static void
references_end(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_source circle =
		source("definitions: {A: {$ref: '#/definitions/B'}, B: {$ref: '#/definitions/C'}, C: {$ref: '#/definitions/A'}}");
	assert_null(cr_openapi_load(c, &circle));
	assert_int_equal(test_diag(c)->code, CR_E_CYCLE);
	static const struct {
		const char *ref;
		bool found;
	} rows[] = {
		{ "#/definitions/B", true },
		{ "http://host/a.json#/definitions/B", true },
		{ "#/definitions/B/properties/x", true },
		{ "#/definitions/B/properties/y", false },
		{ "#/definitions/B/items", false },
		{ "#/definitions/B/allOf/0", true },
		{ "#/definitions/B/allOf/1", false },
		{ "#/definitions/B/allOf/", false },
		{ "#/definitions/B/not", true },
		{ "#/definitions/B/x", false },
		{ "#/definitions", false },
		{ "#/properties/B", false },
		{ "#", true },
		{ "B", true },
		{ "#definitions/B", true },
		{ "#/definitions/a~1%25~0", true },
		{ "#/definitions/B/", false },
		{ "#/definitions/", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct cr_str text = cr_str_fmt(
			c,
			"definitions: {A: {properties: {a: {$ref: '%s'}}, x-kubernetes-group-version-kind: [{version: v1, kind: A}]}, "
			"B: {properties: {x: {}}, allOf: [{}], not: {}}, a/%%~: {}}",
			rows[i].ref);
		c->schema_files = NULL;
		load(c, text.ptr, CR_SCHEMA_UNASKED);
		const struct cr_schema_field *a = field(c, cr_schema_of(c, gvk(c, "v1", "A")), "a");
		if ((a->type != NULL) != rows[i].found) {
			fail_msg("%s", rows[i].ref);
		}
	}
}

static bool
load_and_ask(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_source src = source(FOO);
	c->schema.asked = CR_SCHEMA_ASKED_TYPE;
	c->schema.file = cr_openapi_load(c, &src);
	if (c->schema.file == NULL) {
		return false;
	}
	const struct cr_schema_type *foo = cr_schema_of(c, gvk(c, "g/v1", "Foo"));
	const struct cr_schema_field *spec = field(c, cr_schema_of(c, gvk(c, "v1", "PodTemplate")), "template");
	return field(c, foo, "xs") != NULL && field(c, field(c, spec->type, "spec")->type, "containers") != NULL;
}

static void
memory_fails(void **state)
{
	(void)state;
	assert_true(test_every_failure(load_and_ask, NULL) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(json_is_read, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(json_is_refused, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(file_alone, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(file_under, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(file_over, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(questions_are_noted, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(references_end, test_setup, test_teardown),
		cmocka_unit_test(memory_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
