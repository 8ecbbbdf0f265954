/* Text in the styles that a text inside a text can have, and its comments, line by line. inner_emit.c writes maps and lists with it. */
#ifndef CR_YAML_INNER_WRITER_H
#define CR_YAML_INNER_WRITER_H

#include "base/buf.h"

struct cr_inner_writer {
	struct cr_buf *out;
	int column;
	bool blank;  /* the last character is one */
	bool indent; /* the line so far is indentation and dashes */
	int foot;    /* the indentation of the comment that ends above, or -1: what is as deep comes after an empty line */
	bool in_flow;
	/* Comments that wait for their place: before the next line, behind this one, under it, under all of the block. key: behind a key,
	 * whose value may not stand on its line. */
	struct cr_str head, line, below, tail, key;
};

/* A writer at the start of out. */
struct cr_inner_writer cr_inner_writer_make(struct cr_buf *out);

/* Goes to column indent of a line on which nothing else is. indent may be -1, at the top. */
void cr_inner_start_line(struct cr_inner_writer *w, int indent);
void cr_inner_break(struct cr_inner_writer *w);
/* A sign of YAML's own. apart: set apart from what is before it; blank: it counts as a blank; indent: as indentation. */
void cr_inner_sign(struct cr_inner_writer *w, struct cr_str sign, bool apart, bool blank, bool indent);
/* wanted: its style, as in struct cr_node's written. forced: plain text would be something else. indent: of its further lines. */
void cr_inner_write_text(struct cr_inner_writer *w, struct cr_str text, char wanted, bool forced, bool simple_key, int indent);

/* The waiting comments, where there are any. */
void cr_inner_write_head(struct cr_inner_writer *w, int indent);
void cr_inner_write_line(struct cr_inner_writer *w);
void cr_inner_write_below(struct cr_inner_writer *w, int indent);

#endif
