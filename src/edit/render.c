/* New values as text, in the layout that the file has: the writer of the output makes the lines, they are moved to their place here. */
#include "edit/splice.h"
#include "yaml/emit.h"

/* text's lines, all but the first behind indent blanks; lines without anything stay so. */
static void
put_lines(struct cr_splice *s, struct cr_buf *out, size_t indent, struct cr_str text)
{
	for (size_t at = 0; at < text.len;) {
		size_t end = cr_str_find(text, '\n', at);
		end = end == SIZE_MAX ? text.len : end;
		if (at > 0 && end > at) {
			cr_buf_pad(out, ' ', indent);
		}
		cr_buf_put(out, text.ptr + at, end - at);
		cr_buf_str(out, s->newline);
		at = end + 1;
	}
}

static bool
put_emitted(struct cr_splice *s, struct cr_buf *out, size_t indent, const struct cr_node *n)
{
	struct cr_buf lines = { .ctx = s->ctx };
	struct cr_defer defer;
	cr_buf_defer(&lines, &defer);
	bool ok = cr_emit_yaml(s->ctx, &lines, n);
	if (ok) {
		put_lines(s, out, indent, (struct cr_str){ lines.ptr, lines.len });
	}
	cr_ctx_done(s->ctx, &defer);
	return ok;
}

static struct cr_node *
map_of(struct cr_splice *s, cr_key key, struct cr_node *value)
{
	struct cr_node *map = cr_node_map(s->ctx, CR_NO_MARK);
	cr_map_append(s->ctx, map, key, value, CR_NO_MARK);
	return map;
}

bool
cr_render_item(struct cr_splice *s, struct cr_buf *out, size_t indent, struct cr_node *value)
{
	struct cr_node *list = cr_node_list(s->ctx, CR_NO_MARK);
	cr_list_append(s->ctx, list, value);
	return put_emitted(s, out, indent, list);
}

bool
cr_render_below(struct cr_splice *s, struct cr_buf *out, size_t indent, struct cr_node *value)
{
	for (uint32_t i = 0; value->kind == CR_LIST && i < value->count; i++) {
		cr_buf_pad(out, ' ', indent);
		if (!cr_render_item(s, out, indent, value->items[i])) {
			return false;
		}
	}
	if (value->kind == CR_MAP) {
		cr_buf_pad(out, ' ', indent);
		return put_emitted(s, out, indent, value);
	}
	return true;
}

bool
cr_render_pair(struct cr_splice *s, struct cr_buf *out, size_t indent, cr_key key, struct cr_node *value)
{
	if (value->kind == CR_SCALAR || value->count == 0) {
		return put_emitted(s, out, indent, map_of(s, key, value));
	}
	size_t start = out->len;
	struct cr_node *nothing = cr_node_scalar(s->ctx, CR_STR("null"), CR_TAG_NULL, CR_NO_MARK);
	if (!put_emitted(s, out, indent, map_of(s, key, nothing))) {
		return false;
	}
	/* "key: null" and the line's end: "key:" is left. */
	size_t tail = sizeof(" null") - 1 + s->newline.len;
	if (out->len - start <= tail) {
		return cr_splice_refuse(s, "its key needs a line of its own");
	}
	out->len -= tail;
	cr_buf_str(out, s->newline);
	return cr_render_below(s, out, indent + (value->kind == CR_LIST ? s->list_indent : s->map_indent), value);
}

/* What stands behind "k: "; a text of more than one line is none. */
static struct cr_str
one_line(struct cr_str emitted)
{
	size_t end = cr_str_find(emitted, '\n', 0);
	if (end + 1 != emitted.len || emitted.len < 4 || emitted.ptr[3] == '|' || emitted.ptr[3] == '>') {
		return (struct cr_str){ 0 };
	}
	return cr_str_sub(emitted, 3, end);
}

static bool
is_text(const struct cr_node *n)
{
	return n->tag == CR_TAG_STR;
}

/* Between ' ', where the text allows it. */
static bool
put_single(struct cr_buf *out, struct cr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)text.ptr[i] < ' ' || (unsigned char)text.ptr[i] > '~') {
			return false;
		}
	}
	cr_buf_putc(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		cr_buf_pad(out, text.ptr[i], text.ptr[i] == '\'' ? 2 : 1);
	}
	cr_buf_putc(out, '\'');
	return true;
}

static bool
fits_flow(struct cr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (strchr(",[]{}", text.ptr[i]) != NULL) {
			return false;
		}
	}
	return text.len > 0 && text.ptr[text.len - 1] != ':';
}

static bool
put_plain(struct cr_splice *s, struct cr_buf *out, struct cr_node *value, bool flow)
{
	struct cr_buf lines = { .ctx = s->ctx };
	struct cr_defer defer;
	cr_buf_defer(&lines, &defer);
	bool ok = cr_emit_yaml(s->ctx, &lines, map_of(s, cr_key_intern(s->ctx, CR_STR("k")), value));
	if (ok) {
		struct cr_str text = one_line((struct cr_str){ lines.ptr, lines.len });
		bool quoted = text.len > 0 && (text.ptr[0] == '"' || text.ptr[0] == '\'');
		if (text.len == 0 || (flow && !quoted && !fits_flow(text))) {
			ok = cr_emit_json(s->ctx, out, value);
		} else {
			cr_buf_str(out, text);
		}
	}
	cr_ctx_done(s->ctx, &defer);
	return ok;
}

bool
cr_render_scalar(struct cr_splice *s, struct cr_buf *out, struct cr_node *value, char written, bool flow)
{
	if (is_text(value) && written == '"') {
		return cr_emit_json(s->ctx, out, value);
	}
	if (is_text(value) && written == '\'' && put_single(out, cr_text(value))) {
		return true;
	}
	return put_plain(s, out, value, flow);
}

bool
cr_render_flow(struct cr_splice *s, struct cr_buf *out, struct cr_node *value, bool json)
{
	if (value->kind == CR_SCALAR) {
		return cr_render_scalar(s, out, value, json ? '"' : 0, true);
	}
	return cr_emit_json(s->ctx, out, value);
}

bool
cr_render_flow_key(struct cr_splice *s, struct cr_buf *out, cr_key key, bool json)
{
	struct cr_node *text = cr_node_str(s->ctx, cr_key_str(s->ctx, key), CR_NO_MARK);
	bool ok = cr_render_scalar(s, out, text, json ? '"' : 0, true);
	cr_buf_put(out, ": ", 2);
	return ok;
}
