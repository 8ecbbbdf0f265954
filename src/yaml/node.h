/* The tree: maps, lists and scalars with their marks.
 *
 * Sharing. A node whose stamp is not the context's belongs to somebody else (a base that several overlays share) and must not be
 * written. The root of a resource is made private by cr_resource_edit; from there cr_map_edit and cr_list_edit make the path private
 * step by step; siblings stay shared. Everything that writes asserts that the node is private. */
#ifndef CR_YAML_NODE_H
#define CR_YAML_NODE_H

#include "base/ctx.h"

enum cr_kind { CR_SCALAR, CR_LIST, CR_MAP };

/* What a scalar is. AUTO: written plain without a tag, its text decides (scalar.h). The others were given by quotes, a tag or by us. */
enum cr_tag { CR_TAG_AUTO, CR_TAG_STR, CR_TAG_INT, CR_TAG_FLOAT, CR_TAG_BOOL, CR_TAG_NULL, CR_TAG_TIMESTAMP };

#define CR_FOLDED '>'

enum {
	CR_NODE_QUOTED = 1,    /* was written in quotes or as a block */
	CR_NODE_BLOCK = 2,     /* literal or folded: text starts a line later */
	CR_NODE_FLOW = 4,      /* stands in a flow map or list: there a plain scalar without text is printed as "" */
	CR_NODE_OPEN = 8,      /* the reader has not seen its end yet */
	CR_NODE_SHARED = 16,   /* stands in several places of its object: see shared.h */
	CR_NODE_BARE = 32,     /* has no quotes in the reference's tree, though its text looks like another type: patch/strategic.c */
	CR_NODE_UNTAGGED = 64, /* was made without a type: whatever text it gets decides anew */
	CR_NODE_UNFIT = 128,   /* was given text that its tag does not allow: an error if it gets to the output */
};

struct cr_pair {
	cr_key key;
	uint8_t key_tag; /* CR_TAG_STR for ordinary keys; another for 1:, true:, ~: (an error at output, as in the reference) */
	uint8_t key_quoted;
	uint16_t unused;
	cr_mark mark;
	struct cr_node *value;
};

struct cr_node {
	uint8_t kind;
	uint8_t tag;
	uint8_t flags;
	uint8_t written; /* of a scalar, by what it was written: ' " | or 0; CR_FOLDED is printed as cr_folded_text has it */
	uint32_t stamp;
	cr_mark mark;
	union {
		const char *text;
		struct cr_node **items;
		struct cr_pair *pairs;
	};
	uint32_t count; /* bytes of text, items, pairs */
	uint32_t cap;
};

static inline struct cr_str
cr_text(const struct cr_node *n)
{
	return (struct cr_str){ .ptr = n->text, .len = n->count };
}

/* What kind n is of, for messages. */
static inline const char *
cr_kind_word(const struct cr_node *n)
{
	return n->kind == CR_MAP ? "a map" : n->kind == CR_LIST ? "a list" : "a single value";
}

static inline bool
cr_is(const struct cr_node *n, enum cr_kind kind)
{
	return n != NULL && n->kind == kind;
}

/* New nodes, stamped as the context's own. Texts are kept by reference: they must live in the arena (cr_str_dup) or be static. */
struct cr_node *cr_node_scalar(struct cr_ctx *c, struct cr_str text, enum cr_tag tag, cr_mark mark);
struct cr_node *cr_node_str(struct cr_ctx *c, struct cr_str text, cr_mark mark);
struct cr_node *cr_node_map(struct cr_ctx *c, cr_mark mark);
struct cr_node *cr_node_list(struct cr_ctx *c, cr_mark mark);
/* A private deep copy; counts its nodes against the limit. No recursion. */
struct cr_node *cr_node_copy(struct cr_ctx *c, const struct cr_node *n);
/* n, which is private, and all below it become nobody's, and may stand in several places: whoever writes copies first. No recursion. */
void cr_node_share(struct cr_ctx *c, struct cr_node *n);
/* n if it is private, else a private shallow copy of it. */
struct cr_node *cr_node_own(struct cr_ctx *c, struct cr_node *n);
/* May n, a node in its place in a tree, be written over? A private scalar that stands nowhere else: then thousands of passes do not leave a
 * node each. */
static inline bool
cr_node_is_plain_own(const struct cr_ctx *c, const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) && n->stamp == c->stamp && !(n->flags & CR_NODE_SHARED);
}

/* Same kind, same values (scalars by type and value as scalar.h resolves them; maps without regard to order). No recursion. */
bool cr_node_equal(struct cr_ctx *c, const struct cr_node *a, const struct cr_node *b);
/* Null as the reference sees it: n is NULL, tag NULL, or plain text that resolves to null. */
bool cr_scalar_is_null(const struct cr_node *n);
static inline bool
cr_node_is_null(const struct cr_node *n)
{
	return n == NULL || (n->kind == CR_SCALAR && cr_scalar_is_null(n));
}

/* Reading. All take NULL and nodes of another kind, and then find nothing. Maps of more than 64 pairs carry an index: the key of a pair
 * is never written in place, and taking a pair out puts the last one in its place (smaller maps keep the order of the source). */
struct cr_node *cr_map_get(const struct cr_node *map, cr_key key);
struct cr_pair *cr_map_pair(const struct cr_node *map, cr_key key);
struct cr_node *cr_list_get(const struct cr_node *list, size_t i);
/* The value at keys[0], keys[1], ..., or NULL. */
struct cr_node *cr_map_path(const struct cr_node *map, const cr_key *keys, size_t count);
#define cr_map_at(map, ...) cr_map_path((map), (const cr_key[]){ __VA_ARGS__ }, sizeof((const cr_key[]){ __VA_ARGS__ }) / sizeof(cr_key))

/* Writing: the first node must be private. edit gives the child, made private; NULL if there is none. */
struct cr_node *cr_map_edit(struct cr_ctx *c, struct cr_node *map, cr_key key);
struct cr_node *cr_list_edit(struct cr_ctx *c, struct cr_node *list, size_t i);
/* As cr_map_edit; a missing or null child becomes an empty map. NULL (no error recorded) if it is a scalar or a list. */
struct cr_node *cr_map_edit_map(struct cr_ctx *c, struct cr_node *map, cr_key key, cr_mark mark);
/* Sets key to value, in its old place or at the end. */
void cr_map_set(struct cr_ctx *c, struct cr_node *map, cr_key key, struct cr_node *value, cr_mark mark);
/* Appends without looking whether key is there (for builders that know). */
void cr_map_append(struct cr_ctx *c, struct cr_node *map, cr_key key, struct cr_node *value, cr_mark mark);
/* Gives the empty map or list its children (for builders that know that no key comes twice). */
void cr_map_fill(struct cr_ctx *c, struct cr_node *map, const struct cr_pair *pairs, size_t count);
void cr_list_fill(struct cr_ctx *c, struct cr_node *list, const struct cr_pair *pairs, size_t count);
bool cr_map_remove(struct cr_ctx *c, struct cr_node *map, cr_key key);
void cr_list_append(struct cr_ctx *c, struct cr_node *list, struct cr_node *value);
void cr_list_insert(struct cr_ctx *c, struct cr_node *list, size_t at, struct cr_node *value);
void cr_list_remove(struct cr_ctx *c, struct cr_node *list, size_t at);

/* Text of the scalar at key; {NULL, 0} if there is none. */
struct cr_str cr_map_text(const struct cr_node *map, cr_key key);

#endif
