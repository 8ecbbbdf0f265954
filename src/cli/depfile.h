/* Rules for make that say what an output is made of. */
#ifndef CR_CLI_DEPFILE_H
#define CR_CLI_DEPFILE_H

#include <stdbool.h>
#include <stdio.h>

#include "diagnostics.h"
#include <confrender/inputs.h>

/* Can make have a target of this name? If not, this is reported. */
bool cli_depfile_target(struct cli_report *report, const char *target);
/* A rule for a target that make can have, and an empty one for each input: make does not stop where an input is gone, but has the target
 * made again, and whoever makes it says what is missing. */
void cli_depfile_print(FILE *out, const char *target, const struct confrender_inputs *inputs);

#endif
