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

static bool
refuse_outside(struct cr_ctx *c, struct cr_str shown, cr_mark mark)
{
	cr_fail(c, mark, CR_E_SANDBOX, "security; \"%S\" is not in or below the root directory \"%S\"", shown,
		cr_path_display(c, CR_STR("")));
	cr_hint(c, "--root names a wider root directory");
	return false;
}

/* "f" (root/f): as it was written, and where that led if this is not the same. */
static struct cr_str
entry_and_path(struct cr_ctx *c, struct cr_str dir, struct cr_str shown)
{
	struct cr_str path, quoted = cr_str_cat(c, cr_str_cat(c, CR_STR("\""), shown), CR_STR("\""));
	if (shown.len == 0 || !cr_path_join(c, dir, shown, &path)) {
		return quoted;
	}
	path = cr_path_display(c, path);
	if (cr_str_eq(path, shown)) {
		return quoted;
	}
	return cr_str_cat(c, quoted, cr_str_cat(c, CR_STR(" ("), cr_str_cat(c, path, CR_STR(")"))));
}

bool
cr_refuse_file(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, int error)
{
	struct cr_str shown = cr_path_redact(c, entry);
	switch (error) {
	case EREMOTE:
		return cr_refuse_remote(c, entry, mark);
	case CR_REFUSED_BELOW:
		cr_fail(c, mark, CR_E_SANDBOX, "security; file \"%S\" is not in or below \"%S\"", shown, cr_path_display(c, dir));
		cr_hint(c, "--load-restrictor LoadRestrictionsNone allows files anywhere below the root directory");
		return false;
	case EXDEV:
		return refuse_outside(c, shown, mark);
	case EFBIG:
	case CR_REFUSED_TOTAL:
	case CR_REFUSED_COUNT:
		return refuse_limit(c, shown, mark, error);
	case EISDIR:
		return cr_fail(c, mark, CR_E_IO, "%S must resolve to a file: %s", entry_and_path(c, dir, shown), cr_errno_text(error));
	default:
		return cr_fail(c, mark, CR_E_IO, "cannot read %S: %s", entry_and_path(c, dir, shown), cr_errno_text(error));
	}
}

bool
cr_refuse_dir(struct cr_ctx *c, struct cr_str entry, cr_mark mark, int error)
{
	struct cr_str shown = cr_path_redact(c, entry);
	if (error == EXDEV) {
		return refuse_outside(c, shown, mark);
	}
	return cr_fail(c, mark, CR_E_IO, "cannot open directory \"%S\": %s", shown, cr_errno_text(error));
}
