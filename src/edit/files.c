/* Fields that are lists of files or directories: resources, components, generators, transformers, validators, configurations.
 *
 * What a pattern of add stands for was found before (the program asks the file system); the patterns of remove are matched against the
 * list, as the reference does. */
#include "edit/tree.h"

struct file_list {
	const char *field, *word;
};

static struct file_list
list_of(enum cr_edit_field field)
{
	switch (field) {
	case CR_EDIT_COMPONENT:
		return (struct file_list){ "components", "component" };
	case CR_EDIT_CONFIGURATION:
		return (struct file_list){ "configurations", "configuration" };
	case CR_EDIT_GENERATOR:
		return (struct file_list){ "generators", "generator" };
	case CR_EDIT_TRANSFORMER:
		return (struct file_list){ "transformers", "transformer" };
	case CR_EDIT_VALIDATOR:
		return (struct file_list){ "validators", "validator" };
	default:
		return (struct file_list){ "resources", field == CR_EDIT_BASE ? "base" : "resource" };
	}
}

/* "bases" is the old name of a part of "resources". */
static bool
is_listed(struct cr_edit_state *s, struct file_list list, struct cr_str path)
{
	return cr_edit_has(s->ctx, cr_edit_get(s->ctx, s->root, list.field), path) ||
	       (strcmp(list.field, "resources") == 0 && cr_edit_has(s->ctx, cr_edit_get(s->ctx, s->root, "bases"), path));
}

static bool
add_one(struct cr_edit_state *s, const struct cr_edit *e, struct file_list list, struct cr_str path)
{
	bool own = e->field == CR_EDIT_RESOURCE || e->field == CR_EDIT_COMPONENT;
	if (own && cr_str_eq(path, cr_path_base(s->file->path))) {
		return true;
	}
	if (is_listed(s, list, path)) {
		if (e->field == CR_EDIT_BASE) {
			return cr_fail(s->ctx, cr_mark_make(s->file->index, 0, 0), CR_E_KUSTOMIZATION,
				       "base %S already in kustomization file", path);
		}
		cr_edit_note(s->ctx, cr_mark_make(s->file->index, 0, 0), "%s %S already in kustomization file", list.word, path);
		return true;
	}
	struct cr_node *items = cr_edit_list(s, s->root, list.field);
	if (items != NULL) {
		cr_list_append(s->ctx, items, cr_edit_new_text(s->ctx, path));
	}
	return items != NULL;
}

static bool
add(struct cr_edit_state *s, const struct cr_edit *e, struct file_list list)
{
	for (size_t i = 0; i < e->words.count; i++) {
		struct cr_edit_words paths = { 0 };
		if (e->field == CR_EDIT_BASE) {
			paths = cr_edit_split(s->ctx, e->words.items[i], ',');
		} else {
			*cr_push(s->ctx, &paths) = e->words.items[i];
		}
		for (size_t k = 0; k < paths.count; k++) {
			if (!add_one(s, e, list, paths.items[k])) {
				return false;
			}
		}
	}
	return true;
}

static bool
matches_any(struct cr_ctx *c, const struct cr_node *item, void *arg)
{
	const struct cr_edit_words *patterns = arg;
	bool found = false;
	for (size_t i = 0; item->kind == CR_SCALAR && i < patterns->count; i++) {
		cr_count_work(c, item->count + 1);
		found = found || cr_edit_match(patterns->items[i], cr_text(item)) == 1;
	}
	return found;
}

static bool
take_out(struct cr_edit_state *s, const struct cr_edit *e, const char *field, size_t *count)
{
	if (cr_edit_get(s->ctx, s->root, field) == NULL) {
		return true;
	}
	struct cr_node *items = cr_edit_list(s, s->root, field);
	if (items == NULL) {
		return false;
	}
	struct cr_edit_words patterns = e->words;
	size_t gone = cr_edit_filter(s->ctx, items, matches_any, &patterns);
	if (gone > 0) {
		cr_edit_tidy(s->ctx, s->root, field);
	}
	*count += gone;
	return true;
}

static bool
take_away(struct cr_edit_state *s, const struct cr_edit *e, struct file_list list)
{
	size_t count = 0;
	for (size_t i = 0; i < e->words.count; i++) {
		if (cr_edit_match(e->words.items[i], CR_STR("")) < 0) {
			return cr_fail(s->ctx, CR_NO_MARK, CR_E_USAGE, "syntax error in pattern \"%S\"", e->words.items[i]);
		}
	}
	if (!take_out(s, e, list.field, &count) || (e->field == CR_EDIT_RESOURCE && !take_out(s, e, "bases", &count))) {
		return false;
	}
	if (count == 0) {
		cr_edit_note(s->ctx, cr_mark_make(s->file->index, 0, 0), "no %s of the kustomization file matches", list.word);
	}
	return true;
}

bool
cr_edit_files(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct file_list list = list_of(e->field);
	return e->verb == CR_EDIT_REMOVE ? take_away(s, e, list) : add(s, e, list);
}
