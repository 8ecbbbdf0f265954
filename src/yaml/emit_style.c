/* The choice of a string's style (output-format.md section 4). Nearly all strings are plain ASCII words: one look at each byte in a table
 * finds that out. What has blanks, colons, line feeds, quotes or anything beyond ASCII is looked at closely (struct cr_traits). */
#include "yaml/emit_style.h"
#include "yaml/scalar.h"

#define LONGEST_KEY 128

/* What a byte means for the style, beyond being itself. FIRST: not at the start of plain text. */
enum { SPACE = 1, FEED = 2, MARK = 4 /* : or # */, SPECIAL = 8, HIGH = 16, FIRST = 32 };

static const uint8_t classes[256] = {
	[0 ... 9] = SPECIAL, ['\n'] = FEED, [11 ... 31] = SPECIAL, [' '] = SPACE,    [':'] = MARK,          ['#'] = MARK | FIRST,
	[','] = FIRST,       ['['] = FIRST, [']'] = FIRST,         ['{'] = FIRST,    ['}'] = FIRST,         ['&'] = FIRST,
	['*'] = FIRST,       ['!'] = FIRST, ['|'] = FIRST,         ['>'] = FIRST,    ['\''] = FIRST,        ['"'] = FIRST,
	['%'] = FIRST,       ['@'] = FIRST, ['`'] = FIRST,         [0x7f] = SPECIAL, [0x80 ... 0xff] = HIGH
};

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
look_at_high(const char **p, const char *end, struct cr_traits *t)
{
	uint32_t cp = cr_utf8_next(p, end);
	if (cp == 0x85) {
		t->next_line = true;
	} else if (cp < 0xa0 || cp == 0xfffe || cp == 0xffff || cp == UINT32_MAX) {
		t->unprintable = cp == UINT32_MAX ? 0xfffd : cp;
	} else if (cp == 0xfeff || cp > 0xffff) {
		t->not_single = t->not_literal = true;
	} else if (cr_is_separator(cp)) {
		t->separator = true;
	}
	return cp;
}

/* Text of several lines without line separators is nearly always a literal: only a space before a line feed, or at the end, forbids it, and
 * nothing else about such text matters. A large file in a ConfigMap is looked at by lines, not by characters. */
static bool
is_plain_literal(struct cr_str text, struct cr_traits *t)
{
	if (!t->feed || t->separator || text.ptr[text.len - 1] == ' ') {
		return false;
	}
	const char *end = text.ptr + text.len;
	for (const char *p = memchr(text.ptr, '\n', text.len); p != NULL; p = memchr(p + 1, '\n', (size_t)(end - p - 1))) {
		if (p > text.ptr && p[-1] == ' ') {
			return false;
		}
	}
	t->not_plain = true;
	return true;
}

/* Blanks next to line breaks, or at the ends of text, rule styles out. */
static void
look_at_blanks(struct cr_str text, struct cr_traits *t)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool space = false, broken = false;
	while (p < end) {
		const char *at = p;
		uint32_t cp = (unsigned char)*p < 0x80 ? (unsigned char)*p++ : cr_utf8_next(&p, end);
		bool is_space = cp == ' ', is_break = cp == '\n' || cr_is_separator(cp);
		t->not_plain = t->not_plain || is_break || (is_space && (at == text.ptr || p == end));
		t->not_single = t->not_single || (is_space && broken) || (is_break && space);
		t->not_literal = t->not_literal || (is_space && p == end) || (is_break && space);
		space = is_space;
		broken = is_break;
	}
}

static bool
is_blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

/* What a byte that is more than a letter or a space says; p is the one behind it. */
static void
look_at(struct cr_str text, const char *p, bool after_blank, struct cr_traits *t)
{
	unsigned char ch = (unsigned char)p[-1];
	if (ch == ':') {
		t->not_plain = t->not_plain || ends_word(text, (size_t)(p - text.ptr));
	} else if (ch == '#') {
		t->not_plain = t->not_plain || after_blank;
	} else if (ch == '\n') {
		t->feed = true;
	} else {
		t->not_single = t->not_literal = true;
		t->unprintable = ch == 0x7f ? ch : t->unprintable;
	}
}

void
cr_text_traits(struct cr_str text, struct cr_traits *t)
{
	*t = (struct cr_traits){ .not_plain = starts_like_syntax(text) };
	const char *end = text.ptr + text.len, *separated = text.ptr;
	for (const char *p = text.ptr; p < end;) {
		unsigned char class = classes[(unsigned char)*p] & (FEED | MARK | SPECIAL | HIGH);
		if (class == 0) {
			p++;
		} else if (class == HIGH) {
			separated = cr_is_separator(look_at_high(&p, end, t)) ? p : separated;
		} else {
			p++;
			look_at(text, p, p - 1 == separated || is_blank(p[-2]), t);
		}
	}
	if (!t->feed && !t->separator) {
		t->not_plain = t->not_plain || text.ptr[0] == ' ' || end[-1] == ' ';
		t->not_literal = t->not_literal || end[-1] == ' ';
	} else if (!is_plain_literal(text, t)) {
		look_at_blanks(text, t);
	}
	t->not_plain = t->not_plain || t->not_single;
}

enum cr_style
cr_text_style(struct cr_str text, const struct cr_traits *t)
{
	if (t->feed) {
		return t->not_literal ? CR_DOUBLE : CR_LITERAL;
	}
	if (cr_needs_quotes(text)) {
		return CR_DOUBLE;
	}
	return !t->not_plain ? CR_PLAIN : !t->not_single ? CR_SINGLE : CR_DOUBLE;
}

/* What the bytes of text are; the look ends soon after the first that needs a closer one. */
static unsigned
classes_of(struct cr_str text)
{
	unsigned all = 0;
	for (size_t i = 0; i < text.len;) {
		size_t stop = text.len - i < 32 ? text.len : i + 32;
		for (; i < stop; i++) {
			all |= classes[(unsigned char)text.ptr[i]];
		}
		if ((all & ~(unsigned)FIRST) != 0) {
			break;
		}
	}
	return all;
}

/* A word without blanks or anything that could need a closer look. FIRST matters only in front, which starts_like_syntax sees. */
bool
cr_text_is_simple(struct cr_str text)
{
	return (classes_of(text) & ~(unsigned)FIRST) == 0 && text.len > 0 && !starts_like_syntax(text) && !cr_needs_quotes(text);
}

bool
cr_key_is_complex(struct cr_str key)
{
	if (key.len > LONGEST_KEY) {
		return true;
	}
	for (size_t i = 0; i < key.len; i++) {
		unsigned char ch = (unsigned char)key.ptr[i];
		if (ch == '\n' || ch == '\r' || (ch == 0xe2 && cr_is_separator(code_at(key, i)))) {
			return true;
		}
	}
	return false;
}
