/* Transformer configuration: the field specs in force for one kustomization. The defaults are the generated tables. */
#ifndef CR_KUSTOMIZATION_CONFIG_H
#define CR_KUSTOMIZATION_CONFIG_H

#include "resource/fieldspec.h"

/* Read-only: what is merged shares the tables that the merge does not change. */
struct cr_config {
	const struct cr_fieldspecs *name_prefix, *name_suffix, *ns, *common_labels, *labels, *template_labels,
		*volume_claim_template_labels, *common_annotations, *images, *replicas, *var_reference;
	const struct cr_namereferences *name_references;
};

/* The built-in one. */
extern const struct cr_config cr_config_default;
/* One without rows. */
extern const struct cr_config cr_config_empty;

#endif
