/* One edit after the other on a tree, and then its text: checked before anything is read, and read again before anybody gets it. */
#include "edit/edit.h"

#include "edit/splice.h"
#include "edit/tree.h"
#include "kustomization/kust.h"
#include "yaml/read.h"

bool
cr_edit_wrong(struct cr_ctx *c, const char *message)
{
	return cr_fail(c, CR_NO_MARK, CR_E_USAGE, "%s", message);
}

/* A label of DNS, as the API server wants it of a namespace. */
bool
cr_edit_is_namespace(struct cr_str text)
{
	bool good = text.len > 0 && text.len <= 63 && text.ptr[0] != '-' && text.ptr[text.len - 1] != '-';
	for (size_t i = 0; i < text.len; i++) {
		char ch = text.ptr[i];
		good = good && ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-');
	}
	return good;
}

static bool
check_one_word(struct cr_ctx *c, const struct cr_edit *e, const char *what)
{
	return e->words.count == 1 || cr_fail(c, CR_NO_MARK, CR_E_USAGE, "must specify exactly one %s value", what);
}

static bool
check_namespace(struct cr_ctx *c, const struct cr_edit *e)
{
	if (!check_one_word(c, e, "namespace")) {
		return false;
	}
	return e->words.items[0].len == 0 || cr_edit_is_namespace(e->words.items[0]) ||
	       cr_fail(c, CR_NO_MARK, CR_E_USAGE, "\"%S\" is not a valid namespace name", e->words.items[0]);
}

const char *const cr_edit_build_metadata_options[] = { "originAnnotations", "transformerAnnotations", "managedByLabel", NULL };

static bool
check_build_metadata(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->words.count == 0) {
		return cr_edit_wrong(c, "must specify a buildMetadata option");
	}
	if (e->words.count > 1) {
		struct cr_str all = e->words.items[0];
		for (size_t i = 1; i < e->words.count; i++) {
			all = cr_str_cat(c, cr_str_cat(c, all, CR_STR(" ")), e->words.items[i]);
		}
		return cr_fail(c, CR_NO_MARK, CR_E_USAGE,
			       "too many arguments: [%S]; to provide multiple buildMetadata options, please separate options by comma",
			       all);
	}
	struct cr_edit_words options = cr_edit_split(c, e->words.items[0], ',');
	for (size_t i = 0; i < options.count; i++) {
		bool good = false;
		for (const char *const *known = cr_edit_build_metadata_options; *known != NULL; known++) {
			good = good || cr_str_eq(options.items[i], cr_str_z(*known));
		}
		if (!good) {
			return cr_fail(c, CR_NO_MARK, CR_E_USAGE, "invalid buildMetadata option: %S", options.items[i]);
		}
	}
	return true;
}

static bool
check_files(struct cr_ctx *c, const struct cr_edit *e)
{
	static const char *const wanted[CR_EDIT_FIELD_COUNT] = {
		[CR_EDIT_BASE] = "a base directory",
		[CR_EDIT_COMPONENT] = "a component file",
		[CR_EDIT_CONFIGURATION] = "a yaml file which contains a transformer configuration",
		[CR_EDIT_GENERATOR] = "a yaml file which contains a generator plugin resource",
		[CR_EDIT_RESOURCE] = "a resource file",
		[CR_EDIT_TRANSFORMER] = "a yaml file which contains a transformer plugin resource",
		[CR_EDIT_VALIDATOR] = "a yaml file which contains a validator plugin resource",
	};
	bool one = e->field == CR_EDIT_BASE;
	if (e->verb == CR_EDIT_REMOVE && e->field == CR_EDIT_TRANSFORMER && e->words.count == 0) {
		return cr_edit_wrong(c, "must specify a transformer file");
	}
	return (one ? e->words.count == 1 : e->words.count > 0) || cr_fail(c, CR_NO_MARK, CR_E_USAGE, "must specify %s", wanted[e->field]);
}

bool
cr_edit_check(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->verb == CR_EDIT_FIX || e->verb == CR_EDIT_CREATE) {
		return e->words.count == 0 || e->verb == CR_EDIT_CREATE || cr_edit_wrong(c, "fix takes no arguments");
	}
	switch (e->field) {
	case CR_EDIT_NAME_PREFIX:
		return check_one_word(c, e, "prefix");
	case CR_EDIT_NAME_SUFFIX:
		return check_one_word(c, e, "suffix");
	case CR_EDIT_NAMESPACE:
		return check_namespace(c, e);
	case CR_EDIT_BUILD_METADATA:
		return check_build_metadata(c, e);
	case CR_EDIT_LABEL:
	case CR_EDIT_ANNOTATION:
		return cr_edit_check_labels(c, e);
	case CR_EDIT_IMAGE:
		return cr_edit_check_images(c, e);
	case CR_EDIT_REPLICAS:
		return cr_edit_check_replicas(c, e);
	case CR_EDIT_PATCH:
		return cr_edit_check_patch(c, e);
	case CR_EDIT_CONFIG_MAP:
	case CR_EDIT_SECRET:
		return cr_edit_check_generator(c, e);
	default:
		return check_files(c, e);
	}
}

static bool
apply_one(struct cr_edit_state *s, const struct cr_edit *e)
{
	if (e->verb == CR_EDIT_FIX || e->verb == CR_EDIT_CREATE) {
		return e->verb == CR_EDIT_FIX ? cr_edit_fix(s, e) : cr_edit_create(s, e);
	}
	switch (e->field) {
	case CR_EDIT_NAME_PREFIX:
	case CR_EDIT_NAME_SUFFIX:
	case CR_EDIT_NAMESPACE:
		return cr_edit_fields(s, e);
	case CR_EDIT_BUILD_METADATA:
		return cr_edit_build_metadata(s, e);
	case CR_EDIT_LABEL:
	case CR_EDIT_ANNOTATION:
		return cr_edit_labels(s, e);
	case CR_EDIT_IMAGE:
		return cr_edit_images(s, e);
	case CR_EDIT_REPLICAS:
		return cr_edit_replicas(s, e);
	case CR_EDIT_PATCH:
		return cr_edit_patches(s, e);
	case CR_EDIT_CONFIG_MAP:
	case CR_EDIT_SECRET:
		return cr_edit_generators(s, e);
	default:
		return cr_edit_files(s, e);
	}
}

/* Warnings are for those who render the tree, and said then; here a place in a text that nobody has yet would be named. */
bool
cr_edit_quietly(struct cr_ctx *c, bool (*run)(struct cr_ctx *c, void *arg), void *arg)
{
	unsigned char severity[sizeof c->diags->severity];
	memcpy(severity, c->diags->severity, sizeof severity);
	for (size_t i = 0; i < sizeof severity; i++) {
		c->diags->severity[i] = severity[i] == CR_SEV_WARNING ? CR_SEV_OFF : severity[i];
	}
	bool ok = run(c, arg);
	memcpy(c->diags->severity, severity, sizeof severity);
	return ok;
}

bool
cr_edit_silently(struct cr_ctx *c, bool (*run)(struct cr_ctx *c, void *arg), void *arg)
{
	struct cr_diags before = *c->diags;
	bool ok = run(c, arg);
	*c->diags = before;
	if (before.last != NULL) {
		before.last->next = NULL;
	}
	return ok;
}

struct reading {
	struct cr_source source;
	struct cr_str dir;
	struct cr_node *root; /* NULL: the text says nothing */
	struct cr_kust kust;
};

static bool
read_text(struct cr_ctx *c, void *arg)
{
	struct reading *r = arg;
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &r->source, CR_YAML_KUSTOMIZATION, &docs)) {
		return false;
	}
	r->root = docs.count > 0 ? docs.items[0] : NULL;
	return true;
}

static bool
decode(struct cr_ctx *c, void *arg)
{
	struct reading *r = arg;
	return cr_kust_decode(c, r->root, cr_mark_make(r->source.file, 0, 0), r->dir, &r->kust);
}

/* Is there a field besides the header? The decoder refuses a file without one, which an edit may well start from, or leave. */
static bool
says_something(struct cr_ctx *c, const struct cr_node *root)
{
	bool says = false;
	for (uint32_t i = 0; cr_is(root, CR_MAP) && i < root->count; i++) {
		struct cr_str key = cr_key_str(c, root->pairs[i].key);
		bool header = cr_str_eq_fold(key, CR_STR("kind")) || cr_str_eq_fold(key, CR_STR("apiVersion")) ||
			      cr_str_eq_fold(key, CR_STR("metadata"));
		says = says || (!header && !cr_node_is_null(root->pairs[i].value) &&
				!(root->pairs[i].value->kind == CR_SCALAR && root->pairs[i].value->count == 0));
	}
	return says || (root != NULL && root->kind != CR_MAP);
}

/* Two spellings of one field: the decoder takes the last one, and which of them is meant to change nobody knows. */
static bool
check_spelling(struct cr_ctx *c, const struct cr_node *root)
{
	cr_count_work(c, (uint64_t)root->count * root->count);
	for (uint32_t i = 0; i < root->count; i++) {
		for (uint32_t k = 0; k < i; k++) {
			struct cr_str key = cr_key_str(c, root->pairs[i].key);
			if (cr_str_eq_fold(key, cr_key_str(c, root->pairs[k].key))) {
				return cr_fail(c, root->pairs[i].mark, CR_E_DUPLICATE_KEY, "the field \"%S\" is there in two spellings",
					       key);
			}
		}
	}
	return true;
}

static bool
open_state(struct cr_ctx *c, struct cr_edit_state *s, struct reading *r)
{
	bool utf16 = r->source.text.len >= 2 &&
		     (memcmp(r->source.text.ptr, "\xff\xfe", 2) == 0 || memcmp(r->source.text.ptr, "\xfe\xff", 2) == 0);
	if (utf16) {
		return cr_fail(c, cr_mark_make(r->source.file, 0, 0), CR_E_UNSUPPORTED, "a file in UTF-16 cannot be edited");
	}
	if (!read_text(c, r) || (says_something(c, r->root) && !cr_edit_quietly(c, decode, r))) {
		return false;
	}
	s->root = r->root != NULL ? r->root : cr_node_map(c, CR_NO_MARK);
	return check_spelling(c, s->root);
}

/* The text must be that of a kustomization, and hold what the tree holds. What is wrong with it stands in no file yet: so it is told of the
 * file as a whole. */
static bool
check_text(struct cr_ctx *c, struct cr_edit_state *s, struct cr_str text, const struct cr_edit *edits, size_t count)
{
	struct reading r = { .source = { .text = text, .line = 1 }, .dir = s->dir };
	cr_mark mark = cr_mark_make(s->file != NULL ? s->file->index : 0, 0, 0);
	bool ok = cr_edit_silently(c, read_text, &r);
	const struct cr_node *got = cr_is(r.root, CR_MAP) && r.root->count == 0 ? NULL : r.root;
	const struct cr_node *wanted = s->root->count > 0 ? s->root : NULL;
	if (!ok || (got == NULL) != (wanted == NULL) || (got != NULL && !cr_node_equal(c, got, wanted))) {
		cr_fail(c, mark, CR_E_UNSUPPORTED, "this cannot be changed in place: the file would not hold the change, or more than it");
		cr_hint(c, "change the file by hand, or write it in a plainer layout first");
		return false;
	}
	if (!says_something(c, got)) {
		return true;
	}
	if (!cr_edit_quietly(c, decode, &r)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		bool generator = edits[i].field == CR_EDIT_CONFIG_MAP || edits[i].field == CR_EDIT_SECRET;
		if (generator && !cr_edit_try_generator(c, &r.kust, &edits[i])) {
			return false;
		}
	}
	return true;
}

static bool
find_file(struct cr_ctx *c, struct cr_edit_state *s, bool creates)
{
	if (!cr_find_kustomization(c, s->dir, CR_NO_MARK, &s->file)) {
		return false;
	}
	if (creates && s->file != NULL) {
		return cr_fail(c, cr_mark_make(s->file->index, 0, 0), CR_E_KUSTOMIZATION, "kustomization file already exists");
	}
	return creates || s->file != NULL || cr_edit_wrong(c, "Missing kustomization file 'kustomization.yaml'.");
}

bool
cr_edit_apply(struct cr_ctx *c, struct cr_str dir, const struct cr_edit *edits, size_t count, struct cr_edited *out, struct cr_buf *text)
{
	struct cr_edit_state s = { .ctx = c, .dir = dir, .edited = out };
	struct reading r = { .source = { .line = 1 }, .dir = dir };
	struct cr_splice splice;
	for (size_t i = 0; i < count; i++) {
		if (!cr_edit_check(c, &edits[i])) {
			return false;
		}
	}
	if (!find_file(c, &s, count > 0 && edits[0].verb == CR_EDIT_CREATE)) {
		return false;
	}
	out->file = s.file;
	r.source.file = s.file != NULL ? s.file->index : 0;
	r.source.text = s.file != NULL ? s.file->text : CR_STR("");
	if (!open_state(c, &s, &r) || !cr_splice_begin(&splice, c, r.source.text, cr_mark_make(r.source.file, 0, 0), r.root)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (!apply_one(&s, &edits[i])) {
			return false;
		}
	}
	size_t start = text->len;
	if (!cr_splice_finish(&splice, s.root, text)) {
		return false;
	}
	struct cr_str now = text->len > start ? (struct cr_str){ text->ptr + start, text->len - start } : CR_STR("");
	return check_text(c, &s, now, edits, count);
}
