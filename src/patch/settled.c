/* The parts of an object that no patch touches: does the walk change them all the same? It drops fields with no value at all, quotes
 * strings, and goes through lists that merge, where elements with equal or missing keys are lost or change places. */
#include "patch/merge.h"

struct settled_item {
	const struct cr_node *node;
	struct cr_merge_place place;
};

struct settled_stack {
	struct settled_item *items;
	size_t count, cap;
};

static void
push_child(struct cr_ctx *c, struct settled_stack *todo, const struct cr_node *n, struct cr_merge_place place)
{
	if (n->kind != CR_SCALAR && n->count > 0) {
		*cr_scratch_push(c, todo) = (struct settled_item){ n, place };
	}
}

static bool
map_settled(struct cr_ctx *c, struct settled_item at, struct settled_stack *todo)
{
	cr_merge_place_look(c, &at.place, at.node, NULL);
	for (size_t i = 0; i < at.node->count; i++) {
		const struct cr_pair *p = &at.node->pairs[i];
		if (cr_merge_is_blank(p->value) || cr_merge_wants_quotes(p->value)) {
			return false;
		}
		push_child(c, todo, p->value, cr_merge_place_of(c, &at.place, p->key));
	}
	return true;
}

static bool
list_settled(struct cr_merge *w, struct settled_item at, struct settled_stack *todo)
{
	struct cr_merge_list l = { .node = at.node };
	if (!cr_merge_list_keys(w, &at.place, &l)) {
		return true;
	}
	cr_merge_group_elements(w->c, w->options, &l);
	if (!l.regular || l.groups.count != at.node->count) {
		return false;
	}
	for (size_t i = 0; i < at.node->count; i++) {
		if (cr_merge_is_tagged(at.node->items[i])) {
			return false;
		}
		push_child(w->c, todo, at.node->items[i], cr_merge_place_of_element(&at.place));
	}
	return true;
}

bool
cr_merge_settled(struct cr_merge *w, const struct cr_node *n, struct cr_merge_place place)
{
	struct cr_arena_mark mark = cr_arena_mark(w->c->scratch);
	struct settled_stack todo = { NULL, 0, 0 };
	push_child(w->c, &todo, n, place);
	bool settled = true;
	while (settled && todo.count > 0) {
		struct settled_item at = todo.items[--todo.count];
		settled = at.node->kind == CR_MAP ? map_settled(w->c, at, &todo) : list_settled(w, at, &todo);
	}
	cr_arena_rewind(w->c->scratch, mark);
	return settled;
}
