/* A growing output. The allocator knows no realloc, so growing copies; doubling keeps that linear. */
#include "base/buf.h"

#define FIRST_CAP ((size_t)4096)

void
cr_buf_bound(struct cr_buf *b, enum cr_limit limit, const char *what)
{
	uint64_t bytes = cr_limit(b->ctx, limit);
	b->limit = bytes < SIZE_MAX ? (size_t)bytes : SIZE_MAX;
	b->limit_name = limit;
	b->limited = what;
}

static size_t
next_cap(const struct cr_buf *b, size_t need)
{
	size_t cap = b->cap > SIZE_MAX / 2 ? need : b->cap * 2;
	cap = cap < FIRST_CAP ? FIRST_CAP : cap;
	cap = cap < need ? need : cap;
	return b->limit != 0 && cap > b->limit ? b->limit : cap;
}

void
cr_buf_reserve(struct cr_buf *b, size_t more)
{
	size_t need;
	if (__builtin_add_overflow(b->len, more, &need)) {
		cr_unwind(b->ctx, CR_E_MEMORY, "out of memory");
	}
	if (need <= b->cap) {
		return;
	}
	if (b->limit != 0 && need > b->limit) {
		cr_unwind_limit(b->ctx, b->limit_name, b->limited);
	}
	size_t cap = next_cap(b, need);
	const struct cr_allocator *allocator = b->ctx->allocator;
	char *ptr = allocator->alloc(allocator->user, cap);
	if (!ptr) {
		cr_unwind(b->ctx, CR_E_MEMORY, "out of memory");
	}
	if (b->len > 0) {
		memcpy(ptr, b->ptr, b->len);
	}
	if (b->ptr) {
		allocator->free(allocator->user, b->ptr);
	}
	b->ptr = ptr;
	b->cap = cap;
}

void
cr_buf_free(struct cr_buf *b)
{
	if (b->ptr) {
		b->ctx->allocator->free(b->ctx->allocator->user, b->ptr);
	}
	b->ptr = NULL;
	b->len = b->cap = 0;
}

static void
free_deferred(void *buf)
{
	cr_buf_free(buf);
}

void
cr_buf_defer(struct cr_buf *b, struct cr_defer *d)
{
	cr_ctx_defer(b->ctx, d, free_deferred, b);
}

void
cr_buf_pad(struct cr_buf *b, char ch, size_t count)
{
	if (count == 0) {
		return;
	}
	if (b->cap - b->len < count) {
		cr_buf_reserve(b, count);
	}
	memset(b->ptr + b->len, ch, count);
	b->len += count;
}
