/* A finding as text:
 *
 *     overlays/prod/kustomization.yaml:12:3: error: what is wrong
 *       - path: patch.yaml                                           (on a terminal: the line, and where in it)
 *         ^
 *         in overlays/prod/kustomization.yaml:12, patch patch.yaml
 *         hint: what might help */
#include "diagnostics_print.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct cli_paint PLAIN = { "", "", "", "", "", "" };
static const struct cli_paint COLOR = { "\033[1m", "\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;32m", "\033[0m" };

const struct cli_paint *
cli_paint_choose(enum cli_color color, int stream)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	bool wanted = color == CLI_COLOR_ALWAYS;
	if (color == CLI_COLOR_AUTO) {
		wanted = isatty(stream) && (no_color == NULL || no_color[0] == '\0') && (term == NULL || strcmp(term, "dumb") != 0);
	}
	return wanted ? &COLOR : &PLAIN;
}

/* Text of the command line and of file names may hold what drives a terminal: of control characters a "?" is left. */
static void
put_safe(FILE *out, const char *text, size_t length)
{
	size_t from = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];
		/* 0xc2 0x80 to 0xc2 0x9f are the second set of control characters. */
		bool second_set = c == 0xc2 && i + 1 < length && (unsigned char)text[i + 1] < 0xa0;
		if ((c < 0x20 && c != '\t') || c == 0x7f || second_set) {
			fwrite(text + from, 1, i - from, out);
			putc('?', out);
			i += second_set;
			from = i + 1;
		}
	}
	fwrite(text + from, 1, length - from, out);
}

void
cli_put_text(FILE *out, const char *text)
{
	put_safe(out, text, strlen(text));
}

void
cli_put_place(FILE *out, const char *path, uint32_t line, uint32_t column)
{
	cli_put_text(out, path);
	if (line != 0) {
		fprintf(out, ":%u", (unsigned)line);
	}
	if (line != 0 && column != 0) {
		fprintf(out, ":%u", (unsigned)column);
	}
}

/* The byte that the column (counted in characters) begins at. */
static size_t
column_byte(const char *line, size_t length, uint32_t column)
{
	size_t at = 0;
	for (uint32_t passed = 1; passed < column && at < length; passed++) {
		do {
			at++;
		} while (at < length && ((unsigned char)line[at] & 0xc0) == 0x80);
	}
	return at;
}

/* The line and a caret below the column; of a long line only the surroundings. */
static void
put_source(FILE *out, const struct cli_paint *paint, const struct confrender_place *place)
{
	enum { BEFORE = 60, AROUND = 120 };
	const char *line = place->source_line;
	size_t length = place->source_line_length;
	if (line == NULL || place->column == 0 || place->column == UINT16_MAX) {
		return;
	}
	size_t at = column_byte(line, length, place->column);
	size_t start = at > BEFORE ? at - BEFORE : 0;
	while (start < at && ((unsigned char)line[start] & 0xc0) == 0x80) {
		start++;
	}
	size_t end = length - start > AROUND ? start + AROUND : length;
	while (end < length && end > start && ((unsigned char)line[end] & 0xc0) == 0x80) {
		end--;
	}
	put_safe(out, line + start, end - start);
	putc('\n', out);
	for (size_t i = start; i < at; i++) {
		if (line[i] == '\t') {
			putc('\t', out);
		} else if (((unsigned char)line[i] & 0xc0) != 0x80) {
			putc(' ', out);
		}
	}
	fprintf(out, "%s^%s\n", paint->caret, paint->off);
}

void
cli_put_second(FILE *out, const char *text, const char *path, uint32_t line)
{
	static const char here[] = " here";
	size_t length = strlen(text), tail = sizeof here - 1;
	fputs(" (", out);
	if (path == NULL) {
		cli_put_text(out, text);
	} else {
		if (length > tail && strcmp(text + length - tail, here) == 0) {
			length -= tail;
		}
		put_safe(out, text, length);
		fputs(" in ", out);
		cli_put_place(out, path, line, 0);
	}
	putc(')', out);
}

/* Without the end of its line. */
static void
put_heading(FILE *out, const struct cli_paint *paint, const struct confrender_diagnostic *d)
{
	bool error = d->severity == CONFRENDER_ERROR;
	fputs(paint->bold, out);
	if (d->place.path != NULL) {
		cli_put_place(out, d->place.path, d->place.line, d->place.column);
	} else {
		fputs("conf-render", out);
	}
	fprintf(out, ":%s %s%s:%s ", paint->off, error ? paint->error : paint->warning, error ? "error" : "warning", paint->off);
	cli_put_text(out, d->message);
	if (d->second_text != NULL) {
		cli_put_second(out, d->second_text, d->second_place.path, d->second_place.line);
	}
	if (!error) {
		fprintf(out, " [%s]", d->code);
	}
}

void
cli_print_text(FILE *out, enum cli_color color, const struct confrender_diagnostic *d)
{
	const struct cli_paint *paint = cli_paint_choose(color, STDERR_FILENO);
	put_heading(out, paint, d);
	putc('\n', out);
	if (color == CLI_COLOR_ALWAYS || isatty(STDERR_FILENO)) {
		put_source(out, paint, &d->place);
	}
	for (size_t i = 0; i < d->frame_count; i++) {
		fputs("    in ", out);
		if (d->frames[i].place.path != NULL) {
			cli_put_place(out, d->frames[i].place.path, d->frames[i].place.line, 0);
			fputs(d->frames[i].text[0] != '\0' ? ", " : "", out);
		}
		cli_put_text(out, d->frames[i].text);
		putc('\n', out);
	}
	if (d->hint != NULL) {
		fputs("    hint: ", out);
		cli_put_text(out, d->hint);
		putc('\n', out);
	}
}

static bool
same_line(const struct confrender_place *a, const struct confrender_place *b)
{
	return a->path != NULL && b->path != NULL && a->line == b->line && strcmp(a->path, b->path) == 0;
}

void
cli_print_line(FILE *out, const struct confrender_diagnostic *d)
{
	put_heading(out, &PLAIN, d);
	for (size_t i = 0; i < d->frame_count && i < 2; i++) {
		const struct confrender_frame *frame = &d->frames[i];
		if (frame->place.path != NULL && !same_line(&frame->place, &d->place)) {
			fputs("; in ", out);
			cli_put_place(out, frame->place.path, frame->place.line, 0);
		}
	}
	if (d->hint != NULL) {
		fputs("; ", out);
		cli_put_text(out, d->hint);
	}
	putc('\n', out);
}
