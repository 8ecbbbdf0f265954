/* --references=all: names in every place that refs knows follow renamed maps, after kustomize's own name references, which know some of
 * these places. Which object an old name means: the same rules (transform/referral.c). */
#include "rollout/fields.h"
#include "rollout/given.h"
#include "rollout/rollout.h"
#include "transform/referral.h"

struct follow {
	struct cr_refs refs;
	struct cr_referrals among;
	struct cr_fields known[2]; /* by cr_map_kind: fields that kustomize dealt with */
	struct cr_givens givens;
};

static const struct cr_gvk map_gvk[] = {
	[CR_MAP_CONFIG] = { .version = CR_KEY_v1, .kind = CR_KEY_ConfigMap },
	[CR_MAP_SECRET] = { .version = CR_KEY_v1, .kind = CR_KEY_Secret },
};

static void
note_known(struct cr_ctx *c, const struct cr_config *config, struct follow *f)
{
	const struct cr_namereferences *all = config->name_references;
	for (size_t i = 0; i < all->count; i++) {
		for (size_t kind = 0; kind < 2; kind++) {
			if (cr_gvk_selects(all->items[i].target, map_gvk[kind])) {
				cr_fields_add(c, &f->known[kind], &all->items[i].referrers);
			}
		}
	}
}

/* The ConfigMap or Secret that a name means, in a field that kustomize does not know. */
static bool
find_object(struct cr_ctx *c, struct follow *f, const struct cr_read *read, struct cr_resource **out)
{
	static const struct cr_fieldspec nowhere = { 0 };
	struct cr_referrer who = cr_referrer_make(c, &f->among, read->reader);
	struct cr_name_use use = { .spec = &nowhere, .target = map_gvk[read->kind], .at = read->at, .ns = CR_KEY_NONE };
	who.cluster_scoped = who.cluster_scoped || read->ns == CR_KEY_NONE;
	if (read->ns != CR_KEY_NONE && (read->ns != who.ns || who.cluster_scoped)) {
		use.in_map = true;
		use.ns = read->ns;
		who.cluster_scoped = true; /* it says in which namespace it looks */
	}
	*out = NULL;
	return cr_fields_have(c, &f->known[read->kind], read->reader->id.gvk, read->path) || cr_referral_find(c, &who, &use, out);
}

/* Is the name, as it stands, that of a map which keeps it? */
static bool
is_settled(struct cr_ctx *c, const struct follow *f, const struct cr_read *read)
{
	const struct cr_made_map *m = cr_refs_find(c, &f->refs, read->kind, read->ns, read->name);
	return m != NULL && !m->controlled;
}

static bool
follow(struct cr_ctx *c, struct follow *f, const struct cr_read *read)
{
	struct cr_resource *target;
	cr_key now = read->name;
	if (!find_object(c, f, read, &target)) {
		return false;
	}
	if (target != NULL) {
		now = target->id.name;
	} else if (!is_settled(c, f, read)) {
		const struct cr_given *given;
		if (!cr_givens_find(c, &f->givens, read, &given)) {
			return false;
		}
		now = given == NULL ? now : given->now;
	}
	if (now != read->name) {
		cr_node_path_set_text(c, cr_resource_edit(c, read->reader), read->path, cr_key_str(c, now));
	}
	return true;
}

bool
cr_rollout_references(struct cr_ctx *c, const struct cr_rollout *o, const struct cr_config *config, struct cr_resmap *m)
{
	struct follow f = { 0 };
	bool good = true;
	if (o->references != CR_REFERENCES_ALL) {
		return true;
	}
	cr_refs_build(c, m, &f.refs);
	cr_referrals_index(c, m, &f.among);
	note_known(c, config, &f);
	cr_givens_collect(c, config, &f.refs, &f.givens);
	for (size_t i = 0; i < f.refs.read_count; i++) {
		good = follow(c, &f, f.refs.reads[i]) && good;
	}
	cr_givens_write(c, &f.givens);
	cr_sealed_names(c, m);
	return good;
}
