/* Finds the slots of shared values. Only labels and annotations are shared, and only until something writes over them, so one walk over the
 * whole object at that moment is cheap enough. */
#include "yaml/shared.h"

struct successor {
	const struct cr_node *old;
	struct cr_node *new;
};

struct level {
	struct cr_node *node;
	uint32_t at;
};

struct levels {
	struct level *items;
	size_t count, cap;
};

static struct cr_node *
child_at(const struct level *l)
{
	return l->node->kind == CR_MAP ? l->node->pairs[l->at].value : l->node->items[l->at];
}

static void
set_child(struct level *l, struct cr_node *value)
{
	if (l->node->kind == CR_MAP) {
		l->node->pairs[l->at].value = value;
	} else {
		l->node->items[l->at] = value;
	}
}

/* Each level's node becomes private, from the root down, so that the slot in the innermost may be written. */
static void
own_way(struct cr_ctx *c, struct levels *way)
{
	for (size_t i = 1; i < way->count; i++) {
		struct cr_node *own = cr_node_own(c, way->items[i].node);
		set_child(&way->items[i - 1], own);
		way->items[i].node = own;
	}
}

static uint64_t
hash_of(const struct cr_node *n)
{
	return cr_hash_mix(0, (uintptr_t)n);
}

void
cr_shared_add(struct cr_ctx *c, struct cr_shared *s, const struct cr_node *old, struct cr_node *new)
{
	struct successor *entry = cr_new(c, struct successor);
	*entry = (struct successor){ old, new };
	cr_map_add(c, &s->map, hash_of(old), entry);
}

struct cr_node *
cr_shared_get(const struct cr_shared *s, const struct cr_node *old)
{
	struct cr_map_iter it;
	for (struct successor *e = cr_map_first(&s->map, hash_of(old), &it); e != NULL; e = cr_map_next(&s->map, &it)) {
		if (e->old == old) {
			return e->new;
		}
	}
	return NULL;
}

void
cr_shared_replace(struct cr_ctx *c, struct cr_node *root, const struct cr_shared *s)
{
	if (s->map.count == 0) {
		return;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct levels way = { NULL, 0, 0 };
	*cr_scratch_push(c, &way) = (struct level){ .node = root };
	while (way.count > 0) {
		struct level *top = &way.items[way.count - 1];
		if (top->node->kind == CR_SCALAR || top->at == top->node->count) {
			way.count--;
			if (way.count > 0) {
				way.items[way.count - 1].at++;
			}
			continue;
		}
		struct cr_node *child = child_at(top);
		cr_count_work(c, 1);
		struct cr_node *new = (child->flags & CR_NODE_SHARED) ? cr_shared_get(s, child) : NULL;
		if (new != NULL) {
			own_way(c, &way);
			set_child(&way.items[way.count - 1], new);
			way.items[way.count - 1].at++;
		} else {
			*cr_scratch_push(c, &way) = (struct level){ .node = child };
		}
	}
	cr_arena_rewind(c->scratch, mark);
}
