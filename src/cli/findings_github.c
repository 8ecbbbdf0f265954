/* Findings as workflow commands of GitHub Actions:
 *
 *     ::error file=base/deploy.yaml,line=12,col=17,title=missing-secret::what; why; what to do */
#include <string.h>

#include "findings.h"

/* Signs that a command is made of are written as %25; in a property, a comma and a colon too. */
static void
put_escaped(FILE *out, const char *text, const char *signs)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < 0x20 || strchr(signs, *text) != NULL) {
			fprintf(out, "%%%02X", (unsigned)(unsigned char)*text);
		} else {
			putc(*text, out);
		}
	}
}

static void
put_place(FILE *out, const struct cli_found_at *place)
{
	fputs("file=", out);
	put_escaped(out, place->path, "%,:");
	if (place->line != 0) {
		fprintf(out, ",line=%u", (unsigned)place->line);
	}
	if (place->line != 0 && place->column != 0) {
		fprintf(out, ",col=%u", (unsigned)place->column);
	}
	putc(',', out);
}

static void
put_finding(FILE *out, const struct cli_finding *f)
{
	static const char *const commands[] = { "", "notice", "warning", "error" };
	const char *const parts[] = { f->why, f->fix };
	fprintf(out, "::%s ", commands[f->level]);
	if (f->place.path != NULL) {
		put_place(out, &f->place);
	}
	fputs("title=", out);
	put_escaped(out, f->rule, "%,:");
	fputs("::", out);
	put_escaped(out, f->what, "%");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		fputs(parts[i][0] != '\0' ? "; " : "", out);
		put_escaped(out, parts[i], "%");
	}
	putc('\n', out);
}

void
cli_findings_print_github(FILE *out, const struct cli_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		put_finding(out, findings->items[i]);
	}
}
