/* The tree as block YAML: two blanks a level, lists not indented under their keys, keys sorted (output-format.md sections 2 and 3).
 * Open maps and lists stand on a stack of levels in scratch memory. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "yaml/emit.h"
#include "yaml/emit_scalar.h"
#include "yaml/emit_style.h"
#include "yaml/folded.h"
#include "yaml/keyorder.h"
#include "yaml/scalar.h"

struct level {
	const struct cr_node *node;
	const struct cr_pair **sorted; /* of a map */
	size_t next;
	size_t indent;
	bool on_line; /* the first child goes on behind a dash or colon */
	bool in_flow; /* it, or something above it, was written in flow style */
};

struct emitter {
	struct cr_writer w;
	struct level *items;
	size_t count, cap;
	bool as_read; /* folded text too */
};

static void
push(struct emitter *e, const struct cr_node *n, size_t indent, bool on_line)
{
	bool in_flow = (n->flags & CR_NODE_FLOW) || (e->count > 0 && e->items[e->count - 1].in_flow);
	struct level *l = cr_scratch_push(e->w.ctx, e);
	*l = (struct level){ .node = n, .indent = indent, .on_line = on_line, .in_flow = in_flow };
	if (n->kind == CR_MAP) {
		l->sorted = cr_sorted_pairs(e->w.ctx, n, CR_ORDER_YAML);
	}
}

static void
write_integer(struct cr_buf *out, uint64_t magnitude, bool negative)
{
	char digits[24];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + magnitude % 10);
		magnitude /= 10;
	} while (magnitude > 0);
	if (negative) {
		digits[--at] = '-';
	}
	cr_buf_put(out, digits + at, sizeof digits - at);
}

static bool
write_float(struct emitter *e, const struct cr_node *n, double f)
{
	char text[40];
	if (!isfinite(f)) {
		return cr_fail(e->w.ctx, n->mark, CR_E_OUTPUT, "the value \"%S\" cannot be printed", cr_text(n));
	}
	cr_buf_put(e->w.out, text, cr_double_yaml(f, text));
	return true;
}

static struct cr_str
folded_text(struct emitter *e, const struct cr_node *n)
{
	return cr_folded_text(e->w.ctx, n, e->count > 0 && e->items[e->count - 1].in_flow);
}

static bool
write_scalar(struct emitter *e, const struct cr_node *n, size_t indent)
{
	struct cr_value v = cr_scalar_value(n);
	struct cr_buf *out = e->w.out;
	char printed[64];
	if ((n->flags & CR_NODE_UNFIT) && !cr_scalar_fits(e->w.ctx, n)) {
		return false;
	}
	switch (v.type) {
	case CR_T_STR:
		return cr_write_value(&e->w, n->written == CR_FOLDED && !e->as_read ? folded_text(e, n) : cr_text(n), indent, n->mark);
	case CR_T_TIMESTAMP:
		cr_timestamp_text(cr_text(n), printed);
		return cr_write_value(&e->w, cr_str_z(printed), indent, n->mark);
	case CR_T_NULL:
		cr_buf_put(out, "null", 4);
		break;
	case CR_T_BOOL:
		cr_buf_put(out, v.b ? "true" : "false", v.b ? 4 : 5);
		break;
	case CR_T_INT:
		write_integer(out, v.i < 0 ? 0 - (uint64_t)v.i : (uint64_t)v.i, v.i < 0);
		break;
	case CR_T_UINT:
		write_integer(out, v.u, false);
		break;
	case CR_T_FLOAT:
		if (!write_float(e, n, v.f)) {
			return false;
		}
		break;
	}
	cr_write_line_end(&e->w);
	return true;
}

/* A scalar or something empty, with its line end; true in *whole. Else nothing is written. */
static bool
write_leaf(struct emitter *e, const struct cr_node *n, size_t indent, bool *whole)
{
	*whole = true;
	if (n->kind == CR_SCALAR) {
		return write_scalar(e, n, indent);
	}
	if (n->count > 0) {
		*whole = false;
		return true;
	}
	cr_buf_put(e->w.out, n->kind == CR_MAP ? "{}" : "[]", 2);
	cr_write_line_end(&e->w);
	return true;
}

/* The reference reads the outermost map into one with text for keys, and all others as they come. */
static bool
check_key(struct emitter *e, const struct cr_pair *p)
{
	if (p->key_tag == CR_TAG_STR || (e->count == 1 && p->key_tag != CR_TAG_NULL)) {
		return true;
	}
	return cr_fail(e->w.ctx, p->mark, CR_E_OUTPUT, "map key \"%S\" is not a string", cr_key_str(e->w.ctx, p->key));
}

/* "? key" on a line of its own; the value starts behind a colon on the next. */
static bool
write_complex_pair(struct emitter *e, const struct cr_pair *p, struct cr_str key, size_t indent)
{
	bool whole;
	if (memmem(key.ptr, key.len, "\xc2\x85", 2) != NULL) {
		return cr_fail(e->w.ctx, p->mark, CR_E_OUTPUT, "character U+85 cannot be printed in a key");
	}
	cr_buf_put(e->w.out, "? ", 2);
	if (!cr_write_value(&e->w, key, indent + 2, p->mark)) {
		return false;
	}
	cr_buf_pad(e->w.out, ' ', indent);
	cr_buf_put(e->w.out, ": ", 2);
	if (!write_leaf(e, p->value, indent + 2, &whole)) {
		return false;
	}
	if (!whole) {
		push(e, p->value, indent + 2, true);
	}
	return true;
}

static bool
write_pair(struct emitter *e, const struct cr_pair *p, size_t indent)
{
	struct cr_str key = cr_key_str(e->w.ctx, p->key);
	const struct cr_node *n = p->value;
	if (!check_key(e, p)) {
		return false;
	}
	if (cr_key_is_complex(key)) {
		return write_complex_pair(e, p, key, indent);
	}
	if (!cr_write_key(&e->w, key, p->mark)) {
		return false;
	}
	if (n->kind != CR_SCALAR && n->count > 0) {
		cr_buf_putc(e->w.out, ':');
		cr_write_line_end(&e->w);
		push(e, n, n->kind == CR_MAP ? indent + 2 : indent, false);
		return true;
	}
	bool whole;
	cr_buf_put(e->w.out, ": ", 2);
	return write_leaf(e, n, indent + 2, &whole);
}

static bool
write_item(struct emitter *e, const struct cr_node *n, size_t indent)
{
	bool whole;
	cr_buf_put(e->w.out, "- ", 2);
	if (!write_leaf(e, n, indent + 2, &whole)) {
		return false;
	}
	if (!whole) {
		push(e, n, indent + 2, true);
	}
	return true;
}

static bool
write_next(struct emitter *e)
{
	struct level *l = &e->items[e->count - 1];
	if (l->next == l->node->count) {
		e->count--;
		return true;
	}
	if (l->on_line) {
		l->on_line = false;
	} else {
		cr_buf_pad(e->w.out, ' ', l->indent);
	}
	size_t at = l->next++, indent = l->indent;
	if (l->node->kind == CR_MAP) {
		return write_pair(e, l->sorted[at], indent);
	}
	return write_item(e, l->node->items[at], indent);
}

static bool
emit(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root, bool as_read)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct emitter e = { .w = { .ctx = c, .out = out, .line = out->len }, .as_read = as_read };
	bool whole;
	bool done = write_leaf(&e, root, 2, &whole);
	if (done && !whole) {
		push(&e, root, 0, false);
		while (done && e.count > 0) {
			done = write_next(&e);
		}
	}
	cr_arena_rewind(c->scratch, mark);
	return done;
}

bool
cr_emit_yaml(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root)
{
	return emit(c, out, root, false);
}

bool
cr_emit_yaml_as_read(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root)
{
	return emit(c, out, root, true);
}
