/* Files for the golden runner: whole contents, and what a directory holds. */
#ifndef CR_TESTS_GOLDEN_FILES_H
#define CR_TESTS_GOLDEN_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct bytes {
	char *data; /* NULL: no such file; otherwise a NUL follows the last byte */
	size_t length;
};

struct paths {
	char **names; /* relative to the directory, sorted */
	size_t count;
};

/* The caller frees what these give; they end the program when there is no memory. */
char *path_of(const char *directory, const char *name);
struct bytes file_read(const char *path);
struct paths directory_entries(const char *directory);
/* All files at any depth. */
struct paths directory_files(const char *directory);
void paths_free(struct paths *paths);

bool file_write(const char *path, const char *data, size_t length);
/* Directories on the way are made. */
bool file_copy(const char *from, const char *to);
void directory_remove(const char *directory);
/* The files of from, which to holds afterwards, and nothing else. */
void directory_copy(const char *from, const char *to);

/* Every occurrence of from becomes to, in place. */
void bytes_replace(struct bytes *bytes, const char *from, const char *to);
bool bytes_equal(const struct bytes *a, const struct bytes *b);

/* Cuts line into words at blanks; "…" keeps blanks. Writes into line, and gives most words at the most and a NULL behind them. */
size_t words_split(char *line, char **words, size_t most);
/* Puts the lines NAME=VALUE of a case's file env into the environment, or takes them out of it. lines may be NULL. */
void environment_set(const char *lines);
void environment_unset(const char *lines);

#endif
