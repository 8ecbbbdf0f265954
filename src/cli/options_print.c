/* The help lines of options, from their table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "options.h"

/* Where the help of an option begins, and how long lines get. */
enum { COLUMN = 33, WIDTH = 96 };

void
cli_print_filled(const char *text, size_t length, size_t indent)
{
	for (size_t column = indent; length > 0;) {
		size_t word = 0;
		while (word < length && text[word] != ' ') {
			word++;
		}
		if (column > indent && column + 1 + word > WIDTH) {
			printf("\n%*s", (int)indent, "");
			column = indent;
		} else if (column > indent) {
			putchar(' ');
			column++;
		}
		printf("%.*s", (int)word, text);
		column += word;
		text += word + (word < length);
		length -= word + (word < length);
	}
	putchar('\n');
}

void
cli_option_line(char letter, const char *name, const char *value_name, const char *help)
{
	int at = printf(letter != '\0' ? "  -%c, " : "      ", letter);
	at += printf("--%s%s%s", name, value_name != NULL && value_name[0] != '[' ? " " : "", value_name != NULL ? value_name : "");
	printf(at < COLUMN ? "%*s" : "\n%*s", at < COLUMN ? COLUMN - at : COLUMN, "");
	cli_print_filled(help, strlen(help), COLUMN);
}

const char *
cli_option_standard(const struct cli_option *option)
{
	const char *bracket = option->help != NULL ? strrchr(option->help, '[') : NULL;
	return bracket != NULL && bracket[strlen(bracket) - 1] == ']' ? bracket : NULL;
}

static void
print_option(const struct cli_option *option)
{
	const char *value = cli_option_wants_word(option) ? option->value_name : option->takes == CLI_TAKES_MAYBE ? "[=all]" : NULL;
	if (option->choices == NULL || option->takes != CLI_TAKES_VALUE) {
		cli_option_line(option->letter, option->name, value, option->help);
		return;
	}
	char *choices = cli_option_choices(option);
	const char *standard = cli_option_standard(option);
	char *what = cli_join(option->help, NULL);
	what[standard != NULL ? standard - option->help - 1 : (ptrdiff_t)strlen(what)] = '\0';
	char *help = cli_join(what, " (", choices, standard != NULL ? ") " : ")", standard, NULL);
	free(what);
	cli_option_line(option->letter, option->name, value, help);
	free(help);
	free(choices);
}

/* A line a limit: its help and, in brackets, what it is without the option. */
static void
print_limits(void)
{
	const struct confrender_limit *limit;
	fputs("\nLimits; a message about one names it. N can end in KiB, MiB or GiB where bytes are counted:\n", stdout);
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		char form[40], standard[32];
		snprintf(form, sizeof(form), "--%s N", limit->name);
		cli_amount_print(limit->standard, limit->bytes, standard, sizeof(standard));
		printf("  %-26s %s [%s]\n", form, limit->help, standard);
	}
}

static void
print_without_effect(enum cli_option_for command)
{
	fputs("\nOptions of kustomize build that are taken and have no effect, since what they are for is refused:\n ", stdout);
	size_t column = 1;
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if (o->help != NULL || (o->commands & command) == 0) {
			continue;
		}
		if (column + strlen(o->name) > WIDTH) {
			fputs("\n ", stdout);
			column = 1;
		}
		column += (size_t)printf(" --%s", o->name);
	}
	putchar('\n');
}

void
cli_options_print(enum cli_option_for command)
{
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if (o->help != NULL && (o->commands & command) != 0) {
			print_option(o);
		}
	}
	print_without_effect(command);
	print_limits();
}
