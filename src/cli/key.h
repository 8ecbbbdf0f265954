/* The key of --checksum-key-file. */
#ifndef CR_CLI_KEY_H
#define CR_CLI_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnostics.h"

/* All zero: none. */
struct cli_key {
	unsigned char *bytes;
	size_t length;
};

/* All bytes of the file, as they are: a line feed at its end counts. False after a message. */
bool cli_key_read(struct cli_report *report, const char *path, struct cli_key *key);
/* Overwrites it before it is freed. */
void cli_key_free(struct cli_key *key);

#endif
