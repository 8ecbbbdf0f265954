/* The parts of completion: a script for each shell, and the link that kubectl looks for. */
#ifndef CR_CLI_COMPLETION_H
#define CR_CLI_COMPLETION_H

#include <stdbool.h>

/* The name by which kubectl, from 1.26 on, asks this program what fits behind "kubectl conf-render". */
#define CLI_KUBECTL_COMPLETE "kubectl_complete-conf_render"

struct cli_completion_script {
	const char *shell, *text;
};
/* Ends in a row without shell; generated from the files in completion/. */
extern const struct cli_completion_script cli_completion_scripts[];

/* Says how "kubectl conf-render" is completed. The exit status, as of the next one. */
int cli_completion_kubectl_explain(void);
/* Makes the link in a directory; NULL: beside the plugin. Nothing that is there is written over. */
int cli_completion_kubectl_install(const char *directory);

#endif
