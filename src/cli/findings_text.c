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
		cli_put_text(out, f->environment);
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
		put_finding(out, paint, findings->items[i]);
	}
}
