/* Objects, as documents: each read, pod and made map stands where its path leads, keys are in order and found, a second look sees the same,
 * and writing a name where it was read changes nothing. */
#include "refs/refs.h"
#include "tests/fuzz/fuzz.h"

static bool
collect(struct cr_ctx *c, struct cr_str text, struct cr_resmap *m)
{
	struct cr_docs docs = { 0 };
	struct cr_resources found = { 0 };
	struct cr_source source = { .text = text, .file = 1, .line = 1 };
	if (!cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs) || !cr_resources_from_docs(c, &docs, &found)) {
		return false;
	}
	cr_resmap_init(c, m);
	for (size_t i = 0; i < found.count; i++) {
		if (!cr_resmap_append(c, m, found.items[i])) {
			return false;
		}
	}
	return true;
}

static void
check_read(struct cr_ctx *c, const struct cr_read *r)
{
	FUZZ_HOLDS(r->name != CR_KEY_EMPTY && r->ns != CR_KEY_EMPTY);
	FUZZ_HOLDS(cr_node_path_get(r->reader->root, r->path) == r->at);
	FUZZ_SAME_TEXT(cr_text(r->at), cr_key_str(c, r->name));
	FUZZ_HOLDS((r->key == CR_KEY_NONE) == (r->key_at == NULL));
	if (r->key_at != NULL) {
		FUZZ_SAME_TEXT(cr_text(r->key_at), cr_key_str(c, r->key));
	}
	FUZZ_HOLDS(r->pod == NULL || (r >= r->pod->reads && r < r->pod->reads + r->pod->read_count));
}

static void
check_map(struct cr_ctx *c, const struct cr_refs *refs, const struct cr_made_map *m)
{
	FUZZ_HOLDS(m->name != CR_KEY_EMPTY && (m->ns != CR_KEY_NONE || m->any_ns));
	FUZZ_HOLDS(m->path.count == 0 || cr_node_path_get(m->maker->root, m->path) == m->at);
	for (size_t i = 0; i < m->key_count; i++) {
		FUZZ_HOLDS(i == 0 || cr_str_cmp(cr_key_str(c, m->keys[i - 1].name), cr_key_str(c, m->keys[i].name)) < 0);
		FUZZ_HOLDS(cr_made_map_key(c, m, m->keys[i].name) == &m->keys[i]);
	}
	const struct cr_made_map *found = cr_refs_find(c, refs, m->kind, m->ns, m->name);
	FUZZ_HOLDS(found != NULL && found->name == m->name && found->kind == m->kind);
	FUZZ_HOLDS(cr_refs_find(c, refs, m->kind, CR_KEY_NONE, m->name) != NULL);
}

/* In trees that belong to somebody else. */
static void
write_names(struct cr_ctx *c, const struct cr_refs *refs)
{
	fuzz_share(c);
	for (size_t i = 0; i < refs->read_count; i++) {
		const struct cr_read *r = refs->reads[i];
		struct cr_node *before = r->reader->root;
		r->reader->stamp = c->stamp;
		struct cr_node *root = cr_resource_edit(c, r->reader);
		FUZZ_HOLDS(cr_node_path_set_text(c, root, r->path, cr_key_str(c, r->name)));
		FUZZ_SAME_TEXT(cr_text(cr_node_path_get(root, r->path)), cr_key_str(c, r->name));
		FUZZ_HOLDS(cr_node_path_get(before, r->path) == r->at || before == root);
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	struct cr_resmap m;
	struct cr_refs refs, again;
	if (!collect(c, fuzz_alone(c, *(const struct cr_str *)arg), &m)) {
		return;
	}
	cr_refs_build(c, &m, &refs);
	for (size_t i = 0; i < refs.pod_count; i++) {
		FUZZ_HOLDS(cr_node_path_get(refs.pods[i]->owner->root, refs.pods[i]->spec_path) == refs.pods[i]->spec);
	}
	for (size_t i = 0; i < refs.read_count; i++) {
		check_read(c, refs.reads[i]);
	}
	for (size_t i = 0; i < refs.map_count; i++) {
		check_map(c, &refs, refs.maps[i]);
	}
	write_names(c, &refs);
	cr_refs_build(c, &m, &again);
	FUZZ_HOLDS(again.pod_count == refs.pod_count && again.read_count == refs.read_count && again.map_count == refs.map_count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cr_str text = { .ptr = (const char *)data, .len = size };
	fuzz_in_context(run, &text);
	return 0;
}
