/* Changes in block layout: whole lines come and go. */
#include "edit/splice.h"

/* The first line begins behind the byte order mark. */
size_t
cr_line_start(struct cr_str text, size_t at)
{
	size_t least = at >= 3 && cr_str_starts(text, CR_STR("\xef\xbb\xbf")) ? 3 : 0;
	while (at > least && text.ptr[at - 1] != '\n') {
		at--;
	}
	return at;
}

size_t
cr_line_after(struct cr_str text, size_t at)
{
	size_t end = cr_str_find(text, '\n', at);
	return end == SIZE_MAX ? text.len : end + 1;
}

size_t
cr_entry_after(struct cr_str text, size_t end)
{
	return end > 0 && text.ptr[end - 1] == '\n' ? end : cr_line_after(text, end);
}

bool
cr_line_blank_before(struct cr_str text, size_t at)
{
	for (size_t i = cr_line_start(text, at); i < at; i++) {
		if (text.ptr[i] != ' ') {
			return false;
		}
	}
	return true;
}

/* What is made in a buffer, kept in the arena. */
struct lines {
	struct cr_buf buf;
	struct cr_defer defer;
};

static void
lines_begin(struct cr_splice *s, struct lines *l)
{
	l->buf = (struct cr_buf){ .ctx = s->ctx };
	cr_buf_defer(&l->buf, &l->defer);
}

static struct cr_str
lines_end(struct cr_splice *s, struct lines *l)
{
	struct cr_str text = l->buf.len == 0 ? CR_STR("") : cr_str_dup(s->ctx, (struct cr_str){ l->buf.ptr, l->buf.len });
	cr_ctx_done(s->ctx, &l->defer);
	return text;
}

static size_t
column(const struct cr_splice *s, size_t at)
{
	return at - cr_line_start(s->text, at);
}

static bool
render(struct cr_splice *s, struct lines *l, size_t indent, cr_key key, struct cr_node *value, bool map)
{
	return map ? cr_render_pair(s, &l->buf, indent, key, value) : cr_render_item(s, &l->buf, indent, value);
}

/* The text of a new scalar in the old one's place. A block's last line feed is a part of it. */
static bool
put_scalar(struct cr_splice *s, const struct cr_splice_child *child)
{
	const struct cr_span *span = &s->spans.items[child->value];
	size_t end = child->end > span->end || span->end > child->end ? child->end : span->end;
	struct lines l;
	lines_begin(s, &l);
	if (span->start == span->end || (span->start > 0 && s->text.ptr[span->start - 1] == ':')) {
		cr_buf_putc(&l.buf, ' ');
	}
	bool ok = cr_render_scalar(s, &l.buf, child->now, span->written, span->flow);
	if (span->start < end && s->text.ptr[end - 1] == '\n') {
		cr_buf_str(&l.buf, s->newline);
	}
	struct cr_str put = lines_end(s, &l);
	cr_splice_cut(s, span->start, span->start < end ? end - span->start : 0, put);
	return ok;
}

/* "key: []" or "key:" becomes "key:" with lines below it. */
static bool
fill(struct cr_splice *s, const struct cr_splice_child *child)
{
	const struct cr_span *key = &s->spans.items[child->key], *span = &s->spans.items[child->value];
	size_t from = span->start;
	while (from > key->end && (s->text.ptr[from - 1] == ' ' || s->text.ptr[from - 1] == '\n' || s->text.ptr[from - 1] == '\r')) {
		from--;
	}
	if (from == key->end || s->text.ptr[from - 1] != ':' || span->anchored) {
		return cr_splice_refuse(s, "the value that it goes into has an anchor or stands apart from its key");
	}
	cr_splice_cut(s, from, span->end - from, CR_STR(""));
	size_t at = cr_line_after(s->text, span->end);
	size_t indent = column(s, key->start) + (child->now->kind == CR_LIST ? s->list_indent : s->map_indent);
	struct lines l;
	lines_begin(s, &l);
	bool ok = cr_render_below(s, &l.buf, indent, child->now);
	cr_splice_lines(s, at, lines_end(s, &l));
	return ok;
}

static bool
put_anew(struct cr_splice *s, const struct cr_splice_child *child, bool map)
{
	size_t after = cr_entry_after(s->text, child->end);
	struct lines l;
	lines_begin(s, &l);
	bool ok = render(s, &l, column(s, child->start), map ? s->keys[child->key] : 0, child->now, map);
	cr_splice_cut(s, child->start, after - child->start, lines_end(s, &l));
	return ok;
}

/* The first of a map that is a list's item stands behind the dash: there the next one takes its place. */
static bool
take_away(struct cr_splice *s, const struct cr_splice_part *part, size_t i, size_t *next)
{
	const struct cr_splice_child *child = &part->children.items[i];
	*next = i + 1;
	if (cr_line_blank_before(s->text, child->start)) {
		size_t start = cr_line_start(s->text, child->start);
		cr_splice_cut(s, start, cr_entry_after(s->text, child->end) - start, CR_STR(""));
		return true;
	}
	while (*next < part->children.count && part->children.items[*next].now == NULL) {
		++*next;
	}
	if (*next == part->children.count) {
		return cr_splice_refuse(s, "nothing would be left where its first value stands");
	}
	cr_splice_cut(s, child->start, part->children.items[*next].start - child->start, CR_STR(""));
	return true;
}

static bool
keeps_blank_lines(const struct cr_splice *s, uint32_t value)
{
	const struct cr_span *last = &s->spans.items[s->spans.items[value].after - 1];
	return last->written == '|' || last->written == CR_FOLDED;
}

/* Behind all that the document has, comments too, but not behind blank lines at its end. */
static size_t
end_of_document(const struct cr_splice *s, const struct cr_splice_part *part)
{
	size_t at = s->spans.end, least = 0;
	if (part != NULL && part->children.count > 0) {
		const struct cr_splice_child *last = &part->children.items[part->children.count - 1];
		least = keeps_blank_lines(s, last->value) ? at : cr_entry_after(s->text, last->end);
	}
	while (at > least && s->text.ptr[at - 1] == '\n') {
		size_t line = cr_line_start(s->text, at - 1);
		if (line < least || cr_str_trim(cr_str_sub(s->text, line, at)).len > 0) {
			break;
		}
		at = line;
	}
	return at > least ? at : least;
}

static bool
put_fresh(struct cr_splice *s, const struct cr_splice_part *part, const struct cr_splice_fresh *fresh)
{
	bool map = s->spans.items[part->span].kind == CR_MAP;
	const struct cr_splice_child *first = &part->children.items[0];
	size_t indent = column(s, first->start), at;
	struct lines l;
	bool ok;
	lines_begin(s, &l);
	if (part->root && fresh->before == part->children.count) {
		at = end_of_document(s, part);
	} else if (fresh->before > 0) {
		at = cr_entry_after(s->text, part->children.items[fresh->before - 1].end);
	} else if (cr_line_blank_before(s->text, first->start)) {
		at = cr_line_start(s->text, first->start);
	} else {
		ok = render(s, &l, indent, fresh->key, fresh->node, map);
		cr_buf_pad(&l.buf, ' ', indent);
		cr_splice_cut(s, first->start, 0, lines_end(s, &l));
		return ok;
	}
	cr_buf_pad(&l.buf, ' ', indent);
	ok = render(s, &l, indent, fresh->key, fresh->node, map);
	cr_splice_lines(s, at, lines_end(s, &l));
	return ok;
}

static bool
change(struct cr_splice *s, const struct cr_splice_part *part, size_t i, size_t *next)
{
	const struct cr_splice_child *child = &part->children.items[i];
	bool map = s->spans.items[part->span].kind == CR_MAP;
	*next = i + 1;
	if (child->renamed != 0 && !cr_splice_rename(s, child)) {
		return false;
	}
	switch (cr_splice_change_of(s, child)) {
	case CR_SPLICE_GONE:
		return take_away(s, part, i, next);
	case CR_SPLICE_TEXT:
		return put_scalar(s, child);
	case CR_SPLICE_FILL:
		return map ? fill(s, child) : put_anew(s, child, map);
	case CR_SPLICE_ANEW:
		return put_anew(s, child, map);
	default:
		return true;
	}
}

bool
cr_splice_block(struct cr_splice *s, const struct cr_splice_part *part)
{
	bool ok = true;
	size_t fresh = 0;
	for (size_t i = 0, next = 0; ok && i < part->children.count; i = next) {
		for (; ok && fresh < part->fresh.count && part->fresh.items[fresh].before <= i; fresh++) {
			ok = put_fresh(s, part, &part->fresh.items[fresh]);
		}
		ok = ok && change(s, part, i, &next);
	}
	for (; ok && fresh < part->fresh.count; fresh++) {
		ok = put_fresh(s, part, &part->fresh.items[fresh]);
	}
	return ok;
}

bool
cr_splice_whole(struct cr_splice *s, struct cr_node *root)
{
	size_t at = end_of_document(s, NULL);
	struct lines l;
	if (s->spans.count > 0 && s->spans.items[0].start < s->spans.items[0].end) {
		return cr_splice_refuse(s, "there is a value where fields should be");
	}
	lines_begin(s, &l);
	bool ok = true;
	for (uint32_t i = 0; ok && i < root->count; i++) {
		ok = cr_render_pair(s, &l.buf, 0, root->pairs[i].key, root->pairs[i].value);
	}
	cr_splice_lines(s, at, lines_end(s, &l));
	return ok;
}
