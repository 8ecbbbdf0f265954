/* Field paths ("=== path" in "=== objects") and replacements ("=== replacements"). To look changes nothing; what was found is what is
 * edited; what was made is found; and replacements write to none but their own objects. */
#include "kustomization/replacement.h"
#include "tests/fuzz/fuzz.h"
#include "transform/replacement.h"

static struct cr_node *
make_private(struct cr_ctx *c, const struct cr_node *n)
{
	fuzz_share(c);
	return cr_node_copy(c, n);
}

static void
check_source(struct cr_ctx *c, const struct cr_field_path *path, struct cr_node *object)
{
	struct cr_path_failure failure = { 0 };
	struct cr_node *root = make_private(c, object);
	const struct cr_node *found = cr_field_path_get(c, root, path, path->count, &failure);
	cr_path_failure_text(c, &failure);
	FUZZ_SAME(c, root, object);
	if (found != NULL) {
		const struct cr_node *edited = cr_field_path_edit(c, root, path, path->count);
		FUZZ_HOLDS(edited != NULL && edited->stamp == c->stamp);
		FUZZ_SAME(c, found, edited);
		FUZZ_SAME(c, root, object);
	}
}

static struct cr_path_search
search(struct cr_ctx *c, const struct cr_field_path *path, struct cr_node *root, bool create, bool *ok)
{
	struct cr_path_search s = { .path = path, .create = create, .leaf = CR_SCALAR };
	size_t errors = cr_error_count(c);
	bool hard = false;
	*ok = cr_field_path_match(c, root, &s, &hard);
	FUZZ_HOLDS(hard == (cr_error_count(c) > errors) && !(*ok && hard));
	for (size_t i = 0; *ok && i < s.hits.count; i++) {
		FUZZ_HOLDS(s.hits.items[i].node != NULL && s.hits.items[i].node->stamp == c->stamp);
	}
	return s;
}

/* What is there is found without making anything. */
static void
check_target(struct cr_ctx *c, const struct cr_field_path *path, const struct cr_node *object)
{
	bool ok;
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	struct cr_node *root = make_private(c, object);
	search(c, path, root, false, &ok);
	search(c, path, make_private(c, object), true, &ok);
	cr_arena_rewind(c->scratch, mark);
}

static void
check_path(struct cr_ctx *c, struct cr_str text, struct cr_node *object)
{
	const struct cr_field_path *paths[] = { cr_field_path_new(c, text, CR_NO_MARK), cr_field_path_new_indexed(c, text, CR_NO_MARK) };
	for (size_t i = 0; i < 2; i++) {
		FUZZ_HOLDS(paths[i] != NULL && paths[i]->count <= text.len + 1);
		check_source(c, paths[i], object);
		check_target(c, paths[i], object);
	}
}

static struct cr_resmap
map_of(struct cr_ctx *c, const struct cr_docs *docs, bool *ok)
{
	struct cr_resources objects = { 0 };
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	*ok = cr_resources_from_docs(c, docs, &objects);
	for (size_t i = 0; *ok && i < objects.count; i++) {
		*ok = cr_resmap_append(c, &m, objects.items[i]);
	}
	return m;
}

/* The same objects, shared with m. */
static bool
replace(struct cr_ctx *c, const struct cr_replacement_list *list, const struct cr_resmap *m, struct cr_resmap *out)
{
	size_t errors = cr_error_count(c);
	fuzz_share(c);
	cr_resmap_init(c, out);
	cr_resmap_copy(c, out, m);
	const struct cr_replacements all = { .loaded = { .items = &list, .count = 1, .cap = 1 } };
	bool ok = cr_replacements_run(c, &all, out);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	return ok;
}

static void
check_replacements(struct cr_ctx *c, struct cr_str text, const struct cr_resmap *m)
{
	struct cr_replacement_list list = { 0 };
	struct cr_resmap first, second;
	size_t errors = cr_error_count(c);
	const struct cr_node *root = fuzz_read(c, text, CR_YAML_KUSTOMIZATION);
	if (cr_error_count(c) > errors || !cr_replacement_file_decode(c, root, cr_mark_make(1, 0, 0), &list)) {
		return;
	}
	struct cr_node **before = cr_new_n(c, struct cr_node *, m->count);
	for (size_t i = 0; i < m->count; i++) {
		before[i] = cr_node_copy(c, m->items[i]->root);
	}
	bool ok = replace(c, &list, m, &first);
	for (size_t i = 0; i < m->count; i++) {
		FUZZ_SAME(c, before[i], m->items[i]->root);
	}
	FUZZ_HOLDS(replace(c, &list, m, &second) == ok && first.count == second.count);
	for (size_t i = 0; ok && i < first.count; i++) {
		FUZZ_SAME(c, first.items[i]->root, second.items[i]->root);
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	const struct fuzz_pack *pack = arg;
	struct cr_docs docs = { 0 };
	struct cr_source source = { .text = fuzz_alone(c, fuzz_part(pack, "objects")), .file = 1, .line = 1 };
	bool ok;
	if (!cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs) || docs.count == 0) {
		return;
	}
	if (fuzz_has_part(pack, "path")) {
		check_path(c, fuzz_alone(c, fuzz_line(fuzz_part(pack, "path"))), docs.items[0]);
	}
	if (fuzz_has_part(pack, "replacements")) {
		struct cr_resmap m = map_of(c, &docs, &ok);
		if (ok) {
			check_replacements(c, fuzz_part(pack, "replacements"), &m);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	fuzz_in_context(run, &pack);
	return 0;
}
