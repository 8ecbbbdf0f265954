/* The opener: a path below a root, relative to that root's descriptor, which was opened once and for all.
 *
 * No part of the path may be a symbolic link: one openat2 call says so to the kernel, or, where the kernel or the filter of a container has
 * it not, a walk with O_NOFOLLOW. So what is opened is always the path that was checked, whatever is swapped meanwhile. Mount points are
 * walked through: checkouts are often mounted in parts. */
#include "load/open.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/unset.h"

enum { RETRIES_MAX = 16 };

static int
open_at_once(int top, const char *path, int flags)
{
	struct open_how how = { .flags = (unsigned)flags | O_CLOEXEC,
				.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
	long fd = -1;
	for (int i = 0; i < RETRIES_MAX; i++) {
		fd = syscall(SYS_openat2, top, path, &how, sizeof how);
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR)) {
			break;
		}
	}
	return fd >= 0 ? (int)fd : -errno;
}

/* -ELOOP if the open of name below dir failed because a link stands there, else -error. */
static int
step_error(int dir, const char *name, int error)
{
	struct stat st;
	if (error == ENOTDIR && fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode)) {
		return -ELOOP;
	}
	return -error;
}

static int
open_part(int dir, const char *path, size_t len, int flags)
{
	char name[NAME_MAX + 1];
	if (len >= sizeof name) {
		return -ENAMETOOLONG;
	}
	memcpy(name, path, len);
	name[len] = '\0';
	int fd = (int)TEMP_FAILURE_RETRY(openat(dir, name, flags | O_NOFOLLOW | O_CLOEXEC));
	return fd >= 0 ? fd : step_error(dir, name, errno);
}

static int
open_by_step(int top, const char *path, int flags)
{
	int dir = top;
	for (;;) {
		size_t len = strcspn(path, "/");
		bool last = path[len] == '\0';
		int fd = open_part(dir, path, len, last ? flags : O_PATH | O_DIRECTORY);
		if (dir != top) {
			close(dir);
		}
		if (fd < 0 || last) {
			return fd;
		}
		dir = fd;
		path += len + 1;
	}
}

/* path as text that ends in NUL, "." for nothing. */
static int
open_plain(const struct cr_roots *roots, int top, struct cr_str path, int flags)
{
	CR_UNSET char text[PATH_MAX]; /* read up to its NUL */
	struct cr_str name = path.len > 0 ? path : CR_STR(".");
	if (name.len >= sizeof text) {
		return -ENAMETOOLONG;
	}
	memcpy(text, name.ptr, name.len);
	text[name.len] = '\0';
	return roots->by_step ? open_by_step(top, text, flags) : open_at_once(top, text, flags);
}

size_t
cr_root_of(const struct cr_roots *roots, struct cr_str path)
{
	size_t i = 0;
	while (i < roots->count && !cr_path_below(roots->paths[i], path)) {
		i++;
	}
	return i;
}

bool
cr_above_root(const struct cr_roots *roots, struct cr_str path)
{
	for (size_t i = 0; i < roots->count; i++) {
		if (cr_path_below(path, roots->paths[i])) {
			return true;
		}
	}
	return false;
}

int
cr_open_below(const struct cr_roots *roots, struct cr_str path, int flags)
{
	size_t i = cr_root_of(roots, path);
	if (i == roots->count) {
		return -EXDEV;
	}
	size_t skip = roots->paths[i].len;
	skip += skip > 0 && path.len > skip;
	return open_plain(roots, roots->fds[i], cr_str_sub(path, skip, path.len), flags);
}

int
cr_open_outside(const struct cr_roots *roots, struct cr_str path, int flags)
{
	int top = (int)TEMP_FAILURE_RETRY(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
	if (top < 0) {
		return -errno;
	}
	int fd = open_plain(roots, top, path, flags | O_PATH);
	close(top);
	return fd;
}

/* Does openat2 work? A filter may answer EPERM for it, or an older kernel not know the flags. */
static bool
knows_openat2(int top)
{
	int fd = open_at_once(top, ".", O_PATH);
	if (fd >= 0) {
		close(fd);
	}
	return fd >= 0;
}

/* 0 or -errno, and *failed is the index of the one that does not open. */
static int
open_all(struct cr_roots *roots, int top, size_t *failed)
{
	for (size_t i = 0; i < roots->count; i++) {
		roots->fds[i] = open_plain(roots, top, roots->paths[i], O_PATH | O_DIRECTORY);
		if (roots->fds[i] < 0) {
			*failed = i;
			return roots->fds[i];
		}
	}
	return 0;
}

int
cr_roots_open(struct cr_roots *roots, size_t *failed)
{
	for (size_t i = 0; i < roots->count; i++) {
		roots->fds[i] = -1;
	}
	*failed = 0;
	int top = (int)TEMP_FAILURE_RETRY(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
	if (top < 0) {
		return errno;
	}
	roots->by_step = !knows_openat2(top);
	int error = open_all(roots, top, failed);
	close(top);
	if (error != 0) {
		cr_roots_close(roots);
	}
	return -error;
}

void
cr_roots_close(struct cr_roots *roots)
{
	for (size_t i = 0; i < roots->count; i++) {
		if (roots->fds[i] >= 0) {
			close(roots->fds[i]);
			roots->fds[i] = -1;
		}
	}
}
