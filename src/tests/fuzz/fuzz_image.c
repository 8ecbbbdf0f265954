/* Image names: a line each for image, name, newName, newTag, digest and tagSuffix. An entry that changes nothing leaves an image that it
 * matches as it is; what it sets is there afterwards; and the quick way of matching agrees with the regular expression. */
#include "tests/fuzz/fuzz.h"
#include "transform/image_rule.h"

struct outcome {
	bool ok, matched;
	struct cr_str image;
};

static struct outcome
apply(struct cr_ctx *c, const struct cr_image *entry, struct cr_str image)
{
	struct cr_image_rule rule;
	struct outcome o = { .image = image };
	size_t errors = cr_error_count(c);
	o.ok = cr_image_rule_init(c, &rule, entry) && cr_image_rule_apply(c, &rule, &o.image, &o.matched);
	FUZZ_HOLDS(o.ok == (cr_error_count(c) == errors));
	FUZZ_HOLDS(!o.ok || o.matched == rule.used);
	FUZZ_HOLDS(o.matched || cr_str_eq(o.image, image));
	return o;
}

/* Split and joined, an image is the same but for a ":" with nothing behind it, or an "@". */
static void
check_identity(struct cr_ctx *c, struct cr_str name, struct cr_str image)
{
	const struct cr_image entry = { .name = { .s = name } };
	struct outcome o = apply(c, &entry, image);
	if (!o.ok || !o.matched || cr_str_eq(o.image, image)) {
		return;
	}
	FUZZ_HOLDS(o.image.len < image.len);
	size_t at = 0;
	for (size_t i = 0; i < image.len; i++) {
		if (at < o.image.len && o.image.ptr[at] == image.ptr[i]) {
			at++;
		} else {
			FUZZ_HOLDS(image.ptr[i] == ':' || image.ptr[i] == '@');
		}
	}
	FUZZ_HOLDS(at == o.image.len);
}

static void
check_set(const struct cr_image *entry, const struct outcome *o)
{
	struct cr_str tag = entry->new_tag.s, digest = entry->digest.s;
	if (!o->ok || !o->matched) {
		return;
	}
	FUZZ_HOLDS(cr_str_starts(o->image, entry->new_name.s));
	FUZZ_HOLDS(cr_str_ends(o->image, digest.len > 0 ? digest : tag));
	if (tag.len == 0 && digest.len == 0) {
		FUZZ_HOLDS(entry->tag_suffix.s.len == 0 || cr_str_ends(o->image, entry->tag_suffix.s));
	}
}

static bool
is_plain(struct cr_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		if (strchr("\\+*?()|[]{}^$", name.ptr[i]) != NULL) {
			return false;
		}
	}
	return true;
}

/* The name in a group, so that it is no plain word any more. */
static void
check_quick(struct cr_ctx *c, struct cr_str name, struct cr_str image)
{
	struct cr_str grouped = cr_str_cat(c, cr_str_cat(c, CR_STR("(?:"), name), CR_STR(")"));
	const struct cr_image plain = { .name = { .s = name } }, regex = { .name = { .s = grouped } };
	struct outcome a = apply(c, &plain, image), b = apply(c, &regex, image);
	FUZZ_HOLDS(!a.ok || !b.ok || (a.matched == b.matched && cr_str_eq(a.image, b.image)));
}

static void
run(struct cr_ctx *c, void *arg)
{
	const struct cr_str text = *(const struct cr_str *)arg;
	struct cr_str lines[6] = { { 0 } };
	size_t at = 0;
	for (size_t i = 0; i < 6; i++) {
		size_t feed = cr_str_find(text, '\n', at), end = feed == SIZE_MAX ? text.len : feed;
		lines[i] = fuzz_alone(c, cr_str_sub(text, at, end));
		at = feed == SIZE_MAX ? text.len : feed + 1;
	}
	const struct cr_image entry = { .name = { .s = lines[1] },
					.new_name = { .s = lines[2] },
					.new_tag = { .s = lines[3] },
					.digest = { .s = lines[4] },
					.tag_suffix = { .s = lines[5] } };
	struct outcome o = apply(c, &entry, lines[0]);
	check_set(&entry, &o);
	check_identity(c, lines[1], lines[0]);
	if (is_plain(lines[1]) && cr_utf8_valid(lines[0]) && cr_utf8_valid(lines[1])) {
		check_quick(c, lines[1], lines[0]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cr_str text = { .ptr = (const char *)data, .len = size };
	fuzz_in_context(run, &text);
	return 0;
}
