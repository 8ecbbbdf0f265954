/* Takes a path apart, and walks it as for a source: along fields and to single elements, reading only.
 * Counterpart: kyaml/utils/pathsplitter.go, PathGetter in kyaml/yaml/fns.go. */
#include "resource/fieldpath.h"

#include "base/limits.h"
#include "resource/select.h"

struct texts {
	struct cr_str *items;
	size_t count, cap;
};

/* At each point; one that follows a backslash is a part of its word. A path may begin with a point. */
static void
split_words(struct cr_ctx *c, struct cr_str text, struct texts *out)
{
	char *to = cr_alloc(c, text.len + 1);
	char *word = to;
	size_t from = text.len > 0 && text.ptr[0] == '.';
	for (size_t i = from; i < text.len; i++) {
		if (text.ptr[i] != '.') {
			*to++ = text.ptr[i];
		} else if (to > word && to[-1] == '\\') {
			to[-1] = '.';
		} else {
			*cr_push(c, out) = (struct cr_str){ word, (size_t)(to - word) };
			word = to;
		}
	}
	*cr_push(c, out) = (struct cr_str){ word, (size_t)(to - word) };
}

static struct cr_str
trim_brackets(struct cr_str s)
{
	while (s.len > 0 && (s.ptr[0] == '[' || s.ptr[0] == ']')) {
		s = cr_str_sub(s, 1, s.len);
	}
	while (s.len > 0 && (s.ptr[s.len - 1] == '[' || s.ptr[s.len - 1] == ']')) {
		s.len--;
	}
	return s;
}

/* The words up to one that ends in a bracket, as one: points between brackets separate nothing. */
static struct cr_str
join_words(struct cr_ctx *c, const struct texts *words, size_t first, size_t last)
{
	size_t len = last - first;
	for (size_t i = first; i <= last; i++) {
		len += words->items[i].len;
	}
	char *text = cr_alloc(c, len);
	char *to = text;
	for (size_t i = first; i <= last; i++) {
		if (i > first) {
			*to++ = '.';
		}
		memcpy(to, words->items[i].ptr, words->items[i].len);
		to += words->items[i].len;
	}
	struct cr_str joined = { text, len };
	return cr_str_find(joined, '=', 0) != SIZE_MAX ? joined : trim_brackets(joined);
}

/* "x[0]" is two parts; the first is what is before the last bracket. */
static bool
ends_in_index(struct cr_str word, struct cr_str *head, struct cr_str *index)
{
	size_t open = word.len;
	while (open > 0 && word.ptr[open - 1] != '[') {
		open--;
	}
	if (open == 0 || !cr_str_ends(word, CR_STR("]")) || open + 1 == word.len) {
		return false;
	}
	for (size_t i = open; i + 1 < word.len; i++) {
		if (word.ptr[i] < '0' || word.ptr[i] > '9') {
			return false;
		}
	}
	*head = cr_str_sub(word, 0, open - 1);
	*index = cr_str_sub(word, open, word.len - 1);
	return true;
}

static void
split_indexes(struct cr_ctx *c, const struct texts *words, struct texts *out)
{
	for (size_t i = 0; i < words->count; i++) {
		struct cr_str head = words->items[i], index;
		bool two = ends_in_index(words->items[i], &head, &index);
		*cr_push(c, out) = head;
		if (two) {
			*cr_push(c, out) = index;
		}
	}
}

static void
split_path(struct cr_ctx *c, struct cr_str text, struct texts *out)
{
	struct texts words = { NULL, 0, 0 };
	split_words(c, text, &words);
	for (size_t i = 0; i < words.count; i++) {
		struct cr_str word = words.items[i];
		size_t first = i;
		if (cr_str_starts(word, CR_STR("[")) && !cr_str_ends(word, CR_STR("]"))) {
			while (i + 1 < words.count && (i == first || !cr_str_ends(words.items[i], CR_STR("]")))) {
				i++;
			}
			word = join_words(c, &words, first, i);
		}
		*cr_push(c, out) = word;
	}
}

/* As Go's Atoi. */
static bool
is_number(struct cr_str s, bool *negative, size_t *value)
{
	size_t i = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
	uint64_t n = 0;
	*negative = i > 0 && s.ptr[0] == '-';
	if (i == s.len) {
		return false;
	}
	for (; i < s.len; i++) {
		unsigned digit = (unsigned char)s.ptr[i] - '0';
		if (digit > 9 || n > ((uint64_t)INT64_MAX - digit) / 10) {
			return false;
		}
		n = n * 10 + digit;
	}
	*negative = *negative && n > 0;
	*value = n < SIZE_MAX ? (size_t)n : SIZE_MAX;
	return true;
}

static bool
is_element(struct cr_str s)
{
	return cr_str_starts(s, CR_STR("[")) && cr_str_ends(s, CR_STR("]"));
}

/* "[name=web]" and what lies between its brackets; "[" alone is such a text too, with nothing in it. */
static void
read_element(struct cr_ctx *c, struct cr_str s, struct cr_part *out)
{
	struct cr_str inner = cr_str_ends(s, CR_STR("]")) ? cr_str_sub(s, 0, s.len - 1) : s;
	inner = cr_str_starts(inner, CR_STR("[")) ? cr_str_sub(inner, 1, inner.len) : inner;
	size_t equals = cr_str_find(inner, '=', 0);
	if (equals == SIZE_MAX) {
		out->kind = CR_PART_BAD;
		out->why = "list path element must contain fieldName=fieldValue for element to match: \"%S\"";
		return;
	}
	out->kind = CR_PART_ELEMENT;
	out->key = cr_key_intern(c, cr_str_sub(inner, 0, equals));
	out->value = cr_str_sub(inner, equals + 1, inner.len);
}

static void
read_part(struct cr_ctx *c, struct cr_str word, struct cr_part *out)
{
	bool negative;
	*out = (struct cr_part){ .kind = CR_PART_FIELD, .text = word };
	if (is_number(word, &negative, &out->index) && !negative) {
		out->kind = CR_PART_INDEX;
	} else if (is_element(word)) {
		read_element(c, word, out);
	} else if (cr_str_eq(word, CR_STR("*"))) {
		out->kind = CR_PART_EVERY;
	} else {
		out->key = cr_key_intern(c, word);
	}
}

void
cr_part_read(struct cr_ctx *c, struct cr_str word, struct cr_part *out)
{
	bool negative;
	word = cr_str_trim(word);
	read_part(c, word, out);
	if (word.len == 0) {
		out->kind = CR_PART_SKIP;
	} else if (cr_str_eq(word, CR_STR("-"))) {
		out->kind = CR_PART_LAST;
	} else if (is_number(word, &negative, &out->index) && negative) {
		out->kind = CR_PART_BAD;
		out->why = "array index %S cannot be negative";
	} else if (out->kind == CR_PART_EVERY) {
		out->kind = CR_PART_BAD;
		out->why = "wildcard \"%S\" is not supported in this path";
	}
}

static struct cr_field_path *
path_of(struct cr_ctx *c, struct cr_str text, cr_mark mark, const struct texts *words)
{
	struct cr_field_path *p = cr_new(c, struct cr_field_path);
	*p = (struct cr_field_path){ .text = text, .mark = mark, .count = words->count };
	if (p->count > cr_limit(c, CR_MAX_NESTING)) {
		cr_fail_limit(c, mark, CR_MAX_NESTING, "field path goes deeper than");
		p->count = 0;
	}
	p->source = cr_new_n(c, struct cr_part, p->count);
	p->target = cr_new_n(c, struct cr_part, p->count);
	for (size_t i = 0; i < p->count; i++) {
		cr_part_read(c, words->items[i], &p->source[i]);
		read_part(c, words->items[i], &p->target[i]);
	}
	return p;
}

struct cr_field_path *
cr_field_path_new(struct cr_ctx *c, struct cr_str text, cr_mark mark)
{
	struct texts words = { NULL, 0, 0 };
	split_path(c, text, &words);
	return path_of(c, text, mark, &words);
}

struct cr_field_path *
cr_field_path_new_indexed(struct cr_ctx *c, struct cr_str text, cr_mark mark)
{
	struct texts words = { NULL, 0, 0 }, split = { NULL, 0, 0 };
	split_path(c, text, &words);
	split_indexes(c, &words, &split);
	return path_of(c, text, mark, &split);
}

bool
cr_node_tagged_null(const struct cr_node *n)
{
	return n == NULL || (n->kind == CR_SCALAR && !(n->flags & CR_NODE_UNTAGGED) && cr_node_is_null(n));
}

const char *
cr_path_wrong_kind(enum cr_kind wanted, const struct cr_node *n)
{
	static const char *const texts[3][3] = {
		[CR_SCALAR] = { [CR_LIST] = "a single value is wanted before \"%S\", not a list",
				[CR_MAP] = "a single value is wanted before \"%S\", not a map" },
		[CR_LIST] = { [CR_SCALAR] = "wrong node kind: a list is wanted before \"%S\", not a single value",
			      [CR_MAP] = "wrong node kind: a list is wanted before \"%S\", not a map" },
		[CR_MAP] = { [CR_SCALAR] = "wrong node kind: a map is wanted before \"%S\", not a single value",
			     [CR_LIST] = "wrong node kind: a map is wanted before \"%S\", not a list" },
	};
	return texts[wanted][n->kind];
}

struct cr_str
cr_path_failure_text(struct cr_ctx *c, const struct cr_path_failure *f)
{
	if (f->counted) {
		return cr_str_fmt(c, "index %zu specified but only %zu elements found", f->index, f->count);
	}
	if (f->why == NULL) {
		return CR_STR("");
	}
	const char *hole = strstr(f->why, "%S");
	if (hole == NULL) {
		return cr_str_z(f->why);
	}
	struct cr_str before = { f->why, (size_t)(hole - f->why) };
	return cr_str_cat(c, cr_str_cat(c, before, f->part), cr_str_z(hole + 2));
}

static bool
fail(struct cr_path_failure *f, const struct cr_part *part, const char *why)
{
	*f = (struct cr_path_failure){ .why = why, .part = part->text };
	return false;
}

static struct cr_str
text_or_none(const struct cr_node *n)
{
	return cr_is(n, CR_SCALAR) ? cr_text(n) : CR_STR("");
}

/* The place of the first element that has the text in its field, or count. */
static size_t
find_element(const struct cr_node *list, const struct cr_part *part)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct cr_node *n = list->items[i];
		if (part->key != CR_KEY_EMPTY) {
			n = cr_map_get(n, part->key);
			if (n == NULL) {
				continue;
			}
		}
		if (cr_str_eq(text_or_none(n), part->value)) {
			return i;
		}
	}
	return list->count;
}

size_t
cr_part_index(const struct cr_node *list, const struct cr_part *part)
{
	if (part->kind == CR_PART_LAST) {
		return list->count > 0 ? list->count - 1 : 0;
	}
	return part->kind == CR_PART_INDEX ? part->index : find_element(list, part);
}

/* One step; *slot is where the next node hangs, NULL if there is none. False: *f says why not. */
static bool
step(struct cr_ctx *c, struct cr_node *n, const struct cr_part *part, struct cr_node ***slot, struct cr_path_failure *f)
{
	*slot = NULL;
	if (part->kind == CR_PART_BAD) {
		return fail(f, part, part->why);
	}
	if (cr_node_tagged_null(n)) {
		return true;
	}
	if (part->kind == CR_PART_FIELD) {
		if (n->kind != CR_MAP) {
			return fail(f, part, cr_path_wrong_kind(CR_MAP, n));
		}
		struct cr_pair *p = cr_map_pair(n, part->key);
		*slot = p != NULL ? &p->value : NULL;
		return true;
	}
	if (n->kind != CR_LIST) {
		return fail(f, part, cr_path_wrong_kind(CR_LIST, n));
	}
	cr_count_work(c, part->kind == CR_PART_ELEMENT ? n->count : 1);
	size_t at = cr_part_index(n, part);
	*slot = at < n->count ? &n->items[at] : NULL;
	return true;
}

struct cr_node *
cr_field_path_get(struct cr_ctx *c, struct cr_node *root, const struct cr_field_path *p, size_t count, struct cr_path_failure *failure)
{
	struct cr_node *n = root;
	*failure = (struct cr_path_failure){ 0 };
	for (size_t i = 0; i < count; i++) {
		struct cr_node **slot;
		if (p->source[i].kind == CR_PART_SKIP) {
			continue;
		}
		if (!step(c, n, &p->source[i], &slot, failure) || slot == NULL) {
			return NULL;
		}
		n = *slot;
	}
	return n;
}

struct cr_node *
cr_field_path_scalar(struct cr_ctx *c, struct cr_node *root, const struct cr_field_path *p, size_t *at)
{
	struct cr_path_failure ignored;
	struct cr_node *n = root;
	for (size_t i = 0; i + 1 < p->count; i++) {
		struct cr_node **slot;
		if (p->source[i].kind != CR_PART_SKIP) {
			if (!step(c, n, &p->source[i], &slot, &ignored) || slot == NULL) {
				return NULL;
			}
			n = *slot;
		}
		if (n->kind == CR_SCALAR) {
			*at = i + 1;
			return n;
		}
	}
	return NULL;
}

struct cr_node *
cr_slot_edit(struct cr_ctx *c, struct cr_node **slot, struct cr_shared *shared)
{
	struct cr_node *n = *slot;
	if (n->stamp == c->stamp) {
		return n;
	}
	*slot = cr_node_own(c, n);
	if (n->flags & CR_NODE_SHARED) {
		cr_shared_add(c, shared, n, *slot);
	}
	return *slot;
}

struct cr_node *
cr_field_path_edit(struct cr_ctx *c, struct cr_node *root, const struct cr_field_path *p, size_t count)
{
	struct cr_path_failure ignored;
	struct cr_shared shared = { 0 };
	struct cr_node *n = root;
	for (size_t i = 0; i < count; i++) {
		struct cr_node **slot;
		if (p->source[i].kind == CR_PART_SKIP) {
			continue;
		}
		if (!step(c, n, &p->source[i], &slot, &ignored) || slot == NULL) {
			return NULL;
		}
		n = cr_slot_edit(c, slot, &shared);
	}
	cr_shared_replace(c, root, &shared);
	return n;
}
