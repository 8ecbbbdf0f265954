/* Interned text: a table from text to id (open addressing, linear probing, at most half full) beside an array from id to text.
 * Hashes are XXH3 with the session's seed, so that a file cannot be made to collide; ids depend on the order of first use alone. The
 * well-known names stand in a constant table of their own, which is asked first: its clusters are what they are, whatever is looked up. */
#define XXH_INLINE_ALL
#include "base/keys.h"

#include <endian.h>
#include <xxhash.h>

#include "base/ctx.h"
#include "base/map.h"

#define FIRST_SLOTS ((size_t)128)

static uint32_t
hash_of(const struct cr_keys *keys, struct cr_str text)
{
	return (uint32_t)XXH3_64bits_withSeed(text.ptr, text.len, keys->seed);
}

static uint64_t
read_8(const char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return le64toh(word);
}

static uint64_t
read_4(const char *p)
{
	uint32_t word;
	memcpy(&word, p, sizeof word);
	return le32toh(word);
}

/* Of the first and the last bytes, as scripts/gen-tables.py makes it. text is not empty. */
static size_t
wellknown_hash(struct cr_str text)
{
	uint64_t a, b;
	const unsigned char *p = (const unsigned char *)text.ptr;
	if (text.len >= 8) {
		a = read_8(text.ptr);
		b = read_8(text.ptr + text.len - 8);
	} else if (text.len >= 4) {
		a = read_4(text.ptr);
		b = read_4(text.ptr + text.len - 4);
	} else {
		a = p[0];
		b = p[text.len / 2] | (uint64_t)p[text.len - 1] << 8;
	}
	return (size_t)((a ^ b * 0x9e3779b97f4a7c15u ^ text.len) * 0xd6e8feb86659fd93u >> 40);
}

static bool
is_text(struct cr_str a, struct cr_str b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, b.len) == 0;
}

static cr_key
find_wellknown(struct cr_str text)
{
	if (text.len == 0) {
		return CR_KEY_EMPTY;
	}
	if (text.len > CR_WELLKNOWN_LONGEST) {
		return CR_KEY_NONE;
	}
	size_t at = wellknown_hash(text) % CR_WELLKNOWN_SLOTS;
	for (; cr_wellknown_slots[at] != 0; at = (at + 1) % CR_WELLKNOWN_SLOTS) {
		cr_key key = cr_wellknown_slots[at] - 1u;
		if (is_text(cr_wellknown_str(key), text)) {
			return key;
		}
	}
	return CR_KEY_NONE;
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
	size_t index = keys->count++;
	keys->items[index] = (struct cr_key_entry){ .ptr = text.ptr, .len = (uint32_t)text.len, .has_digit = may_have_digit(text) };
	slot_put(keys->slots, keys->slot_count, (uint64_t)hash << 32 | (index + 1));
	return (cr_key)(CR_KEY_WELLKNOWN_COUNT + index);
}

struct cr_keys *
cr_keys_new(struct cr_arena *a, uint64_t seed)
{
	struct cr_keys *keys = cr_arena_alloc(a, sizeof *keys);
	if (keys) {
		*keys = (struct cr_keys){ .seed = seed };
	}
	return keys;
}

static cr_key
find(const struct cr_keys *keys, struct cr_str text, uint32_t hash)
{
	size_t mask = keys->slot_count - 1;
	if (keys->slot_count == 0) {
		return CR_KEY_NONE;
	}
	for (size_t at = hash & mask; keys->slots[at] != 0; at = (at + 1) & mask) {
		size_t index = (uint32_t)keys->slots[at] - 1;
		if ((uint32_t)(keys->slots[at] >> 32) == hash &&
		    is_text((struct cr_str){ keys->items[index].ptr, keys->items[index].len }, text)) {
			return (cr_key)(CR_KEY_WELLKNOWN_COUNT + index);
		}
	}
	return CR_KEY_NONE;
}

/* Room for one more key. All that can unwind comes before the table is touched. */
static void
make_room(struct cr_ctx *c, struct cr_keys *keys)
{
	if (keys->count >= CR_KEY_NONE - 1 - CR_KEY_WELLKNOWN_COUNT) {
		cr_unwind(c, CR_E_LIMIT, "more than 4294967294 different names");
	}
	keys->items = cr_grow(c, keys->items, &keys->cap, keys->count + 1, sizeof *keys->items);
	if (keys->count + 1 <= keys->slot_count / 2) {
		return;
	}
	size_t slot_count = keys->slot_count == 0 ? FIRST_SLOTS : keys->slot_count * 2;
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
	cr_key key = find_wellknown(text);
	if (key != CR_KEY_NONE) {
		return key;
	}
	uint32_t hash = hash_of(keys, text);
	key = find(keys, text, hash);
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
	cr_key key = find_wellknown(text);
	return key != CR_KEY_NONE ? key : find(c->keys, text, hash_of(c->keys, text));
}

uint64_t
cr_hash_str(const struct cr_ctx *c, const char *ptr, size_t len)
{
	return XXH3_64bits_withSeed(ptr, len, c->keys->seed);
}
