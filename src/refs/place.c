/* Paths of the static tables: read once for each kind that occurs, then walked over its objects. */
#include "refs/place.h"

#include <assert.h>

/* Reads a key at *from, up to the end of the step. */
static cr_key
step_key(struct cr_ctx *c, struct cr_str text, size_t *from)
{
	char key[128];
	size_t length = 0, i = *from;
	for (; i < text.len && text.ptr[i] != '.' && text.ptr[i] != '[' && text.ptr[i] != '{'; i++) {
		assert(length < sizeof key);
		i += text.ptr[i] == '\\';
		key[length++] = text.ptr[i];
	}
	*from = i;
	return cr_key_intern(c, (struct cr_str){ .ptr = key, .len = length });
}

struct cr_path
cr_path_parse(struct cr_ctx *c, struct cr_str text)
{
	struct cr_path_step steps[CR_PATH_MAX] = { 0 };
	uint32_t count = 0;
	size_t i = 0;
	while (i < text.len && !cr_str_eq(text, CR_STR("."))) {
		assert(count < CR_PATH_MAX);
		if (text.ptr[i] == '[' || text.ptr[i] == '{') {
			enum cr_path_enter enter = text.ptr[i] == '[' ? CR_PATH_ITEMS : CR_PATH_VALUES;
			steps[count++] = (struct cr_path_step){ .key = CR_KEY_NONE, .enter = enter };
			i += 2;
		} else {
			i += text.ptr[i] == '.';
			steps[count++] = (struct cr_path_step){ .key = step_key(c, text, &i), .enter = CR_PATH_KEY };
		}
	}
	struct cr_path_step *kept = cr_new_n(c, struct cr_path_step, count);
	memcpy(kept, steps, count * sizeof *kept);
	return (struct cr_path){ .steps = kept, .count = count };
}

struct cr_path_list
cr_paths_parse(struct cr_ctx *c, const char *texts)
{
	struct {
		struct cr_path *items;
		size_t count, cap;
	} list = { 0 };
	struct cr_str text = texts == NULL ? CR_STR("") : cr_str_z(texts);
	for (size_t from = 0; from < text.len;) {
		size_t end = cr_str_find(text, ' ', from);
		end = end == SIZE_MAX ? text.len : end;
		*cr_push(c, &list) = cr_path_parse(c, cr_str_sub(text, from, end));
		from = end + 1;
	}
	return (struct cr_path_list){ .items = list.items, .count = list.count };
}

/* Child number n of at by the step, which is then told as a concrete one. NULL: there are no more. */
static const struct cr_node *
child(const struct cr_node *at, struct cr_path_step step, uint32_t n, struct cr_node_step *taken)
{
	switch (step.enter) {
	case CR_PATH_KEY:
		*taken = (struct cr_node_step){ .key = step.key };
		return n == 0 ? cr_map_get(at, step.key) : NULL;
	case CR_PATH_ITEMS:
		*taken = (struct cr_node_step){ .key = CR_KEY_NONE, .index = n };
		return cr_list_get(at, n);
	case CR_PATH_VALUES:
		break;
	}
	if (!cr_is(at, CR_MAP) || n >= at->count) {
		return NULL;
	}
	*taken = (struct cr_node_step){ .key = at->pairs[n].key };
	return at->pairs[n].value;
}

void
cr_places_begin(struct cr_places *p, const struct cr_node *from, struct cr_path path)
{
	p->path = path;
	p->depth = 0;
	p->levels[0] = (struct cr_place_level){ .at = from };
}

const struct cr_node *
cr_places_next(struct cr_places *p)
{
	for (;;) {
		struct cr_place_level *l = &p->levels[p->depth];
		if (p->depth == p->path.count && l->next == 0) {
			l->next = 1;
			return l->at;
		}
		const struct cr_node *to =
			p->depth == p->path.count ? NULL : child(l->at, p->path.steps[p->depth], l->next, &p->steps[p->depth]);
		if (to != NULL) {
			l->next++;
			p->levels[++p->depth] = (struct cr_place_level){ .at = to };
		} else if (p->depth-- == 0) {
			p->depth = 0;
			return NULL;
		}
	}
}

const struct cr_node *
cr_path_first(const struct cr_node *from, struct cr_path path)
{
	struct cr_places p;
	cr_places_begin(&p, from, path);
	return cr_places_next(&p);
}

struct cr_node_path
cr_node_path_join(struct cr_ctx *c, struct cr_node_path base, const struct cr_node_step *steps, uint32_t count)
{
	struct cr_node_step *all = cr_new_n(c, struct cr_node_step, (size_t)base.count + count);
	if (base.count > 0) {
		memcpy(all, base.steps, base.count * sizeof *all);
	}
	if (count > 0) {
		memcpy(all + base.count, steps, count * sizeof *all);
	}
	return (struct cr_node_path){ .steps = all, .count = base.count + count };
}

struct cr_node_path
cr_node_path_follow(struct cr_ctx *c, struct cr_node_path base, struct cr_path path)
{
	struct cr_node_step steps[CR_PATH_MAX];
	for (uint32_t i = 0; i < path.count; i++) {
		assert(path.steps[i].enter == CR_PATH_KEY);
		steps[i] = (struct cr_node_step){ .key = path.steps[i].key };
	}
	return cr_node_path_join(c, base, steps, path.count);
}

struct cr_condition
cr_condition_parse(struct cr_ctx *c, const char *text)
{
	struct cr_condition when = { 0 };
	if (text == NULL) {
		return when;
	}
	struct cr_str all = cr_str_z(text);
	size_t equals = cr_str_find(all, '=', 0);
	when.set = true;
	when.path = cr_path_parse(c, equals == SIZE_MAX ? all : cr_str_sub(all, 0, equals));
	if (equals != SIZE_MAX) {
		when.value = cr_str_sub(all, equals + 1, all.len);
	}
	return when;
}

/* Is the text of n one of those in values, which have | between them? */
static bool
is_value(const struct cr_node *n, struct cr_str values)
{
	if (values.ptr == NULL || !cr_is(n, CR_SCALAR)) {
		return values.ptr == NULL && !cr_node_is_null(n);
	}
	for (size_t from = 0; from <= values.len;) {
		size_t end = cr_str_find(values, '|', from);
		end = end == SIZE_MAX ? values.len : end;
		if (cr_str_eq(cr_text(n), cr_str_sub(values, from, end))) {
			return true;
		}
		from = end + 1;
	}
	return false;
}

bool
cr_condition_holds(const struct cr_condition *when, const struct cr_node *from)
{
	if (!when->set) {
		return false;
	}
	struct cr_places p;
	cr_places_begin(&p, from, when->path);
	for (const struct cr_node *n = cr_places_next(&p); n != NULL; n = cr_places_next(&p)) {
		if (is_value(n, when->value)) {
			return true;
		}
	}
	return false;
}
