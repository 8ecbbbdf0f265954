/* What edit and create share. */
#ifndef CR_CLI_EDIT_H
#define CR_CLI_EDIT_H

#include "edit_options.h"

/* Reads the rest of the command line and does it. The exit status. */
int cli_edit_run(const struct cli_edit_command *command, int argc, char **argv);

#endif
