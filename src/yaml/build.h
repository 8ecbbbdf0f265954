/* Builds trees from a stream of starts, scalars, aliases and ends: what the parser reports, and what YAML makes of it (anchors, merge
 * keys, duplicate keys, tags, the dialects). read_libyaml.c drives it. */
#ifndef CR_YAML_BUILD_H
#define CR_YAML_BUILD_H

#include "base/map.h"
#include "yaml/document.h"
#include "yaml/read.h"

struct cr_anchor {
	struct cr_str name;
	struct cr_node *node;
	uint64_t nodes, bytes; /* what a copy of it makes; while the node is open, the builder's counts at its start */
};

struct cr_open {
	struct cr_node *node;
	struct cr_anchor *anchor;
	size_t first;  /* its first pair on the builder's stack */
	bool key_next; /* a map that waits for a key */
	bool merges;   /* has a pair with a merge key, quoted or not */
};

struct cr_builder {
	struct cr_ctx *ctx;
	const struct cr_source *src;
	enum cr_dialect dialect; /* CR_YAML_PATCH is RESOURCE with first_counts */
	bool first_counts;       /* of duplicate keys the first counts, with a warning */
	uint64_t line;           /* where the document begins */
	struct cr_node *root;
	struct {
		struct cr_open *items;
		size_t count, cap;
	} open;
	struct {
		struct cr_pair *items;
		size_t count, cap;
	} pairs; /* of all open maps and lists; a list's have no keys */
	struct cr_map anchors;
	size_t flow_depth;
	uint64_t nodes, bytes;             /* made so far, aliases included */
	uint64_t alias_nodes, alias_bytes; /* of these, by aliases */
};

struct cr_scalar_event {
	const char *text;
	size_t len;
	const char *tag;    /* NULL: none */
	const char *anchor; /* NULL: none */
	char written;       /* see struct cr_node; 0: plain */
	cr_mark mark;
};

/* In the stack's pairs only: what the key or the value came from. */
enum { CR_PAIR_MERGE = 1, CR_PAIR_QUOTED_MERGE = 2, CR_PAIR_ALIAS = 4 };

void cr_build_start(struct cr_builder *b, uint64_t line);
bool cr_build_scalar(struct cr_builder *b, const struct cr_scalar_event *e);
bool cr_build_alias(struct cr_builder *b, const char *name, cr_mark mark);
bool cr_build_open(struct cr_builder *b, enum cr_kind kind, const char *anchor, bool flow, cr_mark mark);
bool cr_build_close(struct cr_builder *b);

/* merge.c: gives the map its pairs, with merge keys followed and duplicates refused or dropped as the dialect wants. */
bool cr_build_map(struct cr_builder *b, struct cr_node *map, struct cr_pair *pairs, size_t count, bool merges);
/* tag.c: the scalar's tag and text as the dialect has them. */
bool cr_build_tag(struct cr_builder *b, const struct cr_scalar_event *e, enum cr_tag *tag, struct cr_str *text);
/* The same for a map's key; *merge tells whether it is one by which maps are merged. */
bool cr_build_key(struct cr_builder *b, struct cr_pair *pair, struct cr_str text, enum cr_tag tag, bool quoted);

#endif
