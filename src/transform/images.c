/* images: new names, tags and digests for container images.
 * Counterpart: api/filters/imagetag, which walks every object twice for every entry: once for "image" in whatever list is called containers
 * or initContainers, once along the configured fields. An image that both reach is changed twice, which tagSuffix shows. Here each object
 * is walked once. The walk knows how often the reference would come to an image, applies the entries to its text that often, and makes the
 * path to it private only if the text has changed. The nodes on the way are kept on a stack: nesting may be deep. */
#include "transform/apply.h"
#include "transform/image_rule.h"
#include "transform/set.h"
#include "transform/transform.h"

/* A configured field on the way to which the walk is. */
struct active {
	const struct cr_fieldspec *spec;
	uint32_t step; /* the next one */
};

enum list_kind { PLAIN, CONTAINERS, CONTAINER };

struct level {
	struct cr_node *node;
	uint32_t next; /* child to visit */
	bool own;
	uint8_t kind;      /* CONTAINERS: a list of that name; CONTAINER: a map in it */
	size_t first, end; /* its active fields; an element has those of its list */
};

struct walk {
	struct cr_ctx *c;
	struct cr_resource *r;
	struct cr_image_rule *rules;
	size_t rule_count;
	struct {
		struct level *items;
		size_t count, cap;
	} levels;
	struct {
		struct active *items;
		size_t count, cap;
	} active;
};

static struct cr_node **
child_slot(struct cr_node *n, uint32_t i)
{
	return n->kind == CR_MAP ? &n->pairs[i].value : &n->items[i];
}

static bool
wrong_kind(struct walk *w, const struct cr_node *at, const char *what)
{
	return cr_fail(w->c, at->mark, CR_E_TRANSFORM, "%s", what);
}

/* A configured field goes on below a single value. */
static bool
dead_end(struct walk *w, const struct cr_node *at)
{
	return wrong_kind(w, at, "a map or a list is wanted here, to look for images in");
}

/* The node on top, with all that lead to it private. */
static struct cr_node *
own_top(struct walk *w)
{
	struct level *levels = w->levels.items;
	size_t i = w->levels.count - 1;
	while (i > 0 && !levels[i].own) {
		i--;
	}
	if (!levels[i].own) {
		levels[i].node = cr_resource_edit(w->c, w->r);
		levels[i].own = true;
	}
	for (; i + 1 < w->levels.count; i++) {
		struct cr_node **slot = child_slot(levels[i].node, levels[i].next - 1);
		*slot = cr_node_own(w->c, *slot);
		levels[i + 1].node = *slot;
		levels[i + 1].own = true;
	}
	return levels[i].node;
}

/* An image to which the reference would come visits times for each entry. */
static bool
renew_image(struct walk *w, const struct cr_node *image, size_t visits)
{
	struct cr_str text = cr_text(image);
	cr_mark mark = image->mark;
	cr_count_work(w->c, (uint64_t)w->rule_count * visits);
	for (size_t i = 0; i < w->rule_count; i++) {
		bool matched = true;
		for (size_t n = 0; n < visits && matched; n++) {
			if (!cr_image_rule_apply(w->c, &w->rules[i], &text, &matched)) {
				return false;
			}
			mark = matched ? w->rules[i].entry->mark : mark;
		}
	}
	if (cr_str_eq(text, cr_text(image))) {
		return true;
	}
	struct cr_node *top = own_top(w);
	struct cr_node **slot = child_slot(top, w->levels.items[w->levels.count - 1].next - 1);
	*slot = cr_node_own(w->c, *slot);
	return cr_set_scalar(w->c, *slot, text, CR_TAG_AUTO, mark);
}

/* False after cr_fail: a field goes on with a step that no map can have. */
static bool
push_level(struct walk *w, struct cr_node *node, enum list_kind kind, size_t first)
{
	for (size_t i = first; node->kind == CR_MAP && i < w->active.count; i++) {
		const struct active *a = &w->active.items[i];
		if (a->spec->strange && !cr_fieldspec_check_step(w->c, a->spec, a->step, node)) {
			return false;
		}
	}
	*cr_scratch_push(w->c, &w->levels) = (struct level){ .node = node, .kind = (uint8_t)kind, .first = first, .end = w->active.count };
	return true;
}

/* Follows the fields that are active in the map on top to its child at key; returns how many end there. *seq: one calls it a list. */
static size_t
follow(struct walk *w, const struct level *top, cr_key key, bool *seq)
{
	size_t ends = 0;
	cr_count_work(w->c, top->end - top->first);
	for (size_t i = top->first; i < top->end; i++) {
		struct active a = w->active.items[i];
		if (a.spec->path[a.step].key != key) {
			continue;
		}
		*seq |= a.spec->path[a.step].seq;
		if (a.step + 1 == a.spec->path_len) {
			ends++;
		} else {
			*cr_scratch_push(w->c, &w->active) = (struct active){ .spec = a.spec, .step = a.step + 1 };
		}
	}
	return ends;
}

/* In the place of a null that a field calls a list. */
static struct cr_node *
make_list(struct walk *w, cr_mark mark)
{
	struct cr_node *top = own_top(w);
	struct cr_node **slot = child_slot(top, w->levels.items[w->levels.count - 1].next - 1);
	*slot = cr_node_list(w->c, mark);
	return *slot;
}

static bool
visit_field(struct walk *w, const struct level top, const struct cr_pair *pair)
{
	struct cr_node *value = pair->value;
	bool seq = false;
	size_t visits = follow(w, &top, pair->key, &seq);
	bool null = cr_node_is_null(value);
	if (null && seq) {
		value = make_list(w, value->mark);
	}
	if (top.kind == CONTAINER && pair->key == CR_KEY_image && !null) {
		visits++;
	}
	if (visits > 0 && value->kind != CR_SCALAR) {
		return wrong_kind(w, value, "an image must be a single value");
	}
	if (value->kind != CR_SCALAR) {
		bool containers = value->kind == CR_LIST && (pair->key == CR_KEY_containers || pair->key == CR_KEY_initContainers);
		return push_level(w, value, containers ? CONTAINERS : PLAIN, top.end);
	}
	if (w->active.count > top.end && !null) {
		return dead_end(w, value);
	}
	w->active.count = top.end;
	return visits == 0 || renew_image(w, value, visits);
}

static bool
visit_element(struct walk *w, const struct level top, struct cr_node *element)
{
	if (cr_node_is_null(element)) {
		return true;
	}
	if (top.kind == CONTAINERS && element->kind != CR_MAP) {
		return wrong_kind(w, element, "a container must be a map");
	}
	if (element->kind != CR_SCALAR) {
		return push_level(w, element, top.kind == CONTAINERS ? CONTAINER : PLAIN, top.first);
	}
	return top.first == top.end || dead_end(w, element);
}

static bool
walk_step(struct walk *w)
{
	struct level *top = &w->levels.items[w->levels.count - 1];
	if (top->next == top->node->count) {
		w->levels.count--;
		w->active.count = w->levels.count > 0 ? w->levels.items[w->levels.count - 1].end : 0;
		return true;
	}
	uint32_t i = top->next++;
	return top->node->kind == CR_MAP ? visit_field(w, *top, &top->node->pairs[i]) : visit_element(w, *top, top->node->items[i]);
}

static bool
walk_resource(struct walk *w, const struct cr_fieldspecs *specs, struct cr_resource *r)
{
	w->r = r;
	w->levels.count = w->active.count = 0;
	for (size_t i = 0; i < specs->count; i++) {
		if (specs->items[i].path_len > 0 && cr_gvk_selects(specs->items[i].gvk, r->id.gvk)) {
			*cr_scratch_push(w->c, &w->active) = (struct active){ .spec = &specs->items[i] };
		}
	}
	if (!push_level(w, r->root, PLAIN, 0)) {
		return false;
	}
	while (w->levels.count > 0) {
		if (!walk_step(w)) {
			return false;
		}
	}
	return true;
}

static void
warn_unused(struct cr_ctx *c, const struct cr_image_rule *rule)
{
	struct cr_str name = rule->entry->name.s;
	if (rule->invalid) {
		cr_warn(c, rule->entry->mark, CR_W_IMAGE_NO_MATCH, "image name \"%S\" is no regular expression and matches nothing", name);
	} else if (!rule->used) {
		cr_warn(c, rule->entry->mark, CR_W_IMAGE_NO_MATCH, "no image matches \"%S\"", name);
	}
}

static bool
may_rename(const struct cr_fieldspecs *specs)
{
	for (size_t i = 0; i < specs->count; i++) {
		if (cr_fieldspec_may_rename(&specs->items[i])) {
			return true;
		}
	}
	return false;
}

static bool
run_rules(struct walk *w, const struct cr_image *images, const struct cr_fieldspecs *specs, struct cr_resmap *m)
{
	for (size_t i = 0; i < w->rule_count; i++) {
		if (!cr_image_rule_init(w->c, &w->rules[i], &images[i])) {
			return false;
		}
	}
	bool renames = may_rename(specs);
	for (size_t i = 0; i < m->count; i++) {
		struct cr_resource *r = m->items[i];
		if (r->id.gvk.kind != CR_KEY_CustomResourceDefinition && !walk_resource(w, specs, r)) {
			return false;
		}
		if (renames) {
			cr_resmap_renamed(w->c, m, r);
		}
	}
	for (size_t i = 0; i < w->rule_count; i++) {
		warn_unused(w->c, &w->rules[i]);
	}
	return true;
}

bool
cr_images_apply(struct cr_ctx *c, const struct cr_image *images, size_t count, const struct cr_fieldspecs *specs, struct cr_resmap *m)
{
	if (count == 0) {
		return true;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct walk w = { .c = c, .rule_count = count };
	w.rules = cr_scratch_zero(c, w.rule_count, sizeof *w.rules);
	bool ok = run_rules(&w, images, specs, m);
	cr_arena_rewind(c->scratch, mark);
	return ok;
}

static bool
images_run(struct cr_ctx *c, const struct cr_kust *k, const struct cr_config *config, struct cr_resmap *m)
{
	return cr_images_apply(c, k->images.items, k->images.count, config->images, m);
}

const struct cr_transform cr_transform_images = { .name = "images", .run = images_run };
