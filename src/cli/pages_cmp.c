/* The pages of what Argo CD runs. */
#include "options.h"
#include "pages.h"

#define ENVIRONMENT \
	"ARGOCD_APP_PARAMETERS\tthe parameters that the application sets\n" \
	"ARGOCD_APP_SOURCE_PATH\twhere it lies in its repository: what the working directory and this path end in alike is below the " \
	"root\n"
#define STATUS \
	"0\tdone\n" \
	"1\tthe tree or a parameter is at fault\n" \
	"2\twrong use\n"

const struct cli_page cli_pages_cmp[] = {
	{
		.name = "cmp",
		.summary = "render as a config management plugin of Argo CD",
		.examples = "cmp generate\n"
			    "cmp generate --sandbox=require --strict\n",
		.usage = "init|generate|parameters|discover [options]",
		.about = "The commands of a config management plugin, which Argo CD runs in the directory of an application. "
			 "scripts/argocd has the files that set it up.\n\n"
			 "Options are for whoever sets up the plugin. Who writes an Application sets parameters: overlay, name-prefix, "
			 "name-suffix, namespace, images, replicas, components, labels, annotations, force-labels, force-annotations, "
			 "labels-without-selector, labels-include-templates, checksums, hash, immutable, references, reloader, strict. "
			 "No parameter changes what an option has set, and there is none for the root, the limits, the sandbox or "
			 "--allow-empty.\n\n"
			 "What is printed depends on the files, the options and the parameters only; KUBE_VERSION, KUBE_API_VERSIONS "
			 "and ARGOCD_ENV_* are not read.",
		.status = STATUS,
		.environment = ENVIRONMENT,
		.see = "build, edit, deps",
	},
	{
		.name = "cmp init",
		.summary = "say early what is wrong with an application",
		.examples = "cmp init\n",
		.usage = "[options]",
		.about = "Reads the parameters and the kustomization, and prints nothing on standard output. Takes the options of "
			 "\"conf-render cmp generate\".",
		.status = STATUS,
		.environment = ENVIRONMENT,
	},
	{
		.name = "cmp generate",
		.summary = "print the manifests of an application",
		.examples = "cmp generate\n"
			    "cmp generate --sandbox=require --checksums=all\n",
		.usage = "[options]",
		.about = "Renders the kustomization in the working directory, or in the directory of the parameter overlay, as if "
			 "\"conf-render edit\" had put the parameters into it. No file is written. Standard output gets the manifests "
			 "or nothing; an application without any is an error, because Argo CD would delete what it had. A message is "
			 "a line, and all of them are at most 8 KiB.",
		.status = STATUS,
		.environment = ENVIRONMENT,
		.see = "build, edit",
		.options = CLI_FOR_CMP,
	},
	{
		.name = "cmp parameters",
		.summary = "announce the parameters, with the values that the kustomization has",
		.examples = "cmp parameters\n",
		.usage = "[options]",
		.about = "Prints the list that Argo CD shows as a form. Those whose values do not depend on the tree are in plugin.yaml. A "
			 "tree that cannot be read is told on standard error, and the list is printed without values. Takes the "
			 "options of \"conf-render cmp generate\".",
		.status = "0\tdone\n"
			  "1\tstandard output cannot be written\n"
			  "2\twrong use\n",
		.environment = ENVIRONMENT,
	},
	{
		.name = "cmp discover",
		.summary = "say whether the plugin is one for this application",
		.examples = "cmp discover\n",
		.usage = "[options]",
		.about = "Prints the name of the kustomization that \"conf-render cmp generate\" would render, or nothing if there is "
			 "none, or if it has Helm charts or remote bases, which kustomize has to render. Takes the options of "
			 "\"conf-render cmp "
			 "generate\".",
		.status = "0\tdone\n"
			  "1\tstandard output cannot be written\n"
			  "2\twrong use\n",
		.environment = ENVIRONMENT,
	},
	{ .name = NULL },
};
