/* What a render depends on: its accumulation reads all of it, and the loader has kept notes. */
#include "load/inputs.h"

#include "accumulate/openapi.h"
#include "confrender/inputs.h"
#include "render/route.h"

struct asking {
	struct cr_job job;
	struct confrender_inputs *answer;
};

static struct cr_str
from_top(struct cr_ctx *c, const struct cr_scope *scope, struct cr_str path)
{
	return scope->root != NULL ? cr_str_cat(c, CR_STR("/"), path) : cr_str_dup(c, path);
}

static struct confrender_input
input_of(struct cr_ctx *c, const struct cr_scope *scope, const struct cr_input *in)
{
	static const enum confrender_input_kind kinds[] = { [CR_INPUT_FILE] = CONFRENDER_INPUT_FILE,
							    [CR_INPUT_LINK] = CONFRENDER_INPUT_LINK,
							    [CR_INPUT_ABSENT] = CONFRENDER_INPUT_ABSENT };
	return (struct confrender_input){ .kind = kinds[in->kind],
					  .path = from_top(c, scope, in->path).ptr,
					  .shown = cr_path_display(c, in->path).ptr };
}

static bool
ask(struct cr_ctx *c, void *arg)
{
	struct asking *a = arg;
	struct cr_input_list list;
	size_t errors = cr_error_count(c);
	cr_openapi_reset(c);
	if (cr_accumulate(c, a->job.scope->baseline, a->job.dir, CR_NO_MARK) == NULL || cr_error_count(c) != errors) {
		return false;
	}
	cr_inputs_collect(c, cr_loader_inputs(c->loader), a->job.dir, &list);
	struct confrender_input *items = cr_new_n(c, struct confrender_input, list.count);
	for (size_t i = 0; i < list.count; i++) {
		items[i] = input_of(c, a->job.scope, &list.items[i]);
	}
	*a->answer =
		(struct confrender_inputs){ .directory = from_top(c, a->job.scope, a->job.dir).ptr, .items = items, .count = list.count };
	return true;
}

enum confrender_result
confrender_inputs(struct confrender_session *session, const char *directory, struct confrender_inputs *inputs)
{
	struct asking a = { .answer = inputs };
	*inputs = (struct confrender_inputs){ 0 };
	if (!session->options.inputs) {
		return CONFRENDER_USAGE;
	}
	enum confrender_result result = cr_job_begin(session, directory, &a.job);
	if (result == CONFRENDER_OK) {
		result = cr_scope_run(a.job.scope, ask, &a);
	}
	cr_report(a.job.scope);
	return result;
}
