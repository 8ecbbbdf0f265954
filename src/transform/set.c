/* Field specs applied, and values written, for all transformers alike.
 * Counterpart: api/filters/fsslice, api/filters/filtersutil/setters.go. */
#include "transform/set.h"

#include "patch/notes.h"
#include "yaml/scalar.h"
#include "yaml/shared.h"

enum { STEPS_A_FIELD = 5 };

static void
make_annotations(struct cr_ctx *c, struct cr_resource *r)
{
	struct cr_node *metadata = cr_map_edit_map(c, cr_resource_edit(c, r), CR_KEY_metadata, r->mark);
	if (metadata != NULL) {
		cr_map_edit_map(c, metadata, CR_KEY_annotations, r->mark);
	}
}

void
cr_set_show_notes(struct cr_ctx *c, struct cr_resource *r, cr_key first, cr_key second)
{
	if (first == CR_KEY_metadata && second == CR_KEY_annotations && cr_notes_any(r) &&
	    cr_node_is_null(cr_map_at(r->root, first, second))) {
		make_annotations(c, r);
	}
}

bool
cr_set_field(struct cr_ctx *c, struct cr_resource *r, const struct cr_fieldspec *spec, const struct cr_visit *visit)
{
	cr_count_work(c, 1);
	if (!cr_gvk_selects(spec->gvk, r->id.gvk)) {
		return true;
	}
	cr_count_work(c, STEPS_A_FIELD);
	if (spec->path_len > 1) {
		cr_set_show_notes(c, r, spec->path[0].key, spec->path[1].key);
	}
	if (!spec->create && !cr_fieldspec_reaches(r->root, spec)) {
		return true;
	}
	return cr_fieldspec_visit(c, cr_resource_edit(c, r), spec, visit);
}

bool
cr_set_fields(struct cr_ctx *c, struct cr_resource *r, const struct cr_fieldspecs *specs, const struct cr_visit *visit)
{
	for (size_t i = 0; i < specs->count; i++) {
		if (!cr_set_field(c, r, &specs->items[i], visit)) {
			return false;
		}
	}
	return true;
}

/* Was it written in quotes, or would it be if it were printed? */
static bool
is_quoted(const struct cr_node *n)
{
	return n->tag == CR_TAG_STR && !(n->flags & CR_NODE_BARE) && ((n->flags & CR_NODE_QUOTED) != 0 || cr_needs_quotes(cr_text(n)));
}

static bool
looks_like_another_type(struct cr_str text)
{
	return cr_plain_value_11(text).type != CR_T_STR;
}

bool
cr_set_scalar(struct cr_ctx *c, struct cr_node *value, struct cr_str text, enum cr_tag tag, cr_mark mark)
{
	if (value->kind != CR_SCALAR) {
		return cr_fail(c, value->mark, CR_E_TRANSFORM, "a single value is wanted here, not %s", cr_kind_word(value));
	}
	bool quoted = is_quoted(value);
	value->flags &= (uint8_t)~CR_NODE_BARE;
	if (quoted) {
		tag = CR_TAG_STR;
		value->flags |= CR_NODE_QUOTED;
	} else if ((tag == CR_TAG_STR || tag == CR_TAG_AUTO) && looks_like_another_type(text)) {
		/* To the reference it is a string, which a merge gives its quotes (cr_merge_wants_quotes), or no null (cr_merge_is_blank).
		 */
		value->flags |= CR_NODE_BARE;
	}
	value->tag = (uint8_t)tag;
	value->flags = (uint8_t)((value->flags & ~(CR_NODE_UNTAGGED | CR_NODE_UNFIT)) | (tag == CR_TAG_AUTO ? CR_NODE_UNTAGGED : 0));
	value->text = text.ptr;
	value->count = (uint32_t)text.len;
	value->mark = mark;
	return true;
}

/* The entries on their way into one object. All places of it that lack an entry get the same node (yaml/shared.h). */
struct entry_setting {
	const struct cr_entries *entries;
	struct cr_node **nodes;  /* by entry; NULL until the first place gets it */
	struct cr_shared shared; /* values of before, written over; those new in their place stand for themselves */
};

static struct cr_node *
shared_value(struct cr_ctx *c, const struct cr_entry *e)
{
	struct cr_node *n = cr_node_str(c, e->value, e->mark);
	n->flags |= CR_NODE_SHARED;
	return n;
}

/* The old value's quotes stay, or that it has none: a patch may put something else there later. */
static uint8_t
old_style(const struct cr_node *old, const struct cr_entry *e)
{
	bool quoted = old->kind != CR_SCALAR || (old->flags & CR_NODE_QUOTED) ||
		      (old->tag == CR_TAG_STR && !(old->flags & CR_NODE_BARE) && looks_like_another_type(cr_text(old)));
	return quoted ? CR_NODE_QUOTED : looks_like_another_type(e->value) ? CR_NODE_BARE : 0;
}

/* The node of the entry in old's place: a scalar that is private is written over, or thousands of entries would leave a node each. */
static struct cr_node *
in_old_style(struct cr_ctx *c, struct cr_node *old, const struct cr_entry *e)
{
	uint8_t flags = old_style(old, e);
	struct cr_node *n = old;
	if (old->kind != CR_SCALAR || old->stamp != c->stamp) {
		n = cr_node_str(c, e->value, e->mark);
		n->written = old->kind == CR_SCALAR ? old->written : 0;
	}
	n->tag = CR_TAG_STR;
	n->flags = flags | (old->flags & CR_NODE_SHARED);
	n->text = e->value.ptr;
	n->count = (uint32_t)e->value.len;
	n->mark = e->mark;
	return n;
}

/* What all places of old get. Written over, it is in all of them. */
static struct cr_node *
successor(struct cr_ctx *c, struct entry_setting *s, struct cr_node *old, const struct cr_entry *e)
{
	struct cr_node *new = cr_shared_get(&s->shared, old);
	if (new == NULL) {
		new = in_old_style(c, old, e);
	}
	if (new != old) {
		cr_shared_add(c, &s->shared, old, new);
		cr_shared_add(c, &s->shared, new, new);
	}
	return new;
}

static void
set_entry(struct cr_ctx *c, struct entry_setting *s, struct cr_node *map, size_t i)
{
	const struct cr_entry *e = &s->entries->items[i];
	const struct cr_pair *pair = cr_map_pair(map, e->key);
	if (pair == NULL) {
		if (s->nodes[i] == NULL) {
			s->nodes[i] = shared_value(c, e);
		}
		cr_map_append(c, map, e->key, s->nodes[i], e->mark);
	} else if (pair->value == s->nodes[i]) {
		return;
	} else if (pair->value->flags & CR_NODE_SHARED) {
		cr_map_set(c, map, e->key, successor(c, s, pair->value, e), pair->mark);
	} else {
		cr_map_set(c, map, e->key, in_old_style(c, pair->value, e), e->mark);
	}
}

static bool
set_entries(struct cr_ctx *c, void *user, struct cr_node **value)
{
	struct entry_setting *s = user;
	if ((*value)->kind != CR_MAP) {
		return cr_fail(c, (*value)->mark, CR_E_TRANSFORM, "a map is wanted here, to add \"%S\" to, not %s",
			       cr_key_str(c, s->entries->items[0].key), cr_kind_word(*value));
	}
	for (size_t i = 0; i < s->entries->count; i++) {
		set_entry(c, s, *value, i);
	}
	return true;
}

/* An entry of annotations that are null is not lost: the reference finds it when it takes its notes out at the end. */
static void
fill_null_annotations(struct cr_ctx *c, struct cr_resource *r, const struct cr_fieldspecs *specs)
{
	const struct cr_node *annotations = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	if (annotations == NULL || !cr_node_is_null(annotations)) {
		return;
	}
	for (size_t i = 0; i < specs->count; i++) {
		const struct cr_fieldspec *s = &specs->items[i];
		if (s->path_len == 2 && s->path[0].key == CR_KEY_metadata && s->path[1].key == CR_KEY_annotations && !s->path[1].seq &&
		    cr_gvk_selects(s->gvk, r->id.gvk)) {
			make_annotations(c, r);
			return;
		}
	}
}

bool
cr_set_entries(struct cr_ctx *c, struct cr_resmap *m, const struct cr_fieldspecs *specs, const struct cr_entries *entries)
{
	if (entries->count == 0) {
		return true;
	}
	struct entry_setting setting = { .entries = entries, .nodes = cr_new_n(c, struct cr_node *, entries->count) };
	const struct cr_visit visit = { .set = set_entries, .user = &setting, .create_kind = CR_MAP };
	for (size_t i = 0; i < m->count; i++) {
		cr_shared_clear(&setting.shared);
		memset(setting.nodes, 0, entries->count * sizeof *setting.nodes);
		fill_null_annotations(c, m->items[i], specs);
		if (!cr_set_fields(c, m->items[i], specs, &visit)) {
			return false;
		}
		cr_shared_replace(c, m->items[i]->root, &setting.shared);
	}
	return true;
}
