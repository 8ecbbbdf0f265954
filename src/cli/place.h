/* In kustomize's place: what is different where the program is called by its name. */
#ifndef CR_CLI_PLACE_H
#define CR_CLI_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* Does the name that the program was called by begin with "kustomize"? */
bool cli_in_place(void);
/* Moves the words that say which command it is in front of options, as kustomize finds them. */
void cli_place_words(int argc, char **argv);
/* The status that kustomize gives for what gave status here: it knows only 0 and 1. Commands that it has not keep theirs; NULL is one that
 * there is not here. */
int cli_place_status(const char *command, int status);
/* Takes a warning's lines, and gives them as comments of YAML, as kustomize's own are: scripts join standard error to the output. */
char *cli_place_comment(char *text, size_t *length);
/* Why there is no such command here, though kustomize has it; NULL: it has none of this name. */
const char *cli_place_missing(const char *command);

#endif
