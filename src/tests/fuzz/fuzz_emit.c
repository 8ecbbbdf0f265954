/* Trees that no text made: maps and lists of any shape with texts of any characters. What is written of one is read as the same, and
 * written of that again as the same bytes, in YAML and in one sort of JSON, which the first byte chooses. */
#include "tests/fuzz/fuzz.h"
#include "yaml/emit.h"

enum { DEPTH = 40, LONGEST = 63 };

struct bytes {
	const uint8_t *at, *end;
};

static uint8_t
next(struct bytes *b)
{
	return b->at < b->end ? *b->at++ : 0;
}

/* What is no UTF-8 becomes a question mark: no reader lets it in. So does a text that is not printed as it is. */
static struct cr_str
next_text(struct cr_ctx *c, struct bytes *b)
{
	size_t left = (size_t)(b->end - b->at), len = next(b) & LONGEST;
	len = len < left ? len : left > 0 ? left - 1 : 0;
	char *out = cr_alloc(c, len);
	const char *p = (const char *)b->at, *end = p + len;
	size_t count = 0;
	while (p < end) {
		const char *from = p;
		bool valid = cr_utf8_next(&p, end) != UINT32_MAX;
		for (; from < p; from++) {
			out[count++] = valid ? *from : '?';
		}
	}
	b->at += len;
	struct cr_str text = { .ptr = out, .len = count };
	return fuzz_is_exact(text) ? text : CR_STR("?");
}

static struct cr_node *
next_scalar(struct cr_ctx *c, struct bytes *b, uint8_t what)
{
	static const char *const plain[] = { "0",    "-1",    "1.5",  "1e3",  ".5",         "0x1f",  "0o17", "017",
					     "true", "false", "null", "~",    "1_000",      "+1",    "1.",   "12345678901234567890",
					     "y",    "1e400", "08",   "-0",   "2001-12-14", "0b101", "1e-7", "123456789.125",
					     "on",   "Null",  "1:30", "TRUE", "-0.5",       "0.1",   "0.0",  "2001-12-14 21:59:43.10 -5" };
	if (what & 1) {
		return cr_node_str(c, next_text(c, b), CR_NO_MARK);
	}
	return cr_node_scalar(c, cr_str_z(plain[next(b) % (sizeof plain / sizeof *plain)]), CR_TAG_AUTO, CR_NO_MARK);
}

/* A byte opens a map or a list, closes one, or is a value. */
static struct cr_node *
next_tree(struct cr_ctx *c, struct bytes *b)
{
	struct cr_node *open[DEPTH] = { cr_node_map(c, CR_NO_MARK) };
	size_t depth = 1;
	while (b->at < b->end && depth > 0) {
		uint8_t what = next(b);
		struct cr_node *top = open[depth - 1], *n;
		if ((what & 7) == 0) {
			depth--;
			continue;
		}
		n = (what & 7) == 1 ? cr_node_map(c, CR_NO_MARK) : (what & 7) == 2 ? cr_node_list(c, CR_NO_MARK) : next_scalar(c, b, what);
		if (top->kind == CR_LIST) {
			cr_list_append(c, top, n);
		} else {
			cr_map_set(c, top, cr_key_intern(c, next_text(c, b)), n, CR_NO_MARK);
		}
		if (n->kind != CR_SCALAR && depth < DEPTH) {
			open[depth++] = n;
		}
	}
	return open[0];
}

static void
check_yaml(struct cr_ctx *c, const struct cr_node *root)
{
	struct cr_str once, twice;
	if (!fuzz_yaml(c, root, &once)) {
		return;
	}
	const struct cr_node *again = fuzz_read(c, once, CR_YAML_RESOURCE);
	FUZZ_HOLDS(again != NULL && cr_node_equal(c, root, again));
	FUZZ_HOLDS(fuzz_yaml(c, again, &twice));
	FUZZ_SAME_TEXT(once, twice);
}

static struct cr_str
json(struct cr_ctx *c, const struct cr_node *n, unsigned sort)
{
	struct cr_buf out = { .ctx = c };
	struct cr_defer defer;
	struct cr_str text = { 0 };
	cr_buf_defer(&out, &defer);
	if (sort == 0 ? cr_emit_json(c, &out, n) : sort == 1 ? cr_emit_json_pretty(c, &out, n) : cr_emit_json_go(c, &out, n, sort == 2)) {
		text = fuzz_alone(c, (struct cr_str){ .ptr = out.ptr, .len = out.len });
	}
	cr_ctx_done(c, &defer);
	return text;
}

/* Sort 0 makes a double of every number: only bytes can be compared. */
static void
check_json(struct cr_ctx *c, const struct cr_node *root, unsigned sort)
{
	struct cr_str once = json(c, root, sort);
	if (once.ptr == NULL) {
		return;
	}
	struct cr_source source = { .text = once, .file = 1, .line = 1 };
	const struct cr_node *again = cr_json_read(c, &source);
	FUZZ_HOLDS(again != NULL);
	FUZZ_HOLDS(sort == 0 || cr_node_equal(c, root, again));
	FUZZ_SAME_TEXT(once, json(c, again, sort));
	const struct cr_node *yaml = fuzz_read(c, once, CR_YAML_RESOURCE);
	FUZZ_HOLDS(yaml == NULL || cr_node_equal(c, again, yaml));
}

static void
run(struct cr_ctx *c, void *arg)
{
	struct bytes b = *(const struct bytes *)arg;
	unsigned sort = next(&b) & 3;
	const struct cr_node *root = next_tree(c, &b);
	check_yaml(c, root);
	check_json(c, root, sort);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = { data, data + size };
	fuzz_in_context(run, &b);
	return 0;
}
