/* Checks every directory of every golden case, all those of a case together: each must end as its render does, and find the same twice; and
 * no finding may show what is in a Secret of the output, be it a line of it.
 *
 *     findings CASES */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "fixture.h"
#include "yaml/read.h"

/* Shorter values are words that any message may have. */
enum { SHORTEST = 6 };

struct run {
	const char *name; /* of the case */
	struct fixture fixture;
	struct bytes findings;
	struct cr_ctx ctx;
	size_t directories, lines, values, failures;
};

static void
complain(struct run *r, const char *directory, const char *what, struct cr_str value)
{
	printf("FAILED %s \"%s\": %s %.*s\n", r->name, directory, what, CR_PRI(value));
	r->failures++;
}

/* What every message of a rule says, or the name of a file, is no secret. */
static bool
is_known(const struct run *r, struct cr_str value)
{
	struct confrender_rule rule;
	bool known = false;
	for (size_t i = 0; i < r->fixture.paths.count; i++) {
		known = known || strstr(r->fixture.paths.names[i], value.ptr) != NULL;
	}
	for (size_t i = 0; (rule = confrender_rule(i)).name != NULL; i++) {
		known = known || strstr(rule.name, value.ptr) != NULL || strstr(rule.why, value.ptr) != NULL ||
			strstr(rule.fix, value.ptr) != NULL;
	}
	return known;
}

static void
look_for(struct run *r, const char *directory, struct cr_str value)
{
	struct cr_str text = cr_str_dup(&r->ctx, cr_str_trim(value));
	if (text.len < SHORTEST || is_known(r, text)) {
		return;
	}
	r->values++;
	if (memmem(r->findings.data, r->findings.length, text.ptr, text.len) != NULL) {
		complain(r, directory, "a finding shows the value", text);
	}
}

static void
look_for_lines(struct run *r, const char *directory, struct cr_str value)
{
	for (size_t from = 0; from < value.len;) {
		size_t end = cr_str_find(value, '\n', from);
		end = end == SIZE_MAX ? value.len : end;
		look_for(r, directory, cr_str_sub(value, from, end));
		from = end + 1;
	}
}

static void
look_for_secret(struct run *r, const char *directory, const struct cr_node *root)
{
	static const cr_key fields[] = { CR_KEY_data, CR_KEY_stringData };
	for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
		const struct cr_node *map = cr_map_get(root, fields[f]);
		for (uint32_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
			struct cr_str value;
			if (!cr_is(map->pairs[i].value, CR_SCALAR)) {
				continue;
			}
			value = cr_text(map->pairs[i].value);
			look_for_lines(r, directory, value);
			if (fields[f] == CR_KEY_data && cr_base64_decode(&r->ctx, value, &value)) {
				look_for_lines(r, directory, value);
			}
		}
	}
}

struct secrets {
	struct run *run;
	const char *directory;
	const struct confrender_output *output;
};

static bool
look_for_secrets(struct cr_ctx *c, void *arg)
{
	struct secrets *s = arg;
	for (size_t i = 0; i < confrender_output_count(s->output); i++) {
		struct confrender_resource resource = confrender_output_resource(s->output, i);
		struct cr_source source = { .text = { resource.text, resource.length }, .file = 1, .line = 1 };
		struct cr_docs docs = { 0 };
		if (strcmp(resource.kind, "Secret") == 0 && cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs) && docs.count == 1) {
			look_for_secret(s->run, s->directory, docs.items[0]);
		}
	}
	return true;
}

static void
check_directory(struct run *r, struct confrender_session *const sessions[2], const char *directory)
{
	struct confrender_output *output = NULL;
	enum confrender_result checked, unused, rendered = confrender_render(sessions[0], directory, NULL, &output);
	r->findings = fixture_findings_in(sessions[1], directory, &checked);
	struct bytes again = fixture_findings_in(sessions[1], directory, &unused);
	r->directories++;
	if (rendered != checked) {
		complain(r, directory, "a check ends as no render does", CR_STR(""));
	}
	if (!bytes_equal(&again, &r->findings)) {
		complain(r, directory, "other findings the second time", CR_STR(""));
	}
	for (size_t i = 0; i < r->findings.length; i++) {
		r->lines += r->findings.data[i] == '\n';
	}
	if (output != NULL && cr_ctx_init(&r->ctx, NULL, 1)) {
		cr_ctx_guard(&r->ctx, look_for_secrets, &(struct secrets){ r, directory, output });
		cr_ctx_free(&r->ctx);
	}
	confrender_output_free(output);
	free(again.data);
	free(r->findings.data);
}

static void
check_case(struct run *r)
{
	const char *const limits[] = { "max-work=20000000" };
	struct confrender_session_options options = { .size = sizeof(options),
						      .tree = &r->fixture.tree,
						      .load_restriction = CONFRENDER_LOAD_ANYWHERE,
						      .limits = limits,
						      .limit_count = 1 };
	/* A limit that is passed may end a session: the other one has it before it, too. */
	struct confrender_session *sessions[] = { confrender_session_new(&options, NULL), confrender_session_new(&options, NULL) };
	const char *const *directories = NULL;
	size_t count = 0;
	if (confrender_session_find(sessions[0], "", &directories, &count) != CONFRENDER_OK || count == 0) {
		check_directory(r, sessions, "");
	}
	for (size_t i = 0; i < count; i++) {
		check_directory(r, sessions, directories[i]);
	}
	confrender_session_free(sessions[0]);
	confrender_session_free(sessions[1]);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: findings CASES\n", stderr);
		return 2;
	}
	struct run r = { 0 };
	struct paths all = directory_entries(argv[1]);
	for (size_t i = 0; i < all.count; i++) {
		char *directory = path_of(argv[1], all.names[i]);
		char *in = path_of(directory, "in");
		r.name = all.names[i];
		fixture_open(&r.fixture, in);
		check_case(&r);
		fixture_close(&r.fixture);
		free(in);
		free(directory);
	}
	paths_free(&all);
	printf("%zu directories, %zu findings, %zu lines of Secrets looked for: %zu failures\n", r.directories, r.lines, r.values,
	       r.failures);
	return r.failures == 0 && r.lines > 100 && r.values > 50 ? 0 : 1;
}
