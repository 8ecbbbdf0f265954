/* One entry of images. Its name is a regular expression that nothing is done to protect: "a|b" means what it says between the "^" and the
 * end of the whole pattern, as in the reference.
 * Counterpart: api/internal/image/image.go, api/filters/imagetag/updater.go. */
#include "transform/image_rule.h"

#define TAG_PATTERN "(:[a-zA-Z0-9_.{}-]*)?"
#define DIGEST_PATTERN "(@[a-zA-Z][a-zA-Z0-9]*:[a-zA-Z0-9_.{}-]*)?"

static bool
is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

static bool
is_letter_or_digit(char ch)
{
	return is_letter(ch) || (ch >= '0' && ch <= '9');
}

static bool
is_tag_char(char ch)
{
	return is_letter_or_digit(ch) || ch == '_' || ch == '.' || ch == '{' || ch == '}' || ch == '-';
}

static size_t
skip_tag_chars(struct cr_str s, size_t at)
{
	while (at < s.len && is_tag_char(s.ptr[at])) {
		at++;
	}
	return at;
}

/* Is image, from at on, TAG_PATTERN DIGEST_PATTERN? */
static bool
tail_matches(struct cr_str image, size_t at)
{
	if (at < image.len && image.ptr[at] == ':') {
		at = skip_tag_chars(image, at + 1);
	}
	if (at == image.len) {
		return true;
	}
	if (image.ptr[at] != '@' || at + 1 == image.len || !is_letter(image.ptr[at + 1])) {
		return false;
	}
	at += 2;
	while (at < image.len && is_letter_or_digit(image.ptr[at])) {
		at++;
	}
	return at < image.len && image.ptr[at] == ':' && skip_tag_chars(image, at + 1) == image.len;
}

/* A name without special characters but ".", which nearly every name is: it never needs the regular expression. */
static bool
name_matches(struct cr_str name, struct cr_str image)
{
	const char *at = image.ptr, *end = image.ptr + image.len;
	for (size_t i = 0; i < name.len; i++) {
		if (at == end || (name.ptr[i] != '.' && name.ptr[i] != *at) || (name.ptr[i] == '.' && *at == '\n')) {
			return false;
		}
		if (name.ptr[i] == '.') {
			cr_utf8_next(&at, end);
		} else {
			at++;
		}
	}
	return tail_matches(image, (size_t)(at - image.ptr));
}

static bool
is_plain(struct cr_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] != '\0' && strchr("\\+*?()|[]{}^$", name.ptr[i])) {
			return false;
		}
	}
	return true;
}

/* A name that is no regular expression is no error; one past a limit is. */
static bool
compile(struct cr_ctx *c, struct cr_image_rule *rule, struct cr_str pattern)
{
	bool ok = cr_regex_try(c, pattern, false, rule->entry->name.mark, &rule->regex);
	rule->invalid = rule->regex == NULL;
	return ok;
}

bool
cr_image_rule_init(struct cr_ctx *c, struct cr_image_rule *rule, const struct cr_image *entry)
{
	*rule = (struct cr_image_rule){ .entry = entry };
	if (is_plain(entry->name.s)) {
		return true;
	}
	struct cr_str pattern = cr_str_cat(c, CR_STR("^"), entry->name.s);
	return compile(c, rule, cr_str_cat(c, pattern, CR_STR(TAG_PATTERN DIGEST_PATTERN "$")));
}

struct parts {
	struct cr_str name, tag, digest;
};

/* A ":" before the first "/" belongs to the host's port. */
static struct parts
split(struct cr_str image)
{
	size_t slash = cr_str_find(image, '/', 0);
	size_t from = slash == SIZE_MAX ? 0 : slash;
	size_t at = cr_str_find(image, '@', from);
	size_t colon = cr_str_find(image, ':', from);
	size_t digest = at == SIZE_MAX ? image.len : at;
	size_t tag = colon == SIZE_MAX || colon > digest ? digest : colon;
	struct parts p = { .name = cr_str_sub(image, 0, tag) };
	if (tag < digest) {
		p.tag = cr_str_sub(image, tag + 1, digest);
	}
	if (digest < image.len) {
		p.digest = cr_str_sub(image, digest + 1, image.len);
	}
	return p;
}

static void
change(struct cr_ctx *c, struct parts *p, const struct cr_image *entry)
{
	if (entry->new_name.s.len > 0) {
		p->name = entry->new_name.s;
	}
	if (entry->new_tag.s.len > 0 || entry->digest.s.len > 0) {
		p->tag = entry->new_tag.s;
		p->digest = entry->digest.s;
	} else if (entry->tag_suffix.s.len > 0) {
		p->tag = cr_str_cat(c, p->tag, entry->tag_suffix.s);
		p->digest = (struct cr_str){ 0 };
	}
}

static struct cr_str
join(struct cr_ctx *c, const struct parts *p)
{
	struct cr_str image = p->name;
	if (p->tag.len > 0) {
		image = cr_str_cat(c, cr_str_cat(c, image, CR_STR(":")), p->tag);
	}
	if (p->digest.len > 0) {
		image = cr_str_cat(c, cr_str_cat(c, image, CR_STR("@")), p->digest);
	}
	return image;
}

static bool
matches(struct cr_ctx *c, const struct cr_image_rule *rule, struct cr_str image, bool *matched)
{
	*matched = false;
	if (rule->invalid) {
		return true;
	}
	if (rule->regex) {
		return cr_regex_match(c, rule->regex, image, matched);
	}
	*matched = name_matches(rule->entry->name.s, image);
	return true;
}

bool
cr_image_rule_apply(struct cr_ctx *c, struct cr_image_rule *rule, struct cr_str *image, bool *matched)
{
	if (!matches(c, rule, *image, matched)) {
		return false;
	}
	if (*matched) {
		struct parts p = split(*image);
		change(c, &p, rule->entry);
		*image = join(c, &p);
		rule->used = true;
	}
	return true;
}
