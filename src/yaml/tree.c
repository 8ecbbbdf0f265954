/* Whole trees: sharing, deep copy and comparison, without recursion, since nesting is the input's to choose. */
#include "yaml/node.h"
#include "yaml/scalar.h"

struct copy_stack {
	struct cr_node **items;
	size_t count, cap;
};

/* The map's or list's children as new nodes that still have the source's own children. */
static void
copy_children(struct cr_ctx *c, struct cr_node *n, struct copy_stack *todo)
{
	struct cr_node *made = cr_alloc(c, n->count * sizeof *made);
	for (size_t i = 0; i < n->count; i++) {
		struct cr_node **slot = n->kind == CR_MAP ? &n->pairs[i].value : &n->items[i];
		made[i] = **slot;
		made[i].stamp = c->stamp;
		*slot = &made[i];
		if (made[i].kind != CR_SCALAR && made[i].count > 0) {
			*cr_scratch_push(c, todo) = &made[i];
		}
	}
}

/* A container's array becomes its own; its elements stay those of the source. */
static void
copy_array(struct cr_ctx *c, struct cr_node *n)
{
	struct cr_node source = *n;
	n->count = 0;
	n->cap = 0;
	if (n->kind == CR_MAP) {
		cr_map_fill(c, n, source.pairs, source.count);
		return;
	}
	struct cr_node **items = cr_alloc(c, source.count * sizeof *items);
	memcpy(items, source.items, source.count * sizeof *items);
	n->items = items;
	n->count = n->cap = source.count;
}

static void
share_one(struct cr_ctx *c, struct cr_node *n, struct copy_stack *todo)
{
	if (n->stamp == CR_STAMP_NOBODY) {
		return;
	}
	n->stamp = CR_STAMP_NOBODY;
	if (n->kind != CR_SCALAR) {
		*cr_scratch_push(c, todo) = n;
	}
}

/* What is nobody's already is so down to its leaves: each node is marked once, however many anchors hold it. */
void
cr_node_share(struct cr_ctx *c, struct cr_node *n)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct copy_stack todo = { NULL, 0, 0 };
	share_one(c, n, &todo);
	while (todo.count > 0) {
		struct cr_node *top = todo.items[--todo.count];
		for (size_t i = 0; i < top->count; i++) {
			share_one(c, top->kind == CR_MAP ? top->pairs[i].value : top->items[i], &todo);
		}
	}
	cr_arena_rewind(c->scratch, mark);
}

struct cr_node *
cr_node_copy(struct cr_ctx *c, const struct cr_node *n)
{
	cr_count_nodes(c, 1);
	struct cr_node *root = cr_alloc(c, sizeof *root);
	*root = *n;
	root->stamp = c->stamp;
	if (n->kind == CR_SCALAR || n->count == 0) {
		root->cap = 0;
		return root;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct copy_stack todo = { NULL, 0, 0 };
	*cr_scratch_push(c, &todo) = root;
	while (todo.count > 0) {
		struct cr_node *top = todo.items[--todo.count];
		cr_count_nodes(c, top->count);
		copy_array(c, top);
		copy_children(c, top, &todo);
	}
	cr_arena_rewind(c->scratch, mark);
	return root;
}

bool
cr_scalar_is_null(const struct cr_node *n)
{
	if (n->tag == CR_TAG_AUTO) {
		return n->count == 0 || (n->count <= 4 && cr_plain_value(cr_text(n)).type == CR_T_NULL);
	}
	return n->tag == CR_TAG_NULL;
}

static bool
is_number(enum cr_type t)
{
	return t == CR_T_INT || t == CR_T_UINT || t == CR_T_FLOAT;
}

static double
as_double(struct cr_value v)
{
	return v.type == CR_T_INT ? (double)v.i : v.type == CR_T_UINT ? (double)v.u : v.f;
}

/* A timestamp is the text that it is printed as. */
static struct cr_str
value_text(const struct cr_node *n, enum cr_type type, char buffer[64])
{
	if (type == CR_T_TIMESTAMP && cr_timestamp_text(cr_text(n), buffer)) {
		return cr_str_z(buffer);
	}
	return cr_text(n);
}

static bool
scalars_equal(const struct cr_node *a, const struct cr_node *b)
{
	struct cr_value va = cr_scalar_value(a), vb = cr_scalar_value(b);
	if (is_number(va.type) || is_number(vb.type)) {
		return is_number(va.type) && is_number(vb.type) && as_double(va) == as_double(vb);
	}
	if (va.type == CR_T_NULL || va.type == CR_T_BOOL || vb.type == CR_T_NULL || vb.type == CR_T_BOOL) {
		return va.type == vb.type && (va.type == CR_T_NULL || va.b == vb.b);
	}
	char ta[64], tb[64];
	return cr_str_eq(value_text(a, va.type, ta), value_text(b, vb.type, tb));
}

struct both {
	const struct cr_node *a, *b;
};

struct both_stack {
	struct both *items;
	size_t count, cap;
};

/* Compares the nodes themselves; their children go on the stack. */
static bool
level_equal(struct cr_ctx *c, struct both at, struct both_stack *todo)
{
	if (at.a == at.b) {
		return true;
	}
	if (at.a->kind != at.b->kind) {
		return false;
	}
	if (at.a->kind == CR_SCALAR) {
		return scalars_equal(at.a, at.b);
	}
	if (at.a->count != at.b->count) {
		return false;
	}
	for (size_t i = 0; i < at.a->count; i++) {
		if (at.a->kind == CR_LIST) {
			*cr_scratch_push(c, todo) = (struct both){ at.a->items[i], at.b->items[i] };
			continue;
		}
		const struct cr_pair *pa = &at.a->pairs[i], *pb = cr_map_pair(at.b, pa->key);
		if (pb == NULL || pa->key_tag != pb->key_tag) {
			return false;
		}
		*cr_scratch_push(c, todo) = (struct both){ pa->value, pb->value };
	}
	return true;
}

bool
cr_node_equal(struct cr_ctx *c, const struct cr_node *a, const struct cr_node *b)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct both_stack todo = { NULL, 0, 0 };
	*cr_scratch_push(c, &todo) = (struct both){ a, b };
	bool equal = true;
	while (equal && todo.count > 0) {
		equal = level_equal(c, todo.items[--todo.count], &todo);
	}
	cr_arena_rewind(c->scratch, mark);
	return equal;
}
