/* ValueAddTransformer: writes a value to a field of each selected object, or puts it into the file path that stands there. A field that is
 * not there is made, with what leads to it.
 * Counterpart: api/filters/valueadd, and kyaml's PathGetter, by which it goes. Known difference: where the reference crashes (the last
 * element of an empty list, a file path below null) nothing is changed. */
#include <assert.h>

#include "base/limits.h"
#include "resource/fieldpath.h"
#include "transform/apply.h"
#include "transform/file_path.h"
#include "transform/set.h"
#include "yaml/shared.h"

struct parts {
	struct cr_part *items;
	size_t count, cap;
};

static bool
add_part(struct cr_ctx *c, struct cr_str s, cr_mark mark, struct parts *out)
{
	struct cr_part part;
	cr_part_read(c, s, &part);
	if (part.kind == CR_PART_BAD) {
		const struct cr_path_failure failure = { .why = part.why, .part = part.text };
		return cr_fail(c, mark, CR_E_TRANSFORM, "%S", cr_path_failure_text(c, &failure));
	}
	if (part.kind != CR_PART_SKIP) {
		*cr_push(c, out) = part;
	}
	return true;
}

/* At each slash but those behind a backslash, which is left out. */
static bool
split_path(struct cr_ctx *c, const struct cr_text *path, struct parts *out)
{
	char *part = cr_alloc(c, path->s.len + 1);
	size_t len = 0;
	for (size_t i = 0; i <= path->s.len; i++) {
		if (i < path->s.len && path->s.ptr[i] != '/') {
			part[len++] = path->s.ptr[i];
		} else if (i < path->s.len && len > 0 && part[len - 1] == '\\') {
			part[len - 1] = '/';
		} else {
			if (!add_part(c, (struct cr_str){ part, len }, path->mark, out)) {
				return false;
			}
			part += len;
			len = 0;
		}
	}
	return out->count <= cr_limit(c, CR_MAX_NESTING) || cr_fail_limit(c, path->mark, CR_MAX_NESTING, "field path goes deeper than");
}

/* A slot in a (private) map or list. */
struct slot {
	struct cr_node *in;
	uint32_t at;
};

static struct cr_node **
node_at(const struct slot *s)
{
	assert(s->in != NULL);
	return s->in->kind == CR_MAP ? &s->in->pairs[s->at].value : &s->in->items[s->at];
}

static bool
wrong_kind(struct cr_ctx *c, const struct cr_node *n, const struct cr_text *path, const char *wanted)
{
	return cr_fail(c, n->mark, CR_E_TRANSFORM, "field path \"%S\" wants %s here, not %s", path->s, wanted, cr_kind_word(n));
}

/* What a step that is not there is made as, by the step after it. */
static struct cr_node *
made_for(struct cr_ctx *c, const struct cr_part *next, cr_mark mark)
{
	cr_count_nodes(c, 1);
	if (next == NULL) {
		return cr_node_scalar(c, CR_STR(""), CR_TAG_AUTO, mark);
	}
	return next->kind == CR_PART_ELEMENT || next->kind == CR_PART_INDEX ? cr_node_list(c, mark) : cr_node_map(c, mark);
}

static void
enter_field(struct cr_ctx *c, struct cr_node *map, const struct cr_part *p, const struct cr_part *next, struct slot *out)
{
	if (cr_map_pair(map, p->key) == NULL) {
		cr_map_append(c, map, p->key, made_for(c, next, map->mark), map->mark);
	}
	*out = (struct slot){ map, (uint32_t)(cr_map_pair(map, p->key) - map->pairs) };
}

static void
enter_element(struct cr_ctx *c, struct cr_node *list, const struct cr_part *p, cr_mark mark, struct slot *out)
{
	cr_count_work(c, list->count);
	size_t i = cr_part_index(list, p);
	if (i == list->count) {
		struct cr_node *text = cr_node_scalar(c, p->value, CR_TAG_AUTO, mark);
		cr_count_nodes(c, 1);
		struct cr_node *made = p->key == CR_KEY_EMPTY ? text : cr_node_map(c, mark);
		if (made != text) {
			cr_map_append(c, made, p->key, text, mark);
		}
		cr_list_append(c, list, made);
	}
	*out = (struct slot){ list, (uint32_t)i };
}

/* Goes one step on from n, private. *found is false where there is nothing to go to, which is no error. */
static bool
enter(struct cr_ctx *c, struct cr_node *n, const struct cr_part *p, const struct cr_part *next, const struct cr_text *path,
      struct slot *out, bool *found)
{
	*found = !cr_node_is_null(n);
	if (!*found) {
		return true;
	}
	if (p->kind == CR_PART_FIELD) {
		if (n->kind != CR_MAP) {
			return wrong_kind(c, n, path, "a map");
		}
		enter_field(c, n, p, next, out);
		return true;
	}
	if (n->kind != CR_LIST) {
		return wrong_kind(c, n, path, "a list");
	}
	if (p->kind == CR_PART_ELEMENT) {
		enter_element(c, n, p, path->mark, out);
		return true;
	}
	size_t place = cr_part_index(n, p);
	*found = place < n->count;
	*out = (struct slot){ n, (uint32_t)place };
	return true;
}

/* A value that stands in several places of the object changes in all of them. */
static bool
write_value(struct cr_ctx *c, struct cr_resource *r, const struct slot *s, const struct cr_value_target *t, struct cr_str value)
{
	struct cr_node **at = node_at(s);
	struct cr_node *old = *at;
	if (old->kind != CR_SCALAR && !cr_node_is_null(old)) {
		return wrong_kind(c, old, &t->path, "a single value");
	}
	struct cr_str text = t->position > 0 ? cr_file_path_insert(c, cr_text(old), (uint64_t)t->position, value) : value;
	*at = cr_node_own(c, old);
	if (!cr_set_scalar(c, *at, text, CR_TAG_AUTO, t->path.mark)) {
		return false;
	}
	if ((old->flags & CR_NODE_SHARED) && *at != old) {
		struct cr_shared shared = { 0 };
		cr_shared_add(c, &shared, old, *at);
		cr_shared_replace(c, r->root, &shared);
	}
	return true;
}

static bool
add_to_resource(struct cr_ctx *c, struct cr_resource *r, const struct parts *parts, const struct cr_value_target *t, struct cr_str value)
{
	if (parts->count > 1) {
		cr_set_show_notes(c, r, parts->items[0].key, parts->items[1].key);
	}
	struct cr_node *n = cr_resource_edit(c, r);
	struct slot slot = { 0 };
	cr_count_work(c, parts->count);
	for (size_t i = 0; i < parts->count; i++) {
		const struct cr_part *next = i + 1 < parts->count ? &parts->items[i + 1] : NULL;
		bool found;
		if (!enter(c, n, &parts->items[i], next, &t->path, &slot, &found)) {
			return false;
		}
		if (!found) {
			return true;
		}
		if (next != NULL) {
			struct cr_node **at = node_at(&slot);
			*at = cr_node_own(c, *at);
			n = *at;
		}
	}
	return parts->count > 0 ? write_value(c, r, &slot, t, value) : wrong_kind(c, n, &t->path, "a single value");
}

static bool
find_targets(struct cr_ctx *c, const struct cr_value_target *t, struct cr_resmap *m, struct cr_matches *out)
{
	if (!t->has_selector) {
		*out = (struct cr_matches){ .items = m->items, .count = m->count };
		return true;
	}
	struct cr_selector *selector = cr_selector_new(c, &t->selector);
	return selector != NULL && cr_selector_select(c, selector, m, out);
}

bool
cr_value_apply(struct cr_ctx *c, struct cr_str value, const struct cr_value_target *target, struct cr_resmap *m)
{
	static const struct cr_fieldspecs none = { 0 };
	const struct cr_namespace_rule rule = { .ns = { .s = value, .mark = target->path.mark } };
	bool moves = cr_str_eq(target->path.s, CR_STR("metadata/namespace"));
	struct cr_matches found = { 0 };
	struct parts parts = { 0 };
	if (!find_targets(c, target, m, &found) || (found.count > 0 && !moves && !split_path(c, &target->path, &parts))) {
		return false;
	}
	for (size_t i = 0; i < found.count; i++) {
		struct cr_resource *r = found.items[i];
		if (!(moves ? cr_namespace_move(c, &rule, &none, r) : add_to_resource(c, r, &parts, target, value))) {
			return false;
		}
		cr_resmap_renamed(c, m, r);
	}
	return true;
}
