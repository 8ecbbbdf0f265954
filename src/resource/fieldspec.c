/* Walks a tree along a field spec's path: a plain step through maps, element by element through lists. Lists in lists may be nested as
 * deep as the input likes, so the lists on the way are kept on a stack of our own.
 * Counterpart: api/filters/fieldspec. */
#include "resource/fieldspec.h"

#include "base/limits.h"

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

static struct cr_step
parse_step(struct cr_ctx *c, struct cr_str s)
{
	bool seq = cr_str_ends(s, CR_STR("[]"));
	if (seq) {
		s.len -= 2;
	}
	return (struct cr_step){ .key = cr_key_intern(c, unescape(c, s)), .seq = seq };
}

bool
cr_fieldspec_parse_path(struct cr_ctx *c, struct cr_str path, cr_mark mark, struct cr_fieldspec *out)
{
	/* A slash in front is no step of its own. */
	if (path.len > 0 && path.ptr[0] == '/') {
		path = cr_str_sub(path, 1, path.len);
	}
	if (path.len == 0) {
		return cr_fail(c, mark, CR_E_VALUE, "field path is empty");
	}
	size_t count = count_steps(path);
	if (count > CR_LIMIT_NESTING) {
		return cr_fail(c, mark, CR_E_LIMIT, "field path has more than %u steps", CR_LIMIT_NESTING);
	}
	struct cr_step *steps = cr_new_n(c, struct cr_step, count);
	size_t start = 0;
	for (size_t i = 0, n = 0; i <= path.len; i++) {
		if (i == path.len || (path.ptr[i] == '/' && (i == 0 || path.ptr[i - 1] != '\\'))) {
			steps[n++] = parse_step(c, cr_str_sub(path, start, i));
			start = i + 1;
		}
	}
	out->path = steps;
	out->path_len = (uint32_t)count;
	return true;
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
};

static void
push(struct walk *w, struct cr_node *list, uint32_t step)
{
	*cr_scratch_push(w->c, w) = (struct level){ .list = list, .step = step };
}

static struct cr_str
path_text(struct cr_ctx *c, const struct cr_fieldspec *spec)
{
	struct cr_str text = { "", 0 };
	for (uint32_t i = 0; i < spec->path_len && text.len < 200; i++) {
		struct cr_str key = cr_key_str(c, spec->path[i].key);
		text = cr_str_fmt(c, "%.*s%s%.*s%s", CR_PRI(text), i > 0 ? "/" : "", CR_PRI(key), spec->path[i].seq ? "[]" : "");
	}
	return text;
}

static bool
dead_end(struct walk *w, const struct cr_node *at)
{
	return cr_fail(w->c, at->mark, CR_E_TRANSFORM, "considering field \"%S\": expected sequence or mapping node",
		       path_text(w->c, w->spec));
}

/* The child of map at a step, made private, or made if the spec says so; NULL if the walk ends here. */
static struct cr_node *
child(struct walk *w, struct cr_node *map, uint32_t step)
{
	const struct cr_step *s = &w->spec->path[step];
	struct cr_node *old = cr_map_get(map, s->key);
	bool last = step + 1 == w->spec->path_len;
	if (old != NULL && !cr_node_is_null(old)) {
		return last && w->visit->as_is ? old : cr_map_edit(w->c, map, s->key);
	}
	if (!w->spec->create || s->seq) {
		/* A null at the very end is a value to write over. */
		return old != NULL && last && w->visit->create_kind == CR_SCALAR ? cr_map_edit(w->c, map, s->key) : NULL;
	}
	cr_mark mark = old != NULL ? old->mark : map->mark;
	struct cr_node *made = last && w->visit->create_kind == CR_SCALAR ? cr_node_scalar(w->c, CR_STR("null"), CR_TAG_NULL, mark)
									  : cr_node_map(w->c, mark);
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

/* Follows the path from a (private) map until its end, a list, or nothing. */
static bool
enter(struct walk *w, struct cr_node *map, uint32_t step)
{
	for (;; step++) {
		cr_key key = w->spec->path[step].key;
		if (key == CR_KEY_EMPTY) {
			return cr_fail(w->c, w->spec->mark, CR_E_TRANSFORM, "cannot set or create an empty field name");
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
			return 0;
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
	if (spec->path_len == 0 || !cr_is(root, CR_MAP)) {
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
