/* What unit tests share. See support.h. */
#include "tests/support.h"

#include <stdlib.h>

#define SEED 42

/* The context comes first, so that its address is the whole's. */
struct test_ctx {
	struct cr_ctx ctx;
	struct test_memory memory;
};

static void *
memory_alloc(void *user, size_t size)
{
	struct test_memory *m = user;
	m->calls++;
	if (m->fail_at != 0 && (m->for_good ? m->calls >= m->fail_at : m->calls == m->fail_at)) {
		return NULL;
	}
	void *ptr = malloc(size);
	assert_non_null(ptr);
	m->live++;
	return ptr;
}

static void
memory_free(void *user, void *ptr)
{
	struct test_memory *m = user;
	m->live--;
	free(ptr);
}

void
test_memory_init(struct test_memory *m, size_t fail_at, bool for_good)
{
	*m = (struct test_memory){
		.allocator = { .alloc = memory_alloc, .free = memory_free, .user = m },
		.fail_at = fail_at,
		.for_good = for_good,
	};
}

struct cr_ctx *
test_ctx_new(void)
{
	struct test_ctx *t = malloc(sizeof *t);
	assert_non_null(t);
	test_memory_init(&t->memory, 0, false);
	assert_true(cr_ctx_init(&t->ctx, &t->memory.allocator, SEED));
	return &t->ctx;
}

void
test_ctx_free(struct cr_ctx *c)
{
	struct test_ctx *t = (struct test_ctx *)c;
	cr_ctx_free(c);
	size_t live = t->memory.live;
	free(t);
	assert_int_equal(live, 0);
}

struct test_memory *
test_ctx_memory(struct cr_ctx *c)
{
	return &((struct test_ctx *)c)->memory;
}

int
test_setup(void **state)
{
	*state = test_ctx_new();
	return 0;
}

int
test_teardown(void **state)
{
	test_ctx_free(*state);
	return 0;
}

const struct cr_diag *
test_diag(const struct cr_ctx *c)
{
	return c->diags->last;
}

const char *
test_message(const struct cr_ctx *c)
{
	return c->diags->last ? c->diags->last->message.ptr : "";
}

/* True if run got through although allocation n failed, or was never asked for. */
static bool
survives_failure(bool (*run)(struct cr_ctx *c, void *arg), void *arg, size_t n, bool for_good)
{
	struct test_memory memory;
	struct cr_ctx c;
	test_memory_init(&memory, n, for_good);
	bool begun = cr_ctx_init(&c, &memory.allocator, SEED);
	bool done = begun && cr_ctx_guard(&c, run, arg);
	if (begun && !done) {
		assert_non_null(test_diag(&c));
		assert_int_equal(test_diag(&c)->code, CR_E_MEMORY);
	}
	if (begun) {
		cr_ctx_free(&c);
	}
	assert_int_equal(memory.live, 0);
	return done && memory.calls < n;
}

size_t
test_every_failure(bool (*run)(struct cr_ctx *c, void *arg), void *arg)
{
	size_t n = 1;
	while (!survives_failure(run, arg, n, false)) {
		survives_failure(run, arg, n, true);
		n++;
	}
	return n - 1;
}

void
test_str_at(struct cr_str s, const char *want, const char *file, int line)
{
	if (!cr_str_eq(s, cr_str_z(want))) {
		print_error("\"%.*s\" != \"%s\"\n", CR_PRI(s), want);
		_fail(file, line);
	}
}
