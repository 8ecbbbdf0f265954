/* The ordered list of resources with its indexes. Every rename goes through it, so an index cannot go stale. */
#ifndef CR_RESOURCE_RESMAP_H
#define CR_RESOURCE_RESMAP_H

#include "base/map.h"
#include "resource/resource.h"

/* What an index goes by; all but the first hold earlier ids too. */
enum cr_index {
	CR_INDEX_CURRENT, /* kind, name, effective namespace of the current id */
	CR_INDEX_ID,      /* the same of every id */
	CR_INDEX_KIND,    /* kind, name */
	CR_INDEX_NAME,
	CR_INDEX_COUNT
};

struct cr_resmap {
	struct cr_resource **items;
	size_t count, cap;
	uint32_t next_seq;
	uint64_t seed; /* of the hashes below */
	struct cr_map index[CR_INDEX_COUNT];
	bool indexed[CR_INDEX_COUNT];   /* made when first asked for, kept up to date from then on */
	const struct cr_schema *schema; /* that was in force when they were made: it decides effective namespaces */
};

void cr_resmap_init(struct cr_ctx *c, struct cr_resmap *m);
/* Appends; error CR_E_DUPLICATE_ID naming both places if an object with the same current id is there. */
bool cr_resmap_append(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r);
/* Appends all of from, each resource copied (its tree shared until somebody writes): from stays as it is. */
bool cr_resmap_borrow(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resmap *from);
/* The same into an empty map, without a word on equal ids: see cr_resmap_check_ids. */
void cr_resmap_copy(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resmap *from);
/* The same into a copy of a map that nobody uses any more, whose resources are written over. */
void cr_resmap_copy_over(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resmap *from);
/* Error CR_E_RESOURCE for each object that has lost its kind or its name, as patches can make it. */
bool cr_resmap_check_identities(struct cr_ctx *c, const struct cr_resmap *m);
/* Error CR_E_DUPLICATE_ID if two objects have one current id, as patches and prefixes can make it. */
bool cr_resmap_check_ids(struct cr_ctx *c, const struct cr_resmap *m);
/* Generator results: create, merge or replace as r->behavior says (kustomization-fields.md, section 3, Behavior). */
bool cr_resmap_absorb(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r);
/* After r's name, namespace, kind or version changed in the tree: reads the id again and indexes it. */
void cr_resmap_renamed(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r);
/* Takes out all resources with removed set, or whose tree became empty. */
void cr_resmap_sweep(struct cr_resmap *m);

/* Answers are in resource order, in the context's arena; a second question with the same cr_matches reuses its memory. */
struct cr_matches {
	struct cr_resource **items;
	size_t count, cap;
};
/* Resources one of whose ids (current or earlier) equals id. */
void cr_resmap_by_any_id(struct cr_ctx *c, struct cr_resmap *m, struct cr_resid id, struct cr_matches *out);
/* Resources one of whose ids has this name, and one of them, perhaps another, this kind (CR_KEY_EMPTY: any kind). */
void cr_resmap_by_name(struct cr_ctx *c, struct cr_resmap *m, cr_key kind, cr_key name, struct cr_matches *out);
/* The resource with this current id, or NULL. */
struct cr_resource *cr_resmap_current(struct cr_ctx *c, struct cr_resmap *m, struct cr_resid id);

#endif
