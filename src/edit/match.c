/* Patterns of file names, as Go's path/filepath has them: * and ? do not match "/", [a-z] and [^a-z] are sets, \ takes the next character
 * as it is. Where something does not match, the last * takes one character more; no earlier one could help. */
#include "edit/tree.h"

/* The next character of a pattern, which may be escaped; in a set, "-" and "]" must be. */
static bool
take_literal(const char **p, const char *end, bool set, uint32_t *out)
{
	if (*p == end || (set && (**p == '-' || **p == ']'))) {
		return false;
	}
	*p += **p == '\\';
	if (*p == end) {
		return false;
	}
	*out = cr_utf8_next(p, end);
	return true;
}

/* *p is behind "["; afterwards behind "]". False: malformed. */
static bool
take_set(const char **p, const char *end, uint32_t cp, bool *matches)
{
	bool negated = *p < end && **p == '^', found = false;
	*p += negated;
	for (size_t count = 0; *p == end || **p != ']' || count == 0; count++) {
		uint32_t low, high;
		if (!take_literal(p, end, true, &low)) {
			return false;
		}
		high = low;
		if (*p < end && **p == '-') {
			++*p;
			if (!take_literal(p, end, true, &high)) {
				return false;
			}
		}
		found = found || (low <= cp && cp <= high);
	}
	++*p;
	*matches = found != negated;
	return true;
}

/* One element of the pattern, which is no *, against a character. */
static bool
take_element(const char **p, const char *end, uint32_t cp, bool *matches)
{
	uint32_t literal;
	if (**p == '[') {
		++*p;
		return take_set(p, end, cp, matches);
	}
	if (**p == '?') {
		++*p;
		*matches = cp != '/';
		return true;
	}
	bool ok = take_literal(p, end, false, &literal);
	*matches = ok && literal == cp;
	return ok;
}

static bool
is_well_formed(const char *p, const char *end)
{
	bool matches;
	while (p < end) {
		if (*p == '*') {
			p++;
		} else if (!take_element(&p, end, 0, &matches)) {
			return false;
		}
	}
	return true;
}

static bool
try_element(const char **p, const char *pattern_end, const char **n, const char *end)
{
	const char *at = *p, *name = *n;
	bool matches = false;
	if (at == pattern_end || !take_element(&at, pattern_end, cr_utf8_next(&name, end), &matches) || !matches) {
		return false;
	}
	*p = at;
	*n = name;
	return true;
}

int
cr_edit_match(struct cr_str pattern, struct cr_str name)
{
	const char *p = pattern.len > 0 ? pattern.ptr : "", *pattern_end = p + pattern.len, *star = NULL;
	const char *n = name.len > 0 ? name.ptr : "", *end = n + name.len, *star_from = NULL;
	if (!is_well_formed(p, pattern_end)) {
		return -1;
	}
	while (n < end) {
		if (p < pattern_end && *p == '*') {
			star = ++p;
			star_from = n;
		} else if (try_element(&p, pattern_end, &n, end)) {
			continue;
		} else if (star != NULL && *star_from != '/') {
			cr_utf8_next(&star_from, end);
			n = star_from;
			p = star;
		} else {
			return 0;
		}
	}
	while (p < pattern_end && *p == '*') {
		p++;
	}
	return p == pattern_end;
}
