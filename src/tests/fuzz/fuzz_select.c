/* Regular expressions ("=== pattern" on "=== subject"), label selectors ("=== selector" on "=== labels") and selectors of objects
 * ("=== target" with group, version, kind, name, namespace a line each, on "=== objects"). An anchored pattern matches as a search for it
 * between \A and \z, a quick way of matching as PCRE2 does. */
#include "resource/select.h"
#include "tests/fuzz/fuzz.h"

/* 1 or 0; -1: no pattern, or too much work. */
static int
match(struct cr_ctx *c, struct cr_str pattern, struct cr_str subject, bool anchored)
{
	bool yes = false;
	struct cr_regex *re = NULL;
	size_t errors = cr_error_count(c);
	bool ok = cr_regex_try(c, pattern, anchored, CR_NO_MARK, &re);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	if (re == NULL) {
		return -1;
	}
	ok = cr_regex_match(c, re, subject, &yes);
	FUZZ_HOLDS(ok == (cr_error_count(c) == errors));
	return ok ? yes : -1;
}

static struct cr_str
framed(struct cr_ctx *c, const char *before, struct cr_str pattern, const char *after)
{
	return cr_str_cat(c, cr_str_cat(c, cr_str_z(before), pattern), cr_str_z(after));
}

static void
check_same(int a, int b)
{
	FUZZ_HOLDS(a < 0 || b < 0 || a == b);
}

static void
check_pattern(struct cr_ctx *c, struct cr_str pattern, struct cr_str subject)
{
	int anchored = match(c, pattern, subject, true), found = match(c, pattern, subject, false);
	FUZZ_HOLDS(anchored != 1 || found != 0);
	/* A quote that is never closed would close the group. */
	if (anchored < 0 || found < 0 || memmem(pattern.ptr, pattern.len, "\\Q", 2) != NULL) {
		return;
	}
	check_same(anchored, match(c, framed(c, "\\A(?:", pattern, ")\\z"), subject, false));
	check_same(anchored, match(c, framed(c, "(?:", pattern, ")"), subject, true));
	check_same(found, match(c, framed(c, "(?s:.*)(?:", pattern, ")(?s:.*)"), subject, true));
	check_same(found, match(c, framed(c, "(", pattern, ")"), subject, false));
	if (cr_str_find(subject, '\\', 0) == SIZE_MAX) {
		FUZZ_HOLDS(match(c, framed(c, "\\Q", subject, "\\E"), subject, true) != 0);
	}
}

static void
check_labels(struct cr_ctx *c, struct cr_str selector, struct cr_str labels)
{
	size_t errors = cr_error_count(c);
	const struct cr_label_selector *s = cr_label_selector_new(c, selector, CR_NO_MARK);
	FUZZ_HOLDS((s != NULL) == (cr_error_count(c) == errors));
	if (s != NULL) {
		const struct cr_node *map = fuzz_read(c, labels, CR_YAML_RESOURCE);
		bool yes = cr_label_selector_match(c, s, map);
		struct cr_label_selector *twice = cr_label_selector_new(c, framed(c, "", selector, ","), CR_NO_MARK);
		FUZZ_HOLDS(twice == NULL || cr_label_selector_match(c, twice, map) == yes || selector.len == 0);
	}
}

static struct cr_str
next_line(struct cr_str text, size_t *at)
{
	size_t from = *at, feed = cr_str_find(text, '\n', from);
	*at = feed == SIZE_MAX ? text.len : feed + 1;
	return cr_str_sub(text, from, feed == SIZE_MAX ? text.len : feed);
}

static void
check_objects(struct cr_ctx *c, struct cr_str target, struct cr_str objects)
{
	struct cr_docs docs = { 0 };
	struct cr_resources resources = { 0 };
	struct cr_resmap m;
	struct cr_source source = { .text = fuzz_alone(c, objects), .file = 1, .line = 1 };
	cr_resmap_init(c, &m);
	if (!cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs) || !cr_resources_from_docs(c, &docs, &resources)) {
		return;
	}
	for (size_t i = 0; i < resources.count; i++) {
		if (!cr_resmap_append(c, &m, resources.items[i])) {
			return;
		}
	}
	size_t at = 0, errors = cr_error_count(c);
	struct cr_selector_text text = { 0 };
	struct cr_str *const fields[] = {
		&text.group, &text.version, &text.kind, &text.name, &text.ns, &text.label_selector, &text.annotation_selector
	};
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		*fields[i] = next_line(target, &at);
	}
	const struct cr_selector *s = cr_selector_new(c, &text);
	struct cr_matches matches = { 0 }, candidates = { 0 };
	FUZZ_HOLDS((s != NULL) == (cr_error_count(c) == errors));
	if (s == NULL || !cr_selector_select(c, s, &m, &matches)) {
		return;
	}
	for (size_t i = 1; i < matches.count; i++) {
		FUZZ_HOLDS(matches.items[i - 1]->seq < matches.items[i]->seq);
	}
	cr_selector_candidates(c, s, &m, &candidates);
	for (size_t i = 0; i < candidates.count; i++) {
		bool yes;
		cr_selector_fits_id(c, s, candidates.items[i], &yes);
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	const struct fuzz_pack *pack = arg;
	if (fuzz_has_part(pack, "pattern") && cr_utf8_valid(fuzz_part(pack, "subject"))) {
		check_pattern(c, fuzz_alone(c, fuzz_line(fuzz_part(pack, "pattern"))),
			      fuzz_alone(c, fuzz_line(fuzz_part(pack, "subject"))));
	}
	if (fuzz_has_part(pack, "selector")) {
		check_labels(c, fuzz_alone(c, fuzz_line(fuzz_part(pack, "selector"))), fuzz_part(pack, "labels"));
	}
	if (fuzz_has_part(pack, "target")) {
		check_objects(c, fuzz_alone(c, fuzz_part(pack, "target")), fuzz_part(pack, "objects"));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	fuzz_in_context(run, &pack);
	return 0;
}
