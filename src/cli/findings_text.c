/* Findings as lines for people, and for editors that jump to places:
 *
 *     base/deploy.yaml:12:17: error[missing-secret]: what is wrong; what comes of it; what to do */
#include <unistd.h>

#include "diagnostics_print.h"
#include "findings.h"

static void
put_finding(FILE *out, const struct cli_paint *paint, const struct cli_finding *f)
{
	const char *const colors[] = { "", paint->info, paint->warning, paint->error };
	fputs(paint->bold, out);
	if (f->place.path != NULL) {
		cli_put_place(out, f->place.path, f->place.line, f->place.column);
	} else {
		cli_put_text(out, f->environment_count > 0 ? f->environments[0] : "conf-render");
	}
	fprintf(out, ":%s %s%s[%s]:%s ", paint->off, colors[f->level], cli_level_name(f->level), f->rule, paint->off);
	cli_put_text(out, f->what);
	if (f->second_text != NULL) {
		cli_put_second(out, f->second_text, f->second.path, f->second.line);
	}
	fputs("; ", out);
	cli_put_text(out, f->why);
	fputs("; ", out);
	cli_put_text(out, f->fix);
	putc('\n', out);
}

void
cli_findings_print_text(FILE *out, enum cli_color color, const struct cli_findings *findings)
{
	const struct cli_paint *paint = cli_paint_choose(color, STDOUT_FILENO);
	for (size_t i = 0; i < findings->count; i++) {
		if (!findings->items[i]->of_render) {
			put_finding(out, paint, findings->items[i]);
		}
	}
}

static void
put_count(FILE *out, size_t count, const char *what, const char *before)
{
	fprintf(out, "%s%zu %s%s", before, count, what, count == 1 ? "" : "s");
}

void
cli_findings_print_summary(FILE *out, const struct cli_findings *findings, const struct cli_findings_about *about)
{
	size_t infos = cli_findings_count(findings, CONFRENDER_LEVEL_INFO);
	put_count(out, cli_findings_count(findings, CONFRENDER_LEVEL_ERROR), "error", "");
	put_count(out, cli_findings_count(findings, CONFRENDER_LEVEL_WARNING), "warning", ", ");
	if (infos > 0) {
		fprintf(out, ", %zu of information", infos);
	}
	put_count(out, about->environments, "environment", " in ");
	if (about->failed > 0) {
		fprintf(out, ", %zu not checked", about->failed);
	}
	putc('\n', out);
}
