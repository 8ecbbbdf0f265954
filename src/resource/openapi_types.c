/* The types of a schema file, made when they are asked for: a document of Kubernetes has a thousand, and a build asks for three. The file
 * was checked (openapi.c), so nothing can fail here. */
#include <stdlib.h>

#include "resource/openapi_internal.h"
#include "resource/tables.h"

struct file_type {
	struct cr_schema_type type; /* fields and count once it is open */
	struct cr_schema *schema;
	const struct cr_node *node;
	struct cr_schema_field *any; /* of keys that are not among the fields */
	bool open;
};

/* Where the $ref of a node leads in the end. */
struct resolution {
	const struct cr_node *node;
	struct cr_openapi_target target;
	struct resolution *before; /* on the same way */
	bool done;
};

struct redirection {
	const struct cr_schema_field *from, *to;
};

/* Of a definition that is known to say nothing about lists. */
static const struct cr_schema_type plain_type = { .name = "" };

static uint64_t
hash_address(const void *p)
{
	return cr_hash_mix(0, (uint64_t)(uintptr_t)p);
}

static const struct cr_schema_type *
type_of(struct cr_ctx *c, struct cr_schema *s, const struct cr_node *node)
{
	struct cr_map_iter it;
	uint64_t hash = hash_address(node);
	for (struct file_type *t = cr_map_first(&s->types, hash, &it); t != NULL; t = cr_map_next(&s->types, &it)) {
		if (t->node == node) {
			return &t->type;
		}
	}
	struct file_type *t = cr_new(c, struct file_type);
	*t = (struct file_type){ .type = { .from_file = true }, .schema = s, .node = node };
	cr_map_add(c, &s->types, hash, t);
	return &t->type;
}

static const struct cr_schema_type *
built_in_by_name(struct cr_str name)
{
	size_t low = 0;
	size_t high = cr_schema_type_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = cr_str_cmp(cr_str_z(cr_schema_types[middle]->name), name);
		if (order == 0) {
			return cr_schema_types[middle];
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}

/* References */

static int
hex_digit(char ch)
{
	return ch >= '0' && ch <= '9' ? ch - '0' : (ch | 0x20) >= 'a' && (ch | 0x20) <= 'f' ? (ch | 0x20) - 'a' + 10 : -1;
}

/* What stands behind the first "#", its %xx decoded, in scratch memory. False if such an escape is wrong. */
static bool
fragment_of(struct cr_ctx *c, struct cr_str ref, struct cr_str *out)
{
	size_t hash = cr_str_find(ref, '#', 0);
	*out = CR_STR("");
	if (hash == SIZE_MAX) {
		return true;
	}
	char *text = cr_scratch_alloc(c, ref.len);
	size_t len = 0;
	for (size_t i = hash + 1; i < ref.len; i++) {
		text[len] = ref.ptr[i];
		if (ref.ptr[i] == '%') {
			if (i + 2 >= ref.len || hex_digit(ref.ptr[i + 1]) < 0 || hex_digit(ref.ptr[i + 2]) < 0) {
				return false;
			}
			text[len] = (char)(hex_digit(ref.ptr[i + 1]) * 16 + hex_digit(ref.ptr[i + 2]));
			i += 2;
		}
		len++;
	}
	*out = (struct cr_str){ .ptr = text, .len = len };
	return true;
}

/* Takes the next part of a JSON pointer off *rest, its ~1 and ~0 decoded in place of a copy. */
static struct cr_str
next_token(struct cr_ctx *c, struct cr_str *rest)
{
	size_t end = cr_str_find(*rest, '/', 1);
	end = end == SIZE_MAX ? rest->len : end;
	struct cr_str part = cr_str_sub(*rest, 1, end);
	*rest = cr_str_sub(*rest, end, rest->len);
	if (cr_str_find(part, '~', 0) == SIZE_MAX) {
		return part;
	}
	char *text = cr_scratch_alloc(c, part.len);
	size_t len = 0;
	for (size_t i = 0; i < part.len; i++) {
		bool escape = part.ptr[i] == '~' && i + 1 < part.len && (part.ptr[i + 1] == '0' || part.ptr[i + 1] == '1');
		text[len++] = (char)(!escape ? part.ptr[i] : part.ptr[++i] == '1' ? '/' : '~');
	}
	return (struct cr_str){ .ptr = text, .len = len };
}

static const struct cr_node *
member(struct cr_ctx *c, const struct cr_node *map, struct cr_str name)
{
	cr_key key = cr_key_find(c, name);
	return key == CR_KEY_NONE ? NULL : cr_map_get(map, key);
}

static const struct cr_node *
element(const struct cr_node *list, struct cr_str index)
{
	size_t i = 0;
	for (size_t at = 0; at < index.len; at++) {
		if (index.ptr[at] < '0' || index.ptr[at] > '9' || i > UINT32_MAX) {
			return NULL;
		}
		i = i * 10 + (size_t)(index.ptr[at] - '0');
	}
	return index.len > 0 ? cr_list_get(list, i) : NULL;
}

/* One step from a schema to one below it: the name of a field that holds schemas, and which. */
static const struct cr_node *
step_down(struct cr_ctx *c, const struct cr_node *schema, struct cr_str *rest)
{
	static const cr_key maps[] = { CR_KEY_properties, CR_KEY_definitions, CR_KEY_patternProperties };
	static const cr_key lists[] = { CR_KEY_allOf, CR_KEY_anyOf, CR_KEY_oneOf };
	cr_key field = cr_key_find(c, next_token(c, rest));
	if (field == CR_KEY_not) {
		return cr_map_get(schema, field);
	}
	if (rest->len == 0) {
		return NULL;
	}
	for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
		if (field == maps[i]) {
			return member(c, cr_map_get(schema, field), next_token(c, rest));
		}
		if (field == lists[i]) {
			return element(cr_map_get(schema, field), next_token(c, rest));
		}
	}
	return NULL;
}

/* "#/definitions/NAME" in the order that the mix says. */
static struct cr_openapi_target
definition(struct cr_ctx *c, const struct cr_schema *s, struct cr_str name)
{
	struct cr_openapi_target found = { .node = NULL };
	if (s->mix != CR_OPENAPI_UNDER) {
		found.node = member(c, s->file->definitions, name);
	}
	if (s->mix != CR_OPENAPI_ALONE && found.node == NULL) {
		found.type = built_in_by_name(name);
	}
	if (s->mix == CR_OPENAPI_UNDER && found.type == NULL) {
		found.node = member(c, s->file->definitions, name);
	}
	if (s->mix != CR_OPENAPI_ALONE && found.node == NULL && found.type == NULL && cr_str_starts(name, CR_STR("io.k8s."))) {
		found.type = &plain_type;
	}
	return found;
}

/* Where one $ref leads. What is no JSON pointer is the whole document, which as a schema says nothing. */
static struct cr_openapi_target
follow(struct cr_ctx *c, const struct cr_schema *s, struct cr_str ref)
{
	struct cr_str rest;
	if (!fragment_of(c, ref, &rest)) {
		return (struct cr_openapi_target){ .unreadable = true };
	}
	if (rest.len == 0 || rest.ptr[0] != '/') {
		return (struct cr_openapi_target){ .type = &plain_type };
	}
	if (cr_key_find(c, next_token(c, &rest)) != CR_KEY_definitions || rest.len == 0) {
		return (struct cr_openapi_target){ .node = NULL };
	}
	struct cr_openapi_target found = definition(c, s, next_token(c, &rest));
	while (rest.len > 0 && found.node != NULL) {
		found.node = step_down(c, found.node, &rest);
	}
	return rest.len > 0 ? (struct cr_openapi_target){ .node = NULL } : found;
}

static struct cr_str
ref_of(const struct cr_node *schema)
{
	const struct cr_node *ref = cr_map_get(schema, CR_KEY__ref);
	bool text = cr_is(ref, CR_SCALAR) && (ref->tag == CR_TAG_STR || ref->tag == CR_TAG_TIMESTAMP || ref->tag == CR_TAG_AUTO);
	return text ? cr_text(ref) : CR_STR("");
}

static struct resolution *
find_resolution(const struct cr_schema *s, const struct cr_node *node)
{
	struct cr_map_iter it;
	for (struct resolution *r = cr_map_first(&s->resolved, hash_address(node), &it); r != NULL; r = cr_map_next(&s->resolved, &it)) {
		if (r->node == node) {
			return r;
		}
	}
	return NULL;
}

static struct resolution *
add_resolution(struct cr_ctx *c, struct cr_schema *s, const struct cr_node *node, struct resolution *before)
{
	struct resolution *r = cr_new(c, struct resolution);
	*r = (struct resolution){ .node = node, .before = before };
	cr_map_add(c, &s->resolved, hash_address(node), r);
	return r;
}

/* Each node on the way remembers where the way ends, so that no way is gone twice. */
struct cr_openapi_target
cr_openapi_resolve(struct cr_ctx *c, struct cr_schema *s, const struct cr_node *node)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct cr_openapi_target at = { .node = node };
	struct resolution *way = NULL;
	for (struct cr_str ref = ref_of(node); ref.len > 0; ref = ref_of(at.node)) {
		const struct resolution *known = find_resolution(s, at.node);
		if (known != NULL) {
			at = known->done ? known->target : (struct cr_openapi_target){ .cycle = true };
			break;
		}
		way = add_resolution(c, s, at.node, way);
		at = follow(c, s, ref);
		cr_arena_rewind(c->scratch, mark);
	}
	for (; way != NULL; way = way->before) {
		way->target = at;
		way->done = true;
	}
	return at;
}

/* Types */

static struct cr_str
text_at(const struct cr_node *map, cr_key key)
{
	const struct cr_node *n = cr_map_get(map, key);
	return cr_is(n, CR_SCALAR) ? cr_text(n) : CR_STR("");
}

static bool
says_array(const struct cr_node *schema)
{
	const struct cr_node *type = cr_map_get(schema, CR_KEY_type);
	if (cr_is(type, CR_LIST)) {
		type = type->count == 1 ? type->items[0] : NULL;
	}
	return cr_is(type, CR_SCALAR) && cr_str_eq(cr_text(type), CR_STR("array"));
}

/* Is "merge" one of the words, separated by commas? */
static bool
says_merge(struct cr_str strategy)
{
	size_t from = 0;
	while (from <= strategy.len) {
		size_t end = cr_str_find(strategy, ',', from);
		end = end == SIZE_MAX ? strategy.len : end;
		if (cr_str_eq(cr_str_sub(strategy, from, end), CR_STR("merge"))) {
			return true;
		}
		from = end + 1;
	}
	return false;
}

static void
read_merge_keys(struct cr_ctx *c, const struct cr_node *schema, struct cr_schema_field *f)
{
	const struct cr_node *list = cr_map_get(schema, CR_KEY_x_kubernetes_list_map_keys);
	const struct cr_node *one = cr_map_get(schema, CR_KEY_x_kubernetes_patch_merge_key);
	size_t count = list != NULL ? list->count : one != NULL;
	cr_key *keys = cr_new_n(c, cr_key, count);
	for (size_t i = 0; i < count; i++) {
		keys[i] = cr_key_intern(c, cr_text(list != NULL ? list->items[i] : one));
	}
	f->merges = true;
	f->merge_keys = keys;
	f->merge_key_count = (uint8_t)count;
}

static const struct cr_schema_type *
target_type(struct cr_ctx *c, struct cr_schema *s, struct cr_openapi_target target)
{
	return target.node != NULL ? type_of(c, s, target.node) : target.type;
}

/* The field whose schema, all references followed, is target. */
static struct cr_schema_field
field_of(struct cr_ctx *c, struct cr_schema *s, cr_key key, struct cr_openapi_target target)
{
	struct cr_schema_field f = { .field = key };
	if (target.node == NULL) {
		f.type = target.type;
		return f;
	}
	if (says_merge(text_at(target.node, CR_KEY_x_kubernetes_patch_strategy))) {
		read_merge_keys(c, target.node, &f);
	}
	f.is_list = says_array(target.node);
	if (!f.is_list) {
		f.type = type_of(c, s, target.node);
		return f;
	}
	const struct cr_node *items = cr_map_get(target.node, CR_KEY_items);
	if (cr_is(items, CR_MAP)) {
		f.type = target_type(c, s, cr_openapi_resolve(c, s, items));
	}
	return f;
}

static int
compare_fields(const void *a, const void *b)
{
	const struct cr_schema_field *x = a;
	const struct cr_schema_field *y = b;
	return x->field == y->field ? 0 : x->field < y->field ? -1 : 1;
}

static void
open_type(struct cr_ctx *c, struct file_type *t)
{
	const struct cr_node *properties = cr_map_get(t->node, CR_KEY_properties);
	const struct cr_node *any = cr_map_get(t->node, CR_KEY_additionalProperties);
	uint32_t count = cr_is(properties, CR_MAP) ? properties->count : 0;
	struct cr_schema_field *fields = cr_new_n(c, struct cr_schema_field, count);
	for (uint32_t i = 0; i < count; i++) {
		const struct cr_pair *p = &properties->pairs[i];
		fields[i] = field_of(c, t->schema, p->key, cr_openapi_resolve(c, t->schema, p->value));
	}
	if (count > 1) {
		qsort(fields, count, sizeof *fields, compare_fields);
	}
	if (cr_is(any, CR_MAP)) {
		t->any = cr_new(c, struct cr_schema_field);
		*t->any = field_of(c, t->schema, CR_KEY_NONE, cr_openapi_resolve(c, t->schema, any));
	}
	t->type.fields = fields;
	t->type.count = count;
	t->open = true;
}

const struct cr_schema_field *
cr_openapi_field(struct cr_ctx *c, const struct cr_schema_type *type, cr_key field)
{
	struct file_type *t = (struct file_type *)type;
	if (!t->open) {
		open_type(c, t);
	}
	size_t low = 0;
	size_t high = t->type.count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->type.fields[middle].field == field) {
			return &t->type.fields[middle];
		}
		if (t->type.fields[middle].field < field) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return t->any;
}

const struct cr_schema_type *
cr_openapi_of(struct cr_ctx *c, struct cr_schema *s, struct cr_gvk gvk)
{
	const struct cr_schema_type *built_in = s->mix == CR_OPENAPI_ALONE ? NULL : cr_schema_built_in(gvk);
	if (s->mix == CR_OPENAPI_UNDER && built_in != NULL) {
		return built_in;
	}
	const struct cr_openapi_kind *k = cr_openapi_kind_find(c, &s->file->types, gvk);
	return k != NULL ? type_of(c, s, k->definition) : built_in;
}

bool
cr_openapi_says_cluster(struct cr_ctx *c, const struct cr_schema *s, struct cr_gvk gvk)
{
	const struct cr_openapi_kind *k = cr_openapi_kind_find(c, &s->file->scopes, gvk);
	return k != NULL && !k->namespaced;
}

/* The field f of a built-in type, if what its $ref names is defined anew. */
static const struct cr_schema_field *
redirected(struct cr_ctx *c, struct cr_schema *s, const struct cr_schema_field *f)
{
	const struct cr_node *node = member(c, s->file->definitions, cr_str_z(f->type->name));
	if (node == NULL) {
		return f;
	}
	struct cr_openapi_target target = cr_openapi_resolve(c, s, node);
	struct cr_schema_field *made = cr_new(c, struct cr_schema_field);
	if (f->is_list) {
		*made = *f;
		made->type = target_type(c, s, target);
	} else {
		*made = field_of(c, s, f->field, target);
	}
	return made;
}

const struct cr_schema_field *
cr_openapi_redirect(struct cr_ctx *c, struct cr_schema *s, const struct cr_schema_field *f)
{
	if (s->mix != CR_OPENAPI_OVER || f->type == NULL) {
		return f;
	}
	struct cr_map_iter it;
	uint64_t hash = hash_address(f);
	for (struct redirection *r = cr_map_first(&s->redirected, hash, &it); r != NULL; r = cr_map_next(&s->redirected, &it)) {
		if (r->from == f) {
			return r->to;
		}
	}
	struct redirection *r = cr_new(c, struct redirection);
	*r = (struct redirection){ .from = f, .to = redirected(c, s, f) };
	cr_map_add(c, &s->redirected, hash, r);
	return r->to;
}
