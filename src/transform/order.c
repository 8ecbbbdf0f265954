/* The transformers of one kustomization, in the order in which they run.
 * Counterpart: api/internal/target/kusttarget_configplugin.go. */
#include "transform/transform.h"

struct step {
	const struct cr_transform *transform;
	const char *builtin; /* the kind that stands for one run of it */
	size_t mark;         /* where in struct cr_kust the place of its field is kept; 0: it names the place of each item itself */
	size_t list;         /* where the list of its items is, of which each is a run of its own; 0: all is one run */
	size_t item_size;
	bool (*present)(const struct cr_kust *k); /* of what is no list: is there anything to run? */
};

static bool
has_patches(const struct cr_kust *k)
{
	return k->patches_strategic_merge.count > 0;
}

static bool
has_namespace(const struct cr_kust *k)
{
	return k->ns.s.len > 0;
}

static bool
has_prefix(const struct cr_kust *k)
{
	return k->name_prefix.s.len > 0;
}

static bool
has_suffix(const struct cr_kust *k)
{
	return k->name_suffix.s.len > 0;
}

/* commonLabels has its run, without effect, also where only labels is there. */
static bool
has_labels(const struct cr_kust *k)
{
	return k->labels.count > 0 || k->common_labels.count > 0;
}

static bool
has_annotations(const struct cr_kust *k)
{
	return k->common_annotations.count > 0;
}

static bool
has_replacements(const struct cr_kust *k)
{
	return k->replacements != NULL;
}

#define LIST(member) .list = offsetof(struct cr_kust, member), .item_size = sizeof *((struct cr_kust *)NULL)->member.items
#define MARK(member) .mark = offsetof(struct cr_kust, member)

static const struct step steps[] = {
	{ &cr_transform_patches_strategic_merge, "PatchStrategicMergeTransformer", .present = has_patches },
	{ &cr_transform_patches, "PatchTransformer", LIST(patches) },
	{ &cr_transform_namespace, "NamespaceTransformer", MARK(ns.mark), .present = has_namespace },
	{ &cr_transform_name_prefix, "PrefixTransformer", MARK(name_prefix.mark), .present = has_prefix },
	{ &cr_transform_name_suffix, "SuffixTransformer", MARK(name_suffix.mark), .present = has_suffix },
	{ &cr_transform_labels, "LabelTransformer", MARK(mark), LIST(labels) },
	{ &cr_transform_common_labels, "LabelTransformer", MARK(common_labels_mark), .present = has_labels },
	{ &cr_transform_common_annotations, "AnnotationsTransformer", MARK(common_annotations_mark), .present = has_annotations },
	{ &cr_transform_patches_json6902, "PatchJson6902Transformer", LIST(patches_json6902) },
	{ &cr_transform_replicas, "ReplicaCountTransformer", MARK(mark), LIST(replicas) },
	{ &cr_transform_images, "ImageTagTransformer", LIST(images) },
	{ &cr_transform_replacements, "ReplacementTransformer", .present = has_replacements },
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

struct any_list {
	char *items;
	size_t count, cap;
};

/* The same with a word to the watch after each run: a list is run item by item. */
static bool
run_watched(struct cr_ctx *c, const struct step *s, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m,
	    const struct cr_transform_watch *watch)
{
	if (s->list == 0) {
		return !s->present(k) || (run(c, s, k, config, m) && watch->after(c, watch->user, s->builtin, m));
	}
	struct any_list all;
	memcpy(&all, (const char *)k + s->list, sizeof all);
	for (size_t i = 0; i < all.count; i++) {
		struct cr_kust single = *k;
		struct any_list one = { .items = all.items + i * s->item_size, .count = 1, .cap = 1 };
		memcpy((char *)&single + s->list, &one, sizeof one);
		if (!run(c, s, &single, config, m) || !watch->after(c, watch->user, s->builtin, m)) {
			return false;
		}
		cr_resmap_sweep(m);
	}
	return true;
}

bool
cr_transform_all(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m,
		 const struct cr_transform_watch *watch)
{
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (!(watch == NULL ? run(c, &steps[i], k, config, m) : run_watched(c, &steps[i], k, config, m, watch))) {
			return false;
		}
		cr_resmap_sweep(m);
	}
	return true;
}
