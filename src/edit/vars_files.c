/* The files in which vars are looked for.
 *
 * Known difference: the reference looks one directory deep, and at files that are patches by the field "patches" only. */
#include "edit/tree.h"
#include "edit/vars.h"
#include "yaml/read.h"

/* A kustomization whose entries are gone through: what it is built on comes before its patches. */
struct station {
	struct cr_kust *kust;
	const struct cr_file *file;
	size_t next; /* of resources, and then of components */
};

struct search {
	struct cr_ctx *c;
	struct cr_var_files *out;
	struct cr_map seen; /* files and directories, to their paths */
	struct {
		struct station *items;
		size_t count, cap;
	} open;
};

static bool
is_seen(struct search *s, struct cr_str path)
{
	uint64_t hash = cr_hash_str(s->c, path.ptr, path.len);
	struct cr_map_iter it;
	for (struct cr_str *known = cr_map_first(&s->seen, hash, &it); known != NULL; known = cr_map_next(&s->seen, &it)) {
		if (cr_str_eq(*known, path)) {
			return true;
		}
	}
	struct cr_str *kept = cr_new(s->c, struct cr_str);
	*kept = path;
	cr_map_add(s->c, &s->seen, hash, kept);
	return false;
}

static void
add_file(struct search *s, const struct cr_file *file, const struct cr_patch *patch)
{
	if (!is_seen(s, file->path)) {
		*cr_push(s->c, s->out) = (struct cr_var_file){
			.file = file,
			.source = { .text = file->text, .file = file->index, .line = 1 },
			.patch = patch,
		};
	}
}

static bool
read_kust(struct cr_ctx *c, void *arg)
{
	struct station *at = arg;
	struct cr_source source = { .text = at->file->text, .file = at->file->index, .line = 1 };
	struct cr_docs docs = { 0 };
	return cr_yaml_read(c, &source, CR_YAML_KUSTOMIZATION, &docs) &&
	       cr_kust_decode(c, docs.count > 0 ? docs.items[0] : NULL, cr_mark_make(source.file, 0, 0), at->kust->dir, at->kust);
}

static bool
enter(struct search *s, struct cr_str dir, cr_mark mark)
{
	struct station at = { .kust = cr_new(s->c, struct cr_kust) };
	struct cr_file *file;
	if (is_seen(s, dir)) {
		return true;
	}
	if (!cr_load_kustomization(s->c, dir, mark, &file)) {
		return false;
	}
	at.kust->dir = dir;
	at.file = file;
	if (!cr_edit_quietly(s->c, read_kust, &at)) {
		return false;
	}
	*cr_push(s->c, &s->open) = at;
	return true;
}

static bool
add_patches(struct search *s, const struct station *at, const struct cr_patch *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct cr_patch *p = &items[i];
		struct cr_file *file;
		if (cr_patch_is_inline(p)) {
			cr_mark mark = p->patch.mark;
			*cr_push(s->c, s->out) = (struct cr_var_file){
				.file = at->file,
				.source = { .text = p->patch.s,
					    .file = cr_mark_file(mark),
					    .line = cr_mark_line(mark) + p->patch.block,
					    .inlined = true },
				.patch = p,
				.inlined = true,
			};
			continue;
		}
		if (!cr_load_file(s->c, at->kust->dir, p->path.s, p->path.mark, &file)) {
			return false;
		}
		add_file(s, file, p);
	}
	return true;
}

static bool
leave(struct search *s)
{
	const struct station *at = &s->open.items[s->open.count - 1];
	const struct cr_kust *k = at->kust;
	bool ok = add_patches(s, at, k->patches.items, k->patches.count) &&
		  add_patches(s, at, k->patches_json6902.items, k->patches_json6902.count) &&
		  add_patches(s, at, k->patches_strategic_merge.items, k->patches_strategic_merge.count);
	s->open.count--;
	return ok;
}

static bool
step(struct search *s)
{
	struct station *at = &s->open.items[s->open.count - 1];
	const struct cr_kust *k = at->kust;
	size_t i = at->next++;
	struct cr_file *file = NULL;
	struct cr_str dir;
	if (i >= k->resources.count + k->components.count) {
		return leave(s);
	}
	bool resource = i < k->resources.count;
	const struct cr_text *entry = resource ? &k->resources.items[i] : &k->components.items[i - k->resources.count];
	bool found = resource ? cr_load_entry(s->c, k->dir, entry->s, entry->mark, &file, &dir)
			      : cr_load_dir(s->c, k->dir, entry->s, entry->mark, &dir);
	if (found && file != NULL) {
		add_file(s, file, NULL);
		return true;
	}
	return found && enter(s, dir, entry->mark);
}

bool
cr_var_files_find(struct cr_ctx *c, struct cr_str dir, struct cr_var_files *out)
{
	struct search s = { .c = c, .out = out };
	if (!enter(&s, dir, CR_NO_MARK)) {
		return false;
	}
	while (s.open.count > 0) {
		if (!step(&s)) {
			return false;
		}
	}
	return true;
}
