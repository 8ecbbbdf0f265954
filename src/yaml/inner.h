/* YAML or JSON that stands in the text of a scalar: read into a tree that keeps how it is written, and written again as the reference does
 * after it has put a value into it. Nothing here records an error for what the text is. */
#ifndef CR_YAML_INNER_H
#define CR_YAML_INNER_H

#include "base/map.h"
#include "yaml/node.h"

/* In struct cr_node's written: the text is the name of an anchor. */
#define CR_INNER_ALIAS '*'

struct cr_inner {
	struct cr_node *root;     /* NULL: the text holds no document */
	struct cr_map notes;      /* what a node has no room for: inner_notes.h */
	struct cr_str head, foot; /* comments of the document itself */
	bool past_limit;          /* it was not read since it goes past limit */
	enum cr_limit limit;
};

/* False: the text is no YAML, or past a limit, as out then says. Of several documents the first counts. */
bool cr_inner_read(struct cr_ctx *c, struct cr_str text, struct cr_inner *out);
/* Another value takes n's place: what was noted of it goes. */
void cr_inner_forget(struct cr_inner *inner, const struct cr_node *n);
/* The text anew; original is what it was read from: JSON stays JSON, on one line or on several. False: it cannot be written. */
bool cr_inner_write(struct cr_ctx *c, const struct cr_inner *inner, struct cr_str original, struct cr_str *out);
/* Is the text written again as JSON? */
bool cr_inner_is_json(struct cr_str text);
/* A node of any tree as such text. */
struct cr_str cr_inner_text_of(struct cr_ctx *c, const struct cr_node *n);

#endif
