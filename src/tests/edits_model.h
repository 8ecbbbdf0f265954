/* A kustomization as data that a test draws, changes by hand, and writes in a layout that is drawn too. */
#ifndef CR_TESTS_EDITS_MODEL_H
#define CR_TESTS_EDITS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <confrender/confrender.h>

/* Below most; 0 if most is 0. */
unsigned draw(uint64_t *state, unsigned most);
/* True once in so many. */
bool once_in(uint64_t *state, unsigned many);

/* BARE: true, a number, or null as it stands there. */
enum value_kind { TEXT, BARE, LIST, MAP };

struct value {
	enum value_kind kind;
	char *text;
	struct value **items;
	char **keys; /* of a MAP */
	size_t count;
};

/* Everything is allocated here, and freed at once. */
struct pool {
	void **blocks;
	size_t count, cap;
};

void *pool_alloc(struct pool *pool, size_t size);
char *pool_text(struct pool *pool, const char *format, ...) __attribute__((format(printf, 2, 3)));
void pool_free(struct pool *pool);
/* What the top of the session's tree renders to; NULL: it cannot be rendered. Frees the session, which may be NULL. */
char *pool_render(struct pool *pool, struct confrender_session *session);

struct value *value_new(struct pool *pool, enum value_kind kind, const char *text);
struct value *value_copy(struct pool *pool, const struct value *from);
void value_push(struct pool *pool, struct value *to, const char *key, struct value *item);
void value_insert(struct pool *pool, struct value *list, size_t at, struct value *item);
void value_remove(struct value *from, size_t at);
bool value_is_null(const struct value *value);
/* The index of a key of any case (SIZE_MAX: none), its value (NULL: none, or null) and its text ("": none). */
size_t value_index(const struct value *map, const char *key);
struct value *value_get(const struct value *map, const char *key);
const char *value_text(const struct value *map, const char *key);
/* In its place, or at the end. */
void value_put(struct pool *pool, struct value *map, const char *key, struct value *value);
/* An empty text takes the key away. */
void value_put_text(struct pool *pool, struct value *map, const char *key, const char *text);
void value_drop(struct value *map, const char *key);

/* In the plainest layout: JSON on one line. */
char *value_json(struct pool *pool, const struct value *value);

struct range {
	size_t start, end;
};

enum { MOST_FIELDS = 32 };

struct written {
	char *text;
	size_t length;
	struct range fields[MOST_FIELDS]; /* of the root's fields: their lines, or in brackets all of the text */
	bool anchors, crlf;
	unsigned comments; /* "#c0;", "#c1;", ... */
};

struct written value_write(struct pool *pool, uint64_t *state, const struct value *root);

/* A kustomization: fields of every sort, in any order. */
struct value *draw_kustomization(struct pool *pool, uint64_t *state);
/* Words that values are made of: some need quotes. */
const char *draw_word(struct pool *pool, uint64_t *state);
/* Names of files, directories and components that the test's tree has. */
const char *draw_path(uint64_t *state, char sort);

#endif
