/* The vars of a kustomization and of all below it. Where one is recorded its object is looked up and remembers the var's name; the value is
 * asked for at the root, once all names are settled (transform/vars.c). */
#ifndef CR_KUSTOMIZATION_VARS_H
#define CR_KUSTOMIZATION_VARS_H

#include "kustomization/kust.h"
#include "resource/resmap.h"

/* No name twice. { 0 } is none. */
struct cr_vars {
	const struct cr_var **items; /* in the order they came */
	size_t count, cap;
	struct cr_map by_name; /* to the number of the var, from 1 */
};

/* The one of that name, or NULL. */
const struct cr_var *cr_vars_find(const struct cr_vars *set, cr_key name);
/* Adds the vars of a kustomization whose objects are as its validators left them. False after cr_fail: a name that is there, an object that
 * is not the only one. */
bool cr_vars_record(struct cr_ctx *c, struct cr_vars *set, const struct cr_var *items, size_t count, struct cr_resmap *m);
/* Adds those of a base. False after cr_fail: a name that is there. */
bool cr_vars_merge(struct cr_ctx *c, struct cr_vars *set, const struct cr_vars *from);

#endif
