/* The pages of the commands that render. */
#include "options.h"
#include "pages.h"

const struct cli_page cli_pages_render[] = {
	{
		.name = "build",
		.summary = "render the kustomization in a directory",
		.examples = "build overlays/prod\n"
			    "build overlays/prod | kubectl apply -f -\n"
			    "build --all overlays -o rendered/\tone file per environment\n"
			    "build -o prod.yaml --depfile prod.d overlays/prod\twith a rule for make\n"
			    "build --strict --diagnostics json overlays/prod\n",
		.usage = "[DIR...] [options]",
		.about = "Prints the manifests of each DIR (none: the working directory), byte for byte as kustomize does. Several "
			 "directories are rendered in one process, separated as documents; a base that they share "
			 "is read once. Standard output gets everything or nothing.\n\n"
			 "Nothing is fetched, nothing is run, and nothing outside the root is read.",
		.status = "0\tdone\n"
			  "1\tthe input is at fault, or the output could not be written\n"
			  "2\twrong use\n",
		.environment = CLI_PAGE_COLOR,
		.see = "check, deps, verify, kustomize(1)",
		.options = CLI_FOR_BUILD,
	},
	{
		.name = "check",
		.summary = "find what would go wrong in the cluster",
		.examples = "check overlays/prod\n"
			    "check --all overlays\n"
			    "check --format sarif --all overlays > findings.sarif\n"
			    "check --disable unhashed-volume --external shared-ca overlays/prod\n"
			    "check --list\tthe rules, with their levels\n",
		.usage = "[DIR...] [options]",
		.about = "Renders each DIR (none: the working directory) as build does, without printing it, and prints what would go "
			 "wrong once "
			 "it is applied to a cluster: ConfigMaps and Secrets that are read and made by nobody, keys that are missing, maps "
			 "that "
			 "are too large, and more. A line each: file:line:column: level[rule]: what; why; what to do.",
		.status = "0\tnothing found, or information alone\n"
			  "1\ta warning or an error found\n"
			  "2\ta directory could not be checked, or wrong use\n",
		.environment = CLI_PAGE_COLOR,
		.see = "build, verify",
		.options = CLI_FOR_CHECK,
	},
	{
		.name = "deps",
		.summary = "print the files that a render reads",
		.examples = "deps overlays/prod\n"
			    "deps --argocd overlays/prod\tthe value of manifest-generate-paths\n"
			    "deps --make --target rendered/ --all overlays > rendered.d\n"
			    "deps --json --all overlays\n",
		.usage = "[DIR...] [options]",
		.about = "All that a render of each DIR (none: the working directory) reads and nothing else, named from the working "
			 "directory: "
			 "a line each, sorted. Nothing is printed where something is wrong.",
		.status = "0\tdone\n"
			  "1\tthe input is at fault\n"
			  "2\twrong use\n",
		.environment = CLI_PAGE_COLOR,
		.see = "build, make(1)",
		.options = CLI_FOR_DEPS,
	},
	{
		.name = "verify",
		.summary = "compare with what kustomize or kubectl renders",
		.examples = "verify overlays/prod\n"
			    "verify --all . --with kubectl\n"
			    "verify --with ~/bin/kustomize-5.8.1 --all overlays\n",
		.usage = "[DIR...] [options]",
		.about = "Renders each DIR (none: the working directory), has kustomize or kubectl kustomize render it too, and prints "
			 "whether the "
			 "bytes are the same, or the first that differs with its place, and how long both took. What goes beyond kustomize "
			 "is "
			 "switched off for this.\n\n"
			 "It is the only command that runs a program.",
		.status = "0\tall are equal\n"
			  "1\tone is different, or only one of the two renders it\n"
			  "2\tone could not be compared, or wrong use\n",
		.environment = "PATH\twhere kustomize and kubectl are looked for\n" CLI_PAGE_COLOR,
		.see = "build, kustomize(1), kubectl(1)",
		.options = CLI_FOR_VERIFY,
	},
	{ .name = NULL },
};
