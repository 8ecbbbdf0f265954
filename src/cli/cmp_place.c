/* The root of an application and its overlay.
 *
 * Argo CD unpacks the repository, or the part of it that matters, into a directory with a random name and runs the plugin in the
 * application's directory below it. Beside it lie other applications. Which directory is the top nobody says: ARGOCD_APP_SOURCE_PATH is
 * relative to the repository's top, which may lie above. But the application's path below the top is always an end of that path, and a
 * random name is never part of it. */
#include "cmp_place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* Cuts the last part off a path, of which length bytes are left; what it is. */
static const char *
last_part(const char *path, size_t *length, size_t *part)
{
	while (*length > 0 && path[*length - 1] == '/') {
		--*length;
	}
	size_t end = *length;
	while (*length > 0 && path[*length - 1] != '/') {
		--*length;
	}
	*part = end - *length;
	return path + *length;
}

/* The same without parts that mean nothing. */
static const char *
last_name(const char *path, size_t *length, size_t *part)
{
	const char *name;
	do {
		name = last_part(path, length, part);
	} while (*part == 1 && name[0] == '.');
	return name;
}

/* Absolute, or with ".." in it: nothing that a path below a repository's top needs. */
static bool
is_doubtful(const char *path)
{
	bool doubtful = path[0] == '/';
	for (const char *part = path; *part != '\0' && !doubtful;) {
		size_t length = strcspn(part, "/");
		doubtful = length == 2 && strncmp(part, "..", 2) == 0;
		part += length + (part[length] == '/');
	}
	return doubtful;
}

char *
cli_cmp_root(const char *here, const char *path)
{
	char *root = cli_join(here, NULL);
	size_t left = strlen(here), path_left = strlen(path);
	while (!is_doubtful(path)) {
		size_t next = left, a, b;
		const char *mine = last_part(here, &next, &a), *theirs = last_name(path, &path_left, &b);
		if (a == 0 || a != b || strncmp(mine, theirs, a) != 0) {
			break;
		}
		left = next;
	}
	while (left > 0 && here[left - 1] == '/') {
		left--;
	}
	/* "/" is no tree that anybody unpacked. */
	if (left > 0) {
		root[left] = '\0';
	}
	return root;
}

/* The names of a path below the top. */
struct names {
	char *items[PATH_MAX / 2];
	size_t count;
};

/* false: the path leads above the top. */
static bool
add_names(struct names *names, char *path)
{
	for (char *name; (name = cli_next_part(&path)) != NULL;) {
		if (strcmp(name, "..") == 0) {
			if (names->count == 0) {
				return false;
			}
			names->count--;
		} else if (strcmp(name, ".") != 0) {
			names->items[names->count++] = name;
		}
	}
	return true;
}

static int
open_path(int directory, const char *path, int flags)
{
	int fd;
	do {
		fd = openat(directory, path, O_PATH | O_DIRECTORY | O_CLOEXEC | flags);
	} while (fd < 0 && errno == EINTR);
	return fd;
}

/* Goes down from the top and follows no link: where one leads is not asked. 0 or an errno value. */
static int
walk(const char *top, const struct names *names)
{
	int fd = open_path(AT_FDCWD, top, 0);
	for (size_t i = 0; i < names->count && fd >= 0; i++) {
		int next = open_path(fd, names->items[i], O_NOFOLLOW);
		int error = errno;
		close(fd);
		fd = next;
		errno = error;
	}
	if (fd < 0) {
		return errno;
	}
	close(fd);
	return 0;
}

/* The directory seen from here; both below one top. */
static char *
relative(const struct names *here, const struct names *directory)
{
	size_t same = 0;
	while (same < here->count && same < directory->count && strcmp(here->items[same], directory->items[same]) == 0) {
		same++;
	}
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	bool some = here->count > same || directory->count > same;
	for (size_t i = same; i < here->count && out != NULL; i++) {
		fputs(i > same ? "/.." : "..", out);
	}
	for (size_t i = same; i < directory->count && out != NULL; i++) {
		fprintf(out, "%s%s", i > same || here->count > same ? "/" : "", directory->items[i]);
	}
	if (!some && out != NULL) {
		putc('.', out);
	}
	cli_text_close(out, &text);
	return text;
}

static bool
refuse(struct cli_report *report, const char *overlay, const char *why)
{
	char *message = cli_join("the overlay \"", overlay, "\" ", why, NULL);
	cli_report_error(report, "outside-root", NULL, message,
			 "the parameter \"overlay\" is a directory seen from the application's, in the same tree");
	free(message);
	return false;
}

static const char *
why_not(int error)
{
	bool link = error == ENOTDIR || error == ELOOP;
	const char *known = error == ENOENT ? "is not there" : link ? "is no directory, or one behind a symbolic link" : NULL;
	return known != NULL ? known : "cannot be opened";
}

/* here lies below top, or is it. */
static bool
find_overlay(struct cli_report *report, const char *top, const char *here, const char *overlay, char **directory)
{
	size_t length = strcmp(top, "/") == 0 ? 0 : strlen(top);
	char *down = cli_join(here + length, NULL), *again = cli_join(here + length, "/", overlay, NULL);
	struct names *names = cli_alloc(2, sizeof(*names));
	bool good = strlen(again) < PATH_MAX && overlay[0] != '/' && add_names(&names[0], down) && add_names(&names[1], again);
	int error = good ? walk(top, &names[1]) : 0;
	if (!good) {
		refuse(report, overlay, "leads out of the tree");
	} else if (error != 0) {
		refuse(report, overlay, why_not(error));
	} else {
		*directory = relative(&names[0], &names[1]);
	}
	free(names);
	free(down);
	free(again);
	return *directory != NULL;
}

static bool
is_below(const char *top, const char *path)
{
	size_t length = strcmp(top, "/") == 0 ? 0 : strlen(top);
	return strncmp(top, path, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

bool
cli_cmp_place_find(struct cli_report *report, const char *root, const char *path, const char *overlay, struct cli_cmp_place *place)
{
	CLI_UNSET char here[PATH_MAX], real[PATH_MAX]; /* read where they were written, up to the NUL */
	*place = (struct cli_cmp_place){ 0 };
	if (getcwd(here, sizeof(here)) == NULL) {
		cli_report_errno(report, NULL, "the working directory", errno);
		return false;
	}
	if (root != NULL) {
		place->root = cli_join(root, NULL);
	} else if (path != NULL) {
		place->root = cli_cmp_root(here, path);
	}
	if (overlay == NULL) {
		place->directory = cli_join(".", NULL);
		return true;
	}
	/* Without a root that is known the overlay stays below the working directory. */
	bool known = place->root != NULL && realpath(place->root, real) != NULL && is_below(real, here);
	return find_overlay(report, known ? real : here, here, overlay, &place->directory);
}

void
cli_cmp_place_free(struct cli_cmp_place *place)
{
	free(place->root);
	free(place->directory);
	*place = (struct cli_cmp_place){ 0 };
}
