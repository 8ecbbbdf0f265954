/* A multi-map from hashes to pointers: open addressing over the hashes, and for each a list of its values with head and tail, so that
 * thousands of values of one hash cost no more than thousands of hashes. */
#include "base/map.h"

#include <assert.h>

#include "base/ctx.h"

#define FIRST_CAP ((size_t)16)

struct cr_map_link {
	void *value;
	struct cr_map_link *next;
};

struct cr_map_entry {
	uint64_t hash;
	struct cr_map_link *first, *last; /* NULL: a free slot */
};

/* The slot of hash, or the free one where it belongs. */
static struct cr_map_entry *
slot_of(struct cr_map_entry *slots, size_t cap, uint64_t hash)
{
	size_t at = (size_t)(hash ^ hash >> 32) & (cap - 1);
	while (slots[at].first && slots[at].hash != hash) {
		at = (at + 1) & (cap - 1);
	}
	return &slots[at];
}

static void
grow(struct cr_ctx *c, struct cr_map *m)
{
	size_t cap = m->cap == 0 ? FIRST_CAP : m->cap * 2;
	struct cr_map_entry *slots = cr_new_n(c, struct cr_map_entry, cap);
	for (size_t i = 0; i < m->cap; i++) {
		if (m->slots[i].first) {
			*slot_of(slots, cap, m->slots[i].hash) = m->slots[i];
		}
	}
	m->slots = slots;
	m->cap = cap;
}

void
cr_map_add(struct cr_ctx *c, struct cr_map *m, uint64_t hash, void *value)
{
	assert(value);
	if (m->used >= m->cap / 2) {
		grow(c, m);
	}
	struct cr_map_link *link = cr_alloc(c, sizeof *link);
	*link = (struct cr_map_link){ .value = value };
	struct cr_map_entry *e = slot_of(m->slots, m->cap, hash);
	if (e->first) {
		e->last->next = link;
	} else {
		e->hash = hash;
		e->first = link;
		m->used++;
	}
	e->last = link;
	m->count++;
}

static void *
value_at(const struct cr_map_iter *it)
{
	return it->at ? it->at->value : NULL;
}

void *
cr_map_first(const struct cr_map *m, uint64_t hash, struct cr_map_iter *it)
{
	it->at = m->cap == 0 ? NULL : slot_of(m->slots, m->cap, hash)->first;
	return value_at(it);
}

void *
cr_map_next(const struct cr_map *m, struct cr_map_iter *it)
{
	(void)m;
	it->at = it->at ? it->at->next : NULL;
	return value_at(it);
}
