/* Drives libyaml over a text once more and keeps the places of its events. libyaml counts characters; bytes are made of them at the end. */
#include <yaml.h>

#include "yaml/document.h"
#include "yaml/spans.h"

struct spanner {
	struct cr_ctx *ctx;
	struct cr_str text;
	struct cr_spans *out;
	yaml_parser_t parser;
	yaml_event_t event;
	struct {
		uint32_t *items;
		size_t count, cap;
	} open;
	size_t flow_depth;
};

static void
spanner_free(void *arg)
{
	struct spanner *s = arg;
	yaml_event_delete(&s->event);
	yaml_parser_delete(&s->parser);
}

static struct cr_span *
add(struct spanner *s, enum cr_kind kind, const void *anchor)
{
	struct cr_span *span = cr_push(s->ctx, s->out);
	*span = (struct cr_span){
		.kind = (uint8_t)kind,
		.flow = s->flow_depth > 0,
		.anchored = anchor != NULL,
		.start = s->event.start_mark.index,
		.end = s->event.end_mark.index,
		.after = (uint32_t)s->out->count,
	};
	return span;
}

static void
add_scalar(struct spanner *s)
{
	static const char written[] = {
		[YAML_PLAIN_SCALAR_STYLE] = 0,     [YAML_SINGLE_QUOTED_SCALAR_STYLE] = '\'', [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = '"',
		[YAML_LITERAL_SCALAR_STYLE] = '|', [YAML_FOLDED_SCALAR_STYLE] = CR_FOLDED,
	};
	add(s, CR_SCALAR, s->event.data.scalar.anchor)->written = written[s->event.data.scalar.style];
}

static void
open_span(struct spanner *s, enum cr_kind kind, const void *anchor, bool brackets)
{
	*cr_push(s->ctx, &s->open) = (uint32_t)s->out->count;
	s->flow_depth += brackets || s->flow_depth > 0;
	add(s, kind, anchor);
}

/* In brackets the end is behind the last of them; else the parser saw it only at what came next. */
static void
close_span(struct spanner *s)
{
	struct cr_span *span = &s->out->items[s->open.items[--s->open.count]];
	span->after = (uint32_t)s->out->count;
	if (s->flow_depth > 0) {
		span->end = s->event.end_mark.index;
		s->flow_depth--;
		return;
	}
	/* All that lies inside is closed: the ends of what comes last are equal down to a scalar. */
	for (const struct cr_span *inside = span + 1; inside < s->out->items + s->out->count; inside = s->out->items + inside->after) {
		span->end = inside->end > span->end ? inside->end : span->end;
	}
}

static void
on_event(struct spanner *s)
{
	const yaml_event_t *e = &s->event;
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		add_scalar(s);
		break;
	case YAML_ALIAS_EVENT:
		add(s, CR_SCALAR, NULL)->alias = true;
		break;
	case YAML_MAPPING_START_EVENT:
		open_span(s, CR_MAP, e->data.mapping_start.anchor, e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_span(s, CR_LIST, e->data.sequence_start.anchor, e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
		break;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		close_span(s);
		break;
	default:
		break;
	}
}

static bool
run(struct spanner *s)
{
	for (;;) {
		if (!yaml_parser_parse(&s->parser, &s->event)) {
			if (s->parser.error == YAML_MEMORY_ERROR) {
				cr_unwind(s->ctx, CR_E_MEMORY, "out of memory");
			}
			return false;
		}
		s->out->end = s->event.start_mark.index;
		if (s->event.type == YAML_STREAM_END_EVENT || s->event.type == YAML_DOCUMENT_END_EVENT) {
			return true;
		}
		on_event(s);
		yaml_event_delete(&s->event);
	}
}

/* The byte of each character, and behind the last the text's length. */
static size_t *
bytes_of_characters(struct cr_ctx *c, struct cr_str text, size_t *count)
{
	size_t *at = cr_scratch_alloc(c, (text.len + 1) * sizeof *at);
	size_t from = cr_document_offset(text, 0);
	*count = 0;
	for (size_t i = from; i < text.len; i++) {
		if (((unsigned char)text.ptr[i] & 0xc0) != 0x80) {
			at[(*count)++] = i;
		}
	}
	at[*count] = text.len;
	return at;
}

static void
make_bytes(struct cr_ctx *c, struct cr_str text, struct cr_spans *spans)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	size_t count;
	const size_t *at = bytes_of_characters(c, text, &count);
	for (size_t i = 0; i < spans->count; i++) {
		struct cr_span *span = &spans->items[i];
		span->start = at[span->start < count ? span->start : count];
		span->end = at[span->end < count ? span->end : count];
	}
	spans->end = at[spans->end < count ? spans->end : count];
	cr_arena_rewind(c->scratch, mark);
}

bool
cr_spans_read(struct cr_ctx *c, struct cr_str text, struct cr_spans *out)
{
	struct spanner s = { .ctx = c, .text = text, .out = out };
	struct cr_defer defer;
	*out = (struct cr_spans){ 0 };
	if (text.len >= SIZE_MAX / sizeof(size_t) - 1 || !yaml_parser_initialize(&s.parser)) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	cr_ctx_defer(c, &defer, spanner_free, &s);
	yaml_parser_set_input_string(&s.parser, (const unsigned char *)text.ptr, text.len);
	bool done = run(&s);
	cr_ctx_done(c, &defer);
	if (done) {
		make_bytes(c, text, out);
	}
	return done;
}
