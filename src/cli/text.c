/* Small helpers with text for the program's own messages and names. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "signals.h"

void
cli_say(const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(STDERR_FILENO, text, length);
		if (written == 0 || (written < 0 && errno != EINTR)) {
			return;
		}
		text += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
}

/* Out of memory, or of time, is met where no command is at hand, so the status that it ends with is one of the variables of the program
 * that are not on a stack (see signals.c). */
static volatile sig_atomic_t failure = CLI_INPUT;

void
cli_failure_set(int status)
{
	failure = status;
}

int
cli_failure(void)
{
	return failure;
}

void
cli_out_of_memory(void)
{
	static const char message[] = "conf-render: error: out of memory\n";
	cli_temporaries_remove();
	cli_say(message, sizeof(message) - 1);
	_exit(cli_failure());
}

void *
cli_alloc(size_t count, size_t size)
{
	void *block = calloc(count != 0 ? count : 1, size != 0 ? size : 1);
	if (block == NULL) {
		cli_out_of_memory();
	}
	return block;
}

char *
cli_join(const char *first, ...)
{
	va_list parts;
	size_t length = 1;
	va_start(parts, first);
	for (const char *part = first; part != NULL; part = va_arg(parts, const char *)) {
		length += strlen(part);
	}
	va_end(parts);
	char *text = cli_alloc(length, 1);
	char *end = text;
	va_start(parts, first);
	for (const char *part = first; part != NULL; part = va_arg(parts, const char *)) {
		size_t part_length = strlen(part);
		memcpy(end, part, part_length);
		end += part_length;
	}
	va_end(parts);
	return text;
}

void
cli_text_close(FILE *out, char *const *text)
{
	bool good = out != NULL && ferror(out) == 0;
	if ((out != NULL && fclose(out) != 0) || !good || *text == NULL) {
		cli_out_of_memory();
	}
}

char *
cli_next_part(char **path)
{
	char *part = *path + strspn(*path, "/");
	char *end = part + strcspn(part, "/");
	*path = end;
	if (*end != '\0') {
		*end = '\0';
		(*path)++;
	}
	return end != part ? part : NULL;
}

enum { LONGEST_WORD = 40 };

static size_t
smallest(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;
	return least < c ? least : c;
}

/* Levenshtein's distance; both words are at most LONGEST_WORD long. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[LONGEST_WORD + 1];
	size_t width = strlen(b);
	for (size_t j = 0; j <= width; j++) {
		row[j] = j;
	}
	for (size_t i = 0; a[i] != '\0'; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < width; j++) {
			size_t changed = diagonal + (a[i] != b[j]);
			diagonal = row[j + 1];
			row[j + 1] = smallest(row[j] + 1, row[j + 1] + 1, changed);
		}
	}
	return row[width];
}

const char *
cli_nearest(const char *word, const char *const *list)
{
	const char *nearest = NULL;
	size_t length = strlen(word);
	/* A third of the word may differ: beyond that a guess confuses more than it helps. */
	size_t least = length / 3 + 2;
	if (length > LONGEST_WORD) {
		return NULL;
	}
	for (; *list != NULL; list++) {
		size_t d = strlen(*list) <= LONGEST_WORD ? distance(word, *list) : least;
		if (d < least && d < length) {
			least = d;
			nearest = *list;
		}
	}
	return nearest;
}
