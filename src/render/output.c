/* Prints the resources, and keeps where each one stands so that a caller can have them one by one. */
#include "render/output.h"

#include "base/limits.h"
#include "yaml/emit.h"

struct span {
	size_t from, to;
	const char *group, *version, *kind, *name, *ns;
	bool cluster_scoped, cut;
};

struct confrender_output {
	struct cr_allocator allocator;
	struct cr_buf text;
	struct span *spans;
	size_t count;
};

struct confrender_output *
cr_output_new(const struct cr_allocator *allocator)
{
	struct confrender_output *out = allocator->alloc(allocator->user, sizeof *out);
	if (out != NULL) {
		*out = (struct confrender_output){ .allocator = *allocator };
	}
	return out;
}

static bool
holds_nul(const struct cr_ctx *c, cr_key key)
{
	struct cr_str s = cr_key_str(c, key);
	return memchr(s.ptr, '\0', s.len) != NULL;
}

static void
note(struct cr_ctx *c, struct span *s, const struct cr_resource *r, size_t from, size_t to)
{
	*s = (struct span){
		.from = from,
		.to = to,
		.group = cr_key_str(c, r->id.gvk.group).ptr,
		.version = cr_key_str(c, r->id.gvk.version).ptr,
		.kind = cr_key_str(c, r->id.gvk.kind).ptr,
		.name = cr_key_str(c, r->id.name).ptr,
		.ns = cr_key_str(c, r->id.ns).ptr,
		.cluster_scoped = cr_gvk_cluster_scoped(c, r->id.gvk),
		.cut = holds_nul(c, r->id.gvk.group) || holds_nul(c, r->id.gvk.version) || holds_nul(c, r->id.gvk.kind) ||
		       holds_nul(c, r->id.name) || holds_nul(c, r->id.ns),
	};
}

/* Room for the rest, judged by what the first ones took: growing by doubling would touch twice the memory. */
static void
foresee(struct cr_buf *text, size_t done, size_t count)
{
	bool power_of_two = (done & (done - 1)) == 0;
	if (done >= 32 && power_of_two && text->len < text->limit / count) {
		cr_buf_reserve(text, text->len / done * (count - done));
	}
}

static bool
print_yaml(struct cr_ctx *c, const struct cr_resmap *m, bool files, struct confrender_output *out)
{
	bool (*emit)(struct cr_ctx *, struct cr_buf *, const struct cr_node *) = files ? cr_emit_yaml_as_read : cr_emit_yaml;
	bool ok = true;
	for (size_t i = 0; i < m->count; i++) {
		if (i > 0) {
			cr_buf_put(&out->text, "---\n", 4);
			foresee(&out->text, i, m->count);
		}
		size_t from = out->text.len;
		c->at = m->items[i]->mark;
		ok = emit(c, &out->text, m->items[i]->root) && ok;
		note(c, &out->spans[i], m->items[i], from, out->text.len);
	}
	return ok;
}

static bool
print_json(struct cr_ctx *c, const struct cr_resmap *m, struct confrender_output *out)
{
	static const char head[] = "{\"apiVersion\":\"v1\",\"items\":[";
	bool ok = true;
	cr_buf_put(&out->text, head, sizeof head - 1);
	for (size_t i = 0; i < m->count; i++) {
		cr_buf_put(&out->text, i > 0 ? ",\n" : "\n", i > 0 ? 2 : 1);
		size_t from = out->text.len;
		c->at = m->items[i]->mark;
		ok = cr_emit_json_pretty(c, &out->text, m->items[i]->root) && ok;
		note(c, &out->spans[i], m->items[i], from, out->text.len);
	}
	cr_buf_str(&out->text, CR_STR("\n],\"kind\":\"List\"}\n"));
	return ok;
}

bool
cr_output_make(struct cr_ctx *c, enum confrender_format format, const struct cr_resmap *m, struct confrender_output *out)
{
	out->text = (struct cr_buf){ .ctx = c };
	cr_buf_bound(&out->text, CR_MAX_OUTPUT_BYTES, "the output is larger than");
	out->spans = out->allocator.alloc(out->allocator.user, (m->count + 1) * sizeof *out->spans);
	if (out->spans == NULL) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	out->count = m->count;
	return format == CONFRENDER_JSON ? print_json(c, m, out) : print_yaml(c, m, format == CONFRENDER_YAML_FILES, out);
}

void
confrender_output_free(struct confrender_output *out)
{
	if (out == NULL) {
		return;
	}
	struct cr_allocator a = out->allocator;
	if (out->text.ptr != NULL) {
		a.free(a.user, out->text.ptr);
	}
	if (out->spans != NULL) {
		a.free(a.user, out->spans);
	}
	a.free(a.user, out);
}

const char *
confrender_output_text(const struct confrender_output *out, size_t *length)
{
	*length = out->text.len;
	return out->text.ptr != NULL ? out->text.ptr : "";
}

size_t
confrender_output_count(const struct confrender_output *out)
{
	return out->count;
}

struct confrender_resource
confrender_output_resource(const struct confrender_output *out, size_t index)
{
	const struct span *s = &out->spans[index];
	return (struct confrender_resource){
		.text = out->text.ptr + s->from,
		.length = s->to - s->from,
		.group = s->group,
		.version = s->version,
		.kind = s->kind,
		.name = s->name,
		.ns = s->ns,
		.cluster_scoped = s->cluster_scoped,
		.cut = s->cut,
	};
}

#define PIECE ((size_t)1 << 20)

bool
confrender_output_write(const struct confrender_output *out, bool (*write)(void *user, const char *text, size_t length), void *user)
{
	for (size_t at = 0; at < out->text.len; at += PIECE) {
		size_t left = out->text.len - at;
		if (!write(user, out->text.ptr + at, left < PIECE ? left : PIECE)) {
			return false;
		}
	}
	return true;
}
