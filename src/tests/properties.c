/* What must hold of every tree, tried on one that uses every feature: two renders are equal, and nothing but the files decides the output:
 * not the locale, not the hash seed, not the order in which a directory lists its entries, not what was rendered before. */
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

int
main(int argc, char **argv)
{
	if (argc != 4) {
		fputs("usage: properties DIRECTORY BASE OVERLAY\n", stderr);
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
	printf("%zu passed, %zu failed\n", t.passed, t.failed);
	fixture_close(&t.fixture);
	return t.failed == 0 ? 0 : 1;
}
