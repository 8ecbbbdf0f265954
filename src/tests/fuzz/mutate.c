/* libFuzzer's mutations, most of them kept to one part of a pack, and some that know lines: what a person would change in a manifest. An
 * input without parts is one part. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

struct range {
	size_t from, to;
};

struct input {
	uint8_t *data;
	size_t size, max;
	uint64_t random;
};

static size_t
pick(struct input *in, size_t count)
{
	in->random = in->random * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(in->random >> 33) % (count > 0 ? count : 1);
}

/* Puts len bytes, which lie elsewhere, in the range's place; nothing happens if there is no room. */
static void
splice(struct input *in, struct range r, const uint8_t *bytes, size_t len)
{
	if (in->size - (r.to - r.from) + len > in->max) {
		return;
	}
	memmove(in->data + r.from + len, in->data + r.to, in->size - r.to);
	if (len > 0) {
		memcpy(in->data + r.from, bytes, len);
	}
	in->size = in->size - (r.to - r.from) + len;
}

static size_t
line_start(const struct input *in, size_t at)
{
	while (at > 0 && in->data[at - 1] != '\n') {
		at--;
	}
	return at;
}

static size_t
line_end(const struct input *in, size_t at)
{
	while (at < in->size && in->data[at] != '\n') {
		at++;
	}
	return at < in->size ? at + 1 : at;
}

static bool
is_header(const struct input *in, size_t at)
{
	return in->size - at >= 4 && memcmp(in->data + at, "=== ", 4) == 0;
}

/* A line that is no header; if that is hard to find, nothing. */
static struct range
pick_line(struct input *in)
{
	for (int i = 0; i < 4; i++) {
		size_t from = line_start(in, pick(in, in->size));
		if (!is_header(in, from)) {
			return (struct range){ from, line_end(in, from) };
		}
	}
	return (struct range){ in->size, in->size };
}

static size_t
indent_of(const struct input *in, size_t from)
{
	size_t at = from;
	while (at < in->size && (in->data[at] == ' ' || in->data[at] == '-')) {
		at++;
	}
	return at - from;
}

/* The line with all that is indented more below it. */
static struct range
pick_block(struct input *in)
{
	struct range r = pick_line(in);
	size_t indent = indent_of(in, r.from);
	while (r.to < in->size && !is_header(in, r.to) && indent_of(in, r.to) > indent) {
		r.to = line_end(in, r.to);
	}
	return r;
}

/* What is behind the colon or the dash of a line, without its line feed. */
static struct range
pick_value(struct input *in)
{
	struct range r = pick_line(in);
	for (size_t i = r.from; i + 1 < r.to; i++) {
		if ((in->data[i] == ':' || in->data[i] == '-') && in->data[i + 1] == ' ') {
			return (struct range){ i + 2, r.to - (in->data[r.to - 1] == '\n') };
		}
	}
	return (struct range){ r.from, r.from };
}

static struct range
pick_part(struct input *in)
{
	struct range r = pick_line(in);
	while (r.from > 0 && !is_header(in, line_start(in, r.from - 1))) {
		r.from = line_start(in, r.from - 1);
	}
	while (r.to < in->size && !is_header(in, r.to)) {
		r.to = line_end(in, r.to);
	}
	return r;
}

/* One range takes the place of another, its lines indented by more blanks. */
static void
copy(struct input *in, struct range from, struct range to, size_t more)
{
	size_t lines = 1, len = 0;
	for (size_t i = from.from; i < from.to; i++) {
		lines += in->data[i] == '\n';
	}
	uint8_t *out = malloc(from.to - from.from + lines * more + 1);
	if (out == NULL) {
		return;
	}
	for (size_t i = from.from; i < from.to; i++) {
		if (more > 0 && (i == from.from || in->data[i - 1] == '\n')) {
			memset(out + len, ' ', more);
			len += more;
		}
		out[len++] = in->data[i];
	}
	splice(in, to, out, len);
	free(out);
}

/* libFuzzer's own mutation, of a range alone. */
static void
mutate_range(struct input *in, struct range r)
{
	size_t room = in->max - in->size + (r.to - r.from);
	uint8_t *out = malloc(room + 1);
	if (out == NULL) {
		return;
	}
	memcpy(out, in->data + r.from, r.to - r.from);
	splice(in, r, out, LLVMFuzzerMutate(out, r.to - r.from, room));
	free(out);
}

static void
mutate_once(struct input *in)
{
	struct range r;
	switch (pick(in, 12)) {
	case 0:
		in->size = LLVMFuzzerMutate(in->data, in->size, in->max);
		break;
	case 1:
	case 2:
	case 3:
		mutate_range(in, pick_part(in));
		break;
	case 4:
	case 5:
		mutate_range(in, pick_value(in));
		break;
	case 6:
		splice(in, pick_block(in), NULL, 0);
		break;
	case 7:
		r = pick_line(in);
		copy(in, pick_block(in), (struct range){ r.to, r.to }, 2 * pick(in, 3));
		break;
	case 8:
		copy(in, pick_value(in), pick_value(in), 0);
		break;
	case 9:
		copy(in, pick_block(in), pick_block(in), 0);
		break;
	case 10:
		mutate_range(in, pick_line(in));
		break;
	default:
		r = pick_block(in);
		copy(in, r, r, 2);
		break;
	}
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	struct input in = { .data = data, .size = size, .max = max_size, .random = seed };
	if (size == 0 || size > max_size) {
		return LLVMFuzzerMutate(data, size < max_size ? size : max_size, max_size);
	}
	for (size_t times = 1 + pick(&in, 3); times > 0 && in.size > 0; times--) {
		mutate_once(&in);
	}
	return in.size > 0 ? in.size : LLVMFuzzerMutate(data, 0, max_size);
}
