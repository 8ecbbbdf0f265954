/* Text slices and UTF-8, by Go's rules (package unicode/utf8, strings.TrimSpace), since the reference is a Go program. */
#include "base/str.h"

#include <assert.h>

#define DISTANCE_MAX 31

int
cr_str_cmp(struct cr_str a, struct cr_str b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
	if (order != 0) {
		return order;
	}
	return (a.len > b.len) - (a.len < b.len);
}

bool
cr_str_starts(struct cr_str s, struct cr_str prefix)
{
	return s.len >= prefix.len && cr_str_eq(cr_str_sub(s, 0, prefix.len), prefix);
}

bool
cr_str_ends(struct cr_str s, struct cr_str suffix)
{
	return s.len >= suffix.len && cr_str_eq(cr_str_sub(s, s.len - suffix.len, s.len), suffix);
}

size_t
cr_str_find(struct cr_str s, char c, size_t from)
{
	if (from >= s.len) {
		return SIZE_MAX;
	}
	const char *found = memchr(s.ptr + from, c, s.len - from);
	return found ? (size_t)(found - s.ptr) : SIZE_MAX;
}

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool
cr_str_eq_fold(struct cr_str a, struct cr_str b)
{
	if (a.len != b.len) {
		return false;
	}
	for (size_t i = 0; i < a.len; i++) {
		if (fold(a.ptr[i]) != fold(b.ptr[i])) {
			return false;
		}
	}
	return true;
}

static bool
is_space(uint32_t cp)
{
	switch (cp) {
	case ' ':
	case 0x85:
	case 0xa0:
	case 0x1680:
	case 0x2028:
	case 0x2029:
	case 0x202f:
	case 0x205f:
	case 0x3000:
		return true;
	default:
		return (cp >= '\t' && cp <= '\r') || (cp >= 0x2000 && cp <= 0x200a);
	}
}

/* The last code point of s (not empty) and where it starts; UINT32_MAX for an invalid byte. */
static uint32_t
last_code_point(struct cr_str s, size_t *start)
{
	size_t at = s.len - 1;
	while (at > 0 && s.len - at < 4 && ((unsigned char)s.ptr[at] & 0xc0) == 0x80) {
		at--;
	}
	const char *p = s.ptr + at;
	uint32_t cp = cr_utf8_next(&p, s.ptr + s.len);
	if (p != s.ptr + s.len) {
		*start = s.len - 1;
		return UINT32_MAX;
	}
	*start = at;
	return cp;
}

struct cr_str
cr_str_trim(struct cr_str s)
{
	if (s.len == 0) {
		return s;
	}
	const char *end = s.ptr + s.len;
	const char *p = s.ptr;
	for (const char *next = p; p < end; p = next) {
		if (!is_space(cr_utf8_next(&next, end))) {
			break;
		}
	}
	s = (struct cr_str){ .ptr = p, .len = (size_t)(end - p) };
	for (size_t start; s.len > 0; s.len = start) {
		if (!is_space(last_code_point(s, &start))) {
			break;
		}
	}
	return s;
}

static size_t
min3(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* Levenshtein's table, only the diagonals within max of the main one, one row at a time: cell d of row i stands for column i + d - max.
 * The row's last cell is a wall, so that every cell has a right neighbour above it. */
size_t
cr_str_distance(struct cr_str a, struct cr_str b, size_t max)
{
	assert(max <= DISTANCE_MAX);
	size_t gap = a.len > b.len ? a.len - b.len : b.len - a.len;
	if (gap > max) {
		return max + 1;
	}
	size_t row[2 * DISTANCE_MAX + 2];
	size_t width = 2 * max + 1;
	for (size_t d = 0; d <= width; d++) {
		row[d] = d >= max && d < width ? d - max : max + 1;
	}
	for (size_t i = 1; i <= a.len; i++) {
		size_t best = max + 1;
		for (size_t d = 0; d < width; d++) {
			size_t cell = max + 1;
			if (i + d >= max && i + d - max <= b.len) {
				size_t j = i + d - max;
				size_t left = d > 0 ? row[d - 1] : max;
				cell = j == 0 ? i : min3(left + 1, row[d + 1] + 1, row[d] + (a.ptr[i - 1] != b.ptr[j - 1]));
				cell = cell > max ? max + 1 : cell;
			}
			row[d] = cell;
			best = cell < best ? cell : best;
		}
		if (best > max) {
			return max + 1;
		}
	}
	return row[b.len + max - a.len];
}

/* The bytes a sequence has by its first byte (0: no sequence begins so), and the range of the second: narrower than 80..bf where that
 * shuts out overlong forms, surrogates, and what lies past U+10FFFF. */
static size_t
sequence(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
	*high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
	if (lead < 0x80) {
		return 1;
	}
	if (lead < 0xc2) {
		return 0;
	}
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

uint32_t
cr_utf8_next(const char **p, const char *end)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t room = (size_t)(end - *p);
	++*p;
	if (s[0] < 0x80) {
		return s[0];
	}
	unsigned char low, high;
	size_t len = sequence(s[0], &low, &high);
	if (len == 0 || room < len || s[1] < low || s[1] > high) {
		return UINT32_MAX;
	}
	uint32_t cp = s[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80) {
			return UINT32_MAX;
		}
		cp = cp << 6 | (s[i] & 0x3fu);
	}
	*p += len - 1;
	return cp;
}

size_t
cr_utf8_put(uint32_t cp, char *out)
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff)) {
		cp = 0xfffd;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (cp & 0x3f));
		cp >>= 6;
	}
	out[0] = (char)((0xf00 >> len & 0xff) | cp);
	return len;
}

bool
cr_utf8_valid(struct cr_str s)
{
	const char *p = s.ptr;
	size_t left = s.len;
	while (left > 0) {
		uint64_t word;
		if (left >= sizeof word) {
			memcpy(&word, p, sizeof word);
			if ((word & 0x8080808080808080u) == 0) {
				p += sizeof word;
				left -= sizeof word;
				continue;
			}
		}
		const char *end = p + left;
		if (cr_utf8_next(&p, end) == UINT32_MAX) {
			return false;
		}
		left = (size_t)(end - p);
	}
	return true;
}
