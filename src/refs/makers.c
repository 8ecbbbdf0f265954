/* Who makes ConfigMaps and Secrets, and with which keys: the objects themselves, and those from which a controller makes one. */
#include "refs/work.h"

#include <stdlib.h>

struct key_source {
	struct cr_path path;
	bool pairs; /* the path leads to a map whose keys count */
};

struct key_sources {
	struct key_source *items;
	size_t count, cap;
};

struct maker_paths {
	struct cr_path at, ns;
	struct cr_path_list names;
	struct key_sources keys, replaced_by;
	struct cr_path_list unknown, unknown_still;
	struct cr_condition not_replaced, only_if, fills_if, fills_unless, never_if;
	struct cr_condition *extra;
	size_t extra_count;
	cr_key *annotations;
	size_t annotation_count;
};

/* "target.template.data{}": without the {} the path of the map. */
static struct key_sources
key_sources(struct cr_ctx *c, const char *texts)
{
	struct cr_path_list paths = cr_paths_parse(c, texts);
	struct key_sources sources = { 0 };
	for (size_t i = 0; i < paths.count; i++) {
		struct cr_path path = paths.items[i];
		bool pairs = path.count > 0 && path.steps[path.count - 1].enter == CR_PATH_VALUES;
		path.count -= pairs;
		*cr_push(c, &sources) = (struct key_source){ .path = path, .pairs = pairs };
	}
	return sources;
}

static struct cr_path
path_of(struct cr_ctx *c, const char *text)
{
	return cr_path_parse(c, text == NULL ? CR_STR("") : cr_str_z(text));
}

static void
set_annotations(struct cr_refs_work *w, struct maker_paths *p, const char *names)
{
	struct {
		cr_key *items;
		size_t count, cap;
	} list = { 0 };
	struct cr_str text = names == NULL ? CR_STR("") : cr_str_z(names);
	for (size_t from = 0; from < text.len;) {
		size_t end = cr_str_find(text, ' ', from);
		end = end == SIZE_MAX ? text.len : end;
		*cr_push(w->c, &list) = cr_key_intern(w->c, cr_str_sub(text, from, end));
		from = end + 1;
	}
	p->annotations = list.items;
	p->annotation_count = list.count;
}

static void
set_extra(struct cr_refs_work *w, struct maker_paths *p, const struct cr_maker_extra *extra)
{
	while (extra != NULL && extra[p->extra_count].keys != NULL) {
		p->extra_count++;
	}
	p->extra = cr_new_n(w->c, struct cr_condition, p->extra_count);
	for (size_t i = 0; i < p->extra_count; i++) {
		p->extra[i] = cr_condition_parse(w->c, extra[i].when);
	}
}

static const struct maker_paths *
paths_of(struct cr_refs_work *w, struct cr_row_use *use)
{
	const struct cr_maker_row *row = use->row;
	if (use->parsed == NULL) {
		struct maker_paths *p = cr_new(w->c, struct maker_paths);
		p->at = path_of(w->c, row->at);
		p->names = cr_paths_parse(w->c, row->name);
		p->ns = path_of(w->c, row->ns);
		p->keys = key_sources(w->c, row->keys);
		p->replaced_by = key_sources(w->c, row->replaced_by);
		p->unknown = cr_paths_parse(w->c, row->unknown);
		p->unknown_still = cr_paths_parse(w->c, row->unknown_still);
		p->not_replaced = cr_condition_parse(w->c, row->not_replaced);
		p->only_if = cr_condition_parse(w->c, row->only_if);
		p->fills_if = cr_condition_parse(w->c, row->fills_if);
		p->fills_unless = cr_condition_parse(w->c, row->fills_unless);
		p->never_if = cr_condition_parse(w->c, row->never_if);
		set_extra(w, p, row->extra);
		set_annotations(w, p, row->annotations);
		use->parsed = p;
	}
	return use->parsed;
}

static void
add_key(struct cr_refs_work *w, cr_key name, const struct cr_node *value, uint8_t field)
{
	if (name != CR_KEY_EMPTY) {
		*cr_scratch_push(w->c, &w->keys) = (struct cr_made_key){ .name = name, .value = value, .field = field };
	}
}

static void
add_pairs(struct cr_refs_work *w, const struct cr_node *map, uint8_t field)
{
	for (uint32_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		add_key(w, map->pairs[i].key, map->pairs[i].value, field);
	}
}

static void
add_from(struct cr_refs_work *w, const struct cr_node *at, const struct key_sources *sources)
{
	for (size_t i = 0; i < sources->count; i++) {
		struct cr_places p;
		cr_places_begin(&p, at, sources->items[i].path);
		for (const struct cr_node *n = cr_places_next(&p); n != NULL; n = cr_places_next(&p)) {
			if (sources->items[i].pairs) {
				add_pairs(w, n, CR_MADE_ELSEWHERE);
			} else {
				add_key(w, cr_refs_name(w, n), n, CR_MADE_ELSEWHERE);
			}
		}
	}
}

static void
add_words(struct cr_refs_work *w, const char *words)
{
	struct cr_str text = words == NULL ? CR_STR("") : cr_str_z(words);
	for (size_t from = 0; from < text.len;) {
		size_t end = cr_str_find(text, ' ', from);
		end = end == SIZE_MAX ? text.len : end;
		add_key(w, cr_key_intern(w->c, cr_str_sub(text, from, end)), NULL, CR_MADE_ELSEWHERE);
		from = end + 1;
	}
}

static bool
has_place(const struct cr_node *at, const struct cr_path_list *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		const struct cr_node *n = cr_path_first(at, paths->items[i]);
		if (!cr_node_is_null(n) && (n->kind == CR_SCALAR || n->count > 0)) {
			return true;
		}
	}
	return false;
}

static bool
has_pairs(const struct cr_node *at, const struct key_sources *sources)
{
	const struct cr_node *n = sources->count == 0 ? NULL : cr_path_first(at, sources->items[0].path);
	return cr_is(n, CR_MAP) && n->count > 0;
}

/* Collects the keys. False: there may be others. */
static bool
collect_keys(struct cr_refs_work *w, const struct cr_maker_row *row, const struct maker_paths *paths, const struct cr_node *at)
{
	w->keys.count = 0;
	if (has_pairs(at, &paths->replaced_by) && !cr_condition_holds(&paths->not_replaced, at)) {
		add_from(w, at, &paths->replaced_by);
		return !row->keys_unknown && !has_place(at, &paths->unknown_still);
	}
	add_from(w, at, &paths->keys);
	add_from(w, at, &paths->replaced_by);
	add_words(w, row->fixed);
	for (size_t i = 0; i < paths->extra_count; i++) {
		if (cr_condition_holds(&paths->extra[i], at)) {
			add_words(w, row->extra[i].keys);
		}
	}
	return !row->keys_unknown && !has_place(at, &paths->unknown);
}

struct sorted_key {
	struct cr_made_key key;
	struct cr_str text;
};

static int
compare_keys(const void *a, const void *b)
{
	const struct sorted_key *x = a, *y = b;
	int by_text = cr_str_cmp(x->text, y->text);
	return by_text != 0 ? by_text : (x->key.field > y->key.field) - (x->key.field < y->key.field);
}

/* What was collected, sorted, of equal ones the last. */
static void
take_keys(struct cr_refs_work *w, struct cr_made_map *map)
{
	size_t count = w->keys.count;
	struct cr_arena_mark mark = cr_arena_mark(w->c->scratch);
	struct sorted_key *sorted = cr_scratch_zero(w->c, count, sizeof *sorted);
	for (size_t i = 0; i < count; i++) {
		sorted[i] = (struct sorted_key){ .key = w->keys.items[i], .text = cr_key_str(w->c, w->keys.items[i].name) };
	}
	if (count > 1) {
		qsort(sorted, count, sizeof *sorted, compare_keys);
	}
	map->keys = cr_new_n(w->c, struct cr_made_key, count);
	for (size_t i = 0; i < count; i++) {
		if (i + 1 == count || sorted[i + 1].key.name != sorted[i].key.name) {
			map->keys[map->key_count++] = sorted[i].key;
		}
	}
	cr_arena_rewind(w->c->scratch, mark);
}

static bool
has_annotation(const struct cr_resource *r, const struct maker_paths *paths)
{
	const struct cr_node *notes = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	for (size_t i = 0; i < paths->annotation_count; i++) {
		if (cr_map_get(notes, paths->annotations[i]) != NULL) {
			return true;
		}
	}
	return paths->annotation_count == 0;
}

/* Sets name, at and path. False: it makes no map, since it names none. */
static bool
set_name(struct cr_refs_work *w, const struct cr_maker_row *row, const struct maker_paths *paths, const struct cr_node *at,
	 struct cr_node_path to, struct cr_made_map *map)
{
	for (size_t i = 0; i < paths->names.count; i++) {
		map->at = cr_path_first(at, paths->names.items[i]);
		map->name = cr_refs_name(w, map->at);
		if (map->name != CR_KEY_EMPTY) {
			map->path = cr_node_path_follow(w->c, to, paths->names.items[i]);
			map->follows = !row->fixed_name;
			cr_refs_see(w, map->at);
			return true;
		}
	}
	map->at = NULL;
	if (row->name != NULL && !row->own_name) {
		return false;
	}
	map->suffix = row->suffix == NULL ? CR_STR("") : cr_str_z(row->suffix);
	map->name =
		map->suffix.len == 0 ? w->r->id.name : cr_key_intern(w->c, cr_str_cat(w->c, cr_key_str(w->c, w->r->id.name), map->suffix));
	return map->name != CR_KEY_EMPTY;
}

/* SOPS has encrypted the name, too: nobody here knows it. */
static bool
is_ciphertext(struct cr_refs_work *w, cr_key name)
{
	return cr_str_starts(cr_key_str(w->c, name), CR_STR("ENC["));
}

static cr_key
namespace_of(struct cr_refs_work *w, const struct cr_maker_row *row, const struct maker_paths *paths, const struct cr_node *at)
{
	cr_key ns = row->ns == NULL ? CR_KEY_EMPTY : cr_refs_name(w, cr_path_first(at, paths->ns));
	return ns == CR_KEY_EMPTY ? w->ns : ns;
}

static void
make_at(struct cr_refs_work *w, const struct cr_maker_row *row, const struct maker_paths *paths, const struct cr_node *at,
	struct cr_node_path to)
{
	struct cr_made_map map = { .maker = w->r, .kind = row->map, .controlled = true };
	if ((paths->only_if.set && !cr_condition_holds(&paths->only_if, at)) || cr_condition_holds(&paths->never_if, at) ||
	    !set_name(w, row, paths, at, to, &map) || is_ciphertext(w, map.name)) {
		return;
	}
	map.ns = namespace_of(w, row, paths, at);
	map.any_ns = row->any_ns || map.ns == CR_KEY_NONE;
	if (cr_condition_holds(&paths->fills_if, at) || (paths->fills_unless.set && !cr_condition_holds(&paths->fills_unless, at))) {
		struct cr_made_map *filler = cr_new(w->c, struct cr_made_map);
		*filler = map;
		*cr_scratch_push(w->c, &w->fillers) = filler;
		return;
	}
	map.keys_known = collect_keys(w, row, paths, at);
	take_keys(w, &map);
	cr_map_list(w, map);
}

void
cr_maps_by_row(struct cr_refs_work *w, struct cr_row_use *use)
{
	const struct maker_paths *paths = paths_of(w, use);
	const struct cr_node_path root = { 0 };
	if (!has_annotation(w->r, paths)) {
		return;
	}
	struct cr_places p;
	cr_places_begin(&p, w->r->root, paths->at);
	for (const struct cr_node *at = cr_places_next(&p); at != NULL; at = cr_places_next(&p)) {
		make_at(w, use->row, paths, at, cr_node_path_join(w->c, root, p.steps, p.path.count));
	}
}

/* What annotations and labels say of a ConfigMap or Secret: effects of cr_note_row. */
static uint8_t
effects(struct cr_refs_work *w)
{
	const struct cr_node *annotations = cr_map_at(w->r->root, CR_KEY_metadata, CR_KEY_annotations);
	const struct cr_node *labels = cr_map_at(w->r->root, CR_KEY_metadata, CR_KEY_labels);
	uint8_t found = 0;
	for (size_t i = 0; i < cr_note_row_count; i++) {
		if (cr_map_get(annotations, w->notes[i]) != NULL || cr_map_get(labels, w->notes[i]) != NULL) {
			found |= cr_note_rows[i].effect;
		}
	}
	return found;
}

/* A ServiceAccount's token comes from the cluster. */
static bool
is_token(const struct cr_resource *r)
{
	return cr_str_eq(cr_map_text(r->root, CR_KEY_type), CR_STR("kubernetes.io/service-account-token"));
}

void
cr_maps_itself(struct cr_refs_work *w)
{
	struct cr_gvk gvk = w->r->id.gvk;
	if (gvk.group != CR_KEY_EMPTY || (gvk.kind != CR_KEY_ConfigMap && gvk.kind != CR_KEY_Secret) || w->r->id.name == CR_KEY_EMPTY) {
		return;
	}
	bool secret = gvk.kind == CR_KEY_Secret;
	uint8_t effect = effects(w);
	struct cr_made_map map = { .maker = w->r, .kind = secret ? CR_MAP_SECRET : CR_MAP_CONFIG, .ns = w->ns, .name = w->r->id.name };
	map.controlled = (effect & CR_NOTE_FILLS) != 0 || (secret && is_token(w->r));
	map.keys_known = !map.controlled;
	map.any_ns = (effect & CR_NOTE_SPREADS) != 0;
	w->keys.count = 0;
	add_pairs(w, cr_map_get(w->r->root, CR_KEY_data), CR_MADE_DATA);
	if (secret) {
		add_pairs(w, cr_map_get(w->r->root, CR_KEY_stringData), CR_MADE_STRING);
	} else {
		add_pairs(w, cr_map_get(w->r->root, CR_KEY_binaryData), CR_MADE_BINARY);
	}
	take_keys(w, &map);
	cr_map_list(w, map);
}
