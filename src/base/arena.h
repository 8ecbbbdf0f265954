/* Arenas: memory that lives until its owner ends. Nobody frees single objects.
 * With -DCONFRENDER_ARENA_MALLOC=ON every allocation is a malloc of its own, so that the sanitizers see each overflow. */
#ifndef CR_BASE_ARENA_H
#define CR_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every allocation starts at a multiple of this: enough for pointers, 64-bit integers and doubles, not for long double or vectors. */
#define CR_ARENA_ALIGN ((size_t)8)

/* Where memory comes from; the embedding program's, or malloc. A test makes allocation N fail with it. */
struct cr_allocator {
	void *(*alloc)(void *user, size_t size);
	void (*free)(void *user, void *ptr);
	void *user;
};

/* malloc and free. */
extern const struct cr_allocator cr_allocator_malloc;

struct cr_arena_block;

/* What arenas may take from the allocator together. */
struct cr_budget {
	size_t limit; /* 0: no limit */
	size_t held;
};

/* Open only for the inline allocation below; everybody else calls the functions. */
struct cr_arena {
	char *next, *end;             /* the free room of the newest block; both NULL in malloc mode */
	struct cr_arena_block *block; /* newest first */
	struct cr_arena_block *big;   /* allocations with a block of their own, newest first */
	struct cr_arena_block *spare; /* kept from a rewind, so that a mark at a block's end does not cost a malloc each time */
	const struct cr_allocator *allocator;
	struct cr_budget own;
	struct cr_budget *budget; /* own, or that of another arena */
	size_t before;            /* bytes handed out in big and in older blocks */
	size_t block_size;        /* of the next block */
	bool over_limit;
};

/* limit: bytes this arena, and those that share its budget, may hold in all (0: no limit). NULL when out of memory. allocator must outlive
 * the arena. */
struct cr_arena *cr_arena_new(const struct cr_allocator *allocator, size_t limit);
void cr_arena_free(struct cr_arena *a);
/* From now on a, which is still empty, takes from the budget of with, and must be freed before it. */
void cr_arena_share_budget(struct cr_arena *a, const struct cr_arena *with);

/* What cr_arena_alloc does when the newest block is full. */
void *cr_arena_alloc_slow(struct cr_arena *a, size_t size);

/* size bytes, aligned to CR_ARENA_ALIGN; NULL when out of memory or past the limit. Not cleared. Size 0 gives a valid pointer. */
static inline void *
cr_arena_alloc(struct cr_arena *a, size_t size)
{
	/* The room is a multiple of the alignment, so what fits before rounding fits after it; size 0 wraps and goes the slow way. */
	if (size - 1 < (size_t)(a->end - a->next)) {
		void *ptr = a->next;
		a->next += (size + CR_ARENA_ALIGN - 1) & ~(CR_ARENA_ALIGN - 1);
		return ptr;
	}
	return cr_arena_alloc_slow(a, size);
}

/* Grows the allocation ptr (of old bytes) to size bytes; in place when it was the last one. NULL as above; ptr stays valid. What was
 * grown after a mark belongs to the mark: a rewind takes it back, though ptr is older. */
void *cr_arena_grow(struct cr_arena *a, void *ptr, size_t old, size_t size);

/* Takes back all that was allocated since the mark. */
struct cr_arena_mark {
	void *block;
	void *big;
	char *next;
	size_t before;
};
struct cr_arena_mark cr_arena_mark(const struct cr_arena *a);
void cr_arena_rewind(struct cr_arena *a, struct cr_arena_mark m);
/* Bytes handed out and not taken back, each size rounded up to the alignment. */
size_t cr_arena_used(const struct cr_arena *a);
/* Did the last NULL come from the limit (and not from the allocator)? */
bool cr_arena_over_limit(const struct cr_arena *a);

#endif
