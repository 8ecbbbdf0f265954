/* In kustomize's place: what is different where the program is called by its name. */
#ifndef CR_CLI_PLACE_H
#define CR_CLI_PLACE_H

#include <stdbool.h>

/* Does the name that the program was called by begin with "kustomize"? */
bool cli_in_place(void);
/* Moves the words that say which command it is in front of options, as kustomize finds them. */
void cli_place_words(int argc, char **argv);
/* The status that kustomize gives for what gave status here: it knows only 0 and 1. */
int cli_place_status(const char *command, int status);
/* Why there is no such command here, though kustomize has it; NULL: it has none of this name. */
const char *cli_place_missing(const char *command);

#endif
