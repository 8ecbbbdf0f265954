/* Is a field in a list of field specs? What the configuration knows already was dealt with by the transformers. */
#ifndef CR_ROLLOUT_FIELDS_H
#define CR_ROLLOUT_FIELDS_H

#include "base/map.h"
#include "refs/refs.h"
#include "resource/fieldspec.h"

/* Field specs by their paths. */
struct cr_fields {
	struct cr_map by_path;
};

void cr_fields_add(struct cr_ctx *c, struct cr_fields *f, const struct cr_fieldspecs *specs);
/* Is there one for objects of that gvk that leads to path, or to the map whose "name" path is? */
bool cr_fields_have(struct cr_ctx *c, const struct cr_fields *f, struct cr_gvk gvk, struct cr_node_path path);

#endif
