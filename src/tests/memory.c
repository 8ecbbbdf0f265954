/* Renders and checks a tree that uses every feature, and every golden case, with the first allocation failing, then the second, and so on,
 * each alone and with all that follow it. Every one must end as CONFRENDER_NO_MEMORY with nothing left allocated, or, where the library can
 * do without, in the same result and bytes.
 *
 *     memory DIRECTORY NAME CASES */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

/* The allocator under test. */
struct failing {
	size_t calls, bytes, fail_at;
	bool for_good;
	size_t live;
};

static void *
failing_allocate(void *user, size_t size)
{
	struct failing *f = user;
	f->calls++;
	f->bytes += size;
	if (f->calls == f->fail_at || (f->for_good && f->fail_at != 0 && f->calls > f->fail_at)) {
		return NULL;
	}
	void *block = malloc(size);
	f->live += block != NULL;
	return block;
}

static void
failing_release(void *user, void *block)
{
	struct failing *f = user;
	f->live -= block != NULL;
	free(block);
}

struct test {
	struct fixture fixture;
	const char *name, *directory;
	bool checks; /* else renders */
	bool known;  /* what is below */
	enum confrender_result want_result;
	char *want;
	size_t allocations, runs, failures; /* failures of the test */
};

static void
complain(struct test *t, const struct failing *f, const char *what)
{
	printf("%s%s: allocation %zu%s: %s\n", t->name, t->checks ? ", checked" : "", f->fail_at, f->for_good ? " and all after it" : "",
	       what);
	t->failures++;
}

/* false: the allocation to fail was never reached. */
static bool
render_failing(struct test *t, struct failing *f)
{
	enum confrender_result result = CONFRENDER_OK;
	struct confrender_session_options options = { .size = sizeof(options), .tree = &t->fixture.tree, .hash_seed = 1 };
	options.allocate = failing_allocate;
	options.release = failing_release;
	options.allocator_user = f;
	char *text = t->checks ? fixture_findings(&options, t->directory, &result) : fixture_render(&options, t->directory, &result);
	bool reached = f->fail_at != 0 && f->calls >= f->fail_at;
	if (f->live != 0) {
		complain(t, f, "something was not freed");
	}
	if (!t->known) {
		t->known = true;
		t->want_result = result;
		t->want = text;
		return reached;
	}
	bool same = result == t->want_result && (text != NULL) == (t->want != NULL) && (text == NULL || strcmp(text, t->want) == 0);
	if (result != CONFRENDER_NO_MEMORY && !same) {
		complain(t, f, "another result or output");
	} else if (result != CONFRENDER_NO_MEMORY && reached && f->for_good) {
		complain(t, f, "memory was never needed again, or the failure was not seen");
	}
	free(text);
	return reached;
}

/* A tree that is made to come to a limit takes seconds, and is rendered once. */
#define A_LOT ((size_t)100 << 20)

/* Every allocation of the whole run fails once, or, of more than most, as many of them. */
static void
fail_each(struct test *t, size_t most)
{
	struct failing whole = { .fail_at = 0 };
	render_failing(t, &whole);
	size_t stride = whole.calls / most + 1;
	t->allocations += whole.calls;
	for (int for_good = 0; for_good < 2 && whole.bytes < A_LOT; for_good++) {
		struct failing f;
		size_t at = 1;
		do {
			f = (struct failing){ .fail_at = at, .for_good = for_good };
			at += stride;
			t->runs++;
		} while (render_failing(t, &f) && t->failures < 10);
	}
	free(t->want);
	t->known = false;
}

static void
fail_each_of_both(struct test *t, size_t most)
{
	t->checks = true;
	fail_each(t, most);
	t->checks = false;
	fail_each(t, most);
}

static void
fail_each_of_cases(struct test *t, const char *cases)
{
	struct paths all = directory_entries(cases);
	for (size_t i = 0; i < all.count && t->failures < 10; i++) {
		char *directory = path_of(cases, all.names[i]);
		char *in = path_of(directory, "in");
		t->name = all.names[i];
		t->directory = "";
		fixture_open(&t->fixture, in);
		fail_each_of_both(t, 20);
		fixture_close(&t->fixture);
		free(in);
		free(directory);
	}
	paths_free(&all);
}

int
main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: memory DIRECTORY NAME CASES\n", stderr);
		return 2;
	}
	struct test t = { .name = argv[2], .directory = argv[2] };
	fixture_open(&t.fixture, argv[1]);
	fail_each_of_both(&t, 1500);
	fixture_close(&t.fixture);
	if (t.want_result != CONFRENDER_OK) {
		printf("the tree does not render\n");
		return 1;
	}
	fail_each_of_cases(&t, argv[3]);
	printf("%zu allocations, %zu runs, %zu failures\n", t.allocations, t.runs, t.failures);
	return t.failures == 0 ? 0 : 1;
}
