/* The files that entries of "replacements" name, read before the transformers run. */
#ifndef CR_ACCUMULATE_REPLACEMENTLOAD_H
#define CR_ACCUMULATE_REPLACEMENTLOAD_H

#include "kustomization/replacement.h"

/* Fills in r->loaded, anew, from r->entries and the files that they name, seen from dir. r may be NULL. Every file is tried; false if one
 * failed. */
bool cr_replacements_load(struct cr_ctx *c, struct cr_str dir, struct cr_replacements *r);

#endif
