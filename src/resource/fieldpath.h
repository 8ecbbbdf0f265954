/* Paths as replacements and vars write them: "spec.containers.[name=web].image", "data.a\.b", "metadata.annotations.[a.b/c]", "rules.0.*".
 *
 * The reference has two walkers that read a path differently: the one for sources takes the one element whose field equals the text; the
 * one for targets takes all that match it as a regular expression, and makes what is missing. */
#ifndef CR_RESOURCE_FIELDPATH_H
#define CR_RESOURCE_FIELDPATH_H

#include "yaml/node.h"
#include "yaml/shared.h"

enum cr_part_kind {
	CR_PART_FIELD,
	CR_PART_INDEX,
	CR_PART_LAST,    /* "-": the last element (sources) */
	CR_PART_ELEMENT, /* [field=value]; field empty: the element itself */
	CR_PART_EVERY,   /* "*" */
	CR_PART_SKIP,    /* nothing but blanks (sources) */
	CR_PART_BAD      /* what no walker follows: see the explanation */
};

struct cr_part {
	enum cr_part_kind kind;
	struct cr_str text; /* as written */
	cr_key key;         /* of a field, or the field of an element */
	size_t index;
	struct cr_str value; /* of an element: text, or a regular expression */
	struct cr_regex *regex;
	bool bad_regex;
	const char *why; /* CR_PART_BAD */
};

struct cr_field_path {
	struct cr_str text;
	cr_mark mark;
	struct cr_part *source, *target; /* the same parts, as the two walkers read them */
	size_t count;
};

/* mark: of the text. A path of too many steps is recorded as an error, and then has none. */
struct cr_field_path *cr_field_path_new(struct cr_ctx *c, struct cr_str text, cr_mark mark);
/* As vars write it: "x[0]" is the first element of x. */
struct cr_field_path *cr_field_path_new_indexed(struct cr_ctx *c, struct cr_str text, cr_mark mark);
/* One part as the walker for sources reads it. */
void cr_part_read(struct cr_ctx *c, struct cr_str word, struct cr_part *out);
/* The place in list of the element that a part (INDEX, LAST, ELEMENT, as for a source) means; the list's count, or more, if there is none.
 */
size_t cr_part_index(const struct cr_node *list, const struct cr_part *part);

/* Why a walk came to nothing; an error only for some callers. why NULL: the field is not there. */
struct cr_path_failure {
	const char *why; /* %S stands for the part */
	struct cr_str part;
	bool counted; /* too few elements for an index: no why, but the two numbers */
	size_t index, count;
};
/* The failure's words for n where another kind is wanted. */
const char *cr_path_wrong_kind(enum cr_kind wanted, const struct cr_node *n);
/* "index 5 specified but only 0 elements found", or "". */
struct cr_str cr_path_failure_text(struct cr_ctx *c, const struct cr_path_failure *f);

/* The node at the first count parts, as for a source; NULL if there is none, and then *failure says why. Reads only. */
struct cr_node *cr_field_path_get(struct cr_ctx *c, struct cr_node *root, const struct cr_field_path *p, size_t count,
				  struct cr_path_failure *failure);
/* As above where the walk may end early: at the first scalar before the end of the path. *at is the number of parts that led there. NULL if
 * there is no such scalar. */
struct cr_node *cr_field_path_scalar(struct cr_ctx *c, struct cr_node *root, const struct cr_field_path *p, size_t *at);
/* The node that get found, made private with all above it (root is private). A value that stands in several places stays one. */
struct cr_node *cr_field_path_edit(struct cr_ctx *c, struct cr_node *root, const struct cr_field_path *p, size_t count);

/* The node at slot (of a private node), made private; if it stands in several places, the others are noted in *shared. */
struct cr_node *cr_slot_edit(struct cr_ctx *c, struct cr_node **slot, struct cr_shared *shared);

/* Nodes that a path for targets leads to, private. */
struct cr_path_hit {
	struct cr_node *node;
	bool lost;    /* it stands in a copy of what it was made of: nothing that is written to it stays */
	bool in_flow; /* what it is in is written in brackets */
};
struct cr_path_hits {
	struct cr_path_hit *items; /* in scratch memory */
	size_t count, cap;
};
struct cr_path_search {
	const struct cr_field_path *path;
	size_t from;       /* parts to skip */
	bool create;       /* make what is missing */
	enum cr_kind leaf; /* what kind the last part is then */
	struct cr_path_hits hits;
	struct cr_path_failure failure;
};
/* Walks from root (private). False: *failure says why; or after cr_fail, past a limit, with hard set. Nothing found is no failure. */
bool cr_field_path_match(struct cr_ctx *c, struct cr_node *root, struct cr_path_search *s, bool *hard);

/* Null as the reference knows it by the tag that reading gave: never what was made without one. */
bool cr_node_tagged_null(const struct cr_node *n);

#endif
