/* Does "edit fix" leave the result of a build as it was? The directory is rendered before and after. */
#ifndef CR_CLI_EDIT_FIX_H
#define CR_CLI_EDIT_FIX_H

#include "diagnostics.h"
#include <confrender/confrender.h>

/* All zero: not looked at. */
struct cli_fix_check {
	struct confrender_session *before, *after;
	struct confrender_output *old; /* NULL: it could not be rendered before either */
	struct cli_report *opening;    /* NULL: what the sessions find is nobody's */
};

/* Opens the roots, before the sandbox; the options' findings go to a struct cli_report. false: this has been reported, or there is no
 * memory. f stays in its place. */
bool cli_fix_open(struct cli_fix_check *f, const struct confrender_session_options *options);
/* false: out of memory. */
bool cli_fix_before(struct cli_fix_check *f);
/* Once the files are written: says what was fixed, vars too if they were, and warns of a build that fails now, or is another one. The exit
 * status. */
int cli_fix_after(struct cli_fix_check *f, struct cli_report *report, bool vars);
void cli_fix_free(struct cli_fix_check *f);

#endif
