/* The objects that stand in generators, transformers and validators: the built-in plugins, and the refusal of all others. Nothing is run,
 * nothing is fetched. */
#ifndef CR_ACCUMULATE_PLUGIN_H
#define CR_ACCUMULATE_PLUGIN_H

#include "resource/resmap.h"

struct cr_plugin;

/* Reads the configuration that r is; dir: the directory of the kustomization that names it. Files that it names are loaded now. NULL after
 * cr_fail. generator: asked for in generators, else in transformers or validators. */
struct cr_plugin *cr_plugin_configure(struct cr_ctx *c, struct cr_str dir, const struct cr_resource *r, bool generator);
/* Where its configuration stands. */
cr_mark cr_plugin_mark(const struct cr_plugin *p);
/* What a generator makes, appended to *out (to be absorbed by the caller). */
bool cr_plugin_generate(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out);
/* Changes the resources. */
bool cr_plugin_transform(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m);

#endif
