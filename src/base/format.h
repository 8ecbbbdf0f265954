/* The text of messages: a small printf into a fixed room. What does not fit is cut, so that a message can be made when no memory is
 * left, and whatever is put in is escaped, so that a file cannot write to the terminal. */
#ifndef CR_BASE_FORMAT_H
#define CR_BASE_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct cr_sink {
	char *ptr;
	size_t len, cap;
	bool cut;
};

/* Bytes as they are. */
void cr_sink_put(struct cr_sink *s, const char *ptr, size_t len);
/* Text with control characters, invalid UTF-8 and characters that turn the writing direction escaped; after max bytes "...". */
void cr_sink_text(struct cr_sink *s, struct cr_str text, size_t max);
/* Would it be put as it is? A tab would not. */
bool cr_sink_is_safe(struct cr_str text);
/* The conversions that cr_fail takes (ctx.h). */
void cr_sink_format(struct cr_sink *s, const char *fmt, va_list ap);
/* What was put; ends in "..." if the room was too small. */
struct cr_str cr_sink_str(struct cr_sink *s);

/* Bytes of a text that a message shows. */
#define CR_SINK_TEXT_MAX ((size_t)200)

#endif
