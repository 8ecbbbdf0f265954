/* Arenas: blocks that grow geometrically; large allocations get a block of their own, in a second chain, so that the room left in the
 * newest ordinary block is not lost to them. Both chains run from new to old, and a mark remembers the head of each. In malloc mode
 * every allocation is a "big" one. */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define FIRST_BLOCK ((size_t)64 << 10)
#define LARGE_PAGE ((size_t)2 << 20)
#define LAST_BLOCK ((size_t)4 << 20)

#ifdef CR_ARENA_MALLOC
#define EACH_ALONE true
#else
#define EACH_ALONE false
#endif

struct cr_arena_block {
	struct cr_arena_block *older;
	size_t size; /* with this header */
};

static_assert(sizeof(struct cr_arena_block) % CR_ARENA_ALIGN == 0, "what follows the header must be aligned");

/* Large blocks ask for large pages: touching memory for the first time is a tenth of the time of a large render. */
static void *
allocator_malloc(void *user, size_t size)
{
	void *ptr;
	(void)user;
	if (size < LARGE_PAGE / 2) {
		return malloc(size);
	}
	if (posix_memalign(&ptr, LARGE_PAGE, size) != 0) {
		return NULL;
	}
	madvise(ptr, size, MADV_HUGEPAGE);
	return ptr;
}

static void
allocator_free(void *user, void *ptr)
{
	(void)user;
	free(ptr);
}

const struct cr_allocator cr_allocator_malloc = { .alloc = allocator_malloc, .free = allocator_free };

static size_t
round_up(size_t size)
{
	return (size + CR_ARENA_ALIGN - 1) & ~(CR_ARENA_ALIGN - 1);
}

static char *
block_data(struct cr_arena_block *b)
{
	return (char *)(b + 1);
}

struct cr_arena *
cr_arena_new(const struct cr_allocator *allocator, size_t limit)
{
	struct cr_arena *a = allocator->alloc(allocator->user, sizeof *a);
	if (a) {
		*a = (struct cr_arena){ .allocator = allocator, .own.limit = limit, .block_size = FIRST_BLOCK };
		a->budget = &a->own;
	}
	return a;
}

void
cr_arena_share_budget(struct cr_arena *a, const struct cr_arena *with)
{
	assert(a->own.held == 0);
	a->budget = with->budget;
}

static void
block_free(struct cr_arena *a, struct cr_arena_block *b)
{
	a->budget->held -= b->size;
	a->allocator->free(a->allocator->user, b);
}

static void
chain_free(struct cr_arena *a, struct cr_arena_block **chain, const struct cr_arena_block *until)
{
	while (*chain != until) {
		struct cr_arena_block *b = *chain;
		*chain = b->older;
		block_free(a, b);
	}
}

void
cr_arena_free(struct cr_arena *a)
{
	if (!a) {
		return;
	}
	chain_free(a, &a->block, NULL);
	chain_free(a, &a->big, NULL);
	chain_free(a, &a->spare, NULL);
	a->allocator->free(a->allocator->user, a);
}

static size_t
limit_left(const struct cr_arena *a)
{
	return a->budget->limit == 0 ? SIZE_MAX : a->budget->limit - a->budget->held;
}

/* A block of at least need bytes with its header, of size bytes if the limit allows that much. */
static struct cr_arena_block *
block_new(struct cr_arena *a, size_t need, size_t size)
{
	if (limit_left(a) < need) {
		chain_free(a, &a->spare, NULL);
	}
	a->over_limit = limit_left(a) < need;
	if (a->over_limit) {
		return NULL;
	}
	if (size > limit_left(a)) {
		size = limit_left(a) & ~(CR_ARENA_ALIGN - 1);
		size = size < need ? need : size;
	}
	struct cr_arena_block *b = a->allocator->alloc(a->allocator->user, size);
	if (b) {
		*b = (struct cr_arena_block){ .size = size };
		a->budget->held += size;
	}
	return b;
}

static void *
big_push(struct cr_arena *a, size_t size, size_t rounded)
{
	struct cr_arena_block *b = block_new(a, sizeof *b + size, sizeof *b + size);
	if (!b) {
		return NULL;
	}
	b->older = a->big;
	a->big = b;
	a->before += rounded;
	return block_data(b);
}

static struct cr_arena_block *
spare_take(struct cr_arena *a, size_t need)
{
	struct cr_arena_block *b = a->spare;
	if (!b || b->size < need) {
		return NULL;
	}
	a->spare = NULL;
	return b;
}

static bool
block_push(struct cr_arena *a, size_t rounded)
{
	struct cr_arena_block *b = spare_take(a, sizeof *b + rounded);
	if (!b) {
		b = block_new(a, sizeof *b + rounded, a->block_size);
		if (!b) {
			return false;
		}
		a->block_size = a->block_size < LAST_BLOCK ? a->block_size * 2 : a->block_size;
	}
	if (a->block) {
		a->before += (size_t)(a->next - block_data(a->block));
	}
	b->older = a->block;
	a->block = b;
	a->next = block_data(b);
	a->end = (char *)b + (b->size & ~(CR_ARENA_ALIGN - 1));
	return true;
}

void *
cr_arena_alloc_slow(struct cr_arena *a, size_t size)
{
	if (size > SIZE_MAX / 2) {
		a->over_limit = a->budget->limit != 0;
		return NULL;
	}
	size_t rounded = size == 0 ? CR_ARENA_ALIGN : round_up(size);
	if (rounded > (size_t)(a->end - a->next)) {
		if (EACH_ALONE || rounded > a->block_size / 4) {
			return big_push(a, size, rounded);
		}
		if (!block_push(a, rounded)) {
			return NULL;
		}
	}
	void *ptr = a->next;
	a->next += rounded;
	return ptr;
}

/* Is ptr, of old bytes, the newest allocation of the newest block? */
static bool
is_last(const struct cr_arena *a, const void *ptr, size_t old)
{
	return ptr && a->next && (const char *)ptr + (old == 0 ? CR_ARENA_ALIGN : round_up(old)) == a->next;
}

void *
cr_arena_grow(struct cr_arena *a, void *ptr, size_t old, size_t size)
{
	if (ptr && size <= old) {
		return ptr;
	}
	if (is_last(a, ptr, old) && size <= (size_t)(a->end - (char *)ptr)) {
		a->next = (char *)ptr + round_up(size);
		return ptr;
	}
	void *grown = cr_arena_alloc(a, size);
	if (grown && ptr) {
		memcpy(grown, ptr, old);
	}
	return grown;
}

struct cr_arena_mark
cr_arena_mark(const struct cr_arena *a)
{
	return (struct cr_arena_mark){ .block = a->block, .big = a->big, .next = a->next, .before = a->before };
}

void
cr_arena_rewind(struct cr_arena *a, struct cr_arena_mark m)
{
	chain_free(a, &a->big, m.big);
	while (a->block != m.block) {
		struct cr_arena_block *b = a->block;
		a->block = b->older;
		if (!a->spare || a->spare->size < b->size) {
			chain_free(a, &a->spare, NULL);
			b->older = NULL;
			a->spare = b;
		} else {
			block_free(a, b);
		}
	}
	a->next = m.next;
	a->end = a->block ? (char *)a->block + (a->block->size & ~(CR_ARENA_ALIGN - 1)) : NULL;
	a->before = m.before;
}

size_t
cr_arena_used(const struct cr_arena *a)
{
	return a->before + (a->block ? (size_t)(a->next - block_data(a->block)) : 0);
}

bool
cr_arena_over_limit(const struct cr_arena *a)
{
	return a->over_limit;
}
