/* The route of one render, from a directory to its text: accumulate -> hash -> name references -> vars -> local
 * config -> order -> what --checksums and its like change -> emit. A check goes the same way up to the printing.
 * Counterpart: krusty.Kustomizer.Run and the end of kusttarget.makeCustomizedResMap. */
#include <assert.h>

#include "accumulate/openapi.h"
#include "base/limits.h"
#include "generate/generate.h"
#include "render/output.h"
#include "render/route.h"
#include "resource/order.h"
#include "transform/transform.h"

struct printing {
	struct cr_job job;
	struct confrender_output *output;
};

/* For local tools only: config.kubernetes.io/local-config with any value but "false". */
static bool
is_local_config(const struct cr_resource *r)
{
	const struct cr_node *mark = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations, CR_KEY_config_kubernetes_io_local_config);
	return cr_is(mark, CR_SCALAR) && !cr_str_eq(cr_text(mark), CR_STR("false"));
}

static void
drop_local_config(struct cr_resmap *m)
{
	for (size_t i = 0; i < m->count; i++) {
		m->items[i]->removed = is_local_config(m->items[i]);
	}
	cr_resmap_sweep(m);
}

static uint64_t
bytes_of_texts(const struct cr_node *map)
{
	uint64_t bytes = 0;
	for (uint32_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		bytes += map->pairs[i].value->kind == CR_SCALAR ? map->pairs[i].value->count : 0;
	}
	return bytes;
}

/* Overlays share the data of a base, so that a small tree can ask for any amount of output: that is seen before any of it is hashed or
 * printed. */
static void
check_data(struct cr_ctx *c, const struct cr_resmap *m)
{
	uint64_t bytes = 0;
	for (size_t i = 0; i < m->count; i++) {
		const struct cr_resource *r = m->items[i];
		if ((r->id.gvk.kind == CR_KEY_ConfigMap || r->id.gvk.kind == CR_KEY_Secret) && !is_local_config(r)) {
			bytes += bytes_of_texts(cr_map_get(r->root, CR_KEY_data));
			bytes += bytes_of_texts(cr_map_get(r->root, CR_KEY_binaryData));
		}
		if (bytes > cr_limit(c, CR_MAX_OUTPUT_BYTES)) {
			c->at = r->mark;
			cr_unwind_limit(c, CR_MAX_OUTPUT_BYTES, "the output is larger than");
		}
	}
}

static void
order(struct cr_ctx *c, const struct cr_kust *k, enum confrender_order flag, struct cr_resmap *m)
{
	const struct cr_sort_options *s = &k->sort;
	if (s->order == CR_SORT_FIFO || (s->order == CR_SORT_UNSET && flag == CONFRENDER_ORDER_NONE)) {
		return;
	}
	struct cr_order_lists lists = { .first = s->first, .first_count = s->first_count, .last = s->last, .last_count = s->last_count };
	cr_order_legacy(c, m, s->custom_lists ? &lists : NULL);
}

static bool
add_managed_by_label(struct cr_ctx *c, struct cr_resmap *m)
{
	for (size_t i = 0; i < m->count; i++) {
		struct cr_node *metadata = cr_map_edit_map(c, cr_resource_edit(c, m->items[i]), CR_KEY_metadata, CR_NO_MARK);
		struct cr_node *labels = metadata == NULL ? NULL : cr_map_edit_map(c, metadata, CR_KEY_labels, CR_NO_MARK);
		if (labels == NULL) {
			return cr_fail(c, m->items[i]->mark, CR_E_TRANSFORM,
				       "the label \"app.kubernetes.io/managed-by\" needs a map of labels, which this object does not have");
		}
		struct cr_node *value = cr_node_str(c, CR_STR("kustomize-" CONFRENDER_KUSTOMIZE_VERSION), CR_NO_MARK);
		cr_map_set(c, labels, CR_KEY_app_kubernetes_io_managed_by, value, CR_NO_MARK);
	}
	return true;
}

/* The public enums are the internal ones. */
static struct cr_rollout
rollout_of(const struct confrender_render_options *o)
{
	static_assert((int)CONFRENDER_CHECKSUMS_ALL == (int)CR_CHECKSUMS_ALL &&
			      (int)CONFRENDER_IMMUTABLE_HASHED == (int)CR_IMMUTABLE_HASHED &&
			      (int)CONFRENDER_HASH_ALL == (int)CR_HASH_ALL && (int)CONFRENDER_REFERENCES_ALL == (int)CR_REFERENCES_ALL &&
			      (int)CONFRENDER_RELOADER_ON == (int)CR_RELOADER_ON,
		      "the two lists of values differ");
	return (struct cr_rollout){
		.checksums = (enum cr_checksums)o->checksums,
		.immutable = (enum cr_immutable)o->immutable,
		.hash = (enum cr_hashed)o->hash,
		.references = (enum cr_follow)o->references,
		.reloader = (enum cr_reloader)o->reloader,
		.checksum_key = { .ptr = o->checksum_key, .len = o->checksum_key_length },
	};
}

static bool
names(struct cr_ctx *c, const struct cr_accumulation *a, const struct cr_rollout *o, struct cr_resmap *m)
{
	return cr_rollout_choose(c, o, m) && cr_hash_apply(c, m) && cr_name_references_fix(c, a->config, m) &&
	       cr_rollout_references(c, o, a->config, m) && cr_vars_resolve(c, &a->vars, a->config, m) && cr_resmap_check_identities(c, m);
}

static bool
finish(struct cr_ctx *c, const struct cr_accumulation *a, struct cr_job *job, struct cr_resmap *m)
{
	struct cr_rollout *rollout = &job->rollout;
	*rollout = rollout_of(job->options);
	check_data(c, m);
	if (!cr_rollout_settle(c, a->kust, rollout) || !names(c, a, rollout, m)) {
		return false;
	}
	drop_local_config(m);
	if (!cr_resmap_check_ids(c, m)) {
		return false;
	}
	order(c, a->kust, job->options->order, m);
	const struct cr_build_metadata *metadata = &a->kust->build_metadata;
	if ((job->options->managed_by_label || metadata->managed_by) && !add_managed_by_label(c, m)) {
		return false;
	}
	for (size_t i = 0; i < m->count; i++) {
		cr_resource_strip(c, m->items[i], metadata->origins, metadata->transformations);
	}
	cr_rollout_stale(c, rollout, m);
	if (!cr_rollout_finish(c, rollout, m)) {
		return false;
	}
	if (m->count == 0) {
		cr_warn(c, a->kust->mark, CR_W_NO_OBJECTS, "the result holds no objects");
	}
	return true;
}

bool
cr_route(struct cr_ctx *c, struct cr_job *job)
{
	cr_openapi_reset(c);
	const struct cr_accumulation *a = cr_accumulate(c, job->scope->baseline, job->dir, CR_NO_MARK);
	if (a == NULL) {
		return false;
	}
	c->at = a->kust->mark;
	c->stamp = ++c->next_stamp;
	cr_resmap_init(c, &job->objects);
	cr_resmap_copy(c, &job->objects, &a->resources);
	return finish(c, a, job, &job->objects);
}

static bool
print(struct cr_ctx *c, void *arg)
{
	struct printing *p = arg;
	size_t errors = cr_error_count(c);
	return cr_route(c, &p->job) && cr_output_make(c, p->job.options->format, &p->job.objects, p->output) && cr_error_count(c) == errors;
}

bool
cr_render_options_copy(const struct confrender_render_options *given, struct confrender_render_options *out)
{
	*out = (struct confrender_render_options){ 0 };
	if (given == NULL) {
		return true;
	}
	if (given->size == 0 || given->size > sizeof *out) {
		return false;
	}
	memcpy(out, given, given->size);
	return out->checksums <= CONFRENDER_CHECKSUMS_ALL && out->immutable <= CONFRENDER_IMMUTABLE_HASHED &&
	       out->hash <= CONFRENDER_HASH_ALL && out->references <= CONFRENDER_REFERENCES_ALL && out->reloader <= CONFRENDER_RELOADER_ON;
}

enum confrender_result
cr_job_begin(struct confrender_session *session, const char *directory, struct cr_job *job)
{
	enum confrender_result result = cr_session_scope(session, directory, &job->scope, &job->dir);
	if (result == CONFRENDER_OK) {
		job->scope->ctx.rendering = cr_str_z(directory);
	}
	return result;
}

enum confrender_result
confrender_render(struct confrender_session *session, const char *directory, const struct confrender_render_options *options,
		  struct confrender_output **output)
{
	struct confrender_render_options o;
	*output = NULL;
	if (!cr_render_options_copy(options, &o)) {
		return CONFRENDER_USAGE;
	}
	struct printing p = { .job.options = &o };
	enum confrender_result result = cr_job_begin(session, directory, &p.job);
	if (result == CONFRENDER_OK) {
		p.output = cr_output_new(&session->allocator);
		result = p.output == NULL ? CONFRENDER_NO_MEMORY : cr_scope_run(p.job.scope, print, &p);
	}
	cr_report(p.job.scope);
	if (result != CONFRENDER_OK) {
		confrender_output_free(p.output);
		return result;
	}
	*output = p.output;
	return CONFRENDER_OK;
}
