/* What stands in a Secret instead of its value: a placeholder, or the ciphertext of SOPS. */
#include "base/digest.h"
#include "check/credential.h"
#include "check/look.h"
#include "check/passes.h"

/* Longer values are files: no placeholder is. */
#define PLACEHOLDER_MOST ((size_t)512)

/* The text, decoded where it is base64; what is found in it does not outlive the caller's mark on the arena. */
static struct cr_str
plain(struct cr_ctx *c, struct cr_str text, bool encoded)
{
	struct cr_str bytes;
	return encoded && cr_base64_decode(c, text, &bytes) ? bytes : text;
}

static bool
is_placeholder(struct cr_ctx *c, struct cr_str text, bool encoded)
{
	if (text.len == 0 || text.len > PLACEHOLDER_MOST) {
		return false;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->arena);
	struct cr_str s = plain(c, text, encoded);
	bool found = cr_is_placeholder(s) && !cr_is_templated(s);
	cr_arena_rewind(c->arena, mark);
	return found;
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
look_for_placeholders(struct cr_check *k, const struct cr_resource *r, cr_key field)
{
	const struct cr_node *map = cr_map_get(r->root, field);
	for (size_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		if (p->value->kind == CR_SCALAR && is_placeholder(k->c, cr_text(p->value), field == CR_KEY_data)) {
			cr_find(k, CR_RULE_PLACEHOLDER_IN_SECRET, r, p->value->mark, "the value of \"%S\" in %S only stands for one",
				cr_shown_key(k, r, p->key), cr_object_name(k, r));
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

void
cr_check_secrets(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		bool encrypted = look_for_ciphertext(k, r);
		/* The plugin for Argo CD replaces each <key> of an object that says where its values are. */
		bool filled = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations, CR_KEY_avp_kubernetes_io_path) != NULL;
		if (!encrypted && !filled && cr_is_secret(r)) {
			look_for_placeholders(k, r, CR_KEY_data);
			look_for_placeholders(k, r, CR_KEY_stringData);
		}
	}
}
