/* Two transformer configurations in one. A row is there already when an earlier one has its path and is of a kind that it covers, so a
 * narrow row can displace a general one; it is an error if the two then differ in "create". After every merge all is sorted, which decides
 * what displaces what in the next.
 *
 * Counterpart: api/types/fieldspec.go, TransformerConfig.Merge in api/internal/plugins/builtinconfig. Difference: the sort is stable there
 * only up to twelve rows; no output is known to show it. */
#include <stdlib.h>

#include "kustomization/configtables.h"
#include "resource/order.h"

/* A row's place before the sort. */
struct place {
	struct cr_gvk gvk;
	size_t at;
};

static int
compare_places(const void *a, const void *b, void *ctx)
{
	const struct place *x = a, *y = b;
	int order = cr_order_gvk(ctx, x->gvk, y->gvk);
	return order != 0 ? order : x->at < y->at ? -1 : 1;
}

static bool
in_order(struct cr_ctx *c, const struct place *places, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (cr_order_gvk(c, places[i - 1].gvk, places[i].gvk) > 0) {
			return false;
		}
	}
	return true;
}

/* Puts items of size bytes, of which places tells the order, into it. places and what is needed here are scratch memory. */
static void
permute(struct cr_ctx *c, void *items, size_t size, struct place *places, size_t count)
{
	if (in_order(c, places, count)) {
		return;
	}
	qsort_r(places, count, sizeof *places, compare_places, c);
	char *old = cr_scratch_zero(c, count, size);
	memcpy(old, items, count * size);
	for (size_t i = 0; i < count; i++) {
		memcpy((char *)items + i * size, old + places[i].at * size, size);
	}
}

void
cr_fieldspecs_sort(struct cr_ctx *c, struct cr_fieldspec *items, size_t count)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct place *places = cr_scratch_zero(c, count, sizeof *places);
	for (size_t i = 0; i < count; i++) {
		places[i] = (struct place){ .gvk = items[i].gvk, .at = i };
	}
	permute(c, items, sizeof *items, places, count);
	cr_arena_rewind(c->scratch, mark);
}

void
cr_namereferences_sort(struct cr_ctx *c, struct cr_namereference *items, size_t count)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct place *places = cr_scratch_zero(c, count, sizeof *places);
	for (size_t i = 0; i < count; i++) {
		places[i] = (struct place){ .gvk = items[i].target, .at = i };
	}
	permute(c, items, sizeof *items, places, count);
	cr_arena_rewind(c->scratch, mark);
}

static bool
conflict(struct cr_ctx *c, const char *table, const struct cr_fieldspec *old, const struct cr_fieldspec *row)
{
	cr_fail(c, row->mark != CR_NO_MARK ? row->mark : old->mark, CR_E_KUSTOMIZATION,
		"conflicting fieldspecs in \"%s\": two rows for \"%S\" differ in \"create\"", table, cr_fieldspec_text(c, row));
	if (row->mark != CR_NO_MARK && old->mark != CR_NO_MARK) {
		cr_second(c, old->mark, "the other row");
	} else {
		cr_hint(c, "the other row is built in, with \"create: %s\"", row->create == (row->mark != CR_NO_MARK) ? "false" : "true");
	}
	return false;
}

/* The earliest row for which row need not be added; NULL if there is none. */
static const struct cr_fieldspec *
find(struct cr_ctx *c, const struct cr_fieldspec *items, size_t count, const struct cr_fieldspec *row)
{
	cr_count_work(c, count);
	for (size_t i = 0; i < count; i++) {
		if (cr_gvk_selects(row->gvk, items[i].gvk) && cr_fieldspec_same_path(row, &items[i])) {
			return &items[i];
		}
	}
	return NULL;
}

/* items: those of to until the first row is added. */
struct merged {
	struct cr_fieldspec *own; /* NULL: nothing was added */
	const struct cr_fieldspec *items;
	size_t count;
};

static void
add(struct cr_ctx *c, struct merged *m, const struct cr_fieldspec *row, size_t most)
{
	if (m->own == NULL) {
		m->own = cr_new_n(c, struct cr_fieldspec, most);
		if (m->count > 0) {
			memcpy(m->own, m->items, m->count * sizeof *m->own);
		}
		m->items = m->own;
	}
	m->own[m->count++] = *row;
}

/* False after cr_fail. */
static bool
merge_rows(struct cr_ctx *c, const char *table, struct merged *m, const struct cr_fieldspecs *from)
{
	size_t most = m->count + from->count;
	for (size_t i = 0; i < from->count; i++) {
		const struct cr_fieldspec *row = &from->items[i];
		const struct cr_fieldspec *old = find(c, m->items, m->count, row);
		if (old == NULL) {
			add(c, m, row, most);
		} else if (old->create != row->create) {
			return conflict(c, table, old, row);
		}
	}
	return true;
}

/* The result is sorted where both are. NULL after cr_fail. */
static const struct cr_fieldspecs *
merge_table(struct cr_ctx *c, const char *table, const struct cr_fieldspecs *to, const struct cr_fieldspecs *from)
{
	struct merged m = { .items = to->items, .count = to->count };
	if (!merge_rows(c, table, &m, from)) {
		return NULL;
	}
	if (m.own == NULL) {
		return to;
	}
	cr_fieldspecs_sort(c, m.own, m.count);
	struct cr_fieldspecs *result = cr_new(c, struct cr_fieldspecs);
	*result = (struct cr_fieldspecs){ .items = m.own, .count = m.count };
	return result;
}

/* An entry whose target is new comes as it is, with rows that it may have twice; their order is the source's. */
static bool
merge_reference(struct cr_ctx *c, struct cr_namereference *items, size_t *count, const struct cr_namereference *from)
{
	cr_count_work(c, *count);
	for (size_t i = 0; i < *count; i++) {
		if (cr_gvk_eq(items[i].target, from->target)) {
			struct merged m = { .items = items[i].referrers.items, .count = items[i].referrers.count };
			if (!merge_rows(c, "nameReference", &m, &from->referrers)) {
				return false;
			}
			items[i].referrers = (struct cr_fieldspecs){ .items = m.items, .count = m.count };
			return true;
		}
	}
	items[(*count)++] = *from;
	return true;
}

static const struct cr_namereferences *
merge_references(struct cr_ctx *c, const struct cr_namereferences *to, const struct cr_namereferences *from)
{
	if (from->count == 0) {
		return to;
	}
	struct cr_namereference *items = cr_new_n(c, struct cr_namereference, to->count + from->count);
	size_t count = to->count;
	if (count > 0) {
		memcpy(items, to->items, count * sizeof *items);
	}
	for (size_t i = 0; i < from->count; i++) {
		if (!merge_reference(c, items, &count, &from->items[i])) {
			return NULL;
		}
	}
	cr_namereferences_sort(c, items, count);
	struct cr_namereferences *result = cr_new(c, struct cr_namereferences);
	*result = (struct cr_namereferences){ .items = items, .count = count };
	return result;
}

/* The built-in tables, in which no row displaces another, merged into nothing or into themselves stay what they are. */
static bool
is_settled(const void *to, size_t to_count, const void *from, const void *built_in)
{
	return from == built_in && (to == from || to_count == 0);
}

const struct cr_config *
cr_config_merge(struct cr_ctx *c, const struct cr_config *to, const struct cr_config *from)
{
	struct cr_config merged = *to, source = *from, built_in = cr_config_default;
	bool changed = false;
	for (size_t i = 0; i < CR_CONFIG_TABLES; i++) {
		const struct cr_fieldspecs **table = cr_config_at(&merged, &cr_config_tables[i]);
		const struct cr_fieldspecs *old = *table, *more = *cr_config_at(&source, &cr_config_tables[i]);
		bool settled = is_settled(old, old->count, more, *cr_config_at(&built_in, &cr_config_tables[i]));
		*table = settled ? more : merge_table(c, cr_config_tables[i].name, old, more);
		if (*table == NULL) {
			return NULL;
		}
		changed |= *table != old;
	}
	const struct cr_namereferences *old = to->name_references;
	bool settled = is_settled(old, old->count, from->name_references, cr_config_default.name_references);
	merged.name_references = settled ? from->name_references : merge_references(c, old, from->name_references);
	if (merged.name_references == NULL) {
		return NULL;
	}
	if (!changed && merged.name_references == old) {
		return to;
	}
	struct cr_config *result = cr_new(c, struct cr_config);
	*result = merged;
	return result;
}
