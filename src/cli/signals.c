/* Signals that end the program, and the list of temporary files that their handler works off.
 *
 * A handler can be given nothing, so the list is one of the three variables of the program that are not on a stack (the others are the
 * message of timeout.c and the status of text.c). */
#include "signals.h"

#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

static struct cli_temporary *volatile temporaries;

static const int ENDING[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU };
enum { ENDING_COUNT = sizeof(ENDING) / sizeof(ENDING[0]) };

/* Those that call a handler which uses the list. */
static void
fill(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGALRM);
	for (size_t i = 0; i < ENDING_COUNT; i++) {
		sigaddset(set, ENDING[i]);
	}
}

void
cli_signals_hold(sigset_t *before)
{
	sigset_t set;
	fill(&set);
	sigprocmask(SIG_BLOCK, &set, before);
}

void
cli_signals_release(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

void
cli_temporary_list(struct cli_temporary *temporary)
{
	temporary->next = temporaries;
	temporary->link = &temporaries;
	if (temporary->next != NULL) {
		temporary->next->link = &temporary->next;
	}
	temporaries = temporary;
}

void
cli_temporary_unlist(struct cli_temporary *temporary)
{
	*temporary->link = temporary->next;
	if (temporary->next != NULL) {
		temporary->next->link = temporary->link;
	}
	temporary->link = NULL;
}

void
cli_temporaries_remove(void)
{
	for (const struct cli_temporary *t = temporaries; t != NULL; t = t->next) {
		unlinkat(t->directory, t->name, 0);
	}
}

static void
unblock(int signal_number)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, signal_number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* Ends the program by the signal, so that whoever waits for it sees that. The first process of a container does not end by signals that
 * have no handler: it exits with what a shell would say. */
static void
end(int signal_number)
{
	cli_temporaries_remove();
	signal(signal_number, SIG_DFL);
	unblock(signal_number);
	raise(signal_number);
	_exit(128 + signal_number);
}

/* While one handler runs, the others wait. */
static void
set_handler(int signal_number, void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	fill(&action.sa_mask);
	sigaction(signal_number, &action, NULL);
}

void
cli_signals_catch(void)
{
	for (size_t i = 0; i < ENDING_COUNT; i++) {
		struct sigaction old;
		if (sigaction(ENDING[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
			set_handler(ENDING[i], end);
		}
	}
}

void
cli_signals_handle(int signal_number, void (*handler)(int))
{
	set_handler(signal_number, handler);
	unblock(signal_number);
}
