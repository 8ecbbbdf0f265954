/* Origins and transformations as annotations. The reference reads and writes its notes anew with each step; here they are texts, put
 * together from their parts. */
#include "accumulate/provenance.h"

#include "load/loader.h"
#include "yaml/emit_scalar.h"

struct parts {
	struct cr_str path, configured_in, api_version, kind, name, ns;
};

static void
write_text(struct cr_writer *w, const char *text)
{
	cr_buf_str(w->out, cr_str_z(text));
}

static void
write_field(struct cr_writer *w, const char *indent, const char *key, struct cr_str value)
{
	if (value.len == 0) {
		return;
	}
	write_text(w, indent);
	write_text(w, key);
	write_text(w, ": ");
	cr_write_value(w, value, strlen(indent) + 2, CR_NO_MARK);
}

static struct cr_str
written(struct cr_ctx *c, const struct parts *p)
{
	struct cr_buf out = { .ctx = c };
	struct cr_writer w = { .ctx = c, .out = &out };
	struct cr_defer release;
	cr_buf_defer(&out, &release);
	write_field(&w, "", "path", p->path);
	write_field(&w, "", "configuredIn", p->configured_in);
	if (p->kind.len > 0) {
		write_text(&w, "configuredBy:");
		cr_write_line_end(&w);
		write_field(&w, "  ", "apiVersion", p->api_version);
		write_field(&w, "  ", "kind", p->kind);
		write_field(&w, "  ", "name", p->name);
		write_field(&w, "  ", "namespace", p->ns);
	}
	struct cr_str text = cr_str_dup(c, (struct cr_str){ .ptr = out.ptr, .len = out.len });
	cr_ctx_done(c, &release);
	return text;
}

static struct cr_str
as_item(struct cr_ctx *c, struct cr_str text)
{
	struct cr_str item = CR_STR("");
	for (size_t at = 0; at < text.len;) {
		size_t end = cr_str_find(text, '\n', at);
		end = end == SIZE_MAX ? text.len : end + 1;
		struct cr_str line = cr_str_sub(text, at, end);
		item = cr_str_fmt(c, "%.*s%s%.*s", CR_PRI(item), at == 0 ? "- " : line.len > 1 ? "  " : "", CR_PRI(line));
		at = end;
	}
	return item;
}

static struct cr_provenance *
made_of(struct cr_ctx *c, const struct parts *parts)
{
	struct cr_provenance *p = cr_new(c, struct cr_provenance);
	p->text = written(c, parts);
	p->item = as_item(c, p->text);
	return p;
}

static struct cr_provenance *
of_field(struct cr_ctx *c, const struct cr_target *t, const char *builtin)
{
	const struct parts parts = { .configured_in = cr_path_append(c, t->where, t->kust->file_name),
				     .api_version = CR_STR("builtin"),
				     .kind = cr_str_z(builtin) };
	return made_of(c, &parts);
}

/* Sets an annotation as the reference's setter does: all values become strings of their own. fresh: bytes of text that are new. */
static void
annotate(struct cr_ctx *c, struct cr_resource *r, cr_key key, struct cr_str text, size_t fresh)
{
	struct cr_node *metadata = cr_map_edit_map(c, cr_resource_edit(c, r), CR_KEY_metadata, r->mark);
	struct cr_node *annotations = metadata == NULL ? NULL : cr_map_edit_map(c, metadata, CR_KEY_annotations, r->mark);
	if (annotations == NULL) {
		return;
	}
	cr_count_work(c, annotations->count + fresh);
	for (uint32_t i = 0; i < annotations->count; i++) {
		struct cr_pair *pair = &annotations->pairs[i];
		struct cr_str old = cr_is(pair->value, CR_SCALAR) ? cr_text(pair->value) : CR_STR("");
		pair->value = cr_node_str(c, old, pair->value->mark);
	}
	cr_map_set(c, annotations, key, cr_node_str(c, text, r->mark), r->mark);
}

static const struct cr_node *
annotation(const struct cr_resource *r, cr_key key)
{
	return cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations, key);
}

void
cr_provenance_of_file(struct cr_ctx *c, const struct cr_target *t, struct cr_str entry, const struct cr_resources *found)
{
	if (t->where.ptr == NULL) {
		return;
	}
	const struct parts parts = { .path = cr_path_append(c, t->where, entry) };
	struct cr_str text = written(c, &parts);
	for (size_t i = 0; i < found->count; i++) {
		annotate(c, found->items[i], CR_KEY_config_kubernetes_io_origin, text, text.len);
	}
}

void
cr_provenance_of_generated(struct cr_ctx *c, const struct cr_target *t, const char *builtin, struct cr_resource *r)
{
	if (t->where.ptr != NULL) {
		cr_provenance_note(c, of_field(c, t, builtin), r);
	}
}

/* The path that the origin of a configuration tells. */
static struct cr_str
noted_path(struct cr_ctx *c, const struct cr_resource *r)
{
	struct cr_source src = { .text = cr_map_text(cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations),
						     CR_KEY_config_kubernetes_io_origin),
				 .file = cr_mark_file(r->mark),
				 .line = cr_mark_line(r->mark),
				 .inlined = true };
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_RESOURCE, &docs) || docs.count == 0) {
		return CR_STR("");
	}
	return cr_map_text(docs.items[0], CR_KEY_path);
}

struct cr_provenance *
cr_provenance_of_plugin(struct cr_ctx *c, const struct cr_target *t, const struct cr_resource *r)
{
	if (t->where.ptr == NULL || annotation(r, CR_KEY_config_kubernetes_io_origin) == NULL) {
		return NULL;
	}
	const struct parts parts = { .configured_in = noted_path(c, r),
				     .api_version = cr_map_text(r->root, CR_KEY_apiVersion),
				     .kind = cr_key_str(c, r->id.gvk.kind),
				     .name = cr_key_str(c, r->id.name),
				     .ns = cr_key_str(c, r->id.ns) };
	return made_of(c, &parts);
}

void
cr_provenance_note(struct cr_ctx *c, const struct cr_provenance *p, struct cr_resource *r)
{
	if (p != NULL && annotation(r, CR_KEY_config_kubernetes_io_origin) == NULL) {
		annotate(c, r, CR_KEY_config_kubernetes_io_origin, p->text, p->text.len);
	}
}

/* What stands in the annotation before: items as written here, or nothing. */
static bool
earlier_items(struct cr_ctx *c, const struct cr_resource *r, struct cr_str *out)
{
	const struct cr_node *old = annotation(r, CR_KEY_alpha_config_kubernetes_io_transformations);
	*out = cr_is(old, CR_SCALAR) ? cr_text(old) : CR_STR("");
	if (out->len == 0 || (cr_str_starts(*out, CR_STR("- ")) && cr_str_ends(*out, CR_STR("\n")))) {
		return true;
	}
	if (cr_str_eq(cr_str_trim(*out), CR_STR("[]"))) {
		*out = CR_STR("");
		return true;
	}
	return cr_fail(c, old->mark, CR_E_TRANSFORM, "annotation \"%S\" holds no list of transformations",
		       cr_key_str(c, CR_KEY_alpha_config_kubernetes_io_transformations));
}

/* earlier with item behind it. Thousands of transformers may each add to it, so it grows in place, unless a patch has changed it or another
 * copy of the object has gone on from it. */
static struct cr_str
append(struct cr_ctx *c, struct cr_resource *r, struct cr_str earlier, struct cr_str item)
{
	struct cr_grown_text *text = r->noted;
	size_t fresh = item.len;
	if (text == NULL || text->items != earlier.ptr || text->count != earlier.len) {
		text = r->noted = cr_new(c, struct cr_grown_text);
		fresh += earlier.len;
	}
	text->items = cr_grow(c, text->items, &text->cap, text->count + fresh, 1);
	if (fresh > item.len && earlier.len > 0) {
		memcpy(text->items, earlier.ptr, earlier.len);
		text->count = earlier.len;
	}
	memcpy(text->items + text->count, item.ptr, item.len);
	text->count += item.len;
	return (struct cr_str){ .ptr = text->items, .len = text->count };
}

/* What has no origin yet is held to be made by the transformer. */
static bool
note_transformed(struct cr_ctx *c, const struct cr_provenance *p, struct cr_resource *r)
{
	struct cr_str earlier;
	if (annotation(r, CR_KEY_config_kubernetes_io_origin) == NULL) {
		annotate(c, r, CR_KEY_config_kubernetes_io_origin, p->text, p->text.len);
		return true;
	}
	if (!earlier_items(c, r, &earlier)) {
		return false;
	}
	annotate(c, r, CR_KEY_alpha_config_kubernetes_io_transformations, append(c, r, earlier, p->item), p->item.len);
	return true;
}

bool
cr_provenance_transformed(struct cr_ctx *c, const struct cr_provenance *p, struct cr_resmap *m)
{
	for (size_t i = 0; p != NULL && i < m->count; i++) {
		if (!note_transformed(c, p, m->items[i])) {
			return false;
		}
	}
	return true;
}

bool
cr_provenance_of_field(struct cr_ctx *c, const void *user, const char *builtin, struct cr_resmap *m)
{
	return cr_provenance_transformed(c, of_field(c, user, builtin), m);
}
