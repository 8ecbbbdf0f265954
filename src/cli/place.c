/* In kustomize's place: tools that call kustomize find this program under that name, with kustomize's command line and exit status.
 *
 * What goes beyond kustomize works here too. Texts of messages are our own, and a mistyped "edit" fails (kustomize prints its help, and
 * that all is well). */
#include "place.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include <confrender/version.h>

bool
cli_in_place(void)
{
	return strcmp(cli_program(), "kustomize") == 0;
}

/* Does the next argument belong to this one? Before it is known which command it is, kustomize takes that for granted of all that it does
 * not know. */
static bool
takes_next(const char *option)
{
	if (strchr(option, '=') != NULL) {
		return false;
	}
	return strncmp(option, "--", 2) == 0 ? strcmp(option, "--stack-trace") != 0 : strlen(option) == 2;
}

/* The place of the first word that is no option and no option's value, from a place on; argc: there is none. */
static int
find_word(int from, int argc, char *const *argv)
{
	for (int i = from; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (argv[i][0] != '-' && argv[i][0] != '\0') {
			return i;
		}
		i += argv[i][0] == '-' && takes_next(argv[i]);
	}
	return argc;
}

void
cli_place_words(int argc, char **argv)
{
	enum { WORDS_OF_EDIT = 3 };
	int words = 1;
	for (int to = 1; to <= words; to++) {
		int at = find_word(to, argc, argv);
		if (at == argc) {
			return;
		}
		char *word = argv[at];
		memmove(argv + to + 1, argv + to, (size_t)(at - to) * sizeof(argv[0]));
		argv[to] = word;
		words = to == 1 && strcmp(word, "edit") == 0 ? WORDS_OF_EDIT : words;
	}
}

int
cli_place_status(const char *command, int status)
{
	static const char *const theirs[] = { "build", "completion", "create", "edit", "help", "version" };
	bool is_theirs = command == NULL;
	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]) && !is_theirs; i++) {
		is_theirs = strcmp(command, theirs[i]) == 0;
	}
	return status == CLI_USAGE && is_theirs ? CLI_INPUT : status;
}

char *
cli_place_comment(char *text, size_t *length)
{
	char *out = cli_alloc(3 * *length + 1, 1), *end = out;
	for (size_t i = 0; i < *length; i++) {
		if (i == 0 || text[i - 1] == '\n') {
			*end++ = '#';
			*end++ = ' ';
		}
		*end++ = text[i];
	}
	free(text);
	*length = (size_t)(end - out);
	return out;
}

const char *
cli_place_missing(const char *command)
{
	static const struct {
		const char *name, *why;
	} missing[] = {
		{ "localize", "it fetches, and nothing is fetched here" },
		{ "cfg", "it works on files of manifests, with functions that are programs" },
		{ "fn", "it runs functions, and no program is run here" },
		{ "openapi", "the schema here is that of kustomize " CONFRENDER_KUSTOMIZE_VERSION },
		{ "docs-", "it is a page about kustomize's functions, which are not run here" },
		{ "tutorials-", "it is a page about commands that are not here" },
	};
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		size_t length = strlen(missing[i].name);
		bool prefix = missing[i].name[length - 1] == '-';
		if (strncmp(command, missing[i].name, length) == 0 && (prefix || command[length] == '\0')) {
			return missing[i].why;
		}
	}
	return NULL;
}
