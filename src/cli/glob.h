/* Patterns of the command line against the file system. */
#ifndef CR_CLI_GLOB_H
#define CR_CLI_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* Texts that are freed with the list. */
struct cli_texts {
	char **items;
	size_t count, size;
	int error; /* an errno value: what a pattern stands for could not be looked up */
};

/* text is taken over. */
void cli_texts_add(struct cli_texts *texts, char *text);
void cli_texts_free(struct cli_texts *texts);

/* Appends the names that pattern stands for as kustomize expands it: a name without *, ? and [ stands for itself if it is there; hidden
 * ones are matched only by a pattern whose last part begins with a dot. What may not be read has no names in it; where the system fails
 * found->error is set. false: the pattern is malformed. */
bool cli_glob(const char *pattern, struct cli_texts *found);

#endif
