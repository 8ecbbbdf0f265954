/* Names of files as GNU make reads them in a rule.
 *
 * A space, "#" and ":" can have a backslash in front, "$" is doubled. What no backslash helps is written as "?", which make takes for any
 * one sign: so the rule may name a file too many, and never one too few. Where the file is gone the "?" stays, names nothing, and has an
 * empty rule as all inputs have. (What make takes for a member of an archive, "x(y)", it holds to be out of date for ever.)
 *
 * A file that was looked for in vain is none that a rule could name. make looks for it each time that it reads the rule. */
#include "depfile.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char ESCAPED[] = " #:";
static const char NEVER[] = "\\*?[]=;|&()~%";

static bool
is_last_space(const char *c)
{
	return c[0] == ' ' && c[1] == '\0';
}

static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == '\177';
}

static void
put_escaped(FILE *out, char c)
{
	if (c == '$') {
		putc('$', out);
	} else if (strchr(ESCAPED, c) != NULL) {
		putc('\\', out);
	}
	putc(c, out);
}

static void
put_name(FILE *out, const char *name)
{
	for (const char *c = name; *c != '\0'; c++) {
		if (is_control(*c) || is_last_space(c) || strchr(NEVER, *c) != NULL) {
			putc('?', out);
		} else {
			put_escaped(out, *c);
		}
	}
}

/* In the argument of a function of make a backslash is of no help either. */
static bool
is_plain(char c)
{
	return !is_control(c) && c != '$' && c != ',' && strchr(ESCAPED, c) == NULL && strchr(NEVER, c) == NULL;
}

/* What the function finds has spaces in it where the name has some: so it is asked whether it finds anything, and make is then given the
 * pattern once more. */
static void
put_absent(FILE *out, const char *name)
{
	char *pattern = cli_join(name, NULL);
	bool plain = true;
	for (char *c = pattern; *c != '\0'; c++) {
		plain = plain && is_plain(*c);
		*c = is_plain(*c) ? *c : '?';
	}
	if (plain) {
		fprintf(out, "$(wildcard %s)", pattern);
	} else {
		fprintf(out, "$(if $(wildcard %s),%s)", pattern, pattern);
	}
	free(pattern);
}

static void
put_target(FILE *out, const char *target)
{
	for (const char *c = target; *c != '\0'; c++) {
		if (*c == '%') {
			putc('\\', out);
		}
		put_escaped(out, *c);
	}
}

bool
cli_depfile_target(struct cli_report *report, const char *target)
{
	bool good = target[0] != '\0';
	for (const char *c = target; *c != '\0' && good; c++) {
		good = *c == '%' || !(is_control(*c) || is_last_space(c) || strchr(NEVER, *c) != NULL);
	}
	if (!good) {
		char *message = cli_join("\"", target, "\" cannot be the target of a rule for make", NULL);
		cli_report_error(report, "usage", NULL, message, NULL);
		free(message);
	}
	return good;
}

void
cli_depfile_print(FILE *out, const char *target, const struct confrender_inputs *inputs)
{
	put_target(out, target);
	putc(':', out);
	for (size_t i = 0; i < inputs->count; i++) {
		const struct confrender_input *input = &inputs->items[i];
		if (input->kind != CONFRENDER_INPUT_LINK) {
			fputs(" \\\n  ", out);
			(input->kind == CONFRENDER_INPUT_FILE ? put_name : put_absent)(out, input->shown);
		}
	}
	fputs("\n\n", out);
	for (size_t i = 0; i < inputs->count; i++) {
		if (inputs->items[i].kind == CONFRENDER_INPUT_FILE) {
			put_name(out, inputs->items[i].shown);
			fputs(":\n", out);
		}
	}
}
