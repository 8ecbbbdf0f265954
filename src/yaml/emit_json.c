/* The tree as JSON, keys in byte order. Compact: what Go's encoding/json makes of the values after they were read into doubles, the text
 * under the hash (hashing.md). Pretty: for people and programs, with exact integers. */
#include <math.h>
#include <stdio.h>

#include "yaml/emit.h"
#include "yaml/folded.h"
#include "yaml/keyorder.h"
#include "yaml/scalar.h"

struct level {
	const struct cr_node *node;
	const struct cr_pair **sorted; /* of a map */
	size_t next;
	bool in_flow; /* it, or something above it, was written in flow style */
};

struct style {
	bool pretty;
	bool html;  /* < > & are escaped */
	bool exact; /* integers are no doubles */
};

struct emitter {
	struct cr_ctx *ctx;
	struct cr_buf *out;
	struct style style;
	struct level *items;
	size_t count, cap;
};

static void
write_escape(struct cr_buf *out, uint32_t cp)
{
	static const char hex[] = "0123456789abcdef";
	static const char letters[] = "btn\0fr";
	cr_buf_putc(out, '\\');
	if (cp == '"' || cp == '\\') {
		cr_buf_putc(out, (char)cp);
	} else if (cp >= '\b' && cp <= '\r' && letters[cp - '\b'] != '\0') {
		cr_buf_putc(out, letters[cp - '\b']);
	} else {
		cr_buf_putc(out, 'u');
		for (unsigned shift = 16; shift > 0; shift -= 4) {
			cr_buf_putc(out, hex[cp >> (shift - 4) & 15]);
		}
	}
}

/* Plain stretches are copied whole. */
static void
write_string(struct emitter *e, struct cr_str s)
{
	const char *p = s.ptr, *end = s.ptr + s.len, *from = p;
	cr_buf_putc(e->out, '"');
	while (p < end) {
		const char *at = p;
		uint32_t cp = (unsigned char)*p < 0x80 ? (unsigned char)*p++ : cr_utf8_next(&p, end);
		bool html = e->style.html && (cp == '<' || cp == '>' || cp == '&');
		bool escape = cp < 0x20 || cp == '"' || cp == '\\' || html || cp == 0x2028 || cp == 0x2029;
		if (!escape && cp != UINT32_MAX) {
			continue;
		}
		cr_buf_put(e->out, from, (size_t)(at - from));
		from = p;
		if (escape) {
			write_escape(e->out, cp);
		} else {
			cr_buf_put(e->out, "\xef\xbf\xbd", 3);
		}
	}
	cr_buf_put(e->out, from, (size_t)(end - from));
	cr_buf_putc(e->out, '"');
}

static bool
write_double(struct emitter *e, const struct cr_node *n, double f)
{
	char text[40];
	if (!isfinite(f)) {
		return cr_fail(e->ctx, n->mark, CR_E_OUTPUT, "the value \"%S\" cannot be printed", cr_text(n));
	}
	cr_buf_put(e->out, text, cr_double_json(f, text));
	return true;
}

static bool
write_integer(struct emitter *e, const struct cr_node *n, struct cr_value v)
{
	char text[24];
	if (!e->style.exact) {
		return write_double(e, n, v.type == CR_T_INT ? (double)v.i : (double)v.u);
	}
	int len = v.type == CR_T_INT ? snprintf(text, sizeof text, "%lld", (long long)v.i)
				     : snprintf(text, sizeof text, "%llu", (unsigned long long)v.u);
	cr_buf_put(e->out, text, (size_t)len);
	return true;
}

static bool
write_scalar(struct emitter *e, const struct cr_node *n)
{
	struct cr_value v = cr_scalar_value(n);
	char printed[64];
	if (!cr_scalar_fits(e->ctx, n)) {
		return false;
	}
	switch (v.type) {
	case CR_T_NULL:
		cr_buf_put(e->out, "null", 4);
		return true;
	case CR_T_BOOL:
		cr_buf_put(e->out, v.b ? "true" : "false", v.b ? 4 : 5);
		return true;
	case CR_T_INT:
	case CR_T_UINT:
		return write_integer(e, n, v);
	case CR_T_FLOAT:
		return write_double(e, n, v.f);
	case CR_T_TIMESTAMP:
		cr_timestamp_text(cr_text(n), printed);
		write_string(e, cr_str_z(printed));
		return true;
	case CR_T_STR:
		break;
	}
	write_string(e, cr_folded_text(e->ctx, n, e->count > 0 && e->items[e->count - 1].in_flow));
	return true;
}

static void
start_line(struct emitter *e)
{
	if (e->style.pretty) {
		cr_buf_putc(e->out, '\n');
		cr_buf_pad(e->out, ' ', 2 * e->count);
	}
}

static bool
write_value(struct emitter *e, const struct cr_node *n)
{
	if (n->kind == CR_SCALAR) {
		return write_scalar(e, n);
	}
	if (n->count == 0) {
		cr_buf_put(e->out, n->kind == CR_MAP ? "{}" : "[]", 2);
		return true;
	}
	cr_buf_putc(e->out, n->kind == CR_MAP ? '{' : '[');
	bool in_flow = (n->flags & CR_NODE_FLOW) || (e->count > 0 && e->items[e->count - 1].in_flow);
	struct level *l = cr_scratch_push(e->ctx, e);
	*l = (struct level){ .node = n, .in_flow = in_flow };
	if (n->kind == CR_MAP) {
		l->sorted = cr_sorted_pairs(e->ctx, n, CR_ORDER_BYTES);
	}
	return true;
}

static bool
write_pair(struct emitter *e, const struct cr_pair *p)
{
	if (p->key_tag != CR_TAG_STR && (e->count > 1 || p->key_tag == CR_TAG_NULL)) {
		return cr_fail(e->ctx, p->mark, CR_E_OUTPUT, "map key \"%S\" is not a string", cr_key_str(e->ctx, p->key));
	}
	write_string(e, cr_key_str(e->ctx, p->key));
	cr_buf_put(e->out, ": ", e->style.pretty ? 2 : 1);
	return write_value(e, p->value);
}

static bool
write_next(struct emitter *e)
{
	struct level *l = &e->items[e->count - 1];
	bool map = l->node->kind == CR_MAP;
	if (l->next == l->node->count) {
		e->count--;
		start_line(e);
		cr_buf_putc(e->out, map ? '}' : ']');
		return true;
	}
	if (l->next > 0) {
		cr_buf_putc(e->out, ',');
	}
	start_line(e);
	size_t at = l->next++;
	return map ? write_pair(e, l->sorted[at]) : write_value(e, l->node->items[at]);
}

static bool
emit(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root, struct style style)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct emitter e = { .ctx = c, .out = out, .style = style };
	bool done = write_value(&e, root);
	while (done && e.count > 0) {
		done = write_next(&e);
	}
	cr_arena_rewind(c->scratch, mark);
	return done;
}

bool
cr_emit_json(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root)
{
	return emit(c, out, root, (struct style){ .html = true });
}

bool
cr_emit_json_pretty(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root)
{
	bool done = emit(c, out, root, (struct style){ .pretty = true, .exact = true });
	if (done) {
		cr_buf_putc(out, '\n');
	}
	return done;
}

bool
cr_emit_json_go(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root, bool indented)
{
	return emit(c, out, root, (struct style){ .pretty = indented, .html = true, .exact = true });
}
