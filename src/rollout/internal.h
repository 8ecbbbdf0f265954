/* What the files of this folder share. */
#ifndef CR_ROLLOUT_INTERNAL_H
#define CR_ROLLOUT_INTERNAL_H

#include "refs/refs.h"
#include "rollout/rollout.h"

/* The map of the output whose content r's pod gets when it starts; NULL: the output makes none, or what is read is not for the pod's
 * processes. The kubelet asks for imagePullSecrets each time anew: a change needs no new pod. */
const struct cr_made_map *cr_rollout_content(struct cr_ctx *c, const struct cr_refs *refs, const struct cr_read *r);
/* Is map an object whose change --checksums shows to the pods that read it? */
bool cr_rollout_covers(const struct cr_rollout *o, const struct cr_made_map *map);

/* The annotations. False after cr_fail. */
bool cr_rollout_checksums(struct cr_ctx *c, const struct cr_rollout *o, const struct cr_refs *refs);
bool cr_rollout_reloader(struct cr_ctx *c, const struct cr_rollout *o, const struct cr_refs *refs);

/* Sets the annotation in the map of annotations at path of r. False after cr_fail: something else stands there. */
bool cr_rollout_annotate(struct cr_ctx *c, struct cr_resource *r, struct cr_node_path path, cr_key name, struct cr_str value);

#endif
