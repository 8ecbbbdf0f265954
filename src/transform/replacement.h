/* replacements: values copied from field to field, for the field and for the plugin ReplacementTransformer. */
#ifndef CR_TRANSFORM_REPLACEMENT_H
#define CR_TRANSFORM_REPLACEMENT_H

#include "kustomization/replacement.h"
#include "resource/resmap.h"

/* All that are loaded, one after the other. False after cr_fail. */
bool cr_replacements_run(struct cr_ctx *c, const struct cr_replacements *all, struct cr_resmap *m);

/* replacement_set.c: the value on its way into one object. */
struct cr_replacement_value {
	const struct cr_replacement *of;
	struct cr_node *node; /* the source's own node, so that what changes there is seen by the next target; or a copy */
};

/* Puts the value into all fields of r that target names; r's tree is private. */
bool cr_replacement_set(struct cr_ctx *c, const struct cr_replacement_value *value, const struct cr_replacement_target *target,
			struct cr_resource *r);
/* Gives a private scalar another text as the reference does: its type stays as it was. */
void cr_replacement_set_text(struct cr_node *n, struct cr_str text, cr_mark mark);
/* Part index of text, split at delimiter; false if there is none. */
bool cr_replacement_part(struct cr_str text, struct cr_str delimiter, int64_t index, struct cr_str *out);

#endif
