/* set image and set replicas: entries that are found by their name.
 *
 * The reference sorts the list by name. Here an entry stays where it is, and a new one goes where it keeps a sorted list sorted. */
#include "edit/tree.h"

struct image {
	struct cr_str name, new_name, new_tag, digest;
};

/* "name:tag@digest", where a ":" or "@" before the first "/" belongs to the name. */
static void
split_name(struct cr_str text, struct image *to)
{
	size_t slash = cr_str_find(text, '/', 0);
	size_t from = slash == SIZE_MAX ? 0 : slash;
	size_t at = cr_str_find(text, '@', from), colon = cr_str_find(text, ':', from);
	to->name = text;
	if (at != SIZE_MAX && at < colon) {
		to->name = cr_str_sub(text, 0, at);
		to->digest = cr_str_sub(text, at + 1, text.len);
	} else if (colon != SIZE_MAX) {
		size_t end = at != SIZE_MAX ? at : text.len;
		to->name = cr_str_sub(text, 0, colon);
		to->new_tag = cr_str_sub(text, colon + 1, end);
		to->digest = at != SIZE_MAX ? cr_str_sub(text, at + 1, text.len) : CR_STR("");
	}
}

/* A word of set image. False: it says nothing about the image. */
static bool
parse_image(struct cr_str word, struct image *out)
{
	size_t equals = cr_str_find(word, '=', 0);
	struct cr_str value = equals == SIZE_MAX ? word : cr_str_sub(word, equals + 1, word.len);
	*out = (struct image){ .name = CR_STR(""), .new_name = CR_STR(""), .new_tag = CR_STR(""), .digest = CR_STR("") };
	split_name(value, out);
	if (cr_str_eq(out->name, word)) {
		return false;
	}
	if (equals != SIZE_MAX && equals > 0) {
		out->new_name = out->name;
		out->name = cr_str_sub(word, 0, equals);
	}
	return out->name.len > 0;
}

bool
cr_edit_check_images(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->words.count == 0) {
		return cr_edit_wrong(c, "no image specified");
	}
	for (size_t i = 0; i < e->words.count; i++) {
		struct image image;
		if (!parse_image(e->words.items[i], &image)) {
			cr_fail(c, CR_NO_MARK, CR_E_USAGE, "invalid format of image \"%S\"", e->words.items[i]);
			cr_hint(c, "it is <image>=<newimage>, <image>:<newtag>, <image>@<digest>, or <image>=<newimage>:<newtag>@<digest>");
			return false;
		}
	}
	return true;
}

static bool
has_name(struct cr_ctx *c, const struct cr_node *item, struct cr_str name)
{
	return cr_is(item, CR_MAP) && cr_str_eq(cr_edit_text(c, item, "name"), name);
}

/* Where an item of this name goes into a list that is sorted by name; the end of one that is not. */
static size_t
place_of_name(struct cr_ctx *c, const struct cr_node *list, struct cr_str name)
{
	size_t place = list->count;
	for (uint32_t i = list->count; i-- > 0;) {
		struct cr_str here = cr_edit_text(c, list->items[i], "name");
		if (i + 1 < list->count && cr_str_cmp(here, cr_edit_text(c, list->items[i + 1], "name")) > 0) {
			return list->count;
		}
		if (cr_str_cmp(here, name) > 0) {
			place = i;
		}
	}
	return place;
}

/* The item of this name, to be changed; those of the same name after it are taken away, as the reference knows one only. NULL after
 * cr_fail, or when there is none. */
static struct cr_node *
named_item(struct cr_edit_state *s, const char *field, struct cr_str name)
{
	struct cr_node *list = cr_edit_list(s, s->root, field), *found = NULL;
	for (uint32_t i = 0; list != NULL && i < list->count; i++) {
		if (!has_name(s->ctx, list->items[i], name)) {
			continue;
		}
		if (found == NULL) {
			found = cr_edit_item(s->ctx, list, i);
		} else {
			cr_list_remove(s->ctx, list, i--);
		}
	}
	cr_count_work(s->ctx, list != NULL ? list->count : 0);
	return found;
}

static struct cr_node *
new_item(struct cr_edit_state *s, const char *field, struct cr_str name)
{
	struct cr_node *list = cr_edit_list(s, s->root, field);
	if (list == NULL) {
		return NULL;
	}
	struct cr_node *item = cr_node_map(s->ctx, CR_NO_MARK);
	cr_edit_put_text(s->ctx, item, "name", name);
	cr_list_insert(s->ctx, list, place_of_name(s->ctx, list, name), item);
	return item;
}

/* "*" keeps what is there. */
static void
put_part(struct cr_ctx *c, struct cr_node *item, const char *field, struct cr_str value)
{
	if (!cr_str_eq(value, CR_STR("*"))) {
		cr_edit_put_text(c, item, field, value);
	}
}

static bool
set_image(struct cr_edit_state *s, const struct image *image)
{
	struct cr_node *item = NULL;
	if (cr_edit_get(s->ctx, s->root, "images") != NULL) {
		item = named_item(s, "images", image->name);
	}
	if (item == NULL && cr_edit_get(s->ctx, s->root, "imageTags") != NULL) {
		item = named_item(s, "imageTags", image->name);
	}
	if (item == NULL) {
		item = new_item(s, "images", image->name);
	}
	if (item == NULL) {
		return false;
	}
	put_part(s->ctx, item, "newName", image->new_name);
	put_part(s->ctx, item, "newTag", image->new_tag);
	put_part(s->ctx, item, "digest", image->digest);
	cr_edit_drop(s->ctx, item, "tagSuffix");
	return true;
}

/* Of an image that is named twice the last word counts. */
static bool
is_named_again(struct cr_ctx *c, const struct cr_edit *e, size_t i, struct cr_str name)
{
	bool again = false;
	cr_count_work(c, e->words.count - i);
	for (size_t k = i + 1; k < e->words.count; k++) {
		struct image other;
		again = again || (parse_image(e->words.items[k], &other) && cr_str_eq(other.name, name));
	}
	return again;
}

bool
cr_edit_images(struct cr_edit_state *s, const struct cr_edit *e)
{
	for (size_t i = 0; i < e->words.count; i++) {
		struct image image;
		if (!parse_image(e->words.items[i], &image)) {
			return false;
		}
		if (!is_named_again(s->ctx, e, i, image.name) && !set_image(s, &image)) {
			return false;
		}
	}
	return true;
}

/* A whole number of 64 bits, as Go's ParseInt reads one. */
static bool
parse_count(struct cr_str text, int64_t *out)
{
	bool negative = text.len > 0 && text.ptr[0] == '-';
	size_t sign = negative || (text.len > 0 && text.ptr[0] == '+');
	uint64_t most = (uint64_t)INT64_MAX + negative, value = 0;
	for (size_t i = sign; i < text.len; i++) {
		unsigned digit = (unsigned char)text.ptr[i] - (unsigned)'0';
		if (digit > 9 || value > (most - digit) / 10) {
			return false;
		}
		value = value * 10 + digit;
	}
	*out = negative ? (int64_t)(0 - value) : (int64_t)value;
	return text.len > sign;
}

/* "name=count". False: it is none. */
static bool
parse_replica(struct cr_str word, struct cr_str *name, int64_t *count)
{
	size_t equals = cr_str_find(word, '=', 0);
	if (equals == SIZE_MAX) {
		return false;
	}
	*name = cr_str_sub(word, 0, equals);
	return parse_count(cr_str_sub(word, equals + 1, word.len), count);
}

bool
cr_edit_check_replicas(struct cr_ctx *c, const struct cr_edit *e)
{
	if (e->words.count == 0) {
		return cr_edit_wrong(c, "no replicas specified");
	}
	for (size_t i = 0; i < e->words.count; i++) {
		struct cr_str name;
		int64_t count;
		if (!parse_replica(e->words.items[i], &name, &count)) {
			return cr_fail(c, CR_NO_MARK, CR_E_USAGE,
				       "invalid format of replica \"%S\", use the following format: <name>=<count>", e->words.items[i]);
		}
	}
	return true;
}

bool
cr_edit_replicas(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_ctx *c = s->ctx;
	for (size_t i = 0; i < e->words.count; i++) {
		struct cr_str name = CR_STR("");
		int64_t count = 0;
		parse_replica(e->words.items[i], &name, &count);
		struct cr_node *item = named_item(s, "replicas", name);
		if (item == NULL) {
			item = new_item(s, "replicas", name);
		}
		if (item == NULL) {
			return false;
		}
		struct cr_str text = cr_str_fmt(c, "%lld", (long long)count);
		if (!cr_str_eq(cr_edit_text(c, item, "count"), text)) {
			cr_edit_put(c, item, "count", cr_node_scalar(c, text, CR_TAG_INT, CR_NO_MARK));
		}
	}
	return true;
}
