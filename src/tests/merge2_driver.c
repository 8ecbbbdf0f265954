/* merge2_driver SOURCE DEST [append|prepend] [infer]: merges the document in SOURCE into that in DEST and prints the result, for the merge2
 * cases of the conformance suite. Two of these have a piece of schema in a comment behind a key of the top level. The program reads no
 * comments, so the driver finds them in the text and adds what they say to the schema of the document. */
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

/* A schema with one field more, sorted as cr_schema_field looks for it. */
static const struct cr_schema_type *
with_field(struct cr_ctx *c, const struct cr_schema_type *type, struct cr_schema_field field)
{
	uint32_t count = type != NULL ? type->count : 0;
	struct cr_schema_field *fields = cr_new_n(c, struct cr_schema_field, count + 1);
	uint32_t out = 0;
	for (uint32_t i = 0; i < count && type->fields[i].field < field.field; i++) {
		fields[out++] = type->fields[i];
	}
	fields[out++] = field;
	for (uint32_t i = 0; i < count; i++) {
		if (type->fields[i].field > field.field) {
			fields[out++] = type->fields[i];
		}
	}
	struct cr_schema_type *made = cr_new(c, struct cr_schema_type);
	*made = (struct cr_schema_type){ .fields = fields, .count = out };
	return made;
}

/* The one type that the cases refer to. */
static const struct cr_schema_type *
container_type(struct cr_ctx *c)
{
	const struct cr_schema_type *pod = cr_schema_of(c, cr_gvk_parse(c, CR_STR("v1"), CR_KEY_Pod));
	return cr_schema_field(c, cr_schema_field(c, pod, CR_KEY_spec)->type, CR_KEY_containers)->type;
}

/* What the comment, which is JSON, says about the list at key. */
static struct cr_schema_field
field_of(struct cr_ctx *c, cr_key key, const struct cr_node *comment)
{
	struct cr_str strategy = cr_map_text(comment, cr_key_intern(c, CR_STR("x-kubernetes-patch-strategy")));
	struct cr_str merge_key = cr_map_text(comment, cr_key_intern(c, CR_STR("x-kubernetes-patch-merge-key")));
	const struct cr_node *items = cr_map_get(comment, cr_key_intern(c, CR_STR("items")));
	struct cr_str ref = cr_map_text(items, cr_key_intern(c, CR_STR("$ref")));
	cr_key *keys = cr_new(c, cr_key);
	*keys = cr_key_intern(c, merge_key);
	return (struct cr_schema_field){
		.field = key,
		.type = cr_str_eq(ref, CR_STR("#/definitions/io.k8s.api.core.v1.Container")) ? container_type(c) : NULL,
		.merge_keys = keys,
		.merge_key_count = merge_key.len > 0,
		.merges = cr_str_eq(strategy, CR_STR("merge")),
		.is_list = true,
	};
}

/* Adds what lines like "key: # {...}" say. */
static bool
add_comments(struct cr_ctx *c, struct cr_str text, const struct cr_schema_type **type)
{
	for (size_t at = 0, end; at < text.len; at = end + 1) {
		end = cr_str_find(text, '\n', at);
		end = end == SIZE_MAX ? text.len : end;
		struct cr_str line = cr_str_sub(text, at, end);
		size_t colon = cr_str_find(line, ':', 0);
		if (colon == SIZE_MAX || !cr_str_starts(cr_str_sub(line, colon, line.len), CR_STR(": # {"))) {
			continue;
		}
		struct cr_node *comment;
		if (!read_one(c, cr_str_sub(line, colon + 4, line.len), 3, &comment)) {
			return false;
		}
		*type = with_field(c, *type, field_of(c, cr_key_intern(c, cr_str_sub(line, 0, colon)), comment));
	}
	return true;
}

static const struct cr_schema_type *
type_of(struct cr_ctx *c, const struct cr_node *n)
{
	cr_key kind = cr_key_intern(c, cr_map_text(n, CR_KEY_kind));
	return cr_schema_of(c, cr_gvk_parse(c, cr_map_text(n, CR_KEY_apiVersion), kind));
}

static bool
merge(struct cr_ctx *c, void *arg)
{
	const struct request *r = arg;
	struct cr_node *source, *dest;
	if (!read_one(c, r->source, 1, &source) || !read_one(c, r->dest, 2, &dest)) {
		return false;
	}
	const struct cr_schema_type *type = type_of(c, dest);
	if (!add_comments(c, r->source, &type) || !add_comments(c, r->dest, &type) ||
	    !cr_strategic_merge(c, &dest, source, type, &r->options)) {
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
