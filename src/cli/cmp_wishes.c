/* The table of parameters, and what each does: edits in the order in which Argo CD makes them for kustomize, and options of the program. */
#include "cmp_wishes.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define STRING CLI_PARAMETER_STRING
#define ARRAY CLI_PARAMETER_ARRAY
#define MAP CLI_PARAMETER_MAP

const struct cli_wish cli_wishes_all[] = {
	{ "overlay", STRING, NULL, NULL },
	{ "name-prefix", STRING, "Name prefix", "namePrefix of the kustomization" },
	{ "name-suffix", STRING, "Name suffix", "nameSuffix of the kustomization" },
	{ "namespace", STRING, "Namespace", "namespace of the kustomization" },
	{ "images", ARRAY, "Images", "NAME=NEWNAME:TAG, NAME:TAG or NAME@DIGEST" },
	{ "replicas", MAP, "Replicas", "how many of a Deployment, StatefulSet, ReplicaSet or ReplicationController, by name" },
	{ "components", ARRAY, "Components", "directories that are added to components" },
	{ "labels", MAP, "Labels", "added to commonLabels, selectors included" },
	{ "annotations", MAP, "Annotations", "added to commonAnnotations" },
	{ "force-labels", STRING, NULL, NULL },
	{ "labels-without-selector", STRING, NULL, NULL },
	{ "labels-include-templates", STRING, NULL, NULL },
	{ "force-annotations", STRING, NULL, NULL },
	{ "checksums", STRING, NULL, NULL },
	{ "hash", STRING, NULL, NULL },
	{ "immutable", STRING, NULL, NULL },
	{ "references", STRING, NULL, NULL },
	{ "reloader", STRING, NULL, NULL },
	{ "strict", STRING, NULL, NULL },
	{ NULL, CLI_PARAMETER_UNSET, NULL, NULL },
};

/* In the order of the edits. */
static const struct {
	const char *name;
	enum confrender_edit_verb verb;
	enum confrender_edit_field field;
	const char *between; /* the name and the value of a map */
} edits[CLI_WISH_EDITS] = {
	{ "name-prefix", CONFRENDER_SET, CONFRENDER_NAME_PREFIX, NULL },
	{ "name-suffix", CONFRENDER_SET, CONFRENDER_NAME_SUFFIX, NULL },
	{ "images", CONFRENDER_SET, CONFRENDER_IMAGE, NULL },
	{ "replicas", CONFRENDER_SET, CONFRENDER_REPLICAS, "=" },
	{ "labels", CONFRENDER_ADD, CONFRENDER_LABEL, ":" },
	{ "annotations", CONFRENDER_ADD, CONFRENDER_ANNOTATION, ":" },
	{ "namespace", CONFRENDER_SET, CONFRENDER_NAMESPACE, NULL },
	{ "components", CONFRENDER_ADD, CONFRENDER_COMPONENT, NULL },
};

/* Those that are an option of the program too; how much of it is set is in a field of this place, where 0 is nothing. */
static const struct {
	const char *name;
	size_t place;
} settings[] = {
	{ "checksums", offsetof(struct cli_options, render.checksums) }, { "hash", offsetof(struct cli_options, render.hash) },
	{ "immutable", offsetof(struct cli_options, render.immutable) }, { "references", offsetof(struct cli_options, render.references) },
	{ "reloader", offsetof(struct cli_options, render.reloader) },
};
enum { SETTINGS = sizeof(settings) / sizeof(settings[0]) };

struct reader {
	struct cli_wishes *out;
	const struct cli_parameters *parameters;
	struct cli_options *options;
};

static bool
wrong(struct reader *r, char *message, char *hint)
{
	cli_report_error(&r->options->report, "parameter", NULL, message, hint);
	free(message);
	free(hint);
	return false;
}

static const struct cli_parameter *
find(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->parameters->count; i++) {
		if (strcmp(r->parameters->items[i].name, name) == 0) {
			return &r->parameters->items[i];
		}
	}
	return NULL;
}

/* The value of a string; NULL: it is not set. One that is empty is not. */
static const char *
string_of(const struct reader *r, const char *name)
{
	const struct cli_parameter *p = find(r, name);
	return p != NULL && p->count > 0 && p->words[0][0] != '\0' ? p->words[0] : NULL;
}

static bool
unknown(struct reader *r, const char *name)
{
	const char *names[sizeof(cli_wishes_all) / sizeof(cli_wishes_all[0])] = { NULL };
	char *list = cli_join("", NULL);
	for (size_t i = 0; cli_wishes_all[i].name != NULL; i++) {
		names[i] = cli_wishes_all[i].name;
		char *longer = cli_join(list, i > 0 ? ", " : "", names[i], NULL);
		free(list);
		list = longer;
	}
	const char *near = cli_nearest(name, names);
	char *hint = near != NULL ? cli_join("did you mean \"", near, "\"? There are ", list, NULL) : cli_join("there are ", list, NULL);
	free(list);
	return wrong(r, cli_join("unknown parameter \"", name, "\"", NULL), hint);
}

static const char *
kind_name(enum cli_parameter_kind kind)
{
	return kind == STRING ? "a string" : kind == ARRAY ? "an array" : "a map";
}

static bool
check(struct reader *r, const struct cli_parameter *p)
{
	const struct cli_wish *wish = cli_wishes_all;
	while (wish->name != NULL && strcmp(wish->name, p->name) != 0) {
		wish++;
	}
	if (wish->name == NULL) {
		return unknown(r, p->name);
	}
	if (find(r, p->name) != p) {
		return wrong(r, cli_join("the parameter \"", p->name, "\" is there twice", NULL), NULL);
	}
	return p->kind == CLI_PARAMETER_UNSET || p->kind == wish->kind ||
	       wrong(r, cli_join("the parameter \"", p->name, "\" is ", kind_name(p->kind), ", and must be ", kind_name(wish->kind), NULL),
		     NULL);
}

/* All that is wrong is said. There are no more than the table has, and one. */
static bool
check_all(struct reader *r)
{
	bool good = true;
	for (size_t i = 0; i < r->parameters->count && (good || i <= sizeof(cli_wishes_all) / sizeof(cli_wishes_all[0])); i++) {
		good = check(r, &r->parameters->items[i]) && good;
	}
	return good;
}

static bool
read_switch(struct reader *r, const char *name, bool *on)
{
	const char *value = string_of(r, name);
	*on = value != NULL && strcmp(value, "true") == 0;
	return value == NULL || *on || strcmp(value, "false") == 0 ||
	       wrong(r, cli_join("\"", value, "\" is no value for the parameter \"", name, "\"", NULL),
		     cli_join("it can be true or false", NULL));
}

static const struct cli_option *
option_of(const char *name)
{
	const struct cli_option *o = cli_options_all;
	while ((o->commands & CLI_FOR_CMP) == 0 || strcmp(o->name, name) != 0) {
		o++;
	}
	return o;
}

/* Sets the option as the command line would. */
static bool
set_option(struct reader *r, const struct cli_option *option, const char *value)
{
	static const char *const switches[] = { "false", "true", NULL };
	const char *const *choices = option->choices != NULL ? option->choices : switches;
	for (int i = 0; choices[i] != NULL; i++) {
		if (strcmp(choices[i], value) == 0) {
			option->set(r->options, value, i);
			return true;
		}
	}
	char *words = option->choices != NULL ? cli_option_choices(option) : cli_join("true or false", NULL);
	char *hint = cli_join("it can be ", words, NULL);
	free(words);
	return wrong(r, cli_join("\"", value, "\" is no value for the parameter \"", option->name, "\"", NULL), hint);
}

static bool
not_allowed(struct reader *r, const char *name)
{
	return wrong(r, cli_join("the parameter \"", name, "\" would change what the plugin was set up with", NULL),
		     cli_join("--", name, " stands in the command of the plugin: applications cannot change it", NULL));
}

static int
field_at(const struct cli_options *options, size_t place)
{
	int field;
	memcpy(&field, (const char *)options + place, sizeof(field));
	return field;
}

static bool
read_settings(struct reader *r)
{
	bool good = true;
	for (size_t i = 0; i < SETTINGS; i++) {
		const char *value = string_of(r, settings[i].name);
		int before = field_at(r->options, settings[i].place);
		if (value != NULL) {
			bool set = set_option(r, option_of(settings[i].name), value);
			bool kept = before == 0 || field_at(r->options, settings[i].place) == before;
			good = (!set || kept || not_allowed(r, settings[i].name)) && set && kept && good;
		}
	}
	return good;
}

static bool
read_strict(struct reader *r)
{
	const char *value = string_of(r, "strict");
	const struct confrender_session_options *o = &r->options->session;
	bool strict = o->strict, deprecations = o->strict_deprecations;
	if (value == NULL) {
		return true;
	}
	if (!set_option(r, option_of("strict"), value)) {
		return false;
	}
	return (o->strict >= strict && o->strict_deprecations >= deprecations) || not_allowed(r, "strict");
}

static const char *
keep(struct reader *r, char *word)
{
	r->out->made[r->out->made_count++] = word;
	return word;
}

/* The words of an edit: those of the parameter, or of a map each name with its value. */
static void
set_words(struct reader *r, struct confrender_edit *e, const struct cli_parameter *p, const char *between)
{
	e->words = p->words;
	e->word_count = p->count;
	if (between == NULL) {
		return;
	}
	const char **words = p->words;
	for (size_t i = 0; i < p->count; i += 2) {
		words[i / 2] = keep(r, cli_join(p->words[i], between, p->words[i + 1], NULL));
	}
	e->word_count = p->count / 2;
}

const char *
cli_wish_refused(enum confrender_edit_field field, const char *value)
{
	if ((field == CONFRENDER_IMAGE || field == CONFRENDER_LABEL) && strchr(value, '$') != NULL) {
		return "holds \"$\": variables are not filled in";
	}
	bool pattern = field == CONFRENDER_COMPONENT && strpbrk(value, "*?[") != NULL;
	return pattern ? "holds a pattern: name the directories" : NULL;
}

bool
cli_wish_is_name(const char *name)
{
	return strpbrk(name, ":=") == NULL;
}

static bool
check_word(struct reader *r, const struct cli_parameter *p, enum confrender_edit_field field, const char *name, const char *value)
{
	const char *refused = cli_wish_refused(field, value);
	if (refused != NULL) {
		return wrong(r, cli_join("the parameter \"", p->name, "\" ", refused, NULL), NULL);
	}
	return name == NULL || cli_wish_is_name(name) ||
	       wrong(r, cli_join("\"", name, "\" of the parameter \"", p->name, "\" is no name", NULL), NULL);
}

static bool
check_words(struct reader *r, const struct cli_parameter *p, enum confrender_edit_field field)
{
	bool good = true;
	size_t step = p->kind == MAP ? 2 : 1;
	for (size_t i = 0; i < p->count && good; i += step) {
		good = check_word(r, p, field, step == 2 ? p->words[i] : NULL, p->words[i + step - 1]);
	}
	return good;
}

static bool
read_edits(struct reader *r)
{
	bool force_labels, force_annotations, without, templates, good = true;
	good = read_switch(r, "force-labels", &force_labels) && good;
	good = read_switch(r, "labels-without-selector", &without) && good;
	good = read_switch(r, "labels-include-templates", &templates) && good;
	good = read_switch(r, "force-annotations", &force_annotations) && good;
	for (size_t i = 0; i < CLI_WISH_EDITS && good; i++) {
		const struct cli_parameter *p = find(r, edits[i].name);
		if (p == NULL || p->count == 0 || (p->kind == STRING && p->words[0][0] == '\0')) {
			continue;
		}
		bool label = edits[i].field == CONFRENDER_LABEL;
		good = check_words(r, p, edits[i].field);
		struct confrender_edit *e = &r->out->edits[r->out->edit_count++];
		*e = (struct confrender_edit){
			.size = sizeof(*e),
			.verb = edits[i].verb,
			.field = edits[i].field,
			.force = label ? force_labels : edits[i].field == CONFRENDER_ANNOTATION && force_annotations,
			.without_selector = label && without,
			.include_templates = label && templates,
		};
		set_words(r, e, p, edits[i].between);
	}
	return good;
}

bool
cli_wishes_read(struct cli_wishes *w, const struct cli_parameters *parameters, struct cli_options *options)
{
	struct reader r = { w, parameters, options };
	*w = (struct cli_wishes){ 0 };
	if (!check_all(&r)) {
		return false;
	}
	w->made = cli_alloc(parameters->word_count, sizeof(w->made[0]));
	w->overlay = string_of(&r, "overlay");
	bool good = read_settings(&r);
	good = read_strict(&r) && good;
	return read_edits(&r) && good;
}

void
cli_wishes_free(struct cli_wishes *w)
{
	for (size_t i = 0; i < w->made_count; i++) {
		free(w->made[i]);
	}
	free(w->made);
	*w = (struct cli_wishes){ 0 };
}
