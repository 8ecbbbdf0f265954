/* Strategic merge: "=== object" and "=== patch". Neither is written to, the same comes out each time, and a patch that says nothing
 * takes nothing away. */
#include "patch/strategic.h"
#include "tests/fuzz/fuzz.h"

struct job {
	struct cr_node *object;
	const struct cr_node *patch;
	const struct cr_schema_type *type;
	struct cr_merge_options options;
};

static const struct cr_schema_type *
type_of(struct cr_ctx *c, const struct cr_node *object)
{
	cr_key kind = cr_key_intern(c, cr_map_text(object, CR_KEY_kind));
	return cr_schema_of(c, cr_gvk_parse(c, cr_map_text(object, CR_KEY_apiVersion), kind));
}

/* *out is what the patch makes of root, NULL if nothing is left; root belongs to somebody else. */
static bool
merge(struct cr_ctx *c, const struct job *job, struct cr_node *root, const struct cr_node *patch, struct cr_node **out)
{
	size_t errors = cr_error_count(c);
	fuzz_share(c);
	*out = root;
	bool ok = cr_strategic_merge(c, out, patch, job->type, &job->options);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	return ok;
}

/* Neither an empty patch nor a second one takes an object away. (What they change is the reference's business: lists of plain
 * values lose nulls and tags, those whose elements lack a key change each time.) */
static void
check_empty(struct cr_ctx *c, const struct job *job, struct cr_node *root)
{
	const struct cr_node *empty = cr_node_map(c, CR_NO_MARK);
	for (int i = 0; i < 2 && root != NULL; i++) {
		FUZZ_HOLDS(!merge(c, job, root, empty, &root) || root != NULL);
	}
}

static void
check(struct cr_ctx *c, const struct job *job)
{
	struct cr_node *first, *second;
	struct cr_node *object = cr_node_copy(c, job->object), *patch = cr_node_copy(c, job->patch);
	bool ok = merge(c, job, job->object, job->patch, &first);
	FUZZ_SAME(c, object, job->object);
	FUZZ_SAME(c, patch, job->patch);
	FUZZ_HOLDS(merge(c, job, job->object, patch, &second) == ok);
	if (ok) {
		FUZZ_SAME(c, first, second);
		check_empty(c, job, first);
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	const struct fuzz_pack *pack = arg;
	struct job job = { .object = fuzz_read(c, fuzz_part(pack, "object"), CR_YAML_RESOURCE),
			   .patch = fuzz_read(c, fuzz_part(pack, "patch"), CR_YAML_PATCH) };
	struct cr_str text;
	if (!cr_is(job.object, CR_MAP) || !cr_is(job.patch, CR_MAP) || !fuzz_yaml(c, job.object, &text) ||
	    !fuzz_yaml(c, job.patch, &text)) {
		return;
	}
	job.type = type_of(c, job.object);
	job.options = (struct cr_merge_options){ .infer_keys = fuzz_has_part(pack, "infer"), .append = fuzz_has_part(pack, "append") };
	check(c, &job);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	fuzz_in_context(run, &pack);
	return 0;
}
