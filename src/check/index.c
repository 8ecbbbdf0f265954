/* Objects of the output by kind and name, by kind and namespace. */
#include "check/index.h"

#define NEAR_MAX 3

/* Thousands of missing names among thousands that are there are one mistake, and no misspelling. A name that is compared letter by letter
 * costs as much as COMPARED that are too different at a glance. */
#define OFFERS_MAX 10000
#define COMPARED 16

struct cr_check_index {
	struct cr_map by_name; /* kind, name: all namespaces */
	struct cr_map by_ns;   /* kind, namespace */
};

/* A bit for each letter that is in it. */
static uint64_t
letters_of(struct cr_str text)
{
	uint64_t letters = 0;
	for (size_t i = 0; i < text.len; i++) {
		letters |= UINT64_C(1) << ((unsigned char)text.ptr[i] & 63);
	}
	return letters;
}

/* An edit brings one letter at most, and takes one away: most names are too different by that. */
static bool
may_be_near(const struct cr_near *n, struct cr_str text)
{
	size_t apart = text.len > n->wanted.len ? text.len - n->wanted.len : n->wanted.len - text.len;
	if (apart >= n->best) {
		return false;
	}
	uint64_t letters = letters_of(text);
	return (size_t)__builtin_popcountll(letters & ~n->letters) < n->best &&
	       (size_t)__builtin_popcountll(n->letters & ~letters) < n->best;
}

void
cr_near_begin(struct cr_check *k, struct cr_near *n, cr_key wanted)
{
	struct cr_str text = cr_key_str(k->c, wanted);
	/* One slip in a short name makes another name; in a long one three are still a slip. */
	size_t best = text.len < 5 ? 1 : text.len < 10 ? 2 : NEAR_MAX;
	*n = (struct cr_near){ .k = k, .wanted = text, .letters = letters_of(text), .best = best + 1 };
}

/* Two neighbours changed places: one slip, though it takes two edits. */
static bool
is_swapped(struct cr_str a, struct cr_str b)
{
	size_t at = 0;
	while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at]) {
		at++;
	}
	return a.len == b.len && at + 1 < a.len && a.ptr[at] == b.ptr[at + 1] && a.ptr[at + 1] == b.ptr[at] &&
	       cr_str_eq(cr_str_sub(a, at + 2, a.len), cr_str_sub(b, at + 2, b.len));
}

bool
cr_near_offer(struct cr_near *n, cr_key candidate)
{
	struct cr_str text = cr_key_str(n->k->c, candidate);
	if (n->best == 0 || n->k->offers >= OFFERS_MAX) {
		return false;
	}
	n->k->offers++;
	if (!may_be_near(n, text)) {
		return true;
	}
	n->k->offers += COMPARED;
	cr_count_work(n->k->c, text.len);
	size_t distance = is_swapped(n->wanted, text) ? 1 : cr_str_distance(n->wanted, text, n->best - 1);
	if (distance < n->best) {
		n->best = distance;
		n->name = candidate;
	}
	return true;
}

cr_key
cr_object_ns(struct cr_check *k, const struct cr_resource *r)
{
	return cr_resid_effective_ns(k->c, r->id);
}

static uint64_t
hash_of(cr_key kind, cr_key second)
{
	return cr_hash_mix(cr_hash_mix(0, kind), second);
}

static struct cr_check_index *
index_of(struct cr_check *k)
{
	if (k->index != NULL) {
		return k->index;
	}
	k->index = cr_new(k->c, struct cr_check_index);
	for (size_t i = 0; i < k->resources->count; i++) {
		struct cr_resource *r = k->resources->items[i];
		cr_map_add(k->c, &k->index->by_name, hash_of(r->id.gvk.kind, r->id.name), r);
		cr_map_add(k->c, &k->index->by_ns, hash_of(r->id.gvk.kind, cr_object_ns(k, r)), r);
	}
	return k->index;
}

/* The first object of that name that is in ns (here), or that is not. */
static const struct cr_resource *
find(struct cr_check *k, cr_key kind, cr_key ns, cr_key name, bool here)
{
	struct cr_map_iter it;
	const struct cr_map *by_name = &index_of(k)->by_name;
	for (const struct cr_resource *r = cr_map_first(by_name, hash_of(kind, name), &it); r != NULL; r = cr_map_next(by_name, &it)) {
		cr_count_work(k->c, 1);
		if (r->id.gvk.kind == kind && r->id.name == name && (cr_object_ns(k, r) == ns) == here) {
			return r;
		}
	}
	return NULL;
}

const struct cr_resource *
cr_object_find(struct cr_check *k, cr_key kind, cr_key ns, cr_key name)
{
	return find(k, kind, ns, name, true);
}

const struct cr_resource *
cr_object_elsewhere(struct cr_check *k, cr_key kind, cr_key ns, cr_key name)
{
	return find(k, kind, ns, name, false);
}

bool
cr_object_has_any(struct cr_check *k, cr_key kind, cr_key ns)
{
	struct cr_map_iter it;
	const struct cr_map *by_ns = &index_of(k)->by_ns;
	for (const struct cr_resource *r = cr_map_first(by_ns, hash_of(kind, ns), &it); r != NULL; r = cr_map_next(by_ns, &it)) {
		if (r->id.gvk.kind == kind && cr_object_ns(k, r) == ns) {
			return true;
		}
	}
	return false;
}

static bool
was_called(const struct cr_resource *r, cr_key name)
{
	for (uint32_t i = 0; i < r->prev_count; i++) {
		if (r->prev[i].name == name) {
			return true;
		}
	}
	return false;
}

static const struct cr_resource *
find_renamed(struct cr_check *k, cr_key kind, cr_key ns, cr_key name, bool here)
{
	struct cr_matches found = { 0 };
	cr_resmap_by_name(k->c, k->resources, kind, name, &found);
	cr_count_work(k->c, found.count);
	for (size_t i = 0; i < found.count; i++) {
		const struct cr_resource *r = found.items[i];
		if (r->id.gvk.kind == kind && r->id.name != name && (cr_object_ns(k, r) == ns) == here && was_called(r, name)) {
			return r;
		}
	}
	return NULL;
}

const struct cr_resource *
cr_object_renamed(struct cr_check *k, cr_key kind, cr_key ns, cr_key name)
{
	return find_renamed(k, kind, ns, name, true);
}

const struct cr_resource *
cr_object_renamed_elsewhere(struct cr_check *k, cr_key kind, cr_key ns, cr_key name)
{
	return find_renamed(k, kind, ns, name, false);
}

cr_key
cr_object_near(struct cr_check *k, cr_key kind, cr_key ns, cr_key name)
{
	struct cr_near near;
	cr_near_begin(k, &near, name);
	struct cr_map_iter it;
	const struct cr_map *by_ns = &index_of(k)->by_ns;
	for (const struct cr_resource *r = cr_map_first(by_ns, hash_of(kind, ns), &it); r != NULL; r = cr_map_next(by_ns, &it)) {
		if (r->id.gvk.kind == kind && cr_object_ns(k, r) == ns && !cr_near_offer(&near, r->id.name)) {
			break;
		}
	}
	return near.name;
}
