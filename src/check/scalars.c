/* Scalars written plain that do not mean what they look like, wherever they stand: one walk over every object.
 *
 * The reference reads YAML 1.2 with leanings to 1.1 and prints what it understood: yes becomes the text "yes", 0123 becomes 83, 1.10
 * becomes 1.1, and a date gets a time. Who reads the source by other rules, or not as carefully, expects something else. */
#include "check/look.h"
#include "check/passes.h"
#include "yaml/scalar.h"

/* What the fields of a map are for; below it the same holds unless a key says otherwise. */
enum place {
	PLACE_FREE,    /* any type: what kustomize reads decides */
	PLACE_TEXTS,   /* a map of texts: no other type is allowed */
	PLACE_DATA,    /* the same, but another pass finds other types */
	PLACE_LITERAL, /* texts, and the text in the source is what is printed: annotations of the object */
};

struct level {
	const struct cr_node *node;
	uint32_t next;
	enum place place;
	cr_key key; /* under which node stands; CR_KEY_NONE: the root, or in a list */
};

struct walk {
	struct level *items;
	size_t count, cap;
};

struct at {
	const struct cr_resource *of;
	cr_key key;
	const struct cr_node *value;
	enum place place;
};

static bool
is_old_boolean(struct cr_str s)
{
	static const char *const words[] = { "y", "n", "yes", "no", "on", "off" };
	for (size_t i = 0; s.len <= 3 && i < sizeof words / sizeof *words; i++) {
		if (cr_str_eq_fold(s, cr_str_z(words[i]))) {
			return true;
		}
	}
	return false;
}

/* 0 and more digits, all below 8: read as octal. */
static bool
is_old_octal(struct cr_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '7') {
			return false;
		}
	}
	return s.len > 1 && s.ptr[0] == '0';
}

/* Fields of file modes are octal on purpose. */
static bool
is_mode(struct cr_str key)
{
	static const char *const ends[] = { "ode", "mask", "ermissions", "erms" };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (cr_str_ends(key, cr_str_z(ends[i]))) {
			return true;
		}
	}
	return false;
}

/* "1.10": as a number it loses its last digit. */
static bool
loses_zero(struct cr_str s)
{
	size_t point = cr_str_find(s, '.', 0);
	return point != SIZE_MAX && point > 0 && s.len - point > 2 && s.ptr[s.len - 1] == '0' && cr_str_find(s, 'e', 0) == SIZE_MAX;
}

/* Names of fields in which 1.10 is a version and no number. */
static bool
is_version(struct cr_str key)
{
	return cr_str_ends(key, CR_STR("ersion")) || cr_str_ends(key, CR_STR("tag")) || cr_str_ends(key, CR_STR("Tag")) ||
	       cr_str_ends(key, CR_STR("release"));
}

static void
find(struct cr_check *k, const struct at *at, const char *what)
{
	cr_find(k, CR_RULE_AMBIGUOUS_SCALAR, at->of, at->value->mark, "\"%S\" of %S %s", cr_key_str(k->c, at->key),
		cr_object_name(k, at->of), what);
}

static void
look_at_plain(struct cr_check *k, const struct at *at)
{
	struct cr_str text = cr_text(at->value);
	struct cr_str key = cr_key_str(k->c, at->key);
	enum cr_type type = cr_plain_value(text).type;
	if (type == CR_T_STR && at->place == PLACE_FREE && is_old_boolean(text)) {
		find(k, at, "is text here, which YAML 1.1 reads as true or false");
		cr_find_fix(k, "write true or false, or put the text in quotes");
	} else if (type == CR_T_TIMESTAMP && at->place != PLACE_LITERAL && text.len == sizeof "2006-01-02" - 1) {
		find(k, at, "is a date, which is printed with a time (T00:00:00Z) behind it");
		cr_find_fix(k, "put it in quotes");
	} else if (type == CR_T_INT && at->place == PLACE_FREE && is_old_octal(text) && !is_mode(key)) {
		find(k, at, "begins with 0, and so is read as an octal number");
		cr_find_fix(k, "put it in quotes, or write the number without the zero (0o17 for an octal one)");
	} else if (type == CR_T_FLOAT && at->place == PLACE_FREE && loses_zero(text) && is_version(key)) {
		find(k, at, "is read as a number, and loses the zero at its end");
		cr_find_fix(k, "put it in quotes");
	}
}

/* Labels and the like: what is not even text. */
static void
look_at_type(struct cr_check *k, const struct at *at)
{
	const char *word = cr_not_string_word(at->value);
	if (word != NULL && !cr_node_is_null(at->value)) {
		cr_find(k, CR_RULE_NOT_A_STRING, at->of, at->value->mark, "\"%S\" of %S is %s", cr_key_str(k->c, at->key),
			cr_object_name(k, at->of), word);
	}
}

static void
look_at_scalar(struct cr_check *k, const struct at *at)
{
	if (at->value->tag == CR_TAG_AUTO && at->value->count > 0) {
		look_at_plain(k, at);
	}
	if (at->place == PLACE_TEXTS && at->value->tag != CR_TAG_STR) {
		look_at_type(k, at);
	}
}

static enum place
place_below(const struct level *l, cr_key key, size_t depth)
{
	switch (key) {
	case CR_KEY_labels:
		return l->key == CR_KEY_metadata ? PLACE_TEXTS : l->place;
	case CR_KEY_annotations:
		return l->key != CR_KEY_metadata ? l->place : depth == 2 ? PLACE_LITERAL : PLACE_TEXTS;
	case CR_KEY_matchLabels:
	case CR_KEY_nodeSelector:
		return PLACE_TEXTS;
	case CR_KEY_data:
	case CR_KEY_stringData:
	case CR_KEY_binaryData:
		return depth == 1 ? PLACE_DATA : l->place;
	case CR_KEY_env:
		return PLACE_DATA;
	default:
		return l->place;
	}
}

static void
push(struct cr_check *k, struct walk *w, const struct cr_node *node, enum place place, cr_key key)
{
	if (node->count > 0) {
		*cr_scratch_push(k->c, w) = (struct level){ .node = node, .place = place, .key = key };
	}
}

static void
look_at_pair(struct cr_check *k, struct walk *w, const struct cr_resource *r, const struct cr_pair *p)
{
	const struct level *l = &w->items[w->count - 1];
	if (p->value->kind == CR_SCALAR) {
		if (p->value->tag != CR_TAG_STR) {
			look_at_scalar(k, &(struct at){ .of = r, .key = p->key, .value = p->value, .place = l->place });
		}
	} else {
		push(k, w, p->value, place_below(l, p->key, w->count), p->key);
	}
}

static void
look_at_object(struct cr_check *k, const struct cr_resource *r)
{
	struct walk w = { NULL, 0, 0 };
	push(k, &w, r->root, PLACE_FREE, CR_KEY_NONE);
	while (w.count > 0) {
		struct level *l = &w.items[w.count - 1];
		if (l->next == l->node->count) {
			w.count--;
			continue;
		}
		uint32_t at = l->next++;
		if (l->node->kind == CR_MAP) {
			look_at_pair(k, &w, r, &l->node->pairs[at]);
		} else if (l->node->items[at]->kind != CR_SCALAR) {
			push(k, &w, l->node->items[at], l->place, CR_KEY_NONE);
		}
	}
}

void
cr_check_scalars(struct cr_check *k)
{
	struct cr_arena_mark mark = cr_arena_mark(k->c->scratch);
	for (size_t i = 0; i < k->resources->count; i++) {
		look_at_object(k, k->resources->items[i]);
	}
	cr_arena_rewind(k->c->scratch, mark);
}
