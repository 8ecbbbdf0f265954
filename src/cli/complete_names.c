/* The names that an edit may mean, from the kustomization of the working directory: read as edit reads it, behind the same locks, and with
 * a clock, since somebody waits with a hand on the key. What cannot be read has no names. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "complete.h"
#include "edit_options.h"
#include "sandbox.h"

/* Whoever reads the answer may take it for more than text: kubectl's script for bash expands words that have no description. */
static bool
is_plain(const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/:@+,-";
	return name[0] != '-' && name[strspn(name, plain)] == '\0';
}

/* What is typed behind the name; NULL: these names are not offered. */
static const char *
find_tail(const struct cli_edit_command *command)
{
	if (command->does == CONFRENDER_REMOVE || command->field == CONFRENDER_BUILD_METADATA) {
		return "";
	}
	switch (command->field) {
	case CONFRENDER_CONFIG_MAP:
	case CONFRENDER_SECRET:
		return "";
	case CONFRENDER_REPLICAS:
		return command->does == CONFRENDER_SET ? "=" : NULL;
	case CONFRENDER_ANNOTATION:
	case CONFRENDER_LABEL:
		return command->does == CONFRENDER_SET ? ":" : NULL;
	case CONFRENDER_IMAGE:
		return "";
	default:
		return NULL;
	}
}

static struct confrender_session *
open_session(void)
{
	static const char *const limits[] = { "max-file-bytes=1MiB", "max-memory=64MiB" };
	struct confrender_session_options options = {
		.size = sizeof(options),
		.limits = limits,
		.limit_count = sizeof(limits) / sizeof(limits[0]),
	};
	struct confrender_session *session = confrender_session_new(&options, NULL);
	if (session != NULL && confrender_session_root(session, ".", NULL) == NULL) {
		confrender_session_free(session);
		return NULL;
	}
	return session;
}

static void
lock_in(const struct confrender_session *session)
{
	struct cli_sandbox_needs needs = cli_sandbox_needs_of(session);
	cli_sandbox_enter(&needs);
	free(needs.roots);
}

void
cli_answer_names(struct cli_answer *answer, const struct cli_edit_command *command)
{
	enum { SECONDS = 1 };
	const char *const *names;
	size_t count;
	const char *tail = find_tail(command);
	struct confrender_session *session = tail != NULL ? open_session() : NULL;
	if (session == NULL) {
		return;
	}
	alarm(SECONDS);
	lock_in(session);
	confrender_edit_names(session, ".", command->does, command->field, &names, &count);
	for (size_t i = 0; i < count; i++) {
		if (is_plain(names[i])) {
			char *word = cli_join(names[i], tail, NULL);
			cli_answer_word(answer, word, "", NULL);
			free(word);
		}
	}
	if (tail[0] != '\0' || command->field == CONFRENDER_IMAGE) {
		answer->directive |= CLI_COMPLETE_NO_SPACE;
	}
	confrender_session_free(session);
}
