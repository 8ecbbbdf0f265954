/* The comments of a text inside a text: inner_comments.c finds out which event of the text has which, inner_owners.c whose they are then.
 */
#ifndef CR_YAML_INNER_COMMENTS_H
#define CR_YAML_INNER_COMMENTS_H

#include "yaml/inner_notes.h"

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

/* What the reader made of an event. */
struct cr_inner_made {
	enum cr_inner_step step;
	struct cr_node *node; /* of a key: its map */
	bool is_key;
	cr_key key;
};

struct cr_inner_made_list {
	struct cr_inner_made *items; /* in scratch memory */
	size_t count, cap;
};

/* Notes the comments of text at what was made of it, and those of the document in inner. False as for cr_inner_comments. */
bool cr_inner_give_comments(struct cr_ctx *c, struct cr_str text, struct cr_inner *inner, const struct cr_inner_made_list *made);

#endif
