/* Writes the tree of inner.h as what it was read from, YAML or JSON. Of JSON the reference wants everything to be what JSON has: a value
 * that is not, or keys twice, make it give up. */
#include <math.h>

#include "yaml/emit.h"
#include "yaml/inner_notes.h"
#include "yaml/scalar.h"

struct stack {
	const struct cr_node **items;
	size_t count, cap;
};

static bool
json_scalar(const struct cr_node *n)
{
	struct cr_value v = cr_scalar_value(n);
	return !(n->flags & CR_NODE_UNFIT) && (v.type != CR_T_FLOAT || isfinite(v.f));
}

/* A key that is no text, is there twice, or merges. */
static bool
json_keys(struct cr_ctx *c, const struct cr_node *map)
{
	cr_count_work(c, map->count);
	for (size_t i = 0; i < map->count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		bool merges = p->key_quoted == 0 && cr_str_eq(cr_key_str(c, p->key), CR_STR("<<"));
		if (p->key_tag != CR_TAG_STR || merges || cr_map_pair(map, p->key) != p) {
			return false;
		}
	}
	return true;
}

/* Can the reference make JSON of it? */
static bool
can_be_json(struct cr_ctx *c, const struct cr_node *root)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct stack todo = { NULL, 0, 0 };
	bool ok = true;
	*cr_scratch_push(c, &todo) = root;
	while (ok && todo.count > 0) {
		const struct cr_node *n = todo.items[--todo.count];
		ok = n->kind == CR_SCALAR ? json_scalar(n) : n->kind == CR_LIST || json_keys(c, n);
		for (size_t i = 0; ok && n->kind != CR_SCALAR && i < n->count; i++) {
			*cr_scratch_push(c, &todo) = n->kind == CR_MAP ? n->pairs[i].value : n->items[i];
		}
	}
	cr_arena_rewind(c->scratch, mark);
	return ok;
}

static bool
has(struct cr_str text, const char *part)
{
	return memmem(text.ptr, text.len, part, strlen(part)) != NULL;
}

bool
cr_inner_is_json(struct cr_str text)
{
	struct cr_str trimmed = cr_str_trim(text);
	return trimmed.len > 0 && (trimmed.ptr[0] == '{' || trimmed.ptr[0] == '[');
}

static bool
write_as_before(struct cr_ctx *c, const struct cr_inner *inner, struct cr_str original, struct cr_buf *out)
{
	if (!cr_inner_is_json(original)) {
		cr_inner_emit(c, inner, inner->root, out);
		return true;
	}
	bool lines = has(original, "\n") && has(original, "  ");
	return can_be_json(c, inner->root) && cr_emit_json_go(c, out, inner->root, lines);
}

static struct cr_str
trimmed_copy(struct cr_ctx *c, const struct cr_buf *buf)
{
	return cr_str_dup(c, cr_str_trim((struct cr_str){ buf->ptr, buf->len }));
}

bool
cr_inner_write(struct cr_ctx *c, const struct cr_inner *inner, struct cr_str original, struct cr_str *out)
{
	struct cr_buf buf = { .ctx = c };
	cr_buf_bound(&buf, CR_MAX_GENERATED_BYTES, "the text of a field is larger than");
	struct cr_defer defer;
	cr_buf_defer(&buf, &defer);
	bool ok = write_as_before(c, inner, original, &buf);
	if (ok) {
		*out = trimmed_copy(c, &buf);
	}
	cr_ctx_done(c, &defer);
	return ok;
}

struct cr_str
cr_inner_text_of(struct cr_ctx *c, const struct cr_node *n)
{
	static const struct cr_inner none = { 0 };
	if (n->kind == CR_SCALAR && n->written == 0 && n->tag == CR_TAG_AUTO) {
		return cr_text(n);
	}
	struct cr_buf buf = { .ctx = c };
	cr_buf_bound(&buf, CR_MAX_GENERATED_BYTES, "the text of a field is larger than");
	struct cr_defer defer;
	cr_buf_defer(&buf, &defer);
	cr_inner_emit(c, &none, n, &buf);
	cr_count_work(c, buf.len);
	struct cr_str text = trimmed_copy(c, &buf);
	cr_ctx_done(c, &defer);
	return text;
}
