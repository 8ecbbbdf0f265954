/* A timer whose handler prints a message that was made before, since a handler can make none, and ends the program. The library knows no
 * time: who embeds it has ways of its own to stop a thread or a process. */
#include "timeout.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "signals.h"

struct cli_timeout_message {
	char *text;
	size_t length;
};

/* One of the variables that are not on a stack (see signals.c). */
static const struct cli_timeout_message *volatile current;

enum { LONGEST = 366 * 24 * 60 * 60 };

/* -1: no such number. */
static double
parse(const char *seconds)
{
	size_t whole = strspn(seconds, "0123456789");
	size_t point = seconds[whole] == '.' ? 1 : 0;
	size_t fraction = strspn(seconds + whole + point, "0123456789");
	double value = strtod(seconds, NULL);
	bool valid = whole > 0 && fraction >= point && seconds[whole + point + fraction] == '\0' && value <= LONGEST;
	return valid ? value : -1;
}

double
cli_timeout_seconds(const char *seconds)
{
	return parse(seconds);
}

bool
cli_timeout_is_valid(const char *seconds)
{
	return parse(seconds) >= 0;
}

static void
run_out(int signal_number)
{
	(void)signal_number;
	cli_temporaries_remove();
	const struct cli_timeout_message *message = current;
	if (message != NULL) {
		(void)!write(STDERR_FILENO, message->text, message->length);
	}
	_exit(cli_failure());
}

static void
free_message(struct cli_timeout_message *message)
{
	if (message != NULL) {
		free(message->text);
	}
	free(message);
}

void
cli_timeout_at(struct cli_timeout *timeout, const struct cli_report *report, const char *directory)
{
	if (timeout->seconds == NULL) {
		return;
	}
	char *text = cli_join("took longer than ", timeout->seconds, " s (--timeout)", NULL);
	struct confrender_diagnostic diagnostic = {
		.severity = CONFRENDER_ERROR, .code = "limit", .message = text, .place.path = directory, .hint = "--timeout gives it more"
	};
	struct cli_timeout_message *message = cli_alloc(1, sizeof(*message));
	message->text = cli_report_format(report, &diagnostic, &message->length);
	free(text);
	current = message;
	free_message(timeout->message);
	timeout->message = message;
}

void
cli_timeout_start(struct cli_timeout *timeout, const char *seconds, const struct cli_report *report, const char *directory)
{
	enum { MICROSECONDS = 1000000 };
	double value = parse(seconds);
	if (value <= 0) {
		return;
	}
	timeout->seconds = seconds;
	timeout->left.it_value.tv_sec = (time_t)value;
	timeout->left.it_value.tv_usec = (suseconds_t)((value - (double)(time_t)value) * MICROSECONDS);
	if (value < 1 && timeout->left.it_value.tv_usec == 0) {
		timeout->left.it_value.tv_usec = 1;
	}
	cli_timeout_at(timeout, report, directory);
	cli_signals_handle(SIGALRM, run_out);
	cli_timeout_resume(timeout);
}

void
cli_timeout_pause(struct cli_timeout *timeout)
{
	static const struct itimerval never = { .it_value = { 0, 0 } };
	if (timeout->seconds != NULL) {
		setitimer(ITIMER_REAL, &never, &timeout->left);
	}
}

void
cli_timeout_resume(struct cli_timeout *timeout)
{
	if (timeout->seconds != NULL) {
		setitimer(ITIMER_REAL, &timeout->left, NULL);
	}
}

void
cli_timeout_end(struct cli_timeout *timeout)
{
	cli_timeout_pause(timeout);
	current = NULL;
	free_message(timeout->message);
	*timeout = (struct cli_timeout){ 0 };
}
