/* Generators and name suffixes: testdata/hashing.tsv row by row, and what keys, values and files may look like. */
#include "tests/trees.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/digest.h"
#include "generate/generate.h"

#define TEN "0123456789"
#define HI "\xffhi"
#define HI8 HI HI HI HI HI HI HI HI

static const struct test_file files[] = {
	{ "bin", { HI8 HI8 HI8 HI8 HI8, 120 } },
	{ "t.txt", CR_STR("<a> & \"b\"\nzwei äöü\n") },
	{ "l", CR_STR(TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN) },
	{ "sub/f", CR_STR("text") },
	{ "e", CR_STR("\xef\xbb\xbf"
		      "A=1\r\n  B=2 \n=noname\nNOEQ\n#c\n \t\n\xc2\xa0"
		      "C=\"q\"\r\r\nE F=x=y\r") },
	{ "bad", CR_STR("A=1\nB=\xff\n") },
	{ "twice", CR_STR("A=1\nA=2\n") },
	{ NULL, { NULL, 0 } },
};

static struct cr_resource *
generate(struct cr_ctx *c, const char *kustomization)
{
	test_load_from(c, files);
	struct cr_kust k = test_kust(c, cr_str_z(kustomization));
	assert_int_equal(k.config_maps.count + k.secrets.count, 1);
	return cr_generate(c, CR_STR(""), k.config_maps.count ? &k.config_maps.items[0] : &k.secrets.items[0]);
}

static void
expect(struct cr_ctx *c, const char *kustomization, const char *yaml)
{
	struct cr_resource *r = generate(c, kustomization);
	assert_non_null(r);
	struct cr_resmap m = { .items = &r, .count = 1 };
	test_str(test_yaml(c, &m), yaml);
}

static void
expect_error(struct cr_ctx *c, const char *kustomization, enum cr_code code, const char *message)
{
	assert_null(generate(c, kustomization));
	assert_int_equal(test_diag(c)->code, code);
	assert_string_equal(test_message(c), message);
}

static char *
unescape(char *s)
{
	char *out = s;
	for (const char *at = s; *at; at++) {
		if (*at != '\\') {
			*out++ = *at;
			continue;
		}
		at++;
		if (*at == 'x') {
			const char hex[] = { at[1], at[2], '\0' };
			*out++ = (char)strtoul(hex, NULL, 16);
			at += 2;
		} else {
			*out++ = *at == 'n' ? '\n' : *at == 't' ? '\t' : *at;
		}
	}
	*out = '\0';
	return s;
}

struct row {
	char *name, *form, *input, *text, *suffix;
};

static bool
read_row(FILE *f, char *line, size_t size, struct row *row)
{
	while (fgets(line, (int)size, f)) {
		char *rest = line;
		char **cells[] = { &row->name, &row->form, &row->input, &row->text, &row->suffix };
		line[strcspn(line, "\n")] = '\0';
		for (size_t i = 0; i < 5; i++) {
			*cells[i] = strsep(&rest, "\t");
		}
		if (line[0] != '#' && strcmp(row->name, "case") != 0) {
			assert_non_null(row->suffix);
			unescape(row->input);
			unescape(row->text);
			return true;
		}
	}
	return false;
}

/* Is the row's suffix that of its text? Guards the table, not the program. */
static void
check_row(const struct row *row)
{
	char hex[65];
	cr_sha256_hex(row->text, strlen(row->text), hex);
	for (size_t i = 0; i < 10; i++) {
		const char *from = "013ae", *at = strchr(from, hex[i]);
		assert_int_equal(row->suffix[i], at ? "ghkmt"[at - from] : hex[i]);
	}
}

static struct cr_resource *
row_object(struct cr_ctx *c, const struct row *row)
{
	if (strcmp(row->form, "generator") == 0) {
		struct cr_resource *r = generate(c, row->input);
		assert_true(r && r->needs_hash);
		return r;
	}
	return test_resmap(c, cr_str_z(row->input)).items[0];
}

static void
hashing_table(void **state)
{
	FILE *f = fopen(CR_TESTDATA "/hashing.tsv", "r");
	char line[4096];
	struct row row;
	size_t count = 0;
	(void)state;
	assert_non_null(f);
	for (; read_row(f, line, sizeof line, &row); count++) {
		struct cr_ctx *c = test_ctx_new();
		char suffix[11];
		bool hashed = cr_hash_suffix(c, row_object(c, &row), suffix);
		assert_int_equal(hashed, strcmp(row.form, "tree") != 0);
		if (hashed) {
			check_row(&row);
			if (strcmp(suffix, row.suffix) != 0) {
				fail_msg("%s: %s, not %s", row.name, suffix, row.suffix);
			}
		}
		test_ctx_free(c);
	}
	fclose(f);
	assert_int_equal(count, 61);
}

static void
env_file_lines(void **state)
{
	expect(*state, "configMapGenerator: [{name: x, envs: [e]}]\n",
	       "apiVersion: v1\ndata:\n  A: \"1\"\n  B: '2 '\n  C: \"\\\"q\\\"\\r\"\n  E F: x=y\n  NOEQ: \"\"\nkind: "
	       "ConfigMap\nmetadata:\n  name: x\n");
	const struct cr_diags *diags = ((struct cr_ctx *)*state)->diags;
	assert_int_equal(diags->count, 2);
	assert_int_equal(diags->first->code, CR_W_TEXT_IGNORED);
	assert_int_equal(cr_mark_line(diags->first->mark), 3);
	assert_int_equal(diags->last->code, CR_W_NO_VALUE);
	assert_int_equal(cr_mark_line(diags->last->mark), 4);
}

/* The reference's scanner ends in silence at a line of 64 KiB, so the bytes must; a line one byte shorter is whole. */
static void
env_file_long_line(void **state)
{
	struct cr_ctx *c = *state;
	for (size_t extra = 0; extra < 2; extra++) {
		size_t long_line = 65535 + extra;
		char *text = cr_alloc(c, long_line + 16);
		memcpy(text, "A=1\nB=", 6);
		memset(text + 6, 'x', long_line - 2);
		memcpy(text + 4 + long_line, "\nC=3\n", 5);
		const struct test_file long_files[] = { { "e", { text, long_line + 9 } }, { 0 } };
		test_load_from(c, long_files);
		struct cr_kust k = test_kust(c, CR_STR("configMapGenerator: [{name: x, envs: [e]}]\n"));
		struct cr_resource *r = cr_generate(c, CR_STR(""), &k.config_maps.items[0]);
		assert_non_null(r);
		assert_int_equal(cr_map_get(r->root, CR_KEY_data)->count, extra ? 1 : 3);
		assert_int_equal(c->diags->warnings, extra);
	}
}

static void
env_file_invalid_utf8(void **state)
{
	expect_error(*state, "configMapGenerator: [{name: x, envs: [bad]}]\n", CR_E_GENERATOR, "line is not valid UTF-8");
	assert_int_equal(cr_mark_line(test_diag(*state)->mark), 2);
}

static void
literals_lose_one_pair_of_quotes(void **state)
{
	expect(*state,
	       "configMapGenerator:\n- name: x\n  literals: [\"a='\", 'b=\"x\"', \"c='x\\\"\", \"d=''\", \"e='it's'\", \"f==\", \"g= x "
	       "\"]\n",
	       "apiVersion: v1\ndata:\n  a: ''''\n  b: x\n  c: '''x\"'\n  d: \"\"\n  e: it's\n  f: =\n  g: ' x '\nkind: "
	       "ConfigMap\nmetadata:\n"
	       "  name: x\n");
}

static void
files_and_their_keys(void **state)
{
	expect(*state, "configMapGenerator: [{name: x, files: [sub/f, k=./sub/../sub/f]}]\n",
	       "apiVersion: v1\ndata:\n  f: text\n  k: text\nkind: ConfigMap\nmetadata:\n  name: x\n");
}

static void
options_and_type(void **state)
{
	expect(*state,
	       "secretGenerator:\n- name: '5'\n  namespace: ns\n  type: '1'\n  options: {labels: {b: '1', a: yes-}, annotations: {x: "
	       "'2001-01-01'}, "
	       "immutable: true, disableNameSuffixHash: true}\n",
	       "apiVersion: v1\ndata: {}\nimmutable: true\nkind: Secret\nmetadata:\n  annotations:\n    x: \"2001-01-01\"\n  labels:\n    "
	       "a: yes-\n"
	       "    b: \"1\"\n  name: \"5\"\n  namespace: ns\ntype: \"1\"\n");
}

static void
suffix_and_behavior(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resource *r = generate(c, "configMapGenerator: [{name: x, behavior: merge}]\n");
	assert_true(r->needs_hash && r->generated);
	assert_int_equal(r->behavior, CR_BEHAVIOR_MERGE);
	r = generate(c, "configMapGenerator: [{name: x, behavior: explode, options: {disableNameSuffixHash: true}}]\n");
	assert_false(r->needs_hash);
	assert_int_equal(r->behavior, CR_BEHAVIOR_NONE);
	assert_int_equal(test_diag(c)->code, CR_W_UNKNOWN_BEHAVIOR);
	assert_int_equal(cr_mark_line(r->mark), 1);
}

static void
errors_show_no_secret(void **state)
{
	struct cr_ctx *c = *state;
	expect_error(c, "secretGenerator: [{name: s, literals: [a=b, hunter2]}]\n", CR_E_GENERATOR,
		     "literal 2 of secret \"s\" has no \"=\"");
	expect_error(c, "secretGenerator: [{name: s, literals: [=hunter2]}]\n", CR_E_GENERATOR,
		     "literal 1 of secret \"s\" has no key before \"=\"");
	expect_error(c, "secretGenerator: [{name: s, literals: [a=hunter2, a=hunter3]}]\n", CR_E_GENERATOR,
		     "secret \"s\" has the key \"a\" twice");
	for (const struct cr_diag *d = c->diags->first; d; d = d->next) {
		assert_null(strstr(d->message.ptr, "hunter"));
	}
}

static void
errors_of_entries(void **state)
{
	struct cr_ctx *c = *state;
	expect_error(c, "configMapGenerator: [{name: s, files: [a=b=c]}]\n", CR_E_GENERATOR,
		     "file entry \"a=b=c\" has more than one \"=\"");
	expect_error(c, "configMapGenerator: [{name: s, files: [=f]}]\n", CR_E_GENERATOR, "file entry \"=f\" has no key before \"=\"");
	expect_error(c, "configMapGenerator: [{name: s, files: [f=]}]\n", CR_E_GENERATOR, "file entry \"f=\" has no path after \"=\"");
	expect_error(c, "configMapGenerator: [{literals: [a=b]}]\n", CR_E_GENERATOR, "a generated configMap must have a name");
	assert_null(generate(c, "configMapGenerator: [{name: s, files: [none]}]\n"));
}

static void
repeated_keys(void **state)
{
	struct cr_ctx *c = *state;
	expect_error(c, "configMapGenerator: [{name: s, envs: [twice]}]\n", CR_E_GENERATOR, "configMap \"s\" has the key \"A\" twice");
	assert_int_equal(cr_mark_line(test_diag(c)->mark), 2);
	assert_int_equal(cr_mark_line(test_diag(c)->second.mark), 1);
	expect_error(c, "configMapGenerator:\n- name: s\n  literals: [bin=1]\n  files: [bin]\n", CR_E_GENERATOR,
		     "configMap \"s\" has the key \"bin\" twice");
	assert_int_equal(cr_mark_line(test_diag(c)->second.mark), 3);
}

static void
generated_bytes_are_limited(void **state)
{
	struct cr_ctx *c = *state;
	c->generated = cr_limit(c, CR_MAX_GENERATED_BYTES) - 4;
	assert_non_null(generate(c, "configMapGenerator: [{name: s, files: [sub/f]}]\n"));
	expect_error(c, "configMapGenerator: [{name: s, files: [sub/f]}]\n", CR_E_LIMIT,
		     "with the data of ConfigMaps and Secrets the generated text is larger than 64 MiB (--max-generated-bytes)");
}

/* A value is not copied: it is a part of the file or of the entry. */
static void
values_are_shared(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_resource *r = generate(c, "configMapGenerator: [{name: s, files: [t.txt]}]\n");
	cr_key key = cr_key_find(c, CR_STR("t.txt"));
	assert_ptr_equal(cr_map_at(r->root, CR_KEY_data, key)->text, files[1].text.ptr);
}

static bool
generate_all(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_resource *r = generate(c, "secretGenerator: [{name: s, files: [t.txt, l], envs: [e], literals: [x=y]}]\n");
	char suffix[11];
	return r && cr_hash_suffix(c, r, suffix);
}

static void
every_allocation_may_fail(void **state)
{
	(void)state;
	assert_true(test_every_failure(generate_all, NULL) > 0);
}

/* Linear: far under a second even unoptimised, where comparing each key with each would take minutes. */
static void
many_literals(void **state)
{
	struct cr_ctx *c = *state;
	enum { COUNT = 100000 };
	struct cr_generator_args args = { .name = { .s = CR_STR("x"), .set = true } };
	for (size_t i = 0; i < COUNT; i++) {
		*cr_push(c, &args.literals) = (struct cr_text){ .s = cr_str_fmt(c, "key%zu=value", i), .set = true };
	}
	clock_t start = clock();
	struct cr_resource *r = cr_generate(c, CR_STR(""), &args);
	assert_non_null(r);
	assert_int_equal(cr_map_get(r->root, CR_KEY_data)->count, COUNT);
	assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashing_table),
		cmocka_unit_test_setup_teardown(env_file_lines, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(env_file_long_line, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(env_file_invalid_utf8, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(literals_lose_one_pair_of_quotes, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(files_and_their_keys, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(options_and_type, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(suffix_and_behavior, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(errors_show_no_secret, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(errors_of_entries, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(repeated_keys, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(generated_bytes_are_limited, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(values_are_shared, test_setup, test_teardown),
		cmocka_unit_test(every_allocation_may_fail),
		cmocka_unit_test_setup_teardown(many_literals, test_setup, test_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
