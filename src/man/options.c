/* The options of a command in a man page, an entry each. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/edit_options.h"
#include "cli/options.h"
#include "longer.h"
#include "page.h"
#include "roff.h"

static const struct man_option *
find_longer(const struct man_option *list, const char *name, unsigned commands)
{
	for (; list->name != NULL; list++) {
		if (strcmp(list->name, name) == 0 && (list->commands & commands) != 0) {
			return list;
		}
	}
	return NULL;
}

/* What stands behind the name of an option: a value, or what it can be. */
struct value {
	const char *name;           /* NULL: nothing; with a bracket in front it may be left out */
	const char *const *choices; /* NULL: anything; ends in NULL */
};

static void
put_value(FILE *out, const struct value *value)
{
	if (value->choices != NULL) {
		putc(' ', out);
		for (const char *const *choice = value->choices; *choice != NULL; choice++) {
			fprintf(out, "%s\\fB", choice != value->choices ? "|" : "");
			roff_literal(out, *choice, strlen(*choice));
			fputs("\\fR", out);
		}
	} else if (value->name != NULL) {
		fputs(value->name[0] == '[' && value->name[1] == '=' ? "\\fB" : " \\fI", out);
		roff_literal(out, value->name, strlen(value->name));
		fputs("\\fR", out);
	}
}

static void
put_form(FILE *out, char letter, const char *name, const struct value *value)
{
	if (letter != '\0') {
		fprintf(out, "\\fB\\-%c\\fR", letter);
		put_value(out, value);
		fputs(", ", out);
	}
	fputs("\\fB\\-\\-", out);
	roff_literal(out, name, strlen(name));
	fputs("\\fR", out);
	put_value(out, value);
	putc('\n', out);
}

static void
put_entry(FILE *out, char letter, const char *name, const struct value *value, const char *help, const struct man_option *longer)
{
	fputs(".TP\n", out);
	if (longer != NULL && longer->form != NULL) {
		roff_line(out, longer->form);
	} else {
		put_form(out, letter, name, value);
	}
	char *text = longer != NULL ? cli_join(longer->text, NULL) : roff_sentence(help);
	roff_text(out, text, strlen(text));
	free(text);
}

static void
put_without_effect(FILE *out, unsigned command)
{
	char *text = cli_join("The other options of kustomize(1) are taken and have no effect; what they are for is refused", NULL);
	const char *before = ": ";
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if (o->help == NULL && (o->commands & command) != 0) {
			char *longer = cli_join(text, before, "--", o->name, NULL);
			free(text);
			text = longer;
			before = ", ";
		}
	}
	char *sentence = roff_sentence(text);
	fputs(".PP\n", out);
	roff_text(out, sentence, strlen(sentence));
	free(sentence);
	free(text);
}

static void
put_standard(FILE *out, const struct cli_option *option)
{
	const char *standard = cli_option_standard(option);
	if (standard != NULL) {
		fputs("Without the option, \\fB", out);
		roff_literal(out, standard + 1, strlen(standard) - 2);
		fputs("\\fR holds.\n", out);
	}
}

static void
put_shared(FILE *out, unsigned command)
{
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if (o->help != NULL && (o->commands & command) != 0) {
			bool word = cli_option_wants_word(o);
			struct value value = { word                          ? o->value_name
					       : o->takes == CLI_TAKES_MAYBE ? "[=all]"
									     : NULL,
					       word ? o->choices : NULL };
			put_entry(out, o->letter, o->name, &value, o->help, find_longer(man_options, o->name, command));
			put_standard(out, o);
		}
	}
	put_without_effect(out, command);
	if (command != CLI_FOR_BUILD) {
		static const char text[] = "The limits of conf-render-build(1) hold here too, and are options here.";
		fputs(".PP\n", out);
		roff_text(out, text, sizeof(text) - 1);
	}
}

static void
put_edit(FILE *out, unsigned takes)
{
	for (const struct cli_edit_option *o = cli_edit_options; o->name != NULL; o++) {
		if (o->help != NULL && (o->of & takes) != 0) {
			struct value value = { o->value_name, o->choices };
			put_entry(out, o->letter, o->name, &value, o->help, find_longer(man_edit_options, o->name, takes));
		}
	}
}

static void
put_own(FILE *out, const struct cli_page_option *own)
{
	for (; own->name != NULL; own++) {
		struct value value = { own->value_name, NULL };
		/* "print this" is of the help, which a man page is not. */
		bool help = strcmp(own->name, "help") == 0;
		put_entry(out, own->letter, own->name, &value, own->help, help ? find_longer(man_options, own->name, CLI_FOR_BUILD) : NULL);
	}
}

void
man_options_put(FILE *out, const struct cli_page *page, const char *heading)
{
	bool edit = strcmp(page->name, "edit") == 0;
	if (heading != NULL && (page->options != 0 || page->own != NULL || page->edit != NULL || edit)) {
		fprintf(out, ".SH %s\n", heading);
	}
	if (edit) {
		static const char all[] = "All commands of edit take these:";
		roff_text(out, all, sizeof(all) - 1);
		put_edit(out, CLI_EDIT_ALL);
	}
	if (page->options != 0) {
		put_shared(out, page->options);
	}
	if (page->edit != NULL) {
		put_edit(out, page->edit->takes | (heading != NULL ? CLI_EDIT_ALL : 0));
	}
	if (page->own != NULL) {
		put_own(out, page->own);
	}
}

void
man_limits_put(FILE *out)
{
	const struct confrender_limit *limit;
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		struct value value = { "N", NULL };
		char standard[32];
		cli_amount_print(limit->standard, limit->bytes, standard, sizeof(standard));
		char *help = cli_join(limit->help, " (", standard, ")", NULL);
		put_entry(out, '\0', limit->name, &value, help, NULL);
		free(help);
	}
}
