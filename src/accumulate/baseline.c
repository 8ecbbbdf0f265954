/* The directories accumulated so far. A base that several overlays share is accumulated once; a directory that leads back to
 * one that is still being accumulated is a cycle. A component works on what its parent has accumulated, so only its file is kept. */
#include "accumulate/openapi.h"
#include "accumulate/target.h"
#include "base/limits.h"
#include "load/loader.h"

/* A directory on the way to the one that is accumulated now, or that one. */
struct visit {
	struct cr_target target;
	struct visit *outer;
	struct built_entry *entry;     /* where its accumulation is kept; NULL: a component */
	struct cr_schema_state before; /* the schema in force before it was begun */
	uint32_t stamp;                /* the same of the stamp */
};

struct cr_baseline {
	struct cr_map kusts; /* struct kust_entry, by directory */
	struct cr_map built; /* struct built_entry, by directory, where, and the schema in force */
	struct visit *innermost;
	struct visit *spare; /* ended ones, whose memory the next take */
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

/* A path is not the same as none. */
static bool
same_where(struct cr_str a, struct cr_str b)
{
	return a.ptr == NULL || b.ptr == NULL ? a.ptr == b.ptr : cr_str_eq(a, b);
}

static struct built_entry *
find_built(const struct cr_ctx *c, const struct cr_baseline *b, struct cr_str dir, struct cr_str where)
{
	struct cr_map_iter it;
	uint64_t hash = built_hash(c, dir, where);
	for (struct built_entry *e = cr_map_first(&b->built, hash, &it); e != NULL; e = cr_map_next(&b->built, &it)) {
		if (cr_str_eq(e->dir, dir) && same_where(e->where, where) && cr_openapi_fits(c, &e->accumulation)) {
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
	for (const struct visit *on_way = b->innermost; on_way != NULL; on_way = on_way->outer) {
		if (cr_path_below(dir, on_way->target.kust->dir)) {
			struct cr_str seen = cr_path_display(c, dir);
			if (cr_str_eq(dir, on_way->target.kust->dir)) {
				cr_fail(c, mark, CR_E_CYCLE, "cycle detected: \"%S\" led here", seen);
			} else {
				cr_fail(c, mark, CR_E_CYCLE, "cycle detected: \"%S\" holds \"%S\", which led here", seen,
					cr_path_display(c, on_way->target.kust->dir));
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

/* One more directory is on the way; the caller says what it accumulates into. */
static struct visit *
begin(struct cr_ctx *c, struct cr_baseline *b, struct cr_kust *kust, struct cr_str where)
{
	struct visit *v = b->spare;
	if (v == NULL) {
		v = cr_new(c, struct visit);
	} else {
		b->spare = v->outer;
	}
	*v = (struct visit){ .target = { .baseline = b, .kust = kust, .where = where }, .outer = b->innermost };
	b->innermost = v;
	b->depth++;
	b->loads++;
	return v;
}

/* A stamp of its own, so that whoever borrows the result copies before writing. */
static void
begin_base(struct cr_ctx *c, struct cr_baseline *b, struct cr_kust *kust, struct cr_str where)
{
	struct built_entry *e = add_built(c, b, kust->dir, where);
	struct visit *v = begin(c, b, kust, where);
	v->entry = e;
	v->target.into = &e->accumulation;
	v->before = cr_openapi_begin(c, &e->accumulation);
	v->stamp = c->stamp;
	c->stamp = ++c->next_stamp;
	e->accumulation.kust = kust;
	e->accumulation.config = &cr_config_empty;
	cr_resmap_init(c, &e->accumulation.resources);
}

/* The accumulation of kust's directory, if it was made before (or failed): true. */
static bool
made_before(struct cr_ctx *c, const struct cr_baseline *b, const struct cr_kust *kust, struct cr_str where,
	    const struct cr_accumulation **out)
{
	struct built_entry *e = find_built(c, b, kust->dir, where);
	if (e == NULL) {
		return false;
	}
	cr_openapi_again(c, &e->accumulation);
	*out = e->ok ? &e->accumulation : NULL;
	return true;
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

/* The innermost directory has come to its end: the one that waits for it goes on. Gives its accumulation, NULL if it failed. */
static const struct cr_accumulation *
end(struct cr_ctx *c, struct cr_baseline *b, bool ok)
{
	struct visit *v = b->innermost;
	struct cr_accumulation *a = v->target.into;
	if (v->entry != NULL) {
		c->stamp = v->stamp;
		v->entry->ok = ok;
		cr_openapi_end(c, a, v->before);
	} else {
		ok = ok && cr_resmap_check_ids(c, &a->resources) && merge_anew(c, a);
	}
	b->innermost = v->outer;
	b->depth--;
	v->outer = b->spare;
	b->spare = v;
	if (b->innermost != NULL) {
		b->innermost->target.resumed = true;
		b->innermost->target.below = ok ? a : NULL;
	}
	return ok ? a : NULL;
}

/* Goes on at the innermost directory until none is on the way. Gives what the outermost came to. */
static const struct cr_accumulation *
finish(struct cr_ctx *c, struct cr_baseline *b)
{
	const struct cr_accumulation *last = NULL;
	while (b->innermost != NULL) {
		enum cr_progress progress = cr_target_advance(c, &b->innermost->target);
		if (progress != CR_WAITING) {
			last = end(c, b, progress == CR_DONE);
		}
	}
	return last;
}

const struct cr_accumulation *
cr_accumulate(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	const struct cr_accumulation *made;
	struct cr_kust *kust = kust_of(c, b, dir, mark);
	if (kust == NULL) {
		return NULL;
	}
	struct cr_str where = kust->build_metadata.any ? CR_STR("") : (struct cr_str){ 0 };
	if (made_before(c, b, kust, where, &made)) {
		return made;
	}
	if (!within_limits(c, b, mark)) {
		return NULL;
	}
	begin_base(c, b, kust, where);
	return finish(c, b);
}

static struct cr_str
further(struct cr_ctx *c, struct cr_str where, struct cr_str entry)
{
	return where.ptr == NULL ? where : cr_path_append(c, where, entry);
}

enum cr_progress
cr_accumulate_base(struct cr_ctx *c, struct cr_target *t, struct cr_str dir, const struct cr_text *entry)
{
	struct cr_baseline *b = t->baseline;
	if (leads_back(c, b, dir, entry->mark)) {
		return CR_FAILED;
	}
	struct cr_kust *kust = kust_of(c, b, dir, entry->mark);
	if (kust == NULL) {
		return CR_FAILED;
	}
	if (kust->component) {
		cr_fail(c, entry->mark, CR_E_KUSTOMIZATION, "\"%S\" is a component: expected kind != 'Component' for path '%S'", entry->s,
			entry->s);
		cr_hint(c, "put it under \"components\"");
		return CR_FAILED;
	}
	struct cr_str where = further(c, t->where, entry->s);
	if (made_before(c, b, kust, where, &t->below)) {
		return cr_done_if(t->below != NULL);
	}
	if (!within_limits(c, b, entry->mark)) {
		return CR_FAILED;
	}
	begin_base(c, b, kust, where);
	return CR_WAITING;
}

enum cr_progress
cr_accumulate_component(struct cr_ctx *c, struct cr_target *t, struct cr_str dir, const struct cr_text *entry)
{
	struct cr_baseline *b = t->baseline;
	if (leads_back(c, b, dir, entry->mark) || !within_limits(c, b, entry->mark)) {
		return CR_FAILED;
	}
	struct cr_kust *kust = kust_of(c, b, dir, entry->mark);
	if (kust == NULL) {
		return CR_FAILED;
	}
	if (!kust->component) {
		cr_fail(c, entry->mark, CR_E_KUSTOMIZATION,
			"\"%S\" is no component: expected kind 'Component' for path '%S' but got 'Kustomization'", entry->s, entry->s);
		cr_hint(c, "put it under \"resources\"");
		return CR_FAILED;
	}
	begin(c, b, kust, further(c, t->where, entry->s))->target.into = t->into;
	return CR_WAITING;
}
