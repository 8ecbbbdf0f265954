/* The options of build, as a table: it reads the command line and prints the help.
 *
 * All options of kustomize build are here. Those for plugins, functions and helm are taken and do nothing: a tree that needs them is
 * refused by the field's name, and installations set them for all their trees at once. */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "timeout.h"

enum takes { TAKES_SWITCH, TAKES_VALUE, TAKES_SECONDS, TAKES_MAYBE };

/* One option. choice is the value's place among choices, or for a switch 0 (off) or 1 (on). */
struct option {
	const char *name;
	char letter;
	enum takes takes;
	const char *value_name;
	const char *const *choices; /* NULL: any text; ends in NULL */
	void (*set)(struct cli_build_options *options, const char *value, int choice);
	const char *help; /* NULL: not listed */
};

static void
set_nothing(struct cli_build_options *options, const char *value, int choice)
{
	(void)options;
	(void)value;
	(void)choice;
}

static void
set_all(struct cli_build_options *options, const char *value, int choice)
{
	(void)choice;
	options->targets[options->target_count++] = (struct cli_target){ value, true };
}

static void
set_allow_root(struct cli_build_options *options, const char *value, int choice)
{
	(void)choice;
	options->allow_roots[options->allow_root_count++] = value;
}

static void
set_checksums(struct cli_build_options *options, const char *value, int choice)
{
	static const enum confrender_checksums values[] = { CONFRENDER_CHECKSUMS_UNHASHED, CONFRENDER_CHECKSUMS_ALL,
							    CONFRENDER_CHECKSUMS_OFF };
	(void)value;
	options->render.checksums = values[choice];
}

static void
set_checksum_key_file(struct cli_build_options *options, const char *value, int choice)
{
	(void)choice;
	options->key_file = value;
}

static void
set_color(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->report.color = (enum cli_color)choice;
}

static void
set_diagnostics(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->report.json = choice == 1;
}

static void
set_format(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->render.format = choice == 1 ? CONFRENDER_JSON : CONFRENDER_YAML;
}

static void
set_hash(struct cli_build_options *options, const char *value, int choice)
{
	static const enum confrender_hash values[] = { CONFRENDER_HASH_GENERATED, CONFRENDER_HASH_MARKED, CONFRENDER_HASH_ALL };
	(void)value;
	options->render.hash = values[choice];
}

static void
set_help(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->help = choice == 1;
}

static void
set_immutable(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->render.immutable = choice == 0 ? CONFRENDER_IMMUTABLE_HASHED : CONFRENDER_IMMUTABLE_OFF;
}

static void
set_load_restrictor(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->session.load_restriction = choice == 1 ? CONFRENDER_LOAD_ANYWHERE : CONFRENDER_LOAD_ROOT_ONLY;
}

static void
set_managed_by(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->render.managed_by_label = choice == 1;
}

static void
set_output(struct cli_build_options *options, const char *value, int choice)
{
	(void)choice;
	options->output = value;
}

static void
set_references(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->render.references = choice == 0 ? CONFRENDER_REFERENCES_KUSTOMIZE : CONFRENDER_REFERENCES_ALL;
}

static void
set_reloader(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->render.reloader = choice == 1 ? CONFRENDER_RELOADER_ON : CONFRENDER_RELOADER_OFF;
}

static void
set_reorder(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->render.order = choice == 1 ? CONFRENDER_ORDER_NONE : CONFRENDER_ORDER_LEGACY;
}

static void
set_root(struct cli_build_options *options, const char *value, int choice)
{
	(void)choice;
	options->session.root = value;
}

static void
set_sandbox(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->sandbox = (enum cli_sandbox_mode)choice;
}

static void
set_split(struct cli_build_options *options, const char *value, int choice)
{
	(void)value;
	options->split = choice == 1;
}

static void
set_strict(struct cli_build_options *options, const char *value, int choice)
{
	options->session.strict = choice != 0;
	options->session.strict_deprecations = value != NULL && strcmp(value, "all") == 0;
}

static void
set_timeout(struct cli_build_options *options, const char *value, int choice)
{
	(void)choice;
	options->timeout = value;
}

static void
set_warn(struct cli_build_options *options, const char *value, int choice)
{
	(void)choice;
	options->warn[options->warn_count++] = value;
}

static const char *const CHECKSUMS[] = { "unhashed", "all", "off", NULL };
static const char *const COLORS[] = { "auto", "always", "never", NULL };
static const char *const DIAGNOSTICS[] = { "text", "json", NULL };
static const char *const FORMATS[] = { "yaml", "json", NULL };
static const char *const HASHES[] = { "generated", "marked", "all", NULL };
static const char *const IMMUTABLES[] = { "hashed", "off", NULL };
static const char *const REFERENCES[] = { "kustomize", "all", NULL };
static const char *const RESTRICTORS[] = { "LoadRestrictionsRootOnly", "LoadRestrictionsNone", NULL };
static const char *const ORDERS[] = { "legacy", "none", NULL };
static const char *const SANDBOXES[] = { "try", "require", "off", NULL };
static const char *const STRICT[] = { "false", "true", "all", NULL };

static const struct option OPTIONS[] = {
	{ "all", 0, TAKES_VALUE, "DIR", NULL, set_all, "every kustomization at or below DIR that no other one there names" },
	{ "output", 'o', TAKES_VALUE, "PATH", NULL, set_output,
	  "write the file PATH; PATH/ takes one file an environment; a directory\n"
	  "without \"/\" behind it takes one file a resource, as with kustomize" },
	{ "split", 0, TAKES_SWITCH, NULL, NULL, set_split, "with -o PATH/: one file a resource, below PATH/ENVIRONMENT/ if several" },
	{ "format", 0, TAKES_VALUE, "FORMAT", FORMATS, set_format, "what to print" },
	{ "diagnostics", 0, TAKES_VALUE, "FORMAT", DIAGNOSTICS, set_diagnostics, "how to print errors and warnings" },
	{ "warn", 0, TAKES_VALUE, "CODE=LEVEL", NULL, set_warn, "off, warn or error for the warnings with this code" },
	{ "strict", 0, TAKES_MAYBE, NULL, STRICT, set_strict, "what is lost in silence is an error; all: deprecated fields too" },
	{ "root", 0, TAKES_VALUE, "DIR", NULL, set_root,
	  "read nothing outside DIR; if not given: outside the git repository,\n"
	  "or if there is none and the directory lies in it, the working directory" },
	{ "allow-root", 0, TAKES_VALUE, "DIR", NULL, set_allow_root, "files and bases may lie below DIR too; can be given several times" },
	{ "sandbox", 0, TAKES_VALUE, "HOW", SANDBOXES, set_sandbox,
	  "lock the program in before it reads: where the kernel can,\n"
	  "or else fail, or not at all" },
	{ "timeout", 0, TAKES_SECONDS, "SECONDS", NULL, set_timeout,
	  "how long reading and rendering may take [" CLI_TIMEOUT_DEFAULT "]; 0: as long as they do" },
	{ "color", 0, TAKES_VALUE, "WHEN", COLORS, set_color, "auto is: on a terminal, unless NO_COLOR is set" },
	{ "load-restrictor", 0, TAKES_VALUE, "HOW", RESTRICTORS, set_load_restrictor,
	  "whether files may lie outside their kustomization's directory" },
	{ "reorder", 0, TAKES_VALUE, "ORDER", ORDERS, set_reorder, "the order of the resources, where sortOptions does not say" },
	{ "enable-managedby-label", 0, TAKES_SWITCH, NULL, NULL, set_managed_by, "add the label app.kubernetes.io/managed-by" },
	{ "checksums", 0, TAKES_VALUE, "WHICH", CHECKSUMS, set_checksums,
	  "checksums of ConfigMaps and Secrets in the pod templates that read them:\n"
	  "of those without a hash in their name, or of all" },
	{ "checksum-key-file", 0, TAKES_VALUE, "FILE", NULL, set_checksum_key_file,
	  "the checksums of Secrets are HMACs with the bytes of FILE" },
	{ "hash", 0, TAKES_VALUE, "WHICH", HASHES, set_hash,
	  "ConfigMaps and Secrets with the hash of their content in their name:\n"
	  "also those with the annotation conf-render/hash: \"true\", or all" },
	{ "immutable", 0, TAKES_VALUE, "WHICH", IMMUTABLES, set_immutable,
	  "make ConfigMaps and Secrets with a hash in their name immutable" },
	{ "references", 0, TAKES_VALUE, "WHICH", REFERENCES, set_references,
	  "which fields follow a ConfigMap or Secret that gets another name" },
	{ "reloader", 0, TAKES_SWITCH, NULL, NULL, set_reloader,
	  "annotations for Stakater Reloader, where only the cluster knows a content" },
	{ "help", 'h', TAKES_SWITCH, NULL, NULL, set_help, "print this" },
	{ "as-current-user", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-alpha-plugins", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-exec", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-helm", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "enable-star", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "env", 'e', TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "helm-api-versions", 0, TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "helm-command", 0, TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "helm-debug", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "helm-kube-version", 0, TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "mount", 0, TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "network", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
	{ "network-name", 0, TAKES_VALUE, NULL, NULL, set_nothing, NULL },
	{ "stack-trace", 0, TAKES_SWITCH, NULL, NULL, set_nothing, NULL },
};
enum { OPTION_COUNT = sizeof(OPTIONS) / sizeof(OPTIONS[0]) };

/* The command line, read from left to right. */
struct reader {
	struct cli_build_options *options;
	char **next;
};

static bool
wrong_use(struct reader *r, char *message, char *hint)
{
	cli_report_error(&r->options->report, "usage", NULL, message, hint);
	free(message);
	free(hint);
	return false;
}

static const struct option *
find_long(const char *name, size_t length)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (strncmp(OPTIONS[i].name, name, length) == 0 && OPTIONS[i].name[length] == '\0') {
			return &OPTIONS[i];
		}
	}
	return NULL;
}

static const struct option *
find_short(char letter)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (OPTIONS[i].letter == letter) {
			return &OPTIONS[i];
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

/* The names of all options, NULL behind them; the caller frees the list. */
static const char **
list_names(void)
{
	size_t count = OPTION_COUNT, limits = 0;
	while (confrender_limit(limits) != NULL) {
		limits++;
	}
	const char **names = cli_alloc(count + limits + 1, sizeof(names[0]));
	for (size_t i = 0; i < count; i++) {
		names[i] = OPTIONS[i].name;
	}
	for (size_t i = 0; i < limits; i++) {
		names[count + i] = confrender_limit(i)->name;
	}
	names[count + limits] = NULL;
	return names;
}

static bool
unknown_option(struct reader *r, const char *argument)
{
	char *name = cli_join(argument, NULL);
	name[strcspn(name, "=")] = '\0';
	const char **names = list_names();
	const char *near = strncmp(name, "--", 2) == 0 ? cli_nearest(name + 2, names) : NULL;
	free(names);
	char *message = cli_join("unknown option \"", name, "\" for build", NULL);
	free(name);
	return wrong_use(r, message, near != NULL ? cli_join("did you mean \"--", near, "\"?", NULL) : NULL);
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

static char *
list_choices(const char *const *choices)
{
	char *text = cli_join(choices[0], NULL);
	for (size_t i = 1; choices[i] != NULL; i++) {
		char *longer = cli_join(text, choices[i + 1] != NULL ? ", " : " or ", choices[i], NULL);
		free(text);
		text = longer;
	}
	return text;
}

static bool
wrong_value(struct reader *r, const struct option *option, const char *value)
{
	char *message = cli_join("\"", value, "\" is no value for --", option->name, NULL);
	const char *kind = option->takes == TAKES_SECONDS ? "seconds, with a fraction or without; 0 is no limit" : "true or false";
	char *choices = option->choices != NULL ? list_choices(option->choices) : cli_join(kind, NULL);
	char *hint = cli_join("it can be ", choices, NULL);
	free(choices);
	return wrong_use(r, message, hint);
}

static bool
wants_word(const struct option *option)
{
	return option->takes == TAKES_VALUE || option->takes == TAKES_SECONDS;
}

/* value is NULL where the option stands alone. */
static bool
apply(struct reader *r, const struct option *option, const char *value)
{
	int choice = 1;
	if (value != NULL && option->choices != NULL) {
		choice = place_in(option->choices, value);
	} else if (value != NULL && option->takes == TAKES_SWITCH) {
		choice = place_in(YES, value) >= 0 ? 1 : place_in(NO, value) >= 0 ? 0 : -1;
	} else if (value != NULL && option->takes == TAKES_SECONDS) {
		choice = cli_timeout_is_valid(value) ? 1 : -1;
	}
	if (choice < 0) {
		return wrong_value(r, option, value);
	}
	option->set(r->options, value, choice);
	return true;
}

/* A number with the unit that it has without a rest. */
static void
show_amount(uint64_t amount, bool bytes, char *room, size_t size)
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
	show_amount(limit->least, limit->bytes, least, sizeof(least));
	show_amount(limit->most, limit->bytes, most, sizeof(most));
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
apply_next(struct reader *r, const struct option *option)
{
	if (!wants_word(option)) {
		return apply(r, option, NULL);
	}
	return wants_value(r, option->name) && apply(r, option, *r->next++);
}

static bool
read_long(struct reader *r, const char *argument)
{
	const char *name = argument + 2;
	size_t length = strcspn(name, "=");
	const struct option *option = find_long(name, length);
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

/* "-o FILE", "-oFILE" and "-o=FILE". */
static bool
read_short(struct reader *r, const char *argument)
{
	const struct option *option = find_short(argument[1]);
	const char *rest = argument + 2;
	if (option == NULL || (rest[0] != '\0' && !wants_word(option))) {
		return unknown_option(r, argument);
	}
	return rest[0] != '\0' ? apply(r, option, rest + (rest[0] == '=')) : apply_next(r, option);
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

bool
cli_options_read(struct cli_build_options *options, int argc, char **argv)
{
	struct reader r = { options, argv + 1 };
	*options = (struct cli_build_options){ 0 };
	options->session.size = sizeof(options->session);
	options->render.size = sizeof(options->render);
	options->timeout = CLI_TIMEOUT_DEFAULT;
	options->targets = cli_alloc((size_t)argc + 1, sizeof(options->targets[0]));
	options->warn = cli_alloc((size_t)argc + 1, sizeof(options->warn[0]));
	options->limits = cli_alloc((size_t)argc + 1, sizeof(options->limits[0]));
	options->allow_roots = cli_alloc((size_t)argc + 1, sizeof(options->allow_roots[0]));
	if (!read_all(&r)) {
		return false;
	}
	if (options->target_count == 0) {
		add_directory(&r, ".");
	}
	options->session.warn = options->warn;
	options->session.warn_count = options->warn_count;
	options->session.limits = (const char *const *)options->limits;
	options->session.limit_count = options->limit_count;
	options->session.allow_roots = options->allow_roots;
	options->session.allow_root_count = options->allow_root_count;
	options->session.on_diagnostic = cli_report_finding;
	options->session.diagnostic_user = &options->report;
	if (options->key_file != NULL && !options->help && !cli_key_read(&options->report, options->key_file, &options->key)) {
		return false;
	}
	options->render.checksum_key = options->key.bytes;
	options->render.checksum_key_length = options->key.length;
	return true;
}

void
cli_options_free(struct cli_build_options *options)
{
	free(options->targets);
	free(options->warn);
	for (size_t i = 0; i < options->limit_count; i++) {
		free(options->limits[i]);
	}
	free(options->limits);
	free(options->allow_roots);
	cli_key_free(&options->key);
	cli_report_free(&options->report);
}

static void
print_option(const struct option *option)
{
	char form[80];
	const char *separator = wants_word(option) ? " " : option->takes == TAKES_MAYBE ? "[=" : "";
	const char *value = wants_word(option) ? option->value_name : option->takes == TAKES_MAYBE ? "all]" : "";
	char letter[5] = "    ";
	if (option->letter != '\0') {
		snprintf(letter, sizeof(letter), "-%c, ", option->letter);
	}
	snprintf(form, sizeof(form), "%s--%s%s%s", letter, option->name, separator, value);
	const char *help = option->help;
	printf("  %-30s ", form);
	for (const char *end; (end = strchr(help, '\n')) != NULL; help = end + 1) {
		printf("%.*s\n%33s", (int)(end - help), help, "");
	}
	fputs(help, stdout);
	if (option->choices != NULL && option->takes == TAKES_VALUE) {
		char *choices = list_choices(option->choices);
		printf("\n%33s%s", "", choices);
		free(choices);
	}
	putchar('\n');
}

/* A line a limit: its help and, in brackets, what it is without the option. */
static void
print_limits(void)
{
	const struct confrender_limit *limit;
	fputs("\nLimits of build; a message about one names it. N can end in KiB, MiB or GiB\nwhere bytes are counted:\n", stdout);
	for (size_t i = 0; (limit = confrender_limit(i)) != NULL; i++) {
		char form[40], standard[32];
		snprintf(form, sizeof(form), "--%s N", limit->name);
		show_amount(limit->standard, limit->bytes, standard, sizeof(standard));
		printf("  %-23s %s [%s]\n", form, limit->help, standard);
	}
}

void
cli_options_print(void)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (OPTIONS[i].help != NULL) {
			print_option(&OPTIONS[i]);
		}
	}
	fputs("\nOptions of kustomize build that are taken and have no effect, since what\nthey are for is refused:\n ", stdout);
	size_t column = 1;
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (OPTIONS[i].help != NULL) {
			continue;
		}
		if (column + strlen(OPTIONS[i].name) > 75) {
			fputs("\n ", stdout);
			column = 1;
		}
		column += (size_t)printf(" --%s", OPTIONS[i].name);
	}
	putchar('\n');
	print_limits();
}
