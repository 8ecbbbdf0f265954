/* Renders before and after a fix. A file is read once in a session, so there are two; what they have to say about the tree was said, or
 * will be, when it is built. */
#include "edit_fix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static void
tell_while_opening(void *user, const struct confrender_diagnostic *d)
{
	struct cli_fix_check *f = user;
	if (f->opening != NULL) {
		cli_report_finding(f->opening, d);
	}
}

bool
cli_fix_open(struct cli_fix_check *f, const struct confrender_session_options *options)
{
	struct confrender_session_options silent = *options;
	silent.on_diagnostic = tell_while_opening;
	silent.diagnostic_user = f;
	f->opening = options->diagnostic_user;
	f->before = confrender_session_new(&silent, NULL);
	f->after = confrender_session_new(&silent, NULL);
	bool open = f->before != NULL && f->after != NULL && confrender_session_root(f->before, ".", NULL) != NULL &&
		    confrender_session_root(f->after, ".", NULL) != NULL;
	f->opening = NULL;
	return open;
}

bool
cli_fix_before(struct cli_fix_check *f)
{
	return confrender_render(f->before, ".", NULL, &f->old) != CONFRENDER_NO_MEMORY;
}

static void
warn(struct cli_report *report, const char *message, const char *hint)
{
	struct confrender_diagnostic d = { .severity = CONFRENDER_WARNING, .code = "fix", .message = message, .hint = hint };
	cli_report_finding(report, &d);
}

static bool
same(const struct confrender_output *a, const struct confrender_output *b)
{
	size_t a_length, b_length;
	const char *a_text = confrender_output_text(a, &a_length), *b_text = confrender_output_text(b, &b_length);
	return a_length == b_length && (a_length == 0 || memcmp(a_text, b_text, a_length) == 0);
}

int
cli_fix_after(struct cli_fix_check *f, struct cli_report *report, bool vars)
{
	struct confrender_output *now = NULL;
	enum confrender_result result = confrender_render(f->after, ".", NULL, &now);
	if (f->old != NULL && result == CONFRENDER_NO_MEMORY) {
		cli_report_error(report, "memory", NULL, "out of memory: what is written is not compared with what was", NULL);
		return CLI_INPUT;
	}
	if (f->old != NULL && result != CONFRENDER_OK) {
		char *hint = cli_join("\"", cli_program(), " build\" says why", NULL);
		warn(report, "the fixed kustomization cannot be built any more", hint);
		free(hint);
	} else if (f->old != NULL && !same(f->old, now)) {
		warn(report, "the build of the fixed kustomization is not what it was", "compare it with that of the file before");
	}
	confrender_output_free(now);
	printf("Fixed fields:\n"
	       "  patchesJson6902 -> patches\n"
	       "  patchesStrategicMerge -> patches\n"
	       "  commonLabels -> labels\n%s",
	       vars ? "  vars -> replacements\n" : "");
	return cli_report_stdout();
}

void
cli_fix_free(struct cli_fix_check *f)
{
	confrender_output_free(f->old);
	confrender_session_free(f->before);
	confrender_session_free(f->after);
}
