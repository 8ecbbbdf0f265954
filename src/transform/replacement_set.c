/* One value into the fields of one object: into a field, into a part of its text, or into YAML or JSON that its text holds. */
#include "transform/replacement.h"
#include "yaml/inner.h"
#include "yaml/scalar.h"

/* What it costs to reach and write one field, in steps of CR_MAX_WORK. */
enum { STEPS_A_FIELD = 40 };

/* A value, where it goes, and the path that leads there. */
struct setting {
	struct cr_ctx *c;
	const struct cr_replacement_value *value;
	const struct cr_replacement_target *target;
	const struct cr_field_path *path;
	struct cr_resource *r;
};

/* Can text be read as a value of the type? The reference finds out when it prints the object. */
static bool
fits(enum cr_tag tag, struct cr_str text)
{
	struct cr_value v = cr_plain_value(text);
	return tag == CR_TAG_STR || cr_type_tag(v.type) == tag || (tag == CR_TAG_FLOAT && v.type == CR_T_INT);
}

void
cr_replacement_set_text(struct cr_node *n, struct cr_str text, cr_mark mark)
{
	if (!(n->flags & CR_NODE_UNTAGGED)) {
		if (n->tag == CR_TAG_AUTO) {
			n->tag = (uint8_t)(n->count == 0 ? CR_TAG_NULL : cr_type_tag(cr_scalar_value(n).type));
			if (n->tag == CR_TAG_STR && cr_needs_quotes(text)) {
				n->flags |= CR_NODE_BARE;
			}
		}
		n->flags = (uint8_t)((n->flags & ~CR_NODE_UNFIT) | (fits((enum cr_tag)n->tag, text) ? 0 : CR_NODE_UNFIT));
	}
	n->text = text.ptr;
	n->count = (uint32_t)text.len;
	n->mark = mark;
}

/* Where delimiter is next, from at on; text.len if nowhere. Most are one byte, and memmem is slow where sanitizers watch it. */
static size_t
find_delimiter(struct cr_str text, struct cr_str delimiter, size_t at)
{
	if (delimiter.len == 1) {
		size_t found = cr_str_find(text, delimiter.ptr[0], at);
		return found == SIZE_MAX ? text.len : found;
	}
	const char *found = memmem(text.ptr + at, text.len - at, delimiter.ptr, delimiter.len);
	return found == NULL ? text.len : (size_t)(found - text.ptr);
}

bool
cr_replacement_part(struct cr_str text, struct cr_str delimiter, int64_t index, struct cr_str *out)
{
	size_t at = 0;
	for (int64_t i = 0; index >= 0; i++) {
		size_t to = find_delimiter(text, delimiter, at);
		if (i == index) {
			*out = cr_str_sub(text, at, to);
			return true;
		}
		if (to == text.len) {
			return false;
		}
		at = to + delimiter.len;
	}
	return false;
}

static bool
fail_at_path(struct setting *s, const char *what)
{
	cr_fail(s->c, s->path->mark, CR_E_TRANSFORM, "%s: field \"%S\" in replacement target", what, s->path->text);
	cr_second(s->c, s->r->mark, "the target is here");
	return false;
}

static struct cr_str
value_text(const struct setting *s)
{
	const struct cr_node *n = s->value->node;
	return n->kind == CR_SCALAR ? cr_text(n) : CR_STR("");
}

/* Memory for len bytes that a replacement makes, counted: a field can double with each. */
static bool
make_text(struct setting *s, size_t len, char **out)
{
	uint64_t most = cr_limit(s->c, CR_MAX_GENERATED_BYTES);
	if (len > most || s->c->generated > most - len) {
		return cr_fail_limit(s->c, s->path->mark, CR_MAX_GENERATED_BYTES, "with replacements the generated text is larger than");
	}
	s->c->generated += len;
	*out = cr_alloc(s->c, len + 1);
	return true;
}

/* The field's text with the value before it, behind it, or for its part index. */
static bool
join(struct setting *s, struct cr_str old, struct cr_str *out)
{
	const struct cr_field_options *o = &s->target->options;
	struct cr_str d = o->delimiter, v = value_text(s), part = CR_STR(""), before = old, after = CR_STR("");
	char *text;
	cr_count_work(s->c, old.len);
	if (o->index < 0) {
		before = CR_STR("");
		after = old;
	} else if (cr_replacement_part(old, d, o->index, &part)) {
		before = cr_str_sub(old, 0, (size_t)(part.ptr - old.ptr));
		after = cr_str_sub(old, before.len + part.len, old.len);
		d = CR_STR("");
	}
	bool first = o->index < 0, last = !first && d.len > 0;
	if (!make_text(s, before.len + d.len + v.len + after.len, &text)) {
		return false;
	}
	*out = (struct cr_str){ text, before.len + d.len + v.len + after.len };
	const struct cr_str parts[] = { before, last ? d : CR_STR(""), v, first ? d : CR_STR(""), after };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].len > 0) {
			memcpy(text, parts[i].ptr, parts[i].len);
		}
		text += parts[i].len;
	}
	return true;
}

/* The node becomes a copy of the value, in its place: whoever else points to it sees that too. */
static void
become(struct setting *s, const struct cr_path_hit *hit)
{
	struct cr_node *n = hit->node;
	const struct cr_node *copy = cr_node_copy(s->c, s->value->node);
	*n = *copy;
	n->flags &= (uint8_t)~CR_NODE_SHARED;
	if (n->kind == CR_SCALAR) {
		n->flags = (uint8_t)((n->flags & ~CR_NODE_FLOW) | (hit->in_flow ? CR_NODE_FLOW : 0));
	}
	n->mark = s->path->mark;
}

static bool
set_node(struct setting *s, const struct cr_path_hit *hit)
{
	struct cr_node *n = hit->node;
	struct cr_str text = value_text(s);
	if (s->target->options.delimiter.len > 0) {
		if (n->kind != CR_SCALAR) {
			return fail_at_path(s, "delimiter option can only be used with scalar nodes");
		}
		if (!join(s, cr_text(n), &text)) {
			return false;
		}
	}
	if (n->kind == CR_SCALAR) {
		cr_replacement_set_text(n, text, s->path->mark);
	} else {
		become(s, hit);
	}
	return true;
}

static bool
fail_to_find(struct setting *s, const struct cr_path_search *search)
{
	const char *what = search->create ? "find or create" : "find";
	struct cr_str why = cr_path_failure_text(s->c, &search->failure);
	cr_fail(s->c, s->path->mark, CR_E_TRANSFORM, "unable to %s field \"%S\" in replacement target%s%S", what, s->path->text,
		why.len > 0 ? ": " : "", why);
	cr_second(s->c, s->r->mark, "the target is here");
	return false;
}

static struct cr_path_search
search_for(const struct setting *s, size_t from)
{
	return (struct cr_path_search){
		.path = s->path,
		.from = from,
		.create = s->target->options.create,
		.leaf = (enum cr_kind)s->value->node->kind,
	};
}

static void
warn_lost(struct setting *s, const struct cr_path_search *search)
{
	for (size_t i = 0; i < search->hits.count; i++) {
		if (search->hits.items[i].lost) {
			cr_warn(s->c, s->path->mark, CR_W_REPLACEMENT_LOST,
				"the value is written to \"%S\" where nothing of it stays, in %S", s->path->text,
				cr_resid_short(s->c, s->r->id));
			return;
		}
	}
}

static bool
set_fields(struct setting *s)
{
	bool hard = false;
	struct cr_path_search search = search_for(s, 0);
	if (!cr_field_path_match(s->c, s->r->root, &search, &hard)) {
		return hard ? false : fail_to_find(s, &search);
	}
	if (search.hits.count == 0) {
		return fail_to_find(s, &search);
	}
	for (size_t i = 0; i < search.hits.count; i++) {
		if (!set_node(s, &search.hits.items[i])) {
			return false;
		}
	}
	warn_lost(s, &search);
	return true;
}

/* No delimiter here: the reference does not look at it. */
static void
set_inner(struct setting *s, struct cr_inner *inner, const struct cr_path_search *search)
{
	for (size_t i = 0; i < search->hits.count; i++) {
		struct cr_node *n = search->hits.items[i].node;
		if (n->kind == CR_SCALAR && n->written != CR_INNER_ALIAS) {
			cr_replacement_set_text(n, value_text(s), s->path->mark);
		} else {
			cr_inner_forget(inner, n);
			become(s, &search->hits.items[i]);
		}
	}
}

/* Where the path goes on below a text that is YAML or JSON, the value goes into that text. *done says whether it did; if not, the path is
 * tried as any other. */
static bool
set_in_text(struct setting *s, bool *done)
{
	size_t at;
	bool hard = false;
	struct cr_inner inner;
	struct cr_str text;
	const struct cr_node *seen = cr_field_path_scalar(s->c, s->r->root, s->path, &at);
	*done = false;
	if (seen == NULL || !cr_inner_read(s->c, cr_text(seen), &inner) || inner.root == NULL) {
		return true;
	}
	struct cr_path_search search = search_for(s, at);
	if (!cr_field_path_match(s->c, inner.root, &search, &hard) || search.hits.count == 0) {
		return !hard;
	}
	set_inner(s, &inner, &search);
	if (!cr_inner_write(s->c, &inner, cr_text(seen), &text)) {
		return true;
	}
	char *unused;
	if (!make_text(s, text.len, &unused)) {
		return false;
	}
	warn_lost(s, &search);
	cr_replacement_set_text(cr_field_path_edit(s->c, s->r->root, s->path, at), text, s->path->mark);
	*done = true;
	return true;
}

static bool
set_path(struct setting *s)
{
	bool done;
	return set_in_text(s, &done) && (done || set_fields(s));
}

bool
cr_replacement_set(struct cr_ctx *c, const struct cr_replacement_value *value, const struct cr_replacement_target *target,
		   struct cr_resource *r)
{
	struct setting s = { .c = c, .value = value, .target = target, .r = r };
	for (size_t i = 0; i < target->path_count; i++) {
		struct cr_arena_mark mark = cr_arena_mark(c->scratch);
		s.path = target->paths[i];
		cr_count_work(c, STEPS_A_FIELD + s.path->count);
		bool ok = set_path(&s);
		cr_arena_rewind(c->scratch, mark);
		if (!ok) {
			return false;
		}
	}
	return true;
}
