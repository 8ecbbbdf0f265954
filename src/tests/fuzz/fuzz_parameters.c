/* Parameters of an application, as a text. What our reader takes, the library's reader of JSON takes too, as the same values; written anew
 * it is the same list, and cut off it is none. What the parameters ask for is then edited and rendered: that may fail, with an error. */
#include <stdlib.h>

#include <confrender/confrender.h>

#include "cli/cmp_wishes.h"
#include "tests/fuzz/fuzz.h"

static const char KUSTOMIZATION[] =
	"resources: [m.yaml]\nnamePrefix: a- # of all\nimages:\n- name: i\n  newTag: v1\ncommonLabels: {a: b}\n";
static const char RESOURCE[] =
	"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: m}\nspec: {template: {spec: {containers: [{image: i}]}}}\n";

static char
tree_kind(void *user, const char *path)
{
	(void)user;
	return strcmp(path, "kustomization.yaml") == 0 || strcmp(path, "m.yaml") == 0 ? 'f' : path[0] == '\0' ? 'd' : 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	(void)user;
	*data = strcmp(path, "m.yaml") == 0 ? RESOURCE : KUSTOMIZATION;
	*length = strlen(*data);
	return 0;
}

static bool
same_text(const struct cr_node *node, const char *word)
{
	return cr_is(node, CR_SCALAR) && cr_str_eq(cr_text(node), cr_str_z(word));
}

static struct cr_node *
field(struct cr_ctx *c, const struct cr_node *map, const char *name)
{
	return cr_map_get(map, cr_key_intern(c, cr_str_z(name)));
}

/* node is the value of p. */
static void
compare(struct cr_ctx *c, const struct cr_node *node, const struct cli_parameter *p)
{
	if (p->kind == CLI_PARAMETER_STRING) {
		FUZZ_HOLDS(p->count == 1 && same_text(node, p->words[0]));
	} else if (p->kind == CLI_PARAMETER_ARRAY) {
		FUZZ_HOLDS(cr_is(node, CR_LIST) && node->count == p->count);
		for (size_t i = 0; i < p->count; i++) {
			FUZZ_HOLDS(same_text(node->items[i], p->words[i]));
		}
	} else {
		FUZZ_HOLDS(cr_is(node, CR_MAP) && node->count * (size_t)2 == p->count);
		for (size_t i = 0; i < p->count; i += 2) {
			FUZZ_HOLDS(same_text(field(c, node, p->words[i]), p->words[i + 1]));
			FUZZ_HOLDS(i == 0 || strcmp(p->words[i - 2], p->words[i]) < 0);
		}
	}
}

struct both {
	struct cr_str text;
	const struct cli_parameters *parameters;
};

static void
read_both(struct cr_ctx *c, void *arg)
{
	static const char *const kinds[] = { NULL, "string", "array", "map" };
	const struct both *both = arg;
	const struct cr_source source = { .text = both->text, .line = 1 };
	const struct cr_node *list = cr_json_read(c, &source);
	/* It has limits of its own. */
	if (list == NULL && cr_error_count(c) > 0 && c->diags->last->code == CR_E_LIMIT) {
		return;
	}
	FUZZ_HOLDS(list != NULL);
	size_t count = cr_is(list, CR_LIST) ? list->count : 0;
	FUZZ_HOLDS(count == both->parameters->count);
	for (size_t i = 0; i < count; i++) {
		const struct cli_parameter *p = &both->parameters->items[i];
		FUZZ_HOLDS(same_text(field(c, list->items[i], "name"), p->name));
		if (p->kind != CLI_PARAMETER_UNSET) {
			compare(c, field(c, list->items[i], kinds[p->kind]), p);
		}
	}
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* Without its last mark a list is none. */
static void
cut(const char *text)
{
	struct cli_parameters p;
	char *shorter = strdup(text);
	FUZZ_HOLDS(shorter != NULL);
	size_t length = strlen(shorter);
	while (length > 0 && strchr(" \t\r\n", shorter[length - 1]) != NULL) {
		length--;
	}
	shorter[length - 1] = '\0';
	FUZZ_HOLDS(!cli_parameters_read(&p, shorter));
	FUZZ_HOLDS(p.wrong != NULL && p.at >= 1 && p.at <= length);
	cli_parameters_free(&p);
	free(shorter);
}

static void
count_errors(void *user, const struct confrender_diagnostic *d)
{
	*(size_t *)user += d->severity == CONFRENDER_ERROR;
}

static struct confrender_session *
open_session(size_t *errors)
{
	static const struct confrender_tree tree = { .kind = tree_kind, .read = tree_read };
	const struct confrender_session_options options = {
		.size = sizeof options,
		.tree = &tree,
		.on_diagnostic = count_errors,
		.diagnostic_user = errors,
		.limits = fuzz_limits,
		.limit_count = FUZZ_LIMITS,
	};
	struct confrender_session *session = confrender_session_new(&options, NULL);
	FUZZ_HOLDS(session != NULL);
	return session;
}

static void
render(const struct cli_wishes *wishes)
{
	size_t errors = 0;
	struct confrender_session *editing = open_session(&errors), *session = open_session(&errors);
	struct confrender_edited *edited = NULL;
	struct confrender_output *output = NULL;
	enum confrender_result result = confrender_edit(editing, "", wishes->edits, wishes->edit_count, &edited);
	if (result == CONFRENDER_OK) {
		struct confrender_edited_file file = confrender_edited_file(edited, 0);
		FUZZ_HOLDS(confrender_session_replace(session, "", file.name, file.text, file.length) == CONFRENDER_OK);
		result = confrender_render(session, "", NULL, &output);
	}
	FUZZ_HOLDS((result == CONFRENDER_OK) == (errors == 0));
	confrender_output_free(output);
	confrender_edited_free(edited);
	confrender_session_free(editing);
	confrender_session_free(session);
}

static void
ask(const struct cli_parameters *parameters)
{
	struct cli_options options = { .report = { .silent = true } };
	struct cli_wishes wishes;
	bool good = cli_wishes_read(&wishes, parameters, &options);
	FUZZ_HOLDS(good == (options.report.errors == 0));
	if (good && wishes.edit_count > 0) {
		render(&wishes);
	}
	cli_wishes_free(&wishes);
	cli_report_free(&options.report);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct cli_parameters p;
	FUZZ_HOLDS(text != NULL);
	if (size > 0) {
		memcpy(text, data, size);
	}
	text[size] = '\0';
	bool good = cli_parameters_read(&p, text);
	FUZZ_HOLDS(good == (p.wrong == NULL));
	if (good && !is_blank(text)) {
		struct both both = { .text = { .ptr = text, .len = strlen(text) }, .parameters = &p };
		fuzz_in_context(read_both, &both);
		cut(text);
		ask(&p);
	}
	cli_parameters_free(&p);
	free(text);
	return 0;
}
