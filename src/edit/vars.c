/* The vars of a kustomization become replacements; see vars.h. */
#include "edit/vars.h"

#include "edit/tree.h"
#include "yaml/read.h"

static bool
name_vars(struct cr_edit_state *s, const struct cr_node *list, struct cr_var_names *out)
{
	struct cr_ctx *c = s->ctx;
	/* What the map points to must not move. */
	out->items = cr_new_n(c, struct cr_var_named, list->count + 1);
	for (uint32_t i = 0; i < list->count; i++) {
		struct cr_var_named *v = &out->items[out->count++];
		*v = (struct cr_var_named){ .name = cr_edit_text(c, list->items[i], "name"), .entry = list->items[i] };
		v->targets = cr_node_list(c, CR_NO_MARK);
		if (cr_var_named_find(c, out, v->name) != NULL) {
			return cr_fail(c, v->entry->mark, CR_E_VAR, "var '%S' already encountered", v->name);
		}
		cr_map_add(c, &out->by_name, cr_hash_str(c, v->name.ptr, v->name.len), v);
	}
	return true;
}

static bool
read_file(struct cr_ctx *c, const struct cr_var_file *file, struct cr_docs *docs)
{
	struct cr_str text = file->source.text;
	if (text.len >= 2 && (memcmp(text.ptr, "\xff\xfe", 2) == 0 || memcmp(text.ptr, "\xfe\xff", 2) == 0)) {
		return cr_fail(c, cr_mark_make(file->source.file, 0, 0), CR_E_UNSUPPORTED, "a file in UTF-16 cannot be edited");
	}
	return cr_yaml_read(c, &file->source, file->patch != NULL ? CR_YAML_PATCH : CR_YAML_RESOURCE, docs);
}

static bool
convert_file(struct cr_edit_state *s, const struct cr_var_names *names, const struct cr_var_file *file)
{
	struct cr_ctx *c = s->ctx;
	struct cr_docs docs = { 0 };
	if (!read_file(c, file, &docs)) {
		return false;
	}
	if (!cr_var_is_used(c, names, &docs)) {
		return true;
	}
	if (!cr_var_targets_add(s, names, file, &docs)) {
		return false;
	}
	if (file->inlined) {
		return true;
	}
	struct cr_edited_file edited = { .file = file->file };
	if (!cr_var_file_edit(c, names, file, &docs, &edited.text)) {
		return false;
	}
	*cr_push(c, &s->edited->others) = edited;
	return true;
}

/* A var may say containers[0] for containers.0, a replacement not. */
static struct cr_str
new_path(struct cr_ctx *c, struct cr_str path)
{
	char *to = cr_alloc(c, path.len + 1);
	size_t length = 0;
	for (size_t i = 0; i < path.len; i++) {
		size_t end = i + 1;
		while (end < path.len && path.ptr[end] >= '0' && path.ptr[end] <= '9') {
			end++;
		}
		bool index = path.ptr[i] == '[' && i > 0 && path.ptr[i - 1] != '.' && end > i + 1 && end < path.len &&
			     path.ptr[end] == ']' && (end + 1 == path.len || path.ptr[end + 1] == '.');
		to[length++] = index ? '.' : path.ptr[i];
		if (index) {
			memcpy(to + length, path.ptr + i + 1, end - i - 1);
			length += end - i - 1;
			i = end;
		}
	}
	return (struct cr_str){ to, length };
}

/* As the var has it: a field that it does not name is the name, for a replacement too. */
static struct cr_node *
new_source(struct cr_ctx *c, const struct cr_node *var)
{
	const struct cr_node *object = cr_edit_get(c, var, "objref"), *field = cr_edit_get(c, var, "fieldref");
	struct cr_node *to = cr_node_map(c, CR_NO_MARK);
	struct cr_str group = cr_edit_text(c, object, "group"), version = cr_edit_text(c, object, "version");
	if (cr_edit_get(c, object, "apiVersion") != NULL) {
		cr_var_split_version(cr_edit_text(c, object, "apiVersion"), &group, &version);
	}
	cr_edit_put_text(c, to, "fieldPath", field != NULL ? new_path(c, cr_edit_text(c, field, "fieldPath")) : CR_STR(""));
	cr_edit_put_text(c, to, "group", group);
	cr_edit_put_text(c, to, "kind", cr_edit_text(c, object, "kind"));
	cr_edit_put_text(c, to, "name", cr_edit_text(c, object, "name"));
	cr_edit_put_text(c, to, "namespace", cr_edit_text(c, object, "namespace"));
	cr_edit_put_text(c, to, "version", version);
	return to;
}

/* The list that the replacements go to. Where there is none that of vars becomes it, and so stands where vars stood. */
static struct cr_node *
open_replacements(struct cr_edit_state *s)
{
	struct cr_ctx *c = s->ctx;
	struct cr_node *there = cr_edit_get(c, s->root, "replacements"), *vars = cr_edit_list(s, s->root, "vars");
	if (there != NULL || vars == NULL) {
		cr_edit_drop(c, s->root, "vars");
		return vars != NULL ? cr_edit_list(s, s->root, "replacements") : NULL;
	}
	vars->count = 0;
	cr_edit_drop(c, s->root, "replacements");
	cr_edit_drop(c, s->root, "vars");
	cr_edit_put(c, s->root, "replacements", vars);
	return vars;
}

/* A replacement without targets is an error, where a var that stands nowhere was none. */
static bool
put_replacements(struct cr_edit_state *s, const struct cr_var_names *names)
{
	struct cr_ctx *c = s->ctx;
	struct cr_node *list = open_replacements(s);
	for (size_t i = 0; list != NULL && i < names->count; i++) {
		const struct cr_var_named *v = &names->items[i];
		struct cr_node *item = cr_node_map(c, CR_NO_MARK);
		if (v->targets->count == 0) {
			cr_edit_note(c, v->entry->mark, "var \"%S\" is used nowhere: it is left out", v->name);
			continue;
		}
		cr_edit_put(c, item, "source", new_source(c, v->entry));
		cr_edit_put(c, item, "targets", v->targets);
		cr_list_append(c, list, item);
	}
	cr_edit_tidy(c, s->root, "replacements");
	return list != NULL;
}

bool
cr_edit_fix_vars(struct cr_edit_state *s)
{
	struct cr_ctx *c = s->ctx;
	struct cr_node *list = cr_edit_get(c, s->root, "vars");
	struct cr_var_names names = { 0 };
	struct cr_var_files files = { 0 };
	if (!cr_is(list, CR_LIST) || list->count == 0) {
		cr_edit_drop(c, s->root, "vars");
		return true;
	}
	if (!name_vars(s, list, &names) || !cr_var_files_find(c, s->dir, &files)) {
		return false;
	}
	for (size_t i = 0; i < files.count; i++) {
		if (!convert_file(s, &names, &files.items[i])) {
			return false;
		}
	}
	return put_replacements(s, &names);
}
