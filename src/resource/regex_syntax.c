/* Reads a regular expression by RE2's rules (Go's regexp/syntax with its Perl flags) and writes the same for PCRE2: groups without
 * captures, every character that could mean something as \x{..}, anchors and classes spelled out. What RE2 does not have never gets
 * through, and where the two read the same text differently ($ before a last line feed, \s, {,3}) RE2's reading is written. */
#include "base/limits.h"
#include "resource/regex_internal.h"

/* Far beyond what is accepted; keeps sums and products of two from overflowing. */
#define HUGE_WIDTH ((uint64_t)1 << 31)

static void
add_width(struct cr_regex_reader *s, uint64_t more)
{
	s->width = s->width + more > HUGE_WIDTH ? HUGE_WIDTH : s->width + more;
	s->last = more;
	s->repeatable = true;
}

static void
multiply_width(struct cr_regex_reader *s, uint32_t times)
{
	uint64_t last = s->last * times > HUGE_WIDTH ? HUGE_WIDTH : s->last * times;
	uint64_t before = s->width > s->last ? s->width - s->last : 0;
	s->width = before;
	add_width(s, last);
}

static bool
open_group(struct cr_regex_reader *s)
{
	if (s->depth == cr_limit(s->c, CR_MAX_REGEX_NESTING)) {
		return cr_fail_limit(s->c, s->mark, CR_MAX_REGEX_NESTING, "groups of regular expression \"%S\" are nested deeper than",
				     s->text);
	}
	s->groups[s->depth++] = (struct cr_regex_outer){ s->flags, s->width };
	cr_regex_put_z(s, "(?:");
	s->width = 0;
	s->repeatable = false;
	return true;
}

static bool
open_named_group(struct cr_regex_reader *s, size_t name)
{
	size_t end = cr_str_find(s->text, '>', name);
	if (end == SIZE_MAX || end == name) {
		return cr_regex_refuse(s, "invalid named capture");
	}
	for (size_t i = name; i < end; i++) {
		if (!cr_regex_is_alnum((unsigned char)s->text.ptr[i]) && s->text.ptr[i] != '_') {
			return cr_regex_refuse(s, "invalid named capture");
		}
	}
	s->at = end + 1;
	return open_group(s);
}

static bool *
flag_of(struct cr_regex_flags *f, bool *ignored, char letter)
{
	switch (letter) {
	case 'i':
		return &f->fold;
	case 'm':
		return &f->multiline;
	case 's':
		return &f->dot_all;
	case 'U':
		return ignored;
	default:
		return NULL;
	}
}

/* (?i) to the end of the group around it, or (?i:...). Greediness does not matter: the answer is yes or no. */
static bool
read_flags(struct cr_regex_reader *s)
{
	struct cr_regex_flags now = s->flags;
	bool ignored, on = true, seen = true;
	for (s->at += 2; cr_regex_more(s); s->at++) {
		char ch = cr_regex_peek(s, 0);
		bool *flag = flag_of(&now, &ignored, ch);
		if (flag != NULL) {
			*flag = on;
			seen = true;
		} else if (ch == '-' && on) {
			on = seen = false;
		} else if ((ch == ':' || ch == ')') && seen) {
			s->at++;
			if (ch == ':' && !open_group(s)) {
				return false;
			}
			if (now.fold != s->flags.fold) {
				cr_regex_put_z(s, now.fold ? "(?i)" : "(?-i)");
			}
			s->utf = s->utf || now.fold;
			s->flags = now;
			return true;
		} else {
			break;
		}
	}
	return cr_regex_refuse(s, "invalid or unsupported Perl syntax");
}

static bool
read_group(struct cr_regex_reader *s)
{
	if (cr_regex_peek(s, 1) != '?') {
		s->at++;
		return open_group(s);
	}
	if (cr_regex_peek(s, 2) == 'P' && cr_regex_peek(s, 3) == '<') {
		return open_named_group(s, s->at + 4);
	}
	return cr_regex_peek(s, 2) == '<' ? open_named_group(s, s->at + 3) : read_flags(s);
}

static bool
close_group(struct cr_regex_reader *s)
{
	if (s->depth == 0) {
		return cr_regex_refuse(s, "unexpected )");
	}
	uint64_t inside = s->width;
	s->at++;
	s->depth--;
	s->flags = s->groups[s->depth].flags;
	s->width = s->groups[s->depth].width;
	add_width(s, inside + 1);
	cr_regex_put_z(s, ")");
	return true;
}

static bool
check_repeat(struct cr_regex_reader *s)
{
	/* Greed makes no difference to a yes or no. */
	cr_regex_accept(s, '?');
	if (s->repeated) {
		return cr_regex_refuse(s, "invalid nested repetition operator");
	}
	return s->repeatable || cr_regex_refuse(s, "missing argument to repetition operator");
}

/* A decimal number without leading zeros; large ones are all the same. */
static bool
read_number(const struct cr_regex_reader *s, size_t *i, uint32_t *out)
{
	size_t start = *i;
	*out = 0;
	while (cr_regex_peek(s, *i) >= '0' && cr_regex_peek(s, *i) <= '9') {
		*out = *out > 100000 ? *out : *out * 10 + (uint32_t)(cr_regex_peek(s, *i) - '0');
		++*i;
	}
	return *i > start && (*i == start + 1 || cr_regex_peek(s, start) != '0');
}

enum { NOT_A_COUNT = -1 };

/* {2}, {2,}, {2,5}; anything else that begins with a brace stands for itself (NOT_A_COUNT). */
static int
read_count(struct cr_regex_reader *s)
{
	uint32_t low, high;
	size_t i = 1;
	if (!read_number(s, &i, &low)) {
		return NOT_A_COUNT;
	}
	high = low;
	if (cr_regex_peek(s, i) == ',') {
		i++;
		if (cr_regex_peek(s, i) != '}' && !read_number(s, &i, &high)) {
			return NOT_A_COUNT;
		}
	}
	if (cr_regex_peek(s, i) != '}') {
		return NOT_A_COUNT;
	}
	if (low > CR_REGEX_REPEAT_MOST || high > CR_REGEX_REPEAT_MOST || low > high) {
		return cr_regex_refuse(s, "invalid repeat count");
	}
	cr_regex_put(s, s->text.ptr + s->at, i + 1);
	s->at += i + 1;
	if (!check_repeat(s)) {
		return false;
	}
	multiply_width(s, high + 1);
	return true;
}

/* An assertion stands in a group of its own, since PCRE2 repeats no bare one. */
static bool
put_assertion(struct cr_regex_reader *s, size_t skip, const char *text)
{
	s->at += skip;
	cr_regex_put_z(s, "(?:");
	cr_regex_put_z(s, text);
	cr_regex_put_z(s, ")");
	add_width(s, 1);
	return true;
}

static bool
read_quoted(struct cr_regex_reader *s)
{
	s->at += 2;
	while (cr_regex_more(s) && !(cr_regex_peek(s, 0) == '\\' && cr_regex_peek(s, 1) == 'E')) {
		cr_regex_put_char(s, cr_regex_next(s));
		add_width(s, 1);
	}
	s->at = cr_regex_more(s) ? s->at + 2 : s->at;
	return true;
}

static bool
read_backslash(struct cr_regex_reader *s)
{
	switch (cr_regex_peek(s, 1)) {
	case 'A':
		return put_assertion(s, 2, "\\A");
	case 'b':
		return put_assertion(s, 2, "\\b");
	case 'B':
		/* Without UTF it would hold inside a character. */
		s->utf = true;
		return put_assertion(s, 2, "\\B");
	case 'z':
		return put_assertion(s, 2, "\\z");
	case 'Q':
		return read_quoted(s);
	default:
		break;
	}
	add_width(s, 1);
	if (cr_regex_at_property(s)) {
		return cr_regex_read_property(s);
	}
	if (cr_regex_perl_class(cr_regex_peek(s, 1)) != NULL) {
		cr_regex_put_z(s, "[");
		cr_regex_try_perl_class(s);
		cr_regex_put_z(s, "]");
		return true;
	}
	uint32_t ch;
	s->at++;
	if (!cr_regex_read_escape(s, &ch)) {
		return false;
	}
	cr_regex_put_char(s, ch);
	return true;
}

static bool
read_dot(struct cr_regex_reader *s)
{
	s->at++;
	s->utf = true;
	add_width(s, 1);
	cr_regex_put_z(s, s->flags.dot_all ? "(?s:.)" : "(?-s:.)");
	return true;
}

static bool
read_bar(struct cr_regex_reader *s)
{
	s->at++;
	s->repeatable = false;
	cr_regex_put_z(s, "|");
	return true;
}

static bool
read_literal(struct cr_regex_reader *s)
{
	cr_regex_put_char(s, cr_regex_next(s));
	add_width(s, 1);
	return true;
}

static bool
read_repeat(struct cr_regex_reader *s)
{
	cr_regex_put(s, s->text.ptr + s->at, 1);
	s->at++;
	return check_repeat(s);
}

static bool
read_one(struct cr_regex_reader *s)
{
	switch (cr_regex_peek(s, 0)) {
	case '(':
		return read_group(s);
	case ')':
		return close_group(s);
	case '|':
		return read_bar(s);
	case '[':
		add_width(s, 1);
		return cr_regex_read_class(s);
	case '.':
		return read_dot(s);
	case '^':
		return put_assertion(s, 1, s->flags.multiline ? "(?m)^" : "\\A");
	case '$':
		return put_assertion(s, 1, s->flags.multiline ? "(?m)$" : "\\z");
	case '\\':
		return read_backslash(s);
	default:
		return read_literal(s);
	}
}

static bool
read_all(struct cr_regex_reader *s)
{
	while (cr_regex_more(s)) {
		char ch = cr_regex_peek(s, 0);
		bool repeat = ch == '*' || ch == '+' || ch == '?';
		int done = NOT_A_COUNT;
		if (repeat) {
			done = read_repeat(s);
		} else if (ch == '{') {
			done = read_count(s);
			repeat = done != NOT_A_COUNT;
		}
		if (done == NOT_A_COUNT) {
			done = read_one(s);
		}
		if (!done) {
			return false;
		}
		s->repeated = repeat;
	}
	return s->depth == 0 || cr_regex_refuse(s, "missing closing )");
}

bool /* NOLINTNEXTLINE(readability-non-const-parameter): the reader writes to invalid */
cr_pattern_translate(struct cr_ctx *c, struct cr_str text, cr_mark mark, struct cr_pattern *out, bool *invalid)
{
	struct cr_regex_reader s = { .c = c, .text = text, .mark = mark, .invalid = invalid };
	if (text.len > cr_limit(c, CR_MAX_REGEX_BYTES)) {
		return cr_fail_limit(c, mark, CR_MAX_REGEX_BYTES, "regular expression is longer than");
	}
	if (!cr_utf8_valid(text)) {
		return cr_regex_refuse(&s, "invalid UTF-8");
	}
	s.groups = cr_scratch_zero(c, (size_t)cr_limit(c, CR_MAX_REGEX_NESTING), sizeof *s.groups);
	if (!read_all(&s)) {
		return false;
	}
	*out = (struct cr_pattern){ .text = { s.out != NULL ? s.out : "", s.len }, .utf = s.utf, .width = s.width + 1 };
	return true;
}
