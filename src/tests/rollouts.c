/* Random trees with checksums: one value of one map changes, and what then differs in the output are that map and exactly the workloads
 * that read the key. Who reads what is known here because it was drawn here.
 *
 *     rollouts FIRST COUNT
 *
 * renders COUNT trees, drawn from the seeds FIRST, FIRST + 1, ... */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

enum { MAPS = 5, KEYS = 6, WORKLOADS = 6, READS = 5, CHANGES = 12, ABSENT = 0 };

/* Where a value stands. SHADOWED: stringData of the same key wins over it, so nobody sees it. */
enum place { PLAIN, ENCODED, SHADOWED };

struct key {
	unsigned value; /* ABSENT, or what its text is made of */
	enum place place;
};

struct map {
	bool secret, generated;
	bool reversed; /* the order in which its keys are written */
	unsigned label;
	struct key keys[KEYS];
};

enum how { ENV, ENV_FROM, VOLUME, ITEM, PROJECTED, SUB_PATH, HOWS };

struct read {
	enum how how;
	unsigned map, key;
	bool init;
};

struct workload {
	unsigned kind;
	struct read reads[READS];
	unsigned count;
};

struct tree {
	struct map maps[MAPS];
	struct workload workloads[WORKLOADS];
};

static const struct {
	const char *api, *kind, *path;
} kinds[] = {
	{ "apps/v1", "Deployment", "template: " },
	{ "apps/v1", "StatefulSet", "template: " },
	{ "apps/v1", "DaemonSet", "template: " },
	{ "batch/v1", "CronJob", "jobTemplate: {spec: {template: " },
	{ "argoproj.io/v1alpha1", "Rollout", "template: " },
	{ "example.com/v1", "Server", "podTemplate: " },
};

static unsigned
draw(uint64_t *state, unsigned below)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t z = *state;
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((z ^ (z >> 31)) >> 33) % below;
}

static struct tree
draw_tree(uint64_t *state)
{
	struct tree t = { 0 };
	for (unsigned m = 0; m < MAPS; m++) {
		struct map *map = &t.maps[m];
		map->secret = draw(state, 2) == 0;
		map->generated = draw(state, 4) == 0;
		map->reversed = draw(state, 2) == 0;
		for (unsigned k = 0; k < KEYS; k++) {
			unsigned places = map->generated ? 1 : map->secret ? 3 : 2;
			map->keys[k] =
				(struct key){ draw(state, 4) == 0 ? ABSENT : 1 + draw(state, 1000), (enum place)draw(state, places) };
		}
	}
	for (unsigned w = 0; w < WORKLOADS; w++) {
		struct workload *load = &t.workloads[w];
		load->kind = draw(state, sizeof(kinds) / sizeof(kinds[0]));
		load->count = draw(state, READS + 1);
		for (unsigned r = 0; r < load->count; r++) {
			load->reads[r] =
				(struct read){ (enum how)draw(state, HOWS), draw(state, MAPS), draw(state, KEYS), draw(state, 3) == 0 };
		}
	}
	return t;
}

/* Four letters are base64 of three bytes. */
static void
write_value(FILE *out, const struct map *map, unsigned k, bool encoded)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
	unsigned value = map->keys[k].value;
	if (encoded) {
		fprintf(out, "%c%c%c%c", letters[value % 32], letters[value / 32 % 32], letters[value / 1024 % 32], letters[k]);
	} else {
		fprintf(out, "v%u \xc3\xa4", value);
	}
}

/* shadow: the values that win over those of SHADOWED keys. */
static void
write_field(FILE *out, const struct map *map, const char *field, enum place place, bool shadow)
{
	for (unsigned i = 0; i < KEYS; i++) {
		unsigned k = map->reversed ? KEYS - 1 - i : i;
		bool shadows = shadow && map->keys[k].place == SHADOWED;
		if (map->keys[k].value == ABSENT || (map->keys[k].place != place && !shadows)) {
			continue;
		}
		if (field != NULL) {
			fprintf(out, "%s:\n", field);
			field = NULL;
		}
		fprintf(out, "  k%u: \"", k);
		if (shadows) {
			fputs("what wins", out);
		} else {
			write_value(out, map, k, place != PLAIN);
		}
		fputs("\"\n", out);
	}
}

static void
write_map(FILE *out, const struct map *map, unsigned m)
{
	fprintf(out, "---\napiVersion: v1\nkind: %s\nmetadata:\n  name: m%u\n  labels: {l: \"%u\"}\n", map->secret ? "Secret" : "ConfigMap",
		m, map->label);
	if (!map->secret) {
		write_field(out, map, "data", PLAIN, false);
		write_field(out, map, "binaryData", ENCODED, false);
		return;
	}
	/* data: ENCODED and SHADOWED ones stand in one field. */
	struct map both = *map;
	for (unsigned k = 0; k < KEYS; k++) {
		both.keys[k].place = both.keys[k].place == SHADOWED ? ENCODED : both.keys[k].place;
	}
	write_field(out, &both, "data", ENCODED, false);
	write_field(out, map, "stringData", PLAIN, true);
}

static void
write_generator(FILE *out, const struct map *map, unsigned m)
{
	fprintf(out, "- name: m%u\n  literals:\n  - always=1\n", m);
	for (unsigned i = 0; i < KEYS; i++) {
		unsigned k = map->reversed ? KEYS - 1 - i : i;
		if (map->keys[k].value != ABSENT) {
			fprintf(out, "  - k%u=", k);
			write_value(out, map, k, false);
			fputc('\n', out);
		}
	}
}

static void
write_container(FILE *out, const struct tree *t, const struct workload *w, bool init)
{
	fprintf(out, "{name: c, image: c, env: [{name: FIXED, value: x}");
	for (unsigned r = 0; r < w->count; r++) {
		const struct read *read = &w->reads[r];
		if (read->how == ENV && read->init == init) {
			fprintf(out, ", {name: E%u, valueFrom: {%s: {name: m%u, key: k%u, optional: true}}}", r,
				t->maps[read->map].secret ? "secretKeyRef" : "configMapKeyRef", read->map, read->key);
		}
	}
	fputs("], envFrom: [", out);
	for (unsigned r = 0; r < w->count; r++) {
		if (w->reads[r].how == ENV_FROM && w->reads[r].init == init) {
			fprintf(out, "{%s: {name: m%u}}, ", t->maps[w->reads[r].map].secret ? "secretRef" : "configMapRef",
				w->reads[r].map);
		}
	}
	fputs("], volumeMounts: [", out);
	for (unsigned r = 0; r < w->count; r++) {
		if (w->reads[r].how >= VOLUME && w->reads[r].init == init) {
			fprintf(out, "{name: v%u, mountPath: /v%u", r, r);
			fprintf(out, w->reads[r].how == SUB_PATH ? ", subPath: k%u}, " : "}, ", w->reads[r].key);
		}
	}
	fputs("]}", out);
}

static void
write_volume(FILE *out, const struct map *map, const struct read *read, unsigned r)
{
	const char *field = map->secret ? "secret" : "configMap";
	fprintf(out, "{name: v%u, ", r);
	if (read->how == PROJECTED) {
		fprintf(out, "projected: {sources: [{%s: {name: m%u, items: [{key: k%u, path: p}]}}]}}, ", field, read->map, read->key);
	} else if (read->how == ITEM) {
		fprintf(out, "%s: {%s: m%u, items: [{key: k%u, path: p}]}}, ", field, map->secret ? "secretName" : "name", read->map,
			read->key);
	} else {
		fprintf(out, "%s: {%s: m%u}}, ", field, map->secret ? "secretName" : "name", read->map);
	}
}

static void
write_workload(FILE *out, const struct tree *t, unsigned i)
{
	const struct workload *w = &t->workloads[i];
	bool nested = strcmp(kinds[w->kind].kind, "CronJob") == 0;
	fprintf(out, "---\napiVersion: %s\nkind: %s\nmetadata: {name: w%u}\nspec: {%s{spec: {initContainers: [", kinds[w->kind].api,
		kinds[w->kind].kind, i, kinds[w->kind].path);
	write_container(out, t, w, true);
	fputs("], containers: [", out);
	write_container(out, t, w, false);
	fputs("], volumes: [", out);
	for (unsigned r = 0; r < w->count; r++) {
		if (w->reads[r].how >= VOLUME) {
			write_volume(out, &t->maps[w->reads[r].map], &w->reads[r], r);
		}
	}
	fprintf(out, "]}}%s}\n", nested ? "}}" : "");
}

static void
write_kustomization(FILE *out, const struct tree *t)
{
	fputs("resources: [r.yaml]\nsortOptions: {order: fifo}\n", out);
	for (int secret = 0; secret < 2; secret++) {
		fputs(secret ? "secretGenerator:\n" : "configMapGenerator:\n", out);
		for (unsigned m = 0; m < MAPS; m++) {
			if (t->maps[m].generated && t->maps[m].secret == (secret != 0)) {
				write_generator(out, &t->maps[m], m);
			}
		}
	}
}

static void
write_resources(FILE *out, const struct tree *t)
{
	for (unsigned m = 0; m < MAPS; m++) {
		if (!t->maps[m].generated) {
			write_map(out, &t->maps[m], m);
		}
	}
	for (unsigned w = 0; w < WORKLOADS; w++) {
		write_workload(out, t, w);
	}
}

/* What write writes; the caller frees it. */
static struct bytes
text_of(const struct tree *t, void (*write)(FILE *out, const struct tree *t))
{
	struct bytes text = { NULL, 0 };
	FILE *out = open_memstream(&text.data, &text.length);
	if (out == NULL) {
		abort();
	}
	write(out, t);
	fclose(out);
	return text;
}

/* An output, and the session in which the names of its objects lie. */
struct rendered {
	struct confrender_session *session;
	struct confrender_output *output; /* NULL: it failed */
};

static void
rendered_free(struct rendered r)
{
	confrender_output_free(r.output);
	confrender_session_free(r.session);
}

/* How a tree is rendered. */
struct how_to {
	enum confrender_checksums checksums;
	bool keyed;
};

static struct rendered
render_files(struct bytes kustomization, struct bytes resources, const struct how_to *how)
{
	char *names[] = { (char *)"kustomization.yaml", (char *)"r.yaml" };
	struct bytes contents[] = { kustomization, resources };
	struct fixture fixture;
	struct rendered rendered = { NULL, NULL };
	fixture_of(&fixture, (struct paths){ names, 2 }, contents);
	const struct confrender_session_options options = { .size = sizeof(options), .tree = &fixture.tree };
	rendered.session = confrender_session_new(&options, NULL);
	const struct confrender_render_options render = { .size = sizeof(render),
							  .checksums = how->checksums,
							  .references = CONFRENDER_REFERENCES_ALL,
							  .checksum_key = how->keyed ? "key" : NULL,
							  .checksum_key_length = how->keyed ? 3 : 0 };
	if (rendered.session == NULL || confrender_render(rendered.session, "", &render, &rendered.output) != CONFRENDER_OK) {
		rendered.output = NULL;
	}
	return rendered;
}

static struct rendered
render_tree(const struct tree *t, const struct how_to *how)
{
	struct bytes kustomization = text_of(t, write_kustomization), resources = text_of(t, write_resources);
	struct rendered rendered = render_files(kustomization, resources, how);
	free(kustomization.data);
	free(resources.data);
	return rendered;
}

/* The object with this name, whatever its hash. */
static struct confrender_resource
named(const struct confrender_output *output, char letter, unsigned number)
{
	char name[16];
	size_t length = (size_t)snprintf(name, sizeof(name), "%c%u", letter, number);
	for (size_t i = 0; i < confrender_output_count(output); i++) {
		struct confrender_resource r = confrender_output_resource(output, i);
		if (strncmp(r.name, name, length) == 0 && (r.name[length] == '\0' || r.name[length] == '-')) {
			return r;
		}
	}
	fprintf(stderr, "%s is not in the output\n", name);
	abort();
}

static bool
differs(const struct confrender_output *a, const struct confrender_output *b, char letter, unsigned number)
{
	struct confrender_resource x = named(a, letter, number), y = named(b, letter, number);
	return x.length != y.length || memcmp(x.text, y.text, x.length) != 0;
}

/* What a change shows in. */
struct change {
	unsigned map, key;
	bool map_differs; /* does the map's text change? */
	bool seen;        /* by who reads the key */
};

static struct change
draw_change(uint64_t *state, struct tree *t)
{
	struct change change = { .map = draw(state, MAPS), .key = draw(state, KEYS), .map_differs = true };
	struct map *map = &t->maps[change.map];
	struct key *key = &map->keys[change.key];
	unsigned what = draw(state, 8);
	if (what == 0) {
		map->reversed = !map->reversed;
		change.map_differs = false;
	} else if (what == 1) {
		map->label++;
		change.map_differs = !map->generated;
	} else if (what < 4) {
		change.seen = change.map_differs = key->value != ABSENT;
		key->value = ABSENT;
	} else {
		change.seen = key->value == ABSENT || key->place != SHADOWED;
		key->value = key->value % 1000 + 1;
	}
	return change;
}

static bool
reads_change(const struct tree *t, const struct workload *w, const struct change *change)
{
	bool sees = false;
	for (unsigned r = 0; r < w->count; r++) {
		const struct read *read = &w->reads[r];
		bool all = read->how == ENV_FROM || read->how == VOLUME || t->maps[read->map].generated;
		sees = sees || (read->map == change->map && (all || read->key == change->key));
	}
	return sees && change->seen;
}

static bool
fail(uint64_t seed, const char *what, unsigned number)
{
	printf("FAILED seed %" PRIu64 ": %s %u\n", seed, what, number);
	return false;
}

/* Does the change show where it must, and nowhere else? */
static bool
shows(uint64_t seed, const struct tree *t, const struct change *change, const struct confrender_output *a,
      const struct confrender_output *b)
{
	bool good = true;
	for (unsigned m = 0; m < MAPS; m++) {
		if (differs(a, b, 'm', m) != (m == change->map && change->map_differs)) {
			good = fail(seed, "map", m);
		}
	}
	for (unsigned w = 0; w < WORKLOADS; w++) {
		if (differs(a, b, 'w', w) != reads_change(t, &t->workloads[w], change)) {
			good = fail(seed, "workload", w);
		}
	}
	return good;
}

static bool
same_text(const struct confrender_output *a, const struct confrender_output *b)
{
	size_t lengths[2];
	const char *x = confrender_output_text(a, &lengths[0]), *y = confrender_output_text(b, &lengths[1]);
	return lengths[0] == lengths[1] && memcmp(x, y, lengths[0]) == 0;
}

/* Rendered again, from the same files, and where no name has a hash, from what was printed. */
static bool
is_steady(const struct tree *t, const struct how_to *how, const struct confrender_output *output)
{
	static char again[] = "resources: [r.yaml]\nsortOptions: {order: fifo}\n";
	struct rendered second = render_tree(t, how);
	bool good = second.output != NULL && same_text(output, second.output);
	bool hashed = false;
	for (unsigned m = 0; m < MAPS; m++) {
		hashed = hashed || t->maps[m].generated;
	}
	rendered_free(second);
	if (!hashed) {
		struct bytes printed = { NULL, 0 };
		const char *text = confrender_output_text(output, &printed.length);
		printed.data = strndup(text, printed.length);
		second = render_files((struct bytes){ again, sizeof(again) - 1 }, printed, how);
		good = second.output != NULL && same_text(output, second.output) && good;
		rendered_free(second);
		free(printed.data);
	}
	return good;
}

static bool
try_seed(uint64_t seed)
{
	uint64_t state = seed;
	struct tree t = draw_tree(&state);
	const struct how_to how = { draw(&state, 2) == 0 ? CONFRENDER_CHECKSUMS_ALL : CONFRENDER_CHECKSUMS_UNHASHED, draw(&state, 2) == 0 };
	struct rendered before = render_tree(&t, &how);
	bool good = before.output != NULL && is_steady(&t, &how, before.output);
	if (!good) {
		fail(seed, "rendered twice", 0);
	}
	for (unsigned i = 0; i < CHANGES && before.output != NULL; i++) {
		struct change change = draw_change(&state, &t);
		struct rendered after = render_tree(&t, &how);
		good = after.output != NULL && shows(seed, &t, &change, before.output, after.output) && good;
		rendered_free(before);
		before = after;
	}
	good = good && before.output != NULL;
	rendered_free(before);
	return good;
}

int
main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: rollouts FIRST COUNT\n", stderr);
		return 2;
	}
	uint64_t first = strtoull(argv[1], NULL, 10), count = strtoull(argv[2], NULL, 10), passed = 0;
	for (uint64_t seed = first; seed < first + count; seed++) {
		passed += try_seed(seed);
	}
	printf("%" PRIu64 " of %" PRIu64 " trees passed\n", passed, count);
	return passed == count && count > 0 ? 0 : 1;
}
