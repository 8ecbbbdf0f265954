/* Labels and annotations: commonLabels, commonAnnotations, and with --without-selector the entries of labels. */
#include "edit/tree.h"

void
cr_edit_split_label(struct cr_str word, struct cr_str *key, struct cr_str *value)
{
	size_t colon = cr_str_find(word, ':', 0);
	*key = cr_str_sub(word, 0, colon == SIZE_MAX ? word.len : colon);
	*value = colon == SIZE_MAX ? CR_STR("") : cr_str_sub(word, colon + 1, word.len);
	if (value->len >= 2 && value->ptr[0] == '"' && value->ptr[value->len - 1] == '"') {
		*value = cr_str_sub(*value, 1, value->len - 1);
	}
}

static const char *
word_of(const struct cr_edit *e)
{
	return e->field == CR_EDIT_LABEL ? "label" : "annotation";
}

static const char *
field_of(const struct cr_edit *e)
{
	return e->field == CR_EDIT_LABEL ? "commonLabels" : "commonAnnotations";
}

static bool
is_alnum(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

/* The reference's own rule for the keys of set annotation: a name of at most 63 characters, before it perhaps a prefix of at most 253. */
static bool
is_annotation_key(struct cr_str key)
{
	size_t slash = cr_str_find(key, '/', 0);
	struct cr_str prefix = cr_str_sub(key, 0, slash == SIZE_MAX ? 0 : slash);
	struct cr_str name = cr_str_sub(key, slash == SIZE_MAX ? 0 : slash + 1, key.len);
	if (slash != SIZE_MAX && (prefix.len == 0 || prefix.len > 253 || !is_alnum(prefix.ptr[0]) || prefix.ptr[0] <= '9' ||
				  !is_alnum(prefix.ptr[prefix.len - 1]))) {
		return false;
	}
	for (size_t i = 0; i < prefix.len; i++) {
		if (!is_alnum(prefix.ptr[i]) && prefix.ptr[i] != '-' && prefix.ptr[i] != '.') {
			return false;
		}
	}
	for (size_t i = 0; i < name.len; i++) {
		if (!is_alnum(name.ptr[i]) && strchr("-_.", name.ptr[i]) == NULL) {
			return false;
		}
	}
	return name.len > 0 && name.len <= 63 && is_alnum(name.ptr[0]) && is_alnum(name.ptr[name.len - 1]);
}

static bool
check_keys(struct cr_ctx *c, const struct cr_edit *e)
{
	for (size_t i = 0; i < e->words.count; i++) {
		struct cr_str key, value;
		cr_edit_split_label(e->words.items[i], &key, &value);
		if (key.len == 0) {
			return cr_fail(c, CR_NO_MARK, CR_E_USAGE, "invalid %s: '%S' (need k:v pair where v may be quoted)", word_of(e),
				       e->words.items[i]);
		}
		if (e->verb == CR_EDIT_SET && e->field == CR_EDIT_ANNOTATION && !is_annotation_key(key)) {
			return cr_edit_wrong(c, "invalid annotation key: see the syntax and character set rules at "
						"https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/");
		}
	}
	return true;
}

/* The names that remove takes, in one word. */
static bool
check_names(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->words.count > 1) {
		return cr_fail(c, CR_NO_MARK, CR_E_USAGE, "%ss must be comma-separated, with no spaces", word_of(e));
	}
	struct cr_edit_words names = cr_edit_split(c, e->words.items[0], ',');
	for (size_t i = 0; i < names.count; i++) {
		if (names.items[i].len == 0) {
			return cr_fail(c, CR_NO_MARK, CR_E_USAGE, "invalid %s: '' (name is empty)", word_of(e));
		}
	}
	return true;
}

bool
cr_edit_check_labels(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->words.count == 0) {
		/* The reference says label for both here. */
		const char *word = e->verb == CR_EDIT_REMOVE && e->field == CR_EDIT_ANNOTATION ? "label or annotation" : word_of(e);
		return cr_fail(c, CR_NO_MARK, CR_E_USAGE, "must specify %s", word);
	}
	if (e->include_templates && !e->without_selector) {
		return cr_edit_wrong(c, "--without-selector flag must be specified for --include-templates to work");
	}
	return e->verb == CR_EDIT_REMOVE ? check_names(c, e) : check_keys(c, e);
}

static bool
put(struct cr_edit_state *s, const struct cr_edit *e, struct cr_node *map, struct cr_str key, struct cr_str value)
{
	struct cr_ctx *c = s->ctx;
	cr_key k = cr_key_intern(c, key);
	const struct cr_pair *old = cr_map_pair(map, k);
	if (old != NULL && e->verb == CR_EDIT_ADD && !e->force) {
		return cr_fail(c, old->mark, CR_E_KUSTOMIZATION, "%s %S already in kustomization file. Use --force to override.",
			       word_of(e), key);
	}
	if (old == NULL || !cr_is(old->value, CR_SCALAR) || !cr_str_eq(cr_text(old->value), value) || cr_node_is_null(old->value)) {
		cr_map_set(c, map, k, cr_edit_new_text(c, value), CR_NO_MARK);
	}
	return true;
}

static bool
is_true(struct cr_ctx *c, const struct cr_node *map, const char *name)
{
	struct cr_str text = cr_edit_text(c, map, name);
	return text.len > 0 && cr_str_eq_fold(text, CR_STR("true"));
}

/* The pairs of the first entry of labels with these settings; a new entry if there is none. */
static struct cr_node *
pairs_without_selector(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_ctx *c = s->ctx;
	struct cr_node *list = cr_edit_list(s, s->root, "labels");
	for (uint32_t i = 0; list != NULL && i < list->count; i++) {
		const struct cr_node *entry = list->items[i];
		if (cr_is(entry, CR_MAP) && !is_true(c, entry, "includeSelectors") &&
		    is_true(c, entry, "includeTemplates") == e->include_templates) {
			return cr_edit_map(s, cr_edit_item(c, list, i), "pairs");
		}
	}
	if (list == NULL) {
		return NULL;
	}
	struct cr_node *entry = cr_node_map(c, CR_NO_MARK);
	if (e->include_templates) {
		cr_edit_put(c, entry, "includeTemplates", cr_node_scalar(c, CR_STR("true"), CR_TAG_BOOL, CR_NO_MARK));
	}
	cr_list_append(c, list, entry);
	return cr_edit_map(s, entry, "pairs");
}

struct label {
	struct cr_str key, value;
	bool counts;
};

/* The label of this key among those that seen holds; NULL: there is none. */
static const struct label *
find_label(const struct cr_map *seen, uint64_t hash, struct cr_str key)
{
	struct cr_map_iter it;
	const struct label *l = cr_map_first(seen, hash, &it);
	while (l != NULL && !cr_str_eq(l->key, key)) {
		l = cr_map_next(seen, &it);
	}
	return l;
}

/* Splits the words. Of a key that is given twice the last value counts. */
static struct label *
read_labels(struct cr_ctx *c, const struct cr_edit *e)
{
	struct cr_map seen = { 0 };
	struct label *labels = cr_new_n(c, struct label, e->words.count + 1);
	for (size_t i = e->words.count; i-- > 0;) {
		struct label *l = &labels[i];
		cr_edit_split_label(e->words.items[i], &l->key, &l->value);
		uint64_t hash = cr_hash_str(c, l->key.ptr, l->key.len);
		l->counts = find_label(&seen, hash, l->key) == NULL;
		if (l->counts) {
			cr_map_add(c, &seen, hash, l);
		}
	}
	return labels;
}

static bool
add(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_node *map = e->without_selector ? pairs_without_selector(s, e) : cr_edit_map(s, s->root, field_of(e));
	const struct label *labels = read_labels(s->ctx, e);
	for (size_t i = 0; map != NULL && i < e->words.count; i++) {
		if (labels[i].counts && !put(s, e, map, labels[i].key, labels[i].value)) {
			return false;
		}
	}
	return map != NULL;
}

static bool
take_away(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_ctx *c = s->ctx;
	cr_mark mark = cr_mark_make(s->file->index, 0, 0);
	struct cr_edit_words names = cr_edit_split(c, e->words.items[0], ',');
	if (cr_edit_get(c, s->root, field_of(e)) == NULL) {
		return e->ignore_missing || cr_fail(c, mark, CR_E_KUSTOMIZATION, "%s is not defined in kustomization file", field_of(e));
	}
	struct cr_node *map = cr_edit_map(s, s->root, field_of(e));
	for (size_t i = 0; map != NULL && i < names.count; i++) {
		cr_key key = cr_key_intern(c, names.items[i]);
		if (!cr_map_remove(c, map, key) && !e->ignore_missing) {
			return cr_fail(c, map->mark, CR_E_KUSTOMIZATION, "%s %S is not defined in kustomization file", word_of(e),
				       names.items[i]);
		}
	}
	if (map != NULL) {
		cr_edit_tidy(c, s->root, field_of(e));
	}
	return map != NULL;
}

bool
cr_edit_labels(struct cr_edit_state *s, const struct cr_edit *e)
{
	return e->verb == CR_EDIT_REMOVE ? take_away(s, e) : add(s, e);
}
