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

static bool
add_base(struct cr_ctx *c, const struct cr_target *t, struct cr_resmap *m, struct cr_vars *vars, struct cr_str dir,
	 const struct cr_text *entry)
{
	const struct cr_accumulation *base = cr_accumulate_base(c, t, dir, entry);
	c->at = t->kust->mark;
	if (base == NULL || !cr_resmap_borrow(c, m, &base->resources)) {
		return false;
	}
	if (m != &t->into->resources) {
		return true; /* plugins: nothing else of the directory counts */
	}
	const struct cr_config *merged = cr_config_merge(c, t->into->config, base->config);
	if (merged != NULL) {
		t->into->config = merged;
	}
	return merged != NULL && cr_vars_merge(c, vars, &base->vars);
}

bool
cr_target_add_entry(struct cr_ctx *c, const struct cr_target *t, struct cr_resmap *m, struct cr_vars *vars, const struct cr_text *entry)
{
	struct cr_file *file = NULL;
	struct cr_str dir;
	if (!cr_load_entry(c, t->kust->dir, entry->s, entry->mark, &file, &dir)) {
		return false;
	}
	if (file == NULL) {
		return add_base(c, t, m, vars, dir, entry);
	}
	const struct cr_source src = cr_source_of_file(file);
	return cr_target_add_objects(c, t, m, &src, entry->s);
}

static bool
add_resources(struct cr_ctx *c, const struct cr_target *t)
{
	bool ok = true;
	for (size_t i = 0; i < t->kust->resources.count; i++) {
		const struct cr_text *entry = &t->kust->resources.items[i];
		struct cr_frame frame;
		cr_frame_push(c, &frame, "resource", cr_path_redact(c, entry->s), entry->mark);
		ok = cr_target_add_entry(c, t, &t->into->resources, &t->into->vars, entry) && ok;
		cr_frame_pop(c);
	}
	return ok;
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

static bool
generate_all(struct cr_ctx *c, const struct cr_target *t)
{
	const struct cr_kust *k = t->kust;
	return generate_list(c, t, k->config_maps.items, k->config_maps.count) && generate_list(c, t, k->secrets.items, k->secrets.count) &&
	       cr_generators_run(c, t);
}

/* One at a time: each works on what the one before it left. */
static bool
add_components(struct cr_ctx *c, const struct cr_target *t)
{
	for (size_t i = 0; i < t->kust->components.count; i++) {
		const struct cr_text *entry = &t->kust->components.items[i];
		struct cr_frame frame;
		struct cr_str dir;
		cr_frame_push(c, &frame, "component", cr_path_redact(c, entry->s), entry->mark);
		bool ok = cr_load_dir(c, t->kust->dir, entry->s, entry->mark, &dir) && cr_accumulate_component(c, t, dir, entry);
		c->at = t->kust->mark;
		cr_frame_pop(c);
		if (!ok) {
			return false;
		}
	}
	return true;
}

bool
cr_target_accumulate(struct cr_ctx *c, struct cr_target *t)
{
	c->at = t->kust->mark;
	if (!cr_openapi_enter(c, t->kust)) {
		return false;
	}
	bool ok = refuse_charts(c, t->kust);
	ok = add_resources(c, t) && ok;
	ok = cr_config_load(c, t->kust, &t->into->config) && ok;
	ok = cr_patches_load(c, t->kust) && ok;
	ok = cr_replacements_load(c, t->kust->dir, t->kust->replacements) && ok;
	return ok && generate_all(c, t) && add_components(c, t) && cr_transformers_run(c, t) && cr_validators_run(c, t) &&
	       cr_vars_record(c, &t->into->vars, t->kust->vars.items, t->kust->vars.count, &t->into->resources);
}
