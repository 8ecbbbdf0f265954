/* A growing output. Its memory is malloc'd through the session's allocator, since a grown block is worth giving back. */
#ifndef CR_BASE_BUF_H
#define CR_BASE_BUF_H

#include "base/ctx.h"

/* { .ctx = c } is an empty buffer. */
struct cr_buf {
	struct cr_ctx *ctx;
	char *ptr;
	size_t len, cap;
	size_t limit; /* bytes, see cr_buf_bound; 0: none */
	enum cr_limit limit_name;
	const char *limited; /* "the output is larger than" */
};

/* Past limit the context unwinds; what: the beginning of the message, as in cr_unwind_limit. */
void cr_buf_bound(struct cr_buf *b, enum cr_limit limit, const char *what);
/* Room for more bytes behind len. */
void cr_buf_reserve(struct cr_buf *b, size_t more);
void cr_buf_free(struct cr_buf *b);
/* Has b freed when the context unwinds, or at cr_ctx_done(b->ctx, d). */
void cr_buf_defer(struct cr_buf *b, struct cr_defer *d);

static inline void
cr_buf_putc(struct cr_buf *b, char ch)
{
	if (b->len == b->cap) {
		cr_buf_reserve(b, 1);
	}
	b->ptr[b->len++] = ch;
}

static inline void
cr_buf_put(struct cr_buf *b, const char *ptr, size_t len)
{
	if (b->cap - b->len < len) {
		cr_buf_reserve(b, len);
	}
	if (len > 0) {
		memcpy(b->ptr + b->len, ptr, len);
	}
	b->len += len;
}

static inline void
cr_buf_str(struct cr_buf *b, struct cr_str s)
{
	cr_buf_put(b, s.ptr, s.len);
}

void cr_buf_pad(struct cr_buf *b, char ch, size_t count);

#endif
