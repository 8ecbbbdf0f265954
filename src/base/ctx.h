/* The context of one render: first parameter wherever something can fail, allocate, or look up a name.
 *
 * Two kinds of failure. What is wrong with the input is an ordinary error: cr_fail records it and returns false, and the caller
 * returns. Running out of memory or past a memory limit is sticky: cr_alloc records it and unwinds to the API call (cr_ctx_guard),
 * which frees the arenas and returns its code. So an allocation never returns NULL, and code that holds something which no arena
 * owns (a descriptor, a libyaml parser) registers it with cr_ctx_defer before it allocates. */
#ifndef CR_BASE_CTX_H
#define CR_BASE_CTX_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/keys.h"
#include "base/limits.h"
#include "base/mark.h"
#include "base/str.h"

struct cr_guard;
struct cr_loader;

struct cr_frame {
	const char *what; /* "resources", "patch", ... */
	struct cr_str subject;
	cr_mark mark;
	const struct cr_frame *up;
};

struct cr_defer {
	void (*run)(void *arg);
	void *arg;
	struct cr_defer *up;
};

struct cr_ctx {
	const struct cr_allocator *allocator;
	struct cr_arena *arena;   /* nodes, resources, texts: lives as long as the session's shared bases */
	struct cr_arena *scratch; /* for the length of one call: mark it, rewind it */
	struct cr_keys *keys;
	struct cr_loader *loader;
	struct cr_diags *diags;
	const struct cr_frame *frame; /* innermost station of the route */
	struct cr_defer *defer;
	uint32_t stamp; /* owner of the nodes made now; a node with another stamp is shared and copied before it is written */
	uint32_t next_stamp;
	uint64_t nodes;         /* nodes made so far, against CR_LIMIT_NODES */
	uint64_t generated;     /* bytes generated so far, against CR_LIMIT_GENERATED_BYTES */
	struct cr_guard *guard; /* innermost guarded call; NULL: none, and then nothing may fail for want of memory */
};

/* An empty context with its arenas, keys (their hashes seeded with seed) and diagnostics. allocator (NULL: malloc) must outlive it. False,
 * with nothing left to free, when out of memory. */
bool cr_ctx_init(struct cr_ctx *c, const struct cr_allocator *allocator, uint64_t seed);
void cr_ctx_free(struct cr_ctx *c);
/* Returns what run returns, or false if the context unwound: then what was deferred in run has been run, the scratch memory is as before,
 * and the newest diagnostic says why. Guards nest; each catches what unwinds within it. */
bool cr_ctx_guard(struct cr_ctx *c, bool (*run)(struct cr_ctx *c, void *arg), void *arg);

/* Records a sticky error, without allocating, and unwinds to the innermost guard. */
_Noreturn void cr_unwind(struct cr_ctx *c, enum cr_code code, const char *what);
/* Unwinds since a just gave NULL. */
_Noreturn void cr_unwind_memory(struct cr_ctx *c, const struct cr_arena *a);
_Noreturn void cr_unwind_nodes(struct cr_ctx *c);

/* Memory of the context's arena, aligned to CR_ARENA_ALIGN, not cleared. Never NULL. */
static inline void *
cr_alloc(struct cr_ctx *c, size_t size)
{
	void *ptr = cr_arena_alloc(c->arena, size);
	if (!ptr) {
		cr_unwind_memory(c, c->arena);
	}
	return ptr;
}

/* count * size bytes with the product checked, cleared. */
void *cr_alloc_zero(struct cr_ctx *c, size_t count, size_t size);
/* Grows an array of cap elements so that it has room for need; updates *cap. Returns the new address. */
void *cr_grow(struct cr_ctx *c, void *items, size_t *cap, size_t need, size_t size);
/* The same of the scratch arena: take cr_arena_mark(c->scratch) before and rewind to it after. An array grows under the innermost mark:
 * do not grow one of an outer call inside an inner mark. */
void *cr_scratch_alloc(struct cr_ctx *c, size_t size);
void *cr_scratch_zero(struct cr_ctx *c, size_t count, size_t size);
void *cr_scratch_grow(struct cr_ctx *c, void *items, size_t *cap, size_t need, size_t size);
/* A copy of s in the context's arena (with a NUL behind it). */
struct cr_str cr_str_dup(struct cr_ctx *c, struct cr_str s);
/* printf into it; %.*s and the usual conversions. */
struct cr_str cr_str_fmt(struct cr_ctx *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* a followed by b. */
struct cr_str cr_str_cat(struct cr_ctx *c, struct cr_str a, struct cr_str b);

#define cr_new(c, T) ((T *)cr_alloc_zero((c), 1, sizeof(T)))
#define cr_new_n(c, T, n) ((T *)cr_alloc_zero((c), (n), sizeof(T)))
/* Room for one more element of list {items, count, cap}; the element's address (not cleared). */
#define cr_push(c, list) \
	((list)->count == (list)->cap \
		 ? ((list)->items = cr_grow((c), (list)->items, &(list)->cap, (list)->count + 1, sizeof *(list)->items), \
		    &(list)->items[(list)->count++]) \
		 : &(list)->items[(list)->count++])

/* As cr_push, for a list in scratch memory. */
#define cr_scratch_push(c, list) \
	((list)->count == (list)->cap \
		 ? ((list)->items = cr_scratch_grow((c), (list)->items, &(list)->cap, (list)->count + 1, sizeof *(list)->items), \
		    &(list)->items[(list)->count++]) \
		 : &(list)->items[(list)->count++])

/* Counts n new nodes against the limit; unwinds past it. */
static inline void
cr_count_nodes(struct cr_ctx *c, uint64_t n)
{
	if (n > CR_LIMIT_NODES - c->nodes) {
		cr_unwind_nodes(c);
	}
	c->nodes += n;
}

/* The text of an id. */
static inline struct cr_str
cr_key_str(const struct cr_ctx *c, cr_key k)
{
	const struct cr_key_entry *e = &c->keys->items[k];
	return (struct cr_str){ .ptr = e->ptr, .len = e->len };
}

/* May the text of an id hold a digit? False: surely none, so that orders which count digits as numbers need not look. */
static inline bool
cr_key_has_digit(const struct cr_ctx *c, cr_key k)
{
	return c->keys->items[k].has_digit;
}

/* Runs run(arg) when the context unwinds; d lives in the caller's frame. run may not allocate. cr_ctx_done takes d, the newest, off and
 * runs it. */
void cr_ctx_defer(struct cr_ctx *c, struct cr_defer *d, void (*run)(void *), void *arg);
void cr_ctx_done(struct cr_ctx *c, struct cr_defer *d);

/* Pushes a station; f lives in the caller's frame. Pop before returning. */
static inline void
cr_frame_push(struct cr_ctx *c, struct cr_frame *f, const char *what, struct cr_str subject, cr_mark mark)
{
	*f = (struct cr_frame){ .what = what, .subject = subject, .mark = mark, .up = c->frame };
	c->frame = f;
}

static inline void
cr_frame_pop(struct cr_ctx *c)
{
	c->frame = c->frame->up;
}

/* Records an error at mark with a copy of the frames; always returns false. The format takes printf's %s %d %i %u %x %zu %zd %c %%, l and
 * ll before the integers, %.*s (no widths, no flags), and %S for a struct cr_str (passed by value) which is cut at 200 bytes. Control
 * characters and invalid UTF-8 in anything put in are escaped (\x1b). Secret values never belong in a message. */
bool cr_fail(struct cr_ctx *c, cr_mark mark, enum cr_code code, const char *fmt, ...);
/* Records a warning, or an error where --strict or --warn say so (then the render fails at its end). */
void cr_warn(struct cr_ctx *c, cr_mark mark, enum cr_code code, const char *fmt, ...);
/* Adds to the diagnostic recorded last: a hint ("did you mean ..."), or a second place. Nothing if that one was switched off. */
void cr_hint(struct cr_ctx *c, const char *fmt, ...);
void cr_second(struct cr_ctx *c, cr_mark mark, const char *fmt, ...);
/* Errors recorded so far (to go on after independent errors and fail at the end). */
size_t cr_error_count(const struct cr_ctx *c);

#endif
