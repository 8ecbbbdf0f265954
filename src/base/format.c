/* The text of messages. See format.h. */
#include "base/format.h"

#include <assert.h>
#include <stdio.h>

/* va_list in a struct, so that it can be handed on by address whatever type it is. */
struct args {
	va_list ap;
};

struct spec {
	bool has_precision;
	size_t precision;
	char size; /* '\0', 'l', 'L' for ll, 'z' */
	char conversion;
};

void
cr_sink_put(struct cr_sink *s, const char *ptr, size_t len)
{
	if (s->cut || len > s->cap - s->len) {
		s->cut = true;
		return;
	}
	if (len > 0) {
		memcpy(s->ptr + s->len, ptr, len);
	}
	s->len += len;
}

/* Controls, and what changes the direction or the line of the text around it. */
static bool
is_unsafe(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c || cp == 0x200e || cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

static void
put_escaped(struct cr_sink *s, uint32_t cp, unsigned char byte)
{
	char room[16];
	if (cp == '\n' || cp == '\t' || cp == '\r') {
		snprintf(room, sizeof room, "\\%c", cp == '\n' ? 'n' : cp == '\t' ? 't' : 'r');
	} else if (cp == UINT32_MAX || cp < 0x80) {
		snprintf(room, sizeof room, "\\x%02x", byte);
	} else {
		snprintf(room, sizeof room, "\\u%04x", (unsigned)cp);
	}
	cr_sink_put(s, room, strlen(room));
}

bool
cr_sink_is_safe(struct cr_str text)
{
	const char *end = text.ptr + text.len;
	for (const char *p = text.ptr; p < end;) {
		uint32_t cp = cr_utf8_next(&p, end);
		if (cp == UINT32_MAX || is_unsafe(cp)) {
			return false;
		}
	}
	return true;
}

void
cr_sink_text(struct cr_sink *s, struct cr_str text, size_t max)
{
	if (text.len == 0) {
		return;
	}
	const char *end = text.ptr + text.len;
	for (const char *p = text.ptr, *next = p; p < end; p = next) {
		uint32_t cp = cr_utf8_next(&next, end);
		if ((size_t)(next - text.ptr) > max) {
			cr_sink_put(s, "...", 3);
			return;
		}
		if (cp == UINT32_MAX || is_unsafe(cp)) {
			put_escaped(s, cp, (unsigned char)*p);
		} else {
			cr_sink_put(s, p, (size_t)(next - p));
		}
	}
}

static long long
arg_signed(struct args *args, char size)
{
	switch (size) {
	case 'l':
		return va_arg(args->ap, long);
	case 'L':
		return va_arg(args->ap, long long);
	case 'z': /* NOLINT(bugprone-branch-clone): the next one has another type */
		return va_arg(args->ap, ptrdiff_t);
	default:
		return va_arg(args->ap, int);
	}
}

static unsigned long long
arg_unsigned(struct args *args, char size)
{
	switch (size) {
	case 'l':
		return va_arg(args->ap, unsigned long);
	case 'L':
		return va_arg(args->ap, unsigned long long);
	case 'z': /* NOLINT(bugprone-branch-clone) */
		return va_arg(args->ap, size_t);
	default:
		return va_arg(args->ap, unsigned);
	}
}

static void
put_c_string(struct cr_sink *s, const char *z, const struct spec *spec)
{
	z = z ? z : "(null)";
	size_t len = spec->has_precision ? strnlen(z, spec->precision) : strlen(z);
	cr_sink_text(s, (struct cr_str){ .ptr = z, .len = len }, SIZE_MAX);
}

static void
put_conversion(struct cr_sink *s, const struct spec *spec, struct args *args)
{
	char room[32] = "";
	switch (spec->conversion) {
	case 'd':
	case 'i':
		snprintf(room, sizeof room, "%lld", arg_signed(args, spec->size));
		break;
	case 'u':
		snprintf(room, sizeof room, "%llu", arg_unsigned(args, spec->size));
		break;
	case 'x':
		snprintf(room, sizeof room, "%llx", arg_unsigned(args, spec->size));
		break;
	case 'c':
		room[0] = (char)va_arg(args->ap, int);
		cr_sink_text(s, (struct cr_str){ .ptr = room, .len = 1 }, SIZE_MAX);
		return;
	case 's':
		put_c_string(s, va_arg(args->ap, const char *), spec);
		return;
	case 'S':
		cr_sink_text(s, va_arg(args->ap, struct cr_str), CR_SINK_TEXT_MAX);
		return;
	case '%':
		room[0] = '%';
		break;
	default:
		assert(!"a conversion that messages know");
	}
	cr_sink_put(s, room, strlen(room));
}

/* Reads a conversion behind its %; returns where it ends. */
static const char *
spec_read(const char *p, struct spec *spec, struct args *args)
{
	*spec = (struct spec){ 0 };
	if (p[0] == '.' && p[1] == '*') {
		int precision = va_arg(args->ap, int);
		spec->has_precision = precision >= 0;
		spec->precision = precision >= 0 ? (size_t)precision : 0;
		p += 2;
	}
	if (p[0] == 'l' && p[1] == 'l') {
		spec->size = 'L';
		p += 2;
	} else if (p[0] == 'l' || p[0] == 'z') {
		spec->size = *p++;
	}
	spec->conversion = *p;
	return *p ? p + 1 : p;
}

void
cr_sink_format(struct cr_sink *s, const char *fmt, va_list ap)
{
	struct args args;
	va_copy(args.ap, ap);
	while (*fmt) {
		size_t plain = strcspn(fmt, "%");
		cr_sink_put(s, fmt, plain);
		fmt += plain;
		if (*fmt == '%') {
			struct spec spec;
			fmt = spec_read(fmt + 1, &spec, &args);
			put_conversion(s, &spec, &args);
		}
	}
	va_end(args.ap);
}

struct cr_str
cr_sink_str(struct cr_sink *s)
{
	static const char dots[] = "...";
	if (s->cut) {
		size_t room = s->cap - s->len;
		size_t back = room < 3 ? 3 - room : 0;
		s->len = s->len > back ? s->len - back : 0;
		while (back > 0 && s->len > 0 && ((unsigned char)s->ptr[s->len] & 0xc0) == 0x80) {
			s->len--;
		}
		s->cut = false;
		cr_sink_put(s, dots, sizeof dots - 1);
	}
	return (struct cr_str){ .ptr = s->ptr, .len = s->len };
}
