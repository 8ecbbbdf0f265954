/* kustomization/: what kustomization.yaml says as data, and what is wrong with it. Values and refusals as kustomize 5.8.1 gives them. */
#include <stdlib.h>

#include "kustomization/config.h"
#include "kustomization/plugin_fields.h"
#include "tests/support.h"
#include "yaml/read.h"

#define S(lit) CR_STR(lit)

static bool
decode(struct cr_ctx *c, const char *text, struct cr_kust *k)
{
	const struct cr_source source = { .text = cr_str_z(text), .file = 1, .line = 1 };
	struct cr_docs docs = { 0 };
	assert_true(cr_yaml_read(c, &source, CR_YAML_KUSTOMIZATION, &docs));
	return cr_kust_decode(c, docs.count > 0 ? docs.items[0] : NULL, cr_mark_make(1, 0, 0), S("dir"), k);
}

static struct cr_kust
good(struct cr_ctx *c, const char *text)
{
	struct cr_kust k = { 0 };
	if (!decode(c, text, &k)) {
		fail_msg("%s: %s", text, test_message(c));
	}
	return k;
}

struct wrong {
	const char *text;
	enum cr_code code;
	const char *message;
	unsigned line;
	const char *hint;
};

static void
check_wrong(const struct wrong *w)
{
	struct cr_ctx *c = test_ctx_new();
	struct cr_kust k;
	if (decode(c, w->text, &k)) {
		fail_msg("accepted: %s", w->text);
	}
	if (cr_error_count(c) != 1 || test_diag(c)->code != w->code || strstr(test_message(c), w->message) == NULL ||
	    cr_mark_line(test_diag(c)->mark) != w->line) {
		fail_msg("%s: %zu errors, line %u, %s", w->text, cr_error_count(c), cr_mark_line(test_diag(c)->mark), test_message(c));
	}
	if (w->hint != NULL) {
		test_str(test_diag(c)->hint, w->hint);
	}
	test_ctx_free(c);
}

static const struct wrong wrongs[] = {
	{ "", CR_E_KUSTOMIZATION, "kustomization.yaml is empty", 0, NULL },
	{ "# soon\n", CR_E_KUSTOMIZATION, "kustomization.yaml is empty", 0, NULL },
	{ "{}\n", CR_E_KUSTOMIZATION, "kustomization.yaml is empty", 0, NULL },
	{ "kind: Kustomization\nnamePrefix: ''\nresources:\n", CR_E_KUSTOMIZATION, "kustomization.yaml is empty", 0, NULL },
	{ "- a\n", CR_E_TYPE, "must be a map of fields, not a list", 1, NULL },
	{ "abc\n", CR_E_TYPE, "must be a map of fields, not text", 1, NULL },
	{ "resources: []\nresourcez: []\n", CR_E_FIELD, "unknown field \"resourcez\"", 2, "did you mean \"resources\"?" },
	{ "resources: []\ninventory: {}\n", CR_E_FIELD, "unknown field \"inventory\"", 2, "" },
	{ "patches:\n- path: a\n  options: {allowNameChang: true}\n", CR_E_FIELD,
	  "unknown field \"allowNameChang\" in \"patches[0].options\"", 3, "did you mean \"allowNameChange\"?" },
	{ "configMapGenerator:\n- name: a\n  type: Opaque\n", CR_E_FIELD, "unknown field \"type\" in \"configMapGenerator[0]\"", 3, NULL },
	{ "helmGlobals: {foo: x}\n", CR_E_FIELD, "unknown field \"foo\" in \"helmGlobals\"", 1, NULL },
	{ "metadata: {foo: y}\n", CR_E_FIELD, "unknown field \"foo\" in \"metadata\"", 1, NULL },
	{ "resources: []\nnamePrefix: 5\n", CR_E_TYPE, "field \"namePrefix\" must be text, not a number", 2, "put it in quotes" },
	{ "namePrefix: yes\n", CR_E_TYPE, "field \"namePrefix\" must be text, not a boolean", 1, NULL },
	{ "namePrefix: [a]\n", CR_E_TYPE, "field \"namePrefix\" must be text, not a list", 1, NULL },
	{ "namePrefix: !!int \"5\"\n", CR_E_TYPE, "must be text, not a number", 1, NULL },
	{ "resources: r.yaml\n", CR_E_TYPE, "field \"resources\" must be a list of texts, not text", 1, NULL },
	{ "resources: [5]\n", CR_E_TYPE, "field \"resources[0]\" must be text, not a number", 1, NULL },
	{ "resources:\n- a\n- {a: b}\n", CR_E_TYPE, "field \"resources[1]\" must be text, not a map", 3, NULL },
	{ "commonLabels: {a: 5}\n", CR_E_TYPE, "field \"commonLabels.a\" must be text, not a number", 1, "put it in quotes" },
	{ "commonAnnotations: {a: true}\n", CR_E_TYPE, "field \"commonAnnotations.a\" must be text", 1, NULL },
	{ "commonLabels: [a]\n", CR_E_TYPE, "field \"commonLabels\" must be a map of texts, not a list", 1, NULL },
	{ "metadata: {annotations: {a: 5}}\n", CR_E_TYPE, "field \"metadata.annotations.a\" must be text", 1, NULL },
	{ "images: {name: a}\n", CR_E_TYPE, "field \"images\" must be a list of maps, not a map", 1, NULL },
	{ "images: [{name: nginx, newTag: 5}]\n", CR_E_TYPE, "field \"images[0].newTag\" must be text, not a number", 1, NULL },
	{ "patches: abc\n", CR_E_TYPE, "field \"patches\" must be a list of maps", 1, NULL },
	{ "patches: [r.yaml]\n", CR_E_TYPE, "field \"patches[0]\" must be a map, not text", 1, NULL },
	{ "replicas: 5\n", CR_E_TYPE, "field \"replicas\" must be a list of maps, not a number", 1, NULL },
	{ "replicas: [{name: web, count: x}]\n", CR_E_TYPE, "field \"replicas[0].count\" must be an integer, not text", 1, NULL },
	{ "replicas: [{name: web, count: '3'}]\n", CR_E_TYPE, "must be an integer, not text", 1, NULL },
	{ "replicas: [{name: web, count: 3.5}]\n", CR_E_TYPE, "must be an integer of 64 bits, not 3.5", 1, NULL },
	{ "replicas: [{name: web, count: 9223372036854775808}]\n", CR_E_TYPE, "must be an integer of 64 bits", 1, NULL },
	{ "replicas: [{name: web, count: 99999999999999999999}]\n", CR_E_TYPE, "must be an integer of 64 bits", 1, NULL },
	{ "replicas: [{name: web, count: true}]\n", CR_E_TYPE, "must be an integer, not a boolean", 1, NULL },
	{ "labels: [{pairs: {a: b}, includeSelectors: 'true'}]\n", CR_E_TYPE,
	  "field \"labels[0].includeSelectors\" must be true or false, not text", 1, NULL },
	{ "labels: [{pairs: {a: b}, includeSelectors: 1}]\n", CR_E_TYPE, "must be true or false, not a number", 1, NULL },
	{ "labels: [{pairs: {a: b}, fields: [{kind: Deployment}]}]\n", CR_E_KUSTOMIZATION, "\"labels[0].fields[0]\" has no field \"path\"",
	  1, NULL },
	{ "labels: [{pairs: {a: b}, fields: [{kind: 5}]}]\n", CR_E_TYPE, "field \"labels[0].fields[0].kind\" must be text", 1, NULL },
	{ "kind: Foo\napiVersion: v1\nresources: []\n", CR_E_KUSTOMIZATION, "kind should be Kustomization or Component", 1, NULL },
	{ "kind: 5\napiVersion: v1\nresources: []\n", CR_E_TYPE, "field \"kind\" must be text", 1, NULL },
	{ "resources: []\napiVersion: v1\n", CR_E_KUSTOMIZATION, "apiVersion for Kustomization should be kustomize.config.k8s.io/v1beta1",
	  2, NULL },
	{ "kind: Component\napiVersion: kustomize.config.k8s.io/v1beta1\nresources: []\n", CR_E_KUSTOMIZATION,
	  "apiVersion for Component should be kustomize.config.k8s.io/v1alpha1", 2, NULL },
	{ "sortOptions: {order: bogus}\n", CR_E_KUSTOMIZATION, "must be one of", 1, NULL },
	{ "sortOptions: {}\n", CR_E_KUSTOMIZATION, "must be one of", 1, NULL },
	{ "sortOptions: {order: 5}\n", CR_E_TYPE, "field \"sortOptions.order\" must be text", 1, NULL },
	{ "sortOptions: {order: fifo, legacySortOptions: {}}\n", CR_E_KUSTOMIZATION, "is set but the selected sort order is not 'legacy'",
	  1, NULL },
	{ "patches:\n- path: a\n  patch: b\n", CR_E_PATCH, "patch and path can't be set at the same time in \"patches[0]\"", 3, NULL },
	{ "patches:\n- {}\n", CR_E_PATCH, "must specify one of patch and path in \"patches[0]\"", 2, NULL },
	{ "patches: [null]\n", CR_E_PATCH, "must specify one of patch and path", 1, NULL },
	{ "patches: [{patch: '  '}]\n", CR_E_PATCH, "must specify one of patch and path", 1, NULL },
	{ "patchesStrategicMerge: [null]\n", CR_E_PATCH, "patch appears to be empty", 1, NULL },
	{ "patchesStrategicMerge: [5]\n", CR_E_TYPE, "field \"patchesStrategicMerge[0]\" must be text", 1, NULL },
	{ "patchesJson6902: [{patch: '[]'}]\n", CR_E_PATCH, "must specify the target name", 1, NULL },
	{ "patchesJson6902:\n- patch: '[]'\n  target: {kind: Deployment}\n", CR_E_PATCH, "must specify the target name", 3, NULL },
	{ "resources: []\nResources: [a]\n", CR_E_DUPLICATE_KEY, "field \"Resources\" is there twice, in two spellings", 2, NULL },
	{ "bases: 5\n", CR_E_TYPE, "field \"bases\" must be a list of texts", 1, NULL },
	{ "configurations: {a: [b]}\n", CR_E_TYPE, "field \"configurations\" must be a list of texts, not a map", 1, NULL },
	{ "helmCharts: abc\n", CR_E_TYPE, "field \"helmCharts\" must be a list of maps, not text", 1, NULL },
	{ "helmGlobals: [1]\n", CR_E_TYPE, "field \"helmGlobals\" must be a map, not a list", 1, NULL },
	{ "replacements: abc\n", CR_E_TYPE, "field \"replacements\" must be a list of maps", 1, NULL },
	{ "vars: [5]\n", CR_E_TYPE, "field \"vars[0]\" must be a map, not a number", 1, NULL },
	{ "openapi: [a]\n", CR_E_TYPE, "field \"openapi\" must be a map of texts", 1, NULL },
	{ "configMapGenerator: [{name: a, literals: {a: b}}]\n", CR_E_TYPE,
	  "field \"configMapGenerator[0].literals\" must be a list of texts, not a map", 1, NULL },
};

static void
test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
		check_wrong(&wrongs[i]);
	}
}

static void
test_all_errors(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k;
	assert_false(decode(
		c, "namePrefix: 5\nfoo: 1\nreplicas: x\nimages:\n- newTag: 1\n- name: [a]\nkind: Foo\nsortOptions: {order: x}\n", &k));
	assert_int_equal(cr_error_count(c), 7);
}

static void
test_minimum(void **state)
{
	struct cr_ctx *c = *state;
	static const char *const enough[] = { "resources: []\n",
					      "commonLabels: {}\n",
					      "metadata: {}\n",
					      "generatorOptions: {}\n",
					      "openapi: {}\n",
					      "helmGlobals: {}\n",
					      "metadata: {name: x}\n",
					      "vars: []\n",
					      "kind: Component\nresources: []\n",
					      "KIND: Kustomization\nresources: []\n" };
	for (size_t i = 0; i < sizeof enough / sizeof enough[0]; i++) {
		struct cr_kust k = good(c, enough[i]);
		assert_int_equal(k.charts.count, 0);
		assert_int_equal(k.component, strstr(enough[i], "Component") != NULL);
		test_str(k.dir, "dir");
	}
}

static void
test_texts(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = good(c, "NamePrefix: 2001-01-01\nnameSuffix: !!str 5\nnamespace: null\nresources: [a, null]\nbases:\n- b\n");
	test_str(k.name_prefix.s, "2001-01-01");
	assert_true(k.name_prefix.set);
	test_str(k.name_suffix.s, "5");
	assert_false(k.ns.set);
	assert_int_equal(k.resources.count, 3);
	test_str(k.resources.items[0].s, "a");
	test_str(k.resources.items[1].s, "");
	assert_false(k.resources.items[1].set);
	test_str(k.resources.items[2].s, "b");
	assert_int_equal(cr_mark_line(k.resources.items[2].mark), 6);
	assert_int_equal(cr_mark_column(k.resources.items[2].mark), 3);
}

static void
test_entries(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = good(c, "commonLabels: {b: x, a: null, B: z}\ncommonAnnotations: {a: '5', 5: five}\n");
	assert_int_equal(k.common_labels.count, 3);
	test_str(cr_key_str(c, k.common_labels.items[0].key), "B");
	test_str(cr_key_str(c, k.common_labels.items[1].key), "a");
	test_str(k.common_labels.items[1].value, "");
	test_str(k.common_labels.items[2].value, "x");
	test_str(cr_key_str(c, k.common_annotations.items[0].key), "5");
	test_str(k.common_annotations.items[1].value, "5");
	assert_true(k.common_annotations_mark != CR_NO_MARK);
}

static void
test_labels(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = good(c, "labels:\n- pairs: {a: b}\n  includeTemplates: y\n  includeSelectors: off\n"
				   "  fields: [{group: apps, kind: Deployment, path: spec/x, create: true}]\n- null\n");
	assert_int_equal(k.labels.count, 2);
	const struct cr_label_item *item = &k.labels.items[0];
	assert_true(item->include_templates);
	assert_false(item->include_selectors);
	assert_int_equal(item->field_count, 1);
	assert_int_equal(item->fields[0].gvk.kind, CR_KEY_Deployment);
	assert_int_equal(item->fields[0].gvk.group, CR_KEY_apps);
	assert_int_equal(item->fields[0].gvk.version, CR_KEY_EMPTY);
	assert_int_equal(item->fields[0].path_len, 2);
	assert_true(item->fields[0].create);
	assert_int_equal(k.labels.items[1].pairs.count, 0);
}

static void
test_generators(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = good(c, "configMapGenerator:\n- NAME: a\n  env: e\n  envs: [f]\n  literals: [x=y]\n"
				   "  options: {labels: {own: o, both: o}, immutable: false}\n- null\n"
				   "secretGenerator: [{name: s, type: t, behavior: merge, options: {disableNameSuffixHash: yes}}]\n"
				   "generatorOptions: {labels: {both: g, glob: g}, immutable: true}\n");
	assert_int_equal(k.config_maps.count, 2);
	const struct cr_generator_args *a = &k.config_maps.items[0];
	test_str(a->name.s, "a");
	assert_false(a->secret);
	assert_int_equal(a->envs.count, 2);
	test_str(a->envs.items[1].s, "e");
	assert_true(a->options.immutable);
	assert_int_equal(a->options.labels.count, 3);
	test_str(a->options.labels.items[0].value, "o");
	test_str(cr_key_str(c, a->options.labels.items[1].key), "glob");
	test_str(a->options.labels.items[2].value, "o");
	assert_true(k.config_maps.items[1].options.immutable);
	const struct cr_generator_args *s = &k.secrets.items[0];
	assert_true(s->secret);
	assert_true(s->options.disable_name_suffix_hash);
	test_str(s->type.s, "t");
	test_str(s->behavior.s, "merge");
	assert_int_equal(s->options.labels.count, 2);
}

static void
test_patches(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = good(
		c, "patches:\n- path: p.yaml\n  patch: ' '\n- target: {kind: D.*, name: w, labelSelector: a=b}\n  patch: |\n\n\n    x: y\n"
		   "  options: {allowKindChange: true}\n- target:\n  path: q\n"
		   "patchesStrategicMerge:\n- s.yaml\n- |-\n  a: b\n  c: d\n"
		   "patchesJson6902: [{path: j, target: {name: web}}]\n");
	assert_int_equal(k.patches.count, 3);
	const struct cr_patch *p = k.patches.items;
	assert_true(p[0].path.set && !p[0].patch.set && !p[0].has_target);
	test_str(p[0].subject, "p.yaml");
	test_str(p[1].patch.s, "x: y");
	assert_true(p[1].patch.block);
	assert_int_equal(cr_mark_line(p[1].patch.mark), 7);
	assert_true(p[1].has_target && p[1].allow_kind_change && !p[1].allow_name_change);
	test_str(p[1].target.kind, "D.*");
	test_str(p[1].target.label_selector, "a=b");
	assert_int_equal(cr_mark_line(p[1].target.name_mark), 4);
	test_str(p[1].subject, "inline patch");
	assert_false(p[2].has_target);
	assert_int_equal(k.patches_strategic_merge.count, 2);
	test_str(k.patches_strategic_merge.items[0].path.s, "s.yaml");
	test_str(k.patches_strategic_merge.items[0].patch.s, "s.yaml");
	test_str(k.patches_strategic_merge.items[1].subject, "inline patch");
	assert_int_equal(k.patches_json6902.count, 1);
	assert_int_equal(k.patches_json6902.items[0].field, CR_PATCHES_JSON6902);
}

static void
test_images_and_replicas(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = good(
		c, "imageTags: [{name: second, newTag: '2'}]\nimages: [{name: first, digest: d, tagSuffix: -x}, null]\n"
		   "replicas: [{name: a, count: 1e3}, {name: b, count: -1}, {name: c, count: 0x10}, {name: d}, {name: e, count: null},\n"
		   "  {count: 010}, {count: 9223372036854775807}, {count: 10e-1}]\n");
	assert_int_equal(k.images.count, 3);
	test_str(k.images.items[0].name.s, "first");
	test_str(k.images.items[0].tag_suffix.s, "-x");
	test_str(k.images.items[2].name.s, "second");
	static const int64_t counts[] = { 1000, -1, 16, 0, 0, 8, INT64_MAX, 1 };
	assert_int_equal(k.replicas.count, 8);
	for (size_t i = 0; i < 8; i++) {
		assert_true(k.replicas.items[i].count == counts[i]);
	}
}

static void
test_sort(void **state)
{
	struct cr_ctx *c = *state;
	assert_int_equal(good(c, "resources: []\n").sort.order, CR_SORT_UNSET);
	assert_int_equal(good(c, "resources: []\nsortOptions:\n").sort.order, CR_SORT_UNSET);
	struct cr_kust k = good(c, "sortOptions: {order: fifo}\n");
	assert_int_equal(k.sort.order, CR_SORT_FIFO);
	assert_false(k.sort.custom_lists);
	k = good(c, "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [Namespace, Foo], orderLast: [Secret]}}\n");
	assert_int_equal(k.sort.order, CR_SORT_LEGACY);
	assert_true(k.sort.custom_lists);
	assert_int_equal(k.sort.first_count, 2);
	assert_int_equal(k.sort.first[0], CR_KEY_Namespace);
	assert_int_equal(k.sort.last[0], CR_KEY_Secret);
}

static void
test_settings(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_kust k = good(c, "metadata: {name: me, annotations: {a: b, conf-render/checksum: 'on', conf-rendering: x}}\n");
	assert_int_equal(k.settings.count, 1);
	test_str(cr_key_str(c, k.settings.items[0].key), "conf-render/checksum");
	test_str(k.settings.items[0].value, "on");
}

static void
test_charts(void **state)
{
	struct cr_ctx *c = *state;
	static const struct {
		const char *text, *field; /* NULL: has no effect, and so is no matter */
	} rows[] = { { "openapi: {version: v1.21.2, path: x, foo: x}\n", NULL },
		     { "helmCharts: [{name: c, version: 1.2.3}]\n", "helmCharts[0]" },
		     { "helmGlobals: {chartHome: c}\n", NULL },
		     { "helmChartInflationGenerator: [{chartName: c}]\n", "helmChartInflationGenerator[0]" } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct cr_kust k = good(c, rows[i].text);
		assert_int_equal(k.charts.count, rows[i].field != NULL);
		if (rows[i].field != NULL) {
			test_str(k.charts.items[0].place, rows[i].field);
			assert_int_equal(cr_mark_line(k.charts.items[0].mark), 1);
		}
	}
}

/* An apiVersion of three parts says nothing; one of a single part leaves the group alone. */
static void
test_vars(void **state)
{
	struct cr_ctx *c = *state;
	static const struct {
		const char *objref, *group, *version;
	} rows[] = { { "apiVersion: v1", "", "v1" },
		     { "apiVersion: apps/v1", "apps", "v1" },
		     { "apiVersion: v1, group: apps, version: v2", "apps", "v1" },
		     { "apiVersion: a/b/c, group: apps, version: v2", "apps", "v2" },
		     { "apiVersion: /v1, group: apps", "", "v1" },
		     { "group: apps, version: v2", "apps", "v2" } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct cr_str text = cr_str_fmt(c, "vars: [{name: A, objref: {%s, kind: K, name: o}}]\n", rows[i].objref);
		struct cr_kust k = good(c, text.ptr);
		assert_int_equal(k.vars.count, 1);
		test_str(cr_key_str(c, k.vars.items[0].target.gvk.group), rows[i].group);
		test_str(cr_key_str(c, k.vars.items[0].target.gvk.version), rows[i].version);
		test_str(k.vars.items[0].field_path, "metadata.name");
	}
}

static void
test_deprecated(void **state)
{
	struct cr_ctx *c = *state;
	good(c, "resources: []\nbases: []\n");
	assert_int_equal(test_diag(c)->code, CR_W_DEPRECATED);
	test_str(test_diag(c)->message, "field \"bases\" is deprecated: use \"resources\"");
	assert_int_equal(cr_mark_line(test_diag(c)->mark), 2);
	good(c, "configMapGenerator: [{name: a, env: e}]\n");
	test_str(test_diag(c)->message, "field \"configMapGenerator[0].env\" is deprecated: use \"envs\"");
	size_t before = c->diags->count;
	good(c, "resources: []\nbases: null\n");
	assert_int_equal(c->diags->count, before);
}

static void
check_table(const struct cr_fields *table)
{
	assert_true(table->count <= 48);
	for (size_t i = 0; i < table->count; i++) {
		const struct cr_field *f = &table->rows[i];
		assert_ptr_equal(cr_field_find(table, cr_str_z(f->name)), f);
		assert_true(f->doc != NULL && f->doc[0] != '\0');
		assert_true(f->offset < table->size);
		for (size_t j = 0; j < i; j++) {
			assert_false(cr_str_eq_fold(cr_str_z(f->name), cr_str_z(table->rows[j].name)));
		}
		if (f->replaced_by != NULL) {
			assert_non_null(cr_field_find(table, cr_str_z(f->replaced_by)));
		}
		if (f->fields != NULL) {
			check_table(f->fields);
		}
	}
}

static void
test_table(void **state)
{
	(void)state;
	check_table(&cr_fields_kustomization);
	static const struct cr_fields *const plugins[] = {
		&cr_fields_plugin_metadata,  &cr_fields_plugin_annotations, &cr_fields_plugin_labels,  &cr_fields_plugin_affix,
		&cr_fields_plugin_namespace, &cr_fields_plugin_image,       &cr_fields_plugin_replica, &cr_fields_plugin_strategic,
		&cr_fields_plugin_json6902,  &cr_fields_plugin_iam,         &cr_fields_plugin_value,   &cr_fields_plugin_targets,
		&cr_fields_plugin_chart,
	};
	for (size_t i = 0; i < sizeof plugins / sizeof *plugins; i++) {
		check_table(plugins[i]);
	}
}

static void
test_config(void **state)
{
	(void)state;
	struct cr_config config = cr_config_default;
	assert_int_equal(config.labels->count, 0);
	assert_int_equal(config.name_prefix->count, 1);
	assert_int_equal(config.common_labels->count, cr_fs_common_labels.count);
	assert_int_equal(config.name_references->count, cr_name_references.count);
}

static bool
decode_all(struct cr_ctx *c, void *arg)
{
	const struct cr_source source = { .text = cr_str_z(arg), .file = 1, .line = 1 };
	struct cr_docs docs = { 0 };
	struct cr_kust k;
	return cr_yaml_read(c, &source, CR_YAML_KUSTOMIZATION, &docs) && cr_kust_decode(c, docs.items[0], 0, S(""), &k);
}

static void
test_memory(void **state)
{
	(void)state;
	char text[] = "resources: [a]\nlabels: [{pairs: {a: b}, fields: [{path: a/b}]}]\npatches: [{path: a, target: {kind: b}}]\n"
		      "configMapGenerator: [{name: a, options: {labels: {a: b}}}]\ngeneratorOptions: {labels: {c: d}}\n";
	assert_true(test_every_failure(decode_all, text) > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, test_setup, test_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_wrong),      TEST(test_all_errors), TEST(test_minimum),
		TEST(test_texts),      TEST(test_entries),    TEST(test_labels),
		TEST(test_generators), TEST(test_patches),    TEST(test_images_and_replicas),
		TEST(test_sort),       TEST(test_settings),   TEST(test_charts),
		TEST(test_deprecated), TEST(test_table),      TEST(test_config),
		TEST(test_memory),     TEST(test_vars),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
