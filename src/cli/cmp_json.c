/* Reads JSON of one shape. Strings are decoded where they stand in a copy of the text, as none is longer than it was written; what is made
 * of the text is in proportion to it, and nothing here calls itself. */
#include "cmp_json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

struct reader {
	struct cli_parameters *out;
	char *at;
};

static bool
fail(struct reader *r, const char *why)
{
	r->out->wrong = why;
	r->out->at = (size_t)(r->at - r->out->text) + 1;
	return false;
}

static void
skip_blanks(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

/* Behind the mark, if that is next. */
static bool
take(struct reader *r, char mark)
{
	skip_blanks(r);
	if (*r->at != mark) {
		return false;
	}
	r->at++;
	return true;
}

static bool
take_null(struct reader *r)
{
	skip_blanks(r);
	if (strncmp(r->at, "null", 4) != 0) {
		return false;
	}
	r->at += 4;
	return true;
}

/* The bytes of the character that at begins with; 0: it is no UTF-8. */
static size_t
utf8_length(const char *at)
{
	unsigned char first = (unsigned char)at[0];
	size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)at[i] & 0xc0) != 0x80) {
			return 0;
		}
	}
	unsigned char second = length > 1 ? (unsigned char)at[1] : 0;
	bool wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) ||
		     (first == 0xf4 && second > 0x8f);
	return wrong ? 0 : length;
}

static char *
put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	if (c >= 0x10000) {
		*to++ = (char)(0xf0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 0x3f));
	} else if (c >= 0x800) {
		*to++ = (char)(0xe0 | c >> 12);
	}
	if (c >= 0x800) {
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
	} else {
		*to++ = (char)(0xc0 | c >> 6);
	}
	*to++ = (char)(0x80 | (c & 0x3f));
	return to;
}

/* Four digits. */
static bool
take_unit(struct reader *r, uint32_t *unit)
{
	static const char digits[] = "0123456789abcdef";
	*unit = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		char digit = *r->at >= 'A' && *r->at <= 'F' ? (char)(*r->at - 'A' + 'a') : *r->at;
		const char *found = digit != '\0' ? strchr(digits, digit) : NULL;
		if (found == NULL) {
			return fail(r, "\\u wants four digits");
		}
		*unit = *unit << 4 | (uint32_t)(found - digits);
	}
	return true;
}

/* What stands behind "\u". */
static bool
take_code_point(struct reader *r, uint32_t *c)
{
	uint32_t low;
	if (!take_unit(r, c)) {
		return false;
	}
	if (*c == 0) {
		return fail(r, "a string holds a NUL");
	}
	if (*c < 0xd800 || *c > 0xdfff) {
		return true;
	}
	if (*c > 0xdbff || r->at[0] != '\\' || r->at[1] != 'u') {
		return fail(r, "half a character");
	}
	r->at += 2;
	if (!take_unit(r, &low)) {
		return false;
	}
	if (low < 0xdc00 || low > 0xdfff) {
		return fail(r, "half a character");
	}
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

/* Behind a backslash; *to is where the character goes. */
static bool
take_escape(struct reader *r, char **to)
{
	static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
	uint32_t c;
	char letter = *r->at;
	const char *known = letter != '\0' ? strchr(letters, letter) : NULL;
	if (known != NULL) {
		r->at++;
		*(*to)++ = meanings[known - letters];
		return true;
	}
	if (letter != 'u') {
		return fail(r, "an unknown escape");
	}
	r->at++;
	if (!take_code_point(r, &c)) {
		return false;
	}
	*to = put_utf8(*to, c);
	return true;
}

static bool
take_string(struct reader *r, const char **string)
{
	if (!take(r, '"')) {
		return fail(r, "a string is missing");
	}
	char *to = r->at;
	*string = to;
	while (*r->at != '"') {
		size_t length = utf8_length(r->at);
		if ((unsigned char)*r->at < ' ' || length == 0) {
			return fail(r, *r->at == '\0' ? "a string does not end"
				       : length == 0  ? "no UTF-8"
						      : "a control character in a string");
		}
		if (*r->at == '\\') {
			r->at++;
			if (!take_escape(r, &to)) {
				return false;
			}
			continue;
		}
		memmove(to, r->at, length);
		to += length;
		r->at += length;
	}
	r->at++;
	*to = '\0';
	return true;
}

static bool
take_word(struct reader *r, struct cli_parameter *p)
{
	const char *word;
	if (!take_string(r, &word)) {
		return false;
	}
	r->out->words[r->out->word_count++] = word;
	p->count++;
	return true;
}

static bool
take_array(struct reader *r, struct cli_parameter *p)
{
	if (!take(r, '[')) {
		return fail(r, "a list is missing");
	}
	if (take(r, ']')) {
		return true;
	}
	do {
		if (!take_word(r, p)) {
			return false;
		}
	} while (take(r, ','));
	return take(r, ']') || fail(r, "a list does not end");
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
take_map(struct reader *r, struct cli_parameter *p)
{
	if (!take(r, '{')) {
		return fail(r, "a map is missing");
	}
	if (take(r, '}')) {
		return true;
	}
	do {
		if (!take_word(r, p)) {
			return false;
		}
		if (!take(r, ':')) {
			return fail(r, "\":\" is missing");
		}
		if (!take_word(r, p)) {
			return false;
		}
	} while (take(r, ','));
	if (!take(r, '}')) {
		return fail(r, "a map does not end");
	}
	qsort(p->words, p->count / 2, 2 * sizeof(p->words[0]), by_name);
	for (size_t i = 2; i < p->count; i += 2) {
		if (strcmp(p->words[i - 2], p->words[i]) == 0) {
			return fail(r, "a map holds a name twice");
		}
	}
	return true;
}

static bool
take_value(struct reader *r, struct cli_parameter *p, enum cli_parameter_kind kind)
{
	if (take_null(r)) {
		return true;
	}
	if (p->kind != CLI_PARAMETER_UNSET) {
		return fail(r, "a parameter with two values");
	}
	p->kind = kind;
	p->words = r->out->words + r->out->word_count;
	return kind == CLI_PARAMETER_ARRAY ? take_array(r, p) : kind == CLI_PARAMETER_MAP ? take_map(r, p) : take_word(r, p);
}

static bool
take_field(struct reader *r, struct cli_parameter *p)
{
	static const struct {
		const char *name;
		enum cli_parameter_kind kind;
	} values[] = { { "string", CLI_PARAMETER_STRING }, { "array", CLI_PARAMETER_ARRAY }, { "map", CLI_PARAMETER_MAP } };
	const char *field;
	if (!take_string(r, &field)) {
		return false;
	}
	if (!take(r, ':')) {
		return fail(r, "\":\" is missing");
	}
	if (strcmp(field, "name") == 0) {
		return p->name != NULL ? fail(r, "a parameter with two names") : take_string(r, &p->name);
	}
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (strcmp(field, values[i].name) == 0) {
			return take_value(r, p, values[i].kind);
		}
	}
	return fail(r, "a field that parameters do not have");
}

static bool
take_parameter(struct reader *r)
{
	struct cli_parameter *p = &r->out->items[r->out->count++];
	if (!take(r, '{')) {
		return fail(r, "a parameter is missing");
	}
	if (!take(r, '}')) {
		do {
			if (!take_field(r, p)) {
				return false;
			}
		} while (take(r, ','));
		if (!take(r, '}')) {
			return fail(r, "a parameter does not end");
		}
	}
	return (p->name != NULL && p->name[0] != '\0') || fail(r, "a parameter without a name");
}

static bool
take_parameters(struct reader *r)
{
	if (!take(r, '[')) {
		return fail(r, "a list is missing");
	}
	if (take(r, ']')) {
		return true;
	}
	do {
		if (!take_parameter(r)) {
			return false;
		}
	} while (take(r, ','));
	return take(r, ']') || fail(r, "the list does not end");
}

static size_t
count_of(const char *text, char mark)
{
	size_t count = 0;
	for (; *text != '\0'; text++) {
		count += *text == mark;
	}
	return count;
}

bool
cli_parameters_read(struct cli_parameters *p, const char *json)
{
	*p = (struct cli_parameters){ .text = cli_join(json, NULL) };
	struct reader r = { p, p->text };
	skip_blanks(&r);
	if (*r.at == '\0') {
		return true;
	}
	/* A word has two quotes of its own. A parameter has a brace, but one that is missing behind a comma has none. */
	p->words = cli_alloc(count_of(json, '"') / 2 + 1, sizeof(p->words[0]));
	p->items = cli_alloc(count_of(json, '{') + 1, sizeof(p->items[0]));
	if (!take_null(&r) && !take_parameters(&r)) {
		return false;
	}
	skip_blanks(&r);
	return *r.at == '\0' || fail(&r, "more than one list");
}

void
cli_parameters_free(struct cli_parameters *p)
{
	free(p->items);
	free(p->words);
	free(p->text);
	*p = (struct cli_parameters){ 0 };
}
