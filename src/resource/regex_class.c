/* The characters of a regular expression: escapes, classes, properties, and how they are written for PCRE2. */
#include "resource/regex_internal.h"

bool
cr_regex_refuse(struct cr_regex_reader *s, const char *why)
{
	if (s->invalid != NULL) {
		*s->invalid = true;
		return false;
	}
	return cr_fail(s->c, s->mark, CR_E_SELECTOR, "invalid regular expression \"%S\": %s", s->text, why);
}

void
cr_regex_put(struct cr_regex_reader *s, const char *text, size_t len)
{
	if (s->cap - s->len < len) {
		s->out = cr_scratch_grow(s->c, s->out, &s->cap, s->len + len, 1);
	}
	memcpy(s->out + s->len, text, len);
	s->len += len;
}

void
cr_regex_put_z(struct cr_regex_reader *s, const char *z)
{
	cr_regex_put(s, z, strlen(z));
}

void
cr_regex_put_char(struct cr_regex_reader *s, uint32_t ch)
{
	static const char digits[] = "0123456789abcdef";
	char hex[16] = "\\x{";
	size_t len = 3;
	if (cr_regex_is_alnum(ch)) {
		hex[0] = (char)ch;
		cr_regex_put(s, hex, 1);
		return;
	}
	for (int shift = 20; shift >= 0; shift -= 4) {
		if (len > 3 || ch >> shift != 0 || shift == 0) {
			hex[len++] = digits[ch >> shift & 15];
		}
	}
	hex[len++] = '}';
	cr_regex_put(s, hex, len);
	s->utf = s->utf || ch >= 0x80;
}

static int
hex_value(uint32_t ch)
{
	if (ch >= '0' && ch <= '9') {
		return (int)ch - '0';
	}
	ch |= 0x20;
	return ch >= 'a' && ch <= 'f' ? (int)ch - 'a' + 10 : -1;
}

static bool
read_braced_hex(struct cr_regex_reader *s, uint32_t *out)
{
	uint32_t value = 0;
	size_t digits = 0;
	while (cr_regex_more(s) && cr_regex_peek(s, 0) != '}') {
		int digit = hex_value((unsigned char)cr_regex_peek(s, 0));
		value = value * 16 + (uint32_t)digit;
		if (digit < 0 || value > 0x10ffff) {
			return cr_regex_refuse(s, "invalid escape sequence");
		}
		s->at++;
		digits++;
	}
	*out = value;
	return (digits > 0 && cr_regex_accept(s, '}')) || cr_regex_refuse(s, "invalid escape sequence");
}

static bool
read_hex(struct cr_regex_reader *s, uint32_t *out)
{
	if (cr_regex_accept(s, '{')) {
		return read_braced_hex(s, out);
	}
	int high = hex_value((unsigned char)cr_regex_peek(s, 0));
	int low = hex_value((unsigned char)cr_regex_peek(s, 1));
	if (high < 0 || low < 0) {
		return cr_regex_refuse(s, "invalid escape sequence");
	}
	s->at += 2;
	*out = (uint32_t)(high * 16 + low);
	return true;
}

static uint32_t
read_octal(struct cr_regex_reader *s, uint32_t value)
{
	for (int i = 1; i < 3 && cr_regex_peek(s, 0) >= '0' && cr_regex_peek(s, 0) <= '7'; i++) {
		value = value * 8 + (uint32_t)(cr_regex_peek(s, 0) - '0');
		s->at++;
	}
	return value;
}

bool
cr_regex_read_escape(struct cr_regex_reader *s, uint32_t *out)
{
	static const char letters[] = "afnrtv";
	static const char values[] = "\a\f\n\r\t\v";
	if (!cr_regex_more(s)) {
		return cr_regex_refuse(s, "trailing backslash at end of expression");
	}
	uint32_t ch = cr_regex_next(s);
	if (ch < 0x80 && !cr_regex_is_alnum(ch)) {
		*out = ch;
		return true;
	}
	const char *letter = ch < 0x80 ? strchr(letters, (int)ch) : NULL;
	if (letter != NULL) {
		*out = (unsigned char)values[letter - letters];
		return true;
	}
	if (ch == 'x') {
		return read_hex(s, out);
	}
	/* One digit other than 0 would be a back-reference. */
	if (ch == '0' || (ch >= '1' && ch <= '7' && cr_regex_peek(s, 0) >= '0' && cr_regex_peek(s, 0) <= '7')) {
		*out = read_octal(s, ch - '0');
		return true;
	}
	return cr_regex_refuse(s, "invalid escape sequence");
}

const char *
cr_regex_perl_class(char letter)
{
	switch (letter) {
	case 'd':
		return "0-9";
	case 's':
		return "\\t\\n\\f\\r\\x20";
	case 'w':
		return "0-9A-Za-z_";
	case 'D':
		return "\\x00-\\x2f\\x3a-\\x{10ffff}";
	case 'S':
		return "\\x00-\\x08\\x0b\\x0e-\\x1f\\x21-\\x{10ffff}";
	case 'W':
		return "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\x{10ffff}";
	default:
		return NULL;
	}
}

bool
cr_regex_try_perl_class(struct cr_regex_reader *s)
{
	const char *class = cr_regex_peek(s, 0) == '\\' && cr_regex_more(s) ? cr_regex_perl_class(cr_regex_peek(s, 1)) : NULL;
	if (class == NULL) {
		return false;
	}
	s->utf = s->utf || cr_regex_peek(s, 1) < 'a';
	cr_regex_put_z(s, class);
	s->at += 2;
	return true;
}

bool
cr_regex_at_property(const struct cr_regex_reader *s)
{
	return cr_regex_peek(s, 0) == '\\' && (cr_regex_peek(s, 1) == 'p' || cr_regex_peek(s, 1) == 'P');
}

bool
cr_regex_read_property(struct cr_regex_reader *s)
{
	bool negated = cr_regex_peek(s, 1) == 'P';
	s->at += 2;
	bool braced = cr_regex_accept(s, '{');
	size_t start = s->at;
	size_t end = braced ? cr_str_find(s->text, '}', start) : start + 1;
	if (end == SIZE_MAX || end > s->text.len) {
		return cr_regex_refuse(s, "invalid character class range");
	}
	s->at = end + braced;
	if (start < end && s->text.ptr[start] == '^') {
		negated = !negated;
		start++;
	}
	for (size_t i = start; i < end; i++) {
		if (!cr_regex_is_alnum((unsigned char)s->text.ptr[i]) && s->text.ptr[i] != '_') {
			return cr_regex_refuse(s, "invalid character class range");
		}
	}
	cr_regex_put_z(s, negated ? "\\P{" : "\\p{");
	cr_regex_put(s, s->text.ptr + start, end - start);
	cr_regex_put_z(s, "}");
	s->utf = true;
	return true;
}

/* [:alpha:] and the like. */
static bool
read_posix_class(struct cr_regex_reader *s, size_t end)
{
	static const char *const names[] = { "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph",
					     "lower", "print", "punct", "space", "upper", "word",  "xdigit" };
	struct cr_str name = cr_str_sub(s->text, s->at + 2, end);
	bool negated = name.len > 0 && name.ptr[0] == '^';
	name = cr_str_sub(name, negated, name.len);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (cr_str_eq(name, cr_str_z(names[i]))) {
			cr_regex_put(s, s->text.ptr + s->at, end + 2 - s->at);
			s->at = end + 2;
			s->utf = s->utf || negated;
			return true;
		}
	}
	return cr_regex_refuse(s, "invalid character class range");
}

/* Where ":]" begins, for a class name that begins here; SIZE_MAX if none does. */
static size_t
posix_class_end(struct cr_regex_reader *s)
{
	if (cr_regex_peek(s, 0) != '[' || cr_regex_peek(s, 1) != ':' || s->no_class_end) {
		return SIZE_MAX;
	}
	for (size_t i = s->at + 2; i + 1 < s->text.len; i++) {
		if (s->text.ptr[i] == ':' && s->text.ptr[i + 1] == ']') {
			return i;
		}
	}
	s->no_class_end = true;
	return SIZE_MAX;
}

static bool
read_class_char(struct cr_regex_reader *s, uint32_t *out)
{
	if (!cr_regex_more(s)) {
		return cr_regex_refuse(s, "missing closing ]");
	}
	if (cr_regex_accept(s, '\\')) {
		return cr_regex_read_escape(s, out);
	}
	*out = cr_regex_next(s);
	return true;
}

static bool
read_range(struct cr_regex_reader *s)
{
	uint32_t low = 0, high;
	if (!read_class_char(s, &low)) {
		return false;
	}
	high = low;
	if (cr_regex_peek(s, 0) == '-' && s->text.len - s->at >= 2 && cr_regex_peek(s, 1) != ']') {
		s->at++;
		if (!read_class_char(s, &high)) {
			return false;
		}
	}
	if (high < low) {
		return cr_regex_refuse(s, "invalid character class range");
	}
	cr_regex_put_char(s, low);
	if (high != low) {
		cr_regex_put_z(s, "-");
		cr_regex_put_char(s, high);
	}
	return true;
}

static bool
read_class_item(struct cr_regex_reader *s)
{
	size_t name_end = posix_class_end(s);
	if (name_end != SIZE_MAX) {
		return read_posix_class(s, name_end);
	}
	if (cr_regex_at_property(s)) {
		return cr_regex_read_property(s);
	}
	return cr_regex_try_perl_class(s) || read_range(s);
}

bool
cr_regex_read_class(struct cr_regex_reader *s)
{
	s->at++;
	cr_regex_put_z(s, "[");
	if (cr_regex_accept(s, '^')) {
		cr_regex_put_z(s, "^");
		s->utf = true;
	}
	for (bool first = true; first || cr_regex_peek(s, 0) != ']'; first = false) {
		if (!cr_regex_more(s)) {
			return cr_regex_refuse(s, "missing closing ]");
		}
		if (!read_class_item(s)) {
			return false;
		}
	}
	s->at++;
	cr_regex_put_z(s, "]");
	return true;
}
