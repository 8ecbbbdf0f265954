/* Reads a map by a table of fields. Errors do not stop it: each value that is wrong is reported once, where it stands.
 *
 * As Go's decoder, by which the reference reads: names match in any case, null is absence, numbers and booleans are no text where it is
 * strict. Difference: two spellings of one field in one map are an error here (there the later in byte order wins). The tables nest a few
 * levels deep; so does the recursion here, whatever the input. */
#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "kustomization/fields.h"
#include "yaml/scalar.h"

struct reader {
	struct cr_ctx *c;
	enum cr_fields_mode mode;
};

struct cr_str
cr_place_text(struct cr_ctx *c, const struct cr_place *place)
{
	if (place == NULL) {
		return CR_STR("");
	}
	struct cr_str above = cr_place_text(c, place->up);
	if (place->name.ptr == NULL) {
		return cr_str_cat(c, above, cr_str_fmt(c, "[%zu]", place->index));
	}
	return above.len == 0 ? place->name : cr_str_cat(c, cr_str_cat(c, above, CR_STR(".")), place->name);
}

/* What a scalar is: in a file by YAML 1.1, where what is quoted or tagged as text is text; in an object by the rules of objects. */
static struct cr_value
scalar_value(const struct reader *rd, const struct cr_node *n)
{
	if (rd->mode >= CR_FIELDS_PLUGIN) {
		return cr_scalar_value(n);
	}
	bool text = n->tag == CR_TAG_STR || n->tag == CR_TAG_TIMESTAMP || (n->tag == CR_TAG_AUTO && (n->flags & CR_NODE_QUOTED));
	return text ? (struct cr_value){ .type = CR_T_STR } : cr_plain_value_11(cr_text(n));
}

static bool
is_text(enum cr_type type)
{
	return type == CR_T_STR || type == CR_T_TIMESTAMP;
}

bool
cr_field_is_text(const struct cr_node *n)
{
	const struct reader rd = { .mode = CR_FIELDS_STRICT };
	return cr_is(n, CR_SCALAR) && is_text(scalar_value(&rd, n).type);
}

static const char *
what_it_is(const struct reader *rd, const struct cr_node *n)
{
	if (n->kind != CR_SCALAR) {
		return n->kind == CR_LIST ? "a list" : "a map";
	}
	enum cr_type type = scalar_value(rd, n).type;
	return is_text(type) ? "text" : type == CR_T_BOOL ? "a boolean" : type == CR_T_NULL ? "null" : "a number";
}

static void
wrong_type(const struct reader *rd, const struct cr_place *place, const struct cr_node *n, const char *wanted)
{
	cr_fail(rd->c, n->mark, CR_E_TYPE, "field \"%S\" must be %s, not %s", cr_place_text(rd->c, place), wanted, what_it_is(rd, n));
}

/* The text that a number or a boolean counts as; {NULL, 0} if it has none. */
static struct cr_str
number_text(const struct reader *rd, struct cr_value v)
{
	char text[40];
	size_t len;
	switch (v.type) {
	case CR_T_BOOL:
		return v.b ? CR_STR("true") : CR_STR("false");
	case CR_T_INT:
		return cr_str_fmt(rd->c, "%lld", (long long)v.i);
	case CR_T_UINT:
		return cr_str_fmt(rd->c, "%llu", (unsigned long long)v.u);
	case CR_T_FLOAT:
		if (!isfinite(v.f)) {
			return (struct cr_str){ 0 };
		}
		len = rd->mode == CR_FIELDS_PLUGIN_YAML ? cr_double_yaml(v.f, text) : cr_float_yaml(v.f, text);
		return cr_str_dup(rd->c, (struct cr_str){ text, len });
	default:
		return (struct cr_str){ 0 };
	}
}

/* Text that is none in the file, but counts as one. */
static struct cr_str
text_of(const struct reader *rd, const struct cr_field *f, const struct cr_node *n)
{
	struct cr_value v = scalar_value(rd, n);
	char date[64];
	if (v.type == CR_T_TIMESTAMP && rd->mode >= CR_FIELDS_PLUGIN && cr_timestamp_text(cr_text(n), date)) {
		return cr_str_dup(rd->c, cr_str_z(date));
	}
	if (is_text(v.type)) {
		return cr_text(n);
	}
	bool strict = rd->mode == CR_FIELDS_STRICT || rd->mode == CR_FIELDS_PLUGIN_TYPED;
	bool loose = f->kind == CR_FIELD_SCALAR || rd->mode == CR_FIELDS_PLUGIN_YAML || (!strict && !f->typed);
	return loose ? number_text(rd, v) : (struct cr_str){ 0 };
}

static struct cr_text
read_text(const struct reader *rd, const struct cr_field *f, const struct cr_node *n, const struct cr_place *place)
{
	if (cr_node_is_null(n)) {
		return (struct cr_text){ .s = CR_STR(""), .mark = place->mark };
	}
	struct cr_str text = n->kind == CR_SCALAR ? text_of(rd, f, n) : (struct cr_str){ 0 };
	if (text.ptr == NULL) {
		wrong_type(rd, place, n, "text");
		if (n->kind == CR_SCALAR) {
			cr_hint(rd->c, "put it in quotes");
		}
		return (struct cr_text){ .s = CR_STR(""), .mark = n->mark };
	}
	return (struct cr_text){ .s = text, .mark = n->mark, .set = true, .block = (n->flags & CR_NODE_BLOCK) != 0 };
}

/* The words that a boolean of YAML 1.1 may be where one is wanted. */
static bool
is_word_for(struct cr_str text, bool wanted)
{
	static const char *const words[2][4] = { { "n", "N", "no", "off" }, { "y", "Y", "yes", "on" } };
	for (size_t i = 0; i < 4; i++) {
		if (cr_str_eq(text, cr_str_z(words[wanted][i]))) {
			return true;
		}
	}
	return false;
}

static bool
read_bool(const struct reader *rd, const struct cr_node *n, const struct cr_place *place)
{
	struct cr_value v = n->kind == CR_SCALAR ? scalar_value(rd, n) : (struct cr_value){ .type = CR_T_NULL };
	if (v.type == CR_T_BOOL) {
		return v.b;
	}
	if (rd->mode == CR_FIELDS_PLUGIN_YAML && v.type == CR_T_STR) {
		for (int word = 0; word < 2; word++) {
			if (is_word_for(cr_text(n), word)) {
				return word;
			}
		}
	}
	wrong_type(rd, place, n, "true or false");
	return false;
}

static int64_t
read_int(const struct reader *rd, const struct cr_node *n, const struct cr_place *place)
{
	struct cr_value v = n->kind == CR_SCALAR ? scalar_value(rd, n) : (struct cr_value){ .type = CR_T_STR };
	if (v.type == CR_T_INT) {
		return v.i;
	}
	/* 1e3 is written as 1000 on the way through JSON, and so counts as an integer. */
	if (v.type == CR_T_FLOAT && v.f >= -0x1p63 && v.f < 0x1p63 && v.f == (double)(int64_t)v.f) {
		return (int64_t)v.f;
	}
	if (v.type == CR_T_FLOAT || v.type == CR_T_UINT) {
		cr_fail(rd->c, n->mark, CR_E_TYPE, "field \"%S\" must be an integer of 64 bits, not %S", cr_place_text(rd->c, place),
			cr_text(n));
	} else {
		wrong_type(rd, place, n, "an integer");
	}
	return 0;
}

static void
read_texts(const struct reader *rd, const struct cr_field *f, const struct cr_node *n, struct cr_texts *out, const struct cr_place *place)
{
	if (n->kind != CR_LIST) {
		wrong_type(rd, place, n, "a list of texts");
		return;
	}
	for (size_t i = 0; i < n->count; i++) {
		const struct cr_node *item = n->items[i];
		struct cr_place at = { .up = place, .index = i, .mark = item->mark };
		size_t errors = cr_error_count(rd->c);
		struct cr_text text = read_text(rd, f, item, &at);
		if (cr_error_count(rd->c) == errors) {
			*cr_push(rd->c, out) = text;
		}
	}
}

static int
compare_entries(const void *a, const void *b, void *ctx)
{
	const struct cr_entry *x = a, *y = b;
	return cr_str_cmp(cr_key_str(ctx, x->key), cr_key_str(ctx, y->key));
}

static void
read_entries(const struct reader *rd, const struct cr_field *f, const struct cr_node *n, struct cr_entries *out,
	     const struct cr_place *place)
{
	if (n->kind != CR_MAP) {
		wrong_type(rd, place, n, "a map of texts");
		return;
	}
	struct cr_ctx *c = rd->c;
	for (size_t i = 0; i < n->count; i++) {
		const struct cr_pair *p = &n->pairs[i];
		struct cr_place at = { .up = place, .name = cr_key_str(c, p->key), .mark = p->mark };
		struct cr_text text = read_text(rd, f, p->value, &at);
		*cr_push(c, out) = (struct cr_entry){ .key = p->key, .value = text.s, .mark = p->mark };
	}
	if (out->count > 1) {
		qsort_r(out->items, out->count, sizeof *out->items, compare_entries, c);
	}
}

static void
read_items(const struct reader *rd, const struct cr_field *f, const struct cr_node *n, void *list, const struct cr_place *place)
{
	if (n->kind != CR_LIST) {
		wrong_type(rd, place, n, "a list of maps");
		return;
	}
	for (size_t i = 0; i < n->count; i++) {
		const struct cr_node *node = n->items[i];
		struct cr_place at = { .up = place, .index = i, .mark = node->mark };
		bool null = cr_node_is_null(node);
		if (!null && node->kind != CR_MAP) {
			wrong_type(rd, &at, node, "a map");
			continue;
		}
		if (f->finish == NULL) {
			continue;
		}
		void *item = cr_alloc_zero(rd->c, 1, f->fields->size);
		size_t errors = cr_error_count(rd->c);
		if (!null) {
			cr_fields_read_as(rd->c, rd->mode, f->fields, node, item, &at);
		}
		if (cr_error_count(rd->c) == errors) {
			f->finish(rd->c, list, item, &at);
		}
	}
}

static void
read_map(const struct reader *rd, const struct cr_field *f, const struct cr_node *n, void *base, const struct cr_place *place)
{
	if (n->kind != CR_MAP) {
		wrong_type(rd, place, n, "a map");
		return;
	}
	cr_fields_read_as(rd->c, rd->mode, f->fields, n, base, place);
}

static void *
member(void *base, size_t offset)
{
	return (char *)base + offset;
}

static void
read_value(const struct reader *rd, const struct cr_field *f, const struct cr_node *n, void *base, const struct cr_place *place)
{
	void *at = member(base, f->offset);
	size_t errors = cr_error_count(rd->c);
	switch (f->kind) {
	case CR_FIELD_TEXT:
	case CR_FIELD_SCALAR:
		*(struct cr_text *)at = read_text(rd, f, n, place);
		break;
	case CR_FIELD_BOOL:
		*(bool *)at = read_bool(rd, n, place);
		break;
	case CR_FIELD_INT:
		*(int64_t *)at = read_int(rd, n, place);
		break;
	case CR_FIELD_TEXTS:
		read_texts(rd, f, n, at, place);
		break;
	case CR_FIELD_ENTRIES:
		read_entries(rd, f, n, at, place);
		break;
	case CR_FIELD_MAP:
		read_map(rd, f, n, at, place);
		break;
	case CR_FIELD_ITEMS:
		read_items(rd, f, n, at, place);
		break;
	}
	if (f->present != 0) {
		*(bool *)member(base, f->present) = cr_error_count(rd->c) == errors;
	}
	if (f->mark != 0) {
		*(cr_mark *)member(base, f->mark) = n->mark;
	}
}

const struct cr_field *
cr_field_find(const struct cr_fields *table, struct cr_str name)
{
	const struct cr_field *found = NULL;
	for (size_t i = 0; i < table->count; i++) {
		struct cr_str row = cr_str_z(table->rows[i].name);
		if (cr_str_eq(row, name)) {
			return &table->rows[i];
		}
		if (cr_str_eq_fold(row, name)) {
			found = &table->rows[i];
		}
	}
	return found;
}

static void
unknown_field(struct cr_ctx *c, const struct cr_fields *table, const struct cr_pair *p, const struct cr_place *place)
{
	struct cr_str name = cr_key_str(c, p->key);
	if (place->up == NULL) {
		cr_fail(c, p->mark, CR_E_FIELD, "unknown field \"%S\"", name);
	} else {
		cr_fail(c, p->mark, CR_E_FIELD, "unknown field \"%S\" in \"%S\"", name, cr_place_text(c, place->up));
	}
	const char *nearest = NULL;
	size_t best = name.len < 6 ? 2 : 3;
	for (size_t i = 0; i < table->count; i++) {
		size_t distance = cr_str_distance(name, cr_str_z(table->rows[i].name), best);
		if (distance <= best) {
			nearest = table->rows[i].name;
			best = distance > 0 ? distance - 1 : 0;
		}
	}
	if (nearest != NULL) {
		cr_hint(c, "did you mean \"%s\"?", nearest);
	}
}

static void
note_field(struct cr_ctx *c, const struct cr_field *f, const struct cr_pair *p, const struct cr_place *place)
{
	if (f->replaced_by != NULL) {
		cr_warn(c, p->mark, CR_W_DEPRECATED, "field \"%S\" is deprecated: use \"%s\"", cr_place_text(c, place), f->replaced_by);
	}
}

enum { ROWS_MAX = 48 };

/* The row of the field p, in the spelling that counts. */
static const struct cr_field *
row_of(const struct reader *rd, const struct cr_fields *table, struct cr_str name)
{
	const struct cr_field *f = cr_field_find(table, name);
	bool exact = rd->mode != CR_FIELDS_PLUGIN_YAML || f == NULL || cr_str_eq(cr_str_z(f->name), name);
	return exact ? f : NULL;
}

void
cr_fields_read_as(struct cr_ctx *c, enum cr_fields_mode mode, const struct cr_fields *table, const struct cr_node *n, void *base,
		  const struct cr_place *place)
{
	const struct reader rd = { .c = c, .mode = mode };
	const struct cr_pair *seen[ROWS_MAX] = { NULL };
	assert(table->count <= ROWS_MAX);
	for (size_t i = 0; i < n->count; i++) {
		const struct cr_pair *p = &n->pairs[i];
		struct cr_place at = { .up = place, .name = cr_key_str(c, p->key), .mark = p->mark };
		const struct cr_field *f = row_of(&rd, table, at.name);
		if (f == NULL) {
			if (mode == CR_FIELDS_STRICT && !table->open) {
				unknown_field(c, table, p, &at);
			}
			continue;
		}
		const struct cr_pair **first = &seen[f - table->rows];
		if (*first != NULL) {
			cr_fail(c, p->mark, CR_E_DUPLICATE_KEY, "field \"%S\" is there twice, in two spellings", cr_place_text(c, &at));
			cr_second(c, (*first)->mark, "first written here");
			continue;
		}
		*first = p;
		if (!cr_node_is_null(p->value)) {
			if (mode == CR_FIELDS_STRICT) {
				note_field(c, f, p, &at);
			}
			read_value(&rd, f, p->value, base, &at);
		}
	}
}

void
cr_fields_read(struct cr_ctx *c, const struct cr_fields *table, const struct cr_node *n, void *base, const struct cr_place *place)
{
	cr_fields_read_as(c, CR_FIELDS_STRICT, table, n, base, place);
}
