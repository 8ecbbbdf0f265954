/* The legacy order of the output: kinds by rank, then by text. Every comparison works on keys made once for each object.
 * Counterpart: api/internal/builtins/SortOrderTransformer.go. */
#include "resource/order.h"

#include <stdlib.h>

#include "resource/tables.h"

struct rank {
	cr_key kind;
	int64_t value;
};

struct entry {
	struct cr_resource *resource;
	int64_t rank;
	struct cr_str gvk; /* "group_version_kind" with ~G, ~V, ~K for what is empty */
	struct cr_str id;  /* "namespace|name" with ~X, ~N */
	size_t place;
};

static int
compare_ranks(const void *a, const void *b)
{
	const struct rank *x = a;
	const struct rank *y = b;
	if (x->kind != y->kind) {
		return x->kind < y->kind ? -1 : 1;
	}
	return x->value == y->value ? 0 : x->value < y->value ? -1 : 1;
}

/* Sorted by kind; of a kind's ranks the last one counts, which is also the largest. */
static struct rank *
make_ranks(struct cr_ctx *c, const struct cr_order_lists *lists, size_t *count)
{
	*count = lists->first_count + lists->last_count;
	struct rank *ranks = cr_scratch_zero(c, *count, sizeof *ranks);
	for (size_t i = 0; i < lists->first_count; i++) {
		ranks[i] = (struct rank){ lists->first[i], (int64_t)i - (int64_t)lists->first_count };
	}
	for (size_t i = 0; i < lists->last_count; i++) {
		ranks[lists->first_count + i] = (struct rank){ lists->last[i], (int64_t)i + 1 };
	}
	if (*count > 0) {
		qsort(ranks, *count, sizeof *ranks, compare_ranks);
	}
	return ranks;
}

static int64_t
rank_of(const struct rank *ranks, size_t count, cr_key kind)
{
	size_t low = 0;
	size_t high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (ranks[middle].kind <= kind) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low > 0 && ranks[low - 1].kind == kind ? ranks[low - 1].value : 0;
}

static struct cr_str
part(const struct cr_ctx *c, cr_key k, struct cr_str none)
{
	return k == CR_KEY_EMPTY ? none : cr_key_str(c, k);
}

static struct cr_str
join(struct cr_ctx *c, const struct cr_str *parts, size_t count, char between)
{
	size_t len = count - 1;
	for (size_t i = 0; i < count; i++) {
		len += parts[i].len;
	}
	char *text = cr_scratch_alloc(c, len);
	char *at = text;
	for (size_t i = 0; i < count; i++) {
		if (i > 0) {
			*at++ = between;
		}
		memcpy(at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return (struct cr_str){ text, len };
}

static void
fill(struct cr_ctx *c, struct entry *e, struct cr_resource *r)
{
	struct cr_gvk g = r->id.gvk;
	e->resource = r;
	e->gvk = join(c,
		      (struct cr_str[]){ part(c, g.group, CR_STR("~G")), part(c, g.version, CR_STR("~V")), part(c, g.kind, CR_STR("~K")) },
		      3, '_');
	e->id = join(c, (struct cr_str[]){ part(c, r->id.ns, CR_STR("~X")), part(c, r->id.name, CR_STR("~N")) }, 2, '|');
}

/* Kinds "Namespace" of the core and of another group stand the other way round. */
static bool
backwards(struct cr_gvk a, struct cr_gvk b)
{
	return a.kind == CR_KEY_Namespace && b.kind == CR_KEY_Namespace && (a.group == CR_KEY_EMPTY || b.group == CR_KEY_EMPTY);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;
	if (x->rank != y->rank) {
		return x->rank < y->rank ? -1 : 1;
	}
	int order;
	if (!cr_gvk_eq(x->resource->id.gvk, y->resource->id.gvk)) {
		order = cr_str_cmp(x->gvk, y->gvk);
		order = backwards(x->resource->id.gvk, y->resource->id.gvk) ? -order : order;
	} else {
		order = cr_str_cmp(x->id, y->id);
	}
	return order != 0 ? order : x->place < y->place ? -1 : 1;
}

void
cr_order_legacy(struct cr_ctx *c, struct cr_resmap *m, const struct cr_order_lists *lists)
{
	if (m->count < 2) {
		return;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	size_t rank_count;
	struct rank *ranks = make_ranks(c, lists != NULL ? lists : &cr_order_default, &rank_count);
	struct entry *entries = cr_scratch_zero(c, m->count, sizeof *entries);
	for (size_t i = 0; i < m->count; i++) {
		fill(c, &entries[i], m->items[i]);
		entries[i].rank = rank_of(ranks, rank_count, m->items[i]->id.gvk.kind);
		entries[i].place = i;
	}
	qsort(entries, m->count, sizeof *entries, compare_entries);
	for (size_t i = 0; i < m->count; i++) {
		m->items[i] = entries[i].resource;
		m->items[i]->seq = (uint32_t)i;
	}
	m->next_seq = (uint32_t)m->count;
	cr_arena_rewind(c->scratch, mark);
}

/* Place in the first list counted from its end, below zero; in the last list from one on; 0 in none. */
static int64_t
default_rank(cr_key kind)
{
	const struct cr_order_lists *lists = &cr_order_default;
	for (size_t i = 0; i < lists->first_count; i++) {
		if (lists->first[i] == kind) {
			return (int64_t)i - (int64_t)lists->first_count;
		}
	}
	for (size_t i = 0; i < lists->last_count; i++) {
		if (lists->last[i] == kind) {
			return (int64_t)i + 1;
		}
	}
	return 0;
}

enum { GVK_PARTS = 5 };

/* "group_version_kind" in parts. */
static void
split(const struct cr_ctx *c, struct cr_gvk g, struct cr_str parts[GVK_PARTS])
{
	parts[0] = part(c, g.group, CR_STR("~G"));
	parts[2] = part(c, g.version, CR_STR("~V"));
	parts[4] = part(c, g.kind, CR_STR("~K"));
	parts[1] = parts[3] = CR_STR("_");
}

/* Compares the texts that the parts make, one behind the other. */
static int
compare_joined(struct cr_str *a, struct cr_str *b)
{
	size_t i = 0, j = 0;
	for (;;) {
		while (i < GVK_PARTS && a[i].len == 0) {
			i++;
		}
		while (j < GVK_PARTS && b[j].len == 0) {
			j++;
		}
		if (i == GVK_PARTS || j == GVK_PARTS) {
			return (int)(i != GVK_PARTS) - (int)(j != GVK_PARTS);
		}
		size_t len = a[i].len < b[j].len ? a[i].len : b[j].len;
		int order = memcmp(a[i].ptr, b[j].ptr, len);
		if (order != 0) {
			return order;
		}
		a[i] = cr_str_sub(a[i], len, a[i].len);
		b[j] = cr_str_sub(b[j], len, b[j].len);
	}
}

int
cr_order_gvk(const struct cr_ctx *c, struct cr_gvk a, struct cr_gvk b)
{
	if (cr_gvk_eq(a, b)) {
		return 0;
	}
	int64_t x = default_rank(a.kind), y = default_rank(b.kind);
	if (x != y) {
		return x < y ? -1 : 1;
	}
	struct cr_str left[GVK_PARTS], right[GVK_PARTS];
	split(c, a, left);
	split(c, b, right);
	return compare_joined(left, right);
}
