/* What fuzz targets share. A target is a file fuzz_NAME.c with LLVMFuzzerTestOneInput, which checks what must hold whatever the input is;
 * that nothing crashes is only a part of it. libFuzzer runs it (CONFRENDER_FUZZ), or replay.c over files that are there.
 *
 * An input of several parts is a pack, a text that people can read and write:
 *
 *     === path/of/the/first
 *     all lines up to the next line like that
 *     === path/of/the/second
 *
 * What comes before the first such line is no part. A name may be there twice; the first counts. */
#ifndef CR_TESTS_FUZZ_H
#define CR_TESTS_FUZZ_H

#include "base/ctx.h"
#include "yaml/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program, with the reason on standard error, unless it holds. */
#define FUZZ_HOLDS(condition) ((condition) ? (void)0 : fuzz_broken(__FILE__, __LINE__, #condition))
_Noreturn void fuzz_broken(const char *file, int line, const char *condition);

/* The same for two texts, which are shown too. */
#define FUZZ_SAME_TEXT(a, b) (cr_str_eq((a), (b)) ? (void)0 : fuzz_differ(__FILE__, __LINE__, (a), (b)))
_Noreturn void fuzz_differ(const char *file, int line, struct cr_str a, struct cr_str b);

enum { FUZZ_PARTS = 32 };

struct fuzz_part {
	struct cr_str name, text;
};

struct fuzz_pack {
	struct fuzz_part items[FUZZ_PARTS];
	size_t count;
};

struct fuzz_pack fuzz_unpack(const uint8_t *data, size_t size);
/* The text of a part; empty if there is none. */
struct cr_str fuzz_part(const struct fuzz_pack *pack, const char *name);
bool fuzz_has_part(const struct fuzz_pack *pack, const char *name);
/* Without the line feed at its end. */
struct cr_str fuzz_line(struct cr_str text);

/* Memory that is counted and, past a budget, at its end. */
struct fuzz_memory {
	size_t blocks, bytes, peak, budget;
};
void *fuzz_alloc(void *memory, size_t size);
void fuzz_free(void *memory, void *block);

enum { FUZZ_LIMITS = 12 };
/* Low limits, so that no input takes long, as entries of a session's options. */
extern const char *const fuzz_limits[FUZZ_LIMITS];

/* Calls run in a context of its own with these limits. What was recorded must be fit to be shown, and
 * nothing may be left allocated. */
void fuzz_in_context(void (*run)(struct cr_ctx *c, void *arg), void *arg);

/* A copy with nothing behind it, so that the sanitizers see who reads past its end. */
struct cr_str fuzz_alone(struct cr_ctx *c, struct cr_str text);
/* The first document of text; NULL if there is none, or after an error. */
struct cr_node *fuzz_read(struct cr_ctx *c, struct cr_str text, enum cr_dialect dialect);
/* From now on all nodes that are there belong to somebody else. */
void fuzz_share(struct cr_ctx *c);
/* n as text; false after an error. */
bool fuzz_yaml(struct cr_ctx *c, const struct cr_node *n, struct cr_str *out);
bool fuzz_json(struct cr_ctx *c, const struct cr_node *n, struct cr_str *out);
/* Is text, a string's or a whole output, read again as the same? The reference, and so we, print a key "<<" as it is, and a blank for
 * U+0085. */
bool fuzz_is_exact(struct cr_str text);
/* Are both the same as text? They are too where neither can be written. */
#define FUZZ_SAME(c, a, b) FUZZ_SAME_TEXT(fuzz_text((c), (a)), fuzz_text((c), (b)))
struct cr_str fuzz_text(struct cr_ctx *c, const struct cr_node *n);

#endif
