/* Which object a name means: section 6 of the reference's field notes: candidates, earlier names and kinds, role references, namespaces,
 * prefixes and suffixes, ambiguity. Counterpart: api/filters/nameref/nameref.go. Candidates come from the resmap's index by kind and
 * earlier name, so the cost grows with the references, not with references times objects. */
#include "transform/referral.h"

#include "yaml/scalar.h"

struct namespace_pair {
	cr_key original, current;
};

static uint64_t
pair_hash(cr_key original, cr_key current)
{
	return cr_hash_mix(cr_hash_mix(0x6e73, original), current);
}

static struct namespace_pair *
find_pair(const struct cr_referrals *all, cr_key original, cr_key current)
{
	struct cr_map_iter it;
	for (struct namespace_pair *p = cr_map_first(&all->namespaces, pair_hash(original, current), &it); p != NULL;
	     p = cr_map_next(&all->namespaces, &it)) {
		if (p->original == original && p->current == current) {
			return p;
		}
	}
	return NULL;
}

static void
note_pair(struct cr_ctx *c, struct cr_referrals *all, cr_key original, cr_key current)
{
	if (find_pair(all, original, current) == NULL) {
		struct namespace_pair *p = cr_new(c, struct namespace_pair);
		*p = (struct namespace_pair){ .original = original, .current = current };
		cr_map_add(c, &all->namespaces, pair_hash(original, current), p);
	}
}

void
cr_referrals_index(struct cr_ctx *c, struct cr_resmap *m, struct cr_referrals *out)
{
	*out = (struct cr_referrals){ .resources = m };
	for (size_t i = 0; i < m->count; i++) {
		cr_key original = cr_resid_effective_ns(c, cr_resource_org_id(m->items[i]));
		note_pair(c, out, original, cr_resid_effective_ns(c, m->items[i]->id));
		/* Is there anything with this original namespace at all? */
		note_pair(c, out, original, CR_KEY_NONE);
	}
}

struct cr_referrer
cr_referrer_make(struct cr_ctx *c, const struct cr_referrals *among, struct cr_resource *r)
{
	return (struct cr_referrer){
		.among = among,
		.resource = r,
		.cluster_scoped = cr_gvk_cluster_scoped(c, r->id.gvk),
		.ns = cr_resid_effective_ns(c, r->id),
	};
}

/* A namespace that stands there and is no text is refused, as in the reference (its test BlankNamespace4240). */
bool
cr_referrer_read_subjects(struct cr_ctx *c, struct cr_referrer *who)
{
	const struct cr_node *subjects = cr_map_get(who->resource->root, CR_KEY_subjects);
	if (who->resource->id.gvk.kind != CR_KEY_RoleBinding || !cr_is(subjects, CR_LIST) || subjects->count == 0) {
		return true;
	}
	cr_key *found = cr_new_n(c, cr_key, subjects->count);
	for (size_t i = 0; i < subjects->count; i++) {
		const struct cr_node *ns = cr_map_get(subjects->items[i], CR_KEY_namespace);
		if (ns == NULL || !cr_str_eq(cr_map_text(subjects->items[i], CR_KEY_kind), CR_STR("ServiceAccount"))) {
			continue;
		}
		if (!cr_is(ns, CR_SCALAR) || cr_node_is_null(ns) || cr_scalar_value(ns).type != CR_T_STR) {
			return cr_fail(c, ns->mark, CR_E_NAME_REFERENCE, "Invalid Input: namespace is blank for resource \"%S\"",
				       cr_resid_str(c, who->resource->id));
		}
		found[who->subject_namespace_count++] = cr_key_intern(c, cr_text(ns));
	}
	who->subject_namespaces = found;
	return true;
}

/* A namespaced object may refer to cluster-scoped ones, to its own namespace, and, a RoleBinding, to its subjects' namespaces. */
static bool
could_refer(struct cr_ctx *c, const struct cr_referrer *who, const struct cr_resource *target)
{
	if (who->cluster_scoped || cr_gvk_cluster_scoped(c, target->id.gvk)) {
		return true;
	}
	cr_key ns = cr_resid_effective_ns(c, target->id);
	if (ns == who->ns) {
		return true;
	}
	for (size_t i = 0; i < who->subject_namespace_count; i++) {
		if (who->subject_namespaces[i] == target->id.ns) {
			return true;
		}
	}
	return false;
}

static bool
has_earlier_name(const struct cr_resource *r, cr_key name)
{
	for (uint32_t i = 0; i < r->prev_count; i++) {
		if (r->prev[i].name == name) {
			return true;
		}
	}
	return false;
}

static bool
has_earlier_gvk(const struct cr_resource *r, struct cr_gvk sel)
{
	for (uint32_t i = 0; i < r->prev_count; i++) {
		if (cr_gvk_selects(sel, r->prev[i].gvk)) {
			return true;
		}
	}
	return false;
}

static cr_key
text_key(const struct cr_ctx *c, const struct cr_node *n)
{
	return n->kind == CR_SCALAR ? cr_key_find(c, cr_text(n)) : CR_KEY_EMPTY;
}

/* Only where the field is roleRef/name: the kind and group that stand beside it, if both do, choose among Role and ClusterRole. */
static bool
role_ref_agrees(struct cr_ctx *c, const struct cr_referrer *who, const struct cr_fieldspec *spec, const struct cr_resource *target)
{
	if (spec->path_len < 2 || spec->path[spec->path_len - 1].key != CR_KEY_name ||
	    spec->path[spec->path_len - 2].key != CR_KEY_roleRef) {
		return true;
	}
	const struct cr_node *role_ref = cr_map_get(who->resource->root, CR_KEY_roleRef);
	const struct cr_node *group = cr_map_get(role_ref, CR_KEY_apiGroup);
	const struct cr_node *kind = cr_map_get(role_ref, CR_KEY_kind);
	return group == NULL || kind == NULL ||
	       has_earlier_gvk(target, (struct cr_gvk){ .group = text_key(c, group), .kind = text_key(c, kind) });
}

static bool
namespace_agrees(struct cr_ctx *c, const struct cr_referrer *who, const struct cr_resource *target)
{
	return who->cluster_scoped || cr_gvk_cluster_scoped(c, target->id.gvk) || target->id.gvk.kind == CR_KEY_ServiceAccount ||
	       cr_resid_effective_ns(c, target->id) == who->ns;
}

/* The shorter list is the tail of the longer one; an empty list agrees only with an empty one. */
static bool
same_tail(struct cr_affixes a, struct cr_affixes b)
{
	struct cr_affixes shorter = a.count < b.count ? a : b;
	struct cr_affixes longer = a.count < b.count ? b : a;
	if (shorter.count == 0) {
		return longer.count == 0;
	}
	return memcmp(shorter.items, longer.items + (longer.count - shorter.count), shorter.count * sizeof *shorter.items) == 0;
}

static bool
affixes_agree(const struct cr_resource *a, const struct cr_resource *b, bool allow_empty)
{
	bool no_prefix = allow_empty && (a->prefixes.count == 0 || b->prefixes.count == 0);
	bool no_suffix = allow_empty && (a->suffixes.count == 0 || b->suffixes.count == 0);
	return (no_prefix || same_tail(a->prefixes, b->prefixes)) && (no_suffix || same_tail(a->suffixes, b->suffixes));
}

static void
keep_agreeing_affixes(const struct cr_resource *who, struct cr_matches *found, bool allow_empty)
{
	size_t kept = 0;
	for (size_t i = 0; i < found->count; i++) {
		if (affixes_agree(who, found->items[i], allow_empty)) {
			found->items[kept++] = found->items[i];
		}
	}
	found->count = kept;
}

void
cr_referral_narrow(const struct cr_resource *who, struct cr_matches *found)
{
	if (found->count > 1) {
		keep_agreeing_affixes(who, found, true);
	}
	if (found->count > 1) {
		keep_agreeing_affixes(who, found, false);
	}
}

static bool
same_names(const struct cr_matches *found, bool with_namespace)
{
	for (size_t i = 1; i < found->count; i++) {
		if (found->items[i]->id.name != found->items[0]->id.name ||
		    (with_namespace && found->items[i]->id.ns != found->items[0]->id.ns)) {
			return false;
		}
	}
	return true;
}

static bool
ambiguous(struct cr_ctx *c, const struct cr_referrer *who, const struct cr_node *at, const struct cr_matches *found)
{
	struct cr_str first = cr_resid_short(c, found->items[0]->id);
	struct cr_str second = cr_resid_short(c, found->items[1]->id);
	cr_fail(c, at->mark, CR_E_NAME_REFERENCE, "found multiple possible referrals: \"%S\" in %S may mean %S or %S (%zu in all)",
		cr_text(at), cr_resid_short(c, who->resource->id), first, second, found->count);
	cr_second(c, found->items[0]->mark, "one is here");
	return false;
}

/* Does the namespace beside a name mean that of objects before they were moved? */
static bool
means_original(const struct cr_referrer *who, cr_key ns)
{
	const struct cr_referrals *all = who->among;
	if (find_pair(all, ns, who->cluster_scoped ? CR_KEY_NONE : who->ns) != NULL) {
		return true;
	}
	for (size_t i = 0; i < who->subject_namespace_count; i++) {
		if (find_pair(all, ns, who->subject_namespaces[i]) != NULL) {
			return true;
		}
	}
	return false;
}

static void
keep_possible(struct cr_ctx *c, const struct cr_referrer *who, const struct cr_name_use *use, cr_key name, struct cr_matches *found)
{
	bool by_original = use->ns != CR_KEY_NONE && found->count > 0 && means_original(who, use->ns);
	size_t kept = 0;
	for (size_t i = 0; i < found->count; i++) {
		struct cr_resource *r = found->items[i];
		if (use->ns != CR_KEY_NONE && cr_resid_effective_ns(c, by_original ? cr_resource_org_id(r) : r->id) != use->ns) {
			continue;
		}
		if (could_refer(c, who, r) && has_earlier_name(r, name) && has_earlier_gvk(r, use->target) &&
		    role_ref_agrees(c, who, use->spec, r) && namespace_agrees(c, who, r)) {
			found->items[kept++] = r;
		}
	}
	found->count = kept;
}

bool
cr_referral_find(struct cr_ctx *c, const struct cr_referrer *who, const struct cr_name_use *use, struct cr_resource **out)
{
	cr_key name = cr_key_find(c, cr_text(use->at));
	struct cr_matches found = { 0 };
	*out = NULL;
	if (name == CR_KEY_NONE) {
		return true;
	}
	cr_resmap_by_name(c, who->among->resources, use->target.kind, name, &found);
	keep_possible(c, who, use, name, &found);
	cr_referral_narrow(who->resource, &found);
	if (found.count > 1 && !same_names(&found, use->in_map)) {
		return ambiguous(c, who, use->at, &found);
	}
	*out = found.count > 0 ? found.items[0] : NULL;
	return true;
}
