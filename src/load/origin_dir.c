/* Directories of the system as an origin: how files below the roots are read, and what is no file refused. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/limits.h"
#include "load/open.h"
#include "load/refuse.h"

struct dir_origin {
	struct cr_roots roots;
	uint64_t file_bytes; /* CR_MAX_FILE_BYTES */
};

/* What fd is; closes it. */
static int
kind_of(int fd, char *kind)
{
	struct stat st;
	int error = fstat(fd, &st) == 0 ? 0 : errno;
	close(fd);
	if (error != 0) {
		return error;
	}
	*kind = S_ISREG(st.st_mode) ? 'f' : S_ISDIR(st.st_mode) ? 'd' : 0;
	return *kind != 0 ? 0 : S_ISLNK(st.st_mode) ? ELOOP : ENXIO;
}

/* A path without links, as most are, takes one call. Only what has some, or lies below no root, is walked. */
static int
dir_kind(void *user, const char *path, char *kind, char *real)
{
	struct dir_origin *o = user;
	*kind = 0;
	if (strlen(path) >= PATH_MAX) {
		return ENAMETOOLONG;
	}
	int fd = cr_open_below(&o->roots, cr_str_z(path), O_PATH | O_NOFOLLOW);
	int error = fd < 0 ? -fd : kind_of(fd, kind);
	if (error != ELOOP && error != EXDEV) {
		memcpy(real, path, strlen(path) + 1);
		return error;
	}
	fd = cr_resolve(&o->roots, cr_str_z(path), real);
	return fd < 0 ? -fd : kind_of(fd, kind);
}

/* Is what claims to be empty so? A file of /proc or the like has a size of 0 and bytes all the same. Those of /proc are not even tried:
 * reading some of them takes something away. */
static int
check_empty(int fd)
{
	struct statfs fs;
	char byte;
	if (fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC) {
		return ENXIO;
	}
	ssize_t n = TEMP_FAILURE_RETRY(read(fd, &byte, 1));
	return n > 0 ? ESTALE : n < 0 ? errno : 0;
}

/* Only regular files, and only such as have their bytes on a disk. */
static int
check_regular(int fd, uint64_t most, struct stat *st)
{
	if (fstat(fd, st) != 0) {
		return errno;
	}
	if (S_ISDIR(st->st_mode)) {
		return EISDIR;
	}
	if (!S_ISREG(st->st_mode) || st->st_size < 0) {
		return ENXIO;
	}
	if (st->st_size == 0) {
		return check_empty(fd);
	}
	return (uint64_t)st->st_size > most ? EFBIG : 0;
}

/* Exactly len bytes: a file that became shorter meanwhile is an error, and one that grew is cut. */
static int
read_all(int fd, char *buf, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t n = read(fd, buf + at, len - at);
		if (n == 0) {
			return ESTALE;
		}
		if (n < 0 && errno != EINTR) {
			return errno;
		}
		at += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int
dir_read(void *user, const char *path, void *(*alloc)(void *ctx, size_t size), void *ctx, const char **data, size_t *len)
{
	/* O_NONBLOCK: a FIFO opens at once, and is then refused. */
	const struct dir_origin *o = user;
	int fd = cr_open_below(&o->roots, cr_str_z(path), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	if (fd < 0) {
		return -fd;
	}
	struct stat st;
	char *buf = NULL;
	int error = check_regular(fd, o->file_bytes, &st);
	if (error == 0) {
		buf = alloc(ctx, (size_t)st.st_size + 1);
		error = buf == NULL ? ENOMEM : read_all(fd, buf, (size_t)st.st_size);
	}
	close(fd);
	if (error == 0) {
		*data = buf;
		*len = (size_t)st.st_size;
	}
	return error;
}

static char
entry_kind(int dir, const struct dirent *entry)
{
	struct stat st;
	if (entry->d_type == DT_UNKNOWN) {
		mode_t mode = fstatat(dir, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_mode : 0;
		return S_ISREG(mode) ? 'f' : S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : 0;
	}
	return entry->d_type == DT_REG ? 'f' : entry->d_type == DT_DIR ? 'd' : entry->d_type == DT_LNK ? 'l' : 0;
}

static int
dir_list(void *user, const char *path, bool (*add)(void *ctx, const char *name, char kind), void *ctx)
{
	const struct dir_origin *o = user;
	int fd = cr_open_below(&o->roots, cr_str_z(path), O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0) {
		return -fd;
	}
	DIR *dir = fdopendir(fd);
	if (dir == NULL) {
		int error = errno;
		close(fd);
		return error;
	}
	int error = 0;
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(dir);
		if (entry == NULL) {
			error = errno;
			break;
		}
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
			continue;
		}
		if (!add(ctx, entry->d_name, entry_kind(dirfd(dir), entry))) {
			break;
		}
	}
	closedir(dir);
	return error;
}

static void
dir_watch_links(void *user, const struct cr_link_watch *watch)
{
	struct dir_origin *o = user;
	o->roots.watch = watch;
}

bool
cr_origin_dir_open(struct cr_ctx *c, const char *const *paths, size_t count, struct cr_origin *out)
{
	struct dir_origin *o = cr_new(c, struct dir_origin);
	struct cr_roots *roots = &o->roots;
	size_t failed = 0;
	o->file_bytes = cr_limit(c, CR_MAX_FILE_BYTES);
	roots->paths = cr_new_n(c, struct cr_str, count);
	roots->fds = cr_new_n(c, int, count);
	roots->count = count;
	for (size_t i = 0; i < count; i++) {
		roots->paths[i] = cr_str_dup(c, cr_str_z(paths[i] + (paths[i][0] == '/')));
	}
	int error = cr_roots_open(roots, &failed);
	if (error != 0) {
		return cr_fail(c, CR_NO_MARK, CR_E_IO, "cannot open the root directory \"%S\": %s", cr_str_z(paths[failed]),
			       cr_errno_text(error));
	}
	*out = (struct cr_origin){ .read = dir_read,
				   .kind = dir_kind,
				   .list = dir_list,
				   .user = o,
				   .roots = roots->paths,
				   .root_count = count,
				   .watch_links = dir_watch_links,
				   .steps = &roots->steps };
	return true;
}

void
cr_origin_dir_close(struct cr_origin *origin)
{
	struct dir_origin *o = origin->user;
	if (o != NULL) {
		cr_roots_close(&o->roots);
	}
}

int
cr_origin_dir_descriptor(const struct cr_origin *origin, size_t index)
{
	const struct dir_origin *o = origin->user;
	return index < o->roots.count ? o->roots.fds[index] : -1;
}

void
cr_origin_dir_by_step(struct cr_origin *origin)
{
	struct dir_origin *o = origin->user;
	o->roots.by_step = true;
}

bool
cr_origin_dir_is_by_step(const struct cr_origin *origin)
{
	const struct dir_origin *o = origin->user;
	return o->roots.by_step;
}
