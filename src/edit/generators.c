/* add, set and remove configmap and secret: the entries of configMapGenerator and secretGenerator, found by name and namespace. */
#include "edit/tree.h"
#include "generate/generate.h"
#include "kustomization/kust.h"

static bool
is_secret(const struct cr_edit *e)
{
	return e->field == CR_EDIT_SECRET;
}

static const char *
field_of(const struct cr_edit *e)
{
	return is_secret(e) ? "secretGenerator" : "configMapGenerator";
}

static const char *
word_of(const struct cr_edit *e)
{
	return is_secret(e) ? "secret" : "configmap";
}

static bool
check_add(struct cr_ctx *c, const struct cr_edit *e)
{
	static const char *const behaviors[] = { "create", "merge", "replace" };
	bool known = e->behavior.len == 0;
	if (e->env_file.len == 0 && e->files.count == 0 && e->literals.count == 0) {
		return cr_edit_wrong(c, "at least from-env-file, or from-file or from-literal must be set");
	}
	if (e->env_file.len > 0 && (e->files.count > 0 || e->literals.count > 0)) {
		return cr_edit_wrong(c, "from-env-file cannot be combined with from-file or from-literal");
	}
	for (size_t i = 0; i < sizeof behaviors / sizeof behaviors[0]; i++) {
		known = known || cr_str_eq(e->behavior, cr_str_z(behaviors[i]));
	}
	return known || cr_edit_wrong(c, "invalid behavior: must be one of \"create\", \"merge\", or \"replace\"");
}

bool
cr_edit_check_generator(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->verb == CR_EDIT_REMOVE) {
		return e->words.count == 1 ||
		       (e->words.count == 0 ? cr_fail(c, CR_NO_MARK, CR_E_USAGE, "at least one %s name must be specified", word_of(e))
					    : cr_fail(c, CR_NO_MARK, CR_E_USAGE,
						      "too many arguments; to provide multiple %ss to remove, please separate %s names by "
						      "commas",
						      word_of(e), word_of(e)));
	}
	if (e->words.count != 1) {
		return cr_edit_wrong(c, "name must be specified once");
	}
	if (e->verb == CR_EDIT_ADD) {
		return check_add(c, e);
	}
	return e->literals.count > 0 || e->new_namespace.len > 0 ||
	       cr_edit_wrong(c, "at least one of [--from-literal, --new-namespace] must be specified");
}

/* No namespace is the namespace "default". */
static bool
is_namespace(struct cr_str a, struct cr_str b)
{
	return cr_str_eq(a.len > 0 ? a : CR_STR("default"), b.len > 0 ? b : CR_STR("default"));
}

static bool
is_entry(struct cr_ctx *c, const struct cr_node *item, struct cr_str name, struct cr_str ns)
{
	return cr_is(item, CR_MAP) && cr_str_eq(cr_edit_text(c, item, "name"), name) &&
	       is_namespace(cr_edit_text(c, item, "namespace"), ns);
}

static struct cr_node *
find_entry(struct cr_edit_state *s, const struct cr_edit *e)
{
	if (cr_edit_get(s->ctx, s->root, field_of(e)) == NULL) {
		return NULL;
	}
	struct cr_node *list = cr_edit_list(s, s->root, field_of(e));
	for (uint32_t i = 0; list != NULL && i < list->count; i++) {
		if (is_entry(s->ctx, list->items[i], e->words.items[0], e->ns)) {
			return cr_edit_item(s->ctx, list, i);
		}
	}
	return NULL;
}

static struct cr_node *
make_entry(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_node *list = cr_edit_list(s, s->root, field_of(e));
	if (list == NULL) {
		return NULL;
	}
	struct cr_node *item = cr_node_map(s->ctx, CR_NO_MARK);
	cr_edit_put_text(s->ctx, item, "name", e->words.items[0]);
	cr_edit_put_text(s->ctx, item, "namespace", e->ns);
	if (is_secret(e)) {
		cr_edit_put_text(s->ctx, item, "type", e->type.len > 0 ? e->type : CR_STR("Opaque"));
	}
	cr_list_append(s->ctx, list, item);
	return item;
}

static bool
append_texts(struct cr_edit_state *s, struct cr_node *item, const char *field, const struct cr_edit_words *texts)
{
	if (texts->count == 0) {
		return true;
	}
	struct cr_node *list = cr_edit_list(s, item, field);
	for (size_t i = 0; list != NULL && i < texts->count; i++) {
		cr_list_append(s->ctx, list, cr_edit_new_text(s->ctx, texts->items[i]));
	}
	return list != NULL;
}

static bool
add(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_node *item = find_entry(s, e);
	struct cr_str env_file = e->env_file;
	struct cr_edit_words env_files = { .items = &env_file, .count = env_file.len > 0 };
	item = item != NULL ? item : make_entry(s, e);
	if (item == NULL || !append_texts(s, item, "literals", &e->literals) || !append_texts(s, item, "files", &e->files) ||
	    !append_texts(s, item, "envs", &env_files)) {
		return false;
	}
	if (e->disable_name_suffix_hash) {
		struct cr_node *options = cr_edit_map(s, item, "options");
		if (options == NULL) {
			return false;
		}
		if (!cr_str_eq(cr_edit_text(s->ctx, options, "disableNameSuffixHash"), CR_STR("true"))) {
			cr_edit_put(s->ctx, options, "disableNameSuffixHash",
				    cr_node_scalar(s->ctx, CR_STR("true"), CR_TAG_BOOL, CR_NO_MARK));
		}
	}
	if (e->behavior.len > 0) {
		cr_edit_put_text(s->ctx, item, "behavior", e->behavior);
	}
	return true;
}

static struct cr_str
key_of(struct cr_str literal)
{
	size_t equals = cr_str_find(literal, '=', 0);
	return cr_str_sub(literal, 0, equals == SIZE_MAX ? literal.len : equals);
}

static bool
set_literal(struct cr_edit_state *s, struct cr_node *list, struct cr_str literal)
{
	struct cr_ctx *c = s->ctx;
	bool found = false;
	cr_count_work(c, list != NULL ? list->count : 0);
	for (uint32_t i = 0; list != NULL && i < list->count; i++) {
		struct cr_node *item = list->items[i];
		if (item->kind != CR_SCALAR || !cr_str_eq(key_of(cr_text(item)), key_of(literal))) {
			continue;
		}
		found = true;
		if (cr_str_eq(cr_text(item), literal)) {
			continue;
		}
		if (cr_node_is_plain_own(c, item)) {
			struct cr_str copy = cr_str_dup(c, literal);
			item->text = copy.ptr;
			item->count = (uint32_t)copy.len;
			item->tag = CR_TAG_STR;
			item->written = 0;
		} else {
			list->items[i] = cr_edit_new_text(c, literal);
		}
	}
	return found ||
	       cr_fail(c, list != NULL ? list->mark : CR_NO_MARK, CR_E_KUSTOMIZATION, "key '%S' not found in resource", key_of(literal));
}

static bool
set_literals(struct cr_edit_state *s, const struct cr_edit *e, struct cr_node *item)
{
	struct cr_node *list = NULL;
	if (cr_edit_get(s->ctx, item, "literals") != NULL) {
		list = cr_edit_list(s, item, "literals");
	}
	for (size_t i = 0; i < e->literals.count; i++) {
		if (cr_str_find(e->literals.items[i], '=', 0) == SIZE_MAX) {
			return cr_edit_wrong(s->ctx, "invalid format: literal values must be specified in the key=value format");
		}
		if (!set_literal(s, list, e->literals.items[i])) {
			return false;
		}
	}
	return true;
}

static bool
set(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_node *item = find_entry(s, e);
	if (item == NULL) {
		return cr_fail(s->ctx, cr_mark_make(s->file->index, 0, 0), CR_E_KUSTOMIZATION, "unable to find %s with name \"%S\"",
			       is_secret(e) ? "Secret" : "ConfigMap", e->words.items[0]);
	}
	if (!set_literals(s, e, item)) {
		return false;
	}
	if (e->new_namespace.len > 0) {
		cr_edit_put_text(s->ctx, item, "namespace", e->new_namespace);
	}
	return true;
}

struct removal {
	struct cr_edit_words names;
	struct cr_str ns;
	bool *found;
};

static bool
goes(struct cr_ctx *c, const struct cr_node *item, void *arg)
{
	struct removal *r = arg;
	bool any = false;
	cr_count_work(c, r->names.count);
	for (size_t i = 0; i < r->names.count; i++) {
		bool here = is_entry(c, item, r->names.items[i], r->ns);
		r->found[i] = r->found[i] || here;
		any = any || here;
	}
	return any;
}

static bool
take_away(struct cr_edit_state *s, const struct cr_edit *e)
{
	cr_mark mark = cr_mark_make(s->file->index, 0, 0);
	struct removal r = { .names = cr_edit_split(s->ctx, e->words.items[0], ','), .ns = e->ns };
	struct cr_node *list = NULL;
	r.found = cr_new_n(s->ctx, bool, r.names.count);
	if (cr_edit_get(s->ctx, s->root, field_of(e)) != NULL) {
		list = cr_edit_list(s, s->root, field_of(e));
	}
	if (list == NULL || cr_edit_filter(s->ctx, list, goes, &r) == 0) {
		return cr_fail(s->ctx, mark, CR_E_KUSTOMIZATION, "no specified %s(s) were found in the kustomization file", word_of(e));
	}
	for (size_t i = 0; i < r.names.count; i++) {
		if (!r.found[i]) {
			cr_edit_note(s->ctx, mark, "%s %S doesn't exist in kustomization file", word_of(e), r.names.items[i]);
		}
	}
	cr_edit_tidy(s->ctx, s->root, field_of(e));
	return true;
}

bool
cr_edit_generators(struct cr_edit_state *s, const struct cr_edit *e)
{
	return e->verb == CR_EDIT_REMOVE ? take_away(s, e) : e->verb == CR_EDIT_SET ? set(s, e) : add(s, e);
}

bool
cr_edit_try_generator(struct cr_ctx *c, const struct cr_kust *k, const struct cr_edit *e)
{
	const struct cr_generator_args *items = is_secret(e) ? k->secrets.items : k->config_maps.items;
	size_t count = is_secret(e) ? k->secrets.count : k->config_maps.count;
	struct cr_str ns = e->new_namespace.len > 0 ? e->new_namespace : e->ns;
	for (size_t i = 0; e->verb != CR_EDIT_REMOVE && i < count; i++) {
		if (cr_str_eq(items[i].name.s, e->words.items[0]) && is_namespace(items[i].ns.s, ns)) {
			return cr_generate(c, k->dir, &items[i]) != NULL;
		}
	}
	return true;
}
