/* The root of an application, by its working directory and the path that is told of it: never above what the two end in alike. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmp_place.h"

#define TOP "/tmp/_cmp_server/5c0fe"

static const struct {
	const char *here, *path, *want;
} rows[] = {
	{ TOP "/a/b", "a/b", TOP },
	{ TOP "/a/b", "./a//b/", TOP },
	{ TOP "/a/b", "a/./b/.", TOP },
	/* The tree begins deeper than the repository. */
	{ TOP "/b", "a/b", TOP },
	{ TOP, "a/b", TOP },
	{ TOP "/a/a", "a/a/a", TOP },
	{ TOP "/a", "a/a", TOP },
	{ TOP "/x/b", "a/b", TOP "/x" },
	/* No part of a name is a name. */
	{ TOP "/xb", "b", TOP "/xb" },
	{ TOP "/b", "xb", TOP "/b" },
	{ TOP "/b", "a/B", TOP "/b" },
	{ TOP "/...", "...", TOP },
	/* The application is the whole of it, or nothing is told. */
	{ TOP, ".", TOP },
	{ TOP, "", TOP },
	{ TOP, "./", TOP },
	{ TOP "/a", ".", TOP "/a" },
	/* What no path below a repository is. */
	{ TOP "/a", "/a", TOP "/a" },
	{ TOP "/a", "/", TOP "/a" },
	{ TOP "/a", "../a", TOP "/a" },
	{ TOP "/a", "b/../a", TOP "/a" },
	{ TOP "/a", "a/..", TOP "/a" },
	{ TOP "/a", "..", TOP "/a" },
	{ TOP "/a", TOP "/a", TOP "/a" },
	{ TOP "/a", "a\n", TOP "/a" },
	/* Who knew every name would still get no higher than the root of the file system, which is none. */
	{ "/a/b", "a/b", "/a/b" },
	{ "/a/b", "x/a/b", "/a/b" },
	{ "/a", "a", "/a" },
	{ "/", "a", "/" },
	{ "/", ".", "/" },
};

int
main(void)
{
	size_t failed = 0, count = sizeof(rows) / sizeof(rows[0]);
	for (size_t i = 0; i < count; i++) {
		char *got = cli_cmp_root(rows[i].here, rows[i].path);
		if (strcmp(got, rows[i].want) != 0) {
			printf("\"%s\" in \"%s\": wanted %s, got %s\n", rows[i].path, rows[i].here, rows[i].want, got);
			failed++;
		}
		free(got);
	}
	printf("%zu passed, %zu failed\n", count - failed, failed);
	return failed != 0;
}
