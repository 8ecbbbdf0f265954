/* The context of one render: its life, its memory, and how it unwinds when memory or a memory limit is at its end.
 *
 * Unwinding runs what was deferred before it jumps: the records live in the frames that the jump leaves. */
#include "base/ctx.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_CAP ((size_t)4)

struct cr_guard {
	jmp_buf jump;
	struct cr_guard *up;
	struct cr_defer *defer;
	const struct cr_frame *frame;
	cr_mark at;
	struct cr_arena_mark scratch;
};

static size_t
memory_limit(const struct cr_limits *l)
{
	uint64_t bytes = l->of[CR_MAX_MEMORY];
	return bytes < SIZE_MAX ? (size_t)bytes : SIZE_MAX;
}

bool
cr_ctx_init(struct cr_ctx *c, const struct cr_allocator *allocator, uint64_t seed)
{
	*c = (struct cr_ctx){ .allocator = allocator ? allocator : &cr_allocator_malloc, .stamp = 1, .next_stamp = 2 };
	cr_limits_default(&c->limits);
	c->arena = cr_arena_new(c->allocator, memory_limit(&c->limits));
	c->scratch = cr_arena_new(c->allocator, memory_limit(&c->limits));
	if (c->arena && c->scratch) {
		cr_arena_share_budget(c->scratch, c->arena);
		c->diags = cr_diags_new(c->arena);
		c->keys = cr_keys_new(c->arena, seed);
	}
	if (!c->diags || !c->keys) {
		cr_ctx_free(c);
		return false;
	}
	return true;
}

void
cr_ctx_set_limits(struct cr_ctx *c, const struct cr_limits *limits)
{
	c->limits = *limits;
	c->arena->budget->limit = memory_limit(limits);
}

void
cr_ctx_free(struct cr_ctx *c)
{
	cr_arena_free(c->scratch);
	cr_arena_free(c->arena);
	*c = (struct cr_ctx){ 0 };
}

static void
guard_leave(struct cr_ctx *c, const struct cr_guard *g)
{
	c->guard = g->up;
	c->frame = g->frame;
	c->at = g->at;
}

bool
cr_ctx_guard(struct cr_ctx *c, bool (*run)(struct cr_ctx *c, void *arg), void *arg)
{
	struct cr_guard g = {
		.up = c->guard,
		.defer = c->defer,
		.frame = c->frame,
		.at = c->at,
		.scratch = cr_arena_mark(c->scratch),
	};
	if (c->guard == NULL) {
		c->nodes = c->nodes_allowed = c->generated = c->work = c->documents = 0;
	}
	c->guard = &g;
	if (setjmp(g.jump) != 0) {
		guard_leave(c, &g);
		cr_arena_rewind(c->scratch, g.scratch);
		return false;
	}
	bool done = run(c, arg);
	assert(c->defer == g.defer);
	guard_leave(c, &g);
	return done;
}

void
cr_unwind(struct cr_ctx *c, enum cr_code code, const char *what)
{
	if (!c->guard) {
		assert(!"a guarded call");
		abort();
	}
	cr_diags_sticky(c, code, what);
	while (c->defer != c->guard->defer) {
		struct cr_defer *d = c->defer;
		c->defer = d->up;
		d->release(d->arg);
	}
	longjmp(c->guard->jump, 1);
}

void
cr_unwind_memory(struct cr_ctx *c, const struct cr_arena *a)
{
	if (!cr_arena_over_limit(a)) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	cr_unwind_limit(c, CR_MAX_MEMORY, "the render needs more memory than");
}

void
cr_unwind_limit(struct cr_ctx *c, enum cr_limit limit, const char *what)
{
	char text[CR_LIMIT_TEXT], message[2 * CR_LIMIT_TEXT + 200];
	cr_limit_text(limit, cr_limit(c, limit), text);
	snprintf(message, sizeof message, "%s %s", what, text);
	cr_unwind(c, CR_E_LIMIT, message);
}

_Noreturn static void
unwind_nodes(struct cr_ctx *c, bool by_factor)
{
	char free[CR_LIMIT_TEXT], what[CR_LIMIT_TEXT + 100];
	cr_limit_text(CR_MAX_COPY_FREE, cr_limit(c, CR_MAX_COPY_FREE), free);
	snprintf(what, sizeof what, "aliases, copies and patches make more than%s%s%s", by_factor ? " " : "", by_factor ? free : "",
		 by_factor ? " and" : "");
	cr_unwind_limit(c, by_factor ? CR_MAX_COPY_FACTOR : CR_MAX_NODES, what);
}

void
cr_allow_nodes(struct cr_ctx *c, uint64_t n)
{
	uint64_t most = cr_limit(c, CR_MAX_NODES), by_factor;
	if (__builtin_mul_overflow(c->nodes_read, cr_limit(c, CR_MAX_COPY_FACTOR), &by_factor) ||
	    __builtin_add_overflow(by_factor, cr_limit(c, CR_MAX_COPY_FREE), &by_factor)) {
		by_factor = UINT64_MAX;
	}
	c->nodes_allowed = by_factor < most ? by_factor : most;
	if (c->nodes_allowed < c->nodes || n > c->nodes_allowed - c->nodes) {
		unwind_nodes(c, by_factor < most);
	}
}

void
cr_unwind_work(struct cr_ctx *c)
{
	cr_unwind_limit(c, CR_MAX_WORK, "too many patches, labels, images or the like for so many objects: they take more than");
}

static size_t
product(struct cr_ctx *c, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes)) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	return bytes;
}

static void *
alloc_from(struct cr_ctx *c, struct cr_arena *a, size_t size)
{
	void *ptr = cr_arena_alloc(a, size);
	if (!ptr) {
		cr_unwind_memory(c, a);
	}
	return ptr;
}

static void *
grow_in(struct cr_ctx *c, struct cr_arena *a, void *items, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap) {
		return items;
	}
	size_t wanted = *cap > SIZE_MAX / 2 ? need : *cap * 2;
	wanted = wanted < FIRST_CAP ? FIRST_CAP : wanted;
	wanted = wanted < need ? need : wanted;
	void *grown = cr_arena_grow(a, items, *cap * size, product(c, wanted, size));
	if (!grown) {
		cr_unwind_memory(c, a);
	}
	*cap = wanted;
	return grown;
}

void *
cr_alloc_zero(struct cr_ctx *c, size_t count, size_t size)
{
	size_t bytes = product(c, count, size);
	return memset(cr_alloc(c, bytes), 0, bytes);
}

void *
cr_grow(struct cr_ctx *c, void *items, size_t *cap, size_t need, size_t size)
{
	return grow_in(c, c->arena, items, cap, need, size);
}

void *
cr_scratch_alloc(struct cr_ctx *c, size_t size)
{
	return alloc_from(c, c->scratch, size);
}

void *
cr_scratch_zero(struct cr_ctx *c, size_t count, size_t size)
{
	size_t bytes = product(c, count, size);
	return memset(alloc_from(c, c->scratch, bytes), 0, bytes);
}

void *
cr_scratch_grow(struct cr_ctx *c, void *items, size_t *cap, size_t need, size_t size)
{
	return grow_in(c, c->scratch, items, cap, need, size);
}

struct cr_str
cr_str_dup(struct cr_ctx *c, struct cr_str s)
{
	return cr_str_cat(c, s, CR_STR(""));
}

struct cr_str
cr_str_cat(struct cr_ctx *c, struct cr_str a, struct cr_str b)
{
	size_t len;
	if (__builtin_add_overflow(a.len, b.len, &len) || len == SIZE_MAX) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	char *ptr = cr_alloc(c, len + 1);
	if (a.len > 0) {
		memcpy(ptr, a.ptr, a.len);
	}
	if (b.len > 0) {
		memcpy(ptr + a.len, b.ptr, b.len);
	}
	ptr[len] = '\0';
	return (struct cr_str){ .ptr = ptr, .len = len };
}

struct cr_str
cr_str_fmt(struct cr_ctx *c, const char *fmt, ...)
{
	char room[256];
	va_list ap;
	va_start(ap, fmt);
	int len = vsnprintf(room, sizeof room, fmt, ap);
	va_end(ap);
	if (len < 0) {
		cr_unwind(c, CR_E_LIMIT, "a text longer than 2 GiB");
	}
	if ((size_t)len < sizeof room) {
		return cr_str_dup(c, (struct cr_str){ .ptr = room, .len = (size_t)len });
	}
	char *ptr = cr_alloc(c, (size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(ptr, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return (struct cr_str){ .ptr = ptr, .len = (size_t)len };
}

void
cr_ctx_defer(struct cr_ctx *c, struct cr_defer *d, void (*release)(void *), void *arg)
{
	*d = (struct cr_defer){ .release = release, .arg = arg, .up = c->defer };
	c->defer = d;
}

void
cr_ctx_done(struct cr_ctx *c, struct cr_defer *d)
{
	assert(c->defer == d);
	c->defer = d->up;
	d->release(d->arg);
}
