/* The built-in kinds that stand in "generators", "transformers" and "validators". */
#include "accumulate/plugin.h"

struct cr_plugin *
cr_plugin_configure(struct cr_ctx *c, struct cr_str dir, const struct cr_resource *r, bool generator)
{
	(void)dir;
	cr_fail(c, r->mark, CR_E_UNSUPPORTED, "%s \"%S\" is not supported yet", generator ? "generator" : "transformer",
		cr_resid_str(c, r->id));
	return NULL;
}

cr_mark
cr_plugin_mark(const struct cr_plugin *p)
{
	(void)p;
	return CR_NO_MARK;
}

bool
cr_plugin_generate(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out)
{
	(void)c;
	(void)p;
	(void)out;
	return false;
}

bool
cr_plugin_transform(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m)
{
	(void)c;
	(void)p;
	(void)m;
	return false;
}
