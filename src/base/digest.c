/* SHA-256 and base64. Encoding is nettle's; decoding is ours, since it must take what Go's encoding/base64 takes: line breaks anywhere
 * but no other white space, padding required, bits behind the last byte ignored. */
#include "base/digest.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

#define BASE64_LINE ((size_t)70)

void
cr_sha256_hex(const void *data, size_t len, char out[65])
{
	static const char digits[] = "0123456789abcdef";
	struct sha256_ctx sha;
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_init(&sha);
	sha256_update(&sha, len, data);
#if NETTLE_VERSION_MAJOR >= 4
	sha256_digest(&sha, digest);
#else
	sha256_digest(&sha, sizeof digest, digest);
#endif
	for (size_t i = 0; i < sizeof digest; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[64] = '\0';
}

struct cr_str
cr_base64_encode(struct cr_ctx *c, struct cr_str data)
{
	if (data.len > SIZE_MAX / 2) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	size_t len = BASE64_ENCODE_RAW_LENGTH(data.len);
	char *ptr = cr_alloc(c, len + 1);
	base64_encode_raw(ptr, data.len, (const uint8_t *)data.ptr);
	ptr[len] = '\0';
	return (struct cr_str){ .ptr = ptr, .len = len };
}

struct cr_str
cr_base64_lines(struct cr_ctx *c, struct cr_str data)
{
	if (data.len > SIZE_MAX / 2) {
		cr_unwind(c, CR_E_MEMORY, "out of memory");
	}
	size_t len = BASE64_ENCODE_RAW_LENGTH(data.len);
	if (len <= BASE64_LINE) {
		return cr_base64_encode(c, data);
	}
	char *out = cr_alloc(c, len + len / BASE64_LINE + 1);
	size_t at = 0;
	struct cr_arena_mark mark = cr_arena_mark(c->arena);
	struct cr_str text = cr_base64_encode(c, data);
	for (size_t from = 0; from < text.len; from += BASE64_LINE) {
		size_t piece = text.len - from < BASE64_LINE ? text.len - from : BASE64_LINE;
		memcpy(out + at, text.ptr + from, piece);
		at += piece;
		out[at++] = '\n';
	}
	cr_arena_rewind(c->arena, mark);
	return (struct cr_str){ .ptr = out, .len = at };
}

static int
digit_value(char ch)
{
	if (ch >= 'A' && ch <= 'Z') {
		return ch - 'A';
	}
	if (ch >= 'a' && ch <= 'z') {
		return ch - 'a' + 26;
	}
	if (ch >= '0' && ch <= '9') {
		return ch - '0' + 52;
	}
	return ch == '+' ? 62 : ch == '/' ? 63 : -1;
}

static size_t
skip_breaks(struct cr_str s, size_t at)
{
	while (at < s.len && (s.ptr[at] == '\n' || s.ptr[at] == '\r')) {
		at++;
	}
	return at;
}

/* The padding at at, with digits digits of its group before it; nothing may follow. */
static bool
padding_ends(struct cr_str s, size_t at, unsigned digits)
{
	for (unsigned missing = 4 - digits; missing > 0; missing--) {
		if (at >= s.len || s.ptr[at] != '=') {
			return false;
		}
		at = skip_breaks(s, at + 1);
	}
	return at == s.len;
}

bool
cr_base64_decode(struct cr_ctx *c, struct cr_str s, struct cr_str *out)
{
	char *ptr = cr_alloc(c, s.len / 4 * 3 + 4);
	size_t len = 0;
	uint32_t word = 0;
	unsigned digits = 0;
	size_t at;
	for (at = skip_breaks(s, 0); at < s.len && s.ptr[at] != '='; at = skip_breaks(s, at + 1)) {
		int value = digit_value(s.ptr[at]);
		if (value < 0) {
			return false;
		}
		word = word << 6 | (uint32_t)value;
		digits = (digits + 1) % 4;
		if (digits != 1) {
			/* The second digit of a group completes its first byte, and so on. */
			ptr[len++] = (char)(word >> (digits == 0 ? 0 : digits == 2 ? 4 : 2));
		}
	}
	if (digits == 1 || (digits == 0 && at < s.len) || (digits != 0 && !padding_ends(s, at, digits))) {
		return false;
	}
	ptr[len] = '\0';
	*out = (struct cr_str){ .ptr = ptr, .len = len };
	return true;
}
