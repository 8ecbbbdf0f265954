/* The options of the commands that look at directories. */
#ifndef CR_CLI_OPTIONS_H
#define CR_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostics.h"
#include "findings.h"
#include "key.h"
#include "sandbox.h"
#include <confrender/confrender.h>

/* A directory of the command line, or with all everything at or below it. */
struct cli_target {
	const char *path;
	bool all;
};

/* The values of an option that can be given several times. */
struct cli_values {
	const char **items;
	size_t count;
};

enum cli_deps_format { CLI_DEPS_PLAIN, CLI_DEPS_MAKE, CLI_DEPS_ARGOCD, CLI_DEPS_JSON };

struct cli_options {
	struct confrender_session_options session;
	struct confrender_render_options render;
	struct cli_report report;
	struct cli_target *targets;
	size_t target_count;
	struct cli_values warn, allow_roots;
	char **limits; /* "max-files=10" */
	size_t limit_count;
	const char *timeout;
	const char *key_file; /* --checksum-key-file */
	struct cli_key key;
	enum cli_sandbox_mode sandbox;
	bool help;
	/* Of build. */
	const char *output;
	bool split;
	const char *depfile;
	/* Of check. */
	struct cli_values disable, severity, external; /* as they were given, lists with commas */
	struct cli_values production;
	enum cli_findings_format findings_format;
	bool list;
	/* Of deps. */
	enum cli_deps_format deps_format;
	const char *deps_target;
	/* Of cmp. */
	bool allow_empty;
	/* Of verify. */
	const char *with;
};

/* The commands that have an option. */
enum cli_option_for { CLI_FOR_BUILD = 1, CLI_FOR_CHECK = 2, CLI_FOR_DEPS = 4, CLI_FOR_VERIFY = 8, CLI_FOR_CMP = 16 };

/* Reads the command line of a command, argv[0]: the texts stay where argv has them. false: wrong use, which has been reported; free the
 * options all the same. */
bool cli_options_read(struct cli_options *options, enum cli_option_for command, int argc, char **argv);
void cli_options_free(struct cli_options *options);
/* The help lines of all options of a command, on standard output. */
void cli_options_print(enum cli_option_for command);
/* The words of a text on standard output, in lines that are indented but for the first one, for which that was done. */
void cli_print_filled(const char *text, size_t length, size_t indent);
/* An option and its help; value_name is NULL for a switch, and begins with a bracket where a value may be left out. */
void cli_option_line(char letter, const char *name, const char *value_name, const char *help);

/* What follows is for the files of the options themselves. */

enum cli_option_takes { CLI_TAKES_SWITCH, CLI_TAKES_VALUE, CLI_TAKES_SECONDS, CLI_TAKES_MAYBE };

/* One option. choice is the value's place among choices, or for a switch 0 (off) or 1 (on). */
struct cli_option {
	const char *name;
	char letter;
	unsigned char commands; /* enum cli_option_for */
	enum cli_option_takes takes;
	const char *value_name;
	const char *const *choices; /* NULL: any text; ends in NULL */
	void (*set)(struct cli_options *options, const char *value, int choice);
	const char *help; /* NULL: not listed; what holds without the option may stand at its end in brackets */
};
/* Ends in a row without name. */
extern const struct cli_option cli_options_all[];

bool cli_option_wants_word(const struct cli_option *option);
/* What holds without it, "[yaml]", or NULL. */
const char *cli_option_standard(const struct cli_option *option);
/* "yaml or json"; the caller frees it. */
char *cli_option_choices(const struct cli_option *option);
/* A number with the unit that it has without a rest. */
void cli_amount_print(uint64_t amount, bool bytes, char *room, size_t size);

#endif
