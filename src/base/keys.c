/* Interned text: a table from text to id (open addressing, linear probing, at most half full) beside an array from id to text.
 * Hashes are XXH3 with the session's seed, so that a file cannot be made to collide; ids depend on the order of first use alone. */
#define XXH_INLINE_ALL
#include "base/keys.h"

#include <xxhash.h>

#include "base/ctx.h"
#include "base/map.h"

#define FIRST_SLOTS ((size_t)1024)

static uint32_t
hash_of(const struct cr_keys *keys, struct cr_str text)
{
	return (uint32_t)XXH3_64bits_withSeed(text.ptr, text.len, keys->seed);
}

/* Letters and digits outside ASCII are not told apart: any of them counts. */
static bool
may_have_digit(struct cr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char ch = (unsigned char)text.ptr[i];
		if ((ch >= '0' && ch <= '9') || ch >= 0x80) {
			return true;
		}
	}
	return false;
}

static void
slot_put(uint64_t *slots, size_t slot_count, uint64_t slot)
{
	size_t at = (size_t)(slot >> 32) & (slot_count - 1);
	while (slots[at] != 0) {
		at = (at + 1) & (slot_count - 1);
	}
	slots[at] = slot;
}

/* The text must outlive the table; the arrays must have room. */
static cr_key
key_add(struct cr_keys *keys, struct cr_str text, uint32_t hash)
{
	cr_key key = (cr_key)keys->count++;
	keys->items[key] = (struct cr_key_entry){ .ptr = text.ptr, .len = (uint32_t)text.len, .has_digit = may_have_digit(text) };
	slot_put(keys->slots, keys->slot_count, (uint64_t)hash << 32 | (key + 1));
	return key;
}

struct cr_keys *
cr_keys_new(struct cr_arena *a, uint64_t seed)
{
	struct cr_keys *keys = cr_arena_alloc(a, sizeof *keys);
	if (!keys) {
		return NULL;
	}
	*keys = (struct cr_keys){ .seed = seed, .slot_count = FIRST_SLOTS };
	while (keys->slot_count < CR_KEY_WELLKNOWN_COUNT * (size_t)3) {
		keys->slot_count *= 2;
	}
	keys->cap = keys->slot_count / 2;
	keys->slots = cr_arena_alloc(a, keys->slot_count * sizeof *keys->slots);
	keys->items = cr_arena_alloc(a, keys->cap * sizeof *keys->items);
	if (!keys->slots || !keys->items) {
		return NULL;
	}
	memset(keys->slots, 0, keys->slot_count * sizeof *keys->slots);
	for (size_t i = 0; i < CR_KEY_WELLKNOWN_COUNT; i++) {
		key_add(keys, cr_wellknown_names[i], hash_of(keys, cr_wellknown_names[i]));
	}
	return keys;
}

static cr_key
find(const struct cr_keys *keys, struct cr_str text, uint32_t hash)
{
	size_t mask = keys->slot_count - 1;
	for (size_t at = hash & mask; keys->slots[at] != 0; at = (at + 1) & mask) {
		if ((uint32_t)(keys->slots[at] >> 32) != hash) {
			continue;
		}
		cr_key key = (cr_key)(keys->slots[at] - 1);
		const struct cr_key_entry *e = &keys->items[key];
		if (e->len == text.len && (text.len == 0 || memcmp(e->ptr, text.ptr, text.len) == 0)) {
			return key;
		}
	}
	return CR_KEY_NONE;
}

/* Room for one more key. All that can unwind comes before the table is touched. */
static void
make_room(struct cr_ctx *c, struct cr_keys *keys)
{
	if (keys->count >= CR_KEY_NONE - 1) {
		cr_unwind(c, CR_E_LIMIT, "more than 4294967294 different names");
	}
	keys->items = cr_grow(c, keys->items, &keys->cap, keys->count + 1, sizeof *keys->items);
	if (keys->count + 1 <= keys->slot_count / 2) {
		return;
	}
	size_t slot_count = keys->slot_count * 2;
	uint64_t *slots = cr_alloc_zero(c, slot_count, sizeof *slots);
	for (size_t i = 0; i < keys->slot_count; i++) {
		if (keys->slots[i] != 0) {
			slot_put(slots, slot_count, keys->slots[i]);
		}
	}
	keys->slots = slots;
	keys->slot_count = slot_count;
}

cr_key
cr_key_intern(struct cr_ctx *c, struct cr_str text)
{
	struct cr_keys *keys = c->keys;
	uint32_t hash = hash_of(keys, text);
	cr_key key = find(keys, text, hash);
	if (key != CR_KEY_NONE) {
		return key;
	}
	if (text.len > UINT32_MAX) {
		cr_unwind(c, CR_E_LIMIT, "a name longer than 4 GiB");
	}
	make_room(c, keys);
	return key_add(keys, cr_str_dup(c, text), hash);
}

cr_key
cr_key_find(const struct cr_ctx *c, struct cr_str text)
{
	return find(c->keys, text, hash_of(c->keys, text));
}

uint64_t
cr_hash_str(const struct cr_ctx *c, const char *ptr, size_t len)
{
	return XXH3_64bits_withSeed(ptr, len, c->keys->seed);
}
