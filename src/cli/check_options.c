/* The options of check that name rules and maps: lists with commas, each entry looked at, since a rule that is misspelt would be in force
 * all the same. */
#include "check_options.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char *const LEVELS[] = { "off", "info", "warning", "error", NULL };

/* Takes text. */
static void
add(struct cli_texts *texts, char *text)
{
	if (texts->count == texts->size) {
		char **old = texts->items;
		texts->size = texts->size != 0 ? texts->size * 2 : 8;
		texts->items = cli_alloc(texts->size, sizeof(texts->items[0]));
		for (size_t i = 0; i < texts->count; i++) {
			texts->items[i] = old[i];
		}
		free(old);
	}
	texts->items[texts->count++] = text;
}

/* The entries of a list with commas; those that are empty are left out. */
static struct cli_texts
split(const char *list)
{
	struct cli_texts texts = { 0 };
	for (size_t length; *list != '\0'; list += length + (list[length] == ',')) {
		length = strcspn(list, ",");
		if (length > 0) {
			char *entry = cli_alloc(length + 1, 1);
			memcpy(entry, list, length);
			add(&texts, entry);
		}
	}
	return texts;
}

static void
free_texts(struct cli_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++) {
		free(texts->items[i]);
	}
	free(texts->items);
}

static int
find_level(const char *name)
{
	int level = 0;
	while (LEVELS[level] != NULL && strcmp(LEVELS[level], name) != 0) {
		level++;
	}
	return LEVELS[level] != NULL ? level : -1;
}

static bool
is_rule(const char *name)
{
	struct confrender_rule rule;
	for (size_t i = 0; (rule = confrender_rule(i)).name != NULL; i++) {
		if (strcmp(rule.name, name) == 0) {
			return true;
		}
	}
	return false;
}

/* The caller frees it. */
static char *
hint_for_rule(const char *name)
{
	size_t count = 0;
	while (confrender_rule(count).name != NULL) {
		count++;
	}
	const char **names = cli_alloc(count + 1, sizeof(names[0]));
	for (size_t i = 0; i < count; i++) {
		names[i] = confrender_rule(i).name;
	}
	const char *near = cli_nearest(name, names);
	char *hint = near != NULL ? cli_join("did you mean \"", near, "\"?", NULL)
				  : cli_join("\"", cli_program(), " check --list\" prints them", NULL);
	free(names);
	return hint;
}

static bool
unknown_rule(struct cli_options *options, const char *option, const char *name)
{
	char *message = cli_join("there is no rule \"", name, "\" (", option, ")", NULL);
	return cli_report_usage(&options->report, message, hint_for_rule(name));
}

static bool
unknown_level(struct cli_options *options, const char *value)
{
	char *message = cli_join("\"", value, "\" is no value for --severity", NULL);
	cli_report_error(&options->report, "usage", NULL, message,
			 "it is a level (info, warning or error), or a rule with \"=\" and a level or off behind it");
	free(message);
	return false;
}

static bool
read_disabled(struct cli_check_options *check, struct cli_options *options, const char *list)
{
	bool good = true;
	struct cli_texts names = split(list);
	for (size_t i = 0; i < names.count; i++) {
		if (is_rule(names.items[i])) {
			add(&check->levels, cli_join(names.items[i], "=off", NULL));
		} else {
			good = unknown_rule(options, "--disable", names.items[i]);
		}
	}
	free_texts(&names);
	return good;
}

static bool
read_severity(struct cli_check_options *check, struct cli_options *options, const char *entry)
{
	const char *eq = strchr(entry, '=');
	int level = find_level(eq != NULL ? eq + 1 : entry);
	if (level < 0 || (eq == NULL && level == CONFRENDER_LEVEL_OFF)) {
		return unknown_level(options, entry);
	}
	if (eq == NULL) {
		check->least = (enum confrender_level)level;
		return true;
	}
	char *name = cli_join(entry, NULL);
	name[eq - entry] = '\0';
	bool good = is_rule(name) || unknown_rule(options, "--severity", name);
	free(name);
	if (good) {
		add(&check->levels, cli_join(entry, NULL));
	}
	return good;
}

static bool
read_severities(struct cli_check_options *check, struct cli_options *options, const char *list)
{
	bool good = true;
	struct cli_texts entries = split(list);
	for (size_t i = 0; i < entries.count; i++) {
		good = read_severity(check, options, entries.items[i]) && good;
	}
	free_texts(&entries);
	return good;
}

static void
read_external(struct cli_check_options *check, const char *list)
{
	struct cli_texts names = split(list);
	for (size_t i = 0; i < names.count; i++) {
		add(&check->external, names.items[i]);
	}
	free(names.items);
}

bool
cli_check_options_read(struct cli_check_options *check, struct cli_options *options)
{
	bool good = true;
	for (size_t i = 0; i < options->severity.count; i++) {
		good = read_severities(check, options, options->severity.items[i]) && good;
	}
	for (size_t i = 0; i < options->disable.count; i++) {
		good = read_disabled(check, options, options->disable.items[i]) && good;
	}
	for (size_t i = 0; i < options->external.count; i++) {
		read_external(check, options->external.items[i]);
	}
	return good;
}

void
cli_check_options_free(struct cli_check_options *check)
{
	free_texts(&check->levels);
	free_texts(&check->external);
}
