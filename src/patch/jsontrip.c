/* An object on its trip through JSON and back, scalar by scalar. Counterpart: RNode.MarshalJSON and UnmarshalJSON. */
#include "patch/jsontrip.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "yaml/folded.h"
#include "yaml/scalar.h"

/* Doubles hold all integers up to here. */
#define EXACT_INTEGERS (UINT64_C(1) << 53)

static struct cr_node *
with_text(struct cr_ctx *c, const struct cr_node *n, struct cr_str text, enum cr_tag tag)
{
	if (n->tag == tag && cr_str_eq(cr_text(n), text)) {
		return NULL;
	}
	return cr_node_scalar(c, cr_str_dup(c, text), tag, n->mark);
}

static void
warn_of_lost_digits(struct cr_ctx *c, const struct cr_node *n, uint64_t magnitude, double d)
{
	if (magnitude <= EXACT_INTEGERS) {
		return;
	}
	char exact[32], left[40];
	snprintf(exact, sizeof exact, "%" PRIu64, magnitude);
	left[cr_double_json(fabs(d), left)] = '\0';
	if (strcmp(exact, left) != 0) {
		cr_warn(c, n->mark, CR_W_PRECISION, "a JSON patch turns numbers into doubles: this one loses its last digits");
	}
}

static double
as_double(struct cr_ctx *c, const struct cr_node *n, struct cr_value v)
{
	if (v.type == CR_T_FLOAT) {
		return v.f;
	}
	double d = v.type == CR_T_INT ? (double)v.i : (double)v.u;
	warn_of_lost_digits(c, n, v.type == CR_T_INT && v.i < 0 ? 0 - (uint64_t)v.i : v.u, d);
	return d;
}

/* The number as the reference's writer spells it, which counts where the text itself is looked at: as a name, or in an annotation. */
static size_t
spell(double d, char out[64])
{
	if (d == 0 || (fabs(d) >= 1e-4 && fabs(d) < 1e6)) {
		return cr_double_yaml(d, out);
	}
	int len = 0;
	for (int digits = 0; digits < 17; digits++) {
		len = snprintf(out, 64, "%.*e", digits, d);
		if (strtod(out, NULL) == d) {
			break;
		}
	}
	return (size_t)len;
}

/* Would the reference write this string without quotes? */
static bool
plain_would_do(struct cr_str s)
{
	if (cr_needs_quotes(s) || s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == ':') {
		return false;
	}
	bool alone = s.len == 1 || s.ptr[1] == ' ';
	if (strchr(",[]{}#&*!|>'\"%@`", s.ptr[0]) != NULL || (alone && strchr("-?:", s.ptr[0]) != NULL)) {
		return false;
	}
	for (size_t i = 0; i < s.len; i++) {
		unsigned char ch = (unsigned char)s.ptr[i];
		bool parts = i > 0 && ((ch == ' ' && s.ptr[i - 1] == ':') || (ch == '#' && s.ptr[i - 1] == ' '));
		if (ch < 0x20 || ch == 0x7f || parts) {
			return false;
		}
	}
	return true;
}

static struct cr_node *
trip_string(struct cr_ctx *c, const struct cr_node *n, bool in_flow)
{
	struct cr_str text = cr_folded_text(c, n, in_flow);
	bool quoted = !plain_would_do(text);
	bool folded = n->written == CR_FOLDED;
	if (!folded && quoted == ((n->flags & CR_NODE_QUOTED) != 0) && (!quoted || n->tag == CR_TAG_STR)) {
		return NULL;
	}
	struct cr_node *made = cr_node_str(c, text, n->mark);
	made->flags = (uint8_t)((n->flags & ~(CR_NODE_QUOTED | CR_NODE_BARE)) | (quoted ? CR_NODE_QUOTED : 0));
	return made;
}

/* The scalar as it comes back in *out; NULL if it is the same. */
static bool
trip_scalar(struct cr_ctx *c, const struct cr_node *n, bool in_flow, struct cr_node **out)
{
	struct cr_value v = cr_scalar_value(n);
	char text[64];
	*out = NULL;
	if (!cr_scalar_fits(c, n)) {
		return false;
	}
	switch (v.type) {
	case CR_T_STR:
		*out = trip_string(c, n, in_flow);
		return true;
	case CR_T_NULL:
		*out = with_text(c, n, CR_STR("null"), CR_TAG_AUTO);
		return true;
	case CR_T_BOOL:
		*out = with_text(c, n, v.b ? CR_STR("true") : CR_STR("false"), CR_TAG_AUTO);
		return true;
	case CR_T_TIMESTAMP:
		*out = cr_node_str(c, cr_timestamp_text(cr_text(n), text) ? cr_str_dup(c, cr_str_z(text)) : cr_text(n), n->mark);
		(*out)->flags = CR_NODE_QUOTED;
		return true;
	case CR_T_INT:
	case CR_T_UINT:
	case CR_T_FLOAT:
		break;
	}
	double d = as_double(c, n, v);
	if (!isfinite(d)) {
		return cr_fail(c, n->mark, CR_E_VALUE, "JSON has no such number: \"%S\"", cr_text(n));
	}
	*out = with_text(c, n, (struct cr_str){ text, spell(d, text) }, CR_TAG_AUTO);
	return true;
}

struct level {
	struct cr_node *node;
	uint32_t at;
	bool in_flow; /* it, or something above it, was written in flow style */
};

struct levels {
	struct level *items;
	size_t count, cap;
};

static struct cr_node *
child_of(const struct cr_node *n, uint32_t at)
{
	return n->kind == CR_MAP ? n->pairs[at].value : n->items[at];
}

/* Puts child where the level stands, and steps on. */
static void
put_child(struct cr_ctx *c, struct level *l, struct cr_node *child)
{
	if (child_of(l->node, l->at) != child) {
		l->node = cr_node_own(c, l->node);
		*(l->node->kind == CR_MAP ? &l->node->pairs[l->at].value : &l->node->items[l->at]) = child;
	}
	l->at++;
}

static bool
step(struct cr_ctx *c, struct levels *s)
{
	struct level *top = &s->items[s->count - 1];
	struct cr_node *child = child_of(top->node, top->at);
	if (child->kind != CR_SCALAR) {
		bool in_flow = top->in_flow || (child->flags & CR_NODE_FLOW);
		*cr_scratch_push(c, s) = (struct level){ child, 0, in_flow };
		return true;
	}
	struct cr_node *made;
	if (!trip_scalar(c, child, top->in_flow, &made)) {
		return false;
	}
	if (made == NULL && (child->flags & CR_NODE_SHARED)) {
		made = cr_node_copy(c, child);
		made->flags &= (uint8_t)~CR_NODE_SHARED;
	}
	put_child(c, top, made != NULL ? made : child);
	return true;
}

static bool
trip_tree(struct cr_ctx *c, struct cr_node **root)
{
	struct levels s = { NULL, 0, 0 };
	*cr_scratch_push(c, &s) = (struct level){ *root, 0, ((*root)->flags & CR_NODE_FLOW) != 0 };
	for (;;) {
		struct level *top = &s.items[s.count - 1];
		if (top->at < top->node->count) {
			if (!step(c, &s)) {
				return false;
			}
			continue;
		}
		struct cr_node *done = top->node;
		if (--s.count == 0) {
			*root = done;
			return true;
		}
		put_child(c, &s.items[s.count - 1], done);
	}
}

bool
cr_json_trip(struct cr_ctx *c, struct cr_node **root)
{
	struct cr_node *made;
	if ((*root)->kind == CR_SCALAR) {
		if (!trip_scalar(c, *root, false, &made)) {
			return false;
		}
		*root = made != NULL ? made : *root;
		return true;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	bool ok = trip_tree(c, root);
	cr_arena_rewind(c->scratch, mark);
	return ok;
}
