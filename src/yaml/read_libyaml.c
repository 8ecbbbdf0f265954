/* Drives libyaml's parser over each document and hands its events to the builder. With it and the reader of text inside text
 * (inner_read.c, inner_tokens.c) ends what knows yaml.h.
 *
 * What libyaml is not let near: directives (it compares each %TAG with all before it) and nesting past the limit, since its scanner looks
 * at every open bracket again for every token; the sum of that looking is bounded too. */
#include <yaml.h>

#include "yaml/build.h"
#include "yaml/document.h"
#include "yaml/read.h"

/* Brackets that may stand open without being counted, and the sum of those above it over all events. */
#define FREE_BRACKETS 64u

struct reader {
	struct cr_builder build;
	yaml_parser_t parser;
	yaml_event_t event;
	const struct cr_document *document;
	uint64_t bracket_work;
	bool backslashes;       /* the text has some */
	size_t character, byte; /* a place in the text, both ways; only moves forward */
};

static void
reader_free(void *arg)
{
	struct reader *r = arg;
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
}

static cr_mark
mark_of(const struct reader *r, yaml_mark_t at)
{
	return cr_source_mark(r->build.src, r->document->line + at.line, at.column + 1);
}

/* libyaml gives bad bytes by their offset. */
static bool
fail_encoding(struct reader *r)
{
	struct cr_str text = r->document->text;
	size_t at = r->parser.problem_offset < text.len ? r->parser.problem_offset : text.len;
	uint64_t line = 0, column = 1;
	for (size_t i = 0; i < at; i++) {
		column = text.ptr[i] == '\n' ? 1 : column + 1;
		line += text.ptr[i] == '\n';
	}
	cr_mark mark = cr_source_mark(r->build.src, r->document->line + line, column);
	unsigned value = (unsigned)r->parser.problem_value;
	if (strcmp(r->parser.problem, "control characters are not allowed") == 0) {
		return cr_fail(r->build.ctx, mark, CR_E_SYNTAX, "control character U+%x is not allowed", value);
	}
	return cr_fail(r->build.ctx, mark, CR_E_SYNTAX, "the text is not UTF-8: %s", r->parser.problem);
}

static bool
fail_syntax(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	if (p->error == YAML_MEMORY_ERROR) {
		cr_unwind(r->build.ctx, CR_E_MEMORY, "out of memory");
	}
	if (p->error == YAML_READER_ERROR) {
		return fail_encoding(r);
	}
	cr_fail(r->build.ctx, mark_of(r, p->problem_mark), CR_E_SYNTAX, "%s", p->problem != NULL ? p->problem : "malformed YAML");
	if (p->context != NULL) {
		cr_second(r->build.ctx, mark_of(r, p->context_mark), "%s", p->context);
	}
	return false;
}

/* Moves the place to the character at index. */
static void
move_to(struct reader *r, size_t index)
{
	struct cr_str text = r->document->text;
	while (r->byte < text.len && (r->character < index || ((unsigned char)text.ptr[r->byte] & 0xc0) == 0x80)) {
		r->byte++;
		r->character += r->byte == text.len || ((unsigned char)text.ptr[r->byte] & 0xc0) != 0x80;
	}
}

/* libyaml reads the escape of JSON, the reference does not. */
static bool
check_slashes(struct reader *r)
{
	move_to(r, r->event.start_mark.index);
	size_t from = r->byte;
	move_to(r, r->event.end_mark.index);
	const char *text = r->document->text.ptr;
	for (size_t i = from; i + 1 < r->byte; i++) {
		if (text[i] == '\\' && text[++i] == '/') {
			return cr_fail(r->build.ctx, mark_of(r, r->event.start_mark), CR_E_SYNTAX,
				       "unknown escape \"\\/\" in a quoted text");
		}
	}
	return true;
}

static bool
on_scalar(struct reader *r)
{
	static const char written[] = {
		[YAML_PLAIN_SCALAR_STYLE] = 0,     [YAML_SINGLE_QUOTED_SCALAR_STYLE] = '\'', [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = '"',
		[YAML_LITERAL_SCALAR_STYLE] = '|', [YAML_FOLDED_SCALAR_STYLE] = CR_FOLDED,
	};
	const yaml_event_t *e = &r->event;
	yaml_scalar_style_t style = e->data.scalar.style;
	struct cr_scalar_event scalar = {
		.text = (const char *)e->data.scalar.value,
		.len = e->data.scalar.length,
		.tag = (const char *)e->data.scalar.tag,
		.anchor = (const char *)e->data.scalar.anchor,
		.written = written[style],
		.mark = mark_of(r, e->start_mark),
	};
	if (r->backslashes && style == YAML_DOUBLE_QUOTED_SCALAR_STYLE && !check_slashes(r)) {
		return false;
	}
	return cr_build_scalar(&r->build, &scalar);
}

static bool
on_event(struct reader *r)
{
	const yaml_event_t *e = &r->event;
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(r);
	case YAML_MAPPING_START_EVENT:
		return cr_build_open(&r->build, CR_MAP, (const char *)e->data.mapping_start.anchor,
				     e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE, mark_of(r, e->start_mark));
	case YAML_SEQUENCE_START_EVENT:
		return cr_build_open(&r->build, CR_LIST, (const char *)e->data.sequence_start.anchor,
				     e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE, mark_of(r, e->start_mark));
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		return cr_build_close(&r->build);
	case YAML_ALIAS_EVENT:
		return cr_build_alias(&r->build, (const char *)e->data.alias.anchor, mark_of(r, e->start_mark));
	default:
		return true;
	}
}

static bool
count_brackets(struct reader *r)
{
	if (r->build.flow_depth <= FREE_BRACKETS) {
		return true;
	}
	r->bracket_work += r->build.flow_depth;
	return r->bracket_work <= cr_limit(r->build.ctx, CR_MAX_FLOW_WORK) ||
	       cr_fail_limit(r->build.ctx, mark_of(r, r->event.start_mark), CR_MAX_FLOW_WORK,
			     "too many values inside %zu open brackets: they take more than", r->build.flow_depth);
}

/* What stands behind the first document of a piece is never read; say so if that loses anything. */
static void
warn_ignored(struct reader *r)
{
	struct cr_str text = r->document->text;
	size_t at = cr_document_offset(text, r->event.end_mark.index);
	if (!cr_document_blank(cr_str_sub(text, at, text.len))) {
		cr_warn(r->build.ctx, mark_of(r, r->event.end_mark), CR_W_DOCUMENT_IGNORED,
			"what follows the end of the first document is ignored");
	}
}

static bool
run(struct reader *r)
{
	for (;;) {
		if (!yaml_parser_parse(&r->parser, &r->event)) {
			return fail_syntax(r);
		}
		if (r->event.type == YAML_STREAM_END_EVENT) {
			return true;
		}
		if (r->event.type == YAML_DOCUMENT_END_EVENT) {
			warn_ignored(r);
			return true;
		}
		if (!on_event(r) || !count_brackets(r)) {
			return false;
		}
		yaml_event_delete(&r->event);
	}
}

static bool
read_document(struct reader *r, const struct cr_document *d, struct cr_docs *out)
{
	struct cr_ctx *c = r->build.ctx;
	uint64_t line;
	if (cr_document_directive(d->text, &line)) {
		return cr_fail(c, cr_source_mark(r->build.src, d->line - 1 + line, 1), CR_E_SYNTAX, "YAML directives are not allowed");
	}
	if (cr_document_late_mark(d->text, &line)) {
		return cr_fail(c, cr_source_mark(r->build.src, d->line - 1 + line, 1), CR_E_SYNTAX,
			       "a byte order mark in the middle of the text");
	}
	r->document = d;
	r->backslashes = d->text.len > 0 && memchr(d->text.ptr, '\\', d->text.len) != NULL;
	r->character = 0;
	r->byte = cr_document_offset(d->text, 0);
	cr_build_start(&r->build, d->line);
	memset(&r->event, 0, sizeof r->event);
	if (!yaml_parser_initialize(&r->parser)) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	struct cr_defer defer;
	cr_ctx_defer(c, &defer, reader_free, r);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)d->text.ptr, d->text.len);
	bool done = run(r);
	cr_ctx_done(c, &defer);
	if (done && !cr_node_is_null(r->build.root)) {
		*cr_push(c, out) = r->build.root;
	}
	return done;
}

bool
cr_yaml_read(struct cr_ctx *c, const struct cr_source *src, enum cr_dialect dialect, struct cr_docs *out)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct cr_documents documents = { 0 };
	bool first_counts = dialect == CR_YAML_PATCH;
	dialect = first_counts ? CR_YAML_RESOURCE : dialect;
	bool done = cr_documents_cut(c, src, dialect, &documents);
	struct reader r = { .build = { .ctx = c, .src = src, .dialect = dialect, .first_counts = first_counts } };
	for (size_t i = 0; done && i < documents.count; i++) {
		done = read_document(&r, &documents.items[i], out);
	}
	cr_arena_rewind(c->scratch, mark);
	return done;
}
