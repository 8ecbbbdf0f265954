/* The text of a changed tree, made from the text that it was read from: what did not change keeps its bytes.
 *
 * What changed is seen by identity. cr_splice_begin remembers the node behind each place of the text; an edit changes lists and maps in
 * place, and puts new nodes where there is something new. A list or map that is another node than before is written anew as a whole. */
#ifndef CR_EDIT_SPLICE_H
#define CR_EDIT_SPLICE_H

#include "base/buf.h"
#include "yaml/spans.h"

/* At this place cut that many bytes, and put the text there. */
struct cr_cut {
	size_t at, cut;
	struct cr_str put;
	bool line;      /* put begins a line: the one before it ends first, should the text's last line have no end */
	unsigned depth; /* of two at one place the one that lies deeper comes first, since it still belongs to what came before */
	size_t serial;
};

struct cr_splice {
	struct cr_ctx *ctx;
	struct cr_str text;
	cr_mark mark; /* of the file */
	struct cr_spans spans;
	/* By index of the span. nodes: of a value, NULL where the tree has none of its own for it (merge keys). */
	struct cr_node **nodes;
	cr_key *keys;
	const char **texts; /* of a scalar, as it was */
	struct {
		struct cr_cut *items;
		size_t count, cap;
	} cuts;
	struct cr_str newline;            /* as the file ends its lines */
	unsigned map_indent, list_indent; /* blanks by which a map or list stands to the right of its key */
	unsigned depth;                   /* of the list or map that is looked at */
};

/* text has been read as root; NULL: it holds nothing. False after cr_fail. */
bool cr_splice_begin(struct cr_splice *s, struct cr_ctx *c, struct cr_str text, cr_mark mark, struct cr_node *root);
/* Appends the text for root, which is the node of before, or now for the first time a map. False after cr_fail: the layout does not allow
 * it. */
bool cr_splice_finish(struct cr_splice *s, struct cr_node *root, struct cr_buf *out);

/* -- What its files share -- */

/* A pair of a map or an item of a list: where it stands, from its key or dash to the end of its value. */
struct cr_splice_child {
	uint32_t key, value; /* spans; key is 0 in a list */
	size_t start, end;
	struct cr_node *now; /* what stands there now; NULL: nothing */
	cr_key renamed;      /* the key that it has now; 0: the one that it had */
};

/* Something new, to stand before a child, or at the end where before is their count. */
struct cr_splice_fresh {
	size_t before;
	cr_key key;
	struct cr_node *node;
};

struct cr_splice_part {
	uint32_t span;
	bool root;
	struct {
		struct cr_splice_child *items;
		size_t count, cap;
	} children;
	struct {
		struct cr_splice_fresh *items;
		size_t count, cap;
	} fresh;
};

enum cr_splice_change { CR_SPLICE_SAME, CR_SPLICE_GONE, CR_SPLICE_TEXT, CR_SPLICE_FILL, CR_SPLICE_ANEW };
enum cr_splice_change cr_splice_change_of(const struct cr_splice *s, const struct cr_splice_child *child);

void cr_splice_cut(struct cr_splice *s, size_t at, size_t cut, struct cr_str put);
/* Whole lines, put where a line begins or the text ends. */
void cr_splice_lines(struct cr_splice *s, size_t at, struct cr_str put);
/* The new key of a pair that has one. */
bool cr_splice_rename(struct cr_splice *s, const struct cr_splice_child *child);
bool cr_splice_block(struct cr_splice *s, const struct cr_splice_part *part);
bool cr_splice_flow(struct cr_splice *s, const struct cr_splice_part *part);
/* What a text without a value gets. */
bool cr_splice_whole(struct cr_splice *s, struct cr_node *root);
/* Always false. */
bool cr_splice_refuse(struct cr_splice *s, const char *why);

/* Places in the text. */
size_t cr_line_start(struct cr_str text, size_t at);
/* Behind the line feed of the line that at lies in. */
size_t cr_line_after(struct cr_str text, size_t at);
/* Where the next line begins, behind an entry that ends at end: there it is, if the entry has its last line feed in itself. */
size_t cr_entry_after(struct cr_str text, size_t end);
/* Is there nothing but blanks before at in its line? */
bool cr_line_blank_before(struct cr_str text, size_t at);

/* New text (render.c). A pair or an item with all its lines, each with its end; the first without its indent. */
bool cr_render_pair(struct cr_splice *s, struct cr_buf *out, size_t indent, cr_key key, struct cr_node *value);
bool cr_render_item(struct cr_splice *s, struct cr_buf *out, size_t indent, struct cr_node *value);
/* The lines below "key:": the items or pairs of value, which stand that far to the right. Each with its indent. */
bool cr_render_below(struct cr_splice *s, struct cr_buf *out, size_t indent, struct cr_node *value);
/* A scalar on one line, written as the one before it where that had quotes (' or "). flow: in brackets. */
bool cr_render_scalar(struct cr_splice *s, struct cr_buf *out, struct cr_node *value, char written, bool flow);
/* A value in brackets; json: all texts in double quotes. */
bool cr_render_flow(struct cr_splice *s, struct cr_buf *out, struct cr_node *value, bool json);
bool cr_render_flow_key(struct cr_splice *s, struct cr_buf *out, cr_key key, bool json);

#endif
