/* The types of a schema file, made when they are asked for: a document of Kubernetes has a thousand, and a build asks for three. The file
 * was checked (openapi.c), so nothing can fail here. */
#include <stdlib.h>

#include "resource/openapi_internal.h"
#include "resource/tables.h"

struct cr_openapi_type {
	struct cr_schema_type type; /* fields and count once it is open */
	struct cr_schema *schema;
	const struct cr_node *node;
	struct cr_schema_field *any; /* of keys that are not among the fields */
	bool open;
};

struct redirection {
	const struct cr_schema_field *from, *to;
};

static const struct cr_schema_type *
type_of(struct cr_ctx *c, struct cr_schema *s, const struct cr_node *node)
{
	struct cr_map_iter it;
	uint64_t hash = cr_openapi_hash(node);
	for (struct cr_openapi_type *t = cr_map_first(&s->types, hash, &it); t != NULL; t = cr_map_next(&s->types, &it)) {
		if (t->node == node) {
			return &t->type;
		}
	}
	struct cr_openapi_type *t = cr_new(c, struct cr_openapi_type);
	*t = (struct cr_openapi_type){ .type = { .of_file = t }, .schema = s, .node = node };
	cr_map_add(c, &s->types, hash, t);
	return &t->type;
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
	if (says_merge(cr_map_text(target.node, CR_KEY_x_kubernetes_patch_strategy))) {
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
open_type(struct cr_ctx *c, struct cr_openapi_type *t)
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
	struct cr_openapi_type *t = type->of_file;
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
	const struct cr_node *node = cr_openapi_member(c, s->file->definitions, cr_schema_name(f->type));
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
	uint64_t hash = cr_openapi_hash(f);
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
