/* Which of the four styles a string is written in. */
#ifndef CR_YAML_EMIT_STYLE_H
#define CR_YAML_EMIT_STYLE_H

#include "base/str.h"

struct cr_traits {
	bool feed;       /* has a line feed */
	bool separator;  /* has U+2028 or U+2029, which count as line breaks */
	bool next_line;  /* has U+0085 */
	bool not_plain;  /* an indicator, a blank at an end, a line break */
	bool not_single; /* what only double quotes can hold */
	bool not_literal;
	uint32_t unprintable; /* a character that the reference refuses; 0: none */
};

enum cr_style { CR_PLAIN, CR_SINGLE, CR_DOUBLE, CR_LITERAL };

/* U+2028 and U+2029 count as line breaks. */
static inline bool
cr_is_separator(uint32_t cp)
{
	return cp == 0x2028 || cp == 0x2029;
}

/* Is text a word that is written as it stands, without a closer look? */
bool cr_text_is_simple(struct cr_str text);
/* text is not empty. */
void cr_text_traits(struct cr_str text, struct cr_traits *t);
enum cr_style cr_text_style(struct cr_str text, const struct cr_traits *t);
/* Does the key need a line of its own, behind a question mark? */
bool cr_key_is_complex(struct cr_str key);

#endif
