/* replacements: finds the source and the targets of each replacement. Counterpart: api/filters/replacement. */
#include "transform/replacement.h"

#include "patch/notes.h"
#include "transform/transform.h"

/* What one replacement works with. */
struct work {
	struct cr_ctx *c;
	struct cr_resmap *m;
	const struct cr_replacement *of;
	struct cr_resource *noted; /* the source, while its tree shows the reference's notes */
};

/* May the path lead to the annotations, or above them? There the reference keeps its notes. */
static bool
meets_notes(const struct cr_field_path *p)
{
	size_t i = 0;
	while (i < p->count && p->source[i].kind == CR_PART_SKIP) {
		i++;
	}
	if (i == p->count) {
		return true;
	}
	const struct cr_part *next = i + 1 < p->count ? &p->source[i + 1] : NULL;
	return p->source[i].key == CR_KEY_metadata && (next == NULL || next->kind != CR_PART_FIELD || next->key == CR_KEY_annotations);
}

static bool
any_meets_notes(const struct cr_replacement_target *t)
{
	for (size_t i = 0; i < t->path_count; i++) {
		if (meets_notes(t->paths[i])) {
			return true;
		}
	}
	return false;
}

static bool
id_is_meant(struct cr_resid wanted, struct cr_resid id)
{
	cr_key ns = id.ns == CR_KEY_EMPTY ? CR_KEY_default : id.ns;
	return (wanted.name == CR_KEY_EMPTY || wanted.name == id.name) && (wanted.ns == CR_KEY_EMPTY || wanted.ns == ns) &&
	       cr_gvk_selects(wanted.gvk, id.gvk);
}

static bool
is_meant(struct cr_ctx *c, struct cr_resid wanted, const struct cr_resource *r)
{
	cr_count_work(c, r->prev_count + (uint64_t)1);
	bool meant = id_is_meant(wanted, r->id);
	for (uint32_t i = 0; !meant && i < r->prev_count; i++) {
		meant = id_is_meant(wanted, r->prev[i]);
	}
	return meant;
}

/* "ConfigMap.[noVer].[noGrp]/cm.[noNs]:data.HOST", as the reference names a source. */
static struct cr_str
source_text(struct cr_ctx *c, const struct cr_replacement *of)
{
	struct cr_str text = cr_resid_str(c, of->source);
	if (of->from_given) {
		text = cr_str_cat(c, cr_str_cat(c, text, CR_STR(":")), of->from->text);
	}
	if (of->options.delimiter.len > 0 || of->options.create) {
		struct cr_str create = of->options.create ? CR_STR("true") : CR_STR("false");
		struct cr_str delimiter = of->options.delimiter;
		text = cr_str_cat(c, cr_str_cat(c, text, CR_STR(":")), delimiter);
		text = cr_str_cat(c, text, cr_str_fmt(c, "(%lld), create=%.*s", (long long)of->options.index, CR_PRI(create)));
	}
	return text;
}

static bool
refuse_second(struct work *w, const struct cr_resource *first, const struct cr_resource *second)
{
	cr_fail(w->c, w->of->source_mark, CR_E_SELECTOR, "multiple matches for selector %S: %S and %S", source_text(w->c, w->of),
		cr_resid_short(w->c, first->id), cr_resid_short(w->c, second->id));
	cr_second(w->c, second->mark, "the second match is here");
	return false;
}

static struct cr_resource *
find_source(struct work *w)
{
	struct cr_matches candidates = { .items = w->m->items, .count = w->m->count };
	struct cr_resource *found = NULL;
	if (w->of->source.name != CR_KEY_EMPTY) {
		candidates = (struct cr_matches){ 0 };
		cr_resmap_by_name(w->c, w->m, CR_KEY_EMPTY, w->of->source.name, &candidates);
	}
	for (size_t i = 0; i < candidates.count; i++) {
		struct cr_resource *r = candidates.items[i];
		if (!is_meant(w->c, w->of->source, r)) {
			continue;
		}
		if (found != NULL) {
			refuse_second(w, found, r);
			return NULL;
		}
		found = r;
	}
	if (found == NULL) {
		cr_fail(w->c, w->of->source_mark, CR_E_SELECTOR, "nothing selected by %S", source_text(w->c, w->of));
	}
	return found;
}

static bool
is_empty(const struct cr_node *n)
{
	return cr_node_tagged_null(n) || (n->kind != CR_SCALAR && n->count == 0);
}

/* Only one part of the source's text. */
static bool
refine(struct work *w, const struct cr_resource *r, struct cr_node *n, struct cr_node **out)
{
	const struct cr_field_options *o = &w->of->options;
	struct cr_str part;
	*out = n;
	if (o->delimiter.len == 0) {
		return true;
	}
	if (n->kind != CR_SCALAR) {
		return cr_fail(w->c, w->of->source_mark, CR_E_TRANSFORM,
			       "delimiter option can only be used with scalar nodes, and \"%S\" is %s", w->of->from->text, cr_kind_word(n));
	}
	cr_count_work(w->c, n->count);
	if (!cr_replacement_part(cr_text(n), o->delimiter, o->index, &part)) {
		struct cr_str shown = r->id.gvk.kind == CR_KEY_Secret ? CR_STR("***") : cr_text(n);
		return cr_fail(w->c, w->of->source_mark, CR_E_TRANSFORM, "options.index %lld is out of bounds for value %S",
			       (long long)o->index, shown);
	}
	*out = cr_node_copy(w->c, n);
	cr_replacement_set_text(*out, part, w->of->source_mark);
	return true;
}

static bool
find_value(struct work *w, struct cr_node **out)
{
	struct cr_path_failure failure;
	const struct cr_field_path *from = w->of->from;
	if (w->of->value.set) {
		*out = cr_node_scalar(w->c, w->of->value.s, CR_TAG_AUTO, w->of->value.mark);
		(*out)->flags = CR_NODE_UNTAGGED;
		return true;
	}
	struct cr_resource *r = find_source(w);
	if (r == NULL) {
		return false;
	}
	if (meets_notes(from) && cr_notes_any(r)) {
		cr_resource_edit(w->c, r);
		cr_notes_write(w->c, r);
		w->noted = r;
	}
	const struct cr_node *seen = cr_field_path_get(w->c, r->root, from, from->count, &failure);
	if (failure.why != NULL) {
		cr_fail(w->c, from->mark, CR_E_TRANSFORM, "error looking up replacement source \"%S\": %S", from->text,
			cr_path_failure_text(w->c, &failure));
		cr_second(w->c, r->mark, "the source is here");
		return false;
	}
	if (is_empty(seen)) {
		cr_fail(w->c, from->mark, CR_E_TRANSFORM, "fieldPath `%S` is missing for replacement source %S", from->text,
			cr_resid_str(w->c, w->of->source));
		cr_second(w->c, r->mark, "the source is here");
		return false;
	}
	return refine(w, r, cr_field_path_edit(w->c, cr_resource_edit(w->c, r), from, from->count), out);
}

static bool
has_labels(struct cr_ctx *c, const struct cr_replacement_filter *f, const struct cr_resource *r)
{
	const struct cr_node *metadata = cr_map_get(r->root, CR_KEY_metadata);
	return (f->annotations == NULL || cr_label_selector_match(c, f->annotations, cr_map_get(metadata, CR_KEY_annotations))) &&
	       (f->labels == NULL || cr_label_selector_match(c, f->labels, cr_map_get(metadata, CR_KEY_labels)));
}

/* A reject that gives labels and an id rejects what has either. */
static bool
is_rejected(struct cr_ctx *c, const struct cr_replacement_target *t, const struct cr_resource *r, bool *yes)
{
	*yes = false;
	for (size_t i = 0; i < t->reject_count && !*yes; i++) {
		const struct cr_replacement_filter *f = &t->rejects[i];
		if (f->ids != NULL && !cr_selector_fits_id(c, f->ids, r, yes)) {
			return false;
		}
		*yes = *yes || ((f->labels != NULL || f->annotations != NULL) && has_labels(c, f, r));
	}
	return true;
}

static bool
is_selected(struct cr_ctx *c, const struct cr_replacement_target *t, const struct cr_resource *r, bool *yes)
{
	bool rejected = false;
	*yes = true;
	if (t->select.ids != NULL && !cr_selector_fits_id(c, t->select.ids, r, yes)) {
		return false;
	}
	*yes = *yes && has_labels(c, &t->select, r);
	if (*yes && !is_rejected(c, t, r, &rejected)) {
		return false;
	}
	*yes = *yes && !rejected;
	return true;
}

/* What the reference notes about r is a part of its annotations: whoever writes over those writes over the notes. */
static bool
set_among_notes(struct work *w, const struct cr_replacement_value *value, const struct cr_replacement_target *t, struct cr_resource *r)
{
	cr_notes_write(w->c, r);
	bool noted = cr_notes_any(r);
	if (!cr_replacement_set(w->c, value, t, r) || !cr_resource_reread_annotations(w->c, r)) {
		return false;
	}
	if ((noted || cr_notes_any(r)) && r != w->noted) {
		cr_notes_remove(w->c, r);
	}
	return true;
}

static bool
run_target(struct work *w, const struct cr_replacement_value *value, const struct cr_replacement_target *t)
{
	struct cr_matches candidates = { .items = w->m->items, .count = w->m->count };
	bool noted = any_meets_notes(t);
	if (t->select.ids != NULL) {
		candidates = (struct cr_matches){ 0 };
		cr_selector_candidates(w->c, t->select.ids, w->m, &candidates);
	}
	for (size_t i = 0; i < candidates.count; i++) {
		struct cr_resource *r = candidates.items[i];
		bool yes;
		cr_count_work(w->c, 1 + t->reject_count);
		if (!is_selected(w->c, t, r, &yes)) {
			return false;
		}
		if (!yes) {
			continue;
		}
		cr_resource_edit(w->c, r);
		if (!(noted ? set_among_notes(w, value, t, r) : cr_replacement_set(w->c, value, t, r))) {
			return false;
		}
		cr_resmap_renamed(w->c, w->m, r);
	}
	return true;
}

static bool
run_one(struct cr_ctx *c, const struct cr_replacement *of, struct cr_resmap *m)
{
	struct work w = { .c = c, .m = m, .of = of };
	struct cr_replacement_value value = { .of = of };
	if (!find_value(&w, &value.node)) {
		return false;
	}
	for (size_t i = 0; i < of->target_count; i++) {
		if (!run_target(&w, &value, &of->targets[i])) {
			return false;
		}
	}
	if (w.noted != NULL) {
		cr_notes_remove(c, w.noted);
	}
	return true;
}

static bool
run_list(struct cr_ctx *c, const struct cr_replacement_list *list, struct cr_resmap *m)
{
	for (size_t i = 0; i < list->count; i++) {
		struct cr_frame frame;
		cr_frame_push(c, &frame, "replacement", CR_STR(""), list->items[i].mark);
		bool ok = run_one(c, &list->items[i], m);
		cr_frame_pop(c);
		if (!ok) {
			return false;
		}
	}
	return true;
}

bool
cr_replacements_run(struct cr_ctx *c, const struct cr_replacements *all, struct cr_resmap *m)
{
	for (size_t i = 0; i < all->loaded.count; i++) {
		if (!run_list(c, all->loaded.items[i], m)) {
			return false;
		}
	}
	return true;
}

static bool
replacements_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	(void)config;
	return k->replacements == NULL || cr_replacements_run(c, k->replacements, m);
}

const struct cr_transform cr_transform_replacements = { .name = "replacements", .run = replacements_run };
