/* What fits as the value of an option, or as a word of a command: by the name that usage texts give it. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "complete.h"
#include "findings.h"
#include <confrender/check.h>
#include <confrender/diagnostics.h>

void
cli_answer_last_entry(struct cli_answer *answer)
{
	const char *comma = strrchr(answer->typed, ',');
	answer->kept = comma != NULL ? (size_t)(comma - answer->typed) + 1 : 0;
}

static void
answer_nothing(struct cli_answer *answer)
{
	answer->directive = CLI_COMPLETE_NO_FILES;
}

static void
answer_files(struct cli_answer *answer)
{
	answer->directive = 0;
}

static void
answer_directories(struct cli_answer *answer)
{
	answer->directive = CLI_COMPLETE_DIRECTORIES;
}

static void
answer_rules(struct cli_answer *answer)
{
	struct confrender_rule rule;
	cli_answer_last_entry(answer);
	for (size_t i = 0; (rule = confrender_rule(i)).name != NULL; i++) {
		cli_answer_word(answer, rule.name, "", rule.summary);
	}
	answer->directive = CLI_COMPLETE_NO_FILES;
}

/* Where the name is complete, its level is typed next. */
static void
answer_level_of(struct cli_answer *answer, const char *name, const char *const *levels, const char *description)
{
	size_t length = strlen(name);
	char *head = cli_join(name, "=", NULL);
	if (strncmp(answer->typed + answer->kept, head, length + 1) != 0) {
		cli_answer_word(answer, head, "", description);
	}
	for (; *levels != NULL && strncmp(answer->typed + answer->kept, head, length + 1) == 0; levels++) {
		cli_answer_word(answer, head, *levels, NULL);
	}
	free(head);
}

static bool
entry_has_level(const struct cli_answer *answer)
{
	return strchr(answer->typed + answer->kept, '=') != NULL;
}

static void
answer_severities(struct cli_answer *answer)
{
	enum { LEVELS = CONFRENDER_LEVEL_ERROR + 1 };
	const char *levels[LEVELS + 1] = { NULL };
	struct confrender_rule rule;
	for (int i = 0; i < LEVELS; i++) {
		levels[i] = cli_level_name((enum confrender_level)i);
	}
	cli_answer_last_entry(answer);
	answer->directive = CLI_COMPLETE_NO_FILES;
	for (int i = CONFRENDER_LEVEL_OFF + 1; i < LEVELS && !entry_has_level(answer); i++) {
		cli_answer_word(answer, levels[i], "", "what is below is not printed and does not count");
	}
	for (size_t i = 0; (rule = confrender_rule(i)).name != NULL; i++) {
		answer_level_of(answer, rule.name, levels, rule.summary);
	}
}

static void
answer_warnings(struct cli_answer *answer)
{
	static const char *const levels[] = { "off", "warn", "error", NULL };
	const char *code;
	answer->directive = CLI_COMPLETE_NO_FILES;
	for (size_t i = 0; (code = confrender_warning(i)) != NULL; i++) {
		answer_level_of(answer, code, levels, NULL);
	}
}

/* The words between bars: "bash|zsh". */
static void
answer_bars(struct cli_answer *answer, const char *words, size_t length)
{
	char *copy = cli_join(words, NULL);
	copy[length] = '\0';
	for (char *word = copy, *end; word != NULL; word = end) {
		end = strchr(word, '|');
		if (end != NULL) {
			*end++ = '\0';
		}
		cli_answer_word(answer, word, "", NULL);
	}
	free(copy);
	answer->directive = CLI_COMPLETE_NO_FILES;
}

void
cli_answer_place(struct cli_answer *answer, const char *place, size_t length)
{
	static const struct {
		const char *begin;
		void (*answer)(struct cli_answer *answer);
	} places[] = {
		{ "DIR", answer_directories }, { "FILE", answer_files },          { "PATH", answer_files },
		{ "PROGRAM", answer_files },   { "CODE=LEVEL", answer_warnings }, { "RULE=LEVEL", answer_severities },
		{ "RULE,", answer_rules },
	};
	if (memchr(place, '|', length) != NULL) {
		answer_bars(answer, place, length);
		return;
	}
	answer_nothing(answer);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		size_t begin = strlen(places[i].begin);
		if (begin <= length && strncmp(places[i].begin, place, begin) == 0) {
			places[i].answer(answer);
			return;
		}
	}
}

void
cli_answer_values(struct cli_answer *answer, const struct cli_any_option *option)
{
	if (option->is_switch) {
		answer_bars(answer, "true|false", strlen("true|false"));
	} else if (option->choices != NULL) {
		for (const char *const *choice = option->choices; *choice != NULL; choice++) {
			cli_answer_word(answer, *choice, "", NULL);
		}
		answer->directive = CLI_COMPLETE_NO_FILES;
	} else if (option->value_name != NULL) {
		/* What stands in front of a file's name has been typed, or is left away. */
		const char *place = option->value_name[0] == '[' ? strchr(option->value_name, ']') + 1 : option->value_name;
		cli_answer_place(answer, place, strlen(place));
	} else {
		answer_nothing(answer);
	}
}
