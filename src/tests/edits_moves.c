/* What edits do, written down a second time; see edits_moves.h. */
#include "edits_moves.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct maker {
	struct pool *pool;
	struct value *root;
	const struct confrender_edit *edit;
};

/* -- Lists of paths and words -- */

static struct value *
list_at(struct maker *m, struct value *map, const char *field)
{
	struct value *list = value_get(map, field);
	if (list == NULL) {
		list = value_new(m->pool, LIST, NULL);
		value_put(m->pool, map, field, list);
	}
	return list;
}

static struct value *
map_at(struct maker *m, struct value *map, const char *field)
{
	struct value *found = value_get(map, field);
	if (found == NULL) {
		found = value_new(m->pool, MAP, NULL);
		value_put(m->pool, map, field, found);
	}
	return found;
}

static void
tidy(struct value *map, const char *field)
{
	const struct value *v = value_get(map, field);
	if (v != NULL && v->count == 0) {
		value_drop(map, field);
	}
}

static bool
holds(const struct value *list, const char *text)
{
	for (size_t i = 0; list != NULL && i < list->count; i++) {
		if (list->items[i]->text != NULL && strcmp(list->items[i]->text, text) == 0) {
			return true;
		}
	}
	return false;
}

static bool
make_paths(struct maker *m, const char *field)
{
	for (size_t i = 0; i < m->edit->word_count; i++) {
		const char *path = m->edit->words[i];
		if (!holds(value_get(m->root, field), path)) {
			value_push(m->pool, list_at(m, m->root, field), NULL, value_new(m->pool, TEXT, path));
		} else if (m->edit->field == CONFRENDER_BASE) {
			return false;
		}
	}
	return true;
}

static bool
remove_paths(struct maker *m, const char *field)
{
	struct value *list = value_get(m->root, field);
	size_t gone = 0;
	for (size_t i = 0; list != NULL && i < list->count; i++) {
		for (size_t k = 0; k < m->edit->word_count; k++) {
			if (fnmatch(m->edit->words[k], list->items[i]->text, FNM_PATHNAME) == 0) {
				value_remove(list, i--);
				gone++;
				break;
			}
		}
	}
	if (gone > 0) {
		tidy(m->root, field);
	}
	return true;
}

static char *
next_part(struct pool *pool, const char **text)
{
	size_t length = strcspn(*text, ",");
	char *part = pool_text(pool, "%.*s", (int)length, *text);
	*text += length + ((*text)[length] == ',');
	return part;
}

static bool
make_options(struct maker *m)
{
	const char *words = m->edit->words[0];
	const struct value *old = value_get(m->root, "buildMetadata");
	struct value *list = old != NULL && m->edit->verb != CONFRENDER_SET ? value_copy(m->pool, old) : value_new(m->pool, LIST, NULL);
	if (m->edit->verb == CONFRENDER_REMOVE && old == NULL) {
		return true;
	}
	/* What stays keeps its place. */
	for (size_t i = 0; old != NULL && m->edit->verb == CONFRENDER_SET && i < old->count; i++) {
		if (strstr(words, old->items[i]->text) != NULL) {
			value_push(m->pool, list, NULL, old->items[i]);
		}
	}
	while (words[0] != '\0') {
		const char *word = next_part(m->pool, &words);
		if (m->edit->verb == CONFRENDER_REMOVE) {
			for (size_t i = 0; i < list->count; i++) {
				if (strcmp(list->items[i]->text, word) == 0) {
					value_remove(list, i--);
				}
			}
		} else if (!holds(list, word)) {
			value_push(m->pool, list, NULL, value_new(m->pool, TEXT, word));
		} else if (m->edit->verb == CONFRENDER_ADD) {
			return false;
		}
	}
	value_put(m->pool, m->root, "buildMetadata", list);
	tidy(m->root, "buildMetadata");
	return true;
}

/* -- Labels and annotations -- */

static bool
is_true(const struct value *map, const char *key)
{
	return strcmp(value_text(map, key), "true") == 0;
}

static struct value *
pairs_at(struct maker *m)
{
	if (!m->edit->without_selector) {
		return map_at(m, m->root, m->edit->field == CONFRENDER_LABEL ? "commonLabels" : "commonAnnotations");
	}
	struct value *list = list_at(m, m->root, "labels");
	for (size_t i = 0; i < list->count; i++) {
		struct value *entry = list->items[i];
		if (!is_true(entry, "includeSelectors") && is_true(entry, "includeTemplates") == m->edit->include_templates) {
			return map_at(m, entry, "pairs");
		}
	}
	struct value *entry = value_new(m->pool, MAP, NULL);
	if (m->edit->include_templates) {
		value_put(m->pool, entry, "includeTemplates", value_new(m->pool, BARE, "true"));
	}
	value_push(m->pool, list, NULL, entry);
	return map_at(m, entry, "pairs");
}

static bool
make_labels(struct maker *m)
{
	struct value *pairs = pairs_at(m);
	for (size_t i = 0; i < m->edit->word_count; i++) {
		const char *word = m->edit->words[i], *value = strchr(word, ':');
		char *key = pool_text(m->pool, "%.*s", (int)strcspn(word, ":"), word),
		     *text = pool_text(m->pool, "%s", value != NULL ? value + 1 : "");
		size_t length = strlen(text);
		if (length >= 2 && text[0] == '"' && text[length - 1] == '"') {
			text[length - 1] = '\0';
			text++;
		}
		if (value_index(pairs, key) != SIZE_MAX && m->edit->verb == CONFRENDER_ADD && !m->edit->force) {
			return false;
		}
		value_put(m->pool, pairs, key, value_new(m->pool, TEXT, text));
	}
	return true;
}

static bool
remove_labels(struct maker *m)
{
	const char *field = m->edit->field == CONFRENDER_LABEL ? "commonLabels" : "commonAnnotations", *words = m->edit->words[0];
	struct value *map = value_get(m->root, field);
	while (map != NULL && words[0] != '\0') {
		const char *key = next_part(m->pool, &words);
		if (value_index(map, key) == SIZE_MAX && !m->edit->ignore_missing) {
			return false;
		}
		value_drop(map, key);
	}
	tidy(m->root, field);
	return map != NULL || m->edit->ignore_missing;
}

/* -- Images and replicas -- */

/* The entry of that name; a new one where it keeps a sorted list sorted. */
static struct value *
entry_at(struct maker *m, const char *field, const char *name)
{
	struct value *list = list_at(m, m->root, field), *found = NULL;
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(value_text(list->items[i], "name"), name) != 0) {
			continue;
		}
		if (found != NULL) {
			value_remove(list, i--);
		} else {
			found = list->items[i];
		}
	}
	if (found != NULL) {
		return found;
	}
	size_t place = list->count;
	bool sorted = true;
	for (size_t i = list->count; i-- > 0;) {
		const char *here = value_text(list->items[i], "name");
		sorted = sorted && (i + 1 == list->count || strcmp(here, value_text(list->items[i + 1], "name")) <= 0);
		place = strcmp(here, name) > 0 ? i : place;
	}
	found = value_new(m->pool, MAP, NULL);
	value_put_text(m->pool, found, "name", name);
	value_insert(m->pool, list, sorted ? place : list->count, found);
	return found;
}

static void
put_part(struct maker *m, struct value *entry, const char *field, const char *text)
{
	if (strcmp(text, "*") != 0) {
		value_put_text(m->pool, entry, field, text);
	}
}

/* name[=newname][:tag][@digest]; the parts that are drawn hold none of these signs. */
static void
make_image(struct maker *m, const char *word)
{
	size_t name = strcspn(word, "=:@"), from = word[name] == '=' ? name + 1 : 0;
	const char *value = word + from;
	size_t new_name = strcspn(value, ":@"), tag = value[new_name] == ':' ? strcspn(value + new_name + 1, "@") : 0;
	const char *digest = strchr(value, '@');
	struct value *entry = entry_at(m, "images", pool_text(m->pool, "%.*s", (int)name, word));
	put_part(m, entry, "newName", from > 0 ? pool_text(m->pool, "%.*s", (int)new_name, value) : "");
	put_part(m, entry, "newTag", pool_text(m->pool, "%.*s", (int)tag, tag > 0 ? value + new_name + 1 : ""));
	put_part(m, entry, "digest", digest != NULL ? digest + 1 : "");
}

static bool
make_images(struct maker *m)
{
	for (size_t i = 0; i < m->edit->word_count; i++) {
		make_image(m, m->edit->words[i]);
	}
	return true;
}

static bool
make_replicas(struct maker *m)
{
	for (size_t i = 0; i < m->edit->word_count; i++) {
		const char *word = m->edit->words[i];
		size_t name = strcspn(word, "=");
		struct value *entry = entry_at(m, "replicas", pool_text(m->pool, "%.*s", (int)name, word));
		value_put(m->pool, entry, "count", value_new(m->pool, BARE, word + name + 1));
	}
	return true;
}

/* -- Generators -- */

static const char *
namespace_of(const char *text)
{
	return text != NULL && text[0] != '\0' ? text : "default";
}

static bool
is_entry(const struct maker *m, const struct value *entry, const char *name)
{
	return strcmp(value_text(entry, "name"), name) == 0 &&
	       strcmp(namespace_of(value_text(entry, "namespace")), namespace_of(m->edit->ns)) == 0;
}

static size_t
same_key(const struct value *literals, const char *literal)
{
	size_t length = strcspn(literal, "=") + 1;
	for (size_t i = 0; literals != NULL && i < literals->count; i++) {
		if (strncmp(literals->items[i]->text, literal, length) == 0) {
			return i;
		}
	}
	return SIZE_MAX;
}

static bool
add_literals(struct maker *m, struct value *entry)
{
	for (size_t i = 0; i < m->edit->literal_count; i++) {
		struct value *list = list_at(m, entry, "literals");
		if (same_key(list, m->edit->literals[i]) != SIZE_MAX) {
			return false;
		}
		value_push(m->pool, list, NULL, value_new(m->pool, TEXT, m->edit->literals[i]));
	}
	return true;
}

static bool
set_literals(struct maker *m, struct value *entry)
{
	struct value *list = value_get(entry, "literals");
	for (size_t i = 0; i < m->edit->literal_count; i++) {
		size_t at = same_key(list, m->edit->literals[i]);
		if (at == SIZE_MAX) {
			return false;
		}
		list->items[at] = value_new(m->pool, TEXT, m->edit->literals[i]);
	}
	if (m->edit->new_namespace != NULL) {
		value_put_text(m->pool, entry, "namespace", m->edit->new_namespace);
	}
	return true;
}

static bool
make_generator(struct maker *m, const char *field)
{
	struct value *list = value_get(m->root, field), *entry = NULL;
	for (size_t i = 0; list != NULL && entry == NULL && i < list->count; i++) {
		entry = is_entry(m, list->items[i], m->edit->words[0]) ? list->items[i] : NULL;
	}
	if (m->edit->verb == CONFRENDER_SET) {
		return entry != NULL && set_literals(m, entry);
	}
	if (entry == NULL) {
		entry = value_new(m->pool, MAP, NULL);
		value_put_text(m->pool, entry, "name", m->edit->words[0]);
		value_put_text(m->pool, entry, "namespace", m->edit->ns != NULL ? m->edit->ns : "");
		value_put_text(m->pool, entry, "type", m->edit->field == CONFRENDER_SECRET ? "Opaque" : "");
		value_push(m->pool, list_at(m, m->root, field), NULL, entry);
	}
	if (m->edit->disable_name_suffix_hash) {
		value_put(m->pool, map_at(m, entry, "options"), "disableNameSuffixHash", value_new(m->pool, BARE, "true"));
	}
	if (m->edit->behavior != NULL) {
		value_put_text(m->pool, entry, "behavior", m->edit->behavior);
	}
	return add_literals(m, entry);
}

static bool
remove_generators(struct maker *m, const char *field)
{
	struct value *list = value_get(m->root, field);
	size_t gone = 0;
	for (const char *words = m->edit->words[0]; words[0] != '\0';) {
		const char *name = next_part(m->pool, &words);
		for (size_t i = 0; list != NULL && i < list->count; i++) {
			if (is_entry(m, list->items[i], name)) {
				value_remove(list, i--);
				gone++;
			}
		}
	}
	tidy(m->root, field);
	return gone > 0;
}

/* -- Patches -- */

static bool
is_same_text(const struct value *map, const char *key, const char *text)
{
	return strcmp(map != NULL ? value_text(map, key) : "", text != NULL ? text : "") == 0;
}

static bool
is_same_patch(const struct value *entry, const struct confrender_edit *e)
{
	const struct value *target = value_get(entry, "target");
	return is_same_text(entry, "path", e->path) && is_same_text(entry, "patch", e->patch) && is_same_text(target, "kind", e->kind) &&
	       is_same_text(target, "name", e->name) && (target != NULL) == (e->kind != NULL || e->name != NULL);
}

static bool
make_patch(struct maker *m)
{
	const struct confrender_edit *e = m->edit;
	struct value *list = value_get(m->root, "patches"), *entry = value_new(m->pool, MAP, NULL), *target = value_new(m->pool, MAP, NULL);
	size_t gone = 0;
	for (size_t i = 0; list != NULL && i < list->count; i++) {
		if (!is_same_patch(list->items[i], e)) {
			continue;
		}
		if (e->verb == CONFRENDER_ADD) {
			return true;
		}
		value_remove(list, i--);
		gone++;
	}
	if (e->verb == CONFRENDER_REMOVE) {
		if (gone > 0) {
			tidy(m->root, "patches");
		}
		return true;
	}
	value_put_text(m->pool, entry, "path", e->path != NULL ? e->path : "");
	value_put_text(m->pool, entry, "patch", e->patch != NULL ? e->patch : "");
	value_put_text(m->pool, target, "kind", e->kind != NULL ? e->kind : "");
	value_put_text(m->pool, target, "name", e->name != NULL ? e->name : "");
	if (target->count > 0) {
		value_put(m->pool, entry, "target", target);
	}
	value_push(m->pool, list_at(m, m->root, "patches"), NULL, entry);
	return true;
}

bool
make_move(struct pool *pool, struct value *root, const struct move *move)
{
	struct maker m = { pool, root, &move->edit };
	bool remove = move->edit.verb == CONFRENDER_REMOVE;
	switch (move->edit.field) {
	case CONFRENDER_NAME_PREFIX:
	case CONFRENDER_NAME_SUFFIX:
	case CONFRENDER_NAMESPACE:
		value_put_text(pool, root, move->field, move->edit.words[0]);
		return true;
	case CONFRENDER_BUILD_METADATA:
		return make_options(&m);
	case CONFRENDER_LABEL:
	case CONFRENDER_ANNOTATION:
		return remove ? remove_labels(&m) : make_labels(&m);
	case CONFRENDER_IMAGE:
		return make_images(&m);
	case CONFRENDER_REPLICAS:
		return make_replicas(&m);
	case CONFRENDER_CONFIG_MAP:
	case CONFRENDER_SECRET:
		return remove ? remove_generators(&m, move->field) : make_generator(&m, move->field);
	case CONFRENDER_PATCH:
		return make_patch(&m);
	default:
		return remove ? remove_paths(&m, move->field) : make_paths(&m, move->field);
	}
}

/* -- Drawing -- */

static void
add_word(struct move *move, const char *word)
{
	move->words[move->edit.word_count++] = word;
}

/* One of a field's own, so that edits meet what is there. */
static const char *
own_text(uint64_t *state, const struct value *root, const char *field, const char *key, const char *otherwise)
{
	const struct value *v = value_get(root, field);
	if (v == NULL || v->count == 0 || once_in(state, 3)) {
		return otherwise;
	}
	unsigned i = draw(state, (unsigned)v->count);
	return v->kind == MAP ? v->keys[i] : key != NULL ? value_text(v->items[i], key) : v->items[i]->text;
}

static void
draw_paths(struct pool *pool, uint64_t *state, const struct value *root, struct move *move)
{
	bool part = move->edit.field == CONFRENDER_COMPONENT, base = move->edit.field == CONFRENDER_BASE;
	move->field = part ? "components" : "resources";
	move->again = !base;
	for (unsigned i = base ? 1 : 1 + draw(state, 3); i-- > 0;) {
		const char *path = own_text(state, root, move->field, NULL, draw_path(state, part ? 'c' : base ? 'd' : 'f'));
		bool pattern = move->edit.verb == CONFRENDER_REMOVE && once_in(state, 4);
		add_word(move, pattern ? once_in(state, 2) ? "*.yaml" : "*a*" : pool_text(pool, "%s", path));
	}
}

static void
draw_labels(struct pool *pool, uint64_t *state, const struct value *root, struct move *move)
{
	struct confrender_edit *e = &move->edit;
	bool label = e->field == CONFRENDER_LABEL, add = e->verb == CONFRENDER_ADD;
	move->field = label ? "commonLabels" : "commonAnnotations";
	const char *key = own_text(state, root, move->field, NULL, pool_text(pool, "k%u", draw(state, 6)));
	if (e->verb == CONFRENDER_REMOVE) {
		e->ignore_missing = once_in(state, 2);
		move->again = e->ignore_missing;
		add_word(move, once_in(state, 3) ? pool_text(pool, "%s,k%u", key, draw(state, 6)) : key);
		return;
	}
	e->force = add && once_in(state, 2);
	e->without_selector = label && add && once_in(state, 3);
	e->include_templates = e->without_selector && once_in(state, 2);
	move->field = e->without_selector ? "labels" : move->field;
	move->again = !add || e->force;
	add_word(move, pool_text(pool, once_in(state, 5) ? "%s:\"%s\"" : "%s:%s", key, draw_word(pool, state)));
	for (unsigned i = draw(state, 3); i-- > 0;) {
		add_word(move, pool_text(pool, "n%u:%s", i, draw_word(pool, state)));
	}
}

static void
draw_images(struct pool *pool, uint64_t *state, struct move *move)
{
	static const char *const values[] = { ":v2",    ":1.0",           "@sha256:def", "=registry/y", "=y:v3@sha256:1",
					      "=*:1e3", ":v1@sha256:abc", "=x:true" };
	bool image = move->edit.field == CONFRENDER_IMAGE;
	unsigned from = draw(state, 5);
	move->field = image ? "images" : "replicas";
	move->again = true;
	for (unsigned i = 0, count = 1 + draw(state, 3); i < count; i++) {
		const char *value = values[draw(state, sizeof(values) / sizeof(values[0]))];
		add_word(move, image ? pool_text(pool, "img%u%s", (from + i) % 6, value)
				     : pool_text(pool, "d%u=%u", (from + i) % 6, draw(state, 20)));
	}
}

static void
draw_generators(struct pool *pool, uint64_t *state, const struct value *root, struct move *move)
{
	struct confrender_edit *e = &move->edit;
	move->field = e->field == CONFRENDER_SECRET ? "secretGenerator" : "configMapGenerator";
	const char *name = own_text(state, root, move->field, "name", pool_text(pool, "new%u", draw(state, 2)));
	e->ns = once_in(state, 3) ? once_in(state, 2) ? "default" : "ml" : NULL;
	if (e->verb == CONFRENDER_REMOVE) {
		add_word(move, once_in(state, 3) ? pool_text(pool, "%s,g1", name) : name);
		return;
	}
	add_word(move, name);
	for (unsigned i = 0, count = 1 + draw(state, 2); i < count; i++) {
		unsigned key = e->verb == CONFRENDER_SET ? draw(state, 3) : 10 * (i + 1) - draw(state, 2) * 10;
		move->literals[e->literal_count++] = pool_text(pool, "K%u=%s", key, draw_word(pool, state));
	}
	if (e->verb == CONFRENDER_SET) {
		e->new_namespace = once_in(state, 3) ? "ml-2" : NULL;
		move->again = e->new_namespace == NULL;
		return;
	}
	e->disable_name_suffix_hash = once_in(state, 3);
	e->behavior = e->field == CONFRENDER_CONFIG_MAP && once_in(state, 3) ? "merge" : NULL;
}

static void
draw_patch(uint64_t *state, const struct value *root, struct move *move)
{
	struct confrender_edit *e = &move->edit;
	const struct value *list = value_get(root, "patches");
	move->field = "patches";
	move->again = true;
	if (list != NULL && list->count > 0 && once_in(state, 2)) {
		const struct value *entry = list->items[draw(state, (unsigned)list->count)], *target = value_get(entry, "target");
		e->path = value_get(entry, "path") != NULL ? value_text(entry, "path") : NULL;
		e->patch = value_get(entry, "patch") != NULL ? value_text(entry, "patch") : NULL;
		e->kind = value_text(target, "kind");
		e->name = value_get(target, "name") != NULL ? value_text(target, "name") : NULL;
		return;
	}
	e->path = once_in(state, 3) ? NULL : draw_path(state, 'p');
	e->patch = e->path == NULL ? "[{\"op\": \"test\", \"path\": \"/kind\", \"value\": \"Deployment\"}]" : NULL;
	e->kind = e->path == NULL || once_in(state, 2) ? "Deployment" : NULL;
	e->name = once_in(state, 3) ? "d1" : NULL;
}

static void
draw_options(uint64_t *state, struct move *move)
{
	static const char *const words[] = { "originAnnotations", "managedByLabel", "originAnnotations,managedByLabel",
					     "transformerAnnotations" };
	move->field = "buildMetadata";
	move->again = move->edit.verb != CONFRENDER_ADD;
	add_word(move, words[draw(state, 4)]);
}

static void
draw_text(struct pool *pool, uint64_t *state, struct move *move)
{
	bool namespace = move->edit.field == CONFRENDER_NAMESPACE;
	move->field = namespace ? "namespace" : move->edit.field == CONFRENDER_NAME_PREFIX ? "namePrefix" : "nameSuffix";
	move->again = true;
	add_word(move, once_in(state, 6) ? "" : namespace ? once_in(state, 2) ? "prod" : "1" : draw_word(pool, state));
}

void
draw_move(struct pool *pool, uint64_t *state, const struct value *root, struct move *move)
{
	static const struct {
		enum confrender_edit_field field;
		bool set, add, remove;
	} sorts[] = {
		{ CONFRENDER_ANNOTATION, true, true, true },     { CONFRENDER_BASE, false, true, false },
		{ CONFRENDER_BUILD_METADATA, true, true, true }, { CONFRENDER_COMPONENT, false, true, true },
		{ CONFRENDER_CONFIG_MAP, true, true, true },     { CONFRENDER_IMAGE, true, false, false },
		{ CONFRENDER_LABEL, true, true, true },          { CONFRENDER_NAME_PREFIX, true, false, false },
		{ CONFRENDER_NAME_SUFFIX, true, false, false },  { CONFRENDER_NAMESPACE, true, false, false },
		{ CONFRENDER_PATCH, false, true, true },         { CONFRENDER_REPLICAS, true, false, false },
		{ CONFRENDER_RESOURCE, false, true, true },      { CONFRENDER_SECRET, true, true, true },
	};
	*move = (struct move){ .edit = { .size = sizeof(move->edit), .words = move->words, .literals = move->literals } };
	unsigned i, verb;
	do {
		i = draw(state, sizeof(sorts) / sizeof(sorts[0]));
		verb = draw(state, 3);
	} while (!(verb == 0 ? sorts[i].set : verb == 1 ? sorts[i].add : sorts[i].remove));
	move->edit.verb = verb == 0 ? CONFRENDER_SET : verb == 1 ? CONFRENDER_ADD : CONFRENDER_REMOVE;
	move->edit.field = sorts[i].field;
	move->adds = verb == 1 || sorts[i].field == CONFRENDER_REPLICAS ||
		     (verb == 0 && (sorts[i].field == CONFRENDER_LABEL || sorts[i].field == CONFRENDER_ANNOTATION));
	switch (sorts[i].field) {
	case CONFRENDER_LABEL:
	case CONFRENDER_ANNOTATION:
		draw_labels(pool, state, root, move);
		break;
	case CONFRENDER_IMAGE:
	case CONFRENDER_REPLICAS:
		draw_images(pool, state, move);
		break;
	case CONFRENDER_CONFIG_MAP:
	case CONFRENDER_SECRET:
		draw_generators(pool, state, root, move);
		break;
	case CONFRENDER_PATCH:
		draw_patch(state, root, move);
		break;
	case CONFRENDER_BUILD_METADATA:
		draw_options(state, move);
		break;
	case CONFRENDER_RESOURCE:
	case CONFRENDER_BASE:
	case CONFRENDER_COMPONENT:
		draw_paths(pool, state, root, move);
		break;
	default:
		draw_text(pool, state, move);
		break;
	}
}

/* Where a list or map is there but empty it goes with the last entry: that is not what was. */
bool
undo_move(struct pool *pool, const struct value *root, const struct move *move, struct move *undo)
{
	const struct confrender_edit *e = &move->edit;
	size_t there = value_index(root, move->field);
	*undo = *move;
	undo->edit.verb = CONFRENDER_REMOVE;
	undo->edit.words = undo->words;
	undo->edit.literals = undo->literals;
	if (e->verb != CONFRENDER_ADD || (there != SIZE_MAX && root->items[there]->count == 0)) {
		return false;
	}
	switch (e->field) {
	case CONFRENDER_RESOURCE:
	case CONFRENDER_COMPONENT:
		for (size_t i = 0; i < e->word_count; i++) {
			if (holds(value_get(root, move->field), e->words[i])) {
				return false;
			}
		}
		return true;
	case CONFRENDER_PATCH: {
		const struct value *list = value_get(root, "patches");
		for (size_t i = 0; list != NULL && i < list->count; i++) {
			if (is_same_patch(list->items[i], e)) {
				return false;
			}
		}
		return true;
	}
	case CONFRENDER_LABEL:
	case CONFRENDER_ANNOTATION:
		undo->words[0] = "";
		undo->edit.word_count = 1;
		for (size_t i = 0; i < e->word_count; i++) {
			char *key = pool_text(pool, "%.*s", (int)strcspn(e->words[i], ":"), e->words[i]);
			if (there != SIZE_MAX && value_index(root->items[there], key) != SIZE_MAX) {
				return false;
			}
			undo->words[0] = pool_text(pool, "%s%s%s", undo->words[0], i > 0 ? "," : "", key);
		}
		return !e->without_selector;
	case CONFRENDER_CONFIG_MAP:
	case CONFRENDER_SECRET: {
		struct maker m = { pool, NULL, e };
		const struct value *list = value_get(root, move->field);
		for (size_t i = 0; list != NULL && i < list->count; i++) {
			if (is_entry(&m, list->items[i], e->words[0])) {
				return false;
			}
		}
		return true;
	}
	default:
		return false;
	}
}

char *
show_move(struct pool *pool, const struct move *move)
{
	static const char *const verbs[] = { "add", "set", "remove", "fix", "create" };
	const struct confrender_edit *e = &move->edit;
	char *text = pool_text(pool, "%s %s", verbs[e->verb], move->field);
	for (size_t i = 0; i < e->word_count; i++) {
		text = pool_text(pool, "%s '%s'", text, e->words[i]);
	}
	for (size_t i = 0; i < e->literal_count; i++) {
		text = pool_text(pool, "%s --from-literal='%s'", text, e->literals[i]);
	}
	return pool_text(pool, "%s%s%s%s%s%s%s%s%s%s%s", text, e->force ? " --force" : "", e->without_selector ? " --without-selector" : "",
			 e->include_templates ? " --include-templates" : "", e->ns != NULL ? " --namespace " : "",
			 e->ns != NULL ? e->ns : "", e->path != NULL ? " --path " : "", e->path != NULL ? e->path : "",
			 e->patch != NULL ? " --patch" : "", e->behavior != NULL ? " --behavior" : "",
			 e->new_namespace != NULL ? " --new-namespace" : "");
}
