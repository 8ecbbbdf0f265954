/* Finds the comments of a YAML text and tells head, line and foot apart: by indentation, empty lines and what stands before them.
 * Counterpart: the scanner of go-yaml v3. libyaml skips comments, but its tokens say where they can stand. */
#include "yaml/inner_tokens.h"

/* The reference looks no further than this for a comment behind blanks. */
enum { LOOK_AHEAD = 512 };

struct mark {
	size_t at, line, column;
};

struct indents {
	long *items;
	size_t count, cap;
};

struct scanner {
	struct cr_ctx *ctx;
	struct cr_str text;
	struct cr_tokens *tokens;
	struct cr_comments *comments;
	struct mark mark;
	struct indents outer;
	long indent;
	size_t flow;
};

static char
char_at(const struct scanner *s, size_t at)
{
	return at < s->text.len ? s->text.ptr[at] : '\0';
}

static bool
is_blank(char ch)
{
	return ch == ' ' || ch == '\t';
}

static bool
is_end(char ch)
{
	return ch == '\n' || ch == '\0';
}

static void
advance(struct scanner *s, size_t to)
{
	for (; s->mark.at < to && s->mark.at < s->text.len; s->mark.at++) {
		unsigned char ch = (unsigned char)s->text.ptr[s->mark.at];
		if (ch == '\n') {
			s->mark.line++;
			s->mark.column = 0;
		} else {
			s->mark.column += (ch & 0xc0) != 0x80;
		}
	}
}

/* Line feeds since the last character that is none and no blank. */
static size_t
feeds_before(const struct scanner *s)
{
	size_t feeds = 0;
	for (size_t i = s->mark.at; i > 0 && (is_blank(s->text.ptr[i - 1]) || s->text.ptr[i - 1] == '\n'); i--) {
		feeds += s->text.ptr[i - 1] == '\n';
	}
	cr_count_work(s->ctx, feeds + 1);
	return feeds;
}

static struct cr_comment *
add_comment(struct scanner *s, char kind, struct cr_str text)
{
	struct cr_comment *made = cr_scratch_push(s->ctx, s->comments);
	*made = (struct cr_comment){ .kind = kind, .text = text };
	return made;
}

/* A comment of one or more lines on its way. */
struct gathering {
	struct scanner *s;
	const struct cr_token *before; /* the token whose foot it may be */
	struct mark scan;
	size_t token;
	struct mark start; /* its column from 1 */
	struct cr_growing text;
	size_t peek, line, column; /* the character that is looked at, from the scanner's place on */
	long foot_line;            /* on which a foot of the token before begins, or -1 */
	bool after_empty;          /* the line before was empty */
	bool first_line;           /* still the line on which the looking began, or the one after it */
};

static void
add_text(struct gathering *g, struct cr_str more)
{
	cr_growing_add(g->s->ctx, &g->text, more);
}

static void
finish(struct gathering *g, char kind, size_t at)
{
	struct cr_comment *made = add_comment(g->s, kind, cr_growing_take(g->s->ctx, &g->text));
	made->scan = g->scan.at;
	made->token = g->token;
	made->start = g->start.at;
	made->line = g->start.line;
	made->column = g->start.column;
	made->end = at;
	g->scan = (struct mark){ at, g->line, g->column };
	g->token = at;
}

static long
next_indent(const struct scanner *s)
{
	return s->indent < 0 ? 0 : s->indent;
}

static bool
is_dedented(const struct scanner *s, size_t column)
{
	return (long)column - 1 < next_indent(s);
}

/* The reference's token before the gap: of a comma, what is before that. */
static const struct cr_token *
token_before(const struct scanner *s, size_t last)
{
	bool comma = s->tokens->items[last].type == YAML_FLOW_ENTRY_TOKEN && last > 0;
	return &s->tokens->items[comma ? last - 1 : last];
}

/* The comment so far ends with its line: is it a foot, and whose? Else it goes on, if comments follow. */
static void
end_line(struct gathering *g, char ch, bool close)
{
	const struct scanner *s = g->s;
	bool dedented = is_dedented(s, g->start.column);
	bool below = g->first_line && (((long)g->start.line == g->foot_line && g->before->type != YAML_VALUE_TOKEN) || dedented);
	bool counts = (close || !g->after_empty) && g->text.count > 0;
	if (counts && (close || below)) {
		g->token = dedented ? g->start.at : g->token;
		finish(g, 'f', s->mark.at + g->peek);
	} else if (counts && ch != '\0') {
		add_text(g, CR_STR("\n"));
	}
	if (ch == '\n') {
		g->first_line = false;
		g->after_empty = true;
		g->column = 0;
		g->line++;
	}
}

/* At a #: takes all of its line, and goes on behind it. */
static void
take_line(struct gathering *g)
{
	struct scanner *s = g->s;
	size_t from = s->mark.at + g->peek, to = cr_str_find(s->text, '\n', from);
	to = to == SIZE_MAX ? s->text.len : to;
	if (g->text.count == 0) {
		g->start = (struct mark){ from, g->line, g->column };
	} else {
		add_text(g, CR_STR("\n"));
	}
	add_text(g, cr_str_sub(s->text, from, to));
	advance(s, to);
	g->after_empty = false;
	g->peek = 0;
	g->column = 0;
	g->line = s->mark.line;
}

/* At the first # of a gap: reads all comments up to the next token. */
static void
gather(struct scanner *s, struct mark scan, size_t last)
{
	struct gathering g = { .s = s, .before = token_before(s, last), .scan = scan, .line = s->mark.line, .column = s->mark.column };
	size_t feeds = feeds_before(s);
	g.token = g.before->start;
	g.foot_line = scan.line > 0 ? (long)s->mark.line - (long)feeds + 1 + (feeds == 0 && s->mark.column > 1) : -1;
	g.first_line = feeds <= 1;
	for (; g.peek < LOOK_AHEAD; g.peek++) {
		char ch = char_at(s, s->mark.at + g.peek);
		bool close = s->flow > 0 && (ch == ']' || ch == '}');
		g.column++;
		if (is_blank(ch)) {
			continue;
		}
		if (close || is_end(ch)) {
			end_line(&g, ch, close);
			if (ch != '\n') {
				break;
			}
			continue;
		}
		if (g.text.count > 0 && is_dedented(s, g.column) && g.column != g.start.column) {
			finish(&g, 'f', s->mark.at + g.peek);
		}
		if (ch != '#') {
			break;
		}
		take_line(&g);
	}
	if (g.text.count > 0) {
		g.token = g.start.at;
		finish(&g, 'h', s->mark.at + g.peek - 1);
	}
}

/* From the end of a token to the start of the next. */
static bool
scan_gap(struct scanner *s, size_t last, size_t next)
{
	struct mark scan = s->mark;
	while (s->mark.at < s->text.len) {
		char ch = char_at(s, s->mark.at);
		if (is_blank(ch) || ch == '\n') {
			advance(s, s->mark.at + 1);
		} else if (ch == '#') {
			gather(s, scan, last);
		} else {
			break;
		}
	}
	return s->mark.at == next;
}

/* Behind a token on its line. */
static void
scan_line(struct scanner *s, size_t token)
{
	size_t at = s->mark.at;
	while (is_blank(char_at(s, at))) {
		at++;
	}
	if (char_at(s, at) != '#' || feeds_before(s) > 0) {
		return;
	}
	size_t to = cr_str_find(s->text, '\n', at);
	to = to == SIZE_MAX ? s->text.len : to;
	struct cr_comment *made = add_comment(s, 'l', cr_str_dup(s->ctx, cr_str_sub(s->text, at, to)));
	made->token = token;
	made->start = at;
	advance(s, to);
}

/* The scanner stands elsewhere than at the end of some tokens. */
static void
leave_scalar(struct scanner *s, const struct cr_token *t)
{
	if (t->style == YAML_LITERAL_SCALAR_STYLE || t->style == YAML_FOLDED_SCALAR_STYLE) {
		size_t at = t->start + 1;
		while (char_at(s, at) == '+' || char_at(s, at) == '-' || (char_at(s, at) >= '0' && char_at(s, at) <= '9')) {
			at++;
		}
		advance(s, at);
		scan_line(s, t->start);
		advance(s, t->end);
		while (char_at(s, s->mark.at) == ' ') {
			advance(s, s->mark.at + 1);
		}
		return;
	}
	advance(s, t->end);
	while (t->style == YAML_PLAIN_SCALAR_STYLE && (is_blank(char_at(s, s->mark.at)) || char_at(s, s->mark.at) == '\n')) {
		advance(s, s->mark.at + 1);
	}
}

/* The token is read: what stands behind it on its line is its own, or that of the token before a colon or a comma. */
static void
take_token(struct scanner *s, size_t i)
{
	const struct cr_token *t = &s->tokens->items[i];
	bool shared = s->flow == 0 ? t->type == YAML_VALUE_TOKEN : t->type == YAML_FLOW_ENTRY_TOKEN;
	size_t token = shared && i > 0 ? s->tokens->items[i - 1].start : t->start;
	if (t->type == YAML_SCALAR_TOKEN) {
		leave_scalar(s, t);
	} else {
		advance(s, t->end);
	}
	s->flow += t->type == YAML_FLOW_SEQUENCE_START_TOKEN || t->type == YAML_FLOW_MAPPING_START_TOKEN;
	s->flow -= t->type == YAML_FLOW_SEQUENCE_END_TOKEN || t->type == YAML_FLOW_MAPPING_END_TOKEN;
	/* A comment behind a dash, or behind the start of a document, is the head of what follows. */
	if (t->type != YAML_BLOCK_ENTRY_TOKEN && t->type != YAML_DOCUMENT_START_TOKEN) {
		scan_line(s, token);
	}
}

/* Where a block ends: before the comments in its own indentation that came last. *place moves on to outer blocks. */
static size_t
end_of_block(const struct scanner *s, size_t *place)
{
	size_t stop = *place;
	for (size_t i = s->comments->count; i > 0; i--) {
		const struct cr_comment *comment = &s->comments->items[i - 1];
		if (comment->end < stop) {
			break;
		}
		if ((long)comment->column == s->indent + 1) {
			*place = comment->start;
		}
		stop = comment->scan;
	}
	return *place;
}

/* Ends the blocks that are further in than column; *i is the first token that may be such an end. */
static void
unroll(struct scanner *s, long column, size_t place, size_t *i)
{
	while (s->indent > column && s->tokens->items[*i].type == YAML_BLOCK_END_TOKEN) {
		struct cr_token *t = &s->tokens->items[*i];
		t->start = t->end = end_of_block(s, &place);
		s->indent = s->outer.items[--s->outer.count];
		(*i)++;
	}
}

/* The places of tokens are signed in the reference: one before the first byte is no place here, and none is needed there. */
static size_t
before(size_t at)
{
	return at > 0 ? at - 1 : 0;
}

/* The start of a document ends the one before it. */
static bool
ends_document(yaml_token_type_t type)
{
	return type == YAML_STREAM_END_TOKEN || type == YAML_DOCUMENT_START_TOKEN || type == YAML_DOCUMENT_END_TOKEN;
}

static bool
is_virtual(const struct cr_token *t)
{
	return t->start == t->end && t->type != YAML_SCALAR_TOKEN && t->type != YAML_STREAM_END_TOKEN;
}

static bool
scan_all(struct scanner *s)
{
	size_t last = 0;
	for (size_t i = 1; i < s->tokens->count;) {
		size_t real = i;
		while (is_virtual(&s->tokens->items[real])) {
			real++;
		}
		struct mark scan = s->mark;
		if (!scan_gap(s, last, s->tokens->items[real].start)) {
			return false;
		}
		bool end = ends_document(s->tokens->items[real].type);
		unroll(s, (long)s->mark.column, before(scan.at), &i);
		if (end) {
			unroll(s, -1, before(s->mark.at), &i);
		}
		for (; i < real; i++) {
			yaml_token_type_t type = s->tokens->items[i].type;
			if (type == YAML_BLOCK_SEQUENCE_START_TOKEN || type == YAML_BLOCK_MAPPING_START_TOKEN) {
				*cr_scratch_push(s->ctx, &s->outer) = s->indent;
				s->indent = (long)s->tokens->items[i].column;
			} else if (type != YAML_KEY_TOKEN) {
				return false;
			}
		}
		if (end && real + 1 == s->tokens->count) {
			return true;
		}
		take_token(s, real);
		last = real;
		i = real + 1;
	}
	return false;
}

struct lexer {
	struct cr_ctx *ctx;
	struct cr_cursor cursor;
	yaml_parser_t parser;
	yaml_token_t token;
};

static void
lexer_free(void *arg)
{
	struct lexer *l = arg;
	yaml_token_delete(&l->token);
	yaml_parser_delete(&l->parser);
}

/* Does a comment begin the line after the end of a document? It would take the place of the document's last one. */
static bool
comment_below(struct cr_str text, size_t end)
{
	size_t line = cr_str_find(text, '\n', end);
	size_t at = line == SIZE_MAX ? text.len : line + 1;
	while (at < text.len && is_blank(text.ptr[at])) {
		at++;
	}
	return at < text.len && text.ptr[at] == '#';
}

/* Directives and written keys are not followed. */
static bool
lex(struct lexer *l, struct cr_tokens *out)
{
	for (;;) {
		if (!yaml_parser_scan(&l->parser, &l->token)) {
			if (l->parser.error == YAML_MEMORY_ERROR) {
				cr_unwind(l->ctx, CR_E_MEMORY, "out of memory");
			}
			return false;
		}
		yaml_token_type_t type = l->token.type;
		size_t start = cr_cursor_to(&l->cursor, l->token.start_mark.index);
		size_t end = cr_cursor_to(&l->cursor, l->token.end_mark.index);
		bool last = ends_document(type) && (type != YAML_DOCUMENT_START_TOKEN || out->count > 1);
		bool odd = type == YAML_VERSION_DIRECTIVE_TOKEN || type == YAML_TAG_DIRECTIVE_TOKEN ||
			   (type == YAML_KEY_TOKEN && end > start) ||
			   (type == YAML_DOCUMENT_END_TOKEN && comment_below(l->cursor.text, end));
		*cr_scratch_push(l->ctx, out) = (struct cr_token){
			.type = type,
			.style = type == YAML_SCALAR_TOKEN ? l->token.data.scalar.style : YAML_ANY_SCALAR_STYLE,
			.start = start,
			.end = end,
			.line = l->token.start_mark.line,
			.column = l->token.start_mark.column,
		};
		yaml_token_delete(&l->token);
		if (odd || last) {
			return !odd;
		}
	}
}

bool
cr_tokens_scan(struct cr_ctx *c, struct cr_str text, struct cr_tokens *tokens, struct cr_comments *comments)
{
	struct lexer l = { .ctx = c, .cursor.text = text };
	struct cr_defer defer;
	if (!yaml_parser_initialize(&l.parser)) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	cr_ctx_defer(c, &defer, lexer_free, &l);
	yaml_parser_set_input_string(&l.parser, (const unsigned char *)text.ptr, text.len);
	bool done = lex(&l, tokens);
	cr_ctx_done(c, &defer);
	struct scanner s = { .ctx = c, .text = text, .tokens = tokens, .comments = comments, .indent = -1 };
	return done && memchr(text.ptr, '\r', text.len) == NULL && scan_all(&s);
}
