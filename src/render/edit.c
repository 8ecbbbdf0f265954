/* The public edits over edit/: the caller's texts become slices, the results texts of the session. */
#include <assert.h>

#include "confrender/edit.h"
#include "edit/edit.h"
#include "edit/tree.h"
#include "render/session.h"

struct confrender_edited {
	struct cr_allocator allocator;
	struct confrender_edited_file *files;
	size_t count;
};

struct job {
	struct cr_str dir;
	const struct confrender_edit *edits;
	size_t count;
	struct confrender_edited *out;
};

static struct cr_str
text(const char *z)
{
	return z != NULL ? cr_str_z(z) : CR_STR("");
}

static struct cr_edit_words
words(struct cr_ctx *c, const char *const *from, size_t count)
{
	struct cr_edit_words to = { 0 };
	for (size_t i = 0; i < count; i++) {
		*cr_push(c, &to) = cr_str_z(from[i]);
	}
	return to;
}

static struct cr_edit
edit_of(struct cr_ctx *c, const struct confrender_edit *e)
{
	static_assert((int)CONFRENDER_CREATE == (int)CR_EDIT_CREATE && (int)CONFRENDER_VALIDATOR == (int)CR_EDIT_VALIDATOR &&
			      (int)CONFRENDER_LABEL == (int)CR_EDIT_LABEL,
		      "the two lists of verbs and fields differ");
	return (struct cr_edit){
		.verb = (enum cr_edit_verb)e->verb,
		.field = (enum cr_edit_field)e->field,
		.words = words(c, e->words, e->word_count),
		.force = e->force,
		.without_selector = e->without_selector,
		.include_templates = e->include_templates,
		.ignore_missing = e->ignore_missing,
		.path = text(e->path),
		.patch = text(e->patch),
		.group = text(e->group),
		.version = text(e->version),
		.kind = text(e->kind),
		.name = text(e->name),
		.ns = text(e->ns),
		.annotation_selector = text(e->annotation_selector),
		.label_selector = text(e->label_selector),
		.literals = words(c, e->literals, e->literal_count),
		.files = words(c, e->files, e->file_count),
		.env_file = text(e->env_file),
		.behavior = text(e->behavior),
		.type = text(e->type),
		.new_namespace = text(e->new_namespace),
		.disable_name_suffix_hash = e->disable_name_suffix_hash,
		.labels = words(c, e->labels, e->label_count),
		.annotations = words(c, e->annotations, e->annotation_count),
		.name_prefix = text(e->name_prefix),
		.name_suffix = text(e->name_suffix),
		.detect = e->detect,
		.recursive = e->recursive,
		.vars = e->vars,
	};
}

static struct confrender_edited_file
file_of(struct cr_ctx *c, struct cr_str dir, const struct cr_file *file, struct cr_str now)
{
	struct cr_str name = file != NULL ? cr_path_relative(c, dir, file->path) : CR_STR("kustomization.yaml");
	struct cr_str kept = cr_str_dup(c, now);
	return (struct confrender_edited_file){
		.name = cr_str_dup(c, name).ptr,
		.text = kept.ptr,
		.length = kept.len,
		.changed = file == NULL || !cr_str_eq(file->text, now),
	};
}

static bool
run(struct cr_ctx *c, void *arg)
{
	struct job *job = arg;
	struct cr_edited edited = { 0 };
	struct cr_buf buf = { .ctx = c };
	struct cr_defer defer;
	struct cr_edit *edits = cr_new_n(c, struct cr_edit, job->count);
	for (size_t i = 0; i < job->count; i++) {
		edits[i] = edit_of(c, &job->edits[i]);
	}
	c->stamp = ++c->next_stamp;
	cr_buf_bound(&buf, CR_MAX_OUTPUT_BYTES, "the kustomization would be larger than");
	cr_buf_defer(&buf, &defer);
	bool ok = cr_edit_apply(c, job->dir, edits, job->count, &edited, &buf);
	if (ok) {
		struct confrender_edited *out = job->out;
		out->count = edited.others.count + 1;
		out->files = cr_new_n(c, struct confrender_edited_file, out->count);
		out->files[0] = file_of(c, job->dir, edited.file, (struct cr_str){ buf.len > 0 ? buf.ptr : "", buf.len });
		for (size_t i = 0; i < edited.others.count; i++) {
			out->files[i + 1] = file_of(c, job->dir, edited.others.items[i].file, edited.others.items[i].text);
		}
	}
	cr_ctx_done(c, &defer);
	return ok;
}

static bool
are_valid(const struct confrender_edit *edits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (edits[i].size != sizeof edits[i] || edits[i].verb > CONFRENDER_CREATE || edits[i].field > CONFRENDER_VALIDATOR) {
			return false;
		}
	}
	return true;
}

enum confrender_result
confrender_edit(struct confrender_session *session, const char *directory, const struct confrender_edit *edits, size_t count,
		struct confrender_edited **edited)
{
	struct cr_scope *scope = NULL;
	struct job job = { .edits = edits, .count = count };
	*edited = NULL;
	if (!are_valid(edits, count)) {
		return CONFRENDER_USAGE;
	}
	enum confrender_result result = cr_session_scope(session, directory, &scope, &job.dir);
	if (result == CONFRENDER_OK) {
		scope->ctx.rendering = cr_str_z(directory);
		job.out = session->allocator.alloc(session->allocator.user, sizeof *job.out);
		if (job.out == NULL) {
			result = CONFRENDER_NO_MEMORY;
		} else {
			*job.out = (struct confrender_edited){ .allocator = session->allocator };
			result = cr_scope_run(scope, run, &job);
		}
	}
	cr_report(scope);
	if (result != CONFRENDER_OK) {
		confrender_edited_free(job.out);
		return result;
	}
	*edited = job.out;
	return CONFRENDER_OK;
}

size_t
confrender_edited_count(const struct confrender_edited *edited)
{
	return edited->count;
}

struct confrender_edited_file
confrender_edited_file(const struct confrender_edited *edited, size_t index)
{
	return index < edited->count ? edited->files[index] : (struct confrender_edited_file){ 0 };
}

void
confrender_edited_free(struct confrender_edited *edited)
{
	if (edited != NULL) {
		edited->allocator.free(edited->allocator.user, edited);
	}
}

struct question {
	struct cr_str dir;
	enum confrender_edit_verb verb;
	enum cr_edit_field field;
	const char **names;
	size_t count;
};

static bool
ask(struct cr_ctx *c, void *arg)
{
	struct question *q = arg;
	struct cr_edit_words found = { 0 };
	if (q->field == CR_EDIT_BUILD_METADATA && q->verb != CONFRENDER_REMOVE) {
		for (const char *const *option = cr_edit_build_metadata_options; *option != NULL; option++) {
			*cr_push(c, &found) = cr_str_z(*option);
		}
	} else if (!cr_edit_names(c, q->dir, q->field, &found)) {
		return false;
	}
	q->names = cr_new_n(c, const char *, found.count + 1);
	for (size_t i = 0; i < found.count; i++) {
		q->names[i] = cr_str_dup(c, found.items[i]).ptr;
	}
	q->count = found.count;
	return true;
}

enum confrender_result
confrender_edit_names(struct confrender_session *session, const char *directory, enum confrender_edit_verb verb,
		      enum confrender_edit_field field, const char *const **names, size_t *count)
{
	struct cr_scope *scope = NULL;
	struct question q = { .verb = verb, .field = (enum cr_edit_field)field };
	*names = NULL;
	*count = 0;
	if (verb > CONFRENDER_CREATE || field > CONFRENDER_VALIDATOR) {
		return CONFRENDER_USAGE;
	}
	enum confrender_result result = cr_session_scope(session, directory, &scope, &q.dir);
	if (result == CONFRENDER_OK) {
		scope->ctx.rendering = cr_str_z(directory);
		result = cr_scope_run(scope, ask, &q);
	}
	cr_report(scope);
	if (result == CONFRENDER_OK) {
		*names = q.names;
		*count = q.count;
	}
	return result;
}

int
confrender_edit_match(const char *pattern, const char *name)
{
	return cr_edit_match(cr_str_z(pattern), cr_str_z(name));
}
