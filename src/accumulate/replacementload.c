/* Reads the files of replacements, so that the transformer does no input. Counterpart: ReplacementTransformer's Config. */
#include "accumulate/replacementload.h"

#include "accumulate/source.h"

static bool
load_file(struct cr_ctx *c, struct cr_str dir, const struct cr_text *path, struct cr_replacement_list *out)
{
	struct cr_file *file;
	struct cr_docs docs = { 0 };
	if (!cr_load_file(c, dir, path->s, path->mark, &file)) {
		return false;
	}
	const struct cr_source src = cr_source_of_file(file);
	if (!cr_yaml_read(c, &src, CR_YAML_KUSTOMIZATION, &docs)) {
		return false;
	}
	return cr_replacement_file_decode(c, docs.count > 0 ? docs.items[0] : NULL, cr_mark_make(file->index, 0, 0), out);
}

bool
cr_replacements_load(struct cr_ctx *c, struct cr_str dir, struct cr_replacements *r)
{
	bool ok = true;
	if (r == NULL) {
		return true;
	}
	r->loaded = (struct cr_replacement_list){ 0 };
	for (size_t i = 0; i < r->entries.count; i++) {
		const struct cr_replacement_entry *e = &r->entries.items[i];
		if (e->path.s.len == 0) {
			*cr_push(c, &r->loaded) = e->inlined;
			continue;
		}
		struct cr_frame frame;
		cr_frame_push(c, &frame, "replacements", cr_path_redact(c, e->path.s), e->path.mark);
		ok = load_file(c, dir, &e->path, &r->loaded) && ok;
		cr_frame_pop(c);
	}
	return ok;
}
