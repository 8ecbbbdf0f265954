/* Identities, documents, the resource map, field specs, schema. */
#include <stdio.h>

#include "resource/fieldspec.h"
#include "resource/resmap.h"
#include "resource/schema.h"
#include "tests/support.h"
#include "yaml/read.h"
#include "yaml/scalar.h"

static bool
read_resources(struct cr_ctx *c, const char *text, struct cr_resources *out)
{
	struct cr_docs docs = { 0 };
	struct cr_source source = { .text = cr_str_z(text), .file = 1, .line = 1 };
	*out = (struct cr_resources){ 0 };
	assert_true(cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs));
	return cr_resources_from_docs(c, &docs, out);
}

static struct cr_resource *
one(struct cr_ctx *c, const char *text)
{
	struct cr_resources list;
	assert_true(read_resources(c, text, &list));
	assert_int_equal(list.count, 1);
	return list.items[0];
}

static cr_key
key(struct cr_ctx *c, const char *text)
{
	return cr_key_intern(c, cr_str_z(text));
}

/* The names in order, each followed by a blank. */
static const char *
names(struct cr_ctx *c, struct cr_resource **items, size_t count)
{
	struct cr_str text = CR_STR("");
	for (size_t i = 0; i < count; i++) {
		text = cr_str_fmt(c, "%.*s%.*s ", CR_PRI(text), CR_PRI(cr_key_str(c, items[i]->id.name)));
	}
	return cr_str_dup(c, text).ptr;
}

static void
add(struct cr_ctx *c, struct cr_resmap *m, const char *text)
{
	struct cr_resources list;
	assert_true(read_resources(c, text, &list));
	for (size_t i = 0; i < list.count; i++) {
		assert_true(cr_resmap_append(c, m, list.items[i]));
	}
}

static void
rename_to(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r, const char *name)
{
	cr_resource_push_id(c, r);
	cr_resource_set_name(c, r, cr_str_z(name));
	cr_resmap_renamed(c, m, r);
}

static void
gvk_splits_at_the_first_slash(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_gvk g = cr_gvk_parse(c, CR_STR("apps/v1"), CR_KEY_Deployment);
	assert_int_equal(g.group, CR_KEY_apps);
	assert_int_equal(g.version, CR_KEY_v1);
	g = cr_gvk_parse(c, CR_STR("v1"), CR_KEY_Pod);
	assert_int_equal(g.group, CR_KEY_EMPTY);
	assert_int_equal(g.version, CR_KEY_v1);
	g = cr_gvk_parse(c, CR_STR("a/b/c"), CR_KEY_Pod);
	test_str(cr_key_str(c, g.group), "a");
	test_str(cr_key_str(c, g.version), "b/c");
}

static void
scope_depends_on_the_version(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(cr_gvk_cluster_scoped(c, cr_gvk_parse(c, CR_STR("rbac.authorization.k8s.io/v1"), CR_KEY_ClusterRole)));
	assert_false(cr_gvk_cluster_scoped(c, cr_gvk_parse(c, CR_STR("rbac.authorization.k8s.io/v1alpha1"), CR_KEY_ClusterRole)));
	assert_true(cr_gvk_cluster_scoped(c, cr_gvk_parse(c, CR_STR("v1"), CR_KEY_Namespace)));
	assert_false(cr_gvk_cluster_scoped(c, cr_gvk_parse(c, CR_STR("v1"), CR_KEY_ConfigMap)));
	assert_false(cr_gvk_cluster_scoped(c, cr_gvk_parse(c, CR_STR("example.com/v1"), key(c, "Thing"))));
	assert_true(
		cr_gvk_cluster_scoped(c, cr_gvk_parse(c, CR_STR("admissionregistration.k8s.io/v1"), key(c, "ValidatingAdmissionPolicy"))));
}

static void
ids_as_text(void **state)
{
	struct cr_ctx *c = *state;
	test_str(cr_resid_str(c, (struct cr_resid){ 0 }), "[noKind].[noVer].[noGrp]/[noName].[noNs]");
	struct cr_resource *r = one(c, "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: n}}");
	test_str(cr_resid_str(c, r->id), "Deployment.v1.apps/web.n");
	test_str(cr_resid_short(c, r->id), "Deployment/web in namespace n");
}

static void
default_namespace_is_none(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resid a = { .gvk = { .version = CR_KEY_v1, .kind = CR_KEY_ConfigMap }, .name = CR_KEY_name };
	struct cr_resid b = a;
	b.ns = CR_KEY_default;
	assert_true(cr_resid_eq(c, a, b));
	b.ns = key(c, "other");
	assert_false(cr_resid_eq(c, a, b));
	a.gvk.kind = b.gvk.kind = CR_KEY_Namespace;
	assert_true(cr_resid_eq(c, a, b));
}

static void
fails_with(struct cr_ctx *c, const char *text, const char *fragment, unsigned line)
{
	struct cr_resources list;
	assert_false(read_resources(c, text, &list));
	if (strstr(test_message(c), fragment) == NULL) {
		fail_msg("%s: %s", text, test_message(c));
	}
	assert_int_equal(cr_mark_line(test_diag(c)->mark), line);
	assert_int_equal(test_diag(c)->code, CR_E_RESOURCE);
}

static void
objects_need_kind_and_name(void **state)
{
	struct cr_ctx *c = *state;
	fails_with(c, "a: b\n", "missing kind in object", 1);
	fails_with(c, "a: b\nkind: [ConfigMap]\n", "missing kind", 2);
	fails_with(c, "a: b\nkind: null\n", "missing kind", 2);
	fails_with(c, "kind: ConfigMap\n", "missing metadata.name in object", 1);
	fails_with(c, "kind: A\nmetadata: [name]\n", "missing metadata.name", 2);
	fails_with(c, "kind: A\nmetadata: x\n", "missing metadata.name", 2);
	fails_with(c, "kind: A\nmetadata:\n  name: {a: b}\n", "missing metadata.name", 3);
	fails_with(c, "kind: A\nmetadata:\n  name: null\n", "missing metadata.name", 3);
	fails_with(c, "kind: A\nmetadata:\n  name: ''\n", "missing metadata.name", 3);
	fails_with(c, "- a\n- b\n", "missing Resource metadata", 1);
	fails_with(c, "text\n", "missing Resource metadata", 1);
	fails_with(c, "kind: List\nitems:\n- text\n", "missing Resource metadata", 3);
	fails_with(c, "kind: AList\nitems: {a: b}\n", "expected array in \"AList\"/items", 2);
	struct cr_resource *r = one(c, "{kind: A, metadata: {name: 12}}");
	test_str(cr_key_str(c, r->id.name), "12");
	assert_int_equal(one(c, "kind: ConfigMapList\n")->id.name, CR_KEY_EMPTY);
}

#define CM(name) "{apiVersion: v1, kind: ConfigMap, metadata: {name: " name "}}"

static void
lists_are_opened(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resources list;
	assert_true(read_resources(c, "kind: List\nitems:\n- " CM("a") "\n- {kind: BList, items: [" CM("b") "]}\n- " CM("c") "\n", &list));
	assert_string_equal(names(c, list.items, list.count), "a c b ");
	assert_true(read_resources(c, "kind: List\nitems: [" CM("a") "]\n---\n" CM("b") "\n", &list));
	assert_string_equal(names(c, list.items, list.count), "b a ");
	assert_true(read_resources(c, "{kind: List, items: null}\n---\n{}\n---\n" CM("b") "\n", &list));
	assert_string_equal(names(c, list.items, list.count), "b ");
	assert_true(read_resources(c, "{kind: List, items: [{}, null, []]}\n", &list));
	assert_int_equal(list.count, 0);
}

static void
lists_in_lists_cost_no_stack(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *n = cr_node_map(c, CR_NO_MARK);
	struct cr_docs docs = { 0 };
	struct cr_resources list = { 0 };
	for (size_t i = 0; i < 100000; i++) {
		struct cr_node *items = cr_node_list(c, CR_NO_MARK);
		struct cr_node *outer = cr_node_map(c, CR_NO_MARK);
		cr_list_append(c, items, n);
		cr_map_append(c, outer, CR_KEY_kind, cr_node_str(c, CR_STR("AList"), CR_NO_MARK), CR_NO_MARK);
		cr_map_append(c, outer, CR_KEY_items, items, CR_NO_MARK);
		n = outer;
	}
	*cr_push(c, &docs) = n;
	assert_true(cr_resources_from_docs(c, &docs, &list));
	assert_int_equal(list.count, 0);
}

static void
internal_annotations_are_read(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resource *r = one(c, "kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: c\n  annotations:\n"
				       "    internal.config.kubernetes.io/needsHashSuffix: enabled\n"
				       "    internal.config.kubernetes.io/generatorBehavior: merge\n"
				       "    internal.config.kubernetes.io/previousNames: a,b\n"
				       "    internal.config.kubernetes.io/previousNamespaces: default,n\n"
				       "    internal.config.kubernetes.io/previousKinds: ConfigMap,Secret\n"
				       "    internal.config.kubernetes.io/prefixes: p,q\n");
	assert_true(r->needs_hash);
	assert_int_equal(r->behavior, CR_BEHAVIOR_MERGE);
	assert_int_equal(r->prev_count, 2);
	test_str(cr_key_str(c, cr_resource_org_id(r).name), "a");
	assert_int_equal(r->prev[1].gvk.kind, CR_KEY_Secret);
	assert_int_equal(r->prefixes.count, 2);
	cr_resource_strip(c, r, false, false);
	assert_null(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations));
	fails_with(c, "kind: A\nmetadata:\n  name: c\n  annotations:\n    internal.config.kubernetes.io/previousNames: a,b\n",
		   "number of previous names", 5);
}

static void
history_is_limited(void **state)
{
	struct cr_ctx *c = *state;
	enum { EARLIER_NAMES = 1000 };
	assert_int_equal(cr_limit(c, CR_MAX_EARLIER_NAMES), EARLIER_NAMES);
	char names[2 * EARLIER_NAMES + 2] = "";
	for (size_t i = 0; i < EARLIER_NAMES; i++) {
		memcpy(names + 2 * i, "a,", 3);
	}
	static const char head[] = "kind: A\nmetadata:\n  name: c\n  annotations:\n    internal.config.kubernetes.io/prefixes: ";
	struct cr_resources list;
	assert_false(read_resources(c, cr_str_fmt(c, "%s%s\n", head, names).ptr, &list));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
	names[2 * EARLIER_NAMES - 1] = '\0';
	assert_true(read_resources(c, cr_str_fmt(c, "%s%s\n", head, names).ptr, &list));
	assert_int_equal(list.items[0]->prefixes.count, EARLIER_NAMES);
}

static void
strip_makes_strings(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resource *r = one(c, "kind: A\nmetadata: {name: a, annotations: {s: x, i: 0x10, n: ~, e: , m: {a: b}, l: [a], q: 'y', "
				       "config.kubernetes.io/path: p, config.kubernetes.io/function: f}}\n");
	cr_resource_strip(c, r, false, false);
	const struct cr_node *annotations = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	assert_int_equal(annotations->count, 8);
	test_str(cr_map_text(annotations, key(c, "i")), "0x10");
	test_str(cr_map_text(annotations, key(c, "n")), "~");
	test_str(cr_map_text(annotations, key(c, "m")), "");
	test_str(cr_map_text(annotations, key(c, "l")), "");
	for (uint32_t i = 0; i < annotations->count; i++) {
		assert_int_equal(cr_scalar_value(annotations->pairs[i].value).type, CR_T_STR);
	}
	const struct cr_node *root = r->root;
	cr_resource_strip(c, r, false, false);
	assert_ptr_equal(r->root, root);
	assert_ptr_equal(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations), annotations);
	static const char *const nothing[] = { "{}", "null", "x", "[]", "[a]" };
	for (size_t i = 0; i < 5; i++) {
		r = one(c, cr_str_fmt(c, "{kind: A, metadata: {name: a, annotations: %s}}", nothing[i]).ptr);
		cr_resource_strip(c, r, false, false);
		assert_null(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations));
	}
}

static void
duplicates_are_refused(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	add(c, &m, CM("a"));
	struct cr_resource *r = one(c, "\n{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: default}}");
	assert_false(cr_resmap_append(c, &m, r));
	assert_string_equal(test_message(c), "may not add resource with an already registered id: ConfigMap.v1.[noGrp]/a.default");
	assert_int_equal(test_diag(c)->code, CR_E_DUPLICATE_ID);
	assert_int_equal(cr_mark_line(test_diag(c)->mark), 2);
	assert_int_equal(cr_mark_line(test_diag(c)->second.mark), 1);
}

static void
found_by_every_id(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	struct cr_matches found = { 0 };
	cr_resmap_init(c, &m);
	add(c, &m, CM("a") "\n---\n{apiVersion: v1, kind: Secret, metadata: {name: a}}\n---\n" CM("b"));
	struct cr_resid original = m.items[0]->id;
	rename_to(c, &m, m.items[0], "x");
	rename_to(c, &m, m.items[0], "y");
	rename_to(c, &m, m.items[2], "a");
	cr_resmap_by_any_id(c, &m, original, &found);
	assert_string_equal(names(c, found.items, found.count), "y a ");
	cr_resmap_by_name(c, &m, CR_KEY_EMPTY, key(c, "a"), &found);
	assert_string_equal(names(c, found.items, found.count), "y a a ");
	cr_resmap_by_name(c, &m, CR_KEY_Secret, key(c, "a"), &found);
	assert_string_equal(names(c, found.items, found.count), "a ");
	cr_resmap_by_name(c, &m, CR_KEY_EMPTY, key(c, "x"), &found);
	assert_string_equal(names(c, found.items, found.count), "y ");
	assert_ptr_equal(cr_resmap_current(c, &m, original), m.items[2]);
	m.items[2]->removed = true;
	cr_resmap_sweep(&m);
	assert_int_equal(m.count, 2);
	assert_null(cr_resmap_current(c, &m, original));
	cr_resmap_by_name(c, &m, CR_KEY_EMPTY, key(c, "b"), &found);
	assert_int_equal(found.count, 0);
}

static void
earlier_ids_have_the_current_version(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	struct cr_matches found = { 0 };
	cr_resmap_init(c, &m);
	add(c, &m, "{apiVersion: a/v1, kind: A, metadata: {name: a}}");
	struct cr_resource *r = m.items[0];
	rename_to(c, &m, r, "b");
	cr_map_set(c, cr_resource_edit(c, r), CR_KEY_apiVersion, cr_node_str(c, CR_STR("g/v2"), CR_NO_MARK), CR_NO_MARK);
	cr_resmap_renamed(c, &m, r);
	struct cr_resid old = r->id;
	old.name = key(c, "a");
	cr_resmap_by_any_id(c, &m, old, &found);
	assert_int_equal(found.count, 1);
}

static void
a_borrowed_base_stays_as_it_is(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap base, overlay;
	cr_resmap_init(c, &base);
	add(c, &base, CM("a") "\n---\n" CM("b"));
	const struct cr_node *tree = base.items[0]->root;
	c->stamp = c->next_stamp++;
	cr_resmap_init(c, &overlay);
	assert_true(cr_resmap_borrow(c, &overlay, &base));
	assert_ptr_equal(overlay.items[0]->root, tree);
	rename_to(c, &overlay, overlay.items[0], "x");
	assert_ptr_not_equal(overlay.items[0]->root, tree);
	assert_ptr_equal(overlay.items[1]->root, base.items[1]->root);
	assert_string_equal(names(c, base.items, 2), "a b ");
	test_str(cr_map_text(cr_map_get(base.items[0]->root, CR_KEY_metadata), CR_KEY_name), "a");
	assert_int_equal(base.items[0]->prev_count, 0);
	assert_false(cr_resmap_borrow(c, &overlay, &base));
}

static struct cr_resource *
generated(struct cr_ctx *c, enum cr_behavior behavior, bool needs_hash, const char *text)
{
	struct cr_resource *r = one(c, text);
	r->behavior = (uint8_t)behavior;
	r->needs_hash = needs_hash;
	return r;
}

static void
merge_overlays(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	add(c, &m, CM("first"));
	assert_true(cr_resmap_absorb(c, &m,
				     generated(c, CR_BEHAVIOR_NONE, true,
					       "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, "
					       "labels: {l: 1, m: x}}, data: {k: 1, o: old}, binaryData: {z: aGk=}}")));
	rename_to(c, &m, m.items[1], "p-a");
	add(c, &m, CM("last"));
	struct cr_resource *r = generated(c, CR_BEHAVIOR_MERGE, true,
					  "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {m: y}}, data: {k: new}}");
	assert_true(cr_resmap_absorb(c, &m, r));
	assert_string_equal(names(c, m.items, m.count), "first p-a last ");
	assert_ptr_equal(m.items[1], r);
	assert_true(r->needs_hash);
	assert_int_equal(r->prev_count, 1);
	test_str(cr_map_text(cr_map_get(r->root, CR_KEY_data), key(c, "k")), "new");
	test_str(cr_map_text(cr_map_get(r->root, CR_KEY_data), key(c, "o")), "old");
	test_str(cr_map_text(cr_map_get(r->root, CR_KEY_binaryData), key(c, "z")), "aGk=");
	assert_int_equal(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_labels, key(c, "l"))->tag, CR_TAG_STR);
	test_str(cr_map_text(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_labels), key(c, "m")), "y");
	struct cr_matches found = { 0 };
	cr_resmap_by_name(c, &m, CR_KEY_ConfigMap, key(c, "a"), &found);
	assert_int_equal(found.count, 1);
	assert_ptr_equal(found.items[0], r);
}

static void
replace_keeps_no_data(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	add(c, &m, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {l: x}}, data: {o: old}}");
	struct cr_resource *r =
		generated(c, CR_BEHAVIOR_REPLACE, true, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: new}}");
	assert_true(cr_resmap_absorb(c, &m, r));
	assert_int_equal(m.count, 1);
	assert_false(m.items[0]->needs_hash);
	assert_int_equal(cr_map_get(m.items[0]->root, CR_KEY_data)->count, 1);
	test_str(cr_map_text(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_labels), key(c, "l")), "x");
}

static void
absorb_refuses(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	assert_false(cr_resmap_absorb(c, &m, generated(c, CR_BEHAVIOR_MERGE, false, CM("a"))));
	assert_string_equal(test_message(c), "id \"ConfigMap.v1.[noGrp]/a.[noNs]\" does not exist; cannot merge or replace");
	add(c, &m, CM("a"));
	assert_false(cr_resmap_absorb(c, &m, generated(c, CR_BEHAVIOR_CREATE, false, CM("a"))));
	assert_non_null(strstr(test_message(c), "exists; can not use behavior: 'create', behavior must be merge or replace"));
	add(c, &m, CM("b"));
	rename_to(c, &m, m.items[1], "c");
	rename_to(c, &m, m.items[0], "b");
	assert_false(cr_resmap_absorb(c, &m, generated(c, CR_BEHAVIOR_MERGE, false, CM("b"))));
	assert_non_null(strstr(test_message(c), "found multiple objects that could accept merge"));
}

/* 20,000 objects of one name, and as many look-ups: quadratic work would take minutes. */
static void
many_objects_of_one_name(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m;
	struct cr_matches found = { 0 };
	cr_resmap_init(c, &m);
	for (unsigned i = 0; i < 20000; i++) {
		struct cr_node *root = cr_node_map(c, CR_NO_MARK);
		struct cr_node *metadata = cr_map_edit_map(c, root, CR_KEY_metadata, CR_NO_MARK);
		cr_map_append(c, root, CR_KEY_kind, cr_node_str(c, CR_STR("ConfigMap"), CR_NO_MARK), CR_NO_MARK);
		cr_map_append(c, metadata, CR_KEY_name, cr_node_str(c, CR_STR("a"), CR_NO_MARK), CR_NO_MARK);
		cr_map_append(c, metadata, CR_KEY_namespace, cr_node_str(c, cr_str_fmt(c, "n%u", i), CR_NO_MARK), CR_NO_MARK);
		assert_true(cr_resmap_append(c, &m, cr_resource_from_node(c, root)));
	}
	for (size_t i = 0; i < m.count; i++) {
		cr_resmap_by_any_id(c, &m, m.items[i]->id, &found);
		assert_int_equal(found.count, 1);
	}
}

static bool
set_x(struct cr_ctx *c, void *user, struct cr_node **value)
{
	++*(int *)user;
	*value = cr_node_str(c, CR_STR("X"), (*value)->mark);
	return true;
}

/* Sets "X" wherever path leads in text; the number of places, or -1 on error. */
static int
visit(struct cr_ctx *c, const char *path, bool create, const char *text, struct cr_node **root)
{
	int count = 0;
	struct cr_fieldspec spec = { .create = create };
	struct cr_visit v = { .set = set_x, .user = &count, .create_kind = CR_SCALAR };
	struct cr_docs docs = { 0 };
	struct cr_source source = { .text = cr_str_z(text), .file = 1, .line = 1 };
	assert_true(cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs));
	assert_true(cr_fieldspec_parse_path(c, cr_str_z(path), CR_NO_MARK, &spec));
	*root = docs.items[0];
	bool reaches = cr_fieldspec_reaches(*root, &spec);
	if (!cr_fieldspec_visit(c, *root, &spec, &v)) {
		assert_true(reaches);
		return -1;
	}
	assert_true(reaches || create || count == 0);
	assert_true(!reaches || count > 0);
	return count;
}

static void
fieldspec_paths(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root;
	assert_int_equal(visit(c, "a/b", false, "{a: {b: 1}}", &root), 1);
	test_str(cr_map_text(cr_map_get(root, key(c, "a")), key(c, "b")), "X");
	assert_int_equal(visit(c, "/a/b", false, "{a: [{b: 1}, {c: 1}, null, {b: 2}, [{b: 3}, []]]}", &root), 3);
	assert_int_equal(visit(c, "a[]/b", false, "{a: [{b: 1}]}", &root), 1);
	assert_int_equal(visit(c, "a/b", false, "{a: {b: [1, 2]}}", &root), 1);
	assert_int_equal(visit(c, "a/b", false, "{a: {b: null}}", &root), 1);
	assert_int_equal(visit(c, "a/b", false, "{a: null}", &root), 0);
	assert_int_equal(visit(c, "a/b", false, "{c: 1}", &root), 0);
	assert_int_equal(visit(c, "a/x\\/y", false, "{a: {x/y: 1}}", &root), 1);
	assert_int_equal(visit(c, "a/b", false, "{a: text}", &root), -1);
	assert_non_null(strstr(test_message(c), "expected sequence or mapping node"));
	assert_int_equal(visit(c, "a/b", false, "{a: [{b: 1}, text]}", &root), -1);
}

static void
fieldspec_creates(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_node *root;
	assert_int_equal(visit(c, "a/b/c", true, "{x: 1}", &root), 1);
	test_str(cr_map_text(cr_map_at(root, key(c, "a"), key(c, "b")), key(c, "c")), "X");
	assert_int_equal(visit(c, "a/b/c", true, "{a: {b: null}}", &root), 1);
	assert_int_equal(visit(c, "a/b/c", true, "{a: [{}, {b: {c: null}}]}", &root), 2);
	assert_int_equal(visit(c, "a[]/b", true, "{x: 1}", &root), 0);
	assert_null(cr_map_get(root, key(c, "a")));
	assert_int_equal(visit(c, "a[]/b", true, "{a: [{}, {}]}", &root), 2);
	assert_int_equal(visit(c, "a/b", true, "{a: text}", &root), -1);
}

static void
fieldspec_deep_lists_cost_no_stack(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_fieldspec spec = { 0 };
	int count = 0;
	struct cr_visit v = { .set = set_x, .user = &count };
	struct cr_node *n = cr_node_map(c, CR_NO_MARK);
	cr_map_append(c, n, key(c, "b"), cr_node_str(c, CR_STR("v"), CR_NO_MARK), CR_NO_MARK);
	for (size_t i = 0; i < 100000; i++) {
		struct cr_node *list = cr_node_list(c, CR_NO_MARK);
		cr_list_append(c, list, n);
		n = list;
	}
	struct cr_node *root = cr_node_map(c, CR_NO_MARK);
	cr_map_append(c, root, key(c, "a"), n, CR_NO_MARK);
	assert_true(cr_fieldspec_parse_path(c, CR_STR("a/b"), CR_NO_MARK, &spec));
	assert_true(cr_fieldspec_reaches(root, &spec));
	assert_true(cr_fieldspec_visit(c, root, &spec, &v));
	assert_int_equal(count, 1);
}

static void
visiting_copies_what_is_shared(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resource *base = one(c, "{kind: A, metadata: {name: a}, spec: {list: [{x: 1}, {y: 2}]}}");
	struct cr_resmap m, overlay;
	struct cr_fieldspec spec = { 0 };
	int count = 0;
	struct cr_visit v = { .set = set_x, .user = &count };
	cr_resmap_init(c, &m);
	assert_true(cr_resmap_append(c, &m, base));
	c->stamp = c->next_stamp++;
	cr_resmap_init(c, &overlay);
	assert_true(cr_resmap_borrow(c, &overlay, &m));
	assert_true(cr_fieldspec_parse_path(c, CR_STR("spec/list/x"), CR_NO_MARK, &spec));
	assert_true(cr_fieldspec_visit(c, cr_resource_edit(c, overlay.items[0]), &spec, &v));
	assert_int_equal(count, 1);
	test_str(cr_map_text(cr_list_get(cr_map_at(base->root, CR_KEY_spec, key(c, "list")), 0), key(c, "x")), "1");
	test_str(cr_map_text(cr_list_get(cr_map_at(overlay.items[0]->root, CR_KEY_spec, key(c, "list")), 0), key(c, "x")), "X");
}

static void
built_in_tables(void **state)
{
	struct cr_ctx *c = *state;
	assert_int_equal(cr_fs_common_labels.count, 32);
	assert_int_equal(cr_fs_var_reference.count, 72);
	assert_int_equal(cr_fs_images.count, 6);
	size_t referrers = 0;
	for (size_t i = 0; i < cr_name_references.count; i++) {
		referrers += cr_name_references.items[i].referrers.count;
	}
	assert_int_equal(referrers, 167);
	/* Sorted by the target's rank, then by text, where what is empty comes last. */
	test_str(cr_key_str(c, cr_name_references.items[0].target.kind), "StorageClass");
	test_str(cr_key_str(c, cr_name_references.items[cr_name_references.count - 1].target.kind), "ReplicationController");
	for (size_t i = 0; i < CR_KEY_WELLKNOWN_COUNT; i++) {
		assert_int_equal(cr_key_intern(c, cr_key_str(c, (cr_key)i)), i);
	}
}

static void
schema_knows_merging_lists(void **state)
{
	struct cr_ctx *c = *state;
	const struct cr_schema_type *t = cr_schema_of(c, cr_gvk_parse(c, CR_STR("apps/v1"), CR_KEY_Deployment));
	static const cr_key way[] = { CR_KEY_spec, CR_KEY_template, CR_KEY_spec, CR_KEY_containers, CR_KEY_ports };
	const struct cr_schema_field *f = NULL;
	for (size_t i = 0; i < 5; i++) {
		f = cr_schema_field(c, t, way[i]);
		assert_non_null(f);
		t = f->type;
	}
	assert_true(f->merges && f->is_list);
	assert_int_equal(f->merge_key_count, 2);
	assert_int_equal(f->merge_keys[0], CR_KEY_containerPort);
	assert_int_equal(f->merge_keys[1], CR_KEY_protocol);
	assert_null(t);
	t = cr_schema_of(c, cr_gvk_parse(c, CR_STR("apps/v1"), CR_KEY_StatefulSet));
	f = cr_schema_field(c, cr_schema_field(c, t, CR_KEY_spec)->type, CR_KEY_volumeClaimTemplates);
	assert_true(f->is_list && !f->merges && f->type != NULL);
	f = cr_schema_field(c, cr_schema_field(c, t, CR_KEY_metadata)->type, CR_KEY_finalizers);
	assert_true(f->merges);
	assert_int_equal(f->merge_key_count, 0);
	assert_null(cr_schema_field(c, t, CR_KEY_data));
	assert_null(cr_schema_of(c, cr_gvk_parse(c, CR_STR("apps/v1beta1"), CR_KEY_Deployment)));
}

static bool
everything(struct cr_ctx *c, void *arg)
{
	struct cr_resmap m, other;
	struct cr_matches found = { 0 };
	struct cr_resources list = { 0 };
	struct cr_docs docs = { 0 };
	struct cr_source source = { .text = cr_str_z(arg), .file = 1, .line = 1 };
	if (!cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs) || !cr_resources_from_docs(c, &docs, &list)) {
		return false;
	}
	cr_resmap_init(c, &m);
	for (size_t i = 0; i < list.count; i++) {
		if (!cr_resmap_append(c, &m, list.items[i])) {
			return false;
		}
	}
	rename_to(c, &m, m.items[0], "z");
	cr_resmap_by_name(c, &m, CR_KEY_EMPTY, key(c, "a"), &found);
	c->stamp = c->next_stamp++;
	cr_resmap_init(c, &other);
	return cr_resmap_borrow(c, &other, &m) && found.count == 1;
}

static void
out_of_memory_unwinds(void **state)
{
	(void)state;
	assert_true(test_every_failure(everything, (void *)(uintptr_t)(CM("a") "\n---\n" CM("b"))) > 0);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, test_setup, test_teardown)
	const struct CMUnitTest tests[] = {
		TEST(gvk_splits_at_the_first_slash),
		TEST(scope_depends_on_the_version),
		TEST(ids_as_text),
		TEST(default_namespace_is_none),
		TEST(objects_need_kind_and_name),
		TEST(lists_are_opened),
		TEST(lists_in_lists_cost_no_stack),
		TEST(internal_annotations_are_read),
		TEST(history_is_limited),
		TEST(strip_makes_strings),
		TEST(duplicates_are_refused),
		TEST(found_by_every_id),
		TEST(earlier_ids_have_the_current_version),
		TEST(a_borrowed_base_stays_as_it_is),
		TEST(merge_overlays),
		TEST(replace_keeps_no_data),
		TEST(absorb_refuses),
		TEST(many_objects_of_one_name),
		TEST(fieldspec_paths),
		TEST(fieldspec_creates),
		TEST(fieldspec_deep_lists_cost_no_stack),
		TEST(visiting_copies_what_is_shared),
		TEST(built_in_tables),
		TEST(schema_knows_merging_lists),
		cmocka_unit_test(out_of_memory_unwinds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
