/* The fields of kustomization.yaml, row by row. Counterpart: api/types/kustomization.go and the structs that it names. */
#include "kustomization/field_rows.h"

/* clang-format off */
static const struct cr_field fieldspec_rows[] = {
	{ TEXT(cr_draft_fieldspec, "group", group, "API group; empty is any"), TYPED },
	{ TEXT(cr_draft_fieldspec, "version", version, "API version; empty is any"), TYPED },
	{ TEXT(cr_draft_fieldspec, "kind", kind, "kind; empty is any"), TYPED },
	{ TEXT(cr_draft_fieldspec, "path", path, "the field, as spec/template/metadata/labels") },
	{ BOOL(cr_draft_fieldspec, "create", create, "make the field where it is missing") },
};
const struct cr_fields cr_fields_fieldspec = TABLE(cr_draft_fieldspec, fieldspec_rows);

static const struct cr_field config_spec_rows[] = {
	{ TEXT(cr_draft_fieldspec, "group", group, "API group; empty is any") },
	{ TEXT(cr_draft_fieldspec, "version", version, "API version; empty is any") },
	{ TEXT(cr_draft_fieldspec, "kind", kind, "kind; empty is any") },
	{ SCALAR(cr_draft_fieldspec, "path", path, "the field, as spec/template/metadata/labels") },
	{ BOOL(cr_draft_fieldspec, "create", create, "make the field where it is missing") },
};
static const struct cr_fields config_spec_table = TABLE(cr_draft_fieldspec, config_spec_rows);

#define SPECS(type, field, member, about) ITEMS(field, config_spec_table, cr_finish_config_spec, about), AT(type, member)

static const struct cr_field namereference_rows[] = {
	{ TEXT(cr_draft_namereference, "group", group, "API group of what is referred to; empty is any") },
	{ TEXT(cr_draft_namereference, "version", version, "its API version; empty is any") },
	{ TEXT(cr_draft_namereference, "kind", kind, "its kind; empty is any") },
	{ SPECS(cr_draft_namereference, "fieldSpecs", referrers, "fields that hold its name") },
};
static const struct cr_fields namereference_table = TABLE(cr_draft_namereference, namereference_rows);

static const struct cr_field config_rows[] = {
	{ SPECS(cr_draft_config, "namePrefix", name_prefix, "fields that get the prefix") },
	{ SPECS(cr_draft_config, "nameSuffix", name_suffix, "fields that get the suffix") },
	{ SPECS(cr_draft_config, "namespace", ns, "fields that get the namespace") },
	{ SPECS(cr_draft_config, "commonLabels", common_labels, "fields for labels with selectors") },
	{ SPECS(cr_draft_config, "labels", labels, "fields for all labels of \"labels\"") },
	{ SPECS(cr_draft_config, "templateLabels", template_labels, "fields for labels with templates") },
	{ SPECS(cr_draft_config, "volumeClaimTemplateLabels", volume_claim_template_labels, "fields for labels with volume claim templates") },
	{ SPECS(cr_draft_config, "commonAnnotations", common_annotations, "fields for annotations") },
	{ ITEMS("nameReference", namereference_table, cr_finish_namereference, "fields that hold names of objects"),
	  AT(cr_draft_config, name_references) },
	{ SPECS(cr_draft_config, "varReference", var_reference, "fields in which variables count") },
	{ SPECS(cr_draft_config, "images", images, "fields that hold images") },
	{ SPECS(cr_draft_config, "replicas", replicas, "fields that hold replica counts") },
};
const struct cr_fields cr_fields_config = TABLE(cr_draft_config, config_rows);

static const struct cr_field label_rows[] = {
	{ ENTRIES(cr_draft_label, "pairs", item.pairs, "labels and their values") },
	{ BOOL(cr_draft_label, "includeSelectors", item.include_selectors, "selectors and templates too") },
	{ BOOL(cr_draft_label, "includeTemplates", item.include_templates, "templates too") },
	{ BOOL(cr_draft_label, "includeVolumeClaimTemplates", item.include_volume_claim_templates, "volume claim templates too") },
	{ ITEMS("fields", cr_fields_fieldspec, cr_finish_fieldspec, "further fields that hold labels") },
};
static const struct cr_fields label_table = TABLE(cr_draft_label, label_rows);

static const struct cr_field generator_options_rows[] = {
	{ ENTRIES(cr_generator_options, "labels", labels, "labels of what is generated"), TYPED },
	{ ENTRIES(cr_generator_options, "annotations", annotations, "annotations of what is generated"), TYPED },
	{ BOOL(cr_generator_options, "disableNameSuffixHash", disable_name_suffix_hash, "names without the suffix made of the content") },
	{ BOOL(cr_generator_options, "immutable", immutable, "write immutable: true") },
};
static const struct cr_fields generator_options_table = TABLE(cr_generator_options, generator_options_rows);

#define GENERATOR_ROWS \
	{ TEXT(cr_draft_generator, "name", args.name, "name of the object"), TYPED }, \
	{ TEXT(cr_draft_generator, "namespace", args.ns, "namespace of the object"), TYPED }, \
	{ TEXT(cr_draft_generator, "behavior", args.behavior, "create, merge or replace"), TYPED }, \
	{ TEXTS(cr_draft_generator, "literals", args.literals, "key=value"), TYPED }, \
	{ TEXTS(cr_draft_generator, "files", args.files, "path, or key=path"), TYPED }, \
	{ TEXTS(cr_draft_generator, "envs", args.envs, "files of KEY=value lines"), TYPED }, \
	{ TEXT(cr_draft_generator, "env", env, "one file of KEY=value lines"), .replaced_by = "envs" }, \
	{ MAP("options", generator_options_table, "as generatorOptions, for this object"), AT(cr_draft_generator, args.options) }

static const struct cr_field config_map_rows[] = { GENERATOR_ROWS };
static const struct cr_fields config_map_table = TABLE(cr_draft_generator, config_map_rows);

static const struct cr_field secret_rows[] = {
	GENERATOR_ROWS,
	{ TEXT(cr_draft_generator, "type", args.type, "type of the Secret; Opaque if empty"), TYPED },
};
const struct cr_fields cr_fields_secret = TABLE(cr_draft_generator, secret_rows);

static const struct cr_field selector_rows[] = {
	{ TEXT(cr_draft_selector, "group", group, "regular expression for the API group"), TYPED },
	{ TEXT(cr_draft_selector, "version", version, "regular expression for the API version"), TYPED },
	{ TEXT(cr_draft_selector, "kind", kind, "regular expression for the kind"), TYPED },
	{ TEXT(cr_draft_selector, "name", name, "regular expression for the name"), TYPED },
	{ TEXT(cr_draft_selector, "namespace", ns, "regular expression for the namespace"), TYPED },
	{ TEXT(cr_draft_selector, "labelSelector", label_selector, "label selector, as kubectl takes it") },
	{ TEXT(cr_draft_selector, "annotationSelector", annotation_selector, "the same over annotations") },
};
const struct cr_fields cr_fields_selector = TABLE(cr_draft_selector, selector_rows);

static const struct cr_field patch_options_rows[] = {
	{ BOOL(cr_draft_patch, "allowNameChange", patch.allow_name_change, "the patch may change the name") },
	{ BOOL(cr_draft_patch, "allowKindChange", patch.allow_kind_change, "the patch may change the kind") },
};
static const struct cr_fields patch_options_table = TABLE(cr_draft_patch, patch_options_rows);

static const struct cr_field patch_rows[] = {
	{ TEXT(cr_draft_patch, "path", patch.path, "file of the patch") },
	{ TEXT(cr_draft_patch, "patch", patch.patch, "the patch itself") },
	{ MAP("target", cr_fields_selector, "what is patched"), AT(cr_draft_patch, target), PRESENT(cr_draft_patch, patch.has_target),
	  MARK(cr_draft_patch, patch.target.mark) },
	{ MAP("options", patch_options_table, "what the patch may change") },
};
const struct cr_fields cr_fields_patch = TABLE(cr_draft_patch, patch_rows);

static const struct cr_field image_rows[] = {
	{ TEXT(cr_image, "name", name, "image as it is written, without tag") },
	{ TEXT(cr_image, "newName", new_name, "image instead of it") },
	{ TEXT(cr_image, "newTag", new_tag, "new tag") },
	{ TEXT(cr_image, "digest", digest, "new digest") },
	{ TEXT(cr_image, "tagSuffix", tag_suffix, "text after the tag") },
};
const struct cr_fields cr_fields_image = TABLE(cr_image, image_rows);

static const struct cr_field replica_rows[] = {
	{ TEXT(cr_replica, "name", name, "name of the object") },
	{ .name = "count", .kind = CR_FIELD_INT, AT(cr_replica, count), .doc = "how many" },
};
const struct cr_fields cr_fields_replica = TABLE(cr_replica, replica_rows);

static const struct cr_field objref_rows[] = {
	{ TEXT(cr_draft_var, "apiVersion", api_version, "API group and version") },
	{ TEXT(cr_draft_var, "group", group, "API group, if apiVersion names none") },
	{ TEXT(cr_draft_var, "version", version, "API version, if there is no apiVersion") },
	{ TEXT(cr_draft_var, "kind", kind, "kind of the object") },
	{ TEXT(cr_draft_var, "name", object, "name of the object, as it was written or as it is now") },
	{ TEXT(cr_draft_var, "namespace", ns, "namespace of the object; any if empty") },
};
static const struct cr_fields objref_table = TABLE(cr_draft_var, objref_rows);

static const struct cr_field fieldref_rows[] = {
	{ TEXT(cr_draft_var, "fieldPath", field_path, "the field with the value; metadata.name if empty") },
};
static const struct cr_fields fieldref_table = TABLE(cr_draft_var, fieldref_rows);

static const struct cr_field var_rows[] = {
	{ TEXT(cr_draft_var, "name", name, "X of $(X)") },
	{ MAP("objref", objref_table, "the object that the value is of") },
	{ MAP("fieldref", fieldref_table, "the field that the value is of") },
};
static const struct cr_fields var_table = TABLE(cr_draft_var, var_rows);

static const struct cr_field field_options_rows[] = {
	{ TEXT(cr_draft_field_options, "delimiter", delimiter, "what the text is split by") },
	{ .name = "index", .kind = CR_FIELD_INT, AT(cr_draft_field_options, index), .doc = "which part of the split text, from 0" },
	{ TEXT(cr_draft_field_options, "encoding", encoding, "no effect") },
	{ BOOL(cr_draft_field_options, "create", create, "make the field where it is missing") },
};
static const struct cr_fields field_options_table = TABLE(cr_draft_field_options, field_options_rows);

static const struct cr_field source_rows[] = {
	{ TEXT(cr_draft_source, "group", group, "API group"), TYPED },
	{ TEXT(cr_draft_source, "version", version, "API version"), TYPED },
	{ TEXT(cr_draft_source, "kind", kind, "kind"), TYPED },
	{ TEXT(cr_draft_source, "name", name, "name, the present or an earlier one"), TYPED },
	{ TEXT(cr_draft_source, "namespace", ns, "namespace, the present or an earlier one"), TYPED },
	{ TEXT(cr_draft_source, "fieldPath", field, "the field; metadata.name if empty") },
	{ MAP("options", field_options_table, "a part of the value"), AT(cr_draft_source, options) },
};
static const struct cr_fields source_table = TABLE(cr_draft_source, source_rows);

static const struct cr_field target_rows[] = {
	{ MAP("select", cr_fields_selector, "the objects to write to"), AT(cr_draft_target, select), PRESENT(cr_draft_target, has_select),
	  MARK(cr_draft_target, select_mark) },
	{ ITEMS("reject", cr_fields_selector, cr_finish_reject, "but not these") },
	{ TEXTS(cr_draft_target, "fieldPaths", paths, "the fields; metadata.name if none") },
	{ MAP("options", field_options_table, "a part of the field, or a new one"), AT(cr_draft_target, options) },
};
static const struct cr_fields target_table = TABLE(cr_draft_target, target_rows);

static const struct cr_field replacement_rows[] = {
	{ TEXT(cr_draft_replacement, "path", path, "file with replacements") },
	{ MAP("source", source_table, "where the value comes from"), AT(cr_draft_replacement, source),
	  PRESENT(cr_draft_replacement, has_source), MARK(cr_draft_replacement, source_mark) },
	{ TEXT(cr_draft_replacement, "sourceValue", value, "the value itself") },
	{ ITEMS("targets", target_table, cr_finish_replacement_target, "where it goes"), PRESENT(cr_draft_replacement, has_targets) },
};
const struct cr_fields cr_fields_replacement = TABLE(cr_draft_replacement, replacement_rows);

static const struct cr_field replacements_rows[] = {
	{ ITEMS("replacements", cr_fields_replacement, cr_finish_replacement_item, "values copied from field to field") },
};
const struct cr_fields cr_fields_replacements = TABLE(cr_replacements, replacements_rows);

static const struct cr_field metadata_rows[] = {
	{ TEXT(cr_draft_metadata, "name", name, "no effect") },
	{ TEXT(cr_draft_metadata, "namespace", ns, "no effect") },
	{ ENTRIES(cr_draft_metadata, "labels", labels, "no effect") },
	{ ENTRIES(cr_draft_metadata, "annotations", annotations, "settings under conf-render/") },
};
static const struct cr_fields metadata_table = TABLE(cr_draft_metadata, metadata_rows);

static const struct cr_field sort_lists_rows[] = {
	{ TEXTS(cr_draft_sort, "orderFirst", first, "kinds that come first") },
	{ TEXTS(cr_draft_sort, "orderLast", last, "kinds that come last") },
};
static const struct cr_fields sort_lists_table = TABLE(cr_draft_sort, sort_lists_rows);

static const struct cr_field sort_rows[] = {
	{ TEXT(cr_draft_sort, "order", order, "legacy or fifo") },
	{ MAP("legacySortOptions", sort_lists_table, "kinds instead of the built-in lists"), PRESENT(cr_draft_sort, has_lists),
	  MARK(cr_draft_sort, lists_mark) },
};
static const struct cr_fields sort_table = TABLE(cr_draft_sort, sort_rows);

static const struct cr_field helm_globals_rows[] = {
	{ TEXT(cr_draft, "chartHome", chart_home, "directory of the charts") },
	{ TEXT(cr_draft, "configHome", config_home, "directory of helm's configuration") },
};
static const struct cr_fields helm_globals_table = TABLE(cr_draft, helm_globals_rows);

static const struct cr_field helm_chart_rows[] = {
	{ TEXT(cr_draft_chart, "name", name, "name of the chart") },
	{ TEXT(cr_draft_chart, "chartName", name, "the same in helmChartInflationGenerator") },
};
static const struct cr_fields helm_chart_table = OPEN_TABLE(cr_draft_chart, helm_chart_rows);

static const struct cr_field kustomization_rows[] = {
	{ TEXT(cr_draft, "apiVersion", api_version, "kustomize.config.k8s.io/v1beta1; v1alpha1 for a Component") },
	{ TEXT(cr_draft, "kind", kind, "Kustomization or Component") },
	{ MAP("metadata", metadata_table, "no effect on output, but for settings of conf-render"), AT(cr_draft, metadata) },
	{ ENTRIES(cr_draft, "openapi", openapi, "schema") },
	{ TEXT(cr_draft, "namePrefix", kust.name_prefix, "text before every name") },
	{ TEXT(cr_draft, "nameSuffix", kust.name_suffix, "text after every name") },
	{ TEXT(cr_draft, "namespace", kust.ns, "namespace of every object") },
	{ ENTRIES(cr_draft, "commonLabels", kust.common_labels, "labels, also in selectors and templates"),
	  MARK(cr_draft, kust.common_labels_mark), .replaced_by = "labels" },
	{ ITEMS("labels", label_table, cr_finish_label, "labels") },
	{ ENTRIES(cr_draft, "commonAnnotations", kust.common_annotations, "annotations"), MARK(cr_draft, kust.common_annotations_mark) },
	{ TEXTS(cr_draft, "patchesStrategicMerge", patches_strategic_merge, "files or texts of patches"), .replaced_by = "patches" },
	{ ITEMS("patchesJson6902", cr_fields_patch, cr_finish_patch_json6902, "JSON patches"), .replaced_by = "patches" },
	{ ITEMS("patches", cr_fields_patch, cr_finish_patch, "patches of either sort") },
	{ ITEMS("images", cr_fields_image, cr_finish_image, "image names, tags and digests") },
	{ ITEMS("imageTags", cr_fields_image, cr_finish_image_tag, "as images"), .replaced_by = "images" },
	{ ITEMS("replacements", cr_fields_replacement, cr_finish_replacement, "values copied from field to field") },
	{ ITEMS("replicas", cr_fields_replica, cr_finish_replica, "replica counts by name") },
	{ ITEMS("vars", var_table, cr_finish_var, "values of fields, for $(NAME) in others"), .replaced_by = "replacements" },
	{ MAP("sortOptions", sort_table, "order of the output"), AT(cr_draft, sort), PRESENT(cr_draft, has_sort),
	  MARK(cr_draft, kust.sort.mark) },
	{ TEXTS(cr_draft, "resources", kust.resources, "files, and directories of other kustomizations") },
	{ TEXTS(cr_draft, "components", kust.components, "directories of Components") },
	{ TEXTS(cr_draft, "crds", kust.crds, "files with definitions of custom resources") },
	{ TEXTS(cr_draft, "bases", bases, "directories of other kustomizations"), .replaced_by = "resources" },
	{ ITEMS("configMapGenerator", config_map_table, cr_finish_config_map, "ConfigMaps to make") },
	{ ITEMS("secretGenerator", cr_fields_secret, cr_finish_secret, "Secrets to make") },
	{ MAP("helmGlobals", helm_globals_table, "settings for helmCharts") },
	{ ITEMS("helmCharts", helm_chart_table, cr_finish_helm_chart, "Helm charts to render: refused") },
	{ ITEMS("helmChartInflationGenerator", helm_chart_table, cr_finish_helm_chart, "Helm charts to render: refused"),
	  .replaced_by = "helmCharts" },
	{ MAP("generatorOptions", generator_options_table, "options of all that is generated"), AT(cr_draft, generator_options) },
	{ TEXTS(cr_draft, "configurations", kust.configurations, "files that say which fields transformers touch") },
	{ TEXTS(cr_draft, "generators", kust.generators, "files, directories or texts of generator configurations") },
	{ TEXTS(cr_draft, "transformers", kust.transformers, "the same of transformers") },
	{ TEXTS(cr_draft, "validators", kust.validators, "the same of transformers that may change nothing") },
	{ TEXTS(cr_draft, "buildMetadata", build_metadata, "what to note in the output") },
};
const struct cr_fields cr_fields_kustomization = TABLE(cr_draft, kustomization_rows);
