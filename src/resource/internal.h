/* What the files of this folder share among themselves. */
#ifndef CR_RESOURCE_INTERNAL_H
#define CR_RESOURCE_INTERNAL_H

#include "resource/resource.h"

/* The identity written in a tree; empty where it is missing. */
struct cr_resid cr_resid_of_tree(struct cr_ctx *c, const struct cr_node *root);
/* Takes what a generator result with behavior merge or replace keeps of the object it stands for: kustomization-fields.md, section 3. */
void cr_resource_take_over(struct cr_ctx *c, struct cr_resource *r, const struct cr_resource *old);
/* Reads the internal annotations that act into r's fields. False after cr_fail. */
bool cr_resource_read_annotations(struct cr_ctx *c, struct cr_resource *r);
/* The value as the reference makes a string of it: the text of a scalar, nothing of a map or list. */
struct cr_node *cr_string_value(struct cr_ctx *c, const struct cr_node *value);

#endif
