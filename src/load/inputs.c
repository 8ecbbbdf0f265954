/* A graph with a node a directory. Nodes and what they need are found by hash, so that neither notes nor questions compare all with all. */
#include "load/inputs.h"

#include <stdlib.h>

struct node {
	struct cr_str dir;
	struct cr_input_list needs;
};

struct need {
	const struct node *node;
	struct cr_input input;
};

struct cr_inputs {
	struct cr_map nodes; /* struct node, by hash of the directory */
	struct cr_map needs; /* struct need, by hash of both paths */
};

struct cr_inputs *
cr_inputs_new(struct cr_ctx *c)
{
	return cr_new(c, struct cr_inputs);
}

static struct node *
find_node(const struct cr_ctx *c, const struct cr_inputs *inputs, struct cr_str dir)
{
	struct cr_map_iter it;
	struct node *n = cr_map_first(&inputs->nodes, cr_hash_str(c, dir.ptr, dir.len), &it);
	while (n != NULL && !cr_str_eq(n->dir, dir)) {
		n = cr_map_next(&inputs->nodes, &it);
	}
	return n;
}

static struct node *
node_of(struct cr_ctx *c, struct cr_inputs *inputs, struct cr_str dir)
{
	struct node *n = find_node(c, inputs, dir);
	if (n == NULL) {
		n = cr_new(c, struct node);
		n->dir = dir;
		cr_map_add(c, &inputs->nodes, cr_hash_str(c, dir.ptr, dir.len), n);
	}
	return n;
}

static bool
is_noted(const struct cr_inputs *inputs, uint64_t hash, const struct node *node, const struct cr_input *input)
{
	struct cr_map_iter it;
	for (const struct need *n = cr_map_first(&inputs->needs, hash, &it); n != NULL; n = cr_map_next(&inputs->needs, &it)) {
		if (n->node == node && n->input.kind == input->kind && cr_str_eq(n->input.path, input->path)) {
			return true;
		}
	}
	return false;
}

void
cr_inputs_note(struct cr_ctx *c, struct cr_inputs *inputs, struct cr_str dir, enum cr_input_kind kind, struct cr_str path)
{
	struct node *node = node_of(c, inputs, dir);
	struct cr_input input = { .path = path, .kind = kind };
	uint64_t hash = cr_hash_mix(cr_hash_str(c, dir.ptr, dir.len), cr_hash_str(c, path.ptr, path.len));
	if (!is_noted(inputs, hash, node, &input)) {
		struct need *n = cr_new(c, struct need);
		*n = (struct need){ .node = node, .input = input };
		cr_map_add(c, &inputs->needs, hash, n);
		*cr_push(c, &node->needs) = input;
	}
}

struct collection {
	struct cr_ctx *c;
	const struct cr_inputs *inputs;
	struct cr_map met; /* struct node, by hash of the directory */
	struct {
		const struct node **items;
		size_t count, cap;
	} pending;
	struct cr_input_list *out;
};

static void
meet(struct collection *l, struct cr_str dir)
{
	struct node *n = find_node(l->c, l->inputs, dir);
	struct cr_map_iter it;
	uint64_t hash = cr_hash_str(l->c, dir.ptr, dir.len);
	if (n == NULL) {
		return;
	}
	for (const struct node *m = cr_map_first(&l->met, hash, &it); m != NULL; m = cr_map_next(&l->met, &it)) {
		if (m == n) {
			return;
		}
	}
	cr_map_add(l->c, &l->met, hash, n);
	*cr_push(l->c, &l->pending) = n;
}

static int
by_path(const void *a, const void *b)
{
	const struct cr_input *x = a, *y = b;
	int order = cr_str_cmp(x->path, y->path);
	return order != 0 ? order : (x->kind > y->kind) - (x->kind < y->kind);
}

/* The same file may be named from several directories. */
static void
drop_repeated(struct cr_input_list *list)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (kept == 0 || by_path(&list->items[kept - 1], &list->items[i]) != 0) {
			list->items[kept++] = list->items[i];
		}
	}
	list->count = kept;
}

void
cr_inputs_collect(struct cr_ctx *c, const struct cr_inputs *inputs, struct cr_str dir, struct cr_input_list *out)
{
	struct collection l = { .c = c, .inputs = inputs, .out = out };
	*out = (struct cr_input_list){ 0 };
	meet(&l, dir);
	while (l.pending.count > 0) {
		const struct node *n = l.pending.items[--l.pending.count];
		for (size_t i = 0; i < n->needs.count; i++) {
			const struct cr_input *input = &n->needs.items[i];
			if (input->kind == CR_INPUT_DIRECTORY) {
				meet(&l, input->path);
			} else {
				*cr_push(c, out) = *input;
			}
		}
	}
	if (out->count > 1) {
		qsort(out->items, out->count, sizeof *out->items, by_path);
	}
	drop_repeated(out);
}
