/* conf-render help, and --help of every command: its page (pages.h) for a terminal. */
#include "pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diagnostics.h"
#include "edit_options.h"
#include "options.h"
#include "place.h"

/* The text with the commands in it as they have to be typed; the caller frees it. */
static char *
as_typed(const char *text)
{
	static const char name[] = "\"conf-render ";
	char *typed = cli_join(text, NULL);
	size_t from = 0;
	for (char *found; (found = strstr(typed + from, name)) != NULL;) {
		size_t before = (size_t)(found - typed);
		*found = '\0';
		char *longer = cli_join(typed, "\"", cli_program(), " ", found + sizeof(name) - 1, NULL);
		free(typed);
		typed = longer;
		from = before + 1;
	}
	return typed;
}

static void
print_paragraphs(const char *about)
{
	char *text = as_typed(about);
	for (const char *next = text; next[0] != '\0';) {
		size_t length = strcspn(next, "\n");
		cli_print_filled(next, length, 0);
		next += length + (next[length] == '\n');
	}
	free(text);
}

static size_t
widest(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Lines of two parts with a tab between them: how wide the first part is, where there is a second one. */
static size_t
width_of_first(const char *lines)
{
	size_t width = 0;
	while (lines[0] != '\0') {
		size_t line = strcspn(lines, "\n"), first = strcspn(lines, "\t\n");
		width = first < line ? widest(width, first) : width;
		lines += line + (lines[line] == '\n');
	}
	return width;
}

static void
print_examples(const char *lines)
{
	size_t width = width_of_first(lines);
	while (lines[0] != '\0') {
		size_t line = strcspn(lines, "\n"), first = strcspn(lines, "\t\n");
		printf("  %s %.*s", cli_program(), (int)first, lines);
		if (first < line) {
			printf("%*s   # %.*s", (int)(width - first), "", (int)(line - first - 1), lines + first + 1);
		}
		putchar('\n');
		lines += line + (lines[line] == '\n');
	}
}

static void
print_list(const char *title, const char *list)
{
	if (list == NULL) {
		return;
	}
	char *lines = as_typed(list);
	size_t width = width_of_first(lines);
	printf("\n%s:\n", title);
	for (const char *next = lines; next[0] != '\0';) {
		size_t line = strcspn(next, "\n"), first = strcspn(next, "\t\n");
		printf("  %-*.*s  ", (int)width, (int)first, next);
		cli_print_filled(next + first + 1, line - first - 1, width + 4);
		next += line + (next[line] == '\n');
	}
	free(lines);
}

static bool
has_below(const char *name)
{
	struct cli_page_room room;
	const struct cli_page *page;
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL; i++) {
		if (cli_page_is_below(page, name)) {
			return true;
		}
	}
	return false;
}

/* Of the program its commands, of a command all that can be typed below it: "add label", not "add". */
static bool
is_listed(const struct cli_page *page, const char *below)
{
	size_t length = strlen(below);
	if (length == 0) {
		return cli_page_is_below(page, below);
	}
	return strncmp(page->name, below, length) == 0 && page->name[length] == ' ' && !has_below(page->name);
}

static void
print_commands(const char *below)
{
	struct cli_page_room room;
	const struct cli_page *page;
	size_t width = 0;
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL; i++) {
		width = is_listed(page, below) ? widest(width, strlen(page->name)) : width;
	}
	fputs("\nCommands:\n", stdout);
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL; i++) {
		if (is_listed(page, below)) {
			printf("  %-*s  ", (int)width, page->name);
			cli_print_filled(page->summary, strlen(page->summary), width + 4);
		}
	}
	printf("\n\"%s COMMAND --help\" says more of one", cli_program());
	fputs(below[0] == '\0' ? ", and its man page all:\nconf-render-COMMAND(1); of help and version conf-render(1).\n" : ".\n", stdout);
}

static void
print_edit_options(const struct cli_edit_command *command)
{
	for (const struct cli_edit_option *o = cli_edit_options; o->name != NULL; o++) {
		if ((o->of & (command->takes | CLI_EDIT_ALL)) != 0 && o->help != NULL) {
			cli_option_line(o->letter, o->name, o->value_name, o->help);
		}
	}
}

static void
print_options(const struct cli_page *page)
{
	if (page->options == 0 && page->edit == NULL && page->own == NULL) {
		return;
	}
	fputs(page->options != 0 ? "\nOptions; in brackets what holds without them:\n" : "\nOptions:\n", stdout);
	if (page->options != 0) {
		cli_options_print((enum cli_option_for)page->options);
	} else if (page->edit != NULL) {
		print_edit_options(page->edit);
	}
	for (const struct cli_page_option *o = page->own; o != NULL && o->name != NULL; o++) {
		cli_option_line(o->letter, o->name, o->value_name, o->help);
	}
}

static void
print_usage(const struct cli_page *page)
{
	printf("\nUsage:\n  %s%s%s%s%s\n\n", cli_program(), page->name[0] != '\0' ? " " : "", page->name, page->usage[0] != '\0' ? " " : "",
	       page->usage);
	char *summary = cli_join(page->summary, ".", NULL);
	summary[0] = (char)(summary[0] - 'a' + 'A');
	print_paragraphs(summary);
	free(summary);
}

/* In kustomize's place some differ; the caller frees it. */
static char *
status_as_called(const struct cli_page *page)
{
	char *status = cli_join(page->status, NULL);
	char *command = cli_join(page->name, NULL);
	command[strcspn(command, " ")] = '\0';
	for (char *line = status; cli_in_place() && line[0] != '\0'; line += line[0] == '\n') {
		line[0] = (char)('0' + cli_place_status(command, line[0] - '0'));
		line += strcspn(line, "\n");
	}
	free(command);
	return status;
}

static void
print_page(const struct cli_page *page)
{
	fputs("Examples:\n", stdout);
	print_examples(page->examples);
	print_usage(page);
	if (page->about != NULL) {
		putchar('\n');
		print_paragraphs(page->about);
	}
	print_options(page);
	if (has_below(page->name)) {
		print_commands(page->name);
	}
	char *status = status_as_called(page);
	print_list("Exit status", status);
	free(status);
	print_list("Environment", page->environment);
	print_list("Files", page->files);
}

int
cli_help_of(const char *name)
{
	struct cli_page_room room;
	const struct cli_page *page = cli_page_find(name, &room);
	if (page != NULL) {
		print_page(page);
	}
	return cli_report_stdout();
}

static char *
join_words(int count, char **words)
{
	char *name = cli_join(count > 0 ? words[0] : "", NULL);
	for (int i = 1; i < count; i++) {
		char *longer = cli_join(name, " ", words[i], NULL);
		free(name);
		name = longer;
	}
	return name;
}

static char *
hint_for_unknown(const char *name)
{
	enum { MOST = 16 };
	const char *names[MOST + 1] = { NULL };
	size_t count = 0;
	struct cli_page_room room;
	const struct cli_page *page;
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL && count < MOST; i++) {
		if (cli_page_is_below(page, "")) {
			/* The name of create is in the room, and its verb in a table. */
			names[count++] = page->edit != NULL ? page->edit->verb : page->name;
		}
	}
	const char *near = cli_nearest(name, names);
	return near != NULL ? cli_join("did you mean \"", near, "\"?", NULL)
			    : cli_join("\"", cli_program(), " help\" lists the commands", NULL);
}

static int
unknown(const char *name)
{
	struct cli_report report = { 0 };
	cli_report_usage(&report, cli_join("unknown command \"", name, "\"", NULL), hint_for_unknown(name));
	cli_report_free(&report);
	return CLI_USAGE;
}

/* What a command takes, as in "completion bash", is no name of one; it is cut off where no commands are below. */
static void
cut_words_of(char *name)
{
	struct cli_page_room room;
	for (char *space = strchr(name, ' '); space != NULL; space = strchr(space + 1, ' ')) {
		*space = '\0';
		if (cli_page_find(name, &room) != NULL && !has_below(name)) {
			return;
		}
		*space = ' ';
	}
}

/* Of "help edit add", and of "--help". */
int
cli_help(int argc, char **argv)
{
	struct cli_page_room room;
	bool of_itself = argc > 1 && argv[1][0] == '-';
	char *name = of_itself ? cli_join("help", NULL) : join_words(argc - 1, argv + 1);
	cut_words_of(name);
	int status = cli_page_find(name, &room) != NULL ? cli_help_of(name) : unknown(name);
	free(name);
	return status;
}
