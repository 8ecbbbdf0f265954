/* A whole build, of the tree that a pack is: each part is a file, and the directory of the first is rendered. A part ".options" holds
 * words: strict, anywhere, legacy, none, label, checksums, key, hash, references, reloader. Two renders give the same bytes, in one session
 * and in two; a render that fails gives none, and says why; what it gives can be read; and it takes no more memory than the bound that is
 * promised. A check ends as the render does and finds the same twice, and what it finds can be shown. */
#include <errno.h>

#include <confrender/confrender.h>

#include "tests/fuzz/fuzz.h"

/* Bytes of memory for each byte of input and output, and beside them. */
enum { MEMORY_FACTOR = 24, MEMORY_FREE = 16 << 20 };

static bool
is_below(struct cr_str path, const char *dir)
{
	size_t len = strlen(dir);
	return len == 0 || (path.len > len && path.ptr[len] == '/' && memcmp(path.ptr, dir, len) == 0);
}

static char
tree_kind(void *user, const char *path)
{
	const struct fuzz_pack *pack = user;
	for (size_t i = 0; i < pack->count; i++) {
		if (cr_str_eq(pack->items[i].name, cr_str_z(path))) {
			return 'f';
		}
	}
	for (size_t i = 0; i < pack->count; i++) {
		if (is_below(pack->items[i].name, path)) {
			return 'd';
		}
	}
	return 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	struct cr_str text = fuzz_part(user, path);
	*data = text.ptr;
	*length = text.len;
	return 0;
}

struct run {
	struct fuzz_memory memory;
	struct confrender_session *session;
	size_t errors;
	enum confrender_result result;
	struct confrender_output *output;
	const char *text;
	size_t length;
};

/* No text that is shown drives a terminal; only a source line may hold tabs. */
static void
check_shown(struct cr_str s, bool tabs)
{
	FUZZ_HOLDS(cr_utf8_valid(s));
	for (size_t i = 0; i < s.len; i++) {
		unsigned char ch = (unsigned char)s.ptr[i];
		FUZZ_HOLDS((ch >= 0x20 && ch != 0x7f) || (tabs && ch == '\t'));
	}
}

static void
check_place(const struct confrender_place *place)
{
	if (place->path != NULL) {
		check_shown(cr_str_z(place->path), false);
	}
	if (place->source_line != NULL) {
		check_shown((struct cr_str){ .ptr = place->source_line, .len = place->source_line_length }, true);
	}
}

static void
check_diagnostic(void *user, const struct confrender_diagnostic *d)
{
	struct run *run = user;
	run->errors += d->severity == CONFRENDER_ERROR;
	FUZZ_HOLDS(d->message[0] != '\0' && d->code[0] != '\0');
	check_shown(cr_str_z(d->message), false);
	check_place(&d->place);
	check_place(&d->second_place);
	check_shown(cr_str_z(d->hint != NULL ? d->hint : ""), false);
	check_shown(cr_str_z(d->second_text != NULL ? d->second_text : ""), false);
	for (size_t i = 0; i < d->frame_count; i++) {
		check_shown(cr_str_z(d->frames[i].text), false);
		check_place(&d->frames[i].place);
	}
}

/* Is the word among the options? */
static bool
wants(const struct fuzz_pack *pack, const char *word)
{
	struct cr_str options = fuzz_part(pack, ".options");
	return memmem(options.ptr, options.len, word, strlen(word)) != NULL;
}

static void
open_session(struct run *run, const struct confrender_tree *tree, uint64_t seed)
{
	*run = (struct run){ .memory = { .budget = (size_t)64 << 20 } };
	const struct confrender_session_options options = {
		.size = sizeof options,
		.tree = tree,
		.allocate = fuzz_alloc,
		.release = fuzz_free,
		.allocator_user = &run->memory,
		.on_diagnostic = check_diagnostic,
		.diagnostic_user = run,
		.hash_seed = seed,
		.strict = wants(tree->user, "strict"),
		.strict_deprecations = wants(tree->user, "strict=all"),
		.load_restriction = wants(tree->user, "anywhere") ? CONFRENDER_LOAD_ANYWHERE : CONFRENDER_LOAD_ROOT_ONLY,
		.limits = fuzz_limits,
		.limit_count = FUZZ_LIMITS,
	};
	run->session = confrender_session_new(&options, NULL);
	FUZZ_HOLDS(run->session != NULL);
}

static void
render(struct run *run, const struct fuzz_pack *pack, const char *directory, enum confrender_format format)
{
	const struct confrender_render_options options = {
		.size = sizeof options,
		.format = format,
		.order = wants(pack, "legacy") ? CONFRENDER_ORDER_LEGACY
			 : wants(pack, "none") ? CONFRENDER_ORDER_NONE
					       : CONFRENDER_ORDER_DEFAULT,
		.managed_by_label = wants(pack, "label"),
		.checksums = wants(pack, "checksums") ? CONFRENDER_CHECKSUMS_ALL : CONFRENDER_CHECKSUMS_BY_TREE,
		.checksum_key = wants(pack, "key") ? "key" : NULL,
		.checksum_key_length = wants(pack, "key") ? 3 : 0,
		.immutable = wants(pack, "hash") ? CONFRENDER_IMMUTABLE_HASHED : CONFRENDER_IMMUTABLE_BY_TREE,
		.hash = wants(pack, "hash") ? CONFRENDER_HASH_ALL : CONFRENDER_HASH_BY_TREE,
		.references = wants(pack, "references") ? CONFRENDER_REFERENCES_ALL : CONFRENDER_REFERENCES_BY_TREE,
		.reloader = wants(pack, "reloader") ? CONFRENDER_RELOADER_ON : CONFRENDER_RELOADER_BY_TREE,
	};
	run->errors = 0;
	run->text = NULL;
	run->length = 0;
	run->result = confrender_render(run->session, directory, &options, &run->output);
	FUZZ_HOLDS((run->result == CONFRENDER_OK) == (run->output != NULL));
	FUZZ_HOLDS((run->result == CONFRENDER_OK) == (run->errors == 0));
	FUZZ_HOLDS(run->result != CONFRENDER_USAGE);
	if (run->output != NULL) {
		run->text = confrender_output_text(run->output, &run->length);
	}
}

static void
close_session(struct run *run)
{
	confrender_output_free(run->output);
	confrender_session_free(run->session);
	FUZZ_HOLDS(run->memory.blocks == 0 && run->memory.bytes == 0);
}

static bool
same(const struct run *a, const struct run *b)
{
	return a->result == b->result && a->length == b->length && (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}

static void
read_output(struct cr_ctx *c, void *arg)
{
	const struct run *run = arg;
	struct cr_docs docs = { 0 };
	struct cr_source source = { .text = fuzz_alone(c, (struct cr_str){ .ptr = run->text, .len = run->length }), .file = 1, .line = 1 };
	FUZZ_HOLDS(cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs));
	FUZZ_HOLDS(docs.count == confrender_output_count(run->output));
}

static void
read_json(struct cr_ctx *c, void *arg)
{
	const struct run *run = arg;
	struct cr_source source = { .text = fuzz_alone(c, (struct cr_str){ .ptr = run->text, .len = run->length }), .file = 1, .line = 1 };
	FUZZ_HOLDS(cr_is(cr_json_read(c, &source), CR_MAP));
}

static void
check_output(const struct run *run)
{
	size_t total = 0;
	for (size_t i = 0; i < confrender_output_count(run->output); i++) {
		total += confrender_output_resource(run->output, i).length;
	}
	FUZZ_HOLDS(total <= run->length);
	if (fuzz_is_exact((struct cr_str){ .ptr = run->text, .len = run->length })) {
		fuzz_in_context(read_output, (void *)run);
	}
}

struct found {
	uint64_t hash;
	size_t count;
};

static void
check_finding(void *user, const struct confrender_finding *f)
{
	struct found *found = user;
	const char *const texts[] = { f->rule,        f->what,  f->why,     f->fix,  f->second_text != NULL ? f->second_text : "",
				      f->environment, f->group, f->version, f->kind, f->name,
				      f->ns };
	FUZZ_HOLDS(f->level >= CONFRENDER_LEVEL_INFO && f->level <= CONFRENDER_LEVEL_ERROR);
	FUZZ_HOLDS(f->what[0] != '\0' && f->why[0] != '\0' && f->fix[0] != '\0');
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		check_shown(cr_str_z(texts[i]), false);
		for (const char *c = texts[i]; *c != '\0'; c++) {
			found->hash = (found->hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
		}
	}
	check_place(&f->place);
	check_place(&f->second_place);
	found->hash = (found->hash ^ f->place.line) * UINT64_C(0x100000001b3);
	found->count++;
}

/* The directory of a part. */
static void
directory_of(const struct fuzz_pack *pack, size_t part, char *out, size_t size)
{
	struct cr_str path = pack->items[part].name;
	while (path.len > 0 && path.ptr[path.len - 1] != '/') {
		path.len--;
	}
	path.len -= path.len > 0;
	path.len = path.len < size ? path.len : 0;
	memcpy(out, path.ptr, path.len);
	out[path.len] = '\0';
}

/* The directory of the last part is another environment, in most packs. */
static struct found
find(struct run *run, const struct fuzz_pack *pack, const char *directory)
{
	struct found found = { 0 };
	const struct confrender_render_options render_options = {
		.size = sizeof render_options,
		.order = wants(pack, "legacy") ? CONFRENDER_ORDER_LEGACY : CONFRENDER_ORDER_DEFAULT,
	};
	const char *const production[] = { "*" };
	const struct confrender_check_options options = {
		.size = sizeof options,
		.render = &render_options,
		.production = production,
		.production_count = 1,
		.on_finding = check_finding,
		.finding_user = &found,
	};
	struct confrender_check *check = confrender_check_new(run->session, &options, NULL);
	char last[256];
	directory_of(pack, pack->count - 1, last, sizeof last);
	if (check != NULL) {
		run->result = confrender_check_directory(check, directory);
		FUZZ_HOLDS(confrender_check_directory(check, last) != CONFRENDER_USAGE);
		FUZZ_HOLDS(confrender_check_environments(check) != CONFRENDER_USAGE);
	}
	confrender_check_free(check);
	return found;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	const struct confrender_tree tree = { .kind = tree_kind, .read = tree_read, .user = &pack };
	struct run first, second;
	char directory[256];
	if (pack.count == 0) {
		return 0;
	}
	directory_of(&pack, 0, directory, sizeof directory);
	open_session(&first, &tree, 1);
	render(&first, &pack, directory, CONFRENDER_YAML);
	FUZZ_HOLDS(first.memory.peak <= MEMORY_FACTOR * (size + first.length) + MEMORY_FREE);
	open_session(&second, &tree, 7);
	render(&second, &pack, directory, CONFRENDER_YAML);
	FUZZ_HOLDS(same(&first, &second));
	if (first.result == CONFRENDER_OK) {
		check_output(&first);
		confrender_output_free(second.output);
		render(&second, &pack, directory, CONFRENDER_YAML);
		FUZZ_HOLDS(same(&first, &second));
		confrender_output_free(second.output);
		render(&second, &pack, directory, CONFRENDER_JSON);
		if (second.output != NULL) {
			fuzz_in_context(read_json, &second);
		}
	}
	struct found one = find(&first, &pack, directory), two = find(&second, &pack, directory);
	FUZZ_HOLDS(first.result != CONFRENDER_OK || second.result != CONFRENDER_OK || (one.hash == two.hash && one.count == two.count));
	close_session(&first);
	close_session(&second);
	return 0;
}
