/* Before the parser: encoding, line ends, and where one document ends and the next begins. The reference cuts a file at every line that
 * starts with three dashes, whatever stands around it, and parses each piece by itself (output-format.md section 8). */
#include "yaml/document.h"

cr_mark
cr_source_mark(const struct cr_source *src, uint64_t line, uint64_t column)
{
	return cr_mark_make(src->file, src->line - 1 + line, src->inlined ? 0 : column);
}

static uint64_t
count_lines(const char *p, const char *end)
{
	uint64_t lines = 0;
	while (p < end) {
		lines += *p++ == '\n';
	}
	return lines;
}

static uint32_t
utf16_unit(struct cr_str text, size_t at, bool big)
{
	const unsigned char *p = (const unsigned char *)text.ptr + at;
	return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

/* text begins with a UTF-16 byte order mark. */
static bool
from_utf16(struct cr_ctx *c, const struct cr_source *src, struct cr_str *text)
{
	struct cr_str in = *text;
	bool big = (unsigned char)in.ptr[0] == 0xfe;
	char *out = cr_scratch_alloc(c, in.len * 2);
	size_t len = 0;
	for (size_t at = 2; at < in.len; at += 2) {
		if (at + 1 == in.len) {
			return cr_fail(c, cr_source_mark(src, 1 + count_lines(out, out + len), 0), CR_E_SYNTAX,
				       "UTF-16 text ends in the middle of a character");
		}
		uint32_t cp = utf16_unit(in, at, big);
		bool high = cp >= 0xd800 && cp < 0xdc00 && at + 3 < in.len;
		uint32_t low = high ? utf16_unit(in, at + 2, big) : 0;
		if (high && low >= 0xdc00 && low < 0xe000) {
			cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
			at += 2;
		}
		if (cp >= 0xd800 && cp < 0xe000) {
			return cr_fail(c, cr_source_mark(src, 1 + count_lines(out, out + len), 0), CR_E_SYNTAX,
				       "UTF-16 text has half a surrogate pair");
		}
		len += cr_utf8_put(cp, out + len);
	}
	*text = (struct cr_str){ out, len };
	return true;
}

static struct cr_str
without_crlf(struct cr_ctx *c, struct cr_str text)
{
	if (text.len == 0 || memchr(text.ptr, '\r', text.len) == NULL) {
		return text;
	}
	char *out = cr_scratch_alloc(c, text.len);
	size_t len = 0, from = 0;
	while (from < text.len) {
		const char *cr = memmem(text.ptr + from, text.len - from, "\r\n", 2);
		size_t to = cr != NULL ? (size_t)(cr - text.ptr) : text.len;
		memcpy(out + len, text.ptr + from, to - from);
		len += to - from;
		from = to + (cr != NULL);
	}
	return (struct cr_str){ out, len };
}

/* What stands behind the dashes of a separator must be a comment. */
static bool
check_separator(struct cr_ctx *c, const struct cr_source *src, struct cr_str line, uint64_t at)
{
	struct cr_str rest = cr_str_trim(cr_str_sub(line, 3, line.len));
	if (rest.len == 0 || rest.ptr[0] == '#') {
		return true;
	}
	return cr_fail(c, cr_source_mark(src, at, 1), CR_E_SYNTAX, "invalid document separator \"%S\"", cr_str_trim(line));
}

static bool
add_document(struct cr_ctx *c, const struct cr_source *src, struct cr_documents *out, struct cr_str text, uint64_t line)
{
	if (text.len == 0) {
		return true;
	}
	*cr_scratch_push(c, out) = (struct cr_document){ text, line };
	return cr_count_documents(c, cr_source_mark(src, line, 1), 1);
}

/* The end of the line that starts at `at`: its line feed, or SIZE_MAX. */
static size_t
line_end(struct cr_str text, size_t at)
{
	return at < text.len ? cr_str_find(text, '\n', at) : SIZE_MAX;
}

/* A separator uses up the line feeds at both its ends; so of two in a row the second is left to the parser, and so is one in the first
 * line. */
static bool
cut(struct cr_ctx *c, const struct cr_source *src, struct cr_str text, struct cr_documents *out)
{
	size_t from = 0;
	uint64_t line = 1, from_line = 1;
	for (size_t at = 0, end; (end = line_end(text, at)) != SIZE_MAX; at = end + 1, line++) {
		if (at == from || end - at < 3 || memcmp(text.ptr + at, "---", 3) != 0) {
			continue;
		}
		if (!check_separator(c, src, cr_str_sub(text, at, end), line) ||
		    !add_document(c, src, out, cr_str_sub(text, from, at), from_line)) {
			return false;
		}
		from = end + 1;
		from_line = line + 1;
	}
	return add_document(c, src, out, cr_str_sub(text, from, text.len), from_line);
}

bool
cr_documents_cut(struct cr_ctx *c, const struct cr_source *src, enum cr_dialect dialect, struct cr_documents *out)
{
	struct cr_str text = src->text;
	if (text.len >= 2 && (memcmp(text.ptr, "\xff\xfe", 2) == 0 || memcmp(text.ptr, "\xfe\xff", 2) == 0)) {
		if (!from_utf16(c, src, &text)) {
			return false;
		}
		return add_document(c, src, out, text, 1);
	}
	if (dialect != CR_YAML_RESOURCE) {
		return add_document(c, src, out, text, 1);
	}
	return cut(c, src, without_crlf(c, text), out);
}

static struct cr_str
take_line(struct cr_str *text)
{
	size_t end = cr_str_find(*text, '\n', 0);
	struct cr_str line = cr_str_sub(*text, 0, end == SIZE_MAX ? text->len : end);
	*text = cr_str_sub(*text, end == SIZE_MAX ? text->len : end + 1, text->len);
	return line;
}

static bool
nothing_in(struct cr_str line)
{
	line = cr_str_trim(line);
	return line.len == 0 || line.ptr[0] == '#';
}

static struct cr_str
without_mark(struct cr_str text)
{
	return cr_str_starts(text, CR_STR("\xef\xbb\xbf")) ? cr_str_sub(text, 3, text.len) : text;
}

bool
cr_document_blank(struct cr_str text)
{
	while (text.len > 0) {
		struct cr_str line = take_line(&text);
		if (cr_str_starts(line, CR_STR("---")) || cr_str_starts(line, CR_STR("..."))) {
			line = cr_str_sub(line, 3, line.len);
		}
		if (!nothing_in(line)) {
			return false;
		}
	}
	return true;
}

bool
cr_document_directive(struct cr_str text, uint64_t *line)
{
	text = without_mark(text);
	for (*line = 1; text.len > 0; ++*line) {
		if (text.ptr[0] == '%') {
			return true;
		}
		if (!nothing_in(take_line(&text))) {
			break;
		}
	}
	return false;
}

bool
cr_document_late_mark(struct cr_str text, uint64_t *line)
{
	if (text.len == 0 || memchr(text.ptr, 0xef, text.len) == NULL) {
		return false;
	}
	const char *mark = memmem(text.ptr, text.len, "\n\xef\xbb\xbf", 4);
	if (mark == NULL) {
		return false;
	}
	*line = 1 + count_lines(text.ptr, mark + 1);
	return true;
}

size_t
cr_document_offset(struct cr_str text, size_t index)
{
	struct cr_str body = without_mark(text);
	size_t at = 0;
	if (index >= body.len) {
		return text.len;
	}
	for (; at < body.len; at++) {
		bool starts = ((unsigned char)body.ptr[at] & 0xc0) != 0x80;
		if (starts && index-- == 0) {
			break;
		}
	}
	return at + (text.len - body.len);
}
