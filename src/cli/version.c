/* conf-render version: which version this is, and which kustomize it equals. */
#include <stdio.h>

#include "cli.h"
#include "diagnostics.h"
#include <confrender/version.h>

int
cli_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	printf("conf-render %s (output as kustomize %s)\n", confrender_version(), CONFRENDER_KUSTOMIZE_VERSION);
	return cli_report_stdout();
}
