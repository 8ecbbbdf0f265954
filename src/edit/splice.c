/* Finds what changed, and puts the text together. */
#include "edit/splice.h"

#include <stdlib.h>

#include "base/map.h"

bool
cr_splice_refuse(struct cr_splice *s, const char *why)
{
	cr_fail(s->ctx, s->mark, CR_E_UNSUPPORTED, "this cannot be changed in place: %s", why);
	cr_hint(s->ctx, "change the file by hand, or write it in a plainer layout first");
	return false;
}

void
cr_splice_cut(struct cr_splice *s, size_t at, size_t cut, struct cr_str put)
{
	size_t serial = s->cuts.count;
	*cr_push(s->ctx, &s->cuts) = (struct cr_cut){ .at = at, .cut = cut, .put = put, .depth = s->depth, .serial = serial };
}

void
cr_splice_lines(struct cr_splice *s, size_t at, struct cr_str put)
{
	cr_splice_cut(s, at, 0, put);
	s->cuts.items[s->cuts.count - 1].line = true;
}

/* -- What stood where -- */

struct pairing {
	struct {
		uint32_t *items;
		size_t count, cap;
	} open;
};

static size_t
count_children(const struct cr_spans *spans, uint32_t at)
{
	size_t count = 0;
	for (uint32_t i = at + 1; i < spans->items[at].after; i = spans->items[i].after) {
		count++;
	}
	return count;
}

static void
note(struct cr_splice *s, struct pairing *p, uint32_t span, struct cr_node *n)
{
	const struct cr_span *at = &s->spans.items[span];
	s->nodes[span] = n;
	if (n->kind == CR_SCALAR) {
		s->texts[span] = n->text;
	} else if (!at->alias && at->kind == n->kind) {
		*cr_push(s->ctx, &p->open) = span;
	}
}

/* A map with a merge key, or with a key twice, has other pairs than its text: nothing in it is known then. */
static void
note_inside(struct cr_splice *s, struct pairing *p, uint32_t span)
{
	struct cr_node *n = s->nodes[span];
	size_t width = n->kind == CR_MAP ? 2 : 1;
	if (count_children(&s->spans, span) != width * n->count) {
		return;
	}
	uint32_t at = span + 1;
	for (uint32_t i = 0; i < n->count; i++) {
		if (n->kind == CR_MAP) {
			s->keys[at] = n->pairs[i].key;
			at = s->spans.items[at].after;
		}
		note(s, p, at, n->kind == CR_MAP ? n->pairs[i].value : n->items[i]);
		at = s->spans.items[at].after;
	}
}

static void
pair_up(struct cr_splice *s, struct cr_node *root)
{
	struct pairing p = { 0 };
	if (root == NULL || s->spans.count == 0) {
		return;
	}
	note(s, &p, 0, root);
	while (p.open.count > 0) {
		note_inside(s, &p, p.open.items[--p.open.count]);
	}
}

/* -- The layout that the file has -- */

static unsigned
column_of(struct cr_str text, size_t at)
{
	size_t column = at - cr_line_start(text, at);
	return column < 64 ? (unsigned)column : 64;
}

/* How far does value, a block list or map, stand to the right of its key? False: it is none, or does not stand below one. */
static bool
stands_below(const struct cr_splice *s, const struct cr_span *key, const struct cr_span *value, unsigned *by)
{
	if (key->kind != CR_SCALAR || value->flow || value->anchored || value->kind == CR_SCALAR ||
	    !cr_line_blank_before(s->text, key->start) || !cr_line_blank_before(s->text, value->start)) {
		return false;
	}
	unsigned from = column_of(s->text, key->start), to = column_of(s->text, value->start);
	*by = to >= from ? to - from : 0;
	return to >= from;
}

/* Lists are written as the reference writes them, with the dash below the key's first letter; in a file with several that all stand
 * further to the right, as these do. Maps as the first one that stands below a key. */
static void
see_indents(struct cr_splice *s)
{
	size_t lists = 0, maps = 0;
	bool alike = true;
	unsigned list_indent = 0;
	s->map_indent = 2;
	for (uint32_t i = 1; i + 1 < s->spans.count; i++) {
		const struct cr_span *value = &s->spans.items[i + 1];
		unsigned by;
		if (s->keys[i] == 0 || !stands_below(s, &s->spans.items[i], value, &by)) {
			continue;
		}
		if (value->kind == CR_LIST) {
			alike = alike && (lists++ == 0 || by == list_indent);
			list_indent = by;
		} else if (maps++ == 0 && by > 0) {
			s->map_indent = by;
		}
	}
	s->list_indent = alike && lists > 1 ? list_indent : 0;
}

bool
cr_splice_begin(struct cr_splice *s, struct cr_ctx *c, struct cr_str text, cr_mark mark, struct cr_node *root)
{
	*s = (struct cr_splice){ .ctx = c, .text = text, .mark = mark, .newline = CR_STR("\n") };
	if (!cr_spans_read(c, text, &s->spans)) {
		return cr_splice_refuse(s, "its values cannot be told apart");
	}
	s->nodes = cr_new_n(c, struct cr_node *, s->spans.count);
	s->keys = cr_new_n(c, cr_key, s->spans.count);
	s->texts = cr_new_n(c, const char *, s->spans.count);
	size_t feed = cr_str_find(text, '\n', 0);
	if (feed != SIZE_MAX && feed > 0 && text.ptr[feed - 1] == '\r') {
		s->newline = CR_STR("\r\n");
	}
	pair_up(s, root);
	see_indents(s);
	return true;
}

/* -- What is there now -- */

enum cr_splice_change
cr_splice_change_of(const struct cr_splice *s, const struct cr_splice_child *child)
{
	const struct cr_span *span = &s->spans.items[child->value];
	const struct cr_node *old = s->nodes[child->value], *now = child->now;
	if (now == NULL) {
		return CR_SPLICE_GONE;
	}
	if (now->kind == CR_SCALAR) {
		bool same = now == old && now->text == s->texts[child->value];
		return same ? CR_SPLICE_SAME : span->kind == CR_SCALAR ? CR_SPLICE_TEXT : CR_SPLICE_ANEW;
	}
	bool was_empty = span->kind == CR_SCALAR ? !span->alias && cr_node_is_null(old) : child->value + 1 == span->after;
	if (was_empty && !(now == old && now->count == 0)) {
		return now->count > 0 ? CR_SPLICE_FILL : CR_SPLICE_ANEW;
	}
	return now != old || (now->count == 0 && !was_empty) ? CR_SPLICE_ANEW : CR_SPLICE_SAME;
}

/* Behind the last line of a block scalar that says anything: blank lines that follow count to it, but belong to nobody. */
static size_t
end_of(const struct cr_splice *s, uint32_t value)
{
	const struct cr_span *last = &s->spans.items[s->spans.items[value].after - 1];
	size_t end = s->spans.items[value].end;
	struct cr_str header = cr_str_sub(s->text, last->start, cr_line_after(s->text, last->start));
	if ((last->written != '|' && last->written != CR_FOLDED) || cr_str_find(header, '+', 0) != SIZE_MAX) {
		return end;
	}
	while (end > last->start + header.len && s->text.ptr[end - 1] == '\n') {
		size_t line = cr_line_start(s->text, end - 1);
		if (cr_str_trim(cr_str_sub(s->text, line, end)).len > 0) {
			break;
		}
		end = line;
	}
	return end;
}

/* The next line that says something begins with the dash of an item. */
static bool
find_dash(struct cr_splice *s, size_t from, size_t *dash)
{
	while (from < s->text.len) {
		size_t after = cr_line_after(s->text, from);
		while (from < after && s->text.ptr[from] == ' ') {
			from++;
		}
		if (from < after && s->text.ptr[from] == '-') {
			*dash = from;
			return true;
		}
		struct cr_str rest = cr_str_trim(cr_str_sub(s->text, from, after));
		if (rest.len > 0 && rest.ptr[0] != '#') {
			break;
		}
		from = after;
	}
	return cr_splice_refuse(s, "a list is written in a way that hides where its items begin");
}

static bool
place_items(struct cr_splice *s, struct cr_splice_part *part)
{
	const struct cr_span *span = &s->spans.items[part->span];
	size_t from = span->start;
	if (span->flow) {
		return true;
	}
	if (s->text.ptr[from] != '-') {
		from = cr_line_after(s->text, from);
	}
	for (size_t i = 0; i < part->children.count; i++) {
		struct cr_splice_child *child = &part->children.items[i];
		if (!find_dash(s, from, &child->start)) {
			return false;
		}
		child->end = child->end > child->start ? child->end : child->start + 1;
		from = cr_entry_after(s->text, child->end);
	}
	return true;
}

static void
list_children(struct cr_splice *s, struct cr_splice_part *part)
{
	bool map = s->spans.items[part->span].kind == CR_MAP;
	uint32_t at = part->span + 1;
	while (at < s->spans.items[part->span].after) {
		struct cr_splice_child *child = cr_push(s->ctx, &part->children);
		uint32_t key = map ? at : 0;
		uint32_t value = map ? s->spans.items[at].after : at;
		*child = (struct cr_splice_child){ .key = key, .value = value, .start = s->spans.items[at].start, .end = end_of(s, value) };
		if (map && child->end < s->spans.items[key].end) {
			child->end = s->spans.items[key].end;
		}
		at = s->spans.items[value].after;
	}
}

/* Where the keys are in order, a new one keeps it; else it goes to the end, as all do at the top. */
static size_t
place_of_key(struct cr_splice *s, const struct cr_splice_part *part, cr_key key)
{
	size_t count = part->children.count, place = count;
	for (size_t i = count; i-- > 0 && !part->root;) {
		struct cr_str here = cr_key_str(s->ctx, s->keys[part->children.items[i].key]);
		if (i + 1 < count && cr_str_cmp(here, cr_key_str(s->ctx, s->keys[part->children.items[i + 1].key])) > 0) {
			return count;
		}
		if (cr_str_cmp(here, cr_key_str(s->ctx, key)) > 0) {
			place = i;
		}
	}
	return place;
}

static int
compare_fresh(const void *a, const void *b, void *arg)
{
	const struct cr_splice_fresh *x = a, *y = b;
	const struct cr_ctx *c = arg;
	return cr_str_cmp(cr_key_str(c, x->key), cr_key_str(c, y->key));
}

/* The same value under another key stays where it is. */
static bool
take_renamed(struct cr_splice *s, struct cr_splice_part *part, const struct cr_pair *pair)
{
	cr_count_work(s->ctx, part->children.count);
	for (size_t i = 0; i < part->children.count; i++) {
		struct cr_splice_child *child = &part->children.items[i];
		if (child->now == NULL && s->nodes[child->value] == pair->value) {
			child->now = pair->value;
			child->renamed = pair->key;
			return true;
		}
	}
	return false;
}

bool
cr_splice_rename(struct cr_splice *s, const struct cr_splice_child *child)
{
	const struct cr_span *key = &s->spans.items[child->key];
	struct cr_buf text = { .ctx = s->ctx };
	struct cr_defer defer;
	cr_buf_defer(&text, &defer);
	struct cr_node *name = cr_node_str(s->ctx, cr_key_str(s->ctx, child->renamed), CR_NO_MARK);
	bool ok = cr_render_scalar(s, &text, name, key->written, true);
	struct cr_str put = cr_str_dup(s->ctx, (struct cr_str){ text.ptr, text.len });
	cr_ctx_done(s->ctx, &defer);
	cr_splice_cut(s, key->start, key->end - key->start, put);
	return ok;
}

static void
compare_map(struct cr_splice *s, struct cr_splice_part *part, const struct cr_node *now)
{
	struct cr_map known = { .seed = 0 };
	size_t kept = 0;
	for (size_t i = 0; i < part->children.count; i++) {
		struct cr_splice_child *child = &part->children.items[i];
		cr_key key = s->keys[child->key];
		child->now = cr_map_get(now, key);
		kept += child->now != NULL;
		if (child->now != NULL) {
			cr_map_add(s->ctx, &known, cr_hash_mix(1, key), child);
		}
	}
	for (uint32_t i = 0; kept < now->count && i < now->count; i++) {
		struct cr_map_iter it;
		bool old = false;
		cr_key key = now->pairs[i].key;
		for (struct cr_splice_child *v = cr_map_first(&known, cr_hash_mix(1, key), &it); v != NULL; v = cr_map_next(&known, &it)) {
			old = old || s->keys[v->key] == key;
		}
		if (!old && !take_renamed(s, part, &now->pairs[i])) {
			*cr_push(s->ctx, &part->fresh) = (struct cr_splice_fresh){ place_of_key(s, part, key), key, now->pairs[i].value };
		}
	}
	if (!part->root && part->fresh.count > 1) {
		qsort_r(part->fresh.items, part->fresh.count, sizeof part->fresh.items[0], compare_fresh, s->ctx);
	}
}

/* The items that are still there keep their order; one that is not the next of the old ones is new, or stands behind ones that are gone. */
static void
compare_list(struct cr_splice *s, struct cr_splice_part *part, const struct cr_node *now)
{
	struct cr_map places = { .seed = 0 };
	size_t next = 0;
	for (size_t i = 0; i < part->children.count; i++) {
		struct cr_splice_child *child = &part->children.items[i];
		const struct cr_node *old = s->nodes[child->value];
		cr_map_add(s->ctx, &places, cr_hash_mix(2, (uintptr_t)old), child);
	}
	for (uint32_t i = 0; i < now->count; i++) {
		struct cr_map_iter it;
		struct cr_splice_child *found = NULL;
		uint64_t hash = cr_hash_mix(2, (uintptr_t)now->items[i]);
		for (struct cr_splice_child *v = cr_map_first(&places, hash, &it); v != NULL; v = cr_map_next(&places, &it)) {
			bool here = s->nodes[v->value] == now->items[i] && (size_t)(v - part->children.items) >= next;
			found = here && (found == NULL || v < found) ? v : found;
		}
		if (found != NULL) {
			found->now = now->items[i];
			next = (size_t)(found - part->children.items) + 1;
		} else {
			*cr_push(s->ctx, &part->fresh) = (struct cr_splice_fresh){ next, 0, now->items[i] };
		}
	}
}

struct walk {
	struct {
		struct stop {
			uint32_t span;
			unsigned depth;
		} * items;
		size_t count, cap;
	} open;
};

static bool
is_changed(const struct cr_splice *s, const struct cr_splice_part *part)
{
	bool changed = part->fresh.count > 0;
	for (size_t i = 0; i < part->children.count; i++) {
		const struct cr_splice_child *child = &part->children.items[i];
		changed = changed || child->renamed != 0 || cr_splice_change_of(s, child) != CR_SPLICE_SAME;
	}
	return changed;
}

static bool
visit(struct cr_splice *s, struct walk *w, uint32_t span)
{
	struct cr_splice_part part = { .span = span, .root = span == 0 };
	const struct cr_node *now = s->nodes[span];
	list_children(s, &part);
	if (part.children.count > 0 && s->nodes[part.children.items[0].value] == NULL) {
		return true;
	}
	if (now->kind == CR_MAP) {
		compare_map(s, &part, now);
	} else {
		compare_list(s, &part, now);
	}
	for (size_t i = 0; i < part.children.count; i++) {
		const struct cr_splice_child *child = &part.children.items[i];
		const struct cr_span *value = &s->spans.items[child->value];
		if (child->now != NULL && value->kind != CR_SCALAR && cr_splice_change_of(s, child) == CR_SPLICE_SAME) {
			*cr_push(s->ctx, &w->open) = (struct stop){ child->value, s->depth + 1 };
		}
	}
	if (!is_changed(s, &part)) {
		return true;
	}
	if (s->spans.items[span].flow) {
		return cr_splice_flow(s, &part);
	}
	return (now->kind == CR_MAP || place_items(s, &part)) && cr_splice_block(s, &part);
}

static int
compare_cuts(const void *a, const void *b)
{
	const struct cr_cut *x = a, *y = b;
	if (x->at != y->at) {
		return x->at < y->at ? -1 : 1;
	}
	if (x->depth != y->depth) {
		return x->depth > y->depth ? -1 : 1;
	}
	return x->serial < y->serial ? -1 : x->serial > y->serial;
}

static bool
put_together(struct cr_splice *s, struct cr_buf *out)
{
	size_t at = 0, last = 0, start = out->len;
	if (s->cuts.count > 0) {
		qsort(s->cuts.items, s->cuts.count, sizeof s->cuts.items[0], compare_cuts);
	}
	for (size_t i = 0; i < s->cuts.count; i++) {
		const struct cr_cut *cut = &s->cuts.items[i];
		if (cut->at < at && !(cut->cut == 0 && cut->at == last)) {
			return cr_splice_refuse(s, "two changes meet in one place");
		}
		if (cut->at > at) {
			cr_buf_put(out, s->text.ptr + at, cut->at - at);
		}
		if (cut->line && out->len > start && out->ptr[out->len - 1] != '\n') {
			cr_buf_str(out, s->newline);
		}
		cr_buf_str(out, cut->put);
		at = cut->at + cut->cut > at ? cut->at + cut->cut : at;
		last = cut->at;
	}
	if (at < s->text.len) {
		cr_buf_put(out, s->text.ptr + at, s->text.len - at);
	}
	return true;
}

bool
cr_splice_finish(struct cr_splice *s, struct cr_node *root, struct cr_buf *out)
{
	struct walk w = { 0 };
	bool ok = true;
	if (s->spans.count == 0 || s->spans.items[0].kind == CR_SCALAR) {
		ok = root->count == 0 || cr_splice_whole(s, root);
	} else {
		*cr_push(s->ctx, &w.open) = (struct stop){ 0, 0 };
	}
	while (ok && w.open.count > 0) {
		struct stop stop = w.open.items[--w.open.count];
		s->depth = stop.depth;
		ok = visit(s, &w, stop.span);
	}
	return ok && put_together(s, out);
}
