/* The transformer configuration that every kustomization starts from: the tables of resource/, with no rows for "labels". */
#include "kustomization/config.h"

static const struct cr_fieldspecs no_rows = { 0 };
static const struct cr_namereferences no_references = { 0 };

const struct cr_config cr_config_default = {
	.name_prefix = &cr_fs_name_prefix,
	.name_suffix = &cr_fs_name_suffix,
	.ns = &cr_fs_namespace,
	.common_labels = &cr_fs_common_labels,
	.labels = &no_rows,
	.template_labels = &cr_fs_template_labels,
	.volume_claim_template_labels = &cr_fs_volume_claim_template_labels,
	.common_annotations = &cr_fs_common_annotations,
	.images = &cr_fs_images,
	.replicas = &cr_fs_replicas,
	.var_reference = &cr_fs_var_reference,
	.name_references = &cr_name_references,
};

const struct cr_config cr_config_empty = {
	.name_prefix = &no_rows,
	.name_suffix = &no_rows,
	.ns = &no_rows,
	.common_labels = &no_rows,
	.labels = &no_rows,
	.template_labels = &no_rows,
	.volume_claim_template_labels = &no_rows,
	.common_annotations = &no_rows,
	.images = &no_rows,
	.replicas = &no_rows,
	.var_reference = &no_rows,
	.name_references = &no_references,
};
