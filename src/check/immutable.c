/* Maps that say immutable and keep their name when their content changes. */
#include "check/passes.h"
#include "check/versioned.h"

void
cr_check_immutable(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		if (r->id.gvk.group != CR_KEY_EMPTY || (r->id.gvk.kind != CR_KEY_ConfigMap && r->id.gvk.kind != CR_KEY_Secret)) {
			continue;
		}
		const struct cr_pair *immutable = cr_map_pair(r->root, CR_KEY_immutable);
		if (immutable == NULL || !cr_is(immutable->value, CR_SCALAR) || !cr_str_eq(cr_text(immutable->value), CR_STR("true")) ||
		    cr_map_is_versioned(k, r)) {
			continue;
		}
		cr_find(k, CR_RULE_IMMUTABLE_NOT_HASHED, r, immutable->value->mark,
			"%S is immutable, and its name has no hash of its content", cr_resid_short(k->c, r->id));
	}
}
