/* Writes text as go-yaml v3's emitter does. Its rules on line breaks go by the column, and by whether what stands before it on the line is
 * nothing but indentation. */
#include "yaml/inner_writer.h"

struct traits {
	bool multiline, flow_plain, block_plain, single, block;
};

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

static bool
is_break(uint32_t cp)
{
	return cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool
is_printable(uint32_t cp)
{
	return cp == '\n' || (cp >= 0x20 && cp <= 0x7e) || (cp >= 0xa0 && cp <= 0xd7ff) || (cp >= 0xe000 && cp <= 0xfffd && cp != 0xfeff) ||
	       (cp >= 0x10000 && cp <= 0x10ffff);
}

static bool
starts_like_a_sign(uint32_t cp)
{
	return cp < 0x80 && cp != 0 && strchr("#,[]{}&*!|>'\"%@`", (int)cp) != NULL;
}

/* What the characters of a text allow. */
struct scan {
	bool block_signs, flow_signs, breaks, special, tabs;
	bool first_space, first_break, last_space, last_break, break_space, space_break;
};

static void
scan_sign(struct scan *s, uint32_t cp, bool first, bool after_blank, bool before_blank)
{
	bool either = first && starts_like_a_sign(cp);
	bool apart = (first && (cp == '-' || cp == '?')) || cp == ':';
	s->flow_signs |= either || (cp == '?' || cp == ':') || (first && cp == '-' && before_blank) ||
			 (cp < 0x80 && cp != 0 && strchr(",[]{}", (int)cp) != NULL) || (cp == '#' && after_blank);
	s->block_signs |= either || (apart && before_blank) || (cp == '#' && after_blank);
}

static void
scan_text(struct cr_str text, struct scan *s)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool after_blank = true, space = false, line = false;
	*s = (struct scan){ 0 };
	if (text.len >= 3 && (memcmp(p, "---", 3) == 0 || memcmp(p, "...", 3) == 0)) {
		s->block_signs = s->flow_signs = true;
	}
	while (p < end) {
		bool first = p == text.ptr;
		uint32_t cp = cr_utf8_next(&p, end);
		bool before_blank = p == end || *p == ' ' || *p == '\t';
		scan_sign(s, cp, first, after_blank, before_blank);
		s->tabs |= cp == '\t';
		s->special |= cp != '\t' && !is_printable(cp);
		if (cp == ' ') {
			s->first_space |= first;
			s->last_space |= p == end;
			s->break_space |= line;
		} else if (is_break(cp)) {
			s->breaks = true;
			s->first_break |= first;
			s->last_break |= p == end;
			s->space_break |= space;
		}
		space = cp == ' ';
		line = is_break(cp);
		after_blank = cp == ' ' || cp == '\t' || line;
	}
}

static void
traits_of(struct cr_str text, struct traits *t)
{
	struct scan s;
	if (text.len == 0) {
		*t = (struct traits){ .block_plain = true, .single = true };
		return;
	}
	scan_text(text, &s);
	bool broken = s.break_space || s.space_break || s.tabs || s.special;
	bool plain = !(s.first_space || s.first_break || s.last_space || s.last_break || s.breaks || broken);
	t->multiline = s.breaks;
	t->flow_plain = plain && !s.flow_signs;
	t->block_plain = plain && !s.block_signs;
	t->single = !broken;
	t->block = !(s.last_space || s.space_break || s.special);
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
		if (is_break(cp)) {
			if (!breaks && cp == '\n') {
				cr_inner_break(w);
			}
			cr_buf_put(w->out, from, (size_t)(p - from));
			w->column = 0;
			w->indent = true;
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

static char
short_escape(uint32_t cp)
{
	switch (cp) {
	case 0x00:
		return '0';
	case 0x07:
		return 'a';
	case 0x08:
		return 'b';
	case 0x09:
		return 't';
	case 0x0a:
		return 'n';
	case 0x0b:
		return 'v';
	case 0x0c:
		return 'f';
	case 0x0d:
		return 'r';
	case 0x1b:
		return 'e';
	case '"':
	case '\\':
		return (char)cp;
	case 0x85:
		return 'N';
	case 0xa0:
		return '_';
	case 0x2028:
		return 'L';
	case 0x2029:
		return 'P';
	default:
		return 0;
	}
}

static void
write_escape(struct cr_inner_writer *w, uint32_t cp)
{
	static const char hex[] = "0123456789ABCDEF";
	char letter = short_escape(cp);
	put(w, '\\');
	if (letter != 0) {
		put(w, letter);
		return;
	}
	int digits = cp <= 0xff ? 2 : cp <= 0xffff ? 4 : 8;
	put(w, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
	for (int k = digits - 1; k >= 0; k--) {
		put(w, hex[cp >> (4 * k) & 15]);
	}
}

static void
write_double(struct cr_inner_writer *w, struct cr_str text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	cr_inner_sign(w, CR_STR("\""), true, false, false);
	while (p < end) {
		const char *from = p;
		uint32_t cp = cr_utf8_next(&p, end);
		if (!is_printable(cp) || is_break(cp) || cp == '"' || cp == '\\') {
			write_escape(w, cp);
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
	return i < text.len && is_break(cr_utf8_next(&p, text.ptr + text.len));
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

static void
write_literal(struct cr_inner_writer *w, struct cr_str text, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = true;
	cr_inner_sign(w, CR_STR("|"), true, false, false);
	write_block_hints(w, text);
	end_block_header(w);
	w->blank = true;
	while (p < end) {
		const char *from = p;
		if (is_break(cr_utf8_next(&p, end))) {
			cr_buf_put(w->out, from, (size_t)(p - from));
			w->column = 0;
			w->indent = true;
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
		if (is_break(cp)) {
			if (!breaks && !leading && cp == '\n' && !head_blank) {
				cr_inner_break(w);
			}
			cr_buf_put(w->out, from, (size_t)(p - from));
			w->column = 0;
			w->indent = true;
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

static char
style_of(const struct cr_inner_writer *w, struct cr_str text, char wanted, bool forced, bool simple_key)
{
	struct traits t;
	bool flow = w->in_flow;
	char style = wanted;
	traits_of(text, &t);
	if (style == 0) {
		style = memchr(text.len > 0 ? text.ptr : "", '\n', text.len) != NULL ? '|' : forced ? '"' : 0;
	}
	if (simple_key && t.multiline) {
		style = '"';
	}
	if (style == 0 && ((flow && !t.flow_plain) || (!flow && !t.block_plain) || (text.len == 0 && (flow || simple_key)))) {
		style = '\'';
	}
	if (style == '\'' && !t.single) {
		style = '"';
	}
	if ((style == '|' || style == '>') && (!t.block || flow || simple_key)) {
		style = '"';
	}
	return style;
}

void
cr_inner_write_text(struct cr_inner_writer *w, struct cr_str text, char wanted, bool forced, bool simple_key, int indent)
{
	switch (style_of(w, text, wanted, forced, simple_key)) {
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

bool
cr_inner_simple_key(struct cr_str text)
{
	struct traits t;
	traits_of(text, &t);
	return !t.multiline && text.len <= 128;
}

static void
write_comment(struct cr_inner_writer *w, struct cr_str text, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = false;
	while (p < end) {
		const char *from = p;
		if (is_break(cr_utf8_next(&p, end))) {
			cr_buf_put(w->out, from, (size_t)(p - from));
			w->column = 0;
			w->indent = true;
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
	if (!breaks) {
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
