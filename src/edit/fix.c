/* fix: deprecated fields become those that took their place. Where the old field has the new one's form and the new one is not there, its
 * key alone changes.
 *
 * Counterpart: FixKustomization and FixKustomizationPreMarshalling of api/types. */
#include "edit/tree.h"

/* The field gets another name; what it holds stays the same node, so that its text stays. */
static void
rename_field(struct cr_edit_state *s, const char *from, const char *to)
{
	struct cr_ctx *c = s->ctx;
	struct cr_node *value = cr_edit_pair(c, s->root, from)->value;
	cr_edit_drop(c, s->root, to);
	cr_edit_drop(c, s->root, from);
	cr_map_set(c, s->root, cr_key_intern(c, cr_str_z(to)), value, CR_NO_MARK);
}

/* The items of a deprecated list go behind those of another. */
static bool
join(struct cr_edit_state *s, const char *from, const char *to)
{
	struct cr_ctx *c = s->ctx;
	const struct cr_node *old = cr_edit_get(c, s->root, from), *there = cr_edit_get(c, s->root, to);
	if (old == NULL) {
		cr_edit_drop(c, s->root, from);
		return true;
	}
	if (there == NULL || (there->kind == CR_LIST && there->count == 0)) {
		rename_field(s, from, to);
		return true;
	}
	struct cr_node *list = cr_edit_list(s, s->root, to);
	for (uint32_t i = 0; list != NULL && old->kind == CR_LIST && i < old->count; i++) {
		cr_list_append(c, list, old->items[i]);
	}
	cr_edit_drop(c, s->root, from);
	return list != NULL;
}

static void
add_header(struct cr_edit_state *s)
{
	struct cr_ctx *c = s->ctx;
	struct cr_str kind = cr_edit_text(c, s->root, "kind");
	bool component = cr_str_eq(kind, CR_STR("Component"));
	if (cr_edit_text(c, s->root, "apiVersion").len == 0) {
		cr_edit_put_text(c, s->root, "apiVersion",
				 component ? CR_STR("kustomize.config.k8s.io/v1alpha1") : CR_STR("kustomize.config.k8s.io/v1beta1"));
	}
	if (kind.len == 0) {
		cr_edit_put_text(c, s->root, "kind", CR_STR("Kustomization"));
	}
}

/* "env", one file, becomes one of "envs". */
static bool
fix_env(struct cr_edit_state *s, const char *field)
{
	struct cr_ctx *c = s->ctx;
	if (cr_edit_get(c, s->root, field) == NULL) {
		return true;
	}
	struct cr_node *list = cr_edit_list(s, s->root, field);
	for (uint32_t i = 0; list != NULL && i < list->count; i++) {
		struct cr_str env = cr_edit_text(c, list->items[i], "env");
		struct cr_node *item = env.len > 0 ? cr_edit_item(c, list, i) : NULL;
		if (item == NULL) {
			continue;
		}
		struct cr_node *envs = cr_edit_list(s, item, "envs");
		if (envs == NULL) {
			return false;
		}
		cr_list_append(c, envs, cr_edit_new_text(c, env));
		cr_edit_drop(c, item, "env");
	}
	return list != NULL;
}

/* An entry of patchesStrategicMerge is a file where there is one of that name, else the patch itself. */
static bool
fix_strategic(struct cr_edit_state *s)
{
	struct cr_ctx *c = s->ctx;
	const struct cr_node *old = cr_edit_get(c, s->root, "patchesStrategicMerge");
	if (old == NULL || (old->kind == CR_LIST && old->count == 0)) {
		cr_edit_drop(c, s->root, "patchesStrategicMerge");
		return true;
	}
	struct cr_node *list = cr_edit_list(s, s->root, "patches");
	for (uint32_t i = 0; list != NULL && old->kind == CR_LIST && i < old->count; i++) {
		struct cr_str text = old->items[i]->kind == CR_SCALAR ? cr_text(old->items[i]) : CR_STR("");
		struct cr_node *item = cr_node_map(c, CR_NO_MARK);
		const struct cr_file *file = NULL;
		if (cr_str_find(text, '\n', 0) == SIZE_MAX && !cr_edit_find_file(s, text, old->items[i]->mark, &file)) {
			return false;
		}
		cr_edit_put_text(c, item, file != NULL ? "path" : "patch", text);
		cr_list_append(c, list, item);
	}
	cr_edit_drop(c, s->root, "patchesStrategicMerge");
	return list != NULL;
}

static bool
check_conflicts(struct cr_edit_state *s, const struct cr_node *common)
{
	struct cr_ctx *c = s->ctx;
	const struct cr_node *labels = cr_edit_get(c, s->root, "labels");
	for (uint32_t i = 0; cr_is(labels, CR_LIST) && i < labels->count; i++) {
		const struct cr_node *pairs = cr_edit_get(c, labels->items[i], "pairs");
		for (uint32_t k = 0; cr_is(pairs, CR_MAP) && k < pairs->count; k++) {
			if (cr_map_pair(common, pairs->pairs[k].key) != NULL) {
				return cr_fail(c, pairs->pairs[k].mark, CR_E_KUSTOMIZATION,
					       "label name '%S' exists in both commonLabels and labels",
					       cr_key_str(c, pairs->pairs[k].key));
			}
		}
	}
	return true;
}

static bool
fix_labels(struct cr_edit_state *s)
{
	struct cr_ctx *c = s->ctx;
	struct cr_node *common = cr_edit_get(c, s->root, "commonLabels");
	if (!cr_is(common, CR_MAP) || common->count == 0) {
		return true;
	}
	if (!check_conflicts(s, common)) {
		return false;
	}
	struct cr_node *list = cr_edit_list(s, s->root, "labels");
	struct cr_node *entry = cr_node_map(c, CR_NO_MARK);
	if (list == NULL) {
		return false;
	}
	cr_edit_put(c, entry, "includeSelectors", cr_node_scalar(c, CR_STR("true"), CR_TAG_BOOL, CR_NO_MARK));
	cr_edit_put(c, entry, "pairs", common);
	cr_list_append(c, list, entry);
	cr_edit_drop(c, s->root, "commonLabels");
	return true;
}

static bool
refuse_charts(struct cr_edit_state *s)
{
	const struct cr_node *charts = cr_edit_get(s->ctx, s->root, "helmChartInflationGenerator");
	return charts == NULL || cr_fail(s->ctx, charts->mark, CR_E_UNSUPPORTED,
					 "\"helmChartInflationGenerator\" is not converted: write \"helmCharts\" by hand");
}

bool
cr_edit_fix(struct cr_edit_state *s, const struct cr_edit *e)
{
	if (!refuse_charts(s)) {
		return false;
	}
	add_header(s);
	return join(s, "bases", "resources") && join(s, "imageTags", "images") && fix_env(s, "configMapGenerator") &&
	       fix_env(s, "secretGenerator") && join(s, "patchesJson6902", "patches") && fix_strategic(s) && fix_labels(s) &&
	       (!e->vars || cr_edit_fix_vars(s));
}
