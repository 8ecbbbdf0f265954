/* What the field that a var names is worth: numbers and booleans keep their type where the var stands alone. Counterpart:
 * RNode.GetFieldValue of kyaml. Difference: "-" of an empty list ends the reference. */
#include "transform/var_value.h"

#include <math.h>

#include "resource/fieldpath.h"
#include "yaml/scalar.h"

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

static bool
refuse(struct cr_ctx *c, const struct cr_var *v, const struct cr_resource *r, struct cr_str why)
{
	return cr_fail(c, v->mark, CR_E_VAR, "field specified in var \"%S\" not found in corresponding resource: field \"%S\" of %S: %S",
		       cr_key_str(c, v->name), v->field_path, cr_resid_short(c, r->id), why);
}

bool
cr_var_value_read(struct cr_ctx *c, const struct cr_var *v, const struct cr_resource *r, struct cr_var_value *out)
{
	struct cr_path_failure failure;
	const struct cr_field_path *path = cr_field_path_new_indexed(c, v->field_path, v->mark);
	const struct cr_node *n = cr_field_path_get(c, r->root, path, path->count, &failure);
	*out = (struct cr_var_value){ .var = v, .plain = cr_is(n, CR_SCALAR) };
	if (n == NULL) {
		return refuse(c, v, r,
			      failure.why != NULL ? cr_path_failure_text(c, &failure) : CR_STR("there is no such field or element"));
	}
	const char *why = out->plain ? put_scalar(c, n, out) : NULL;
	return why == NULL || refuse(c, v, r, cr_str_z(why));
}
