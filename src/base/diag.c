/* Diagnostics: recorded with a copy of the stations that the render stood in. Errors and warnings are counted apart, so that a flood of
 * warnings never hides the error that ends the render. */
#include "base/diag.h"

#include <assert.h>
#include <stdarg.h>

#include "base/ctx.h"
#include "base/format.h"

#define MESSAGE_ROOM 4096
#define RESERVE_ROOM 2048
#define RESERVE_FRAMES 8

enum class { CLASS_ERROR, CLASS_WARN_LOST, CLASS_WARN_DEPRECATED, CLASS_WARN_ADVICE };

struct code_row {
	const char *name;
	enum class class;
};

static const struct code_row codes[CR_CODE_COUNT] = {
#define X(id, code_name, severity) [id] = { .name = code_name, .class = CLASS_##severity },
#include "base/diag_codes.def"
#undef X
};

/* The room of the error that unwinds: it may have to be told when there is no memory at all. */
struct cr_diag_reserve {
	bool used;
	struct cr_diag diag;
	struct cr_note frames[RESERVE_FRAMES];
	char text[RESERVE_ROOM];
};

static_assert(CR_CODE_COUNT <= sizeof((struct cr_diags *)0)->severity, "a code has no severity");

const char *
cr_code_name(enum cr_code code)
{
	return codes[code].name;
}

bool
cr_code_is_warning(enum cr_code code)
{
	return codes[code].class != CLASS_ERROR;
}

enum cr_code
cr_code_find(struct cr_str name)
{
	for (size_t i = 0; i < CR_CODE_COUNT; i++) {
		if (cr_str_eq(cr_str_z(codes[i].name), name)) {
			return (enum cr_code)i;
		}
	}
	return CR_CODE_COUNT;
}

struct cr_diags *
cr_diags_new(struct cr_arena *a)
{
	struct cr_diags *d = cr_arena_alloc(a, sizeof *d);
	struct cr_diag_reserve *reserve = cr_arena_alloc(a, sizeof *reserve);
	if (!d || !reserve) {
		return NULL;
	}
	reserve->used = false;
	*d = (struct cr_diags){ .reserve = reserve };
	cr_diags_defaults(d);
	return d;
}

void
cr_diags_defaults(struct cr_diags *d)
{
	for (size_t i = 0; i < CR_CODE_COUNT; i++) {
		d->severity[i] = codes[i].class == CLASS_ERROR ? CR_SEV_ERROR : CR_SEV_WARNING;
	}
}

void
cr_diags_strict(struct cr_diags *d, bool all)
{
	for (size_t i = 0; i < CR_CODE_COUNT; i++) {
		enum class class = codes[i].class;
		if (class == CLASS_WARN_LOST || (all && class == CLASS_WARN_DEPRECATED)) {
			d->severity[i] = CR_SEV_ERROR;
		}
	}
}

static void
append(struct cr_diags *d, struct cr_diag *diag)
{
	if (d->last) {
		d->last->next = diag;
	} else {
		d->first = diag;
	}
	d->last = diag;
	d->open = diag;
	d->count++;
}

/* Counts a new diagnostic; false if there are enough of its sort. */
static bool
count(struct cr_diags *d, enum cr_severity severity)
{
	d->open = NULL;
	size_t kept = severity == CR_SEV_ERROR ? d->errors : d->warnings;
	if (severity == CR_SEV_ERROR) {
		d->errors++;
	} else {
		d->warnings++;
	}
	if (kept >= CR_DIAGS_KEPT) {
		d->dropped++;
		return false;
	}
	return true;
}

static void
put_frame(struct cr_sink *s, const struct cr_frame *f)
{
	cr_sink_put(s, f->what, strlen(f->what));
	if (f->subject.len > 0) {
		cr_sink_put(s, " ", 1);
		cr_sink_text(s, f->subject, CR_SINK_TEXT_MAX);
	}
}

static struct cr_note
frame_note(struct cr_ctx *c, const struct cr_frame *f)
{
	char room[MESSAGE_ROOM];
	struct cr_sink s = { .ptr = room, .cap = sizeof room };
	put_frame(&s, f);
	return (struct cr_note){ .text = cr_str_dup(c, cr_sink_str(&s)), .mark = f->mark };
}

static void
copy_frames(struct cr_ctx *c, struct cr_diag *diag)
{
	size_t depth = 0;
	for (const struct cr_frame *f = c->frame; f && depth < CR_FRAMES_KEPT; f = f->up) {
		depth++;
	}
	diag->frames = cr_new_n(c, struct cr_note, depth);
	for (const struct cr_frame *f = c->frame; diag->frame_count < depth; f = f->up) {
		diag->frames[diag->frame_count++] = frame_note(c, f);
	}
}

static struct cr_str
message(struct cr_ctx *c, const char *fmt, va_list ap)
{
	char room[MESSAGE_ROOM];
	struct cr_sink s = { .ptr = room, .cap = sizeof room };
	cr_sink_format(&s, fmt, ap);
	return cr_str_dup(c, cr_sink_str(&s));
}

/* NULL if it is not kept. */
static struct cr_diag *
record(struct cr_ctx *c, cr_mark mark, enum cr_code code, enum cr_severity severity, const char *fmt, va_list ap)
{
	if (!count(c->diags, severity)) {
		return NULL;
	}
	struct cr_diag *diag = cr_new(c, struct cr_diag);
	diag->code = code;
	diag->severity = severity;
	diag->mark = mark;
	diag->message = message(c, fmt, ap);
	copy_frames(c, diag);
	append(c->diags, diag);
	return diag;
}

bool
cr_fail(struct cr_ctx *c, cr_mark mark, enum cr_code code, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	record(c, mark, code, CR_SEV_ERROR, fmt, ap);
	va_end(ap);
	return false;
}

bool
cr_fail_limit(struct cr_ctx *c, cr_mark mark, enum cr_limit limit, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	struct cr_diag *diag = record(c, mark, CR_E_LIMIT, CR_SEV_ERROR, fmt, ap);
	va_end(ap);
	if (diag != NULL) {
		char text[CR_LIMIT_TEXT];
		cr_limit_text(limit, cr_limit(c, limit), text);
		diag->message = cr_str_cat(c, cr_str_cat(c, diag->message, CR_STR(" ")), cr_str_z(text));
	}
	return false;
}

bool
cr_count_documents(struct cr_ctx *c, cr_mark mark, uint64_t n)
{
	if (n > cr_limit(c, CR_MAX_DOCUMENTS) - c->documents) {
		return cr_fail_limit(c, mark, CR_MAX_DOCUMENTS, "with this one there are more than");
	}
	c->documents += n;
	return true;
}

void
cr_warn(struct cr_ctx *c, cr_mark mark, enum cr_code code, const char *fmt, ...)
{
	enum cr_severity severity = (enum cr_severity)c->diags->severity[code];
	if (severity == CR_SEV_OFF) {
		c->diags->open = NULL;
		return;
	}
	va_list ap;
	va_start(ap, fmt);
	record(c, mark, code, severity, fmt, ap);
	va_end(ap);
}

void
cr_hint(struct cr_ctx *c, const char *fmt, ...)
{
	if (!c->diags->open) {
		return;
	}
	va_list ap;
	va_start(ap, fmt);
	c->diags->open->hint = message(c, fmt, ap);
	va_end(ap);
}

void
cr_second(struct cr_ctx *c, cr_mark mark, const char *fmt, ...)
{
	if (!c->diags->open) {
		return;
	}
	va_list ap;
	va_start(ap, fmt);
	c->diags->open->second = (struct cr_note){ .text = message(c, fmt, ap), .mark = mark };
	va_end(ap);
}

size_t
cr_error_count(const struct cr_ctx *c)
{
	return c->diags->errors;
}

/* What was put into the rest of the reserve, which begins behind it and its NUL from then on. */
static struct cr_str
reserve_text(struct cr_sink *rest)
{
	struct cr_str text = cr_sink_str(rest);
	rest->ptr[text.len] = '\0';
	size_t taken = text.len < rest->cap ? text.len + 1 : text.len;
	*rest = (struct cr_sink){ .ptr = rest->ptr + taken, .cap = rest->cap - taken };
	return text;
}

static void
put_rendering(struct cr_sink *s, struct cr_str dir)
{
	cr_sink_put(s, "\"", 1);
	cr_sink_text(s, dir, CR_SINK_TEXT_MAX);
	cr_sink_put(s, "\": ", 3);
}

void
cr_diags_sticky(struct cr_ctx *c, enum cr_code code, const char *what)
{
	struct cr_diags *d = c->diags;
	struct cr_diag_reserve *r = d->reserve;
	d->open = NULL;
	d->errors++;
	if (r->used) {
		d->dropped++;
		return;
	}
	r->used = true;
	cr_mark mark = c->frame ? c->frame->mark : c->at;
	r->diag = (struct cr_diag){ .code = code, .severity = CR_SEV_ERROR, .mark = mark, .frames = r->frames };
	struct cr_sink rest = { .ptr = r->text, .cap = sizeof r->text - 1 };
	if (mark == CR_NO_MARK && c->rendering.len > 0) {
		put_rendering(&rest, c->rendering);
	}
	cr_sink_text(&rest, cr_str_z(what), SIZE_MAX);
	r->diag.message = reserve_text(&rest);
	for (const struct cr_frame *f = c->frame; f && r->diag.frame_count < RESERVE_FRAMES; f = f->up) {
		put_frame(&rest, f);
		r->frames[r->diag.frame_count++] = (struct cr_note){ .text = reserve_text(&rest), .mark = f->mark };
	}
	append(d, &r->diag);
	d->open = NULL;
}

void
cr_diags_clear(struct cr_diags *d)
{
	d->first = d->last = d->open = NULL;
	d->count = d->errors = d->warnings = d->dropped = 0;
}
