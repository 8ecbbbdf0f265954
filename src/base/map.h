/* A multi-map from 64-bit hashes to pointers, in insertion order for one hash. Callers hash (XXH3, or cr_hash_mix over ids) and
 * check what they find: two things may share a hash. Where a hash lies depends on the session's seed. */
#ifndef CR_BASE_MAP_H
#define CR_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cr_ctx;
struct cr_map_entry;
struct cr_map_link;

/* {0} is an empty map. Its memory is the context's arena; with in_scratch the scratch arena: mark that before, rewind it after, and add
 * nothing inside an inner mark. */
struct cr_map {
	struct cr_map_entry *slots;
	size_t cap;    /* of slots; 0 or a power of two */
	size_t used;   /* hashes */
	uint64_t seed; /* of the session: says in which slots hashes lie, so that a file cannot crowd them */
	size_t count;  /* values */
	bool in_scratch;
};

struct cr_map_iter {
	const struct cr_map_link *next;
};

/* Room for that many hashes, so that adding them does not grow the map again and again. */
void cr_map_reserve(struct cr_ctx *c, struct cr_map *m, size_t hashes);
/* Empties it; it keeps its room while that is small. */
void cr_map_clear(struct cr_map *m);
/* value is not NULL. */
void cr_map_add(struct cr_ctx *c, struct cr_map *m, uint64_t hash, void *value);
/* for (void *v = cr_map_first(m, hash, &it); v; v = cr_map_next(m, &it)) */
void *cr_map_first(const struct cr_map *m, uint64_t hash, struct cr_map_iter *it);
void *cr_map_next(const struct cr_map *m, struct cr_map_iter *it);

/* Mixes one more integer into a hash. */
static inline uint64_t
cr_hash_mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15ull;
	return h ^ (h >> 32);
}
/* XXH3 of text with the session's seed. */
uint64_t cr_hash_str(const struct cr_ctx *c, const char *ptr, size_t len);

#endif
