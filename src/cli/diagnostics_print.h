/* The two forms of a finding. */
#ifndef CR_CLI_DIAGNOSTICS_PRINT_H
#define CR_CLI_DIAGNOSTICS_PRINT_H

#include <stdio.h>

#include "diagnostics.h"

void cli_print_text(FILE *out, enum cli_color color, const struct confrender_diagnostic *d);
void cli_print_json(FILE *out, const struct confrender_diagnostic *d);

#endif
