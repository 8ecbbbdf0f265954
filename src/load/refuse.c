/* The errors of load/. Where the reference has a well-known phrase ("is not in or below", "no such file or directory"), so do we. */
#include "load/refuse.h"

#include <errno.h>

#include "base/limits.h"

const char *
cr_errno_text(int error)
{
	switch (error) {
	case ENOENT:
		return "no such file or directory";
	case ENOTDIR:
		return "a part of the path is not a directory";
	case EISDIR:
		return "it is a directory, not a file";
	case EACCES:
	case EPERM:
		return "permission denied";
	case ELOOP:
		return "too many levels of symbolic links";
	case ENXIO:
		return "not a regular file";
	case ENAMETOOLONG:
		return "the name is too long";
	case EINVAL:
		return "the path is empty or holds a NUL";
	case EMFILE:
	case ENFILE:
		return "too many open files";
	case ESTALE:
		return "the file changed while it was read";
	default:
		return "the system could not read it";
	}
}

bool
cr_refuse_remote(struct cr_ctx *c, struct cr_str entry, cr_mark mark)
{
	cr_fail(c, mark, CR_E_REMOTE, "\"%S\" is remote, and nothing is fetched from a network", cr_path_redact(c, entry));
	cr_hint(c, "copy what it names into the repository and give its path");
	return false;
}

static bool
refuse_limit(struct cr_ctx *c, struct cr_str entry, cr_mark mark, int error)
{
	switch (error) {
	case EFBIG:
		return cr_fail_limit(c, mark, CR_MAX_FILE_BYTES, "file \"%S\" is larger than", entry);
	case CR_REFUSED_TOTAL:
		return cr_fail_limit(c, mark, CR_MAX_INPUT_BYTES, "with file \"%S\" the input is larger than", entry);
	default:
		return cr_fail_limit(c, mark, CR_MAX_FILES, "with file \"%S\" the input is more than", entry);
	}
}

/* A path that is refused: what the tree wrote, made fit to be shown, and what that means; path is empty if it means nothing. */
struct refused {
	struct cr_str shown;
	struct cr_str path;
	bool is_dir, absolute;
};

static struct refused
refused_entry(struct cr_ctx *c, struct cr_str dir, struct cr_str entry)
{
	struct refused r = { .shown = cr_path_redact(c, entry) };
	struct cr_str rest = r.shown;
	while (cr_str_starts(rest, CR_STR("/"))) {
		rest = cr_str_sub(rest, 1, rest.len);
		dir = CR_STR("");
		r.absolute = true;
	}
	if (r.shown.len == 0 || !cr_path_join(c, dir, rest, &r.path)) {
		r.path = CR_STR("");
	}
	return r;
}

static bool
is_inside(const struct cr_origin *origin, struct cr_str path)
{
	for (size_t i = 0; i < origin->root_count; i++) {
		if (cr_path_below(origin->roots[i], path)) {
			return true;
		}
	}
	return false;
}

/* The directory to allow, so that r can be read. What has a dot in its name is taken for a file; an absolute path always is one. */
static struct cr_str
directory_of(struct cr_ctx *c, const struct refused *r)
{
	bool is_file = r->absolute || (!r->is_dir && cr_str_find(cr_path_base(r->path), '.', 0) != SIZE_MAX);
	struct cr_str path = is_file ? cr_path_parent(r->path) : r->path;
	return r->absolute ? cr_str_cat(c, CR_STR("/"), path) : cr_path_display(c, path);
}

static void
hint_roots(struct cr_ctx *c, const struct refused *r)
{
	const struct cr_origin *origin = cr_loader_origin(c->loader);
	enum cr_ring ring = cr_loader_ring(c->loader);
	if (origin->root_count == 0 || ring == CR_RING_NONE) {
		return;
	}
	if (r->path.len == 0 || is_inside(origin, r->path)) {
		cr_hint(c, "a symbolic link leads out of it; --allow-root DIR lets what lies below DIR be read too");
		return;
	}
	struct cr_str common = cr_path_common(origin->roots[0], r->path);
	if (ring == CR_RING_HERE && common.len > 0) {
		cr_hint(c, "no directory above holds \".git\", so the root is the working directory; --root \"%S\" makes it wider",
			cr_path_display(c, common));
		return;
	}
	struct cr_str directory = directory_of(c, r);
	if (cr_str_eq(directory, CR_STR("/"))) {
		return; /* to allow everything is no advice */
	}
	cr_hint(c, "%s--allow-root \"%S\" lets it be read too",
		ring == CR_RING_REPOSITORY ? "the root is the directory that holds \".git\"; " : "", directory);
}

static bool
refuse_outside(struct cr_ctx *c, const struct refused *r, cr_mark mark)
{
	const struct cr_origin *origin = cr_loader_origin(c->loader);
	struct cr_str root = cr_path_display(c, origin->root_count > 0 ? origin->roots[0] : CR_STR(""));
	cr_fail(c, mark, CR_E_SANDBOX, "security; \"%S\" is not in or below the root directory \"%S\"", r->shown, root);
	hint_roots(c, r);
	return false;
}

/* "f" (root/f): as it was written, and where that led if this is not the same. */
static struct cr_str
entry_and_path(struct cr_ctx *c, const struct refused *r)
{
	struct cr_str quoted = cr_str_cat(c, cr_str_cat(c, CR_STR("\""), r->shown), CR_STR("\""));
	if (r->path.len == 0) {
		return quoted;
	}
	struct cr_str path = cr_path_display(c, r->path);
	if (cr_str_eq(path, r->shown)) {
		return quoted;
	}
	return cr_str_cat(c, quoted, cr_str_cat(c, CR_STR(" ("), cr_str_cat(c, path, CR_STR(")"))));
}

static bool
refuse_file(struct cr_ctx *c, struct cr_str dir, const struct refused *r, cr_mark mark, int error)
{
	switch (error) {
	case CR_REFUSED_BELOW:
		cr_fail(c, mark, CR_E_SANDBOX, "security; file \"%S\" is not in or below \"%S\"", r->shown, cr_path_display(c, dir));
		cr_hint(c, "--load-restrictor LoadRestrictionsNone allows files anywhere below the root directory");
		return false;
	case EXDEV:
		return refuse_outside(c, r, mark);
	case EFBIG:
	case CR_REFUSED_TOTAL:
	case CR_REFUSED_COUNT:
		return refuse_limit(c, r->shown, mark, error);
	case EISDIR:
		return cr_fail(c, mark, CR_E_IO, "%S must resolve to a file: %s", entry_and_path(c, r), cr_errno_text(error));
	default:
		return cr_fail(c, mark, CR_E_IO, "cannot read %S: %s", entry_and_path(c, r), cr_errno_text(error));
	}
}

bool
cr_refuse_file(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, int error)
{
	if (error == EREMOTE) {
		return cr_refuse_remote(c, entry, mark);
	}
	struct refused r = refused_entry(c, dir, entry);
	return refuse_file(c, dir, &r, mark, error);
}

bool
cr_refuse_path(struct cr_ctx *c, struct cr_str path, cr_mark mark, int error)
{
	struct refused r = { .shown = cr_path_display(c, path), .path = path };
	return refuse_file(c, cr_path_parent(path), &r, mark, error);
}

static bool
refuse_dir(struct cr_ctx *c, struct refused *r, cr_mark mark, int error)
{
	r->is_dir = true;
	if (error == EXDEV) {
		return refuse_outside(c, r, mark);
	}
	return cr_fail(c, mark, CR_E_IO, "cannot open directory \"%S\": %s", r->shown, cr_errno_text(error));
}

bool
cr_refuse_dir(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, int error)
{
	struct refused r = refused_entry(c, dir, entry);
	return refuse_dir(c, &r, mark, error);
}

bool
cr_refuse_dir_path(struct cr_ctx *c, struct cr_str path, cr_mark mark, int error)
{
	struct refused r = { .shown = cr_path_display(c, path), .path = path };
	return refuse_dir(c, &r, mark, error);
}
