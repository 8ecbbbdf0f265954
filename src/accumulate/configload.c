/* The files of "configurations" and "crds", merged into what the bases have brought. Counterpart: MakeTransformerConfig and
 * LoadConfigFromCRDs, and the part of accumulateTarget that calls them. */
#include "accumulate/configload.h"

#include "accumulate/source.h"
#include "yaml/read.h"

/* One of the two lists of files. */
struct sort {
	const char *what;
	enum cr_decoded decoded;
	enum cr_dialect dialect;
	bool (*decode)(struct cr_ctx *c, const struct cr_node *root, cr_mark file_mark, struct cr_config *out);
};

static const struct sort configurations = { "configuration", CR_DECODED_CONFIG, CR_YAML_STRICT, cr_config_decode };
static const struct sort definitions = { "crd", CR_DECODED_CRDS, CR_YAML_KUSTOMIZATION, cr_config_from_definitions };

/* NULL after cr_fail. */
static const struct cr_config *
decode(struct cr_ctx *c, const struct cr_file *file, const struct sort *sort)
{
	const struct cr_source src = cr_source_of_file(file);
	cr_mark file_mark = cr_mark_make(file->index, 0, 0);
	struct cr_config *config = cr_new(c, struct cr_config);
	struct cr_docs docs = { 0 };
	bool ok = cr_yaml_read(c, &src, sort->dialect, &docs) && sort->decode(c, docs.count > 0 ? docs.items[0] : NULL, file_mark, config);
	return ok ? config : NULL;
}

static const struct cr_config *
merge_file(struct cr_ctx *c, struct cr_str dir, const struct cr_text *entry, const struct sort *sort, const struct cr_config *to)
{
	struct cr_file *file;
	if (!cr_load_file(c, dir, entry->s, entry->mark, &file)) {
		return NULL;
	}
	if (file->text.len == 0 && sort == &definitions) {
		cr_fail(c, entry->mark, CR_E_VALUE, "\"%S\" is empty: a file of definitions is wanted", cr_path_redact(c, entry->s));
		return NULL;
	}
	if (file->decoded[sort->decoded] == NULL) {
		file->decoded[sort->decoded] = decode(c, file, sort);
	}
	const struct cr_config *config = file->decoded[sort->decoded];
	return config == NULL ? NULL : cr_config_merge(c, to, config);
}

/* All files of a list, each merged into those before it. Every file is tried. NULL after cr_fail. */
static const struct cr_config *
merge_files(struct cr_ctx *c, struct cr_str dir, const struct cr_texts *paths, const struct sort *sort)
{
	const struct cr_config *all = &cr_config_empty;
	bool ok = true;
	for (size_t i = 0; i < paths->count; i++) {
		struct cr_frame frame;
		cr_frame_push(c, &frame, sort->what, cr_path_redact(c, paths->items[i].s), paths->items[i].mark);
		const struct cr_config *merged = merge_file(c, dir, &paths->items[i], sort, all);
		cr_frame_pop(c);
		ok = merged != NULL && ok;
		all = merged != NULL ? merged : all;
	}
	return ok ? all : NULL;
}

/* The built-in rows and those of "configurations". NULL after cr_fail. */
static const struct cr_config *
own_config(struct cr_ctx *c, const struct cr_kust *k)
{
	const struct cr_config *files = merge_files(c, k->dir, &k->configurations, &configurations);
	return files == NULL ? NULL : cr_config_merge(c, &cr_config_default, files);
}

bool
cr_config_load(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config **config)
{
	const struct cr_config *own = own_config(c, k);
	const struct cr_config *crds = merge_files(c, k->dir, &k->crds, &definitions);
	if (own == NULL || crds == NULL) {
		return false;
	}
	const struct cr_config *merged = cr_config_merge(c, *config, own);
	if (merged != NULL) {
		merged = cr_config_merge(c, merged, crds);
	}
	if (merged != NULL) {
		*config = merged;
	}
	return merged != NULL;
}
