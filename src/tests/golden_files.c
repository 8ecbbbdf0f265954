/* Files for the golden runner. */
#include "golden_files.h"

#include <dirent.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void *
must(void *block)
{
	if (block == NULL) {
		fputs("golden: out of memory\n", stderr);
		exit(2);
	}
	return block;
}

char *
path_of(const char *directory, const char *name)
{
	char *path = must(malloc(strlen(directory) + strlen(name) + 2));
	sprintf(path, "%s/%s", directory, name);
	return path;
}

struct bytes
file_read(const char *path)
{
	struct bytes bytes = { NULL, 0 };
	FILE *file = fopen(path, "rb");
	size_t size = 0;
	while (file != NULL) {
		if (size - bytes.length < 2) {
			size = size * 2 + 4096;
			bytes.data = must(realloc(bytes.data, size));
		}
		size_t got = fread(bytes.data + bytes.length, 1, size - bytes.length - 1, file);
		bytes.length += got;
		bytes.data[bytes.length] = '\0';
		if (got == 0) {
			break;
		}
	}
	if (file != NULL) {
		fclose(file);
	}
	return bytes;
}

static void
add_path(struct paths *paths, const char *name)
{
	paths->names = must(realloc(paths->names, (paths->count + 1) * sizeof(paths->names[0])));
	paths->names[paths->count++] = must(strdup(name));
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
sort_paths(struct paths *paths)
{
	if (paths->count > 1) {
		qsort(paths->names, paths->count, sizeof(paths->names[0]), compare_names);
	}
}

struct paths
directory_entries(const char *directory)
{
	struct paths paths = { NULL, 0 };
	DIR *dir = opendir(directory);
	for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
		if (entry->d_name[0] != '.') {
			add_path(&paths, entry->d_name);
		}
	}
	if (dir != NULL) {
		closedir(dir);
	}
	sort_paths(&paths);
	return paths;
}

static FTS *
open_walk(const char *directory)
{
	char *copy = must(strdup(directory));
	char *const roots[] = { copy, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	free(copy);
	return must(walk);
}

struct paths
directory_files(const char *directory)
{
	struct paths paths = { NULL, 0 };
	FTS *walk = open_walk(directory);
	for (FTSENT *entry; (entry = fts_read(walk)) != NULL;) {
		if (entry->fts_info == FTS_F || entry->fts_info == FTS_SL || entry->fts_info == FTS_DEFAULT) {
			add_path(&paths, entry->fts_path + strlen(directory) + 1);
		}
	}
	fts_close(walk);
	sort_paths(&paths);
	return paths;
}

void
paths_free(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		free(paths->names[i]);
	}
	free(paths->names);
	*paths = (struct paths){ NULL, 0 };
}

bool
file_write(const char *path, const char *data, size_t length)
{
	FILE *file = fopen(path, "wb");
	if (file == NULL) {
		return false;
	}
	bool written = fwrite(data, 1, length, file) == length;
	return fclose(file) == 0 && written;
}

bool
file_copy(const char *from, const char *to)
{
	struct bytes bytes = file_read(from);
	char *directory = must(strdup(to));
	for (char *slash = strchr(directory + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(directory, 0777);
		*slash = '/';
	}
	bool copied = bytes.data != NULL && file_write(to, bytes.data, bytes.length);
	free(directory);
	free(bytes.data);
	return copied;
}

void
directory_remove(const char *directory)
{
	FTS *walk = open_walk(directory);
	for (FTSENT *entry; (entry = fts_read(walk)) != NULL;) {
		if (entry->fts_info != FTS_D && entry->fts_info != FTS_NS) {
			remove(entry->fts_accpath);
		}
	}
	fts_close(walk);
}

void
directory_copy(const char *from, const char *to)
{
	struct paths files = directory_files(from);
	directory_remove(to);
	mkdir(to, 0777);
	for (size_t i = 0; i < files.count; i++) {
		char *source = path_of(from, files.names[i]);
		char *target = path_of(to, files.names[i]);
		file_copy(source, target);
		free(source);
		free(target);
	}
	paths_free(&files);
}

void
bytes_replace(struct bytes *bytes, const char *from, const char *to)
{
	size_t cut = strlen(from);
	size_t put = strlen(to);
	for (char *at = bytes->data; at != NULL && (at = strstr(at, from)) != NULL;) {
		size_t before = (size_t)(at - bytes->data);
		char *longer = must(malloc(bytes->length - cut + put + 1));
		memcpy(longer, bytes->data, before);
		memcpy(longer + before, to, put);
		memcpy(longer + before + put, at + cut, bytes->length - before - cut + 1);
		free(bytes->data);
		bytes->data = longer;
		bytes->length = bytes->length - cut + put;
		at = longer + before + put;
	}
}

bool
bytes_equal(const struct bytes *a, const struct bytes *b)
{
	return a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

size_t
words_split(char *line, char **words, size_t most)
{
	size_t count = 0;
	while (count < most) {
		line += strspn(line, " \t\n");
		if (*line == '\0') {
			break;
		}
		bool quoted = *line == '"';
		line += quoted;
		words[count++] = line;
		line += strcspn(line, quoted ? "\"" : " \t\n");
		if (*line == '\0') {
			break;
		}
		*line++ = '\0';
	}
	words[count] = NULL;
	return count;
}

static void
change_environment(const char *lines, bool set)
{
	while (lines != NULL && *lines != '\0') {
		size_t length = strcspn(lines, "\n"), name = strcspn(lines, "=");
		char *line = strndup(lines, length);
		if (line == NULL || name >= length) {
			printf("no line of an environment: %.*s\n", (int)length, lines);
			exit(2);
		}
		line[name] = '\0';
		if ((set ? setenv(line, line + name + 1, 1) : unsetenv(line)) != 0) {
			perror(line);
			exit(2);
		}
		free(line);
		lines += length + (lines[length] == '\n');
	}
}

void
environment_set(const char *lines)
{
	change_environment(lines, true);
}

void
environment_unset(const char *lines)
{
	change_environment(lines, false);
}
