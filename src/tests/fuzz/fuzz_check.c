/* Objects, whatever they are, through every rule of check: nothing crashes, and no finding holds the value of a Secret. */
#include "check/check.h"
#include "tests/fuzz/fuzz.h"

/* Shorter values are in every message by chance. */
#define SHORTEST ((size_t)12)

static size_t
count_in(struct cr_str text, struct cr_str part)
{
	size_t count = 0;
	for (size_t at = 0; (at = cr_str_find(text, part.ptr[0], at)) != SIZE_MAX && text.len - at >= part.len; at++) {
		count += memcmp(text.ptr + at, part.ptr, part.len) == 0;
	}
	return count;
}

/* A value that stands in the input once is no name, and no word that a message has by itself. */
static void
look_for_value(const struct cr_check *k, struct cr_str input, struct cr_str value)
{
	if (value.len < SHORTEST || count_in(input, value) != 1) {
		return;
	}
	for (const struct cr_finding *f = k->first; f != NULL; f = f->next) {
		FUZZ_HOLDS(count_in(f->what, value) == 0);
		FUZZ_HOLDS(count_in(f->fix, value) == 0);
		FUZZ_HOLDS(f->second_text.len == 0 || count_in(f->second_text, value) == 0);
	}
}

static void
look_for_values(const struct cr_check *k, struct cr_str input, const struct cr_resource *r, cr_key field)
{
	const struct cr_node *map = cr_map_get(r->root, field);
	for (size_t i = 0; cr_is(map, CR_MAP) && i < map->count; i++) {
		if (map->pairs[i].value->kind == CR_SCALAR) {
			look_for_value(k, input, cr_text(map->pairs[i].value));
		}
	}
}

static bool
read_objects(struct cr_ctx *c, struct cr_str text, struct cr_resmap *m)
{
	struct cr_source source = { .text = text, .file = 1, .line = 1 };
	struct cr_docs docs = { 0 };
	struct cr_resources objects = { 0 };
	cr_resmap_init(c, m);
	if (!cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs) || !cr_resources_from_docs(c, &docs, &objects)) {
		return false;
	}
	for (size_t i = 0; i < objects.count; i++) {
		if (!cr_resmap_append(c, m, objects.items[i])) {
			return false;
		}
	}
	return true;
}

static void
run(struct cr_ctx *c, void *arg)
{
	struct cr_str text = *(const struct cr_str *)arg;
	struct cr_resmap objects;
	struct cr_refs refs;
	struct cr_rollout rollout = { 0 };
	struct cr_check_options options = { .external_count = 0 };
	if (!read_objects(c, text, &objects)) {
		return;
	}
	for (size_t i = 0; i < CR_RULE_COUNT; i++) {
		options.level[i] = CR_FIND_WARNING;
	}
	cr_refs_build(c, &objects, &refs);
	struct cr_check k = { .c = c, .resources = &objects, .refs = &refs, .rollout = &rollout, .options = &options };
	cr_check_run(&k);
	for (size_t i = 0; i < objects.count; i++) {
		if (objects.items[i]->id.gvk.kind == CR_KEY_Secret) {
			look_for_values(&k, text, objects.items[i], CR_KEY_data);
			look_for_values(&k, text, objects.items[i], CR_KEY_stringData);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cr_str text = { .ptr = (const char *)data, .len = size };
	fuzz_in_context(run, &text);
	return 0;
}
