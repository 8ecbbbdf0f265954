/* Collects findings, each once: a base that many environments share has its mistakes once. */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

static char *
copy(const char *text)
{
	return text != NULL ? cli_join(text, NULL) : NULL;
}

static struct cli_found_at
copy_place(const struct confrender_place *place)
{
	return (struct cli_found_at){ copy(place->path), place->line, place->column };
}

/* The order of print, and 0 for what is the same. A text that is not there is after all others. */
static int
compare_texts(const char *a, const char *b)
{
	if (a == NULL || b == NULL) {
		return (a == NULL) - (b == NULL);
	}
	return strcmp(a, b);
}

static int
compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int
compare_places(const struct cli_found_at *a, const struct cli_found_at *b)
{
	int order = compare_texts(a->path, b->path);
	order = order != 0 ? order : compare_numbers(a->line, b->line);
	return order != 0 ? order : compare_numbers(a->column, b->column);
}

static const char *
first_environment(const struct cli_finding *f)
{
	return f->environment_count > 0 ? f->environments[0] : NULL;
}

static int
compare(const struct cli_finding *a, const struct cli_finding *b)
{
	int order = compare_places(&a->place, &b->place);
	bool placed = a->place.path != NULL || (a->of_render && b->of_render);
	order = order != 0 || placed ? order : compare_texts(first_environment(a), first_environment(b));
	order = order != 0 ? order : compare_numbers(b->level, a->level);
	order = order != 0 ? order : strcmp(a->rule, b->rule);
	order = order != 0 ? order : strcmp(a->what, b->what);
	order = order != 0 ? order : strcmp(a->fix, b->fix);
	order = order != 0 ? order : compare_texts(a->second_text, b->second_text);
	return order != 0 ? order : compare_places(&a->second, &b->second);
}

static int
compare_entries(const void *a, const void *b)
{
	return compare(*(struct cli_finding *const *)a, *(struct cli_finding *const *)b);
}

void
cli_findings_sort(struct cli_findings *findings)
{
	if (findings->count > 0) {
		qsort(findings->items, findings->count, sizeof(findings->items[0]), compare_entries);
	}
}

static uint64_t
hash_text(uint64_t hash, const char *text)
{
	for (; text != NULL && *text != '\0'; text++) {
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	}
	return hash;
}

/* The list's address is a seed that no file can know. */
static size_t
hash_finding(const struct cli_findings *findings, const struct cli_finding *f)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uintptr_t)findings;
	hash = (hash_text(hash, f->place.path) ^ f->place.line) * UINT64_C(0x100000001b3);
	hash = hash_text(hash_text(hash, f->rule), f->what);
	return (size_t)(hash ^ (hash >> 32));
}

/* The slot of what is the same, or the free one for it. */
static struct cli_finding **
find_slot(const struct cli_findings *findings, const struct cli_finding *f)
{
	size_t at = hash_finding(findings, f) & (findings->slot_count - 1);
	while (findings->slots[at] != NULL && compare(findings->slots[at], f) != 0) {
		at = (at + 1) & (findings->slot_count - 1);
	}
	return &findings->slots[at];
}

static void
grow(struct cli_findings *findings)
{
	struct cli_finding **old = findings->items;
	findings->size = findings->size != 0 ? findings->size * 2 : 16;
	findings->items = cli_alloc(findings->size, sizeof(findings->items[0]));
	if (findings->count > 0) {
		memcpy(findings->items, old, findings->count * sizeof(findings->items[0]));
	}
	free(old);
	free(findings->slots);
	findings->slot_count = findings->size * 2;
	findings->slots = cli_alloc(findings->slot_count, sizeof(findings->slots[0]));
	for (size_t i = 0; i < findings->count; i++) {
		*find_slot(findings, findings->items[i]) = findings->items[i];
	}
}

static void
free_finding(struct cli_finding *f)
{
	char *texts[] = { f->what,  f->why,     f->fix,  f->place.path, f->second.path, f->second_text,
			  f->group, f->version, f->kind, f->name,       f->ns };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		free(texts[i]);
	}
	free(f->environments);
	free(f);
}

/* The same place can be met several times in one environment, by its aliases. */
static void
add_environment(struct cli_finding *f, const char *environment)
{
	if (environment == NULL || (f->environment_count > 0 && f->environments[f->environment_count - 1] == environment)) {
		return;
	}
	if (f->environment_count == f->environment_size) {
		const char **old = f->environments;
		f->environment_size = f->environment_size != 0 ? f->environment_size * 2 : 1;
		f->environments = cli_alloc(f->environment_size, sizeof(f->environments[0]));
		for (size_t i = 0; i < f->environment_count; i++) {
			f->environments[i] = old[i];
		}
		free(old);
	}
	f->environments[f->environment_count++] = environment;
}

/* Takes f. */
static void
add(struct cli_findings *findings, struct cli_finding *f, const char *environment)
{
	add_environment(f, environment);
	if (findings->count == findings->size) {
		grow(findings);
	}
	struct cli_finding **slot = find_slot(findings, f);
	if (*slot != NULL) {
		add_environment(*slot, environment);
		free_finding(f);
		return;
	}
	*slot = f;
	findings->items[findings->count++] = f;
}

void
cli_findings_add(void *user, const struct confrender_finding *found)
{
	struct cli_finding *f = cli_alloc(1, sizeof(*f));
	*f = (struct cli_finding){
		.level = found->level,
		.rule = found->rule,
		.what = copy(found->what),
		.why = copy(found->why),
		.fix = copy(found->fix),
		.place = copy_place(&found->place),
		.second = copy_place(&found->second_place),
		.second_text = copy(found->second_text),
		.group = copy(found->group),
		.version = copy(found->version),
		.kind = copy(found->kind),
		.name = copy(found->name),
		.ns = copy(found->ns),
	};
	add(user, f, found->environment);
}

void
cli_findings_add_diagnostic(struct cli_findings *findings, const struct confrender_diagnostic *d, const char *environment)
{
	struct cli_finding *f = cli_alloc(1, sizeof(*f));
	*f = (struct cli_finding){
		.level = d->severity == CONFRENDER_ERROR ? CONFRENDER_LEVEL_ERROR : CONFRENDER_LEVEL_WARNING,
		.of_render = true,
		.rule = d->code,
		.what = copy(d->message),
		.why = copy(""),
		.fix = copy(d->hint != NULL ? d->hint : ""),
		.place = copy_place(&d->place),
		.second = copy_place(&d->second_place),
		.second_text = copy(d->second_text),
		.group = copy(""),
		.version = copy(""),
		.kind = copy(""),
		.name = copy(""),
		.ns = copy(""),
	};
	add(findings, f, environment);
}

size_t
cli_findings_count(const struct cli_findings *findings, enum confrender_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < findings->count; i++) {
		count += findings->items[i]->level == level;
	}
	return count;
}

const char *
cli_level_name(enum confrender_level level)
{
	static const char *const names[] = { "off", "info", "warning", "error" };
	return names[level];
}

void
cli_findings_free(struct cli_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free_finding(findings->items[i]);
	}
	free(findings->items);
	free(findings->slots);
}
