/* Random trees with vars, and edit fix with vars: what is built stays the same, and in the files that were changed all bytes are those of
 * before but for the placeholders. Texts in which no delimiter encloses a var are refused.
 *
 *     edits_vars FIRST COUNT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <confrender/confrender.h>

#include "edits_model.h"

enum { FILES = 7, VARS = 3 };

struct tree {
	struct pool pool;
	const char *names[FILES], *texts[FILES];
	bool open_ended; /* a var stands where nothing encloses it */
	char *message;
};

static const char *const VAR_NAMES[VARS] = { "A", "SOME_NAME", "OTHER" };

/* -- Drawing -- */

/* Parts with one delimiter between them; some are vars. */
static char *
draw_text(struct tree *t, uint64_t *state)
{
	static const char *const delimiters[] = { "/", ",", ":", "=", "é", "\n" };
	const char *delimiter = delimiters[draw(state, 6)];
	char *text = pool_text(&t->pool, "%s", "");
	for (unsigned i = 0, count = 1 + draw(state, 4); i < count; i++) {
		bool var = once_in(state, 2);
		const char *part = var                 ? pool_text(&t->pool, "$(%s)", VAR_NAMES[draw(state, VARS)])
				   : once_in(state, 4) ? "$(NONE)"
						       : "part";
		text = pool_text(&t->pool, "%s%s%s", text, i > 0 ? delimiter : "", part);
	}
	if (once_in(state, 60)) {
		t->open_ended = true;
		text = pool_text(&t->pool, "x/$(A)%s", once_in(state, 2) ? "_y" : "-/z");
	}
	return text;
}

static char *
escaped(struct tree *t, const char *text)
{
	char *out = pool_alloc(&t->pool, 2 * strlen(text) + 1), *to = out;
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			*to++ = '\\';
		}
		*to++ = *text == '\n' ? 'n' : *text;
	}
	return out;
}

/* What stands behind "key:" or "-", with the end of the line. */
static char *
draw_scalar(struct tree *t, uint64_t *state, unsigned indent)
{
	char *text = draw_text(t, state);
	const char *comment = once_in(state, 3) ? "  # $(A) is no value" : "";
	bool lines = strchr(text, '\n') != NULL;
	switch (draw(state, 4)) {
	case 0:
		if (!lines && strpbrk(text, ":,=") == NULL) {
			return pool_text(&t->pool, "%s%s\n", text, comment);
		}
		break;
	case 1:
		if (!lines) {
			return pool_text(&t->pool, "'%s'%s\n", text, comment);
		}
		break;
	case 2: {
		char *out = pool_text(&t->pool, "|-\n");
		for (const char *line = text; line != NULL; line = strchr(line, '\n') != NULL ? strchr(line, '\n') + 1 : NULL) {
			out = pool_text(&t->pool, "%s%*s%.*s\n", out, (int)indent, "", (int)strcspn(line, "\n"), line);
		}
		return out;
	}
	default:
		break;
	}
	return pool_text(&t->pool, "\"%s\"%s\n", escaped(t, text), comment);
}

static char *
draw_workload(struct tree *t, uint64_t *state, const char *name)
{
	char *text =
		pool_text(&t->pool, "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: %s\n  annotations:\n    some.org/note: %s",
			  name, draw_scalar(t, state, 6));
	text = pool_text(&t->pool, "%sspec:\n  template:\n    spec:\n      containers:\n      - name: c\n        image: i\n        args:\n",
			 text);
	for (unsigned i = 0, count = 1 + draw(state, 4); i < count; i++) {
		text = pool_text(&t->pool, "%s%s        - %s", text, once_in(state, 4) ? "        # $(OTHER)\n" : "",
				 draw_scalar(t, state, 12));
	}
	return text;
}

static const char *
draw_var(struct tree *t, unsigned i)
{
	static const char *const objects[VARS] = {
		"{kind: Service, name: alpha, apiVersion: v1}",
		"{kind: Deployment, name: first, apiVersion: apps/v1}\n  fieldref: {fieldpath: 'spec.template.spec.containers[0].image'}",
		"{kind: Service, name: alpha, apiVersion: v1}\n  fieldref: {fieldpath: metadata.name}",
	};
	return pool_text(&t->pool, "- name: %s\n  objref: %s\n", VAR_NAMES[i], objects[i]);
}

static void
draw_tree(struct tree *t, uint64_t *state)
{
	static const char *const names[FILES] = { "kustomization.yaml",      "r.yaml",      "p.yaml",     "j.yaml",
						  "base/kustomization.yaml", "base/b.yaml", "base/c.yaml" };
	memcpy(t->names, names, sizeof(names));
	t->texts[0] = pool_text(&t->pool,
				"resources: [r.yaml, base] # all\nnamePrefix: x\npatches:\n- path: p.yaml\n- path: j.yaml\n  target: "
				"{name: second}\nvars:\n%s%s%s",
				draw_var(t, 0), draw_var(t, 1), draw_var(t, 2));
	t->texts[1] = pool_text(&t->pool, "apiVersion: v1\nkind: Service\nmetadata: {name: alpha}\n---\n%s---\n# nothing\n---\n%s",
				draw_workload(t, state, "first"), draw_workload(t, state, "second"));
	t->texts[2] = pool_text(&t->pool, "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: first\n  annotations:\n    by: %s",
				draw_scalar(t, state, 6));
	t->texts[3] =
		pool_text(&t->pool, "- op: add\n  path: /metadata/annotations/some.org~1other\n  value: %s", draw_scalar(t, state, 4));
	t->texts[4] = "resources:\n- b.yaml\n";
	t->texts[5] = draw_workload(t, state, "third");
	t->texts[6] = "";
	if (once_in(state, 2)) {
		t->texts[4] = "resources:\n- b.yaml\n- c.yaml\n";
		t->texts[6] = pool_text(&t->pool,
					"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: "
					"m\n    annotations:\n      a: %s",
					draw_scalar(t, state, 8));
	}
}

/* -- The tree in memory -- */

static char
tree_kind(void *user, const char *path)
{
	const struct tree *t = user;
	for (size_t i = 0; i < FILES; i++) {
		if (strcmp(t->names[i], path) == 0) {
			return 'f';
		}
	}
	return path[0] == '\0' || strcmp(path, "base") == 0 ? 'd' : 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	const struct tree *t = user;
	size_t i = 0;
	while (i + 1 < FILES && strcmp(t->names[i], path) != 0) {
		i++;
	}
	*data = t->texts[i];
	*length = strlen(t->texts[i]);
	return 0;
}

static void
note_error(void *user, const struct confrender_diagnostic *d)
{
	struct tree *t = user;
	if (d->severity == CONFRENDER_ERROR) {
		t->message = pool_text(&t->pool, "%s", d->message);
	}
}

static struct confrender_session *
open_session(struct tree *t, struct confrender_tree *tree)
{
	*tree = (struct confrender_tree){ .read = tree_read, .kind = tree_kind, .user = t };
	const struct confrender_session_options options = {
		.size = sizeof options, .tree = tree, .hash_seed = 1, .on_diagnostic = note_error, .diagnostic_user = t
	};
	t->message = NULL;
	return confrender_session_new(&options, NULL);
}

static char *
build(struct tree *t)
{
	struct confrender_tree tree;
	struct confrender_session *session = open_session(t, &tree);
	return pool_render(&t->pool, session);
}

/* The texts of to are those of from as the edit leaves them. */
static bool
fix(struct tree *from, struct tree *to)
{
	const struct confrender_edit edit = { .size = sizeof edit, .verb = CONFRENDER_FIX, .vars = true };
	struct confrender_tree tree;
	struct confrender_session *session = open_session(from, &tree);
	struct confrender_edited *edited = NULL;
	bool done = session != NULL && confrender_edit(session, "", &edit, 1, &edited) == CONFRENDER_OK;
	memcpy(to->names, from->names, sizeof(to->names));
	memcpy(to->texts, from->texts, sizeof(to->texts));
	for (size_t i = 0; done && i < confrender_edited_count(edited); i++) {
		struct confrender_edited_file file = confrender_edited_file(edited, i);
		for (size_t k = 0; k < FILES; k++) {
			if (strcmp(file.name, to->names[k]) == 0) {
				to->texts[k] = pool_text(&to->pool, "%.*s", (int)file.length, file.text);
			}
		}
	}
	if (done) {
		confrender_edited_free(edited);
	}
	confrender_session_free(session);
	return done;
}

/* -- What must hold -- */

/* With vars in the place of their placeholders. */
static char *
turned_back(struct tree *t, const char *text)
{
	char *out = pool_alloc(&t->pool, strlen(text) + 1), *to = out;
	while (*text != '\0') {
		size_t i = 0, length = 0;
		for (; i < VARS; i++) {
			length = strlen(VAR_NAMES[i]);
			if (strncmp(text, VAR_NAMES[i], length) == 0 && strncmp(text + length, "_PLACEHOLDER", 12) == 0) {
				break;
			}
		}
		if (i == VARS) {
			*to++ = *text++;
			continue;
		}
		to += sprintf(to, "$(%s)", VAR_NAMES[i]);
		text += length + 12;
	}
	return out;
}

static const char *
judge(struct tree *old, struct tree *now, bool fixed)
{
	if (!fixed || old->open_ended) {
		bool told = old->message != NULL && strstr(old->message, "is not delimited") != NULL;
		return fixed ? "it is not refused" : !old->open_ended || !told ? "it is refused" : NULL;
	}
	for (size_t i = 1; i < FILES; i++) {
		if (strcmp(turned_back(now, now->texts[i]), old->texts[i]) != 0) {
			return "more than the vars of a file has changed";
		}
	}
	const char *before = build(old), *after = build(now);
	if (before == NULL || after == NULL || strcmp(before, after) != 0) {
		return "the build is not what it was";
	}
	/* Whichever of the files have their new text. */
	const char *kustomization = old->texts[0];
	old->texts[0] = now->texts[0];
	after = build(old);
	old->texts[0] = kustomization;
	return after != NULL && strcmp(before, after) == 0 ? NULL : "the build is not what it was while the files are";
}

static bool
try_seed(uint64_t seed)
{
	uint64_t state = seed;
	struct tree old = { .open_ended = false }, now = { .open_ended = false };
	draw_tree(&old, &state);
	const char *wrong = judge(&old, &now, fix(&old, &now));
	if (wrong != NULL) {
		printf("FAILED seed %" PRIu64 ": %s (%s)\n", seed, wrong,
		       old.message != NULL   ? old.message
		       : now.message != NULL ? now.message
					     : "no error");
		for (size_t i = 0; i < FILES; i++) {
			printf("-- %s\n%s", old.names[i], old.texts[i]);
		}
		printf("-- after\n%s", now.texts[0]);
	}
	pool_free(&old.pool);
	pool_free(&now.pool);
	return wrong == NULL;
}

int
main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: edits_vars FIRST COUNT\n", stderr);
		return 2;
	}
	uint64_t first = strtoull(argv[1], NULL, 10), count = strtoull(argv[2], NULL, 10), failed = 0;
	for (uint64_t seed = first; seed < first + count && failed < 10; seed++) {
		failed += !try_seed(seed);
	}
	printf("%" PRIu64 " trees, %" PRIu64 " failed\n", count, failed);
	return failed == 0 && count > 0 ? 0 : 1;
}
