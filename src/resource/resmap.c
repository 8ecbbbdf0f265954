/* The ordered list of resources and its indexes by name, kind and namespace. An index holds every id that a resource has had since it came
 * here; what it finds is checked against the resource, so an entry that is out of date does no harm.
 * Counterpart: api/resmap/reswrangler.go, which compares each with each. */
#include "resource/resmap.h"

#include <stdlib.h>

#include "resource/internal.h"

/* What an object that comes from a base costs with its places in the indexes, counted in values: two overlays upon two overlays, thirty
 * times, make a thousand million objects of one. */
enum { NODES_A_BORROWED = 3 };

void
cr_resmap_init(struct cr_ctx *c, struct cr_resmap *m)
{
	*m = (struct cr_resmap){ .seed = cr_hash_str(c, "", 0) };
}

static uint64_t
hash_id(struct cr_ctx *c, const struct cr_resmap *m, enum cr_index by, struct cr_resid id)
{
	uint64_t h = cr_hash_mix(cr_hash_mix(m->seed, by), id.name);
	if (by == CR_INDEX_NAME) {
		return h;
	}
	h = cr_hash_mix(h, id.gvk.kind);
	return by == CR_INDEX_KIND ? h : cr_hash_mix(h, cr_resid_effective_ns(c, id));
}

static bool
had_another_kind(const struct cr_resource *r)
{
	for (uint32_t i = 0; i < r->prev_count; i++) {
		if (r->prev[i].gvk.kind != r->id.gvk.kind) {
			return true;
		}
	}
	return false;
}

static const struct cr_resid *
id_at(const struct cr_resource *r, uint32_t i)
{
	return i < r->prev_count ? &r->prev[i] : &r->id;
}

/* A name reference looks for an earlier name and for an earlier kind, which need not be of one id. */
static void
index_kinds_by_names(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r)
{
	for (uint32_t i = 0; i <= r->prev_count; i++) {
		if (i > 0 && id_at(r, i)->gvk.kind == id_at(r, i - 1)->gvk.kind) {
			continue;
		}
		cr_count_work(c, r->prev_count);
		for (uint32_t j = 0; j <= r->prev_count; j++) {
			struct cr_resid id = { .gvk.kind = id_at(r, i)->gvk.kind, .name = id_at(r, j)->name };
			cr_map_add(c, &m->index[CR_INDEX_KIND], hash_id(c, m, CR_INDEX_KIND, id), r);
		}
	}
}

static void
index_all_ids(struct cr_ctx *c, struct cr_resmap *m, enum cr_index by, struct cr_resource *r)
{
	if (by == CR_INDEX_KIND && had_another_kind(r)) {
		index_kinds_by_names(c, m, r);
		return;
	}
	for (uint32_t i = 0; by != CR_INDEX_CURRENT && i < r->prev_count; i++) {
		cr_map_add(c, &m->index[by], hash_id(c, m, by, r->prev[i]), r);
	}
	cr_map_add(c, &m->index[by], hash_id(c, m, by, r->id), r);
}

/* A schema that came into force since the indexes were made may know other kinds as cluster-scoped. */
static void
check_schema(struct cr_ctx *c, struct cr_resmap *m)
{
	if (m->schema == c->schema.file) {
		return;
	}
	m->schema = c->schema.file;
	for (enum cr_index by = CR_INDEX_CURRENT; by <= CR_INDEX_ID; by++) {
		m->index[by] = (struct cr_map){ 0 };
		m->indexed[by] = false;
	}
}

/* The index, made now if nobody has asked for it before: most maps are never asked by name, and the root's never by id. */
static const struct cr_map *
index_by(struct cr_ctx *c, struct cr_resmap *m, enum cr_index by)
{
	check_schema(c, m);
	if (!m->indexed[by]) {
		size_t ids = 0;
		for (size_t i = 0; i < m->count; i++) {
			ids += (by == CR_INDEX_CURRENT ? 0 : m->items[i]->prev_count) + (size_t)1;
		}
		cr_map_reserve(c, &m->index[by], ids);
		for (size_t i = 0; i < m->count; i++) {
			index_all_ids(c, m, by, m->items[i]);
		}
		m->indexed[by] = true;
	}
	return &m->index[by];
}

static void
index_id(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r, struct cr_resid id)
{
	for (enum cr_index by = 0; by < CR_INDEX_COUNT; by++) {
		if (m->indexed[by]) {
			cr_map_add(c, &m->index[by], hash_id(c, m, by, id), r);
		}
	}
}

static void
index_resource(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r)
{
	for (enum cr_index by = 0; by < CR_INDEX_COUNT; by++) {
		if (m->indexed[by]) {
			index_all_ids(c, m, by, r);
		}
	}
}

struct cr_resource *
cr_resmap_current(struct cr_ctx *c, struct cr_resmap *m, struct cr_resid id)
{
	struct cr_map_iter it;
	const struct cr_map *index = index_by(c, m, CR_INDEX_CURRENT);
	for (struct cr_resource *r = cr_map_first(index, hash_id(c, m, CR_INDEX_CURRENT, id), &it); r != NULL;
	     r = cr_map_next(index, &it)) {
		if (!r->removed && cr_resid_eq(c, r->id, id)) {
			return r;
		}
	}
	return NULL;
}

static bool
refuse_equal_ids(struct cr_ctx *c, const struct cr_resource *first, const struct cr_resource *r)
{
	cr_fail(c, r->mark, CR_E_DUPLICATE_ID, "may not add resource with an already registered id: %S", cr_resid_str(c, r->id));
	cr_second(c, first->mark, "first defined here");
	return false;
}

static void
add(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r)
{
	r->seq = m->next_seq++;
	*cr_push(c, m) = r;
	index_resource(c, m, r);
}

bool
cr_resmap_append(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r)
{
	const struct cr_resource *old = cr_resmap_current(c, m, r->id);
	if (old != NULL) {
		return refuse_equal_ids(c, old, r);
	}
	add(c, m, r);
	return true;
}

static struct cr_resource *
borrow_into(struct cr_ctx *c, struct cr_resource *r, const struct cr_resource *from)
{
	*r = *from;
	r->prev_own = NULL;
	r->prefixes.own = r->suffixes.own = NULL;
	r->stamp = c->stamp;
	return r;
}

static struct cr_resource *
borrowed(struct cr_ctx *c, const struct cr_resource *from)
{
	cr_count_nodes(c, NODES_A_BORROWED);
	return borrow_into(c, cr_new(c, struct cr_resource), from);
}

bool
cr_resmap_borrow(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resmap *from)
{
	cr_map_reserve(c, &m->index[CR_INDEX_CURRENT], m->index[CR_INDEX_CURRENT].used + from->count);
	for (size_t i = 0; i < from->count; i++) {
		if (!cr_resmap_append(c, m, borrowed(c, from->items[i]))) {
			return false;
		}
	}
	return true;
}

void
cr_resmap_copy(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resmap *from)
{
	for (size_t i = 0; i < from->count; i++) {
		add(c, m, borrowed(c, from->items[i]));
	}
}

void
cr_resmap_copy_over(struct cr_ctx *c, struct cr_resmap *m, const struct cr_resmap *from)
{
	struct cr_resmap old = *m;
	cr_resmap_init(c, m);
	m->items = old.items;
	m->cap = old.cap;
	for (size_t i = 0; i < from->count; i++) {
		struct cr_resource *r = i < old.count ? borrow_into(c, old.items[i], from->items[i]) : borrowed(c, from->items[i]);
		add(c, m, r);
	}
}

static bool
refuse_maimed(struct cr_ctx *c, const struct cr_resource *r, const char *what, struct cr_str which)
{
	cr_fail(c, r->maimed != CR_NO_MARK ? r->maimed : r->mark, CR_E_RESOURCE, "missing %s \"%S\" after its patches", what, which);
	if (r->maimed != CR_NO_MARK) {
		cr_second(c, r->mark, "the object");
	}
	return false;
}

/* The reference looks once more at what every object must have, at the end of its build. */
bool
cr_resmap_check_identities(struct cr_ctx *c, const struct cr_resmap *m)
{
	bool ok = true;
	for (size_t i = 0; i < m->count; i++) {
		const struct cr_resource *r = m->items[i];
		struct cr_str kind = cr_key_str(c, r->id.gvk.kind);
		if (r->id.gvk.kind == CR_KEY_EMPTY) {
			ok = refuse_maimed(c, r, "kind in object", cr_key_str(c, r->id.name));
		} else if (r->id.name == CR_KEY_EMPTY && !cr_str_ends(kind, CR_STR("List"))) {
			ok = refuse_maimed(c, r, "metadata.name in object of kind", kind);
		}
	}
	return ok;
}

static bool
all_differ(struct cr_ctx *c, const struct cr_resmap *m)
{
	struct cr_map current = { .in_scratch = true };
	cr_map_reserve(c, &current, m->count);
	for (size_t i = 0; i < m->count; i++) {
		struct cr_resource *r = m->items[i];
		uint64_t hash = hash_id(c, m, CR_INDEX_ID, r->id);
		struct cr_map_iter it;
		for (struct cr_resource *old = cr_map_first(&current, hash, &it); old != NULL; old = cr_map_next(&current, &it)) {
			if (cr_resid_eq(c, old->id, r->id)) {
				return refuse_equal_ids(c, old, r);
			}
		}
		cr_map_add(c, &current, hash, r);
	}
	return true;
}

bool
cr_resmap_check_ids(struct cr_ctx *c, const struct cr_resmap *m)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	bool ok = all_differ(c, m);
	cr_arena_rewind(c->scratch, mark);
	return ok;
}

/* Earlier ids have no group and version of their own: they take the current ones. */
static void
move_versions(struct cr_ctx *c, struct cr_resource *r)
{
	if (r->prev_count == 0 || (r->prev[0].gvk.group == r->id.gvk.group && r->prev[0].gvk.version == r->id.gvk.version)) {
		return;
	}
	struct cr_resid *ids = cr_new_n(c, struct cr_resid, r->prev_count);
	for (uint32_t i = 0; i < r->prev_count; i++) {
		ids[i] = r->prev[i];
		ids[i].gvk.group = r->id.gvk.group;
		ids[i].gvk.version = r->id.gvk.version;
	}
	r->prev = ids;
}

void
cr_resmap_renamed(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r)
{
	struct cr_resid before = r->id;
	r->id = cr_resid_of_tree(c, r->root);
	if (before.gvk.group != r->id.gvk.group || before.gvk.version != r->id.gvk.version) {
		move_versions(c, r);
		index_resource(c, m, r);
	} else if (had_another_kind(r)) {
		index_resource(c, m, r);
	} else if (before.name != r->id.name || before.ns != r->id.ns || before.gvk.kind != r->id.gvk.kind) {
		index_id(c, m, r, r->id);
	}
}

static bool
is_gone(const struct cr_resource *r)
{
	return r->removed || cr_node_is_null(r->root) || (r->root->kind != CR_SCALAR && r->root->count == 0);
}

void
cr_resmap_sweep(struct cr_resmap *m)
{
	size_t kept = 0;
	for (size_t i = 0; i < m->count; i++) {
		if (is_gone(m->items[i])) {
			m->items[i]->removed = true;
		} else {
			m->items[kept++] = m->items[i];
		}
	}
	m->count = kept;
}

static int
compare_places(const void *a, const void *b)
{
	const struct cr_resource *x = *(struct cr_resource *const *)a;
	const struct cr_resource *y = *(struct cr_resource *const *)b;
	return x->seq == y->seq ? 0 : x->seq < y->seq ? -1 : 1;
}

/* Puts what was found in resource order, each once. Nearly always it is in order already. */
static void
put_in_order(struct cr_matches *found)
{
	bool sorted = true;
	for (size_t i = 1; i < found->count; i++) {
		sorted = sorted && found->items[i - 1]->seq < found->items[i]->seq;
	}
	if (sorted) {
		return;
	}
	qsort(found->items, found->count, sizeof *found->items, compare_places);
	size_t kept = 1;
	for (size_t i = 1; i < found->count; i++) {
		if (found->items[i] != found->items[kept - 1]) {
			found->items[kept++] = found->items[i];
		}
	}
	found->count = kept;
}

void
cr_resmap_by_any_id(struct cr_ctx *c, struct cr_resmap *m, struct cr_resid id, struct cr_matches *out)
{
	struct cr_map_iter it;
	const struct cr_map *index = index_by(c, m, CR_INDEX_ID);
	const struct cr_resource *before = NULL;
	out->count = 0;
	for (struct cr_resource *r = cr_map_first(index, hash_id(c, m, CR_INDEX_ID, id), &it); r != NULL; r = cr_map_next(index, &it)) {
		/* An object may have had one name often. */
		cr_count_work(c, r != before ? r->prev_count + 1 : 1);
		if (r != before && !r->removed && cr_resource_has_id(c, r, id)) {
			*cr_push(c, out) = r;
		}
		before = r;
	}
	put_in_order(out);
}

static bool
has_name(const struct cr_resource *r, cr_key kind, cr_key name)
{
	bool named = false;
	bool of_kind = kind == CR_KEY_EMPTY;
	for (uint32_t i = 0; i <= r->prev_count && !(named && of_kind); i++) {
		const struct cr_resid *id = id_at(r, i);
		named = named || id->name == name;
		of_kind = of_kind || id->gvk.kind == kind;
	}
	return named && of_kind;
}

void
cr_resmap_by_name(struct cr_ctx *c, struct cr_resmap *m, cr_key kind, cr_key name, struct cr_matches *out)
{
	enum cr_index by = kind == CR_KEY_EMPTY ? CR_INDEX_NAME : CR_INDEX_KIND;
	const struct cr_map *index = index_by(c, m, by);
	uint64_t hash = hash_id(c, m, by, (struct cr_resid){ .gvk.kind = kind, .name = name });
	struct cr_map_iter it;
	out->count = 0;
	const struct cr_resource *before = NULL;
	for (struct cr_resource *r = cr_map_first(index, hash, &it); r != NULL; r = cr_map_next(index, &it)) {
		cr_count_work(c, r != before ? r->prev_count + 1 : 1);
		if (r != before && !r->removed && has_name(r, kind, name)) {
			*cr_push(c, out) = r;
		}
		before = r;
	}
	put_in_order(out);
}

static size_t
place_of(const struct cr_resmap *m, const struct cr_resource *r)
{
	size_t low = 0;
	size_t high = m->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (m->items[middle]->seq < r->seq) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static const char *
behavior_name(uint8_t behavior)
{
	static const char *const names[] = { "unspecified", "create", "replace", "merge" };
	return names[behavior];
}

static bool
overrides(const struct cr_resource *r)
{
	return r->behavior == CR_BEHAVIOR_MERGE || r->behavior == CR_BEHAVIOR_REPLACE;
}

/* r takes the place of old. */
static bool
supersede(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r, struct cr_resource *old)
{
	struct cr_resid asked = r->id;
	if (!overrides(r)) {
		cr_fail(c, r->mark, CR_E_GENERATOR, "id \"%S\" exists; can not use behavior: '%s', behavior must be merge or replace",
			cr_resid_str(c, asked), behavior_name(r->behavior));
		cr_second(c, old->mark, "defined here");
		return false;
	}
	cr_resource_take_over(c, r, old);
	if (!cr_resid_eq(c, r->id, old->id)) {
		return cr_fail(c, r->mark, CR_E_GENERATOR, "cannot find resource with id \"%S\" to replace", cr_resid_str(c, r->id));
	}
	size_t at = place_of(m, old);
	r->seq = old->seq;
	old->removed = true;
	m->items[at] = r;
	index_resource(c, m, r);
	return true;
}

bool
cr_resmap_absorb(struct cr_ctx *c, struct cr_resmap *m, struct cr_resource *r)
{
	struct cr_matches found = { 0 };
	cr_resmap_by_any_id(c, m, r->id, &found);
	if (found.count == 1) {
		return supersede(c, m, r, found.items[0]);
	}
	if (found.count > 1) {
		return cr_fail(c, r->mark, CR_E_GENERATOR, "found multiple objects that could accept merge of \"%S\"",
			       cr_resid_str(c, r->id));
	}
	if (overrides(r)) {
		return cr_fail(c, r->mark, CR_E_GENERATOR, "id \"%S\" does not exist; cannot merge or replace", cr_resid_str(c, r->id));
	}
	return cr_resmap_append(c, m, r);
}
