/* labels and commonLabels: which fields an entry of labels reaches, and the labels set there.
 * Counterpart: api/internal/target (the rows of an entry), api/filters/labels. */
#include "transform/set.h"
#include "transform/transform.h"

struct rows {
	struct cr_fieldspec *items;
	size_t count, cap;
};

/* A row is left out when an earlier one has its path and is of a kind that it covers, so a narrow row can displace a general one, as in
 * the reference. */
static bool
merge_row(struct cr_ctx *c, struct rows *rows, const struct cr_fieldspec *row, cr_mark mark)
{
	cr_count_work(c, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		const struct cr_fieldspec *old = &rows->items[i];
		if (!cr_fieldspec_covers(row, old)) {
			continue;
		}
		if (old->create != row->create) {
			return cr_fail(c, old->mark != CR_NO_MARK ? old->mark : mark, CR_E_TRANSFORM,
				       "conflicting fieldspecs: \"create\" differs from that of the same field in the configuration");
		}
		return true;
	}
	*cr_scratch_push(c, rows) = *row;
	return true;
}

static bool
merge_rows(struct cr_ctx *c, struct rows *rows, const struct cr_fieldspecs *more, cr_mark mark)
{
	for (size_t i = 0; i < more->count; i++) {
		if (!merge_row(c, rows, &more->items[i], mark)) {
			return false;
		}
	}
	return true;
}

static bool
item_rows(struct cr_ctx *c, const struct cr_label_item *item, const struct cr_config *config, struct rows *rows)
{
	for (size_t i = 0; i < item->field_count; i++) {
		*cr_scratch_push(c, rows) = item->fields[i];
	}
	if (!merge_rows(c, rows, config->labels, item->mark)) {
		return false;
	}
	if (item->include_selectors) {
		return merge_rows(c, rows, config->common_labels, item->mark);
	}
	if (item->include_templates && !merge_rows(c, rows, config->template_labels, item->mark)) {
		return false;
	}
	if (item->include_volume_claim_templates && !merge_rows(c, rows, config->volume_claim_template_labels, item->mark)) {
		return false;
	}
	return merge_rows(c, rows, &cr_fs_metadata_labels, item->mark);
}

static bool
run_item(struct cr_ctx *c, const struct cr_label_item *item, const struct cr_config *config, struct cr_resmap *m)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct rows rows = { 0 };
	bool ok = item_rows(c, item, config, &rows);
	if (ok) {
		const struct cr_fieldspecs specs = { .items = rows.items, .count = rows.count };
		ok = cr_set_entries(c, m, &specs, &item->pairs);
	}
	cr_arena_rewind(c->scratch, mark);
	return ok;
}

static bool
labels_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	for (size_t i = 0; i < k->labels.count; i++) {
		if (!run_item(c, &k->labels.items[i], config, m)) {
			return false;
		}
	}
	return true;
}

static bool
common_labels_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	return cr_set_entries(c, m, config->common_labels, &k->common_labels);
}

const struct cr_transform cr_transform_labels = { .name = "labels", .run = labels_run };
const struct cr_transform cr_transform_common_labels = { .name = "commonLabels", .run = common_labels_run };
