/* Text for man pages: the macros of man(7), as groff and mandoc read them. */
#ifndef CR_MAN_ROFF_H
#define CR_MAN_ROFF_H

#include <stddef.h>
#include <stdio.h>

/* What stands in a text and is marked in print: `literal`, "conf-render COMMAND", --option, -o, page(1), and the names of values (PATH).
 * The text is filled, and ends in a line feed. */
void roff_text(FILE *out, const char *text, size_t length);
/* Paragraphs with an empty line between them; a macro stands between them. */
void roff_paragraphs(FILE *out, const char *text);
/* The same as one line, however long it gets. */
void roff_line(FILE *out, const char *text);
/* As it is, every letter of it meant to be typed. */
void roff_literal(FILE *out, const char *text, size_t length);
/* An order or a part of a sentence as a sentence: with a capital and a full stop. The caller frees it. */
char *roff_sentence(const char *text);

#endif
