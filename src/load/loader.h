/* Every byte that is read comes through here: confinement, limits, and the list of what was read.
 *
 * Paths inside are those of the system without the slash in front ("" is "/"), or begin at the top of a tree in memory; they are
 * "/"-separated, without "." and "..". They are resolved against the directory of the kustomization that names them, symbolic links
 * followed by us, part by part. Two rings confine them: files lie in or below that directory (the reference's rule, which can be switched
 * off), and everything lies in or below one of the roots. */
#ifndef CR_LOAD_LOADER_H
#define CR_LOAD_LOADER_H

#include "base/ctx.h"
#include "base/map.h"

/* Is told where each symbolic link lies that is followed below the roots. Must not unwind. */
struct cr_link_watch {
	void (*seen)(void *user, const char *path, size_t len);
	void *user;
};

/* Where files come from: directories of the system (cr_origin_dir_open) or a callback that serves a tree in memory. Paths are normalised
 * and NUL-terminated. Nothing here may unwind: an origin holds descriptors that no arena owns. */
struct cr_origin {
	/* 0, or an errno value: ENOENT, EISDIR, ENOTDIR, EACCES, EFBIG, ENXIO for a device or the like, EXDEV for what is below no root,
	 * ELOOP if any part of path is a symbolic link (kind resolves those: so what is read is what was checked). data comes from alloc,
	 * unless it outlives the session; alloc gives NULL when out of memory, and then read returns ENOMEM. */
	int (*read)(void *user, const char *path, void *(*alloc)(void *ctx, size_t size), void *ctx, const char **data, size_t *len);
	/* 0, or an errno value as above and EXDEV for a link that leaves the roots. kind: 'f', 'd', or 0 for nothing there. real: path with
	 * symbolic links resolved, PATH_MAX bytes. */
	int (*kind)(void *user, const char *path, char *kind, char *real);
	/* Names in a directory, each through add, in any order, until add returns false; 'l' is a symbolic link, 0 another sort of file. */
	int (*list)(void *user, const char *path, bool (*add)(void *ctx, const char *name, char kind), void *ctx);
	void *user;
	const struct cr_str *roots; /* normalised; the first is the one that messages name. None: a tree in memory, which is all inside */
	size_t root_count;
	/* From now on; NULL where there are no links. watch must outlive the origin. */
	void (*watch_links)(void *user, const struct cr_link_watch *watch);
	const uint64_t *steps; /* parts of paths that kind has looked at one by one; NULL: they cost nothing */
};

/* The directories paths as an origin, at least one: absolute paths, none with a symbolic link in it (realpath makes such). Each is opened
 * here, and never again. Error: CR_E_IO. Close it before the context's arena goes. */
bool cr_origin_dir_open(struct cr_ctx *c, const char *const *paths, size_t count, struct cr_origin *out);
void cr_origin_dir_close(struct cr_origin *origin);
/* The descriptor of a root, O_PATH; the origin's. -1 past the last. */
int cr_origin_dir_descriptor(const struct cr_origin *origin, size_t index);
/* From now on without openat2, as where the kernel or a filter has none. For tests. */
void cr_origin_dir_by_step(struct cr_origin *origin);
bool cr_origin_dir_is_by_step(const struct cr_origin *origin);

/* What the same file may be decoded to. */
enum cr_decoded { CR_DECODED_CONFIG, CR_DECODED_CRDS, CR_DECODED_REPLACEMENTS, CR_DECODED_COUNT };

struct cr_file {
	struct cr_str path;    /* as above, for cr_load_* */
	struct cr_str display; /* as shown in messages: relative to where the program was started, as the user named it */
	struct cr_str text;
	uint32_t index;                        /* for marks, from 1 */
	const void *decoded[CR_DECODED_COUNT]; /* by those who decoded it, for when it is named again; never written in place */
};

enum cr_restrict { CR_RESTRICT_ROOT_ONLY, CR_RESTRICT_NONE };

/* How the first root was found: what a message says to do depends on it. */
enum cr_ring { CR_RING_NAMED, CR_RING_REPOSITORY, CR_RING_HERE, CR_RING_NONE };

struct cr_loader;

/* display_prefix: what stands before paths in messages ("/", or "" for a tree in memory). */
struct cr_loader *cr_loader_new(struct cr_ctx *c, const struct cr_origin *origin, struct cr_str display_prefix,
				enum cr_restrict restriction);
/* The working directory is here (normalised): messages show paths relative to it, and display_prefix is not used. */
void cr_loader_set_here(struct cr_loader *l, struct cr_str here);
void cr_loader_set_ring(struct cr_loader *l, enum cr_ring ring);
enum cr_ring cr_loader_ring(const struct cr_loader *l);
const struct cr_origin *cr_loader_origin(const struct cr_loader *l);
/* From now on notes are kept of who reads what. */
void cr_loader_keep_inputs(struct cr_ctx *c, struct cr_loader *l);
/* Those notes; NULL if none are kept. */
const struct cr_inputs *cr_loader_inputs(const struct cr_loader *l);

/* From now on the file at path (normalised, without links) has this text, whatever the origin says; text must outlive the session. False:
 * it has been read already. */
bool cr_loader_replace(struct cr_ctx *c, struct cr_loader *l, struct cr_str path, struct cr_str text);

/* dir and path in one normalised path. False (no error recorded) if it goes above the top, is absolute, or holds a NUL. */
bool cr_path_join(struct cr_ctx *c, struct cr_str dir, struct cr_str path, struct cr_str *out);
/* Is inner dir or below it? Both normalised. */
bool cr_path_below(struct cr_str dir, struct cr_str inner);
/* The longest directory that is at or above both. All normalised. */
struct cr_str cr_path_common(struct cr_str a, struct cr_str b);
/* Without the last part. */
struct cr_str cr_path_parent(struct cr_str path);
/* The name after the last slash. */
struct cr_str cr_path_base(struct cr_str path);
/* inner as it is reached from dir: "../b/c". Both normalised. */
struct cr_str cr_path_relative(struct cr_ctx *c, struct cr_str dir, struct cr_str inner);
/* path behind dir as text, "a/./b" and "a/../b" made short; ".." in front stays, and nothing is "". No file system is asked, nothing
 * refused: the result names something to people. */
struct cr_str cr_path_append(struct cr_ctx *c, struct cr_str dir, struct cr_str path);
/* Would the reference fetch this entry (https://, ssh://, git@host:org/repo, github.com/org/repo, oci://, file:// of a repository)? */
bool cr_path_is_remote(struct cr_str entry);
/* entry for a message: what may be a password in a URL, and what is no path but the text of an object, is replaced by "***". Entries
 * are shown in no other way. */
struct cr_str cr_path_redact(struct cr_ctx *c, struct cr_str entry);
/* The name of the directory itself; "/" if that is not known. */
struct cr_str cr_load_dir_name(struct cr_str dir);
/* A path (normalised) as messages show it. */
struct cr_str cr_path_display(struct cr_ctx *c, struct cr_str path);

/* The file that entry names seen from directory dir (normalised). Errors at mark: absolute or outside the roots (CR_E_SANDBOX), not in or
 * below dir unless the restriction is off, missing, a directory, a device, too large. Each file is read once for the session. */
bool cr_load_file(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, struct cr_file **out);
/* As above without recording an error: NULL, and *error an errno value (EISDIR, ENOENT, EREMOTE for a URL, ...). */
struct cr_file *cr_load_try(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, int *error);
/* The directory that entry names seen from dir, normalised and with links resolved. Errors at mark; dir itself and what lies above it are
 * cycles. */
bool cr_load_dir(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, struct cr_str *out);
/* What an entry of "resources" names: a file, or else (then *file is NULL) a directory. One error, the one that helps. */
bool cr_load_entry(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, struct cr_file **file, struct cr_str *sub);
/* The kustomization file of a directory: error if none or more than one. */
bool cr_load_kustomization(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_file **out);
/* Like cr_load_kustomization, but with none: *out is NULL and true is returned. */
bool cr_find_kustomization(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_file **out);

/* All files opened so far, in the order of first opening; index 1 is the first. NULL past the end. Thread: the session's builder. */
const struct cr_file *cr_loader_file(const struct cr_loader *l, uint32_t index);

struct cr_dir_entry {
	struct cr_str name;
	char kind; /* 'f', 'd', 'l' for a symbolic link, 0 */
};
struct cr_dir_entries {
	struct cr_dir_entry *items;
	size_t count, cap;
};
/* What lies in a directory, sorted by the bytes of the names. */
bool cr_list_dir(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_dir_entries *out);

#endif
