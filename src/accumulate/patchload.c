/* Reads the texts of patches, so that the transformers do no input. A text is a strategic merge patch (one or more objects) or a JSON patch
 * (a list of operations); its own form tells which. Counterpart: PatchTransformer's Config. */
#include "accumulate/patchload.h"

#include "accumulate/source.h"
#include "patch/json6902.h"

static bool
patch_source(struct cr_ctx *c, struct cr_str dir, struct cr_patch *p, struct cr_source *out)
{
	if (cr_patch_is_inline(p)) {
		*out = cr_source_of_entry(&p->patch);
		return true;
	}
	struct cr_file *file;
	if (!cr_load_file(c, dir, p->path.s, p->path.mark, &file)) {
		return false;
	}
	*out = cr_source_of_file(file);
	return true;
}

static bool
strategic_from_docs(struct cr_ctx *c, const struct cr_source *src, const struct cr_docs *docs, struct cr_patch *p)
{
	if (p->field == CR_PATCHES_JSON6902) {
		return cr_fail(c, docs->items[0]->mark, CR_E_PATCH, "a JSON patch is a list of operations, not %s",
			       cr_kind_word(docs->items[0]));
	}
	if (!cr_resources_from_docs(c, docs, &p->strategic)) {
		return false;
	}
	if (p->strategic.count == 0 && p->field == CR_PATCHES) {
		cr_warn(c, cr_mark_make(src->file, src->line, 0), CR_W_TEXT_IGNORED, "the patch holds no object and changes nothing");
	}
	if (p->has_target && p->strategic.count > 1) {
		return cr_fail(c, p->strategic.items[1]->mark, CR_E_PATCH,
			       "a strategic merge patch with a target must hold one document, this one holds %zu; "
			       "Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field",
			       p->strategic.count);
	}
	return true;
}

static bool
json_from_source(struct cr_ctx *c, const struct cr_source *src, const struct cr_docs *docs, struct cr_patch *p)
{
	if (p->field == CR_PATCHES_STRATEGIC_MERGE) {
		return cr_fail(c, docs->items[0]->mark, CR_E_PATCH, "a strategic merge patch is a map, not a list");
	}
	if (!p->has_target) {
		return cr_fail(c, p->mark, CR_E_PATCH, "must specify a target for JSON patch \"%S\"", p->subject);
	}
	struct cr_docs operations = { 0 };
	if (!cr_yaml_read(c, src, CR_YAML_JSON_PATCH, &operations)) {
		return false;
	}
	p->json = cr_json_patch_new(c, operations.items[0]);
	return p->json != NULL;
}

static bool
load_patch(struct cr_ctx *c, struct cr_str dir, struct cr_patch *p)
{
	struct cr_source src;
	if (!patch_source(c, dir, p, &src)) {
		return false;
	}
	struct cr_docs docs = { 0 };
	p->strategic = (struct cr_resources){ 0 };
	p->json = NULL;
	if (!cr_yaml_read(c, &src, CR_YAML_PATCH, &docs)) {
		return false;
	}
	bool empty = docs.count == 0 || (docs.items[0]->kind == CR_LIST && docs.items[0]->count == 0);
	if (docs.count == 0 && p->field != CR_PATCHES) {
		return true; /* the transformer refuses it */
	}
	if (empty && p->field == CR_PATCHES) {
		cr_warn(c, cr_mark_make(src.file, src.line, 0), CR_W_TEXT_IGNORED, "the patch is empty and changes nothing");
		return true;
	}
	return docs.items[0]->kind == CR_LIST ? json_from_source(c, &src, &docs, p) : strategic_from_docs(c, &src, &docs, p);
}

bool
cr_patch_load(struct cr_ctx *c, struct cr_str dir, struct cr_patch *p)
{
	struct cr_frame frame;
	p->subject = cr_patch_is_inline(p) ? CR_STR("inline") : cr_path_redact(c, p->path.s);
	cr_frame_push(c, &frame, "patch", p->subject, p->mark);
	bool ok = load_patch(c, dir, p);
	cr_frame_pop(c);
	return ok;
}

static bool
load_list(struct cr_ctx *c, struct cr_str dir, struct cr_patch *items, size_t count)
{
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		ok = cr_patch_load(c, dir, &items[i]) && ok;
	}
	return ok;
}

bool
cr_patches_load(struct cr_ctx *c, struct cr_kust *k)
{
	bool ok = load_list(c, k->dir, k->patches_strategic_merge.items, k->patches_strategic_merge.count);
	ok = load_list(c, k->dir, k->patches.items, k->patches.count) && ok;
	return load_list(c, k->dir, k->patches_json6902.items, k->patches_json6902.count) && ok;
}
