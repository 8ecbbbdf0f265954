/* Walks a path as for a target: to every node that it matches, making what is missing where that is asked for.
 * Counterpart: kyaml/yaml/match.go, which goes down one branch after the other; here all branches go down together, one part a step. */
#include <assert.h>

#include "resource/fieldpath.h"
#include "resource/select.h"
#include "yaml/inner.h"
#include "yaml/scalar.h"

/* What it costs to compare one element with a part, in steps of CR_MAX_WORK. */
enum { STEPS_AN_ELEMENT = 8 };

struct walk {
	struct cr_ctx *c;
	struct cr_path_search *s;
	struct cr_path_hits now, next;
	struct cr_part *part;
	bool is_last;
	enum cr_kind made; /* what a node made now has to be, from the part after it */
	struct cr_shared shared;
	bool hard;
};

static bool
fail(struct walk *w, const char *why)
{
	w->s->failure = (struct cr_path_failure){ .why = why, .part = w->part->text };
	return false;
}

static bool
fail_kind(struct walk *w, enum cr_kind wanted, const struct cr_node *n)
{
	return fail(w, cr_path_wrong_kind(wanted, n));
}

static void
add_item(struct walk *w, struct cr_node *list, struct cr_node *value)
{
	value->flags |= list->flags & CR_NODE_FLOW;
	cr_list_append(w->c, list, value);
}

static void
go_on(struct walk *w, const struct cr_node *parent, struct cr_node *n, bool lost)
{
	*cr_scratch_push(w->c, &w->next) = (struct cr_path_hit){ n, lost, parent != NULL && (parent->flags & CR_NODE_FLOW) != 0 };
}

static enum cr_kind
kind_before(const struct walk *w, size_t next)
{
	const struct cr_field_path *p = w->s->path;
	if (next == p->count || p->target[next].text.len == 0) {
		return w->s->leaf;
	}
	const struct cr_part *part = &p->target[next];
	bool list = part->kind == CR_PART_INDEX || part->kind == CR_PART_ELEMENT || part->kind == CR_PART_BAD;
	return list ? CR_LIST : CR_MAP;
}

static struct cr_node *
make_node(struct walk *w, enum cr_kind kind)
{
	cr_mark mark = w->s->path->mark;
	cr_count_nodes(w->c, 1);
	if (kind != CR_SCALAR) {
		return kind == CR_MAP ? cr_node_map(w->c, mark) : cr_node_list(w->c, mark);
	}
	struct cr_node *n = cr_node_scalar(w->c, CR_STR(""), CR_TAG_AUTO, mark);
	n->flags = CR_NODE_UNTAGGED;
	return n;
}

/* A key that is written plain is what its text says. */
static void
add_field(struct walk *w, struct cr_node *map, cr_key key, struct cr_node *value)
{
	value->flags |= map->flags & CR_NODE_FLOW;
	cr_map_append(w->c, map, key, value, w->s->path->mark);
	map->pairs[map->count - 1].key_tag = (uint8_t)cr_type_tag(cr_plain_value(cr_key_str(w->c, key)).type);
}

/* The rest of the path leads into the text of a scalar: into a copy of what it says, for the reference drops that copy. */
static bool
enter_text(struct walk *w, const struct cr_node *n)
{
	struct cr_inner inner;
	if (!cr_inner_read(w->c, cr_text(n), &inner)) {
		if (inner.past_limit) {
			w->hard = true;
			return cr_fail_limit(w->c, w->s->path->mark, inner.limit, "the text of \"%S\" is nested too deep: more than",
					     w->part->text);
		}
		return fail(w, "the text of \"%S\" is no YAML that can be changed");
	}
	if (inner.root == NULL) {
		return fail(w, "the text of \"%S\" is empty");
	}
	go_on(w, NULL, inner.root, true);
	return true;
}

static bool
take_field(struct walk *w, struct cr_node *n, bool lost)
{
	if (cr_node_tagged_null(n)) {
		if (w->s->create) {
			go_on(w, n, make_node(w, w->made), true);
		}
		return true;
	}
	if (w->part->text.len == 0) {
		return fail(w, "a part of the path is empty");
	}
	if (n->kind != CR_MAP) {
		return fail_kind(w, CR_MAP, n);
	}
	struct cr_pair *p = cr_map_pair(n, w->part->key);
	if (p == NULL && w->s->create) {
		struct cr_node *made = make_node(w, w->made);
		add_field(w, n, w->part->key, made);
		go_on(w, n, made, lost);
	}
	if (p == NULL) {
		return true;
	}
	if (p->value->kind == CR_SCALAR && !w->is_last) {
		return enter_text(w, p->value);
	}
	go_on(w, n, cr_slot_edit(w->c, &p->value, &w->shared), lost);
	return true;
}

static bool
take_index(struct walk *w, struct cr_node *n, bool lost)
{
	bool null = cr_node_tagged_null(n);
	if (!null && n->kind != CR_LIST) {
		return fail_kind(w, CR_LIST, n);
	}
	size_t count = null ? 0 : n->count, at = w->part->index;
	if (at < count) {
		go_on(w, n, cr_slot_edit(w->c, &n->items[at], &w->shared), lost);
		return true;
	}
	if (at == count && w->s->create) {
		struct cr_node *made = make_node(w, w->made);
		if (!null) {
			add_item(w, n, made);
		}
		go_on(w, n, made, lost || null);
		return true;
	}
	w->s->failure = (struct cr_path_failure){
		.counted = true,
		.index = at,
		.count = count,
	};
	return false;
}

static bool
take_every(struct walk *w, struct cr_node *n, bool lost)
{
	if (cr_node_tagged_null(n)) {
		return true;
	}
	if (n->kind != CR_LIST) {
		return fail_kind(w, CR_LIST, n);
	}
	cr_count_work(w->c, n->count);
	for (size_t i = 0; i < n->count; i++) {
		go_on(w, n, cr_slot_edit(w->c, &n->items[i], &w->shared), lost);
	}
	return true;
}

/* Is the element one that the part matches? hard is set past a limit. */
static bool
matches(struct walk *w, const struct cr_node *element, bool *yes)
{
	struct cr_part *part = w->part;
	const struct cr_node *n = part->key == CR_KEY_EMPTY ? element : cr_map_get(element, part->key);
	*yes = false;
	if (n == NULL && part->key != CR_KEY_EMPTY) {
		return true;
	}
	if (part->regex == NULL && !part->bad_regex) {
		if (!cr_regex_try(w->c, part->value, false, w->s->path->mark, &part->regex)) {
			w->hard = true;
			return false;
		}
		part->bad_regex = part->regex == NULL;
	}
	if (part->bad_regex) {
		return fail(w, "\"%S\" holds no valid regular expression");
	}
	if (!cr_regex_match(w->c, part->regex, cr_str_trim(cr_inner_text_of(w->c, n)), yes)) {
		w->hard = true;
		return false;
	}
	return true;
}

static struct cr_node *
make_text(struct walk *w, struct cr_str text)
{
	struct cr_node *n = make_node(w, CR_SCALAR);
	n->text = text.ptr;
	n->count = (uint32_t)text.len;
	return n;
}

/* An element that the part will match: the reference looks for ever where it does not. */
static bool
make_element(struct walk *w, struct cr_node *n, bool lost)
{
	struct cr_node *made = make_text(w, w->part->value);
	bool yes;
	if (w->part->key != CR_KEY_EMPTY) {
		struct cr_node *map = make_node(w, CR_MAP);
		map->flags |= n->flags & CR_NODE_FLOW;
		add_field(w, map, w->part->key, made);
		made = map;
	}
	if (!matches(w, made, &yes)) {
		return false;
	}
	if (!yes) {
		return fail(w, "an element made for \"%S\" would not be found by it");
	}
	bool null = cr_node_tagged_null(n);
	if (!null) {
		add_item(w, n, made);
	}
	go_on(w, n, made, lost || null);
	return true;
}

/* A plain element ends the path, whatever comes behind it: see cr_field_path_match. */
static bool
take_elements(struct walk *w, struct cr_node *n, bool lost)
{
	size_t before = w->next.count;
	bool null = cr_node_tagged_null(n);
	if (!null && n->kind != CR_LIST) {
		return fail_kind(w, CR_LIST, n);
	}
	cr_count_work(w->c, null ? 0 : STEPS_AN_ELEMENT * (uint64_t)n->count);
	for (size_t i = 0; !null && i < n->count; i++) {
		bool yes;
		if (!matches(w, n->items[i], &yes)) {
			return false;
		}
		if (yes) {
			go_on(w, n, cr_slot_edit(w->c, &n->items[i], &w->shared), lost);
		}
	}
	if (w->next.count > before || !w->s->create) {
		return true;
	}
	return make_element(w, n, lost);
}

static bool
take(struct walk *w, struct cr_node *n, bool lost)
{
	switch (w->part->kind) {
	case CR_PART_INDEX:
		return take_index(w, n, lost);
	case CR_PART_ELEMENT:
		return take_elements(w, n, lost);
	case CR_PART_EVERY:
		return take_every(w, n, lost);
	case CR_PART_BAD:
		return fail(w, w->part->why);
	default:
		return take_field(w, n, lost);
	}
}

static void
swap(struct walk *w)
{
	struct cr_path_hits taken = w->now;
	w->now = w->next;
	w->next = taken;
	w->next.count = 0;
}

bool
cr_field_path_match(struct cr_ctx *c, struct cr_node *root, struct cr_path_search *s, bool *hard)
{
	struct walk w = { .c = c, .s = s };
	bool ok = true, ended = false;
	assert(root->stamp == c->stamp);
	s->failure = (struct cr_path_failure){ 0 };
	*cr_scratch_push(c, &w.now) = (struct cr_path_hit){ .node = root };
	for (size_t i = s->from; ok && !ended && i < s->path->count; i++) {
		w.part = &s->path->target[i];
		w.is_last = i + 1 == s->path->count;
		w.made = kind_before(&w, i + 1);
		for (size_t j = 0; ok && j < w.now.count; j++) {
			ok = take(&w, w.now.items[j].node, w.now.items[j].lost);
		}
		swap(&w);
		ended = w.part->kind == CR_PART_ELEMENT && w.part->key == CR_KEY_EMPTY;
	}
	cr_shared_replace(c, root, &w.shared);
	s->hits = w.now;
	*hard = w.hard;
	return ok;
}
