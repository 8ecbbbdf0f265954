/* What a render has to say: errors, warnings, and where. */
#ifndef CONFRENDER_DIAGNOSTICS_H
#define CONFRENDER_DIAGNOSTICS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum confrender_severity { CONFRENDER_WARNING = 1, CONFRENDER_ERROR = 2 };

/* A place in a file. path is NULL where no file is meant; line and column count from 1, 0 is unknown. Columns count characters and stop
 * at 65535. source_line is the text of that line without its line feed (NULL if unknown or not fit to be shown). */
struct confrender_place {
	const char *path;
	uint32_t line;
	uint32_t column;
	const char *source_line;
	size_t source_line_length;
};

/* A station on the way to the error: "patch patch.yaml" at its place. */
struct confrender_frame {
	const char *text;
	struct confrender_place place;
};

/* All texts are UTF-8 without control characters, end in NUL, and live until the callback returns. */
struct confrender_diagnostic {
	enum confrender_severity severity;
	const char *code; /* stable: "patch-target", "unknown-field", ... */
	const char *message;
	struct confrender_place place;
	const struct confrender_frame *frames; /* innermost first */
	size_t frame_count;
	const char *second_text; /* "first defined here": what second_place is to the finding; NULL if there is none */
	struct confrender_place second_place;
	const char *hint; /* "did you mean ...", or NULL */
};

/* Called on the thread that renders, in the order of the findings, before confrender_render returns. It must not call into the session. */
typedef void (*confrender_diagnostic_fn)(void *user, const struct confrender_diagnostic *diagnostic);

/* The codes of warnings, which a session's option warn can name; NULL past the last one. They live as long as the program. */
const char *confrender_warning(size_t index);

#ifdef __cplusplus
}
#endif

#endif
