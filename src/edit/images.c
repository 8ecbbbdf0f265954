/* set image and set replicas: entries that are found by their name.
 *
 * The reference sorts the list by name. Here an entry stays where it is, and a new one goes where it keeps a sorted list sorted. */
#include "base/map.h"
#include "edit/tree.h"

/* "name:tag@digest", where a ":" or "@" before the first "/" belongs to the name. */
static void
split_name(struct cr_str text, struct cr_edit_image *to)
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

bool
cr_edit_read_image(struct cr_str word, struct cr_edit_image *out)
{
	size_t equals = cr_str_find(word, '=', 0);
	struct cr_str value = equals == SIZE_MAX ? word : cr_str_sub(word, equals + 1, word.len);
	*out = (struct cr_edit_image){ .name = CR_STR(""), .new_name = CR_STR(""), .new_tag = CR_STR(""), .digest = CR_STR("") };
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
		struct cr_edit_image image;
		if (!cr_edit_read_image(e->words.items[i], &image)) {
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

/* The first item of a name. */
struct entry {
	struct cr_node *item;
};

/* A list whose items have names, looked through once for many words. */
struct entries {
	struct cr_edit_state *s;
	const char *field;
	struct cr_node *list;  /* NULL: not there */
	struct cr_map by_name; /* to a struct entry of each name */
	bool sorted, twice;    /* by name; a name comes twice */
};

static struct entry *
first_of(const struct entries *e, struct cr_str name)
{
	struct cr_ctx *c = e->s->ctx;
	struct cr_map_iter it;
	uint64_t hash = cr_hash_str(c, name.ptr, name.len);
	for (struct entry *n = cr_map_first(&e->by_name, hash, &it); n != NULL; n = cr_map_next(&e->by_name, &it)) {
		if (has_name(c, n->item, name)) {
			return n;
		}
	}
	return NULL;
}

static void
note_item(struct entries *e, struct cr_node *item)
{
	struct cr_str name = cr_edit_text(e->s->ctx, item, "name");
	struct entry *kept = cr_new(e->s->ctx, struct entry);
	kept->item = item;
	cr_map_add(e->s->ctx, &e->by_name, cr_hash_str(e->s->ctx, name.ptr, name.len), kept);
}

static void
see_order(struct entries *e)
{
	struct cr_str before = CR_STR("");
	e->sorted = true;
	for (uint32_t i = 0; i < e->list->count; i++) {
		struct cr_str name = cr_edit_text(e->s->ctx, e->list->items[i], "name");
		e->sorted = e->sorted && cr_str_cmp(before, name) <= 0;
		before = name;
	}
}

/* False after cr_fail: the field is no list. */
static bool
entries_open(struct entries *e, struct cr_edit_state *s, const char *field)
{
	*e = (struct entries){ .s = s, .field = field, .sorted = true };
	if (cr_edit_get(s->ctx, s->root, field) == NULL) {
		return true;
	}
	e->list = cr_edit_list(s, s->root, field);
	for (uint32_t i = 0; e->list != NULL && i < e->list->count; i++) {
		if (first_of(e, cr_edit_text(s->ctx, e->list->items[i], "name")) != NULL) {
			e->twice = true;
		} else {
			note_item(e, e->list->items[i]);
		}
	}
	if (e->list != NULL) {
		see_order(e);
	}
	return e->list != NULL;
}

/* Those of the same name behind item i are taken away, as the reference knows one only. */
static void
take_others(struct entries *e, uint32_t i, struct cr_str name)
{
	uint32_t count = e->list->count;
	for (uint32_t k = count; e->twice && k-- > i + 1;) {
		if (has_name(e->s->ctx, e->list->items[k], name)) {
			cr_list_remove(e->s->ctx, e->list, k);
		}
	}
	if (e->list->count < count) {
		see_order(e);
	}
}

/* The item of this name, to be changed; NULL: there is none. */
static struct cr_node *
named_item(struct entries *e, struct cr_str name)
{
	struct entry *found = e->list != NULL ? first_of(e, name) : NULL;
	uint32_t i = 0;
	if (found == NULL) {
		return NULL;
	}
	while (e->list->items[i] != found->item) {
		i++;
	}
	cr_count_work(e->s->ctx, i + (e->twice ? e->list->count : 0));
	take_others(e, i, name);
	found->item = cr_edit_item(e->s->ctx, e->list, i);
	return found->item;
}

/* Where an item of this name goes into a list that is sorted by name; the end of one that is not. */
static size_t
place_of_name(const struct entries *e, struct cr_str name)
{
	size_t from = 0, to = e->list->count;
	while (e->sorted && from < to) {
		size_t middle = from + (to - from) / 2;
		if (cr_str_cmp(cr_edit_text(e->s->ctx, e->list->items[middle], "name"), name) > 0) {
			to = middle;
		} else {
			from = middle + 1;
		}
	}
	return to;
}

static struct cr_node *
new_item(struct entries *e, struct cr_str name)
{
	struct cr_ctx *c = e->s->ctx;
	e->list = e->list != NULL ? e->list : cr_edit_list(e->s, e->s->root, e->field);
	if (e->list == NULL) {
		return NULL;
	}
	struct cr_node *item = cr_node_map(c, CR_NO_MARK);
	cr_edit_put_text(c, item, "name", name);
	size_t place = place_of_name(e, name);
	cr_count_work(c, e->list->count - place);
	cr_list_insert(c, e->list, place, item);
	note_item(e, item);
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
set_image(struct entries *images, struct entries *tags, const struct cr_edit_image *image)
{
	struct cr_ctx *c = images->s->ctx;
	struct cr_node *item = named_item(images, image->name);
	if (item == NULL) {
		item = named_item(tags, image->name);
	}
	if (item == NULL) {
		item = new_item(images, image->name);
	}
	if (item == NULL) {
		return false;
	}
	put_part(c, item, "newName", image->new_name);
	put_part(c, item, "newTag", image->new_tag);
	put_part(c, item, "digest", image->digest);
	cr_edit_drop(c, item, "tagSuffix");
	return true;
}

/* A name, and the last word that has it. */
struct named_word {
	struct cr_str name;
	size_t last;
};

static struct named_word *
find_word(struct cr_ctx *c, const struct cr_map *words, struct cr_str name)
{
	struct cr_map_iter it;
	uint64_t hash = cr_hash_str(c, name.ptr, name.len);
	for (struct named_word *w = cr_map_first(words, hash, &it); w != NULL; w = cr_map_next(words, &it)) {
		if (cr_str_eq(w->name, name)) {
			return w;
		}
	}
	return NULL;
}

/* Of an image that is named twice the last word counts. */
static void
note_words(struct cr_ctx *c, const struct cr_edit_image *images, size_t count, struct cr_map *words)
{
	for (size_t i = 0; i < count; i++) {
		struct cr_str name = images[i].name;
		struct named_word *w = find_word(c, words, name);
		if (w == NULL) {
			w = cr_new(c, struct named_word);
			w->name = name;
			cr_map_add(c, words, cr_hash_str(c, name.ptr, name.len), w);
		}
		w->last = i;
	}
}

bool
cr_edit_images(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_ctx *c = s->ctx;
	struct cr_edit_image *wanted = cr_new_n(c, struct cr_edit_image, e->words.count);
	struct entries images, tags;
	struct cr_map words = { 0 };
	for (size_t i = 0; i < e->words.count; i++) {
		if (!cr_edit_read_image(e->words.items[i], &wanted[i])) {
			return false;
		}
	}
	note_words(c, wanted, e->words.count, &words);
	if (!entries_open(&images, s, "images") || !entries_open(&tags, s, "imageTags")) {
		return false;
	}
	for (size_t i = 0; i < e->words.count; i++) {
		if (find_word(c, &words, wanted[i].name)->last == i && !set_image(&images, &tags, &wanted[i])) {
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
	struct entries replicas;
	if (!entries_open(&replicas, s, "replicas")) {
		return false;
	}
	for (size_t i = 0; i < e->words.count; i++) {
		struct cr_str name = CR_STR("");
		int64_t count = 0;
		parse_replica(e->words.items[i], &name, &count);
		struct cr_node *item = named_item(&replicas, name);
		if (item == NULL) {
			item = new_item(&replicas, name);
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
