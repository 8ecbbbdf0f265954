/* Where files come from when they do not come from a directory. */
#ifndef CONFRENDER_INPUT_H
#define CONFRENDER_INPUT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A tree in memory. Paths are relative to its top, "/"-separated, without "." and "..", and "" is the top itself; they end in NUL.
 * Callbacks run on the thread that renders. */
struct confrender_tree {
	/* 'f' for a file, 'd' for a directory, 0 for nothing. */
	char (*kind)(void *user, const char *path);
	/* Sets *data and *length to the file's bytes, which must stay as they are until the session is freed. 0, or an errno value. */
	int (*read)(void *user, const char *path, const char **data, size_t *length);
	/* Names each entry of a directory through add. May be NULL: then nothing can be listed. 0, or an errno value. */
	int (*list)(void *user, const char *path, void (*add)(void *adder, const char *name), void *adder);
	void *user;
};

#ifdef __cplusplus
}
#endif

#endif
