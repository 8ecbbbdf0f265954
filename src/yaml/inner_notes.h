/* What the sides of inner.h share: what a node of the tree has no room for, and who finds out about comments. */
#ifndef CR_YAML_INNER_NOTES_H
#define CR_YAML_INNER_NOTES_H

#include "yaml/inner.h"

/* In struct cr_node's written: the text is the name of an anchor. */
#define CR_INNER_ALIAS '*'

/* The comments of a value or a key: before it, on its line, behind it. Lines are joined by line feeds. */
struct cr_inner_comments {
	struct cr_str head, line, foot;
};

/* Of a node, or of a key of the map node. */
struct cr_inner_note {
	const struct cr_node *node;
	bool is_key;
	cr_key key;
	struct cr_str anchor, tag; /* the tag in full */
	struct cr_inner_comments comments;
};

/* NULL: there is nothing to note. */
struct cr_inner_note *cr_inner_note_get(const struct cr_inner *inner, const struct cr_node *n);
struct cr_inner_note *cr_inner_key_note_get(const struct cr_inner *inner, const struct cr_node *map, cr_key key);

/* What a parser makes of a text, one after the other: scalars (also keys, aliases and missing values), starts and ends. */
enum cr_inner_step { CR_STEP_SCALAR, CR_STEP_START, CR_STEP_END };

struct cr_inner_event {
	enum cr_inner_step step;
	struct cr_inner_comments comments;
};

struct cr_inner_events {
	struct cr_inner_event *items; /* in scratch memory */
	size_t count, cap;
	struct cr_str head, foot; /* of the document */
};

/* inner_comments.c: the events of text, which is YAML, with the comments that belong to each. Texts of comments lie in the context's
 * arena. False: the text has comments where this does not follow the reference. */
bool cr_inner_comments(struct cr_ctx *c, struct cr_str text, struct cr_inner_events *out);

#endif
