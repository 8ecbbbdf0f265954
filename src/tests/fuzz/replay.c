/* replay PATH...: a fuzz target without libFuzzer, over files that are there, and all files in directories. Runs in a child, so that what
 * ends it is told with the file's name, and the rest still runs. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

struct files {
	char **items;
	size_t count, cap;
};

static void
add(struct files *files, char *path)
{
	if (files->count == files->cap) {
		files->cap = files->cap == 0 ? 64 : 2 * files->cap;
		files->items = realloc(files->items, files->cap * sizeof *files->items);
		FUZZ_HOLDS(files->items != NULL);
	}
	files->items[files->count++] = path;
}

static void
add_path(struct files *files, const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);
	if (count < 0) {
		add(files, strdup(path));
		return;
	}
	for (int i = 0; i < count; i++) {
		char *inner = NULL;
		if (entries[i]->d_name[0] != '.' && asprintf(&inner, "%s/%s", path, entries[i]->d_name) > 0) {
			add(files, inner);
		}
		free(entries[i]);
	}
	free(entries);
}

/* The input lies in memory of exactly its size. */
static void
run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	if (f == NULL || fstat(fileno(f), &st) != 0) {
		perror(path);
		exit(2);
	}
	uint8_t *data = malloc(st.st_size > 0 ? (size_t)st.st_size : 1);
	FUZZ_HOLDS(data != NULL);
	size_t size = fread(data, 1, (size_t)st.st_size, f);
	fclose(f);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

/* Runs files from *at on, which it moves; false if one of them ended the child. */
static bool
run_from(const struct files *files, volatile size_t *at)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		for (; *at < files->count; ++*at) {
			run_file(files->items[*at]);
		}
		exit(0);
	}
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int
main(int argc, char **argv)
{
	struct files files = { 0 };
	for (int i = 1; i < argc; i++) {
		add_path(&files, argv[i]);
	}
	volatile size_t *at = mmap(NULL, sizeof *at, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	FUZZ_HOLDS(at != MAP_FAILED);
	size_t broken = 0;
	while (*at < files.count && !run_from(&files, at)) {
		/* Past the last file the child's own end went wrong: a leak. */
		fprintf(stderr, "FAILED %s\n", *at < files.count ? files.items[*at] : "at the end");
		broken++;
		++*at;
	}
	printf("%zu inputs, %zu failed\n", files.count, broken);
	for (size_t i = 0; i < files.count; i++) {
		free(files.items[i]);
	}
	free(files.items);
	return broken > 0 || files.count == 0;
}
