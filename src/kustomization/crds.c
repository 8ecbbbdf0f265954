/* A file of "crds": definitions of types, as gen-openapi writes them, whose properties say in extensions what the transformers shall do
 * with the field. Counterpart: api/internal/accumulator/loadconfigfromcrds.go.
 *
 * Differences: there a type that holds itself makes the walk endless, here it is not entered again; properties come in the order of the
 * file (there in none); of a schema only what counts here is checked, and JSON may have comments and commas that JSON has not. */
#include "kustomization/configtables.h"

/* Types of types make paths by the product of their properties, and a row costs what its path is long. */
enum { STEPS_A_PROPERTY = 400, STEPS_A_BYTE = 20 };

/* A type on the way. */
struct level {
	const struct cr_node *type, *properties;
	uint32_t next;
	size_t path_len; /* of the path that leads to it */
};

struct walk {
	struct cr_ctx *c;
	const struct cr_node *types;
	struct cr_draft_config *draft;
	cr_key kind;
	struct {
		char *items;
		size_t count, cap;
	} path;
	struct {
		struct level *items;
		size_t count, cap;
	} levels;
};

static const struct cr_node *
get(struct cr_ctx *c, const struct cr_node *map, struct cr_str name)
{
	cr_key key = cr_key_find(c, name);
	return key == CR_KEY_NONE ? NULL : cr_map_get(map, key);
}

static bool
get_text(struct cr_ctx *c, const struct cr_node *map, struct cr_str name, struct cr_str *out)
{
	const struct cr_node *n = get(c, map, name);
	if (!cr_field_is_text(n)) {
		return false;
	}
	*out = cr_text(n);
	return true;
}

/* The name of this member alone matches in any case. */
static const struct cr_pair *
schema_of(struct cr_ctx *c, const struct cr_node *type)
{
	const struct cr_pair *found = NULL;
	for (size_t i = 0; cr_is(type, CR_MAP) && i < type->count; i++) {
		if (cr_str_eq_fold(cr_key_str(c, type->pairs[i].key), CR_STR("Schema"))) {
			found = &type->pairs[i];
		}
	}
	return found;
}

static const struct cr_node *
properties_of(struct cr_ctx *c, const struct cr_node *type)
{
	const struct cr_pair *schema = schema_of(c, type);
	return schema == NULL ? NULL : get(c, schema->value, CR_STR("properties"));
}

static void
append(struct walk *w, struct cr_str step)
{
	if (w->path.count > 0) {
		*cr_scratch_push(w->c, &w->path) = '/';
	}
	for (size_t i = 0; i < step.len; i++) {
		*cr_scratch_push(w->c, &w->path) = step.ptr[i];
	}
}

/* A row for the field that the path leads to. False after cr_fail. */
static bool
make_row(struct walk *w, cr_mark mark, struct cr_fieldspec *out)
{
	*out = (struct cr_fieldspec){ .gvk.kind = w->kind, .mark = mark };
	return cr_fieldspec_parse_path(w->c, (struct cr_str){ w->path.items, w->path.count }, mark, out);
}

static bool
add_row(struct walk *w, const struct cr_pair *property, struct cr_str extension, struct cr_fieldspec_list *list)
{
	struct cr_str ignored;
	struct cr_fieldspec row;
	if (!get_text(w->c, property->value, extension, &ignored)) {
		return true;
	}
	if (!make_row(w, property->mark, &row)) {
		return false;
	}
	*cr_push(w->c, list) = row;
	return true;
}

/* The field, or one in it, holds the name of an object. The version stands for itself: "apps/v1" is none. */
static bool
add_reference(struct walk *w, const struct cr_pair *property)
{
	struct cr_str version, kind, name = CR_STR("name");
	size_t before = w->path.count;
	if (!get_text(w->c, property->value, CR_STR("x-kubernetes-object-ref-api-version"), &version) ||
	    !get_text(w->c, property->value, CR_STR("x-kubernetes-object-ref-kind"), &kind)) {
		return true;
	}
	get_text(w->c, property->value, CR_STR("x-kubernetes-object-ref-name-key"), &name);
	append(w, name);
	struct cr_fieldspec *row = cr_new(w->c, struct cr_fieldspec);
	bool ok = make_row(w, property->mark, row);
	w->path.count = before;
	*cr_push(w->c, &w->draft->name_references) = (struct cr_namereference){
		.target = { .version = cr_key_intern(w->c, version), .kind = cr_key_intern(w->c, kind) },
		.referrers = { .items = row, .count = 1 },
	};
	return ok;
}

static bool
is_on_way(struct walk *w, const struct cr_node *type)
{
	cr_count_work(w->c, w->levels.count);
	for (size_t i = 0; i < w->levels.count; i++) {
		if (w->levels.items[i].type == type) {
			return true;
		}
	}
	return false;
}

static void
enter(struct walk *w, const struct cr_node *type)
{
	*cr_scratch_push(w->c, &w->levels) =
		(struct level){ .type = type, .properties = properties_of(w->c, type), .path_len = w->path.count };
}

static bool
visit(struct walk *w, const struct cr_pair *property)
{
	struct cr_str ref;
	append(w, cr_key_str(w->c, property->key));
	cr_count_work(w->c, STEPS_A_PROPERTY + STEPS_A_BYTE * w->path.count);
	if (!add_row(w, property, CR_STR("x-kubernetes-annotation"), &w->draft->common_annotations) ||
	    !add_row(w, property, CR_STR("x-kubernetes-label-selector"), &w->draft->common_labels) ||
	    !add_row(w, property, CR_STR("x-kubernetes-identity"), &w->draft->name_prefix) || !add_reference(w, property)) {
		return false;
	}
	if (get_text(w->c, property->value, CR_STR("$ref"), &ref)) {
		const struct cr_node *type = get(w->c, w->types, ref);
		if (cr_is(type, CR_MAP) && !is_on_way(w, type)) {
			enter(w, type);
		}
	}
	return true;
}

/* The rows of one type, and of the types that its properties are of. */
static bool
walk_type(struct walk *w, const struct cr_pair *type)
{
	struct cr_str name = cr_key_str(w->c, type->key);
	for (size_t dot = cr_str_find(name, '.', 0); dot != SIZE_MAX; dot = cr_str_find(name, '.', 0)) {
		name = cr_str_sub(name, dot + 1, name.len);
	}
	w->kind = cr_key_intern(w->c, name);
	w->path.count = 0;
	enter(w, type->value);
	while (w->levels.count > 0) {
		struct level *top = &w->levels.items[w->levels.count - 1];
		w->path.count = top->path_len;
		if (!cr_is(top->properties, CR_MAP) || top->next == top->properties->count) {
			w->levels.count--;
		} else if (!visit(w, &top->properties->pairs[top->next++])) {
			return false;
		}
	}
	return true;
}

/* Is it the type of an object, and not of a part of one? */
static bool
is_object(struct cr_ctx *c, const struct cr_node *type)
{
	const struct cr_node *p = properties_of(c, type);
	return cr_map_pair(p, CR_KEY_kind) != NULL && cr_map_pair(p, CR_KEY_apiVersion) != NULL && cr_map_pair(p, CR_KEY_metadata) != NULL;
}

static bool
is_map_or_null(struct cr_ctx *c, const struct cr_node *n, const char *what, struct cr_str type)
{
	if (cr_node_is_null(n) || n->kind == CR_MAP) {
		return true;
	}
	return cr_fail(c, n->mark, CR_E_TYPE, "unable to parse open API definition: %s \"%S\" must be a map, not %s", what, type,
		       cr_kind_word(n));
}

static bool
check_type(struct cr_ctx *c, const struct cr_pair *type)
{
	struct cr_str name = cr_key_str(c, type->key);
	if (!is_map_or_null(c, type->value, "definition", name)) {
		if (type->key == CR_KEY_apiVersion || type->key == CR_KEY_kind) {
			cr_hint(c, "\"crds\" takes OpenAPI definitions by the names of types, no CustomResourceDefinition");
		}
		return false;
	}
	const struct cr_pair *schema = schema_of(c, type->value);
	const struct cr_node *properties = properties_of(c, type->value);
	if ((schema != NULL && !is_map_or_null(c, schema->value, "the schema of", name)) ||
	    !is_map_or_null(c, properties, "the properties of", name)) {
		return false;
	}
	bool ok = true;
	for (size_t i = 0; cr_is(properties, CR_MAP) && i < properties->count; i++) {
		ok = is_map_or_null(c, properties->pairs[i].value, "property", cr_key_str(c, properties->pairs[i].key)) && ok;
	}
	return ok;
}

static bool
walk_types(struct cr_ctx *c, const struct cr_node *root, struct cr_draft_config *draft)
{
	struct walk w = { .c = c, .types = root, .draft = draft };
	bool ok = true;
	for (size_t i = 0; i < root->count; i++) {
		ok = check_type(c, &root->pairs[i]) && ok;
	}
	for (size_t i = 0; ok && i < root->count; i++) {
		ok = !is_object(c, root->pairs[i].value) || walk_type(&w, &root->pairs[i]);
	}
	return ok;
}

bool
cr_config_from_definitions(struct cr_ctx *c, const struct cr_node *root, cr_mark file_mark, struct cr_config *out)
{
	struct cr_draft_config draft = { 0 };
	if (!cr_node_is_null(root)) {
		if (root->kind != CR_MAP) {
			return cr_fail(c, root->mark != CR_NO_MARK ? root->mark : file_mark, CR_E_TYPE,
				       "unable to parse open API definition: a map of types is wanted, not %s", cr_kind_word(root));
		}
		struct cr_arena_mark mark = cr_arena_mark(c->scratch);
		bool ok = walk_types(c, root, &draft);
		cr_arena_rewind(c->scratch, mark);
		if (!ok) {
			return false;
		}
	}
	cr_config_from_draft(c, &draft, out);
	return true;
}
