/* Reads a schema file and checks it: every part that a build may ask later has its shape, and no $ref leads to itself, so that the types
 * can be made without errors when they are asked for (openapi_types.c).
 *
 * The reference checks only when it first needs the schema, and ends with a panic; here a wrong file is an error always. It also wants
 * texts where OpenAPI has texts that nobody asks for (description: 5 is a panic), which are not looked at here. */
#include "base/limits.h"
#include "resource/openapi_internal.h"
#include "yaml/scalar.h"

struct check {
	struct cr_ctx *c;
	struct cr_schema *schema;
	const struct cr_node **items; /* schemas still to be looked at */
	size_t count, cap;
};

static bool
is_text(const struct cr_node *n)
{
	if (!cr_is(n, CR_SCALAR)) {
		return false;
	}
	return n->tag == CR_TAG_STR || n->tag == CR_TAG_TIMESTAMP ||
	       (n->tag == CR_TAG_AUTO && ((n->flags & CR_NODE_QUOTED) || cr_plain_value_11(cr_text(n)).type == CR_T_STR));
}

static bool
is_bool(const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) && (n->tag == CR_TAG_BOOL || (n->tag == CR_TAG_AUTO && !(n->flags & CR_NODE_QUOTED) &&
								 cr_plain_value_11(cr_text(n)).type == CR_T_BOOL));
}

static bool
wrong(struct cr_ctx *c, const struct cr_node *n, cr_key what, const char *wanted)
{
	return cr_fail(c, n->mark, CR_E_TYPE, "invalid schema file: \"%S\" must be %s", cr_key_str(c, what), wanted);
}

static void
push(struct check *k, const struct cr_node *n)
{
	*cr_scratch_push(k->c, k) = n;
}

static bool
push_map(struct check *k, const struct cr_node *n, cr_key what)
{
	if (!cr_node_is_null(n) && n->kind != CR_MAP) {
		return wrong(k->c, n, what, "a map of schemas");
	}
	for (size_t i = 0; cr_is(n, CR_MAP) && i < n->count; i++) {
		push(k, n->pairs[i].value);
	}
	return true;
}

/* One schema or several; what is neither is passed over, as in the reference. */
static void
push_items(struct check *k, const struct cr_node *n)
{
	if (cr_is(n, CR_MAP)) {
		push(k, n);
	}
	for (size_t i = 0; cr_is(n, CR_LIST) && i < n->count; i++) {
		push(k, n->items[i]);
	}
}

static bool
check_additional(struct check *k, const struct cr_node *n)
{
	if (cr_is(n, CR_MAP)) {
		push(k, n);
		return true;
	}
	return n == NULL || cr_node_is_null(n) || is_bool(n) || wrong(k->c, n, CR_KEY_additionalProperties, "a schema, true or false");
}

static bool
check_texts(struct cr_ctx *c, const struct cr_node *list, cr_key what)
{
	for (size_t i = 0; i < list->count; i++) {
		if (!is_text(list->items[i])) {
			return wrong(c, list->items[i], what, "a list of texts");
		}
	}
	return true;
}

static bool
check_type(struct cr_ctx *c, const struct cr_node *n)
{
	if (cr_is(n, CR_LIST)) {
		return check_texts(c, n, CR_KEY_type);
	}
	return n == NULL || cr_node_is_null(n) || is_text(n) || wrong(c, n, CR_KEY_type, "a text or a list of texts");
}

/* Merge keys count only beside a strategy. */
static bool
check_strategy(struct cr_ctx *c, const struct cr_node *schema)
{
	const struct cr_node *strategy = cr_map_get(schema, CR_KEY_x_kubernetes_patch_strategy);
	const struct cr_node *key = cr_map_get(schema, CR_KEY_x_kubernetes_patch_merge_key);
	const struct cr_node *keys = cr_map_get(schema, CR_KEY_x_kubernetes_list_map_keys);
	if (strategy == NULL) {
		return true;
	}
	if (!is_text(strategy)) {
		return wrong(c, strategy, CR_KEY_x_kubernetes_patch_strategy, "a text");
	}
	if (key != NULL && !is_text(key)) {
		return wrong(c, key, CR_KEY_x_kubernetes_patch_merge_key, "a text");
	}
	if (keys == NULL) {
		return true;
	}
	if (keys->kind != CR_LIST) {
		return wrong(c, keys, CR_KEY_x_kubernetes_list_map_keys, "a list of texts");
	}
	if (keys->count > cr_limit(c, CR_MAX_MERGE_KEYS)) {
		return cr_fail_limit(c, keys->mark, CR_MAX_MERGE_KEYS, "a list that merges by more than");
	}
	return check_texts(c, keys, CR_KEY_x_kubernetes_list_map_keys);
}

static bool
check_ref(struct check *k, const struct cr_node *schema)
{
	const struct cr_node *ref = cr_map_get(schema, CR_KEY__ref);
	if (!is_text(ref)) {
		return true;
	}
	struct cr_openapi_target target = cr_openapi_resolve(k->c, k->schema, schema);
	if (target.unreadable) {
		return cr_fail(k->c, ref->mark, CR_E_VALUE, "invalid schema file: \"%S\" is no reference", cr_text(ref));
	}
	if (target.cycle) {
		return cr_fail(k->c, ref->mark, CR_E_CYCLE, "invalid schema file: the reference \"%S\" leads back to itself", cr_text(ref));
	}
	return true;
}

static bool
check_schema(struct check *k, const struct cr_node *n)
{
	if (cr_node_is_null(n)) {
		return true;
	}
	if (n->kind != CR_MAP) {
		return cr_fail(k->c, n->mark, CR_E_TYPE, "invalid schema file: a schema must be a map");
	}
	push_items(k, cr_map_get(n, CR_KEY_items));
	return check_ref(k, n) && push_map(k, cr_map_get(n, CR_KEY_properties), CR_KEY_properties) &&
	       check_additional(k, cr_map_get(n, CR_KEY_additionalProperties)) && check_type(k->c, cr_map_get(n, CR_KEY_type)) &&
	       check_strategy(k->c, n);
}

static bool
check_definitions(struct cr_ctx *c, struct cr_schema *s)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct check k = { .c = c, .schema = s };
	bool ok = push_map(&k, s->file->definitions, CR_KEY_definitions);
	while (ok && k.count > 0) {
		ok = check_schema(&k, k.items[--k.count]);
	}
	cr_arena_rewind(c->scratch, mark);
	return ok;
}

static uint64_t
hash_gvk(struct cr_ctx *c, struct cr_gvk g)
{
	return cr_hash_mix(cr_hash_mix(cr_hash_mix(cr_hash_str(c, "", 0), g.kind), g.group), g.version);
}

struct cr_openapi_kind *
cr_openapi_kind_find(struct cr_ctx *c, const struct cr_map *m, struct cr_gvk gvk)
{
	struct cr_map_iter it;
	for (struct cr_openapi_kind *k = cr_map_first(m, hash_gvk(c, gvk), &it); k != NULL; k = cr_map_next(m, &it)) {
		if (cr_gvk_eq(k->gvk, gvk)) {
			return k;
		}
	}
	return NULL;
}

/* From one map {group, version, kind}. */
static bool
read_gvk(struct cr_ctx *c, const struct cr_node *n, struct cr_gvk *out)
{
	const struct cr_node *group = cr_map_get(n, CR_KEY_group);
	const struct cr_node *version = cr_map_get(n, CR_KEY_version);
	const struct cr_node *kind = cr_map_get(n, CR_KEY_kind);
	if (!is_text(version) || !is_text(kind)) {
		return cr_fail(c, n->mark, CR_E_TYPE,
			       "invalid schema file: x-kubernetes-group-version-kind must have a version and a kind");
	}
	struct cr_str text = cr_text(version);
	if (is_text(group) && group->count > 0) {
		text = cr_str_cat(c, cr_str_cat(c, cr_text(group), CR_STR("/")), text);
	}
	*out = cr_gvk_parse(c, text, cr_key_intern(c, cr_text(kind)));
	return true;
}

static struct cr_openapi_kind *
kind_of(struct cr_ctx *c, struct cr_map *m, struct cr_gvk gvk)
{
	struct cr_openapi_kind *k = cr_openapi_kind_find(c, m, gvk);
	if (k == NULL) {
		k = cr_new(c, struct cr_openapi_kind);
		k->gvk = gvk;
		cr_map_add(c, m, hash_gvk(c, gvk), k);
	}
	return k;
}

static bool
read_types(struct cr_ctx *c, struct cr_schema_file *f)
{
	for (size_t i = 0; cr_is(f->definitions, CR_MAP) && i < f->definitions->count; i++) {
		const struct cr_node *definition = f->definitions->pairs[i].value;
		const struct cr_node *kinds = cr_map_get(definition, CR_KEY_x_kubernetes_group_version_kind);
		for (size_t j = 0; cr_is(kinds, CR_LIST) && j < kinds->count; j++) {
			struct cr_gvk gvk;
			if (kinds->items[j]->kind != CR_MAP) {
				continue;
			}
			if (!read_gvk(c, kinds->items[j], &gvk)) {
				return false;
			}
			kind_of(c, &f->types, gvk)->definition = definition;
		}
	}
	return true;
}

/* A kind is namespaced if any of the paths that serve it has a namespace in it. */
static bool
read_path(struct cr_ctx *c, struct cr_schema_file *f, struct cr_str path, const struct cr_node *item)
{
	const struct cr_node *n = cr_map_at(item, CR_KEY_get, CR_KEY_x_kubernetes_group_version_kind);
	static const char part[] = "namespaces/{namespace}";
	struct cr_gvk gvk;
	if (path.len == 0 || path.ptr[0] != '/') {
		return true;
	}
	if (!cr_node_is_null(item) && item->kind != CR_MAP) {
		return cr_fail(c, item->mark, CR_E_TYPE, "invalid schema file: what stands under a path must be a map");
	}
	if (!cr_is(n, CR_MAP)) {
		return true;
	}
	if (!read_gvk(c, n, &gvk)) {
		return false;
	}
	kind_of(c, &f->scopes, gvk)->namespaced |= memmem(path.ptr, path.len, part, sizeof part - 1) != NULL;
	return true;
}

static bool
read_paths(struct cr_ctx *c, struct cr_schema_file *f, const struct cr_node *paths)
{
	if (!cr_node_is_null(paths) && paths->kind != CR_MAP) {
		return wrong(c, paths, CR_KEY_paths, "a map");
	}
	for (size_t i = 0; cr_is(paths, CR_MAP) && i < paths->count; i++) {
		if (!read_path(c, f, cr_key_str(c, paths->pairs[i].key), paths->pairs[i].value)) {
			return false;
		}
	}
	return true;
}

/* Text that begins with "{" is JSON, all other is YAML. */
static bool
read_document(struct cr_ctx *c, const struct cr_source *src, const struct cr_node **root)
{
	struct cr_docs docs = { 0 };
	if (src->text.len == 0) {
		return cr_fail(c, cr_mark_make(src->file, 0, 0), CR_E_VALUE, "invalid schema file: it is empty");
	}
	if (src->text.ptr[0] == '{') {
		*root = cr_json_read(c, src);
		return *root != NULL;
	}
	if (!cr_yaml_read(c, src, CR_YAML_KUSTOMIZATION, &docs)) {
		return false;
	}
	*root = docs.count > 0 ? docs.items[0] : NULL;
	return true;
}

static bool
read_file(struct cr_ctx *c, const struct cr_source *src, struct cr_schema_file *f)
{
	const struct cr_node *root = NULL;
	if (!read_document(c, src, &root)) {
		return false;
	}
	if (!cr_node_is_null(root) && root->kind != CR_MAP) {
		return cr_fail(c, root->mark, CR_E_TYPE, "invalid schema file: it must hold a map with \"definitions\"");
	}
	f->definitions = cr_map_get(root, CR_KEY_definitions);
	struct cr_schema alone = { .file = f, .mix = CR_OPENAPI_ALONE };
	return check_definitions(c, &alone) && read_types(c, f) && read_paths(c, f, cr_map_get(root, CR_KEY_paths));
}

static struct cr_schema_file *
file_of(struct cr_ctx *c, const struct cr_source *src)
{
	for (struct cr_schema_file *f = c->schema_files; f != NULL; f = f->next) {
		if (f->file == src->file) {
			return f;
		}
	}
	struct cr_schema_file *f = cr_new(c, struct cr_schema_file);
	f->file = src->file;
	f->next = c->schema_files;
	c->schema_files = f;
	return f;
}

static enum cr_openapi_mix
mix_now(const struct cr_ctx *c)
{
	uint8_t asked = cr_schema_asked(&c->schema);
	return asked == CR_SCHEMA_ASKED_TYPE ? CR_OPENAPI_OVER : asked == CR_SCHEMA_ASKED_SCOPE ? CR_OPENAPI_UNDER : CR_OPENAPI_ALONE;
}

struct cr_schema *
cr_openapi_load(struct cr_ctx *c, const struct cr_source *src)
{
	struct cr_schema_file *f = file_of(c, src);
	enum cr_openapi_mix mix = mix_now(c);
	if (!f->ok) {
		*f = (struct cr_schema_file){ .next = f->next, .file = f->file };
		f->ok = read_file(c, src, f);
	}
	if (f->ok && f->mixes[mix] == NULL) {
		f->mixes[mix] = cr_new(c, struct cr_schema);
		*f->mixes[mix] = (struct cr_schema){ .file = f, .mix = mix };
	}
	return f->ok ? f->mixes[mix] : NULL;
}
