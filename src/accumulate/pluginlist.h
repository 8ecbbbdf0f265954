/* The entries of "generators", "transformers" and "validators" of one kustomization, and the order in which all transformers run. */
#ifndef CR_ACCUMULATE_PLUGINLIST_H
#define CR_ACCUMULATE_PLUGINLIST_H

#include "accumulate/target.h"

/* Each list is a step that collects what its entries name, into t->plugins, and one that runs it. */
enum cr_progress cr_generators_collect(struct cr_ctx *c, struct cr_target *t);
enum cr_progress cr_transformers_collect(struct cr_ctx *c, struct cr_target *t);
enum cr_progress cr_validators_collect(struct cr_ctx *c, struct cr_target *t);

/* What is made is absorbed. */
enum cr_progress cr_generators_run(struct cr_ctx *c, struct cr_target *t);
/* The transformers of the fields, then those of the list. */
enum cr_progress cr_transformers_run(struct cr_ctx *c, struct cr_target *t);
/* An error if one changes anything but the label validated-by. */
enum cr_progress cr_validators_run(struct cr_ctx *c, struct cr_target *t);

#endif
