/* One directory and all below it -> resources: resources, configuration, generators, components, transformers, in the order of
 * kustomization-fields.md section 4 (its steps 1 to 9). What a directory accumulates to is kept for the session: a base that several
 * overlays share is accumulated once, and they borrow its resources (copy-on-write, see yaml/node.h). */
#ifndef CR_ACCUMULATE_ACCUMULATE_H
#define CR_ACCUMULATE_ACCUMULATE_H

#include "kustomization/config.h"
#include "kustomization/kust.h"
#include "kustomization/vars.h"
#include "resource/resmap.h"

struct cr_accumulation {
	const struct cr_kust *kust;
	struct cr_resmap resources; /* finished: no node of it is written any more */
	const struct cr_config *config;
	struct cr_vars vars;                          /* of this directory and all below it */
	struct cr_schema_state schema_in, schema_out; /* in force at the begin, and at the end: see openapi.h */
};

struct cr_baseline;
struct cr_baseline *cr_baseline_new(struct cr_ctx *c);

/* The accumulation of dir (normalised) as the root of a build, made now or earlier. NULL after cr_fail; one that failed before is not
 * reported again. */
const struct cr_accumulation *cr_accumulate(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark);

/* The kustomization of dir, read and decoded once for the session. NULL after cr_fail, or where that failed before. */
const struct cr_kust *cr_baseline_kust(struct cr_ctx *c, struct cr_baseline *b, struct cr_str dir, cr_mark mark);

#endif
