/* What the sides of inner.h share: what a node of the tree has no room for (inner_notes.c), and the writer of YAML (inner_emit.c). */
#ifndef CR_YAML_INNER_NOTES_H
#define CR_YAML_INNER_NOTES_H

#include "base/buf.h"
#include "yaml/inner.h"

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
/* The same, made if there is none. */
struct cr_inner_note *cr_inner_note_make(struct cr_ctx *c, struct cr_inner *inner, const struct cr_node *n);
struct cr_inner_note *cr_inner_key_note_make(struct cr_ctx *c, struct cr_inner *inner, const struct cr_node *map, cr_key key);

/* Writes root, of the tree of inner or of any other, as YAML. */
void cr_inner_emit(struct cr_ctx *c, const struct cr_inner *inner, const struct cr_node *root, struct cr_buf *out);

#endif
