/* Options of kubectl, which people give to its plugins too. None means anything here, since no cluster is asked; each gets a hint. */
#include "plugin.h"

#include <stddef.h>
#include <string.h>

#include "cli.h"

static bool
is_one_of(const char *option, const char *const *list)
{
	while (*list != NULL && strcmp(*list, option) != 0) {
		list++;
	}
	return *list != NULL;
}

char *
cli_plugin_hint(const char *option, const char *command)
{
	static const char *const namespaces[] = { "-n", "--namespace", NULL };
	static const char *const directories[] = { "-f", "-k", "--filename", "--kustomize", NULL };
	static const char *const clusters[] = { "--as",
						"--as-group",
						"--as-uid",
						"--certificate-authority",
						"--client-key",
						"--client-certificate",
						"--cluster",
						"--context",
						"--kubeconfig",
						"--insecure-skip-tls-verify",
						"--password",
						"--request-timeout",
						"--server",
						"-s",
						"--token",
						"--tls-server-name",
						"--user",
						"--username",
						"--cache-dir",
						"--match-server-version",
						"--disable-compression",
						NULL };
	if (is_one_of(option, namespaces)) {
		return cli_join("no cluster is asked; the namespace is a field of the kustomization, which \"", cli_program(),
				" edit set namespace NAME\" sets", NULL);
	}
	if (is_one_of(option, directories)) {
		return cli_join("the directory stands alone: \"", cli_program(), " ", command, " DIR\"", NULL);
	}
	return is_one_of(option, clusters) ? cli_join("it is an option of kubectl; no cluster is asked here", NULL) : NULL;
}
