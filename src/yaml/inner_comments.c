/* Gives comments to values: goes through the tokens as the reference's parser does, and takes note of which comments it holds when it makes
 * an event. Counterpart: the parser of go-yaml v3. */
#include "yaml/inner_comments.h"

#include "yaml/inner_tokens.h"

enum state {
	IN_BLOCK_LIST,
	IN_PLAIN_LIST, /* a list that is no deeper than its key */
	AT_BLOCK_KEY,
	AT_BLOCK_VALUE,
	IN_FLOW_LIST,
	AT_FIRST_ITEM,
	AT_FLOW_KEY,
	AT_FIRST_KEY,
	AT_FLOW_VALUE,
	AT_NO_VALUE
};

struct states {
	uint8_t *items;
	size_t count, cap;
};

struct walk {
	struct cr_ctx *ctx;
	struct cr_tokens tokens;
	struct cr_comments comments;
	size_t at, comment;
	struct states states;
	struct {
		struct cr_growing head, line, foot;
	} held;
	struct cr_str stem;
	struct cr_inner_events *out;
};

static void
join(struct walk *w, struct cr_growing *to, struct cr_str more)
{
	if (to->count > 0) {
		cr_growing_add(w->ctx, to, CR_STR("\n"));
	}
	cr_growing_add(w->ctx, to, more);
}

/* The next token. The comments that are its own, and all before, are held from now on; an end of a block takes no head. */
static yaml_token_type_t
peek(struct walk *w)
{
	const struct cr_token *t = &w->tokens.items[w->at];
	for (; w->comment < w->comments.count && t->start >= w->comments.items[w->comment].token; w->comment++) {
		const struct cr_comment *comment = &w->comments.items[w->comment];
		if (comment->kind == 'h' && t->type == YAML_BLOCK_END_TOKEN) {
			break;
		}
		join(w, comment->kind == 'h' ? &w->held.head : comment->kind == 'f' ? &w->held.foot : &w->held.line, comment->text);
	}
	return t->type;
}

static struct cr_inner_comments
take_held(struct walk *w)
{
	struct cr_inner_comments held = {
		.head = cr_growing_take(w->ctx, &w->held.head),
		.line = cr_growing_take(w->ctx, &w->held.line),
		.foot = cr_growing_take(w->ctx, &w->held.foot),
	};
	w->stem = (struct cr_str){ NULL, 0 };
	return held;
}

static void
put(struct walk *w, enum cr_inner_step step, struct cr_inner_comments comments)
{
	*cr_scratch_push(w->ctx, w->out) = (struct cr_inner_event){ .step = step, .comments = comments };
}

static void
put_bare(struct walk *w, enum cr_inner_step step)
{
	put(w, step, (struct cr_inner_comments){ 0 });
}

static void
push(struct walk *w, enum state s)
{
	*cr_scratch_push(w->ctx, &w->states) = (uint8_t)s;
}

/* The comment before a dash belongs to the whole map or list behind the dash. */
static void
split_stem(struct walk *w, size_t length)
{
	if (length == 0) {
		return;
	}
	yaml_token_type_t type = peek(w);
	if (type != YAML_BLOCK_SEQUENCE_START_TOKEN && type != YAML_BLOCK_MAPPING_START_TOKEN) {
		return;
	}
	struct cr_str head = cr_growing_take(w->ctx, &w->held.head);
	w->stem = cr_str_sub(head, 0, length);
	if (head.len > length) {
		cr_growing_add(w->ctx, &w->held.head, cr_str_sub(head, length + 1, head.len));
	}
}

static void
start_block(struct walk *w, enum state s)
{
	put(w, CR_STEP_START, (struct cr_inner_comments){ .head = w->stem });
	w->stem = (struct cr_str){ NULL, 0 };
	push(w, s);
	w->at++;
}

static bool
parse_node(struct walk *w, bool plain_list)
{
	bool named = false;
	yaml_token_type_t type = peek(w);
	while (type == YAML_ANCHOR_TOKEN || type == YAML_TAG_TOKEN) {
		named = true;
		w->at++;
		type = peek(w);
	}
	if (plain_list && type == YAML_BLOCK_ENTRY_TOKEN) {
		put_bare(w, CR_STEP_START);
		push(w, IN_PLAIN_LIST);
		return true;
	}
	switch (type) {
	case YAML_ALIAS_TOKEN:
	case YAML_SCALAR_TOKEN:
		put(w, CR_STEP_SCALAR, take_held(w));
		w->at++;
		return true;
	case YAML_FLOW_SEQUENCE_START_TOKEN:
	case YAML_FLOW_MAPPING_START_TOKEN:
		put(w, CR_STEP_START, take_held(w));
		push(w, type == YAML_FLOW_SEQUENCE_START_TOKEN ? AT_FIRST_ITEM : AT_FIRST_KEY);
		w->at++;
		return true;
	case YAML_BLOCK_SEQUENCE_START_TOKEN:
		start_block(w, IN_BLOCK_LIST);
		return true;
	case YAML_BLOCK_MAPPING_START_TOKEN:
		start_block(w, AT_BLOCK_KEY);
		return true;
	default:
		put_bare(w, CR_STEP_SCALAR);
		return named;
	}
}

/* A value, or nothing where the token is one of those that cannot begin one. */
static bool
parse_or_nothing(struct walk *w, bool nothing, bool plain_list)
{
	if (nothing) {
		put_bare(w, CR_STEP_SCALAR);
		return true;
	}
	return parse_node(w, plain_list);
}

static bool
parse_block_item(struct walk *w, bool plain)
{
	yaml_token_type_t type = peek(w);
	if (type != YAML_BLOCK_ENTRY_TOKEN) {
		w->states.count--;
		put_bare(w, CR_STEP_END);
		w->at += !plain;
		return plain || type == YAML_BLOCK_END_TOKEN;
	}
	size_t length = w->held.head.count;
	w->at++;
	split_stem(w, length);
	type = peek(w);
	bool nothing = type == YAML_BLOCK_ENTRY_TOKEN || type == YAML_BLOCK_END_TOKEN ||
		       (plain && (type == YAML_KEY_TOKEN || type == YAML_VALUE_TOKEN));
	return parse_or_nothing(w, nothing, false);
}

static bool
ends_in_block(yaml_token_type_t type)
{
	return type == YAML_KEY_TOKEN || type == YAML_VALUE_TOKEN || type == YAML_BLOCK_END_TOKEN;
}

static void
become(struct walk *w, enum state s)
{
	w->states.items[w->states.count - 1] = (uint8_t)s;
}

static bool
parse_block_key(struct walk *w)
{
	yaml_token_type_t type = peek(w);
	if (type == YAML_KEY_TOKEN) {
		become(w, AT_BLOCK_VALUE);
		w->at++;
		return parse_or_nothing(w, ends_in_block(peek(w)), true);
	}
	w->states.count--;
	put(w, CR_STEP_END, take_held(w));
	w->at++;
	return type == YAML_BLOCK_END_TOKEN;
}

static bool
parse_block_value(struct walk *w)
{
	become(w, AT_BLOCK_KEY);
	if (peek(w) != YAML_VALUE_TOKEN) {
		return parse_or_nothing(w, true, false);
	}
	w->at++;
	return parse_or_nothing(w, ends_in_block(peek(w)), true);
}

static bool
end_flow(struct walk *w)
{
	w->states.count--;
	put(w, CR_STEP_END, take_held(w));
	w->at++;
	return true;
}

/* The comma before an item, except the first. */
static bool
parse_comma(struct walk *w, bool first)
{
	if (!first && peek(w) != YAML_FLOW_ENTRY_TOKEN) {
		return false;
	}
	w->at += !first;
	return true;
}

static bool
parse_flow_item(struct walk *w, bool first)
{
	become(w, IN_FLOW_LIST);
	if (peek(w) == YAML_FLOW_SEQUENCE_END_TOKEN) {
		return end_flow(w);
	}
	if (!parse_comma(w, first)) {
		return false;
	}
	yaml_token_type_t type = peek(w);
	return type == YAML_FLOW_SEQUENCE_END_TOKEN ? end_flow(w) : type != YAML_KEY_TOKEN && parse_node(w, false);
}

static bool
parse_flow_key(struct walk *w, bool first)
{
	become(w, AT_FLOW_KEY);
	if (peek(w) == YAML_FLOW_MAPPING_END_TOKEN) {
		return end_flow(w);
	}
	if (!parse_comma(w, first)) {
		return false;
	}
	yaml_token_type_t type = peek(w);
	if (type == YAML_FLOW_MAPPING_END_TOKEN) {
		return end_flow(w);
	}
	become(w, type == YAML_KEY_TOKEN ? AT_FLOW_VALUE : AT_NO_VALUE);
	if (type != YAML_KEY_TOKEN) {
		return parse_node(w, false);
	}
	w->at++;
	type = peek(w);
	return parse_or_nothing(w, type == YAML_VALUE_TOKEN || type == YAML_FLOW_ENTRY_TOKEN || type == YAML_FLOW_MAPPING_END_TOKEN, false);
}

static bool
parse_flow_value(struct walk *w, bool none)
{
	become(w, AT_FLOW_KEY);
	if (none || peek(w) != YAML_VALUE_TOKEN) {
		return parse_or_nothing(w, true, false);
	}
	w->at++;
	yaml_token_type_t type = peek(w);
	return parse_or_nothing(w, type == YAML_FLOW_ENTRY_TOKEN || type == YAML_FLOW_MAPPING_END_TOKEN, false);
}

static bool
parse_next(struct walk *w)
{
	enum state s = (enum state)w->states.items[w->states.count - 1];
	switch (s) {
	case IN_BLOCK_LIST:
	case IN_PLAIN_LIST:
		return parse_block_item(w, s == IN_PLAIN_LIST);
	case AT_BLOCK_KEY:
		return parse_block_key(w);
	case AT_BLOCK_VALUE:
		return parse_block_value(w);
	case IN_FLOW_LIST:
	case AT_FIRST_ITEM:
		return parse_flow_item(w, s == AT_FIRST_ITEM);
	case AT_FLOW_KEY:
	case AT_FIRST_KEY:
		return parse_flow_key(w, s == AT_FIRST_KEY);
	case AT_FLOW_VALUE:
	case AT_NO_VALUE:
		return parse_flow_value(w, s == AT_NO_VALUE);
	}
	return false;
}

/* Of the comments before a document's first value, those before the last empty line are the document's own. */
static void
split_document_head(struct walk *w)
{
	struct cr_str head = cr_growing_take(w->ctx, &w->held.head);
	size_t from = 0;
	for (size_t i = head.len; i > 1 && from == 0; i--) {
		if (head.ptr[i - 1] != '\n') {
			continue;
		}
		bool at_end = i == head.len;
		if (at_end || head.ptr[i - 2] == '\n') {
			w->out->head = cr_str_sub(head, 0, at_end ? i - 1 : i - 2);
			from = i;
		}
	}
	cr_growing_add(w->ctx, &w->held.head, cr_str_sub(head, from, head.len));
}

static bool
parse_document(struct walk *w)
{
	peek(w);
	w->at++;
	yaml_token_type_t type = peek(w);
	if (type == YAML_DOCUMENT_START_TOKEN) {
		w->at++;
		type = peek(w);
	} else {
		split_document_head(w);
	}
	if (type == YAML_STREAM_END_TOKEN || !parse_node(w, false)) {
		return false;
	}
	while (w->states.count > 0) {
		if (w->at >= w->tokens.count || !parse_next(w)) {
			return false;
		}
	}
	if (w->at + 1 != w->tokens.count) {
		return false;
	}
	peek(w);
	struct cr_inner_comments last = take_held(w);
	w->out->foot = last.foot.len > 0 ? last.foot : last.head;
	return true;
}

bool
cr_inner_comments(struct cr_ctx *c, struct cr_str text, struct cr_inner_events *out)
{
	struct walk w = { .ctx = c, .out = out };
	return cr_tokens_scan(c, text, &w.tokens, &w.comments) && parse_document(&w);
}
