/* YAML and JSON in the text of a field. What is written of it is YAML again, and of that the same bytes are written. */
#include "tests/fuzz/fuzz.h"
#include "yaml/inner.h"

/* False: not read, or not written. */
static bool
again(struct cr_ctx *c, struct cr_str text, struct cr_str *out)
{
	struct cr_inner inner = { 0 };
	return cr_inner_read(c, text, &inner) && inner.root != NULL && cr_inner_write(c, &inner, text, out);
}

static void
run(struct cr_ctx *c, void *arg)
{
	struct cr_str text = fuzz_alone(c, *(const struct cr_str *)arg), once, twice, thrice;
	if (!cr_utf8_valid(text)) {
		return;
	}
	bool ok = again(c, text, &once);
	FUZZ_HOLDS(cr_error_count(c) == 0);
	/* Comments may move once; they stay then. */
	if (ok && again(c, once, &twice) && again(c, twice, &thrice)) {
		FUZZ_HOLDS(cr_utf8_valid(once));
	}
	struct cr_node *n = fuzz_read(c, text, CR_YAML_RESOURCE);
	if (n != NULL) {
		FUZZ_HOLDS(cr_utf8_valid(cr_inner_text_of(c, n)));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cr_str text = { .ptr = (const char *)data, .len = size };
	fuzz_in_context(run, &text);
	return 0;
}
