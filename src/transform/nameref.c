/* Name references: a field that holds the earlier name of an object gets its current one. Runs once, at the root, after the hash suffixes.
 *
 * The rules are section 6 of the reference's field notes: candidates, earlier names and kinds, role references, namespaces, prefixes and
 * suffixes, ambiguity. Counterpart: api/filters/nameref. Candidates come from the resmap's index by kind and earlier name, so the cost
 * grows with the references, not with references times objects. */
#include "transform/set.h"
#include "transform/transform.h"
#include "yaml/scalar.h"
#include "yaml/shared.h"

struct nameref {
	struct cr_resmap *resources;
	const struct cr_config *config;
	struct cr_map rows;       /* by kind of the referrer: struct row_list */
	struct cr_map namespaces; /* pairs of original and current namespace that occur: struct namespace_pair */
};

struct row {
	const struct cr_fieldspec *spec;
	struct cr_gvk target;
	size_t place; /* in the configuration, which may mix rows of all kinds and of one */
};

struct row_list {
	cr_key kind;
	struct row *items;
	size_t count, cap;
};

struct namespace_pair {
	cr_key original, current;
};

/* One field of one object. */
struct reference {
	struct nameref *run;
	struct cr_resource *referrer;
	const struct row *row;
	bool cluster_scoped;
	cr_key ns;                        /* effective namespace of the referrer */
	const cr_key *subject_namespaces; /* of a RoleBinding's ServiceAccount subjects */
	size_t subject_namespace_count;
	struct cr_shared shared; /* labels and annotations that stand in several places: where one is renamed, all are */
	bool changed;
};

static uint64_t
kind_hash(cr_key kind)
{
	return cr_hash_mix(0x6b696e64, kind);
}

static uint64_t
pair_hash(cr_key original, cr_key current)
{
	return cr_hash_mix(cr_hash_mix(0x6e73, original), current);
}

static struct row_list *
rows_of(const struct nameref *n, cr_key kind)
{
	struct cr_map_iter it;
	for (struct row_list *l = cr_map_first(&n->rows, kind_hash(kind), &it); l != NULL; l = cr_map_next(&n->rows, &it)) {
		if (l->kind == kind) {
			return l;
		}
	}
	return NULL;
}

static void
index_rows(struct cr_ctx *c, struct nameref *n)
{
	size_t place = 0;
	for (size_t t = 0; t < n->config->name_references->count; t++) {
		const struct cr_namereference *ref = &n->config->name_references->items[t];
		for (size_t i = 0; i < ref->referrers.count; i++) {
			const struct cr_fieldspec *spec = &ref->referrers.items[i];
			struct row_list *l = rows_of(n, spec->gvk.kind);
			if (l == NULL) {
				l = cr_new(c, struct row_list);
				l->kind = spec->gvk.kind;
				cr_map_add(c, &n->rows, kind_hash(l->kind), l);
			}
			*cr_push(c, l) = (struct row){ .spec = spec, .target = ref->target, .place = place++ };
		}
	}
}

static struct namespace_pair *
find_pair(const struct nameref *n, cr_key original, cr_key current)
{
	struct cr_map_iter it;
	for (struct namespace_pair *p = cr_map_first(&n->namespaces, pair_hash(original, current), &it); p != NULL;
	     p = cr_map_next(&n->namespaces, &it)) {
		if (p->original == original && p->current == current) {
			return p;
		}
	}
	return NULL;
}

static void
index_namespaces(struct cr_ctx *c, struct nameref *n)
{
	for (size_t i = 0; i < n->resources->count; i++) {
		const struct cr_resource *r = n->resources->items[i];
		cr_key original = cr_resid_effective_ns(c, cr_resource_org_id(r));
		cr_key current = cr_resid_effective_ns(c, r->id);
		if (find_pair(n, original, current) == NULL) {
			struct namespace_pair *p = cr_new(c, struct namespace_pair);
			*p = (struct namespace_pair){ .original = original, .current = current };
			cr_map_add(c, &n->namespaces, pair_hash(original, current), p);
		}
		/* Under CR_KEY_NONE: is there anything with this original namespace at all? */
		if (find_pair(n, original, CR_KEY_NONE) == NULL) {
			struct namespace_pair *p = cr_new(c, struct namespace_pair);
			*p = (struct namespace_pair){ .original = original, .current = CR_KEY_NONE };
			cr_map_add(c, &n->namespaces, pair_hash(original, CR_KEY_NONE), p);
		}
	}
}

/* A namespaced object may refer to cluster-scoped ones, to its own namespace, and, a RoleBinding, to its subjects' namespaces. */
static bool
could_refer(struct cr_ctx *c, const struct reference *ref, const struct cr_resource *target)
{
	if (ref->cluster_scoped || cr_gvk_cluster_scoped(c, target->id.gvk)) {
		return true;
	}
	cr_key ns = cr_resid_effective_ns(c, target->id);
	if (ns == ref->ns) {
		return true;
	}
	for (size_t i = 0; i < ref->subject_namespace_count; i++) {
		if (ref->subject_namespaces[i] == target->id.ns) {
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
role_ref_agrees(struct cr_ctx *c, const struct reference *ref, const struct cr_resource *target)
{
	const struct cr_fieldspec *spec = ref->row->spec;
	if (spec->path_len < 2 || spec->path[spec->path_len - 1].key != CR_KEY_name ||
	    spec->path[spec->path_len - 2].key != CR_KEY_roleRef) {
		return true;
	}
	const struct cr_node *role_ref = cr_map_get(ref->referrer->root, CR_KEY_roleRef);
	const struct cr_node *group = cr_map_get(role_ref, CR_KEY_apiGroup);
	const struct cr_node *kind = cr_map_get(role_ref, CR_KEY_kind);
	return group == NULL || kind == NULL ||
	       has_earlier_gvk(target, (struct cr_gvk){ .group = text_key(c, group), .kind = text_key(c, kind) });
}

static bool
namespace_agrees(struct cr_ctx *c, const struct reference *ref, const struct cr_resource *target)
{
	return ref->cluster_scoped || cr_gvk_cluster_scoped(c, target->id.gvk) || target->id.gvk.kind == CR_KEY_ServiceAccount ||
	       cr_resid_effective_ns(c, target->id) == ref->ns;
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
keep_agreeing_affixes(const struct reference *ref, struct cr_matches *found, bool allow_empty)
{
	size_t kept = 0;
	for (size_t i = 0; i < found->count; i++) {
		if (affixes_agree(ref->referrer, found->items[i], allow_empty)) {
			found->items[kept++] = found->items[i];
		}
	}
	found->count = kept;
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
ambiguous(struct cr_ctx *c, const struct reference *ref, const struct cr_node *at, const struct cr_matches *found)
{
	struct cr_str first = cr_resid_short(c, found->items[0]->id);
	struct cr_str second = cr_resid_short(c, found->items[1]->id);
	cr_fail(c, at->mark, CR_E_NAME_REFERENCE, "found multiple possible referrals: \"%S\" in %S may mean %S or %S (%zu in all)",
		cr_text(at), cr_resid_short(c, ref->referrer->id), first, second, found->count);
	cr_second(c, found->items[0]->mark, "one is here");
	return false;
}

/* *out is the object that the text means, NULL if none. in_map: the text is the name in a map; ns is then what the map's namespace says,
 * CR_KEY_NONE for no word on it. */
static bool
select_referral(struct cr_ctx *c, const struct reference *ref, const struct cr_node *at, bool in_map, cr_key ns, struct cr_resource **out)
{
	*out = NULL;
	cr_key name = cr_key_find(c, cr_text(at));
	if (name == CR_KEY_NONE) {
		return true;
	}
	struct cr_matches found = { 0 };
	cr_resmap_by_name(c, ref->run->resources, ref->row->target.kind, name, &found);
	bool by_original = ns == CR_KEY_NONE;
	if (ns != CR_KEY_NONE && found.count > 0) {
		by_original = ref->cluster_scoped ? find_pair(ref->run, ns, CR_KEY_NONE) != NULL : find_pair(ref->run, ns, ref->ns) != NULL;
		for (size_t i = 0; !by_original && i < ref->subject_namespace_count; i++) {
			by_original = find_pair(ref->run, ns, ref->subject_namespaces[i]) != NULL;
		}
	}
	size_t kept = 0;
	for (size_t i = 0; i < found.count; i++) {
		struct cr_resource *r = found.items[i];
		if (ns != CR_KEY_NONE && cr_resid_effective_ns(c, by_original ? cr_resource_org_id(r) : r->id) != ns) {
			continue;
		}
		if (could_refer(c, ref, r) && has_earlier_name(r, name) && has_earlier_gvk(r, ref->row->target) &&
		    role_ref_agrees(c, ref, r) && namespace_agrees(c, ref, r)) {
			found.items[kept++] = r;
		}
	}
	found.count = kept;
	if (found.count > 1) {
		keep_agreeing_affixes(ref, &found, true);
	}
	if (found.count > 1) {
		keep_agreeing_affixes(ref, &found, false);
	}
	if (found.count > 1 && !same_names(&found, in_map)) {
		return ambiguous(c, ref, at, &found);
	}
	*out = found.count > 0 ? found.items[0] : NULL;
	return true;
}

/* The text keeps the style that the field was written in: what was quoted stays a string, what was plain is read again by its text. */
static struct cr_node *
renamed(struct cr_ctx *c, const struct cr_node *old, cr_key text)
{
	struct cr_node *n = cr_node_scalar(c, cr_key_str(c, text), old != NULL && (old->flags & CR_NODE_QUOTED) ? CR_TAG_STR : CR_TAG_AUTO,
					   old != NULL ? old->mark : CR_NO_MARK);
	n->flags = old != NULL ? old->flags : 0;
	return n;
}

/* Written over with the same text, a string without quotes becomes what its text looks like. */
static bool
turns(const struct cr_node *old, struct cr_str text)
{
	return !cr_str_eq(cr_text(old), text) ||
	       (old->tag == CR_TAG_STR && !(old->flags & CR_NODE_QUOTED) && cr_plain_value_11(text).type != CR_T_STR);
}

/* What all places of old hold once one of them was written. */
static struct cr_node *
shared_value(struct cr_ctx *c, struct reference *ref, struct cr_node *old, struct cr_node *new)
{
	struct cr_node *all = cr_shared_get(&ref->shared, old);
	if (all != NULL) {
		*all = *new;
		return all;
	}
	cr_shared_add(c, &ref->shared, old, new);
	cr_shared_add(c, &ref->shared, new, new);
	return new;
}

/* The value that stands at *at, renamed if need be and if it may be written (edit). */
static bool
fix_scalar(struct cr_ctx *c, struct reference *ref, struct cr_node **at, bool edit)
{
	struct cr_resource *target;
	bool shared = ((*at)->flags & CR_NODE_SHARED) != 0;
	struct cr_node *now = shared ? cr_shared_get(&ref->shared, *at) : NULL;
	now = now != NULL ? now : *at;
	if (!select_referral(c, ref, now, false, CR_KEY_NONE, &target)) {
		return false;
	}
	if (target == NULL || cr_str_eq(cr_key_str(c, target->id.name), cr_text(now))) {
		return true;
	}
	ref->changed = true;
	if (edit) {
		struct cr_node *new = renamed(c, now, target->id.name);
		*at = shared ? shared_value(c, ref, *at, new) : new;
	}
	return true;
}

/* map is private when it is to be written (edit). */
static bool
fix_map(struct cr_ctx *c, struct reference *ref, struct cr_node *map, bool edit)
{
	struct cr_node *name = cr_map_get(map, CR_KEY_name);
	if (name == NULL) {
		return cr_fail(c, map->mark, CR_E_NAME_REFERENCE, "path config error; no 'name' field in node that refers to a %S",
			       cr_key_str(c, ref->row->target.kind));
	}
	if (name->kind != CR_SCALAR) {
		return true; /* the reference takes it for an empty name, which nothing has */
	}
	struct cr_node *ns = cr_map_get(map, CR_KEY_namespace);
	cr_key ns_key = CR_KEY_NONE;
	if (ns != NULL) {
		ns_key = ns->kind == CR_SCALAR ? cr_key_intern(c, cr_text(ns)) : CR_KEY_EMPTY;
	}
	struct cr_resource *target;
	if (!select_referral(c, ref, name, true, ns_key, &target)) {
		return false;
	}
	if (target == NULL) {
		return true;
	}
	bool has_ns = target->id.ns != CR_KEY_EMPTY;
	struct cr_str wanted = cr_key_str(c, target->id.name);
	bool new_name = has_ns ? turns(name, wanted) : !cr_str_eq(wanted, cr_text(name));
	bool new_ns = has_ns && (!cr_is(ns, CR_SCALAR) || turns(ns, cr_key_str(c, target->id.ns)));
	ref->changed = ref->changed || new_name || new_ns;
	if (edit && new_name) {
		cr_map_set(c, map, CR_KEY_name, renamed(c, name, target->id.name), name->mark);
	}
	if (edit && new_ns) {
		cr_map_set(c, map, CR_KEY_namespace, renamed(c, ns, target->id.ns), ns != NULL ? ns->mark : map->mark);
	}
	return true;
}

static bool
fix_list(struct cr_ctx *c, struct reference *ref, struct cr_node *list, bool edit)
{
	for (size_t i = 0; i < list->count; i++) {
		struct cr_node *item = edit ? cr_list_edit(c, list, i) : list->items[i];
		if (cr_is(item, CR_MAP)) {
			if (!fix_map(c, ref, item, edit)) {
				return false;
			}
		} else if (cr_is(item, CR_SCALAR)) {
			if (!fix_scalar(c, ref, edit ? &list->items[i] : &item, edit)) {
				return false;
			}
		} else {
			return cr_fail(c, item->mark, CR_E_NAME_REFERENCE, "a name reference must be text or a map, not a list");
		}
	}
	return true;
}

static bool
set_value(struct cr_ctx *c, void *user, struct cr_node **value)
{
	struct reference *ref = user;
	if (cr_node_is_null(*value)) {
		return true;
	}
	if ((*value)->kind == CR_SCALAR) {
		return fix_scalar(c, ref, value, true);
	}
	*value = cr_node_own(c, *value);
	return (*value)->kind == CR_MAP ? fix_map(c, ref, *value, true) : fix_list(c, ref, *value, true);
}

/* The same without writing: most fields need no change, and an object without change stays shared with its base. */
static bool
look_at_value(struct cr_ctx *c, struct reference *ref, struct cr_node *value)
{
	if (cr_node_is_null(value)) {
		return true;
	}
	switch (value->kind) {
	case CR_MAP:
		return fix_map(c, ref, value, false);
	case CR_LIST:
		return fix_list(c, ref, value, false);
	default:
		return fix_scalar(c, ref, &value, false);
	}
}

struct place {
	struct cr_node *node;
	uint32_t step;
};

struct places {
	struct place *items;
	size_t count, cap;
};

/* Annotations that are no map are gone before the reference comes here: it writes them anew with every note that it takes. */
static bool
in_lost_annotations(const struct place *at, const struct cr_fieldspec *spec)
{
	return at->step == 2 && spec->path[0].key == CR_KEY_metadata && spec->path[1].key == CR_KEY_annotations;
}

static bool
look(struct cr_ctx *c, struct reference *ref, struct places *stack)
{
	const struct cr_fieldspec *spec = ref->row->spec;
	stack->count = 0;
	*cr_push(c, stack) = (struct place){ .node = ref->referrer->root, .step = 0 };
	while (stack->count > 0) {
		struct place at = stack->items[--stack->count];
		if (at.node == NULL) {
			continue;
		}
		if (at.step == spec->path_len) {
			if (!look_at_value(c, ref, at.node)) {
				return false;
			}
		} else if (at.node->kind == CR_MAP) {
			struct cr_node *child = cr_map_get(at.node, spec->path[at.step].key);
			bool made_list = spec->path[at.step].seq && child != NULL && cr_node_is_null(child);
			ref->changed = ref->changed || spec->strange || made_list;
			*cr_push(c, stack) = (struct place){ .node = child, .step = at.step + 1 };
		} else if (at.node->kind == CR_LIST) {
			for (size_t i = at.node->count; i > 0; i--) {
				*cr_push(c, stack) = (struct place){ .node = at.node->items[i - 1], .step = at.step };
			}
		} else if (!cr_node_is_null(at.node) && !in_lost_annotations(&at, spec)) {
			return cr_fail(c, at.node->mark, CR_E_NAME_REFERENCE,
				       "expected sequence or mapping node above the \"%S\" that refers to a %S, found a plain value",
				       cr_key_str(c, spec->path[spec->path_len - 1].key), cr_key_str(c, ref->row->target.kind));
		}
	}
	return true;
}

static bool
fix_field(struct cr_ctx *c, struct reference *ref, struct places *stack)
{
	const struct cr_fieldspec *row = ref->row->spec;
	if (row->path_len == 2) {
		cr_set_show_notes(c, ref->referrer, row->path[0].key, row->path[1].key);
	}
	ref->changed = false;
	if (!look(c, ref, stack)) {
		return false;
	}
	if (!ref->changed) {
		return true;
	}
	struct cr_fieldspec spec = *ref->row->spec;
	spec.create = false;
	struct cr_visit visit = { .set = set_value, .user = ref, .as_is = true };
	if (!cr_fieldspec_visit(c, cr_resource_edit(c, ref->referrer), &spec, &visit)) {
		return false;
	}
	if (cr_fieldspec_may_rename(&spec)) {
		cr_resmap_renamed(c, ref->run->resources, ref->referrer);
	}
	return true;
}

/* A namespace that stands there and is no text is refused, as in the reference (its test BlankNamespace4240). */
static bool
find_subject_namespaces(struct cr_ctx *c, struct reference *ref)
{
	const struct cr_node *subjects = cr_map_get(ref->referrer->root, CR_KEY_subjects);
	if (ref->referrer->id.gvk.kind != CR_KEY_RoleBinding || !cr_is(subjects, CR_LIST) || subjects->count == 0) {
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
				       cr_resid_str(c, ref->referrer->id));
		}
		found[ref->subject_namespace_count++] = cr_key_intern(c, cr_text(ns));
	}
	ref->subject_namespaces = found;
	return true;
}

static const struct row *
first_row(const struct row_list *rows, size_t at)
{
	return rows != NULL && at < rows->count ? &rows->items[at] : NULL;
}

/* Rows of the kind and rows of any kind, in the order of the configuration. */
static bool
fix_rows(struct cr_ctx *c, struct reference *ref, struct cr_gvk original, struct places *stack)
{
	const struct row_list *narrow = rows_of(ref->run, original.kind), *wide = rows_of(ref->run, CR_KEY_EMPTY);
	size_t i = 0, j = 0;
	if ((narrow != NULL || wide != NULL) && !find_subject_namespaces(c, ref)) {
		return false;
	}
	for (;;) {
		const struct row *a = first_row(narrow, i), *b = first_row(wide, j);
		if (a == NULL && b == NULL) {
			return true;
		}
		bool take_a = b == NULL || (a != NULL && a->place < b->place);
		ref->row = take_a ? a : b;
		i += take_a;
		j += !take_a;
		if (cr_gvk_selects(ref->row->spec->gvk, original) && !fix_field(c, ref, stack)) {
			return false;
		}
	}
}

static bool
fix_resource(struct cr_ctx *c, struct nameref *n, struct cr_resource *r, struct places *stack)
{
	struct reference ref = {
		.run = n, .referrer = r, .cluster_scoped = cr_gvk_cluster_scoped(c, r->id.gvk), .ns = cr_resid_effective_ns(c, r->id)
	};
	bool ok = fix_rows(c, &ref, cr_resource_org_id(r).gvk, stack);
	cr_shared_replace(c, r->root, &ref.shared);
	return ok;
}

bool
cr_name_references_fix(struct cr_ctx *c, const struct cr_config *config, struct cr_resmap *m)
{
	struct nameref n = { .resources = m, .config = config };
	struct places stack = { 0 };
	bool ok = true;
	index_rows(c, &n);
	index_namespaces(c, &n);
	for (size_t i = 0; i < m->count; i++) {
		ok = fix_resource(c, &n, m->items[i], &stack) && ok;
	}
	return ok;
}
