/* The subcommands of edit, and create: what each takes, and the command line read by that. */
#ifndef CR_CLI_EDIT_OPTIONS_H
#define CR_CLI_EDIT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostics.h"
#include "glob.h"
#include "sandbox.h"
#include <confrender/edit.h>

/* What the words of a command are. */
enum cli_edit_words {
	CLI_WORDS_PLAIN,
	CLI_WORDS_FILES,      /* patterns of files; one without a match is said, and left out */
	CLI_WORDS_THERE,      /* the same, but an error where there is no match */
	CLI_WORDS_DIRECTORIES /* directories with commas between them, which must be there */
};

/* The options that a command takes: bits. */
enum cli_edit_takes {
	CLI_EDIT_FORCE = 1,
	CLI_EDIT_SELECTOR = 2,
	CLI_EDIT_IGNORE = 4,
	CLI_EDIT_NO_VERIFY = 8,
	CLI_EDIT_PATCH = 16,
	CLI_EDIT_NAMESPACE = 32,
	CLI_EDIT_SOURCES = 64, /* add configmap, secret */
	CLI_EDIT_LITERAL = 128,
	CLI_EDIT_BEHAVIOR = 256,
	CLI_EDIT_TYPE = 512,
	CLI_EDIT_NEW_NAMESPACE = 1024,
	CLI_EDIT_VARS = 2048,
	CLI_EDIT_CREATE = 4096,
	CLI_EDIT_ALL = 8192 /* of every command */
};

struct cli_edit_command {
	const char *verb, *name; /* "add", "label"; fix and create have no name */
	enum confrender_edit_verb does;
	enum confrender_edit_field field;
	unsigned takes;
	enum cli_edit_words words;
	const char *examples; /* lines, without the program's name */
	const char *usage;    /* what stands behind the name and the options */
	const char *about;    /* what it does, as an order */
};
/* Ends in a row without verb. */
extern const struct cli_edit_command cli_edit_commands[];

struct cli_edit_option {
	const char *name;
	char letter;
	unsigned of;                   /* enum cli_edit_takes */
	char form;                     /* s a switch, t a text, a a list, c a list with commas, l such a list of which the last one holds */
	size_t place;                  /* in struct cli_edit_options */
	const char *value_name, *help; /* help is NULL: not listed */
	const char *const *choices;    /* NULL: any text; ends in NULL */
};
extern const struct cli_edit_option cli_edit_options[];

/* All zero is a good start. */
struct cli_edit_options {
	struct cli_report report;
	struct confrender_edit edit;
	bool help, no_verify, stack_trace;
	const char *diagnostics, *color, *sandbox_word, *root;
	enum cli_sandbox_mode sandbox;
	size_t asked; /* words before patterns were looked up */
	struct cli_texts words, literals, files, labels, annotations, resources;
};

/* argv[0] is the last word of the command. false: wrong use, which has been reported. */
bool cli_edit_options_read(struct cli_edit_options *o, const struct cli_edit_command *command, int argc, char **argv);
/* Looks for the files that words, files and resources name, and fills in the edit. false: one is not there; this has been reported. */
bool cli_edit_options_expand(struct cli_edit_options *o, const struct cli_edit_command *command);
void cli_edit_options_free(struct cli_edit_options *o);

#endif
