/* The names of maps without the hash that this render gave them. */
#include "rollout/rollout.h"

#define SUFFIX_LENGTH 11

struct cr_str
cr_rollout_plain_name(struct cr_ctx *c, const struct cr_resource *r)
{
	struct cr_str name = cr_key_str(c, r->id.name);
	return r->hashed && name.len > SUFFIX_LENGTH ? cr_str_sub(name, 0, name.len - SUFFIX_LENGTH) : name;
}
