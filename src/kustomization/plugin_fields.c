/* The fields of the built-in plugins, row by row. All tables fill a struct cr_plugin_fields.
 * Counterpart: the structs of api/internal/builtins. */
#include "kustomization/plugin_fields.h"

#include "kustomization/field_rows.h"

static const struct cr_step no_name[] = { { .key = CR_KEY_EMPTY } };

/* A path that is not there is an error only where an object of the kind comes by. */
static void
finish_spec(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_plugin_fields *plugin = parent;
	struct cr_draft_fieldspec *from = item;
	struct cr_fieldspec spec;
	bool pathless = from->path.s.len == 0;
	if (pathless) {
		from->path = (struct cr_text){ .s = CR_STR("-"), .mark = place->mark };
	}
	if (!cr_fieldspec_settle(c, from, place, &spec)) {
		return;
	}
	if (pathless) {
		spec.path = no_name;
	}
	*cr_push(c, &plugin->specs) = spec;
}

static void
finish_target(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_plugin_fields *plugin = parent;
	struct cr_value_target *target = item;
	target->mark = place->mark;
	cr_selector_settle(&target->selector_fields, target->selector.mark, &target->selector);
	if (target->path.s.len == 0) {
		cr_fail(c, place->mark, CR_E_KUSTOMIZATION, "fieldPath cannot be empty in \"%S\"", cr_place_text(c, place));
	} else if (target->position < 0) {
		cr_fail(c, place->mark, CR_E_KUSTOMIZATION, "value of filePathPosition (%lld) cannot be negative in \"%S\"",
			(long long)target->position, cr_place_text(c, place));
	} else {
		*cr_push(c, &plugin->targets) = *target;
	}
}

/* clang-format off */
static const struct cr_field object_meta_rows[] = {
	{ TEXT(cr_plugin_metadata, "name", name, "name of what is generated, unless it has one") },
	{ TEXT(cr_plugin_metadata, "namespace", ns, "namespace of what is generated, or of all objects") },
};
static const struct cr_fields object_meta = TABLE(cr_plugin_metadata, object_meta_rows);

#define METADATA_ROW \
	{ MAP("metadata", object_meta, "name and namespace"), AT(cr_plugin_fields, metadata) }
#define SPECS_ROW \
	{ ITEMS("fieldSpecs", cr_fields_fieldspec, finish_spec, "the fields that are touched"), PRESENT(cr_plugin_fields, has_specs) }

static const struct cr_field metadata_rows[] = { METADATA_ROW };
const struct cr_fields cr_fields_plugin_metadata = TABLE(cr_plugin_fields, metadata_rows);

static const struct cr_field annotations_rows[] = {
	{ ENTRIES(cr_plugin_fields, "annotations", entries, "annotations and their values") },
	SPECS_ROW,
};
const struct cr_fields cr_fields_plugin_annotations = TABLE(cr_plugin_fields, annotations_rows);

static const struct cr_field labels_rows[] = {
	{ ENTRIES(cr_plugin_fields, "labels", entries, "labels and their values") },
	SPECS_ROW,
};
const struct cr_fields cr_fields_plugin_labels = TABLE(cr_plugin_fields, labels_rows);

static const struct cr_field affix_rows[] = {
	{ TEXT(cr_plugin_fields, "prefix", prefix, "text in front") },
	{ TEXT(cr_plugin_fields, "suffix", suffix, "text behind") },
	SPECS_ROW,
};
const struct cr_fields cr_fields_plugin_affix = TABLE(cr_plugin_fields, affix_rows);

static const struct cr_field namespace_rows[] = {
	METADATA_ROW,
	SPECS_ROW,
	{ BOOL(cr_plugin_fields, "unsetOnly", unset_only, "only where there is none") },
	{ TEXT(cr_plugin_fields, "setRoleBindingSubjects", subjects, "defaultOnly, allServiceAccounts or none") },
};
const struct cr_fields cr_fields_plugin_namespace = TABLE(cr_plugin_fields, namespace_rows);

static const struct cr_field image_rows[] = {
	{ MAP("imageTag", cr_fields_image, "the image"), AT(cr_plugin_fields, image), MARK(cr_plugin_fields, image_mark) },
	SPECS_ROW,
};
const struct cr_fields cr_fields_plugin_image = TABLE(cr_plugin_fields, image_rows);

static const struct cr_field replica_rows[] = {
	{ MAP("replica", cr_fields_replica, "name and count"), AT(cr_plugin_fields, replica), MARK(cr_plugin_fields, replica_mark) },
	SPECS_ROW,
};
const struct cr_fields cr_fields_plugin_replica = TABLE(cr_plugin_fields, replica_rows);

static const struct cr_field strategic_rows[] = {
	{ TEXTS(cr_plugin_fields, "paths", paths, "files of patches") },
	{ TEXT(cr_plugin_fields, "patches", patches, "patches") },
};
const struct cr_fields cr_fields_plugin_strategic = TABLE(cr_plugin_fields, strategic_rows);

static const struct cr_field json6902_rows[] = {
	{ MAP("target", cr_fields_selector, "what is patched"), AT(cr_plugin_fields, patch.target),
	  PRESENT(cr_plugin_fields, patch.patch.has_target), MARK(cr_plugin_fields, patch.patch.target.mark) },
	{ TEXT(cr_plugin_fields, "path", patch.patch.path, "file of the patch") },
	{ TEXT(cr_plugin_fields, "jsonOp", patch.patch.patch, "the patch itself") },
};
const struct cr_fields cr_fields_plugin_json6902 = TABLE(cr_plugin_fields, json6902_rows);

static const struct cr_field iam_service_rows[] = {
	{ TEXT(cr_iam_policy_part, "name", name, "name of the account in the cluster"), TYPED },
	{ TEXT(cr_iam_policy_part, "namespace", ns, "its namespace"), TYPED },
};
static const struct cr_fields iam_service = TABLE(cr_iam_policy_part, iam_service_rows);

static const struct cr_field iam_account_rows[] = {
	{ TEXT(cr_iam_policy_part, "name", name, "name of the account in the cloud"), TYPED },
	{ TEXT(cr_iam_policy_part, "projectId", project, "its project"), TYPED },
};
static const struct cr_fields iam_account = TABLE(cr_iam_policy_part, iam_account_rows);

static const struct cr_field iam_rows[] = {
	{ TEXT(cr_plugin_fields, "cloud", iam.cloud, "gke"), TYPED },
	{ MAP("kubernetesService", iam_service, "the account in the cluster"), AT(cr_plugin_fields, iam.service) },
	{ MAP("serviceAccount", iam_account, "the account in the cloud"), AT(cr_plugin_fields, iam.account) },
};
const struct cr_fields cr_fields_plugin_iam = TABLE(cr_plugin_fields, iam_rows);

static const struct cr_field target_rows[] = {
	{ MAP("selector", cr_fields_selector, "the objects; all if it is missing"), AT(cr_value_target, selector_fields),
	  PRESENT(cr_value_target, has_selector), MARK(cr_value_target, selector.mark) },
	{ TEXT(cr_value_target, "fieldPath", path, "the field, as spec/template/metadata/labels") },
	{ .name = "filePathPosition", .kind = CR_FIELD_INT, AT(cr_value_target, position), .doc = "where in a file path" },
};
static const struct cr_fields target_table = TABLE(cr_value_target, target_rows);

#define TARGETS_ROW \
	{ ITEMS("targets", target_table, finish_target, "the fields that get it") }

static const struct cr_field targets_rows[] = { TARGETS_ROW };
const struct cr_fields cr_fields_plugin_targets = TABLE(cr_plugin_fields, targets_rows);

static const struct cr_field value_rows[] = {
	{ TEXT(cr_plugin_fields, "value", value, "what is added; the name of the directory if empty") },
	TARGETS_ROW,
	{ TEXT(cr_plugin_fields, "targetFilePath", targets_path, "file with more targets") },
};
const struct cr_fields cr_fields_plugin_value = TABLE(cr_plugin_fields, value_rows);

static const struct cr_field chart_rows[] = {
	{ TEXT(cr_plugin_fields, "name", chart, "name of the chart") },
	{ TEXT(cr_plugin_fields, "chartName", chart, "the same in old files") },
};
const struct cr_fields cr_fields_plugin_chart = TABLE(cr_plugin_fields, chart_rows);
/* clang-format on */
