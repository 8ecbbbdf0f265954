/* The directories accumulated so far. A base that several overlays share is accumulated once; a directory that leads back to
 * one that is still being accumulated is a cycle. A component works on what its parent has accumulated, so only its file is kept. */
#include "accumulate/openapi.h"
#include "accumulate/target.h"
#include "base/limits.h"
#include "load/loader.h"

/* A directory on the way to the one that is accumulated now. */
struct station {
	struct cr_str dir;
	const struct station *outer;
};

struct cr_baseline {
	struct cr_map kusts; /* struct kust_entry, by directory */
	struct cr_map built; /* struct built_entry, by directory, where, and the schema in force */
	const struct station *innermost;
	uint32_t depth;
	uint32_t loads;
};

struct kust_entry {
	struct cr_kust kust;
	struct cr_str dir;
	bool ok;
};

struct built_entry {
	struct cr_accumulation accumulation;
	struct cr_str dir;
	struct cr_str where; /* see struct cr_target: the notes of origin depend on it */
	bool ok;             /* its resources are there */
};

struct cr_baseline *
cr_baseline_new(struct cr_ctx *c)
{
	return cr_new(c, struct cr_baseline);
}

static struct kust_entry *
find_kust(const struct cr_ctx *c, const struct cr_baseline *b, struct cr_str dir)
{
	struct cr_map_iter it;
	uint64_t hash = cr_hash_str(c, dir.ptr, dir.len);
	for (struct kust_entry *e = cr_map_first(&b->kusts, hash, &it); e != NULL; e = cr_map_next(&b->kusts, &it)) {
		if (cr_str_eq(e->dir, dir)) {
			return e;
		}
	}
	return NULL;
}

static struct cr_kust *
kust_of(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	struct kust_entry *e = find_kust(c, b, dir);
	if (e == NULL) {
		e = cr_new(c, struct kust_entry);
		e->dir = dir;
		cr_map_add(c, &b->kusts, cr_hash_str(c, dir.ptr, dir.len), e);
		e->ok = cr_target_read(c, dir, mark, &e->kust);
	}
	return e->ok ? &e->kust : NULL;
}

const struct cr_kust *
cr_baseline_kust(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	return kust_of(c, b, dir, mark);
}

static uint64_t
built_hash(const struct cr_ctx *c, struct cr_str dir, struct cr_str where)
{
	uint64_t hash = cr_hash_str(c, dir.ptr, dir.len);
	return where.ptr == NULL ? hash : cr_hash_mix(hash, cr_hash_str(c, where.ptr, where.len));
}

static struct built_entry *
find_built(const struct cr_ctx *c, const struct cr_baseline *b, struct cr_str dir, struct cr_str where)
{
	struct cr_map_iter it;
	uint64_t hash = built_hash(c, dir, where);
	for (struct built_entry *e = cr_map_first(&b->built, hash, &it); e != NULL; e = cr_map_next(&b->built, &it)) {
		if (cr_str_eq(e->dir, dir) && (e->where.ptr == NULL) == (where.ptr == NULL) && cr_str_eq(e->where, where) &&
		    cr_openapi_fits(c, &e->accumulation)) {
			return e;
		}
	}
	return NULL;
}

static struct built_entry *
add_built(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, struct cr_str where)
{
	struct built_entry *e = cr_new(c, struct built_entry);
	e->dir = dir;
	e->where = where;
	cr_map_add(c, &b->built, built_hash(c, dir, where), e);
	return e;
}

/* The reference lets no directory name itself, one above it, or one above any that led to it, whatever is built there. */
static bool
leads_back(struct cr_ctx *c, const struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	for (const struct station *on_way = b->innermost; on_way != NULL; on_way = on_way->outer) {
		if (cr_path_below(dir, on_way->dir)) {
			struct cr_str seen = cr_path_display(c, dir);
			if (cr_str_eq(dir, on_way->dir)) {
				cr_fail(c, mark, CR_E_CYCLE, "cycle detected: \"%S\" led here", seen);
			} else {
				cr_fail(c, mark, CR_E_CYCLE, "cycle detected: \"%S\" holds \"%S\", which led here", seen,
					cr_path_display(c, on_way->dir));
			}
			return true;
		}
	}
	return false;
}

static bool
within_limits(struct cr_ctx *c, const struct cr_baseline *b, cr_mark mark)
{
	if (b->depth >= cr_limit(c, CR_MAX_DEPTH)) {
		return cr_fail_limit(c, mark, CR_MAX_DEPTH, "overlays upon overlays are nested deeper than");
	}
	if (b->loads >= cr_limit(c, CR_MAX_LOADS)) {
		return cr_fail_limit(c, mark, CR_MAX_LOADS, "one session accumulates more than");
	}
	return true;
}

/* Accumulates at dir, which is then on the way to what it names. */
static bool
go_into(struct cr_ctx *c, struct cr_target *t, struct cr_str dir)
{
	struct cr_baseline *b = t->baseline;
	struct station here = { .dir = dir, .outer = b->innermost };
	b->innermost = &here;
	b->depth++;
	b->loads++;
	bool ok = cr_target_accumulate(c, t);
	b->depth--;
	b->innermost = here.outer;
	return ok;
}

/* A stamp of its own, so that whoever borrows the result copies before writing. */
static bool
build(struct cr_ctx *c, struct cr_baseline *b, struct cr_kust *kust, struct built_entry *e)
{
	struct cr_target target = { .baseline = b, .kust = kust, .into = &e->accumulation, .where = e->where };
	uint32_t outer = c->stamp;
	c->stamp = ++c->next_stamp;
	e->accumulation.kust = kust;
	e->accumulation.config = &cr_config_empty;
	cr_resmap_init(c, &e->accumulation.resources);
	bool ok = go_into(c, &target, e->dir);
	c->stamp = outer;
	return ok;
}

static const struct cr_accumulation *
accumulate(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, struct cr_str where, cr_mark mark)
{
	struct built_entry *e = find_built(c, b, dir, where);
	if (e != NULL) {
		cr_openapi_again(c, &e->accumulation);
		return e->ok ? &e->accumulation : NULL;
	}
	if (!within_limits(c, b, mark)) {
		return NULL;
	}
	e = add_built(c, b, dir, where);
	struct cr_kust *kust = kust_of(c, b, dir, mark);
	struct cr_schema_state begun = cr_openapi_begin(c, &e->accumulation);
	e->ok = kust != NULL && build(c, b, kust, e);
	cr_openapi_end(c, &e->accumulation, begun);
	return e->ok ? &e->accumulation : NULL;
}

const struct cr_accumulation *
cr_accumulate(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	const struct cr_kust *kust = kust_of(c, b, dir, mark);
	if (kust == NULL) {
		return NULL;
	}
	return accumulate(c, b, dir, kust->build_metadata.any ? CR_STR("") : (struct cr_str){ 0 }, mark);
}

static struct cr_str
further(struct cr_ctx *c, struct cr_str where, struct cr_str entry)
{
	return where.ptr == NULL ? where : cr_path_append(c, where, entry);
}

const struct cr_accumulation *
cr_accumulate_base(struct cr_ctx *c, const struct cr_target *t, struct cr_str dir, const struct cr_text *entry)
{
	if (leads_back(c, t->baseline, dir, entry->mark)) {
		return NULL;
	}
	const struct cr_kust *kust = kust_of(c, t->baseline, dir, entry->mark);
	if (kust != NULL && kust->component) {
		cr_fail(c, entry->mark, CR_E_KUSTOMIZATION, "\"%S\" is a component: expected kind != 'Component' for path '%S'", entry->s,
			entry->s);
		cr_hint(c, "put it under \"components\"");
		return NULL;
	}
	return kust == NULL ? NULL : accumulate(c, t->baseline, dir, further(c, t->where, entry->s), entry->mark);
}

/* The reference goes on with an empty accumulation that takes in what the component left: a row of its configuration that one before it
 * covers in part goes missing then. */
static bool
merge_anew(struct cr_ctx *c, struct cr_accumulation *a)
{
	const struct cr_config *merged = cr_config_merge(c, &cr_config_empty, a->config);
	a->config = merged != NULL ? merged : a->config;
	return merged != NULL;
}

bool
cr_accumulate_component(struct cr_ctx *c, const struct cr_target *t, struct cr_str dir, const struct cr_text *entry)
{
	if (leads_back(c, t->baseline, dir, entry->mark) || !within_limits(c, t->baseline, entry->mark)) {
		return false;
	}
	struct cr_kust *kust = kust_of(c, t->baseline, dir, entry->mark);
	if (kust == NULL) {
		return false;
	}
	if (!kust->component) {
		cr_fail(c, entry->mark, CR_E_KUSTOMIZATION,
			"\"%S\" is no component: expected kind 'Component' for path '%S' but got 'Kustomization'", entry->s, entry->s);
		cr_hint(c, "put it under \"resources\"");
		return false;
	}
	struct cr_target target = { .baseline = t->baseline, .kust = kust, .into = t->into, .where = further(c, t->where, entry->s) };
	return go_into(c, &target, dir) && cr_resmap_check_ids(c, &t->into->resources) && merge_anew(c, t->into);
}
