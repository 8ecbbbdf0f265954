/* Kinds of letters in foreign text, for the rules that look into it. */
#ifndef CR_CHECK_LETTERS_H
#define CR_CHECK_LETTERS_H

#include "base/str.h"

static inline bool
cr_is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static inline bool
cr_is_upper(char ch)
{
	return ch >= 'A' && ch <= 'Z';
}

static inline bool
cr_is_letter(char ch)
{
	return cr_is_upper(ch) || (ch >= 'a' && ch <= 'z');
}

/* Could a token that begins behind it be the rest of a longer word? */
static inline bool
cr_is_word(char ch)
{
	return cr_is_letter(ch) || cr_is_digit(ch) || ch == '_';
}

/* What stands between the first line of a key and its body: dashes, line feeds, also those of a text in a text. */
static inline bool
cr_is_between(char ch)
{
	return ch == '-' || ch == '\n' || ch == '\r' || ch == '\\' || ch == 'n' || ch == ' ' || ch == '\t';
}

/* Is the line of text that starts at from a comment? */
static inline bool
cr_is_comment(struct cr_str text, size_t from)
{
	while (from < text.len && (text.ptr[from] == ' ' || text.ptr[from] == '\t')) {
		from++;
	}
	if (from >= text.len) {
		return false;
	}
	char ch = text.ptr[from];
	return ch == '#' || ch == ';' || (ch == '/' && from + 1 < text.len && text.ptr[from + 1] == '/');
}

#endif
