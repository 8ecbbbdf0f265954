/* The last step before local objects go: the values of vars are read from their objects, and $(NAME) gives way to them wherever the
 * configuration has a varReference.
 *
 * All values are read before the first is put anywhere, so a value is never expanded itself. A field that two specs reach is expanded
 * twice. Counterpart: ResolveVars of api/internal/accumulator, api/filters/refvar. */
#include <stdlib.h>

#include "transform/set.h"
#include "transform/transform.h"
#include "transform/var_value.h"
#include "yaml/scalar.h"
#include "yaml/shared.h"

/* One object on its way. */
struct replacing {
	const struct cr_var_values *values;
	struct cr_shared shared; /* labels that stand in several places: where one is expanded, all are */
	bool changed;
};

static int
compare_names(const void *a, const void *b, void *ctx)
{
	const struct cr_var_value *x = a, *y = b;
	return cr_str_cmp(cr_key_str(ctx, x->var->name), cr_key_str(ctx, y->var->name));
}

static void
list_vars(struct cr_ctx *c, const struct cr_vars *set, struct cr_var_values *out)
{
	out->items = cr_new_n(c, struct cr_var_value, set->count);
	out->count = set->count;
	for (size_t i = 0; i < set->count; i++) {
		out->items[i].var = set->items[i];
	}
	qsort_r(out->items, out->count, sizeof *out->items, compare_names, c);
	cr_map_reserve(c, &out->by_name, out->count);
	for (size_t i = 0; i < out->count; i++) {
		cr_map_add(c, &out->by_name, cr_hash_mix(0, out->items[i].var->name), &out->items[i]);
	}
}

/* The object that each var was recorded with, by the place of the var in values; NULL: it had none, or that is gone. */
static const struct cr_resource **
find_objects(struct cr_ctx *c, const struct cr_var_values *values, const struct cr_resmap *m)
{
	const struct cr_resource **objects = cr_new_n(c, const struct cr_resource *, values->count);
	for (size_t i = 0; i < m->count; i++) {
		for (const struct cr_var_note *n = m->items[i]->vars; n != NULL; n = n->before) {
			const struct cr_var_value *v = cr_var_value_find(values, n->name);
			if (v != NULL && objects[v - values->items] == NULL) {
				objects[v - values->items] = m->items[i];
			}
		}
	}
	return objects;
}

static bool
read_values(struct cr_ctx *c, const struct cr_vars *set, const struct cr_resmap *m, struct cr_var_values *out)
{
	bool ok = true;
	list_vars(c, set, out);
	const struct cr_resource **objects = find_objects(c, out, m);
	for (size_t i = 0; i < out->count; i++) {
		const struct cr_var *v = out->items[i].var;
		if (objects[i] != NULL) {
			ok = cr_var_value_read(c, v, objects[i], &out->items[i]) && ok;
		} else {
			ok = cr_fail(c, v->mark, CR_E_VAR, "var \"%S\" cannot be mapped to a field in the set of known resources: no %S",
				     cr_key_str(c, v->name), cr_resid_str(c, v->target));
		}
	}
	return ok;
}

static bool
is_string(const struct cr_node *n)
{
	return n->kind == CR_SCALAR && ((n->flags & CR_NODE_UNTAGGED) || cr_scalar_value(n).type == CR_T_STR);
}

/* The string at a place, as it stands now; *out is what replaces it there, NULL if nothing does. The reference writes each string that it
 * looks at anew: folded text is no more, and what had no type is text. */
static bool
expand(struct cr_ctx *c, struct replacing *r, struct cr_node *old, struct cr_node **out)
{
	struct cr_node *now = (old->flags & CR_NODE_SHARED) ? cr_shared_get(&r->shared, old) : NULL;
	if (!cr_var_expand(c, r->values, now != NULL ? now : old, out)) {
		return false;
	}
	bool untyped = (old->flags & CR_NODE_UNTAGGED) && cr_scalar_value(old).type != CR_T_STR;
	if (*out == NULL && now == NULL && (untyped || old->written == CR_FOLDED)) {
		*out = cr_node_str(c, cr_text(old), old->mark);
	}
	if (*out == NULL) {
		return true;
	}
	r->changed = true;
	if (now != NULL) {
		(*out)->flags |= CR_NODE_SHARED;
		*now = **out;
		*out = NULL;
	} else if (old->flags & CR_NODE_SHARED) {
		(*out)->flags |= CR_NODE_SHARED;
		cr_shared_add(c, &r->shared, old, *out);
		cr_shared_add(c, &r->shared, *out, *out);
	}
	return true;
}

static bool
expand_map(struct cr_ctx *c, struct replacing *r, struct cr_node **value)
{
	for (uint32_t i = 0; i < (*value)->count; i++) {
		const struct cr_pair *pair = &(*value)->pairs[i];
		if (pair->key_tag != CR_TAG_STR) {
			return cr_fail(c, pair->mark, CR_E_VAR, "invalid map key \"%S\" where vars are replaced: it is no text",
				       cr_key_str(c, pair->key));
		}
		struct cr_node *new = NULL;
		if (is_string(pair->value) && !expand(c, r, pair->value, &new)) {
			return false;
		}
		if (new != NULL) {
			*value = cr_node_own(c, *value);
			(*value)->pairs[i].value = new;
		}
	}
	return true;
}

static bool
expand_list(struct cr_ctx *c, struct replacing *r, struct cr_node **value)
{
	for (uint32_t i = 0; i < (*value)->count; i++) {
		struct cr_node *item = (*value)->items[i];
		struct cr_node *new = NULL;
		if (!is_string(item)) {
			return cr_fail(c, item->mark, CR_E_VAR,
				       "invalid value type expect a string: a list where vars are replaced holds nothing else");
		}
		if (!expand(c, r, item, &new)) {
			return false;
		}
		if (new != NULL) {
			*value = cr_node_own(c, *value);
			(*value)->items[i] = new;
		}
	}
	return true;
}

static bool
expand_field(struct cr_ctx *c, void *user, struct cr_node **value)
{
	struct replacing *r = user;
	struct cr_node *new = NULL;
	switch ((*value)->kind) {
	case CR_MAP:
		return expand_map(c, r, value);
	case CR_LIST:
		return expand_list(c, r, value);
	default:
		if (is_string(*value) && !expand(c, r, *value, &new)) {
			return false;
		}
		*value = new != NULL ? new : *value;
		return true;
	}
}

static bool
replace_in(struct cr_ctx *c, const struct cr_var_values *values, const struct cr_config *config, struct cr_resmap *m, struct cr_resource *r)
{
	struct replacing replacing = { .values = values };
	const struct cr_visit visit = { .set = expand_field, .user = &replacing, .as_is = true };
	for (size_t i = 0; i < config->var_reference->count; i++) {
		struct cr_fieldspec spec = config->var_reference->items[i];
		spec.create = false;
		replacing.changed = false;
		if (!cr_set_field(c, r, &spec, &visit)) {
			return false;
		}
		if (replacing.changed) {
			cr_resmap_renamed(c, m, r);
		}
	}
	cr_shared_replace(c, r->root, &replacing.shared);
	return true;
}

static void
warn_unused(struct cr_ctx *c, const struct cr_var_values *values)
{
	for (size_t i = 0; i < values->count; i++) {
		const struct cr_var_value *v = &values->items[i];
		struct cr_str name = cr_key_str(c, v->var->name);
		if (!v->plain) {
			cr_warn(c, v->var->mark, CR_W_VAR_UNUSED, "var \"%S\" was never replaced: its value is a map or a list", name);
		} else if (!v->used) {
			cr_warn(c, v->var->mark, CR_W_VAR_UNUSED, "var \"%S\" was never replaced: no field that may hold $(%S) does", name,
				name);
		}
	}
}

bool
cr_vars_resolve(struct cr_ctx *c, const struct cr_vars *set, const struct cr_config *config, struct cr_resmap *m)
{
	struct cr_var_values values = { 0 };
	bool ok = true;
	if (set->count == 0) {
		return true;
	}
	if (!read_values(c, set, m, &values)) {
		return false;
	}
	for (size_t i = 0; i < m->count; i++) {
		ok = replace_in(c, &values, config, m, m->items[i]) && ok;
	}
	if (ok) {
		warn_unused(c, &values);
	}
	return ok;
}
