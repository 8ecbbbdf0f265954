/* What fuzz targets share. See fuzz.h. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "yaml/emit.h"

#define SEED 42
#define BUDGET ((size_t)64 << 20)

const char *const fuzz_limits[FUZZ_LIMITS] = {
	"max-memory=48MiB",       "max-nodes=20000",          "max-alias-free=1000",   "max-work=2000000",
	"max-flow-work=1000000",  "max-generated-bytes=1MiB", "max-output-bytes=4MiB", "max-patch-copies=5000",
	"max-patch-moves=100000", "max-keyless-list=200",     "max-depth=30",          "max-loads=200",
};

void
fuzz_broken(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
	abort();
}

void
fuzz_differ(const char *file, int line, struct cr_str a, struct cr_str b)
{
	fprintf(stderr, "%s:%d: differ:\n%.*s\n-----\n%.*s\n", file, line, CR_PRI(a), CR_PRI(b));
	abort();
}

static bool
read_header(struct cr_str line, struct cr_str *name)
{
	if (!cr_str_starts(line, CR_STR("=== "))) {
		return false;
	}
	*name = cr_str_sub(line, 4, line.len);
	return true;
}

struct fuzz_pack
fuzz_unpack(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = { .count = 0 };
	struct cr_str all = { .ptr = (const char *)data, .len = size };
	struct fuzz_part *open = NULL;
	for (size_t at = 0, next; at < size; at = next) {
		struct cr_str name;
		size_t feed = cr_str_find(all, '\n', at);
		next = feed == SIZE_MAX ? size : feed + 1;
		if (read_header(cr_str_sub(all, at, feed == SIZE_MAX ? size : feed), &name) && pack.count < FUZZ_PARTS) {
			open = &pack.items[pack.count++];
			*open = (struct fuzz_part){ .name = name, .text = cr_str_sub(all, next, next) };
		} else if (open != NULL) {
			open->text.len = next - (size_t)(open->text.ptr - all.ptr);
		}
	}
	return pack;
}

static const struct fuzz_part *
find_part(const struct fuzz_pack *pack, const char *name)
{
	for (size_t i = 0; i < pack->count; i++) {
		if (cr_str_eq(pack->items[i].name, cr_str_z(name))) {
			return &pack->items[i];
		}
	}
	return NULL;
}

struct cr_str
fuzz_part(const struct fuzz_pack *pack, const char *name)
{
	const struct fuzz_part *part = find_part(pack, name);
	return part != NULL ? part->text : CR_STR("");
}

bool
fuzz_has_part(const struct fuzz_pack *pack, const char *name)
{
	return find_part(pack, name) != NULL;
}

struct cr_str
fuzz_line(struct cr_str text)
{
	return cr_str_ends(text, CR_STR("\n")) ? cr_str_sub(text, 0, text.len - 1) : text;
}

/* The size stands in front of each block. */
enum { HEADER = 16 };

void *
fuzz_alloc(void *memory, size_t size)
{
	struct fuzz_memory *m = memory;
	if (size > m->budget - m->bytes) {
		return NULL;
	}
	char *block = malloc(HEADER + size);
	FUZZ_HOLDS(block != NULL);
	memcpy(block, &size, sizeof size);
	m->blocks++;
	m->bytes += size;
	m->peak = m->peak < m->bytes ? m->bytes : m->peak;
	return block + HEADER;
}

void
fuzz_free(void *memory, void *block)
{
	struct fuzz_memory *m = memory;
	size_t size;
	memcpy(&size, (char *)block - HEADER, sizeof size);
	m->blocks--;
	m->bytes -= size;
	free((char *)block - HEADER);
}

static void
check_text(struct cr_str text)
{
	FUZZ_HOLDS(cr_utf8_valid(text));
	for (size_t i = 0; i < text.len; i++) {
		FUZZ_HOLDS((unsigned char)text.ptr[i] >= 0x20 && text.ptr[i] != 0x7f);
	}
}

static void
check_diagnostics(const struct cr_ctx *c)
{
	for (const struct cr_diag *d = c->diags->first; d != NULL; d = d->next) {
		FUZZ_HOLDS(d->message.len > 0);
		check_text(d->message);
		check_text(d->hint);
		check_text(d->second.text);
		for (size_t i = 0; i < d->frame_count; i++) {
			check_text(d->frames[i].text);
		}
	}
}

struct call {
	void (*run)(struct cr_ctx *c, void *arg);
	void *arg;
};

static bool
run_guarded(struct cr_ctx *c, void *arg)
{
	const struct call *call = arg;
	call->run(c, call->arg);
	return true;
}

static struct cr_limits
low_limits(void)
{
	struct cr_limits limits;
	cr_limits_default(&limits);
	for (size_t i = 0; i < FUZZ_LIMITS; i++) {
		struct cr_str entry = cr_str_z(fuzz_limits[i]);
		size_t equals = cr_str_find(entry, '=', 0);
		enum cr_limit limit = cr_limit_find(cr_str_sub(entry, 0, equals));
		FUZZ_HOLDS(limit < CR_LIMIT_COUNT && cr_limit_read(limit, cr_str_sub(entry, equals + 1, entry.len), &limits.of[limit]));
	}
	return limits;
}

void
fuzz_in_context(void (*run)(struct cr_ctx *c, void *arg), void *arg)
{
	struct fuzz_memory memory = { .budget = BUDGET };
	const struct cr_allocator allocator = { .alloc = fuzz_alloc, .free = fuzz_free, .user = &memory };
	struct call call = { run, arg };
	struct cr_ctx c;
	const struct cr_limits limits = low_limits();
	FUZZ_HOLDS(cr_ctx_init(&c, &allocator, SEED));
	cr_ctx_set_limits(&c, &limits);
	if (!cr_ctx_guard(&c, run_guarded, &call)) {
		FUZZ_HOLDS(cr_error_count(&c) > 0);
	}
	check_diagnostics(&c);
	cr_ctx_free(&c);
	FUZZ_HOLDS(memory.blocks == 0 && memory.bytes == 0);
}

struct cr_str
fuzz_alone(struct cr_ctx *c, struct cr_str text)
{
	char *copy = cr_alloc(c, text.len);
	if (text.len > 0) {
		memcpy(copy, text.ptr, text.len);
	}
	return (struct cr_str){ .ptr = copy, .len = text.len };
}

struct cr_node *
fuzz_read(struct cr_ctx *c, struct cr_str text, enum cr_dialect dialect)
{
	struct cr_docs docs = { 0 };
	struct cr_source source = { .text = fuzz_alone(c, text), .file = 1, .line = 1 };
	size_t errors = cr_error_count(c);
	bool ok = cr_yaml_read(c, &source, dialect, &docs);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	return ok && docs.count > 0 ? docs.items[0] : NULL;
}

void
fuzz_share(struct cr_ctx *c)
{
	c->stamp = ++c->next_stamp;
}

static bool
write_text(struct cr_ctx *c, const struct cr_node *n, struct cr_str *out,
	   bool (*emit)(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *n))
{
	struct cr_buf buf = { .ctx = c };
	struct cr_defer defer;
	size_t errors = cr_error_count(c);
	cr_buf_defer(&buf, &defer);
	bool ok = emit(c, &buf, n);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	if (ok) {
		*out = fuzz_alone(c, (struct cr_str){ .ptr = buf.ptr, .len = buf.len });
	}
	cr_ctx_done(c, &defer);
	return ok;
}

bool
fuzz_yaml(struct cr_ctx *c, const struct cr_node *n, struct cr_str *out)
{
	return write_text(c, n, out, cr_emit_yaml);
}

bool
fuzz_json(struct cr_ctx *c, const struct cr_node *n, struct cr_str *out)
{
	return write_text(c, n, out, cr_emit_json_pretty);
}

bool
fuzz_is_exact(struct cr_str text)
{
	return memmem(text.ptr, text.len, "<<", 2) == NULL && memmem(text.ptr, text.len, "\xc2\x85", 2) == NULL;
}

struct cr_str
fuzz_text(struct cr_ctx *c, const struct cr_node *n)
{
	struct cr_str text;
	if (n == NULL) {
		return CR_STR("nothing");
	}
	return fuzz_yaml(c, n, &text) ? text : CR_STR("refused");
}
