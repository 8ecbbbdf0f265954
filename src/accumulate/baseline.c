/* The directories accumulated so far. A base that several overlays share is accumulated once; a directory that leads back to
 * one that is still being accumulated is a cycle. */
#include "accumulate/target.h"
#include "base/limits.h"
#include "load/loader.h"

struct cr_baseline {
	struct cr_map by_dir;
	struct cr_accumulation *innermost; /* on the way now; outer leads to the root */
	uint32_t depth;
	uint32_t loads;
};

struct cr_baseline *
cr_baseline_new(struct cr_ctx *c)
{
	return cr_new(c, struct cr_baseline);
}

static struct cr_accumulation *
find(const struct cr_ctx *c, const struct cr_baseline *b, struct cr_str dir)
{
	struct cr_map_iter it;
	uint64_t hash = cr_hash_str(c, dir.ptr, dir.len);
	for (struct cr_accumulation *a = cr_map_first(&b->by_dir, hash, &it); a != NULL; a = cr_map_next(&b->by_dir, &it)) {
		if (cr_str_eq(a->dir, dir)) {
			return a;
		}
	}
	return NULL;
}

static struct cr_accumulation *
add(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir)
{
	struct cr_accumulation *a = cr_new(c, struct cr_accumulation);
	a->dir = dir;
	cr_map_add(c, &b->by_dir, cr_hash_str(c, dir.ptr, dir.len), a);
	return a;
}

/* The reference lets no directory name itself, one above it, or one above any that led to it, whatever is built there. */
static bool
leads_back(struct cr_ctx *c, const struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	for (const struct cr_accumulation *on_way = b->innermost; on_way != NULL; on_way = on_way->outer) {
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
	if (b->depth >= CR_LIMIT_KUSTOMIZATION_DEPTH) {
		return cr_fail(c, mark, CR_E_LIMIT, "overlays upon overlays are nested more than %u deep", CR_LIMIT_KUSTOMIZATION_DEPTH);
	}
	if (b->loads >= CR_LIMIT_KUSTOMIZATION_LOADS) {
		return cr_fail(c, mark, CR_E_LIMIT, "more than %u kustomizations in one session", CR_LIMIT_KUSTOMIZATION_LOADS);
	}
	return true;
}

static struct cr_accumulation *
find_or_add(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir)
{
	struct cr_accumulation *a = find(c, b, dir);
	return a != NULL ? a : add(c, b, dir);
}

static bool
read_once(struct cr_ctx *c, struct cr_accumulation *a, cr_mark mark)
{
	if (!a->read) {
		a->read = true;
		a->kust_ok = cr_target_read(c, a, mark);
	}
	return a->kust_ok;
}

const struct cr_kust *
cr_baseline_kust(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	struct cr_accumulation *a = find_or_add(c, b, dir);
	return read_once(c, a, mark) ? &a->kust : NULL;
}

const struct cr_accumulation *
cr_accumulate(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark)
{
	if (leads_back(c, b, dir, mark)) {
		return NULL;
	}
	struct cr_accumulation *a = find_or_add(c, b, dir);
	if (a->built) {
		return a->ok ? a : NULL;
	}
	if (!within_limits(c, b, mark)) {
		return NULL;
	}
	a->built = true;
	a->outer = b->innermost;
	b->innermost = a;
	b->depth++;
	b->loads++;
	a->ok = read_once(c, a, mark) && cr_target_accumulate(c, b, a);
	b->depth--;
	b->innermost = a->outer;
	return a->ok ? a : NULL;
}
