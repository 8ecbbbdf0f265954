/* Compares JSON by its text, so that 1 is not 1.0 in a patch that is JSON itself, and large integers keep their digits.
 * Counterpart: lazyNode.equal in evanphx/json-patch. Known difference: escapes in strings of a patch that is JSON,
 * which the reference does not resolve. */
#include "patch/jsonsame.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "yaml/folded.h"
#include "yaml/scalar.h"

struct both {
	const struct cr_node *there, *wanted;
	bool element; /* of a list */
};

struct both_stack {
	struct both *items;
	size_t count, cap;
};

/* The JSON text of a scalar that is no string; false if it is one, and then the text in it. */
static bool
json_word(const struct cr_node *n, char buffer[64], struct cr_str *out)
{
	struct cr_value v = cr_scalar_value(n);
	switch (v.type) {
	case CR_T_STR:
		*out = cr_text(n);
		return false;
	case CR_T_TIMESTAMP:
		*out = cr_timestamp_text(cr_text(n), buffer) ? cr_str_z(buffer) : cr_text(n);
		return false;
	case CR_T_NULL:
		*out = CR_STR("null");
		return true;
	case CR_T_BOOL:
		*out = v.b ? CR_STR("true") : CR_STR("false");
		return true;
	case CR_T_INT:
		snprintf(buffer, 64, "%" PRId64, v.i);
		break;
	case CR_T_UINT:
		snprintf(buffer, 64, "%" PRIu64, v.u);
		break;
	case CR_T_FLOAT:
		buffer[isfinite(v.f) ? cr_double_json(v.f, buffer) : 0] = '\0';
		break;
	}
	*out = cr_str_z(buffer);
	return true;
}

/* Does JSON's writer escape a character of it? A text in JSON then has another spelling for it. */
static bool
is_escaped(struct cr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '<' || text.ptr[i] == '>' || text.ptr[i] == '&') {
			return true;
		}
	}
	return false;
}

static bool
scalars_same(struct cr_ctx *c, const struct cr_node *there, const struct cr_node *wanted, bool wanted_is_json)
{
	char there_buffer[64], wanted_buffer[64];
	struct cr_str a, b;
	bool a_is_word = json_word(there, there_buffer, &a);
	if (there->written == CR_FOLDED) {
		a = cr_folded_text(c, there, false);
	}
	bool b_is_word = json_word(wanted, wanted_buffer, &b);
	if (wanted_is_json && b_is_word) {
		b = cr_text(wanted);
	} else if (wanted_is_json && is_escaped(b)) {
		return false;
	}
	return a_is_word == b_is_word && cr_str_eq(a, b);
}

static bool
level_same(struct cr_ctx *c, struct both at, bool wanted_is_json, struct both_stack *todo)
{
	bool no_value = cr_node_is_null(at.there), no_wanted = cr_node_is_null(at.wanted);
	if (no_value || no_wanted) {
		return no_value && no_wanted && !at.element;
	}
	if (at.there->kind != at.wanted->kind) {
		return false;
	}
	if (at.there->kind == CR_SCALAR) {
		return scalars_same(c, at.there, at.wanted, wanted_is_json);
	}
	if (at.there->count != at.wanted->count) {
		return false;
	}
	for (size_t i = 0; i < at.there->count; i++) {
		if (at.there->kind == CR_LIST) {
			*cr_scratch_push(c, todo) = (struct both){ at.there->items[i], at.wanted->items[i], true };
			continue;
		}
		const struct cr_pair *pair = &at.there->pairs[i], *other = cr_map_pair(at.wanted, pair->key);
		if (other == NULL) {
			return false;
		}
		*cr_scratch_push(c, todo) = (struct both){ pair->value, other->value, false };
	}
	return true;
}

bool
cr_json_same(struct cr_ctx *c, const struct cr_node *there, const struct cr_node *wanted, bool wanted_is_json)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct both_stack todo = { NULL, 0, 0 };
	*cr_scratch_push(c, &todo) = (struct both){ there, wanted, false };
	bool same = true;
	while (same && todo.count > 0) {
		same = level_same(c, todo.items[--todo.count], wanted_is_json, &todo);
	}
	cr_arena_rewind(c->scratch, mark);
	return same;
}
