/* The options of build. */
#ifndef CR_CLI_OPTIONS_H
#define CR_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostics.h"
#include "key.h"
#include "sandbox.h"
#include <confrender/confrender.h>

/* A directory of the command line, or with all everything at or below it. */
struct cli_target {
	const char *path;
	bool all;
};

struct cli_build_options {
	struct confrender_session_options session;
	struct confrender_render_options render;
	struct cli_report report;
	struct cli_target *targets;
	size_t target_count;
	const char **warn;
	size_t warn_count;
	char **limits; /* "max-files=10" */
	size_t limit_count;
	const char **allow_roots;
	size_t allow_root_count;
	const char *output;
	const char *timeout;
	const char *key_file; /* --checksum-key-file */
	struct cli_key key;
	enum cli_sandbox_mode sandbox;
	bool split;
	bool help;
};

/* Reads the command line: the texts stay where argv has them. false: wrong use, which has been reported; free the options all the same. */
bool cli_options_read(struct cli_build_options *options, int argc, char **argv);
void cli_options_free(struct cli_build_options *options);
/* The help lines of all options, on standard output. */
void cli_options_print(void);

#endif
