/* A directory of the system as an origin: the one place where files of the tree are opened.
 *
 * The root is opened once. A path is then opened below that descriptor with no symbolic link allowed in any part of it, in one openat2
 * call, or step by step with O_NOFOLLOW where the kernel has no openat2. Links are followed here as text: read, put in place of the part,
 * and the result is opened under the same rule. So what is opened is always the path that was checked, whatever is swapped meanwhile, and
 * there is no way out of the root. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/limits.h"
#include "load/refuse.h"

enum { LINKS_MAX = 40, RETRIES_MAX = 16 };

struct dir_origin {
	int fd;
	bool by_step;        /* no openat2 here */
	uint64_t file_bytes; /* CR_MAX_FILE_BYTES */
	size_t top_len;
	char top[PATH_MAX]; /* the root's own path, links resolved: absolute links that begin so stay inside */
};

static int
open_at_once(int root, const char *path, int flags)
{
	struct open_how how = { .flags = (unsigned)flags | O_CLOEXEC,
				.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS };
	long fd = -1;
	for (int i = 0; i < RETRIES_MAX; i++) {
		fd = syscall(SYS_openat2, root, path, &how, sizeof how);
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
open_by_step(int root, const char *path, int flags)
{
	int dir = root;
	for (;;) {
		size_t len = strcspn(path, "/");
		char name[NAME_MAX + 1];
		int fd = -ENAMETOOLONG;
		if (len < sizeof name) {
			memcpy(name, path, len);
			name[len] = '\0';
			int how = path[len] == '\0' ? flags : O_PATH | O_DIRECTORY;
			fd = TEMP_FAILURE_RETRY(openat(dir, name, how | O_NOFOLLOW | O_CLOEXEC));
			fd = fd >= 0 ? fd : step_error(dir, name, errno);
		}
		if (dir != root) {
			close(dir);
		}
		if (fd < 0 || path[len] == '\0') {
			return fd;
		}
		dir = fd;
		path += len + 1;
	}
}

/* A descriptor for path, no part of which may be a symbolic link (except that with O_PATH and O_NOFOLLOW the last one is opened itself), or
 * -errno. */
static int
open_plain(const struct dir_origin *o, const char *path, int flags)
{
	if (path[0] == '\0') {
		path = ".";
	}
	return o->by_step ? open_by_step(o->fd, path, flags) : open_at_once(o->fd, path, flags);
}

/* The text of the link name in directory dir; *len 0 if name is no link. 0 or an errno value. */
static int
read_link(const struct dir_origin *o, const char *dir, const char *name, char out[PATH_MAX], size_t *len)
{
	int fd = open_plain(o, dir, O_PATH | O_DIRECTORY);
	if (fd < 0) {
		return -fd;
	}
	ssize_t n = readlinkat(fd, name, out, PATH_MAX - 1);
	int error = n < 0 ? errno : 0;
	close(fd);
	*len = n > 0 ? (size_t)n : 0;
	return error == EINVAL ? 0 : error;
}

struct walk {
	char real[PATH_MAX]; /* so far: no links in it */
	size_t len;
	char rest[PATH_MAX]; /* what is still to go */
	unsigned links;
};

/* Puts the link's text in front of what is still to go. */
static int
follow(const struct dir_origin *o, struct walk *w, const char *text, size_t len)
{
	if (++w->links > LINKS_MAX) {
		return ELOOP;
	}
	if (text[0] == '/') {
		bool inside = len >= o->top_len && memcmp(text, o->top, o->top_len) == 0 && (len == o->top_len || text[o->top_len] == '/');
		if (o->top_len == 0 || !(inside || o->top_len == 1)) {
			return EXDEV;
		}
		w->len = 0;
		w->real[0] = '\0';
		text += o->top_len;
		len -= o->top_len;
	}
	size_t rest = strlen(w->rest);
	if (len + 1 + rest + 1 > sizeof w->rest) {
		return ENAMETOOLONG;
	}
	memmove(w->rest + len + 1, w->rest, rest + 1);
	memcpy(w->rest, text, len);
	w->rest[len] = '/';
	return 0;
}

static int
go_up(struct walk *w)
{
	if (w->len == 0) {
		return EXDEV;
	}
	char *slash = memrchr(w->real, '/', w->len);
	w->len = slash == NULL ? 0 : (size_t)(slash - w->real);
	w->real[w->len] = '\0';
	return 0;
}

static int
go_down(struct walk *w, const char *name)
{
	size_t len = strlen(name);
	if (w->len + 1 + len + 1 > sizeof w->real) {
		return ENAMETOOLONG;
	}
	if (w->len > 0) {
		w->real[w->len++] = '/';
	}
	memcpy(w->real + w->len, name, len + 1);
	w->len += len;
	return 0;
}

/* Takes the next part off what is still to go; false if there is none. "" and "." are passed over. */
static bool
next_part(struct walk *w, char name[PATH_MAX])
{
	do {
		size_t start = strspn(w->rest, "/");
		size_t len = strcspn(w->rest + start, "/");
		if (len == 0) {
			return false;
		}
		memcpy(name, w->rest + start, len);
		name[len] = '\0';
		memmove(w->rest, w->rest + start + len, strlen(w->rest + start + len) + 1);
	} while (strcmp(name, ".") == 0);
	return true;
}

/* path with links resolved. This is text to be opened under the rule of open_plain, and no promise. */
static int
resolve(const struct dir_origin *o, const char *path, char real[PATH_MAX])
{
	struct walk w = { .len = 0 };
	memcpy(w.rest, path, strlen(path) + 1);
	char name[PATH_MAX], text[PATH_MAX];
	while (next_part(&w, name)) {
		int error;
		size_t len = 0;
		if (strcmp(name, "..") == 0) {
			error = go_up(&w);
		} else {
			error = read_link(o, w.real, name, text, &len);
			if (error == 0) {
				error = len > 0 ? follow(o, &w, text, len) : go_down(&w, name);
			}
		}
		if (error != 0) {
			return error;
		}
	}
	memcpy(real, w.real, w.len + 1);
	return 0;
}

/* What is there, if no part of path is a link; ELOOP if one is. */
static int
kind_plain(const struct dir_origin *o, const char *path, char *kind)
{
	int fd = open_plain(o, path, O_PATH | O_NOFOLLOW);
	if (fd < 0) {
		return -fd;
	}
	struct stat st;
	int error = fstat(fd, &st) == 0 ? 0 : errno;
	close(fd);
	if (error != 0) {
		return error;
	}
	*kind = S_ISREG(st.st_mode) ? 'f' : S_ISDIR(st.st_mode) ? 'd' : 0;
	return *kind != 0 ? 0 : S_ISLNK(st.st_mode) ? ELOOP : ENXIO;
}

static int
dir_kind(void *user, const char *path, char *kind, char *real)
{
	const struct dir_origin *o = user;
	*kind = 0;
	if (strlen(path) >= PATH_MAX) {
		return ENAMETOOLONG;
	}
	int error = kind_plain(o, path, kind);
	if (error != ELOOP) {
		memcpy(real, path, strlen(path) + 1);
		return error;
	}
	error = resolve(o, path, real);
	return error != 0 ? error : kind_plain(o, real, kind);
}

/* Only regular files, and only such as have their bytes on a disk: the size of a file of /proc says nothing. */
static int
check_regular(int fd, uint64_t most, struct stat *st)
{
	struct statfs fs;
	if (fstat(fd, st) != 0) {
		return errno;
	}
	if (S_ISDIR(st->st_mode)) {
		return EISDIR;
	}
	if (!S_ISREG(st->st_mode) || (st->st_size == 0 && fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC)) {
		return ENXIO;
	}
	return (uint64_t)st->st_size > most ? EFBIG : 0;
}

/* Exactly len bytes: a file that became shorter meanwhile is an error. */
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
	int fd = open_plain(user, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	if (fd < 0) {
		return -fd;
	}
	const struct dir_origin *o = user;
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
	int fd = open_plain(user, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOFOLLOW);
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

bool
cr_origin_dir_open(struct cr_ctx *c, const char *root_path, struct cr_origin *out)
{
	struct dir_origin *o = cr_new(c, struct dir_origin);
	o->file_bytes = cr_limit(c, CR_MAX_FILE_BYTES);
	o->fd = TEMP_FAILURE_RETRY(open(root_path, O_PATH | O_DIRECTORY | O_CLOEXEC));
	if (o->fd < 0) {
		return cr_fail(c, CR_NO_MARK, CR_E_IO, "cannot open the root directory \"%S\": %s", cr_str_z(root_path),
			       cr_errno_text(errno));
	}
	int probe = open_at_once(o->fd, ".", O_PATH);
	o->by_step = probe < 0;
	if (probe >= 0) {
		close(probe);
	}
	if (realpath(root_path, o->top) != NULL) {
		o->top_len = strlen(o->top);
	}
	*out = (struct cr_origin){
		.read = dir_read, .kind = dir_kind, .list = dir_list, .user = o, .top = { .ptr = o->top, .len = o->top_len }
	};
	return true;
}

void
cr_origin_dir_close(struct cr_origin *origin)
{
	struct dir_origin *o = origin->user;
	if (o != NULL && o->fd >= 0) {
		close(o->fd);
		o->fd = -1;
	}
}

void
cr_origin_dir_by_step(struct cr_origin *origin)
{
	struct dir_origin *o = origin->user;
	o->by_step = true;
}
