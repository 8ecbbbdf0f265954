/* What the two sides of inner.h share: what a node of the tree has no room for. */
#ifndef CR_YAML_INNER_NOTES_H
#define CR_YAML_INNER_NOTES_H

#include "yaml/inner.h"

/* In struct cr_node's written: the text is the name of an anchor. */
#define CR_INNER_ALIAS '*'

struct cr_inner_note {
	const struct cr_node *node;
	struct cr_str anchor, tag; /* the tag in full */
};

/* NULL: there is nothing to note. */
struct cr_inner_note *cr_inner_note_get(const struct cr_inner *inner, const struct cr_node *n);

#endif
