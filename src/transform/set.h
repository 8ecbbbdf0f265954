/* What the transformers share: applying a field spec, and writing a value as the reference's setters do. */
#ifndef CR_TRANSFORM_SET_H
#define CR_TRANSFORM_SET_H

#include "kustomization/kust.h"
#include "resource/fieldspec.h"

/* Visits spec's field in r if r is of spec's kind. The tree is made private only if there is something to visit. */
bool cr_set_field(struct cr_ctx *c, struct cr_resource *r, const struct cr_fieldspec *spec, const struct cr_visit *visit);
/* Where the reference keeps notes in the annotations, what goes to metadata/annotations meets a map. */
void cr_set_show_notes(struct cr_ctx *c, struct cr_resource *r, cr_key first, cr_key second);
bool cr_set_fields(struct cr_ctx *c, struct cr_resource *r, const struct cr_fieldspecs *specs, const struct cr_visit *visit);

/* Gives the private scalar *value a new text (kept by reference). The old quotes stay, and what is quoted is a string whatever tag asks
 * for; tag AUTO: without quotes the text decides. False after cr_fail if *value is no scalar. */
bool cr_set_scalar(struct cr_ctx *c, struct cr_node *value, struct cr_str text, enum cr_tag tag, cr_mark mark);

/* Adds entries, as strings, to the maps at specs in all resources: labels and annotations. */
bool cr_set_entries(struct cr_ctx *c, struct cr_resmap *m, const struct cr_fieldspecs *specs, const struct cr_entries *entries);

#endif
