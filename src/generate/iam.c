/* IAMPolicyGenerator: a ServiceAccount that stands for an account of the cloud. The reference writes a text and reads it again, so what a
 * value turns out to be (a number, a map) is what it looks like there.
 * Counterpart: api/filters/iampolicygenerator. */
#include "generate/generate.h"

static struct cr_str
object_text(struct cr_ctx *c, const struct cr_iam_policy *p)
{
	struct cr_str text = cr_str_fmt(c,
					"apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  annotations:\n"
					"    iam.gke.io/gcp-service-account: %.*s@%.*s.iam.gserviceaccount.com\n  name: %.*s\n",
					CR_PRI(p->account.name.s), CR_PRI(p->account.project.s), CR_PRI(p->service.name.s));
	return p->service.ns.s.len == 0 ? text : cr_str_fmt(c, "%.*s  namespace: %.*s\n", CR_PRI(text), CR_PRI(p->service.ns.s));
}

bool
cr_iam_policy_generate(struct cr_ctx *c, const struct cr_iam_policy *policy, cr_mark mark, struct cr_resources *out)
{
	if (!cr_str_eq(policy->cloud.s, CR_STR("gke"))) {
		return cr_fail(c, policy->cloud.set ? policy->cloud.mark : mark, CR_E_GENERATOR, "cloud provider \"%S\" not supported yet",
			       policy->cloud.s);
	}
	const struct cr_source src = {
		.text = object_text(c, policy), .file = cr_mark_file(mark), .line = cr_mark_line(mark), .inlined = true
	};
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_RESOURCE, &docs)) {
		return false;
	}
	docs.count = docs.count > 1 ? 1 : docs.count;
	struct cr_resource *r = docs.count > 0 ? cr_resource_from_node(c, docs.items[0]) : NULL;
	if (r != NULL) {
		r->mark = mark;
		*cr_push(c, out) = r;
	}
	return r != NULL;
}
