/* The keys and values of ConfigMaps and Secrets, as the API server reads them: maps of texts, in some fields base64. */
#include "base/digest.h"
#include "check/look.h"
#include "check/passes.h"

/* validation.IsConfigMapKey of the API server: [-._a-zA-Z0-9]+, at most 253 bytes, neither "." nor "..", and nothing that begins with "..".
 */
#define KEY_MOST ((size_t)253)

/* One of the fields data, binaryData, stringData. */
struct field {
	const struct cr_resource *of;
	cr_key name;
	bool encoded;
};

/* NULL: nothing is. */
static const char *
wrong_with_key(struct cr_str key)
{
	if (key.len == 0) {
		return "is empty";
	}
	if (key.len > KEY_MOST) {
		return "is longer than 253 bytes";
	}
	for (size_t i = 0; i < key.len; i++) {
		if (!cr_is_key_letter(key.ptr[i])) {
			return "has a character that is no letter, digit, \"-\", \"_\" or \".\"";
		}
	}
	if (cr_str_eq(key, CR_STR("."))) {
		return "is \".\"";
	}
	return cr_str_starts(key, CR_STR("..")) ? "begins with \"..\"" : NULL;
}

static void
look_at_key(struct cr_check *k, const struct field *f, const struct cr_pair *p)
{
	struct cr_str key = cr_key_str(k->c, p->key);
	const char *wrong = wrong_with_key(key);
	if (wrong != NULL) {
		cr_find(k, CR_RULE_INVALID_KEY, f->of, p->mark, "the key \"%S\" in %S of %S %s", cr_shown_key(k, f->of, p->key),
			cr_key_str(k->c, f->name), cr_object_name(k, f->of), wrong);
	}
}

/* The server would refuse it even so: data and binaryData of a ConfigMap may not share a key. */
static void
look_for_twins(struct cr_check *k, const struct cr_resource *r)
{
	const struct cr_node *data = cr_map_get(r->root, CR_KEY_data);
	const struct cr_node *binary = cr_map_get(r->root, CR_KEY_binaryData);
	for (size_t i = 0; cr_is(binary, CR_MAP) && i < binary->count; i++) {
		const struct cr_pair *twin = cr_map_pair(data, binary->pairs[i].key);
		if (twin != NULL) {
			cr_find(k, CR_RULE_INVALID_KEY, r, binary->pairs[i].mark, "the key \"%S\" of %S is in data and in binaryData",
				cr_key_str(k->c, twin->key), cr_object_name(k, r));
			cr_find_fix(k, "keep one of them");
			cr_find_second(k, twin->mark, "the other one");
		}
	}
}

static bool
is_base64(struct cr_ctx *c, struct cr_str text)
{
	struct cr_str bytes;
	struct cr_arena_mark mark = cr_arena_mark(c->arena);
	bool valid = cr_base64_decode(c, text, &bytes);
	cr_arena_rewind(c->arena, mark);
	return valid;
}

/* Only "-" and "_" stand in the way, or only the padding: then the value was encoded, by other rules. */
static const char *
near_miss(struct cr_str text)
{
	size_t digits = 0, url = 0;
	for (size_t i = 0; i < text.len; i++) {
		char ch = text.ptr[i];
		bool is_url = ch == '-' || ch == '_';
		url += is_url;
		if (!is_url && !cr_is_key_letter(ch) && ch != '+' && ch != '/' && ch != '=' && ch != '\n') {
			return NULL;
		}
		digits += ch != '=' && ch != '\n';
	}
	if (digits < 24) {
		return NULL;
	}
	return url > 0 ? "encode it with the standard alphabet, \"+\" and \"/\" instead of \"-\" and \"_\""
		       : "complete it: its end is missing";
}

static void
find_not_base64(struct cr_check *k, const struct field *f, const struct cr_pair *p)
{
	bool secret = f->name == CR_KEY_data;
	cr_find(k, CR_RULE_INVALID_BASE64, f->of, p->value->mark, "\"%S\" in %S of %S is not base64", cr_shown_key(k, f->of, p->key),
		cr_key_str(k->c, f->name), cr_object_name(k, f->of));
	const char *other = near_miss(cr_text(p->value));
	if (other != NULL) {
		cr_find_fix(k, "%s; or move the plain text to %s", other, secret ? "stringData" : "data");
	} else if (!secret) {
		cr_find_fix(k, "move the key to data, which takes plain text, or encode the value (base64 -w0)");
	}
}

/* For a text the server needs no more than that. */
static void
look_at_text(struct cr_check *k, const struct field *f, const struct cr_pair *p)
{
	struct cr_str text = cr_text(p->value);
	if (f->encoded && !is_base64(k->c, text) && !cr_is_templated(text)) {
		find_not_base64(k, f, p);
	}
}

static void
find_not_string(struct cr_check *k, const struct field *f, const struct cr_pair *p, const char *word)
{
	bool null = p->value->kind == CR_SCALAR && cr_scalar_is_null(p->value);
	cr_find(k, null ? CR_RULE_DATA_NULL : CR_RULE_DATA_NOT_STRING, f->of, null ? p->mark : p->value->mark, "\"%S\" in %S of %S is %s",
		cr_shown_key(k, f->of, p->key), cr_key_str(k->c, f->name), cr_object_name(k, f->of), word);
	if (p->value->kind != CR_SCALAR) {
		cr_find_fix(k, "make it one text: write \"|\" behind the key, and the lines below it");
	}
}

static void
look_at_field(struct cr_check *k, const struct field *f)
{
	const struct cr_node *map = cr_map_get(f->of->root, f->name);
	if (map == NULL || cr_node_is_null(map)) {
		return;
	}
	if (map->kind != CR_MAP) {
		cr_find(k, CR_RULE_DATA_NOT_STRING, f->of, map->mark, "%S of %S is %s", cr_key_str(k->c, f->name), cr_object_name(k, f->of),
			cr_kind_word(map));
		cr_find_fix(k, "make it a map of keys and texts");
		return;
	}
	for (size_t i = 0; i < map->count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		look_at_key(k, f, p);
		const char *word = cr_not_string_word(p->value);
		if (word != NULL) {
			find_not_string(k, f, p, word);
		} else {
			look_at_text(k, f, p);
		}
	}
}

void
cr_check_data(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		if (cr_is_config_map(r)) {
			look_at_field(k, &(struct field){ .of = r, .name = CR_KEY_data });
			look_at_field(k, &(struct field){ .of = r, .name = CR_KEY_binaryData, .encoded = true });
			look_for_twins(k, r);
		} else if (cr_is_secret(r)) {
			look_at_field(k, &(struct field){ .of = r, .name = CR_KEY_data, .encoded = true });
			look_at_field(k, &(struct field){ .of = r, .name = CR_KEY_stringData });
		}
	}
}
