/* --hash: which ConfigMaps and Secrets that no generator made get the hash of their content behind their name, as generated ones do.
 *
 * The annotation conf-render/hash says "true" or "false" of one object. It is taken out wherever it stands on an object, so that
 * commonAnnotations can give it; pod templates, which commonAnnotations reach too, are left alone. */
#include "rollout/rollout.h"

enum answer { SILENT, YES, NO, NEITHER };

static enum answer
answer_of(const struct cr_pair *pair)
{
	if (pair == NULL) {
		return SILENT;
	}
	struct cr_str text = cr_is(pair->value, CR_SCALAR) ? cr_text(pair->value) : CR_STR("");
	return cr_str_eq(text, CR_STR("true")) ? YES : cr_str_eq(text, CR_STR("false")) ? NO : NEITHER;
}

/* An annotations map that is left empty goes at the end, with those that held nothing but kustomize's notes. */
static void
take_out(struct cr_ctx *c, struct cr_resource *r)
{
	struct cr_node *metadata = cr_map_edit(c, cr_resource_edit(c, r), CR_KEY_metadata);
	cr_map_remove(c, cr_map_edit(c, metadata, CR_KEY_annotations), CR_KEY_conf_render_hash);
}

static bool
is_map(const struct cr_resource *r)
{
	return r->id.gvk.group == CR_KEY_EMPTY && (r->id.gvk.kind == CR_KEY_ConfigMap || r->id.gvk.kind == CR_KEY_Secret);
}

/* A generated one without a hash was asked to be so, by disableNameSuffixHash: only its own annotation overrules that. */
static bool
is_chosen(const struct cr_resource *r, enum cr_hashed how, enum answer answer)
{
	return is_map(r) && (answer == YES || (how == CR_HASH_ALL && answer == SILENT && !r->generated));
}

static bool
choose(struct cr_ctx *c, struct cr_resource *r, enum cr_hashed how)
{
	const struct cr_pair *pair = cr_map_pair(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations), CR_KEY_conf_render_hash);
	enum answer answer = answer_of(pair);
	if (answer == NEITHER) {
		cr_fail(c, pair->mark, CR_E_VALUE, "annotation \"conf-render/hash\" of %S is neither \"true\" nor \"false\"",
			cr_resid_short(c, r->id));
		return false;
	}
	r->needs_hash = r->needs_hash || is_chosen(r, how, answer);
	if (answer != SILENT) {
		take_out(c, r);
	}
	return true;
}

bool
cr_rollout_choose(struct cr_ctx *c, const struct cr_rollout *o, struct cr_resmap *m)
{
	bool good = true;
	for (size_t i = 0; o->hash >= CR_HASH_MARKED && i < m->count; i++) {
		good = choose(c, m->items[i], o->hash) && good;
	}
	return good;
}
