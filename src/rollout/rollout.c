/* What is done last of all to the objects, and what others ask about the hash in a name. */
#include "rollout/rollout.h"

#define SUFFIX_LENGTH 11

struct cr_str
cr_rollout_plain_name(struct cr_ctx *c, const struct cr_resource *r)
{
	struct cr_str name = cr_key_str(c, r->id.name);
	return r->hashed && name.len > SUFFIX_LENGTH ? cr_str_sub(name, 0, name.len - SUFFIX_LENGTH) : name;
}

static void
make_immutable(struct cr_ctx *c, const struct cr_resmap *m)
{
	for (size_t i = 0; i < m->count; i++) {
		struct cr_resource *r = m->items[i];
		if (r->hashed) {
			struct cr_node *yes = cr_node_scalar(c, CR_STR("true"), CR_TAG_BOOL, CR_NO_MARK);
			cr_map_set(c, cr_resource_edit(c, r), CR_KEY_immutable, yes, CR_NO_MARK);
		}
	}
}

bool
cr_rollout_finish(struct cr_ctx *c, const struct cr_rollout *o, struct cr_resmap *m)
{
	if (o->immutable == CR_IMMUTABLE_HASHED) {
		make_immutable(c, m);
	}
	return true;
}
