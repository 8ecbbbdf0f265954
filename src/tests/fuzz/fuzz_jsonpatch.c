/* JSON patches and pointers: "=== object" and "=== patch". Neither is written to, the same comes out each time; what was added is found by
 * a test; a pointer taken apart and put together is the same. */
#include "patch/json6902.h"
#include "patch/pointer.h"
#include "tests/fuzz/fuzz.h"

static bool
apply(struct cr_ctx *c, const struct cr_node *operations, struct cr_node *root, struct cr_node **out)
{
	size_t errors = cr_error_count(c);
	fuzz_share(c);
	*out = cr_node_own(c, root);
	const struct cr_json_patch *patch = cr_json_patch_new(c, operations);
	bool ok = patch != NULL && cr_json_patch_apply(c, patch, out);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	return ok;
}

/* The part as RFC 6901 escapes it, behind a slash. */
static struct cr_str
escaped(struct cr_ctx *c, struct cr_str part)
{
	char *out = cr_alloc(c, 2 * part.len + 1);
	size_t len = 0;
	out[len++] = '/';
	for (size_t i = 0; i < part.len; i++) {
		char ch = part.ptr[i];
		out[len++] = ch == '~' || ch == '/' ? '~' : ch;
		if (ch == '~' || ch == '/') {
			out[len++] = ch == '~' ? '0' : '1';
		}
	}
	return (struct cr_str){ .ptr = out, .len = len };
}

static void
check_pointer(struct cr_ctx *c, struct cr_str text)
{
	struct cr_pointer once, twice;
	struct cr_str joined = CR_STR("");
	cr_pointer_parse(c, text, &once);
	for (size_t i = 0; i < once.count; i++) {
		joined = cr_str_cat(c, joined, escaped(c, once.parts[i]));
	}
	cr_pointer_parse(c, joined, &twice);
	FUZZ_HOLDS(once.count == twice.count);
	for (size_t i = 0; i < once.count; i++) {
		FUZZ_HOLDS(cr_str_eq(once.parts[i], twice.parts[i]));
		for (size_t count = 0, at; count < 4; count++) {
			FUZZ_HOLDS(!cr_pointer_index(once.parts[i], count, &at) || at < count);
		}
	}
}

/* A null in a list equals nothing, not even itself. */
static bool
has_null(struct cr_ctx *c, const struct cr_node *n)
{
	struct cr_str text;
	return !fuzz_yaml(c, n, &text) || memmem(text.ptr, text.len, "null", 4) != NULL;
}

/* {op: test} with the path and the value of an operation. */
static const struct cr_node *
test_of(struct cr_ctx *c, const struct cr_node *operation)
{
	struct cr_node *list = cr_node_list(c, operation->mark), *map = cr_node_map(c, operation->mark);
	cr_map_set(c, map, CR_KEY_op, cr_node_str(c, CR_STR("test"), operation->mark), operation->mark);
	cr_map_set(c, map, CR_KEY_path, cr_map_get(operation, CR_KEY_path), operation->mark);
	cr_map_set(c, map, CR_KEY_value, cr_map_get(operation, CR_KEY_value), operation->mark);
	cr_list_append(c, list, map);
	return list;
}

/* Adds the value of the operation, and asks for it. In a list an index from the end means another element afterwards. */
static void
check_add(struct cr_ctx *c, const struct cr_node *operation, struct cr_node *root)
{
	struct cr_node *added, *tested;
	struct cr_pointer path;
	const struct cr_node *value = cr_map_get(operation, CR_KEY_value);
	const struct cr_node *list = cr_node_list(c, operation->mark);
	cr_pointer_parse(c, cr_map_text(operation, CR_KEY_path), &path);
	if (!cr_str_eq(cr_map_text(operation, CR_KEY_op), CR_STR("add")) || value == NULL || has_null(c, value) || path.count == 0 ||
	    cr_str_starts(cr_pointer_last(&path), CR_STR("-"))) {
		return;
	}
	cr_list_append(c, (struct cr_node *)list, (struct cr_node *)operation);
	if (apply(c, list, root, &added) && !cr_str_eq(cr_map_text(operation, CR_KEY_path), CR_STR(""))) {
		FUZZ_HOLDS(apply(c, test_of(c, operation), added, &tested));
	}
}

static void
check(struct cr_ctx *c, struct cr_node *object, const struct cr_node *operations)
{
	struct cr_node *first, *second;
	struct cr_node *object_copy = cr_node_copy(c, object), *operations_copy = cr_node_copy(c, operations);
	bool ok = apply(c, operations, object, &first);
	FUZZ_SAME(c, object, object_copy);
	FUZZ_SAME(c, operations, operations_copy);
	FUZZ_HOLDS(apply(c, operations, object, &second) == ok);
	if (ok) {
		FUZZ_SAME(c, first, second);
	}
	for (uint32_t i = 0; ok && i < operations->count; i++) {
		check_pointer(c, cr_map_text(operations->items[i], CR_KEY_path));
		if (operations->count <= 4) {
			check_add(c, operations->items[i], object);
		}
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	const struct fuzz_pack *pack = arg;
	struct cr_node *object = fuzz_read(c, fuzz_part(pack, "object"), CR_YAML_RESOURCE);
	const struct cr_node *operations = fuzz_read(c, fuzz_part(pack, "patch"), CR_YAML_JSON_PATCH);
	struct cr_str text;
	check_pointer(c, fuzz_alone(c, fuzz_line(fuzz_part(pack, "pointer"))));
	if (cr_is(object, CR_MAP) && cr_is(operations, CR_LIST) && fuzz_yaml(c, object, &text) && fuzz_yaml(c, operations, &text)) {
		check(c, object, operations);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	fuzz_in_context(run, &pack);
	return 0;
}
