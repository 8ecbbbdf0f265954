/* $(NAME) in texts, and the placeholders that take its place: in values, and in the bytes of a file that are values. */
#include "edit/tree.h"
#include "edit/vars.h"
#include "yaml/read.h"
#include "yaml/spans.h"

struct cr_var_named *
cr_var_named_find(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str name)
{
	struct cr_map_iter it;
	uint64_t hash = cr_hash_str(c, name.ptr, name.len);
	for (struct cr_var_named *v = cr_map_first(&names->by_name, hash, &it); v != NULL; v = cr_map_next(&names->by_name, &it)) {
		if (cr_str_eq(v->name, name)) {
			return v;
		}
	}
	return NULL;
}

bool
cr_var_use_next(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str text, size_t *at, struct cr_var_use *out)
{
	for (;;) {
		size_t dollar = *at < text.len ? cr_str_find(text, '$', *at) : SIZE_MAX;
		if (dollar == SIZE_MAX || text.len - dollar < 4) {
			return false;
		}
		*at = dollar + 2;
		if (text.ptr[dollar + 1] != '(') {
			continue;
		}
		size_t closer = cr_str_find(text, ')', *at);
		if (closer == SIZE_MAX) {
			return false;
		}
		struct cr_var_named *var = cr_var_named_find(c, names, cr_str_sub(text, *at, closer));
		*at = closer + 1;
		if (var != NULL) {
			*out = (struct cr_var_use){ dollar, closer + 1, var };
			return true;
		}
	}
}

static void
put_text(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str text, struct cr_buf *out)
{
	struct cr_var_use use;
	size_t at = 0, done = 0;
	while (cr_var_use_next(c, names, text, &at, &use)) {
		cr_buf_str(out, cr_str_sub(text, done, use.start));
		cr_buf_str(out, use.var->name);
		cr_buf_str(out, CR_STR("_PLACEHOLDER"));
		done = use.end;
	}
	cr_buf_str(out, cr_str_sub(text, done, text.len));
}

static bool
has_use(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str text)
{
	struct cr_var_use use;
	size_t at = 0;
	return cr_var_use_next(c, names, text, &at, &use);
}

/* The text with placeholders; itself where there is nothing to replace. */
static struct cr_str
with_placeholders(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str text)
{
	if (!has_use(c, names, text)) {
		return text;
	}
	struct cr_buf out = { .ctx = c };
	struct cr_defer defer;
	cr_buf_defer(&out, &defer);
	put_text(c, names, text, &out);
	struct cr_str kept = cr_str_dup(c, (struct cr_str){ out.ptr, out.len });
	cr_ctx_done(c, &defer);
	return kept;
}

bool
cr_var_is_used(struct cr_ctx *c, const struct cr_var_names *names, const struct cr_docs *docs)
{
	struct cr_docs open = { 0 };
	for (size_t i = 0; i < docs->count; i++) {
		*cr_push(c, &open) = docs->items[i];
	}
	while (open.count > 0) {
		const struct cr_node *n = open.items[--open.count];
		cr_count_work(c, 1);
		if (n->kind == CR_SCALAR && has_use(c, names, cr_text(n))) {
			return true;
		}
		for (uint32_t i = 0; n->kind != CR_SCALAR && i < n->count; i++) {
			*cr_push(c, &open) = n->kind == CR_MAP ? n->pairs[i].value : n->items[i];
		}
	}
	return false;
}

/* The tree as it will be. What stands in several places is met in each of them: the second time there is nothing to replace. */
static void
edit_tree(struct cr_ctx *c, const struct cr_var_names *names, struct cr_node *root)
{
	struct cr_docs open = { 0 };
	*cr_push(c, &open) = root;
	while (open.count > 0) {
		struct cr_node *n = open.items[--open.count];
		cr_count_work(c, 1);
		if (n->kind == CR_SCALAR) {
			struct cr_str text = with_placeholders(c, names, cr_text(n));
			n->text = text.ptr;
			n->count = (uint32_t)text.len;
			continue;
		}
		for (uint32_t i = 0; i < n->count; i++) {
			*cr_push(c, &open) = n->kind == CR_MAP ? n->pairs[i].value : n->items[i];
		}
	}
}

/* The spans that are keys, or lie in one. */
static bool *
find_keys(struct cr_ctx *c, const struct cr_spans *spans)
{
	bool *keys = cr_new_n(c, bool, spans->count + 1);
	for (uint32_t i = 0; i < spans->count; i++) {
		const struct cr_span *map = &spans->items[i];
		uint32_t at = i + 1;
		while (map->kind == CR_MAP && at < map->after) {
			uint32_t value = spans->items[at].after;
			memset(&keys[at], 1, value - at);
			at = value < map->after ? spans->items[value].after : value;
		}
	}
	return keys;
}

static bool
edit_document(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str text, struct cr_buf *out)
{
	struct cr_spans spans;
	size_t done = 0;
	if (!cr_spans_read(c, text, &spans)) {
		return false;
	}
	const bool *keys = find_keys(c, &spans);
	for (uint32_t i = 0; i < spans.count; i++) {
		const struct cr_span *span = &spans.items[i];
		if (span->kind != CR_SCALAR || span->alias || keys[i] || span->start < done) {
			continue;
		}
		cr_buf_str(out, cr_str_sub(text, done, span->start));
		put_text(c, names, cr_str_sub(text, span->start, span->end), out);
		done = span->end;
	}
	cr_buf_str(out, cr_str_sub(text, done, text.len));
	return true;
}

/* Where the document ends that begins at from: the reader cuts at each line that starts with three dashes. */
static size_t
document_end(struct cr_str text, size_t from)
{
	for (;;) {
		size_t feed = from < text.len ? cr_str_find(text, '\n', from) : SIZE_MAX;
		if (feed == SIZE_MAX) {
			return text.len;
		}
		from = feed + 1;
		if (cr_str_starts(cr_str_sub(text, from, text.len), CR_STR("---"))) {
			return from;
		}
	}
}

static bool
edit_documents(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str text, struct cr_buf *out)
{
	for (size_t at = 0, end; at < text.len; at = end) {
		end = document_end(text, at);
		struct cr_str document = cr_str_sub(text, at, end);
		if (!has_use(c, names, document)) {
			cr_buf_str(out, document);
		} else if (!edit_document(c, names, document, out)) {
			return false;
		}
	}
	return true;
}

struct reading {
	struct cr_source source;
	enum cr_dialect dialect;
	struct cr_docs docs;
};

static bool
read_docs(struct cr_ctx *c, void *arg)
{
	struct reading *r = arg;
	return cr_yaml_read(c, &r->source, r->dialect, &r->docs);
}

/* The new text must hold the tree with placeholders, and nothing else. */
static bool
holds(struct cr_ctx *c, const struct cr_var_file *file, struct cr_str text, const struct cr_docs *wanted)
{
	struct reading r = { .source = file->source, .dialect = file->patch != NULL ? CR_YAML_PATCH : CR_YAML_RESOURCE };
	r.source.text = text;
	bool same = cr_edit_silently(c, read_docs, &r) && r.docs.count == wanted->count;
	for (size_t i = 0; same && i < wanted->count; i++) {
		same = cr_node_equal(c, r.docs.items[i], wanted->items[i]);
	}
	return same;
}

bool
cr_var_file_edit(struct cr_ctx *c, const struct cr_var_names *names, const struct cr_var_file *file, struct cr_docs *docs,
		 struct cr_str *out)
{
	struct cr_buf text = { .ctx = c };
	struct cr_defer defer;
	for (size_t i = 0; i < docs->count; i++) {
		edit_tree(c, names, docs->items[i]);
	}
	cr_buf_defer(&text, &defer);
	bool ok = edit_documents(c, names, file->file->text, &text);
	*out = cr_str_dup(c, (struct cr_str){ text.ptr, text.len });
	cr_ctx_done(c, &defer);
	if (ok && holds(c, file, *out, docs)) {
		return true;
	}
	cr_fail(c, cr_mark_make(file->file->index, 0, 0), CR_E_UNSUPPORTED, "the vars of this file cannot be changed in place");
	cr_hint(c, "write its values in a plainer way first");
	return false;
}
