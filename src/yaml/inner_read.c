/* Reads YAML in the text of a scalar. Unlike cr_yaml_read it keeps the style of every value, tags, anchors and aliases, and duplicate keys:
 * the text is to be written again as it was, but for one value. It records no errors, since the reference tries such text and goes on.
 *
 * Keys that are maps, lists or aliases count as no YAML, and so do tags, aliases and merges in what would be written again as JSON; in the
 * reference they work. */
#include <assert.h>

#include "yaml/document.h"
#include "yaml/inner_comments.h"
#include "yaml/inner_notes.h"
#include "yaml/inner_tokens.h"
#include "yaml/scalar.h"

/* As in read_libyaml.c: libyaml looks at every open bracket for every token. */
#define FREE_BRACKETS 64u

struct open {
	struct cr_node *node;
	bool flow;
	bool key_next;
};

struct reader {
	struct cr_ctx *ctx;
	struct cr_inner *inner;
	struct cr_cursor cursor;
	bool slashes; /* the text has escaped ones */
	yaml_parser_t parser;
	yaml_event_t event;
	struct {
		struct open *items;
		size_t count, cap;
	} open;
	struct cr_map anchors;          /* names, by hash */
	struct cr_inner_made_list made; /* only where the text may have comments */
	bool comments;
	bool resolves; /* a tag, an alias, or a key that merges: JSON has none of them, and the reference writes what they mean */
	size_t brackets;
	uint64_t bracket_work;
};

static void
reader_free(void *arg)
{
	struct reader *r = arg;
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
}

static void
remember(struct reader *r, enum cr_inner_step step, struct cr_node *n)
{
	if (r->comments) {
		*cr_scratch_push(r->ctx, &r->made) = (struct cr_inner_made){ .step = step, .node = n };
	}
}

static struct cr_str
keep(struct cr_ctx *c, const yaml_char_t *text)
{
	return cr_str_dup(c, cr_str_z((const char *)text));
}

/* The reference sees a tag in a plain <<, and writes it from then on. */
static struct cr_str
tag_of(struct reader *r, const yaml_char_t *tag, bool merges)
{
	r->resolves = r->resolves || tag != NULL || merges;
	return tag != NULL ? keep(r->ctx, tag) : merges ? CR_STR("tag:yaml.org,2002:merge") : CR_STR("");
}

static bool
is_merge(struct cr_str text, char written)
{
	return written == 0 && cr_str_eq(text, CR_STR("<<"));
}

static struct cr_str
keep_anchor(struct reader *r, const yaml_char_t *name)
{
	struct cr_str *kept = cr_new(r->ctx, struct cr_str);
	*kept = keep(r->ctx, name);
	cr_map_add(r->ctx, &r->anchors, cr_hash_str(r->ctx, kept->ptr, kept->len), kept);
	return *kept;
}

static bool
is_anchor(struct reader *r, struct cr_str name)
{
	struct cr_map_iter it;
	for (const struct cr_str *known = cr_map_first(&r->anchors, cr_hash_str(r->ctx, name.ptr, name.len), &it); known != NULL;
	     known = cr_map_next(&r->anchors, &it)) {
		if (cr_str_eq(*known, name)) {
			return true;
		}
	}
	return false;
}

static void
note_names(struct reader *r, struct cr_node *n, const yaml_char_t *anchor, struct cr_str tag)
{
	if (anchor != NULL) {
		cr_inner_note_make(r->ctx, r->inner, n)->anchor = keep_anchor(r, anchor);
	}
	if (tag.len > 0) {
		cr_inner_note_make(r->ctx, r->inner, n)->tag = tag;
	}
}

static struct open *
top_of(struct reader *r)
{
	return r->open.count > 0 ? &r->open.items[r->open.count - 1] : NULL;
}

static void
place(struct reader *r, struct cr_node *n)
{
	struct open *top = top_of(r);
	if (top == NULL) {
		r->inner->root = n;
	} else if (top->node->kind == CR_LIST) {
		cr_list_append(r->ctx, top->node, n);
	} else {
		top->node->pairs[top->node->count - 1].value = n;
		top->key_next = true;
	}
}

static char
written_by(yaml_scalar_style_t style)
{
	static const char marks[] = {
		[YAML_SINGLE_QUOTED_SCALAR_STYLE] = '\'',
		[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = '"',
		[YAML_LITERAL_SCALAR_STYLE] = '|',
		[YAML_FOLDED_SCALAR_STYLE] = '>',
	};
	return (size_t)style < sizeof marks ? marks[style] : 0;
}

static void
add_key(struct reader *r, struct cr_str text, char written)
{
	const yaml_event_t *e = &r->event;
	struct open *top = top_of(r);
	cr_key key = cr_key_intern(r->ctx, text);
	struct cr_str tag = tag_of(r, e->data.scalar.tag, is_merge(text, written));
	if (e->data.scalar.anchor != NULL || tag.len > 0) {
		struct cr_inner_note *note = cr_inner_key_note_make(r->ctx, r->inner, top->node, key);
		note->anchor = e->data.scalar.anchor != NULL ? keep_anchor(r, e->data.scalar.anchor) : CR_STR("");
		note->tag = tag;
	}
	cr_map_append(r->ctx, top->node, key, NULL, CR_NO_MARK);
	struct cr_pair *p = &top->node->pairs[top->node->count - 1];
	p->key_quoted = (uint8_t)written;
	p->key_tag = written != 0 ? CR_TAG_STR : (uint8_t)cr_type_tag(cr_plain_value(text).type);
	top->key_next = false;
	if (r->comments) {
		*cr_scratch_push(r->ctx, &r->made) =
			(struct cr_inner_made){ .step = CR_STEP_SCALAR, .node = top->node, .is_key = true, .key = p->key };
	}
}

/* libyaml reads the escape of JSON in double quotes, the reference does not. */
static bool
has_slash_escape(struct reader *r)
{
	size_t from = cr_cursor_to(&r->cursor, r->event.start_mark.index), to = cr_cursor_to(&r->cursor, r->event.end_mark.index);
	for (size_t i = from; i + 1 < to; i++) {
		if (r->cursor.text.ptr[i] == '\\' && r->cursor.text.ptr[++i] == '/') {
			return true;
		}
	}
	return false;
}

static bool
on_scalar(struct reader *r)
{
	const yaml_event_t *e = &r->event;
	char written = written_by(e->data.scalar.style);
	struct cr_str text = { (const char *)e->data.scalar.value, e->data.scalar.length };
	struct open *top = top_of(r);
	if (r->slashes && written == '"' && has_slash_escape(r)) {
		return false;
	}
	if (top != NULL && top->key_next) {
		add_key(r, text, written);
		return true;
	}
	struct cr_node *n = cr_node_scalar(r->ctx, cr_str_dup(r->ctx, text), written != 0 ? CR_TAG_STR : CR_TAG_AUTO, CR_NO_MARK);
	n->written = (uint8_t)written;
	n->flags = (uint8_t)((written != 0 ? CR_NODE_QUOTED : 0) | (r->brackets > 0 ? CR_NODE_FLOW : 0));
	note_names(r, n, e->data.scalar.anchor, tag_of(r, e->data.scalar.tag, is_merge(text, written)));
	place(r, n);
	remember(r, CR_STEP_SCALAR, n);
	return true;
}

static bool
on_alias(struct reader *r)
{
	struct open *top = top_of(r);
	struct cr_str name = keep(r->ctx, r->event.data.alias.anchor);
	if (top == NULL || top->key_next || !is_anchor(r, name)) {
		return false;
	}
	struct cr_node *n = cr_node_str(r->ctx, name, CR_NO_MARK);
	n->written = CR_INNER_ALIAS;
	r->resolves = true;
	place(r, n);
	remember(r, CR_STEP_SCALAR, n);
	return true;
}

static bool
past_limit(struct reader *r, enum cr_limit limit)
{
	r->inner->past_limit = true;
	r->inner->limit = limit;
	return false;
}

static bool
on_open(struct reader *r, enum cr_kind kind, bool flow, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct open *top = top_of(r);
	if (top != NULL && top->key_next) {
		return false;
	}
	if (r->open.count >= cr_limit(r->ctx, CR_MAX_NESTING)) {
		return past_limit(r, CR_MAX_NESTING);
	}
	struct cr_node *n = kind == CR_MAP ? cr_node_map(r->ctx, CR_NO_MARK) : cr_node_list(r->ctx, CR_NO_MARK);
	n->flags = flow ? CR_NODE_FLOW : 0;
	note_names(r, n, anchor, tag != NULL ? keep(r->ctx, tag) : CR_STR(""));
	place(r, n);
	remember(r, CR_STEP_START, n);
	r->brackets += flow;
	*cr_scratch_push(r->ctx, &r->open) = (struct open){ .node = n, .flow = flow, .key_next = kind == CR_MAP };
	return true;
}

static void
on_close(struct reader *r)
{
	const struct open *top = top_of(r);
	assert(top != NULL);
	remember(r, CR_STEP_END, top->node);
	r->brackets -= top->flow;
	r->open.count--;
}

static bool
on_event(struct reader *r)
{
	const yaml_event_t *e = &r->event;
	cr_count_nodes(r->ctx, 1);
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(r);
	case YAML_ALIAS_EVENT:
		return on_alias(r);
	case YAML_MAPPING_START_EVENT:
		return on_open(r, CR_MAP, e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, e->data.mapping_start.anchor,
			       e->data.mapping_start.tag);
	case YAML_SEQUENCE_START_EVENT:
		return on_open(r, CR_LIST, e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE, e->data.sequence_start.anchor,
			       e->data.sequence_start.tag);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		on_close(r);
		return true;
	default:
		return true;
	}
}

static bool
run(struct reader *r)
{
	for (;;) {
		if (!yaml_parser_parse(&r->parser, &r->event)) {
			if (r->parser.error == YAML_MEMORY_ERROR) {
				cr_unwind(r->ctx, CR_E_MEMORY, "out of memory");
			}
			return false;
		}
		if (r->event.type == YAML_STREAM_END_EVENT || r->event.type == YAML_DOCUMENT_END_EVENT) {
			return true;
		}
		r->bracket_work += r->brackets > FREE_BRACKETS ? r->brackets : 0;
		if (r->bracket_work > cr_limit(r->ctx, CR_MAX_FLOW_WORK)) {
			return past_limit(r, CR_MAX_FLOW_WORK);
		}
		if (!on_event(r)) {
			return false;
		}
		yaml_event_delete(&r->event);
	}
}

bool
cr_inner_read(struct cr_ctx *c, struct cr_str text, struct cr_inner *out)
{
	uint64_t line;
	*out = (struct cr_inner){ 0 };
	if (cr_document_directive(text, &line) || cr_document_late_mark(text, &line)) {
		return false;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct reader r = { .ctx = c, .inner = out, .cursor.text = text };
	r.slashes = text.len > 0 && memmem(text.ptr, text.len, "\\/", 2) != NULL;
	r.comments = text.len > 0 && memchr(text.ptr, '#', text.len) != NULL;
	cr_count_work(c, text.len);
	if (!yaml_parser_initialize(&r.parser)) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	struct cr_defer defer;
	cr_ctx_defer(c, &defer, reader_free, &r);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.ptr, text.len);
	bool done = run(&r);
	cr_ctx_done(c, &defer);
	done = done && !(r.resolves && cr_inner_is_json(text));
	done = done && (!r.comments || out->root == NULL || cr_inner_give_comments(c, text, out, &r.made));
	cr_arena_rewind(c->scratch, mark);
	return done;
}
