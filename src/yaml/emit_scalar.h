/* Strings as the reference's YAML writer prints them: which style, and where lines break. */
#ifndef CR_YAML_EMIT_SCALAR_H
#define CR_YAML_EMIT_SCALAR_H

#include "base/buf.h"
#include "yaml/node.h"

struct cr_writer {
	struct cr_ctx *ctx;
	struct cr_buf *out;
	size_t line; /* where the current line begins in out */
};

/* A value with its line feed; lines that it breaks into start with indent blanks. False after cr_fail. */
bool cr_write_value(struct cr_writer *w, struct cr_str text, size_t indent, cr_mark mark);
/* A key that stands before its colon on one line. */
bool cr_write_key(struct cr_writer *w, struct cr_str key, cr_mark mark);

/* The escape of a character between double quotes. Returns the number of characters written. */
size_t cr_write_escape(struct cr_buf *out, uint32_t cp);

static inline void
cr_write_line_end(struct cr_writer *w)
{
	cr_buf_putc(w->out, '\n');
	w->line = w->out->len;
}

#endif
