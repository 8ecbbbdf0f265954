/* Names that the output need not make, since something else does: the caller says so (--external), every cluster has them, or an annotation
 * in a custom resource asks for them. */
#ifndef CR_CHECK_ELSEWHERE_H
#define CR_CHECK_ELSEWHERE_H

#include "check/check.h"

/* "NAME" or "NAMESPACE/NAME" of --external; kinds make no difference. */
bool cr_check_is_external(const struct cr_check *k, cr_key ns, cr_key name);

/* Is the name one that another program fills in: $(params.secret), ${NAME}, {{ .name }}, <name>? No object can be called so. */
bool cr_check_is_template(const struct cr_check *k, cr_key name);

/* Secrets that annotations ask for. */
struct cr_promised {
	struct cr_map secrets;
	cr_key serving[2]; /* the annotations for serving certificates; CR_KEY_NONE: nothing has it */
};
void cr_promised_build(struct cr_check *k, struct cr_promised *p);

bool cr_check_made_elsewhere(const struct cr_check *k, const struct cr_promised *p, enum cr_map_kind kind, cr_key ns, cr_key name);

/* Does a controller put keys into this map that it does not show? */
bool cr_check_keys_are_filled(const struct cr_check *k, const struct cr_made_map *map);

#endif
