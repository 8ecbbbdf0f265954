/* The parts of __complete: which words fit where the cursor stands. All of them come from the tables that the command line is read by. */
#ifndef CR_CLI_COMPLETE_H
#define CR_CLI_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "pages.h"

/* What a shell is to do with the candidates, as cobra numbers it; 0: if there are none, it may offer files. */
enum {
	CLI_COMPLETE_NO_SPACE = 2, /* more has to be typed behind the candidate */
	CLI_COMPLETE_NO_FILES = 4,
	CLI_COMPLETE_DIRECTORIES = 16
};

/* An answer on its way. */
struct cli_answer {
	FILE *out;
	const char *typed; /* what a candidate has to begin with */
	size_t kept;       /* so much of it is in front of every candidate: "a,b," where a list has commas */
	bool described;
	unsigned directive;
};

/* Answers with head and tail as one word, if it fits; description may be NULL. */
void cli_answer_word(struct cli_answer *answer, const char *head, const char *tail, const char *description);

/* An option of any of the tables. */
struct cli_any_option {
	const char *name;
	char letter;
	const char *value_name;     /* NULL: it takes no word, or one that has no name */
	bool takes_word, is_switch; /* neither: it stands alone, or has a value behind "=" */
	const char *const *choices; /* NULL: there are none to know */
	const char *help;           /* NULL: it is not listed */
	bool is_limit;
};

/* The option of this index that the page's command has; false: there are no more. */
bool cli_option_of_page(const struct cli_page *page, size_t i, struct cli_any_option *option);
/* By a name that ends at "=" or at its end, or by its letter. */
bool cli_option_by_name(const struct cli_page *page, const char *name, struct cli_any_option *option);
bool cli_option_by_letter(const struct cli_page *page, char letter, struct cli_any_option *option);

/* Answers with the values of an option. */
void cli_answer_values(struct cli_answer *answer, const struct cli_any_option *option);
/* Answers with the names that an edit may mean here: what the kustomization of the working directory has, read in the sandbox. */
void cli_answer_names(struct cli_answer *answer, const struct cli_edit_command *command);
/* In a list with commas it is the last entry that is being typed. */
void cli_answer_last_entry(struct cli_answer *answer);
/* Answers with what one place of a usage text asks for: "DIR...", "bash|zsh". */
void cli_answer_place(struct cli_answer *answer, const char *place, size_t length);

#endif
