/* The pages of all commands, one behind the other. */
#include "pages.h"

#include <string.h>

#include "edit_options.h"

/* In the order of the list of commands; the pages of edit's own commands, and create, are made of their table in between. */
static const struct cli_page *const before_edit[] = { cli_pages_render, cli_pages_edit, NULL };
static const struct cli_page *const behind_edit[] = { cli_pages_cmp, cli_pages_program, NULL };

/* Counts *i down; NULL: not among these. */
static const struct cli_page *
page_among(const struct cli_page *const *groups, size_t *i)
{
	for (; *groups != NULL; groups++) {
		for (const struct cli_page *page = *groups; page->name != NULL; page++) {
			if ((*i)-- == 0) {
				return page;
			}
		}
	}
	return NULL;
}

const struct cli_page *
cli_page_at(size_t i, struct cli_page_room *room)
{
	const struct cli_page *page = page_among(before_edit, &i);
	if (page != NULL) {
		return page;
	}
	for (const struct cli_edit_command *command = cli_edit_commands; command->verb != NULL; command++) {
		if (i-- == 0) {
			return cli_page_of_edit(command, room);
		}
	}
	return page_among(behind_edit, &i);
}

const struct cli_page *
cli_page_find(const char *name, struct cli_page_room *room)
{
	const struct cli_page *page;
	size_t i = 0;
	do {
		page = cli_page_at(i++, room);
	} while (page != NULL && strcmp(page->name, name) != 0);
	return page;
}

bool
cli_page_is_below(const struct cli_page *page, const char *name)
{
	size_t length = strlen(name);
	if (strncmp(page->name, name, length) != 0 || page->name[length] == '\0') {
		return false;
	}
	const char *rest = page->name + length;
	if (length > 0) {
		if (rest[0] != ' ') {
			return false;
		}
		rest++;
	}
	return strchr(rest, ' ') == NULL;
}
