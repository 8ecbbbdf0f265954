/* Writes the tree of inner.h: block and flow, quotes and blocks as they were read, two blanks a level, lists no deeper than their key,
 * lines as long as they are. Counterpart: the emitter of go-yaml v3, whose rules on line breaks are these: the column, and whether what
 * stands before it on the line is nothing but indentation. */
#include "base/buf.h"
#include "yaml/emit.h"
#include "yaml/inner_notes.h"
#include "yaml/scalar.h"

struct frame {
	const struct cr_node *node;
	size_t at;
	int indent;
	bool flow;
};

struct emitter {
	struct cr_ctx *ctx;
	const struct cr_inner *inner;
	struct cr_buf *out;
	struct frame *items;
	size_t count, cap;
	int column;
	bool blank;  /* the last character is one */
	bool indent; /* the line so far is indentation and dashes */
};

struct traits {
	bool multiline, flow_plain, block_plain, single, block;
};

static void
put(struct emitter *e, char ch)
{
	cr_buf_putc(e->out, ch);
	e->column++;
}

static void
put_break(struct emitter *e)
{
	cr_buf_putc(e->out, '\n');
	e->column = 0;
	e->indent = true;
}

static void
start_line(struct emitter *e, int indent)
{
	if (!e->indent || e->column > indent || (e->column == indent && !e->blank)) {
		put_break(e);
	}
	while (e->column < indent) {
		put(e, ' ');
	}
	e->blank = true;
}

/* A mark of YAML's own, set apart from what is before it. */
static void
put_sign(struct emitter *e, struct cr_str sign, bool apart, bool blank, bool indent)
{
	if (apart && !e->blank) {
		put(e, ' ');
	}
	for (size_t i = 0; i < sign.len; i++) {
		put(e, sign.ptr[i]);
	}
	e->blank = blank;
	e->indent = e->indent && indent;
}

static bool
is_break(uint32_t cp)
{
	return cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static bool
is_printable(uint32_t cp)
{
	return cp == '\n' || (cp >= 0x20 && cp <= 0x7e) || (cp >= 0xa0 && cp <= 0xd7ff) || (cp >= 0xe000 && cp <= 0xfffd && cp != 0xfeff) ||
	       (cp >= 0x10000 && cp <= 0x10ffff);
}

static bool
starts_like_a_sign(uint32_t cp)
{
	return cp < 0x80 && cp != 0 && strchr("#,[]{}&*!|>'\"%@`", (int)cp) != NULL;
}

/* What the characters of a text allow. */
struct scan {
	bool block_signs, flow_signs, breaks, special, tabs;
	bool first_space, first_break, last_space, last_break, break_space, space_break;
};

static void
scan_sign(struct scan *s, uint32_t cp, bool first, bool after_blank, bool before_blank)
{
	bool either = first && starts_like_a_sign(cp);
	bool apart = (first && (cp == '-' || cp == '?')) || cp == ':';
	s->flow_signs |= either || (cp == '?' || cp == ':') || (first && cp == '-' && before_blank) ||
			 (cp < 0x80 && cp != 0 && strchr(",[]{}", (int)cp) != NULL) || (cp == '#' && after_blank);
	s->block_signs |= either || (apart && before_blank) || (cp == '#' && after_blank);
}

static void
scan_text(struct cr_str text, struct scan *s)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool after_blank = true, space = false, line = false;
	*s = (struct scan){ 0 };
	if (text.len >= 3 && (memcmp(p, "---", 3) == 0 || memcmp(p, "...", 3) == 0)) {
		s->block_signs = s->flow_signs = true;
	}
	while (p < end) {
		bool first = p == text.ptr;
		uint32_t cp = cr_utf8_next(&p, end);
		bool before_blank = p == end || *p == ' ' || *p == '\t';
		scan_sign(s, cp, first, after_blank, before_blank);
		s->tabs |= cp == '\t';
		s->special |= cp != '\t' && !is_printable(cp);
		if (cp == ' ') {
			s->first_space |= first;
			s->last_space |= p == end;
			s->break_space |= line;
		} else if (is_break(cp)) {
			s->breaks = true;
			s->first_break |= first;
			s->last_break |= p == end;
			s->space_break |= space;
		}
		space = cp == ' ';
		line = is_break(cp);
		after_blank = cp == ' ' || cp == '\t' || line;
	}
}

static void
traits_of(struct cr_str text, struct traits *t)
{
	struct scan s;
	if (text.len == 0) {
		*t = (struct traits){ .block_plain = true, .single = true };
		return;
	}
	scan_text(text, &s);
	bool broken = s.break_space || s.space_break || s.tabs || s.special;
	bool plain = !(s.first_space || s.first_break || s.last_space || s.last_break || s.breaks || broken);
	t->multiline = s.breaks;
	t->flow_plain = plain && !s.flow_signs;
	t->block_plain = plain && !s.block_signs;
	t->single = !broken;
	t->block = !(s.last_space || s.space_break || s.special);
}

static void
put_code_point(struct emitter *e, const char *from, const char *to)
{
	cr_buf_put(e->out, from, (size_t)(to - from));
	e->column++;
}

static void
write_plain(struct emitter *e, struct cr_str text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	if (text.len > 0 && !e->blank) {
		put(e, ' ');
	}
	while (p < end) {
		const char *from = p;
		cr_utf8_next(&p, end);
		put_code_point(e, from, p);
	}
	e->blank = e->blank && text.len == 0;
	e->indent = false;
}

static void
write_single(struct emitter *e, struct cr_str text, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = false;
	put_sign(e, CR_STR("'"), true, false, false);
	while (p < end) {
		const char *from = p;
		uint32_t cp = cr_utf8_next(&p, end);
		if (is_break(cp)) {
			if (!breaks && cp == '\n') {
				put_break(e);
			}
			cr_buf_put(e->out, from, (size_t)(p - from));
			e->column = 0;
			e->indent = true;
			breaks = true;
			continue;
		}
		if (breaks && cp != ' ') {
			start_line(e, indent);
		}
		if (cp == '\'') {
			put(e, '\'');
		}
		put_code_point(e, from, p);
		e->indent = false;
		breaks = breaks && cp == ' ';
	}
	put_sign(e, CR_STR("'"), false, false, false);
	e->indent = false;
}

static char
short_escape(uint32_t cp)
{
	switch (cp) {
	case 0x00:
		return '0';
	case 0x07:
		return 'a';
	case 0x08:
		return 'b';
	case 0x09:
		return 't';
	case 0x0a:
		return 'n';
	case 0x0b:
		return 'v';
	case 0x0c:
		return 'f';
	case 0x0d:
		return 'r';
	case 0x1b:
		return 'e';
	case '"':
	case '\\':
		return (char)cp;
	case 0x85:
		return 'N';
	case 0xa0:
		return '_';
	case 0x2028:
		return 'L';
	case 0x2029:
		return 'P';
	default:
		return 0;
	}
}

static void
write_escape(struct emitter *e, uint32_t cp)
{
	static const char hex[] = "0123456789ABCDEF";
	char letter = short_escape(cp);
	put(e, '\\');
	if (letter != 0) {
		put(e, letter);
		return;
	}
	int digits = cp <= 0xff ? 2 : cp <= 0xffff ? 4 : 8;
	put(e, digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
	for (int k = digits - 1; k >= 0; k--) {
		put(e, hex[cp >> (4 * k) & 15]);
	}
}

static void
write_double(struct emitter *e, struct cr_str text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	put_sign(e, CR_STR("\""), true, false, false);
	while (p < end) {
		const char *from = p;
		uint32_t cp = cr_utf8_next(&p, end);
		if (!is_printable(cp) || is_break(cp) || cp == '"' || cp == '\\') {
			write_escape(e, cp);
		} else {
			put_code_point(e, from, p);
		}
	}
	put_sign(e, CR_STR("\""), false, false, false);
	e->indent = false;
}

static bool
break_at(struct cr_str text, size_t i)
{
	const char *p = text.ptr + i;
	return i < text.len && is_break(cr_utf8_next(&p, text.ptr + text.len));
}

/* The start of the code point that ends before i. */
static size_t
last_before(struct cr_str text, size_t i)
{
	do {
		i--;
	} while (i > 0 && ((unsigned char)text.ptr[i] & 0xc0) == 0x80);
	return i;
}

static void
write_block_hints(struct emitter *e, struct cr_str text)
{
	if (text.len > 0 && (text.ptr[0] == ' ' || break_at(text, 0))) {
		put_sign(e, CR_STR("2"), false, false, false);
	}
	size_t last = text.len > 0 ? last_before(text, text.len) : 0;
	if (!break_at(text, last)) {
		put_sign(e, CR_STR("-"), false, false, false);
	} else if (last == 0 || break_at(text, last_before(text, last))) {
		put_sign(e, CR_STR("+"), false, false, false);
	}
}

static void
write_literal(struct emitter *e, struct cr_str text, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = true;
	put_sign(e, CR_STR("|"), true, false, false);
	write_block_hints(e, text);
	put_break(e);
	e->blank = true;
	while (p < end) {
		const char *from = p;
		if (is_break(cr_utf8_next(&p, end))) {
			cr_buf_put(e->out, from, (size_t)(p - from));
			e->column = 0;
			e->indent = true;
			breaks = true;
			continue;
		}
		if (breaks) {
			start_line(e, indent);
		}
		put_code_point(e, from, p);
		e->indent = false;
		breaks = false;
	}
}

static void
write_folded(struct emitter *e, struct cr_str text, int indent)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool breaks = true, leading = true;
	size_t head = 0;
	put_sign(e, CR_STR(">"), true, false, false);
	write_block_hints(e, text);
	put_break(e);
	e->blank = true;
	/* The reference looks at the breaks that begin the text, not at those that are to be folded. */
	while (break_at(text, head)) {
		head++;
	}
	bool head_blank = head == text.len || text.ptr[head] == ' ' || text.ptr[head] == '\t';
	while (p < end) {
		const char *from = p;
		uint32_t cp = cr_utf8_next(&p, end);
		if (is_break(cp)) {
			if (!breaks && !leading && cp == '\n' && !head_blank) {
				put_break(e);
			}
			cr_buf_put(e->out, from, (size_t)(p - from));
			e->column = 0;
			e->indent = true;
			breaks = true;
			continue;
		}
		if (breaks) {
			start_line(e, indent);
			leading = cp == ' ' || cp == '\t';
		}
		put_code_point(e, from, p);
		e->indent = false;
		breaks = false;
	}
}

static char
style_of(const struct emitter *e, struct cr_str text, char wanted, bool forced, bool simple_key)
{
	struct traits t;
	bool flow = e->count > 0 && e->items[e->count - 1].flow;
	char style = wanted;
	traits_of(text, &t);
	if (style == 0) {
		style = memchr(text.len > 0 ? text.ptr : "", '\n', text.len) != NULL ? '|' : forced ? '"' : 0;
	}
	if (simple_key && t.multiline) {
		style = '"';
	}
	if (style == 0 && ((flow && !t.flow_plain) || (!flow && !t.block_plain) || (text.len == 0 && (flow || simple_key)))) {
		style = '\'';
	}
	if (style == '\'' && !t.single) {
		style = '"';
	}
	if ((style == '|' || style == '>') && (!t.block || flow || simple_key)) {
		style = '"';
	}
	return style;
}

static void
write_text(struct emitter *e, struct cr_str text, char style, int indent)
{
	switch (style) {
	case '\'':
		write_single(e, text, indent);
		break;
	case '"':
		write_double(e, text);
		break;
	case '|':
		write_literal(e, text, indent);
		break;
	case '>':
		write_folded(e, text, indent);
		break;
	default:
		write_plain(e, text);
	}
}

static void
write_tag(struct emitter *e, struct cr_str tag)
{
	static const char prefix[] = "tag:yaml.org,2002:";
	struct cr_str core = { prefix, sizeof prefix - 1 };
	if (cr_str_starts(tag, core)) {
		put_sign(e, CR_STR("!!"), true, false, false);
		put_sign(e, cr_str_sub(tag, core.len, tag.len), false, false, false);
	} else {
		put_sign(e, tag, true, false, false);
	}
}

static const char *
tag_name(enum cr_tag tag)
{
	static const char *const names[] = {
		[CR_TAG_INT] = "!!int",   [CR_TAG_FLOAT] = "!!float",         [CR_TAG_BOOL] = "!!bool",
		[CR_TAG_NULL] = "!!null", [CR_TAG_TIMESTAMP] = "!!timestamp", [CR_TAG_STR] = NULL,
	};
	return names[tag];
}

static void
write_scalar(struct emitter *e, const struct cr_node *n, int indent)
{
	struct cr_inner_note *note = cr_inner_note_get(e->inner, n);
	struct cr_str text = cr_text(n);
	if (n->written == CR_INNER_ALIAS) {
		put_sign(e, CR_STR("*"), true, false, false);
		put_sign(e, text, false, false, false);
		return;
	}
	if (note != NULL && note->anchor.len > 0) {
		put_sign(e, CR_STR("&"), true, false, false);
		put_sign(e, note->anchor, false, false, false);
	}
	bool forced = false;
	if (note != NULL && note->tag.len > 0) {
		write_tag(e, note->tag);
	} else if (n->tag != CR_TAG_AUTO && n->written == 0 && n->tag != cr_type_tag(cr_plain_value(text).type)) {
		const char *name = tag_name((enum cr_tag)n->tag);
		forced = name == NULL;
		if (name != NULL) {
			put_sign(e, cr_str_z(name), true, false, false);
		}
	}
	write_text(e, text, style_of(e, text, (char)n->written, forced, false), indent);
}

static void
write_key(struct emitter *e, const struct cr_pair *p, int indent, bool *simple)
{
	struct cr_str key = cr_key_str(e->ctx, p->key);
	char wanted = p->key_quoted == 1 ? 0 : (char)p->key_quoted;
	bool forced = p->key_tag == CR_TAG_STR && wanted == 0 && cr_plain_value(key).type != CR_T_STR;
	struct traits t;
	traits_of(key, &t);
	*simple = !t.multiline && key.len <= 128;
	if (!*simple) {
		put_sign(e, CR_STR("?"), true, false, true);
	}
	write_text(e, key, style_of(e, key, wanted, forced, *simple), indent);
}

/* Writes a scalar, or the start of a map or list, which then is the top frame. in_list, in_map: where it stands. */
static void
write_node(struct emitter *e, const struct cr_node *n)
{
	const struct frame *top = e->count > 0 ? &e->items[e->count - 1] : NULL;
	int indent = top == NULL ? 0 : top->indent + 2;
	bool flow = (top != NULL && top->flow) || n->count == 0 || (n->flags & CR_NODE_FLOW) != 0;
	if (n->kind == CR_SCALAR) {
		write_scalar(e, n, top == NULL ? 2 : indent);
		return;
	}
	struct cr_inner_note *note = cr_inner_note_get(e->inner, n);
	if (note != NULL && note->anchor.len > 0) {
		put_sign(e, CR_STR("&"), true, false, false);
		put_sign(e, note->anchor, false, false, false);
	}
	if (note != NULL && note->tag.len > 0) {
		write_tag(e, note->tag);
	}
	if (!flow && n->kind == CR_LIST && top != NULL && top->node->kind == CR_MAP) {
		indent = top->indent;
	}
	if (flow) {
		put_sign(e, n->kind == CR_MAP ? CR_STR("{") : CR_STR("["), true, true, false);
		indent = top == NULL ? 2 : indent;
	}
	*cr_scratch_push(e->ctx, e) = (struct frame){ .node = n, .indent = indent, .flow = flow };
}

static void
next_in_flow(struct emitter *e, struct frame *f)
{
	bool simple;
	if (f->at > 0) {
		put_sign(e, CR_STR(","), false, false, false);
	}
	size_t at = f->at++;
	if (f->node->kind == CR_LIST) {
		write_node(e, f->node->items[at]);
		return;
	}
	const struct cr_pair *p = &f->node->pairs[at];
	write_key(e, p, f->indent + 2, &simple);
	put_sign(e, CR_STR(":"), !simple, false, false);
	write_node(e, p->value);
}

static void
next_in_block(struct emitter *e, struct frame *f)
{
	bool simple;
	size_t at = f->at++;
	start_line(e, f->indent);
	if (f->node->kind == CR_LIST) {
		put_sign(e, CR_STR("-"), true, false, true);
		write_node(e, f->node->items[at]);
		return;
	}
	const struct cr_pair *p = &f->node->pairs[at];
	write_key(e, p, f->indent + 2, &simple);
	if (!simple) {
		start_line(e, f->indent);
	}
	put_sign(e, CR_STR(":"), !simple, false, !simple);
	write_node(e, p->value);
}

static void
write_next(struct emitter *e)
{
	struct frame *f = &e->items[e->count - 1];
	if (f->at < f->node->count) {
		if (f->flow) {
			next_in_flow(e, f);
		} else {
			next_in_block(e, f);
		}
		return;
	}
	if (f->flow) {
		put_sign(e, f->node->kind == CR_MAP ? CR_STR("}") : CR_STR("]"), false, false, false);
	}
	e->count--;
}

static void
write_yaml(struct cr_ctx *c, const struct cr_inner *inner, const struct cr_node *root, struct cr_buf *out)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct emitter e = { .ctx = c, .inner = inner, .out = out, .blank = true, .indent = true };
	write_node(&e, root);
	while (e.count > 0) {
		write_next(&e);
	}
	cr_arena_rewind(c->scratch, mark);
}

struct stack {
	const struct cr_node **items;
	size_t count, cap;
};

static bool
json_scalar(const struct cr_inner *inner, const struct cr_node *n)
{
	struct cr_value v = cr_scalar_value(n);
	bool finite = v.type != CR_T_FLOAT || (v.f - v.f == 0);
	return n->written != CR_INNER_ALIAS && !(n->flags & CR_NODE_UNFIT) && cr_inner_note_get(inner, n) == NULL && finite;
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
is_json(struct cr_ctx *c, const struct cr_inner *inner, const struct cr_node *root)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct stack todo = { NULL, 0, 0 };
	bool ok = true;
	*cr_scratch_push(c, &todo) = root;
	while (ok && todo.count > 0) {
		const struct cr_node *n = todo.items[--todo.count];
		ok = n->kind == CR_SCALAR ? json_scalar(inner, n) : n->kind == CR_LIST || json_keys(c, n);
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

static bool
write_any(struct cr_ctx *c, const struct cr_inner *inner, struct cr_str original, struct cr_buf *out)
{
	struct cr_str trimmed = cr_str_trim(original);
	if (trimmed.len == 0 || (trimmed.ptr[0] != '{' && trimmed.ptr[0] != '[')) {
		write_yaml(c, inner, inner->root, out);
		return true;
	}
	bool lines = has(original, "\n") && has(original, "  ");
	return is_json(c, inner, inner->root) && cr_emit_json_go(c, out, inner->root, lines);
}

bool
cr_inner_write(struct cr_ctx *c, const struct cr_inner *inner, struct cr_str original, struct cr_str *out)
{
	struct cr_buf buf = { .ctx = c, .limit = CR_LIMIT_GENERATED_BYTES };
	struct cr_defer defer;
	cr_buf_defer(&buf, &defer);
	bool ok = write_any(c, inner, original, &buf);
	if (ok) {
		*out = cr_str_dup(c, cr_str_trim((struct cr_str){ buf.ptr, buf.len }));
	}
	cr_ctx_done(c, &defer);
	return ok;
}

bool
cr_inner_text_of(struct cr_ctx *c, const struct cr_node *n, struct cr_str *out)
{
	static const struct cr_inner none = { 0 };
	if (n->kind == CR_SCALAR && n->written == 0 && n->tag == CR_TAG_AUTO) {
		*out = cr_text(n);
		return true;
	}
	struct cr_buf buf = { .ctx = c, .limit = CR_LIMIT_GENERATED_BYTES };
	struct cr_defer defer;
	cr_buf_defer(&buf, &defer);
	write_yaml(c, &none, n, &buf);
	cr_count_work(c, buf.len);
	*out = cr_str_dup(c, cr_str_trim((struct cr_str){ buf.ptr, buf.len }));
	cr_ctx_done(c, &defer);
	return true;
}
