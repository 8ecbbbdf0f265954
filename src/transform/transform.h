/* A transformer changes the resources of one kustomization. One file each; the file ends in its record. They do no input or output.
 * The order in which they run is the array in order.c. */
#ifndef CR_TRANSFORM_TRANSFORM_H
#define CR_TRANSFORM_TRANSFORM_H

#include "kustomization/config.h"
#include "kustomization/kust.h"
#include "kustomization/vars.h"

struct cr_transform {
	const char *name; /* as the field of kustomization.yaml is called */
	bool (*run)(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m);
};

extern const struct cr_transform cr_transform_patches_strategic_merge, cr_transform_patches, cr_transform_namespace,
	cr_transform_name_prefix, cr_transform_name_suffix, cr_transform_labels, cr_transform_common_labels,
	cr_transform_common_annotations, cr_transform_patches_json6902, cr_transform_replicas, cr_transform_images,
	cr_transform_replacements;

/* Somebody who notes what ran: called after each run that the reference counts as one, with the built-in kind that it stands for. False
 * after cr_fail. */
struct cr_transform_watch {
	bool (*after)(struct cr_ctx *c, const void *user, const char *builtin, struct cr_resmap *m);
	const void *user;
};

/* Runs all of them in the reference's order, taking out emptied objects after each. watch: NULL if nobody watches. */
bool cr_transform_all(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m,
		      const struct cr_transform_watch *watch);

/* Once, at the root, after the hash suffixes: fields that name renamed objects get their current names. */
bool cr_name_references_fix(struct cr_ctx *c, const struct cr_config *config, struct cr_resmap *m);
/* Once, after that: $(NAME) gives way to the values of vars in the fields of config->var_reference. */
bool cr_vars_resolve(struct cr_ctx *c, const struct cr_vars *set, const struct cr_config *config, struct cr_resmap *m);

#endif
