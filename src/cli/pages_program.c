/* The page of the program itself, and those of the commands that tell of it, one of edit among them. */
#include "pages.h"

static const struct cli_page_option version_options[] = {
	{ "short", 0, NULL, "print the number alone" },
	{ "output", 'o', "json|yaml", "print more of it, in this form" },
	{ "sandbox", 0, NULL, "say what guards the program on this machine" },
	{ "help", 'h', NULL, "print this" },
	{ NULL, 0, NULL, NULL },
};

static const struct cli_page_option completion_options[] = {
	{ "install", 0, NULL, "with kubectl: make the link that kubectl looks for, in DIR or beside the plugin" },
	{ "help", 'h', NULL, "print this" },
	{ NULL, 0, NULL, NULL },
};

const struct cli_page cli_pages_program[] = {
	{
		.name = "edit alpha-list-builtin-plugin",
		.summary = "print the names of the built-in plugins",
		.examples = "edit alpha-list-builtin-plugin\n",
		.usage = "",
		.status = "0\tdone\n",
	},
	{
		.name = "completion",
		.summary = "make a shell, or kubectl, complete command lines",
		.examples = "completion bash > ~/.local/share/bash-completion/completions/conf-render\n"
			    "completion zsh > ~/.zfunc/_conf-render\tif ~/.zfunc is in $fpath\n"
			    "completion fish > ~/.config/fish/completions/conf-render.fish\n"
			    "completion kubectl --install\tfor kubectl conf-render\n",
		.usage = "bash|zsh|fish|kubectl [--install [DIR]]",
		.about =
			"The scripts ask the program itself what fits, so they stay right when it is replaced. A line in the file that a "
			"shell starts with does too: \"source <(conf-render completion bash)\" in ~/.bashrc, where the package "
			"bash-completion is not needed; \"source <(conf-render completion zsh)\" in ~/.zshrc, behind compinit. A directory "
			"that is "
			"not there has to be made first: \"mkdir -p ~/.local/share/bash-completion/completions\".\n\n"
			"kubectl 1.26 and later completes its plugin by a program kubectl_complete-conf_render on the PATH, a link to this "
			"one. With --install it is made, in DIR or else beside kubectl-conf_render; nothing else is written, and no file "
			"is written over.",
		.status = "0\tdone, or nothing to do\n"
			  "1\tthe link could not be made\n"
			  "2\twrong use\n",
		.environment = "PATH\twhere kubectl-conf_render and the link to it are looked for\n",
		.see = "bash(1), zsh(1), fish(1), kubectl(1)",
		.own = completion_options,
	},
	{
		.name = "help",
		.summary = "show how the program or a command is used",
		.examples = "help\n"
			    "help build\n"
			    "help edit set image\n",
		.usage = "[COMMAND...]",
		.status = "0\tdone\n"
			  "2\tthere is no such command\n",
		.minor = true,
	},
	{
		.name = "version",
		.summary = "print the version",
		.examples = "version\n"
			    "version -o json\n"
			    "version --sandbox\twhat guards the program on this machine\n",
		.usage = "[options]",
		.about = "Called as kustomize, it prints the version of kustomize whose output is equal, in the forms of a release of "
			 "kustomize; the field confRender of JSON and YAML has its own version.",
		.status = "0\tdone\n"
			  "2\twrong use\n",
		.own = version_options,
		.minor = true,
	},
	{
		.name = "",
		.summary = "render Kubernetes configuration for many environments",
		.examples = "build overlays/prod\n"
			    "build overlays/prod | kubectl apply -f -\n"
			    "build --all overlays -o rendered/\tone file per environment\n"
			    "check --all overlays\twhat would go wrong in the cluster\n"
			    "edit set image trainer=registry.example.com/ml/trainer:v2\n",
		.usage = "COMMAND [options]",
		.about = "Reads bases and overlays as kustomize does, and prints the same bytes in a fraction of the time.",
		.status = "0\tdone\n"
			  "1\tthe input is at fault, or the output could not be written\n"
			  "2\twrong use\n",
		.environment = CLI_PAGE_COLOR,
		.files = CLI_PAGE_FILES,
		.see = "build, check, deps, verify, edit, create, cmp, completion, kustomize(1), kubectl(1)",
	},
	{ .name = NULL },
};
