/* Every limit on input. Past one is an ordinary error (CR_E_LIMIT) that names the limit; a tree can never change one.
 *
 * Those of limits.def have a default, and an option of the program and of a session. What stands here as a number is a fact of a format or
 * of our types, or no limit on input at all. */
#ifndef CR_BASE_LIMITS_H
#define CR_BASE_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define CR_REGEX_REPEAT_MOST 1000u /* a counted repeat: part of RE2's syntax */
#define CR_MERGE_KEYS_MOST 16u     /* room for the keys by which one list merges; Kubernetes' longest list has two */
#define CR_DIAGS_KEPT 100u         /* errors, and warnings, kept of one render: nothing is refused past them, the rest is counted */
#define CR_FRAMES_KEPT 64u         /* stations of the route kept with one diagnostic, the innermost: the rest is left out of the message */

/* For the rows of limits.def. */
#define CR_KIB (UINT64_C(1) << 10)
#define CR_MIB (UINT64_C(1) << 20)
#define CR_GIB (UINT64_C(1) << 30)
enum { CR_LIMIT_IN_COUNT, CR_LIMIT_IN_BYTES };

enum cr_limit {
#define X(id, name, unit, standard, least, most, counted, help) id,
#include "base/limits.def"
#undef X
	CR_LIMIT_COUNT
};

struct cr_limit_row {
	const char *name;
	const char *counted; /* "levels"; "" for bytes */
	const char *help;
	uint64_t standard, least, most;
	bool bytes;
};

extern const struct cr_limit_row cr_limit_rows[CR_LIMIT_COUNT];

/* The limits in force. */
struct cr_limits {
	uint64_t of[CR_LIMIT_COUNT];
};

void cr_limits_default(struct cr_limits *l);
/* CR_LIMIT_COUNT if no limit has this name. */
enum cr_limit cr_limit_find(struct cr_str name);
/* "5000", "64MiB" (bytes only). False if it is no such number, or not one between least and most. */
bool cr_limit_read(enum cr_limit limit, struct cr_str text, uint64_t *value);

/* "64 MiB (--max-file-bytes)", "10000 levels (--max-nesting)". */
#define CR_LIMIT_TEXT 96
void cr_limit_text(enum cr_limit limit, uint64_t value, char room[CR_LIMIT_TEXT]);

#endif
