/* The help lines of options, from their table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

enum { COLUMN = 33 };

void
cli_option_line(char letter, const char *name, const char *value_name, const char *help)
{
	int at = printf(letter != '\0' ? "  -%c, " : "      ", letter);
	at += printf("--%s%s%s", name, value_name != NULL && value_name[0] != '[' ? " " : "", value_name != NULL ? value_name : "");
	printf(at < COLUMN ? "%*s" : "\n%*s", at < COLUMN ? COLUMN - at : COLUMN, "");
	for (const char *end; (end = strchr(help, '\n')) != NULL; help = end + 1) {
		printf("%.*s\n%*s", (int)(end - help), help, COLUMN, "");
	}
	printf("%s\n", help);
}

static void
print_option(const struct cli_option *option)
{
	const char *value = cli_option_wants_word(option) ? option->value_name : option->takes == CLI_TAKES_MAYBE ? "[=all]" : NULL;
	cli_option_line(option->letter, option->name, value, option->help);
	if (option->choices != NULL && option->takes == CLI_TAKES_VALUE) {
		char *choices = cli_option_choices(option);
		printf("%*s%s\n", COLUMN, "", choices);
		free(choices);
	}
}

/* A line a limit: its help and, in brackets, what it is without the option. */
static void
print_limits(void)
{
	const struct confrender_limit *limit;
	fputs("\nLimits; a message about one names it. N can end in KiB, MiB or GiB\nwhere bytes are counted:\n", stdout);
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		char form[40], standard[32];
		snprintf(form, sizeof(form), "--%s N", limit->name);
		cli_amount_print(limit->standard, limit->bytes, standard, sizeof(standard));
		printf("  %-23s %s [%s]\n", form, limit->help, standard);
	}
}

static void
print_without_effect(enum cli_option_for command)
{
	fputs("\nOptions of kustomize build that are taken and have no effect, since what\nthey are for is refused:\n ", stdout);
	size_t column = 1;
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if (o->help != NULL || (o->commands & command) == 0) {
			continue;
		}
		if (column + strlen(o->name) > 75) {
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
