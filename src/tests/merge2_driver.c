/* merge2_driver SOURCE DEST [append|prepend] [infer]: merges the document in SOURCE into that in DEST and prints the result, for the merge2
 * cases of the conformance suite. */
#include <stdio.h>
#include <stdlib.h>

#include "patch/strategic.h"
#include "yaml/emit.h"
#include "yaml/read.h"

struct request {
	struct cr_str source, dest;
	struct cr_merge_options options;
};

static bool
read_file(const char *path, struct cr_str *out)
{
	static const size_t limit = 1 << 20;
	char *text = malloc(limit);
	FILE *f = fopen(path, "rb");
	if (text == NULL || f == NULL) {
		free(text);
		if (f != NULL) {
			fclose(f);
		}
		return false;
	}
	*out = (struct cr_str){ text, fread(text, 1, limit, f) };
	fclose(f);
	return true;
}

static bool
read_one(struct cr_ctx *c, struct cr_str text, uint32_t file, struct cr_node **out)
{
	struct cr_docs docs = { NULL, 0, 0 };
	struct cr_source source = { .text = text, .file = file, .line = 1 };
	*out = NULL;
	if (!cr_yaml_read(c, &source, file == 1 ? CR_YAML_PATCH : CR_YAML_RESOURCE, &docs)) {
		return false;
	}
	if (docs.count > 0) {
		*out = docs.items[0];
	}
	return true;
}

static bool
merge(struct cr_ctx *c, void *arg)
{
	const struct request *r = arg;
	struct cr_node *source, *dest;
	if (!read_one(c, r->source, 1, &source) || !read_one(c, r->dest, 2, &dest) ||
	    !cr_strategic_merge(c, &dest, source, NULL, &r->options)) {
		return false;
	}
	struct cr_buf out = { .ctx = c };
	if (dest != NULL && cr_emit_yaml(c, &out, dest)) {
		fwrite(out.ptr, 1, out.len, stdout);
	}
	cr_buf_free(&out);
	return true;
}

static void
print_diags(const struct cr_ctx *c)
{
	for (const struct cr_diag *d = c->diags->first; d != NULL; d = d->next) {
		fprintf(stderr, "%u:%u: %s: %.*s\n", cr_mark_file(d->mark), cr_mark_line(d->mark), cr_code_name(d->code),
			CR_PRI(d->message));
	}
}

int
main(int argc, char **argv)
{
	struct request r = { .options = { .append = true } };
	if (argc < 3 || !read_file(argv[1], &r.source) || !read_file(argv[2], &r.dest)) {
		fprintf(stderr, "usage: merge2_driver SOURCE DEST [append|prepend] [infer]\n");
		return 2;
	}
	for (int i = 3; i < argc; i++) {
		r.options.append = strcmp(argv[i], "prepend") != 0 && r.options.append;
		r.options.infer_keys = strcmp(argv[i], "infer") == 0 || r.options.infer_keys;
	}
	struct cr_ctx c;
	if (!cr_ctx_init(&c, NULL, 1)) {
		return 2;
	}
	bool ok = cr_ctx_guard(&c, merge, &r);
	print_diags(&c);
	cr_ctx_free(&c);
	free((void *)r.source.ptr);
	free((void *)r.dest.ptr);
	return ok ? 0 : 1;
}
