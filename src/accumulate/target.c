/* Accumulates one directory: resources, generators, transformers, in the reference's order. Counterpart: api/internal/target.
 *
 * Independent errors of one kustomization are all reported: every resource and every generator is tried before the directory is given up.
 */
#include "accumulate/target.h"

#include "accumulate/patchload.h"
#include "generate/generate.h"
#include "load/loader.h"
#include "transform/transform.h"

bool
cr_target_read(struct cr_ctx *c, struct cr_accumulation *a, cr_mark mark)
{
	struct cr_file *file;
	if (!cr_load_kustomization(c, a->dir, mark, &file)) {
		return false;
	}
	struct cr_source src = { .text = file->text, .file = file->index, .line = 1 };
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_KUSTOMIZATION, &docs)) {
		return false;
	}
	cr_mark file_mark = cr_mark_make(file->index, 0, 0);
	return cr_kust_decode(c, docs.count > 0 ? docs.items[0] : NULL, file_mark, a->dir, &a->kust);
}

/* What this version cannot build is refused by name, with its place: never ignored. */
static bool
refuse_unsupported(struct cr_ctx *c, const struct cr_kust *k)
{
	for (size_t i = 0; i < k->unsupported.count; i++) {
		cr_fail(c, k->unsupported.items[i].mark, CR_E_UNSUPPORTED, "field \"%S\" is not supported yet",
			k->unsupported.items[i].field);
	}
	return k->unsupported.count == 0;
}

static bool
add_file(struct cr_ctx *c, struct cr_resmap *m, const struct cr_file *file)
{
	struct cr_source src = { .text = file->text, .file = file->index, .line = 1 };
	struct cr_docs docs = { 0 };
	struct cr_resources found = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_RESOURCE, &docs) || !cr_resources_from_docs(c, &docs, &found)) {
		return false;
	}
	for (size_t i = 0; i < found.count; i++) {
		if (!cr_resmap_append(c, m, found.items[i])) {
			return false;
		}
	}
	return true;
}

static bool
add_directory(struct cr_ctx *c, struct cr_baseline *b, struct cr_resmap *m, struct cr_str dir, const struct cr_text *entry)
{
	const struct cr_accumulation *base = cr_accumulate(c, b, dir, entry->mark);
	if (base == NULL) {
		return false;
	}
	if (base->kust.component) {
		return cr_fail(c, entry->mark, CR_E_KUSTOMIZATION, "\"%S\" is a component: expected kind != 'Component' for path '%S'",
			       entry->s, entry->s);
	}
	return cr_resmap_borrow(c, m, &base->resources);
}

static bool
add_resource(struct cr_ctx *c, struct cr_baseline *b, const struct cr_kust *k, struct cr_resmap *m, const struct cr_text *entry)
{
	struct cr_file *file = NULL;
	struct cr_str dir;
	if (!cr_load_entry(c, k->dir, entry->s, entry->mark, &file, &dir)) {
		return false;
	}
	return file != NULL ? add_file(c, m, file) : add_directory(c, b, m, dir, entry);
}

static bool
add_resources(struct cr_ctx *c, struct cr_baseline *b, const struct cr_kust *k, struct cr_resmap *m)
{
	bool ok = true;
	for (size_t i = 0; i < k->resources.count; i++) {
		const struct cr_text *entry = &k->resources.items[i];
		struct cr_frame frame;
		cr_frame_push(c, &frame, "resource", cr_path_redact(c, entry->s), entry->mark);
		ok = add_resource(c, b, k, m, entry) && ok;
		cr_frame_pop(c);
	}
	return ok;
}

static bool
generate_list(struct cr_ctx *c, const struct cr_kust *k, struct cr_resmap *m, const struct cr_generator_args *items, size_t count)
{
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		struct cr_frame frame;
		cr_frame_push(c, &frame, items[i].secret ? "secretGenerator" : "configMapGenerator", items[i].name.s, items[i].mark);
		struct cr_resource *r = cr_generate(c, k->dir, &items[i]);
		ok = r != NULL && cr_resmap_absorb(c, m, r) && ok;
		cr_frame_pop(c);
	}
	return ok;
}

static bool
build(struct cr_ctx *c, struct cr_baseline *b, struct cr_accumulation *a)
{
	struct cr_kust *k = &a->kust;
	bool ok = refuse_unsupported(c, k);
	ok = add_resources(c, b, k, &a->resources) && ok;
	ok = cr_patches_load(c, k) && ok;
	if (!ok) {
		return false;
	}
	if (!generate_list(c, k, &a->resources, k->config_maps.items, k->config_maps.count) ||
	    !generate_list(c, k, &a->resources, k->secrets.items, k->secrets.count)) {
		return false;
	}
	return cr_transform_all(c, k, a->config, &a->resources);
}

bool
cr_target_accumulate(struct cr_ctx *c, struct cr_baseline *b, struct cr_accumulation *a)
{
	a->config = &cr_config_default;
	cr_resmap_init(c, &a->resources);
	uint32_t outer = c->stamp;
	c->stamp = ++c->next_stamp;
	bool ok = build(c, b, a);
	c->stamp = outer;
	return ok;
}
