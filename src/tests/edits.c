/* Random kustomizations in many layouts, and a random edit of each. What is edited must hold what the same edit gives when it is made by
 * hand on the data, and be built to the same bytes; all lines but those of the field stay; comments stay where nothing goes; the same edit
 * again changes nothing, or fails; what is added and taken away again leaves the first bytes. An edit that is refused by hand is refused.
 *
 *     edits FIRST COUNT
 *
 * tries the seeds FIRST, FIRST + 1, ... */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <confrender/confrender.h>

#include "tests/edits_moves.h"
#include "yaml/read.h"

/* What the tree in memory is made of: a kustomization, and a file or directory of every name that it can have. */
struct files {
	struct pool *pool;
	const char *text;
	size_t length;
};

static bool
ends_in(const char *text, const char *end)
{
	size_t length = strlen(text), by = strlen(end);
	return length >= by && strcmp(text + length - by, end) == 0;
}

static char
tree_kind(void *user, const char *path)
{
	static const char *const directories[] = { "", "sub", "lib", "base", "other", "lib/base", "part1", "part2", "lib/part3" };
	(void)user;
	for (size_t i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
		if (strcmp(path, directories[i]) == 0) {
			return 'd';
		}
	}
	return ends_in(path, ".yaml") || strcmp(path, "1") == 0 || strcmp(path, "yes") == 0 ? 'f' : 0;
}

static int
tree_read(void *user, const char *path, const char **data, size_t *length)
{
	const struct files *f = user;
	unsigned sum = 0;
	for (const char *p = path; *p != '\0'; p++) {
		sum = (31 * sum + (unsigned char)*p) % 1000;
	}
	*data = f->text;
	*length = f->length;
	if (strcmp(path, "kustomization.yaml") == 0) {
		return 0;
	}
	if (ends_in(path, "kustomization.yaml")) {
		*data = strstr(path, "part") != NULL ? pool_text(f->pool, "kind: Component\ncommonAnnotations: {part%u: x}\n", sum)
						     : pool_text(f->pool, "resources: [r%u.yaml]\n", sum);
	} else if (path[0] == 'p') {
		*data = "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: d1}\nspec: {paused: true}\n";
	} else {
		*data = pool_text(f->pool,
				  "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d%u}\nspec:\n  replicas: 1\n  template:\n"
				  "    spec: {containers: [{name: c, image: img%u}]}\n",
				  strcmp(path, "a.yaml") == 0 ? 1 : sum, sum % 6);
	}
	*length = strlen(*data);
	return 0;
}

struct
try {
	struct pool pool;
	uint64_t seed;
	struct value *root; /* before */
	struct written written;
	struct move move;
	char *message; /* of the last error */
	bool good;
};

struct counts {
	uint64_t tried, refused, unfit, built;
};

static void
note_error(void *user, const struct confrender_diagnostic *d)
{
	struct try *t = user;
	if (d->severity == CONFRENDER_ERROR) {
		t->message = pool_text(&t->pool, "%s", d->message);
	}
}

static void
fail(struct try *t, const char *what, const char *text)
{
	printf("FAILED seed %" PRIu64 ": %s\n", t->seed, what);
	if (t->good) {
		printf("  %s\n-- before:\n%s\n", show_move(&t->pool, &t->move), t->written.text);
	}
	printf("-- after:\n%s\n", text != NULL ? text : t->message != NULL ? t->message : "(nothing)");
	t->good = false;
}

static struct confrender_session *
open_session(struct try *t, const struct confrender_tree *tree)
{
	const struct confrender_session_options options = {
		.size = sizeof options, .tree = tree, .hash_seed = 1, .on_diagnostic = note_error, .diagnostic_user = t
	};
	return confrender_session_new(&options, NULL);
}

/* NULL: it was refused, and t->message says why. */
static char *
edit(struct try *t, const char *text, size_t length, const struct move *move, bool *changed)
{
	struct files files = { &t->pool, text, length };
	const struct confrender_tree tree = { .read = tree_read, .kind = tree_kind, .user = &files };
	struct confrender_session *session = open_session(t, &tree);
	struct confrender_edited *edited = NULL;
	char *out = NULL;
	t->message = NULL;
	if (session != NULL && confrender_edit(session, "", &move->edit, 1, &edited) == CONFRENDER_OK) {
		struct confrender_edited_file file = confrender_edited_file(edited, 0);
		out = pool_text(&t->pool, "%.*s", (int)file.length, file.text);
		*changed = file.changed;
		confrender_edited_free(edited);
	}
	confrender_session_free(session);
	return out;
}

/* NULL: it cannot be built. */
static char *
build(struct try *t, const char *text)
{
	struct files files = { &t->pool, text, strlen(text) };
	const struct confrender_tree tree = { .read = tree_read, .kind = tree_kind, .user = &files };
	struct confrender_session *session = open_session(t, &tree);
	return pool_render(&t->pool, session);
}

struct reading {
	const char *a, *b;
	bool equal;
};

static struct cr_node *
read_text(struct cr_ctx *c, const char *text)
{
	const struct cr_source source = { .text = cr_str_z(text), .line = 1 };
	struct cr_docs docs = { 0 };
	return cr_yaml_read(c, &source, CR_YAML_KUSTOMIZATION, &docs) && docs.count > 0 ? docs.items[0] : NULL;
}

static bool
compare(struct cr_ctx *c, void *arg)
{
	struct reading *r = arg;
	c->stamp = ++c->next_stamp;
	struct cr_node *a = read_text(c, r->a), *b = read_text(c, r->b);
	bool empty_a = a == NULL || (a->kind == CR_MAP && a->count == 0), empty_b = b == NULL || (b->kind == CR_MAP && b->count == 0);
	r->equal = empty_a || empty_b ? empty_a && empty_b : cr_node_equal(c, a, b);
	return true;
}

static bool
hold_the_same(const char *a, const char *b)
{
	struct cr_ctx c;
	struct reading r = { a, b, false };
	if (!cr_ctx_init(&c, NULL, 1)) {
		return false;
	}
	bool done = cr_ctx_guard(&c, compare, &r);
	cr_ctx_free(&c);
	return done && r.equal;
}

/* -- What must hold -- */

/* All before start and behind end stays, byte by byte. */
static bool
differs_within(const char *old, const char *now, struct range range)
{
	size_t old_length = strlen(old), length = strlen(now), tail = old_length - range.end;
	return length >= range.start + tail && memcmp(old, now, range.start) == 0 &&
	       memcmp(old + range.end, now + length - tail, tail) == 0;
}

/* Something was put in at one place, and nothing else; in brackets perhaps a comma before it. */
static bool
only_grew(const char *old, const char *now)
{
	size_t old_length = strlen(old), length = strlen(now), head = 0, tail = 0;
	while (head < old_length && head < length && old[head] == now[head]) {
		head++;
	}
	if (now[head] == ',') {
		old += head;
		now += head + 1;
		old_length -= head;
		length -= head + 1;
		head = 0;
		while (head < old_length && head < length && old[head] == now[head]) {
			head++;
		}
	}
	while (tail < old_length && tail < length && old[old_length - 1 - tail] == now[length - 1 - tail]) {
		tail++;
	}
	return length >= old_length && head + tail >= old_length;
}

static void
check_place(struct try *t, const char *now)
{
	const struct written *w = &t->written;
	size_t field = value_index(t->root, t->move.field);
	if (field == SIZE_MAX ? !only_grew(w->text, now) && t->root->count > 0 : !differs_within(w->text, now, w->fields[field])) {
		fail(t, "other lines than those of the field differ", now);
	}
	for (unsigned i = 0; i < w->comments && t->move.adds && t->good; i++) {
		if (strstr(now, pool_text(&t->pool, "#c%u;", i)) == NULL) {
			fail(t, "a comment is lost", now);
		}
	}
	for (const char *feed = strchr(now, '\n'); w->crlf && feed != NULL && t->good; feed = strchr(feed + 1, '\n')) {
		if (feed == now || feed[-1] != '\r') {
			fail(t, "a line ends as those of the file do not", now);
		}
	}
}

static void
check_again(struct try *t, const char *now)
{
	bool changed = false;
	const char *again = edit(t, now, strlen(now), &t->move, &changed);
	if (t->move.again ? again == NULL || changed || strcmp(again, now) != 0
			  : again != NULL && changed && t->move.edit.verb == CONFRENDER_REMOVE) {
		fail(t, "the same edit again changes it", again != NULL ? again : now);
	}
}

static void
check_undone(struct try *t, const char *now)
{
	struct move undo;
	bool changed = false;
	size_t length = strlen(t->written.text);
	if (!undo_move(&t->pool, t->root, &t->move, &undo)) {
		return;
	}
	const char *back = edit(t, now, strlen(now), &undo, &changed);
	/* A last line without end has got one. */
	const char *end = back != NULL && strncmp(back, t->written.text, length) == 0 ? back + length : "?";
	if (strcmp(end, "") != 0 && (strcmp(end, t->written.crlf ? "\r\n" : "\n") != 0 || t->written.text[length - 1] == '\n')) {
		fail(t, "what is taken away again leaves something else than was there", back);
	}
}

static void
check_edited(struct try *t, struct counts *n, const struct value *by_hand, const char *now)
{
	const char *plain = value_json(&t->pool, by_hand);
	if (!hold_the_same(now, plain)) {
		fail(t, pool_text(&t->pool, "it does not hold what the edit by hand gives: %s", plain), now);
		return;
	}
	check_place(t, now);
	check_again(t, now);
	check_undone(t, now);
	const char *built = build(t, now), *wanted = build(t, plain);
	n->built += built != NULL;
	if ((built == NULL) != (wanted == NULL) || (built != NULL && strcmp(built, wanted) != 0)) {
		fail(t, "it is built to something else than what is edited by hand", now);
	}
}

static bool
try_seed(uint64_t seed, struct counts *n)
{
	uint64_t state = seed;
	struct try t = { .seed = seed, .good = true };
	t.root = draw_kustomization(&t.pool, &state);
	t.written = value_write(&t.pool, &state, t.root);
	draw_move(&t.pool, &state, t.root, &t.move);
	struct value *by_hand = value_copy(&t.pool, t.root);
	bool made = make_move(&t.pool, by_hand, &t.move), changed = false;
	if (!hold_the_same(t.written.text, value_json(&t.pool, t.root))) {
		fail(&t, "the test writes something else than it drew", value_json(&t.pool, t.root));
	}
	const char *now = t.good ? edit(&t, t.written.text, t.written.length, &t.move, &changed) : NULL;
	bool unfit = now == NULL && t.message != NULL && strstr(t.message, "cannot be changed in place") != NULL;
	n->tried++;
	n->refused += !made;
	n->unfit += unfit;
	if (t.good && made && now != NULL) {
		check_edited(&t, n, by_hand, now);
	} else if (t.good && !unfit && (now != NULL) != made) {
		fail(&t, now != NULL ? "it is refused by hand" : "it is not refused by hand", now);
	}
	pool_free(&t.pool);
	return t.good;
}

int
main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: edits FIRST COUNT\n", stderr);
		return 2;
	}
	uint64_t first = strtoull(argv[1], NULL, 10), count = strtoull(argv[2], NULL, 10), failed = 0;
	struct counts n = { 0, 0, 0, 0 };
	for (uint64_t seed = first; seed < first + count && failed < 20; seed++) {
		failed += !try_seed(seed, &n);
	}
	printf("%" PRIu64 " edits, %" PRIu64 " failed; %" PRIu64 " are refused, %" PRIu64 " have a layout that cannot be edited, %" PRIu64
	       " are built\n",
	       n.tried, failed, n.refused, n.unfit, n.built);
	return failed == 0 && n.built > n.tried / 4 && n.unfit <= n.tried / 100 ? 0 : 1;
}
