/* Transformer configuration: the field specs in force for one kustomization. The defaults are the generated tables. */
#ifndef CR_KUSTOMIZATION_CONFIG_H
#define CR_KUSTOMIZATION_CONFIG_H

#include "resource/fieldspec.h"

struct cr_config {
	struct cr_fieldspecs name_prefix, name_suffix, ns, common_labels, labels, template_labels, volume_claim_template_labels,
		common_annotations, images, replicas, var_reference;
	const struct cr_namereference *name_references;
	size_t name_reference_count;
};

/* The built-in one. */
struct cr_config cr_config_default(void);

#endif
