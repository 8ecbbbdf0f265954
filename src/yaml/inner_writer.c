/* Writes text as go-yaml v3's emitter does. Its rules on line breaks go by the column, and by whether what stands before it on the line is
 * nothing but indentation. */
#include "yaml/inner_writer.h"

#include "yaml/emit_scalar.h"
#include "yaml/inner_style.h"

static void
put(struct cr_inner_writer *w, char ch)
{
	cr_buf_putc(w->out, ch);
	w->column++;
}

void
cr_inner_break(struct cr_inner_writer *w)
{
	cr_buf_putc(w->out, '\n');
	w->column = 0;
	w->indent = true;
}

/* A line break of the text itself. */
static void
put_break(struct cr_inner_writer *w, const char *from, const char *to)
{
	cr_buf_put(w->out, from, (size_t)(to - from));
	w->column = 0;
	w->indent = true;
}

struct cr_inner_writer
cr_inner_writer_make(struct cr_buf *out)
{
	return (struct cr_inner_writer){ .out = out, .blank = true, .indent = true, .foot = -1 };
}

void
cr_inner_start_line(struct cr_inner_writer *w, int indent)
{
	indent = indent < 0 ? 0 : indent;
	if (!w->indent || w->column > indent || (w->column == indent && !w->blank)) {
		cr_inner_break(w);
	}
	if (w->foot == indent) {
		cr_inner_break(w);
	}
	while (w->column < indent) {
		put(w, ' ');
	}
	w->blank = true;
	w->foot = -1;
}

void
cr_inner_sign(struct cr_inner_writer *w, struct cr_str sign, bool apart, bool blank, bool indent)
{
	if (apart && !w->blank) {
		put(w, ' ');
	}
	for (size_t i = 0; i < sign.len; i++) {
		put(w, sign.ptr[i]);
	}
	w->blank = blank;
	w->indent = w->indent && indent;
}

static void
put_code_point(struct cr_inner_writer *w, const char *from, const char *to)
{
	cr_buf_put(w->out, from, (size_t)(to - from));
	w->column++;
}

static void
write_plain(struct cr_inner_writer *w, struct cr_str text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	if (text.len > 0 && !w->blank) {
		put(w, ' ');
	}
	while (p < end) {
		const char *from = p;
		cr_utf8_next(&p, end);
		put_code_point(w, from, p);
	}
	w->blank = w->blank && text.len == 0;
	w->indent = false;
}

static void
write_single(struct cr_inner_writer *w, struct cr_str text, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = false;
	cr_inner_sign(w, CR_STR("'"), true, false, false);
	while (p < end) {
		const char *from = p;
		uint32_t cp = cr_utf8_next(&p, end);
		if (cr_inner_is_break(cp)) {
			if (!breaks && cp == '\n') {
				cr_inner_break(w);
			}
			put_break(w, from, p);
			breaks = true;
			continue;
		}
		if (breaks && cp != ' ') {
			cr_inner_start_line(w, indent);
		}
		if (cp == '\'') {
			put(w, '\'');
		}
		put_code_point(w, from, p);
		w->indent = false;
		breaks = breaks && cp == ' ';
	}
	cr_inner_sign(w, CR_STR("'"), false, false, false);
	w->indent = false;
}

static void
write_double(struct cr_inner_writer *w, struct cr_str text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	cr_inner_sign(w, CR_STR("\""), true, false, false);
	while (p < end) {
		const char *from = p;
		uint32_t cp = cr_utf8_next(&p, end);
		if (!cr_inner_is_printable(cp) || cr_inner_is_break(cp) || cp == '"' || cp == '\\') {
			w->column += (int)cr_write_escape(w->out, cp);
		} else {
			put_code_point(w, from, p);
		}
	}
	cr_inner_sign(w, CR_STR("\""), false, false, false);
	w->indent = false;
}

static bool
break_at(struct cr_str text, size_t i)
{
	const char *p = text.ptr + i;
	return i < text.len && cr_inner_is_break(cr_utf8_next(&p, text.ptr + text.len));
}

/* The start of the code point that ends before i. */
static size_t
last_before(struct cr_str text, size_t i)
{
	do {
		i--;
	} while (i > 0 && ((unsigned char)text.ptr[i] & 0xc0) == 0x80);
	return i;
}

static void
write_block_hints(struct cr_inner_writer *w, struct cr_str text)
{
	if (text.len > 0 && (text.ptr[0] == ' ' || break_at(text, 0))) {
		cr_inner_sign(w, CR_STR("2"), false, false, false);
	}
	size_t last = text.len > 0 ? last_before(text, text.len) : 0;
	if (!break_at(text, last)) {
		cr_inner_sign(w, CR_STR("-"), false, false, false);
	} else if (last == 0 || break_at(text, last_before(text, last))) {
		cr_inner_sign(w, CR_STR("+"), false, false, false);
	}
}

/* The comment of a block stands behind its sign. */
static void
end_block_header(struct cr_inner_writer *w)
{
	if (w->line.len > 0) {
		cr_inner_write_line(w);
	} else {
		cr_inner_break(w);
	}
}

/* Lines as they are, each but the first behind its indentation; that of the first too, if it is at its start. Was the last character a
 * break? */
static bool
write_lines(struct cr_inner_writer *w, struct cr_str text, bool at_start, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = at_start;
	while (p < end) {
		const char *from = p;
		if (cr_inner_is_break(cr_utf8_next(&p, end))) {
			put_break(w, from, p);
			breaks = true;
			continue;
		}
		if (breaks) {
			cr_inner_start_line(w, indent);
		}
		put_code_point(w, from, p);
		w->indent = false;
		breaks = false;
	}
	return breaks;
}

static void
write_literal(struct cr_inner_writer *w, struct cr_str text, int indent)
{
	cr_inner_sign(w, CR_STR("|"), true, false, false);
	write_block_hints(w, text);
	end_block_header(w);
	w->blank = true;
	write_lines(w, text, true, indent);
}

static void
write_folded(struct cr_inner_writer *w, struct cr_str text, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = true, leading = true;
	size_t head = 0;
	cr_inner_sign(w, CR_STR(">"), true, false, false);
	write_block_hints(w, text);
	end_block_header(w);
	w->blank = true;
	/* The reference looks at the breaks that begin the text, not at those that are to be folded. */
	while (break_at(text, head)) {
		head++;
	}
	bool head_blank = head == text.len || text.ptr[head] == ' ' || text.ptr[head] == '\t';
	while (p < end) {
		const char *from = p;
		uint32_t cp = cr_utf8_next(&p, end);
		if (cr_inner_is_break(cp)) {
			if (!breaks && !leading && cp == '\n' && !head_blank) {
				cr_inner_break(w);
			}
			put_break(w, from, p);
			breaks = true;
			continue;
		}
		if (breaks) {
			cr_inner_start_line(w, indent);
			leading = cp == ' ' || cp == '\t';
		}
		put_code_point(w, from, p);
		w->indent = false;
		breaks = false;
	}
}

void
cr_inner_write_text(struct cr_inner_writer *w, struct cr_str text, char wanted, bool forced, bool simple_key, int indent)
{
	switch (cr_inner_style(text, wanted, forced, simple_key, w->in_flow)) {
	case '\'':
		write_single(w, text, indent);
		break;
	case '"':
		write_double(w, text);
		break;
	case '|':
		write_literal(w, text, indent);
		break;
	case '>':
		write_folded(w, text, indent);
		break;
	default:
		write_plain(w, text);
	}
}

static void
write_comment(struct cr_inner_writer *w, struct cr_str text, int indent)
{
	if (!write_lines(w, text, false, indent)) {
		cr_inner_break(w);
	}
	w->blank = true;
}

static struct cr_str
take(struct cr_str *text)
{
	struct cr_str taken = *text;
	*text = (struct cr_str){ NULL, 0 };
	return taken;
}

void
cr_inner_write_head(struct cr_inner_writer *w, int indent)
{
	if (w->tail.len > 0) {
		cr_inner_start_line(w, indent);
		write_comment(w, take(&w->tail), indent);
		w->foot = indent < 0 ? 0 : indent;
	}
	if (w->head.len > 0) {
		cr_inner_start_line(w, indent);
		write_comment(w, take(&w->head), indent);
	}
}

void
cr_inner_write_line(struct cr_inner_writer *w)
{
	if (w->line.len == 0) {
		return;
	}
	if (!w->blank) {
		put(w, ' ');
	}
	write_comment(w, take(&w->line), 0);
}

void
cr_inner_write_below(struct cr_inner_writer *w, int indent)
{
	if (w->below.len > 0) {
		cr_inner_start_line(w, indent);
		write_comment(w, take(&w->below), indent);
		w->foot = indent < 0 ? 0 : indent;
	}
}
