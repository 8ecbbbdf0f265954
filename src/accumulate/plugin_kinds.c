/* What each kind of built-in plugin does: its fields, checked, handed to the code that does the same for a kustomization. Plugins have no
 * default field specs.
 * Counterpart: api/internal/builtins. */
#include "accumulate/plugin_kinds.h"

#include "accumulate/patchload.h"
#include "accumulate/replacementload.h"
#include "accumulate/source.h"
#include "generate/generate.h"
#include "transform/apply.h"
#include "transform/replacement.h"
#include "transform/set.h"

static struct cr_fieldspecs
specs_of(const struct cr_plugin *p)
{
	return (struct cr_fieldspecs){ .items = p->fields.specs.items, .count = p->fields.specs.count };
}

static bool
settle_generator(struct cr_ctx *c, struct cr_plugin *p, bool secret)
{
	struct cr_draft_generator draft = { 0 };
	size_t errors = cr_error_count(c);
	cr_fields_read_as(c, CR_FIELDS_PLUGIN, &cr_fields_secret, p->r->root, &draft, &p->place);
	p->args = draft.args;
	p->args.secret = secret;
	p->args.mark = p->r->mark;
	if (p->args.name.s.len == 0) {
		p->args.name = p->fields.metadata.name;
	}
	if (p->args.ns.s.len == 0) {
		p->args.ns = p->fields.metadata.ns;
	}
	return cr_error_count(c) == errors;
}

static bool
settle_config_map(struct cr_ctx *c, struct cr_plugin *p)
{
	return settle_generator(c, p, false);
}

static bool
settle_secret(struct cr_ctx *c, struct cr_plugin *p)
{
	return settle_generator(c, p, true);
}

static bool
generate_object(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out)
{
	struct cr_resource *r = cr_generate(c, p->dir, &p->args);
	if (r != NULL) {
		*cr_push(c, out) = r;
	}
	return r != NULL;
}

static bool
generate_iam_policy(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out)
{
	return cr_iam_policy_generate(c, &p->fields.iam, p->r->mark, out);
}

static bool
refuse_chart(struct cr_ctx *c, struct cr_plugin *p)
{
	return cr_fail(c, p->r->mark, CR_E_UNSUPPORTED, "helm chart \"%S\" in \"%s\" is not enabled", p->fields.chart.s, p->kind->name);
}

static bool
generate_nothing(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out)
{
	(void)out;
	return refuse_chart(c, p);
}

static bool
transform_entries(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	const struct cr_fieldspecs specs = specs_of(p);
	return cr_set_entries(c, m, &specs, &p->fields.entries);
}

static bool
settle_affix(struct cr_ctx *c, struct cr_plugin *p)
{
	return p->fields.has_specs ||
	       cr_fail(c, p->r->mark, CR_E_KUSTOMIZATION, "fieldSpecs is not expected to be nil in \"%s\"", p->kind->name);
}

static bool
transform_prefix(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	const struct cr_fieldspecs specs = specs_of(p);
	return cr_affix_apply(c, &p->fields.prefix, false, &specs, m);
}

static bool
transform_suffix(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	const struct cr_fieldspecs specs = specs_of(p);
	return cr_affix_apply(c, &p->fields.suffix, true, &specs, m);
}

static bool
transform_affixes(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	return transform_prefix(c, p, m) && transform_suffix(c, p, m);
}

static bool
read_subjects(const struct cr_text *word, enum cr_subjects *out)
{
	static const char *const words[] = {
		[CR_SUBJECTS_DEFAULT] = "defaultOnly", [CR_SUBJECTS_ACCOUNTS] = "allServiceAccounts", [CR_SUBJECTS_NONE] = "none"
	};
	*out = CR_SUBJECTS_DEFAULT;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (cr_str_eq(word->s, cr_str_z(words[i]))) {
			*out = (enum cr_subjects)i;
			return true;
		}
	}
	return word->s.len == 0;
}

static bool
settle_namespace(struct cr_ctx *c, struct cr_plugin *p)
{
	enum cr_subjects subjects;
	return read_subjects(&p->fields.subjects, &subjects) || cr_fail(c, p->fields.subjects.mark, CR_E_KUSTOMIZATION,
									"invalid value \"%S\" for setRoleBindingSubjects: must be one of "
									"\"defaultOnly\", \"none\" or \"allServiceAccounts\"",
									p->fields.subjects.s);
}

static bool
transform_namespace(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	const struct cr_fieldspecs specs = specs_of(p);
	struct cr_namespace_rule rule = { .ns = p->fields.metadata.ns, .unset_only = p->fields.unset_only };
	read_subjects(&p->fields.subjects, &rule.subjects);
	return rule.ns.s.len == 0 || cr_namespace_apply(c, &rule, &specs, m);
}

static bool
settle_image(struct cr_ctx *c, struct cr_plugin *p)
{
	(void)c;
	p->fields.image.mark = p->fields.image_mark != CR_NO_MARK ? p->fields.image_mark : p->r->mark;
	return true;
}

static bool
transform_image(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	const struct cr_fieldspecs specs = specs_of(p);
	return cr_images_apply(c, &p->fields.image, 1, &specs, m);
}

static bool
settle_replica(struct cr_ctx *c, struct cr_plugin *p)
{
	(void)c;
	p->fields.replica.mark = p->fields.replica_mark != CR_NO_MARK ? p->fields.replica_mark : p->r->mark;
	return true;
}

static bool
transform_replica(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	const struct cr_fieldspecs specs = specs_of(p);
	return cr_replicas_apply(c, &p->fields.replica, &specs, m);
}

static bool
settle_patch(struct cr_ctx *c, struct cr_plugin *p)
{
	struct cr_draft_patch draft = { 0 };
	size_t errors = cr_error_count(c);
	cr_fields_read_as(c, CR_FIELDS_PLUGIN, &cr_fields_patch, p->r->root, &draft, &p->place);
	if (cr_error_count(c) != errors || !cr_patch_settle(c, &draft, &p->place)) {
		return false;
	}
	*cr_push(c, &p->patches) = draft.patch;
	return cr_patch_load(c, p->dir, &p->patches.items[0]);
}

static bool
add_strategic(struct cr_ctx *c, struct cr_plugin *p, const struct cr_text *text, bool inlined)
{
	struct cr_patch *patch = cr_push(c, &p->patches);
	*patch = (struct cr_patch){ .field = CR_PATCHES_STRATEGIC_MERGE, .path = *text, .patch = *text, .mark = text->mark };
	patch->inlined = inlined;
	return cr_patch_load(c, p->dir, patch);
}

static bool
settle_strategic(struct cr_ctx *c, struct cr_plugin *p)
{
	const struct cr_texts *paths = &p->fields.paths;
	size_t documents = 0;
	if (paths->count == 0 && p->fields.patches.s.len == 0) {
		return cr_fail(c, p->r->mark, CR_E_PATCH, "empty file path and empty patch content in \"%s\"", p->kind->name);
	}
	for (size_t i = 0; i < paths->count; i++) {
		if (!add_strategic(c, p, &paths->items[i], false)) {
			return false;
		}
	}
	if (p->fields.patches.s.len > 0 && !add_strategic(c, p, &p->fields.patches, true)) {
		return false;
	}
	for (size_t i = 0; i < p->patches.count; i++) {
		documents += p->patches.items[i].strategic.count;
	}
	return documents > 0 || cr_fail(c, p->r->mark, CR_E_PATCH, "patch appears to be empty");
}

static bool
settle_json6902(struct cr_ctx *c, struct cr_plugin *p)
{
	struct cr_draft_patch *draft = &p->fields.patch;
	struct cr_patch *patch = &draft->patch;
	cr_selector_settle(&draft->target, patch->target.mark, &patch->target);
	patch->path.set = patch->path.s.len > 0;
	patch->patch.set = patch->patch.s.len > 0;
	if (patch->target.name.len == 0) {
		return cr_fail(c, p->r->mark, CR_E_PATCH, "must specify the target name in \"%s\"", p->kind->name);
	}
	if (!patch->path.set && !patch->patch.set) {
		return cr_fail(c, p->r->mark, CR_E_PATCH, "empty file path and empty jsonOp in \"%s\"", p->kind->name);
	}
	if (patch->path.set && patch->patch.set) {
		return cr_fail(c, patch->patch.mark, CR_E_PATCH, "must specify a file path or jsonOp, not both, in \"%s\"", p->kind->name);
	}
	patch->field = CR_PATCHES_JSON6902;
	patch->mark = p->r->mark;
	*cr_push(c, &p->patches) = *patch;
	return cr_patch_load(c, p->dir, &p->patches.items[0]);
}

static bool
transform_patches(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	return cr_patches_apply(c, p->patches.items, p->patches.count, m);
}

static bool
load_targets(struct cr_ctx *c, struct cr_plugin *p)
{
	const struct cr_text *path = &p->fields.targets_path;
	struct cr_file *file;
	if (!cr_load_file(c, p->dir, path->s, path->mark, &file)) {
		return false;
	}
	const struct cr_source src = cr_source_of_file(file);
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_KUSTOMIZATION, &docs) || docs.count == 0) {
		return docs.count == 0;
	}
	if (docs.items[0]->kind != CR_MAP) {
		return cr_fail(c, docs.items[0]->mark, CR_E_TYPE, "a file of targets must be a map with a list \"targets\"");
	}
	size_t errors = cr_error_count(c);
	cr_fields_read_as(c, CR_FIELDS_LENIENT, &cr_fields_plugin_targets, docs.items[0], &p->fields, NULL);
	return cr_error_count(c) == errors;
}

static bool
settle_value(struct cr_ctx *c, struct cr_plugin *p)
{
	p->fields.value.s = cr_str_trim(p->fields.value.s);
	if (p->fields.value.s.len == 0) {
		p->fields.value.s = cr_load_dir_name(p->dir);
	}
	if (p->fields.targets_path.s.len > 0 && !load_targets(c, p)) {
		return false;
	}
	return p->fields.targets.count > 0 ||
	       cr_fail(c, p->r->mark, CR_E_KUSTOMIZATION, "must specify at least one target in \"%s\"", p->kind->name);
}

static bool
transform_value(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	for (size_t i = 0; i < p->fields.targets.count; i++) {
		if (!cr_value_apply(c, p->fields.value.s, &p->fields.targets.items[i], m)) {
			return false;
		}
	}
	return true;
}

static bool
settle_replacements(struct cr_ctx *c, struct cr_plugin *p)
{
	return cr_replacements_decode(c, p->r->root, &p->place, &p->replacements) && cr_replacements_load(c, p->dir, &p->replacements);
}

static bool
transform_replacements(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	return cr_replacements_run(c, &p->replacements, m);
}

static bool
transform_hash(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	(void)p;
	return cr_hash_apply(c, m);
}

/* clang-format off */
static const struct cr_plugin_kind kinds[] = {
	{ "ConfigMapGenerator", &cr_fields_plugin_metadata, CR_FIELDS_PLUGIN, settle_config_map, generate_object, NULL },
	{ "SecretGenerator", &cr_fields_plugin_metadata, CR_FIELDS_PLUGIN, settle_secret, generate_object, NULL },
	{ "IAMPolicyGenerator", &cr_fields_plugin_iam, CR_FIELDS_PLUGIN, NULL, generate_iam_policy, NULL },
	{ "HelmChartInflationGenerator", &cr_fields_plugin_chart, CR_FIELDS_PLUGIN, refuse_chart, generate_nothing, NULL },
	{ "AnnotationsTransformer", &cr_fields_plugin_annotations, CR_FIELDS_PLUGIN, NULL, NULL, transform_entries },
	{ "LabelTransformer", &cr_fields_plugin_labels, CR_FIELDS_PLUGIN, NULL, NULL, transform_entries },
	{ "PrefixTransformer", &cr_fields_plugin_affix, CR_FIELDS_PLUGIN_YAML, settle_affix, NULL, transform_prefix },
	{ "SuffixTransformer", &cr_fields_plugin_affix, CR_FIELDS_PLUGIN_YAML, settle_affix, NULL, transform_suffix },
	{ "PrefixSuffixTransformer", &cr_fields_plugin_affix, CR_FIELDS_PLUGIN_YAML, settle_affix, NULL, transform_affixes },
	{ "NamespaceTransformer", &cr_fields_plugin_namespace, CR_FIELDS_PLUGIN, settle_namespace, NULL, transform_namespace },
	{ "ImageTagTransformer", &cr_fields_plugin_image, CR_FIELDS_PLUGIN, settle_image, NULL, transform_image },
	{ "ReplicaCountTransformer", &cr_fields_plugin_replica, CR_FIELDS_PLUGIN, settle_replica, NULL, transform_replica },
	{ "PatchTransformer", NULL, CR_FIELDS_PLUGIN, settle_patch, NULL, transform_patches },
	{ "PatchStrategicMergeTransformer", &cr_fields_plugin_strategic, CR_FIELDS_PLUGIN, settle_strategic, NULL, transform_patches },
	{ "PatchJson6902Transformer", &cr_fields_plugin_json6902, CR_FIELDS_PLUGIN, settle_json6902, NULL, transform_patches },
	{ "ReplacementTransformer", NULL, CR_FIELDS_PLUGIN, settle_replacements, NULL, transform_replacements },
	{ "ValueAddTransformer", &cr_fields_plugin_value, CR_FIELDS_PLUGIN, settle_value, NULL, transform_value },
	{ "HashTransformer", NULL, CR_FIELDS_PLUGIN, NULL, NULL, transform_hash },
};
/* clang-format on */

const struct cr_plugin_kind *
cr_plugin_kind_find(struct cr_str name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (cr_str_eq(cr_str_z(kinds[i].name), name)) {
			return &kinds[i];
		}
	}
	return NULL;
}
