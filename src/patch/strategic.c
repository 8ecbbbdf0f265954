/* Strategic merge: walks the object and the patch together, maps here, lists that merge in list.c. Everything else in the patch replaces.
 * Counterpart: kyaml/yaml/merge2 and kyaml/yaml/walk.
 *
 * The reference walks the whole object, also where the patch says nothing, and has effects there: a field with no value at all goes, and
 * lists that merge are brought into order (settled.c finds such parts; all others are left alone and stay shared). Where the patch brings a
 * map or a list that the object lacks, the reference merges that node with itself, which is how nulls and directives in it act.
 *
 * A string put in the place of a number takes over that it has no quotes, and is printed in quotes only for what it looks like; the next
 * value in its place has none either, unless a walk has gone by in between. CR_NODE_BARE marks such a string; where a transformer has
 * written without a type (CR_TAG_AUTO), it is one only to a walk. */
#include "patch/merge.h"

#include "yaml/scalar.h"

bool
cr_merge_is_blank(const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) && n->count == 0 && cr_node_is_null(n) && !(n->flags & (CR_NODE_BARE | CR_NODE_UNTAGGED));
}

bool
cr_merge_wants_quotes(const struct cr_node *n)
{
	if (n->kind != CR_SCALAR || n->count == 0 || (n->flags & CR_NODE_QUOTED)) {
		return false;
	}
	if (n->flags & CR_NODE_UNTAGGED) {
		return cr_plain_value_11(cr_text(n)).type != CR_T_STR;
	}
	if (n->tag == CR_TAG_AUTO && !(n->flags & CR_NODE_BARE)) {
		return n->count <= 3 && strchr("yYnNoO", n->text[0]) != NULL && cr_plain_value_11(cr_text(n)).type == CR_T_BOOL;
	}
	return (n->tag == CR_TAG_STR || n->tag == CR_TAG_AUTO) && cr_plain_value_11(cr_text(n)).type != CR_T_STR;
}

struct cr_merge_place
cr_merge_place_of(struct cr_ctx *c, const struct cr_merge_place *parent, cr_key field)
{
	const struct cr_schema_field *f = NULL;
	if (parent->type != NULL && !parent->is_list) {
		f = cr_schema_field(c, parent->type, field);
	}
	if (f == NULL) {
		return (struct cr_merge_place){ .type = NULL };
	}
	return (struct cr_merge_place){
		.type = f->type,
		.keys = f->merge_keys,
		.key_count = f->merge_key_count,
		.merges = f->merges,
		.is_list = f->is_list,
	};
}

/* A schema that says how a list merges need not say that it is one; then it says nothing about the elements. */
struct cr_merge_place
cr_merge_place_of_element(const struct cr_merge_place *list)
{
	return (struct cr_merge_place){ .type = list->is_list ? list->type : NULL };
}

static const struct cr_schema_type *
type_by_itself(struct cr_ctx *c, const struct cr_node *n)
{
	const struct cr_node *version = cr_map_get(n, CR_KEY_apiVersion);
	const struct cr_node *kind = cr_map_get(n, CR_KEY_kind);
	if (!cr_is(version, CR_SCALAR) || !cr_is(kind, CR_SCALAR) || version->count == 0 || kind->count == 0) {
		return NULL;
	}
	return cr_schema_of(c, cr_gvk_parse(c, cr_text(version), cr_key_intern(c, cr_text(kind))));
}

void
cr_merge_place_look(struct cr_ctx *c, struct cr_merge_place *place, const struct cr_node *old, const struct cr_node *patch)
{
	if (place->type != NULL || place->is_list) {
		return;
	}
	place->type = type_by_itself(c, old);
	if (place->type == NULL) {
		place->type = type_by_itself(c, patch);
	}
}

void
cr_merge_push(struct cr_merge *w, const struct cr_merge_pair *pair, struct cr_merge_list *list)
{
	*cr_scratch_push(w->c, w) = (struct cr_merge_frame){ .pair = *pair, .list = list };
}

static bool
give(struct cr_merge *w, struct cr_node *value)
{
	w->value = value;
	return true;
}

static bool
give_patch(struct cr_merge *w, struct cr_node *value)
{
	w->from_patch = true;
	return give(w, value);
}

static bool
give_nothing(struct cr_merge *w, bool deleted)
{
	w->deleted = deleted;
	return give(w, NULL);
}

/* On its way through a field, the reference puts quotes around a string that needs them. */
static struct cr_node *
with_wanted_quotes(struct cr_ctx *c, struct cr_node *n)
{
	if (!cr_merge_wants_quotes(n)) {
		return n;
	}
	n = cr_node_own(c, n);
	n->tag = CR_TAG_STR;
	n->flags = (uint8_t)((n->flags & ~(CR_NODE_BARE | CR_NODE_UNTAGGED)) | CR_NODE_QUOTED);
	return n;
}

/* A few maps and nothing else are around the field. Elements of lists are looked at again when the merge has gone past them. */
static bool
only_maps_around(const struct cr_merge *w)
{
	enum { FEW = 8 };
	for (size_t i = 0; i < w->count && i < FEW; i++) {
		if (w->items[i].list != NULL) {
			return false;
		}
	}
	return w->count <= FEW;
}

/* The patch's value in the old one's place. */
static struct cr_node *
put_over(struct cr_merge *w, struct cr_node *old, const struct cr_node *patch)
{
	if (patch->kind != CR_SCALAR || !cr_node_is_plain_own(w->c, old) || !only_maps_around(w)) {
		return cr_node_copy(w->c, patch);
	}
	cr_count_nodes(w->c, 1);
	*old = *patch;
	old->stamp = w->c->stamp;
	return old;
}

/* A new value in an old field keeps the old one's quotes, and with them its type: 5 written over "4" is "5". */
static struct cr_node *
in_old_style(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	const struct cr_node was = *pair->old, *old = &was;
	struct cr_node *n = put_over(w, pair->old, pair->patch);
	bool bare = (old->flags & CR_NODE_BARE) != 0;
	bool quoted = (old->flags & CR_NODE_QUOTED) || (!bare && old->tag == CR_TAG_STR && cr_merge_wants_quotes(old));
	if (quoted && (n->tag == CR_TAG_AUTO || n->tag == cr_type_tag(cr_plain_value(cr_text(n)).type))) {
		n->tag = CR_TAG_STR;
	}
	n->flags = (uint8_t)((n->flags & ~(CR_NODE_QUOTED | CR_NODE_BARE)) | (quoted ? CR_NODE_QUOTED : 0));
	n->written = old->written;
	if (n->tag == CR_TAG_STR && !quoted && (cr_merge_wants_quotes(n) || cr_needs_quotes(cr_text(n)))) {
		n->flags |= CR_NODE_BARE;
	}
	return n;
}

bool
cr_merge_is_tagged(const struct cr_node *n)
{
	return n->kind == CR_SCALAR && !(n->flags & (CR_NODE_QUOTED | CR_NODE_UNTAGGED));
}

/* Of an element that only the object or only the patch has, the text alone is left, which decides about its type when a replacement puts
 * another text there. */
static struct cr_node *
untagged(struct cr_ctx *c, struct cr_node *n)
{
	if (cr_merge_is_tagged(n)) {
		n = cr_node_own(c, n);
		n->tag = CR_TAG_AUTO;
		n->flags = (uint8_t)((n->flags & ~CR_NODE_BARE) | CR_NODE_UNTAGGED);
	}
	return n;
}

static bool
enter_nothing(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	bool keeps = pair->old != NULL && pair->patch == NULL && !pair->self && !cr_merge_is_blank(pair->old);
	return keeps ? give(w, pair->old) : give_nothing(w, pair->patch != NULL || (pair->self && pair->old != NULL));
}

static bool
enter_scalar(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	if (pair->patch == NULL) {
		return give(w, pair->element ? untagged(w->c, pair->old) : with_wanted_quotes(w->c, pair->old));
	}
	if (cr_node_is_null(pair->patch)) {
		return give_nothing(w, true);
	}
	if (pair->element) {
		return give_patch(w, untagged(w->c, cr_node_copy(w->c, pair->patch)));
	}
	return give_patch(w, pair->old == NULL ? with_wanted_quotes(w->c, cr_node_copy(w->c, pair->patch)) : in_old_style(w, pair));
}

/* Walks a copy of what the patch brings. */
static bool
enter_new_map(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	struct cr_merge_pair self = *pair;
	self.old = cr_node_copy(w->c, pair->patch);
	self.patch = NULL;
	self.self = true;
	self.fresh = true;
	if (cr_directive_of_map(pair->patch) != CR_DIRECTIVE_UNKNOWN) {
		cr_map_remove(w->c, self.old, CR_KEY__patch);
	}
	cr_merge_push(w, &self, NULL);
	return true;
}

static bool
enter_own_map(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	enum cr_directive directive = cr_directive_of_map(pair->old);
	if (directive == CR_DIRECTIVE_UNKNOWN) {
		return cr_directive_unknown(w->c, pair->old);
	}
	cr_map_remove(w->c, pair->old, CR_KEY__patch);
	if (directive == CR_DIRECTIVE_DELETE) {
		return give_nothing(w, true);
	}
	cr_merge_push(w, pair, NULL);
	return true;
}

static bool
enter_old(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	if (!pair->forced && cr_merge_settled(w, pair->old, pair->place)) {
		return give(w, pair->old);
	}
	struct cr_merge_pair own = *pair;
	own.forced = true;
	own.old = cr_node_own(w->c, pair->old);
	if (own.old->kind == CR_LIST) {
		return cr_merge_list_begin(w, &own);
	}
	cr_merge_push(w, &own, NULL);
	return true;
}

static bool
enter_map(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	if (cr_node_is_null(pair->old)) {
		bool deletes = !pair->spent && cr_directive_of_map(pair->patch) == CR_DIRECTIVE_DELETE;
		return deletes ? give_nothing(w, true) : enter_new_map(w, pair);
	}
	if (pair->self) {
		return enter_own_map(w, pair);
	}
	if (pair->patch == NULL) {
		return enter_old(w, pair);
	}
	if (cr_node_is_null(pair->patch)) {
		return give_nothing(w, true);
	}
	switch (pair->spent ? CR_DIRECTIVE_MERGE : cr_directive_of_map(pair->patch)) {
	case CR_DIRECTIVE_DELETE:
		return give_nothing(w, true);
	case CR_DIRECTIVE_REPLACE:
		return enter_new_map(w, pair);
	case CR_DIRECTIVE_UNKNOWN:
		return cr_directive_unknown(w->c, pair->patch);
	case CR_DIRECTIVE_MERGE:
		break;
	}
	struct cr_merge_pair own = *pair;
	own.old = cr_node_own(w->c, pair->old);
	if (own.old->count == 0) {
		own.old->flags = (uint8_t)((own.old->flags & ~CR_NODE_FLOW) | (pair->patch->flags & CR_NODE_FLOW));
	}
	cr_merge_push(w, &own, NULL);
	return true;
}

static bool
enter_plain_list(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	if (pair->patch == NULL) {
		return give(w, pair->old);
	}
	if (cr_node_is_null(pair->patch)) {
		return give_nothing(w, true);
	}
	cr_directive_warn_list(w->c, pair->patch);
	return give_patch(w, cr_node_copy(w->c, pair->patch));
}

/* A copy of list without the elements that are its directive. */
static struct cr_node *
without_directive(struct cr_ctx *c, const struct cr_node *list, struct cr_str text)
{
	struct cr_node *made = cr_node_list(c, list->mark);
	for (size_t i = 0; i < list->count; i++) {
		if (cr_directive_stays(list->items[i], text)) {
			cr_list_append(c, made, cr_node_copy(c, list->items[i]));
		}
	}
	return made;
}

/* The list that the patch brings becomes the list; text, if not empty, is the directive to take out of it. */
static bool
enter_new_list(struct cr_merge *w, const struct cr_merge_pair *pair, const struct cr_node *list, struct cr_str text)
{
	struct cr_merge_pair self = *pair;
	self.old = text.len > 0 ? without_directive(w->c, list, text) : pair->self ? pair->old : cr_node_copy(w->c, list);
	self.patch = NULL;
	self.self = true;
	self.fresh = !pair->self;
	return cr_merge_list_begin(w, &self);
}

static bool
enter_merging_list(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	if (cr_node_is_null(pair->old)) {
		cr_directive_warn_list(w->c, pair->patch);
		return enter_new_list(w, pair, pair->patch, CR_STR(""));
	}
	const struct cr_node *patch = pair->self ? pair->old : pair->patch;
	if (patch == NULL) {
		return enter_old(w, pair);
	}
	if (cr_node_is_null(patch)) {
		return give_nothing(w, true);
	}
	struct cr_str text;
	enum cr_directive directive = cr_directive_of_list(patch, &text);
	if (directive == CR_DIRECTIVE_UNKNOWN) {
		return cr_directive_unknown(w->c, patch);
	}
	if (directive == CR_DIRECTIVE_DELETE) {
		return give_nothing(w, true);
	}
	if (directive == CR_DIRECTIVE_REPLACE || pair->self) {
		return enter_new_list(w, pair, patch, text);
	}
	struct cr_merge_pair own = *pair;
	if (text.len > 0) {
		own.patch = without_directive(w->c, patch, text);
	}
	return cr_merge_list_begin(w, &own);
}

static const char *
kind_name(const struct cr_node *n)
{
	static const char *const names[] = { [CR_SCALAR] = "a plain value", [CR_LIST] = "a list", [CR_MAP] = "a map" };
	return names[n->kind];
}

static bool
enter_by_kind(struct cr_merge *w, const struct cr_merge_pair *pair, int kind)
{
	if (kind == CR_SCALAR) {
		return enter_scalar(w, pair);
	}
	if (kind == CR_MAP) {
		return enter_map(w, pair);
	}
	struct cr_merge_list probe = { .node = pair->old, .patch = pair->patch };
	return cr_merge_list_keys(w, &pair->place, &probe) ? enter_merging_list(w, pair) : enter_plain_list(w, pair);
}

bool
cr_merge_enter(struct cr_merge *w, struct cr_merge_pair pair)
{
	bool no_old = cr_node_is_null(pair.old);
	bool no_patch = cr_node_is_null(pair.patch);
	w->from_patch = false;
	w->deleted = false;
	if (no_old && no_patch) {
		return enter_nothing(w, &pair);
	}
	if (!no_old && !no_patch && pair.old->kind != pair.patch->kind) {
		cr_fail(w->c, pair.patch->mark, CR_E_MERGE, "\"%S\" is %s in the patch, but %s in the object", cr_key_str(w->c, pair.name),
			kind_name(pair.patch), kind_name(pair.old));
		cr_second(w->c, pair.old->mark, "the object has it here");
		return false;
	}
	cr_merge_place_look(w->c, &pair.place, pair.old, pair.patch);
	return enter_by_kind(w, &pair, no_old ? pair.patch->kind : pair.old->kind);
}

/* The outcome in place of a shared value. The other places follow at the end of the merge; whoever writes last has the word. */
static struct cr_node *
over_shared(struct cr_merge *w, const struct cr_node *old)
{
	if (w->value == old) {
		return w->value;
	}
	struct cr_node *new = cr_shared_get(&w->shared, old);
	if (new == NULL) {
		new = w->value;
		cr_shared_add(w->c, &w->shared, old, new);
	} else if (w->from_patch) {
		*new = *w->value;
	}
	new->flags |= CR_NODE_SHARED;
	return new;
}

/* Puts the outcome for a field of the patch into the map. */
static void
store_field(struct cr_merge *w, struct cr_merge_frame *f)
{
	struct cr_node *map = f->pair.old;
	struct cr_pair *p = cr_map_pair(map, f->key);
	if (w->value == NULL) {
		cr_map_remove(w->c, map, f->key);
		return;
	}
	if (p != NULL) {
		p->value = (p->value->flags & CR_NODE_SHARED) && p->value->kind == CR_SCALAR ? over_shared(w, p->value) : w->value;
		return;
	}
	const struct cr_pair *from = cr_map_pair(f->pair.patch, f->key);
	cr_map_append(w->c, map, f->key, w->value, from->mark);
	p = &map->pairs[map->count - 1];
	p->key_tag = from->key_tag;
	p->key_quoted = from->key_quoted;
}

static bool
enter_field(struct cr_merge *w, struct cr_merge_frame *f, struct cr_merge_pair pair)
{
	pair.place = cr_merge_place_of(w->c, &f->pair.place, f->key);
	pair.name = f->key;
	pair.self = f->pair.self;
	pair.forced = f->pair.forced;
	f->waiting = true;
	return cr_merge_enter(w, pair);
}

/* The next field of the patch. */
static bool
step_patch_field(struct cr_merge *w, struct cr_merge_frame *f)
{
	const struct cr_node *patch = f->pair.patch;
	if (patch == NULL || f->at == patch->count) {
		f->patch_done = true;
		f->at = 0;
		return true;
	}
	const struct cr_pair *p = &patch->pairs[f->at++];
	if (p->key == CR_KEY__patch) {
		return true;
	}
	cr_directive_warn_field(w->c, p);
	f->key = p->key;
	return enter_field(w, f, (struct cr_merge_pair){ .old = cr_map_get(f->pair.old, p->key), .patch = p->value });
}

/* The next old field that the patch does not name. A field that goes leaves its place to another one, so the place is looked at again. */
static bool
step_old_field(struct cr_merge *w, struct cr_merge_frame *f)
{
	struct cr_node *map = f->pair.old;
	while (f->at < map->count) {
		const struct cr_pair *p = &map->pairs[f->at];
		if (cr_map_pair(f->pair.patch, p->key) == NULL) {
			f->key = p->key;
			if (f->pair.self) {
				cr_directive_warn_field(w->c, p);
			}
			return enter_field(w, f, (struct cr_merge_pair){ .old = p->value });
		}
		f->at++;
	}
	w->count--;
	w->deleted = false;
	w->from_patch = f->pair.fresh;
	return give(w, map);
}

static bool
step_map(struct cr_merge *w, struct cr_merge_frame *f)
{
	if (f->waiting) {
		f->waiting = false;
		store_field(w, f);
		if (f->patch_done && w->value != NULL) {
			f->at++;
		}
	}
	return f->patch_done ? step_old_field(w, f) : step_patch_field(w, f);
}

bool
cr_strategic_merge(struct cr_ctx *c, struct cr_node **root, const struct cr_node *patch, const struct cr_schema_type *type,
		   const struct cr_merge_options *options)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct cr_merge w = { .c = c, .options = options };
	bool ok =
		cr_merge_enter(&w, (struct cr_merge_pair){ .old = *root, .patch = patch, .place = { .type = type }, .name = CR_KEY_EMPTY });
	while (ok && w.count > 0) {
		struct cr_merge_frame *f = &w.items[w.count - 1];
		ok = f->list != NULL ? cr_merge_list_step(&w, f) : step_map(&w, f);
	}
	if (ok && w.value != NULL) {
		cr_shared_replace(c, w.value, &w.shared);
	}
	cr_arena_rewind(c->scratch, mark);
	if (ok) {
		*root = w.value;
	}
	return ok;
}
