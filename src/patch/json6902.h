/* JSON patch (RFC 6902 as the reference's library does it: negative indices count from the end, ...). */
#ifndef CR_PATCH_JSON6902_H
#define CR_PATCH_JSON6902_H

#include "yaml/node.h"

struct cr_json_patch;

/* From the list of operations (dialect CR_YAML_JSON_PATCH); checked once. NULL after cr_fail at the operation's mark. */
struct cr_json_patch *cr_json_patch_new(struct cr_ctx *c, const struct cr_node *operations);
/* No operation at all? */
bool cr_json_patch_is_empty(const struct cr_json_patch *patch);
/* Could an operation see the annotations that notes.h writes? */
bool cr_json_patch_meets_notes(const struct cr_json_patch *patch);
/* The place of the first operation; CR_NO_MARK if there is none. */
cr_mark cr_json_patch_mark(const struct cr_json_patch *patch);
/* Applies all operations to *root (private). Numbers become what they are after a trip through JSON (doubles). False after cr_fail at the
 * operation that failed; then *root may be half done (the render fails anyway). */
bool cr_json_patch_apply(struct cr_ctx *c, const struct cr_json_patch *patch, struct cr_node **root);

#endif
