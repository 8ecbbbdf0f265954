/* The command line, read from left to right by the table of options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "options.h"
#include "place.h"
#include "plugin.h"
#include "timeout.h"

struct reader {
	struct cli_options *options;
	enum cli_option_for command;
	const char *name; /* of the command */
	char **next;
};

static bool
wrong_use(struct reader *r, char *message, char *hint)
{
	return cli_report_usage(&r->options->report, message, hint);
}

static const struct cli_option *
find_long(enum cli_option_for command, const char *name, size_t length)
{
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if ((o->commands & command) != 0 && strncmp(o->name, name, length) == 0 && o->name[length] == '\0') {
			return o;
		}
	}
	return NULL;
}

static const struct cli_option *
find_short(enum cli_option_for command, char letter)
{
	for (const struct cli_option *o = cli_options_all; o->name != NULL; o++) {
		if ((o->commands & command) != 0 && o->letter == letter) {
			return o;
		}
	}
	return NULL;
}

static const struct confrender_limit *
find_limit(const char *name, size_t length)
{
	const struct confrender_limit *limit;
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		if (strncmp(limit->name, name, length) == 0 && limit->name[length] == '\0') {
			return limit;
		}
	}
	return NULL;
}

/* The names of all options of the command, NULL behind them; the caller frees the list. */
static const char **
list_names(enum cli_option_for command)
{
	size_t most = 0, limits = 0, count = 0;
	while (cli_options_all[most].name != NULL) {
		most++;
	}
	while (confrender_limit(limits) != NULL) {
		limits++;
	}
	const char **names = cli_alloc(most + limits + 1, sizeof(names[0]));
	for (size_t i = 0; i < most; i++) {
		if ((cli_options_all[i].commands & command) != 0) {
			names[count++] = cli_options_all[i].name;
		}
	}
	for (size_t i = 0; i < limits; i++) {
		names[count++] = confrender_limit(i)->name;
	}
	names[count] = NULL;
	return names;
}

/* The first command that has an option of this name; NULL: none has. */
static const char *
command_with(const char *name)
{
	static const struct {
		enum cli_option_for command;
		const char *name;
	} commands[] = { { CLI_FOR_BUILD, "build" },
			 { CLI_FOR_CHECK, "check" },
			 { CLI_FOR_DEPS, "deps" },
			 { CLI_FOR_VERIFY, "verify" },
			 { CLI_FOR_CMP, "cmp" } };
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (find_long(commands[i].command, name, strlen(name)) != NULL) {
			return commands[i].name;
		}
	}
	return NULL;
}

static const char *
nearest_name(enum cli_option_for command, const char *name)
{
	const char **names = list_names(command);
	const char *near = cli_nearest(name, names);
	free(names);
	return near;
}

/* name begins with its dashes. The caller frees the hint. */
static char *
hint_for_unknown(const struct reader *r, const char *name)
{
	bool is_long = strncmp(name, "--", 2) == 0, is_cmp = r->command == CLI_FOR_CMP;
	/* Nobody gives kubectl's options to Argo CD's plugin, which takes no directory either. */
	char *plugin = is_cmp ? NULL : cli_plugin_hint(name, r->name);
	if (plugin != NULL) {
		return plugin;
	}
	const char *other = is_long ? command_with(name + 2) : NULL;
	if (other != NULL) {
		return cli_join("it is an option of ", other, NULL);
	}
	const char *near = is_long ? nearest_name(r->command, name + 2) : NULL;
	if (near != NULL) {
		return cli_join("did you mean \"--", near, "\"?", NULL);
	}
	return is_cmp ? cli_join("\"", cli_program(), " cmp ", r->name, " --help\" lists its options", NULL) : NULL;
}

static bool
unknown_option(struct reader *r, const char *argument)
{
	char *name = cli_join(argument, NULL);
	name[strcspn(name, "=")] = '\0';
	char *hint = hint_for_unknown(r, name);
	char *message = cli_join("unknown option \"", name, "\" for ", r->command == CLI_FOR_CMP ? "cmp " : "", r->name, NULL);
	free(name);
	return wrong_use(r, message, hint);
}

static const char *const YES[] = { "true", "1", "t", "T", "TRUE", "True", NULL };
static const char *const NO[] = { "false", "0", "f", "F", "FALSE", "False", NULL };

static int
place_in(const char *const *list, const char *word)
{
	for (int i = 0; list[i] != NULL; i++) {
		if (strcmp(list[i], word) == 0) {
			return i;
		}
	}
	return -1;
}

char *
cli_option_choices(const struct cli_option *option)
{
	const char *const *choices = option->choices;
	char *text = cli_join(choices[0], NULL);
	for (size_t i = 1; choices[i] != NULL; i++) {
		char *longer = cli_join(text, choices[i + 1] != NULL ? ", " : " or ", choices[i], NULL);
		free(text);
		text = longer;
	}
	return text;
}

static bool
wrong_value(struct reader *r, const struct cli_option *option, const char *value)
{
	char *message = cli_join("\"", value, "\" is no value for --", option->name, NULL);
	const char *kind = option->takes == CLI_TAKES_SECONDS ? "seconds, with a fraction or without; 0 is no limit" : "true or false";
	char *choices = option->choices != NULL ? cli_option_choices(option) : cli_join(kind, NULL);
	char *hint = cli_join("it can be ", choices, NULL);
	free(choices);
	return wrong_use(r, message, hint);
}

bool
cli_option_wants_word(const struct cli_option *option)
{
	return option->takes == CLI_TAKES_VALUE || option->takes == CLI_TAKES_SECONDS;
}

/* value is NULL where the option stands alone. */
static bool
apply(struct reader *r, const struct cli_option *option, const char *value)
{
	int choice = 1;
	if (value != NULL && value[0] == '\0' && strcmp(option->name, "load-restrictor") == 0 && cli_in_place()) {
		/* What a script makes of a variable that is not set. */
		return true;
	}
	if (value != NULL && option->choices != NULL) {
		choice = place_in(option->choices, value);
	} else if (value != NULL && option->takes == CLI_TAKES_SWITCH) {
		choice = place_in(YES, value) >= 0 ? 1 : place_in(NO, value) >= 0 ? 0 : -1;
	} else if (value != NULL && option->takes == CLI_TAKES_SECONDS) {
		choice = cli_timeout_is_valid(value) ? 1 : -1;
	}
	if (choice < 0) {
		return wrong_value(r, option, value);
	}
	option->set(r->options, value, choice);
	return true;
}

void
cli_amount_print(uint64_t amount, bool bytes, char *room, size_t size)
{
	static const char *const units[] = { "", "KiB", "MiB", "GiB" };
	size_t unit = 0;
	while (bytes && unit < 3 && amount > 0 && amount % 1024 == 0) {
		amount /= 1024;
		unit++;
	}
	snprintf(room, size, "%llu%s", (unsigned long long)amount, units[unit]);
}

static bool
wrong_amount(struct reader *r, const struct confrender_limit *limit, const char *value)
{
	char least[32], most[32];
	cli_amount_print(limit->least, limit->bytes, least, sizeof(least));
	cli_amount_print(limit->most, limit->bytes, most, sizeof(most));
	return wrong_use(r, cli_join("\"", value, "\" is no value for --", limit->name, NULL),
			 cli_join("it can be a number from ", least, " to ", most, limit->bytes ? ", as in 500KiB or 64MiB" : NULL, NULL));
}

static bool
apply_limit(struct reader *r, const struct confrender_limit *limit, const char *value)
{
	if (!confrender_limit_valid(limit, value)) {
		return wrong_amount(r, limit, value);
	}
	r->options->limits[r->options->limit_count++] = cli_join(limit->name, "=", value, NULL);
	return true;
}

static bool
wants_value(struct reader *r, const char *name)
{
	return *r->next != NULL || wrong_use(r, cli_join("--", name, " wants a value", NULL), NULL);
}

static bool
apply_next(struct reader *r, const struct cli_option *option)
{
	if (!cli_option_wants_word(option)) {
		return apply(r, option, NULL);
	}
	return wants_value(r, option->name) && apply(r, option, *r->next++);
}

static bool
read_long(struct reader *r, const char *argument)
{
	const char *name = argument + 2;
	size_t length = strcspn(name, "=");
	const struct cli_option *option = find_long(r->command, name, length);
	const struct confrender_limit *limit = option == NULL ? find_limit(name, length) : NULL;
	if (limit != NULL && name[length] == '=') {
		return apply_limit(r, limit, name + length + 1);
	}
	if (limit != NULL) {
		return wants_value(r, limit->name) && apply_limit(r, limit, *r->next++);
	}
	if (option == NULL) {
		return unknown_option(r, argument);
	}
	return name[length] == '=' ? apply(r, option, name + length + 1) : apply_next(r, option);
}

/* "-o FILE", "-oFILE" and "-o=FILE"; letters of switches before it: "-ho FILE". */
static bool
read_short(struct reader *r, const char *argument)
{
	for (const char *letter = argument + 1; *letter != '\0'; letter++) {
		const struct cli_option *option = find_short(r->command, *letter);
		if (option == NULL) {
			return unknown_option(r, argument);
		}
		bool whole = letter[1] == '=' || cli_option_wants_word(option);
		if (whole && letter[1] != '\0') {
			return apply(r, option, letter + 1 + (letter[1] == '='));
		}
		if (!apply_next(r, option)) {
			return false;
		}
	}
	return true;
}

static void
add_directory(struct reader *r, const char *path)
{
	r->options->targets[r->options->target_count++] = (struct cli_target){ path, false };
}

static bool
read_all(struct reader *r)
{
	while (*r->next != NULL) {
		const char *argument = *r->next++;
		bool good = true;
		if (strcmp(argument, "--") == 0) {
			break;
		}
		if (argument[0] != '-' || argument[1] == '\0') {
			add_directory(r, argument);
		} else {
			good = argument[1] == '-' ? read_long(r, argument) : read_short(r, argument);
		}
		if (!good) {
			return false;
		}
	}
	while (*r->next != NULL) {
		add_directory(r, *r->next++);
	}
	return true;
}

/* kustomize builds one directory: in its place a mistake is one. */
static bool
check_place(struct reader *r)
{
	size_t count = 0;
	for (size_t i = 0; i < r->options->target_count; i++) {
		count += !r->options->targets[i].all;
	}
	return count <= 1 || r->command != CLI_FOR_BUILD || !cli_in_place() ||
	       wrong_use(r, cli_join("build takes one directory", NULL),
			 cli_join("\"--all DIR\" renders all below DIR; under its own name, conf-render, it takes several", NULL));
}

static void
hand_on(struct cli_options *options)
{
	options->session.warn = options->warn.items;
	options->session.warn_count = options->warn.count;
	options->session.limits = (const char *const *)options->limits;
	options->session.limit_count = options->limit_count;
	options->session.allow_roots = options->allow_roots.items;
	options->session.allow_root_count = options->allow_roots.count;
	options->session.on_diagnostic = cli_report_finding;
	options->session.diagnostic_user = &options->report;
}

bool
cli_options_read(struct cli_options *options, enum cli_option_for command, int argc, char **argv)
{
	struct reader r = { options, command, argv[0], argv + 1 };
	size_t most = (size_t)argc + 1;
	*options = (struct cli_options){ 0 };
	struct cli_values *values[] = { &options->warn,     &options->allow_roots, &options->disable,
					&options->severity, &options->external,    &options->production };
	options->session.size = sizeof(options->session);
	options->render.size = sizeof(options->render);
	options->timeout = command == CLI_FOR_CMP ? CLI_TIMEOUT_CMP : CLI_TIMEOUT_DEFAULT;
	options->targets = cli_alloc(most, sizeof(options->targets[0]));
	options->limits = cli_alloc(most, sizeof(options->limits[0]));
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		values[i]->items = cli_alloc(most, sizeof(values[i]->items[0]));
	}
	if (!read_all(&r) || !check_place(&r)) {
		return false;
	}
	if (options->target_count == 0) {
		add_directory(&r, ".");
	}
	hand_on(options);
	return true;
}

void
cli_options_free(struct cli_options *options)
{
	free(options->targets);
	for (size_t i = 0; i < options->limit_count; i++) {
		free(options->limits[i]);
	}
	free(options->limits);
	free(options->warn.items);
	free(options->allow_roots.items);
	free(options->disable.items);
	free(options->severity.items);
	free(options->external.items);
	free(options->production.items);
	cli_key_free(&options->key);
	cli_report_free(&options->report);
}
