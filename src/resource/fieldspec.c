/* Walks a tree along a field spec's path: a plain step through maps, element by element through lists. Lists in lists may be nested as
 * deep as the input likes, so the lists on the way are kept on a stack of our own.
 * Counterpart: api/filters/fieldspec. */
#include "resource/fieldspec.h"

#include "base/limits.h"
#include "yaml/shared.h"

static size_t
count_steps(struct cr_str path)
{
	size_t count = 1;
	for (size_t i = 0; i < path.len; i++) {
		count += path.ptr[i] == '/' && (i == 0 || path.ptr[i - 1] != '\\');
	}
	return count;
}

/* The text of one step with "\/" made "/". */
static struct cr_str
unescape(struct cr_ctx *c, struct cr_str s)
{
	char *out = cr_alloc(c, s.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '\\' && i + 1 < s.len && s.ptr[i + 1] == '/') {
			continue;
		}
		out[len++] = s.ptr[i];
	}
	return (struct cr_str){ out, len };
}

/* What the reference's look-up of a field takes for the place of an element, which no map has. */
static bool
names_element(struct cr_str s)
{
	enum { DIGITS_MAX = 18 };
	if (cr_str_eq(s, CR_STR("-")) || cr_str_eq(s, CR_STR("*")) || (cr_str_starts(s, CR_STR("[")) && cr_str_ends(s, CR_STR("]")))) {
		return true;
	}
	size_t first = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+') ? 1 : 0;
	for (size_t i = first; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9') {
			return false;
		}
	}
	return s.len > first && s.len <= DIGITS_MAX;
}

/* White space around a name does not count, and a name that is nothing else is no step. False: then. */
static bool
parse_step(struct cr_ctx *c, struct cr_str text, struct cr_fieldspec *spec, struct cr_step *out)
{
	struct cr_str name = unescape(c, text);
	out->seq = cr_str_ends(name, CR_STR("[]"));
	if (out->seq) {
		name.len -= 2;
	}
	struct cr_str trimmed = cr_str_trim(name);
	spec->strange |= name.len == 0 || names_element(trimmed);
	out->key = cr_key_intern(c, trimmed);
	return name.len == 0 || trimmed.len > 0;
}

bool
cr_fieldspec_parse_path(struct cr_ctx *c, struct cr_str path, cr_mark mark, struct cr_fieldspec *out)
{
	struct cr_str rest = path;
	bool odd = false;
	/* A slash in front is no step of its own. */
	if (path.len > 0 && path.ptr[0] == '/') {
		rest = cr_str_sub(path, 1, path.len);
		odd = true;
	}
	size_t count = count_steps(rest);
	if (count > cr_limit(c, CR_MAX_NESTING)) {
		return cr_fail_limit(c, mark, CR_MAX_NESTING, "field path goes deeper than");
	}
	struct cr_step *steps = cr_new_n(c, struct cr_step, count);
	size_t start = 0;
	uint32_t n = 0;
	for (size_t i = 0; i <= rest.len; i++) {
		if (i == rest.len || (rest.ptr[i] == '/' && (i == 0 || rest.ptr[i - 1] != '\\'))) {
			n += parse_step(c, cr_str_sub(rest, start, i), out, &steps[n]);
			start = i + 1;
		}
	}
	out->path = steps;
	out->path_len = n;
	for (size_t i = 0; i < rest.len && !odd; i++) {
		odd = (unsigned char)rest.ptr[i] <= ' ' || (unsigned char)rest.ptr[i] >= 0x80;
	}
	out->odd = odd ? cr_str_dup(c, path) : CR_STR("");
	return true;
}

bool
cr_fieldspec_same_path(const struct cr_fieldspec *a, const struct cr_fieldspec *b)
{
	if (a->path_len != b->path_len || !cr_str_eq(a->odd, b->odd)) {
		return false;
	}
	for (uint32_t i = 0; i < a->path_len; i++) {
		if (a->path[i].key != b->path[i].key || a->path[i].seq != b->path[i].seq) {
			return false;
		}
	}
	return true;
}

bool
cr_fieldspec_covers(const struct cr_fieldspec *row, const struct cr_fieldspec *old)
{
	return cr_gvk_selects(row->gvk, old->gvk) && cr_fieldspec_same_path(row, old);
}

bool
cr_fieldspec_is_pair(const struct cr_fieldspec *spec, cr_key first, cr_key second)
{
	return spec->path_len == 2 && spec->path[0].key == first && spec->path[1].key == second && !spec->path[0].seq &&
	       !spec->path[1].seq && spec->odd.len == 0;
}

bool
cr_fieldspec_may_rename(const struct cr_fieldspec *spec)
{
	if (spec->path_len == 0 || spec->path[0].key != CR_KEY_metadata) {
		return spec->path_len == 0 || spec->path[0].key == CR_KEY_kind || spec->path[0].key == CR_KEY_apiVersion;
	}
	return spec->path_len == 1 || spec->path[1].key == CR_KEY_name || spec->path[1].key == CR_KEY_namespace;
}

struct cr_str
cr_fieldspec_text(struct cr_ctx *c, const struct cr_fieldspec *spec)
{
	struct cr_str text = spec->odd;
	for (uint32_t i = 0; spec->odd.len == 0 && i < spec->path_len && text.len < 200; i++) {
		struct cr_str key = cr_key_str(c, spec->path[i].key);
		text = cr_str_fmt(c, "%.*s%s%.*s%s", CR_PRI(text), i > 0 ? "/" : "", CR_PRI(key), spec->path[i].seq ? "[]" : "");
	}
	return text;
}

/* A list on the way: elements from next on are still to be visited, with the path from step on. */
struct level {
	struct cr_node *list;
	uint32_t step;
	uint32_t next;
};

struct walk {
	struct cr_ctx *c;
	const struct cr_fieldspec *spec;
	const struct cr_visit *visit;
	struct level *items; /* innermost last */
	size_t count, cap;
	struct cr_shared shared; /* values that stand in several places: what was made of those that are not private */
};

static void
push(struct walk *w, struct cr_node *list, uint32_t step)
{
	*cr_scratch_push(w->c, w) = (struct level){ .list = list, .step = step };
}

static bool
dead_end(struct walk *w, const struct cr_node *at)
{
	return cr_fail(w->c, at->mark, CR_E_TRANSFORM, "considering field \"%S\": expected sequence or mapping node",
		       cr_fieldspec_text(w->c, w->spec));
}

/* The child of map at key, made private. A value that stands in several places is made private once, for all of them. */
static struct cr_node *
own_child(struct walk *w, struct cr_node *map, cr_key key, const struct cr_node *old)
{
	if (!(old->flags & CR_NODE_SHARED)) {
		return cr_map_edit(w->c, map, key);
	}
	struct cr_node *own = cr_shared_get(&w->shared, old);
	if (own != NULL) {
		cr_map_set(w->c, map, key, own, own->mark);
		return own;
	}
	own = cr_map_edit(w->c, map, key);
	if (own != old) {
		cr_shared_add(w->c, &w->shared, old, own);
	}
	return own;
}

/* The text of a null that was there stays, as a string without quotes. */
static struct cr_node *
created_scalar(struct cr_ctx *c, const struct cr_node *null, cr_mark mark)
{
	if (null == NULL) {
		return cr_node_scalar(c, CR_STR(""), CR_TAG_NULL, mark);
	}
	struct cr_node *made = cr_node_str(c, cr_text(null), mark);
	made->flags = CR_NODE_BARE;
	return made;
}

/* The child of map at a step, made private, or made if the spec says so; NULL if the walk ends here. */
static struct cr_node *
child(struct walk *w, struct cr_node *map, uint32_t step)
{
	const struct cr_step *s = &w->spec->path[step];
	struct cr_node *old = cr_map_get(map, s->key);
	bool last = step + 1 == w->spec->path_len;
	if (old != NULL && !cr_node_is_null(old)) {
		return last && w->visit->as_is ? old : own_child(w, map, s->key, old);
	}
	if (old != NULL && s->seq) {
		struct cr_node *list = cr_node_list(w->c, old->mark);
		cr_map_set(w->c, map, s->key, list, old->mark);
		return list;
	}
	if (!w->spec->create || s->seq) {
		/* A null at the very end is a value to write over. */
		return old != NULL && last && w->visit->create_kind == CR_SCALAR ? cr_map_edit(w->c, map, s->key) : NULL;
	}
	cr_mark mark = old != NULL ? old->mark : map->mark;
	cr_count_nodes(w->c, 1);
	struct cr_node *made = last && w->visit->create_kind == CR_SCALAR ? created_scalar(w->c, old, mark) : cr_node_map(w->c, mark);
	made->flags |= map->flags & CR_NODE_FLOW;
	cr_map_set(w->c, map, s->key, made, mark);
	return made;
}

static bool
set_value(struct walk *w, struct cr_node *map, cr_key key, struct cr_node *value)
{
	struct cr_node *before = value;
	if (!w->visit->set(w->c, w->visit->user, &value)) {
		return false;
	}
	if (value != before) {
		cr_map_set(w->c, map, key, value, before->mark);
	}
	return true;
}

/* A step that no map can have is found out where a map is met, and not before. */
bool
cr_fieldspec_check_step(struct cr_ctx *c, const struct cr_fieldspec *spec, uint32_t step, const struct cr_node *map)
{
	struct cr_str name = cr_key_str(c, spec->path[step].key);
	if (name.len == 0) {
		return cr_fail(c, spec->mark, CR_E_TRANSFORM, "considering field \"%S\": cannot set or create an empty field name",
			       cr_fieldspec_text(c, spec));
	}
	return !names_element(name) ||
	       cr_fail(c, map->mark, CR_E_TRANSFORM, "considering field \"%S\": \"%S\" stands for an element of a list, and here is a map",
		       cr_fieldspec_text(c, spec), name);
}

/* Follows the path from a (private) map until its end, a list, or nothing. */
static bool
enter(struct walk *w, struct cr_node *map, uint32_t step)
{
	for (;; step++) {
		cr_key key = w->spec->path[step].key;
		if (w->spec->strange && !cr_fieldspec_check_step(w->c, w->spec, step, map)) {
			return false;
		}
		struct cr_node *next = child(w, map, step);
		if (next == NULL) {
			return true;
		}
		if (step + 1 == w->spec->path_len) {
			return set_value(w, map, key, next);
		}
		if (next->kind == CR_LIST) {
			push(w, next, step + 1);
			return true;
		}
		if (next->kind != CR_MAP) {
			return dead_end(w, next);
		}
		map = next;
	}
}

/* Visits the next element of the innermost list. */
static bool
advance(struct walk *w)
{
	struct level *top = &w->items[w->count - 1];
	if (top->next == top->list->count) {
		w->count--;
		return true;
	}
	uint32_t step = top->step;
	struct cr_node *element = cr_list_get(top->list, top->next);
	if (!cr_node_is_null(element)) {
		element = cr_list_edit(w->c, top->list, top->next);
	}
	top->next++;
	if (cr_node_is_null(element)) {
		return true;
	}
	if (element->kind == CR_LIST) {
		push(w, element, step);
		return true;
	}
	return element->kind == CR_MAP ? enter(w, element, step) : dead_end(w, element);
}

bool
cr_fieldspec_visit(struct cr_ctx *c, struct cr_node *root, const struct cr_fieldspec *spec, const struct cr_visit *visit)
{
	struct walk w = { .c = c, .spec = spec, .visit = visit };
	if (spec->path_len == 0) {
		return cr_fail(c, spec->mark, CR_E_TRANSFORM, "field path is empty");
	}
	if (root->kind != CR_MAP) {
		return dead_end(&w, root);
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	bool ok = enter(&w, root, 0);
	while (ok && w.count > 0) {
		ok = advance(&w);
	}
	if (ok) {
		cr_shared_replace(c, root, &w.shared);
	}
	cr_arena_rewind(c->scratch, mark);
	return ok;
}

/* As enter, read-only. 1: reached, or an error that a visit has to report; 0: not; otherwise *list is to be searched from *step on. */
static int
probe(const struct cr_node *map, const struct cr_fieldspec *spec, uint32_t *step, const struct cr_node **list)
{
	for (;; ++*step) {
		const struct cr_node *next = cr_map_get(map, spec->path[*step].key);
		if (next == NULL) {
			return 0;
		}
		if (*step + 1 == spec->path_len) {
			return 1;
		}
		if (cr_node_is_null(next)) {
			return spec->path[*step].seq;
		}
		if (next->kind == CR_SCALAR) {
			return 1;
		}
		if (next->kind == CR_LIST) {
			++*step;
			*list = next;
			return -1;
		}
		map = next;
	}
}

enum { PROBE_LEVELS = 32 };

bool
cr_fieldspec_reaches(const struct cr_node *root, const struct cr_fieldspec *spec)
{
	struct {
		const struct cr_node *list;
		uint32_t step, next;
	} stack[PROBE_LEVELS];
	size_t count = 0;
	const struct cr_node *at = root;
	uint32_t step = 0;
	if (spec->path_len == 0 || spec->strange || !cr_is(root, CR_MAP)) {
		return true;
	}
	for (;;) {
		int found = 0;
		if (at != NULL && at->kind == CR_MAP) {
			found = probe(at, spec, &step, &at);
		} else if (at != NULL) {
			found = at->kind == CR_LIST ? -1 : !cr_node_is_null(at);
		}
		/* More lists on the way than the stack holds: let the visit find out. */
		if (found == 1 || (found == -1 && count == PROBE_LEVELS)) {
			return true;
		}
		if (found == -1) {
			stack[count].list = at;
			stack[count].step = step;
			stack[count++].next = 0;
		}
		while (count > 0 && stack[count - 1].next == stack[count - 1].list->count) {
			count--;
		}
		if (count == 0) {
			return false;
		}
		step = stack[count - 1].step;
		at = stack[count - 1].list->items[stack[count - 1].next++];
	}
}
