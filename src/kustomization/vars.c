/* The set of vars, and which object each takes its value from. Counterpart: MergeVars of api/internal/accumulator, types.VarSet. */
#include "kustomization/vars.h"

static uint64_t
name_hash(cr_key name)
{
	return cr_hash_mix(0x766172, name);
}

const struct cr_var *
cr_vars_find(const struct cr_vars *set, cr_key name)
{
	struct cr_map_iter it;
	for (void *found = cr_map_first(&set->by_name, name_hash(name), &it); found != NULL; found = cr_map_next(&set->by_name, &it)) {
		const struct cr_var *v = set->items[(uintptr_t)found - 1];
		if (v->name == name) {
			return v;
		}
	}
	return NULL;
}

static bool
add(struct cr_ctx *c, struct cr_vars *set, const struct cr_var *v)
{
	const struct cr_var *first = cr_vars_find(set, v->name);
	if (first == v) {
		return cr_fail(c, v->mark, CR_E_VAR, "var '%S' already encountered: its kustomization is used twice",
			       cr_key_str(c, v->name));
	}
	if (first != NULL) {
		cr_fail(c, v->mark, CR_E_VAR, "var '%S' already encountered", cr_key_str(c, v->name));
		cr_second(c, first->mark, "first written here");
		return false;
	}
	*cr_push(c, set) = v;
	cr_map_add(c, &set->by_name, name_hash(v->name), (void *)(uintptr_t)set->count);
	return true;
}

/* As the reference has it, the namespace of a var is a text that a cluster-scoped object never has. */
static bool
names(struct cr_ctx *c, const struct cr_var *v, struct cr_resid id)
{
	cr_key ns = v->target.ns;
	return v->target.name == id.name && cr_gvk_eq(v->target.gvk, id.gvk) && (ns == CR_KEY_EMPTY || ns == cr_resid_effective_ns(c, id));
}

static bool
is_meant(struct cr_ctx *c, const struct cr_var *v, const struct cr_resource *r)
{
	bool meant = names(c, v, r->id);
	for (uint32_t i = 0; i < r->prev_count && !meant; i++) {
		meant = names(c, v, r->prev[i]);
	}
	return meant;
}

static bool
ambiguous(struct cr_ctx *c, const struct cr_var *v, const struct cr_matches *found)
{
	cr_fail(c, v->mark, CR_E_VAR, "found %zu resId matches for var \"%S\" (unable to disambiguate): %S and %S", found->count,
		cr_key_str(c, v->name), cr_resid_short(c, found->items[0]->id), cr_resid_short(c, found->items[1]->id));
	cr_second(c, found->items[0]->mark, "one is here");
	return false;
}

/* The one object remembers the name. None is no error yet: it is one at the root. */
static bool
note(struct cr_ctx *c, const struct cr_var *v, struct cr_resmap *m, struct cr_matches *found)
{
	if (v->target.ns == CR_KEY_EMPTY) {
		cr_resmap_by_name(c, m, v->target.gvk.kind, v->target.name, found);
	} else {
		cr_resmap_by_any_id(c, m, v->target, found);
	}
	size_t kept = 0;
	for (size_t i = 0; i < found->count; i++) {
		if (is_meant(c, v, found->items[i])) {
			found->items[kept++] = found->items[i];
		}
	}
	found->count = kept;
	if (kept > 1) {
		return ambiguous(c, v, found);
	}
	if (kept == 1) {
		struct cr_var_note *n = cr_new(c, struct cr_var_note);
		*n = (struct cr_var_note){ .name = v->name, .before = found->items[0]->vars };
		found->items[0]->vars = n;
	}
	return true;
}

bool
cr_vars_record(struct cr_ctx *c, struct cr_vars *set, const struct cr_var *items, size_t count, struct cr_resmap *m)
{
	struct cr_matches found = { 0 };
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		ok = note(c, &items[i], m, &found) && add(c, set, &items[i]) && ok;
	}
	return ok;
}

bool
cr_vars_merge(struct cr_ctx *c, struct cr_vars *set, const struct cr_vars *from)
{
	bool ok = true;
	for (size_t i = 0; i < from->count; i++) {
		ok = add(c, set, from->items[i]) && ok;
	}
	return ok;
}
