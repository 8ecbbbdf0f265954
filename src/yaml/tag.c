/* Tags: what a scalar's text has to be, and what the older dialect makes of text without a tag. A tag that nobody knows makes a string, as
 * in the reference. */
#include <inttypes.h>

#include "base/digest.h"
#include "yaml/build.h"
#include "yaml/scalar.h"

enum known { OTHER, STR, INT, FLOAT, BOOL, NULL_TAG, TIMESTAMP, BINARY, MERGE };

/* The newer dialect also knows a tag by its short name, which text can only give as !<!!int>. */
static enum known
known_tag(const char *tag, enum cr_dialect dialect)
{
	static const char *const names[] = {
		[STR] = "str",       [INT] = "int",     [FLOAT] = "float", [BOOL] = "bool", [NULL_TAG] = "null", [TIMESTAMP] = "timestamp",
		[BINARY] = "binary", [MERGE] = "merge",
	};
	static const char prefix[] = "tag:yaml.org,2002:";
	if (strncmp(tag, prefix, sizeof prefix - 1) == 0) {
		tag += sizeof prefix - 1;
	} else if (dialect == CR_YAML_RESOURCE && strncmp(tag, "!!", 2) == 0) {
		tag += 2;
	} else {
		return OTHER;
	}
	for (size_t i = STR; i <= MERGE; i++) {
		if (strcmp(tag, names[i]) == 0) {
			return (enum known)i;
		}
	}
	return OTHER;
}

static enum cr_type
type_of(const struct cr_builder *b, struct cr_str text)
{
	return (b->dialect == CR_YAML_RESOURCE ? cr_plain_value(text) : cr_plain_value_11(text)).type;
}

/* Bytes that are no UTF-8 become U+FFFD each, as in Go's JSON. */
static struct cr_str
mended_utf8(struct cr_ctx *c, struct cr_str in)
{
	if (cr_utf8_valid(in)) {
		return in;
	}
	char *out = cr_alloc(c, 3 * in.len);
	size_t len = 0;
	const char *end = in.ptr + in.len;
	for (const char *p = in.ptr; p < end;) {
		uint32_t cp = cr_utf8_next(&p, end);
		len += cr_utf8_put(cp == UINT32_MAX ? 0xfffd : cp, out + len);
	}
	return (struct cr_str){ out, len };
}

static bool
decode_binary(struct cr_builder *b, const struct cr_scalar_event *e, struct cr_str *text)
{
	struct cr_str bytes;
	if (!cr_base64_decode(b->ctx, *text, &bytes)) {
		return cr_fail(b->ctx, e->mark, CR_E_VALUE, "the value tagged !!binary is not base64");
	}
	*text = mended_utf8(b->ctx, bytes);
	return true;
}

static bool
matches(enum known tag, enum cr_type type)
{
	switch (tag) {
	case INT:
		return type == CR_T_INT || type == CR_T_UINT;
	case FLOAT:
		return type == CR_T_FLOAT || type == CR_T_INT;
	case BOOL:
		return type == CR_T_BOOL;
	case NULL_TAG:
		return type == CR_T_NULL;
	default:
		return true;
	}
}

static enum cr_tag
tag_of_known(enum known known)
{
	static const uint8_t tags[] = {
		[OTHER] = CR_TAG_STR,           [STR] = CR_TAG_STR,    [INT] = CR_TAG_INT,
		[FLOAT] = CR_TAG_FLOAT,         [BOOL] = CR_TAG_BOOL,  [NULL_TAG] = CR_TAG_NULL,
		[TIMESTAMP] = CR_TAG_TIMESTAMP, [BINARY] = CR_TAG_STR, [MERGE] = CR_TAG_STR,
	};
	return (enum cr_tag)tags[known];
}

/* Only a few tags ask something of the text. */
static bool
fits(struct cr_builder *b, enum known known, struct cr_str text)
{
	char printed[64];
	if (known == TIMESTAMP) {
		return cr_timestamp_text(text, printed);
	}
	return known < INT || known > NULL_TAG || matches(known, type_of(b, text));
}

static bool
explicit_tag(struct cr_builder *b, const struct cr_scalar_event *e, enum cr_tag *tag, struct cr_str *text)
{
	enum known known = known_tag(e->tag, b->dialect);
	*tag = tag_of_known(known);
	if (known == BINARY) {
		return decode_binary(b, e, text);
	}
	if (known == MERGE && cr_str_eq(*text, CR_STR("<<"))) {
		*tag = CR_TAG_AUTO;
	}
	if (known == TIMESTAMP && b->dialect != CR_YAML_RESOURCE) {
		*tag = CR_TAG_STR;
	}
	return fits(b, known, *text) || cr_fail(b->ctx, e->mark, CR_E_VALUE, "the value does not fit its tag \"%S\"", cr_str_z(e->tag));
}

bool
cr_build_tag(struct cr_builder *b, const struct cr_scalar_event *e, enum cr_tag *tag, struct cr_str *text)
{
	bool bare = e->tag != NULL && strcmp(e->tag, "!") == 0;
	if (e->tag != NULL && !bare) {
		return explicit_tag(b, e, tag, text);
	}
	if (e->written != 0) {
		*tag = CR_TAG_STR;
	} else if (b->dialect == CR_YAML_RESOURCE) {
		*tag = CR_TAG_AUTO;
	} else {
		*tag = bare ? CR_TAG_STR : cr_type_tag(type_of(b, *text));
	}
	return true;
}

/* The older dialect turns keys into text. */
static bool
old_key(struct cr_builder *b, struct cr_pair *pair, struct cr_str text, enum cr_tag tag)
{
	struct cr_value v = cr_plain_value_11(text);
	if (tag == CR_TAG_NULL || (tag == CR_TAG_INT && v.type == CR_T_UINT)) {
		return cr_fail(b->ctx, pair->mark, CR_E_VALUE, "map key \"%S\" is not a string", text);
	}
	if (tag == CR_TAG_BOOL) {
		text = v.b ? CR_STR("true") : CR_STR("false");
	} else if (tag == CR_TAG_INT) {
		text = cr_str_fmt(b->ctx, "%" PRId64, v.i);
	}
	pair->key = cr_key_intern(b->ctx, text);
	pair->key_tag = CR_TAG_STR;
	return true;
}

/* A key that is left out is the empty text to the reference, not null. */
bool
cr_build_key(struct cr_builder *b, struct cr_pair *pair, struct cr_str text, enum cr_tag tag, bool quoted)
{
	pair->key_quoted = quoted;
	if (text.len == 2 && text.ptr[0] == '<' && text.ptr[1] == '<') {
		bool merge = !quoted && (tag == CR_TAG_AUTO || b->dialect != CR_YAML_RESOURCE);
		pair->unused = merge ? CR_PAIR_MERGE : b->dialect == CR_YAML_RESOURCE ? CR_PAIR_QUOTED_MERGE : 0;
	} else if (b->dialect != CR_YAML_RESOURCE) {
		return old_key(b, pair, text, tag);
	}
	if (tag == CR_TAG_AUTO) {
		tag = text.len == 0 ? CR_TAG_STR : cr_type_tag(cr_plain_value(text).type);
	}
	pair->key = cr_key_intern(b->ctx, text);
	pair->key_tag = (uint8_t)tag;
	return true;
}
