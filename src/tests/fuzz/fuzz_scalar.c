/* Single values: what is written of a text, a plain value or a number is read as the same text, value and number. */
#include <math.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"
#include "yaml/emit.h"
#include "yaml/scalar.h"

static bool
same_value(const struct cr_node *a, const struct cr_node *b)
{
	struct cr_value x = cr_scalar_value(a), y = cr_scalar_value(b);
	if (x.type != y.type) {
		return false;
	}
	switch (x.type) {
	case CR_T_BOOL:
		return x.b == y.b;
	case CR_T_INT:
		return x.i == y.i;
	case CR_T_UINT:
		return x.u == y.u;
	case CR_T_FLOAT:
		return x.f == y.f || (isnan(x.f) && isnan(y.f));
	case CR_T_STR:
		return cr_str_eq(cr_text(a), cr_text(b));
	case CR_T_NULL:
	case CR_T_TIMESTAMP:
		return true;
	}
	return false;
}

/* The value of the map {k: n} that text is; the key has to be there alone. */
static const struct cr_node *
value_in(const struct cr_node *map, cr_key key)
{
	FUZZ_HOLDS(cr_is(map, CR_MAP) && map->count == 1);
	const struct cr_node *n = cr_map_get(map, key);
	FUZZ_HOLDS(cr_is(n, CR_SCALAR));
	return n;
}

/* text as a string: value, key and element, in YAML and in JSON. */
static void
check_string(struct cr_ctx *c, struct cr_str text)
{
	struct cr_node *map = cr_node_map(c, CR_NO_MARK), *list = cr_node_list(c, CR_NO_MARK);
	struct cr_node *string = cr_node_str(c, text, CR_NO_MARK);
	cr_key key = cr_key_intern(c, text);
	struct cr_str out;
	cr_list_append(c, list, string);
	cr_map_set(c, map, CR_KEY_data, string, CR_NO_MARK);
	if (fuzz_yaml(c, map, &out)) {
		FUZZ_HOLDS(same_value(value_in(fuzz_read(c, out, CR_YAML_RESOURCE), CR_KEY_data), string));
	}
	if (fuzz_yaml(c, list, &out)) {
		const struct cr_node *again = fuzz_read(c, out, CR_YAML_RESOURCE);
		FUZZ_HOLDS(cr_is(again, CR_LIST) && again->count == 1 && same_value(again->items[0], string));
	}
	struct cr_node *keyed = cr_node_map(c, CR_NO_MARK);
	cr_map_append(c, keyed, key, string, CR_NO_MARK);
	keyed->pairs[0].key_tag = CR_TAG_STR;
	if (fuzz_yaml(c, keyed, &out)) {
		FUZZ_HOLDS(same_value(value_in(fuzz_read(c, out, CR_YAML_RESOURCE), key), string));
	}
	if (fuzz_json(c, keyed, &out)) {
		struct cr_source source = { .text = out, .file = 1, .line = 1 };
		FUZZ_HOLDS(same_value(value_in(cr_json_read(c, &source), key), string));
	}
}

/* text as a document: if it is a plain value, so is what is printed of it. */
static void
check_plain(struct cr_ctx *c, struct cr_str text)
{
	struct cr_str once, twice;
	const struct cr_node *n = fuzz_read(c, text, CR_YAML_RESOURCE);
	if (!cr_is(n, CR_SCALAR) || !fuzz_yaml(c, n, &once) || !fuzz_is_exact(cr_text(n))) {
		return;
	}
	const struct cr_node *again = fuzz_read(c, once, CR_YAML_RESOURCE);
	if (cr_node_is_null(n)) {
		FUZZ_HOLDS(again == NULL);
		return;
	}
	FUZZ_HOLDS(again != NULL && (n->written == CR_FOLDED || cr_node_equal(c, n, again)));
	FUZZ_HOLDS(fuzz_yaml(c, again, &twice));
	FUZZ_SAME_TEXT(once, twice);
}

static void
check_number(const char *text, size_t len, double want)
{
	char *end;
	FUZZ_HOLDS(strlen(text) == len);
	double got = strtod(text, &end);
	FUZZ_HOLDS(*end == '\0' && (got == want || (isnan(got) && isnan(want))));
}

static void
check_double(double d)
{
	char json[40], yaml[40], single[40], go[40], plain[CR_DOUBLE_PLAIN];
	if (isnan(d) || isinf(d)) {
		return;
	}
	check_number(json, (json[cr_double_json(d, json)] = '\0', strlen(json)), d);
	check_number(yaml, (yaml[cr_double_yaml(d, yaml)] = '\0', strlen(yaml)), d);
	check_number(go, (go[cr_double_go(d, go)] = '\0', strlen(go)), d);
	check_number(plain, (plain[cr_double_plain(d, plain)] = '\0', strlen(plain)), d);
	single[cr_float_yaml(d, single)] = '\0';
	FUZZ_HOLDS((float)strtod(single, NULL) == (float)d);
}

static void
check_timestamp(struct cr_str text)
{
	char once[64], twice[64];
	if (cr_timestamp_text(text, once)) {
		FUZZ_HOLDS(cr_plain_value(cr_str_z(once)).type == CR_T_TIMESTAMP);
		FUZZ_HOLDS(cr_timestamp_text(cr_str_z(once), twice) && strcmp(once, twice) == 0);
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	struct cr_str text = *(const struct cr_str *)arg;
	double d;
	if (cr_utf8_valid(text) && fuzz_is_exact(text)) {
		check_string(c, fuzz_alone(c, text));
		check_timestamp(text);
		if (cr_plain_value(text).type == CR_T_FLOAT) {
			check_double(cr_plain_value(text).f);
		}
	}
	check_plain(c, text);
	if (text.len == sizeof d) {
		memcpy(&d, text.ptr, sizeof d);
		check_double(d);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cr_str text = { .ptr = (const char *)data, .len = size };
	fuzz_in_context(run, &text);
	return 0;
}
