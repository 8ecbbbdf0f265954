/* create: a kustomization where there is none, of what is named and of the manifests that are found. */
#include "edit/tree.h"
#include "resource/resource.h"
#include "yaml/read.h"

/* What is still to be looked at, the next one last. */
struct search {
	struct cr_edit_state *state;
	struct cr_edit_words *found;
	struct {
		struct place {
			struct cr_str path; /* seen from the directory of the edit; "" is that one */
			char kind;
		} * items;
		size_t count, cap;
	} open;
	bool recursive;
};

struct attempt {
	struct cr_source source;
	struct cr_resources objects;
};

static bool
read_objects(struct cr_ctx *c, void *arg)
{
	struct attempt *a = arg;
	struct cr_docs docs = { 0 };
	return cr_yaml_read(c, &a->source, CR_YAML_RESOURCE, &docs) && cr_resources_from_docs(c, &docs, &a->objects);
}

/* Is the file all manifests? What it is else is nobody's mistake: nothing is said about it. */
static bool
is_manifest(struct cr_ctx *c, const struct cr_file *file)
{
	struct attempt a = { .source = { .text = file->text, .file = file->index, .line = 1 } };
	return cr_edit_silently(c, read_objects, &a);
}

static struct cr_str
below(struct cr_ctx *c, struct cr_str dir, struct cr_str name)
{
	return dir.len == 0 ? cr_str_dup(c, name) : cr_str_cat(c, cr_str_cat(c, dir, CR_STR("/")), name);
}

static void
offer(struct search *w, struct cr_str path)
{
	if (!cr_edit_in(w->found, path)) {
		cr_count_work(w->state->ctx, w->found->count);
		*cr_push(w->state->ctx, w->found) = path;
	}
}

static bool
look_at_file(struct search *w, struct cr_str path)
{
	const struct cr_file *file;
	if (!cr_edit_find_file(w->state, path, CR_NO_MARK, &file)) {
		return false;
	}
	if (file != NULL && is_manifest(w->state->ctx, file)) {
		offer(w, path);
	}
	return true;
}

/* A directory with a kustomization of its own is a resource, and not looked through. */
static bool
has_kustomization(const struct cr_dir_entries *entries)
{
	bool found = false;
	for (size_t i = 0; i < entries->count; i++) {
		struct cr_str name = entries->items[i].name;
		found = found || cr_str_eq(name, CR_STR("kustomization.yaml")) || cr_str_eq(name, CR_STR("kustomization.yml")) ||
			cr_str_eq(name, CR_STR("Kustomization"));
	}
	return found;
}

static bool
look_through(struct search *w, struct cr_str dir)
{
	struct cr_ctx *c = w->state->ctx;
	struct cr_dir_entries entries = { 0 };
	struct cr_str path;
	if (!cr_path_join(c, w->state->dir, dir, &path) || !cr_list_dir(c, path, CR_NO_MARK, &entries)) {
		return false;
	}
	if (dir.len > 0 && has_kustomization(&entries)) {
		offer(w, dir);
		return true;
	}
	for (size_t i = entries.count; i-- > 0;) {
		struct cr_str name = entries.items[i].name;
		/* The program's own unfinished file. */
		if (!cr_str_starts(name, CR_STR(".conf-render-"))) {
			*cr_push(c, &w->open) = (struct place){ below(c, dir, name), entries.items[i].kind };
		}
	}
	return true;
}

static bool
detect(struct cr_edit_state *s, const struct cr_edit *e, struct cr_edit_words *found)
{
	struct search w = { .state = s, .found = found, .recursive = e->recursive };
	bool ok = look_through(&w, CR_STR(""));
	while (ok && w.open.count > 0) {
		struct place place = w.open.items[--w.open.count];
		if (place.kind == 'f' || place.kind == 'l') {
			ok = look_at_file(&w, place.path);
		} else if (place.kind == 'd' && w.recursive) {
			ok = look_through(&w, place.path);
		}
	}
	return ok;
}

static void
put_entries(struct cr_edit_state *s, const char *field, const struct cr_edit_words *words)
{
	struct cr_ctx *c = s->ctx;
	struct cr_node *map = cr_node_map(c, CR_NO_MARK);
	for (size_t i = 0; i < words->count; i++) {
		struct cr_str key, value;
		cr_edit_split_label(words->items[i], &key, &value);
		cr_map_set(c, map, cr_key_intern(c, key), cr_edit_new_text(c, value), CR_NO_MARK);
	}
	if (map->count > 0) {
		cr_edit_put(c, s->root, field, map);
	}
}

bool
cr_edit_create(struct cr_edit_state *s, const struct cr_edit *e)
{
	struct cr_ctx *c = s->ctx;
	struct cr_edit_words resources = { 0 };
	for (size_t i = 0; i < e->words.count; i++) {
		*cr_push(c, &resources) = e->words.items[i];
	}
	if (e->detect && !detect(s, e, &resources)) {
		return false;
	}
	cr_edit_put_text(c, s->root, "apiVersion", CR_STR("kustomize.config.k8s.io/v1beta1"));
	cr_edit_put_text(c, s->root, "kind", CR_STR("Kustomization"));
	for (size_t i = 0; i < resources.count; i++) {
		cr_list_append(c, cr_edit_list(s, s->root, "resources"), cr_edit_new_text(c, resources.items[i]));
	}
	cr_edit_put_text(c, s->root, "namePrefix", e->name_prefix);
	cr_edit_put_text(c, s->root, "nameSuffix", e->name_suffix);
	cr_edit_put_text(c, s->root, "namespace", e->ns);
	put_entries(s, "commonLabels", &e->labels);
	put_entries(s, "commonAnnotations", &e->annotations);
	return true;
}
