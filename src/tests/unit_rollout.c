/* Checksums: the vectors of docs/checksums.md, and which annotations pod templates get. */
#include "rollout/rollout.h"

#include <stdio.h>
#include <stdlib.h>

#include "rollout/content.h"
#include "tests/trees.h"

static struct cr_str
file_text(struct cr_ctx *c, const char *path)
{
	char *text = cr_alloc(c, 64 * 1024);
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	size_t length = fread(text, 1, 64 * 1024, f);
	assert_true(length > 0 && length < 64 * 1024);
	fclose(f);
	return (struct cr_str){ .ptr = text, .len = length };
}

static struct cr_str
vector_checksum(struct cr_ctx *c, const struct cr_node *vector)
{
	struct cr_resmap m;
	struct cr_refs refs;
	cr_resmap_init(c, &m);
	struct cr_resource *r = cr_resource_from_node(c, cr_map_get(vector, cr_key_intern(c, CR_STR("object"))));
	assert_non_null(r);
	assert_true(cr_resmap_append(c, &m, r));
	cr_refs_build(c, &m, &refs);
	assert_int_equal(refs.map_count, 1);
	const struct cr_node *keys = cr_map_get(vector, cr_key_intern(c, CR_STR("keys")));
	cr_key ids[8];
	struct cr_view view = { .map = refs.maps[0], .name = cr_rollout_plain_name(c, r), .all = keys == NULL, .keys = ids };
	for (; cr_list_get(keys, view.count) != NULL; view.count++) {
		assert_true(view.count < 8);
		ids[view.count] = cr_key_intern(c, cr_text(cr_list_get(keys, view.count)));
	}
	struct cr_map noted = { 0 };
	return cr_view_checksum(c, &view, cr_map_text(vector, cr_key_intern(c, CR_STR("hmac"))), &noted);
}

static void
test_vectors(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_docs docs = test_docs(c, file_text(c, CR_TESTDATA "/checksums/vectors.yaml"), CR_YAML_RESOURCE);
	assert_int_equal(docs.count, 1);
	const struct cr_node *vectors = docs.items[0];
	assert_int_equal(vectors->count, 10);
	for (uint32_t i = 0; i < vectors->count; i++) {
		struct cr_str want = cr_map_text(vectors->items[i], cr_key_intern(c, CR_STR("checksum")));
		test_str(vector_checksum(c, vectors->items[i]), cr_str_dup(c, want).ptr);
	}
}

/* What is left of the objects' text after the features of o, as YAML. */
static struct cr_str
finished(struct cr_ctx *c, const struct cr_rollout *o, const char *yaml)
{
	struct cr_resmap m = test_resmap(c, cr_str_z(yaml));
	assert_true(cr_rollout_finish(c, o, &m));
	return test_yaml(c, &m);
}

static struct cr_str
annotations_of(struct cr_ctx *c, const struct cr_rollout *o, const char *yaml)
{
	struct cr_resmap m = test_resmap(c, cr_str_z(yaml));
	assert_true(cr_rollout_finish(c, o, &m));
	const struct cr_node *at = cr_map_at(m.items[m.count - 1]->root, CR_KEY_spec, CR_KEY_template, CR_KEY_metadata, CR_KEY_annotations);
	struct cr_str text = CR_STR("");
	for (uint32_t i = 0; cr_is(at, CR_MAP) && i < at->count; i++) {
		text = cr_str_cat(c, text, cr_str_fmt(c, "%.*s ", CR_PRI(cr_key_str(c, at->pairs[i].key))));
	}
	return text;
}

static const struct cr_rollout all = { .checksums = CR_CHECKSUMS_ALL };

#define WEB(spec) \
	"---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, " spec \
	"}]}}}\n"

static const char *
with_name(struct cr_ctx *c, const char *name)
{
	return cr_str_fmt(c, "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}\n" WEB("envFrom: [{configMapRef: {name: %s}}]"), name,
			  name)
		.ptr;
}

#define FIFTY "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvw"

static void
test_names(void **state)
{
	struct cr_ctx *c = *state;
	/* "configmap." and 53 more are what the API takes. */
	test_str(annotations_of(c, &all, with_name(c, FIFTY "xyz")), "checksum/configmap." FIFTY "xyz ");
	test_str(annotations_of(c, &all, with_name(c, FIFTY "xyz1")), "checksum/configmap.abcdefghijklmnopqrstuvwxyz-abc-790eb932f04e ");
	/* No such name is valid; the annotation is text all the same. */
	struct cr_str odd = annotations_of(c, &all, with_name(c, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa4" FIFTY));
	assert_true(cr_utf8_valid(odd));
	assert_int_equal(odd.len, sizeof "checksum/configmap." - 1 + 29 + 1 + 12 + 1);
}

/* A workload sees no key that it does not use, and a key that is there is not one that is missing. */
static void
test_views(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const data[] = { "a: x, b: y", "a: x, b: z", "a: x", "a: x, b: ''", "b: y, a: x" };
	enum { SAME_A = 5 };
	struct cr_str seen[SAME_A], whole[SAME_A];
	for (size_t i = 0; i < SAME_A; i++) {
		const char *map = cr_str_fmt(c, "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {%s}}\n", data[i]).ptr;
		struct cr_str one = finished(
			c, &all, cr_str_fmt(c, "%s" WEB("env: [{name: A, valueFrom: {configMapKeyRef: {name: m, key: a}}}]"), map).ptr);
		struct cr_str two = finished(c, &all, cr_str_fmt(c, "%s" WEB("envFrom: [{configMapRef: {name: m}}]"), map).ptr);
		seen[i] = cr_str_sub(one, cr_str_find(one, '-', 0), one.len);
		whole[i] = cr_str_sub(two, cr_str_find(two, '-', 0), two.len);
		assert_true(cr_str_eq(seen[i], seen[0]));
	}
	assert_true(cr_str_eq(whole[4], whole[0]));
	for (size_t i = 0; i < 4; i++) {
		for (size_t k = 0; k < i; k++) {
			assert_false(cr_str_eq(whole[i], whole[k]));
		}
	}
}

/* Each of these says what is wrong, once. */
static void
test_warnings(void **state)
{
	struct cr_ctx *c = *state;
	finished(
		c, &all,
		"{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {k: '<path>'}}\n" WEB("envFrom: [{secretRef: {name: s}}], env: "
												 "[{name: A, valueFrom: {secretKeyRef: "
												 "{name: s, key: k}}}]") "---\n"
															 "{apiVersion: "
															 "apps/v1, kind: "
															 "StatefulSet, "
															 "metadata: {name: "
															 "db}, spec: "
															 "{template: "
															 "{spec: "
															 "{containers: "
															 "[{name: db, "
															 "env: [{name: A, "
															 "valueFrom: "
															 "{secretKeyRef: "
															 "{name: s, key: "
															 "k}}}]}]}}}}\n"
															 "---\n{apiVersion:"
															 " v1, kind: Pod, "
															 "metadata: {name: "
															 "p}, spec: "
															 "{containers: "
															 "[{name: p, "
															 "envFrom: "
															 "[{secretRef: "
															 "{name: s}}, "
															 "{secretRef: "
															 "{name: "
															 "s}}]}]}}\n");
	assert_int_equal(c->diags->count, 2);
	test_str(c->diags->first->message, "key \"k\" of Secret/s is no base64: its checksum covers the text as it stands");
	test_str(c->diags->last->message, "Pod/p reads Secret/s and gets no checksum of it: nothing restarts a pod by itself");
}

static void
test_annotations_in_the_way(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m = test_resmap(
		c, CR_STR("{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}\n---\n{apiVersion: apps/v1, kind: Deployment, metadata: "
			  "{name: web}, spec: {template: {metadata: {annotations: [a]}, spec: {containers: [{name: web, envFrom: "
			  "[{configMapRef: {name: m}}]}]}}}}\n"));
	assert_false(cr_rollout_finish(c, &all, &m));
	assert_string_equal(test_message(c),
			    "the annotation \"checksum/configmap.m\" needs a map of annotations, which Deployment/web does not have");
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, test_setup, test_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_vectors), TEST(test_names), TEST(test_views), TEST(test_warnings), TEST(test_annotations_in_the_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
