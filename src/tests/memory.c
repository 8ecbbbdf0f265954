/* Renders a tree that uses every feature, with the first allocation failing, then the second, and so on, each alone and with all that
 * follow it. Every one must end as CONFRENDER_NO_MEMORY with nothing left allocated, or, where the library can do without, in the same
 * bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

/* The allocator under test. */
struct failing {
	size_t calls, fail_at;
	bool for_good;
	size_t live;
};

static void *
failing_allocate(void *user, size_t size)
{
	struct failing *f = user;
	f->calls++;
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
	const char *directory;
	char *want;
	size_t failures; /* of the test */
};

static void
complain(struct test *t, const struct failing *f, const char *what)
{
	printf("allocation %zu%s: %s\n", f->fail_at, f->for_good ? " and all after it" : "", what);
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
	char *text = fixture_render(&options, t->directory, &result);
	bool reached = f->fail_at != 0 && f->calls >= f->fail_at;
	if (f->live != 0) {
		complain(t, f, "something was not freed");
	}
	if (text == NULL && result != CONFRENDER_NO_MEMORY) {
		complain(t, f, "the result is not CONFRENDER_NO_MEMORY");
	} else if (text != NULL && t->want != NULL && strcmp(text, t->want) != 0) {
		complain(t, f, "the output differs");
	} else if (text != NULL && reached && f->for_good) {
		complain(t, f, "memory was never needed again, or the failure was not seen");
	}
	if (t->want == NULL) {
		t->want = text;
	} else {
		free(text);
	}
	return reached;
}

int
main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: memory DIRECTORY NAME\n", stderr);
		return 2;
	}
	struct test t = { .directory = argv[2] };
	fixture_open(&t.fixture, argv[1]);
	struct failing whole = { .fail_at = 0 };
	render_failing(&t, &whole);
	if (t.want == NULL) {
		printf("the tree does not render\n");
		return 1;
	}
	enum { MOST_RUNS = 1500 };
	size_t runs = 0;
	size_t stride = whole.calls / MOST_RUNS + 1;
	for (int for_good = 0; for_good < 2; for_good++) {
		struct failing f;
		size_t at = 1;
		do {
			f = (struct failing){ .fail_at = at, .for_good = for_good };
			at += stride;
			runs++;
		} while (render_failing(&t, &f) && t.failures < 10);
	}
	printf("%zu allocations, %zu runs, %zu failures\n", whole.calls, runs, t.failures);
	free(t.want);
	fixture_close(&t.fixture);
	return t.failures == 0 ? 0 : 1;
}
