/* The writer's rules for strings (output-format.md sections 4, 5 and 7).
 *
 * Nearly all strings are plain ASCII words: one look at each byte in a table finds that out and they are copied. What has blanks, colons,
 * line feeds, quotes or anything beyond ASCII is looked at closely (struct traits), and written by the slow writers only where a line
 * might have to break. */
#include "yaml/emit_scalar.h"
#include "yaml/scalar.h"

#define BEST_WIDTH 80
#define LONGEST_KEY 128

/* What a byte means for the style, beyond being itself. FIRST: not at the start of plain text. */
enum { SPACE = 1, FEED = 2, MARK = 4 /* : or # */, SPECIAL = 8, HIGH = 16, FIRST = 32 };

#define FOUR(x) x, x, x, x
static const uint8_t classes[256] = {
	FOUR(SPECIAL),
	FOUR(SPECIAL),
	SPECIAL,
	SPECIAL,
	FEED,
	SPECIAL,
	SPECIAL,
	SPECIAL,
	FOUR(SPECIAL),
	FOUR(SPECIAL),
	FOUR(SPECIAL),
	FOUR(SPECIAL),
	[' '] = SPACE,
	[':'] = MARK,
	['#'] = MARK | FIRST,
	[','] = FIRST,
	['['] = FIRST,
	[']'] = FIRST,
	['{'] = FIRST,
	['}'] = FIRST,
	['&'] = FIRST,
	['*'] = FIRST,
	['!'] = FIRST,
	['|'] = FIRST,
	['>'] = FIRST,
	['\''] = FIRST,
	['"'] = FIRST,
	['%'] = FIRST,
	['@'] = FIRST,
	['`'] = FIRST,
	[0x7f] = SPECIAL,
	[0x80] = FOUR(FOUR(HIGH)),
	FOUR(FOUR(HIGH)),
	FOUR(FOUR(HIGH)),
	FOUR(FOUR(HIGH)),
	FOUR(FOUR(HIGH)),
	FOUR(FOUR(HIGH)),
	FOUR(FOUR(HIGH)),
	FOUR(FOUR(HIGH)),
};

struct traits {
	bool feed;       /* has a line feed */
	bool separator;  /* has U+2028 or U+2029, which count as line breaks */
	bool next_line;  /* has U+0085 */
	bool not_plain;  /* an indicator, a blank at an end, a line break */
	bool not_single; /* what only double quotes can hold */
	bool not_literal;
	uint32_t unprintable; /* a character that the reference refuses; 0: none */
};

enum style { PLAIN, SINGLE, DOUBLE, LITERAL };

static bool
is_separator(uint32_t cp)
{
	return cp == 0x2028 || cp == 0x2029;
}

static uint32_t
code_at(struct cr_str text, size_t at)
{
	const char *p = text.ptr + at;
	return cr_utf8_next(&p, text.ptr + text.len);
}

static bool
ends_word(struct cr_str text, size_t at)
{
	return at >= text.len || text.ptr[at] == ' ' || text.ptr[at] == '\t';
}

/* Does the first character, or the first three, keep text from being plain? */
static bool
starts_like_syntax(struct cr_str text)
{
	char first = text.ptr[0];
	if ((classes[(unsigned char)first] & FIRST) != 0) {
		return true;
	}
	if (first == '-' || first == '?' || first == ':') {
		return ends_word(text, 1) || (text.len >= 3 && memcmp(text.ptr, "---", 3) == 0);
	}
	return text.len >= 3 && memcmp(text.ptr, "...", 3) == 0;
}

/* The code point at *p. Beyond ASCII: what it means for the style. */
static uint32_t
look_at_high(const char **p, const char *end, struct traits *t)
{
	uint32_t cp = cr_utf8_next(p, end);
	if (cp == 0x85) {
		t->next_line = true;
	} else if (cp < 0xa0 || cp == 0xfffe || cp == 0xffff || cp == UINT32_MAX) {
		t->unprintable = cp == UINT32_MAX ? 0xfffd : cp;
	} else if (cp == 0xfeff || cp > 0xffff) {
		t->not_single = t->not_literal = true;
	} else if (is_separator(cp)) {
		t->separator = true;
	}
	return cp;
}

/* Blanks next to line breaks, or at the ends of text, rule styles out. */
static void
look_at_blanks(struct cr_str text, struct traits *t)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool space = false, broken = false;
	while (p < end) {
		const char *at = p;
		uint32_t cp = (unsigned char)*p < 0x80 ? (unsigned char)*p++ : cr_utf8_next(&p, end);
		bool is_space = cp == ' ', is_break = cp == '\n' || is_separator(cp);
		t->not_plain = t->not_plain || is_break || (is_space && (at == text.ptr || p == end));
		t->not_single = t->not_single || (is_space && broken) || (is_break && space);
		t->not_literal = t->not_literal || (is_space && p == end) || (is_break && space);
		space = is_space;
		broken = is_break;
	}
}

static void
look_at(struct cr_str text, struct traits *t)
{
	*t = (struct traits){ .not_plain = starts_like_syntax(text) };
	const char *end = text.ptr + text.len;
	bool blanks = false, after_blank = true;
	for (const char *p = text.ptr; p < end;) {
		unsigned char ch = (unsigned char)*p;
		if (ch >= 0x80) {
			after_blank = is_separator(look_at_high(&p, end, t));
			continue;
		}
		p++;
		if (ch == ':') {
			t->not_plain = t->not_plain || ends_word(text, (size_t)(p - text.ptr));
		} else if (ch == '#') {
			t->not_plain = t->not_plain || after_blank;
		} else if ((classes[ch] & SPECIAL) != 0) {
			t->not_single = t->not_literal = true;
			t->unprintable = ch == 0x7f ? ch : t->unprintable;
		} else if (ch == '\n') {
			t->feed = true;
		}
		after_blank = ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
		blanks = blanks || ch == ' ' || ch == '\n';
	}
	if (blanks || t->separator) {
		look_at_blanks(text, t);
	}
	t->not_plain = t->not_plain || t->not_single;
}

static enum style
style_of(struct cr_str text, const struct traits *t)
{
	if (t->feed) {
		return t->not_literal ? DOUBLE : LITERAL;
	}
	if (cr_needs_quotes(text)) {
		return DOUBLE;
	}
	return !t->not_plain ? PLAIN : !t->not_single ? SINGLE : DOUBLE;
}

/* Characters of the current line before the writer's place. */
static size_t
column_of(const struct cr_writer *w)
{
	size_t column = 0;
	for (size_t i = w->line; i < w->out->len; i++) {
		column += ((unsigned char)w->out->ptr[i] & 0xc0) != 0x80;
	}
	return column;
}

static size_t
start_line(struct cr_writer *w, size_t indent)
{
	cr_write_line_end(w);
	cr_buf_pad(w->out, ' ', indent);
	return indent;
}

static bool
space_at(struct cr_str text, size_t at)
{
	return at < text.len && text.ptr[at] == ' ';
}

/* Plain text, or single-quoted text between its quotes, that may have to break into lines. */
static void
write_broken(struct cr_writer *w, struct cr_str text, size_t indent, bool quoted)
{
	size_t column = column_of(w);
	bool spaces = false, breaks = false;
	const char *p = text.ptr, *end = text.ptr + text.len;
	while (p < end) {
		size_t at = (size_t)(p - text.ptr);
		if (*p == ' ') {
			bool inner = !quoted || (at > 0 && at < text.len - 1);
			if (!spaces && column > BEST_WIDTH && inner && !space_at(text, at + 1)) {
				column = start_line(w, indent);
			} else {
				cr_buf_putc(w->out, ' ');
				column++;
			}
			p++;
			spaces = true;
			continue;
		}
		uint32_t cp = cr_utf8_next(&p, end);
		struct cr_str piece = cr_str_sub(text, at, (size_t)(p - text.ptr));
		if (is_separator(cp)) {
			cr_buf_str(w->out, piece);
			w->line = w->out->len;
			column = 0;
			breaks = true;
			continue;
		}
		if (breaks) {
			cr_buf_pad(w->out, ' ', indent);
			column = indent;
		}
		if (quoted && cp == '\'') {
			cr_buf_putc(w->out, '\'');
			column++;
		}
		cr_buf_str(w->out, piece);
		column++;
		spaces = breaks = false;
	}
}

/* The letter of a two-character escape, or 0. */
static char
short_escape(uint32_t cp)
{
	static const char letters[32] = "0\0\0\0\0\0\0abtnvfr\0\0\0\0\0\0\0\0\0\0\0\0\0e\0\0\0";
	if (cp < sizeof letters) {
		return letters[cp];
	}
	switch (cp) {
	case '"':
	case '\\':
		return (char)cp;
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

/* Returns the number of characters written. */
static size_t
write_escape(struct cr_buf *out, uint32_t cp)
{
	static const char hex[] = "0123456789ABCDEF";
	char letter = short_escape(cp);
	cr_buf_putc(out, '\\');
	if (letter != 0) {
		cr_buf_putc(out, letter);
		return 2;
	}
	unsigned digits = cp <= 0xff ? 2 : cp <= 0xffff ? 4 : 8;
	cr_buf_putc(out, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
	for (unsigned shift = 4 * digits; shift > 0; shift -= 4) {
		cr_buf_putc(out, hex[cp >> (shift - 4) & 15]);
	}
	return 2 + digits;
}

static bool
needs_escape(uint32_t cp)
{
	return cp < 0x20 || cp == '"' || cp == '\\' || cp == 0x7f || is_separator(cp) || cp == 0xfeff || cp > 0xffff;
}

/* When the text begins with a byte order mark the reference takes every character for one. A key (breakable false) stays on its line. */
static void
write_double(struct cr_writer *w, struct cr_str text, size_t indent, bool breakable)
{
	bool escape_all = cr_str_starts(text, CR_STR("\xef\xbb\xbf"));
	cr_buf_putc(w->out, '"');
	size_t column = column_of(w);
	bool spaces = false;
	const char *p = text.ptr, *end = text.ptr + text.len;
	while (p < end) {
		size_t at = (size_t)(p - text.ptr);
		uint32_t cp = cr_utf8_next(&p, end);
		if (escape_all || needs_escape(cp)) {
			column += write_escape(w->out, cp);
			spaces = false;
		} else if (cp == ' ' && breakable && !spaces && column > BEST_WIDTH && at > 0 && at < text.len - 1) {
			column = start_line(w, indent);
			if (space_at(text, at + 1)) {
				cr_buf_putc(w->out, '\\');
				column++;
			}
			spaces = true;
		} else {
			cr_buf_str(w->out, cr_str_sub(text, at, (size_t)(p - text.ptr)));
			column++;
			spaces = cp == ' ';
		}
	}
	cr_buf_putc(w->out, '"');
}

static void
write_single(struct cr_writer *w, struct cr_str text)
{
	cr_buf_putc(w->out, '\'');
	size_t from = 0;
	for (;;) {
		size_t quote = cr_str_find(text, '\'', from);
		if (quote == SIZE_MAX) {
			break;
		}
		cr_buf_str(w->out, cr_str_sub(text, from, quote + 1));
		cr_buf_putc(w->out, '\'');
		from = quote + 1;
	}
	cr_buf_str(w->out, cr_str_sub(text, from, text.len));
	cr_buf_putc(w->out, '\'');
}

/* Where the last character of s begins, if that is a line break; else SIZE_MAX. */
static size_t
last_break(struct cr_str s)
{
	if (s.len > 0 && s.ptr[s.len - 1] == '\n') {
		return s.len - 1;
	}
	return cr_str_ends(s, CR_STR("\xe2\x80\xa8")) || cr_str_ends(s, CR_STR("\xe2\x80\xa9")) ? s.len - 3 : SIZE_MAX;
}

static void
write_literal_header(struct cr_writer *w, struct cr_str text)
{
	const char *p = text.ptr;
	uint32_t first = cr_utf8_next(&p, text.ptr + text.len);
	size_t last = last_break(text);
	cr_buf_putc(w->out, '|');
	if (first == ' ' || first == '\n' || is_separator(first)) {
		cr_buf_putc(w->out, '2');
	}
	if (last == SIZE_MAX) {
		cr_buf_putc(w->out, '-');
	} else if (last == 0 || last_break(cr_str_sub(text, 0, last)) != SIZE_MAX) {
		cr_buf_putc(w->out, '+');
	}
	cr_write_line_end(w);
}

static void
write_literal_lines(struct cr_writer *w, struct cr_str text, size_t indent)
{
	size_t from = 0;
	while (from < text.len) {
		size_t feed = cr_str_find(text, '\n', from);
		size_t to = feed == SIZE_MAX ? text.len : feed;
		if (to > from) {
			cr_buf_pad(w->out, ' ', indent);
			cr_buf_put(w->out, text.ptr + from, to - from);
		}
		cr_buf_putc(w->out, '\n');
		from = to + 1;
	}
	w->line = w->out->len;
}

/* U+2028 and U+2029 break the line too, for the writer: what follows is indented, and at the end of the text they stand for the line feed.
 */
static void
write_literal_breaks(struct cr_writer *w, struct cr_str text, size_t indent)
{
	bool breaks = true;
	const char *p = text.ptr, *end = text.ptr + text.len;
	while (p < end) {
		size_t at = (size_t)(p - text.ptr);
		uint32_t cp = cr_utf8_next(&p, end);
		bool is_break = cp == '\n' || is_separator(cp);
		if (!is_break && breaks) {
			cr_buf_pad(w->out, ' ', indent);
		}
		cr_buf_str(w->out, cr_str_sub(text, at, (size_t)(p - text.ptr)));
		breaks = is_break;
	}
	if (!breaks) {
		cr_buf_putc(w->out, '\n');
	}
	w->line = w->out->len;
}

/* U+0085 in a double-quoted JSON text, which the value passes through, is a line break and is folded: one becomes a blank, of more one is
 * dropped and the others become line feeds; blanks around them go. */
static struct cr_str
fold_next_lines(struct cr_ctx *c, struct cr_str text)
{
	char *out = cr_scratch_alloc(c, text.len);
	size_t len = 0, at = 0;
	while (at < text.len) {
		size_t run = at, breaks = 0;
		for (;;) {
			if (space_at(text, run)) {
				run++;
			} else if (text.len - run >= 2 && memcmp(text.ptr + run, "\xc2\x85", 2) == 0) {
				run += 2;
				breaks++;
			} else {
				break;
			}
		}
		if (breaks == 0) {
			run = run > at ? run : at + 1;
			memcpy(out + len, text.ptr + at, run - at);
			len += run - at;
		} else if (breaks == 1) {
			out[len++] = ' ';
		} else {
			memset(out + len, '\n', breaks - 1);
			len += breaks - 1;
		}
		at = run;
	}
	return (struct cr_str){ out, len };
}

static bool
fail_unprintable(struct cr_writer *w, uint32_t cp, cr_mark mark)
{
	return cr_fail(w->ctx, mark, CR_E_OUTPUT, "character U+%x cannot be printed", (unsigned)cp);
}

static void
write_styled(struct cr_writer *w, struct cr_str text, size_t indent, const struct traits *t)
{
	enum style style = style_of(text, t);
	bool may_break = t->separator || text.len + (w->out->len - w->line) > BEST_WIDTH;
	if (style == LITERAL) {
		write_literal_header(w, text);
		(t->separator ? write_literal_breaks : write_literal_lines)(w, text, indent);
		return;
	}
	if (style == DOUBLE) {
		write_double(w, text, indent, true);
	} else if (style == PLAIN && !may_break) {
		cr_buf_str(w->out, text);
	} else if (style == PLAIN) {
		write_broken(w, text, indent, false);
	} else if (!may_break && memchr(text.ptr, '\'', text.len) == NULL) {
		write_single(w, text);
	} else {
		cr_buf_putc(w->out, '\'');
		write_broken(w, text, indent, true);
		cr_buf_putc(w->out, '\'');
	}
	cr_write_line_end(w);
}

static unsigned
classes_of(struct cr_str text)
{
	unsigned all = 0;
	for (size_t i = 0; i < text.len; i++) {
		all |= classes[(unsigned char)text.ptr[i]];
	}
	return all;
}

/* A word without blanks or anything that could need a closer look. FIRST matters only in front, which starts_like_syntax sees. */
static bool
is_simple(struct cr_str text)
{
	return (classes_of(text) & ~(unsigned)FIRST) == 0 && text.len > 0 && !starts_like_syntax(text) && !cr_needs_quotes(text);
}

bool
cr_write_value(struct cr_writer *w, struct cr_str text, size_t indent, cr_mark mark)
{
	if (is_simple(text)) {
		cr_buf_str(w->out, text);
		cr_write_line_end(w);
		return true;
	}
	if (text.len == 0) {
		cr_buf_put(w->out, "\"\"", 2);
		cr_write_line_end(w);
		return true;
	}
	struct traits t;
	look_at(text, &t);
	if (t.unprintable != 0) {
		return fail_unprintable(w, t.unprintable, mark);
	}
	struct cr_arena_mark scratch = cr_arena_mark(w->ctx->scratch);
	if (t.next_line) {
		text = fold_next_lines(w->ctx, text);
		look_at(text, &t);
	}
	write_styled(w, text, indent, &t);
	cr_arena_rewind(w->ctx->scratch, scratch);
	return true;
}

bool
cr_write_key(struct cr_writer *w, struct cr_str key, cr_mark mark)
{
	if (is_simple(key)) {
		cr_buf_str(w->out, key);
		return true;
	}
	if (key.len == 0) {
		cr_buf_put(w->out, "\"\"", 2);
		return true;
	}
	struct traits t;
	look_at(key, &t);
	if (t.unprintable != 0 || t.next_line) {
		return fail_unprintable(w, t.next_line ? 0x85 : t.unprintable, mark);
	}
	switch (style_of(key, &t)) {
	case PLAIN:
		cr_buf_str(w->out, key);
		break;
	case SINGLE:
		write_single(w, key);
		break;
	default:
		write_double(w, key, 0, false);
	}
	return true;
}

bool
cr_key_is_complex(struct cr_str key)
{
	if (key.len > LONGEST_KEY) {
		return true;
	}
	for (size_t i = 0; i < key.len; i++) {
		unsigned char ch = (unsigned char)key.ptr[i];
		if (ch == '\n' || ch == '\r' || (ch == 0xe2 && is_separator(code_at(key, i)))) {
			return true;
		}
	}
	return false;
}
