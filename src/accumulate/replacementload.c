/* Reads the files of replacements, so that the transformer does no input. Counterpart: ReplacementTransformer's Config. */
#include "accumulate/replacementload.h"

#include "accumulate/source.h"

/* NULL after cr_fail. */
static const struct cr_replacement_list *
decode(struct cr_ctx *c, const struct cr_file *file)
{
	const struct cr_source src = cr_source_of_file(file);
	struct cr_replacement_list *list = cr_new(c, struct cr_replacement_list);
	struct cr_docs docs = { 0 };
	bool ok = cr_yaml_read(c, &src, CR_YAML_KUSTOMIZATION, &docs) &&
		  cr_replacement_file_decode(c, docs.count > 0 ? docs.items[0] : NULL, cr_mark_make(file->index, 0, 0), list);
	return ok ? list : NULL;
}

/* NULL after cr_fail. */
static const struct cr_replacement_list *
load_file(struct cr_ctx *c, struct cr_str dir, const struct cr_text *path)
{
	struct cr_file *file;
	if (!cr_load_file(c, dir, path->s, path->mark, &file)) {
		return NULL;
	}
	if (file->decoded[CR_DECODED_REPLACEMENTS] == NULL) {
		file->decoded[CR_DECODED_REPLACEMENTS] = decode(c, file);
	}
	return file->decoded[CR_DECODED_REPLACEMENTS];
}

static const struct cr_replacement_list *
load_entry(struct cr_ctx *c, struct cr_str dir, struct cr_replacement_entry *e)
{
	if (e->path.s.len == 0) {
		struct cr_replacement_list *one = cr_new(c, struct cr_replacement_list);
		*one = (struct cr_replacement_list){ .items = &e->inlined, .count = 1, .cap = 1 };
		return one;
	}
	struct cr_frame frame;
	cr_frame_push(c, &frame, "replacements", cr_path_redact(c, e->path.s), e->path.mark);
	const struct cr_replacement_list *list = load_file(c, dir, &e->path);
	cr_frame_pop(c);
	return list;
}

bool
cr_replacements_load(struct cr_ctx *c, struct cr_str dir, struct cr_replacements *r)
{
	bool ok = true;
	if (r == NULL) {
		return true;
	}
	r->loaded.items = NULL;
	r->loaded.count = r->loaded.cap = 0;
	for (size_t i = 0; i < r->entries.count; i++) {
		const struct cr_replacement_list *list = load_entry(c, dir, &r->entries.items[i]);
		*cr_push(c, &r->loaded) = list;
		ok = list != NULL && ok;
	}
	return ok;
}
