/* The order of keys (output-format.md section 3). It counts digits as numbers and is then not transitive, so what a sort makes of it
 * depends on where it starts: sets of keys with digits are first put in byte order. Up to RUN keys are sorted by insertion, as the
 * reference's library does it, so that even then the result is one that the reference can print.
 *
 * Most keys have neither digits nor anything beyond ASCII; for them the relation is a plain one over bytes in which letters come after all
 * else, and the first eight bytes, so mapped, make an integer that nearly always decides. */
#include "yaml/keyorder.h"

#include "base/unset.h"
#include "yaml/unicode_ranges.h"

#define RUN 12

struct entry {
	uint64_t rank;
	struct cr_str text;
	const struct cr_pair *pair;
};

typedef bool (*less_fn)(const struct entry *a, const struct entry *b);

static bool
in_ranges(uint32_t cp, const struct code_range *ranges, size_t count)
{
	size_t low = 0;
	while (count > 0) {
		size_t half = count / 2;
		if (ranges[low + half].last < cp) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return ranges[low].first <= cp && cp <= ranges[low].last;
}

static bool
is_letter(uint32_t cp)
{
	if (cp < 0x80) {
		return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
	}
	return cp <= 0x10ffff && in_ranges(cp, letter_ranges, sizeof letter_ranges / sizeof *letter_ranges - 1);
}

static bool
is_digit(uint32_t cp)
{
	if (cp < 0x80) {
		return cp >= '0' && cp <= '9';
	}
	return cp <= 0x10ffff && in_ranges(cp, digit_ranges, sizeof digit_ranges / sizeof *digit_ranges - 1);
}

static inline uint32_t
next_code(const char **p, const char *end)
{
	return (unsigned char)**p < 0x80 ? (unsigned char)*(*p)++ : cr_utf8_next(p, end);
}

static uint32_t
code_at(struct cr_str s, size_t at)
{
	const char *p = s.ptr + at;
	return next_code(&p, s.ptr + s.len);
}

static size_t
code_start(struct cr_str s, size_t at)
{
	while (at > 0 && at < s.len && ((unsigned char)s.ptr[at] & 0xc0) == 0x80) {
		at--;
	}
	return at;
}

/* Is there a digit other than 0 in the run of digits that ends before at? */
static bool
digits_before(struct cr_str s, size_t at)
{
	while (at > 0) {
		at = code_start(s, at - 1);
		uint32_t cp = code_at(s, at);
		if (!is_digit(cp)) {
			return false;
		}
		if (cp != '0') {
			return true;
		}
	}
	return false;
}

/* The digits at `at` as a number that continues *number, wrapping around as the reference's does; returns how many there are. */
static size_t
read_number(struct cr_str s, size_t at, uint64_t *number)
{
	const char *p = s.ptr + at, *end = s.ptr + s.len;
	for (size_t count = 0;; count++) {
		uint32_t cp = p < end ? next_code(&p, end) : 0;
		if (!is_digit(cp)) {
			return count;
		}
		*number = *number * 10 + (cp - '0');
	}
}

static int
compare_numbers(struct cr_str a, struct cr_str b, size_t at, uint32_t ca, uint32_t cb)
{
	uint64_t na = 0, nb = 0;
	if ((ca == '0' || cb == '0') && digits_before(a, at)) {
		na = nb = 1;
	}
	size_t la = read_number(a, at, &na), lb = read_number(b, at, &nb);
	if (na != nb) {
		return (int64_t)na < (int64_t)nb ? -1 : 1;
	}
	if (la != lb) {
		return la < lb ? -1 : 1;
	}
	return ca < cb ? -1 : 1;
}

int
cr_key_order(struct cr_str a, struct cr_str b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	size_t at = 0;
	while (at < shorter && a.ptr[at] == b.ptr[at]) {
		at++;
	}
	if (at == shorter) {
		return a.len < b.len ? -1 : a.len > b.len;
	}
	at = code_start(a, at);
	uint32_t ca = code_at(a, at), cb = code_at(b, at);
	bool la = is_letter(ca), lb = is_letter(cb);
	if (la != lb) {
		return lb ? -1 : 1;
	}
	if (la) {
		return ca < cb ? -1 : 1;
	}
	return compare_numbers(a, b, at, ca, cb);
}

/* Only for texts without digits in ASCII: letters after all else. */
static inline unsigned
byte_rank(unsigned char ch)
{
	return (unsigned char)((ch | 0x20) - 'a') < 26 ? ch | 0x80u : ch;
}

static uint64_t
word_rank(struct cr_str text)
{
	uint64_t rank = 0;
	size_t len = text.len < 8 ? text.len : 8;
	for (size_t i = 0; i < len; i++) {
		rank |= (uint64_t)byte_rank((unsigned char)text.ptr[i]) << (56 - 8 * i);
	}
	return rank;
}

static bool
less_by_words(const struct entry *a, const struct entry *b)
{
	return a->rank != b->rank ? a->rank < b->rank : cr_key_order(a->text, b->text) < 0;
}

static bool
less_by_bytes(const struct entry *a, const struct entry *b)
{
	return cr_str_cmp(a->text, b->text) < 0;
}

static bool
less_by_key_order(const struct entry *a, const struct entry *b)
{
	return cr_key_order(a->text, b->text) < 0;
}

static void
insertion_sort(struct entry *e, size_t count, less_fn less)
{
	for (size_t i = 1; i < count; i++) {
		struct entry moving = e[i];
		size_t at = i;
		for (; at > 0 && less(&moving, &e[at - 1]); at--) {
			e[at] = e[at - 1];
		}
		e[at] = moving;
	}
}

static void
merge_runs(const struct entry *a, size_t na, const struct entry *b, size_t nb, struct entry *out, less_fn less)
{
	while (na > 0 && nb > 0) {
		if (less(b, a)) {
			*out++ = *b++;
			nb--;
		} else {
			*out++ = *a++;
			na--;
		}
	}
	memcpy(out, na > 0 ? a : b, (na + nb) * sizeof *out);
}

/* e and spare have count entries each. Returns the one that holds the result. */
static struct entry *
sort(struct entry *e, struct entry *spare, size_t count, less_fn less)
{
	for (size_t from = 0; from < count; from += RUN) {
		insertion_sort(e + from, count - from < RUN ? count - from : RUN, less);
	}
	for (size_t width = RUN; width < count; width *= 2) {
		for (size_t from = 0; from < count; from += 2 * width) {
			size_t left = count - from < width ? count - from : width;
			size_t right = count - from - left < width ? count - from - left : width;
			merge_runs(e + from, left, e + from + left, right, spare + from, less);
		}
		struct entry *swap = e;
		e = spare;
		spare = swap;
	}
	return e;
}

static struct entry *
sort_entries(struct entry *e, size_t count, bool digits, enum cr_order order)
{
	struct entry *spare = e + count;
	if (order == CR_ORDER_BYTES) {
		return sort(e, spare, count, less_by_bytes);
	}
	if (!digits) {
		return sort(e, spare, count, less_by_words);
	}
	struct entry *bytes = sort(e, spare, count, less_by_bytes);
	return sort(bytes, bytes == e ? spare : e, count, less_by_key_order);
}

const struct cr_pair **
cr_sorted_pairs(struct cr_ctx *c, const struct cr_node *map, enum cr_order order)
{
	size_t count = map->count;
	const struct cr_pair **sorted = cr_scratch_alloc(c, count * sizeof *sorted);
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	CR_UNSET struct entry few[2 * RUN]; /* the first count are written here, the others by the sort that reads them */
	struct entry *e = count <= RUN ? few : cr_scratch_alloc(c, 2 * count * sizeof *e);
	bool digits = false;
	for (size_t i = 0; i < count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		e[i].text = cr_key_str(c, p->key);
		e[i].rank = word_rank(e[i].text);
		e[i].pair = p;
		digits = digits || cr_key_has_digit(c, p->key);
	}
	e = sort_entries(e, count, digits, order);
	for (size_t i = 0; i < count; i++) {
		sorted[i] = e[i].pair;
	}
	cr_arena_rewind(c->scratch, mark);
	return sorted;
}
