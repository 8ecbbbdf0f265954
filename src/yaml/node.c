/* The tree's nodes: making, reading and writing them one at a time (tree.c has what walks whole trees).
 *
 * A map of more than INDEX_MIN pairs has an index: an open-addressing table of 32-bit slots directly before its pairs, so that a map with
 * 100,000 keys costs its callers nothing quadratic. Its capacity is then a power of two and tells the size of the table. */
#include <assert.h>

#include "yaml/node.h"

#define INDEX_MIN 64u

static struct cr_node *
new_node(struct cr_ctx *c, enum cr_kind kind, cr_mark mark)
{
	struct cr_node *n = cr_alloc(c, sizeof *n);
	*n = (struct cr_node){ .kind = (uint8_t)kind, .stamp = c->stamp, .mark = mark };
	return n;
}

struct cr_node *
cr_node_scalar(struct cr_ctx *c, struct cr_str text, enum cr_tag tag, cr_mark mark)
{
	assert(text.len <= UINT32_MAX);
	struct cr_node *n = new_node(c, CR_SCALAR, mark);
	n->tag = (uint8_t)tag;
	n->text = text.ptr;
	n->count = (uint32_t)text.len;
	return n;
}

struct cr_node *
cr_node_str(struct cr_ctx *c, struct cr_str text, cr_mark mark)
{
	return cr_node_scalar(c, text, CR_TAG_STR, mark);
}

struct cr_node *
cr_node_map(struct cr_ctx *c, cr_mark mark)
{
	return new_node(c, CR_MAP, mark);
}

struct cr_node *
cr_node_list(struct cr_ctx *c, cr_mark mark)
{
	return new_node(c, CR_LIST, mark);
}

static uint32_t *
index_of(const struct cr_node *map)
{
	return (uint32_t *)(void *)map->pairs - 2 * (size_t)map->cap;
}

/* The address is a seed that nobody can foresee: keys chosen to collide in one run do not in the next. */
static size_t
index_slot(const struct cr_node *map, cr_key key)
{
	uint64_t h = (key ^ (uintptr_t)map->pairs >> 4) * 0x9e3779b97f4a7c15ull;
	return (size_t)((h ^ h >> 29) * 0xbf58476d1ce4e5b9ull >> 32) & (2 * (size_t)map->cap - 1);
}

static void
index_add(struct cr_node *map, size_t at)
{
	uint32_t *slots = index_of(map);
	size_t mask = 2 * (size_t)map->cap - 1;
	size_t i = index_slot(map, map->pairs[at].key);
	while (slots[i] != 0) {
		i = (i + 1) & mask;
	}
	slots[i] = (uint32_t)at + 1;
}

/* The slot that names pair `at`. */
static size_t
index_find(const struct cr_node *map, size_t at)
{
	const uint32_t *slots = index_of(map);
	size_t mask = 2 * (size_t)map->cap - 1;
	size_t i = index_slot(map, map->pairs[at].key);
	while (slots[i] != at + 1) {
		assert(slots[i] != 0);
		i = (i + 1) & mask;
	}
	return i;
}

/* Empties slot i and moves what probing had pushed past it. */
static void
index_drop(struct cr_node *map, size_t i)
{
	uint32_t *slots = index_of(map);
	size_t mask = 2 * (size_t)map->cap - 1;
	size_t hole = i;
	for (;;) {
		i = (i + 1) & mask;
		if (slots[i] == 0) {
			break;
		}
		size_t home = index_slot(map, map->pairs[slots[i] - 1].key);
		if (((i - home) & mask) >= ((i - hole) & mask)) {
			slots[hole] = slots[i];
			hole = i;
		}
	}
	slots[hole] = 0;
}

static struct cr_pair *
index_get(const struct cr_node *map, cr_key key)
{
	const uint32_t *slots = index_of(map);
	size_t mask = 2 * (size_t)map->cap - 1;
	for (size_t i = index_slot(map, key); slots[i] != 0; i = (i + 1) & mask) {
		struct cr_pair *p = &map->pairs[slots[i] - 1];
		if (p->key == key) {
			return p;
		}
	}
	return NULL;
}

/* A place for cap pairs with the map's pairs in it, and with an index where one is due. */
static void
reserve_pairs(struct cr_ctx *c, struct cr_node *map, size_t cap)
{
	size_t slots = 0;
	if (cap > INDEX_MIN) {
		size_t power = (size_t)2 * INDEX_MIN;
		while (power < cap) {
			power *= 2;
		}
		cap = power;
		slots = 2 * cap;
	}
	if (cap > UINT32_MAX / 4) {
		cr_unwind(c, CR_E_LIMIT, "too many keys in one map");
	}
	uint32_t *block = cr_alloc(c, slots * sizeof *block + cap * sizeof *map->pairs);
	struct cr_pair *pairs = (struct cr_pair *)(void *)(block + slots);
	if (map->count > 0) {
		memcpy(pairs, map->pairs, map->count * sizeof *pairs);
	}
	map->pairs = pairs;
	map->cap = (uint32_t)cap;
	if (slots > 0) {
		memset(block, 0, slots * sizeof *block);
		for (size_t i = 0; i < map->count; i++) {
			index_add(map, i);
		}
	}
}

static void
reserve_items(struct cr_ctx *c, struct cr_node *list, size_t cap)
{
	if (cap > UINT32_MAX / 4) {
		cr_unwind(c, CR_E_LIMIT, "too many items in one list");
	}
	struct cr_node **items = cr_alloc(c, cap * sizeof *items);
	if (list->count > 0) {
		memcpy(items, list->items, list->count * sizeof *items);
	}
	list->items = items;
	list->cap = (uint32_t)cap;
}

void
cr_map_fill(struct cr_ctx *c, struct cr_node *map, const struct cr_pair *pairs, size_t count)
{
	assert(map->kind == CR_MAP && map->count == 0);
	if (count == 0) {
		return;
	}
	reserve_pairs(c, map, count);
	memcpy(map->pairs, pairs, count * sizeof *pairs);
	map->count = (uint32_t)count;
	if (map->cap > INDEX_MIN) {
		for (size_t i = 0; i < count; i++) {
			index_add(map, i);
		}
	}
}

void
cr_list_fill(struct cr_ctx *c, struct cr_node *list, const struct cr_pair *pairs, size_t count)
{
	assert(list->kind == CR_LIST && list->count == 0);
	if (count == 0) {
		return;
	}
	reserve_items(c, list, count);
	for (size_t i = 0; i < count; i++) {
		list->items[i] = pairs[i].value;
	}
	list->count = (uint32_t)count;
}

struct cr_node *
cr_node_own(struct cr_ctx *c, struct cr_node *n)
{
	if (n->stamp == c->stamp) {
		return n;
	}
	cr_count_nodes(c, 1);
	struct cr_node *own = cr_alloc(c, sizeof *own);
	*own = *n;
	own->stamp = c->stamp;
	if (n->kind == CR_MAP && n->count > 0) {
		reserve_pairs(c, own, n->count);
	} else if (n->kind == CR_LIST && n->count > 0) {
		reserve_items(c, own, n->count);
	}
	return own;
}

struct cr_pair *
cr_map_pair(const struct cr_node *map, cr_key key)
{
	if (map == NULL || map->kind != CR_MAP) {
		return NULL;
	}
	if (map->cap > INDEX_MIN) {
		return index_get(map, key);
	}
	struct cr_pair *p = map->pairs;
	for (size_t i = map->count; i > 0; i--, p++) {
		if (p->key == key) {
			return p;
		}
	}
	return NULL;
}

struct cr_node *
cr_map_get(const struct cr_node *map, cr_key key)
{
	const struct cr_pair *p = cr_map_pair(map, key);
	return p != NULL ? p->value : NULL;
}

struct cr_node *
cr_list_get(const struct cr_node *list, size_t i)
{
	return cr_is(list, CR_LIST) && i < list->count ? list->items[i] : NULL;
}

struct cr_node *
cr_map_path(const struct cr_node *map, const cr_key *keys, size_t count)
{
	struct cr_node *n = NULL;
	for (size_t i = 0; i < count; i++) {
		n = cr_map_get(i == 0 ? map : n, keys[i]);
		if (n == NULL) {
			return NULL;
		}
	}
	return n;
}

struct cr_str
cr_map_text(const struct cr_node *map, cr_key key)
{
	const struct cr_node *n = cr_map_get(map, key);
	return cr_is(n, CR_SCALAR) ? cr_text(n) : (struct cr_str){ NULL, 0 };
}

struct cr_node *
cr_map_edit(struct cr_ctx *c, struct cr_node *map, cr_key key)
{
	struct cr_pair *p = cr_map_pair(map, key);
	if (p == NULL) {
		return NULL;
	}
	assert(map->stamp == c->stamp);
	p->value = cr_node_own(c, p->value);
	return p->value;
}

struct cr_node *
cr_list_edit(struct cr_ctx *c, struct cr_node *list, size_t i)
{
	if (!cr_is(list, CR_LIST) || i >= list->count) {
		return NULL;
	}
	assert(list->stamp == c->stamp);
	list->items[i] = cr_node_own(c, list->items[i]);
	return list->items[i];
}

struct cr_node *
cr_map_edit_map(struct cr_ctx *c, struct cr_node *map, cr_key key, cr_mark mark)
{
	assert(map != NULL);
	struct cr_node *child = cr_map_get(map, key);
	if (cr_is(child, CR_MAP)) {
		return cr_map_edit(c, map, key);
	}
	if (!cr_node_is_null(child)) {
		return NULL;
	}
	cr_count_nodes(c, 1);
	child = cr_node_map(c, mark);
	cr_map_set(c, map, key, child, mark);
	return child;
}

void
cr_map_append(struct cr_ctx *c, struct cr_node *map, cr_key key, struct cr_node *value, cr_mark mark)
{
	assert(map->kind == CR_MAP && map->stamp == c->stamp);
	if (map->count == map->cap) {
		reserve_pairs(c, map, map->cap < 4 ? 4 : 2 * (size_t)map->cap);
	}
	map->pairs[map->count++] = (struct cr_pair){ .key = key, .key_tag = CR_TAG_STR, .mark = mark, .value = value };
	if (map->cap > INDEX_MIN) {
		index_add(map, map->count - 1);
	}
}

void
cr_map_set(struct cr_ctx *c, struct cr_node *map, cr_key key, struct cr_node *value, cr_mark mark)
{
	assert(map->kind == CR_MAP && map->stamp == c->stamp);
	struct cr_pair *p = cr_map_pair(map, key);
	if (p == NULL) {
		cr_map_append(c, map, key, value, mark);
		return;
	}
	p->value = value;
	p->mark = mark;
}

bool
cr_map_remove(struct cr_ctx *c, struct cr_node *map, cr_key key)
{
	struct cr_pair *p = cr_map_pair(map, key);
	if (p == NULL) {
		return false;
	}
	assert(map->stamp == c->stamp);
	(void)c;
	size_t at = (size_t)(p - map->pairs);
	size_t last = map->count - 1;
	if (map->cap <= INDEX_MIN) {
		memmove(p, p + 1, (last - at) * sizeof *p);
	} else {
		index_drop(map, index_find(map, at));
		if (at != last) {
			index_of(map)[index_find(map, last)] = (uint32_t)at + 1;
			*p = map->pairs[last];
		}
	}
	map->count--;
	return true;
}

void
cr_list_insert(struct cr_ctx *c, struct cr_node *list, size_t at, struct cr_node *value)
{
	assert(list->kind == CR_LIST && list->stamp == c->stamp && at <= list->count);
	if (list->count == list->cap) {
		reserve_items(c, list, list->cap < 4 ? 4 : 2 * (size_t)list->cap);
	}
	memmove(&list->items[at + 1], &list->items[at], (list->count - at) * sizeof(struct cr_node *));
	list->items[at] = value;
	list->count++;
}

void
cr_list_append(struct cr_ctx *c, struct cr_node *list, struct cr_node *value)
{
	cr_list_insert(c, list, list->count, value);
}

void
cr_list_remove(struct cr_ctx *c, struct cr_node *list, size_t at)
{
	assert(list->kind == CR_LIST && list->stamp == c->stamp && at < list->count);
	(void)c;
	memmove(&list->items[at], &list->items[at + 1], (list->count - at - 1) * sizeof(struct cr_node *));
	list->count--;
}
