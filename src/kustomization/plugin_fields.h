/* The fields of the built-in plugins, which stand as objects in generators, transformers and validators. */
#ifndef CR_KUSTOMIZATION_PLUGIN_FIELDS_H
#define CR_KUSTOMIZATION_PLUGIN_FIELDS_H

#include "kustomization/fields.h"

/* A place to which ValueAddTransformer adds its value. */
struct cr_value_target {
	struct cr_text path;
	bool has_selector;
	struct cr_draft_selector selector_fields;
	struct cr_selector_text selector;
	int64_t position; /* in a file path, from 1; 0: the whole value is replaced */
	cr_mark mark;
};

struct cr_iam_policy {
	struct cr_text cloud;
	struct cr_iam_policy_part {
		struct cr_text name, ns, project;
	} service, account;
};

/* What the fields of one plugin say; each kind has some of them. */
struct cr_plugin_fields {
	struct cr_plugin_metadata {
		struct cr_text name, ns;
	} metadata;
	struct cr_entries entries; /* labels or annotations */
	CR_LIST_OF(cr_fieldspec) specs;
	bool has_specs;
	struct cr_text prefix, suffix;
	bool unset_only;
	struct cr_text subjects; /* setRoleBindingSubjects */
	struct cr_image image;
	cr_mark image_mark;
	struct cr_replica replica;
	cr_mark replica_mark;
	struct cr_draft_patch patch;
	struct cr_texts paths;
	struct cr_text patches;
	struct cr_iam_policy iam;
	struct cr_text value, targets_path;
	CR_LIST_OF(cr_value_target) targets;
	struct cr_text chart;
};

extern const struct cr_fields cr_fields_plugin_metadata, cr_fields_plugin_annotations, cr_fields_plugin_labels, cr_fields_plugin_affix,
	cr_fields_plugin_namespace, cr_fields_plugin_image, cr_fields_plugin_replica, cr_fields_plugin_strategic, cr_fields_plugin_json6902,
	cr_fields_plugin_iam, cr_fields_plugin_value, cr_fields_plugin_targets, cr_fields_plugin_chart;

#endif
