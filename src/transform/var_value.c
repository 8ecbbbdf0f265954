/* The field that a var names, and what it is worth: numbers and booleans keep their type where the var stands alone.
 *
 * A path is parts between dots. "[a.b]" is one part, "[k=v]" the element of a list whose k is v, "[=v]" the element v, "x[0]" and "x.0" the
 * first element, "-" the last. Counterpart: RNode.GetFieldValue of kyaml. Difference: "-" of an empty list ends the reference. */
#include "transform/var_value.h"

#include <math.h>

#include "yaml/scalar.h"

struct part {
	size_t from, to; /* in the path's text */
};

struct parts {
	struct cr_str text;
	struct part *items;
	size_t count, cap;
};

/* At each dot but those behind a backslash, which goes. */
static void
split(struct cr_ctx *c, struct cr_str path, struct parts *out)
{
	char *text = cr_scratch_alloc(c, path.len + 1);
	size_t len = 0;
	size_t from = 0;
	for (size_t i = 0; i < path.len; i++) {
		if (path.ptr[i] != '.') {
			text[len++] = path.ptr[i];
		} else if (len > from && text[len - 1] == '\\') {
			text[len - 1] = '.';
		} else {
			*cr_scratch_push(c, out) = (struct part){ from, len };
			text[len++] = '.';
			from = len;
		}
	}
	*cr_scratch_push(c, out) = (struct part){ from, len };
	out->text = (struct cr_str){ text, len };
}

static bool
opens(struct cr_str part)
{
	return cr_str_starts(part, CR_STR("[")) && !cr_str_ends(part, CR_STR("]"));
}

static struct cr_str
without_brackets(struct cr_str s)
{
	while (s.len > 0 && (s.ptr[0] == '[' || s.ptr[0] == ']')) {
		s = cr_str_sub(s, 1, s.len);
	}
	while (s.len > 0 && (s.ptr[s.len - 1] == '[' || s.ptr[s.len - 1] == ']')) {
		s.len--;
	}
	return s;
}

/* The part at *at, with all up to the one that closes its bracket. */
static struct cr_str
next_part(const struct parts *parts, size_t *at)
{
	const struct part *first = &parts->items[(*at)++];
	struct cr_str part = cr_str_sub(parts->text, first->from, first->to);
	if (!opens(part)) {
		return part;
	}
	bool closed = false;
	while (*at < parts->count && !closed) {
		const struct part *next = &parts->items[(*at)++];
		closed = cr_str_ends(cr_str_sub(parts->text, next->from, next->to), CR_STR("]"));
		part.len = next->to - first->from;
	}
	return cr_str_find(part, '=', 0) != SIZE_MAX ? part : without_brackets(part);
}

/* A decimal of 64 bits, as Go's Atoi takes it. */
static bool
read_decimal(struct cr_str s, int64_t *out)
{
	bool negative = s.len > 0 && s.ptr[0] == '-';
	size_t i = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
	uint64_t n = 0;
	if (i == s.len) {
		return false;
	}
	for (; i < s.len; i++) {
		unsigned digit = (unsigned)(s.ptr[i] - '0');
		if (digit > 9 || n > (UINT64_MAX - digit) / 10) {
			return false;
		}
		n = n * 10 + digit;
	}
	if (n > (uint64_t)INT64_MAX + negative) {
		return false;
	}
	*out = negative ? (int64_t)(0 - n) : (int64_t)n;
	return true;
}

/* "x[0]" is two steps; the first is what is before the last bracket. */
static bool
ends_in_index(struct cr_str part, struct cr_str *head, struct cr_str *index)
{
	size_t open = part.len;
	while (open > 0 && part.ptr[open - 1] != '[') {
		open--;
	}
	if (open == 0 || !cr_str_ends(part, CR_STR("]")) || open + 1 == part.len) {
		return false;
	}
	for (size_t i = open; i + 1 < part.len; i++) {
		if (part.ptr[i] < '0' || part.ptr[i] > '9') {
			return false;
		}
	}
	*head = cr_str_sub(part, 0, open - 1);
	*index = cr_str_sub(part, open, part.len - 1);
	return true;
}

/* As the reference compares: a map or a list has the empty text. */
static bool
has_text(const struct cr_node *n, struct cr_str text)
{
	return n != NULL && cr_str_eq(n->kind == CR_SCALAR ? cr_text(n) : CR_STR(""), text);
}

static const struct cr_node *
element_with(struct cr_ctx *c, const struct cr_node *list, struct cr_str condition, const char **why)
{
	size_t equal = cr_str_find(condition, '=', 0);
	if (equal == SIZE_MAX) {
		*why = "brackets at the beginning of a step hold key=value, a number, or a key with dots";
		return NULL;
	}
	struct cr_str name = cr_str_sub(condition, 0, equal);
	struct cr_str value = cr_str_sub(condition, equal + 1, condition.len);
	cr_key key = cr_key_find(c, name);
	cr_count_work(c, 2 * (uint64_t)list->count);
	for (size_t i = 0; i < list->count; i++) {
		const struct cr_node *item = list->items[i];
		if (has_text(name.len == 0 ? item : cr_map_get(item, key), value)) {
			return item;
		}
	}
	*why = "no element of the list is the one that the path asks for";
	return NULL;
}

static const struct cr_node *
element_at(const struct cr_node *list, int64_t index, const char **why)
{
	if (index < 0) {
		*why = "a position in a list cannot be negative";
	} else if ((uint64_t)index >= list->count) {
		*why = "the list has no such element";
	} else {
		return list->items[index];
	}
	return NULL;
}

static const struct cr_node *
step(struct cr_ctx *c, const struct cr_node *at, struct cr_str part, const char **why)
{
	int64_t index = 0;
	bool number = read_decimal(part, &index);
	bool last = cr_str_eq(part, CR_STR("-"));
	bool condition = cr_str_starts(part, CR_STR("[")) && cr_str_ends(part, CR_STR("]"));
	if (cr_str_eq(part, CR_STR("*"))) {
		*why = "a var cannot be of many fields";
		return NULL;
	}
	if (!number && !last && !condition) {
		*why = at->kind == CR_MAP ? "there is no such field" : "the path goes on where there is no map";
		return cr_map_get(at, cr_key_find(c, part));
	}
	if (at->kind != CR_LIST) {
		*why = "the path asks for an element where there is no list";
		return NULL;
	}
	if (condition) {
		return element_with(c, at, cr_str_sub(part, 1, part.len - 1), why);
	}
	return element_at(at, last && at->count > 0 ? (int64_t)at->count - 1 : index, why);
}

static const struct cr_node *
walk(struct cr_ctx *c, const struct cr_node *at, struct cr_str part, const char **why)
{
	part = cr_str_trim(part);
	return part.len == 0 || at == NULL ? at : step(c, at, part, why);
}

const struct cr_node *
cr_var_lookup(struct cr_ctx *c, struct cr_str path, const struct cr_node *root, const char **why)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct parts parts = { 0 };
	const struct cr_node *at = root;
	split(c, path, &parts);
	for (size_t i = 0; i < parts.count && at != NULL;) {
		struct cr_str part = next_part(&parts, &i);
		struct cr_str head;
		struct cr_str index;
		if (ends_in_index(part, &head, &index)) {
			at = walk(c, walk(c, at, head, why), index, why);
		} else {
			at = walk(c, at, part, why);
		}
	}
	cr_arena_rewind(c->scratch, mark);
	return at;
}

static struct cr_str
integer_text(struct cr_ctx *c, const struct cr_node *n)
{
	int64_t value;
	return read_decimal(cr_text(n), &value) ? cr_str_fmt(c, "%lld", (long long)value) : CR_STR("");
}

static void
put_float(struct cr_ctx *c, double d, struct cr_var_value *out)
{
	char text[CR_DOUBLE_PLAIN];
	out->whole = cr_str_dup(c, (struct cr_str){ text, cr_double_plain(d, text) });
	out->text = cr_str_dup(c, (struct cr_str){ text, cr_double_go(d, text) });
}

/* Null and dates are the text that they were written as. NULL, or why it is no value. */
static const char *
put_scalar(struct cr_ctx *c, const struct cr_node *n, struct cr_var_value *out)
{
	struct cr_value value = cr_scalar_value(n);
	switch (value.type) {
	case CR_T_INT:
	case CR_T_UINT:
		out->text = out->whole = integer_text(c, n);
		out->tag = CR_TAG_INT;
		return out->text.len > 0 ? NULL : "only a decimal integer of 64 bits can be the value of a var";
	case CR_T_FLOAT:
		put_float(c, isfinite(value.f) ? value.f : 0, out);
		out->tag = CR_TAG_AUTO;
		return isfinite(value.f) ? NULL : "infinity and not-a-number cannot be the value of a var";
	case CR_T_BOOL:
		out->text = out->whole = value.b ? CR_STR("true") : CR_STR("false");
		out->tag = CR_TAG_BOOL;
		return cr_str_eq_fold(cr_text(n), out->text) ? NULL
							     : "only true and false can be the value of a var, not their other names";
	default:
		out->text = out->whole = cr_text(n);
		out->tag = CR_TAG_STR;
		return NULL;
	}
}

bool
cr_var_value_read(struct cr_ctx *c, const struct cr_var *v, const struct cr_resource *r, struct cr_var_value *out)
{
	const char *why = NULL;
	const struct cr_node *n = cr_var_lookup(c, v->field_path, r->root, &why);
	*out = (struct cr_var_value){ .var = v, .plain = cr_is(n, CR_SCALAR) };
	if (out->plain) {
		why = put_scalar(c, n, out);
	}
	if (n == NULL || (out->plain && why != NULL)) {
		cr_fail(c, v->mark, CR_E_VAR, "field specified in var \"%S\" not found in corresponding resource: field \"%S\" of %S: %s",
			cr_key_str(c, v->name), v->field_path, cr_resid_short(c, r->id), why);
		return false;
	}
	return true;
}
