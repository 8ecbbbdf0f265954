/* conf-render __complete: what fits where the cursor stands, for a shell.
 *
 * The words of the command line come as arguments, the last of them, which is being typed, as far as it is; the answer is a candidate a
 * line, behind a tab what it is, and at the end ":" and a number (complete.h). That is the protocol of cobra, which the scripts of
 * kustomize and kubectl speak too. Nothing is read but the command line, whatever it says is right, and the status is 0. */
#include "complete.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* What the words so far have come to. */
struct position {
	struct cli_page_room room;
	const struct cli_page *page; /* NULL: there is no such command */
	struct cli_any_option option;
	bool in_option;  /* the next word is its value */
	bool words_only; /* "--" was there */
	size_t words;    /* those that are no command, option or value */
	/* The words with blanks between them, as far as they could be the name of a command. */
	char joined[sizeof(((struct cli_page_room *)NULL)->name)];
};

static bool
has_control(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f) {
			return true;
		}
	}
	return false;
}

static bool
fits(const char *typed, const char *head, const char *tail)
{
	size_t length = strlen(typed), head_length = strlen(head);
	if (length <= head_length) {
		return strncmp(head, typed, length) == 0;
	}
	return strncmp(head, typed, head_length) == 0 && strncmp(tail, typed + head_length, length - head_length) == 0;
}

/* Help texts have line feeds where --help wants them. */
static void
put_line(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		putc((unsigned char)*text < ' ' ? ' ' : *text, out);
	}
}

void
cli_answer_word(struct cli_answer *answer, const char *head, const char *tail, const char *description)
{
	if (!fits(answer->typed + answer->kept, head, tail) || has_control(answer->typed, answer->kept)) {
		return;
	}
	fprintf(answer->out, "%.*s%s%s", (int)answer->kept, answer->typed, head, tail);
	if (answer->described && description != NULL && description[0] != '\0') {
		putc('\t', answer->out);
		put_line(answer->out, description);
	}
	putc('\n', answer->out);
	size_t length = strlen(head);
	if (tail[0] == '\0' && length > 0 && head[length - 1] == '=') {
		answer->directive |= CLI_COMPLETE_NO_SPACE;
	}
}

/* The commands of the one of this name; false: it has none. */
static bool
answer_commands(struct cli_answer *answer, const char *name)
{
	struct cli_page_room room = { 0 };
	const struct cli_page *page;
	bool any = false;
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL; i++) {
		if (cli_page_is_below(page, name)) {
			const char *blank = strrchr(page->name, ' ');
			any = true;
			if (answer != NULL) {
				cli_answer_word(answer, blank != NULL ? blank + 1 : page->name, "", page->summary);
			}
		}
	}
	return any;
}

static bool
has_commands(const char *name)
{
	return answer_commands(NULL, name);
}

static char *
join_words(const char *first, const char *second)
{
	return cli_join(first, first[0] != '\0' ? " " : "", second, NULL);
}

static void
take_word(struct position *p, const char *word)
{
	size_t length = strlen(p->joined), room = sizeof(p->joined) - length;
	if ((size_t)snprintf(p->joined + length, room, "%s%s", length > 0 ? " " : "", word) >= room) {
		memset(p->joined, '?', sizeof(p->joined) - 1);
	}
	p->words++;
}

static void
take_command(struct position *p, const char *word)
{
	struct cli_page_room room;
	char *name = join_words(p->page->name, word);
	if (cli_page_find(name, &room) != NULL) {
		p->page = cli_page_find(name, &p->room);
	} else if (has_commands(p->page->name)) {
		p->page = NULL;
	} else {
		take_word(p, word);
	}
	free(name);
}

static bool
find_option(const struct cli_page *page, const char *word, struct cli_any_option *option)
{
	if (word[1] == '-') {
		return cli_option_by_name(page, word + 2, option);
	}
	return cli_option_by_letter(page, word[1], option);
}

static void
take_option(struct position *p, const char *word)
{
	bool alone = word[1] == '-' ? strchr(word, '=') == NULL : word[2] == '\0';
	p->in_option = alone && find_option(p->page, word, &p->option) && p->option.takes_word;
}

static void
take(struct position *p, const char *word)
{
	if (p->in_option) {
		p->in_option = false;
	} else if (!p->words_only && strcmp(word, "--") == 0) {
		p->words_only = true;
	} else if (!p->words_only && word[0] == '-' && word[1] != '\0') {
		take_option(p, word);
	} else if (!p->words_only && p->words == 0) {
		take_command(p, word);
	} else {
		take_word(p, word);
	}
}

/* Limits are many, and wanted rarely: they wait for the "m" of "--max". */
static bool
is_offered(const struct cli_answer *answer, const struct cli_any_option *option)
{
	return option->help != NULL && (!option->is_limit || strlen(answer->typed) > 2);
}

static void
answer_options(struct cli_answer *answer, const struct cli_page *page)
{
	struct cli_any_option option;
	if (!cli_option_by_name(page, "help", &option)) {
		/* Commands that have others below them take it too, though their pages list no options. */
		cli_answer_word(answer, "--help", "", NULL);
	}
	for (size_t i = 0; cli_option_of_page(page, i, &option); i++) {
		const char letter[2] = { option.letter, '\0' };
		if (!is_offered(answer, &option)) {
			continue;
		}
		if (option.letter != '\0' && answer->typed[1] == option.letter) {
			cli_answer_word(answer, "-", letter, option.help);
		} else {
			cli_answer_word(answer, "--", option.name, option.help);
		}
	}
}

/* "--name" of an option, or "--name=value". */
static void
answer_option(struct cli_answer *answer, const struct cli_page *page)
{
	struct cli_any_option option;
	const char *equals = strchr(answer->typed, '=');
	if (equals == NULL) {
		answer_options(answer, page);
	} else if (find_option(page, answer->typed, &option)) {
		answer->typed = equals + 1;
		cli_answer_values(answer, &option);
	}
}

/* The part of a usage text that is there for the word of this index; the last takes all words that follow if it ends in dots. length is 0
 * where no such word is wanted. */
static const char *
find_place(const char *usage, size_t index, size_t *length)
{
	const char *place = "";
	bool repeats = false;
	*length = 0;
	for (size_t next; usage[0] != '\0'; usage += next + strspn(usage + next, " ")) {
		next = strcspn(usage, " ");
		size_t begin = usage[0] == '[', end = next;
		if (usage[begin] == '-' || strncmp(usage, "[options]", next) == 0) {
			continue;
		}
		end -= begin != 0 && usage[end - 1] == ']';
		place = usage + begin;
		*length = end - begin;
		repeats = *length > 3 && strncmp(usage + end - 3, "...", 3) == 0;
		if (index-- == 0) {
			return place;
		}
	}
	*length = repeats ? *length : 0;
	return place;
}

static void
answer_words(struct cli_answer *answer, const struct position *p)
{
	size_t length;
	const char *place = find_place(p->page->usage, p->words, &length);
	if (length >= 7 && strncmp(place, "COMMAND", 7) == 0 && p->page->name[0] != '\0') {
		answer_commands(answer, p->joined);
	} else if (length > 0) {
		cli_answer_place(answer, place, length);
	}
	if (length > 0 && p->page->edit != NULL && answer->directive == CLI_COMPLETE_NO_FILES) {
		if (memmem(place, length, "[,", 2) != NULL) {
			cli_answer_last_entry(answer);
		}
		cli_answer_names(answer, p->page->edit);
	}
}

static void
answer_position(struct cli_answer *answer, const struct position *p)
{
	answer->directive = CLI_COMPLETE_NO_FILES;
	if (p->page == NULL) {
		return;
	}
	if (p->in_option) {
		cli_answer_values(answer, &p->option);
	} else if (answer->typed[0] == '-' && !p->words_only) {
		answer_option(answer, p->page);
	} else if (p->words > 0 || p->words_only || !answer_commands(answer, p->page->name)) {
		answer_words(answer, p);
	}
}

int
cli_complete(int argc, char **argv)
{
	struct position p = { .page = NULL };
	p.page = cli_page_find("", &p.room);
	for (int i = 1; i < argc - 1 && p.page != NULL; i++) {
		take(&p, argv[i]);
	}
	struct cli_answer answer = {
		.out = stdout,
		.typed = argc > 1 ? argv[argc - 1] : "",
		.described = strcmp(argv[0], "__completeNoDesc") != 0,
	};
	answer_position(&answer, &p);
	printf(":%u\n", answer.directive);
	/* A shell that does not listen any more is no error. */
	fflush(stdout);
	return CLI_DONE;
}
