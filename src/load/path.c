/* Paths as text: joined, compared and shown. Nothing here looks at a file system.
 *
 * As in the reference, ".." is taken away from the text before any symbolic link is followed: "link/../x" is "x". */
#include "load/loader.h"

/* Takes the last part off the len bytes at buf. */
static size_t
parent_length(const char *buf, size_t len)
{
	while (len > 0 && buf[len - 1] != '/') {
		len--;
	}
	return len > 0 ? len - 1 : 0;
}

static bool
is_dots(struct cr_str part, size_t count)
{
	return part.len == count && memcmp(part.ptr, "..", count) == 0;
}

bool
cr_path_join(struct cr_ctx *c, struct cr_str dir, struct cr_str path, struct cr_str *out)
{
	if (cr_str_starts(path, CR_STR("/")) || cr_str_find(path, '\0', 0) != SIZE_MAX) {
		return false;
	}
	char *buf = cr_alloc(c, dir.len + path.len + 2);
	size_t len = dir.len;
	if (len > 0) {
		memcpy(buf, dir.ptr, len);
	}
	for (size_t at = 0; at < path.len;) {
		size_t end = cr_str_find(path, '/', at);
		if (end == SIZE_MAX) {
			end = path.len;
		}
		struct cr_str part = cr_str_sub(path, at, end);
		at = end + 1;
		if (part.len == 0 || is_dots(part, 1)) {
			continue;
		}
		if (is_dots(part, 2)) {
			if (len == 0) {
				return false;
			}
			len = parent_length(buf, len);
			continue;
		}
		if (len > 0) {
			buf[len++] = '/';
		}
		memcpy(buf + len, part.ptr, part.len);
		len += part.len;
	}
	buf[len] = '\0';
	*out = (struct cr_str){ .ptr = buf, .len = len };
	return true;
}

/* Puts a part of a path behind the len bytes at buf, which start with a slash, with "..", or with a name; returns the new length. */
static size_t
append_part(char *buf, size_t len, struct cr_str part)
{
	size_t last = parent_length(buf, len);
	struct cr_str before = { .ptr = buf + last + (last > 0), .len = len - last - (last > 0) };
	if (part.len == 0 || is_dots(part, 1)) {
		return len;
	}
	if (is_dots(part, 2) && len > 0 && !is_dots(before, 2)) {
		return buf[last] == '/' && last == 0 ? 1 : last;
	}
	if (len > 0 && buf[len - 1] != '/') {
		buf[len++] = '/';
	}
	memcpy(buf + len, part.ptr, part.len);
	return len + part.len;
}

struct cr_str
cr_path_append(struct cr_ctx *c, struct cr_str dir, struct cr_str path)
{
	struct cr_str whole = dir.len == 0 ? path : cr_str_fmt(c, "%.*s/%.*s", CR_PRI(dir), CR_PRI(path));
	char *buf = cr_alloc(c, whole.len + 2);
	size_t len = 0;
	if (cr_str_starts(whole, CR_STR("/"))) {
		buf[len++] = '/';
	}
	for (size_t at = 0; at < whole.len;) {
		size_t end = cr_str_find(whole, '/', at);
		end = end == SIZE_MAX ? whole.len : end;
		len = append_part(buf, len, cr_str_sub(whole, at, end));
		at = end + 1;
	}
	if (len == 0 && whole.len > 0) {
		buf[len++] = '.';
	}
	buf[len] = '\0';
	return (struct cr_str){ .ptr = buf, .len = len };
}

bool
cr_path_below(struct cr_str dir, struct cr_str inner)
{
	return dir.len == 0 || (cr_str_starts(inner, dir) && (inner.len == dir.len || inner.ptr[dir.len] == '/'));
}

struct cr_str
cr_path_base(struct cr_str path)
{
	size_t at = path.len;
	while (at > 0 && path.ptr[at - 1] != '/') {
		at--;
	}
	return cr_str_sub(path, at, path.len);
}

struct cr_str
cr_path_parent(struct cr_str path)
{
	return cr_str_sub(path, 0, parent_length(path.ptr, path.len));
}

/* The length of the longest directory at or above both. */
static size_t
common_length(struct cr_str a, struct cr_str b)
{
	size_t common = 0;
	size_t shorter = a.len < b.len ? a.len : b.len;
	for (size_t i = 0;; i++) {
		bool end_a = i == a.len || a.ptr[i] == '/';
		bool end_b = i == b.len || b.ptr[i] == '/';
		if (end_a && end_b) {
			common = i;
		}
		if (i >= shorter || a.ptr[i] != b.ptr[i]) {
			return common;
		}
	}
}

struct cr_str
cr_path_common(struct cr_str a, struct cr_str b)
{
	return cr_str_sub(a, 0, common_length(a, b));
}

static size_t
part_count(struct cr_str path)
{
	size_t count = path.len > 0;
	for (size_t i = 0; i < path.len; i++) {
		count += path.ptr[i] == '/';
	}
	return count;
}

static struct cr_str
without_slash(struct cr_str path)
{
	return cr_str_starts(path, CR_STR("/")) ? cr_str_sub(path, 1, path.len) : path;
}

struct cr_str
cr_path_relative(struct cr_ctx *c, struct cr_str dir, struct cr_str inner)
{
	size_t common = common_length(dir, inner);
	size_t ups = part_count(without_slash(cr_str_sub(dir, common, dir.len)));
	struct cr_str rest = without_slash(cr_str_sub(inner, common, inner.len));
	char *buf = cr_alloc(c, ups * 3 + rest.len + 2);
	size_t len = 0;
	for (size_t i = 0; i < ups; i++) {
		memcpy(buf + len, "../", 3);
		len += 3;
	}
	if (rest.len > 0) {
		memcpy(buf + len, rest.ptr, rest.len);
		len += rest.len;
	} else if (len > 0) {
		len--;
	} else {
		buf[len++] = '.';
	}
	buf[len] = '\0';
	return (struct cr_str){ .ptr = buf, .len = len };
}
