/* What unit tests share: a context on a counting allocator that can be made to fail, and a look at what was recorded.
 *
 * As cmocka fixtures: cmocka_unit_test_setup_teardown(test, test_setup, test_teardown), and in the test struct cr_ctx *c = *state. */
#ifndef CR_TESTS_SUPPORT_H
#define CR_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ctx.h"

struct test_memory {
	struct cr_allocator allocator; /* &memory.allocator for cr_ctx_init, cr_arena_new */
	size_t calls;                  /* allocations asked for */
	size_t live;                   /* given and not yet freed */
	size_t fail_at;                /* the allocation that fails, from 1; 0: none */
	bool for_good;                 /* all after it fail too */
};

/* m may not move afterwards. */
void test_memory_init(struct test_memory *m, size_t fail_at, bool for_good);

/* A fresh context with fixed seed; fails the test when something was left allocated at its end. */
struct cr_ctx *test_ctx_new(void);
void test_ctx_free(struct cr_ctx *c);
/* The memory of a context of test_ctx_new, to set fail_at in. */
struct test_memory *test_ctx_memory(struct cr_ctx *c);
int test_setup(void **state);
int test_teardown(void **state);

/* The newest diagnostic, or NULL; its message, or "" (with a NUL behind it). */
const struct cr_diag *test_diag(const struct cr_ctx *c);
const char *test_message(const struct cr_ctx *c);

/* Runs run in fresh contexts, with the first allocation failing, then the second, and so on (each once, then for good) until it gets
 * through. Each failure must unwind with CR_E_MEMORY and leave nothing allocated. Returns the number of failures. */
size_t test_every_failure(bool (*run)(struct cr_ctx *c, void *arg), void *arg);

/* Do s and the C string want hold the same bytes? Prints both if not. */
#define test_str(s, want) test_str_at((s), (want), __FILE__, __LINE__)
void test_str_at(struct cr_str s, const char *want, const char *file, int line);

#endif
