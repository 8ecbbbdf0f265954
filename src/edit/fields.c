/* set nameprefix, namesuffix, namespace; the options of buildMetadata. */
#include "edit/tree.h"

bool
cr_edit_fields(struct cr_edit_state *s, const struct cr_edit *e)
{
	static const char *const names[CR_EDIT_FIELD_COUNT] = {
		[CR_EDIT_NAME_PREFIX] = "namePrefix",
		[CR_EDIT_NAME_SUFFIX] = "nameSuffix",
		[CR_EDIT_NAMESPACE] = "namespace",
	};
	cr_edit_put_text(s->ctx, s->root, names[e->field], e->words.items[0]);
	return true;
}

static bool
is_chosen(struct cr_ctx *c, const struct cr_node *item, void *words)
{
	(void)c;
	return item->kind == CR_SCALAR && cr_edit_in(words, cr_text(item));
}

static bool
is_not_chosen(struct cr_ctx *c, const struct cr_node *item, void *words)
{
	return !is_chosen(c, item, words);
}

static bool
append_options(struct cr_edit_state *s, struct cr_node *list, const struct cr_edit_words *options, bool set)
{
	for (size_t i = 0; i < options->count; i++) {
		bool there = cr_edit_has(s->ctx, list, options->items[i]);
		if (there && !set) {
			return cr_fail(s->ctx, list->mark, CR_E_KUSTOMIZATION, "buildMetadata option %S already in kustomization file",
				       options->items[i]);
		}
		if (!there) {
			cr_list_append(s->ctx, list, cr_edit_new_text(s->ctx, options->items[i]));
		}
	}
	return true;
}

bool
cr_edit_build_metadata(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_edit_words options = cr_edit_split(s->ctx, e->words.items[0], ',');
	if (e->verb == CR_EDIT_REMOVE && cr_edit_get(s->ctx, s->root, "buildMetadata") == NULL) {
		return true;
	}
	struct cr_node *list = cr_edit_list(s, s->root, "buildMetadata");
	if (list == NULL) {
		return false;
	}
	if (e->verb != CR_EDIT_ADD) {
		cr_edit_filter(s->ctx, list, e->verb == CR_EDIT_SET ? is_not_chosen : is_chosen, &options);
	}
	if (e->verb != CR_EDIT_REMOVE && !append_options(s, list, &options, e->verb == CR_EDIT_SET)) {
		return false;
	}
	cr_edit_tidy(s->ctx, s->root, "buildMetadata");
	return true;
}
