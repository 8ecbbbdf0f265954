/* The base layer: arenas, buffers, messages, unwinding. */
#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"

/* Arenas. */

static void
arena_allocations_are_apart(void **state)
{
	(void)state;
	struct cr_arena *a = cr_arena_new(&cr_allocator_malloc, 0);
	enum { COUNT = 20000 };
	unsigned char **ptrs = malloc(COUNT * sizeof *ptrs);
	for (size_t i = 0; i < COUNT; i++) {
		ptrs[i] = cr_arena_alloc(a, i % 97);
		assert_non_null(ptrs[i]);
		assert_int_equal((uintptr_t)ptrs[i] % CR_ARENA_ALIGN, 0);
		memset(ptrs[i], (int)(i & 0xff), i % 97);
	}
	for (size_t i = 0; i < COUNT; i++) {
		for (size_t j = 0; j < i % 97; j++) {
			assert_int_equal(ptrs[i][j], i & 0xff);
		}
	}
	free(ptrs);
	cr_arena_free(a);
}

static void
arena_rewind_gives_back(void **state)
{
	(void)state;
	struct test_memory m;
	test_memory_init(&m, 0, false);
	struct cr_arena *a = cr_arena_new(&m.allocator, 0);
	char *kept = cr_arena_alloc(a, 5);
	memcpy(kept, "kept", 5);
	struct cr_arena_mark mark = cr_arena_mark(a);
	size_t used = cr_arena_used(a);
	assert_int_equal(used, 8);
	for (size_t round = 0; round < 50; round++) {
		for (size_t i = 0; i < 300; i++) {
			memset(cr_arena_alloc(a, 1000), 0xff, 1000);
		}
		memset(cr_arena_alloc(a, (size_t)1 << 20), 0xff, (size_t)1 << 20);
		assert_true(cr_arena_used(a) >= used + 300000 + (1 << 20));
		cr_arena_rewind(a, mark);
		assert_int_equal(cr_arena_used(a), used);
	}
	assert_string_equal(kept, "kept");
	cr_arena_free(a);
	assert_int_equal(m.live, 0);
}

static void
arena_rewind_to_its_beginning(void **state)
{
	(void)state;
	struct cr_arena *a = cr_arena_new(&cr_allocator_malloc, 0);
	struct cr_arena_mark mark = cr_arena_mark(a);
	for (size_t i = 0; i < 3; i++) {
		assert_non_null(cr_arena_alloc(a, 0));
		assert_non_null(cr_arena_alloc(a, 100));
		cr_arena_rewind(a, mark);
		assert_int_equal(cr_arena_used(a), 0);
	}
	cr_arena_free(a);
}

#ifndef CR_ARENA_MALLOC
static void
arena_mark_at_a_block_end_costs_no_malloc(void **state)
{
	(void)state;
	struct test_memory m;
	test_memory_init(&m, 0, false);
	struct cr_arena *a = cr_arena_new(&m.allocator, 0);
	while (m.calls < 3) {
		cr_arena_alloc(a, 16);
	}
	struct cr_arena_mark mark = cr_arena_mark(a);
	while (m.calls < 4) {
		cr_arena_alloc(a, 16);
	}
	for (size_t i = 0; i < 100; i++) {
		cr_arena_rewind(a, mark);
		for (size_t j = 0; j < 16384; j++) {
			cr_arena_alloc(a, 16);
		}
	}
	assert_int_equal(m.calls, 4);
	cr_arena_free(a);
}

static void
arena_grows_the_last_in_place(void **state)
{
	(void)state;
	struct cr_arena *a = cr_arena_new(&cr_allocator_malloc, 0);
	char *first = cr_arena_alloc(a, 3);
	assert_ptr_equal(cr_arena_grow(a, first, 3, 100), first);
	assert_int_equal(cr_arena_used(a), 104);
	char *second = cr_arena_alloc(a, 1);
	assert_ptr_equal(second, first + 104);
	assert_ptr_not_equal(cr_arena_grow(a, first, 100, 200), first);
	cr_arena_free(a);
}
#endif

static void
arena_grow_keeps_the_contents(void **state)
{
	(void)state;
	struct cr_arena *a = cr_arena_new(&cr_allocator_malloc, 0);
	unsigned char *p = cr_arena_grow(a, NULL, 0, 1);
	p[0] = 0;
	for (size_t size = 1; size < 300000; size += 1 + size / 3) {
		size_t more = size + 1 + size / 3;
		p = cr_arena_grow(a, p, size, more);
		for (size_t i = size; i < more; i++) {
			p[i] = (unsigned char)(i * 7);
		}
		if (size % 2 == 0) {
			cr_arena_alloc(a, 1);
		}
	}
	for (size_t i = 0; i < 300000; i++) {
		assert_int_equal(p[i], (unsigned char)(i * 7));
	}
	cr_arena_free(a);
}

static void
arena_limit(void **state)
{
	(void)state;
	struct test_memory m;
	test_memory_init(&m, 0, false);
	struct cr_arena *a = cr_arena_new(&m.allocator, 1 << 20);
	size_t given = 0;
	while (cr_arena_alloc(a, 4096)) {
		given += 4096;
	}
	assert_true(cr_arena_over_limit(a));
	assert_in_range(given, 900000, 1 << 20);
	assert_null(cr_arena_alloc(a, SIZE_MAX));
	assert_null(cr_arena_alloc(a, SIZE_MAX - 7));
	assert_null(cr_arena_alloc(a, SIZE_MAX / 2));
	cr_arena_free(a);

	a = cr_arena_new(&m.allocator, 0);
	m.fail_at = m.calls + 1;
	assert_null(cr_arena_alloc(a, 1));
	assert_false(cr_arena_over_limit(a));
	assert_non_null(cr_arena_alloc(a, 1));
	cr_arena_free(a);
	assert_int_equal(m.live, 0);
}

/* Buffers. */

static void
buf_grows(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_buf b = { .ctx = c };
	struct cr_defer d;
	cr_buf_defer(&b, &d);
	cr_buf_put(&b, NULL, 0);
	for (size_t i = 0; i < 10000; i++) {
		cr_buf_str(&b, CR_STR("ab"));
		cr_buf_putc(&b, 'c');
	}
	cr_buf_pad(&b, ' ', 100000);
	cr_buf_pad(&b, ' ', 0);
	assert_int_equal(b.len, 130000);
	assert_memory_equal(b.ptr + 29997, "abc ", 4);
	assert_int_equal(b.ptr[129999], ' ');
	cr_ctx_done(c, &d);
	assert_null(b.ptr);
	assert_null(c->defer);
}

static bool
fill_buffer(struct cr_ctx *c, void *arg)
{
	struct cr_buf b = { .ctx = c };
	cr_buf_bound(&b, CR_MAX_OUTPUT_BYTES, "the output is larger than");
	struct cr_defer d;
	cr_buf_defer(&b, &d);
	cr_buf_pad(&b, 'x', 9999);
	cr_buf_putc(&b, 'y');
	*(bool *)arg = true;
	cr_buf_putc(&b, 'z');
	cr_ctx_done(c, &d);
	return true;
}

static void
buf_stops_at_its_limit(void **state)
{
	struct cr_ctx *c = *state;
	bool full = false;
	size_t live = test_ctx_memory(c)->live;
	c->limits.of[CR_MAX_OUTPUT_BYTES] = 10000;
	assert_false(cr_ctx_guard(c, fill_buffer, &full));
	assert_true(full);
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
	assert_string_equal(test_message(c), "the output is larger than 10000 bytes (--max-output-bytes)");
	assert_int_equal(test_ctx_memory(c)->live, live);
}

/* Messages. */

static void
message_conversions(void **state)
{
	struct cr_ctx *c = *state;
	assert_false(cr_fail(c, cr_mark_make(3, 14, 9), CR_E_VALUE, "%s %d %i %u %zu %c %% %lld %llu %x %.*s %ld|%S|", "text", -1,
			     INT32_MIN, 7u, SIZE_MAX, 'q', -5ll, (unsigned long long)UINT64_MAX, 0xbeefu, 2, "xyz", -9l, CR_STR("slice")));
	char want[200];
	snprintf(want, sizeof want, "text -1 -2147483648 7 %zu q %% -5 18446744073709551615 beef xy -9|slice|", SIZE_MAX);
	assert_string_equal(test_message(c), want);
	assert_int_equal(cr_mark_file(test_diag(c)->mark), 3);
	assert_int_equal(cr_mark_line(test_diag(c)->mark), 14);
	assert_int_equal(cr_mark_column(test_diag(c)->mark), 9);
	assert_int_equal(cr_error_count(c), 1);
}

static void
message_escapes(void **state)
{
	struct cr_ctx *c = *state;
	cr_fail(c, CR_NO_MARK, CR_E_VALUE, "\"%S\"", CR_STR("\x1b[31m\0\n\t\x7f\xff\xc2\x9b\xe2\x80\xae \xc3\xa9\xe2\x82\xac"));
	assert_string_equal(test_message(c), "\"\\x1b[31m\\x00\\n\\t\\x7f\\xff\\u009b\\u202e \xc3\xa9\xe2\x82\xac\"");
	cr_fail(c, CR_NO_MARK, CR_E_VALUE, "%s%c%S", "\x1b", '\r', (struct cr_str){ 0 });
	assert_string_equal(test_message(c), "\\x1b\\r");
}

static void
message_is_cut(void **state)
{
	struct cr_ctx *c = *state;
	char text[10000];
	memset(text, 'a', sizeof text);
	memcpy(text + 199, "\xc3\xa9", 2);
	cr_fail(c, CR_NO_MARK, CR_E_VALUE, "<%S>", (struct cr_str){ .ptr = text, .len = sizeof text });
	assert_int_equal(test_diag(c)->message.len, 1 + 199 + 3 + 1);
	assert_string_equal(test_message(c) + 1 + 198, "a...>");
	cr_fail(c, CR_NO_MARK, CR_E_VALUE, "%.*s end", (int)sizeof text, text);
	assert_int_equal(test_diag(c)->message.len, 4096);
	assert_string_equal(test_message(c) + 4090, "aaa...");
}

static void
message_has_its_route(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_frame outer, inner;
	cr_frame_push(c, &outer, "resources", CR_STR("../base"), cr_mark_make(1, 2, 3));
	cr_frame_push(c, &inner, "patch", CR_STR("p\n.yaml"), cr_mark_make(2, 1, 1));
	cr_fail(c, CR_NO_MARK, CR_E_PATCH, "first");
	cr_hint(c, "did you mean \"%S\"?", CR_STR("x"));
	cr_second(c, cr_mark_make(1, 9, 9), "first defined here");
	cr_frame_pop(c);
	cr_frame_pop(c);
	assert_null(c->frame);
	const struct cr_diag *d = test_diag(c);
	assert_int_equal(d->frame_count, 2);
	test_str(d->frames[0].text, "patch p\\n.yaml");
	test_str(d->frames[1].text, "resources ../base");
	assert_int_equal(d->frames[1].mark, cr_mark_make(1, 2, 3));
	test_str(d->hint, "did you mean \"x\"?");
	test_str(d->second.text, "first defined here");
	assert_int_equal(cr_mark_line(d->second.mark), 9);
}

static void
warnings_obey_their_severity(void **state)
{
	struct cr_ctx *c = *state;
	cr_warn(c, CR_NO_MARK, CR_W_DEPRECATED, "old");
	assert_int_equal(test_diag(c)->severity, CR_SEV_WARNING);
	assert_int_equal(cr_error_count(c), 0);
	cr_diags_strict(c->diags, false);
	cr_warn(c, CR_NO_MARK, CR_W_DEPRECATED, "old");
	assert_int_equal(test_diag(c)->severity, CR_SEV_WARNING);
	cr_warn(c, CR_NO_MARK, CR_W_PATCH_LOST, "lost");
	assert_int_equal(test_diag(c)->severity, CR_SEV_ERROR);
	cr_diags_strict(c->diags, true);
	cr_warn(c, CR_NO_MARK, CR_W_DEPRECATED, "old");
	assert_int_equal(cr_error_count(c), 2);
	c->diags->severity[CR_W_DEPRECATED] = CR_SEV_OFF;
	cr_warn(c, CR_NO_MARK, CR_W_DEPRECATED, "not recorded");
	cr_hint(c, "not recorded");
	assert_int_equal(c->diags->count, 4);
	assert_int_equal(test_diag(c)->hint.len, 0);
}

static void
warnings_do_not_crowd_out_errors(void **state)
{
	struct cr_ctx *c = *state;
	for (unsigned i = 0; i < CR_DIAGS_KEPT + 50; i++) {
		cr_warn(c, CR_NO_MARK, CR_W_PATCH_LOST, "warning %u", i);
	}
	assert_string_equal(test_message(c), "warning 99");
	assert_int_equal(c->diags->dropped, 50);
	for (unsigned i = 0; i < CR_DIAGS_KEPT + 1; i++) {
		cr_fail(c, CR_NO_MARK, CR_E_VALUE, "error %u", i);
	}
	assert_string_equal(test_message(c), "error 99");
	assert_int_equal(c->diags->dropped, 51);
	assert_int_equal(cr_error_count(c), 101);
	size_t listed = 0;
	for (const struct cr_diag *d = c->diags->first; d; d = d->next) {
		listed++;
	}
	assert_int_equal(listed, c->diags->count);
	assert_int_equal(listed, 2 * CR_DIAGS_KEPT);
}

static void
codes_have_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < CR_CODE_COUNT; i++) {
		assert_int_equal(cr_code_find(cr_str_z(cr_code_name((enum cr_code)i))), i);
	}
	assert_int_equal(cr_code_find(CR_STR("no-such-code")), CR_CODE_COUNT);
	assert_string_equal(cr_code_name(CR_E_JSON_PATCH), "json-patch");
}

/* Unwinding. */

static void
count_up(void *arg)
{
	++*(int *)arg;
}

static bool
unwind_at_once(struct cr_ctx *c, void *arg)
{
	struct cr_defer d;
	struct cr_frame f;
	cr_frame_push(c, &f, "patch", CR_STR("deep.yaml"), CR_NO_MARK);
	cr_ctx_defer(c, &d, count_up, arg);
	cr_scratch_alloc(c, 100);
	cr_unwind(c, CR_E_LIMIT, "too much");
}

static bool
survive_inner_guard(struct cr_ctx *c, void *arg)
{
	struct cr_defer d;
	cr_ctx_defer(c, &d, count_up, arg);
	assert_false(cr_ctx_guard(c, unwind_at_once, arg));
	assert_int_equal(*(int *)arg, 1);
	assert_ptr_equal(c->defer, &d);
	cr_ctx_done(c, &d);
	return true;
}

static void
guard_runs_what_was_deferred(void **state)
{
	struct cr_ctx *c = *state;
	int done = 0;
	size_t scratch = cr_arena_used(c->scratch);
	assert_true(cr_ctx_guard(c, survive_inner_guard, &done));
	assert_int_equal(done, 2);
	assert_null(c->guard);
	assert_null(c->frame);
	assert_null(c->defer);
	assert_int_equal(cr_arena_used(c->scratch), scratch);
	assert_int_equal(test_diag(c)->code, CR_E_LIMIT);
	assert_string_equal(test_message(c), "too much");
	assert_int_equal(test_diag(c)->frame_count, 1);
	test_str(test_diag(c)->frames[0].text, "patch deep.yaml");
	cr_fail(c, CR_NO_MARK, CR_E_VALUE, "afterwards");
	assert_int_equal(c->diags->count, 2);
	assert_int_equal(cr_error_count(c), 2);
}

static bool
unwind_under_long_frames(struct cr_ctx *c, void *arg)
{
	struct cr_frame frames[40];
	for (size_t i = 0; i < 40; i++) {
		cr_frame_push(c, &frames[i], "resources", *(struct cr_str *)arg, CR_NO_MARK);
	}
	cr_unwind(c, CR_E_LIMIT, "too deep");
}

static void
guard_reserve_is_never_overrun(void **state)
{
	struct cr_ctx *c = *state;
	char text[300];
	memset(text, 1, sizeof text);
	struct cr_str subject = { .ptr = text, .len = sizeof text };
	assert_false(cr_ctx_guard(c, unwind_under_long_frames, &subject));
	assert_string_equal(test_message(c), "too deep");
	assert_int_equal(test_diag(c)->frame_count, 8);
	assert_string_equal(test_diag(c)->frames[0].text.ptr + 10 + 4 * 199, "\\x01...");
	test_str(test_diag(c)->frames[7].text, "");
	assert_false(cr_ctx_guard(c, unwind_under_long_frames, &subject));
	assert_int_equal(c->diags->count, 1);
	assert_int_equal(cr_error_count(c), 2);
}

static bool
ask_for_too_much(struct cr_ctx *c, void *arg)
{
	cr_alloc_zero(c, SIZE_MAX / 4, *(size_t *)arg);
	return true;
}

/* As many as the files allow, one more value in a file, and what that allows. */
static bool
count_too_many_for_files(struct cr_ctx *c, void *arg)
{
	cr_count_nodes(c, cr_limit(c, CR_MAX_COPY_FREE));
	c->nodes_read = 1;
	cr_count_nodes(c, cr_limit(c, CR_MAX_COPY_FACTOR));
	*(bool *)arg = true;
	cr_count_nodes(c, 1);
	return true;
}

static bool
count_too_many_nodes(struct cr_ctx *c, void *arg)
{
	c->nodes_read = cr_limit(c, CR_MAX_NODES);
	cr_count_nodes(c, cr_limit(c, CR_MAX_NODES));
	*(bool *)arg = true;
	cr_count_nodes(c, 1);
	return true;
}

static void
guard_stops_at_limits(void **state)
{
	struct cr_ctx *c = *state;
	size_t size = 8;
	assert_false(cr_ctx_guard(c, ask_for_too_much, &size));
	assert_int_equal(test_diag(c)->code, CR_E_MEMORY);
	struct cr_ctx *other = test_ctx_new();
	bool counted = false;
	assert_false(cr_ctx_guard(other, count_too_many_nodes, &counted));
	assert_true(counted);
	assert_int_equal(test_diag(other)->code, CR_E_LIMIT);
	test_ctx_free(other);
	other = test_ctx_new();
	counted = false;
	assert_false(cr_ctx_guard(other, count_too_many_for_files, &counted));
	assert_true(counted);
	assert_int_equal(test_diag(other)->code, CR_E_LIMIT);
	test_ctx_free(other);
}

struct numbers {
	uint32_t *items;
	size_t count, cap;
};

static bool
use_everything(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_buf b = { .ctx = c };
	struct cr_defer d;
	struct numbers kept = { 0 }, passing = { 0 };
	struct cr_map m = { 0 };
	cr_buf_defer(&b, &d);
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	for (uint32_t i = 0; i < 6000; i++) {
		*cr_push(c, &kept) = i;
		*cr_scratch_push(c, &passing) = i;
		struct cr_str text = cr_str_fmt(c, "number %u", i);
		cr_map_add(c, &m, cr_hash_mix(cr_key_intern(c, text), 0), &kept.items[0]);
		cr_buf_str(&b, text);
	}
	for (uint32_t i = 0; i < 6000; i++) {
		assert_int_equal(kept.items[i], i);
		assert_int_equal(passing.items[i], i);
	}
	cr_scratch_zero(c, 1000, 1000);
	cr_arena_rewind(c->scratch, mark);
	cr_warn(c, CR_NO_MARK, CR_W_PATCH_LOST, "once");
	cr_ctx_done(c, &d);
	return true;
}

static bool
use_a_little(struct cr_ctx *c, void *arg)
{
	(void)arg;
	struct cr_frame f;
	cr_frame_push(c, &f, "resources", CR_STR("a"), CR_NO_MARK);
	cr_key_intern(c, CR_STR("a new name"));
	cr_warn(c, CR_NO_MARK, CR_W_PATCH_LOST, "%S", CR_STR("once"));
	cr_hint(c, "hint");
	cr_frame_pop(c);
	struct cr_buf b = { .ctx = c };
	struct cr_defer d;
	cr_buf_defer(&b, &d);
	cr_buf_pad(&b, 'x', 10000);
	cr_buf_pad(&b, 'x', 10000);
	cr_ctx_done(c, &d);
	return true;
}

static void
guard_every_allocation_may_fail(void **state)
{
	(void)state;
	assert_true(test_every_failure(use_a_little, NULL) >= 5);
#ifndef CR_ARENA_MALLOC
	assert_true(test_every_failure(use_everything, NULL) > 10);
#endif
	struct cr_ctx *c = test_ctx_new();
	assert_true(cr_ctx_guard(c, use_everything, NULL));
	test_ctx_free(c);
}

#define WITH_CTX(test) cmocka_unit_test_setup_teardown(test, test_setup, test_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_allocations_are_apart),
		cmocka_unit_test(arena_rewind_gives_back),
		cmocka_unit_test(arena_rewind_to_its_beginning),
#ifndef CR_ARENA_MALLOC
		cmocka_unit_test(arena_mark_at_a_block_end_costs_no_malloc),
		cmocka_unit_test(arena_grows_the_last_in_place),
#endif
		cmocka_unit_test(arena_grow_keeps_the_contents),
		cmocka_unit_test(arena_limit),
		WITH_CTX(buf_grows),
		WITH_CTX(buf_stops_at_its_limit),
		WITH_CTX(message_conversions),
		WITH_CTX(message_escapes),
		WITH_CTX(message_is_cut),
		WITH_CTX(message_has_its_route),
		WITH_CTX(warnings_obey_their_severity),
		WITH_CTX(warnings_do_not_crowd_out_errors),
		cmocka_unit_test(codes_have_names),
		WITH_CTX(guard_runs_what_was_deferred),
		WITH_CTX(guard_reserve_is_never_overrun),
		WITH_CTX(guard_stops_at_limits),
		cmocka_unit_test(guard_every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
