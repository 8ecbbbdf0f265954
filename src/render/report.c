/* Diagnostics, from the context's list to the caller's callback. */
#include "base/format.h"
#include "render/session.h"

/* A line is shown beside a message only where it cannot hold a secret: never from a file that speaks of one or holds a URL (it may carry a
 * password), nor from a file that is no manifest (env files, keys, certificates). */
static bool
may_show(const struct cr_file *f)
{
	static const char *const endings[] = { ".yaml", ".yml", ".json", "Kustomization" };
	bool manifest = false;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		manifest = manifest || cr_str_ends(f->path, cr_str_z(endings[i]));
	}
	return manifest && memmem(f->text.ptr, f->text.len, "ecret", 5) == NULL && memmem(f->text.ptr, f->text.len, "://", 3) == NULL;
}

/* Moves the memo to the line; false: the file has fewer. */
static bool
seek(struct cr_line_memo *m, uint32_t line)
{
	struct cr_str text = m->file->text;
	while (m->line < line) {
		size_t end = cr_str_find(text, '\n', m->at);
		if (end == SIZE_MAX) {
			return false;
		}
		m->at = end + 1;
		m->line++;
	}
	while (m->line > line) {
		const char *before = m->at < 2 ? NULL : memrchr(text.ptr, '\n', m->at - 1);
		m->at = before == NULL ? 0 : (size_t)(before - text.ptr) + 1;
		m->line--;
	}
	return true;
}

static struct cr_str
line_of(struct cr_scope *scope, const struct cr_file *f, uint32_t line)
{
	struct cr_line_memo *m = &scope->shown;
	if (m->file != f) {
		*m = (struct cr_line_memo){ .file = f, .may_show = may_show(f), .line = 1 };
	}
	if (!m->may_show || !seek(m, line)) {
		return (struct cr_str){ 0 };
	}
	size_t end = cr_str_find(f->text, '\n', m->at);
	return cr_str_sub(f->text, m->at, end == SIZE_MAX ? f->text.len : end);
}

static bool
printable(struct cr_str s)
{
	for (size_t at = 0, tab; at < s.len; at = tab + 1) {
		tab = cr_str_find(s, '\t', at);
		tab = tab == SIZE_MAX ? s.len : tab;
		if (!cr_sink_is_safe(cr_str_sub(s, at, tab))) {
			return false;
		}
	}
	return s.len > 0 && s.len <= 400;
}

static const struct cr_file *
file_of(const struct cr_scope *scope, cr_mark mark)
{
	return mark == CR_NO_MARK || scope->ctx.loader == NULL ? NULL : cr_loader_file(scope->ctx.loader, cr_mark_file(mark));
}

struct confrender_place
cr_place(const struct cr_scope *scope, cr_mark mark)
{
	const struct cr_file *f = file_of(scope, mark);
	if (f == NULL) {
		return (struct confrender_place){ 0 };
	}
	return (struct confrender_place){ .path = f->display.ptr, .line = cr_mark_line(mark), .column = cr_mark_column(mark) };
}

static struct confrender_place
place_with_line(struct cr_scope *scope, cr_mark mark)
{
	struct confrender_place p = cr_place(scope, mark);
	const struct cr_file *f = file_of(scope, mark);
	if (f != NULL && p.line > 0 && f->text.len > 0) {
		struct cr_str line = line_of(scope, f, p.line);
		if (printable(line)) {
			p.source_line = line.ptr;
			p.source_line_length = line.len;
		}
	}
	return p;
}

#define MAX_FRAMES 32

/* A patch carries values that may belong into a Secret, whatever its file is called. */
static bool
in_patch(const struct cr_diag *d)
{
	for (size_t i = 0; i < d->frame_count; i++) {
		if (cr_str_starts(d->frames[i].text, CR_STR("patch"))) {
			return true;
		}
	}
	return false;
}

static void
report_one(struct cr_scope *scope, const struct cr_diag *d)
{
	struct confrender_frame frames[MAX_FRAMES];
	size_t count = d->frame_count < MAX_FRAMES ? d->frame_count : MAX_FRAMES;
	for (size_t i = 0; i < count; i++) {
		frames[i] = (struct confrender_frame){ .text = d->frames[i].text.ptr, .place = place_with_line(scope, d->frames[i].mark) };
	}
	struct confrender_diagnostic out = {
		.severity = d->severity == CR_SEV_ERROR ? CONFRENDER_ERROR : CONFRENDER_WARNING,
		.code = cr_code_name(d->code),
		.message = d->message.ptr,
		.place = place_with_line(scope, d->mark),
		.frames = frames,
		.frame_count = count,
		.second_text = d->second.text.len > 0 ? d->second.text.ptr : NULL,
		.second_place = place_with_line(scope, d->second.mark),
		.hint = d->hint.len > 0 ? d->hint.ptr : NULL,
	};
	if (in_patch(d)) {
		out.place.source_line = NULL;
		out.place.source_line_length = 0;
	}
	const struct confrender_session_options *o = &scope->session->options;
	o->on_diagnostic(o->diagnostic_user, &out);
}

void
cr_report(struct cr_scope *scope)
{
	if (scope == NULL || !scope->ready) {
		return;
	}
	struct cr_diags *diags = scope->ctx.diags;
	if (scope->session->options.on_diagnostic != NULL) {
		for (const struct cr_diag *d = diags->first; d != NULL; d = d->next) {
			report_one(scope, d);
		}
	}
	cr_diags_clear(diags);
}
