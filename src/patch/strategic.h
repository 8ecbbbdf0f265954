/* Strategic merge: kustomization-fields.md section 5 with all its quirks; the bytes decide. */
#ifndef CR_PATCH_STRATEGIC_H
#define CR_PATCH_STRATEGIC_H

#include "resource/schema.h"

struct cr_merge_options {
	bool infer_keys; /* lists of maps that all have a name merge by it when no schema says so (never in a build) */
	bool append;     /* new list elements go behind the old ones (a build puts them in front) */
};

/* Merges patch into *root. *root must be private or is made so on the way; nodes of patch are copied before they enter the tree (patch is
 * not changed and may be applied again). type: the target's schema, NULL if unknown. *root becomes NULL where the patch deletes the whole
 * object ($patch: delete at the top). Warnings: CR_W_PATCH_LOST for an element that has no effect, CR_W_DIRECTIVE_KEPT for $retainKeys and
 * its like. No recursion. False after cr_fail. */
bool cr_strategic_merge(struct cr_ctx *c, struct cr_node **root, const struct cr_node *patch, const struct cr_schema_type *type,
			const struct cr_merge_options *options);

#endif
