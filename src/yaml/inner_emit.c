/* Writes the tree of inner.h: block and flow, quotes and blocks as they were read, two blanks a level, lists no deeper than their key,
 * lines as long as they are, comments where they were. Counterpart: the emitter of go-yaml v3, which holds comments back until it comes by
 * a place for them. */
#include "yaml/inner_notes.h"
#include "yaml/inner_style.h"
#include "yaml/inner_writer.h"
#include "yaml/scalar.h"

struct frame {
	const struct cr_node *node;
	size_t at;
	int indent, outer; /* of what is in it, and of what it is in */
	bool flow;
	bool trail;         /* the comma behind the last item is there already */
	struct cr_str tail; /* the comment below the last key's value */
};

struct emitter {
	struct cr_ctx *ctx;
	const struct cr_inner *inner;
	struct cr_inner_writer w;
	struct frame *items;
	size_t count, cap;
};

static void
hold(struct cr_str *place, struct cr_str comment)
{
	if (comment.len > 0) {
		*place = comment;
	}
}

/* The comments of what comes now wait from here on. */
static void
hold_comments(struct emitter *e, const struct cr_inner_note *note)
{
	if (note != NULL) {
		hold(&e->w.head, note->comments.head);
		hold(&e->w.line, note->comments.line);
		hold(&e->w.below, note->comments.foot);
	}
}

/* Of a map or list only what is before it: the rest comes at its end. */
static void
hold_start(struct emitter *e, const struct cr_node *n)
{
	const struct cr_inner_note *note = cr_inner_note_get(e->inner, n);
	if (n->kind == CR_SCALAR) {
		hold_comments(e, note);
	} else if (note != NULL) {
		hold(&e->w.head, note->comments.head);
	}
}

static void
hold_end(struct emitter *e, const struct frame *f)
{
	const struct cr_inner_note *note = cr_inner_note_get(e->inner, f->node);
	hold(&e->w.tail, f->tail);
	if (note != NULL) {
		hold(&e->w.line, note->comments.line);
		hold(&e->w.below, note->comments.foot);
	}
}

static void
sign(struct emitter *e, const char *text, bool apart)
{
	cr_inner_sign(&e->w, cr_str_z(text), apart, false, false);
}

static void
write_tag(struct emitter *e, struct cr_str tag)
{
	static const char prefix[] = "tag:yaml.org,2002:";
	struct cr_str core = { prefix, sizeof prefix - 1 };
	if (cr_str_starts(tag, core)) {
		sign(e, "!!", true);
		cr_inner_sign(&e->w, cr_str_sub(tag, core.len, tag.len), false, false, false);
	} else {
		cr_inner_sign(&e->w, tag, true, false, false);
	}
}

static void
write_names(struct emitter *e, const struct cr_inner_note *note)
{
	if (note != NULL && note->anchor.len > 0) {
		sign(e, "&", true);
		cr_inner_sign(&e->w, note->anchor, false, false, false);
	}
	if (note != NULL && note->tag.len > 0) {
		write_tag(e, note->tag);
	}
}

static const char *
tag_name(enum cr_tag tag)
{
	static const char *const names[] = {
		[CR_TAG_INT] = "!!int",   [CR_TAG_FLOAT] = "!!float",         [CR_TAG_BOOL] = "!!bool",
		[CR_TAG_NULL] = "!!null", [CR_TAG_TIMESTAMP] = "!!timestamp", [CR_TAG_STR] = NULL,
	};
	return names[tag];
}

static void
write_scalar(struct emitter *e, const struct cr_node *n, int indent)
{
	const struct cr_inner_note *note = cr_inner_note_get(e->inner, n);
	struct cr_str text = cr_text(n);
	if (n->written == CR_INNER_ALIAS) {
		sign(e, "*", true);
		cr_inner_sign(&e->w, text, false, false, false);
		return;
	}
	write_names(e, note);
	bool forced = false, named = note != NULL && note->tag.len > 0;
	if (!named && n->tag != CR_TAG_AUTO && n->written == 0 && n->tag != cr_type_tag(cr_plain_value(text).type)) {
		const char *name = tag_name((enum cr_tag)n->tag);
		forced = name == NULL;
		if (name != NULL) {
			sign(e, name, true);
		}
	}
	cr_inner_write_text(&e->w, text, (char)n->written, forced, false, indent);
}

/* Is the key on one line with its colon? */
static bool
write_key(struct emitter *e, const struct cr_node *map, const struct cr_pair *p, int indent)
{
	struct cr_str key = cr_key_str(e->ctx, p->key);
	char wanted = p->key_quoted == 1 ? 0 : (char)p->key_quoted;
	bool forced = p->key_tag == CR_TAG_STR && wanted == 0 && cr_plain_value(key).type != CR_T_STR;
	bool simple = cr_inner_simple_key(key);
	const struct cr_inner_note *note = cr_inner_key_note_get(e->inner, map, p->key);
	if (!simple) {
		cr_inner_sign(&e->w, CR_STR("?"), true, false, true);
	}
	write_names(e, note);
	forced = forced && (note == NULL || note->tag.len == 0);
	cr_inner_write_text(&e->w, key, wanted, forced, simple, indent);
	return simple;
}

/* Writes a scalar, or the start of a map or list, which then is the top frame. */
static void
write_node(struct emitter *e, const struct cr_node *n)
{
	const struct frame *top = e->count > 0 ? &e->items[e->count - 1] : NULL;
	struct frame f = { .node = n, .outer = top == NULL ? -1 : top->indent, .indent = top == NULL ? 0 : top->indent + 2 };
	f.flow = (top != NULL && top->flow) || n->count == 0 || (n->flags & CR_NODE_FLOW) != 0;
	if (n->kind == CR_SCALAR) {
		write_scalar(e, n, top == NULL ? 2 : f.indent);
		return;
	}
	write_names(e, cr_inner_note_get(e->inner, n));
	if (!f.flow && n->kind == CR_LIST && top != NULL && top->node->kind == CR_MAP) {
		f.indent = top->indent;
	}
	if (f.flow) {
		cr_inner_sign(&e->w, n->kind == CR_MAP ? CR_STR("{") : CR_STR("["), true, true, false);
		f.indent = top == NULL ? 2 : f.indent;
		e->w.in_flow = true;
	}
	*cr_scratch_push(e->ctx, e) = f;
}

static bool
comments_wait(const struct emitter *e)
{
	return e->w.line.len + e->w.below.len + e->w.tail.len > 0;
}

/* Behind a value: its comments, if it was a scalar. A map or list that was only begun has none yet. */
static void
write_after(struct emitter *e, int indent)
{
	cr_inner_write_line(&e->w);
	cr_inner_write_below(&e->w, indent);
}

static void
write_flow_value(struct emitter *e, size_t frame, const struct cr_node *value)
{
	int indent = e->items[frame].indent;
	bool trail = comments_wait(e);
	e->items[frame].trail = trail;
	write_node(e, value);
	if (trail) {
		sign(e, ",", false);
	}
	write_after(e, indent);
}

static void
hold_key(struct emitter *e, struct frame *f, cr_key key)
{
	const struct cr_inner_note *note = cr_inner_key_note_get(e->inner, f->node, key);
	hold(&e->w.tail, f->tail);
	f->tail = (struct cr_str){ NULL, 0 };
	if (note != NULL) {
		hold(&e->w.head, note->comments.head);
		hold(&e->w.line, note->comments.line);
		f->tail = note->comments.foot;
	}
}

static void
next_in_flow(struct emitter *e, size_t frame)
{
	struct frame *f = &e->items[frame];
	size_t at = f->at++;
	bool list = f->node->kind == CR_LIST;
	if (list) {
		hold_start(e, f->node->items[at]);
	} else {
		hold_key(e, f, f->node->pairs[at].key);
	}
	if (at > 0 && !f->trail) {
		sign(e, ",", false);
	}
	cr_inner_write_head(&e->w, f->indent);
	if (e->w.column == 0) {
		cr_inner_start_line(&e->w, f->indent);
	}
	if (list) {
		write_flow_value(e, frame, f->node->items[at]);
		return;
	}
	const struct cr_pair *p = &f->node->pairs[at];
	bool simple = write_key(e, f->node, p, f->indent + 2);
	sign(e, ":", !simple);
	hold_start(e, p->value);
	write_flow_value(e, frame, p->value);
}

/* A key's comment goes behind a scalar that has none, or before a block begins. */
static void
place_key_comment(struct emitter *e, const struct cr_node *value)
{
	if (e->w.key.len == 0) {
		return;
	}
	if (value->kind == CR_SCALAR) {
		if (value->written != CR_INNER_ALIAS && e->w.line.len == 0) {
			e->w.line = e->w.key;
			e->w.key = (struct cr_str){ NULL, 0 };
		}
	} else if (!(value->flags & CR_NODE_FLOW)) {
		struct cr_str line = e->w.line;
		e->w.line = e->w.key;
		cr_inner_write_line(&e->w);
		e->w.key = (struct cr_str){ NULL, 0 };
		e->w.line = line;
	}
}

static void
next_in_block(struct emitter *e, size_t frame)
{
	struct frame *f = &e->items[frame];
	int indent = f->indent;
	size_t at = f->at++;
	if (f->node->kind == CR_LIST) {
		hold_start(e, f->node->items[at]);
		cr_inner_write_head(&e->w, indent);
		cr_inner_start_line(&e->w, indent);
		cr_inner_sign(&e->w, CR_STR("-"), true, false, true);
		write_node(e, f->node->items[at]);
		write_after(e, indent);
		return;
	}
	const struct cr_pair *p = &f->node->pairs[at];
	hold_key(e, f, p->key);
	cr_inner_write_head(&e->w, indent);
	cr_inner_start_line(&e->w, indent);
	hold(&e->w.key, e->w.line);
	e->w.line = (struct cr_str){ NULL, 0 };
	bool simple = write_key(e, f->node, p, indent + 2);
	hold_start(e, p->value);
	if (!simple) {
		cr_inner_start_line(&e->w, indent);
	}
	cr_inner_sign(&e->w, CR_STR(":"), !simple, false, !simple);
	place_key_comment(e, p->value);
	write_node(e, p->value);
	write_after(e, indent);
}

static void
end_flow(struct emitter *e, const struct frame *f)
{
	bool map = f->node->kind == CR_MAP;
	if (map && e->w.head.len + e->w.below.len + e->w.tail.len > 0 && f->at > 0 && !f->trail) {
		sign(e, ",", false);
	}
	if (map) {
		cr_inner_write_head(&e->w, f->indent);
	} else if (e->w.column == 0) {
		cr_inner_start_line(&e->w, f->outer);
	}
	e->w.in_flow = e->count > 0 && e->items[e->count - 1].flow;
	sign(e, map ? "}" : "]", false);
	write_after(e, f->outer);
}

static void
write_next(struct emitter *e)
{
	size_t frame = e->count - 1;
	struct frame *f = &e->items[frame];
	if (f->at < f->node->count) {
		if (f->flow) {
			next_in_flow(e, frame);
		} else {
			next_in_block(e, frame);
		}
		return;
	}
	struct frame done = *f;
	hold_end(e, &done);
	e->count--;
	if (done.flow) {
		end_flow(e, &done);
	} else if (done.node->kind == CR_MAP) {
		cr_inner_write_head(&e->w, done.indent);
	}
}

void
cr_inner_emit(struct cr_ctx *c, const struct cr_inner *inner, const struct cr_node *root, struct cr_buf *out)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct emitter e = { .ctx = c, .inner = inner, .w = cr_inner_writer_make(out) };
	if (inner->head.len > 0) {
		e.w.head = inner->head;
		cr_inner_write_head(&e.w, -1);
		cr_inner_break(&e.w);
	}
	hold_start(&e, root);
	cr_inner_write_head(&e.w, -1);
	write_node(&e, root);
	write_after(&e, -1);
	while (e.count > 0) {
		write_next(&e);
	}
	hold(&e.w.below, inner->foot);
	e.w.foot = 0;
	cr_inner_write_below(&e.w, -1);
	cr_arena_rewind(c->scratch, mark);
}
