/* The legacy order of the output. */
#include <stdio.h>

#include "resource/order.h"
#include "tests/support.h"

static void
add(struct cr_ctx *c, struct cr_resmap *m, const char *api_version, const char *kind, const char *ns, const char *name)
{
	struct cr_node *root = cr_node_map(c, CR_NO_MARK);
	struct cr_node *metadata = cr_map_edit_map(c, root, CR_KEY_metadata, CR_NO_MARK);
	cr_map_append(c, root, CR_KEY_apiVersion, cr_node_str(c, cr_str_z(api_version), CR_NO_MARK), CR_NO_MARK);
	cr_map_append(c, root, CR_KEY_kind, cr_node_str(c, cr_str_z(kind), CR_NO_MARK), CR_NO_MARK);
	cr_map_append(c, metadata, CR_KEY_name, cr_node_str(c, cr_str_z(name), CR_NO_MARK), CR_NO_MARK);
	if (ns[0] != '\0') {
		cr_map_append(c, metadata, CR_KEY_namespace, cr_node_str(c, cr_str_z(ns), CR_NO_MARK), CR_NO_MARK);
	}
	assert_true(cr_resmap_append(c, m, cr_resource_from_node(c, root)));
}

static const char *
sorted(struct cr_ctx *c, struct cr_resmap *m, const struct cr_order_lists *lists)
{
	struct cr_str text = CR_STR("");
	cr_order_legacy(c, m, lists);
	for (size_t i = 0; i < m->count; i++) {
		text = cr_str_fmt(c, "%.*s%.*s ", CR_PRI(text), CR_PRI(cr_key_str(c, m->items[i]->id.name)));
	}
	return cr_str_dup(c, text).ptr;
}

static void
kinds_by_rank(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	add(c, &m, "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "", "validating");
	add(c, &m, "apps/v1", "Deployment", "", "deployment");
	add(c, &m, "example.com/v1", "Thing", "", "thing");
	add(c, &m, "v1", "Pod", "", "pod");
	add(c, &m, "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "", "mutating");
	add(c, &m, "v1", "ConfigMap", "", "configmap");
	add(c, &m, "v1", "Namespace", "", "namespace");
	add(c, &m, "apps/v1", "DaemonSet", "", "daemonset");
	assert_string_equal(sorted(c, &m, NULL), "namespace configmap deployment daemonset thing pod mutating validating ");
}

static void
ties_by_group_version_kind_text(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	add(c, &m, "v1", "ConfigMap", "", "core");
	add(c, &m, "", "ConfigMap", "", "none");
	add(c, &m, "z.io/v1", "ConfigMap", "", "z");
	add(c, &m, "a.io/v2", "ConfigMap", "", "a2");
	add(c, &m, "a.io/v1", "ConfigMap", "", "a1");
	assert_string_equal(sorted(c, &m, NULL), "a1 a2 z core none ");
}

static void
ties_by_namespace_and_name(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	add(c, &m, "v1", "ConfigMap", "", "a");
	add(c, &m, "v1", "ConfigMap", "n", "d");
	add(c, &m, "v1", "ConfigMap", "n-1", "b");
	add(c, &m, "v1", "ConfigMap", "n", "c");
	add(c, &m, "v1", "ConfigMap", "m", "e");
	/* "n-1|b" comes before "n|c": the separator takes part in the comparison; none, "~X", is last. */
	assert_string_equal(sorted(c, &m, NULL), "e b c d a ");
}

static void
core_namespaces_come_first(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	add(c, &m, "b.io/v1", "Namespace", "", "b");
	add(c, &m, "v1", "Namespace", "", "core");
	add(c, &m, "a.io/v1", "Namespace", "", "a");
	assert_string_equal(sorted(c, &m, NULL), "core a b ");
}

static void
lists_of_the_user(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	const cr_key first[] = { CR_KEY_Secret, CR_KEY_ConfigMap, CR_KEY_Pod };
	const cr_key last[] = { CR_KEY_Pod, CR_KEY_Namespace };
	cr_resmap_init(c, &m);
	add(c, &m, "v1", "Namespace", "", "namespace");
	add(c, &m, "v1", "Pod", "", "pod");
	add(c, &m, "v1", "ConfigMap", "", "configmap");
	add(c, &m, "v1", "Service", "", "service");
	add(c, &m, "v1", "Secret", "", "secret");
	assert_string_equal(sorted(c, &m, &(struct cr_order_lists){ first, last, 3, 2 }), "secret configmap service pod namespace ");
	assert_string_equal(sorted(c, &m, &(struct cr_order_lists){ 0 }), "configmap namespace pod secret service ");
}

static void
answers_follow_the_new_order(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	struct cr_matches found = { 0 };
	cr_resmap_init(c, &m);
	add(c, &m, "v1", "Service", "", "x");
	add(c, &m, "v1", "Secret", "", "x");
	add(c, &m, "v1", "ConfigMap", "", "x");
	sorted(c, &m, NULL);
	cr_resmap_by_name(c, &m, CR_KEY_EMPTY, cr_key_intern(c, CR_STR("x")), &found);
	assert_int_equal(found.count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_ptr_equal(found.items[i], m.items[i]);
	}
	add(c, &m, "v1", "Pod", "", "x");
	cr_resmap_by_name(c, &m, CR_KEY_EMPTY, cr_key_intern(c, CR_STR("x")), &found);
	assert_ptr_equal(found.items[3], m.items[3]);
}

static void
many(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	char name[16];
	cr_resmap_init(c, &m);
	for (unsigned i = 0; i < 50000; i++) {
		snprintf(name, sizeof name, "n%05u", (i * 7919u) % 50000u);
		add(c, &m, "v1", i % 2 ? "ConfigMap" : "Secret", "", name);
	}
	cr_order_legacy(c, &m, NULL);
	for (size_t i = 1; i < m.count; i++) {
		if (m.items[i - 1]->id.gvk.kind == m.items[i]->id.gvk.kind) {
			assert_true(cr_str_cmp(cr_key_str(c, m.items[i - 1]->id.name), cr_key_str(c, m.items[i]->id.name)) < 0);
		} else {
			assert_int_equal(m.items[i]->id.gvk.kind, CR_KEY_Secret);
		}
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, test_setup, test_teardown)
	const struct CMUnitTest tests[] = {
		TEST(kinds_by_rank),
		TEST(ties_by_group_version_kind_text),
		TEST(ties_by_namespace_and_name),
		TEST(core_namespaces_come_first),
		TEST(lists_of_the_user),
		TEST(answers_follow_the_new_order),
		TEST(many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
