/* How large objects are: for the copy that kubectl apply keeps in an annotation, and for the limit on ConfigMaps and Secrets. */
#include "check/look.h"
#include "check/passes.h"
#include "yaml/scalar.h"

/* TotalAnnotationSizeLimitB and MaxSecretSize of the API server. */
#define ANNOTATIONS_MOST ((size_t)262144)
#define MAP_MOST ((size_t)1 << 20)

/* What a byte of text becomes at most in JSON: \u003c. */
#define BYTE_MOST ((size_t)6)

#define LAST_APPLIED CR_STR("kubectl.kubernetes.io/last-applied-configuration")

struct walk {
	const struct cr_node **items;
	size_t count, cap;
};

/* The bytes of a JSON string as Go writes it, < > & escaped. */
static size_t
json_string(struct cr_str s)
{
	size_t bytes = 2;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char ch = (unsigned char)s.ptr[i];
		bool short_escape = ch == '"' || ch == '\\' || ch == '\n' || ch == '\r' || ch == '\t' || ch == '\b' || ch == '\f';
		bool long_escape = ch < 0x20 || ch == '<' || ch == '>' || ch == '&';
		bytes += short_escape ? 2 : long_escape ? 6 : 1;
	}
	return bytes;
}

enum measure { AT_MOST, EXACTLY };

static size_t
text_bytes(struct cr_str s, enum measure measure)
{
	return measure == EXACTLY ? json_string(s) : s.len * BYTE_MOST + 2;
}

/* What is no text is taken as long as it was written. */
static size_t
scalar_bytes(const struct cr_node *n, enum measure measure)
{
	bool text = measure == AT_MOST || n->tag == CR_TAG_STR || cr_scalar_value(n).type == CR_T_STR;
	return text ? text_bytes(cr_text(n), measure) : n->count;
}

/* The bytes of JSON. Beyond ANNOTATIONS_MOST only that it is more. */
static size_t
json_bytes(struct cr_ctx *c, const struct cr_node *root, enum measure measure)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct walk todo = { NULL, 0, 0 };
	size_t bytes = 0;
	*cr_scratch_push(c, &todo) = root;
	while (todo.count > 0 && bytes <= ANNOTATIONS_MOST) {
		const struct cr_node *n = todo.items[--todo.count];
		if (n->kind == CR_SCALAR) {
			bytes += scalar_bytes(n, measure);
			continue;
		}
		/* Brackets, and a comma behind each but the last. */
		bytes += n->count == 0 ? 2 : n->count + 1;
		for (size_t i = 0; i < n->count; i++) {
			if (n->kind == CR_MAP) {
				bytes += text_bytes(cr_key_str(c, n->pairs[i].key), measure) + 1;
			}
			*cr_scratch_push(c, &todo) = n->kind == CR_MAP ? n->pairs[i].value : n->items[i];
		}
	}
	cr_arena_rewind(c->scratch, mark);
	return bytes;
}

/* All annotations that the server would count: those that are there, and the copy. */
static size_t
annotations(struct cr_ctx *c, const struct cr_resource *r, size_t json)
{
	const struct cr_node *map = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	size_t bytes = LAST_APPLIED.len + json + 1;
	if (map == NULL) {
		bytes += sizeof "\"annotations\":{}," - 1;
	}
	for (size_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		bytes += cr_key_str(c, map->pairs[i].key).len + map->pairs[i].value->count;
	}
	return bytes;
}

static void
look_at_json(struct cr_check *k, const struct cr_resource *r)
{
	if (annotations(k->c, r, json_bytes(k->c, r->root, AT_MOST)) <= ANNOTATIONS_MOST) {
		return;
	}
	if (annotations(k->c, r, json_bytes(k->c, r->root, EXACTLY)) > ANNOTATIONS_MOST) {
		cr_find(k, CR_RULE_SIZE_ANNOTATION, r, CR_NO_MARK, "%S is larger than 262144 bytes as JSON", cr_object_name(k, r));
	}
}

/* One key with what it counts. */
struct part {
	struct cr_str key;
	size_t bytes;
};

enum { LARGEST = 3 };

struct sum {
	size_t bytes;
	struct part largest[LARGEST]; /* the largest first */
};

static void
add(struct sum *s, struct part part)
{
	s->bytes += part.bytes;
	for (size_t i = 0; i < LARGEST; i++) {
		if (part.bytes > s->largest[i].bytes) {
			struct part smaller = s->largest[i];
			s->largest[i] = part;
			part = smaller;
		}
	}
}

static size_t
decoded_bytes(struct cr_str base64)
{
	size_t digits = 0;
	for (size_t i = 0; i < base64.len; i++) {
		char ch = base64.ptr[i];
		digits += ch != '\n' && ch != '\r' && ch != '=';
	}
	return digits / 4 * 3 + digits % 4 * 3 / 4;
}

/* unless: keys that are also there do not count. */
static void
add_field(struct cr_check *k, struct sum *s, const struct cr_resource *r, cr_key field, bool encoded, cr_key unless)
{
	const struct cr_node *map = cr_map_get(r->root, field);
	const struct cr_node *other = unless != CR_KEY_NONE ? cr_map_get(r->root, unless) : NULL;
	for (size_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		const struct cr_pair *p = &map->pairs[i];
		if (p->value->kind == CR_SCALAR && cr_map_pair(other, p->key) == NULL) {
			struct cr_str text = cr_text(p->value);
			add(s, (struct part){ .key = cr_shown_key(k, r, p->key), .bytes = encoded ? decoded_bytes(text) : text.len });
		}
	}
}

static void
find_too_large(struct cr_check *k, const struct cr_resource *r, const struct sum *s)
{
	const struct part *most = s->largest;
	cr_find(k, CR_RULE_SIZE_LIMIT, r, CR_NO_MARK, "the values of %S have %zu bytes", cr_object_name(k, r), s->bytes);
	if (most[1].bytes == 0) {
		cr_find_fix(k, "\"%S\" has all of them: keep it in a volume, an image or an object store, or compress it", most[0].key);
	} else if (most[2].bytes == 0) {
		cr_find_fix(k, "split it; its keys are \"%S\" with %zu bytes and \"%S\" with %zu", most[0].key, most[0].bytes, most[1].key,
			    most[1].bytes);
	} else {
		cr_find_fix(k, "split it; the largest keys are \"%S\" with %zu bytes, \"%S\" with %zu and \"%S\" with %zu", most[0].key,
			    most[0].bytes, most[1].key, most[1].bytes, most[2].key, most[2].bytes);
	}
}

/* True if the server would refuse it: then how it is applied does not matter. */
static bool
look_at_values(struct cr_check *k, const struct cr_resource *r)
{
	struct sum s = { .bytes = 0 };
	if (cr_is_secret(r)) {
		add_field(k, &s, r, CR_KEY_data, true, CR_KEY_stringData);
		add_field(k, &s, r, CR_KEY_stringData, false, CR_KEY_NONE);
	} else if (cr_is_config_map(r)) {
		add_field(k, &s, r, CR_KEY_data, false, CR_KEY_NONE);
		add_field(k, &s, r, CR_KEY_binaryData, true, CR_KEY_NONE);
	}
	if (s.bytes > MAP_MOST) {
		find_too_large(k, r, &s);
	}
	return s.bytes > MAP_MOST;
}

/* JSON is never eight times as long as YAML, annotations counted twice. */
static bool
may_be_large(const struct cr_check *k)
{
	return k->largest == 0 || k->largest >= ANNOTATIONS_MOST / 8 - 64;
}

void
cr_check_size(struct cr_check *k)
{
	bool large = may_be_large(k);
	for (size_t i = 0; i < k->resources->count; i++) {
		if (!look_at_values(k, k->resources->items[i]) && large) {
			look_at_json(k, k->resources->items[i]);
		}
	}
}
