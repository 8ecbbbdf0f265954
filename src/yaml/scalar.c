/* Plain text -> value. The first byte decides how much looking is needed: most words never come near the number rules.
 *
 * The reference resolves twice, with two libraries: the newer (cr_plain_value) where it reads resources, the older where it reads
 * kustomization.yaml and JSON patches (cr_plain_value_11) and where its writer asks whether a string needs quotes. */
#include <math.h>

#include "yaml/number.h"
#include "yaml/scalar.h"

enum { WORD = 1, DIGIT, SIGN, POINT };

/* What text may be, by its first byte; 0: a string. */
static const uint8_t hints[256] = {
	['~'] = WORD, ['y'] = WORD, ['Y'] = WORD, ['n'] = WORD,          ['N'] = WORD, ['t'] = WORD, ['T'] = WORD, ['f'] = WORD,
	['F'] = WORD, ['o'] = WORD, ['O'] = WORD, ['0' ... '9'] = DIGIT, ['+'] = SIGN, ['-'] = SIGN, ['.'] = POINT
};

static const struct cr_value string_value = { .type = CR_T_STR };

static struct cr_value
bool_value(bool b)
{
	return (struct cr_value){ .type = CR_T_BOOL, .b = b };
}

static struct cr_value
float_value(double f)
{
	return (struct cr_value){ .type = CR_T_FLOAT, .f = f };
}

/* Is text the word (in lower case, of the same length) as word, Word or WORD? */
static bool
spells(struct cr_str text, const char *word)
{
	bool lower = true, upper = true;
	for (size_t i = 0; i < text.len; i++) {
		char ch = text.ptr[i];
		if ((ch | 0x20) != word[i]) {
			return false;
		}
		bool capital = (ch & 0x20) == 0;
		lower = lower && (!capital || i == 0);
		upper = upper && capital;
	}
	return lower || upper;
}

static struct cr_value
word_value(struct cr_str text)
{
	if (text.len == 1 && text.ptr[0] == '~') {
		return (struct cr_value){ .type = CR_T_NULL };
	}
	if (text.len == 4 && spells(text, "null")) {
		return (struct cr_value){ .type = CR_T_NULL };
	}
	if (text.len == 4 && spells(text, "true")) {
		return bool_value(true);
	}
	if (text.len == 5 && spells(text, "false")) {
		return bool_value(false);
	}
	return string_value;
}

/* The booleans that YAML 1.2 no longer has. */
static struct cr_value
old_word_value(struct cr_str text)
{
	char first = (char)(text.ptr[0] | 0x20);
	if ((text.len == 1 && first == 'y') || (text.len == 2 && spells(text, "on")) || (text.len == 3 && spells(text, "yes"))) {
		return bool_value(true);
	}
	if ((text.len == 1 && first == 'n') || (text.len == 2 && spells(text, "no")) || (text.len == 3 && spells(text, "off"))) {
		return bool_value(false);
	}
	return string_value;
}

/* .inf and .nan in their three spellings; the first only with a sign before it. */
static struct cr_value
special_value(struct cr_str text)
{
	bool is_signed = text.ptr[0] != '.';
	struct cr_str rest = cr_str_sub(text, is_signed, text.len);
	if (rest.len != 4 || rest.ptr[0] != '.') {
		return string_value;
	}
	struct cr_str word = cr_str_sub(rest, 1, 4);
	if (spells(word, "inf")) {
		return float_value(text.ptr[0] == '-' ? -(double)INFINITY : (double)INFINITY);
	}
	if (!is_signed && (cr_str_eq(word, CR_STR("nan")) || cr_str_eq(word, CR_STR("NaN")) || cr_str_eq(word, CR_STR("NAN")))) {
		return float_value((double)NAN);
	}
	return string_value;
}

static struct cr_value
integer_value(uint64_t magnitude, bool negative)
{
	if (negative) {
		return (struct cr_value){ .type = CR_T_INT, .i = (int64_t)(0 - magnitude) };
	}
	if (magnitude <= INT64_MAX) {
		return (struct cr_value){ .type = CR_T_INT, .i = (int64_t)magnitude };
	}
	return (struct cr_value){ .type = CR_T_UINT, .u = magnitude };
}

static bool
is_timestamp(struct cr_str text)
{
	char printed[64];
	return text.len >= 8 && text.ptr[4] == '-' && cr_timestamp_text(text, printed);
}

static struct cr_value
number_value(struct cr_str text)
{
	/* What starts like a number is most often a quantity, a version or an address: its last byte tells. */
	unsigned char last = (unsigned char)text.ptr[text.len - 1];
	bool hex = (last | 0x20) >= 'a' && (last | 0x20) <= 'f';
	if (!(last >= '0' && last <= '9') && last != '.' && last != '_' && !hex) {
		return string_value;
	}
	uint64_t magnitude;
	bool negative;
	if (cr_parse_integer(text, &magnitude, &negative)) {
		return integer_value(magnitude, negative);
	}
	double f;
	if (!hex && cr_parse_double(text, CR_UNDERSCORES_ANYWHERE, &f)) {
		return float_value(f);
	}
	return string_value;
}

static struct cr_value
plain_value(struct cr_str text, bool old)
{
	if (text.len == 0) {
		return (struct cr_value){ .type = CR_T_NULL };
	}
	struct cr_value v = string_value;
	switch (hints[(unsigned char)text.ptr[0]]) {
	case WORD:
		if (text.len <= 5) {
			v = word_value(text);
		}
		return v.type == CR_T_STR && old && text.len <= 3 ? old_word_value(text) : v;
	case DIGIT:
		return is_timestamp(text) ? (struct cr_value){ .type = CR_T_TIMESTAMP } : number_value(text);
	case SIGN:
		v = special_value(text);
		return v.type == CR_T_STR ? number_value(text) : v;
	case POINT:
		v = special_value(text);
		if (v.type == CR_T_STR && cr_parse_double(text, CR_UNDERSCORES_BETWEEN_DIGITS, &v.f)) {
			v.type = CR_T_FLOAT;
		}
		return v;
	default:
		return v;
	}
}

struct cr_value
cr_plain_value(struct cr_str text)
{
	return plain_value(text, false);
}

struct cr_value
cr_plain_value_11(struct cr_str text)
{
	struct cr_value v = plain_value(text, true);
	return v.type == CR_T_TIMESTAMP ? string_value : v;
}

static struct cr_value
tagged_value(const struct cr_node *n)
{
	struct cr_value v = cr_plain_value_11(cr_text(n));
	if (n->tag == CR_TAG_FLOAT && v.type == CR_T_INT) {
		return float_value((double)v.i);
	}
	return v;
}

struct cr_value
cr_scalar_value(const struct cr_node *n)
{
	char printed[64];
	switch ((enum cr_tag)n->tag) {
	case CR_TAG_AUTO:
		return n->count == 0 && (n->flags & CR_NODE_FLOW) != 0 ? string_value : cr_plain_value(cr_text(n));
	case CR_TAG_STR:
		return string_value;
	case CR_TAG_NULL:
		return (struct cr_value){ .type = CR_T_NULL };
	case CR_TAG_TIMESTAMP:
		return cr_timestamp_text(cr_text(n), printed) ? (struct cr_value){ .type = CR_T_TIMESTAMP } : string_value;
	default:
		return tagged_value(n);
	}
}

static const char *
tag_words(enum cr_tag tag)
{
	static const char *const words[] = {
		[CR_TAG_AUTO] = "a value",   [CR_TAG_STR] = "a text", [CR_TAG_INT] = "an integer",   [CR_TAG_FLOAT] = "a number",
		[CR_TAG_BOOL] = "a boolean", [CR_TAG_NULL] = "null",  [CR_TAG_TIMESTAMP] = "a date",
	};
	return words[tag];
}

bool
cr_scalar_fits(struct cr_ctx *c, const struct cr_node *n)
{
	return !(n->flags & CR_NODE_UNFIT) ||
	       cr_fail(c, n->mark, CR_E_VALUE, "the value put here cannot be decoded: the field is %s", tag_words((enum cr_tag)n->tag));
}

enum cr_tag
cr_type_tag(enum cr_type type)
{
	static const uint8_t tags[] = {
		[CR_T_NULL] = CR_TAG_NULL,
		[CR_T_BOOL] = CR_TAG_BOOL,
		[CR_T_INT] = CR_TAG_INT,
		[CR_T_UINT] = CR_TAG_INT,
		[CR_T_FLOAT] = CR_TAG_FLOAT,
		[CR_T_STR] = CR_TAG_STR,
		[CR_T_TIMESTAMP] = CR_TAG_TIMESTAMP,
	};
	return (enum cr_tag)tags[type];
}

/* [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)? */
static bool
is_base_60(struct cr_str text)
{
	size_t i = text.ptr[0] == '+' || text.ptr[0] == '-';
	size_t start = i;
	while (i < text.len && ((text.ptr[i] >= '0' && text.ptr[i] <= '9') || (text.ptr[i] == '_' && i > start))) {
		i++;
	}
	if (i == start) {
		return false;
	}
	size_t groups = 0;
	while (i < text.len && text.ptr[i] == ':') {
		size_t digits = i + 1;
		while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9') {
			digits++;
		}
		size_t count = digits - i - 1;
		if (count == 0 || count > 2 || (count == 2 && text.ptr[i + 1] > '5')) {
			return false;
		}
		i = digits;
		groups++;
	}
	if (i < text.len && text.ptr[i] == '.') {
		i++;
		while (i < text.len && ((text.ptr[i] >= '0' && text.ptr[i] <= '9') || text.ptr[i] == '_')) {
			i++;
		}
	}
	return groups > 0 && i == text.len;
}

bool
cr_needs_quotes(struct cr_str text)
{
	if (text.len == 0) {
		return true;
	}
	uint8_t hint = hints[(unsigned char)text.ptr[0]];
	if (hint == 0) {
		return false;
	}
	return plain_value(text, true).type != CR_T_STR || ((hint == DIGIT || hint == SIGN) && is_base_60(text));
}
