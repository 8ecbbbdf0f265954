/* The pages of all commands: help begins with examples, fits on a terminal, and neither examples nor texts name an option that is not
 * there.
 *
 *     pages PROGRAM
 *
 * Examples are read by what reads the command line of their command. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/edit_options.h"
#include "cli/options.h"
#include "cli/pages.h"

enum { WIDEST = 100, MOST_WORDS = 32 };

struct count {
	size_t passed, failed;
};

static void
check(struct count *count, bool held, const char *page, const char *what, const char *text, size_t length)
{
	*(held ? &count->passed : &count->failed) += 1;
	if (!held) {
		printf("\"%s\": %s: %.*s\n", page, what, (int)length, text);
	}
}

/* The words of a line as a shell takes them apart, up to a pipe or a redirection; they stay in room. NULL stands behind the last one. */
static int
split(const char *line, size_t length, char *room, char **words)
{
	int count = 0;
	size_t i = 0;
	while (i < length && line[i] != '|' && line[i] != '>' && count < MOST_WORDS) {
		words[count++] = room;
		for (char quote = '\0'; i < length && (quote != '\0' || line[i] != ' '); i++) {
			bool quotes = quote == '\0' ? line[i] == '\'' || line[i] == '"' : line[i] == quote;
			if (quotes) {
				quote = quote == '\0' ? line[i] : '\0';
			} else {
				*room++ = line[i];
			}
		}
		*room++ = '\0';
		i += i < length;
	}
	words[count] = NULL;
	return count;
}

static bool
own_options_are_there(const struct cli_page_option *own, char **words)
{
	for (; *words != NULL; words++) {
		bool found = (*words)[0] != '-';
		size_t length = strcspn(*words, "=");
		for (const struct cli_page_option *o = own; !found && o != NULL && o->name != NULL; o++) {
			bool is_long = strncmp(*words, "--", 2) == 0 && strlen(o->name) == length - 2 &&
				       strncmp(*words + 2, o->name, length - 2) == 0;
			found = is_long || (length == 2 && (*words)[1] == o->letter);
		}
		if (!found) {
			return false;
		}
	}
	return true;
}

/* words begin behind the command's name but for its last word. */
static bool
reads(const struct cli_page *page, int count, char **words)
{
	bool good;
	if (page->options != 0) {
		struct cli_options options;
		good = cli_options_read(&options, (enum cli_option_for)page->options, count, words) && !options.help;
		cli_options_free(&options);
	} else if (page->edit != NULL) {
		struct cli_edit_options options = { 0 };
		good = cli_edit_options_read(&options, page->edit, count, words) && !options.help;
		cli_edit_options_free(&options);
	} else {
		good = own_options_are_there(page->own, words + 1);
	}
	return good;
}

/* The page of the command that stands first in a line; *skip is how many words it has. */
static const struct cli_page *
page_of(char **words, int count, struct cli_page_room *room, int *skip)
{
	char name[256] = "";
	const struct cli_page *found = NULL;
	for (int i = 0; i < count && strlen(name) + strlen(words[i]) + 2 < sizeof(name); i++) {
		struct cli_page_room other;
		strcat(strcat(name, i > 0 ? " " : ""), words[i]);
		if (cli_page_find(name, &other) != NULL) {
			found = cli_page_find(name, room);
			*skip = i + 1;
		}
	}
	return found;
}

static void
check_example(struct count *counts, const struct cli_page *page, const char *line, size_t length)
{
	char text[512], *words[MOST_WORDS + 1];
	struct cli_page_room room;
	int skip = 0;
	int count = length < sizeof(text) / 2 ? split(line, length, text, words) : 0;
	const struct cli_page *used = page_of(words, count, &room, &skip);
	bool mine = strncmp(line, page->name, strlen(page->name)) == 0;
	check(counts, mine && used != NULL, page->name, "an example is of another command", line, length);
	if (used != NULL) {
		check(counts, reads(used, count - skip + 1, words + skip - 1), page->name, "an example cannot be read", line, length);
	}
}

static void
check_examples(struct count *counts, const struct cli_page *page)
{
	check(counts, page->examples != NULL && page->examples[0] != '\0', page->name, "no examples", "", 0);
	for (const char *line = page->examples; line != NULL && line[0] != '\0';) {
		size_t length = strcspn(line, "\n");
		check(counts, line[length] == '\n', page->name, "a line without an end", line, length);
		check_example(counts, page, line, strcspn(line, "\t\n"));
		line += length + (line[length] == '\n');
	}
}

static bool
option_is_known(const char *name, size_t length)
{
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if (strlen(o->name) == length && strncmp(o->name, name, length) == 0) {
			return true;
		}
	}
	for (const struct cli_edit_option *o = cli_edit_options; o->name != NULL; o++) {
		if (strlen(o->name) == length && strncmp(o->name, name, length) == 0) {
			return true;
		}
	}
	const struct confrender_limit *limit;
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		if (strlen(limit->name) == length && strncmp(limit->name, name, length) == 0) {
			return true;
		}
	}
	struct cli_page_room room;
	const struct cli_page *page;
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL; i++) {
		for (const struct cli_page_option *o = page->own; o != NULL && o->name != NULL; o++) {
			if (strlen(o->name) == length && strncmp(o->name, name, length) == 0) {
				return true;
			}
		}
	}
	return false;
}

static void
check_options_named(struct count *counts, const struct cli_page *page, const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-";
	while ((text = strstr(text, "--")) != NULL) {
		text += 2;
		size_t length = strspn(text, letters);
		if (length > 0) {
			check(counts, option_is_known(text, length), page->name, "names an option that is not there", text, length);
		}
		text += length;
	}
}

/* What a command that is run prints on standard output; the caller frees it. NULL: it failed. */
static char *
output_of(const char *command)
{
	char *text = NULL;
	size_t size = 0;
	FILE *in = popen(command, "r");
	FILE *out = open_memstream(&text, &size);
	for (int c; in != NULL && (c = getc(in)) != EOF;) {
		putc(c, out);
	}
	fclose(out);
	if (in == NULL || pclose(in) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

/* Help as it is printed by a program of this name. */
static void
check_help(struct count *counts, const char *program, const struct cli_page *page)
{
	char *command = cli_join("'", program, "' ", page->name, " --help", NULL);
	char *text = output_of(command);
	check(counts, text != NULL, page->name, "no help", command, strlen(command));
	const char *line = text != NULL ? text : "";
	check(counts, strncmp(line, "Examples:\n  ", 12) == 0, page->name, "does not begin with examples", line, strcspn(line, "\n"));
	check_options_named(counts, page, line);
	while (line[0] != '\0') {
		size_t length = strcspn(line, "\n");
		check(counts, length <= WIDEST, page->name, "a line is too wide", line, length);
		check(counts, length == 0 || line[length - 1] != ' ', page->name, "a line ends in a space", line, length);
		line += length + (line[length] == '\n');
	}
	free(text);
	free(command);
}

static void
check_words(struct count *counts, const struct cli_page *page)
{
	const char *summary = page->summary;
	size_t length = strlen(summary);
	check(counts, length > 0 && summary[0] >= 'a' && summary[0] <= 'z' && summary[length - 1] != '.', page->name,
	      "a summary is no order without a full stop", summary, length);
	/* As the line of a man page, where dashes take two letters. */
	size_t line = strlen("conf\\-render\\- \\- ") + strlen(page->name) + length;
	check(counts, line <= 80 || strchr(page->name, ' ') != NULL, page->name, "a summary is too long for a man page", summary, length);
	check(counts, page->usage != NULL && page->status != NULL, page->name, "no usage, or no exit status", "", 0);
	for (const char *see = page->see; see != NULL && see[0] != '\0';) {
		struct cli_page_room room;
		length = strcspn(see, ",");
		char *name = cli_join(see, NULL);
		name[length] = '\0';
		check(counts, strchr(name, '(') != NULL || cli_page_find(name, &room) != NULL, page->name, "no such page", see, length);
		free(name);
		see += length;
		see += strspn(see, ", ");
	}
}

/* In kustomize's place: its name, and its statuses. */
static void
check_in_place(struct count *counts, const char *program)
{
	char *command = cli_join("'", program, "' build --help", NULL);
	char *text = output_of(command);
	const char *help = text != NULL ? text : "";
	check(counts, strstr(help, "\n  kustomize build [DIR...]") != NULL, "build", "is not called kustomize", help, strcspn(help, "\n"));
	check(counts, strstr(help, "\n  1  wrong use\n") != NULL, "build", "has not the status of kustomize", "", 0);
	free(text);
	free(command);
}

/* The program under another name, in a directory of the test's own; the caller frees it. */
static char *
link_as(const char *program, const char *directory, const char *name)
{
	char *path = cli_join(directory, "/", name, NULL);
	if (symlink(program, path) != 0) {
		perror(path);
		exit(1);
	}
	return path;
}

int
main(int argc, char **argv)
{
	struct count counts = { 0 };
	struct cli_page_room room;
	const struct cli_page *page;
	if (argc != 2) {
		return 2;
	}
	/* The longest of its names makes the widest lines. */
	char directory[] = "/tmp/cr-pages-XXXXXX";
	if (mkdtemp(directory) == NULL) {
		perror(directory);
		return 1;
	}
	char *plugin = link_as(argv[1], directory, "kubectl-conf_render"), *in_place = link_as(argv[1], directory, "kustomize");
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL; i++) {
		check_words(&counts, page);
		check_examples(&counts, page);
		check_help(&counts, plugin, page);
	}
	check_in_place(&counts, in_place);
	unlink(plugin);
	unlink(in_place);
	rmdir(directory);
	free(plugin);
	free(in_place);
	printf("%zu passed, %zu failed\n", counts.passed, counts.failed);
	return counts.failed == 0 ? 0 : 1;
}
