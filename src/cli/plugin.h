/* Called as a plugin of kubectl. */
#ifndef CR_CLI_PLUGIN_H
#define CR_CLI_PLUGIN_H

#include <stdbool.h>

/* What to say of an option that command does not have, if kubectl has it ("-n"); the caller frees it. NULL: it is not kubectl's either. */
char *cli_plugin_hint(const char *option, const char *command);

#endif
