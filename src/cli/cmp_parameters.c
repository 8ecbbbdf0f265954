/* conf-render cmp parameters: announces the parameters whose values the kustomization has, in the form that Argo CD reads. The others are
 * the same for every application, and plugin.yaml announces them. What is announced is a default for people to see: Argo CD does not send
 * it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "cmp.h"
#include "diagnostics_print.h"
#include "output.h"
#include <confrender/kustomization.h>

/* What the application could not say itself is no default that it has. */
static void
put_words(FILE *out, enum confrender_edit_field field, const struct confrender_words *words)
{
	const char *before = "";
	for (size_t i = 0; i < words->count; i++) {
		if (cli_wish_refused(field, words->items[i]) == NULL) {
			fputs(before, out);
			cli_put_json(out, words->items[i]);
			before = ",";
		}
	}
}

static void
put_pairs(FILE *out, const struct confrender_pairs *pairs)
{
	const char *before = "";
	for (size_t i = 0; i < pairs->count; i++) {
		if (cli_wish_is_name(pairs->items[i].name)) {
			fputs(before, out);
			cli_put_json(out, pairs->items[i].name);
			putc(':', out);
			cli_put_json(out, pairs->items[i].value);
			before = ",";
		}
	}
}

/* What the kustomization says of a parameter. Labels and annotations that are there would be an error if they were added again. */
struct value {
	const char *name, *string;
	enum confrender_edit_field field;
	const struct confrender_words *words;
	const struct confrender_pairs *pairs;
};

static const struct value *
value_of(const struct value *values, const char *name)
{
	while (values->name != NULL && strcmp(values->name, name) != 0) {
		values++;
	}
	return values;
}

static void
put_value(FILE *out, enum cli_parameter_kind kind, const struct value *value)
{
	if (kind == CLI_PARAMETER_STRING) {
		fputs(",\"string\":", out);
		cli_put_json(out, value->string != NULL ? value->string : "");
		return;
	}
	bool array = kind == CLI_PARAMETER_ARRAY;
	fprintf(out, ",\"collectionType\":\"%s\",\"%s\":%c", array ? "array" : "map", array ? "array" : "map", array ? '[' : '{');
	if (array && value->words != NULL) {
		put_words(out, value->field, value->words);
	} else if (!array && value->pairs != NULL) {
		put_pairs(out, value->pairs);
	}
	putc(array ? ']' : '}', out);
}

static void
announce(FILE *out, const struct confrender_kustomization *k)
{
	const struct value values[] = {
		{ .name = "name-prefix", .string = k->name_prefix },
		{ .name = "name-suffix", .string = k->name_suffix },
		{ .name = "namespace", .string = k->ns },
		{ .name = "images", .field = CONFRENDER_IMAGE, .words = &k->images },
		{ .name = "components", .field = CONFRENDER_COMPONENT, .words = &k->components },
		{ .name = "replicas", .pairs = &k->replicas },
		{ .name = NULL },
	};
	const char *before = "[";
	for (const struct cli_wish *wish = cli_wishes_all; wish->name != NULL; wish++) {
		if (wish->title != NULL) {
			fprintf(out, "%s{\"name\":\"%s\",\"title\":\"%s\",\"tooltip\":\"%s\"", before, wish->name, wish->title,
				wish->tooltip);
			put_value(out, wish->kind, value_of(values, wish->name));
			putc('}', out);
			before = ",\n ";
		}
	}
	putc(']', out);
}

static void
print(struct cli_cmp *c, const struct confrender_kustomization *kustomization)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	if (out != NULL) {
		announce(out, kustomization);
	}
	cli_text_close(out, &text);
	c->run.status = cli_output_text(&c->run.options.report, text, length) ? CLI_DONE : CLI_INPUT;
	free(text);
}

/* What is wrong with a tree or a parameter is told, and the parameters are announced all the same: who is to mend one needs the form. */
void
cli_cmp_parameters(struct cli_cmp *c)
{
	struct confrender_kustomization kustomization = { .name_prefix = "", .name_suffix = "", .ns = "" };
	if (cli_cmp_prepare(c) && cli_cmp_open(c)) {
		confrender_kustomization_read(c->run.session, c->place.directory, &kustomization);
	}
	print(c, &kustomization);
}
