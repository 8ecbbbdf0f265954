/* conf-render completion: prints what makes a shell complete this program's command lines. The scripts ask __complete (complete.c). */
#include "completion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diagnostics.h"
#include "pages.h"

static int
wrong_use(char *message, char *hint)
{
	struct cli_report report = { 0 };
	cli_report_usage(&report, message, hint);
	cli_report_free(&report);
	return CLI_USAGE;
}

/* Under the name kustomize it is for that name. A script names the program as it is, and in names of functions with "_". */
static void
put_script(const char *text)
{
	const char *program = strcmp(cli_program(), "kustomize") == 0 ? "kustomize" : NULL;
	const size_t length = strlen("conf-render");
	for (const char *found; program != NULL && (found = strstr(text, "conf")) != NULL;) {
		bool is_name = strncmp(found, "conf-render", length) == 0 || strncmp(found, "conf_render", length) == 0;
		size_t before = (size_t)(found - text) + (is_name ? 0 : 1);
		printf("%.*s%s", (int)before, text, is_name ? program : "");
		text = found + (is_name ? length : 1);
	}
	fputs(text, stdout);
}

static int
print_script(const char *shell)
{
	const struct cli_completion_script *script = cli_completion_scripts;
	while (script->shell != NULL && strcmp(script->shell, shell) != 0) {
		script++;
	}
	if (script->shell == NULL) {
		return wrong_use(cli_join("there is no completion for \"", shell, "\"", NULL),
				 cli_join("it is bash, zsh, fish or kubectl", NULL));
	}
	put_script(script->text);
	return cli_report_stdout();
}

static bool
is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static int
unexpected(const char *word)
{
	return wrong_use(cli_join(word[0] == '-' ? "unknown option \"" : "unexpected \"", word, "\" for completion", NULL), NULL);
}

static int
kubectl(int argc, char **argv)
{
	if (argc == 1) {
		return cli_completion_kubectl_explain();
	}
	if (strcmp(argv[1], "--install") != 0) {
		return unexpected(argv[1]);
	}
	/* "$DIR" of a variable that is not set: the link would go into the root of the file system. */
	if (argc == 3 && argv[2][0] == '\0') {
		return wrong_use(cli_join("the directory for the link is an empty word", NULL),
				 cli_join("without one the link is made beside kubectl-conf_render", NULL));
	}
	return argc > 3 ? unexpected(argv[3]) : cli_completion_kubectl_install(argc == 3 ? argv[2] : NULL);
}

int
cli_completion(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (is_help(argv[i])) {
			return cli_help_of("completion");
		}
	}
	if (argc < 2) {
		return wrong_use(cli_join("whose completion is missing", NULL), cli_join("it is bash, zsh, fish or kubectl", NULL));
	}
	if (strcmp(argv[1], "kubectl") == 0) {
		return kubectl(argc - 1, argv + 1);
	}
	return argc > 2 ? unexpected(argv[2]) : print_script(argv[1]);
}
