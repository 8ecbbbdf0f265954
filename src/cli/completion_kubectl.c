/* The link kubectl_complete-conf_render. The name is the second of a plugin, and Krew installs only one, so the program makes it when it
 * is asked to. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "completion.h"
#include "diagnostics.h"
#include "names.h"
#include "path.h"

static const char PLUGIN[] = "kubectl-conf_render";

int
cli_completion_kubectl_explain(void)
{
	fputs("kubectl 1.26 and later, with its own completion switched on in the shell, completes \"kubectl conf-render\"\n"
	      "by a program " CLI_KUBECTL_COMPLETE " on the PATH. It is this program under another name:\n\n"
	      "  kubectl conf-render completion kubectl --install       makes the link beside kubectl-conf_render\n"
	      "  kubectl conf-render completion kubectl --install DIR   makes it in DIR, which has to be on the PATH\n\n"
	      "Nothing else is written; to undo it, remove the link.\n",
	      stdout);
	return cli_report_stdout();
}

static int
fail(const char *path, const char *message, const char *hint)
{
	struct cli_report report = { 0 };
	cli_report_error(&report, "output", path, message, hint);
	cli_report_free(&report);
	return CLI_INPUT;
}

/* The directory of the plugin; NULL: it is not on the PATH. */
static char *
find_directory(void)
{
	char *plugin = cli_path_find(PLUGIN);
	char *directory = NULL;
	if (plugin != NULL) {
		directory = cli_join(plugin, NULL);
		*strrchr(directory, '/') = '\0';
	}
	free(plugin);
	return directory;
}

/* What a link in this directory has to hold: the plugin beside it, so that it lasts when the plugin is made anew for another version; or
 * the plugin elsewhere, or this program. */
static char *
find_target(const char *directory)
{
	char real[PATH_MAX];
	char *beside = cli_join(directory, "/", PLUGIN, NULL);
	bool is_beside = cli_is_program(beside);
	free(beside);
	if (is_beside) {
		return cli_join(PLUGIN, NULL);
	}
	char *plugin = cli_path_find(PLUGIN);
	char *target = plugin != NULL ? cli_absolute(plugin) : NULL;
	free(plugin);
	if (target == NULL && realpath("/proc/self/exe", real) != NULL) {
		target = cli_join(real, NULL);
	}
	return target;
}

/* Does the link hold this, or lead to this program? */
static bool
is_ours(const char *path, const char *target)
{
	char held[PATH_MAX];
	ssize_t length = readlink(path, held, sizeof(held));
	return length >= 0 &&
	       (((size_t)length == strlen(target) && memcmp(held, target, (size_t)length) == 0) || cli_is_this_program(path));
}

static int
say_made(const char *path, const char *target, bool made)
{
	printf("%s%s is a link to %s\n", made ? "" : "nothing to do: ", path, target);
	char *found = cli_path_find(CLI_KUBECTL_COMPLETE);
	if (found == NULL) {
		printf("its directory is not on the PATH, where kubectl looks for it\n");
	}
	free(found);
	return cli_report_stdout();
}

static int
make_link(const char *path, const char *target)
{
	if (symlink(target, path) == 0) {
		return say_made(path, target, true);
	}
	int error = errno;
	if (error == EEXIST && is_ours(path, target)) {
		return say_made(path, target, false);
	}
	if (error == EEXIST) {
		return fail(path, "it is there already, and no link to this program", "remove it, or name another directory");
	}
	struct cli_report report = { 0 };
	cli_report_errno(&report, path, "the link cannot be made", error);
	cli_report_free(&report);
	return CLI_INPUT;
}

int
cli_completion_kubectl_install(const char *directory)
{
	char *found = directory == NULL ? find_directory() : NULL;
	const char *in = directory != NULL ? directory : found;
	if (in == NULL) {
		return fail(NULL, "kubectl-conf_render is not on the PATH", "\"completion kubectl --install DIR\" makes the link in DIR");
	}
	size_t length = strlen(in);
	char *path = cli_join(in, length > 0 && in[length - 1] == '/' ? "" : "/", CLI_KUBECTL_COMPLETE, NULL);
	char *target = find_target(in);
	int status = target != NULL ? make_link(path, target) : fail(path, "where this program lies is not known", NULL);
	free(target);
	free(path);
	free(found);
	return status;
}
