/* The transformer configuration of one kustomization. */
#ifndef CR_ACCUMULATE_CONFIGLOAD_H
#define CR_ACCUMULATE_CONFIGLOAD_H

#include "kustomization/config.h"
#include "kustomization/kust.h"

/* *config: what the bases of k have brought (cr_config_empty at first); of a component, what its parent has by then. Merges into it the
 * built-in rows, then those of k's files. False after cr_fail. */
bool cr_config_load(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config **config);

#endif
