/* The two forms of a diagnostic, and what findings of a check are printed with too. */
#ifndef CR_CLI_DIAGNOSTICS_PRINT_H
#define CR_CLI_DIAGNOSTICS_PRINT_H

#include <stdio.h>

#include "diagnostics.h"

void cli_print_text(FILE *out, enum cli_color color, const struct confrender_diagnostic *d);
/* Without the way there: the first stations only. */
void cli_print_line(FILE *out, const struct confrender_diagnostic *d);
void cli_print_json(FILE *out, const struct confrender_diagnostic *d);

struct cli_paint {
	const char *bold, *error, *warning, *info, *caret, *off;
};
/* stream: the descriptor of what is printed to. */
const struct cli_paint *cli_paint_choose(enum cli_color color, int stream);
/* Text of the command line and of file names may hold what drives a terminal: of control characters a "?" is left. */
void cli_put_text(FILE *out, const char *text);
/* "file:12:3"; a number that is 0 is left out, with what is behind it. */
void cli_put_place(FILE *out, const char *path, uint32_t line, uint32_t column);
/* " (first defined in base/deploy.yaml:1)": the library says "first defined here". path may be NULL. */
void cli_put_second(FILE *out, const char *text, const char *path, uint32_t line);
/* A string of JSON, with its quotes; what is no UTF-8 becomes U+FFFD. */
void cli_put_json(FILE *out, const char *text);
/* ,"file":"a.yaml","line":12,"column":3 as far as they are known; path may be NULL. */
void cli_put_json_place(FILE *out, const char *path, uint32_t line, uint32_t column);

#endif
