/* One kustomization.yaml as data: reads it by the table, checks what concerns the whole, and puts together what belongs together.
 *
 * Counterpart: Unmarshal, FixKustomization and EnforceFields of api/types. */
#include "kustomization/fields.h"

/* Is any field but kind and apiVersion set? An empty text is not; an empty list or map is, as in the reference. */
static bool
says_something(struct cr_ctx *c, const struct cr_node *root)
{
	for (size_t i = 0; i < root->count; i++) {
		const struct cr_pair *p = &root->pairs[i];
		const struct cr_field *f = cr_field_find(&cr_fields_kustomization, cr_key_str(c, p->key));
		bool header =
			f != NULL && (cr_str_eq(cr_str_z(f->name), CR_STR("kind")) || cr_str_eq(cr_str_z(f->name), CR_STR("apiVersion")));
		bool empty = cr_node_is_null(p->value) || (p->value->kind == CR_SCALAR && p->value->count == 0);
		if (!header && !empty) {
			return true;
		}
	}
	return false;
}

/* Was there a value of the wrong type, which has had its error? */
static bool
was_wrong(const struct cr_text *text)
{
	return !text->set && text->mark != CR_NO_MARK;
}

static void
check_header(struct cr_ctx *c, struct cr_draft *d)
{
	if (was_wrong(&d->kind)) {
		return;
	}
	struct cr_str kind = d->kind.s.len > 0 ? d->kind.s : CR_STR("Kustomization");
	d->kust.component = cr_str_eq(kind, CR_STR("Component"));
	if (!d->kust.component && !cr_str_eq(kind, CR_STR("Kustomization"))) {
		cr_fail(c, d->kind.mark, CR_E_KUSTOMIZATION, "kind should be Kustomization or Component, not \"%S\"", kind);
		return;
	}
	struct cr_str wanted = d->kust.component ? CR_STR("kustomize.config.k8s.io/v1alpha1") : CR_STR("kustomize.config.k8s.io/v1beta1");
	if (d->api_version.s.len > 0 && !cr_str_eq(d->api_version.s, wanted)) {
		cr_fail(c, d->api_version.mark, CR_E_KUSTOMIZATION, "apiVersion for %S should be %S, not \"%S\"", kind, wanted,
			d->api_version.s);
	}
}

static void
append_texts(struct cr_ctx *c, struct cr_texts *to, const struct cr_texts *from)
{
	for (size_t i = 0; i < from->count; i++) {
		*cr_push(c, to) = from->items[i];
	}
}

static void
append_deprecated(struct cr_ctx *c, struct cr_draft *d)
{
	append_texts(c, &d->kust.resources, &d->bases);
	for (size_t i = 0; i < d->image_tags.count; i++) {
		*cr_push(c, &d->kust.images) = d->image_tags.items[i];
	}
	for (size_t i = 0; i < d->patches_strategic_merge.count; i++) {
		struct cr_text text = d->patches_strategic_merge.items[i];
		if (text.s.len == 0) {
			cr_fail(c, text.mark, CR_E_PATCH, "patch appears to be empty: \"patchesStrategicMerge[%zu]\"", i);
			continue;
		}
		bool inlined = cr_str_find(text.s, '\n', 0) != SIZE_MAX;
		*cr_push(c, &d->kust.patches_strategic_merge) = (struct cr_patch){
			.field = CR_PATCHES_STRATEGIC_MERGE,
			.path = text,
			.patch = text,
			.mark = text.mark,
			.subject = inlined ? CR_STR("inline patch") : text.s,
		};
	}
}

/* Both sorted; an entry of own hides one of shared. */
static void
merge_entries(struct cr_ctx *c, struct cr_entries *own, const struct cr_entries *shared)
{
	struct cr_entries merged = { 0 };
	size_t i = 0, j = 0;
	if (shared->count == 0) {
		return;
	}
	while (i < own->count || j < shared->count) {
		int order = i == own->count      ? 1
			    : j == shared->count ? -1
						 : cr_str_cmp(cr_key_str(c, own->items[i].key), cr_key_str(c, shared->items[j].key));
		*cr_push(c, &merged) = order <= 0 ? own->items[i] : shared->items[j];
		i += order <= 0;
		j += order >= 0;
	}
	*own = merged;
}

static void
merge_options(struct cr_ctx *c, struct cr_generator_args *args, const struct cr_generator_options *shared)
{
	struct cr_generator_options *own = &args->options;
	merge_entries(c, &own->labels, &shared->labels);
	merge_entries(c, &own->annotations, &shared->annotations);
	own->disable_name_suffix_hash |= shared->disable_name_suffix_hash;
	own->immutable |= shared->immutable;
}

static cr_key *
intern_all(struct cr_ctx *c, const struct cr_texts *texts)
{
	cr_key *keys = cr_new_n(c, cr_key, texts->count);
	for (size_t i = 0; i < texts->count; i++) {
		keys[i] = cr_key_intern(c, texts->items[i].s);
	}
	return keys;
}

static void
settle_sort(struct cr_ctx *c, struct cr_draft *d)
{
	struct cr_sort_options *sort = &d->kust.sort;
	cr_mark mark = d->sort.order.set ? d->sort.order.mark : sort->mark;
	if (!d->has_sort || was_wrong(&d->sort.order)) {
		return;
	}
	if (cr_str_eq(d->sort.order.s, CR_STR("legacy"))) {
		sort->order = CR_SORT_LEGACY;
	} else if (cr_str_eq(d->sort.order.s, CR_STR("fifo"))) {
		sort->order = CR_SORT_FIFO;
	} else {
		cr_fail(c, mark, CR_E_KUSTOMIZATION, "the field 'sortOptions.order' must be one of [fifo, legacy]");
		return;
	}
	if (d->sort.has_lists && sort->order != CR_SORT_LEGACY) {
		cr_fail(c, d->sort.lists_mark, CR_E_KUSTOMIZATION,
			"the field 'sortOptions.legacySortOptions' is set but the selected sort order is not 'legacy'");
		return;
	}
	sort->custom_lists = d->sort.has_lists;
	sort->first = intern_all(c, &d->sort.first);
	sort->first_count = d->sort.first.count;
	sort->last = intern_all(c, &d->sort.last);
	sort->last_count = d->sort.last.count;
}

static void
settle_settings(struct cr_ctx *c, struct cr_draft *d)
{
	for (size_t i = 0; i < d->metadata.annotations.count; i++) {
		const struct cr_entry *e = &d->metadata.annotations.items[i];
		if (cr_str_starts(cr_key_str(c, e->key), CR_STR("conf-render/"))) {
			*cr_push(c, &d->kust.settings) = *e;
		}
	}
}

/* Other keys have no effect, as in the reference. */
static void
settle_openapi(struct cr_draft *d)
{
	for (size_t i = 0; i < d->openapi.count; i++) {
		const struct cr_entry *e = &d->openapi.items[i];
		struct cr_text text = { .s = e->value, .mark = e->mark, .set = true };
		if (e->key == CR_KEY_path) {
			d->kust.openapi_path = text;
		} else if (e->key == CR_KEY_version) {
			d->kust.openapi_version = text;
		}
	}
}

/* Words without a meaning are ignored, as in the reference. */
static void
settle_build_metadata(struct cr_draft *d)
{
	struct cr_build_metadata *to = &d->kust.build_metadata;
	to->any = d->build_metadata.count > 0;
	for (size_t i = 0; i < d->build_metadata.count; i++) {
		struct cr_str word = d->build_metadata.items[i].s;
		to->origins |= cr_str_eq(word, CR_STR("originAnnotations"));
		to->transformations |= cr_str_eq(word, CR_STR("transformerAnnotations"));
		to->managed_by |= cr_str_eq(word, CR_STR("managedByLabel"));
	}
}

/* The reference hands labels and annotations to its transformers as YAML, in which a key "<<" is no name. */
static void
check_names(struct cr_ctx *c, const struct cr_entries *entries)
{
	for (size_t i = 0; i < entries->count; i++) {
		const struct cr_entry *e = &entries->items[i];
		if (cr_str_eq(cr_key_str(c, e->key), CR_STR("<<"))) {
			cr_fail(c, e->mark, CR_E_KUSTOMIZATION,
				"a label or annotation cannot be called \"<<\": YAML takes it for a merge key");
		}
	}
}

static void
check_generated_names(struct cr_ctx *c, const struct cr_generator_options *options)
{
	check_names(c, &options->labels);
	check_names(c, &options->annotations);
}

static void
check_all_names(struct cr_ctx *c, const struct cr_draft *d)
{
	check_names(c, &d->kust.common_labels);
	check_names(c, &d->kust.common_annotations);
	for (size_t i = 0; i < d->kust.labels.count; i++) {
		check_names(c, &d->kust.labels.items[i].pairs);
	}
	for (size_t i = 0; i < d->kust.config_maps.count; i++) {
		check_generated_names(c, &d->kust.config_maps.items[i].options);
	}
	for (size_t i = 0; i < d->kust.secrets.count; i++) {
		check_generated_names(c, &d->kust.secrets.items[i].options);
	}
}

static void
settle(struct cr_ctx *c, struct cr_draft *d)
{
	append_deprecated(c, d);
	for (size_t i = 0; i < d->kust.config_maps.count; i++) {
		merge_options(c, &d->kust.config_maps.items[i], &d->generator_options);
	}
	for (size_t i = 0; i < d->kust.secrets.count; i++) {
		merge_options(c, &d->kust.secrets.items[i], &d->generator_options);
	}
	check_all_names(c, d);
	settle_sort(c, d);
	settle_settings(c, d);
	settle_build_metadata(d);
	settle_openapi(d);
}

bool
cr_kust_decode(struct cr_ctx *c, struct cr_node *root, cr_mark file_mark, struct cr_str dir, struct cr_kust *out)
{
	size_t errors = cr_error_count(c);
	if (!cr_node_is_null(root) && root->kind != CR_MAP) {
		return cr_fail(c, root->mark, CR_E_TYPE, "a kustomization must be a map of fields, not %s",
			       root->kind == CR_LIST ? "a list" : "text");
	}
	if (cr_node_is_null(root) || !says_something(c, root)) {
		return cr_fail(c, file_mark, CR_E_KUSTOMIZATION, "kustomization.yaml is empty");
	}
	struct cr_draft *d = cr_new(c, struct cr_draft);
	cr_fields_read(c, &cr_fields_kustomization, root, d, NULL);
	check_header(c, d);
	settle(c, d);
	struct cr_str file_name = out->file_name;
	*out = d->kust;
	out->file_name = file_name;
	out->dir = dir;
	out->mark = file_mark;
	return cr_error_count(c) == errors;
}
