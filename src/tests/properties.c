/* What must hold of every tree, tried on one that uses every feature: two renders are equal, and nothing but the files decides the output:
 * not the locale, not the hash seed, not the order in which a directory lists its entries, not what was rendered before. And of every
 * golden case: it renders to the same bytes whatever the seed and that order, its base is the same before and after, and what it printed,
 * rendered again, prints itself.
 *
 *     properties DIRECTORY BASE OVERLAY CASES */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

struct test {
	struct fixture fixture;
	const char *base, *overlay;
	size_t passed, failed;
};

static struct confrender_session_options
options_of(const struct test *t, uint64_t seed)
{
	return (struct confrender_session_options){ .size = sizeof(struct confrender_session_options),
						    .tree = &t->fixture.tree,
						    .hash_seed = seed };
}

static char *
render(const struct test *t, const char *directory, uint64_t seed)
{
	enum confrender_result result;
	struct confrender_session_options options = options_of(t, seed);
	return fixture_render(&options, directory, &result);
}

static void
check(struct test *t, const char *name, bool holds)
{
	if (!holds) {
		printf("FAILED %s\n", name);
	}
	t->passed += holds;
	t->failed += !holds;
}

/* Takes both. */
static bool
equal(char *a, char *b)
{
	bool same = a != NULL && b != NULL && a[0] != '\0' && strcmp(a, b) == 0;
	free(a);
	free(b);
	return same;
}

static void
two_renders_are_equal(struct test *t)
{
	check(t, "two sessions", equal(render(t, t->overlay, 1), render(t, t->overlay, 1)));
	enum confrender_result result;
	struct confrender_session_options options = options_of(t, 1);
	struct confrender_session *session = confrender_session_new(&options, &result);
	char *first = fixture_render_in(session, t->overlay, &result);
	char *second = fixture_render_in(session, t->overlay, &result);
	check(t, "twice in one session", equal(first, second));
	confrender_session_free(session);
}

static void
base_is_unchanged_after_overlay(struct test *t)
{
	enum confrender_result result;
	struct confrender_session_options options = options_of(t, 1);
	struct confrender_session *session = confrender_session_new(&options, &result);
	char *before = fixture_render_in(session, t->base, &result);
	char *overlay = fixture_render_in(session, t->overlay, &result);
	char *after = fixture_render_in(session, t->base, &result);
	confrender_session_free(session);
	check(t, "overlay after base", equal(overlay, render(t, t->overlay, 1)));
	check(t, "base after overlay", equal(before, after));
}

static void
seed_is_of_no_account(struct test *t)
{
	bool same = true;
	for (uint64_t seed = 2; seed < 20; seed++) {
		same = equal(render(t, t->overlay, 1), render(t, t->overlay, seed * UINT64_C(0x9e3779b97f4a7c15))) && same;
	}
	check(t, "hash seed", same);
	check(t, "random hash seed", equal(render(t, t->overlay, 1), render(t, t->overlay, 0)));
}

/* Locales that this machine does not have cannot be set, and then prove nothing. */
static void
locale_is_of_no_account(struct test *t)
{
	static const char *const locales[] = { "tr_TR.UTF-8", "fr_FR.UTF-8", "de_DE.UTF-8", "C.UTF-8" };
	char *want = render(t, t->overlay, 1);
	for (size_t i = 0; i < sizeof(locales) / sizeof(locales[0]) && want != NULL; i++) {
		if (setlocale(LC_ALL, locales[i]) != NULL) {
			check(t, locales[i], equal(strdup(want), render(t, t->overlay, 1)));
		}
	}
	setlocale(LC_ALL, "C");
	free(want);
}

static void
listing_order_is_of_no_account(struct test *t)
{
	char *forwards = render(t, t->overlay, 1);
	t->fixture.backwards = true;
	check(t, "directory order", equal(forwards, render(t, t->overlay, 1)));
	t->fixture.backwards = false;
}

static void
found_directories_are_sorted(struct test *t)
{
	bool good = true;
	for (int backwards = 0; backwards < 2; backwards++) {
		enum confrender_result result;
		const char *const *found = NULL;
		size_t count = 0;
		struct confrender_session_options options = options_of(t, 1);
		t->fixture.backwards = backwards != 0;
		struct confrender_session *session = confrender_session_new(&options, &result);
		good = confrender_session_find(session, "", &found, &count) == CONFRENDER_OK && count != 0 && good;
		for (size_t i = 1; i < count; i++) {
			good = strcmp(found[i - 1], found[i]) < 0 && good;
		}
		confrender_session_free(session);
	}
	t->fixture.backwards = false;
	check(t, "order of found directories", good);
}

/* A golden case that is rendered as "build ." and gives something. */
struct sample {
	char *directory, *in;
	struct bytes want;
	bool plain;
};

static struct sample
sample_open(const char *cases, const char *name)
{
	struct sample s = { .directory = path_of(cases, name) };
	s.in = path_of(s.directory, "in");
	char *want = path_of(s.directory, "want.yaml");
	char *command = path_of(s.directory, "cmd");
	struct bytes arguments = file_read(command);
	s.want = file_read(want);
	s.plain = arguments.data == NULL;
	free(arguments.data);
	free(command);
	free(want);
	return s;
}

static void
sample_close(struct sample *s)
{
	free(s->directory);
	free(s->in);
	free(s->want.data);
}

static bool
renders(const struct fixture *fixture, uint64_t seed, const struct bytes *want)
{
	enum confrender_result result = CONFRENDER_INPUT;
	const struct confrender_session_options options = { .size = sizeof(options), .tree = &fixture->tree, .hash_seed = seed };
	struct confrender_session *session = confrender_session_new(&options, &result);
	struct bytes got = session != NULL ? fixture_bytes_in(session, "", &result) : (struct bytes){ NULL, 0 };
	bool same = result == CONFRENDER_OK && bytes_equal(want, &got);
	confrender_session_free(session);
	free(got.data);
	return same;
}

/* A base of the case, rendered before and after the overlay in one session; true where there is none. */
static bool
base_stays(const struct fixture *fixture)
{
	enum confrender_result result;
	const struct confrender_session_options options = { .size = sizeof(options), .tree = &fixture->tree };
	if (fixture->tree.kind(fixture->tree.user, "base/kustomization.yaml") != 'f') {
		return true;
	}
	struct confrender_session *session = confrender_session_new(&options, &result);
	struct bytes before = fixture_bytes_in(session, "base", &result);
	struct bytes overlay = fixture_bytes_in(session, "", &result);
	struct bytes after = fixture_bytes_in(session, "base", &result);
	bool same = result == CONFRENDER_OK && overlay.data != NULL && bytes_equal(&before, &after);
	confrender_session_free(session);
	free(before.data);
	free(overlay.data);
	free(after.data);
	return same;
}

static bool
case_is_steady(const struct sample *s)
{
	struct fixture fixture;
	bool same = true;
	fixture_open(&fixture, s->in);
	for (uint64_t seed = 1; seed < 4; seed++) {
		fixture.backwards = seed % 2 == 0;
		same = renders(&fixture, seed * UINT64_C(0x9e3779b97f4a7c15), &s->want) && same;
	}
	same = base_stays(&fixture) && same;
	fixture_close(&fixture);
	return same;
}

static void
cases_are_steady(struct test *t, const char *cases)
{
	struct paths all = directory_entries(cases);
	size_t tried = 0;
	for (size_t i = 0; i < all.count; i++) {
		struct sample s = sample_open(cases, all.names[i]);
		if (s.want.data != NULL && s.plain) {
			check(t, all.names[i], case_is_steady(&s));
			tried++;
		}
		sample_close(&s);
	}
	check(t, "cases to render", tried > 200);
	paths_free(&all);
}

static bool
prints_itself(const struct bytes *want)
{
	static char kustomization[] = "resources: [printed.yaml]\nsortOptions: {order: fifo}\n";
	char *names[] = { (char *)"kustomization.yaml", (char *)"printed.yaml" };
	struct bytes contents[] = { { kustomization, sizeof(kustomization) - 1 }, *want };
	struct fixture fixture;
	fixture_of(&fixture, (struct paths){ names, 2 }, contents);
	return renders(&fixture, 1, want);
}

/* Notes of where objects come from are taken out of what is read. */
static bool
holds_notes(const struct bytes *want)
{
	return memmem(want->data, want->length, "kubernetes.io/origin: ", 22) != NULL ||
	       memmem(want->data, want->length, "kubernetes.io/transformations: ", 31) != NULL;
}

/* JSON is printed as one List. */
static void
printed_is_a_fixed_point(struct test *t, const char *cases)
{
	struct paths all = directory_entries(cases);
	for (size_t i = 0; i < all.count; i++) {
		struct sample s = sample_open(cases, all.names[i]);
		if (s.want.data != NULL && s.want.data[0] != '{' && !holds_notes(&s.want)) {
			check(t, all.names[i], prints_itself(&s.want));
		}
		sample_close(&s);
	}
	paths_free(&all);
}

int
main(int argc, char **argv)
{
	if (argc != 5) {
		fputs("usage: properties DIRECTORY BASE OVERLAY CASES\n", stderr);
		return 2;
	}
	struct test t = { .base = argv[2], .overlay = argv[3] };
	fixture_open(&t.fixture, argv[1]);
	two_renders_are_equal(&t);
	base_is_unchanged_after_overlay(&t);
	seed_is_of_no_account(&t);
	locale_is_of_no_account(&t);
	listing_order_is_of_no_account(&t);
	found_directories_are_sorted(&t);
	cases_are_steady(&t, argv[4]);
	printed_is_a_fixed_point(&t, argv[4]);
	printf("%zu passed, %zu failed\n", t.passed, t.failed);
	fixture_close(&t.fixture);
	return t.failed == 0 ? 0 : 1;
}
