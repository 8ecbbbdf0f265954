/* Decodes entries of "replacements": texts become compiled selectors and paths, and what cannot be meant is refused.
 * Counterpart: api/types/replacement.go, and the checks of api/filters/replacement that do not look at objects. */
#include "kustomization/fields.h"

static struct cr_field_options
options_of(const struct cr_draft_field_options *from)
{
	return (struct cr_field_options){ .delimiter = from->delimiter.s, .index = from->index, .create = from->create };
}

static bool
make_filter(struct cr_ctx *c, const struct cr_draft_selector *from, cr_mark mark, struct cr_replacement_filter *out)
{
	struct cr_selector_text text;
	cr_selector_settle(from, mark, &text);
	*out = (struct cr_replacement_filter){ 0 };
	if (text.group.len + text.version.len + text.kind.len + text.name.len + text.ns.len > 0) {
		out->ids = cr_selector_new(c, &text);
		if (out->ids == NULL) {
			return false;
		}
	}
	if (text.label_selector.len > 0) {
		out->labels = cr_label_selector_new(c, text.label_selector, text.label_mark);
	}
	if (text.annotation_selector.len > 0) {
		out->annotations = cr_label_selector_new(c, text.annotation_selector, text.annotation_mark);
	}
	return (out->labels != NULL || text.label_selector.len == 0) && (out->annotations != NULL || text.annotation_selector.len == 0);
}

void
cr_finish_reject(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft_target *target = parent;
	struct cr_replacement_filter filter;
	if (make_filter(c, item, place->mark, &filter)) {
		*cr_push(c, &target->rejects) = filter;
	}
}

static struct cr_field_path *
path_of(struct cr_ctx *c, const struct cr_text *text, cr_mark otherwise)
{
	struct cr_str words = text->s.len > 0 ? text->s : CR_STR("metadata.name");
	return cr_field_path_new(c, words, text->mark != CR_NO_MARK ? text->mark : otherwise);
}

static void
make_paths(struct cr_ctx *c, const struct cr_texts *from, struct cr_replacement_target *out)
{
	out->path_count = from->count > 0 ? from->count : 1;
	out->paths = cr_new_n(c, struct cr_field_path *, out->path_count);
	for (size_t i = 0; i < from->count; i++) {
		out->paths[i] = cr_field_path_new(c, from->items[i].s, from->items[i].mark);
	}
	if (from->count == 0) {
		out->paths[0] = path_of(c, &(struct cr_text){ 0 }, out->mark);
	}
}

void
cr_finish_replacement_target(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft_replacement *draft = parent;
	const struct cr_draft_target *from = item;
	struct cr_replacement_target target = { .mark = place->mark, .options = options_of(&from->options) };
	draft->target_count++;
	if (!from->has_select) {
		cr_fail(c, place->mark, CR_E_TRANSFORM, "target must specify resources to select: \"%S\" has no field \"select\"",
			cr_place_text(c, place));
		return;
	}
	if (!make_filter(c, &from->select, from->select_mark, &target.select)) {
		return;
	}
	target.rejects = from->rejects.items;
	target.reject_count = from->rejects.count;
	make_paths(c, &from->paths, &target);
	*cr_push(c, &draft->targets) = target;
}

static struct cr_resid
source_id(struct cr_ctx *c, const struct cr_draft_source *from)
{
	return (struct cr_resid){
		.gvk = cr_gvk_of_texts(c, &from->group, &from->version, &from->kind),
		.name = cr_key_intern(c, from->name.s),
		.ns = cr_key_intern(c, from->ns.s),
	};
}

/* targets: an empty list counts as one. */
static bool
make_replacement(struct cr_ctx *c, const struct cr_draft_replacement *from, bool targets, const struct cr_place *place,
		 struct cr_replacement *out)
{
	if ((!from->has_source && !from->value.set) || !targets) {
		return cr_fail(c, place->mark, CR_E_TRANSFORM, "replacements must specify a source and at least one target in \"%S\"",
			       cr_place_text(c, place));
	}
	if (from->has_source && from->value.set) {
		return cr_fail(c, from->source_mark, CR_E_TRANSFORM, "value and resource selectors are mutually exclusive in \"%S\"",
			       cr_place_text(c, place));
	}
	*out = (struct cr_replacement){
		.value = from->value,
		.source = source_id(c, &from->source),
		.from_given = from->source.field.s.len > 0,
		.options = options_of(&from->source.options),
		.targets = from->targets.items,
		.target_count = from->targets.count,
		.mark = place->mark,
		.source_mark = from->has_source ? from->source_mark : from->value.mark,
	};
	out->from = path_of(c, &from->source.field, out->source_mark);
	return true;
}

static void
add_entry(struct cr_ctx *c, const struct cr_draft_replacement *from, bool targets, const struct cr_place *place,
	  struct cr_replacements *out)
{
	struct cr_replacement_entry entry = { .path = from->path };
	if (from->path.s.len > 0 && (from->has_source || from->target_count > 0)) {
		cr_fail(c, from->path.mark, CR_E_TRANSFORM, "cannot specify both path and inline replacement in \"%S\"",
			cr_place_text(c, place));
		return;
	}
	if (from->path.s.len == 0 && !make_replacement(c, from, targets, place, &entry.inlined)) {
		return;
	}
	*cr_push(c, &out->entries) = entry;
}

void
cr_finish_replacement(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	const struct cr_draft_replacement *from = item;
	if (draft->kust.replacements == NULL) {
		draft->kust.replacements = cr_new(c, struct cr_replacements);
	}
	add_entry(c, from, from->target_count > 0, place, draft->kust.replacements);
}

void
cr_finish_replacement_item(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	const struct cr_draft_replacement *from = item;
	add_entry(c, from, from->has_targets, place, parent);
}

bool
cr_replacements_decode(struct cr_ctx *c, const struct cr_node *root, const struct cr_place *place, struct cr_replacements *out)
{
	size_t errors = cr_error_count(c);
	cr_fields_read_as(c, CR_FIELDS_PLUGIN_TYPED, &cr_fields_replacements, root, out, place);
	return cr_error_count(c) == errors;
}

/* A file's entry has no path of its own: the reference ignores that field there. */
static bool
decode_one(struct cr_ctx *c, const struct cr_node *n, const struct cr_place *place, struct cr_replacement_list *out)
{
	struct cr_draft_replacement *draft = cr_new(c, struct cr_draft_replacement);
	struct cr_replacement made;
	size_t errors = cr_error_count(c);
	if (!cr_node_is_null(n) && n->kind != CR_MAP) {
		return cr_fail(c, n->mark, CR_E_TYPE, "a replacement must be a map of fields, not %s", cr_kind_word(n));
	}
	if (!cr_node_is_null(n)) {
		cr_fields_read_as(c, CR_FIELDS_LENIENT, &cr_fields_replacement, n, draft, place);
	}
	if (cr_error_count(c) != errors || !make_replacement(c, draft, draft->has_targets, place, &made)) {
		return false;
	}
	*cr_push(c, out) = made;
	return true;
}

bool
cr_replacement_file_decode(struct cr_ctx *c, const struct cr_node *root, cr_mark file_mark, struct cr_replacement_list *out)
{
	bool ok = true;
	if (root == NULL || root->kind == CR_SCALAR) {
		return cr_fail(c, root == NULL ? file_mark : root->mark, CR_E_TRANSFORM,
			       "unsupported replacement type encountered within replacement path: a file must hold a replacement or a list "
			       "of them");
	}
	const struct cr_place place = { .name = CR_STR("replacement"), .mark = root->mark };
	if (root->kind == CR_MAP) {
		return decode_one(c, root, &place, out);
	}
	for (size_t i = 0; i < root->count; i++) {
		const struct cr_place at = { .up = &place, .index = i, .mark = root->items[i]->mark };
		ok = decode_one(c, root->items[i], &at, out) && ok;
	}
	return ok;
}
