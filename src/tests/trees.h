/* What the tests of generators and transformers share: YAML in, YAML out, and files that lie in memory. */
#ifndef CR_TESTS_TREES_H
#define CR_TESTS_TREES_H

#include "base/buf.h"
#include "kustomization/config.h"
#include "kustomization/kust.h"
#include "load/loader.h"
#include "tests/support.h"
#include "yaml/emit.h"
#include "yaml/read.h"

struct test_file {
	const char *path;
	struct cr_str text;
};

static inline const struct test_file *
test_find_file(void *user, const char *path)
{
	for (const struct test_file *f = user; f->path; f++) {
		if (strcmp(f->path, path) == 0) {
			return f;
		}
	}
	return NULL;
}

static inline int
test_read_file(void *user, const char *path, void *(*alloc)(void *ctx, size_t size), void *ctx, const char **data, size_t *len)
{
	const struct test_file *f = test_find_file(user, path);
	(void)alloc;
	(void)ctx;
	if (!f) {
		return 2; /* ENOENT */
	}
	*data = f->text.ptr;
	*len = f->text.len;
	return 0;
}

static inline int
test_file_kind(void *user, const char *path, char *kind, char *real)
{
	strcpy(real, path);
	*kind = path[0] == '\0' ? 'd' : test_find_file(user, path) ? 'f' : 0;
	return 0;
}

/* files ends with a row without path. */
static inline void
test_load_from(struct cr_ctx *c, const struct test_file *files)
{
	const struct cr_origin origin = { .read = test_read_file, .kind = test_file_kind, .user = (void *)files };
	c->loader = cr_loader_new(c, &origin, CR_STR(""), CR_RESTRICT_ROOT_ONLY);
}

static inline struct cr_docs
test_docs(struct cr_ctx *c, struct cr_str text, enum cr_dialect dialect)
{
	const struct cr_source source = { .text = text, .file = 1, .line = 1 };
	struct cr_docs docs = { 0 };
	assert_true(cr_yaml_read(c, &source, dialect, &docs));
	return docs;
}

/* A kustomization.yaml, decoded. */
static inline struct cr_kust
test_kust(struct cr_ctx *c, struct cr_str text)
{
	struct cr_docs docs = test_docs(c, text, CR_YAML_KUSTOMIZATION);
	struct cr_kust k = { 0 };
	assert_int_equal(docs.count, 1);
	if (!cr_kust_decode(c, docs.items[0], cr_mark_make(1, 0, 0), CR_STR(""), &k)) {
		fail_msg("%s", test_message(c));
	}
	return k;
}

static inline struct cr_resmap
test_resmap(struct cr_ctx *c, struct cr_str text)
{
	struct cr_docs docs = test_docs(c, text, CR_YAML_RESOURCE);
	struct cr_resources objects = { 0 };
	struct cr_resmap m;
	cr_resmap_init(c, &m);
	assert_true(cr_resources_from_docs(c, &docs, &objects));
	for (size_t i = 0; i < objects.count; i++) {
		assert_true(cr_resmap_append(c, &m, objects.items[i]));
	}
	return m;
}

/* The objects as YAML in their order, "---" between them; in the context's memory. */
static inline struct cr_str
test_yaml(struct cr_ctx *c, const struct cr_resmap *m)
{
	struct cr_buf out = { .ctx = c };
	struct cr_defer defer;
	cr_buf_defer(&out, &defer);
	for (size_t i = 0; i < m->count; i++) {
		if (i > 0) {
			cr_buf_str(&out, CR_STR("---\n"));
		}
		assert_true(cr_emit_yaml(c, &out, m->items[i]->root));
	}
	struct cr_str text = cr_str_dup(c, (struct cr_str){ .ptr = out.ptr, .len = out.len });
	cr_ctx_done(c, &defer);
	return text;
}

#endif
