/* Folded blocks on their way out. */
#ifndef CR_YAML_FOLDED_H
#define CR_YAML_FOLDED_H

#include "yaml/node.h"

/* The text of a scalar as the output has it; in_flow: a map or list above it is in flow style, where nothing is folded. */
struct cr_str cr_folded_text(struct cr_ctx *c, const struct cr_node *n, bool in_flow);

#endif
