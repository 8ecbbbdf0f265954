/* Values of a kustomization, and the drawing of one; see edits_model.h. */
#include "edits_model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

unsigned
draw(uint64_t *state, unsigned most)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t z = *state;
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return most > 0 ? (unsigned)((z ^ z >> 31) % most) : 0;
}

bool
once_in(uint64_t *state, unsigned many)
{
	return draw(state, many) == 0;
}

static void *
need(void *block)
{
	if (block == NULL) {
		fputs("out of memory\n", stderr);
		exit(2);
	}
	return block;
}

void *
pool_alloc(struct pool *pool, size_t size)
{
	if (pool->count == pool->cap) {
		pool->cap = pool->cap > 0 ? 2 * pool->cap : 64;
		pool->blocks = need(realloc(pool->blocks, pool->cap * sizeof(pool->blocks[0])));
	}
	return pool->blocks[pool->count++] = need(calloc(1, size > 0 ? size : 1));
}

char *
pool_text(struct pool *pool, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	int length = vsnprintf(NULL, 0, format, list);
	va_end(list);
	char *text = pool_alloc(pool, (size_t)length + 1);
	va_start(list, format);
	vsnprintf(text, (size_t)length + 1, format, list);
	va_end(list);
	return text;
}

void
pool_free(struct pool *pool)
{
	for (size_t i = 0; i < pool->count; i++) {
		free(pool->blocks[i]);
	}
	free(pool->blocks);
	*pool = (struct pool){ NULL, 0, 0 };
}

char *
pool_render(struct pool *pool, struct confrender_session *session)
{
	struct confrender_output *output = NULL;
	char *out = NULL;
	if (session != NULL && confrender_render(session, "", NULL, &output) == CONFRENDER_OK) {
		size_t length = 0;
		const char *bytes = confrender_output_text(output, &length);
		out = pool_text(pool, "%.*s", (int)length, length > 0 ? bytes : "");
		confrender_output_free(output);
	}
	confrender_session_free(session);
	return out;
}

/* -- Values -- */

struct value *
value_new(struct pool *pool, enum value_kind kind, const char *text)
{
	struct value *v = pool_alloc(pool, sizeof(*v));
	v->kind = kind;
	v->text = text != NULL ? pool_text(pool, "%s", text) : NULL;
	return v;
}

void
value_insert(struct pool *pool, struct value *list, size_t at, struct value *item)
{
	struct value **items = pool_alloc(pool, (list->count + 1) * sizeof(items[0]));
	for (size_t i = 0; i < list->count; i++) {
		items[i + (i >= at)] = list->items[i];
	}
	items[at] = item;
	list->items = items;
	list->count++;
}

void
value_push(struct pool *pool, struct value *to, const char *key, struct value *item)
{
	if (key != NULL) {
		char **keys = pool_alloc(pool, (to->count + 1) * sizeof(keys[0]));
		for (size_t i = 0; i < to->count; i++) {
			keys[i] = to->keys[i];
		}
		keys[to->count] = pool_text(pool, "%s", key);
		to->keys = keys;
	}
	value_insert(pool, to, to->count, item);
}

void
value_remove(struct value *from, size_t at)
{
	for (size_t i = at; i + 1 < from->count; i++) {
		from->items[i] = from->items[i + 1];
		if (from->kind == MAP) {
			from->keys[i] = from->keys[i + 1];
		}
	}
	from->count--;
}

/* Values are a few levels deep: the test draws them. */
struct value *
value_copy(struct pool *pool, const struct value *from)
{
	struct value *copy = value_new(pool, from->kind, from->text);
	for (size_t i = 0; i < from->count; i++) {
		value_push(pool, copy, from->kind == MAP ? from->keys[i] : NULL, value_copy(pool, from->items[i]));
	}
	return copy;
}

bool
value_is_null(const struct value *value)
{
	return value->kind == BARE && (strcmp(value->text, "") == 0 || strcmp(value->text, "null") == 0 || strcmp(value->text, "~") == 0);
}

size_t
value_index(const struct value *map, const char *key)
{
	for (size_t i = 0; i < map->count && map->kind == MAP; i++) {
		if (strcasecmp(map->keys[i], key) == 0) {
			return i;
		}
	}
	return SIZE_MAX;
}

struct value *
value_get(const struct value *map, const char *key)
{
	size_t i = value_index(map, key);
	return i == SIZE_MAX || value_is_null(map->items[i]) ? NULL : map->items[i];
}

const char *
value_text(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	return v != NULL && v->text != NULL ? v->text : "";
}

void
value_put(struct pool *pool, struct value *map, const char *key, struct value *value)
{
	size_t i = value_index(map, key);
	if (i != SIZE_MAX) {
		map->items[i] = value;
	} else {
		value_push(pool, map, key, value);
	}
}

void
value_put_text(struct pool *pool, struct value *map, const char *key, const char *text)
{
	if (text[0] == '\0') {
		value_drop(map, key);
	} else {
		value_put(pool, map, key, value_new(pool, TEXT, text));
	}
}

void
value_drop(struct value *map, const char *key)
{
	size_t i = value_index(map, key);
	if (i != SIZE_MAX) {
		value_remove(map, i);
	}
}

/* -- A kustomization -- */

const char *
draw_word(struct pool *pool, uint64_t *state)
{
	static const char *const words[] = { "alpha", "beta-2",     "a b",  "1",   "true", "yes",   "1e3",   "0x1f",   "~",   "null",
					     "#h",    "a #b",       "a: b", "- x", "it's", "\"q\"", "é",     "日本",   "😀 u", "x{y",
					     "[z",    "!t",         "&a",   "*b",  "%p",   "@at",   "`tick", "back\\", "a,b", " lead",
					     "t ",    "2020-01-01", "=",    "|",   ">",    "?",     "- ",    "...",    "---", "tab\there" };
	if (once_in(state, 20)) {
		return pool_text(pool, "%0*u long and with words in it", 150, draw(state, 1000));
	}
	return once_in(state, 2) ? pool_text(pool, "w%u", draw(state, 50)) : words[draw(state, sizeof(words) / sizeof(words[0]))];
}

const char *
draw_path(uint64_t *state, char sort)
{
	static const char *const files[] = { "a.yaml",   "b.yaml", "c.yaml",  "d-1.yaml", "sub/e.yaml",
					     "x y.yaml", "é.yaml", "#1.yaml", "1",        "yes" };
	static const char *const directories[] = { "base", "other", "lib/base" }, *const parts[] = { "part1", "part2", "lib/part3" };
	static const char *const patches[] = { "p1.yaml", "p2.yaml", "p3 x.yaml" };
	switch (sort) {
	case 'd':
		return directories[draw(state, 3)];
	case 'c':
		return parts[draw(state, 3)];
	case 'p':
		return patches[draw(state, 3)];
	default:
		return files[draw(state, sizeof(files) / sizeof(files[0]))];
	}
}

static struct value *
draw_paths(struct pool *pool, uint64_t *state, const char *sorts)
{
	struct value *list = value_new(pool, LIST, NULL);
	for (unsigned i = draw(state, 5); i-- > 0;) {
		const char *path = draw_path(state, sorts[draw(state, (unsigned)strlen(sorts))]);
		bool there = false;
		for (size_t k = 0; k < list->count; k++) {
			there = there || strcmp(list->items[k]->text, path) == 0;
		}
		if (!there) {
			value_push(pool, list, NULL, value_new(pool, TEXT, path));
		}
	}
	return list;
}

static struct value *
draw_pairs(struct pool *pool, uint64_t *state)
{
	struct value *map = value_new(pool, MAP, NULL);
	for (unsigned i = draw(state, 4); i-- > 0;) {
		value_put(pool, map, pool_text(pool, "k%u", draw(state, 6)), value_new(pool, TEXT, draw_word(pool, state)));
	}
	return map;
}

static struct value *
draw_labels(struct pool *pool, uint64_t *state)
{
	struct value *list = value_new(pool, LIST, NULL);
	for (unsigned i = draw(state, 3); i-- > 0;) {
		struct value *entry = value_new(pool, MAP, NULL);
		if (once_in(state, 3)) {
			value_put(pool, entry, "includeSelectors", value_new(pool, BARE, once_in(state, 2) ? "true" : "false"));
		}
		value_put(pool, entry, "pairs", draw_pairs(pool, state));
		if (once_in(state, 3)) {
			value_put(pool, entry, "includeTemplates", value_new(pool, BARE, once_in(state, 2) ? "true" : "false"));
		}
		value_push(pool, list, NULL, entry);
	}
	return list;
}

static struct value *
draw_images(struct pool *pool, uint64_t *state)
{
	struct value *list = value_new(pool, LIST, NULL);
	for (unsigned i = draw(state, 4); i-- > 0;) {
		struct value *entry = value_new(pool, MAP, NULL);
		value_put_text(pool, entry, "name", pool_text(pool, "img%u", draw(state, 5)));
		if (once_in(state, 2)) {
			value_put_text(pool, entry, "newName", "registry/x");
		}
		if (once_in(state, 2)) {
			value_put_text(pool, entry, "newTag", once_in(state, 2) ? "1.0" : "v1");
		}
		if (once_in(state, 4)) {
			value_put_text(pool, entry, "digest", "sha256:abc");
		}
		value_push(pool, list, NULL, entry);
	}
	return list;
}

static struct value *
draw_replicas(struct pool *pool, uint64_t *state)
{
	struct value *list = value_new(pool, LIST, NULL);
	for (unsigned i = draw(state, 4); i-- > 0;) {
		struct value *entry = value_new(pool, MAP, NULL);
		struct value *count = value_new(pool, BARE, pool_text(pool, "%u", draw(state, 9)));
		value_put(pool, entry, once_in(state, 4) ? "count" : "name", count);
		value_put(pool, entry, "count", count);
		value_put_text(pool, entry, "name", pool_text(pool, "d%u", i));
		value_push(pool, list, NULL, entry);
	}
	return list;
}

static struct value *
draw_generators(struct pool *pool, uint64_t *state, bool secret)
{
	struct value *list = value_new(pool, LIST, NULL);
	for (unsigned i = draw(state, 4); i-- > 0;) {
		struct value *entry = value_new(pool, MAP, NULL), *literals = value_new(pool, LIST, NULL);
		for (unsigned k = 0; k < draw(state, 4); k++) {
			value_push(pool, literals, NULL, value_new(pool, TEXT, pool_text(pool, "K%u=%s", k, draw_word(pool, state))));
		}
		value_put_text(pool, entry, "name", pool_text(pool, "g%u", i));
		if (once_in(state, 3)) {
			value_put_text(pool, entry, "namespace", once_in(state, 2) ? "default" : "ml");
		}
		if (secret) {
			value_put_text(pool, entry, "type", "Opaque");
		}
		value_put(pool, entry, "literals", literals);
		if (once_in(state, 3)) {
			struct value *options = value_new(pool, MAP, NULL);
			value_put(pool, options, "disableNameSuffixHash", value_new(pool, BARE, "true"));
			value_put(pool, entry, "options", options);
		}
		value_push(pool, list, NULL, entry);
	}
	return list;
}

static struct value *
draw_patches(struct pool *pool, uint64_t *state)
{
	struct value *list = value_new(pool, LIST, NULL);
	for (unsigned i = draw(state, 3); i-- > 0;) {
		struct value *entry = value_new(pool, MAP, NULL), *target = value_new(pool, MAP, NULL);
		if (once_in(state, 3)) {
			value_put_text(pool, entry, "patch", "- op: test\n  path: /kind\n  value: Deployment\n");
		} else {
			value_put_text(pool, entry, "path", draw_path(state, 'p'));
		}
		value_put_text(pool, target, "kind", "Deployment");
		if (once_in(state, 2)) {
			value_put_text(pool, target, "name", "d1");
		}
		value_put(pool, entry, "target", target);
		value_push(pool, list, NULL, entry);
	}
	return list;
}

static struct value *
draw_options(struct pool *pool, uint64_t *state)
{
	struct value *list = value_new(pool, LIST, NULL);
	value_push(pool, list, NULL, value_new(pool, TEXT, once_in(state, 2) ? "originAnnotations" : "managedByLabel"));
	return list;
}

static struct value *
draw_field(struct pool *pool, uint64_t *state, const char *name)
{
	if (once_in(state, 20)) {
		return value_new(pool, BARE, once_in(state, 2) ? "" : "null");
	}
	switch (name[0] == 'n' ? 'n' : name[strlen(name) - 1]) {
	case 'n': /* names */
		return value_new(pool, TEXT, strcmp(name, "namespace") == 0 ? "ml" : draw_word(pool, state));
	default:
		break;
	}
	return strcmp(name, "resources") == 0            ? draw_paths(pool, state, "ffd")
	       : strcmp(name, "components") == 0         ? draw_paths(pool, state, "c")
	       : strcmp(name, "labels") == 0             ? draw_labels(pool, state)
	       : strcmp(name, "images") == 0             ? draw_images(pool, state)
	       : strcmp(name, "replicas") == 0           ? draw_replicas(pool, state)
	       : strcmp(name, "patches") == 0            ? draw_patches(pool, state)
	       : strcmp(name, "buildMetadata") == 0      ? draw_options(pool, state)
	       : strcmp(name, "configMapGenerator") == 0 ? draw_generators(pool, state, false)
	       : strcmp(name, "secretGenerator") == 0    ? draw_generators(pool, state, true)
							 : draw_pairs(pool, state);
}

struct value *
draw_kustomization(struct pool *pool, uint64_t *state)
{
	static const char *const names[] = { "resources",     "components",         "namespace",       "namePrefix", "nameSuffix",
					     "commonLabels",  "commonAnnotations",  "labels",          "images",     "replicas",
					     "buildMetadata", "configMapGenerator", "secretGenerator", "patches" };
	enum { COUNT = sizeof(names) / sizeof(names[0]) };
	struct value *root = value_new(pool, MAP, NULL);
	unsigned chance = 1 + draw(state, 4), from = draw(state, COUNT), step = once_in(state, 2) ? 1 : 5;
	if (once_in(state, 2)) {
		value_put_text(pool, root, "apiVersion", "kustomize.config.k8s.io/v1beta1");
		value_put_text(pool, root, "kind", "Kustomization");
	}
	for (unsigned i = 0; i < COUNT; i++) {
		const char *name = names[(from + i * step) % COUNT];
		if (!once_in(state, chance)) {
			continue;
		}
		char *key = pool_text(pool, "%s", name);
		if (once_in(state, 40)) {
			key[0] = (char)(key[0] - 'a' + 'A');
		}
		value_put(pool, root, key, draw_field(pool, state, name));
	}
	return root;
}
