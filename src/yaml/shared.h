/* Values that stand in several places of one object. Where the reference writes one label into metadata, selector and template, it puts the
 * same node there, and whoever writes over one of them later writes over all (cases labels-shared-*). A shared value here is one node,
 * flagged CR_NODE_SHARED, that several slots of the object's tree point to. */
#ifndef CR_YAML_SHARED_H
#define CR_YAML_SHARED_H

#include "yaml/node.h"

/* Puts new into every slot of the tree below root (private) that holds old; the way to each is made private. No recursion. */
void cr_shared_replace(struct cr_ctx *c, struct cr_node *root, const struct cr_node *old, struct cr_node *new);

#endif
