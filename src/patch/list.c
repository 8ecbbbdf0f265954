/* Lists that merge by keys, or as sets. The patch's elements come first, in its order; then the old ones that it does not name. With two
 * keys at work, every old element keeps its place and only what is new comes first. Of old elements with equal keys the last stays, and the
 * patch works on the first. Where elements lack a key, irregular.c does it as the reference does, step by step. Counterpart:
 * kyaml/yaml/walk/associative_sequence.go. */
#include "base/limits.h"
#include "patch/merge.h"

bool
cr_merge_list_begin(struct cr_merge *w, const struct cr_merge_pair *pair)
{
	struct cr_merge_list *l = cr_scratch_zero(w->c, 1, sizeof *l);
	l->node = pair->old;
	l->patch = pair->patch;
	cr_merge_list_keys(w, &pair->place, l);
	cr_merge_group_elements(w->c, w->options, l);
	cr_merge_push(w, pair, l);
	return l->regular || cr_irregular_begin(w->c, l);
}

bool
cr_merge_list_enter(struct cr_merge *w, struct cr_merge_frame *f, struct cr_node *old, const struct cr_node *patch, bool spent)
{
	f->waiting = true;
	return cr_merge_enter(w, (struct cr_merge_pair){
					 .old = old,
					 .patch = patch,
					 .place = cr_merge_place_of_element(&f->pair.place),
					 .name = f->pair.name,
					 .self = f->pair.self || (spent && patch == NULL),
					 .forced = f->pair.forced,
					 .element = true,
					 .spent = spent,
				 });
}

void
cr_merge_warn_patch(struct cr_ctx *c, const struct cr_merge_frame *f, const struct cr_node *element, const char *why)
{
	cr_warn(c, element->mark, CR_W_PATCH_LOST, "this element of \"%S\" in the patch has no effect: %s", cr_key_str(c, f->pair.name),
		why);
}

void
cr_merge_warn_old(struct cr_ctx *c, const struct cr_merge_frame *f, const struct cr_node *element, const char *why)
{
	cr_warn(c, element->mark, CR_W_PATCH_LOST, "this element of \"%S\" is lost: %s", cr_key_str(c, f->pair.name), why);
}

static bool
enter_group(struct cr_merge *w, struct cr_merge_frame *f)
{
	const struct cr_merge_list *l = f->list;
	const struct cr_merge_group *g = &l->groups.items[l->at];
	return cr_merge_list_enter(w, f, g->old != CR_MERGE_NONE ? l->node->items[g->old] : NULL,
				   g->patch != CR_MERGE_NONE ? l->patch->items[g->patch] : NULL, false);
}

static void
store_group(struct cr_merge *w, struct cr_merge_list *l)
{
	struct cr_merge_group *g = &l->groups.items[l->at++];
	g->value = w->value;
	g->gone = w->value == NULL;
	if (g->gone || g->old == CR_MERGE_NONE) {
		return;
	}
	g->ignored = w->from_patch || g->old != g->last_old;
	if (g->ignored) {
		g->value = l->node->items[g->last_old];
	}
}

/* Says which elements had no effect. Plain values lose nothing by falling together. */
static void
warn_of_losses(struct cr_ctx *c, const struct cr_merge_frame *f)
{
	const struct cr_merge_list *l = f->list;
	for (uint32_t i = 0; l->patch != NULL && i < l->patch->count; i++) {
		const struct cr_merge_group *g = &l->groups.items[l->patch_group[i]];
		if (g->patch != i) {
			cr_merge_warn_patch(c, f, l->patch->items[i], "the patch has an element with the same key before it");
		} else if (!g->gone && g->ignored) {
			cr_merge_warn_patch(c, f, l->patch->items[i],
					    g->old != g->last_old ? "the object has two elements with this key"
								  : "the old element stands, $patch: replace does not work here");
		}
	}
	for (uint32_t i = 0; i < l->node->count; i++) {
		const struct cr_merge_group *g = &l->groups.items[l->old_group[i]];
		if (!g->gone && g->last_old != i) {
			cr_merge_warn_old(c, f, l->node->items[i], "another one behind it has the same key");
		}
	}
}

static void
collect(struct cr_ctx *c, const struct cr_merge_list *l, struct cr_node *out)
{
	bool keeps_places = l->live_count > 1;
	for (size_t i = 0; i < l->groups.count; i++) {
		const struct cr_merge_group *g = &l->groups.items[i];
		if (!g->gone && (!keeps_places || g->old == CR_MERGE_NONE)) {
			cr_list_append(c, out, g->value);
		}
	}
	for (uint32_t i = 0; keeps_places && i < l->node->count; i++) {
		const struct cr_merge_group *g = &l->groups.items[l->old_group[i]];
		if (!g->gone && g->last_old == i) {
			cr_list_append(c, out, g->value);
		}
	}
}

static bool
finish(struct cr_merge *w, struct cr_merge_frame *f)
{
	struct cr_node *out = cr_node_list(w->c, f->list->node->mark);
	out->flags = f->list->node->flags;
	if (!f->list->regular) {
		if (!cr_irregular_finish(w, f, out)) {
			return false;
		}
	} else {
		collect(w->c, f->list, out);
		if (f->list->key_count > 0) {
			warn_of_losses(w->c, f);
		}
	}
	w->count--;
	w->value = out;
	w->deleted = false;
	w->from_patch = f->pair.fresh;
	return true;
}

bool
cr_merge_list_step(struct cr_merge *w, struct cr_merge_frame *f)
{
	struct cr_merge_list *l = f->list;
	if (f->waiting) {
		f->waiting = false;
		if (l->regular) {
			store_group(w, l);
		} else if (!cr_irregular_store(w, f)) {
			return false;
		}
	}
	if (l->at == l->groups.count) {
		return finish(w, f);
	}
	return l->regular ? enter_group(w, f) : cr_irregular_enter(w, f);
}
