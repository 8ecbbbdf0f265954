/* Hands the comments that each event of a text has to the nodes and keys that the events made: a comment behind a value may belong to its
 * key, or to the key before. Counterpart: the composer of go-yaml v3. */
#include <assert.h>

#include "yaml/inner_comments.h"
#include "yaml/inner_notes.h"

/* A map or list that comments are given to. */
struct place {
	struct cr_node *node;
	cr_key key; /* of a map: the last one */
	size_t keys;
};

struct giving {
	struct cr_ctx *ctx;
	struct cr_inner *inner;
	struct place *items; /* open, innermost last */
	size_t count, cap;
};

static bool
has_comments(const struct cr_inner_comments *c)
{
	return c->head.len + c->line.len + c->foot.len > 0;
}

/* The comment behind a key belongs to the key before it; that behind a value, to its key. */
static void
give_to_key(struct giving *g, struct place *top, cr_key key, struct cr_inner_comments comments)
{
	assert(top != NULL);
	bool block = !(top->node->flags & CR_NODE_FLOW);
	if (block && comments.foot.len > 0 && top->keys > 0) {
		cr_inner_key_note_make(g->ctx, g->inner, top->node, top->key)->comments.foot = comments.foot;
		comments.foot = (struct cr_str){ NULL, 0 };
	}
	top->key = key;
	top->keys++;
	if (has_comments(&comments)) {
		cr_inner_key_note_make(g->ctx, g->inner, top->node, key)->comments = comments;
	}
}

static void
give_to_value(struct giving *g, struct cr_node *n, struct cr_inner_comments comments)
{
	struct place *top = g->count > 0 ? &g->items[g->count - 1] : NULL;
	if (top != NULL && top->node->kind == CR_MAP && comments.foot.len > 0) {
		struct cr_inner_note *key = cr_inner_key_note_make(g->ctx, g->inner, top->node, top->key);
		if (key->comments.foot.len == 0) {
			key->comments.foot = comments.foot;
			comments.foot = (struct cr_str){ NULL, 0 };
		}
	}
	if (has_comments(&comments)) {
		cr_inner_note_make(g->ctx, g->inner, n)->comments = comments;
	}
}

/* What stands behind the last value of a block belongs to that value's key. */
static void
give_at_end(struct giving *g, struct cr_inner_comments comments)
{
	assert(g->items != NULL && g->count > 0);
	struct place done = g->items[--g->count];
	const struct cr_inner_note *own = cr_inner_note_get(g->inner, done.node);
	bool block_map = done.node->kind == CR_MAP && !(done.node->flags & CR_NODE_FLOW);
	comments.head = own != NULL ? own->comments.head : (struct cr_str){ NULL, 0 };
	if (block_map && comments.foot.len > 0 && done.keys > 0) {
		cr_inner_key_note_make(g->ctx, g->inner, done.node, done.key)->comments.foot = comments.foot;
		comments.foot = (struct cr_str){ NULL, 0 };
	}
	give_to_value(g, done.node, comments);
}

static void
give(struct giving *g, const struct cr_inner_made *m, const struct cr_inner_comments *comments)
{
	if (m->is_key) {
		give_to_key(g, &g->items[g->count - 1], m->key, *comments);
	} else if (m->step == CR_STEP_SCALAR) {
		give_to_value(g, m->node, *comments);
	} else if (m->step == CR_STEP_END) {
		give_at_end(g, *comments);
	} else {
		if (comments->head.len > 0) {
			cr_inner_note_make(g->ctx, g->inner, m->node)->comments.head = comments->head;
		}
		*cr_scratch_push(g->ctx, g) = (struct place){ .node = m->node };
	}
}

bool
cr_inner_give_comments(struct cr_ctx *c, struct cr_str text, struct cr_inner *inner, const struct cr_inner_made_list *made)
{
	struct cr_inner_events events = { 0 };
	struct giving g = { .ctx = c, .inner = inner };
	if (!cr_inner_comments(c, text, &events) || events.count != made->count) {
		return false;
	}
	for (size_t i = 0; i < events.count; i++) {
		if (made->items[i].step != events.items[i].step) {
			return false;
		}
		give(&g, &made->items[i], &events.items[i].comments);
	}
	inner->head = events.head;
	inner->foot = events.foot;
	return true;
}
