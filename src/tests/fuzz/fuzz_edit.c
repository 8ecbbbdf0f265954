/* An edit of the kustomization of a pack: its part ".edit" is a verb, a field and words. An edit either fails with an error, or gives a
 * text that is a kustomization still (the library reads it again); then the same edit again changes nothing or fails, and the seed of
 * hashes does not matter. */
#include <stdlib.h>

#include <confrender/confrender.h>

#include "tests/fuzz/fuzz.h"

enum { MOST_WORDS = 16, MOST_BYTES = 4096 };

/* The files of the pack, with another text for the one that is edited. */
struct files {
	const struct fuzz_pack *pack;
	const char *text;
	size_t length;
};

static char
tree_kind(void *user, const char *path)
{
	(void)user;
	return strcmp(path, "kustomization.yaml") == 0 ? 'f' : path[0] == '\0' ? 'd' : 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	const struct files *files = user;
	(void)path;
	*data = files->text;
	*length = files->length;
	return 0;
}

struct words {
	char room[MOST_BYTES];
	const char *items[MOST_WORDS];
	size_t count;
};

static void
split(struct cr_str line, struct words *w)
{
	w->count = 0;
	line.len = line.len < MOST_BYTES - 1 ? line.len : MOST_BYTES - 1;
	if (line.len > 0) {
		memcpy(w->room, line.ptr, line.len);
	}
	w->room[line.len] = '\0';
	for (char *at = w->room; w->count < MOST_WORDS && *(at += strspn(at, " \n")) != '\0';) {
		w->items[w->count++] = at;
		at += strcspn(at, " \n");
		if (*at != '\0') {
			*at++ = '\0';
		}
	}
}

static int
place_in(const char *const *list, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i], word) == 0) {
			return (int)i;
		}
	}
	return -1;
}

static bool
parse(const struct words *w, struct confrender_edit *e)
{
	static const char *const verbs[] = { "add", "set", "remove", "fix" };
	static const char *const fields[] = { "",           "annotation",    "base",        "buildmetadata", "component",
					      "configmap",  "configuration", "generator",   "image",         "label",
					      "nameprefix", "namesuffix",    "namespace",   "patch",         "replicas",
					      "resource",   "secret",        "transformer", "validator" };
	int verb = w->count > 0 ? place_in(verbs, sizeof verbs / sizeof verbs[0], w->items[0]) : -1;
	int field = w->count > 1 ? place_in(fields, sizeof fields / sizeof fields[0], w->items[1]) : 0;
	if (verb < 0 || field < 0 || (field == 0) != (verb == CONFRENDER_FIX)) {
		return false;
	}
	*e = (struct confrender_edit){ .size = sizeof *e,
				       .verb = (enum confrender_edit_verb)verb,
				       .field = (enum confrender_edit_field)field,
				       .words = w->items + 2,
				       .word_count = w->count > 2 ? w->count - 2 : 0,
				       .force = true,
				       .ignore_missing = true };
	if (e->field == CONFRENDER_PATCH && e->word_count > 0) {
		e->path = e->words[0];
		e->word_count = 0;
	} else if ((e->field == CONFRENDER_CONFIG_MAP || e->field == CONFRENDER_SECRET) && verb != CONFRENDER_REMOVE && e->word_count > 1) {
		e->literals = e->words + 1;
		e->literal_count = e->word_count - 1;
		e->word_count = 1;
	}
	return true;
}

static void
count_errors(void *user, const struct confrender_diagnostic *d)
{
	*(size_t *)user += d->severity == CONFRENDER_ERROR;
}

/* Is the edit set up so that once is enough? Lists of literals grow each time. */
static bool
is_once(const struct confrender_edit *e)
{
	bool generator = e->field == CONFRENDER_CONFIG_MAP || e->field == CONFRENDER_SECRET;
	return e->verb != CONFRENDER_ADD || !generator;
}

struct outcome {
	enum confrender_result result;
	char *text;
	size_t length;
};

static struct outcome
apply(const struct files *files, const struct confrender_edit *e, uint64_t seed)
{
	struct fuzz_memory memory = { .budget = (size_t)64 << 20 };
	const struct confrender_tree tree = { .read = tree_read, .kind = tree_kind, .user = (void *)(uintptr_t)files };
	size_t errors = 0;
	const struct confrender_session_options options = {
		.size = sizeof options,
		.tree = &tree,
		.allocate = fuzz_alloc,
		.release = fuzz_free,
		.allocator_user = &memory,
		.on_diagnostic = count_errors,
		.diagnostic_user = &errors,
		.hash_seed = seed,
		.limits = fuzz_limits,
		.limit_count = FUZZ_LIMITS,
	};
	struct outcome o = { CONFRENDER_NO_MEMORY, NULL, 0 };
	struct confrender_edited *edited = NULL;
	struct confrender_session *session = confrender_session_new(&options, &o.result);
	if (session != NULL) {
		o.result = confrender_edit(session, "", e, 1, &edited);
		FUZZ_HOLDS((o.result == CONFRENDER_OK) == (edited != NULL));
		FUZZ_HOLDS((o.result == CONFRENDER_OK) == (errors == 0));
	}
	if (edited != NULL) {
		struct confrender_edited_file file = confrender_edited_file(edited, 0);
		o.length = file.length;
		o.text = malloc(file.length + 1);
		FUZZ_HOLDS(o.text != NULL);
		memcpy(o.text, file.text, file.length);
		FUZZ_HOLDS(file.changed == !(file.length == files->length && memcmp(file.text, files->text, file.length) == 0));
	}
	confrender_edited_free(edited);
	confrender_session_free(session);
	FUZZ_HOLDS(memory.blocks == 0);
	return o;
}

static struct cr_str
text_of(const struct outcome *o)
{
	return (struct cr_str){ .ptr = o->text, .len = o->length };
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	struct cr_str text = fuzz_part(&pack, "kustomization.yaml");
	struct words words;
	struct confrender_edit e;
	split(fuzz_part(&pack, ".edit"), &words);
	if (!parse(&words, &e)) {
		return 0;
	}
	struct files files = { &pack, text.len > 0 ? text.ptr : "", text.len };
	struct outcome once = apply(&files, &e, 1), same = apply(&files, &e, 2);
	FUZZ_HOLDS(once.result == same.result);
	if (once.result == CONFRENDER_OK) {
		FUZZ_SAME_TEXT(text_of(&once), text_of(&same));
		struct files edited = { &pack, once.text, once.length };
		struct outcome twice = apply(&edited, &e, 3);
		if (twice.result == CONFRENDER_OK && is_once(&e)) {
			FUZZ_SAME_TEXT(text_of(&once), text_of(&twice));
		}
		free(twice.text);
	}
	free(once.text);
	free(same.text);
	return 0;
}
