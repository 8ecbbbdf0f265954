/* What becomes of the items of the lists of a kustomization.yaml: checks that look at more than one field of an item. */
#include "kustomization/fields.h"

/* env counts as the last of envs. */
static struct cr_generator_args
generator_args(struct cr_ctx *c, struct cr_draft_generator *item, bool secret, const struct cr_place *place)
{
	struct cr_generator_args args = item->args;
	if (item->env.s.len > 0) {
		*cr_push(c, &args.envs) = item->env;
	}
	args.secret = secret;
	args.mark = place->mark;
	return args;
}

void
cr_finish_config_map(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_generator_args args = generator_args(c, item, false, place);
	*cr_push(c, &draft->kust.config_maps) = args;
}

void
cr_finish_secret(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_generator_args args = generator_args(c, item, true, place);
	*cr_push(c, &draft->kust.secrets) = args;
}

void
cr_finish_image(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_image *image = item;
	image->mark = place->mark;
	*cr_push(c, &draft->kust.images) = *image;
}

void
cr_finish_image_tag(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_image *image = item;
	image->mark = place->mark;
	*cr_push(c, &draft->image_tags) = *image;
}

void
cr_finish_replica(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_replica *replica = item;
	replica->mark = place->mark;
	*cr_push(c, &draft->kust.replicas) = *replica;
}

struct cr_gvk
cr_gvk_of_texts(struct cr_ctx *c, const struct cr_text *group, const struct cr_text *version, const struct cr_text *kind)
{
	return (struct cr_gvk){
		.group = cr_key_intern(c, group->s),
		.version = cr_key_intern(c, version->s),
		.kind = cr_key_intern(c, kind->s),
	};
}

/* An apiVersion of one or two parts prevails over group and version, part by part; one of more parts says nothing. */
static struct cr_gvk
objref_gvk(struct cr_ctx *c, const struct cr_draft_var *from)
{
	struct cr_gvk gvk = cr_gvk_of_texts(c, &from->group, &from->version, &from->kind);
	struct cr_str text = from->api_version.s;
	size_t slash = cr_str_find(text, '/', 0);
	if (text.len > 0 && slash == SIZE_MAX) {
		gvk.version = cr_key_intern(c, text);
	} else if (text.len > 0 && cr_str_find(text, '/', slash + 1) == SIZE_MAX) {
		gvk.group = cr_key_intern(c, cr_str_sub(text, 0, slash));
		gvk.version = cr_key_intern(c, cr_str_sub(text, slash + 1, text.len));
	}
	return gvk;
}

void
cr_finish_var(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	const struct cr_draft_var *from = item;
	*cr_push(c, &draft->kust.vars) = (struct cr_var){
		.name = cr_key_intern(c, from->name.s),
		.target = { .gvk = objref_gvk(c, from), .name = cr_key_intern(c, from->object.s), .ns = cr_key_intern(c, from->ns.s) },
		.field_path = from->field_path.s.len > 0 ? from->field_path.s : CR_STR("metadata.name"),
		.mark = place->mark,
	};
}

bool
cr_fieldspec_settle(struct cr_ctx *c, const struct cr_draft_fieldspec *from, const struct cr_place *place, struct cr_fieldspec *out)
{
	*out = (struct cr_fieldspec){
		.gvk = cr_gvk_of_texts(c, &from->group, &from->version, &from->kind),
		.create = from->create,
		.mark = place->mark,
	};
	return cr_fieldspec_parse_path(c, from->path.s, from->path.mark, out);
}

void
cr_finish_fieldspec(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft_label *label = parent;
	const struct cr_draft_fieldspec *from = item;
	struct cr_fieldspec spec;
	if (from->path.s.len == 0) {
		cr_fail(c, place->mark, CR_E_KUSTOMIZATION, "\"%S\" has no field \"path\"", cr_place_text(c, place));
	} else if (cr_fieldspec_settle(c, from, place, &spec)) {
		*cr_push(c, &label->fields) = spec;
	}
}

void
cr_finish_config_spec(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_fieldspec_list *list = parent;
	struct cr_fieldspec spec;
	if (cr_fieldspec_settle(c, item, place, &spec)) {
		*cr_push(c, list) = spec;
	}
}

void
cr_finish_namereference(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	(void)place;
	struct cr_namereference_list *list = parent;
	const struct cr_draft_namereference *from = item;
	*cr_push(c, list) = (struct cr_namereference){
		.target = cr_gvk_of_texts(c, &from->group, &from->version, &from->kind),
		.referrers = { .items = from->referrers.items, .count = from->referrers.count },
	};
}

void
cr_finish_label(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_draft_label *label = item;
	label->item.fields = label->fields.items;
	label->item.field_count = label->fields.count;
	label->item.mark = place->mark;
	*cr_push(c, &draft->kust.labels) = label->item;
}

/* The reference takes the white space off both ends of an inline patch before it looks at it. */
static void
trim_text(struct cr_text *text)
{
	struct cr_str trimmed = cr_str_trim(text->s);
	uint32_t lines = 0;
	for (const char *p = text->s.ptr; p < trimmed.ptr; p++) {
		lines += *p == '\n';
	}
	text->s = trimmed;
	if (lines > 0) {
		text->mark = cr_mark_make(cr_mark_file(text->mark), cr_mark_line(text->mark) + (uint64_t)lines, 0);
	}
}

void
cr_selector_settle(const struct cr_draft_selector *from, cr_mark mark, struct cr_selector_text *to)
{
	*to = (struct cr_selector_text){
		.group = from->group.s,
		.version = from->version.s,
		.kind = from->kind.s,
		.name = from->name.s,
		.ns = from->ns.s,
		.label_selector = from->label_selector.s,
		.annotation_selector = from->annotation_selector.s,
		.mark = mark,
		.group_mark = from->group.mark,
		.version_mark = from->version.mark,
		.kind_mark = from->kind.mark,
		.name_mark = from->name.mark,
		.ns_mark = from->ns.mark,
		.label_mark = from->label_selector.mark,
		.annotation_mark = from->annotation_selector.mark,
	};
}

/* Is exactly one of path and patch there? An empty text counts as none. */
static bool
has_one_source(struct cr_ctx *c, struct cr_patch *p, const struct cr_place *place)
{
	p->path.set = p->path.s.len > 0;
	p->patch.set = p->patch.s.len > 0;
	if (p->path.set && p->patch.set) {
		return cr_fail(c, p->patch.mark, CR_E_PATCH, "patch and path can't be set at the same time in \"%S\"",
			       cr_place_text(c, place));
	}
	return p->path.set || p->patch.set ||
	       cr_fail(c, place->mark, CR_E_PATCH, "must specify one of patch and path in \"%S\"", cr_place_text(c, place));
}

static struct cr_str
patch_subject(const struct cr_patch *p)
{
	return p->path.set ? p->path.s : CR_STR("inline patch");
}

bool
cr_patch_settle(struct cr_ctx *c, struct cr_draft_patch *from, const struct cr_place *place)
{
	cr_selector_settle(&from->target, from->patch.target.mark, &from->patch.target);
	trim_text(&from->patch.patch);
	if (!has_one_source(c, &from->patch, place)) {
		return false;
	}
	from->patch.field = CR_PATCHES;
	from->patch.mark = place->mark;
	from->patch.subject = patch_subject(&from->patch);
	return true;
}

void
cr_finish_patch(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_draft_patch *from = item;
	if (cr_patch_settle(c, from, place)) {
		*cr_push(c, &draft->kust.patches) = from->patch;
	}
}

void
cr_finish_patch_json6902(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	struct cr_draft_patch *from = item;
	cr_selector_settle(&from->target, from->patch.target.mark, &from->patch.target);
	if (!has_one_source(c, &from->patch, place)) {
		return;
	}
	if (!from->patch.has_target || from->target.name.s.len == 0) {
		cr_mark mark = from->patch.has_target ? from->patch.target.mark : place->mark;
		cr_fail(c, mark, CR_E_PATCH, "must specify the target name in \"%S\"", cr_place_text(c, place));
		return;
	}
	from->patch.field = CR_PATCHES_JSON6902;
	from->patch.mark = place->mark;
	from->patch.subject = patch_subject(&from->patch);
	*cr_push(c, &draft->kust.patches_json6902) = from->patch;
}

void
cr_finish_helm_chart(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place)
{
	struct cr_draft *draft = parent;
	const struct cr_draft_chart *chart = item;
	*cr_push(c, &draft->kust.charts) = (struct cr_chart){ .place = cr_place_text(c, place), .mark = place->mark, .name = chart->name };
}

/* An entry of patchesStrategicMerge is a path or the patch itself; the reference tries the latter first. Only text of several lines, or in
 * flow style, can be an object with a kind and a name. */
bool
cr_patch_is_inline(const struct cr_patch *p)
{
	if (p->field != CR_PATCHES_STRATEGIC_MERGE) {
		return p->patch.set;
	}
	return p->inlined || cr_str_find(p->patch.s, '\n', 0) != SIZE_MAX || cr_str_starts(cr_str_trim(p->patch.s), CR_STR("{"));
}
