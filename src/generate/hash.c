/* The suffix that a change of content gives to an object's name: SHA-256 over a JSON text of the fields that count, its first ten digits
 * spelt without vowels. Runs once, at the root, when all else is done to the object.
 * Counterpart: api/hasher. Known difference: for a kind other than ConfigMap and Secret the reference hashes its parser's tree, comments,
 * quotes and line numbers included; here that is refused. */
#include "base/buf.h"
#include "base/digest.h"
#include "generate/generate.h"
#include "yaml/emit.h"

static void
put_lit(struct cr_buf *out, const char *text)
{
	cr_buf_put(out, text, strlen(text));
}

/* A field of the object as the reference's hasher sees it: absent is empty text, a scalar is its bare text, a list is lost. */
static bool
put_field(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *field)
{
	if (cr_is(field, CR_LIST)) {
		put_lit(out, "null");
		return true;
	}
	if (cr_is(field, CR_MAP)) {
		return cr_emit_json(c, out, field);
	}
	struct cr_node text = { .kind = CR_SCALAR, .tag = CR_TAG_STR, .text = "" };
	if (field) {
		text.text = field->text;
		text.count = field->count;
	}
	return cr_emit_json(c, out, &text);
}

static bool
counts(const struct cr_node *optional)
{
	return cr_is(optional, CR_MAP) || cr_is(optional, CR_LIST);
}

static bool
put_config_map(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root)
{
	const struct cr_node *binary = cr_map_get(root, CR_KEY_binaryData);
	put_lit(out, "{");
	if (counts(binary)) {
		put_lit(out, "\"binaryData\":");
		if (!put_field(c, out, binary)) {
			return false;
		}
		put_lit(out, ",");
	}
	put_lit(out, "\"data\":");
	if (!put_field(c, out, cr_map_get(root, CR_KEY_data))) {
		return false;
	}
	/* The name is always empty: the reference looks for a field that is called "metadata/name". */
	put_lit(out, ",\"kind\":\"ConfigMap\",\"name\":\"\"}");
	return true;
}

static bool
put_secret(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root)
{
	const struct cr_node *strings = cr_map_get(root, CR_KEY_stringData);
	put_lit(out, "{\"data\":");
	if (!put_field(c, out, cr_map_get(root, CR_KEY_data))) {
		return false;
	}
	put_lit(out, ",\"kind\":\"Secret\",\"name\":\"\"");
	if (counts(strings)) {
		put_lit(out, ",\"stringData\":");
		if (!put_field(c, out, strings)) {
			return false;
		}
	}
	put_lit(out, ",\"type\":");
	if (!put_field(c, out, cr_map_get(root, CR_KEY_type))) {
		return false;
	}
	put_lit(out, "}");
	return true;
}

static bool
put_object(struct cr_ctx *c, struct cr_buf *out, const struct cr_resource *r)
{
	if (r->id.gvk.kind == CR_KEY_ConfigMap) {
		return put_config_map(c, out, r->root);
	}
	if (r->id.gvk.kind == CR_KEY_Secret) {
		return put_secret(c, out, r->root);
	}
	return cr_fail(c, r->mark, CR_E_UNSUPPORTED, "a name suffix for a %S: only ConfigMaps and Secrets get one",
		       cr_key_str(c, r->id.gvk.kind));
}

static char
suffix_digit(char hex)
{
	switch (hex) {
	case '0':
		return 'g';
	case '1':
		return 'h';
	case '3':
		return 'k';
	case 'a':
		return 'm';
	case 'e':
		return 't';
	default:
		return hex;
	}
}

bool
cr_hash_suffix(struct cr_ctx *c, const struct cr_resource *r, char out[11])
{
	struct cr_buf text = { .ctx = c };
	struct cr_defer defer;
	cr_buf_defer(&text, &defer);
	bool ok = put_object(c, &text, r);
	if (ok) {
		char hex[65];
		cr_sha256_hex(text.ptr, text.len, hex);
		for (size_t i = 0; i < 10; i++) {
			out[i] = suffix_digit(hex[i]);
		}
		out[10] = '\0';
	}
	cr_ctx_done(c, &defer);
	return ok;
}

bool
cr_hash_apply(struct cr_ctx *c, struct cr_resmap *m)
{
	char suffix[11];
	for (size_t i = 0; i < m->count; i++) {
		struct cr_resource *r = m->items[i];
		if (!r->needs_hash) {
			continue;
		}
		if (!cr_hash_suffix(c, r, suffix)) {
			return false;
		}
		struct cr_str name = cr_key_str(c, r->id.name);
		cr_resource_push_id(c, r);
		cr_resource_set_name(c, r, cr_str_fmt(c, "%.*s-%s", CR_PRI(name), suffix));
		r->hashed = true;
		cr_resmap_renamed(c, m, r);
	}
	return true;
}
