/* ValueAddTransformer: writes a value to a field of each selected object, or puts it into the file path that stands there. A field that is
 * not there is made, with what leads to it.
 * Counterpart: api/filters/valueadd, and kyaml's PathGetter, by which it goes. Known difference: where the reference crashes (the last
 * element of an empty list, a file path below null) nothing is changed. */
#include "base/limits.h"
#include "transform/apply.h"
#include "transform/set.h"
#include "yaml/shared.h"

/* One step of a path: a field, an element by its place, or an element by one of its fields (name empty: by its own text). */
enum part_kind { FIELD, PLACE, LAST, ELEMENT };

struct part {
	enum part_kind kind;
	cr_key name;
	struct cr_str text; /* of ELEMENT */
	uint64_t place;
};

struct parts {
	struct part *items;
	size_t count, cap;
};

/* As Go reads a number: a sign and digits. */
static bool
read_place(struct cr_str s, bool *negative, uint64_t *place)
{
	size_t i = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
	*negative = i > 0 && s.ptr[0] == '-';
	*place = 0;
	if (i == s.len) {
		return false;
	}
	for (; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9' || *place > (uint64_t)INT64_MAX / 10 - 1) {
			return false;
		}
		*place = *place * 10 + (uint64_t)(s.ptr[i] - '0');
	}
	return true;
}

static bool
add_part(struct cr_ctx *c, struct cr_str s, cr_mark mark, struct parts *out)
{
	struct part p = { .kind = FIELD };
	bool negative;
	s = cr_str_trim(s);
	if (s.len == 0) {
		return true;
	}
	if (read_place(s, &negative, &p.place)) {
		if (negative && p.place > 0) {
			return cr_fail(c, mark, CR_E_TRANSFORM, "array index %S cannot be negative", s);
		}
		p.kind = PLACE;
	} else if (cr_str_eq(s, CR_STR("-"))) {
		p.kind = LAST;
	} else if (cr_str_eq(s, CR_STR("*"))) {
		return cr_fail(c, mark, CR_E_TRANSFORM, "a wildcard \"*\" is not supported in this field path");
	} else if (s.ptr[0] == '[' && s.ptr[s.len - 1] == ']') {
		size_t equals = cr_str_find(s, '=', 0);
		if (equals == SIZE_MAX) {
			return cr_fail(c, mark, CR_E_TRANSFORM,
				       "list path element must contain fieldName=fieldValue for element to match: \"%S\"", s);
		}
		p.kind = ELEMENT;
		p.name = cr_key_intern(c, cr_str_sub(s, 1, equals));
		p.text = cr_str_sub(s, equals + 1, s.len - 1);
	} else {
		p.name = cr_key_intern(c, s);
	}
	*cr_push(c, out) = p;
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
	return out->count <= CR_LIMIT_NESTING || cr_fail(c, path->mark, CR_E_LIMIT, "field path has more than %u steps", CR_LIMIT_NESTING);
}

/* A slot in a (private) map or list. */
struct slot {
	struct cr_node *in;
	uint32_t at;
};

static struct cr_node **
node_at(const struct slot *s)
{
	return s->in->kind == CR_MAP ? &s->in->pairs[s->at].value : &s->in->items[s->at];
}

static const char *
kind_word(const struct cr_node *n)
{
	return n->kind == CR_MAP ? "a map" : n->kind == CR_LIST ? "a list" : "a single value";
}

static bool
wrong_kind(struct cr_ctx *c, const struct cr_node *n, const struct cr_text *path, const char *wanted)
{
	return cr_fail(c, n->mark, CR_E_TRANSFORM, "field path \"%S\" wants %s here, not %s", path->s, wanted, kind_word(n));
}

/* What a step that is not there is made as, by the step after it. */
static struct cr_node *
made_for(struct cr_ctx *c, const struct part *next, cr_mark mark)
{
	if (next == NULL) {
		return cr_node_scalar(c, CR_STR(""), CR_TAG_AUTO, mark);
	}
	return next->kind == ELEMENT || next->kind == PLACE ? cr_node_list(c, mark) : cr_node_map(c, mark);
}

static void
enter_field(struct cr_ctx *c, struct cr_node *map, const struct part *p, const struct part *next, struct slot *out)
{
	if (cr_map_pair(map, p->name) == NULL) {
		cr_map_append(c, map, p->name, made_for(c, next, map->mark), map->mark);
	}
	*out = (struct slot){ map, (uint32_t)(cr_map_pair(map, p->name) - map->pairs) };
}

static bool
has_text(const struct cr_node *n, struct cr_str text)
{
	return cr_str_eq(n->kind == CR_SCALAR ? cr_text(n) : CR_STR(""), text);
}

static bool
is_element(const struct cr_node *n, const struct part *p)
{
	if (p->name == CR_KEY_EMPTY) {
		return has_text(n, p->text);
	}
	const struct cr_node *field = cr_map_get(n, p->name);
	return field != NULL && has_text(field, p->text);
}

static void
enter_element(struct cr_ctx *c, struct cr_node *list, const struct part *p, cr_mark mark, struct slot *out)
{
	cr_count_work(c, list->count);
	uint32_t i = 0;
	while (i < list->count && !is_element(list->items[i], p)) {
		i++;
	}
	if (i == list->count) {
		struct cr_node *text = cr_node_scalar(c, p->text, CR_TAG_AUTO, mark);
		struct cr_node *made = p->name == CR_KEY_EMPTY ? text : cr_node_map(c, mark);
		if (made != text) {
			cr_map_append(c, made, p->name, text, mark);
		}
		cr_list_append(c, list, made);
	}
	*out = (struct slot){ list, i };
}

/* Goes one step on from n, private. *found is false where there is nothing to go to, which is no error. */
static bool
enter(struct cr_ctx *c, struct cr_node *n, const struct part *p, const struct part *next, const struct cr_text *path, struct slot *out,
      bool *found)
{
	*found = !cr_node_is_null(n);
	if (!*found) {
		return true;
	}
	if (p->kind == FIELD) {
		if (n->kind != CR_MAP) {
			return wrong_kind(c, n, path, "a map");
		}
		enter_field(c, n, p, next, out);
		return true;
	}
	if (n->kind != CR_LIST) {
		return wrong_kind(c, n, path, "a list");
	}
	if (p->kind == ELEMENT) {
		enter_element(c, n, p, path->mark, out);
		return true;
	}
	uint64_t place = p->kind == PLACE ? p->place : n->count > 0 ? n->count - 1 : 0;
	*found = place < n->count;
	*out = (struct slot){ n, (uint32_t)place };
	return true;
}

static void
push_name(struct cr_ctx *c, struct cr_texts *names, struct cr_str name)
{
	*cr_push(c, names) = (struct cr_text){ .s = name };
}

/* The names of a file path from the last to the first; the first is empty if the path is absolute. */
static void
split_file_path(struct cr_ctx *c, struct cr_str path, struct cr_texts *names)
{
	while (path.len > 0) {
		size_t slash = path.len;
		while (slash > 0 && path.ptr[slash - 1] != '/') {
			slash--;
		}
		struct cr_str name = cr_str_sub(path, slash, path.len);
		if (slash == 1) {
			if (name.len > 0) {
				push_name(c, names, name);
			}
			push_name(c, names, CR_STR(""));
			return;
		}
		push_name(c, names, name);
		path.len = slash > 0 ? slash - 1 : 0;
	}
}

/* Without ".", "..", and slashes that do nothing, as Go's filepath.Clean. */
static struct cr_str
clean(struct cr_ctx *c, struct cr_str path)
{
	char *out = cr_alloc(c, path.len + 2);
	bool rooted = path.len > 0 && path.ptr[0] == '/';
	size_t len = 0, kept = 0; /* bytes; of these, those that ".." cannot take away */
	for (size_t i = 0; i < path.len;) {
		size_t end = cr_str_find(path, '/', i);
		end = end == SIZE_MAX ? path.len : end;
		struct cr_str name = cr_str_sub(path, i, end);
		i = end + 1;
		if (name.len == 0 || cr_str_eq(name, CR_STR("."))) {
			continue;
		}
		bool up = cr_str_eq(name, CR_STR(".."));
		if (up && len > kept) {
			while (len > kept && out[--len] != '/') {
			}
			continue;
		}
		if (up && rooted) {
			continue;
		}
		if (len > 0 || rooted) {
			out[len++] = '/';
		}
		memcpy(out + len, name.ptr, name.len);
		len += name.len;
		kept = up ? len : kept;
	}
	return len > 0 ? (struct cr_str){ out, len } : rooted ? CR_STR("/") : CR_STR(".");
}

static size_t
join_name(char *out, size_t len, struct cr_str name)
{
	if (name.len == 0) {
		return len;
	}
	if (len > 0) {
		out[len++] = '/';
	}
	memcpy(out + len, name.ptr, name.len);
	return len + name.len;
}

/* path with value as its part at position, from 1. */
static struct cr_str
insert_part(struct cr_ctx *c, struct cr_str path, uint64_t position, struct cr_str value)
{
	struct cr_texts names = { 0 };
	split_file_path(c, path, &names);
	bool absolute = names.count > 0 && names.items[names.count - 1].s.len == 0;
	uint64_t at = position - 1 < names.count ? position - 1 : names.count;
	at += absolute && at < names.count;
	char *out = cr_alloc(c, path.len + value.len + 2);
	size_t len = 0;
	for (size_t i = 0; i < names.count; i++) {
		len = i == at ? join_name(out, len, value) : len;
		len = join_name(out, len, names.items[names.count - 1 - i].s);
	}
	len = at == names.count ? join_name(out, len, value) : len;
	struct cr_str joined = clean(c, (struct cr_str){ out, len });
	return absolute ? cr_str_cat(c, CR_STR("/"), joined) : joined;
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
	struct cr_str text = t->position > 0 ? insert_part(c, cr_text(old), (uint64_t)t->position, value) : value;
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
		cr_set_show_notes(c, r, parts->items[0].name, parts->items[1].name);
	}
	struct cr_node *n = cr_resource_edit(c, r);
	struct slot slot = { 0 };
	cr_count_work(c, parts->count);
	for (size_t i = 0; i < parts->count; i++) {
		const struct part *next = i + 1 < parts->count ? &parts->items[i + 1] : NULL;
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
