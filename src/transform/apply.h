/* What a transformer does, with its rule and its field specs: those of a kustomization (the records of transform.h) or of a plugin. */
#ifndef CR_TRANSFORM_APPLY_H
#define CR_TRANSFORM_APPLY_H

#include "kustomization/plugin_fields.h"

/* Puts text before (or behind) what stands in the fields. An empty one changes nothing but how values are written. */
bool cr_affix_apply(struct cr_ctx *c, const struct cr_text *text, bool suffix, const struct cr_fieldspecs *specs, struct cr_resmap *m);

enum cr_subjects { CR_SUBJECTS_DEFAULT, CR_SUBJECTS_ACCOUNTS, CR_SUBJECTS_NONE };

struct cr_namespace_rule {
	struct cr_text ns;
	bool unset_only;           /* what has a namespace keeps it */
	enum cr_subjects subjects; /* of role bindings: which move too */
};

bool cr_namespace_apply(struct cr_ctx *c, const struct cr_namespace_rule *rule, const struct cr_fieldspecs *specs, struct cr_resmap *m);
/* One object, without a note of its earlier id; the caller calls cr_resmap_renamed. */
bool cr_namespace_move(struct cr_ctx *c, const struct cr_namespace_rule *rule, const struct cr_fieldspecs *specs, struct cr_resource *r);

bool cr_images_apply(struct cr_ctx *c, const struct cr_image *images, size_t count, const struct cr_fieldspecs *specs, struct cr_resmap *m);
bool cr_replicas_apply(struct cr_ctx *c, const struct cr_replica *replica, const struct cr_fieldspecs *specs, struct cr_resmap *m);
/* Patches of one field, in order. Error if they are empty where they may not be. */
bool cr_patches_apply(struct cr_ctx *c, const struct cr_patch *patches, size_t count, struct cr_resmap *m);
/* Writes value to the field of each object that the target selects. */
bool cr_value_apply(struct cr_ctx *c, struct cr_str value, const struct cr_value_target *target, struct cr_resmap *m);

#endif
