/* One item of configMapGenerator or secretGenerator -> a ConfigMap or a Secret.
 * Counterpart: api/internal/generators. Data keys are kept in the order of reading: output and hash sort them anyway. */
#include "base/digest.h"
#include "generate/generate.h"
#include "generate/kv.h"

struct object {
	const struct cr_generator_args *args;
	struct cr_node *data;
	struct cr_node *binary_data;
};

/* Counts the bytes before they are made. */
static bool
count_bytes(struct cr_ctx *c, const struct object *o, size_t len)
{
	uint64_t most = cr_limit(c, CR_MAX_GENERATED_BYTES);
	if (len > most || c->generated > most - len) {
		return cr_fail_limit(c, o->args->mark, CR_MAX_GENERATED_BYTES,
				     "with the data of ConfigMaps and Secrets the generated text is larger than");
	}
	c->generated += len;
	return true;
}

static bool
repeated(struct cr_ctx *c, const struct object *o, struct cr_str key, cr_mark mark, const struct cr_pair *before)
{
	cr_fail(c, mark, CR_E_GENERATOR, "%s \"%S\" has the key \"%S\" twice", cr_kv_word(o->args), o->args->name.s, key);
	cr_second(c, before->mark, "first given here");
	return false;
}

/* Printed plain, as keys are, it could not be read back. */
static bool
is_merge_key(struct cr_ctx *c, const struct object *o, struct cr_str key, cr_mark mark)
{
	if (!cr_str_eq(key, CR_STR("<<"))) {
		return false;
	}
	cr_fail(c, mark, CR_E_GENERATOR, "%s \"%S\" has the key \"<<\", which YAML takes for a merge key", cr_kv_word(o->args),
		o->args->name.s);
	return true;
}

static bool
put_pair(struct cr_ctx *c, void *user, struct cr_str key, struct cr_str value, cr_mark mark)
{
	struct object *o = user;
	if (is_merge_key(c, o, key, mark)) {
		return false;
	}
	cr_key id = cr_key_intern(c, key);
	const struct cr_pair *before = cr_map_pair(o->data, id);
	before = before ? before : cr_map_pair(o->binary_data, id);
	if (before) {
		return repeated(c, o, key, mark, before);
	}
	bool encode = o->args->secret || !cr_utf8_valid(value);
	size_t len = encode ? (value.len / 3 + (value.len % 3 != 0)) * 4 : value.len;
	if (!count_bytes(c, o, len)) {
		return false;
	}
	struct cr_str text = encode ? cr_base64_lines(c, value) : value;
	struct cr_node *map = encode && !o->args->secret ? o->binary_data : o->data;
	cr_map_append(c, map, id, cr_node_str(c, text, mark), mark);
	return true;
}

static void
append_str(struct cr_ctx *c, struct cr_node *map, cr_key key, struct cr_str text, cr_mark mark)
{
	cr_map_append(c, map, key, cr_node_str(c, text, mark), mark);
}

static void
append_entries(struct cr_ctx *c, struct cr_node *map, cr_key key, const struct cr_entries *entries, cr_mark mark)
{
	if (entries->count == 0) {
		return;
	}
	struct cr_node *child = cr_node_map(c, mark);
	for (size_t i = 0; i < entries->count; i++) {
		const struct cr_entry *e = &entries->items[i];
		struct cr_node *value = cr_node_str(c, e->value, e->mark);
		/* The reference writes them in quotes, and a patch that writes over them keeps those (case generator-labels-keep-quotes).
		 */
		value->flags |= CR_NODE_QUOTED;
		cr_map_append(c, child, e->key, value, e->mark);
	}
	cr_map_append(c, map, key, child, mark);
}

static struct cr_node *
metadata(struct cr_ctx *c, const struct cr_generator_args *args)
{
	struct cr_node *map = cr_node_map(c, args->mark);
	append_str(c, map, CR_KEY_name, args->name.s, args->name.mark);
	if (args->ns.s.len > 0) {
		append_str(c, map, CR_KEY_namespace, args->ns.s, args->ns.mark);
	}
	append_entries(c, map, CR_KEY_labels, &args->options.labels, args->mark);
	append_entries(c, map, CR_KEY_annotations, &args->options.annotations, args->mark);
	return map;
}

static struct cr_node *
tree(struct cr_ctx *c, const struct object *o)
{
	const struct cr_generator_args *args = o->args;
	struct cr_node *root = cr_node_map(c, args->mark);
	append_str(c, root, CR_KEY_apiVersion, CR_STR("v1"), args->mark);
	append_str(c, root, CR_KEY_kind, args->secret ? CR_STR("Secret") : CR_STR("ConfigMap"), args->mark);
	cr_map_append(c, root, CR_KEY_metadata, metadata(c, args), args->mark);
	if (args->secret) {
		bool given = args->type.s.len > 0;
		append_str(c, root, CR_KEY_type, given ? args->type.s : CR_STR("Opaque"), given ? args->type.mark : args->mark);
	}
	if (args->secret || o->data->count > 0) {
		cr_map_append(c, root, CR_KEY_data, o->data, args->mark);
	}
	if (o->binary_data->count > 0) {
		cr_map_append(c, root, CR_KEY_binaryData, o->binary_data, args->mark);
	}
	if (args->options.immutable) {
		cr_map_append(c, root, CR_KEY_immutable, cr_node_scalar(c, CR_STR("true"), CR_TAG_BOOL, args->mark), args->mark);
	}
	return root;
}

static enum cr_behavior
behavior(struct cr_ctx *c, const struct cr_text *word)
{
	if (cr_str_eq(word->s, CR_STR("merge"))) {
		return CR_BEHAVIOR_MERGE;
	}
	if (cr_str_eq(word->s, CR_STR("replace"))) {
		return CR_BEHAVIOR_REPLACE;
	}
	if (cr_str_eq(word->s, CR_STR("create"))) {
		return CR_BEHAVIOR_CREATE;
	}
	if (word->s.len > 0) {
		cr_warn(c, word->mark, CR_W_UNKNOWN_BEHAVIOR, "behavior \"%S\" is none of create, merge and replace and counts as create",
			word->s);
	}
	return CR_BEHAVIOR_NONE;
}

struct cr_resource *
cr_generate(struct cr_ctx *c, struct cr_str dir, const struct cr_generator_args *args)
{
	if (args->name.s.len == 0) {
		cr_fail(c, args->mark, CR_E_GENERATOR, "a generated %s must have a name", cr_kv_word(args));
		return NULL;
	}
	struct object o = { .args = args, .data = cr_node_map(c, args->mark), .binary_data = cr_node_map(c, args->mark) };
	const struct cr_kv_sink sink = { .put = put_pair, .user = &o };
	if (!cr_kv_read(c, dir, args, &sink)) {
		return NULL;
	}
	struct cr_resource *r = cr_resource_from_node(c, tree(c, &o));
	if (r) {
		r->mark = args->mark;
		r->generated = true;
		r->behavior = (uint8_t)behavior(c, &args->behavior);
		r->needs_hash = r->needs_hash || !args->options.disable_name_suffix_hash;
	}
	return r;
}
