/* Lists that merge by keys, but in which some element lacks a key that others have (a port with and one without a protocol), or is no map.
 * What comes out follows from the reference's way of looking elements up and setting them one by one, where a missing key matches anything
 * or nothing, and elements can be lost; so this file goes the same way. Its work grows with the square of the list, which therefore has a
 * limit. Counterpart: setAssociativeSequenceElements and ElementSetter in kyaml. */
#include <assert.h>

#include "base/limits.h"
#include "patch/merge.h"

/* Takes out, or puts an element in the place of, what has these values at these keys. */
struct setter {
	struct cr_ctx *c;
	bool plain; /* elements are compared themselves */
	cr_key keys[CR_MERGE_KEYS_MOST];
	size_t key_count;
	struct cr_str values[CR_MERGE_KEYS_MOST];
	size_t value_count;                     /* can be less: then the last answer counts for the rest */
	const struct cr_merge_element *element; /* NULL: take out */
	bool *deleted;                          /* by index in the old list: noted for what is taken out, unless NULL */
};

static bool
is_empty(const struct cr_node *n)
{
	return cr_node_is_null(n) || (n->kind == CR_MAP && n->count == 0);
}

/* The text of a value however it is meant: null has its spelling. */
static struct cr_str
raw_text(const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) ? cr_text(n) : CR_STR("");
}

static bool
has_value(const struct cr_node *element, cr_key key, struct cr_str value, bool empty_is_any)
{
	const struct cr_node *n = cr_map_get(element, key);
	return n != NULL && ((empty_is_any && value.len == 0) || cr_str_eq(raw_text(n), value));
}

static bool
setter_matches(const struct setter *s, const struct cr_node *n)
{
	if (s->plain) {
		return cr_str_eq(cr_text(n), s->values[0]);
	}
	bool found = false;
	for (size_t i = 0; i < s->key_count; i++) {
		if (i < s->value_count) {
			found = has_value(n, s->keys[i], s->values[i], true);
		}
		if (!found) {
			return false;
		}
	}
	return found;
}

static bool
setter_fits(const struct setter *s, const struct cr_node *n)
{
	if (s->value_count == 0 || n->kind == (s->plain ? CR_SCALAR : CR_MAP)) {
		return true;
	}
	return cr_fail(s->c, n->mark, CR_E_MERGE, "an element of this list must be %s", s->plain ? "a plain value" : "a map");
}

static void
note_deleted(const struct setter *s, const struct cr_merge_element *e)
{
	if (s->element == NULL && s->deleted != NULL && e->from < CR_MERGE_NEW) {
		s->deleted[e->from] = true;
	}
}

static bool
set_element(const struct setter *s, struct cr_merge_elements *list)
{
	bool asks_for_map = !s->plain && s->value_count > 0 && s->values[0].len > 0;
	bool found = false;
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++) {
		struct cr_merge_element e = list->items[i];
		if (is_empty(e.node)) {
			continue;
		}
		if (asks_for_map && e.node->kind != CR_MAP) {
			list->items[kept++] = e;
			continue;
		}
		if (!setter_fits(s, e.node)) {
			return false;
		}
		if (s->value_count == 0) {
			continue;
		}
		if (!setter_matches(s, e.node)) {
			list->items[kept++] = e;
			continue;
		}
		found = true;
		note_deleted(s, &e);
		if (s->element != NULL) {
			list->items[kept++] = *s->element;
		}
	}
	list->count = kept;
	if (s->element != NULL && !found && !cr_node_is_null(s->element->node)) {
		*cr_scratch_push(s->c, list) = *s->element;
	}
	return true;
}

/* Have two lists of values one in common, and do they differ else only in what one of them lacks? both is then the whole of the two. */
static bool
values_match(const struct cr_str *a, const struct cr_str *b, size_t width, struct cr_str *both)
{
	bool common = false;
	for (size_t k = 0; k < width; k++) {
		if (cr_str_eq(a[k], b[k])) {
			common = true;
		} else if (a[k].len > 0 && b[k].len > 0) {
			return false;
		}
		both[k] = a[k].len > 0 ? a[k] : b[k];
	}
	return common;
}

/* Keys that differ only in what one of them lacks count as the same. */
static void
merge_values(struct cr_ctx *c, struct cr_merge_groups *g, size_t width)
{
	struct cr_str first[CR_MERGE_KEYS_MOST], both[CR_MERGE_KEYS_MOST];
	size_t size = width * sizeof first[0];
	for (size_t i = 0; i < g->count; i++) {
		cr_count_work(c, g->count * width);
		memcpy(first, g->items[i].keys, size);
		for (size_t j = 0; j < g->count; j++) {
			if (values_match(first, g->items[j].keys, width, both)) {
				memcpy(g->items[i].keys, both, size);
				memcpy(g->items[j].keys, both, size);
			}
		}
	}
}

bool
cr_irregular_begin(struct cr_ctx *c, struct cr_merge_list *l)
{
	size_t patch_count = l->patch != NULL ? l->patch->count : 0;
	if (l->node->count + patch_count > cr_limit(c, CR_MAX_KEYLESS_LIST)) {
		return cr_fail_limit(c, l->node->mark, CR_MAX_KEYLESS_LIST,
				     "a list in which elements lack the merge key has, with those of the patch, more than");
	}
	for (uint32_t i = 0; i < l->node->count; i++) {
		*cr_scratch_push(c, &l->old) = (struct cr_merge_element){ l->node->items[i], i };
	}
	l->old_deleted = cr_scratch_zero(c, l->node->count, sizeof *l->old_deleted);
	l->patch_went = cr_scratch_zero(c, patch_count, sizeof *l->patch_went);
	l->patch_seen = cr_scratch_zero(c, patch_count, sizeof *l->patch_seen);
	l->patch_made = cr_scratch_zero(c, patch_count, sizeof *l->patch_made);
	memset(l->patch_went, 0xff, patch_count * sizeof *l->patch_went);
	if (l->key_count > 1) {
		merge_values(c, &l->groups, l->key_count);
	}
	return true;
}

/* The keys that some element has, or all if none has any. */
static void
live_setter(struct cr_ctx *c, const struct cr_merge_list *l, struct setter *s)
{
	*s = (struct setter){ .c = c, .plain = l->key_count == 0 };
	for (size_t k = 0; k < l->key_count; k++) {
		if (l->live_count == 0 || l->live[k]) {
			s->keys[s->key_count++] = l->keys[k];
		}
	}
	if (s->plain) {
		s->key_count = 1;
	}
}

static void
group_setter(struct cr_ctx *c, const struct cr_merge_list *l, struct setter *s)
{
	live_setter(c, l, s);
	const struct cr_merge_group *g = &l->groups.items[l->at];
	for (size_t k = 0; k < cr_merge_key_width(l) && s->value_count < s->key_count; k++) {
		if (s->plain || l->live_count == 0 || l->live[k]) {
			s->values[s->value_count++] = g->keys[k];
		}
	}
}

/* Looks by the keys that have a value; an element must then have them. */
static bool
looked_for(const struct setter *s, const struct cr_node *n)
{
	if (s->plain) {
		return cr_str_eq(raw_text(n), s->values[0]);
	}
	if (!cr_is(n, CR_MAP)) {
		return false;
	}
	bool some = false;
	for (size_t i = 0; i < s->value_count; i++) {
		some = some || s->values[i].len > 0;
	}
	for (size_t i = 0; i < s->value_count; i++) {
		if ((!some || s->values[i].len > 0) && !has_value(n, s->keys[i], s->values[i], false)) {
			return false;
		}
	}
	return true;
}

bool
cr_irregular_enter(struct cr_merge *w, struct cr_merge_frame *f)
{
	struct cr_merge_list *l = f->list;
	struct setter s;
	group_setter(w->c, l, &s);
	l->from_old = CR_MERGE_NONE;
	l->from_patch = CR_MERGE_NONE;
	for (uint32_t i = 0; i < l->old.count && l->from_old == CR_MERGE_NONE; i++) {
		l->from_old = looked_for(&s, l->old.items[i].node) ? i : CR_MERGE_NONE;
	}
	for (uint32_t i = 0; l->patch != NULL && i < l->patch->count && l->from_patch == CR_MERGE_NONE; i++) {
		l->from_patch = looked_for(&s, l->patch->items[i]) ? i : CR_MERGE_NONE;
	}
	const struct cr_node *patch = l->from_patch != CR_MERGE_NONE ? l->patch->items[l->from_patch] : NULL;
	bool spent = patch != NULL && l->patch_seen[l->from_patch];
	if (patch != NULL) {
		l->patch_seen[l->from_patch] = true;
	}
	if (l->from_old != CR_MERGE_NONE) {
		return cr_merge_list_enter(w, f, l->old.items[l->from_old].node, patch, spent);
	}
	if (spent && l->patch_made[l->from_patch] != NULL) {
		return cr_merge_list_enter(w, f, l->patch_made[l->from_patch], NULL, true);
	}
	return cr_merge_list_enter(w, f, NULL, patch, spent);
}

static void
add_missing_keys(struct cr_ctx *c, const struct setter *s, struct cr_node *element)
{
	for (size_t i = 0; element->kind == CR_MAP && i < s->value_count; i++) {
		if (s->values[i].len > 0 && cr_map_pair(element, s->keys[i]) == NULL) {
			struct cr_node *value = cr_node_scalar(c, s->values[i], CR_TAG_AUTO, element->mark);
			cr_map_append(c, element, s->keys[i], value, element->mark);
		}
	}
}

static bool
store_nothing(struct cr_merge *w, struct cr_merge_list *l, struct setter *s)
{
	if (w->deleted) {
		s->deleted = l->old_deleted;
		if (l->from_patch != CR_MERGE_NONE && l->from_old != CR_MERGE_NONE) {
			l->patch_went[l->from_patch] = CR_MERGE_DONE;
		}
	}
	return set_element(s, &l->old);
}

bool
cr_irregular_store(struct cr_merge *w, struct cr_merge_frame *f)
{
	struct cr_merge_list *l = f->list;
	struct setter s;
	group_setter(w->c, l, &s);
	l->at++;
	if (w->value == NULL || is_empty(w->value)) {
		return store_nothing(w, l, &s);
	}
	struct cr_merge_element e = { .node = w->value };
	if (l->from_old != CR_MERGE_NONE && !w->from_patch) {
		e.from = l->old.items[l->from_old].from;
		l->old.items[l->from_old].node = e.node;
	} else {
		assert(l->from_patch != CR_MERGE_NONE);
		e.from = CR_MERGE_NEW + l->from_patch;
		l->patch_made[l->from_patch] = e.node;
	}
	if (!s.plain && w->from_patch) {
		add_missing_keys(w->c, &s, e.node);
	}
	if (l->from_patch != CR_MERGE_NONE) {
		l->patch_went[l->from_patch] = e.from;
	}
	s.element = &e;
	return set_element(&s, &l->merged);
}

static bool
append_element(const struct setter *live, struct cr_merge_elements *to, const struct cr_merge_element *e)
{
	struct setter s = *live;
	if (s.plain) {
		s.values[s.value_count++] = raw_text(e->node);
	}
	for (size_t i = 0; !s.plain && i < s.key_count; i++) {
		const struct cr_node *value = cr_map_get(e->node, s.keys[i]);
		if (e->node->kind != CR_MAP && !cr_node_is_null(e->node)) {
			return cr_fail(s.c, e->node->mark, CR_E_MERGE, "an element of this list must be a map");
		}
		if (value == NULL) {
			*cr_scratch_push(s.c, to) = *e;
			continue;
		}
		s.values[s.value_count++] = raw_text(value);
	}
	if (s.key_count > 1 && !set_element(&s, to)) {
		return false;
	}
	s.element = e;
	return set_element(&s, to);
}

static void
warn_of_losses(struct cr_ctx *c, const struct cr_merge_frame *f, const struct cr_merge_elements *left)
{
	const struct cr_merge_list *l = f->list;
	size_t patch_count = l->patch != NULL ? l->patch->count : 0;
	bool *old_left = cr_scratch_zero(c, l->node->count, sizeof *old_left);
	bool *patch_left = cr_scratch_zero(c, patch_count, sizeof *patch_left);
	for (size_t i = 0; i < left->count; i++) {
		uint32_t from = left->items[i].from;
		*(from < CR_MERGE_NEW ? &old_left[from] : &patch_left[from - CR_MERGE_NEW]) = true;
	}
	const char *why = "some elements of this list lack a merge key";
	for (size_t i = 0; i < patch_count; i++) {
		uint32_t went = l->patch_went[i];
		bool lost = went == CR_MERGE_NONE ||
			    (went != CR_MERGE_DONE && !(went < CR_MERGE_NEW ? old_left[went] : patch_left[went - CR_MERGE_NEW]));
		if (lost) {
			cr_merge_warn_patch(c, f, l->patch->items[i], why);
		}
	}
	for (size_t i = 0; i < l->node->count; i++) {
		if (!old_left[i] && !l->old_deleted[i]) {
			cr_merge_warn_old(c, f, l->node->items[i], why);
		}
	}
}

bool
cr_irregular_finish(struct cr_merge *w, struct cr_merge_frame *f, struct cr_node *out)
{
	struct cr_merge_list *l = f->list;
	struct cr_merge_elements *to = w->options->append ? &l->old : &l->merged;
	const struct cr_merge_elements *from = w->options->append ? &l->merged : &l->old;
	struct setter live;
	live_setter(w->c, l, &live);
	for (size_t i = 0; i < from->count; i++) {
		if (!append_element(&live, to, &from->items[i])) {
			return false;
		}
	}
	for (size_t i = 0; i < to->count; i++) {
		cr_list_append(w->c, out, to->items[i].node);
	}
	if (l->key_count > 0) {
		warn_of_losses(w->c, f, to);
	}
	return true;
}
