/* Finds the slots of shared values. Only labels and annotations are shared, and only until something writes over them, so one walk over the
 * whole object at that moment is cheap enough. */
#include "yaml/shared.h"

struct level {
	struct cr_node *node;
	uint32_t at; /* the child on its way */
};

struct levels {
	struct level *items;
	size_t count, cap;
};

static struct cr_node **
slot_at(const struct level *l)
{
	return l->node->kind == CR_MAP ? &l->node->pairs[l->at].value : &l->node->items[l->at];
}

/* Each level's node becomes private, from the root down, so that the slot in the innermost may be written. */
static void
own_way(struct cr_ctx *c, struct levels *way)
{
	for (size_t i = 1; i < way->count; i++) {
		struct cr_node *own = cr_node_own(c, way->items[i].node);
		*slot_at(&way->items[i - 1]) = own;
		way->items[i].node = own;
	}
}

static uint64_t
hash_of(const struct cr_node *n)
{
	return cr_hash_mix(0, (uintptr_t)n);
}

void
cr_shared_clear(struct cr_shared *s)
{
	cr_map_clear(&s->map);
	s->count = 0;
}

void
cr_shared_add(struct cr_ctx *c, struct cr_shared *s, const struct cr_node *old, struct cr_node *new)
{
	*cr_push(c, s) = (struct cr_successor){ old, new };
	cr_map_add(c, &s->map, hash_of(old), (void *)(uintptr_t)s->count);
}

struct cr_node *
cr_shared_get(const struct cr_shared *s, const struct cr_node *old)
{
	struct cr_map_iter it;
	for (void *n = cr_map_first(&s->map, hash_of(old), &it); n != NULL; n = cr_map_next(&s->map, &it)) {
		const struct cr_successor *e = &s->items[(uintptr_t)n - 1];
		if (e->old == old) {
			return e->new;
		}
	}
	return NULL;
}

void
cr_shared_replace(struct cr_ctx *c, struct cr_node *root, const struct cr_shared *s)
{
	if (s->map.count == 0 || root->kind == CR_SCALAR) {
		return;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct levels way = { NULL, 0, 0 };
	*cr_scratch_push(c, &way) = (struct level){ .node = root };
	while (way.count > 0) {
		struct level *top = &way.items[way.count - 1];
		if (top->at == top->node->count) {
			cr_count_work(c, top->node->count);
			way.count--;
			if (way.count > 0) {
				way.items[way.count - 1].at++;
			}
			continue;
		}
		struct cr_node *child = *slot_at(top);
		struct cr_node *new = (child->flags & CR_NODE_SHARED) ? cr_shared_get(s, child) : NULL;
		if (new != NULL) {
			own_way(c, &way);
			*slot_at(top) = new;
		}
		if (new != NULL || child->kind == CR_SCALAR) {
			top->at++;
		} else {
			*cr_scratch_push(c, &way) = (struct level){ .node = child };
		}
	}
	cr_arena_rewind(c->scratch, mark);
}
