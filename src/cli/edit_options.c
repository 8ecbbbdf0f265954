/* The command line of edit and create, read as cobra reads kustomize's: options stand anywhere before "--". */
#include "edit_options.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define PLACE(member) offsetof(struct cli_edit_options, member)

static const char *const BEHAVIORS[] = { "create", "merge", "replace", NULL };
static const char *const COLORS[] = { "auto", "always", "never", NULL };
static const char *const FORMATS[] = { "text", "json", NULL };
static const char *const SANDBOXES[] = { "try", "require", "off", NULL };

const struct cli_edit_option cli_edit_options[] = {
	{ "force", 'f', CLI_EDIT_FORCE, 's', PLACE(edit.force), NULL, "write over what is there already", NULL },
	{ "without-selector", 0, CLI_EDIT_SELECTOR, 's', PLACE(edit.without_selector), NULL,
	  "into the field labels, which leaves selectors alone", NULL },
	{ "include-templates", 0, CLI_EDIT_SELECTOR, 's', PLACE(edit.include_templates), NULL,
	  "with --without-selector: the labels of pod templates too", NULL },
	{ "ignore-non-existence", 'i', CLI_EDIT_IGNORE, 's', PLACE(edit.ignore_missing), NULL, "what is not there is no error", NULL },
	{ "no-verify", 0, CLI_EDIT_NO_VERIFY, 's', PLACE(no_verify), NULL, "do not look whether the files are there", NULL },
	{ "path", 0, CLI_EDIT_PATCH, 't', PLACE(edit.path), "FILE", "the file of the patch", NULL },
	{ "patch", 0, CLI_EDIT_PATCH, 't', PLACE(edit.patch), "TEXT", "the patch itself", NULL },
	{ "group", 0, CLI_EDIT_PATCH, 't', PLACE(edit.group), "TEXT", "API group of the target", NULL },
	{ "version", 0, CLI_EDIT_PATCH, 't', PLACE(edit.version), "TEXT", "API version of the target", NULL },
	{ "kind", 0, CLI_EDIT_PATCH, 't', PLACE(edit.kind), "TEXT", "kind of the target", NULL },
	{ "name", 0, CLI_EDIT_PATCH, 't', PLACE(edit.name), "TEXT", "name of the target", NULL },
	{ "annotation-selector", 0, CLI_EDIT_PATCH, 't', PLACE(edit.annotation_selector), "TEXT", "annotations of the target", NULL },
	{ "label-selector", 0, CLI_EDIT_PATCH, 't', PLACE(edit.label_selector), "TEXT", "labels of the target", NULL },
	{ "from-literal", 0, CLI_EDIT_LITERAL, 'a', PLACE(literals), "KEY=VALUE", "a value; can be given several times", NULL },
	{ "from-file", 0, CLI_EDIT_SOURCES, 'c', PLACE(files), "[KEY=]FILE", "a file; can be given several times, and be a pattern", NULL },
	{ "from-env-file", 0, CLI_EDIT_SOURCES, 't', PLACE(edit.env_file), "FILE", "a file with lines KEY=VALUE", NULL },
	{ "disableNameSuffixHash", 0, CLI_EDIT_SOURCES, 's', PLACE(edit.disable_name_suffix_hash), NULL, "no hash in its name", NULL },
	{ "behavior", 0, CLI_EDIT_BEHAVIOR, 't', PLACE(edit.behavior), "HOW", "create, merge or replace", BEHAVIORS },
	{ "type", 0, CLI_EDIT_TYPE, 't', PLACE(edit.type), "TYPE", "type of the Secret [Opaque]", NULL },
	{ "namespace", 0, CLI_EDIT_NAMESPACE, 't', PLACE(edit.ns), "NAME", "its namespace", NULL },
	{ "namespace", 0, CLI_EDIT_PATCH, 't', PLACE(edit.ns), "NAME", "namespace of the target", NULL },
	{ "new-namespace", 0, CLI_EDIT_NEW_NAMESPACE, 't', PLACE(edit.new_namespace), "NAME", "the namespace that it is to have", NULL },
	{ "resources", 0, CLI_EDIT_CREATE, 'l', PLACE(resources), "FILE,...", "files and directories, or patterns of them", NULL },
	{ "autodetect", 0, CLI_EDIT_CREATE, 's', PLACE(edit.detect), NULL, "all manifests of the directory", NULL },
	{ "recursive", 0, CLI_EDIT_CREATE, 's', PLACE(edit.recursive), NULL, "with --autodetect: those of the directories below it too",
	  NULL },
	{ "namespace", 0, CLI_EDIT_CREATE, 't', PLACE(edit.ns), "NAME", "the field namespace", NULL },
	{ "nameprefix", 0, CLI_EDIT_CREATE, 't', PLACE(edit.name_prefix), "TEXT", "the field namePrefix", NULL },
	{ "namesuffix", 0, CLI_EDIT_CREATE, 't', PLACE(edit.name_suffix), "TEXT", "the field nameSuffix", NULL },
	{ "labels", 0, CLI_EDIT_CREATE, 'l', PLACE(labels), "KEY:VALUE,...", "the field commonLabels", NULL },
	{ "annotations", 0, CLI_EDIT_CREATE, 'l', PLACE(annotations), "KEY:VALUE,...", "the field commonAnnotations", NULL },
	{ "vars", 0, CLI_EDIT_VARS, 's', PLACE(edit.vars), NULL, "write vars as replacements, in the files that use them too", NULL },
	{ "root", 0, CLI_EDIT_ALL, 't', PLACE(root), "DIR", "read nothing outside DIR", NULL },
	{ "sandbox", 0, CLI_EDIT_ALL, 't', PLACE(sandbox_word), "HOW", "lock the program in before it reads: try, require or off",
	  SANDBOXES },
	{ "diagnostics", 0, CLI_EDIT_ALL, 't', PLACE(diagnostics), "FORMAT", "how to print errors and warnings: text or json", FORMATS },
	{ "color", 0, CLI_EDIT_ALL, 't', PLACE(color), "WHEN", "colour of messages: auto, always or never", COLORS },
	{ "help", 'h', CLI_EDIT_ALL, 's', PLACE(help), NULL, "print this", NULL },
	{ "stack-trace", 0, CLI_EDIT_ALL, 's', PLACE(stack_trace), NULL, NULL, NULL },
	{ NULL, 0, 0, 0, 0, NULL, NULL, NULL },
};

struct reader {
	struct cli_edit_options *options;
	const struct cli_edit_command *command;
	char **next;
};

static bool
wrong_use(struct reader *r, char *message, char *hint)
{
	return cli_report_usage(&r->options->report, message, hint);
}

static bool
is_of(const struct reader *r, const struct cli_edit_option *o)
{
	return (o->of & (r->command->takes | CLI_EDIT_ALL)) != 0;
}

static const struct cli_edit_option *
find_option(const struct reader *r, const char *name, size_t length)
{
	for (const struct cli_edit_option *o = cli_edit_options; o->name != NULL; o++) {
		if (is_of(r, o) && strncmp(o->name, name, length) == 0 && o->name[length] == '\0') {
			return o;
		}
	}
	return NULL;
}

static const struct cli_edit_option *
find_letter(const struct reader *r, char letter)
{
	for (const struct cli_edit_option *o = cli_edit_options; o->name != NULL; o++) {
		if (is_of(r, o) && letter != '\0' && o->letter == letter) {
			return o;
		}
	}
	return NULL;
}

static bool
unknown(struct reader *r, const char *argument)
{
	enum { MOST = sizeof(cli_edit_options) / sizeof(cli_edit_options[0]) };
	const char *names[MOST + 1] = { NULL };
	size_t count = 0;
	for (const struct cli_edit_option *o = cli_edit_options; o->name != NULL; o++) {
		if (is_of(r, o)) {
			names[count++] = o->name;
		}
	}
	char *name = cli_join(argument, NULL);
	name[strcspn(name, "=")] = '\0';
	const char *near = strncmp(name, "--", 2) == 0 ? cli_nearest(name + 2, names) : NULL;
	char *message = cli_join("unknown option \"", name, "\"", NULL);
	char *hint = near != NULL ? cli_join("did you mean \"--", near, "\"?", NULL)
				  : cli_join("a word that begins with a dash goes behind \"--\"", NULL);
	free(name);
	return wrong_use(r, message, hint);
}

static int
truth(const char *word)
{
	static const char *const words[] = { "false", "true", "0", "1", "f", "t", "F", "T", "FALSE", "TRUE", "False", "True" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i], word) == 0) {
			return (int)(i % 2);
		}
	}
	return -1;
}

static void
add_parts(struct cli_texts *texts, const char *value)
{
	while (value[0] != '\0') {
		size_t length = strcspn(value, ",");
		char *part = cli_join(value, NULL);
		part[length] = '\0';
		cli_texts_add(texts, part);
		value += length + (value[length] == ',');
	}
}

/* value is NULL where the option stands alone. */
static bool
apply(struct reader *r, const struct cli_edit_option *o, const char *value)
{
	char *at = (char *)r->options + o->place;
	if (o->form == 's') {
		int is = value == NULL ? 1 : truth(value);
		if (is < 0) {
			return wrong_use(r, cli_join("\"", value, "\" is no value for --", o->name, NULL),
					 cli_join("it can be true or false", NULL));
		}
		*(bool *)(void *)at = is == 1;
		return true;
	}
	if (value == NULL && *r->next == NULL) {
		return wrong_use(r, cli_join("--", o->name, " wants a value", NULL), NULL);
	}
	value = value != NULL ? value : *r->next++;
	if (o->form == 't') {
		*(const char **)(void *)at = value;
	} else if (o->form == 'a') {
		cli_texts_add((struct cli_texts *)(void *)at, cli_join(value, NULL));
	} else {
		struct cli_texts *texts = (struct cli_texts *)(void *)at;
		if (o->form == 'l') {
			cli_texts_free(texts);
		}
		add_parts(texts, value);
	}
	return true;
}

static bool
read_long(struct reader *r, const char *argument)
{
	const char *name = argument + 2;
	size_t length = strcspn(name, "=");
	const struct cli_edit_option *o = find_option(r, name, length);
	return o != NULL ? apply(r, o, name[length] == '=' ? name + length + 1 : NULL) : unknown(r, argument);
}

/* All letters are switches. */
static bool
read_short(struct reader *r, const char *argument)
{
	bool good = true;
	for (const char *letter = argument + 1; good && *letter != '\0' && *letter != '='; letter++) {
		const struct cli_edit_option *o = find_letter(r, *letter);
		good = o != NULL ? apply(r, o, letter[1] == '=' ? letter + 2 : NULL) : unknown(r, argument);
	}
	return good;
}

static bool
read_option(struct reader *r, const char *argument)
{
	return argument[1] == '-' ? read_long(r, argument) : read_short(r, argument);
}

static bool
choose(struct reader *r, const char *option, const char *value, const char *const *choices, int *out)
{
	for (int i = 0; value != NULL && choices[i] != NULL; i++) {
		if (strcmp(choices[i], value) == 0) {
			*out = i;
			return true;
		}
	}
	return value == NULL ||
	       wrong_use(r, cli_join("\"", value, "\" is no value for --", option, NULL),
			 cli_join("it can be ", choices[0], ", ", choices[1], choices[2] != NULL ? ", " : NULL, choices[2], NULL));
}

static bool
settle(struct reader *r)
{
	struct cli_edit_options *o = r->options;
	int format = 0, color = 0, mode = 0;
	bool good = choose(r, "diagnostics", o->diagnostics, FORMATS, &format) && choose(r, "color", o->color, COLORS, &color) &&
		    choose(r, "sandbox", o->sandbox_word, SANDBOXES, &mode);
	o->report.json = format == 1;
	o->report.color = (enum cli_color)color;
	o->sandbox = (enum cli_sandbox_mode)mode;
	return good;
}

bool
cli_edit_options_read(struct cli_edit_options *o, const struct cli_edit_command *command, int argc, char **argv)
{
	struct reader r = { o, command, argv + (argc > 0) };
	o->edit = (struct confrender_edit){ .size = sizeof(o->edit), .verb = command->does, .field = command->field };
	while (*r.next != NULL) {
		const char *argument = *r.next++;
		if (strcmp(argument, "--") == 0) {
			break;
		}
		if (argument[0] != '-' || argument[1] == '\0') {
			cli_texts_add(&o->words, cli_join(argument, NULL));
		} else if (!read_option(&r, argument)) {
			return false;
		}
	}
	while (*r.next != NULL) {
		cli_texts_add(&o->words, cli_join(*r.next++, NULL));
	}
	o->asked = o->words.count;
	return settle(&r);
}

static bool
malformed(struct cli_edit_options *o, const char *pattern)
{
	char *message = cli_join("syntax error in pattern \"", pattern, "\"", NULL);
	cli_report_error(&o->report, "usage", NULL, message, NULL);
	free(message);
	return false;
}

static void
say_no_match(struct cli_edit_options *o, const char *pattern)
{
	char *message = cli_join("\"", pattern, "\" has no match", NULL);
	struct confrender_diagnostic d = { .severity = CONFRENDER_WARNING, .code = "edit-without-effect", .message = message };
	cli_report_finding(&o->report, &d);
	free(message);
}

static bool
not_there(struct cli_edit_options *o, const char *pattern)
{
	char *message = cli_join("\"", pattern, "\" has no match", NULL);
	const char *hint = strstr(pattern, "://") != NULL || strncmp(pattern, "git@", 4) == 0
				   ? "nothing is fetched: \"edit add resource --no-verify URL\" writes it down as it is"
				   : NULL;
	cli_report_error(&o->report, "io", NULL, message, hint);
	free(message);
	return false;
}

static bool
cannot_look(struct cli_edit_options *o, const char *pattern, int error)
{
	char *message = cli_join("\"", pattern, "\" cannot be looked up", NULL);
	cli_report_errno(&o->report, NULL, message, error);
	free(message);
	return false;
}

/* The names that patterns stand for, in their place. */
static bool
expand(struct cli_edit_options *o, struct cli_texts *texts, enum cli_edit_words how)
{
	struct cli_texts found = { 0 };
	bool good = true;
	for (size_t i = 0; good && i < texts->count; i++) {
		size_t before = found.count;
		if (!cli_glob(texts->items[i], &found)) {
			good = malformed(o, texts->items[i]);
		} else if (found.error != 0) {
			good = cannot_look(o, texts->items[i], found.error);
		} else if (found.count == before && how == CLI_WORDS_THERE) {
			good = not_there(o, texts->items[i]);
		} else if (found.count == before) {
			say_no_match(o, texts->items[i]);
		}
	}
	cli_texts_free(texts);
	*texts = found;
	return good;
}

/* "key=pattern" stands for one file. */
static bool
expand_sources(struct cli_edit_options *o)
{
	struct cli_texts all = { 0 };
	bool good = true;
	for (size_t i = 0; good && i < o->files.count; i++) {
		const char *source = o->files.items[i];
		const char *equals = strchr(source, '=');
		bool keyed = equals != NULL && strchr(equals + 1, '=') == NULL;
		struct cli_texts one = { 0 };
		cli_texts_add(&one, cli_join(keyed ? equals + 1 : source, NULL));
		good = expand(o, &one, CLI_WORDS_FILES);
		if (good && keyed && one.count != 1) {
			char *message = cli_join("\"", source, "\" should name one file", NULL);
			cli_report_error(&o->report, "usage", NULL, message, NULL);
			free(message);
			good = false;
		}
		for (size_t k = 0; good && k < one.count; k++) {
			char *key = cli_join(source, NULL);
			key[keyed ? equals - source + 1 : 0] = '\0';
			cli_texts_add(&all, cli_join(key, one.items[k], NULL));
			free(key);
		}
		cli_texts_free(&one);
	}
	cli_texts_free(&o->files);
	o->files = all;
	return good;
}

static bool
check_directories(struct cli_edit_options *o)
{
	bool good = true;
	for (size_t i = 0; good && i < o->words.count; i++) {
		struct cli_texts paths = { 0 };
		add_parts(&paths, o->words.items[i]);
		for (size_t k = 0; good && k < paths.count; k++) {
			struct cli_texts found = { 0 };
			bool known = strpbrk(paths.items[k], "*?[\\") == NULL && cli_glob(paths.items[k], &found) && found.count > 0;
			if (found.error != 0) {
				good = cannot_look(o, paths.items[k], found.error);
			} else if (!known) {
				char *message = cli_join(paths.items[k], " does not exist", NULL);
				cli_report_error(&o->report, "io", NULL, message, NULL);
				free(message);
				good = false;
			}
			cli_texts_free(&found);
		}
		cli_texts_free(&paths);
	}
	return good;
}

static void
hand_on(struct cli_edit_options *o)
{
	struct confrender_edit *e = &o->edit;
	struct cli_texts *words = e->verb == CONFRENDER_CREATE ? &o->resources : &o->words;
	e->words = (const char *const *)words->items;
	e->word_count = words->count;
	e->literals = (const char *const *)o->literals.items;
	e->literal_count = o->literals.count;
	e->files = (const char *const *)o->files.items;
	e->file_count = o->files.count;
	e->labels = (const char *const *)o->labels.items;
	e->label_count = o->labels.count;
	e->annotations = (const char *const *)o->annotations.items;
	e->annotation_count = o->annotations.count;
}

bool
cli_edit_options_expand(struct cli_edit_options *o, const struct cli_edit_command *command)
{
	bool good = true;
	if (command->words == CLI_WORDS_DIRECTORIES && o->words.count == 1) {
		good = check_directories(o);
	} else if ((command->words == CLI_WORDS_FILES || command->words == CLI_WORDS_THERE) && !o->no_verify) {
		good = expand(o, &o->words, command->words);
	}
	good = good && expand_sources(o) && expand(o, &o->resources, CLI_WORDS_THERE);
	hand_on(o);
	return good;
}

void
cli_edit_options_free(struct cli_edit_options *o)
{
	struct cli_texts *const lists[] = { &o->words, &o->literals, &o->files, &o->labels, &o->annotations, &o->resources };
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		cli_texts_free(lists[i]);
	}
	cli_report_free(&o->report);
}
