/* RE2's syntax -> PCRE2's, inside this folder. */
#ifndef CR_RESOURCE_REGEX_SYNTAX_H
#define CR_RESOURCE_REGEX_SYNTAX_H

#include "base/ctx.h"

struct cr_pattern {
	struct cr_str text; /* for PCRE2, in scratch memory */
	bool utf;           /* can tell characters beyond ASCII from bytes */
	uint64_t width;     /* how many places in it can be alive at once, at most */
};

/* Rewrites the regular expression so that PCRE2 reads it as RE2 does. False after cr_fail: not valid in RE2, or past a limit. With invalid,
 * one that is not valid is no error: *invalid is set. */
bool cr_pattern_translate(struct cr_ctx *c, struct cr_str text, cr_mark mark, struct cr_pattern *out, bool *invalid);

#endif
