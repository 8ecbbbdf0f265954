/* The readers and makers of all objects of a render, and the index of what is made. */
#include "refs/refs.h"

void
cr_refs_build(struct cr_ctx *c, struct cr_resmap *m, struct cr_refs *out)
{
	(void)c;
	*out = (struct cr_refs){ .resources = m };
}

static uint64_t
made_hash(enum cr_map_kind kind, cr_key ns, cr_key name)
{
	return cr_hash_mix(cr_hash_mix(kind, ns), name);
}

const struct cr_made_map *
cr_refs_find(struct cr_ctx *c, const struct cr_refs *refs, enum cr_map_kind kind, cr_key ns, cr_key name)
{
	(void)c;
	struct cr_map_iter it;
	for (struct cr_made_map *m = cr_map_first(&refs->by_name, made_hash(kind, ns, name), &it); m != NULL;
	     m = cr_map_next(&refs->by_name, &it)) {
		if (m->kind == kind && m->name == name && m->ns == ns) {
			return m;
		}
	}
	return NULL;
}
