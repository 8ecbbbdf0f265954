/* JSON text -> nodes, by the letter of RFC 8259: for files that are JSON if they begin with "{". libyaml reads nearly all of it, but not \/
 * and not characters written as two escapes, which programs that write JSON like to use. Drives the same builder as read_libyaml.c;
 * duplicate names are refused. */
#include "yaml/build.h"

struct json {
	struct cr_builder build;
	const char *at, *end;
	const char *counted; /* line and column are those of this place */
	uint64_t line, column;
	char *text; /* of a string with escapes */
	size_t cap;
};

/* The mark of a place at or behind the one before. */
static cr_mark
mark_at(struct json *j, const char *place)
{
	for (; j->counted < place; j->counted++) {
		if (*j->counted == '\n') {
			j->line++;
			j->column = 1;
		} else {
			j->column += ((unsigned char)*j->counted & 0xc0) != 0x80;
		}
	}
	return cr_source_mark(j->build.src, j->line, j->column);
}

static bool
fail(struct json *j, const char *place, const char *what)
{
	return cr_fail(j->build.ctx, mark_at(j, place), CR_E_SYNTAX, "%s", what);
}

static void
skip_blanks(struct json *j)
{
	while (j->at < j->end && (*j->at == ' ' || *j->at == '\t' || *j->at == '\n' || *j->at == '\r')) {
		j->at++;
	}
}

/* The next byte that is no blank; 0 at the end, and for a NUL, which stands nowhere in JSON. */
static char
peek(struct json *j)
{
	skip_blanks(j);
	return j->at < j->end ? *j->at : '\0';
}

static bool
hex4(const char *p, const char *end, uint32_t *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++, p++) {
		char ch = p < end ? *p : ' ';
		if (ch >= '0' && ch <= '9') {
			*out = *out * 16 + (uint32_t)(ch - '0');
		} else if ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'f') {
			*out = *out * 16 + (uint32_t)((ch | 0x20) - 'a' + 10);
		} else {
			return false;
		}
	}
	return true;
}

/* \uXXXX, or two of them that are one character; *p is behind the u. */
static bool
unicode_escape(struct json *j, const char **p, size_t *len)
{
	uint32_t high, low = 0;
	const char *from = *p - 2;
	if (!hex4(*p, j->end, &high)) {
		return fail(j, from, "an escape \\u wants four hexadecimal digits");
	}
	*p += 4;
	if (high >= 0xd800 && high < 0xe000) {
		bool pair = high < 0xdc00 && j->end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u' && hex4(*p + 2, j->end, &low) &&
			    low >= 0xdc00 && low < 0xe000;
		if (!pair) {
			return fail(j, from, "an escape \\u that is half a character");
		}
		*p += 6;
		high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	}
	*len += cr_utf8_put(high, j->text + *len);
	return true;
}

static bool
escape(struct json *j, const char **p, size_t *len)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char ch = *p + 1 < j->end ? (*p)[1] : '\0';
	const char *found = ch != '\0' ? strchr(letters, ch) : NULL;
	*p += 2;
	if (ch == 'u') {
		return unicode_escape(j, p, len);
	}
	if (found == NULL) {
		return fail(j, *p - 2, "an escape that JSON does not know");
	}
	j->text[(*len)++] = meant[found - letters];
	return true;
}

/* The text of a string that has escapes, which is never longer than they are. from and to: inside the quotes. */
static bool
unescape(struct json *j, const char *from, const char *to, struct cr_str *out)
{
	size_t len = 0;
	size_t need = (size_t)(to - from);
	if (need > j->cap) {
		j->text = cr_scratch_grow(j->build.ctx, j->text, &j->cap, need, 1);
	}
	for (const char *p = from; p < to;) {
		if (*p != '\\') {
			j->text[len++] = *p++;
		} else if (!escape(j, &p, &len)) {
			return false;
		}
	}
	*out = (struct cr_str){ .ptr = j->text, .len = len };
	return true;
}

static bool
read_string(struct json *j)
{
	const char *open = j->at;
	const char *p = open + 1;
	bool escapes = false;
	while (p < j->end && *p != '"') {
		if ((unsigned char)*p < 0x20) {
			return fail(j, p, "a control character in a string");
		}
		escapes = escapes || *p == '\\';
		p += *p == '\\' ? 2 : 1;
	}
	if (p >= j->end) {
		return fail(j, open, "a string without an end");
	}
	struct cr_scalar_event e = { .written = '"', .mark = mark_at(j, open) };
	struct cr_str text = { open + 1, (size_t)(p - open - 1) };
	if (escapes && !unescape(j, open + 1, p, &text)) {
		return false;
	}
	e.text = text.ptr;
	e.len = text.len;
	j->at = p + 1;
	return cr_build_scalar(&j->build, &e);
}

static const char *
skip_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9') {
		p++;
	}
	return p;
}

/* The end of a number that begins at p, or p if there is none. */
static const char *
number_end(const char *p, const char *end)
{
	const char *begin = p;
	p += p < end && *p == '-';
	const char *digits = p;
	p = skip_digits(p, end);
	if (p == digits || (*digits == '0' && p > digits + 1)) {
		return begin;
	}
	if (p < end && *p == '.') {
		const char *fraction = p + 1;
		p = skip_digits(fraction, end);
		if (p == fraction) {
			return begin;
		}
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		p += p < end && (*p == '+' || *p == '-');
		const char *exponent = p;
		p = skip_digits(p, end);
		return p == exponent ? begin : p;
	}
	return p;
}

/* A number, true, false or null. */
static bool
read_word(struct json *j)
{
	static const char *const words[] = { "true", "false", "null" };
	struct cr_str rest = { j->at, (size_t)(j->end - j->at) };
	const char *to = number_end(j->at, j->end);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (cr_str_starts(rest, cr_str_z(words[i]))) {
			to = j->at + strlen(words[i]);
		}
	}
	if (to == j->at) {
		return fail(j, j->at, "a value is wanted here");
	}
	struct cr_scalar_event e = { .text = j->at, .len = (size_t)(to - j->at), .mark = mark_at(j, j->at) };
	j->at = to;
	return cr_build_scalar(&j->build, &e);
}

static bool
read_name(struct json *j)
{
	if (peek(j) != '"') {
		return fail(j, j->at, "a name in double quotes is wanted here");
	}
	return read_string(j) && (peek(j) == ':' || fail(j, j->at, "\":\" is wanted here")) && j->at++ != NULL;
}

static bool
is_in_map(const struct json *j)
{
	return j->build.open.items[j->build.open.count - 1].node->kind == CR_MAP;
}

/* A value at whose place the reader stands; of a map or list only the beginning, and what stands before its first value. */
static bool
begin_value(struct json *j)
{
	char ch = peek(j);
	if (ch != '{' && ch != '[') {
		return ch == '"' ? read_string(j) : read_word(j);
	}
	if (!cr_build_open(&j->build, ch == '{' ? CR_MAP : CR_LIST, NULL, true, mark_at(j, j->at))) {
		return false;
	}
	j->at++;
	return true;
}

/* What follows a value or the beginning of a map or list, up to the next value: commas, names, ends. *more: there is one. */
static bool
go_on(struct json *j, bool *more)
{
	bool first = j->at[-1] == '{' || j->at[-1] == '[';
	while (j->build.open.count > 0) {
		bool map = is_in_map(j);
		char ch = peek(j);
		if (ch == (map ? '}' : ']')) {
			j->at++;
			first = false;
			if (!cr_build_close(&j->build)) {
				return false;
			}
			continue;
		}
		if (!first && ch != ',') {
			return fail(j, j->at, map ? "\",\" or \"}\" is wanted here" : "\",\" or \"]\" is wanted here");
		}
		j->at += !first;
		*more = true;
		return !map || read_name(j);
	}
	*more = false;
	return true;
}

static bool
check_utf8(struct json *j)
{
	if (cr_utf8_valid((struct cr_str){ j->at, (size_t)(j->end - j->at) })) {
		return true;
	}
	const char *p = j->at;
	const char *bad = p;
	while (p < j->end && cr_utf8_next(&p, j->end) != UINT32_MAX) {
		bad = p;
	}
	return fail(j, bad, "the text is not UTF-8");
}

static bool
run(struct json *j)
{
	bool more = true;
	if (!check_utf8(j)) {
		return false;
	}
	while (more) {
		if (!begin_value(j) || !go_on(j, &more)) {
			return false;
		}
	}
	return peek(j) == '\0' && j->at == j->end ? true : fail(j, j->at, "nothing may follow the end of the value");
}

struct cr_node *
cr_json_read(struct cr_ctx *c, const struct cr_source *src)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct json j = {
		.build = { .ctx = c, .src = src, .dialect = CR_YAML_STRICT },
		.at = src->text.ptr,
		.end = src->text.ptr + src->text.len,
		.counted = src->text.ptr,
		.line = 1,
		.column = 1,
	};
	cr_build_start(&j.build, src->line);
	bool ok = run(&j);
	cr_arena_rewind(c->scratch, mark);
	return ok ? j.build.root : NULL;
}
