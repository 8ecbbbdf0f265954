/* Which names the makers of maps give before and after their renaming, and which of them a reference means. */
#include "rollout/given.h"

#include "rollout/fields.h"
#include "transform/referral.h"

static uint64_t
name_hash(enum cr_map_kind kind, cr_key name)
{
	return cr_hash_mix(cr_hash_mix(0x676976, kind), name);
}

static void
add(struct cr_ctx *c, struct cr_givens *g, const struct cr_made_map *map, cr_key before, cr_key now)
{
	if (before == now) {
		return;
	}
	struct cr_given *given = cr_new(c, struct cr_given);
	*given = (struct cr_given){ .map = map, .before = before, .now = now };
	*cr_push(c, g) = given;
	cr_map_add(c, &g->by_name, name_hash(map->kind, before), given);
}

/* The map has the maker's name, with what stands behind it. */
static void
add_own(struct cr_ctx *c, struct cr_givens *g, const struct cr_made_map *map)
{
	for (uint32_t i = 0; i < map->maker->prev_count; i++) {
		cr_key before = map->maker->prev[i].name;
		bool again = i > 0 && before == map->maker->prev[i - 1].name;
		if (!again) {
			struct cr_str text = cr_str_cat(c, cr_key_str(c, before), map->suffix);
			add(c, g, map, cr_key_intern(c, text), map->name);
		}
	}
}

/* With the prefixes and suffixes that the maker got. What has them by hand stays as it is. */
static cr_key
affixed(struct cr_ctx *c, const struct cr_resource *maker, cr_key name)
{
	struct cr_str before = CR_STR(""), behind = CR_STR(""), text = cr_key_str(c, name);
	for (uint32_t i = 0; i < maker->prefixes.count; i++) {
		before = cr_str_cat(c, cr_key_str(c, maker->prefixes.items[i]), before);
	}
	for (uint32_t i = 0; i < maker->suffixes.count; i++) {
		behind = cr_str_cat(c, behind, cr_key_str(c, maker->suffixes.items[i]));
	}
	if (cr_str_starts(text, before) && cr_str_ends(text, behind)) {
		return name;
	}
	return cr_key_intern(c, cr_str_cat(c, cr_str_cat(c, before, text), behind));
}

void
cr_givens_collect(struct cr_ctx *c, const struct cr_config *config, const struct cr_refs *refs, struct cr_givens *out)
{
	struct cr_fields affixed_fields = { 0 };
	*out = (struct cr_givens){ 0 };
	cr_fields_add(c, &affixed_fields, config->name_prefix);
	cr_fields_add(c, &affixed_fields, config->name_suffix);
	for (size_t i = 0; i < refs->map_count; i++) {
		const struct cr_made_map *map = refs->maps[i];
		if (map->path.count == 0 && map->controlled) {
			add_own(c, out, map);
		} else if (map->follows && !cr_fields_have(c, &affixed_fields, map->maker->id.gvk, map->path)) {
			add(c, out, map, map->name, affixed(c, map->maker, map->name));
		}
	}
}

static bool
is_near(const struct cr_read *read, const struct cr_made_map *map)
{
	return map->any_ns || read->ns == CR_KEY_NONE || map->ns == read->ns;
}

static bool
is_meant(const struct cr_given *given, const struct cr_read *read)
{
	return given->map->kind == read->kind && given->before == read->name && is_near(read, given->map);
}

/* The makers near the reader that gave the name, in the order of the objects; those of one maker stand together. */
static void
candidates(struct cr_ctx *c, struct cr_givens *g, const struct cr_read *read)
{
	struct cr_matches *found = &g->found;
	struct cr_map_iter it;
	uint64_t hash = name_hash(read->kind, read->name);
	found->count = 0;
	for (struct cr_given *given = cr_map_first(&g->by_name, hash, &it); given != NULL; given = cr_map_next(&g->by_name, &it)) {
		cr_count_work(c, 1);
		if (is_meant(given, read) && (found->count == 0 || found->items[found->count - 1] != given->map->maker)) {
			*cr_push(c, found) = given->map->maker;
		}
	}
}

static bool
ambiguous(struct cr_ctx *c, const struct cr_read *read, const struct cr_given *a, const struct cr_given *b)
{
	return cr_fail(c, read->at->mark, CR_E_NAME_REFERENCE,
		       "found multiple possible referrals: \"%S\" in %S may mean what %S makes, or %S", cr_text(read->at),
		       cr_resid_short(c, read->reader->id), cr_resid_short(c, a->map->maker->id), cr_resid_short(c, b->map->maker->id));
}

bool
cr_givens_find(struct cr_ctx *c, struct cr_givens *g, const struct cr_read *read, const struct cr_given **out)
{
	const struct cr_matches *found = &g->found;
	struct cr_map_iter it;
	uint64_t hash = name_hash(read->kind, read->name);
	size_t at = 0; /* in found, which has the same order */
	*out = NULL;
	candidates(c, g, read);
	cr_referral_narrow(read->reader, &g->found);
	for (struct cr_given *given = cr_map_first(&g->by_name, hash, &it); given != NULL; given = cr_map_next(&g->by_name, &it)) {
		at += at + 1 < found->count && found->items[at + 1] == given->map->maker;
		if (at >= found->count || found->items[at] != given->map->maker || !is_meant(given, read)) {
			continue;
		}
		if (*out != NULL && (*out)->now != given->now) {
			return ambiguous(c, read, *out, given);
		}
		*out = given;
	}
	return true;
}

void
cr_givens_write(struct cr_ctx *c, const struct cr_givens *g)
{
	for (size_t i = 0; i < g->count; i++) {
		const struct cr_made_map *map = g->items[i]->map;
		if (map->path.count > 0) {
			cr_node_path_set_text(c, cr_resource_edit(c, map->maker), map->path, cr_key_str(c, g->items[i]->now));
		}
	}
}

static bool
is_wide(const struct cr_node *metadata)
{
	const struct cr_node *notes = cr_map_get(metadata, CR_KEY_annotations);
	return cr_str_eq(cr_map_text(notes, CR_KEY_sealedsecrets_bitnami_com_cluster_wide), CR_STR("true")) ||
	       cr_str_eq(cr_map_text(notes, CR_KEY_sealedsecrets_bitnami_com_namespace_wide), CR_STR("true"));
}

static bool
had_name(struct cr_ctx *c, const struct cr_resource *r, struct cr_str name)
{
	for (uint32_t i = 0; i < r->prev_count; i++) {
		if (cr_str_eq(cr_key_str(c, r->prev[i].name), name)) {
			return true;
		}
	}
	return false;
}

/* The controller takes the SealedSecret's own name for the Secret, whatever the template says; kubeseal writes it into both. In the scope
 * that is usual the name is a part of what was sealed. */
static void
settle_sealed(struct cr_ctx *c, struct cr_resource *r)
{
	static const struct cr_node_step steps[] = {
		{ .key = CR_KEY_spec }, { .key = CR_KEY_template }, { .key = CR_KEY_metadata }, { .key = CR_KEY_name }
	};
	const struct cr_node *metadata = cr_map_at(r->root, CR_KEY_spec, CR_KEY_template, CR_KEY_metadata);
	struct cr_str now = cr_key_str(c, r->id.name), given = cr_map_text(metadata, CR_KEY_name);
	struct cr_str sealed_for = given.len > 0 ? given : cr_key_str(c, cr_resource_org_id(r).name);
	if (!cr_str_eq(sealed_for, now) && !is_wide(metadata) && !is_wide(cr_map_get(r->root, CR_KEY_metadata))) {
		cr_warn(c, r->mark, CR_W_SEALED, "%S was sealed for the name \"%S\": under another one nothing can unseal it",
			cr_resid_short(c, r->id), sealed_for);
		cr_hint(c, "seal it for the new name, or with --scope namespace-wide");
	}
	if (given.len > 0 && had_name(c, r, given)) {
		struct cr_node_path path = { .steps = steps, .count = sizeof steps / sizeof *steps };
		cr_node_path_set_text(c, cr_resource_edit(c, r), path, now);
	}
}

void
cr_sealed_names(struct cr_ctx *c, struct cr_resmap *m)
{
	for (size_t i = 0; i < m->count; i++) {
		struct cr_resource *r = m->items[i];
		if (r->id.gvk.kind == CR_KEY_SealedSecret && cr_resource_org_id(r).name != r->id.name) {
			settle_sealed(c, r);
		}
	}
}
