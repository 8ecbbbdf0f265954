/* $(NAME) in a text. "$$" is a dollar sign, and so "$$(NAME)" is $(NAME); a name that no var has stays as it is written.
 *
 * Counterpart: api/filters/refvar/expand.go, which takes a byte for a letter behind a dollar sign that begins nothing: what is left of a
 * letter of several bytes makes the text invalid, and the reference writes it in base64. So does this, with a warning. */
#include "base/digest.h"
#include "transform/var_value.h"
#include "yaml/number.h"

struct piece {
	struct cr_str text;
	struct cr_var_value *value; /* NULL: as it is written */
	char letter[3];             /* room for a byte taken for a letter */
	bool broken;
};

struct text {
	struct cr_ctx *c;
	const struct cr_var_values *values;
	struct cr_str all;
	size_t at;
	bool no_closer; /* no ")" from at on */
};

struct cr_var_value *
cr_var_value_find(const struct cr_var_values *values, cr_key name)
{
	struct cr_map_iter it;
	for (struct cr_var_value *v = cr_map_first(&values->by_name, cr_hash_mix(0, name), &it); v != NULL;
	     v = cr_map_next(&values->by_name, &it)) {
		if (v->var->name == name) {
			return v;
		}
	}
	return NULL;
}

static void
take(struct text *t, size_t bytes, struct piece *out)
{
	out->text = cr_str_sub(t->all, t->at, t->at + bytes);
	t->at += bytes;
}

/* From "$(" on. */
static void
take_name(struct text *t, struct piece *out)
{
	size_t closer = t->no_closer ? SIZE_MAX : cr_str_find(t->all, ')', t->at + 2);
	if (closer == SIZE_MAX) {
		t->no_closer = true;
		take(t, 2, out);
		return;
	}
	struct cr_str name = cr_str_sub(t->all, t->at + 2, closer);
	struct cr_var_value *value = cr_var_value_find(t->values, cr_key_find(t->c, name));
	take(t, closer + 1 - t->at, out);
	if (value != NULL && value->plain) {
		out->value = value;
		out->text = value->text;
	}
}

/* A dollar sign that begins nothing, and the byte behind it. */
static void
take_dollar(struct text *t, struct piece *out)
{
	unsigned char byte = (unsigned char)t->all.ptr[t->at + 1];
	if (byte < 0x80) {
		take(t, 2, out);
		return;
	}
	out->letter[0] = '$';
	out->letter[1] = (char)(0xc0 | byte >> 6);
	out->letter[2] = (char)(0x80 | (byte & 0x3f));
	out->broken = true;
	t->at += 2;
	out->text = (struct cr_str){ out->letter, 3 };
}

static bool
next_piece(struct text *t, struct piece *out)
{
	*out = (struct piece){ 0 };
	if (t->at == t->all.len) {
		return false;
	}
	size_t dollar = cr_str_find(t->all, '$', t->at);
	if (dollar == SIZE_MAX || dollar + 1 == t->all.len) {
		take(t, t->all.len - t->at, out);
	} else if (dollar > t->at) {
		take(t, dollar - t->at, out);
	} else if (t->all.ptr[dollar + 1] == '$') {
		t->at++;
		take(t, 1, out);
	} else if (t->all.ptr[dollar + 1] == '(') {
		take_name(t, out);
	} else {
		take_dollar(t, out);
	}
	return true;
}

/* Made text counts as generated. */
static bool
count_bytes(struct cr_ctx *c, const struct cr_node *old, size_t len)
{
	if (len > cr_limit(c, CR_MAX_GENERATED_BYTES) - c->generated) {
		return cr_fail_limit(c, old->mark, CR_MAX_GENERATED_BYTES, "with the values of vars the generated text is larger than");
	}
	c->generated += len;
	return true;
}

static struct cr_str
encoded(struct cr_ctx *c, const struct cr_node *old, struct cr_str text)
{
	cr_warn(c, old->mark, CR_W_VAR_ENCODED,
		"the whole text turns into base64, since a letter that is no ASCII follows a dollar sign: write \"$$\" for the sign");
	return cr_base64_lines(c, text);
}

static bool
expand_text(struct text *t, const struct cr_node *old, struct cr_node **out)
{
	struct piece piece;
	size_t len = 0;
	bool changed = false;
	bool broken = false;
	while (next_piece(t, &piece)) {
		changed = changed || piece.value != NULL || piece.text.ptr != t->all.ptr + len;
		broken = broken || piece.broken;
		if (!count_bytes(t->c, old, piece.text.len)) {
			return false;
		}
		len += piece.text.len;
	}
	if (!changed) {
		return true;
	}
	char *text = cr_alloc(t->c, len + 1);
	t->at = len = 0;
	while (next_piece(t, &piece)) {
		memcpy(text + len, piece.text.ptr, piece.text.len);
		len += piece.text.len;
		if (piece.value != NULL) {
			piece.value->used = true;
		}
	}
	struct cr_str made = { text, len };
	*out = cr_node_str(t->c, broken ? encoded(t->c, old, made) : made, old->mark);
	return true;
}

/* The var that is the whole text, or NULL. */
static struct cr_var_value *
whole(struct cr_ctx *c, const struct cr_var_values *values, struct cr_str text)
{
	if (!cr_str_starts(text, CR_STR("$(")) || cr_str_find(text, ')', 2) != text.len - 1) {
		return NULL;
	}
	return cr_var_value_find(values, cr_key_find(c, cr_str_sub(text, 2, text.len - 1)));
}

/* The reference tags a float as one and then finds an integer; past 64 bits with sign it cannot print that. */
static bool
put_whole(struct cr_ctx *c, struct cr_var_value *v, const struct cr_node *old, struct cr_node **out)
{
	uint64_t magnitude;
	bool negative;
	if (v->tag == CR_TAG_AUTO && cr_parse_integer(v->whole, &magnitude, &negative) && !negative && magnitude > INT64_MAX) {
		return cr_fail(c, old->mark, CR_E_VAR,
			       "the value of var \"%S\", a float, is an integer of more than 63 bits: cannot print it",
			       cr_key_str(c, v->var->name));
	}
	v->used = true;
	*out = cr_node_scalar(c, v->whole, v->tag, old->mark);
	return true;
}

bool
cr_var_expand(struct cr_ctx *c, const struct cr_var_values *values, const struct cr_node *old, struct cr_node **out)
{
	struct text t = { .c = c, .values = values, .all = cr_text(old) };
	*out = NULL;
	if (cr_str_find(t.all, '$', 0) == SIZE_MAX) {
		return true;
	}
	struct cr_var_value *alone = whole(c, values, t.all);
	if (alone != NULL) {
		return !alone->plain || put_whole(c, alone, old, out);
	}
	return expand_text(&t, old, out);
}
