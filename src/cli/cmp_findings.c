/* What the plugin says of findings of the library: hints for who writes the application, who cannot set options and has not seen the
 * kustomization with the parameters in it. */
#include <string.h>

#include "cmp.h"

/* The parameter labels puts into commonLabels. */
static bool
adds_labels(const struct cli_wishes *wishes)
{
	for (size_t i = 0; i < wishes->edit_count; i++) {
		if (wishes->edits[i].field == CONFRENDER_LABEL) {
			return !wishes->edits[i].without_selector;
		}
	}
	return false;
}

void
cli_cmp_finding(void *user, const struct confrender_diagnostic *found)
{
	struct cli_cmp *c = user;
	struct confrender_diagnostic d = *found;
	bool labels = strcmp(d.code, "deprecated-field") == 0 && strstr(d.message, "\"commonLabels\"") != NULL;
	if (labels && adds_labels(&c->wishes)) {
		d.hint = "the parameter \"labels\" adds to that field; with \"labels-without-selector\" it adds to \"labels\"";
	} else if (d.hint != NULL && strstr(d.hint, "--allow-root") != NULL) {
		d.hint = "applications cannot change that: --allow-root in the command of the plugin lets more be read";
	}
	cli_report_finding(&c->run.options.report, &d);
}
