/* What is done last of all to the objects, and what others ask about the hash in a name. */
#include "rollout/internal.h"

#define SUFFIX_LENGTH 11

struct cr_str
cr_rollout_plain_name(struct cr_ctx *c, const struct cr_resource *r)
{
	struct cr_str name = cr_key_str(c, r->id.name);
	return r->hashed && name.len > SUFFIX_LENGTH ? cr_str_sub(name, 0, name.len - SUFFIX_LENGTH) : name;
}

const struct cr_made_map *
cr_rollout_content(struct cr_ctx *c, const struct cr_refs *refs, const struct cr_read *r)
{
	if (r->how == CR_READ_IMAGE_PULL || r->how == CR_READ_OBJECT) {
		return NULL;
	}
	return cr_refs_find(c, refs, r->kind, r->ns, r->name);
}

bool
cr_rollout_covers(const struct cr_rollout *o, const struct cr_made_map *map)
{
	return !map->controlled && (o->checksums == CR_CHECKSUMS_ALL || (o->checksums == CR_CHECKSUMS_UNHASHED && !map->maker->hashed));
}

bool
cr_rollout_annotate(struct cr_ctx *c, struct cr_resource *r, struct cr_node_path path, cr_key name, struct cr_str value)
{
	struct cr_node *annotations = cr_node_path_edit_map(c, cr_resource_edit(c, r), path);
	if (annotations == NULL) {
		return cr_fail(c, r->mark, CR_E_TRANSFORM, "the annotation \"%S\" needs a map of annotations, which %S does not have",
			       cr_key_str(c, name), cr_resid_short(c, r->id));
	}
	cr_map_set(c, annotations, name, cr_node_str(c, value, CR_NO_MARK), CR_NO_MARK);
	return true;
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
	bool checksums = o->checksums > CR_CHECKSUMS_OFF, reloader = o->reloader == CR_RELOADER_ON;
	if (o->immutable == CR_IMMUTABLE_HASHED) {
		make_immutable(c, m);
	}
	if (!checksums && !reloader) {
		return true;
	}
	struct cr_refs refs;
	cr_refs_build(c, m, &refs);
	return (!checksums || cr_rollout_checksums(c, o, &refs)) && (!reloader || cr_rollout_reloader(c, o, &refs));
}
