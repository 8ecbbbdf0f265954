/* The reader. The first line is the dialect's letter; without one it is that of resources. What is read says where it stood, is the same
 * when it is read again, and what is printed of it is read as the same values. */
#include "tests/fuzz/fuzz.h"

struct input {
	struct cr_str text;
	char dialect;
};

static bool
read(struct cr_ctx *c, const struct input *in, struct cr_docs *docs)
{
	struct cr_source source = { .text = fuzz_alone(c, in->text), .file = 1, .line = 1 };
	static const struct {
		char letter;
		enum cr_dialect dialect;
	} dialects[] = { { 'p', CR_YAML_PATCH }, { 'k', CR_YAML_KUSTOMIZATION }, { 's', CR_YAML_STRICT }, { 'j', CR_YAML_JSON_PATCH } };
	size_t errors = cr_error_count(c);
	if (in->dialect == 'o') {
		struct cr_node *root = cr_json_read(c, &source);
		FUZZ_HOLDS((root != NULL) == (cr_error_count(c) == errors));
		if (root != NULL) {
			*cr_push(c, docs) = root;
		}
		return root != NULL;
	}
	enum cr_dialect dialect = CR_YAML_RESOURCE;
	for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++) {
		dialect = dialects[i].letter == in->dialect ? dialects[i].dialect : dialect;
	}
	bool ok = cr_yaml_read(c, &source, dialect, docs);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	return ok;
}

struct walk {
	const struct cr_node **items;
	size_t count, cap;
};

static void
check_mark(cr_mark mark, uint32_t lines)
{
	FUZZ_HOLDS(cr_mark_file(mark) == 1 && cr_mark_line(mark) >= 1 && cr_mark_line(mark) <= lines);
}

/* Every node stands in the file, and its text is UTF-8. */
static void
check_tree(struct cr_ctx *c, const struct cr_node *root, uint32_t lines)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct walk todo = { 0 };
	*cr_scratch_push(c, &todo) = root;
	while (todo.count > 0) {
		const struct cr_node *n = todo.items[--todo.count];
		check_mark(n->mark, lines);
		FUZZ_HOLDS(n->kind != CR_SCALAR || cr_utf8_valid(cr_text(n)));
		for (uint32_t i = 0; n->kind != CR_SCALAR && i < n->count; i++) {
			*cr_scratch_push(c, &todo) = n->kind == CR_MAP ? n->pairs[i].value : n->items[i];
			if (n->kind == CR_MAP) {
				FUZZ_HOLDS(cr_map_get(n, n->pairs[i].key) == n->pairs[i].value);
			}
		}
	}
	cr_arena_rewind(c->scratch, mark);
}

/* Is what is printed read as the same values? Folded text gains and loses line feeds each time. */
static bool
is_exact(struct cr_ctx *c, const struct cr_node *root)
{
	bool exact = true;
	struct walk todo = { 0 };
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	*cr_scratch_push(c, &todo) = root;
	while (todo.count > 0 && exact) {
		const struct cr_node *n = todo.items[--todo.count];
		for (uint32_t i = 0; n->kind != CR_SCALAR && i < n->count; i++) {
			*cr_scratch_push(c, &todo) = n->kind == CR_MAP ? n->pairs[i].value : n->items[i];
		}
		exact = n->kind != CR_SCALAR || (n->written != CR_FOLDED && fuzz_is_exact(cr_text(n)));
	}
	cr_arena_rewind(c->scratch, mark);
	return exact;
}

/* Keys of other types are printed as strings at the top, and nowhere else. */
static struct cr_node *
with_string_keys(struct cr_ctx *c, const struct cr_node *root)
{
	struct cr_node *copy = cr_node_copy(c, root);
	for (uint32_t i = 0; copy->kind == CR_MAP && i < copy->count; i++) {
		copy->pairs[i].key_tag = CR_TAG_STR;
	}
	return copy;
}

static void
check_printed(struct cr_ctx *c, const struct cr_node *root)
{
	struct cr_str once, twice;
	if (!fuzz_yaml(c, root, &once) || !fuzz_is_exact(once)) {
		return;
	}
	const struct cr_node *again = fuzz_read(c, once, CR_YAML_RESOURCE);
	if (cr_node_is_null(root)) {
		FUZZ_HOLDS(again == NULL);
		return;
	}
	FUZZ_HOLDS(again != NULL);
	FUZZ_HOLDS(!is_exact(c, root) || cr_node_equal(c, with_string_keys(c, root), again));
	FUZZ_HOLDS(fuzz_yaml(c, again, &twice));
	FUZZ_SAME_TEXT(once, twice);
}

static void
run(struct cr_ctx *c, void *arg)
{
	const struct input *in = arg;
	struct cr_docs docs = { 0 }, again = { 0 };
	uint32_t lines = 2;
	for (size_t i = 0; i < in->text.len; i++) {
		/* In UTF-8 U+0085, U+2028 and U+2029 end in these; to the reader they end lines too. UTF-16 may have a line in two bytes.
		 */
		unsigned char ch = (unsigned char)in->text.ptr[i];
		lines += ch == '\n' || ch == '\r' || ch == 0x85 || ch == 0xa8 || ch == 0xa9 || ch == 0x28 || ch == 0x29;
	}
	bool ok = read(c, in, &docs);
	FUZZ_HOLDS(read(c, in, &again) == ok);
	if (!ok) {
		return;
	}
	FUZZ_HOLDS(docs.count == again.count);
	for (size_t i = 0; i < docs.count; i++) {
		check_tree(c, docs.items[i], lines);
		FUZZ_SAME(c, docs.items[i], again.items[i]);
		if (in->dialect == 'r' || in->dialect == 'p') {
			check_printed(c, docs.items[i]);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { .text = { .ptr = (const char *)data, .len = size }, .dialect = 'r' };
	if (size >= 2 && data[1] == '\n') {
		in.dialect = (char)data[0];
		in.text = cr_str_sub(in.text, 2, size);
	}
	fuzz_in_context(run, &in);
	return 0;
}
