/* Where the $ref of a schema leads: to a definition of the file or of the built-in schema, or to a schema below one.
 * Counterpart: Resolve of kyaml/openapi, which goes by go-openapi's references and pointers. */
#include "resource/openapi_internal.h"
#include "resource/tables.h"

/* Where the $ref of a node leads in the end. */
struct resolution {
	const struct cr_node *node;
	struct cr_openapi_target target;
	struct resolution *before; /* on the same way */
	bool done;
};

/* Of a definition that is known to say nothing about lists. */
static const struct cr_schema_type plain_type = { .name = 0 };

static const struct cr_schema_type *
built_in_by_name(struct cr_str name)
{
	size_t low = 0;
	size_t high = cr_schema_type_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = cr_str_cmp(cr_schema_name(&cr_schema_types[middle]), name);
		if (order == 0) {
			return &cr_schema_types[middle];
		}
		if (order < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return NULL;
}

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
			return cr_openapi_member(c, cr_map_get(schema, field), next_token(c, rest));
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
		found.node = cr_openapi_member(c, s->file->definitions, name);
	}
	if (s->mix != CR_OPENAPI_ALONE && found.node == NULL) {
		found.type = built_in_by_name(name);
	}
	if (s->mix == CR_OPENAPI_UNDER && found.type == NULL) {
		found.node = cr_openapi_member(c, s->file->definitions, name);
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
	for (struct resolution *r = cr_map_first(&s->resolved, cr_openapi_hash(node), &it); r != NULL; r = cr_map_next(&s->resolved, &it)) {
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
	cr_map_add(c, &s->resolved, cr_openapi_hash(node), r);
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
