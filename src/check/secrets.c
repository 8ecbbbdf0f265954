/* What stands in a Secret instead of its value, a placeholder or the ciphertext of SOPS, and what is wrong with the value. */
#include "base/digest.h"
#include "check/credential.h"
#include "check/look.h"
#include "check/passes.h"

/* Longer values are files. */
#define VALUE_MOST ((size_t)512)

/* The text, decoded where it is base64; what is found in it does not outlive the caller's mark on the arena. */
static struct cr_str
plain(struct cr_ctx *c, struct cr_str text, bool encoded)
{
	struct cr_str bytes;
	return encoded && cr_base64_decode(c, text, &bytes) ? bytes : text;
}

/* A line feed at the end of the only line. */
static bool
is_line(struct cr_str s)
{
	return s.len > 1 && cr_str_find(s, '\n', 0) == s.len - 1;
}

static void
look_at_value(struct cr_check *k, const struct cr_resource *r, const struct cr_pair *p, bool encoded)
{
	struct cr_str text = cr_text(p->value);
	if (text.len == 0 || text.len > VALUE_MOST) {
		return;
	}
	struct cr_arena_mark mark = cr_arena_mark(k->c->arena);
	struct cr_str s = plain(k->c, text, encoded);
	bool stands_for = cr_is_placeholder(s) && !cr_is_templated(s);
	struct cr_str key = cr_key_str(k->c, p->key);
	bool line = is_line(s) && cr_names_credential(key) && cr_str_find(key, '.', 0) == SIZE_MAX;
	cr_arena_rewind(k->c->arena, mark);
	if (stands_for) {
		cr_find(k, CR_RULE_PLACEHOLDER_IN_SECRET, r, p->value->mark, "the value of \"%S\" in %S only stands for one",
			cr_shown_key(k, r, p->key), cr_object_name(k, r));
	} else if (line) {
		cr_find(k, CR_RULE_TRAILING_NEWLINE, r, p->value->mark, "the value of \"%S\" in %S ends in a line feed",
			cr_shown_key(k, r, p->key), cr_object_name(k, r));
	}
}

static bool
is_ciphertext(struct cr_ctx *c, struct cr_str text, bool encoded)
{
	struct cr_arena_mark mark = cr_arena_mark(c->arena);
	bool found = cr_text_has(plain(c, text, encoded), CR_STR("ENC[AES256_GCM,"));
	cr_arena_rewind(c->arena, mark);
	return found;
}

static void
look_at_values(struct cr_check *k, const struct cr_resource *r, cr_key field)
{
	const struct cr_node *map = cr_map_get(r->root, field);
	for (size_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		if (map->pairs[i].value->kind == CR_SCALAR) {
			look_at_value(k, r, &map->pairs[i], field == CR_KEY_data);
		}
	}
}

/* Which pair of the field is ciphertext; NULL: none. */
static const struct cr_pair *
encrypted_in(struct cr_check *k, const struct cr_resource *r, cr_key field, bool encoded)
{
	const struct cr_node *map = cr_map_get(r->root, field);
	for (size_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		if (p->value->kind == CR_SCALAR && is_ciphertext(k->c, cr_text(p->value), encoded)) {
			return p;
		}
	}
	return NULL;
}

/* True if the object is still encrypted. */
static bool
look_for_ciphertext(struct cr_check *k, const struct cr_resource *r)
{
	const struct cr_node *sops = cr_map_get(r->root, CR_KEY_sops);
	if (cr_map_get(sops, CR_KEY_mac) != NULL) {
		cr_find(k, CR_RULE_SOPS_CIPHERTEXT, r, sops->mark, "%S is encrypted by SOPS", cr_object_name(k, r));
		return true;
	}
	bool secret = cr_is_secret(r);
	if (!secret && !cr_is_config_map(r)) {
		return false;
	}
	const struct cr_pair *found = encrypted_in(k, r, CR_KEY_data, secret);
	found = found != NULL || !secret ? found : encrypted_in(k, r, CR_KEY_stringData, false);
	if (found != NULL) {
		cr_find(k, CR_RULE_SOPS_CIPHERTEXT, r, found->value->mark, "\"%S\" of %S is encrypted by SOPS",
			cr_shown_key(k, r, found->key), cr_object_name(k, r));
	}
	return found != NULL;
}

/* What the API server asks of a type: each of the keys, or one of them. */
struct type {
	const char *name, *keys[2];
	bool one_will_do;
};

static const struct type types[] = {
	{ .name = "kubernetes.io/tls", .keys = { "tls.crt", "tls.key" } },
	{ .name = "kubernetes.io/dockerconfigjson", .keys = { ".dockerconfigjson" } },
	{ .name = "kubernetes.io/dockercfg", .keys = { ".dockercfg" } },
	{ .name = "kubernetes.io/ssh-auth", .keys = { "ssh-privatekey" } },
	{ .name = "kubernetes.io/basic-auth", .keys = { "username", "password" }, .one_will_do = true },
};

static bool
has_key(struct cr_check *k, const struct cr_resource *r, const char *name)
{
	cr_key key = cr_key_find(k->c, cr_str_z(name));
	return key != CR_KEY_NONE && (cr_map_pair(cr_map_get(r->root, CR_KEY_data), key) != NULL ||
				      cr_map_pair(cr_map_get(r->root, CR_KEY_stringData), key) != NULL);
}

static void
find_wrong_type(struct cr_check *k, const struct cr_resource *r, const struct type *t, const char *missing)
{
	cr_find(k, CR_RULE_SECRET_TYPE, r, cr_map_get(r->root, CR_KEY_type)->mark, "%S is of type %s and has no key \"%s\"%s%s%s",
		cr_object_name(k, r), t->name, missing, t->one_will_do ? " and no key \"" : "", t->one_will_do ? t->keys[1] : "",
		t->one_will_do ? "\"" : "");
}

static void
look_at_type(struct cr_check *k, const struct cr_resource *r)
{
	struct cr_str type = cr_map_text(r->root, CR_KEY_type);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		const struct type *t = &types[i];
		if (!cr_str_eq(type, cr_str_z(t->name))) {
			continue;
		}
		bool first = has_key(k, r, t->keys[0]);
		bool second = t->keys[1] == NULL || has_key(k, r, t->keys[1]);
		if (t->one_will_do ? !first && !second : !first || !second) {
			find_wrong_type(k, r, t, t->keys[first]);
		}
	}
}

void
cr_check_secrets(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		bool encrypted = look_for_ciphertext(k, r);
		if (cr_is_secret(r)) {
			look_at_type(k, r);
		}
		/* The plugin for Argo CD replaces each <key> of an object that says where its values are. */
		bool filled = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations, CR_KEY_avp_kubernetes_io_path) != NULL;
		if (!encrypted && !filled && cr_is_secret(r)) {
			look_at_values(k, r, CR_KEY_data);
			look_at_values(k, r, CR_KEY_stringData);
		}
	}
}
