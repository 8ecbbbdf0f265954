/* Symbolic links, followed as text.
 *
 * A link is read, put in place of its part, and the walk goes on; what comes out is a path without links, to be opened under the opener's
 * rule. So nothing here decides what is read: a link that changes meanwhile makes the open fail. Links of /proc that lead to what is open
 * are text like all others.
 *
 * The way may lead out of the roots and in again: by "..", or by another name of a root that the system has (/srv/current for
 * /srv/releases/5). Outside, names that the tree wrote are looked up only in the directories above a root, and all that is learned there
 * is whether they lead into one: any other end is EXDEV. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unset.h"
#include "load/open.h"

/* LINKS_MAX is the system's. STEPS_MAX bounds what one path may cost: parts walked, and parts walked again after "..". */
enum { LINKS_MAX = 40, STEPS_MAX = 8192, BYTES_A_STEP = 64 };

struct walk {
	struct cr_roots *roots;
	char real[PATH_MAX]; /* so far: no links in it */
	size_t len;
	char rest[PATH_MAX]; /* what is still to go, at the end of the buffer */
	size_t at;           /* where it begins */
	size_t trusted;      /* up to here it was written by links outside the roots, which are the system's */
	unsigned links, steps;
	int fd; /* of real; -1: it was left by "..", and is opened when it is needed */
};

static struct cr_str
real_path(const struct walk *w)
{
	return (struct cr_str){ .ptr = w->real, .len = w->len };
}

static bool
is_outside(const struct walk *w)
{
	return cr_root_of(w->roots, real_path(w)) == w->roots->count;
}

static void
leave(struct walk *w)
{
	if (w->fd >= 0) {
		close(w->fd);
		w->fd = -1;
	}
}

/* Puts text in front of what is still to go, with a slash between. */
static int
put_before(struct walk *w, const char *text, size_t len)
{
	if (len + 1 > w->at) {
		return ENAMETOOLONG;
	}
	w->at--;
	w->rest[w->at] = '/';
	w->at -= len;
	memcpy(w->rest + w->at, text, len);
	return 0;
}

static void
skip_slashes(struct walk *w)
{
	while (w->at < sizeof w->rest && w->rest[w->at] == '/') {
		w->at++;
	}
}

/* Takes the next part off what is still to go, and the slashes behind it; false if there is none. "" and "." are passed over. */
static bool
next_part(struct walk *w, struct cr_str *part)
{
	do {
		skip_slashes(w);
		size_t start = w->at;
		while (w->at < sizeof w->rest && w->rest[w->at] != '/') {
			w->at++;
		}
		*part = (struct cr_str){ .ptr = w->rest + start, .len = w->at - start };
	} while (cr_str_eq(*part, CR_STR(".")));
	skip_slashes(w);
	return part->len > 0;
}

static void
go_up(struct walk *w)
{
	const char *slash = memrchr(w->real, '/', w->len);
	w->len = slash == NULL ? 0 : (size_t)(slash - w->real);
	leave(w);
}

/* To the directory or file name, whose descriptor fd is. */
static int
go_down(struct walk *w, struct cr_str name, int fd)
{
	bool outside = is_outside(w);
	leave(w);
	w->fd = fd;
	if (w->len + 1 + name.len >= sizeof w->real) {
		return ENAMETOOLONG;
	}
	if (w->len > 0) {
		w->real[w->len++] = '/';
	}
	memcpy(w->real + w->len, name.ptr, name.len);
	w->len += name.len;
	if (outside && !is_outside(w)) {
		leave(w); /* from now on below the root's own descriptor */
	}
	return 0;
}

static int
follow(struct walk *w, const char *text, size_t len)
{
	w->steps += (unsigned)len / BYTES_A_STEP;
	if (++w->links > LINKS_MAX) {
		return ELOOP;
	}
	size_t before = w->at;
	w->trusted = !is_outside(w) ? 0 : w->trusted > before ? w->trusted : before;
	if (text[0] != '/') {
		return put_before(w, text, len);
	}
	leave(w);
	w->len = 0;
	/* Straight into a root whose name this is, without a look at what lies above. */
	struct cr_str path = { .ptr = text + 1, .len = len - 1 };
	size_t i = cr_root_of(w->roots, path);
	if (i < w->roots->count) {
		w->len = w->roots->paths[i].len;
		if (w->len > 0) {
			memcpy(w->real, w->roots->paths[i].ptr, w->len);
		}
		path = cr_str_sub(path, w->len, path.len);
	}
	return put_before(w, path.ptr, path.len);
}

/* How many parts there are to open for real. */
static size_t
depth(const struct walk *w)
{
	size_t root = cr_root_of(w->roots, real_path(w));
	size_t count = 1;
	for (size_t i = root < w->roots->count ? w->roots->paths[root].len : 0; i < w->len; i++) {
		count += w->real[i] == '/';
	}
	return count;
}

/* Opens real if it is not. Sets fd, or it is an error. */
static int
enter(struct walk *w)
{
	if (w->fd >= 0) {
		return 0;
	}
	w->steps += (unsigned)depth(w);
	int fd = is_outside(w) ? cr_open_outside(w->roots, real_path(w), O_PATH) : cr_open_below(w->roots, real_path(w), O_PATH);
	if (fd < 0) {
		return -fd;
	}
	w->fd = fd;
	return 0;
}

/* A link of this name in real is about to be followed. */
static void
tell(const struct walk *w, const char *name, size_t len)
{
	CR_UNSET char path[PATH_MAX]; /* what is handed on was written */
	size_t slash = w->len > 0;
	if (w->roots->watch == NULL || is_outside(w) || w->len + slash + len >= sizeof path) {
		return;
	}
	memcpy(path, w->real, w->len);
	path[w->len] = '/';
	memcpy(path + w->len + slash, name, len);
	w->roots->watch->seen(w->roots->watch->user, path, w->len + slash + len);
}

static int
look_up(struct walk *w, struct cr_str part)
{
	CR_UNSET char name[NAME_MAX + 1], text[PATH_MAX]; /* read up to the NUL of a name, up to the length of a link's text */
	if (part.len >= sizeof name) {
		return ENAMETOOLONG;
	}
	memcpy(name, part.ptr, part.len);
	name[part.len] = '\0';
	int error = enter(w);
	if (error != 0) {
		return error;
	}
	int fd = (int)TEMP_FAILURE_RETRY(openat(w->fd, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
	if (fd < 0) {
		return errno;
	}
	ssize_t len = readlinkat(fd, "", text, sizeof text - 1);
	if (len <= 0) {
		return go_down(w, part, fd);
	}
	close(fd);
	tell(w, name, part.len);
	return follow(w, text, (size_t)len);
}

/* Would part, a word of the tree's, be looked up outside and off the way to any root? */
static bool
is_astray(const struct walk *w, struct cr_str part)
{
	return (size_t)(part.ptr - w->rest) >= w->trusted && is_outside(w) && !cr_above_root(w->roots, real_path(w));
}

static int
walk(struct walk *w)
{
	struct cr_str part;
	int error = 0;
	while (error == 0 && next_part(w, &part) && !is_astray(w, part)) {
		if (++w->steps > STEPS_MAX) {
			return ELOOP;
		}
		if (cr_str_eq(part, CR_STR(".."))) {
			go_up(w);
		} else {
			error = look_up(w, part);
		}
	}
	if (error != ELOOP && is_outside(w)) {
		return EXDEV;
	}
	return error != 0 ? error : enter(w);
}

int
cr_resolve(struct cr_roots *roots, struct cr_str path, char *real)
{
	struct walk w = { .roots = roots, .at = sizeof w.rest, .fd = -1 };
	size_t i = cr_root_of(roots, path);
	if (i < roots->count) {
		w.len = roots->paths[i].len;
		if (w.len > 0) {
			memcpy(w.real, roots->paths[i].ptr, w.len);
		}
		path = cr_str_sub(path, w.len, path.len);
	}
	int error = put_before(&w, path.ptr, path.len);
	if (error == 0) {
		error = walk(&w);
	}
	roots->steps += w.steps;
	if (error != 0) {
		leave(&w);
		return -error;
	}
	memcpy(real, w.real, w.len);
	real[w.len] = '\0';
	return w.fd;
}
