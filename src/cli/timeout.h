/* --timeout: how long reading and rendering may take. */
#ifndef CR_CLI_TIMEOUT_H
#define CR_CLI_TIMEOUT_H

#include <stdbool.h>
#include <sys/time.h>

#include "diagnostics.h"

#define CLI_TIMEOUT_DEFAULT "60"
#define CLI_TIMEOUT_CMP "30"

/* All zero: no clock runs. */
struct cli_timeout {
	const char *seconds; /* lent; NULL while no clock runs */
	struct itimerval left;
	struct cli_timeout_message *message;
};

/* Seconds with or without a fraction ("0.5"), at most as long as a year; 0 is none. */
bool cli_timeout_is_valid(const char *seconds);
/* Of such a text. */
double cli_timeout_seconds(const char *seconds);

/* The clock runs from now on. When it has run out, the program says so, takes its temporary files away and ends with the status of
 * cli_failure. */
void cli_timeout_start(struct cli_timeout *timeout, const char *seconds, const struct cli_report *report, const char *directory);
/* The directory that the time now goes to, for the message. */
void cli_timeout_at(struct cli_timeout *timeout, const struct cli_report *report, const char *directory);
/* It stands still while output is written: how fast a reader reads is not ours. */
void cli_timeout_pause(struct cli_timeout *timeout);
void cli_timeout_resume(struct cli_timeout *timeout);
void cli_timeout_end(struct cli_timeout *timeout);

#endif
