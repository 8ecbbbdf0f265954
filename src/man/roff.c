/* Plain texts into the language of man pages. */
#include "roff.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { WIDTH = 78 };

void
roff_literal(FILE *out, const char *text, size_t length)
{
	static const struct {
		char letter;
		const char *roff;
	} special[] = { { '\\', "\\e" },  { '-', "\\-" },   { '\'', "\\(aq" }, { '`', "\\(ga" },
			{ '^', "\\(ha" }, { '~', "\\(ti" }, { '"', "\\(dq" } };
	for (size_t i = 0; i < length; i++) {
		size_t k = 0;
		while (k < sizeof(special) / sizeof(special[0]) && special[k].letter != text[i]) {
			k++;
		}
		if (k < sizeof(special) / sizeof(special[0])) {
			fputs(special[k].roff, out);
		} else {
			putc(text[i], out);
		}
	}
}

static bool
is_name(char letter)
{
	return isalnum((unsigned char)letter) || letter == '-' || letter == '_';
}

static size_t
name_length(const char *text)
{
	size_t length = 0;
	while (is_name(text[length])) {
		length++;
	}
	return length;
}

/* "--all" and "-o", not "a - b". */
static size_t
option_length(const char *text)
{
	size_t dashes = strspn(text, "-");
	return (dashes == 1 || dashes == 2) && isalpha((unsigned char)text[dashes]) ? name_length(text) : 0;
}

/* The name of "make(1)". */
static size_t
page_length(const char *text)
{
	size_t length = name_length(text);
	return length > 0 && text[length] == '(' && isdigit((unsigned char)text[length + 1]) && text[length + 2] == ')' ? length : 0;
}

/* Words in capitals that stand for what the user gives; others are names of formats and the like. */
static size_t
value_length(const char *text)
{
	static const char *const values[] = { "CODE", "COMMAND", "DIR",     "ENVIRONMENT", "FIELD", "FILE", "LEVEL", "N",
					      "NAME", "PATH",    "PATTERN", "PROGRAM",     "RULE",  "VERB", "WORD",  "NAMESPACE" };
	size_t length = name_length(text);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (strlen(values[i]) == length && strncmp(values[i], text, length) == 0) {
			return length;
		}
	}
	return 0;
}

static void
put_marked(FILE *out, const char *font, const char *text, size_t length)
{
	fputs(font, out);
	roff_literal(out, text, length);
	fputs("\\fR", out);
}

/* A command in quotes, without them; its length with them. */
static size_t
put_command(FILE *out, const char *text, size_t length)
{
	const char *end = memchr(text + 1, '"', length - 1);
	if (strncmp(text, "\"conf-render ", 13) != 0 || end == NULL) {
		return 0;
	}
	put_marked(out, "\\fB", text + 1, (size_t)(end - text) - 1);
	return (size_t)(end - text) + 1;
}

/* What is marked at the beginning of a word; 0: nothing is. */
static size_t
put_mark(FILE *out, const char *text, size_t length)
{
	size_t marked;
	if (text[0] == '"') {
		return put_command(out, text, length);
	}
	if ((marked = option_length(text)) > 0 || (marked = page_length(text)) > 0) {
		put_marked(out, "\\fB", text, marked);
	} else if ((marked = value_length(text)) > 0) {
		put_marked(out, "\\fI", text, marked);
	}
	return marked;
}

static void
put_letter(FILE *out, char letter)
{
	if (letter == '\'') {
		putc(letter, out);
	} else {
		roff_literal(out, &letter, 1);
	}
}

static char *
mark(const char *text, size_t length)
{
	char *made = NULL;
	size_t size;
	FILE *out = open_memstream(&made, &size);
	bool literal = false;
	for (size_t i = 0; out != NULL && i < length; i++) {
		bool begins = i == 0 || !is_name(text[i - 1]);
		size_t marked = begins && !literal ? put_mark(out, text + i, length - i) : 0;
		if (marked > 0) {
			i += marked - 1;
		} else if (text[i] == '`') {
			literal = !literal;
			fputs(literal ? "\\fB" : "\\fR", out);
		} else if (literal) {
			roff_literal(out, text + i, 1);
		} else {
			put_letter(out, text[i]);
		}
	}
	cli_text_close(out, &made);
	return made;
}

/* A line that begins so would be a macro. */
static const char *
guard(const char *word)
{
	return word[0] == '.' || word[0] == '\'' ? "\\&" : "";
}

static bool
ends_sentence(const char *word, size_t length)
{
	return length > 1 && word[length - 1] == '.' && word[length - 2] != '.';
}

void
roff_text(FILE *out, const char *text, size_t length)
{
	char *marked = mark(text, length);
	size_t column = 0;
	for (const char *word = marked; word[0] != '\0';) {
		size_t width = strcspn(word, " ");
		if (column > 0 && column + 1 + width > WIDTH) {
			putc('\n', out);
			column = 0;
		}
		column += (size_t)fprintf(out, "%s%.*s", column > 0 ? " " : guard(word), (int)width, word);
		if (ends_sentence(word, width) && word[width] != '\0') {
			putc('\n', out);
			column = 0;
		}
		word += width + (word[width] == ' ');
	}
	putc('\n', out);
	free(marked);
}

void
roff_line(FILE *out, const char *text)
{
	char *marked = mark(text, strlen(text));
	fprintf(out, "%s%s\n", guard(marked), marked);
	free(marked);
}

void
roff_paragraphs(FILE *out, const char *text)
{
	while (text[0] != '\0') {
		const char *end = strstr(text, "\n\n");
		size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
		roff_text(out, text, length);
		text += length;
		if (end != NULL) {
			fputs(".PP\n", out);
			text += 2;
		}
	}
}

char *
roff_sentence(const char *text)
{
	char *sentence = cli_join(text, ".", NULL);
	for (char *at = sentence; (at = strchr(at, '\n')) != NULL;) {
		*at = ' ';
	}
	sentence[0] = (char)toupper((unsigned char)sentence[0]);
	return sentence;
}
