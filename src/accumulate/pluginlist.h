/* The entries of "generators", "transformers" and "validators" of one kustomization, and the order in which all transformers run. */
#ifndef CR_ACCUMULATE_PLUGINLIST_H
#define CR_ACCUMULATE_PLUGINLIST_H

#include "accumulate/target.h"

/* Runs what "generators" names; what is made is absorbed. */
bool cr_generators_run(struct cr_ctx *c, const struct cr_target *t);
/* Runs the transformers of the fields, then what "transformers" names. */
bool cr_transformers_run(struct cr_ctx *c, const struct cr_target *t);
/* Runs what "validators" names: an error if one changes anything but the label validated-by. */
bool cr_validators_run(struct cr_ctx *c, const struct cr_target *t);

#endif
