/* What opens files below the roots: the only calls of open in this program that take a path of the tree's.
 *
 * Paths are those of cr_origin: from "/" on but without the slash in front, normalised. Descriptors that are returned are the caller's; an
 * error is returned as -errno. */
#ifndef CR_LOAD_OPEN_H
#define CR_LOAD_OPEN_H

#include <limits.h>

#include "load/loader.h"

struct cr_roots {
	struct cr_str *paths;
	int *fds; /* of the same count; -1: not open */
	size_t count;
	bool by_step;                      /* no openat2 here */
	uint64_t steps;                    /* parts of paths that were looked at one by one */
	const struct cr_link_watch *watch; /* or NULL */
};

/* Opens all roots, none of whose paths may have a link in it, and finds out about openat2. 0, or an errno value and *failed is the index of
 * the one that does not open; the others are closed again. */
int cr_roots_open(struct cr_roots *roots, size_t *failed);
void cr_roots_close(struct cr_roots *roots);

/* The root that path is in or below, as an index; count: none. */
size_t cr_root_of(const struct cr_roots *roots, struct cr_str path);
/* Is path a root or above one? */
bool cr_above_root(const struct cr_roots *roots, struct cr_str path);

/* path, no part of which may be a symbolic link: -ELOOP (with O_PATH and O_NOFOLLOW the last part may be, and is opened itself). -EXDEV if
 * it is below no root. */
int cr_open_below(const struct cr_roots *roots, struct cr_str path, int flags);
/* The same from "/" on. Never for reading: flags must have O_PATH. */
int cr_open_outside(const struct cr_roots *roots, struct cr_str path, int flags);

/* path with its links resolved, of which the last part must exist; the descriptor (O_PATH) of what is there. -EXDEV if that is below no
 * root. real: PATH_MAX bytes. */
int cr_resolve(struct cr_roots *roots, struct cr_str path, char *real);

#endif
