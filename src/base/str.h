/* Text slices. Text always carries its length: a NUL inside it is data. */
#ifndef CR_BASE_STR_H
#define CR_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cr_str {
	const char *ptr;
	size_t len;
};

/* For printf: printf("%.*s", CR_PRI(s)). Only for text known to have no control characters; messages go through cr_fail's %S. */
#define CR_PRI(s) (int)(s).len, (s).ptr
#define CR_STR(lit) ((struct cr_str){ .ptr = "" lit, .len = sizeof(lit) - 1 })

static inline struct cr_str
cr_str_z(const char *z)
{
	return (struct cr_str){ .ptr = z, .len = strlen(z) };
}

static inline bool
cr_str_eq(struct cr_str a, struct cr_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline struct cr_str
cr_str_sub(struct cr_str s, size_t from, size_t to)
{
	/* Nothing may be added to the NULL of an empty text. */
	return (struct cr_str){ .ptr = from == 0 ? s.ptr : s.ptr + from, .len = to - from };
}

/* Byte order, the shorter first where one begins the other. <0, 0, >0. */
int cr_str_cmp(struct cr_str a, struct cr_str b);
bool cr_str_starts(struct cr_str s, struct cr_str prefix);
bool cr_str_ends(struct cr_str s, struct cr_str suffix);
/* Index of the first byte c at or after from, or SIZE_MAX. */
size_t cr_str_find(struct cr_str s, char c, size_t from);
/* Is a equal to b when ASCII letters' case is ignored? */
bool cr_str_eq_fold(struct cr_str a, struct cr_str b);
/* Without the white space (Go's unicode.IsSpace) at both ends. */
struct cr_str cr_str_trim(struct cr_str s);
/* The number of single-character edits from a to b, or max + 1 if more than max (at most 31): for "did you
 * mean". */
size_t cr_str_distance(struct cr_str a, struct cr_str b, size_t max);

/* Reads one code point at *p (p < end), advances *p. An invalid byte gives UINT32_MAX and advances by one. */
uint32_t cr_utf8_next(const char **p, const char *end);
/* Writes code point cp as UTF-8 to out (room for 4 bytes); returns the number of bytes. No code point (a surrogate) gives U+FFFD. */
size_t cr_utf8_put(uint32_t cp, char *out);
/* As Go's utf8.Valid: no overlong forms, no surrogates, at most U+10FFFF. */
bool cr_utf8_valid(struct cr_str s);

#endif
