/* Changes in brackets: values come and go with their commas. */
#include "edit/splice.h"

struct words {
	struct cr_buf buf;
	struct cr_defer defer;
};

static void
words_begin(struct cr_splice *s, struct words *w)
{
	w->buf = (struct cr_buf){ .ctx = s->ctx };
	cr_buf_defer(&w->buf, &w->defer);
}

static struct cr_str
words_end(struct cr_splice *s, struct words *w)
{
	struct cr_str text = w->buf.len == 0 ? CR_STR("") : cr_str_dup(s->ctx, (struct cr_str){ w->buf.ptr, w->buf.len });
	cr_ctx_done(s->ctx, &w->defer);
	return text;
}

/* Does the file write its texts as JSON does? The first key or item in brackets tells. */
static bool
is_json(const struct cr_splice *s, const struct cr_splice_part *part)
{
	uint32_t first = part->span + 1;
	bool any = first < s->spans.items[part->span].after;
	return any ? s->text.ptr[s->spans.items[first].start] == '"' : s->spans.items[0].flow;
}

static bool
put_fresh(struct cr_splice *s, struct words *w, const struct cr_splice_part *part, const struct cr_splice_fresh *fresh)
{
	bool json = is_json(s, part);
	bool map = s->spans.items[part->span].kind == CR_MAP;
	return (!map || cr_render_flow_key(s, &w->buf, fresh->key, json)) && cr_render_flow(s, &w->buf, fresh->node, json);
}

/* A comma between at and the bracket: behind it, else at. */
static size_t
behind_comma(const struct cr_splice *s, size_t at, size_t end)
{
	for (size_t i = at; i < end; i++) {
		if (s->text.ptr[i] == '#') {
			i = cr_line_after(s->text, i) - 1;
		} else if (s->text.ptr[i] == ',') {
			return i + 1;
		}
	}
	return at;
}

/* What is new before child i, which stays; or at the end. */
static bool
put_before(struct cr_splice *s, const struct cr_splice_part *part, size_t *fresh, size_t i)
{
	struct words w;
	size_t count = 0;
	bool ok = true;
	words_begin(s, &w);
	for (; ok && *fresh < part->fresh.count && part->fresh.items[*fresh].before <= i; ++*fresh, count++) {
		ok = put_fresh(s, &w, part, &part->fresh.items[*fresh]);
		cr_buf_put(&w.buf, ", ", 2);
	}
	struct cr_str put = words_end(s, &w);
	if (ok && count > 0) {
		cr_splice_cut(s, part->children.items[i].start, 0, put);
	}
	return ok;
}

/* Does the line that at lies in end before the bracket? *line is where the next one begins. */
static bool
ends_inside(const struct cr_splice *s, const struct cr_splice_part *part, size_t at, size_t *line)
{
	*line = cr_line_after(s->text, at);
	return *line <= s->spans.items[part->span].end - 1;
}

/* Values with a line each get another line each, behind the one of last; comma: there is one behind it. */
static bool
put_lines(struct cr_splice *s, const struct cr_splice_part *part, size_t fresh, const struct cr_splice_child *last, bool comma, size_t line)
{
	struct words w;
	bool ok = true;
	if (!comma) {
		cr_splice_cut(s, last->end, 0, CR_STR(","));
	}
	words_begin(s, &w);
	for (size_t i = fresh; ok && i < part->fresh.count; i++) {
		cr_buf_str(&w.buf, cr_str_sub(s->text, cr_line_start(s->text, last->start), last->start));
		ok = put_fresh(s, &w, part, &part->fresh.items[i]);
		cr_buf_put(&w.buf, ",", comma || i + 1 < part->fresh.count);
		cr_buf_str(&w.buf, s->newline);
	}
	cr_splice_lines(s, line, words_end(s, &w));
	return ok;
}

/* last: of the children that stay; NULL: none does. A comma behind the last of all is there again afterwards. */
static bool
put_at_end(struct cr_splice *s, const struct cr_splice_part *part, size_t fresh, const struct cr_splice_child *last)
{
	const struct cr_span *span = &s->spans.items[part->span];
	/* Where those behind it go, their commas go too. */
	bool gone = last != NULL && last != &part->children.items[part->children.count - 1];
	size_t at = last == NULL ? span->end - 1 : gone ? last->end : behind_comma(s, last->end, span->end - 1);
	bool comma = last != NULL && at == last->end, again = last != NULL && !gone && !comma;
	size_t line;
	if (last != NULL && !gone && cr_line_blank_before(s->text, last->start) && ends_inside(s, part, at, &line)) {
		return put_lines(s, part, fresh, last, again, line);
	}
	struct words w;
	bool ok = true;
	words_begin(s, &w);
	for (size_t i = fresh; ok && i < part->fresh.count; i++) {
		cr_buf_put(&w.buf, ", ", comma || i > fresh ? 2 : 0);
		cr_buf_put(&w.buf, " ", again && i == fresh);
		ok = put_fresh(s, &w, part, &part->fresh.items[i]);
	}
	cr_buf_put(&w.buf, ",", again);
	cr_splice_cut(s, at, 0, words_end(s, &w));
	return ok;
}

static bool
put_value(struct cr_splice *s, const struct cr_splice_part *part, const struct cr_splice_child *child)
{
	const struct cr_span *span = &s->spans.items[child->value];
	struct words w;
	bool ok;
	words_begin(s, &w);
	if (span->start == span->end) {
		cr_buf_put(&w.buf, ": ", s->text.ptr[span->start - 1] == ':' ? 0 : 2);
		cr_buf_putc(&w.buf, ' ');
	}
	if (child->now->kind == CR_SCALAR) {
		ok = cr_render_scalar(s, &w.buf, child->now, span->written != 0 ? span->written : is_json(s, part) ? '"' : 0, true);
	} else {
		ok = cr_render_flow(s, &w.buf, child->now, true);
	}
	cr_splice_cut(s, span->start, span->end - span->start, words_end(s, &w));
	return ok;
}

/* From child from on all go; last stays, with what stands behind it in its line. */
static void
take_end_away(struct cr_splice *s, const struct cr_splice_part *part, size_t from, const struct cr_splice_child *last)
{
	const struct cr_splice_child *children = part->children.items;
	size_t bracket = s->spans.items[part->span].end - 1, end = children[part->children.count - 1].end, line;
	size_t behind = behind_comma(s, end, bracket), comma = behind_comma(s, last->end, children[from].start);
	if (!cr_line_blank_before(s->text, children[from].start) || !ends_inside(s, part, behind, &line)) {
		cr_splice_cut(s, last->end, end - last->end, CR_STR(""));
		return;
	}
	if (behind == end) {
		cr_splice_cut(s, comma - 1, 1, CR_STR(""));
	}
	size_t start = cr_line_start(s->text, children[from].start);
	cr_splice_cut(s, start, line - start, CR_STR(""));
}

/* Those that go before one that stays go up to where it begins. */
static void
take_away(struct cr_splice *s, const struct cr_splice_part *part, size_t from, size_t to, const struct cr_splice_child *last)
{
	const struct cr_splice_child *children = part->children.items;
	const struct cr_span *span = &s->spans.items[part->span];
	if (to < part->children.count) {
		cr_splice_cut(s, children[from].start, children[to].start - children[from].start, CR_STR(""));
	} else if (last != NULL) {
		take_end_away(s, part, from, last);
	} else {
		size_t end = behind_comma(s, children[to - 1].end, span->end - 1);
		cr_splice_cut(s, children[from].start, end - children[from].start, CR_STR(""));
	}
}

bool
cr_splice_flow(struct cr_splice *s, const struct cr_splice_part *part)
{
	const struct cr_splice_child *children = part->children.items, *last = NULL;
	size_t count = part->children.count, fresh = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++) {
		size_t from = i;
		while (i < count && children[i].now == NULL) {
			i++;
		}
		if (i > from) {
			take_away(s, part, from, i, last);
		}
		if (i == count) {
			break;
		}
		ok = put_before(s, part, &fresh, i) && (children[i].renamed == 0 || cr_splice_rename(s, &children[i]));
		if (ok && cr_splice_change_of(s, &children[i]) != CR_SPLICE_SAME) {
			ok = put_value(s, part, &children[i]);
		}
		last = &children[i];
	}
	return ok && (fresh == part->fresh.count || put_at_end(s, part, fresh, last));
}
