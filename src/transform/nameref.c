/* Name references: a field that holds the earlier name of an object gets its current one. Runs once, at the root, after the hash suffixes.
 * Which object a name means is asked of referral.c. Counterpart: api/filters/nameref. */
#include "transform/referral.h"
#include "transform/set.h"
#include "transform/transform.h"
#include "yaml/scalar.h"
#include "yaml/shared.h"

struct nameref {
	struct cr_resmap *resources;
	const struct cr_config *config;
	struct cr_map rows; /* by kind of the referrer: struct row_list */
	struct cr_referrals all;
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

/* One field of one object. */
struct reference {
	struct nameref *run;
	struct cr_referrer who;
	const struct row *row;
	struct cr_shared shared; /* labels and annotations that stand in several places: where one is renamed, all are */
	bool changed;
};

static uint64_t
kind_hash(cr_key kind)
{
	return cr_hash_mix(0x6b696e64, kind);
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
			*cr_push(c, l) = (struct row){ .spec = spec, .target = ref->target, .place = place };
			place++;
		}
	}
}

static bool
find_target(struct cr_ctx *c, const struct reference *ref, const struct cr_node *at, bool in_map, cr_key ns, struct cr_resource **out)
{
	const struct cr_name_use use = { .spec = ref->row->spec, .target = ref->row->target, .at = at, .in_map = in_map, .ns = ns };
	return cr_referral_find(c, &ref->who, &use, out);
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
	if (!find_target(c, ref, now, false, CR_KEY_NONE, &target)) {
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
	if (!find_target(c, ref, name, true, ns_key, &target)) {
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
	*cr_push(c, stack) = (struct place){ .node = ref->who.resource->root, .step = 0 };
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
			if (spec->strange || made_list) {
				ref->changed = true;
			}
			if (child != NULL) {
				*cr_push(c, stack) = (struct place){ .node = child, .step = at.step + 1 };
			}
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
		cr_set_show_notes(c, ref->who.resource, row->path[0].key, row->path[1].key);
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
	if (!cr_fieldspec_visit(c, cr_resource_edit(c, ref->who.resource), &spec, &visit)) {
		return false;
	}
	if (cr_fieldspec_may_rename(&spec)) {
		cr_resmap_renamed(c, ref->run->resources, ref->who.resource);
	}
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
	if ((narrow != NULL || wide != NULL) && !cr_referrer_read_subjects(c, &ref->who)) {
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
	struct reference ref = { .run = n, .who = cr_referrer_make(c, &n->all, r) };
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
	cr_referrals_index(c, m, &n.all);
	for (size_t i = 0; i < m->count; i++) {
		ok = fix_resource(c, &n, m->items[i], &stack) && ok;
	}
	return ok;
}
