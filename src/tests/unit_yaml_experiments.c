/* testdata/output/experiments.tsv: what kustomize printed for each input, as far as reading and writing alone decide it; and that what was
 * printed, read again, prints the same. */
#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "yaml/emit.h"
#include "yaml/read.h"

enum { ID, LAYER, GROUP, RESULT, OUTPUT, NAME, TEXT, COLUMNS };

struct render {
	struct cr_str in;
	struct cr_buf out;
};

static int
hex_digit(char ch)
{
	return ch <= '9' ? ch - '0' : ch - 'a' + 10;
}

/* Undoes the escapes in place. */
static struct cr_str
unescape(char *text)
{
	char *to = text;
	for (const char *p = text; *p != '\0'; p++) {
		if (*p != '\\') {
			*to++ = *p;
			continue;
		}
		p++;
		if (*p == 'x') {
			*to++ = (char)(hex_digit(p[1]) << 4 | hex_digit(p[2]));
			p += 2;
		} else {
			*to++ = *p == 'n' ? '\n' : *p == 't' ? '\t' : *p;
		}
	}
	return (struct cr_str){ text, (size_t)(to - text) };
}

static bool
render(struct cr_ctx *c, void *arg)
{
	struct render *r = arg;
	struct cr_source src = { .text = r->in, .file = 1, .line = 1 };
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_RESOURCE, &docs)) {
		return false;
	}
	for (size_t i = 0; i < docs.count; i++) {
		if (r->out.len > 0) {
			cr_buf_put(&r->out, "---\n", 4);
		}
		if (!cr_emit_yaml(c, &r->out, docs.items[i])) {
			return false;
		}
	}
	return true;
}

/* Renders in; the result is what want is. */
static bool
renders_as(const char *id, struct cr_str in, bool ok, struct cr_str want)
{
	struct cr_ctx *c = test_ctx_new();
	struct render r = { .in = in, .out = { .ctx = c } };
	bool done = cr_ctx_guard(c, render, &r);
	bool good = done == ok && (!ok || cr_str_eq((struct cr_str){ r.out.ptr, r.out.len }, want));
	if (!good) {
		print_error("experiment %s: %s\n%.*s", id, done ? "printed" : test_message(c), done ? (int)r.out.len : 0, r.out.ptr);
	}
	if (!done && test_diag(c) == NULL) {
		print_error("experiment %s: failed without a message\n", id);
		good = false;
	}
	cr_buf_free(&r.out);
	test_ctx_free(c);
	return good;
}

static void
run_row(char *line, size_t *run, size_t *failed)
{
	char *column[COLUMNS] = { 0 };
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < COLUMNS && line != NULL; i++) {
		column[i] = strsep(&line, "\t");
	}
	if (line != NULL || column[TEXT] == NULL || strcmp(column[LAYER], "yaml") != 0) {
		return;
	}
	bool ok = strcmp(column[RESULT], "ok") == 0;
	struct cr_str want = unescape(column[OUTPUT]);
	++*run;
	*failed += !renders_as(column[ID], unescape(column[TEXT]), ok, want);
	*failed += ok && !renders_as(column[ID], want, ok, want);
}

static void
experiments(void **state)
{
	(void)state;
	FILE *f = fopen(CR_TESTDATA "/output/experiments.tsv", "r");
	assert_non_null(f);
	char *line = NULL;
	size_t cap = 0, run = 0, failed = 0;
	while (getline(&line, &cap, f) > 0) {
		if (line[0] != '#') {
			run_row(line, &run, &failed);
		}
	}
	free(line);
	fclose(f);
	assert_true(run > 690);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(experiments) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
