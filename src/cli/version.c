/* conf-render version: which version this is, and which kustomize it equals; with --sandbox, what the sandbox can do here. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "diagnostics.h"
#include "pages.h"
#include "sandbox.h"
#include <confrender/version.h>

int
cli_version(int argc, char **argv)
{
	if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		return cli_help_of("version");
	}
	printf("conf-render %s (output as kustomize %s)\n", confrender_version(), CONFRENDER_KUSTOMIZE_VERSION);
	if (argc > 1 && strcmp(argv[1], "--sandbox") == 0) {
		cli_sandbox_print();
	}
	return cli_report_stdout();
}
