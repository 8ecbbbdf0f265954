/* Folded blocks. To get at an object's values the reference writes it as YAML and reads that. Folded text is written folded again, and the
 * writer has a slip: where lines end it looks at the beginning of the whole text instead of at the next line. So text can gain or lose line
 * feeds; the experiments of group "block style in" hold the result. */
#include "yaml/folded.h"

static bool
is_blank(struct cr_str text, size_t at)
{
	return at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t');
}

/* What cannot be written as a block is written in double quotes and comes back as it was. */
static bool
is_quoted_instead(struct cr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char ch = (unsigned char)text.ptr[i];
		bool space_break = ch == ' ' && (i + 1 == text.len || text.ptr[i + 1] == '\n');
		bool special = (ch < 0x20 && ch != '\n' && ch != '\t') || ch == 0x7f || ch >= 0xf0;
		if (space_break || special) {
			return true;
		}
	}
	return cr_str_find(text, '\n', 0) == SIZE_MAX || memmem(text.ptr, text.len, "\xef\xbb\xbf", 3) != NULL;
}

static size_t
skip_feeds(struct cr_str text, size_t at)
{
	while (at < text.len && text.ptr[at] == '\n') {
		at++;
	}
	return at;
}

/* U+2028 and U+2029 end lines too: where the last line of text[line..end] begins. */
static size_t
last_line(struct cr_str text, size_t line, size_t end)
{
	for (size_t i = end; i > line + 2; i--) {
		if (memcmp(text.ptr + i - 3, "\xe2\x80\xa8", 3) == 0 || memcmp(text.ptr + i - 3, "\xe2\x80\xa9", 3) == 0) {
			return i;
		}
	}
	return line;
}

/* How many line feeds come back for count of them behind a line; doubled: the writer puts one more behind lines that are not indented. */
static size_t
feeds_read(struct cr_str text, size_t line, size_t next, size_t count, bool doubled)
{
	if (line == next - count) {
		return count;
	}
	bool indented = is_blank(text, line);
	size_t written = count + (doubled && !indented);
	if (next == text.len) {
		return count == 1 ? 1 : written;
	}
	return indented || is_blank(text, next) ? written : written - 1;
}

static struct cr_str
refold(struct cr_ctx *c, struct cr_str text)
{
	if (is_quoted_instead(text)) {
		return text;
	}
	size_t line = skip_feeds(text, 0);
	bool doubled = line < text.len && !is_blank(text, line);
	char *out = cr_alloc(c, 2 * text.len);
	memcpy(out, text.ptr, line);
	size_t len = line;
	while (line < text.len) {
		size_t feed = cr_str_find(text, '\n', line);
		size_t end = feed == SIZE_MAX ? text.len : feed;
		memcpy(out + len, text.ptr + line, end - line);
		len += end - line;
		size_t next = skip_feeds(text, end);
		if (next > end) {
			size_t feeds = feeds_read(text, last_line(text, line, end), next, next - end, doubled);
			memset(out + len, feeds > 0 ? '\n' : ' ', feeds > 0 ? feeds : 1);
			len += feeds > 0 ? feeds : 1;
		}
		line = next;
	}
	return (struct cr_str){ out, len };
}

struct cr_str
cr_folded_text(struct cr_ctx *c, const struct cr_node *n, bool in_flow)
{
	return n->written == CR_FOLDED && !in_flow ? refold(c, cr_text(n)) : cr_text(n);
}
