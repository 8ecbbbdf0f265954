/* Patterns of the command line against the file system. */
#ifndef CR_CLI_GLOB_H
#define CR_CLI_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* Texts that are freed with the list. */
struct cli_texts {
	char **items;
	size_t count, size;
};

/* text is taken over. */
void cli_texts_add(struct cli_texts *texts, char *text);
void cli_texts_free(struct cli_texts *texts);

/* Appends the names that pattern stands for as kustomize expands it: a name without *, ? and [ stands for itself if it is there; hidden
 * ones are matched only by a pattern whose last part begins with a dot. false: the pattern is malformed. */
bool cli_glob(const char *pattern, struct cli_texts *found);

#endif
