/* JSON patches. The reference's library is lenient: a replace of a field that is not there adds it, a copy of one copies null, indices
 * count from the end when negative, and an operation is looked at only when it is its turn, so one that no object meets may be wrong.
 * Counterpart: evanphx/json-patch v4 behind api/filters/patchjson6902. */
#include "patch/json6902.h"

#include "base/limits.h"
#include "patch/jsonsame.h"
#include "patch/jsontrip.h"
#include "patch/pointer.h"

enum op_kind { OP_UNKNOWN, OP_ADD, OP_REMOVE, OP_REPLACE, OP_MOVE, OP_COPY, OP_TEST };

struct operation {
	enum op_kind kind;
	struct cr_str word; /* of op, as written */
	bool has_path, has_from;
	struct cr_pointer path, from;
	struct cr_node *value; /* NULL: missing */
	struct cr_node *exact; /* the same before its trip through JSON */
	cr_mark mark;
};

struct cr_json_patch {
	struct operation *items;
	size_t count;
	bool is_json;     /* written as such */
	bool meets_notes; /* it names the annotations or what holds them */
};

/* A patch on its way through one object. */
struct application {
	struct cr_ctx *c;
	const struct cr_json_patch *patch;
	struct cr_node *root;
	uint64_t nodes; /* the context's count at the beginning */
	uint64_t moves; /* elements that gave place in lists */
};

static enum op_kind
kind_of(struct cr_str word)
{
	static const char *const words[] = {
		[OP_ADD] = "add",   [OP_REMOVE] = "remove", [OP_REPLACE] = "replace",
		[OP_MOVE] = "move", [OP_COPY] = "copy",     [OP_TEST] = "test",
	};
	for (size_t i = OP_ADD; i < sizeof words / sizeof *words; i++) {
		if (cr_str_eq(word, cr_str_z(words[i]))) {
			return (enum op_kind)i;
		}
	}
	return OP_UNKNOWN;
}

static bool
read_pointer(struct cr_ctx *c, const struct cr_node *map, cr_key key, struct cr_pointer *out)
{
	const struct cr_node *n = cr_map_get(map, key);
	if (!cr_is(n, CR_SCALAR) || n->tag != CR_TAG_STR) {
		return false;
	}
	cr_pointer_parse(c, cr_text(n), out);
	return true;
}

static bool
meets_notes(const struct cr_pointer *p)
{
	return p->count == 0 ||
	       (cr_str_eq(p->parts[0], CR_STR("metadata")) && (p->count == 1 || cr_str_eq(p->parts[1], CR_STR("annotations"))));
}

static bool
read_operation(struct cr_ctx *c, const struct cr_node *n, struct operation *out)
{
	*out = (struct operation){ .mark = n->mark };
	if (n->kind != CR_MAP) {
		return cr_node_is_null(n) || cr_fail(c, n->mark, CR_E_JSON_PATCH, "an operation of a JSON patch must be a map");
	}
	out->word = cr_map_text(n, CR_KEY_op);
	out->kind = kind_of(out->word);
	out->has_path = read_pointer(c, n, CR_KEY_path, &out->path);
	out->has_from = read_pointer(c, n, CR_KEY_from, &out->from);
	out->exact = out->value = cr_map_get(n, CR_KEY_value);
	return out->value == NULL || out->kind == OP_TEST || cr_json_trip(c, &out->value);
}

struct cr_json_patch *
cr_json_patch_new(struct cr_ctx *c, const struct cr_node *operations)
{
	if (operations->kind != CR_LIST) {
		cr_fail(c, operations->mark, CR_E_JSON_PATCH, "a JSON patch must be a list of operations");
		return NULL;
	}
	struct cr_json_patch *patch = cr_new(c, struct cr_json_patch);
	patch->items = cr_new_n(c, struct operation, operations->count);
	patch->count = operations->count;
	patch->is_json = (operations->flags & CR_NODE_FLOW) != 0;
	for (size_t i = 0; i < patch->count; i++) {
		if (!read_operation(c, operations->items[i], &patch->items[i])) {
			return NULL;
		}
		const struct operation *op = &patch->items[i];
		patch->meets_notes =
			patch->meets_notes || (op->has_path && meets_notes(&op->path)) || (op->has_from && meets_notes(&op->from));
	}
	return patch;
}

bool
cr_json_patch_meets_notes(const struct cr_json_patch *patch)
{
	return patch->meets_notes;
}

bool
cr_json_patch_is_empty(const struct cr_json_patch *patch)
{
	return patch->count == 0;
}

cr_mark
cr_json_patch_mark(const struct cr_json_patch *patch)
{
	return patch->count > 0 ? patch->items[0].mark : CR_NO_MARK;
}

static bool
fail(struct application *a, const struct operation *op, struct cr_str at, const char *what)
{
	return cr_fail(a->c, op->mark, CR_E_JSON_PATCH, "%S operation does not apply to \"%S\": %s", op->word, at, what);
}

static struct cr_node *
value_of(struct cr_ctx *c, const struct operation *op)
{
	if (op->value == NULL) {
		return cr_node_scalar(c, CR_STR("null"), CR_TAG_AUTO, op->mark);
	}
	return cr_node_copy(c, op->value);
}

/* Makes room for moving count elements of a list. */
static bool
count_moves(struct application *a, const struct operation *op, size_t count)
{
	a->moves += count;
	if (a->moves <= cr_limit(a->c, CR_MAX_PATCH_MOVES)) {
		return true;
	}
	return cr_fail_limit(a->c, op->mark, CR_MAX_PATCH_MOVES, "to make place a JSON patch moves more than");
}

static bool
add_to_list(struct application *a, const struct operation *op, struct cr_node *list, struct cr_node *value)
{
	struct cr_str last = cr_pointer_last(&op->path);
	size_t at = list->count;
	if (!cr_str_eq(last, CR_STR("-")) && !cr_pointer_index(last, (size_t)list->count + 1, &at)) {
		return fail(a, op, op->path.text, "no such index in the list");
	}
	if (!count_moves(a, op, list->count - at)) {
		return false;
	}
	cr_list_insert(a->c, list, at, value);
	return true;
}

/* Sets a field to op's value. */
static void
set_field(struct cr_ctx *c, struct cr_node *map, cr_key key, const struct operation *op)
{
	struct cr_pair *pair = cr_map_pair(map, key);
	if (pair != NULL && cr_is(op->value, CR_SCALAR) && cr_node_is_plain_own(c, pair->value)) {
		cr_count_nodes(c, 1);
		*pair->value = *op->value;
		pair->value->stamp = c->stamp;
		pair->mark = op->value->mark;
		return;
	}
	struct cr_node *value = value_of(c, op);
	cr_map_set(c, map, key, value, value->mark);
}

/* value NULL: op's own. */
static bool
add_value(struct application *a, const struct operation *op, struct cr_node *value)
{
	struct cr_node *parent = cr_pointer_parent(a->c, a->root, &op->path, true);
	if (parent == NULL) {
		return fail(a, op, op->path.text, "the object is missing the path to it");
	}
	if (parent->kind == CR_LIST) {
		return add_to_list(a, op, parent, value != NULL ? value : value_of(a->c, op));
	}
	cr_key key = cr_key_intern(a->c, cr_pointer_last(&op->path));
	if (value == NULL) {
		set_field(a->c, parent, key, op);
	} else {
		cr_map_set(a->c, parent, key, value, value->mark);
	}
	return true;
}

static bool
remove_value(struct application *a, const struct operation *op, const struct cr_pointer *p)
{
	struct cr_node *parent = cr_pointer_parent(a->c, a->root, p, true);
	if (parent == NULL) {
		return fail(a, op, p->text, "the object is missing the path to it");
	}
	size_t at;
	if (parent->kind == CR_MAP) {
		return cr_map_remove(a->c, parent, cr_key_find(a->c, cr_pointer_last(p))) || fail(a, op, p->text, "the key is not there");
	}
	if (!cr_pointer_index(cr_pointer_last(p), parent->count, &at)) {
		return fail(a, op, p->text, "no such index in the list");
	}
	if (!count_moves(a, op, parent->count - at)) {
		return false;
	}
	cr_list_remove(a->c, parent, at);
	return true;
}

static bool
replace_root(struct application *a, const struct operation *op)
{
	if (op->value == NULL || op->value->kind == CR_SCALAR) {
		return fail(a, op, op->path.text, "the value must be a map or a list");
	}
	a->root = cr_node_copy(a->c, op->value);
	return true;
}

static bool
replace_value(struct application *a, const struct operation *op)
{
	if (op->path.text.len == 0) {
		return replace_root(a, op);
	}
	struct cr_node *parent = cr_pointer_parent(a->c, a->root, &op->path, true);
	if (parent == NULL) {
		return fail(a, op, op->path.text, "the object is missing the path to it");
	}
	struct cr_str last = cr_pointer_last(&op->path);
	size_t at;
	if (parent->kind == CR_MAP) {
		set_field(a->c, parent, cr_key_intern(a->c, last), op);
		return true;
	}
	struct cr_node *value = value_of(a->c, op);
	if (!cr_pointer_index(last, parent->count, &at)) {
		return fail(a, op, op->path.text, "no such index in the list");
	}
	parent->items[at] = value;
	return true;
}

/* The value at p; NULL for a key that a map does not have. */
static bool
look_up(struct application *a, const struct operation *op, const struct cr_pointer *p, struct cr_node **out)
{
	const struct cr_node *parent = cr_pointer_parent(a->c, a->root, p, false);
	if (parent == NULL) {
		return fail(a, op, p->text, "the object is missing the path to it");
	}
	return cr_pointer_value(a->c, parent, cr_pointer_last(p), out) || fail(a, op, p->text, "no such index in the list");
}

static bool
test_value(struct application *a, const struct operation *op)
{
	struct cr_node *value = a->root;
	if (op->path.text.len > 0 && !look_up(a, op, &op->path, &value)) {
		return false;
	}
	bool same = cr_node_is_null(value) || op->value == NULL ? cr_node_is_null(value) && cr_node_is_null(op->value)
								: cr_json_same(a->c, value, op->exact, a->patch->is_json);
	return same || fail(a, op, op->path.text, "the value there is another one");
}

static bool
move_value(struct application *a, const struct operation *op)
{
	struct cr_node *value = NULL;
	return look_up(a, op, &op->from, &value) && remove_value(a, op, &op->from) && add_value(a, op, value);
}

static bool
copy_value(struct application *a, const struct operation *op)
{
	struct cr_node *value = NULL;
	if (!look_up(a, op, &op->from, &value)) {
		return false;
	}
	return add_value(a, op, value == NULL ? cr_node_scalar(a->c, CR_STR("null"), CR_TAG_AUTO, op->mark) : cr_node_copy(a->c, value));
}

static bool
run(struct application *a, const struct operation *op)
{
	switch (op->kind) {
	case OP_ADD:
		return add_value(a, op, NULL);
	case OP_REMOVE:
		return remove_value(a, op, &op->path);
	case OP_REPLACE:
		return replace_value(a, op);
	case OP_MOVE:
		return move_value(a, op);
	case OP_COPY:
		return copy_value(a, op);
	case OP_TEST:
		return test_value(a, op);
	case OP_UNKNOWN:
		break;
	}
	cr_fail(a->c, op->mark, CR_E_JSON_PATCH, "unknown operation \"%S\" in a JSON patch", op->word);
	cr_hint(a->c, "op is one of add, remove, replace, move, copy, test");
	return false;
}

static bool
run_checked(struct application *a, const struct operation *op)
{
	if (!op->has_path && op->kind != OP_UNKNOWN) {
		return cr_fail(a->c, op->mark, CR_E_JSON_PATCH, "%S operation of a JSON patch has no path", op->word);
	}
	if (!op->has_from && (op->kind == OP_MOVE || op->kind == OP_COPY)) {
		return cr_fail(a->c, op->mark, CR_E_JSON_PATCH, "%S operation of a JSON patch has no from", op->word);
	}
	if (!run(a, op)) {
		return false;
	}
	if (a->c->nodes - a->nodes > cr_limit(a->c, CR_MAX_PATCH_COPIES)) {
		return cr_fail_limit(a->c, op->mark, CR_MAX_PATCH_COPIES, "the copies of a JSON patch make more than");
	}
	return true;
}

bool
cr_json_patch_apply(struct cr_ctx *c, const struct cr_json_patch *patch, struct cr_node **root)
{
	struct application a = { .c = c, .patch = patch, .root = cr_node_own(c, *root), .nodes = c->nodes };
	for (size_t i = 0; i < patch->count; i++) {
		if (!run_checked(&a, &patch->items[i])) {
			return false;
		}
	}
	if (a.root->kind != CR_MAP) {
		return cr_fail(c, a.root->mark, CR_E_JSON_PATCH, "a JSON patch must leave a map of the object, not a list");
	}
	if (!cr_json_trip(c, &a.root)) {
		return false;
	}
	*root = a.root;
	return true;
}
