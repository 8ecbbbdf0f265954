/* Diagnostics: what is recorded (see cr_fail, cr_warn in ctx.h) and how severe it counts. Printing is the program's job. */
#ifndef CR_BASE_DIAG_H
#define CR_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mark.h"
#include "base/str.h"

/* Codes, their stable names (for --warn and --diagnostics json) and default severities are rows of diag_codes.def:
 * X(CR_E_SYNTAX, "syntax", ERROR) ... Codes CR_W_* are warnings by default; LOST: --strict makes it an error; DEPRECATED: only
 * --strict=all does. */
enum cr_code {
#define X(id, name, severity) id,
#include "base/diag_codes.def"
#undef X
	CR_CODE_COUNT
};

enum cr_severity { CR_SEV_OFF, CR_SEV_WARNING, CR_SEV_ERROR };

struct cr_note {
	struct cr_str text; /* "in overlays/prod/kustomization.yaml:12, patch patch.yaml" without its place: "patch patch.yaml" */
	cr_mark mark;
};

struct cr_diag {
	enum cr_code code;
	enum cr_severity severity;
	cr_mark mark;
	struct cr_str message;
	struct cr_note *frames; /* innermost first */
	size_t frame_count;
	struct cr_note second; /* "first defined here"; text.len 0 if none */
	struct cr_str hint;
	struct cr_diag *next;
};

struct cr_diags {
	struct cr_diag *first, *last;
	struct cr_diag *open;            /* the one that cr_hint and cr_second add to; NULL if what was recorded last was not kept */
	size_t count;                    /* kept */
	size_t errors;                   /* recorded, kept or not */
	size_t warnings;                 /* recorded, kept or not */
	size_t dropped;                  /* errors and warnings past CR_DIAGS_KEPT */
	struct cr_diag_reserve *reserve; /* room for the error that unwinds */
	unsigned char severity[64];      /* by code: what --warn and --strict made of it */
};

const char *cr_code_name(enum cr_code code);
/* Not an error, which no option makes less. */
bool cr_code_is_warning(enum cr_code code);
/* CR_CODE_COUNT if there is no such code. */
enum cr_code cr_code_find(struct cr_str name);

struct cr_arena;
struct cr_ctx;

/* NULL when out of memory. */
struct cr_diags *cr_diags_new(struct cr_arena *a);
void cr_diags_defaults(struct cr_diags *d);
/* --strict: what is lost becomes an error; --strict=all: deprecations too. Before the single codes of --warn, which then prevail. */
void cr_diags_strict(struct cr_diags *d, bool all);
/* Forgets what was recorded, once it was handed on; the severities stay. */
void cr_diags_clear(struct cr_diags *d);
/* Records the error that unwinds, without allocating. */
void cr_diags_sticky(struct cr_ctx *c, enum cr_code code, const char *what);

#endif
