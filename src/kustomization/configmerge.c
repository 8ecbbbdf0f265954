/* Two transformer configurations in one. A row is there already when an earlier one has its path and is of a kind that it covers, so a
 * narrow row can displace a general one; it is an error if the two then differ in "create". After every merge all is sorted, which decides
 * what displaces what in the next.
 *
 * Thousands of files and components may each add a row, so a table that the context made itself is added to in place.
 *
 * Counterpart: api/types/fieldspec.go, TransformerConfig.Merge in api/internal/plugins/builtinconfig. Difference: the sort is stable there
 * only up to twelve rows; no output is known to show it. */
#include <stdlib.h>

#include "base/map.h"
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

/* How many at the beginning are in order. */
static size_t
in_order(struct cr_ctx *c, const struct place *places, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (cr_order_gvk(c, places[i - 1].gvk, places[i].gvk) > 0) {
			return i;
		}
	}
	return count;
}

/* The first of them are in order, and stay before what is equal to them: a table that grows by a row is not sorted as a whole. */
static void
sort_rest(struct cr_ctx *c, struct place *places, size_t first, size_t count)
{
	struct place *head = cr_scratch_zero(c, first, sizeof *head);
	memcpy(head, places, first * sizeof *head);
	qsort_r(places + first, count - first, sizeof *places, compare_places, c);
	for (size_t out = 0, i = 0, j = first; i < first; out++) {
		bool rest = j < count && compare_places(&places[j], &head[i], c) < 0;
		places[out] = rest ? places[j++] : head[i++];
	}
}

/* Sorts items of size bytes by what stands at gvk in each. */
static void
sort_by_gvk(struct cr_ctx *c, void *items, size_t size, size_t gvk, size_t count)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct place *places = cr_scratch_zero(c, count, sizeof *places);
	for (size_t i = 0; i < count; i++) {
		memcpy(&places[i].gvk, (const char *)items + i * size + gvk, sizeof places[i].gvk);
		places[i].at = i;
	}
	size_t first = in_order(c, places, count);
	if (first < count) {
		sort_rest(c, places, first, count);
		char *old = cr_scratch_zero(c, count, size);
		memcpy(old, items, count * size);
		for (size_t i = 0; i < count; i++) {
			memcpy((char *)items + i * size, old + places[i].at * size, size);
		}
	}
	cr_arena_rewind(c->scratch, mark);
}

void
cr_fieldspecs_sort(struct cr_ctx *c, struct cr_fieldspec *items, size_t count)
{
	sort_by_gvk(c, items, sizeof *items, offsetof(struct cr_fieldspec, gvk), count);
}

void
cr_namereferences_sort(struct cr_ctx *c, struct cr_namereference *items, size_t count)
{
	sort_by_gvk(c, items, sizeof *items, offsetof(struct cr_namereference, target), count);
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

/* Lists of more rows than this are searched by a hash. */
enum { MANY = 256 };

/* Rows that grow. */
struct merged {
	const struct cr_fieldspec *items;
	struct cr_fieldspec *own; /* the same; NULL: they are somebody else's, and no row was added */
	size_t count, cap;
	bool indexed;
	struct cr_map index; /* from the path to the number of the row, from 1 */
};

static struct merged
merged_of(const struct cr_ctx *c, const struct cr_fieldspecs *rows)
{
	struct merged m = { .items = rows->items, .count = rows->count, .index.in_scratch = true };
	if (rows->stamp == c->stamp) {
		m.own = rows->own;
		m.cap = rows->room;
	}
	return m;
}

static struct cr_fieldspecs
rows_of(const struct cr_ctx *c, const struct merged *m)
{
	return (struct cr_fieldspecs){
		.items = m->items, .count = m->count, .own = m->own, .room = m->cap, .stamp = m->own != NULL ? c->stamp : 0
	};
}

static uint64_t
path_hash(struct cr_ctx *c, const struct cr_fieldspec *row)
{
	uint64_t h = row->odd.len > 0 ? cr_hash_str(c, row->odd.ptr, row->odd.len) : row->path_len;
	for (uint32_t i = 0; i < row->path_len; i++) {
		h = cr_hash_mix(h, row->path[i].key);
	}
	return h;
}

static void
index_row(struct cr_ctx *c, struct merged *m, size_t i)
{
	cr_map_add(c, &m->index, path_hash(c, &m->items[i]), (void *)(uintptr_t)(i + 1));
}

static const struct cr_fieldspec *
find_hashed(struct cr_ctx *c, const struct merged *m, const struct cr_fieldspec *row)
{
	struct cr_map_iter it;
	for (void *n = cr_map_first(&m->index, path_hash(c, row), &it); n != NULL; n = cr_map_next(&m->index, &it)) {
		const struct cr_fieldspec *old = &m->items[(uintptr_t)n - 1];
		cr_count_work(c, 1);
		if (cr_fieldspec_covers(row, old)) {
			return old;
		}
	}
	return NULL;
}

/* The earliest row for which row need not be added; NULL if there is none. */
static const struct cr_fieldspec *
find(struct cr_ctx *c, struct merged *m, const struct cr_fieldspec *row)
{
	for (size_t i = 0; m->count > MANY && !m->indexed && i < m->count; i++) {
		index_row(c, m, i);
	}
	m->indexed = m->count > MANY;
	if (m->indexed) {
		return find_hashed(c, m, row);
	}
	cr_count_work(c, m->count);
	for (size_t i = 0; i < m->count; i++) {
		if (cr_fieldspec_covers(row, &m->items[i])) {
			return &m->items[i];
		}
	}
	return NULL;
}

/* more: rows that may still come. */
static void
add(struct cr_ctx *c, struct merged *m, const struct cr_fieldspec *row, size_t more)
{
	if (m->own == NULL || m->count == m->cap) {
		size_t cap = m->own == NULL ? m->count + more : 2 * m->count + more;
		struct cr_fieldspec *own = cr_new_n(c, struct cr_fieldspec, cap);
		if (m->items != NULL) {
			memcpy(own, m->items, m->count * sizeof *own);
		}
		m->items = m->own = own;
		m->cap = cap;
	}
	m->own[m->count++] = *row;
	if (m->indexed) {
		index_row(c, m, m->count - 1);
	}
}

/* False after cr_fail. */
static bool
merge_rows(struct cr_ctx *c, const char *table, struct merged *m, const struct cr_fieldspecs *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct cr_fieldspec *row = &from->items[i];
		const struct cr_fieldspec *old = find(c, m, row);
		if (old == NULL) {
			add(c, m, row, from->count - i);
		} else if (old->create != row->create) {
			return conflict(c, table, old, row);
		}
	}
	return true;
}

static bool
rows_in_order(struct cr_ctx *c, const struct cr_fieldspecs *rows)
{
	for (size_t i = 1; i < rows->count; i++) {
		if (cr_order_gvk(c, rows->items[i - 1].gvk, rows->items[i].gvk) > 0) {
			return false;
		}
	}
	return true;
}

/* The result is sorted where both are. NULL after cr_fail. */
static const struct cr_fieldspecs *
merge_table(struct cr_ctx *c, const char *table, const struct cr_fieldspecs *to, const struct cr_fieldspecs *from)
{
	struct cr_arena_mark before = cr_arena_mark(c->arena), mark = cr_arena_mark(c->scratch);
	struct merged m = merged_of(c, to);
	bool ok = merge_rows(c, table, &m, from);
	cr_arena_rewind(c->scratch, mark);
	if (!ok || m.count == to->count) {
		return ok ? to : NULL;
	}
	if (to->count == 0 && m.count == from->count && to->stamp != c->stamp && rows_in_order(c, from)) {
		cr_arena_rewind(c->arena, before);
		return from;
	}
	cr_fieldspecs_sort(c, m.own, m.count);
	struct cr_fieldspecs *result = cr_new(c, struct cr_fieldspecs);
	*result = rows_of(c, &m);
	return result;
}

/* The entries of nameReference on the way. */
struct references {
	struct target {
		struct cr_gvk gvk;
		struct merged rows;
	} * items;
	size_t count;
	struct cr_map index; /* from the target to its number, from 1 */
};

static uint64_t
gvk_hash(struct cr_gvk g)
{
	return cr_hash_mix(cr_hash_mix(cr_hash_mix(0x67766b, g.group), g.version), g.kind);
}

static struct target *
find_target(const struct references *r, struct cr_gvk g)
{
	struct cr_map_iter it;
	for (void *n = cr_map_first(&r->index, gvk_hash(g), &it); n != NULL; n = cr_map_next(&r->index, &it)) {
		struct target *t = &r->items[(uintptr_t)n - 1];
		if (cr_gvk_eq(t->gvk, g)) {
			return t;
		}
	}
	return NULL;
}

/* An entry whose target is new comes as it is, with rows that it may have twice; their order is the source's. */
static void
add_target(struct cr_ctx *c, struct references *r, const struct cr_namereference *from)
{
	r->items[r->count++] = (struct target){ .gvk = from->target, .rows = merged_of(c, &from->referrers) };
	cr_map_add(c, &r->index, gvk_hash(from->target), (void *)(uintptr_t)r->count);
}

static const struct cr_namereferences *
finish_references(struct cr_ctx *c, const struct cr_namereferences *to, const struct references *r)
{
	struct cr_namereferences *result = cr_new(c, struct cr_namereferences);
	bool in_place = to->stamp == c->stamp && r->count <= to->room;
	size_t room = in_place ? to->room : r->count + to->count;
	struct cr_namereference *items = in_place ? to->own : cr_new_n(c, struct cr_namereference, room);
	for (size_t i = 0; i < r->count; i++) {
		items[i] = (struct cr_namereference){ .target = r->items[i].gvk, .referrers = rows_of(c, &r->items[i].rows) };
	}
	cr_namereferences_sort(c, items, r->count);
	*result = (struct cr_namereferences){ .items = items, .count = r->count, .own = items, .room = room, .stamp = c->stamp };
	return result;
}

/* False after cr_fail. changed: what is in r is not what is in its beginning. */
static bool
add_references(struct cr_ctx *c, struct references *r, const struct cr_namereferences *from, bool *changed)
{
	for (size_t i = 0; i < from->count; i++) {
		struct target *t = find_target(r, from->items[i].target);
		size_t before = t == NULL ? 0 : t->rows.count;
		if (t == NULL) {
			add_target(c, r, &from->items[i]);
		} else if (!merge_rows(c, "nameReference", &t->rows, &from->items[i].referrers)) {
			return false;
		}
		*changed |= t == NULL || t->rows.count > before;
	}
	return true;
}

/* NULL after cr_fail. */
static const struct cr_namereferences *
merge_references(struct cr_ctx *c, const struct cr_namereferences *to, const struct cr_namereferences *from)
{
	if (from->count == 0) {
		return to;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct references r = { .items = cr_scratch_zero(c, to->count + from->count, sizeof *r.items), .index.in_scratch = true };
	for (size_t i = 0; i < to->count; i++) {
		add_target(c, &r, &to->items[i]);
	}
	bool changed = false;
	bool ok = add_references(c, &r, from, &changed);
	const struct cr_namereferences *result = !ok ? NULL : changed ? finish_references(c, to, &r) : to;
	cr_arena_rewind(c->scratch, mark);
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
	if (from == &cr_config_default && (to == from || to == &cr_config_empty)) {
		return from;
	}
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
