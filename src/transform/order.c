/* The transformers of one kustomization, in the order in which they run.
 * Counterpart: api/internal/target/kusttarget_configplugin.go. */
#include "transform/transform.h"

struct step {
	const struct cr_transform *transform;
	size_t mark; /* where in struct cr_kust the place of its field is kept; 0: it names the place of each item itself */
};

static const struct step steps[] = {
	{ &cr_transform_patches_strategic_merge, 0 },
	{ &cr_transform_patches, 0 },
	{ &cr_transform_namespace, offsetof(struct cr_kust, ns.mark) },
	{ &cr_transform_name_prefix, offsetof(struct cr_kust, name_prefix.mark) },
	{ &cr_transform_name_suffix, offsetof(struct cr_kust, name_suffix.mark) },
	{ &cr_transform_labels, offsetof(struct cr_kust, mark) },
	{ &cr_transform_common_annotations, offsetof(struct cr_kust, common_annotations_mark) },
	{ &cr_transform_patches_json6902, 0 },
	{ &cr_transform_replicas, offsetof(struct cr_kust, mark) },
	{ &cr_transform_images, 0 },
};

static bool
run(struct cr_ctx *c, const struct step *s, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	if (s->mark == 0) {
		return s->transform->run(c, k, config, m);
	}
	struct cr_frame frame;
	cr_mark mark;
	memcpy(&mark, (const char *)k + s->mark, sizeof mark);
	cr_frame_push(c, &frame, s->transform->name, CR_STR(""), mark);
	bool ok = s->transform->run(c, k, config, m);
	cr_frame_pop(c);
	return ok;
}

bool
cr_transform_all(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (!run(c, &steps[i], k, config, m)) {
			return false;
		}
		cr_resmap_sweep(m);
	}
	return true;
}
