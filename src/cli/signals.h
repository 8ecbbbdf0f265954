/* What a signal leaves behind: nothing. A signal that ends the program takes its temporary files away first. */
#ifndef CR_CLI_SIGNALS_H
#define CR_CLI_SIGNALS_H

#include <signal.h>

/* A file that a signal takes away; a member of what stays in its place while it is listed. All zero: not listed. */
struct cli_temporary {
	struct cli_temporary *volatile next, *volatile *link;
	int directory;
	char name[64];
};

/* Catches the signals that end a program, but those that whoever started it wants ignored (nohup). */
void cli_signals_catch(void);
/* One more handler that uses the list, for a signal that is to come through whatever the program inherited. */
void cli_signals_handle(int signal_number, void (*handler)(int));

/* Making, naming or removing the file and the same in the list are one step for a signal: between these two calls it waits. */
void cli_signals_hold(sigset_t *before);
void cli_signals_release(const sigset_t *before);

void cli_temporary_list(struct cli_temporary *temporary);
void cli_temporary_unlist(struct cli_temporary *temporary);
/* Takes away the files of the list; for a handler, or a program at its end. */
void cli_temporaries_remove(void);

#endif
