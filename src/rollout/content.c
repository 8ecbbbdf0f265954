/* What a checksum is made of: the byte 1; for Secrets the namespace and the name, each after its length; then for each key in the order of
 * bytes its length, the key, the length of its value and the decoded value. Lengths are 64 bits, the lowest byte first. */
#include "rollout/content.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/hasher.h"
#include "yaml/emit.h"

/* Of a Secret's digest: enough to see each change. */
enum { SECRET_DIGITS = 16 };

struct content {
	struct cr_ctx *c;
	const struct cr_view *view;
	struct cr_map *noted;
};

static void
put_text(struct cr_hasher *h, struct cr_str text)
{
	unsigned char length[8];
	for (unsigned i = 0; i < sizeof length; i++) {
		length[i] = (unsigned char)((uint64_t)text.len >> (8 * i));
	}
	cr_hasher_put(h, length, sizeof length);
	cr_hasher_put(h, text.ptr, text.len);
}

/* A value that is no text is refused by the API. Until then, its JSON stands for it. */
static void
put_json(struct cr_hasher *h, struct cr_ctx *c, const struct cr_node *value)
{
	struct cr_buf text = { .ctx = c };
	struct cr_defer defer;
	cr_buf_defer(&text, &defer);
	if (cr_emit_json(c, &text, value)) {
		put_text(h, (struct cr_str){ .ptr = text.ptr, .len = text.len });
	}
	cr_ctx_done(c, &defer);
}

/* Once a value, however many read it. */
static void
note_text(const struct content *content, const struct cr_made_key *key)
{
	struct cr_ctx *c = content->c;
	const struct cr_made_map *map = content->view->map;
	struct cr_made_key *noted = &map->keys[key - map->keys];
	struct cr_map_iter it;
	if (cr_map_first(content->noted, (uintptr_t)noted, &it) == NULL) {
		cr_map_add(c, content->noted, (uintptr_t)noted, noted);
		cr_warn(c, key->value->mark, CR_W_CHECKSUM_TEXT, "key \"%S\" of %S is no base64: its checksum covers the text as it stands",
			cr_key_str(c, key->name), cr_resid_short(c, map->maker->id));
	}
}

/* What cannot be decoded may be a placeholder that somebody fills in later: until then the text itself counts. */
static void
put_decoded(struct cr_hasher *h, const struct content *content, const struct cr_made_key *key)
{
	struct cr_ctx *c = content->c;
	struct cr_arena_mark mark = cr_arena_mark(c->arena);
	struct cr_str text = cr_text(key->value), bytes;
	bool good = cr_base64_decode(c, text, &bytes);
	put_text(h, good ? bytes : text);
	cr_arena_rewind(c->arena, mark);
	if (!good) {
		note_text(content, key);
	}
}

static bool
is_encoded(const struct cr_made_map *map, const struct cr_made_key *key)
{
	return key->field == CR_MADE_BINARY || (key->field == CR_MADE_DATA && map->kind == CR_MAP_SECRET);
}

static void
put_key(struct cr_hasher *h, const struct content *content, const struct cr_made_key *key)
{
	struct cr_ctx *c = content->c;
	put_text(h, cr_key_str(c, key->name));
	if (cr_node_is_null(key->value)) {
		put_text(h, CR_STR(""));
	} else if (!cr_is(key->value, CR_SCALAR)) {
		put_json(h, c, key->value);
	} else {
		cr_count_work(c, (uint64_t)key->value->count + 1); /* workloads times bytes */
		if (is_encoded(content->view->map, key)) {
			put_decoded(h, content, key);
		} else {
			put_text(h, cr_text(key->value));
		}
	}
}

static void
feed(struct cr_hasher *h, void *arg)
{
	const struct content *content = arg;
	const struct cr_view *view = content->view;
	cr_hasher_put(h, "\1", 1);
	if (view->map->kind == CR_MAP_SECRET) {
		put_text(h, cr_key_str(content->c, view->map->maker->id.ns)); /* as it stands: where the output goes is not known */
		put_text(h, view->name);
	}
	for (size_t i = 0; view->all && i < view->map->key_count; i++) {
		put_key(h, content, &view->map->keys[i]);
	}
	for (size_t i = 0; !view->all && i < view->count; i++) {
		const struct cr_made_key *key = cr_made_map_key(content->c, view->map, view->keys[i]);
		if (key != NULL) {
			put_key(h, content, key);
		}
	}
}

struct cr_str
cr_view_checksum(struct cr_ctx *c, const struct cr_view *view, struct cr_str key, struct cr_map *noted)
{
	struct content content = { c, view, noted };
	char digits[65];
	if (view->map->kind == CR_MAP_CONFIG) {
		cr_hash_xxh3(feed, &content, digits);
		return cr_str_dup(c, cr_str_z(digits));
	}
	cr_hash_sha256(key, feed, &content, digits);
	return cr_str_dup(c, (struct cr_str){ .ptr = digits, .len = SECRET_DIGITS });
}
