/* Writes the man pages into a directory: conf-render(1), and one for each of its commands, with what stands below that.
 *
 *     man_pages DIRECTORY
 *
 * They are made of the tables that the program's help is made of, and of what is said beyond it (longer.h). It is a program of its own, so
 * that the longer texts are no part of the program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "page.h"

static bool
write_page(const char *directory, const struct cli_page *page)
{
	char *name = man_page_name(page);
	char *path = cli_join(directory, "/", name, ".1", NULL);
	FILE *out = fopen(path, "w");
	bool good = out != NULL;
	if (good) {
		man_page_put(out, page);
		good = ferror(out) == 0;
		good = fclose(out) == 0 && good;
	}
	if (!good) {
		perror(path);
	}
	free(path);
	free(name);
	return good;
}

int
main(int argc, char **argv)
{
	struct cli_page_room room;
	const struct cli_page *page;
	if (argc != 2) {
		fputs("usage: man_pages DIRECTORY\n", stderr);
		return 2;
	}
	for (size_t i = 0; (page = cli_page_at(i, &room)) != NULL; i++) {
		if (strchr(page->name, ' ') == NULL && !page->minor && !write_page(argv[1], page)) {
			return 1;
		}
	}
	return 0;
}
