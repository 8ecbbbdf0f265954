/* namePrefix and nameSuffix. Both put the id before the change on the object's list of earlier ids, which is how references to the old
 * name are found, and remember what was added, which tells two objects of one former name apart.
 * Counterpart: api/internal/builtins/PrefixTransformer.go, SuffixTransformer.go, api/filters/prefix, api/filters/suffix. */
#include "base/limits.h"
#include "transform/apply.h"
#include "transform/set.h"
#include "transform/transform.h"

struct affix {
	const struct cr_text *text;
	cr_key key;
	bool suffix;
	bool names; /* the field is the name, which is interned: the tree holds that text */
};

/* Names that must stay as they are, by what the object was at first. */
static bool
is_skipped(struct cr_gvk g)
{
	return g.kind == CR_KEY_CustomResourceDefinition || g.kind == CR_KEY_Namespace ||
	       (g.kind == CR_KEY_APIService && g.group == CR_KEY_apiregistration_k8s_io);
}

/* No name that a cluster takes is longer than this, but thousands of components may each make all names longer. */
enum { LONGEST_NAME = 253 };

static bool
count_name(struct cr_ctx *c, const struct affix *a, uint64_t length)
{
	if (length <= LONGEST_NAME) {
		return true;
	}
	if (length > cr_limit(c, CR_MAX_GENERATED_BYTES) - c->generated) {
		return cr_fail_limit(c, a->text->mark, CR_MAX_GENERATED_BYTES,
				     "with the names that %s makes the generated text is larger than",
				     a->suffix ? "nameSuffix" : "namePrefix");
	}
	c->generated += length;
	return true;
}

static struct cr_str
interned(struct cr_ctx *c, struct cr_str first, struct cr_str then)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	char *ptr = cr_scratch_alloc(c, first.len + then.len + 1);
	memcpy(ptr, first.len > 0 ? first.ptr : "", first.len);
	memcpy(ptr + first.len, then.len > 0 ? then.ptr : "", then.len);
	cr_key key = cr_key_intern(c, (struct cr_str){ .ptr = ptr, .len = first.len + then.len });
	cr_arena_rewind(c->scratch, mark);
	return cr_key_str(c, key);
}

static bool
add_affix(struct cr_ctx *c, void *user, struct cr_node **value)
{
	const struct affix *a = user;
	struct cr_str old = cr_is(*value, CR_SCALAR) ? cr_text(*value) : CR_STR("");
	struct cr_str first = a->suffix ? old : a->text->s, then = a->suffix ? a->text->s : old;
	if (!count_name(c, a, (uint64_t)first.len + then.len)) {
		return false;
	}
	struct cr_str text = a->names ? interned(c, first, then) : cr_str_cat(c, first, then);
	return cr_set_scalar(c, *value, text, CR_TAG_AUTO, a->text->mark);
}

static void
remember(struct cr_ctx *c, struct cr_resource *r, const struct affix *a)
{
	if (a->key == CR_KEY_EMPTY) {
		return;
	}
	if (a->suffix) {
		cr_resource_add_suffix(c, r, a->key);
	} else {
		cr_resource_add_prefix(c, r, a->key);
	}
	cr_resource_push_id(c, r);
}

static bool
run_resource(struct cr_ctx *c, struct affix *a, const struct cr_fieldspecs *specs, struct cr_resmap *m, struct cr_resource *r)
{
	struct cr_gvk original = cr_resource_org_id(r).gvk;
	if (is_skipped(original)) {
		return true;
	}
	cr_count_work(c, specs->count);
	const struct cr_visit visit = { .set = add_affix, .user = a, .create_kind = CR_SCALAR };
	for (size_t i = 0; i < specs->count; i++) {
		const struct cr_fieldspec *spec = &specs->items[i];
		if (!cr_gvk_selects(spec->gvk, original)) {
			continue;
		}
		a->names = cr_fieldspec_is_pair(spec, CR_KEY_metadata, CR_KEY_name);
		if (a->names) {
			remember(c, r, a);
		}
		if (!cr_set_field(c, r, spec, &visit)) {
			return false;
		}
		cr_resmap_renamed(c, m, r);
	}
	return true;
}

bool
cr_affix_apply(struct cr_ctx *c, const struct cr_text *text, bool suffix, const struct cr_fieldspecs *specs, struct cr_resmap *m)
{
	struct affix a = { .text = text, .key = cr_key_intern(c, text->s), .suffix = suffix };
	for (size_t i = 0; i < m->count; i++) {
		if (!run_resource(c, &a, specs, m, m->items[i])) {
			return false;
		}
	}
	return true;
}

static bool
prefix_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	return k->name_prefix.s.len == 0 || cr_affix_apply(c, &k->name_prefix, false, config->name_prefix, m);
}

static bool
suffix_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	return k->name_suffix.s.len == 0 || cr_affix_apply(c, &k->name_suffix, true, config->name_suffix, m);
}

const struct cr_transform cr_transform_name_prefix = { .name = "namePrefix", .run = prefix_run };
const struct cr_transform cr_transform_name_suffix = { .name = "nameSuffix", .run = suffix_run };
