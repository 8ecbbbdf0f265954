/* The reader of one regular expression: what its two files, regex_syntax.c and regex_class.c, share. */
#ifndef CR_RESOURCE_REGEX_INTERNAL_H
#define CR_RESOURCE_REGEX_INTERNAL_H

#include "resource/regex_syntax.h"

struct cr_regex_flags {
	bool fold, multiline, dot_all;
};

/* What the text around a group was up to when the group opened. */
struct cr_regex_outer {
	struct cr_regex_flags flags;
	uint64_t width;
};

struct cr_regex_reader {
	struct cr_ctx *c;
	struct cr_str text;
	cr_mark mark;
	size_t at;
	struct cr_regex_flags flags;
	struct cr_regex_outer *groups; /* innermost last */
	size_t depth;
	uint64_t width;  /* of the innermost group so far, counted repeats written out */
	uint64_t last;   /* of what a repeat would repeat */
	bool repeatable; /* there is something for a repeat to repeat */
	bool repeated;   /* that already is a repeat */
	bool utf;
	bool no_class_end; /* no ":]" comes any more */
	bool *invalid;     /* set instead of an error, if there is one */
	char *out;
	size_t len, cap;
};

bool cr_regex_refuse(struct cr_regex_reader *s, const char *why);
void cr_regex_put(struct cr_regex_reader *s, const char *text, size_t len);
void cr_regex_put_z(struct cr_regex_reader *s, const char *z);
void cr_regex_put_char(struct cr_regex_reader *s, uint32_t ch);

/* An escape that stands for one character; the backslash is read. */
bool cr_regex_read_escape(struct cr_regex_reader *s, uint32_t *out);
/* What \d \s \w and their opposites hold, to stand in a class. NULL: another letter. */
const char *cr_regex_perl_class(char letter);
/* Reads such an escape into the class that is being written; false if there is none. */
bool cr_regex_try_perl_class(struct cr_regex_reader *s);
bool cr_regex_at_property(const struct cr_regex_reader *s);
/* \pN, \p{Greek}, \P{^Greek}: PCRE2 knows the same names. */
bool cr_regex_read_property(struct cr_regex_reader *s);
/* [...] */
bool cr_regex_read_class(struct cr_regex_reader *s);

static inline bool
cr_regex_is_alnum(uint32_t ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
}

static inline bool
cr_regex_more(const struct cr_regex_reader *s)
{
	return s->at < s->text.len;
}

/* The byte i behind the next one; 0 past the end (a NUL in the text never stands for anything but itself). */
static inline char
cr_regex_peek(const struct cr_regex_reader *s, size_t i)
{
	return s->text.len - s->at > i ? s->text.ptr[s->at + i] : '\0';
}

static inline bool
cr_regex_accept(struct cr_regex_reader *s, char ch)
{
	if (!cr_regex_more(s) || s->text.ptr[s->at] != ch) {
		return false;
	}
	s->at++;
	return true;
}

static inline uint32_t
cr_regex_next(struct cr_regex_reader *s)
{
	const char *p = s->text.ptr + s->at;
	uint32_t ch = cr_utf8_next(&p, s->text.ptr + s->text.len);
	s->at = (size_t)(p - s->text.ptr);
	return ch;
}

#endif
