/* Transformers: each run on a small tree, its output compared byte for byte with what kustomize 5.8.1 prints (but for two points where
 * its successor differs: digests of any algorithm, names that are no regular expression). */
#include "tests/trees.h"

#include <time.h>

#include "transform/transform.h"

#define POD_HEAD "apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n"

static struct cr_resmap
run(struct cr_ctx *c, const struct cr_transform *t, const char *kustomization, const char *objects, bool want)
{
	struct cr_kust k = test_kust(c, cr_str_z(kustomization));
	struct cr_config config = cr_config_default;
	struct cr_resmap m = test_resmap(c, cr_str_z(objects));
	bool ok = t->run(c, &k, &config, &m);
	if (ok != want) {
		fail_msg("%s", test_message(c));
	}
	return m;
}

static void
expect(struct cr_ctx *c, const struct cr_transform *t, const char *kustomization, const char *objects, const char *want)
{
	struct cr_resmap m = run(c, t, kustomization, objects, true);
	test_str(test_yaml(c, &m), want);
}

static void
expect_error(struct cr_ctx *c, const struct cr_transform *t, const char *kustomization, const char *objects, unsigned line,
	     const char *message)
{
	run(c, t, kustomization, objects, false);
	assert_string_equal(test_message(c), message);
	assert_int_equal(cr_mark_line(test_diag(c)->mark), line);
}

static void
namespace_of_objects(void **state)
{
	expect(*state, &cr_transform_namespace, "namespace: '12'\n",
	       "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
	       "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n"
	       "---\napiVersion: foo.com/v1\nkind: Namespace\nmetadata: {name: b, namespace: old}\n"
	       "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: d}\n",
	       "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: \"12\"\n"
	       "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: \"12\"\n"
	       "---\napiVersion: foo.com/v1\nkind: Namespace\nmetadata:\n  name: b\n  namespace: \"12\"\n"
	       "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: d\n");
}

static void
namespace_of_fields(void **state)
{
	expect(*state, &cr_transform_namespace, "namespace: foo\n",
	       "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: a}\n"
	       "subjects: [{name: default, kind: User, namespace: null}, null, {name: default, namespace: \"5\"}, {name: b}, {kind: X}]\n"
	       "---\napiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: b}\n"
	       "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: c}\n"
	       "spec: {conversion: {webhook: {clientConfig: {service: {namespace: old}}}}}\n"
	       "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: d}\n",
	       "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: a\n  namespace: foo\n"
	       "subjects:\n- kind: User\n  name: default\n  namespace: foo\n- null\n- name: default\n  namespace: foo\n- name: b\n- kind: "
	       "X\n"
	       "---\napiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata:\n  name: b\nspec:\n  service:\n    namespace: foo\n"
	       "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: c\n"
	       "spec:\n  conversion:\n    webhook:\n      clientConfig:\n        service:\n          namespace: foo\n"
	       "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: d\n");
}

static void
namespace_keeps_ids(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m = run(c, &cr_transform_namespace, "namespace: foo\n", "kind: ConfigMap\nmetadata: {name: a}\n", true);
	struct cr_resource *r = m.items[0];
	assert_int_equal(r->prev_count, 1);
	assert_int_equal(r->prev[0].ns, CR_KEY_default);
	test_str(cr_key_str(c, r->id.ns), "foo");
	assert_ptr_equal(cr_resmap_current(c, &m, r->id), r);
}

static void
namespace_errors(void **state)
{
	struct cr_ctx *c = *state;
	expect_error(c, &cr_transform_namespace, "namespace: foo\n",
		     "kind: ConfigMap\nmetadata: {name: a, namespace: x}\n---\nkind: ConfigMap\nmetadata: {name: a}\n", 4,
		     "namespace transformation produces ID conflict: ConfigMap/a in namespace foo");
	assert_int_equal(cr_mark_line(test_diag(c)->second.mark), 1);
	expect_error(c, &cr_transform_namespace, "namespace: foo\n", "kind: RoleBinding\nmetadata: {name: a}\nsubjects:\n- foo\n", 4,
		     "a subject must be a map");
	expect_error(c, &cr_transform_namespace, "namespace: foo\n", "kind: RoleBinding\nmetadata: {name: a}\nsubjects: {name: default}\n",
		     3, "\"subjects\" must be a list");
	expect_error(c, &cr_transform_namespace, "namespace: foo\n", "kind: ConfigMap\nmetadata:\n  name: a\n  namespace: {a: b}\n", 4,
		     "a single value is wanted here, not a map");
}

static void
affixes_and_their_quotes(void **state)
{
	expect(*state, &cr_transform_name_prefix, "namePrefix: '1'\n",
	       "kind: ConfigMap\nmetadata: {name: e5}\n---\nkind: ConfigMap\nmetadata: {name: \"e6\"}\n",
	       "kind: ConfigMap\nmetadata:\n  name: 100000\n---\nkind: ConfigMap\nmetadata:\n  name: \"1e6\"\n");
	expect(*state, &cr_transform_name_suffix, "nameSuffix: -s\n", "kind: ConfigMap\nmetadata: {name: a}\n",
	       "kind: ConfigMap\nmetadata:\n  name: a-s\n");
}

static void
affixes_skip_kinds(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resmap m = run(c, &cr_transform_name_prefix, "namePrefix: p-\n",
				 "apiVersion: foo/v1\nkind: Namespace\nmetadata: {name: a}\n"
				 "---\napiVersion: foo/v1\nkind: APIService\nmetadata: {name: a}\n"
				 "---\napiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: a}\n"
				 "---\napiVersion: foo/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\n",
				 true);
	for (size_t i = 0; i < m.count; i++) {
		test_str(cr_key_str(c, m.items[i]->id.name), i == 1 ? "p-a" : "a");
		assert_int_equal(m.items[i]->prefixes.count, i == 1);
		assert_int_equal(m.items[i]->prev_count, i == 1);
	}
	test_str(cr_key_str(c, m.items[1]->prefixes.items[0]), "p-");
	test_str(cr_key_str(c, m.items[1]->prev[0].name), "a");
}

static void
labels_of_metadata(void **state)
{
	expect(*state, &cr_transform_labels, "labels: [{pairs: {b: '1', a: x}}]\n",
	       "kind: ConfigMap\nmetadata: {name: a, labels: null}\n---\nkind: ConfigMap\nmetadata: {name: b, labels: {a: null, c: d}}\n",
	       "kind: ConfigMap\nmetadata:\n  labels:\n    a: x\n    b: \"1\"\n  name: a\n"
	       "---\nkind: ConfigMap\nmetadata:\n  labels:\n    a: x\n    b: \"1\"\n    c: d\n  name: b\n");
}

static void
labels_of_selectors_and_templates(void **state)
{
	const char *sts = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {volumeClaimTemplates: [{}, null]}\n";
	expect(*state, &cr_transform_labels, "labels: [{pairs: {a: x}, includeSelectors: true}]\n", sts,
	       "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  labels:\n    a: x\n  name: a\nspec:\n  selector:\n    matchLabels:\n"
	       "      a: x\n  template:\n    metadata:\n      labels:\n        a: x\n  volumeClaimTemplates:\n  - metadata:\n      "
	       "labels:\n"
	       "        a: x\n  - null\n");
	expect(*state, &cr_transform_labels, "labels: [{pairs: {a: x}, includeTemplates: true}]\n", sts,
	       "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  labels:\n    a: x\n  name: a\nspec:\n"
	       "  template:\n    metadata:\n      labels:\n        a: x\n  volumeClaimTemplates:\n  - {}\n  - null\n");
	expect(*state, &cr_transform_labels, "labels: [{pairs: {a: x}, includeVolumeClaimTemplates: true}]\n", sts,
	       "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  labels:\n    a: x\n  name: a\nspec:\n"
	       "  volumeClaimTemplates:\n  - metadata:\n      labels:\n        a: x\n  - null\n");
	expect(*state, &cr_transform_common_labels, "commonLabels: {a: x}\n",
	       "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {selector: {matchLabels: null}, template: null}\n",
	       "apiVersion: batch/v1\nkind: Job\nmetadata:\n  labels:\n    a: x\n  name: a\nspec:\n  selector:\n    matchLabels: null\n"
	       "  template:\n    metadata:\n      labels:\n        a: x\n");
}

static void
labels_of_given_fields(void **state)
{
	expect(*state, &cr_transform_labels,
	       "labels:\n- pairs: {a: b}\n  fields:\n  - {kind: Foo, path: spec/a/b, create: true}\n  - {kind: Foo, path: 'spec/c[]/d', "
	       "create: true}\n"
	       "  - {kind: Foo, path: 'spec/n[]/d', create: true}\n  - {kind: Foo, path: spec/e}\n",
	       "kind: Foo\nmetadata: {name: x}\nspec: {c: [{x: 1}, {d: null}, null], n: {y: 1}, e: null}\n",
	       "kind: Foo\nmetadata:\n  labels:\n    a: b\n  name: x\nspec:\n  a:\n    b:\n      a: b\n  c:\n  - d:\n      a: b\n    x: 1\n"
	       "  - d:\n      a: b\n  - null\n  e: null\n  \"n\":\n    d:\n      a: b\n    \"y\": 1\n");
	/* A narrow row that equals the general one displaces it. */
	expect(*state, &cr_transform_labels,
	       "labels: [{pairs: {a: b}, fields: [{kind: ConfigMap, path: metadata/labels, create: true}]}]\n",
	       "kind: ConfigMap\nmetadata: {name: x}\n---\nkind: Secret\nmetadata: {name: x}\n",
	       "kind: ConfigMap\nmetadata:\n  labels:\n    a: b\n  name: x\n---\nkind: Secret\nmetadata:\n  name: x\n");
}

static void
labels_errors(void **state)
{
	struct cr_ctx *c = *state;
	const char *kustomization = "labels: [{pairs: {a: b}}]\n";
	expect_error(c, &cr_transform_labels, kustomization, "kind: ConfigMap\nmetadata:\n  name: cm\n  labels: x\n", 4,
		     "a map is wanted here, to add \"a\" to, not a single value");
	expect_error(c, &cr_transform_labels, kustomization, "kind: ConfigMap\nmetadata:\n  name: cm\n  labels:\n  - x\n", 5,
		     "a map is wanted here, to add \"a\" to, not a list");
	expect_error(c, &cr_transform_labels, "labels:\n- pairs: {a: b}\n  fields:\n  - {path: metadata/labels}\n",
		     "kind: ConfigMap\nmetadata: {name: cm}\n", 4,
		     "conflicting fieldspecs: \"create\" differs from that of the same field in the configuration");
}

static void
annotations(void **state)
{
	expect(*state, &cr_transform_common_annotations, "commonAnnotations: {b: '2', a: 'yes'}\n",
	       "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a, annotations: {b: 1}}\n",
	       "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  annotations:\n    a: \"yes\"\n    b: \"2\"\n  name: a\nspec:\n  "
	       "jobTemplate:\n"
	       "    metadata:\n      annotations:\n        a: \"yes\"\n        b: \"2\"\n    spec:\n      template:\n        metadata:\n"
	       "          annotations:\n            a: \"yes\"\n            b: \"2\"\n");
}

static void
replicas(void **state)
{
	struct cr_ctx *c = *state;
	expect(c, &cr_transform_replicas, "replicas: [{name: a, count: 5}]\n",
	       "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: \"3\"}\n"
	       "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a, namespace: n}\nspec: {replicas: null}\n"
	       "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: a}\n"
	       "---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\n"
	       "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b}\n",
	       "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: \"5\"\n"
	       "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: a\n  namespace: \"n\"\nspec:\n  replicas: 5\n"
	       "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata:\n  name: a\nspec:\n  replicas: 5\n"
	       "---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: a\n"
	       "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: b\n");
	expect_error(c, &cr_transform_replicas, "replicas:\n- {name: b, count: 5}\n", "kind: Deployment\nmetadata: {name: a}\n", 2,
		     "resource with name \"b\" does not match a config with the following kinds: Deployment, StatefulSet, "
		     "ReplicaSet, ReplicationController");
}

static void
replicas_by_earlier_name(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = test_kust(c, CR_STR("namePrefix: p-\nreplicas: [{name: a, count: 5}]\n"));
	struct cr_config config = cr_config_default;
	struct cr_resmap m = test_resmap(c, CR_STR("kind: Deployment\nmetadata: {name: a}\n"));
	assert_true(cr_transform_name_prefix.run(c, &k, &config, &m));
	assert_true(cr_transform_replicas.run(c, &k, &config, &m));
	test_str(test_yaml(c, &m), "kind: Deployment\nmetadata:\n  name: p-a\nspec:\n  replicas: 5\n");
}

static void
image_entries(void **state)
{
	expect(*state, &cr_transform_images,
	       "images:\n- {name: 'a|b', newTag: z}\n- {name: c, tagSuffix: -x}\n- {name: d, newTag: t, digest: 'sha256:1'}\n"
	       "- {name: e, digest: 'sha256:1'}\n- {name: f, newName: ff}\n- {name: ff, newTag: '2'}\n- {name: g.h, newTag: '2'}\n"
	       "- {name: '', newTag: '2'}\n",
	       POD_HEAD
	       "spec: {containers: [{image: abc:1}, {image: ab:1}, {image: c}, {image: c:1@sha256:5}, {image: d:1}, {image: \"e:3\"}, "
	       "{image: f:1}, {image: gxh:1}, {image: \"host:50/c:1\"}, {image: \":1\"}, {image: \"\"}, {image: xb}, {image: \"c:\"}]}\n",
	       POD_HEAD "spec:\n  containers:\n  - image: abc:z\n  - image: ab:z\n  - image: c:-x-x\n  - image: c:1-x-x\n"
			"  - image: d:t@sha256:1\n  - image: e@sha256:1\n  - image: ff:2\n  - image: gxh:2\n  - image: host:50/c:1\n"
			"  - image: :2\n  - image: :2\n  - image: xb:z\n  - image: c:-x-x\n");
	assert_int_equal((*(struct cr_ctx **)state)->diags->warnings, 0);
}

static void
image_places(void **state)
{
	expect(*state, &cr_transform_images, "images: [{name: a, tagSuffix: x}, {name: '5', newTag: z}, {name: b, newName: '77'}]\n",
	       "kind: Foo\nmetadata: {name: a}\nimage: a:1\ncontainers:\n- image: a:1\n  containers: [{image: a:1, initContainers: "
	       "[{image: a:1}]}]\n"
	       "spec:\n  containers: {image: a:1}\n  initContainers: [null, {image: null}, {name: x}, {image: a:1}]\n"
	       "  volumes: [{image: {reference: a:1}}, {}]\n  other: [{image: a:1}]\n  x: [[{initContainers: [{image: 5}, {image: b}, "
	       "{image: \"b\"}]}]]\n",
	       "containers:\n- containers:\n  - image: a:1x\n    initContainers:\n    - image: a:1x\n  image: a:1x\nimage: a:1\nkind: Foo\n"
	       "metadata:\n  name: a\nspec:\n  containers:\n    image: a:1x\n  initContainers:\n  - null\n  - image: null\n  - name: x\n"
	       "  - image: a:1xx\n  other:\n  - image: a:1\n  volumes:\n  - image:\n      reference: a:1x\n  - {}\n  x:\n  - - "
	       "initContainers:\n"
	       "      - image: 5:z\n      - image: 77\n      - image: \"77\"\n");
	expect(*state, &cr_transform_images, "images: [{name: a, newTag: x}]\n",
	       "kind: CustomResourceDefinition\nmetadata: {name: a}\nspec: {containers: [{image: a}]}\n",
	       "kind: CustomResourceDefinition\nmetadata:\n  name: a\nspec:\n  containers:\n  - image: a\n");
}

static void
image_tails(void **state)
{
	expect(*state, &cr_transform_images, "images: [{name: r/a, newName: new}]\n",
	       POD_HEAD
	       "spec: {containers: [{image: \"r/a@sha512:0a\"}, {image: \"r/a:{T}-_.@x:\"}, {image: \"r/a:1@x\"}, {image: \"r/a@:1\"}, "
	       "{image: \"r/a:1:2\"}, {image: \"r/a@1x:2\"}, {image: r/ab}, {image: r/a/b}, {image: x/r/a}, {image: r}]}\n",
	       POD_HEAD
	       "spec:\n  containers:\n  - image: new@sha512:0a\n  - image: 'new:{T}-_.@x:'\n  - image: r/a:1@x\n  - image: r/a@:1\n"
	       "  - image: r/a:1:2\n  - image: r/a@1x:2\n  - image: r/ab\n  - image: r/a/b\n  - image: x/r/a\n  - image: r\n");
}

static void
image_warnings(void **state)
{
	struct cr_ctx *c = *state;
	run(c, &cr_transform_images, "images:\n- {name: '[', newTag: x}\n- {name: b, newTag: x}\n- {name: a, newTag: x}\n",
	    POD_HEAD "spec: {containers: [{image: a}]}\n", true);
	assert_int_equal(c->diags->warnings, 2);
	assert_int_equal(c->diags->errors, 0);
	assert_int_equal(c->diags->first->code, CR_W_IMAGE_NO_MATCH);
	assert_string_equal(c->diags->first->message.ptr, "image name \"[\" is no regular expression and matches nothing");
	assert_int_equal(cr_mark_line(c->diags->first->mark), 2);
	assert_string_equal(test_message(c), "no image matches \"b\"");
}

/* An expression that is only too long for us must not count as one that matches nothing. */
static void
image_name_past_limit(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = test_kust(c, CR_STR("images: [{name: a, newTag: x}]\n"));
	struct cr_config config = cr_config_default;
	struct cr_resmap m = test_resmap(c, CR_STR(POD_HEAD));
	size_t len = (size_t)cr_limit(c, CR_MAX_REGEX_BYTES);
	char *name = cr_alloc(c, len);
	memset(name, 'a', len);
	name[0] = '^';
	k.images.items[0].name.s = (struct cr_str){ .ptr = name, .len = len };
	assert_false(cr_transform_images.run(c, &k, &config, &m));
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
}

static void
image_errors(void **state)
{
	struct cr_ctx *c = *state;
	const char *const specs[] = {
		"spec: {x: {containers: [a, b]}}\n",
		"spec: {x: {containers: [[{image: a}]]}}\n",
		"spec: {x: {containers: [{image: {a: b}}]}}\n",
		"spec: foo\n",
		"spec: {volumes: [{image: foo}]}\n",
		"spec: {volumes: [x]}\n",
	};
	const char *const element = "a container must be a map", *image = "an image must be a single value";
	const char *const end = "a map or a list is wanted here, to look for images in";
	const char *const wanted[] = { element, element, image, end, end, end };
	for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
		struct cr_str objects = cr_str_cat(c, CR_STR("kind: Foo\nmetadata: {name: a}\n"), cr_str_z(specs[i]));
		expect_error(c, &cr_transform_images, "images: [{name: a, newTag: x}]\n", objects.ptr, 3, wanted[i]);
	}
}

/* What no entry changes stays the base's: not a node is copied. */
static void
unchanged_trees_stay_shared(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = test_kust(c, CR_STR("images: [{name: a, newTag: x}]\nnamespace: ns\n"));
	struct cr_config config = cr_config_default;
	struct cr_resmap base = test_resmap(c, CR_STR(POD_HEAD "spec: {containers: [{image: b, env: []}]}\n---\n" POD_HEAD
							       "  namespace: ns\nspec: {containers: [{image: a, env: []}, {image: b}]}\n"
							       "---\napiVersion: v1\nkind: Node\nmetadata: {name: x}\n"));
	struct cr_resmap m;
	c->stamp = c->next_stamp++;
	cr_resmap_init(c, &m);
	assert_true(cr_resmap_borrow(c, &m, &base));
	assert_true(cr_transform_images.run(c, &k, &config, &m));
	assert_ptr_equal(m.items[0]->root, base.items[0]->root);
	assert_ptr_not_equal(m.items[1]->root, base.items[1]->root);
	const struct cr_node *old = cr_map_at(base.items[1]->root, CR_KEY_spec, CR_KEY_containers);
	const struct cr_node *new = cr_map_at(m.items[1]->root, CR_KEY_spec, CR_KEY_containers);
	assert_ptr_equal(old->items[1], new->items[1]);
	assert_ptr_equal(cr_map_get(old->items[0], CR_KEY_env), cr_map_get(new->items[0], CR_KEY_env));
	test_str(cr_map_text(old->items[0], CR_KEY_image), "a");
	test_str(cr_map_text(new->items[0], CR_KEY_image), "a:x");
	m.items[0]->removed = true;
	cr_resmap_sweep(&m);
	assert_true(cr_transform_namespace.run(c, &k, &config, &m));
	assert_ptr_equal(m.items[1]->root, base.items[2]->root);
}

static bool
run_all(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_kust k =
		test_kust(c, CR_STR("namespace: ns\nnamePrefix: p-\nnameSuffix: -s\nlabels: [{pairs: {a: b}, includeSelectors: true}]\n"
				    "commonAnnotations: {a: b}\nreplicas: [{name: x, count: 2}]\nimages: [{name: 'a|b', newTag: z}]\n"));
	struct cr_config config = cr_config_default;
	struct cr_resmap m = test_resmap(c, CR_STR("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n"
						   "spec: {template: {spec: {containers: [{image: a}]}}}\n"));
	if (!cr_transform_all(c, &k, &config, &m, NULL)) {
		return false;
	}
	test_str(test_yaml(c, &m), "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  annotations:\n    a: b\n  labels:\n    a: b\n  "
				   "name: p-x-s\n  namespace: ns\n"
				   "spec:\n  replicas: 2\n  selector:\n    matchLabels:\n      a: b\n  template:\n    metadata:\n      "
				   "annotations:\n        a: b\n"
				   "      labels:\n        a: b\n    spec:\n      containers:\n      - image: a:z\n");
	return true;
}

static void
all_in_order(void **state)
{
	struct cr_ctx *c = *state;
	assert_true(run_all(c, NULL));
	assert_null(c->frame);
}

static void
every_allocation_may_fail(void **state)
{
	(void)state;
	assert_true(test_every_failure(run_all, NULL) > 0);
}

static void
frames_name_the_field(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = test_kust(c, CR_STR("# first\nnamespace: ns\n"));
	struct cr_config config = cr_config_default;
	struct cr_resmap m = test_resmap(c, CR_STR("kind: RoleBinding\nmetadata: {name: a}\nsubjects: x\n"));
	assert_false(cr_transform_all(c, &k, &config, &m, NULL));
	assert_int_equal(test_diag(c)->frame_count, 1);
	assert_int_equal(cr_mark_line(test_diag(c)->frames[0].mark), 2);
	assert_non_null(strstr(test_diag(c)->frames[0].text.ptr, "namespace"));
}

/* Nesting as deep as the reader lets through, images at every level, must cost no stack and nothing quadratic. */
static void
deep_containers(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = test_kust(c, CR_STR("images: [{name: a, newTag: x}]\n"));
	struct cr_config config = cr_config_default;
	struct cr_node *inner = cr_node_map(c, 0);
	for (size_t i = 0; i < 5000; i++) {
		struct cr_node *list = cr_node_list(c, 0), *map = cr_node_map(c, 0);
		cr_map_append(c, inner, CR_KEY_image, cr_node_scalar(c, CR_STR("a"), CR_TAG_AUTO, 0), 0);
		cr_list_append(c, list, inner);
		cr_map_append(c, map, CR_KEY_containers, list, 0);
		inner = map;
	}
	struct cr_resmap m = test_resmap(c, CR_STR("kind: Foo\nmetadata: {name: x}\n"));
	cr_map_append(c, cr_resource_edit(c, m.items[0]), CR_KEY_data, inner, 0);
	c->stamp = c->next_stamp++;
	m.items[0]->stamp = c->stamp;
	clock_t start = clock();
	assert_true(cr_transform_images.run(c, &k, &config, &m));
	assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
	const struct cr_node *at = cr_map_get(m.items[0]->root, CR_KEY_data);
	for (size_t i = 0; i < 5000; i++) {
		at = cr_map_get(at, CR_KEY_containers)->items[0];
		test_str(cr_map_text(at, CR_KEY_image), "a:x");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(namespace_of_objects, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(namespace_of_fields, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(namespace_keeps_ids, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(namespace_errors, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(affixes_and_their_quotes, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(affixes_skip_kinds, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(labels_of_metadata, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(labels_of_selectors_and_templates, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(labels_of_given_fields, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(labels_errors, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(annotations, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(replicas, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(replicas_by_earlier_name, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(image_entries, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(image_places, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(image_tails, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(image_warnings, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(image_name_past_limit, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(image_errors, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(unchanged_trees_stay_shared, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(all_in_order, test_setup, test_teardown),
		cmocka_unit_test(every_allocation_may_fail),
		cmocka_unit_test_setup_teardown(frames_name_the_field, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(deep_containers, test_setup, test_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
