/* Which style a text inside a text is written in, and what its characters are for that. */
#ifndef CR_YAML_INNER_STYLE_H
#define CR_YAML_INNER_STYLE_H

#include "base/str.h"

static inline bool
cr_inner_is_break(uint32_t cp)
{
	return cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

/* Characters beyond the first plane are escaped. */
static inline bool
cr_inner_is_printable(uint32_t cp)
{
	return cp == '\n' || (cp >= 0x20 && cp <= 0x7e) || (cp >= 0xa0 && cp <= 0xd7ff) || (cp >= 0xe000 && cp <= 0xfffd && cp != 0xfeff);
}

/* A quote, '|', '>', or 0 for plain text. wanted: the style that it had, 0 for none. forced: plain text would be something else.
 * simple_key: it stands before a colon. flow: within brackets. */
char cr_inner_style(struct cr_str text, char wanted, bool forced, bool simple_key, bool flow);
/* May text stand before a colon as it is? */
bool cr_inner_simple_key(struct cr_str text);

#endif
