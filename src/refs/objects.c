/* Fields of objects without pods that name a ConfigMap or a Secret. */
#include "refs/work.h"

struct object_paths {
	struct cr_path_list at;
	struct cr_path name, key, ns;
};

static struct cr_path
path_of(struct cr_ctx *c, const char *text)
{
	return cr_path_parse(c, text == NULL ? CR_STR("") : cr_str_z(text));
}

static const struct object_paths *
paths_of(struct cr_refs_work *w, struct cr_row_use *use)
{
	const struct cr_object_row *row = use->row;
	if (use->parsed == NULL) {
		struct object_paths *p = cr_new(w->c, struct object_paths);
		*p = (struct object_paths){
			.at = cr_paths_parse(w->c, row->at),
			.name = path_of(w->c, row->name),
			.key = path_of(w->c, row->key),
			.ns = path_of(w->c, row->ns),
		};
		use->parsed = p;
	}
	return use->parsed;
}

/* Where a kind stands beside the name, it is that of the map. */
static bool
is_of_kind(const struct cr_node *at, enum cr_map_kind kind)
{
	struct cr_str text = cr_map_text(at, CR_KEY_kind);
	return text.len == 0 || cr_str_eq(text, kind == CR_MAP_SECRET ? CR_STR("Secret") : CR_STR("ConfigMap"));
}

static void
add_at(struct cr_refs_work *w, const struct cr_object_row *row, const struct object_paths *paths, const struct cr_node *at,
       const struct cr_places *place)
{
	struct cr_node_path to = cr_node_path_join(w->c, (struct cr_node_path){ 0 }, place->steps, place->path.count);
	struct cr_read read = { .how = CR_READ_OBJECT, .kind = row->map, .source = at };
	w->trail.count = 0;
	for (uint32_t i = 0; i < paths->name.count; i++) {
		cr_trail_key(w, paths->name.steps[i].key);
	}
	if (!is_of_kind(at, row->map) || !cr_read_begin(w, &read, cr_path_first(at, paths->name), to)) {
		return;
	}
	cr_key key = row->key == NULL ? CR_KEY_EMPTY : cr_refs_name(w, cr_path_first(at, paths->key));
	cr_key ns = row->ns == NULL ? CR_KEY_EMPTY : cr_refs_name(w, cr_path_first(at, paths->ns));
	if (key != CR_KEY_EMPTY) {
		read.key = key;
		read.key_at = cr_path_first(at, paths->key);
	}
	if (ns != CR_KEY_EMPTY) {
		read.ns = ns;
	} else if (row->ns != NULL && strcmp(row->ns, "?") == 0) {
		read.ns = CR_KEY_NONE;
	}
	read.optional = cr_refs_is_true(cr_map_get(at, CR_KEY_optional));
	cr_read_add(w, &read);
}

void
cr_objects_by_row(struct cr_refs_work *w, struct cr_row_use *use)
{
	const struct object_paths *paths = paths_of(w, use);
	for (size_t i = 0; i < paths->at.count; i++) {
		struct cr_places p;
		cr_places_begin(&p, w->r->root, paths->at.items[i]);
		for (const struct cr_node *at = cr_places_next(&p); at != NULL; at = cr_places_next(&p)) {
			add_at(w, use->row, paths, at, &p);
		}
	}
}
