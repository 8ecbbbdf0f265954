/* What the files of the program share. The program knows the library by its public headers only. */
#ifndef CR_CLI_H
#define CR_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A check says with CLI_INPUT that something was found, and with CLI_USAGE that it could not look. */
enum cli_status { CLI_DONE = 0, CLI_INPUT = 1, CLI_USAGE = 2 };

/* The release build clears every automatic variable; not one that is big, and read only where it was written: a comment there says why. */
#if defined(__has_attribute)
#if __has_attribute(uninitialized)
#define CLI_UNSET __attribute__((uninitialized))
#endif
#endif
#ifndef CLI_UNSET
#define CLI_UNSET
#endif

/* A command: argv[0] is its name. What it is for stands on its page (pages.h). */
struct cli_command {
	const char *name;
	int (*run)(int argc, char **argv);
};
/* Ends in a row without name. */
extern const struct cli_command cli_commands[];

int cli_build(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_complete(int argc, char **argv);
int cli_completion(int argc, char **argv);
int cli_cmp(int argc, char **argv);
int cli_deps(int argc, char **argv);
int cli_create(int argc, char **argv);
int cli_edit(int argc, char **argv);
int cli_help(int argc, char **argv);
int cli_verify(int argc, char **argv);
int cli_version(int argc, char **argv);

/* What is typed to run this program: "conf-render", "kubectl conf-render" or "kustomize". */
const char *cli_program(void);

/* The member of a list (ending in NULL) that looks most like word, or NULL if none is near. */
const char *cli_nearest(const char *word, const char *const *list);

/* Writes all of text to standard error; where that cannot be written, nobody is left to tell. */
void cli_say(const char *text, size_t length);
/* The status of a program that cannot go on: CLI_INPUT unless a command sets another. */
void cli_failure_set(int status);
int cli_failure(void);
/* Says so, without memory, and ends the program with that status. */
_Noreturn void cli_out_of_memory(void);
/* Memory for names and lists; when there is none left: cli_out_of_memory. The caller frees it. */
void *cli_alloc(size_t count, size_t size);
/* The parts (ending in NULL) in one text. */
char *cli_join(const char *first, ...) __attribute__((sentinel));
/* Ends a stream of open_memstream (NULL: there was none) that made text. Such a one fails for want of memory only, and may then say so
 * late: cli_out_of_memory. */
void cli_text_close(FILE *out, char *const *text);
/* Cuts the first name off a path, and moves *path behind it; NULL if there is none left. */
char *cli_next_part(char **path);

#endif
