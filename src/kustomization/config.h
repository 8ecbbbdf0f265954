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

/* What a file of "configurations" says, its rows in the order in which the reference takes them. root NULL: nothing. False after
 * cr_fail. */
bool cr_config_decode(struct cr_ctx *c, const struct cr_node *root, cr_mark file_mark, struct cr_config *out);
/* The rows that a file of "crds" asks for. False after cr_fail. */
bool cr_config_from_definitions(struct cr_ctx *c, const struct cr_node *root, cr_mark file_mark, struct cr_config *out);

/* The rows of to with those of from that it lacks, sorted. What from does not change is shared with to. NULL after cr_fail: two rows
 * disagree. */
const struct cr_config *cr_config_merge(struct cr_ctx *c, const struct cr_config *to, const struct cr_config *from);

#endif
