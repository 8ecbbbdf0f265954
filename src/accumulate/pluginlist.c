/* The entries of "generators", "transformers" and "validators": each a file or a directory of configurations, or the text of one. Every
 * configuration is read before the first of them acts. Counterpart: api/internal/target/kusttarget.go. */
#include "accumulate/pluginlist.h"

#include "accumulate/plugin.h"
#include "accumulate/provenance.h"
#include "accumulate/source.h"
#include "transform/transform.h"

struct plugins {
	struct cr_plugin **items;
	struct cr_provenance **provenances; /* of each; of transformations NULL where nobody asks */
	size_t count;
};

/* Only text of several lines, or in flow style, can be an object with a kind and a name. */
static bool
is_inline(const struct cr_text *entry)
{
	struct cr_str text = cr_str_trim(entry->s);
	return text.len == 0 || cr_str_find(entry->s, '\n', 0) != SIZE_MAX || cr_str_starts(text, CR_STR("{")) ||
	       cr_str_starts(text, CR_STR("#"));
}

static bool
add_inline(struct cr_ctx *c, const struct cr_target *t, struct cr_resmap *m, const struct cr_text *entry)
{
	const struct cr_source src = cr_source_of_entry(entry);
	return cr_target_add_objects(c, t, m, &src, t->kust->file_name);
}

static enum cr_progress
collect_entry(struct cr_ctx *c, struct cr_target *t, const struct cr_text *entry, const char *what, bool inlined)
{
	if (is_inline(entry) != inlined) {
		return CR_DONE;
	}
	if (!inlined) {
		return cr_target_add_entry(c, t, &t->plugins, what, entry);
	}
	struct cr_frame frame;
	cr_frame_push(c, &frame, what, CR_STR("inline"), entry->mark);
	bool ok = add_inline(c, t, &t->plugins, entry);
	cr_frame_pop(c);
	return cr_done_if(ok);
}

/* What the entries hold, into t->plugins: first those that are written in the kustomization, as in the reference, and if none of them is
 * wrong those in files and directories. */
static enum cr_progress
collect(struct cr_ctx *c, struct cr_target *t, const struct cr_texts *entries, const char *what)
{
	if (t->at == 0 && !t->resumed) {
		cr_resmap_init(c, &t->plugins);
		t->ok = true;
	}
	for (; t->at < 2 * entries->count; t->at++) {
		bool inlined = t->at < entries->count;
		if (t->at == entries->count && !t->ok) {
			return CR_FAILED;
		}
		enum cr_progress found = collect_entry(c, t, &entries->items[t->at % entries->count], what, inlined);
		if (found == CR_WAITING) {
			return found;
		}
		t->ok = found == CR_DONE && t->ok;
	}
	return cr_done_if(t->ok);
}

enum cr_progress
cr_generators_collect(struct cr_ctx *c, struct cr_target *t)
{
	return collect(c, t, &t->kust->generators, "generator");
}

enum cr_progress
cr_transformers_collect(struct cr_ctx *c, struct cr_target *t)
{
	return collect(c, t, &t->kust->transformers, "transformer");
}

enum cr_progress
cr_validators_collect(struct cr_ctx *c, struct cr_target *t)
{
	return collect(c, t, &t->kust->validators, "validator");
}

/* All of t->plugins, checked before the first of them runs. */
static bool
configure(struct cr_ctx *c, const struct cr_target *t, const char *what, bool generators, struct plugins *out)
{
	const struct cr_resmap *m = &t->plugins;
	*out = (struct plugins){ .items = cr_new_n(c, struct cr_plugin *, m->count),
				 .provenances = cr_new_n(c, struct cr_provenance *, m->count),
				 .count = m->count };
	bool ok = true;
	for (size_t i = 0; i < m->count; i++) {
		struct cr_frame frame;
		cr_frame_push(c, &frame, what, cr_resid_short(c, m->items[i]->id), m->items[i]->mark);
		out->items[i] = cr_plugin_configure(c, t->kust->dir, m->items[i], generators);
		out->provenances[i] = cr_provenance_of_plugin(c, t, m->items[i]);
		ok = out->items[i] != NULL && ok;
		cr_frame_pop(c);
	}
	return ok;
}

static bool
generate(struct cr_ctx *c, const struct cr_target *t, struct cr_plugin *plugin, const struct cr_provenance *provenance)
{
	struct cr_resources made = { 0 };
	if (!cr_plugin_generate(c, plugin, &made)) {
		return false;
	}
	for (size_t i = 0; i < made.count; i++) {
		cr_provenance_note(c, provenance, made.items[i]);
		if (!cr_resmap_absorb(c, &t->into->resources, made.items[i])) {
			return false;
		}
	}
	return true;
}

enum cr_progress
cr_generators_run(struct cr_ctx *c, struct cr_target *t)
{
	struct plugins generators;
	if (!configure(c, t, "generator", true, &generators)) {
		return CR_FAILED;
	}
	for (size_t i = 0; i < generators.count; i++) {
		if (!generate(c, t, generators.items[i], generators.provenances[i])) {
			return CR_FAILED;
		}
	}
	return CR_DONE;
}

enum cr_progress
cr_transformers_run(struct cr_ctx *c, struct cr_target *t)
{
	struct cr_resmap *m = &t->into->resources;
	struct plugins transformers;
	if (!configure(c, t, "transformer", false, &transformers)) {
		return CR_FAILED;
	}
	struct cr_transform_watch watch = { .after = cr_provenance_of_field, .user = t };
	if (!cr_transform_all(c, t->kust, t->into->config, m, t->where.ptr != NULL ? &watch : NULL)) {
		return CR_FAILED;
	}
	for (size_t i = 0; i < transformers.count; i++) {
		if (!cr_plugin_transform(c, transformers.items[i], m) || !cr_provenance_transformed(c, transformers.provenances[i], m)) {
			return CR_FAILED;
		}
		cr_resmap_sweep(m);
	}
	return CR_DONE;
}

/* The label that a validator may leave behind does not count as a change. */
static const struct cr_node *
unvalidated(struct cr_ctx *c, struct cr_resource *r)
{
	if (cr_map_at(r->root, CR_KEY_metadata, CR_KEY_labels, CR_KEY_validated_by) == NULL) {
		return r->root;
	}
	struct cr_resource copy = *r;
	copy.root = cr_node_copy(c, r->root);
	struct cr_node *metadata = cr_map_get(copy.root, CR_KEY_metadata);
	struct cr_node *labels = cr_map_get(metadata, CR_KEY_labels);
	cr_map_remove(c, labels, CR_KEY_validated_by);
	if (labels->count == 0) {
		cr_map_remove(c, metadata, CR_KEY_labels);
	}
	return copy.root;
}

static bool
check_unchanged(struct cr_ctx *c, const struct cr_resmap *before, struct cr_resmap *after, cr_mark mark)
{
	if (before->count != after->count) {
		return cr_fail(c, mark, CR_E_TRANSFORM,
			       "validator shouldn't modify the resource map: lists have different number of entries");
	}
	for (size_t i = 0; i < before->count; i++) {
		if (!cr_node_equal(c, before->items[i]->root, unvalidated(c, after->items[i]))) {
			cr_fail(c, mark, CR_E_TRANSFORM, "validator shouldn't modify the resource map: %S was changed",
				cr_resid_short(c, before->items[i]->id));
			cr_second(c, before->items[i]->mark, "defined here");
			return false;
		}
	}
	return true;
}

enum cr_progress
cr_validators_run(struct cr_ctx *c, struct cr_target *t)
{
	struct plugins validators;
	if (!configure(c, t, "validator", false, &validators)) {
		return CR_FAILED;
	}
	struct cr_resmap spare = { 0 };
	for (size_t i = 0; i < validators.count; i++) {
		struct cr_resmap before = t->into->resources;
		c->stamp = ++c->next_stamp;
		t->into->resources = spare;
		cr_resmap_copy_over(c, &t->into->resources, &before);
		spare = i > 0 ? before : spare; /* the first is not ours alone */
		if (!cr_plugin_transform(c, validators.items[i], &t->into->resources) ||
		    !check_unchanged(c, &before, &t->into->resources, cr_plugin_mark(validators.items[i]))) {
			return CR_FAILED;
		}
	}
	return CR_DONE;
}
