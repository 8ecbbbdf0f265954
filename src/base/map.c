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

struct cr_map_chain {
	struct cr_map_link *first, *last;
};

/* Nearly every hash has one value, which stands in the slot itself. */
struct cr_map_entry {
	uint64_t hash;
	void *value; /* NULL: a free slot */
	struct cr_map_chain *more;
};

/* The slot of hash, or the free one where it belongs. */
static struct cr_map_entry *
slot_of(struct cr_map_entry *slots, size_t cap, uint64_t seed, uint64_t hash)
{
	size_t at = (size_t)cr_hash_mix(seed, hash) & (cap - 1);
	while (slots[at].value && slots[at].hash != hash) {
		at = (at + 1) & (cap - 1);
	}
	return &slots[at];
}

static void
resize(struct cr_ctx *c, struct cr_map *m, size_t cap)
{
	struct cr_map_entry *slots = m->in_scratch ? cr_scratch_zero(c, cap, sizeof *slots) : cr_new_n(c, struct cr_map_entry, cap);
	m->seed = c->keys->seed;
	for (size_t i = 0; i < m->cap; i++) {
		if (m->slots[i].value) {
			*slot_of(slots, cap, m->seed, m->slots[i].hash) = m->slots[i];
		}
	}
	m->slots = slots;
	m->cap = cap;
}

void
cr_map_reserve(struct cr_ctx *c, struct cr_map *m, size_t hashes)
{
	size_t cap = m->cap == 0 ? FIRST_CAP : m->cap;
	while (cap / 2 < hashes && cap <= SIZE_MAX / 4) {
		cap *= 2;
	}
	if (cap > m->cap) {
		resize(c, m, cap);
	}
}

void
cr_map_clear(struct cr_map *m)
{
	if (m->cap > FIRST_CAP) {
		*m = (struct cr_map){ .in_scratch = m->in_scratch };
	} else if (m->used > 0) {
		memset(m->slots, 0, m->cap * sizeof *m->slots);
		m->used = m->count = 0;
	}
}

static void
chain_add(struct cr_ctx *c, const struct cr_map *m, struct cr_map_entry *e, void *value)
{
	struct cr_map_link *link = m->in_scratch ? cr_scratch_alloc(c, sizeof *link) : cr_alloc(c, sizeof *link);
	*link = (struct cr_map_link){ .value = value };
	if (e->more) {
		e->more->last->next = link;
	} else {
		e->more = m->in_scratch ? cr_scratch_alloc(c, sizeof *e->more) : cr_alloc(c, sizeof *e->more);
		e->more->first = link;
	}
	e->more->last = link;
}

void
cr_map_add(struct cr_ctx *c, struct cr_map *m, uint64_t hash, void *value)
{
	assert(value);
	if (m->used >= m->cap / 2) {
		resize(c, m, m->cap == 0 ? FIRST_CAP : m->cap * 2);
	}
	struct cr_map_entry *e = slot_of(m->slots, m->cap, m->seed, hash);
	if (e->value) {
		chain_add(c, m, e, value);
	} else {
		e->hash = hash;
		e->value = value;
		m->used++;
	}
	m->count++;
}

void *
cr_map_first(const struct cr_map *m, uint64_t hash, struct cr_map_iter *it)
{
	it->next = NULL;
	if (m->cap == 0) {
		return NULL;
	}
	const struct cr_map_entry *e = slot_of(m->slots, m->cap, m->seed, hash);
	it->next = e->value && e->more ? e->more->first : NULL;
	return e->value;
}

void *
cr_map_next(const struct cr_map *m, struct cr_map_iter *it)
{
	(void)m;
	const struct cr_map_link *link = it->next;
	if (!link) {
		return NULL;
	}
	it->next = link->next;
	return link->value;
}
