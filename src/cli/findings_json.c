/* Findings as one JSON object, a line each, so that it can be read with and without a parser:
 *
 *     {"findings":[
 *     {"level":"error","rule":"missing-secret","what":"...","why":"...","fix":"...","file":"base/deploy.yaml","line":12,"column":17,
 *      "object":{"group":"apps","version":"v1","kind":"Deployment","namespace":"","name":"web"},"environments":["overlays/prod"]}
 *     ],
 *     "summary":{"error":1,"warning":0,"info":0,"environments":1,"failed":0,"complete":true}} */
#include "diagnostics_print.h"
#include "findings.h"

static void
put_member(FILE *out, const char *name, const char *text)
{
	fprintf(out, ",\"%s\":", name);
	cli_put_json(out, text);
}

static void
put_second(FILE *out, const struct cli_finding *f)
{
	fputs(",\"second\":{\"text\":", out);
	cli_put_json(out, f->second_text);
	cli_put_json_place(out, f->second.path, f->second.line, f->second.column);
	putc('}', out);
}

static void
put_object(FILE *out, const struct cli_finding *f)
{
	fputs(",\"object\":{\"group\":", out);
	cli_put_json(out, f->group);
	put_member(out, "version", f->version);
	put_member(out, "kind", f->kind);
	put_member(out, "namespace", f->ns);
	put_member(out, "name", f->name);
	putc('}', out);
}

static void
put_environments(FILE *out, const struct cli_finding *f)
{
	fputs(",\"environments\":[", out);
	for (size_t i = 0; i < f->environment_count; i++) {
		fputs(i > 0 ? "," : "", out);
		cli_put_json(out, f->environments[i]);
	}
	putc(']', out);
}

static void
put_finding(FILE *out, const struct cli_finding *f)
{
	fprintf(out, "{\"level\":\"%s\"", cli_level_name(f->level));
	put_member(out, "rule", f->rule);
	put_member(out, "what", f->what);
	if (f->why[0] != '\0') {
		put_member(out, "why", f->why);
	}
	if (f->fix[0] != '\0') {
		put_member(out, "fix", f->fix);
	}
	cli_put_json_place(out, f->place.path, f->place.line, f->place.column);
	if (f->second_text != NULL) {
		put_second(out, f);
	}
	if (f->kind[0] != '\0') {
		put_object(out, f);
	}
	put_environments(out, f);
	putc('}', out);
}

void
cli_findings_print_json(FILE *out, const struct cli_findings *findings, const struct cli_findings_about *about)
{
	fputs("{\"findings\":[", out);
	for (size_t i = 0; i < findings->count; i++) {
		fputs(i > 0 ? ",\n" : "\n", out);
		put_finding(out, findings->items[i]);
	}
	fprintf(out,
		"\n],\n\"summary\":{\"error\":%zu,\"warning\":%zu,\"info\":%zu,\"environments\":%zu,\"failed\":%zu,\"complete\":%"
		"s}}\n",
		cli_findings_count(findings, CONFRENDER_LEVEL_ERROR), cli_findings_count(findings, CONFRENDER_LEVEL_WARNING),
		cli_findings_count(findings, CONFRENDER_LEVEL_INFO), about->environments, about->failed,
		about->complete ? "true" : "false");
}
