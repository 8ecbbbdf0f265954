/* The transformer configuration that every kustomization starts from: the tables of resource/, with no rows for "labels". */
#include "kustomization/config.h"

struct cr_config
cr_config_default(void)
{
	return (struct cr_config){
		.name_prefix = cr_fs_name_prefix,
		.name_suffix = cr_fs_name_suffix,
		.ns = cr_fs_namespace,
		.common_labels = cr_fs_common_labels,
		.template_labels = cr_fs_template_labels,
		.volume_claim_template_labels = cr_fs_volume_claim_template_labels,
		.common_annotations = cr_fs_common_annotations,
		.images = cr_fs_images,
		.replicas = cr_fs_replicas,
		.var_reference = cr_fs_var_reference,
		.name_references = cr_name_references,
		.name_reference_count = cr_name_reference_count,
	};
}
