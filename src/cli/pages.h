/* The table of commands: what each is for and how it is used. Help, man pages and completion are made of it. */
#ifndef CR_CLI_PAGES_H
#define CR_CLI_PAGES_H

#include <stdbool.h>
#include <stddef.h>

struct cli_edit_command;

/* An option of a command that reads its few options itself. */
struct cli_page_option {
	const char *name;
	char letter;
	const char *value_name; /* NULL: a switch */
	const char *help;
};

/* One command. In texts a command line stands in quotes and begins with conf-render, as in "conf-render build DIR": what is printed there
 * is the name that the program was called by. A text that a command has no use for is NULL. */
struct cli_page {
	const char *name;    /* all its words: "edit add"; "" is the program */
	const char *summary; /* what it does, as an order: "print ..."; no full stop */
	/* Lines without the program's name; behind a tab what is to be said of the line. */
	const char *examples;
	const char *usage; /* what stands behind the name */
	const char *about; /* paragraphs with an empty line between them; lines are filled when they are printed */
	/* Lines with a number, a variable, or a name of a file first, and a tab behind it. */
	const char *status, *environment, *files;
	const char *see;                     /* names with commas between them: "check, kustomize(1)" */
	unsigned options;                    /* an enum cli_option_for, or 0 */
	const struct cli_edit_command *edit; /* has the options of this row */
	const struct cli_page_option *own;   /* ends in one without name */
	bool minor;                          /* has no man page of its own */
};

/* What most of them say of the environment and of files. */
#define CLI_PAGE_COLOR \
	"NO_COLOR\tif not empty, messages have no colour unless --color always is given\n" \
	"TERM\tif it is dumb, the same\n"
#define CLI_PAGE_FILES "kustomization.yaml\twhat a directory renders to; kustomization.yml and Kustomization are other names of it\n"

/* Rows, ending in one without name; each is in the file that it is named for, pages_NAME.c. */
extern const struct cli_page cli_pages_render[];
extern const struct cli_page cli_pages_cmp[];
extern const struct cli_page cli_pages_edit[];
extern const struct cli_page cli_pages_program[];

/* Room for a page that is made of a row of cli_edit_commands. */
struct cli_page_room {
	struct cli_page page;
	char name[64], usage[64];
};
const struct cli_page *cli_page_of_edit(const struct cli_edit_command *command, struct cli_page_room *room);

/* All pages, in the order in which they are listed; NULL behind the last. */
const struct cli_page *cli_page_at(size_t i, struct cli_page_room *room);
/* By its whole name; NULL: there is none. */
const struct cli_page *cli_page_find(const char *name, struct cli_page_room *room);
/* Is it a command of the one of this name: "edit add" of "edit", "edit" of ""? Not: of one below it. */
bool cli_page_is_below(const struct cli_page *page, const char *name);

/* Prints the help of the command of this name, and says how that went. */
int cli_help_of(const char *name);

#endif
