/* Findings as a log of the Static Analysis Results Interchange Format 2.1.0, which code scanning services read. Paths are relative to the
 * working directory where the program was asked with such ones: it is to be run at the top of the repository. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diagnostics_print.h"
#include "findings.h"
#include <confrender/version.h>

static const char *
level_name(enum confrender_level level)
{
	static const char *const names[] = { "none", "note", "warning", "error" };
	return names[level];
}

/* A path as a URI reference, in quotes. A colon before the first "/" would make a scheme of what is before it. */
static void
put_uri(FILE *out, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&()*+,;=@";
	fputs(path[0] == '/' ? "\"file://" : "\"", out);
	for (; *path != '\0'; path++) {
		if (strchr(plain, *path) != NULL) {
			putc(*path, out);
		} else {
			fprintf(out, "%%%02X", (unsigned)(unsigned char)*path);
		}
	}
	putc('"', out);
}

static void
put_text(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\"%s\":{\"text\":", name);
	cli_put_json(out, text);
	putc('}', out);
}

/* Two texts in one string. */
static void
put_joined(FILE *out, const char *a, const char *between, const char *b)
{
	char *text = cli_join(a, a[0] != '\0' && b[0] != '\0' ? between : "", b, NULL);
	cli_put_json(out, text);
	free(text);
}

static void
put_help(FILE *out, const struct confrender_rule *rule)
{
	char *text = cli_join("Why: ", rule->why, ".\n\nWhat to do: ", rule->fix, ".", NULL);
	fputs(",\"help\":{\"text\":", out);
	cli_put_json(out, text);
	fputs(",\"markdown\":", out);
	cli_put_json(out, text);
	putc('}', out);
	free(text);
}

static void
put_rule(FILE *out, const struct confrender_rule *rule)
{
	fputs("{\"id\":", out);
	cli_put_json(out, rule->name);
	put_text(out, "shortDescription", rule->summary);
	fputs(",\"fullDescription\":{\"text\":", out);
	put_joined(out, rule->summary, ": ", rule->why);
	putc('}', out);
	put_help(out, rule);
	fprintf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"}}", level_name(rule->level));
}

/* The rules that found something, in their order. */
struct rules {
	struct confrender_rule *items;
	size_t count;
};

static bool
found_something(const struct cli_findings *findings, const char *rule)
{
	for (size_t i = 0; i < findings->count; i++) {
		if (!findings->items[i]->of_render && strcmp(findings->items[i]->rule, rule) == 0) {
			return true;
		}
	}
	return false;
}

static struct rules
rules_of(const struct cli_findings *findings)
{
	struct rules rules = { 0 };
	struct confrender_rule rule;
	size_t all = 0;
	while (confrender_rule(all).name != NULL) {
		all++;
	}
	rules.items = cli_alloc(all, sizeof(rules.items[0]));
	for (size_t i = 0; (rule = confrender_rule(i)).name != NULL; i++) {
		if (found_something(findings, rule.name)) {
			rules.items[rules.count++] = rule;
		}
	}
	return rules;
}

/* The code of a diagnostic of the render is no rule of check. */
static void
put_rule_of(FILE *out, const struct rules *rules, const struct cli_finding *f)
{
	size_t index = 0;
	fputs("\"ruleId\":", out);
	cli_put_json(out, f->rule);
	while (index < rules->count && (f->of_render || strcmp(rules->items[index].name, f->rule) != 0)) {
		index++;
	}
	if (index < rules->count) {
		fprintf(out, ",\"ruleIndex\":%zu", index);
	}
}

static void
put_physical(FILE *out, const struct cli_found_at *place)
{
	fputs("\"physicalLocation\":{\"artifactLocation\":{\"uri\":", out);
	put_uri(out, place->path);
	putc('}', out);
	if (place->line != 0) {
		fprintf(out, ",\"region\":{\"startLine\":%u", (unsigned)place->line);
		if (place->column != 0) {
			fprintf(out, ",\"startColumn\":%u", (unsigned)place->column);
		}
		putc('}', out);
	}
	putc('}', out);
}

static void
put_logical(FILE *out, const struct cli_finding *f)
{
	char *name = cli_join(f->kind, "/", f->ns, f->ns[0] != '\0' ? "/" : "", f->name, NULL);
	fputs(",\"logicalLocations\":[{\"fullyQualifiedName\":", out);
	cli_put_json(out, name);
	fputs(",\"kind\":\"resource\"}]", out);
	free(name);
}

/* Services refuse results without a place: the directory then. */
static void
put_locations(FILE *out, const struct cli_finding *f)
{
	struct cli_found_at place = f->place;
	char *directory = cli_join(f->environment_count > 0 ? f->environments[0] : ".", NULL);
	place.path = place.path != NULL ? place.path : directory;
	fputs(",\"locations\":[{", out);
	put_physical(out, &place);
	if (f->kind[0] != '\0') {
		put_logical(out, f);
	}
	fputs("}]", out);
	free(directory);
}

static void
put_related(FILE *out, const struct cli_finding *f)
{
	if (f->second_text != NULL && f->second.path != NULL) {
		fputs(",\"relatedLocations\":[{", out);
		put_physical(out, &f->second);
		put_text(out, "message", f->second_text);
		fputs("}]", out);
	}
}

/* Names a finding from one run to the next: without its line, which moves. */
struct print {
	uint64_t hash;
	size_t finding; /* its place in the list */
	size_t number;  /* of those with the same hash, from 1 */
};

static uint64_t
hash_text(uint64_t hash, const char *text)
{
	do {
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	} while (*text++ != '\0');
	return hash;
}

static uint64_t
fingerprint(const struct cli_finding *f)
{
	const char *const texts[] = { f->rule, f->place.path != NULL ? f->place.path : "", f->group, f->kind, f->ns, f->name, f->what };
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		hash = hash_text(hash, texts[i]);
	}
	return hash;
}

static int
by_hash(const void *a, const void *b)
{
	const struct print *p = a, *q = b;
	int order = (p->hash > q->hash) - (p->hash < q->hash);
	return order != 0 ? order : (p->finding > q->finding) - (p->finding < q->finding);
}

static int
by_finding(const void *a, const void *b)
{
	const struct print *p = a, *q = b;
	return (p->finding > q->finding) - (p->finding < q->finding);
}

/* One for each finding, in their order. The caller frees them. */
static struct print *
fingerprints(const struct cli_findings *findings)
{
	struct print *prints = cli_alloc(findings->count, sizeof(prints[0]));
	for (size_t i = 0; i < findings->count; i++) {
		prints[i] = (struct print){ fingerprint(findings->items[i]), i, 1 };
	}
	if (findings->count > 0) {
		qsort(prints, findings->count, sizeof(prints[0]), by_hash);
	}
	for (size_t i = 1; i < findings->count; i++) {
		prints[i].number = prints[i].hash == prints[i - 1].hash ? prints[i - 1].number + 1 : 1;
	}
	if (findings->count > 0) {
		qsort(prints, findings->count, sizeof(prints[0]), by_finding);
	}
	return prints;
}

static void
put_result(FILE *out, const struct rules *rules, const struct cli_finding *f, const struct print *print)
{
	putc('{', out);
	put_rule_of(out, rules, f);
	fprintf(out, ",\"level\":\"%s\",\"message\":{\"text\":", level_name(f->level));
	char *reasons = cli_join(f->why, f->why[0] != '\0' && f->fix[0] != '\0' ? "; " : "", f->fix, NULL);
	put_joined(out, f->what, "; ", reasons);
	free(reasons);
	putc('}', out);
	put_locations(out, f);
	put_related(out, f);
	fprintf(out, ",\"partialFingerprints\":{\"confRender/v1\":\"%016llx:%zu\"}}", (unsigned long long)print->hash, print->number);
}

void
cli_findings_print_sarif(FILE *out, const struct cli_findings *findings, const struct cli_findings_about *about)
{
	struct print *prints = fingerprints(findings);
	struct rules rules = rules_of(findings);
	fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{"
	      "\"name\":\"conf-render\",\"version\":",
	      out);
	cli_put_json(out, confrender_version());
	fputs(",\"rules\":[", out);
	for (size_t i = 0; i < rules.count; i++) {
		fputs(i > 0 ? ",\n" : "\n", out);
		put_rule(out, &rules.items[i]);
	}
	fprintf(out, "]}},\n\"columnKind\":\"unicodeCodePoints\",\"invocations\":[{\"executionSuccessful\":%s}],\n\"results\":[",
		about->complete ? "true" : "false");
	for (size_t i = 0; i < findings->count; i++) {
		fputs(i > 0 ? ",\n" : "\n", out);
		put_result(out, &rules, findings->items[i], &prints[i]);
	}
	fputs("\n]}]}\n", out);
	free(prints);
	free(rules.items);
}
