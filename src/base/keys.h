/* Interned text: map keys, kinds, groups, versions, names and namespaces become 32-bit ids, so code compares integers.
 * The first ids are the well-known names of keys_wellknown.h (generated from names.txt and the tables); id 0 is the empty text. */
#ifndef CR_BASE_KEYS_H
#define CR_BASE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/keys_wellknown.h"
#include "base/str.h"

typedef uint32_t cr_key;

#define CR_KEY_EMPTY ((cr_key)0)
#define CR_KEY_NONE UINT32_MAX

struct cr_arena;
struct cr_ctx;

struct cr_key_entry {
	const char *ptr;
	uint32_t len;
	bool has_digit;
};

struct cr_wellknown_key {
	uint16_t at; /* in cr_wellknown_text */
	uint8_t len;
	bool has_digit;
};

/* The well-known names: by id, and from a text's hash to id + 1 (0: free). Constants without pointers, so that nothing is filled at start,
 * not even by the loader. */
extern const char cr_wellknown_text[];
extern const struct cr_wellknown_key cr_wellknown_keys[CR_KEY_WELLKNOWN_COUNT];
extern const uint16_t cr_wellknown_slots[CR_WELLKNOWN_SLOTS];

static inline struct cr_str
cr_wellknown_str(cr_key k)
{
	return (struct cr_str){ .ptr = &cr_wellknown_text[cr_wellknown_keys[k].at], .len = cr_wellknown_keys[k].len };
}

/* Open only for the inline look-up in ctx.h. */
struct cr_keys {
	struct cr_key_entry *items; /* by id - CR_KEY_WELLKNOWN_COUNT */
	size_t count, cap;
	uint64_t *slots;   /* 0: free; else the hash in the upper half and the index in items + 1 in the lower */
	size_t slot_count; /* 0 or a power of two, at least twice count */
	uint64_t seed;
};

/* A table in which only the well-known names are. seed makes its hashes unpredictable. NULL when out of memory. */
struct cr_keys *cr_keys_new(struct cr_arena *a, uint64_t seed);

/* The id of text, new if need be. The table keeps a copy of the text. Does not return when out of memory (see ctx.h). */
cr_key cr_key_intern(struct cr_ctx *c, struct cr_str text);
/* The id of text, or CR_KEY_NONE if nothing has it. */
cr_key cr_key_find(const struct cr_ctx *c, struct cr_str text);
/* cr_key_str(c, k), the text of an id, and cr_key_has_digit(c, k) are in ctx.h. */

#endif
