/* Generators: "=== env" is an env file, each line of "=== literals" a literal, each of "=== files" an entry of files; "=== file" is what
 * all of those name. Every line that says something gives one pair, in order, its key and value as they stand there; and the object that is
 * made of all holds each key once with its value. */
#include <errno.h>

#include "generate/generate.h"
#include "generate/kv.h"
#include "load/loader.h"
#include "tests/fuzz/fuzz.h"

enum { LINE_MAX_BYTES = 65535 };

static int
read_file(void *user, const char *path, void *(*alloc)(void *ctx, size_t size), void *ctx, const char **data, size_t *len)
{
	const struct fuzz_pack *pack = user;
	(void)alloc;
	(void)ctx;
	struct cr_str text = fuzz_part(pack, strcmp(path, "env") == 0 ? "env" : "file");
	*data = text.ptr;
	*len = text.len;
	return 0;
}

static int
file_kind(void *user, const char *path, char *kind, char *real)
{
	(void)user;
	memcpy(real, path, strlen(path) + 1);
	*kind = path[0] == '\0' ? 'd' : 'f';
	return 0;
}

static struct cr_texts
lines_of(struct cr_ctx *c, struct cr_str text)
{
	struct cr_texts texts = { 0 };
	for (size_t at = 0, feed; at < text.len; at = feed + 1) {
		feed = cr_str_find(text, '\n', at);
		feed = feed == SIZE_MAX ? text.len : feed;
		*cr_push(c, &texts) = (struct cr_text){ .s = fuzz_alone(c, cr_str_sub(text, at, feed)), .set = true };
	}
	return texts;
}

struct pair {
	struct cr_str key, value;
	cr_mark mark;
};

struct pairs {
	struct pair *items;
	size_t count, cap;
};

static bool
put(struct cr_ctx *c, void *user, struct cr_str key, struct cr_str value, cr_mark mark)
{
	struct pairs *pairs = user;
	*cr_push(c, pairs) = (struct pair){ key, value, mark };
	return true;
}

/* Does the line say something? */
static bool
speaks(struct cr_str line)
{
	line = cr_str_trim(line);
	return line.len > 0 && line.ptr[0] != '#' && line.ptr[0] != '=';
}

/* The pairs of an env file alone against its lines. */
static void
check_env(struct cr_ctx *c, struct cr_str env, const struct pairs *pairs)
{
	const struct cr_texts lines = lines_of(c, env);
	size_t at = 0;
	for (size_t i = 0; i < lines.count; i++) {
		struct cr_str line = lines.items[i].s;
		if (line.len > LINE_MAX_BYTES) {
			break;
		}
		if (i == 0 && cr_str_starts(line, CR_STR("\xef\xbb\xbf"))) {
			line = cr_str_sub(line, 3, line.len);
		}
		if (!speaks(line)) {
			continue;
		}
		FUZZ_HOLDS(at < pairs->count);
		const struct pair *p = &pairs->items[at++];
		FUZZ_HOLDS(cr_mark_line(p->mark) == i + 1);
		FUZZ_HOLDS(p->key.len > 0 && cr_str_find(p->key, '=', 0) == SIZE_MAX);
		FUZZ_HOLDS(memmem(line.ptr, line.len, p->key.ptr, p->key.len) != NULL);
		FUZZ_HOLDS(p->value.len == 0 || memmem(line.ptr, line.len, p->value.ptr, p->value.len) != NULL);
	}
	FUZZ_HOLDS(at == pairs->count);
}

static void
check_object(struct cr_ctx *c, const struct cr_resource *r, const struct pairs *pairs)
{
	const struct cr_node *data = cr_map_get(r->root, CR_KEY_data), *binary = cr_map_get(r->root, CR_KEY_binaryData);
	size_t count = (data != NULL ? data->count : 0) + (binary != NULL ? binary->count : 0);
	FUZZ_HOLDS(count == pairs->count);
	for (size_t i = 0; i < pairs->count; i++) {
		const struct pair *p = &pairs->items[i];
		const struct cr_node *value = cr_map_get(data, cr_key_find(c, p->key));
		FUZZ_HOLDS(value != NULL ? cr_str_eq(cr_text(value), p->value) : !cr_utf8_valid(p->value));
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	struct fuzz_pack *pack = arg;
	const struct cr_origin origin = { .read = read_file, .kind = file_kind, .user = pack };
	struct cr_text env = { .s = CR_STR("env"), .set = true };
	struct cr_generator_args args = { .name = { .s = CR_STR("x"), .set = true }, .secret = false };
	struct pairs pairs = { 0 };
	const struct cr_kv_sink sink = { .put = put, .user = &pairs };
	size_t errors = cr_error_count(c);
	c->loader = cr_loader_new(c, &origin, CR_STR(""), CR_RESTRICT_ROOT_ONLY);
	args.envs = (struct cr_texts){ .items = &env, .count = fuzz_has_part(pack, "env") };
	bool ok = cr_kv_read(c, CR_STR(""), &args, &sink);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	if (!ok) {
		return;
	}
	check_env(c, fuzz_part(pack, "env"), &pairs);
	args.literals = lines_of(c, fuzz_part(pack, "literals"));
	args.files = lines_of(c, fuzz_part(pack, "files"));
	pairs.count = 0;
	ok = cr_kv_read(c, CR_STR(""), &args, &sink);
	const struct cr_resource *r = cr_generate(c, CR_STR(""), &args);
	FUZZ_HOLDS(ok || r == NULL);
	FUZZ_HOLDS((r != NULL) == (cr_error_count(c) == errors));
	if (r != NULL) {
		char suffix[11];
		check_object(c, r, &pairs);
		FUZZ_HOLDS(cr_hash_suffix(c, r, suffix) == (cr_error_count(c) == errors));
		args.secret = true;
		r = cr_generate(c, CR_STR(""), &args);
		FUZZ_HOLDS(r == NULL || cr_map_get(r->root, CR_KEY_data)->count == pairs.count);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	fuzz_in_context(run, &pack);
	return 0;
}
