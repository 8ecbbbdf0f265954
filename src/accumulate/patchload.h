/* The texts of patches, read and parsed before the transformers run. */
#ifndef CR_ACCUMULATE_PATCHLOAD_H
#define CR_ACCUMULATE_PATCHLOAD_H

#include "kustomization/kust.h"

/* Fills in strategic or json of p; files are looked up from dir. */
bool cr_patch_load(struct cr_ctx *c, struct cr_str dir, struct cr_patch *p);
/* Fills in strategic or json of every patch of k, anew for each accumulation: what a component adds to one kustomization must not be seen
 * by the next. Every patch is tried; false if one failed. */
bool cr_patches_load(struct cr_ctx *c, struct cr_kust *k);

#endif
