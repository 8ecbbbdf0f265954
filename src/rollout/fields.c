/* Field specs by their paths, so that asking for a field costs the same however many there are. */
#include "rollout/fields.h"

static uint64_t
add_key(uint64_t hash, cr_key key)
{
	return cr_hash_mix(hash, key);
}

void
cr_fields_add(struct cr_ctx *c, struct cr_fields *f, const struct cr_fieldspecs *specs)
{
	for (size_t i = 0; i < specs->count; i++) {
		const struct cr_fieldspec *spec = &specs->items[i];
		uint64_t hash = 0;
		for (uint32_t k = 0; k < spec->path_len; k++) {
			hash = add_key(hash, spec->path[k].key);
		}
		cr_map_add(c, &f->by_path, hash, (void *)(uintptr_t)spec);
	}
}

/* A spec has no steps for the elements of lists. */
static bool
leads_to(const struct cr_fieldspec *spec, struct cr_node_path path, uint32_t steps)
{
	uint32_t k = 0;
	for (uint32_t i = 0; i < steps; i++) {
		if (path.steps[i].key == CR_KEY_NONE) {
			continue;
		}
		if (k == spec->path_len || spec->path[k].key != path.steps[i].key) {
			return false;
		}
		k++;
	}
	return k == spec->path_len;
}

static bool
has(struct cr_ctx *c, const struct cr_fields *f, struct cr_gvk gvk, struct cr_node_path path, uint32_t steps)
{
	uint64_t hash = 0;
	for (uint32_t i = 0; i < steps; i++) {
		hash = path.steps[i].key == CR_KEY_NONE ? hash : add_key(hash, path.steps[i].key);
	}
	struct cr_map_iter it;
	for (const struct cr_fieldspec *s = cr_map_first(&f->by_path, hash, &it); s != NULL; s = cr_map_next(&f->by_path, &it)) {
		cr_count_work(c, 1);
		if (cr_gvk_selects(s->gvk, gvk) && leads_to(s, path, steps)) {
			return true;
		}
	}
	return false;
}

bool
cr_fields_have(struct cr_ctx *c, const struct cr_fields *f, struct cr_gvk gvk, struct cr_node_path path)
{
	uint32_t count = path.count;
	bool in_map = count > 0 && path.steps[count - 1].key == CR_KEY_name;
	return has(c, f, gvk, path, count) || (in_map && has(c, f, gvk, path, count - 1));
}
