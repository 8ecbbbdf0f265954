/* Values that stand in several places of one object. Where the reference writes one label into metadata, selector and template, it puts the
 * same node there, and whoever writes over one of them later writes over all (cases labels-shared-*). A shared value here is one node,
 * flagged CR_NODE_SHARED, that several slots of the object's tree point to. */
#ifndef CR_YAML_SHARED_H
#define CR_YAML_SHARED_H

#include "base/map.h"
#include "yaml/node.h"

struct cr_successor {
	const struct cr_node *old;
	struct cr_node *new;
};

/* Shared values that were written over, and what stands for them now. { 0 } is none. */
struct cr_shared {
	struct cr_map map; /* of old: the number of the item, from 1 */
	struct cr_successor *items;
	size_t count, cap;
};

/* For the next object. */
void cr_shared_clear(struct cr_shared *s);

void cr_shared_add(struct cr_ctx *c, struct cr_shared *s, const struct cr_node *old, struct cr_node *new);
/* What stands for old, or NULL. */
struct cr_node *cr_shared_get(const struct cr_shared *s, const struct cr_node *old);
/* Puts it into every slot of the tree below root (private) that still holds an old value; the way to each is made private. One walk for
 * all, no recursion. */
void cr_shared_replace(struct cr_ctx *c, struct cr_node *root, const struct cr_shared *s);

#endif
