/* Which schema is in force. The root's setting counts for the whole build; if it says nothing, so does the first kustomization that says
 * something, from there on to the end: bases that were finished before were merged by the built-in schema. Counterpart: the calls of
 * openapi.SetSchema in krusty and in accumulateDirectory.
 *
 * So an accumulation depends on the schema in force at its begin, and may change it for what follows; it remembers both, and is used again
 * only where it would come out the same. */
#include "accumulate/openapi.h"

#include "accumulate/source.h"
#include "resource/openapi.h"

void
cr_openapi_reset(struct cr_ctx *c)
{
	c->schema = (struct cr_schema_state){ .file = NULL };
}

/* A file that is named is read even where it does not count. */
static bool
load(struct cr_ctx *c, const struct cr_kust *k, struct cr_file **file)
{
	const struct cr_text *path = &k->openapi_path;
	if (!path->set) {
		*file = NULL;
		return true;
	}
	if (path->s.len == 0) {
		return cr_fail(c, path->mark, CR_E_IO, "\"openapi.path\" is empty: it must resolve to a file");
	}
	return cr_load_file(c, k->dir, path->s, path->mark, file);
}

static bool
set_version(struct cr_ctx *c, const struct cr_text *version)
{
	if (version->s.len == 0) {
		return true;
	}
	if (!cr_str_eq(version->s, CR_STR("v1.21.2"))) {
		cr_fail(c, version->mark, CR_E_VALUE, "the specified OpenAPI version is not built in: \"%S\"", version->s);
		cr_hint(c, "only v1.21.2 is");
		return false;
	}
	c->schema.set = true;
	return true;
}

static bool
set_file(struct cr_ctx *c, const struct cr_kust *k, const struct cr_file *file)
{
	if (k->openapi_version.set) {
		cr_fail(c, k->openapi_path.mark, CR_E_VALUE, "builtin version and custom schema provided, cannot use both");
		cr_second(c, k->openapi_version.mark, "the version stands here");
		return false;
	}
	const struct cr_source src = cr_source_of_file(file);
	struct cr_schema *schema = cr_openapi_load(c, &src);
	if (schema == NULL) {
		return false;
	}
	c->schema.file = schema;
	c->schema.set = true;
	return true;
}

bool
cr_openapi_enter(struct cr_ctx *c, const struct cr_kust *k)
{
	struct cr_file *file = NULL;
	struct cr_frame frame;
	if (!k->openapi_path.set && !k->openapi_version.set) {
		return true;
	}
	cr_mark mark = k->openapi_path.set ? k->openapi_path.mark : k->openapi_version.mark;
	cr_frame_push(c, &frame, "openapi", k->openapi_path.set ? cr_path_redact(c, k->openapi_path.s) : k->openapi_version.s, mark);
	bool ok = load(c, k, &file);
	if (ok && !c->schema.set) {
		ok = file != NULL ? set_file(c, k, file) : set_version(c, &k->openapi_version);
	}
	cr_frame_pop(c);
	return ok;
}

struct cr_schema_state
cr_openapi_begin(struct cr_ctx *c, struct cr_accumulation *a)
{
	struct cr_schema_state begun = c->schema;
	a->schema_in = begun;
	c->schema.asked_before = cr_schema_asked(&begun);
	c->schema.asked = CR_SCHEMA_UNASKED;
	return begun;
}

/* What was asked before counts again, and what was asked inside with it. */
static void
take_over(struct cr_ctx *c, const struct cr_schema_state *out, struct cr_schema_state begun)
{
	c->schema = begun;
	if (out->set) {
		c->schema.file = out->file;
		c->schema.set = true;
	}
	if (c->schema.asked < out->asked) {
		c->schema.asked = out->asked;
	}
}

void
cr_openapi_end(struct cr_ctx *c, struct cr_accumulation *a, struct cr_schema_state begun)
{
	a->schema_out = c->schema;
	take_over(c, &a->schema_out, begun);
}

bool
cr_openapi_fits(const struct cr_ctx *c, const struct cr_accumulation *a)
{
	const struct cr_schema_state *in = &a->schema_in;
	if (in->set != c->schema.set || in->file != c->schema.file) {
		return false;
	}
	/* What was asked before matters only to a file that is met inside. */
	return in->set || !a->schema_out.set || cr_schema_asked(in) == cr_schema_asked(&c->schema);
}

void
cr_openapi_again(struct cr_ctx *c, const struct cr_accumulation *a)
{
	take_over(c, &a->schema_out, c->schema);
}
