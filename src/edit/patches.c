/* add patch and remove patch: an entry is the same only if all of it is. */
#include "edit/tree.h"

/* A field of the target and what the edit wants there. */
struct aim {
	const char *field;
	struct cr_str text;
};

enum { AIMS = 7 };

#define NO_PATCH "no patch of the kustomization file has exactly these fields"

static void
aims_of(const struct cr_edit *e, struct aim aims[AIMS])
{
	aims[0] = (struct aim){ "group", e->group };
	aims[1] = (struct aim){ "version", e->version };
	aims[2] = (struct aim){ "kind", e->kind };
	aims[3] = (struct aim){ "name", e->name };
	aims[4] = (struct aim){ "namespace", e->ns };
	aims[5] = (struct aim){ "annotationSelector", e->annotation_selector };
	aims[6] = (struct aim){ "labelSelector", e->label_selector };
}

bool
cr_edit_check_patch(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->words.count > 0) {
		return cr_fail(c, CR_NO_MARK, CR_E_USAGE, "unexpected argument \"%S\": a patch is named with --path or --patch",
			       e->words.items[0]);
	}
	if (e->patch.len > 0 && e->path.len > 0) {
		return cr_edit_wrong(c, "patch and path can't be set at the same time");
	}
	return e->verb != CR_EDIT_ADD || e->patch.len > 0 || e->path.len > 0 || cr_edit_wrong(c, "must provide either patch or path");
}

static bool
is_same_target(struct cr_ctx *c, const struct cr_node *target, const struct cr_edit *e)
{
	struct aim aims[AIMS];
	bool none = true, same = true;
	aims_of(e, aims);
	for (size_t i = 0; i < AIMS; i++) {
		none = none && aims[i].text.len == 0;
		same = same && cr_str_eq(cr_edit_text(c, target, aims[i].field), aims[i].text);
	}
	return none ? target == NULL : target != NULL && same;
}

static bool
is_same(struct cr_ctx *c, const struct cr_node *item, void *arg)
{
	const struct cr_edit *e = arg;
	return cr_is(item, CR_MAP) && cr_str_eq(cr_edit_text(c, item, "path"), e->path) &&
	       cr_str_eq(cr_edit_text(c, item, "patch"), e->patch) && is_same_target(c, cr_edit_get(c, item, "target"), e) &&
	       cr_edit_get(c, item, "options") == NULL;
}

static struct cr_node *
new_patch(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct aim aims[AIMS];
	struct cr_node *item = cr_node_map(s->ctx, CR_NO_MARK), *target = cr_node_map(s->ctx, CR_NO_MARK);
	aims_of(e, aims);
	cr_edit_put_text(s->ctx, item, "path", e->path);
	cr_edit_put_text(s->ctx, item, "patch", e->patch);
	for (size_t i = 0; i < AIMS; i++) {
		cr_edit_put_text(s->ctx, target, aims[i].field, aims[i].text);
	}
	if (target->count > 0) {
		cr_edit_put(s->ctx, item, "target", target);
	}
	return item;
}

bool
cr_edit_patches(struct cr_edit_state *s, const struct cr_edit *e)
{
	cr_mark mark = cr_mark_make(s->file->index, 0, 0);
	struct cr_edit wanted = *e;
	if (e->verb == CR_EDIT_REMOVE && cr_edit_get(s->ctx, s->root, "patches") == NULL) {
		cr_edit_note(s->ctx, mark, NO_PATCH);
		return true;
	}
	struct cr_node *list = cr_edit_list(s, s->root, "patches");
	if (list == NULL) {
		return false;
	}
	if (e->verb == CR_EDIT_REMOVE) {
		if (cr_edit_filter(s->ctx, list, is_same, &wanted) > 0) {
			cr_edit_tidy(s->ctx, s->root, "patches");
		} else {
			cr_edit_note(s->ctx, mark, NO_PATCH);
		}
		return true;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		if (is_same(s->ctx, list->items[i], &wanted)) {
			cr_edit_note(s->ctx, list->items[i]->mark, "the patch is already in the kustomization file");
			return true;
		}
	}
	cr_list_append(s->ctx, list, new_patch(s, e));
	return true;
}
