/* Takes findings and prints each of them once, in one write: lines of several processes do not mix. */
#include "diagnostics.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diagnostics_cut.h"
#include "diagnostics_print.h"
#include "place.h"

/* The report's address is a seed that no file can know. */
static size_t
hash_text(const struct cli_report *report, const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uintptr_t)report;
	for (; *text != '\0'; text++) {
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	}
	return (size_t)(hash ^ (hash >> 32));
}

static void
insert_seen(struct cli_report *report, char *text)
{
	size_t slot = hash_text(report, text) & (report->seen_size - 1);
	while (report->seen[slot] != NULL) {
		slot = (slot + 1) & (report->seen_size - 1);
	}
	report->seen[slot] = text;
}

static void
grow_seen(struct cli_report *report)
{
	char **old = report->seen;
	size_t old_size = report->seen_size;
	report->seen_size = old_size != 0 ? old_size * 2 : 16;
	report->seen = cli_alloc(report->seen_size, sizeof(report->seen[0]));
	for (size_t i = 0; i < old_size; i++) {
		if (old[i] != NULL) {
			insert_seen(report, old[i]);
		}
	}
	free(old);
}

/* Takes text. */
static bool
was_seen(struct cli_report *report, char *text)
{
	if (report->seen_count * 2 >= report->seen_size) {
		grow_seen(report);
	}
	for (size_t slot = hash_text(report, text); report->seen[slot & (report->seen_size - 1)] != NULL; slot++) {
		if (strcmp(report->seen[slot & (report->seen_size - 1)], text) == 0) {
			free(text);
			return true;
		}
	}
	insert_seen(report, text);
	report->seen_count++;
	return false;
}

static char *
format(const struct cli_report *report, const struct confrender_diagnostic *diagnostic, size_t *length)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, length);
	if (out == NULL) {
		cli_out_of_memory();
	}
	if (report->json) {
		cli_print_json(out, diagnostic);
	} else if (report->lines) {
		cli_print_line(out, diagnostic);
	} else {
		cli_print_text(out, report->color, diagnostic);
	}
	/* A stream in memory fails for want of memory only. */
	bool cut = ferror(out) != 0;
	if (fclose(out) != 0 || cut || text == NULL) {
		cli_out_of_memory();
	}
	bool comment = cli_in_place() && !report->json && diagnostic->severity != CONFRENDER_ERROR;
	return comment ? cli_place_comment(text, length) : text;
}

static char *
format_cut(const struct cli_report *report, const struct confrender_diagnostic *diagnostic, size_t most, size_t *length)
{
	struct cli_cut cut;
	cli_cut_make(&cut, diagnostic, most);
	char *text = format(report, &cut.diagnostic, length);
	cli_cut_free(&cut);
	return text;
}

/* The message of a finding that is one line. */
enum { LONG = 800 };

char *
cli_report_format(const struct cli_report *report, const struct confrender_diagnostic *diagnostic, size_t *length)
{
	return report->lines && !report->json ? format_cut(report, diagnostic, LONG, length) : format(report, diagnostic, length);
}

static bool
has_room(const struct cli_report *report, enum confrender_severity severity, size_t length)
{
	size_t room = severity == CONFRENDER_ERROR ? report->room : report->room / 2;
	return report->room == 0 || (report->printed <= room && length <= room - report->printed);
}

/* A failure without a reason helps nobody: the first error is cut until it fits. Half of the room is still there for it, and a byte takes
 * at most six in JSON, so the shortest form always does. */
static char *
fit(const struct cli_report *report, const struct confrender_diagnostic *diagnostic, char *text, size_t *length)
{
	enum { SHORT = 50 };
	bool is_first = diagnostic->severity == CONFRENDER_ERROR && report->errors == 1;
	for (size_t most = LONG; is_first && most >= SHORT && !has_room(report, diagnostic->severity, *length); most /= 2) {
		free(text);
		text = format_cut(report, diagnostic, most, length);
	}
	return text;
}

void
cli_report_hidden(struct cli_report *report)
{
	char text[128];
	const char *before = report->json ? "{\"severity\":\"info\",\"code\":\"more-findings\",\"message\":\"" : "conf-render: ";
	if (report->hidden > 0) {
		int length = snprintf(text, sizeof(text), "%s%zu more finding%s%s\n", before, report->hidden,
				      report->hidden == 1 ? "" : "s", report->json ? "\"}" : "");
		cli_say(text, (size_t)length);
	}
}

void
cli_report_finding(void *user, const struct confrender_diagnostic *diagnostic)
{
	struct cli_report *report = user;
	char place[32];
	snprintf(place, sizeof(place), "\n%u:%u\n", (unsigned)diagnostic->place.line, (unsigned)diagnostic->place.column);
	const char *path = diagnostic->place.path != NULL ? diagnostic->place.path : "";
	report->errors += diagnostic->severity == CONFRENDER_ERROR;
	if (report->silent) {
		return;
	}
	if (was_seen(report, cli_join(path, place, diagnostic->code, "\n", diagnostic->message, NULL))) {
		return;
	}
	size_t length;
	char *text = fit(report, diagnostic, cli_report_format(report, diagnostic, &length), &length);
	if (has_room(report, diagnostic->severity, length)) {
		cli_say(text, length);
		report->printed += length;
	} else {
		report->hidden++;
	}
	free(text);
}

void
cli_report_error(struct cli_report *report, const char *code, const char *path, const char *message, const char *hint)
{
	struct confrender_diagnostic diagnostic = { .severity = CONFRENDER_ERROR, .code = code, .message = message, .hint = hint };
	diagnostic.place.path = path;
	cli_report_finding(report, &diagnostic);
}

bool
cli_report_usage(struct cli_report *report, char *message, char *hint)
{
	cli_report_error(report, "usage", NULL, message, hint);
	free(message);
	free(hint);
	return false;
}

void
cli_report_errno(struct cli_report *report, const char *path, const char *message, int error)
{
	char *text = cli_join(message, ": ", strerrordesc_np(error) != NULL ? strerrordesc_np(error) : "unknown error", NULL);
	cli_report_error(report, "output", path, text, NULL);
	free(text);
}

int
cli_report_stdout(void)
{
	struct cli_report report = { 0 };
	bool good = fflush(stdout) == 0 && ferror(stdout) == 0;
	if (!good) {
		cli_report_errno(&report, NULL, "standard output cannot be written", errno);
	}
	cli_report_free(&report);
	return good ? CLI_DONE : CLI_INPUT;
}

void
cli_report_free(struct cli_report *report)
{
	for (size_t i = 0; i < report->seen_size; i++) {
		free(report->seen[i]);
	}
	free(report->seen);
}
