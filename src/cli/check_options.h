/* What --disable, --severity and --external mean, taken apart. */
#ifndef CR_CLI_CHECK_OPTIONS_H
#define CR_CLI_CHECK_OPTIONS_H

#include "options.h"
#include <confrender/check.h>

struct cli_texts {
	char **items;
	size_t count, size;
};

/* All zero is a good start. */
struct cli_check_options {
	struct cli_texts levels; /* "rule=off" */
	struct cli_texts external;
	enum confrender_level least;
};

/* false: wrong use, which has been reported; free the options all the same. */
bool cli_check_options_read(struct cli_check_options *check, struct cli_options *options);
void cli_check_options_free(struct cli_check_options *check);

/* check --list, on standard output. */
void cli_check_list(bool json);

#endif
