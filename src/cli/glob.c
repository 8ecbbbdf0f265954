/* Expands a pattern part by part, in the order of the names. What may not be read has no names in it.
 *
 * Counterpart: Go's filepath.Glob, and the file system of kyaml, which leaves hidden files out. Known difference: Glob takes a disk that
 * fails for an empty directory. */
#include "glob.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include <confrender/edit.h>

void
cli_texts_add(struct cli_texts *texts, char *text)
{
	if (texts->count == texts->size) {
		char **old = texts->items;
		texts->size = texts->size * 2 + 8;
		texts->items = cli_alloc(texts->size, sizeof(texts->items[0]));
		for (size_t i = 0; i < texts->count; i++) {
			texts->items[i] = old[i];
		}
		free(old);
	}
	texts->items[texts->count++] = text;
}

void
cli_texts_free(struct cli_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++) {
		free(texts->items[i]);
	}
	free(texts->items);
	*texts = (struct cli_texts){ 0 };
}

static bool
has_pattern(const char *text)
{
	return strpbrk(text, "*?[\\") != NULL;
}

/* Keeps what says nothing of what is there. */
static void
note_error(struct cli_texts *found, int error)
{
	bool answer = error == ENOENT || error == ENOTDIR || error == EACCES || error == ELOOP || error == ENAMETOOLONG;
	if (error != 0 && !answer) {
		found->error = error;
	}
}

static bool
is_there(struct cli_texts *found, const char *path)
{
	struct stat status;
	bool there = fstatat(AT_FDCWD, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
	note_error(found, there ? 0 : errno);
	return there;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "dir/name", and "name" for what lies in ".". */
static char *
joined(const char *directory, const char *name)
{
	if (directory[0] == '\0' || strcmp(directory, ".") == 0) {
		return cli_join(name, NULL);
	}
	return cli_join(directory, directory[strlen(directory) - 1] == '/' ? "" : "/", name, NULL);
}

static void
match_in(const char *directory, const char *pattern, struct cli_texts *found)
{
	struct cli_texts names = { 0 };
	DIR *d = opendir(directory[0] != '\0' ? directory : ".");
	const struct dirent *entry;
	note_error(found, d == NULL ? errno : 0);
	for (errno = 0; d != NULL && (entry = readdir(d)) != NULL; errno = 0) {
		bool self = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
		if (!self && confrender_edit_match(pattern, entry->d_name) == 1) {
			cli_texts_add(&names, joined(directory, entry->d_name));
		}
	}
	if (d != NULL) {
		note_error(found, errno);
		closedir(d);
	}
	if (names.count > 0) {
		qsort(names.items, names.count, sizeof(names.items[0]), compare);
	}
	for (size_t i = 0; i < names.count; i++) {
		cli_texts_add(found, names.items[i]);
	}
	names.count = 0;
	cli_texts_free(&names);
}

static bool
is_directory(struct cli_texts *found, const char *path)
{
	struct stat status;
	bool there = stat(path[0] != '\0' ? path : ".", &status) == 0;
	note_error(found, there ? 0 : errno);
	return there && S_ISDIR(status.st_mode);
}

/* The names for one more part of the pattern, below each of those found so far. */
static void
step(struct cli_texts *found, const char *part)
{
	struct cli_texts next = { .error = found->error };
	for (size_t i = 0; i < found->count; i++) {
		if (!is_directory(&next, found->items[i])) {
			continue;
		}
		if (has_pattern(part)) {
			match_in(found->items[i], part, &next);
		} else {
			char *path = joined(found->items[i], part);
			if (is_there(&next, path)) {
				cli_texts_add(&next, path);
			} else {
				free(path);
			}
		}
	}
	cli_texts_free(found);
	*found = next;
}

static bool
is_hidden(const char *path)
{
	const char *slash = strrchr(path, '/');
	return (slash != NULL ? slash + 1 : path)[0] == '.';
}

/* Parts before the first with a pattern are taken as they are written. */
static void
expand(const char *pattern, struct cli_texts *found)
{
	char *copy = cli_join(pattern, NULL);
	char *first = strpbrk(copy, "*?[\\");
	char *rest = first;
	while (rest > copy && rest[-1] != '/') {
		rest--;
	}
	char *head = cli_join(copy, NULL);
	head[rest - copy] = '\0';
	size_t length = strlen(head);
	if (length > 1) {
		head[length - 1] = '\0';
	}
	cli_texts_add(found, head);
	for (char *part = cli_next_part(&rest); part != NULL; part = cli_next_part(&rest)) {
		step(found, part);
	}
	free(copy);
}

bool
cli_glob(const char *pattern, struct cli_texts *found)
{
	struct cli_texts all = { 0 };
	if (confrender_edit_match(pattern, "") < 0) {
		return false;
	}
	if (!has_pattern(pattern)) {
		if (is_there(&all, pattern)) {
			cli_texts_add(&all, cli_join(pattern, NULL));
		}
	} else {
		expand(pattern, &all);
	}
	for (size_t i = 0; i < all.count; i++) {
		if (is_hidden(pattern) || !is_hidden(all.items[i])) {
			cli_texts_add(found, all.items[i]);
		} else {
			free(all.items[i]);
		}
	}
	found->error = all.error != 0 ? all.error : found->error;
	all.count = 0;
	cli_texts_free(&all);
	return true;
}
