/* What tests of confinement share: a tree on disk, made and removed. */
#ifndef CR_TESTS_DISK_H
#define CR_TESTS_DISK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load/loader.h"
#include "tests/support.h"

/* A tree on disk: root/, and outside/ beside it with what must not be read. */
struct disk {
	struct cr_ctx *c;
	struct cr_origin origin;
	char top[64]; /* without links */
};

static inline const char *
at(const struct disk *d, const char *path)
{
	static char buf[4][512];
	static unsigned turn;
	char *out = buf[turn++ % 4];
	snprintf(out, sizeof buf[0], "%s/%s", d->top, path);
	return out;
}

static inline void
put(const struct disk *d, const char *path, const char *text)
{
	FILE *f = fopen(at(d, path), "wb");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static inline void
put_dir(const struct disk *d, const char *path)
{
	assert_int_equal(mkdir(at(d, path), 0755), 0);
}

static inline void
put_link(const struct disk *d, const char *path, const char *to)
{
	assert_int_equal(symlink(to, at(d, path)), 0);
}

/* An empty directory, its path without links. */
static inline void
new_disk(struct disk *d)
{
	strcpy(d->top, "/tmp/cr-disk-XXXXXX");
	assert_non_null(mkdtemp(d->top));
	char *real = realpath(d->top, NULL);
	assert_non_null(real);
	assert_true(strlen(real) < sizeof d->top);
	strcpy(d->top, real);
	free(real);
}

static inline void
remove_disk(const struct disk *d)
{
	char command[96];
	snprintf(command, sizeof command, "rm -rf '%s'", d->top);
	assert_int_equal(system(command), 0);
}

#endif
