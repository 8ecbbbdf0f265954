/* The accumulation of one directory, without the question whether it was done before (baseline.c). */
#ifndef CR_ACCUMULATE_TARGET_H
#define CR_ACCUMULATE_TARGET_H

#include "accumulate/accumulate.h"

/* Reads and decodes the kustomization of a->dir into a->kust. mark: the entry that names the directory. False after cr_fail. */
bool cr_target_read(struct cr_ctx *c, struct cr_accumulation *a, cr_mark mark);
/* Fills in a->config and a->resources from a->kust. False after cr_fail. */
bool cr_target_accumulate(struct cr_ctx *c, struct cr_baseline *b, struct cr_accumulation *a);

#endif
