/* The built-in kinds that stand in "generators", "transformers" and "validators" (kustomization-fields.md section 9). */
#ifndef CR_ACCUMULATE_PLUGIN_H
#define CR_ACCUMULATE_PLUGIN_H

#include "resource/resmap.h"

struct cr_plugin;

/* Reads the configuration that r is; dir: the directory of the kustomization that names it, from which the files that r names are loaded
 * now. generator: it stands in "generators". NULL after cr_fail: r is of no built-in kind, or wrong. */
struct cr_plugin *cr_plugin_configure(struct cr_ctx *c, struct cr_str dir, const struct cr_resource *r, bool generator);
/* Where its configuration stands. */
cr_mark cr_plugin_mark(const struct cr_plugin *p);
/* What a generator makes, appended to *out. False after cr_fail. */
bool cr_plugin_generate(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out);
/* Changes the resources. False after cr_fail. */
bool cr_plugin_transform(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m);

#endif
