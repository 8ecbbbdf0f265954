/* The tree under construction: open maps and lists on one stack, their children on another, from which a closed one takes an array of just
 * the right size. Aliases share what their anchors name, under a budget for what that comes to; an alias to what is still open would never
 * end and is refused. */
#include <assert.h>

#include "yaml/build.h"

void
cr_build_start(struct cr_builder *b, uint64_t line)
{
	b->line = line;
	b->root = NULL;
	b->anchors = (struct cr_map){ 0 };
	b->flow_depth = 0;
	assert(b->open.count == 0 && b->pairs.count == 0);
}

static struct cr_open *
top_of(struct cr_builder *b)
{
	return b->open.count > 0 ? &b->open.items[b->open.count - 1] : NULL;
}

static bool
wants_key(struct cr_builder *b)
{
	return b->open.count > 0 && b->open.items[b->open.count - 1].key_next;
}

static struct cr_anchor *
anchor_find(struct cr_builder *b, struct cr_str name, uint64_t hash)
{
	struct cr_map_iter it;
	for (struct cr_anchor *a = cr_map_first(&b->anchors, hash, &it); a != NULL; a = cr_map_next(&b->anchors, &it)) {
		if (cr_str_eq(a->name, name)) {
			return a;
		}
	}
	return NULL;
}

/* A name may be given anew; then it stands for the newer node. */
static struct cr_anchor *
anchor_set(struct cr_builder *b, const char *name, struct cr_node *node)
{
	struct cr_str text = cr_str_z(name);
	uint64_t hash = cr_hash_str(b->ctx, text.ptr, text.len);
	struct cr_anchor *a = anchor_find(b, text, hash);
	if (a == NULL) {
		a = cr_new(b->ctx, struct cr_anchor);
		a->name = cr_str_dup(b->ctx, text);
		cr_map_add(b->ctx, &b->anchors, hash, a);
	}
	a->node = node;
	return a;
}

/* Puts a finished node, or one that is being opened, where it belongs. */
static void
place(struct cr_builder *b, struct cr_node *n, unsigned flags)
{
	struct cr_open *top = top_of(b);
	if (top == NULL) {
		b->root = n;
		return;
	}
	if (top->node->kind == CR_LIST) {
		*cr_scratch_push(b->ctx, &b->pairs) = (struct cr_pair){ .mark = n->mark, .value = n, .unused = (uint16_t)flags };
		return;
	}
	struct cr_pair *p = &b->pairs.items[b->pairs.count - 1];
	p->value = n;
	p->unused |= (uint16_t)flags;
	top->key_next = true;
}

static bool
add_key(struct cr_builder *b, struct cr_str text, enum cr_tag tag, bool quoted, cr_mark mark)
{
	struct cr_pair *p = cr_scratch_push(b->ctx, &b->pairs);
	*p = (struct cr_pair){ .mark = mark };
	struct cr_open *top = top_of(b);
	assert(top != NULL);
	top->key_next = false;
	if (!cr_build_key(b, p, text, tag, quoted)) {
		return false;
	}
	top->merges = top->merges || (p->unused & (CR_PAIR_MERGE | CR_PAIR_QUOTED_MERGE)) != 0;
	return true;
}

static unsigned
written_flags(char written)
{
	return written == 0 ? 0 : written == '|' || written == CR_FOLDED ? CR_NODE_QUOTED | CR_NODE_BLOCK : CR_NODE_QUOTED;
}

/* Node and text in one allocation. */
static struct cr_node *
new_scalar(struct cr_builder *b, const struct cr_scalar_event *e, struct cr_str text, enum cr_tag tag)
{
	struct cr_node *n = cr_alloc(b->ctx, sizeof *n + text.len + 1);
	char *copy = (char *)(n + 1);
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*n = (struct cr_node){
		.kind = CR_SCALAR,
		.tag = (uint8_t)tag,
		.flags = (uint8_t)(written_flags(e->written) | (b->flow_depth > 0 ? CR_NODE_FLOW : 0)),
		.written = (uint8_t)(e->written == CR_FOLDED && b->dialect != CR_YAML_RESOURCE ? '|' : e->written),
		.stamp = b->ctx->stamp,
		.mark = e->mark,
		.text = copy,
		.count = (uint32_t)text.len,
	};
	b->nodes++;
	b->ctx->nodes_read++;
	b->bytes += text.len;
	return n;
}

static bool
add_scalar(struct cr_builder *b, const struct cr_scalar_event *e, struct cr_str text, enum cr_tag tag)
{
	if (wants_key(b) && e->anchor == NULL) {
		return add_key(b, text, tag, e->written != 0, e->mark);
	}
	struct cr_node *n = new_scalar(b, e, text, tag);
	if (e->anchor != NULL) {
		struct cr_anchor *a = anchor_set(b, e->anchor, n);
		a->nodes = 1;
		a->bytes = text.len;
	}
	if (wants_key(b)) {
		return add_key(b, cr_text(n), tag, e->written != 0, e->mark);
	}
	place(b, n, 0);
	return true;
}

static bool
add_by_tag(struct cr_builder *b, const struct cr_scalar_event *e, struct cr_str text, enum cr_tag tag)
{
	return cr_build_tag(b, e, &tag, &text) && add_scalar(b, e, text, tag);
}

bool
cr_build_scalar(struct cr_builder *b, const struct cr_scalar_event *e)
{
	enum cr_tag tag = e->written == 0 ? CR_TAG_AUTO : CR_TAG_STR;
	bool as_it_is = e->tag == NULL && b->dialect == CR_YAML_RESOURCE;
	return (as_it_is ? add_scalar : add_by_tag)(b, e, (struct cr_str){ e->text, e->len }, tag);
}

static bool
within_budget(struct cr_builder *b, const struct cr_anchor *a, cr_mark mark)
{
	uint64_t nodes = b->nodes - b->alias_nodes, bytes = b->src->text.len;
	uint64_t free = cr_limit(b->ctx, CR_MAX_ALIAS_FREE), factor = cr_limit(b->ctx, CR_MAX_ALIAS_FACTOR);
	b->alias_nodes += a->nodes;
	b->alias_bytes += a->bytes;
	b->nodes += a->nodes;
	b->bytes += a->bytes;
	if (b->alias_nodes <= free + nodes * factor && b->alias_bytes <= free + bytes * factor) {
		return true;
	}
	char text[CR_LIMIT_TEXT];
	cr_limit_text(CR_MAX_ALIAS_FREE, free, text);
	return cr_fail_limit(b->ctx, mark, CR_MAX_ALIAS_FACTOR, "aliases make more than %s and", text);
}

/* The anchor's node in another place, where it may stand in flow style or not. */
static struct cr_node *
again(struct cr_builder *b, struct cr_node *n)
{
	unsigned flow = b->flow_depth > 0 ? CR_NODE_FLOW : 0;
	cr_node_share(b->ctx, n);
	if ((n->flags & CR_NODE_FLOW) == flow) {
		return n;
	}
	struct cr_node *own = cr_node_own(b->ctx, n);
	own->flags = (uint8_t)((own->flags & ~(unsigned)CR_NODE_FLOW) | flow);
	return own;
}

bool
cr_build_alias(struct cr_builder *b, const char *name, cr_mark mark)
{
	struct cr_str text = cr_str_z(name);
	const struct cr_anchor *a = anchor_find(b, text, cr_hash_str(b->ctx, text.ptr, text.len));
	if (a == NULL) {
		return cr_fail(b->ctx, mark, CR_E_SYNTAX, "alias of an unknown anchor");
	}
	if ((a->node->flags & CR_NODE_OPEN) != 0) {
		bool failed = cr_fail(b->ctx, mark, CR_E_SYNTAX, "alias \"%S\" stands inside the value that it names", text);
		cr_second(b->ctx, a->node->mark, "the anchor is here");
		return failed;
	}
	if (!within_budget(b, a, mark)) {
		return false;
	}
	if (wants_key(b)) {
		if (a->node->kind != CR_SCALAR) {
			return cr_fail(b->ctx, mark, CR_E_VALUE, "a map or list cannot be a key");
		}
		return add_key(b, cr_text(a->node), (enum cr_tag)a->node->tag, (a->node->flags & CR_NODE_QUOTED) != 0, mark);
	}
	place(b, again(b, a->node), CR_PAIR_ALIAS);
	return true;
}

static bool
refuse_key(struct cr_builder *b, enum cr_kind kind, bool flow, cr_mark mark)
{
	cr_fail(b->ctx, mark, CR_E_VALUE, "a %s cannot be a key", kind == CR_MAP ? "map" : "list");
	if (kind == CR_MAP && flow) {
		cr_hint(b->ctx, "text that begins with \"{\" needs quotes");
	}
	return false;
}

bool
cr_build_open(struct cr_builder *b, enum cr_kind kind, const char *anchor, bool flow, cr_mark mark)
{
	if (b->open.count >= cr_limit(b->ctx, CR_MAX_NESTING)) {
		return cr_fail_limit(b->ctx, mark, CR_MAX_NESTING, "maps and lists are nested deeper than");
	}
	if (wants_key(b)) {
		return refuse_key(b, kind, flow, mark);
	}
	struct cr_node *n = kind == CR_MAP ? cr_node_map(b->ctx, mark) : cr_node_list(b->ctx, mark);
	n->flags = (uint8_t)(CR_NODE_OPEN | (flow ? CR_NODE_FLOW : 0));
	b->nodes++;
	b->ctx->nodes_read++;
	place(b, n, 0);
	b->flow_depth += flow;
	struct cr_anchor *a = NULL;
	if (anchor != NULL) {
		a = anchor_set(b, anchor, n);
		a->nodes = b->nodes - 1;
		a->bytes = b->bytes;
	}
	struct cr_open *top = cr_scratch_push(b->ctx, &b->open);
	*top = (struct cr_open){ .node = n, .anchor = a, .first = b->pairs.count, .key_next = kind == CR_MAP };
	return true;
}

bool
cr_build_close(struct cr_builder *b)
{
	struct cr_open top = b->open.items[--b->open.count];
	struct cr_pair *pairs = b->pairs.count > top.first ? b->pairs.items + top.first : NULL;
	size_t count = b->pairs.count - top.first;
	if (top.node->kind == CR_LIST) {
		cr_list_fill(b->ctx, top.node, pairs, count);
	} else if (!cr_build_map(b, top.node, pairs, count, top.merges)) {
		return false;
	}
	b->pairs.count = top.first;
	b->flow_depth -= (top.node->flags & CR_NODE_FLOW) != 0;
	top.node->flags &= (uint8_t)~CR_NODE_OPEN;
	if (top.anchor != NULL && top.anchor->node == top.node) {
		top.anchor->nodes = b->nodes - top.anchor->nodes;
		top.anchor->bytes = b->bytes - top.anchor->bytes;
	}
	return true;
}
