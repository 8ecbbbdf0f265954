/* Writes strings in the style that emit_style.c chooses, breaking long lines as the reference does (output-format.md sections 4, 5 and 7).
 * Text that needs no break is copied whole. */
#include "yaml/emit_scalar.h"
#include "yaml/emit_style.h"

#define BEST_WIDTH 80

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

/* How many bytes from p on go out as they are, a column each. */
static size_t
plain_run(const char *p, const char *end, bool quoted)
{
	const char *at = p;
	while (at < end && (unsigned char)*at < 0x80 && *at != ' ' && !(quoted && *at == '\'')) {
		at++;
	}
	return (size_t)(at - p);
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
		size_t run = plain_run(p, end, quoted);
		uint32_t cp = run > 0 ? 0 : cr_utf8_next(&p, end);
		p += run;
		struct cr_str piece = cr_str_sub(text, at, (size_t)(p - text.ptr));
		if (cr_is_separator(cp)) {
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
		column += run > 0 ? run : 1;
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

size_t
cr_write_escape(struct cr_buf *out, uint32_t cp)
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
	return cp < 0x20 || cp == '"' || cp == '\\' || cp == 0x7f || cr_is_separator(cp) || cp == 0xfeff || cp > 0xffff;
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
			column += cr_write_escape(w->out, cp);
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
	if (first == ' ' || first == '\n' || cr_is_separator(first)) {
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
		bool is_break = cp == '\n' || cr_is_separator(cp);
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
write_styled(struct cr_writer *w, struct cr_str text, size_t indent, const struct cr_traits *t)
{
	enum cr_style style = cr_text_style(text, t);
	bool may_break = t->separator || text.len + (w->out->len - w->line) > BEST_WIDTH;
	if (style == CR_LITERAL) {
		write_literal_header(w, text);
		(t->separator ? write_literal_breaks : write_literal_lines)(w, text, indent);
		return;
	}
	if (style == CR_DOUBLE) {
		write_double(w, text, indent, true);
	} else if (style == CR_PLAIN && !may_break) {
		cr_buf_str(w->out, text);
	} else if (style == CR_PLAIN) {
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

bool
cr_write_value(struct cr_writer *w, struct cr_str text, size_t indent, cr_mark mark)
{
	if (cr_text_is_simple(text)) {
		cr_buf_str(w->out, text);
		cr_write_line_end(w);
		return true;
	}
	if (text.len == 0) {
		cr_buf_put(w->out, "\"\"", 2);
		cr_write_line_end(w);
		return true;
	}
	struct cr_traits t;
	cr_text_traits(text, &t);
	if (t.unprintable != 0) {
		return fail_unprintable(w, t.unprintable, mark);
	}
	struct cr_arena_mark scratch = cr_arena_mark(w->ctx->scratch);
	if (t.next_line) {
		text = fold_next_lines(w->ctx, text);
		cr_text_traits(text, &t);
	}
	write_styled(w, text, indent, &t);
	cr_arena_rewind(w->ctx->scratch, scratch);
	return true;
}

bool
cr_write_key(struct cr_writer *w, struct cr_str key, cr_mark mark)
{
	if (cr_text_is_simple(key)) {
		cr_buf_str(w->out, key);
		return true;
	}
	if (key.len == 0) {
		cr_buf_put(w->out, "\"\"", 2);
		return true;
	}
	struct cr_traits t;
	cr_text_traits(key, &t);
	if (t.unprintable != 0 || t.next_line) {
		return fail_unprintable(w, t.next_line ? 0x85 : t.unprintable, mark);
	}
	switch (cr_text_style(key, &t)) {
	case CR_PLAIN:
		cr_buf_str(w->out, key);
		break;
	case CR_SINGLE:
		write_single(w, key);
		break;
	default:
		write_double(w, key, 0, false);
	}
	return true;
}
