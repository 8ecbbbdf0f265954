/* Accumulates one directory: resources, generators, components, transformers, validators, in the reference's order. Counterpart:
 * api/internal/target.
 *
 * Independent errors of one kustomization are all reported: every resource and every generator is tried before the directory is given up.
 */
#include "accumulate/target.h"

#include "accumulate/configload.h"
#include "accumulate/openapi.h"
#include "accumulate/patchload.h"
#include "accumulate/pluginlist.h"
#include "accumulate/provenance.h"
#include "accumulate/replacementload.h"
#include "accumulate/source.h"
#include "generate/generate.h"

bool
cr_target_read(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_kust *out)
{
	struct cr_file *file;
	if (!cr_load_kustomization(c, dir, mark, &file)) {
		return false;
	}
	const struct cr_source src = cr_source_of_file(file);
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_KUSTOMIZATION, &docs)) {
		return false;
	}
	cr_mark file_mark = cr_mark_make(file->index, 0, 0);
	out->file_name = cr_path_base(file->path);
	return cr_kust_decode(c, docs.count > 0 ? docs.items[0] : NULL, file_mark, dir, out);
}

/* What is never run is refused by name, with its place: never ignored. */
static bool
refuse_charts(struct cr_ctx *c, const struct cr_kust *k)
{
	for (size_t i = 0; i < k->charts.count; i++) {
		const struct cr_chart *chart = &k->charts.items[i];
		cr_fail(c, chart->mark, CR_E_UNSUPPORTED, "helm chart \"%S\" in \"%S\" is not enabled", chart->name.s, chart->place);
	}
	return k->charts.count == 0;
}

bool
cr_target_add_objects(struct cr_ctx *c, const struct cr_target *t, struct cr_resmap *m, const struct cr_source *src, struct cr_str path)
{
	struct cr_docs docs = { 0 };
	struct cr_resources found = { 0 };
	if (!cr_yaml_read(c, src, CR_YAML_RESOURCE, &docs) || !cr_resources_from_docs(c, &docs, &found)) {
		return false;
	}
	cr_provenance_of_file(c, t, path, &found);
	for (size_t i = 0; i < found.count; i++) {
		if (!cr_resmap_append(c, m, found.items[i])) {
			return false;
		}
	}
	return true;
}

/* t->below, of which plugins take the resources alone. */
static bool
take_base(struct cr_ctx *c, struct cr_target *t, struct cr_resmap *m)
{
	const struct cr_accumulation *base = t->below;
	if (!cr_resmap_borrow(c, m, &base->resources)) {
		return false;
	}
	if (m != &t->into->resources) {
		return true;
	}
	const struct cr_config *merged = cr_config_merge(c, t->into->config, base->config);
	if (merged != NULL) {
		t->into->config = merged;
	}
	return merged != NULL && cr_vars_merge(c, &t->into->vars, &base->vars);
}

static enum cr_progress
open_entry(struct cr_ctx *c, struct cr_target *t, struct cr_resmap *m, const struct cr_text *entry)
{
	struct cr_file *file = NULL;
	struct cr_str dir;
	if (!cr_load_entry(c, t->kust->dir, entry->s, entry->mark, &file, &dir)) {
		return CR_FAILED;
	}
	if (file == NULL) {
		return cr_accumulate_base(c, t, dir, entry);
	}
	const struct cr_source src = cr_source_of_file(file);
	return cr_done_if(cr_target_add_objects(c, t, m, &src, entry->s));
}

/* Is this the second time for the entry at hand? Then what it waited for has come out as *progress; else its station begins. */
static bool
resume(struct cr_ctx *c, struct cr_target *t, const char *what, const struct cr_text *entry, enum cr_progress *progress)
{
	if (t->resumed) {
		t->resumed = false;
		*progress = cr_done_if(t->below != NULL);
		return true;
	}
	t->below = NULL;
	cr_frame_push(c, &t->frame, what, cr_path_redact(c, entry->s), entry->mark);
	return false;
}

enum cr_progress
cr_target_add_entry(struct cr_ctx *c, struct cr_target *t, struct cr_resmap *m, const char *what, const struct cr_text *entry)
{
	enum cr_progress progress;
	if (!resume(c, t, what, entry, &progress)) {
		progress = open_entry(c, t, m, entry);
	}
	if (progress == CR_WAITING) {
		return progress;
	}
	if (progress == CR_DONE && t->below != NULL) {
		progress = cr_done_if(take_base(c, t, m));
	}
	cr_frame_pop(c);
	return progress;
}

static bool
generate(struct cr_ctx *c, const struct cr_target *t, const struct cr_generator_args *args)
{
	struct cr_resource *r = cr_generate(c, t->kust->dir, args);
	if (r == NULL) {
		return false;
	}
	cr_provenance_of_generated(c, t, args->secret ? "SecretGenerator" : "ConfigMapGenerator", r);
	return cr_resmap_absorb(c, &t->into->resources, r);
}

static bool
generate_list(struct cr_ctx *c, const struct cr_target *t, const struct cr_generator_args *items, size_t count)
{
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		struct cr_frame frame;
		cr_frame_push(c, &frame, items[i].secret ? "secretGenerator" : "configMapGenerator", items[i].name.s, items[i].mark);
		ok = generate(c, t, &items[i]) && ok;
		cr_frame_pop(c);
	}
	return ok;
}

static enum cr_progress
add_component(struct cr_ctx *c, struct cr_target *t, const struct cr_text *entry)
{
	struct cr_str dir;
	enum cr_progress progress;
	if (!resume(c, t, "component", entry, &progress)) {
		bool found = cr_load_dir(c, t->kust->dir, entry->s, entry->mark, &dir);
		progress = found ? cr_accumulate_component(c, t, dir, entry) : CR_FAILED;
	}
	if (progress != CR_WAITING) {
		cr_frame_pop(c);
	}
	return progress;
}

static enum cr_progress
enter(struct cr_ctx *c, struct cr_target *t)
{
	if (!cr_openapi_enter(c, t->kust)) {
		return CR_FAILED;
	}
	t->ok = refuse_charts(c, t->kust);
	return CR_DONE;
}

static enum cr_progress
add_resources(struct cr_ctx *c, struct cr_target *t)
{
	for (; t->at < t->kust->resources.count; t->at++) {
		enum cr_progress added = cr_target_add_entry(c, t, &t->into->resources, "resource", &t->kust->resources.items[t->at]);
		if (added == CR_WAITING) {
			return added;
		}
		t->ok = added == CR_DONE && t->ok;
	}
	return CR_DONE;
}

static enum cr_progress
load_files(struct cr_ctx *c, struct cr_target *t)
{
	bool ok = cr_config_load(c, t->kust, &t->into->config) && t->ok;
	ok = cr_patches_load(c, t->kust) && ok;
	return cr_done_if(cr_replacements_load(c, t->kust->dir, t->kust->replacements) && ok);
}

static enum cr_progress
generate_fields(struct cr_ctx *c, struct cr_target *t)
{
	const struct cr_kust *k = t->kust;
	return cr_done_if(generate_list(c, t, k->config_maps.items, k->config_maps.count) &&
			  generate_list(c, t, k->secrets.items, k->secrets.count));
}

/* One at a time: each works on what the one before it left. */
static enum cr_progress
add_components(struct cr_ctx *c, struct cr_target *t)
{
	for (; t->at < t->kust->components.count; t->at++) {
		enum cr_progress added = add_component(c, t, &t->kust->components.items[t->at]);
		if (added != CR_DONE) {
			return added;
		}
	}
	return CR_DONE;
}

static enum cr_progress
record_vars(struct cr_ctx *c, struct cr_target *t)
{
	return cr_done_if(cr_vars_record(c, &t->into->vars, t->kust->vars.items, t->kust->vars.count, &t->into->resources));
}

typedef enum cr_progress step(struct cr_ctx *c, struct cr_target *t);

static step *const steps[] = {
	enter,          add_resources,           load_files,          generate_fields,       cr_generators_collect, cr_generators_run,
	add_components, cr_transformers_collect, cr_transformers_run, cr_validators_collect, cr_validators_run,     record_vars,
};

enum cr_progress
cr_target_advance(struct cr_ctx *c, struct cr_target *t)
{
	c->at = t->kust->mark;
	while (t->step < sizeof steps / sizeof *steps) {
		enum cr_progress progress = steps[t->step](c, t);
		if (progress != CR_DONE) {
			return progress;
		}
		t->step++;
		t->at = 0;
	}
	return CR_DONE;
}
