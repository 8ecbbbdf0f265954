/* The loader: which file an entry names, whether it may be read, and the list of what was read.
 *
 * Counterpart: api/internal/loader (fileloader.go, loadrestrictions.go). As there, a file lies in or below the directory of the
 * kustomization that names it, links resolved, unless the restriction is off. Differences: nothing outside the roots is read even then, nor
 * through a base; and check and read are about the same path, so a file that is swapped for a link meanwhile is not followed. */
#include "load/loader.h"
#include "base/format.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/unset.h"
#include "load/inputs.h"
#include "load/refuse.h"

/* Where a symbolic link lies. */
struct link {
	struct cr_str path;
	const struct link *next;
};

/* A path that led to a file: its own, or one with links in it, of which those are known where notes are kept. */
struct known {
	struct cr_str path;
	struct cr_file *file;
	const struct link *links;
};

/* What a file holds instead of what the origin has. */
struct replaced {
	struct cr_str path, text;
};

struct cr_loader {
	struct cr_origin origin;
	enum cr_restrict restriction;
	struct cr_str prefix, here;
	bool here_known;
	enum cr_ring ring;
	struct cr_map known;    /* by hash of the path: struct known */
	struct cr_map replaced; /* the same: struct replaced */
	struct {
		struct cr_file **items;
		size_t count, cap;
	} files;
	uint64_t bytes;
	struct cr_inputs *inputs; /* NULL: nobody will ask */
	struct {
		struct cr_ctx *c;
		const struct link *links; /* that the path at hand went through */
		bool full;                /* there was no memory for one */
		struct cr_link_watch watch;
	} way;
};

struct cr_loader *
cr_loader_new(struct cr_ctx *c, const struct cr_origin *origin, struct cr_str display_prefix, enum cr_restrict restriction)
{
	struct cr_loader *l = cr_new(c, struct cr_loader);
	l->origin = *origin;
	l->prefix = cr_str_dup(c, display_prefix);
	l->restriction = restriction;
	return l;
}

void
cr_loader_set_here(struct cr_loader *l, struct cr_str here)
{
	l->here = here;
	l->here_known = true;
}

void
cr_loader_set_ring(struct cr_loader *l, enum cr_ring ring)
{
	l->ring = ring;
}

enum cr_ring
cr_loader_ring(const struct cr_loader *l)
{
	return l->ring;
}

const struct cr_origin *
cr_loader_origin(const struct cr_loader *l)
{
	return &l->origin;
}

/* Called inside an origin: takes memory from the arena without unwinding. */
static void
add_link(void *user, const char *path, size_t len)
{
	struct cr_loader *l = user;
	struct link *link = cr_arena_alloc(l->way.c->arena, sizeof *link);
	char *copy = link != NULL ? cr_arena_alloc(l->way.c->arena, len + 1) : NULL;
	if (copy == NULL) {
		l->way.full = true;
		return;
	}
	memcpy(copy, path, len);
	copy[len] = '\0';
	*link = (struct link){ .path = { .ptr = copy, .len = len }, .next = l->way.links };
	l->way.links = link;
}

void
cr_loader_keep_inputs(struct cr_ctx *c, struct cr_loader *l)
{
	l->inputs = cr_inputs_new(c);
	l->way.c = c;
	l->way.watch = (struct cr_link_watch){ .seen = add_link, .user = l };
	if (l->origin.watch_links != NULL) {
		l->origin.watch_links(l->origin.user, &l->way.watch);
	}
}

const struct cr_inputs *
cr_loader_inputs(const struct cr_loader *l)
{
	return l->inputs;
}

static void
note(struct cr_ctx *c, struct cr_str dir, enum cr_input_kind kind, struct cr_str path, const struct link *links)
{
	struct cr_inputs *inputs = c->loader->inputs;
	if (inputs != NULL) {
		cr_inputs_note(c, inputs, dir, kind, path);
		for (; links != NULL; links = links->next) {
			cr_inputs_note(c, inputs, dir, CR_INPUT_LINK, links->path);
		}
	}
}

const struct cr_file *
cr_loader_file(const struct cr_loader *l, uint32_t index)
{
	return index > 0 && index <= l->files.count ? l->files.items[index - 1] : NULL;
}

struct cr_str
cr_path_display(struct cr_ctx *c, struct cr_str path)
{
	const struct cr_loader *l = c->loader;
	if (l->here_known) {
		return cr_path_relative(c, l->here, path);
	}
	if (l->prefix.len == 0 || path.len == 0) {
		return l->prefix.len == 0 && path.len == 0 ? CR_STR(".") : path.len == 0 ? l->prefix : cr_str_dup(c, path);
	}
	struct cr_str slash = cr_str_ends(l->prefix, CR_STR("/")) ? CR_STR("") : CR_STR("/");
	return cr_str_cat(c, cr_str_cat(c, l->prefix, slash), path);
}

static const struct known *
find_known(struct cr_ctx *c, struct cr_str path)
{
	struct cr_map_iter it;
	for (const struct known *k = cr_map_first(&c->loader->known, cr_hash_str(c, path.ptr, path.len), &it); k;
	     k = cr_map_next(&c->loader->known, &it)) {
		if (cr_str_eq(k->path, path)) {
			return k;
		}
	}
	return NULL;
}

static void
make_known(struct cr_ctx *c, struct cr_str path, struct cr_file *file, const struct link *links)
{
	struct known *k = cr_new(c, struct known);
	*k = (struct known){ .path = path, .file = file, .links = links };
	cr_map_add(c, &c->loader->known, cr_hash_str(c, path.ptr, path.len), k);
}

static struct replaced *
find_replaced(struct cr_ctx *c, const struct cr_loader *l, struct cr_str path)
{
	struct cr_map_iter it;
	for (struct replaced *r = cr_map_first(&l->replaced, cr_hash_str(c, path.ptr, path.len), &it); r;
	     r = cr_map_next(&l->replaced, &it)) {
		if (cr_str_eq(r->path, path)) {
			return r;
		}
	}
	return NULL;
}

bool
cr_loader_replace(struct cr_ctx *c, struct cr_loader *l, struct cr_str path, struct cr_str text)
{
	struct replaced *r = find_replaced(c, l, path);
	if (find_known(c, path) != NULL) {
		return false;
	}
	if (r == NULL) {
		r = cr_new(c, struct replaced);
		r->path = path;
		cr_map_add(c, &l->replaced, cr_hash_str(c, path.ptr, path.len), r);
	}
	r->text = text;
	return true;
}

/* For an origin, which must not be unwound: NULL when out of memory. */
static void *
alloc_text(void *ctx, size_t size)
{
	return cr_arena_alloc(((struct cr_ctx *)ctx)->arena, size);
}

/* A file is named by whoever made the repository: in messages its name is text that no terminal obeys. */
static struct cr_str
safe_name(struct cr_ctx *c, struct cr_str name)
{
	enum { LONGEST_ESCAPE = 6 }; /* \u202e */
	if (name.len == 0 || cr_sink_is_safe(name)) {
		return name;
	}
	struct cr_sink s = { .cap = LONGEST_ESCAPE * name.len };
	s.ptr = cr_alloc(c, s.cap + 1);
	cr_sink_text(&s, name, SIZE_MAX);
	s.ptr[s.len] = '\0';
	return (struct cr_str){ .ptr = s.ptr, .len = s.len };
}

/* Reads path, which has no links in it, and puts it on the list. */
static int
read_file(struct cr_ctx *c, struct cr_str path, struct cr_file **out)
{
	struct cr_loader *l = c->loader;
	const struct replaced *replaced = l->replaced.count > 0 ? find_replaced(c, l, path) : NULL;
	struct cr_str text = replaced != NULL ? replaced->text : CR_STR("");
	int error = replaced != NULL ? 0 : l->origin.read(l->origin.user, path.ptr, alloc_text, c, &text.ptr, &text.len);
	if (error == ENOMEM) {
		cr_unwind_memory(c, c->arena);
	}
	if (error != 0 || text.len > cr_limit(c, CR_MAX_FILE_BYTES)) {
		return error != 0 ? error : EFBIG;
	}
	if (l->files.count >= cr_limit(c, CR_MAX_FILES)) {
		return CR_REFUSED_COUNT;
	}
	if (text.len > cr_limit(c, CR_MAX_INPUT_BYTES) - l->bytes) {
		return CR_REFUSED_TOTAL;
	}
	l->bytes += text.len;
	struct cr_file *file = cr_new(c, struct cr_file);
	*file = (struct cr_file){
		.path = path, .display = safe_name(c, cr_path_display(c, path)), .text = text, .index = (uint32_t)l->files.count + 1
	};
	*cr_push(c, &l->files) = file;
	make_known(c, path, file, NULL);
	*out = file;
	return 0;
}

static bool
allowed(const struct cr_loader *l, struct cr_str dir, struct cr_str path)
{
	return l->restriction == CR_RESTRICT_NONE || cr_path_below(dir, path);
}

/* What path is, links resolved. Where that means to look at its parts one by one, they are counted: a tree of files behind long chains of
 * links must not take hours. real: PATH_MAX bytes. */
static int
find_kind(struct cr_ctx *c, struct cr_str path, char *kind, char *real)
{
	enum { WORK_A_STEP = 500 };
	const struct cr_origin *o = &c->loader->origin;
	uint64_t before = o->steps != NULL ? *o->steps : 0;
	c->loader->way.links = NULL;
	int error = o->kind(o->user, path.ptr, kind, real);
	if (c->loader->way.full) {
		cr_unwind_memory(c, c->arena);
	}
	cr_count_work(c, o->steps != NULL ? (*o->steps - before) * WORK_A_STEP : 0);
	return error;
}

/* As read_file, for a path with links in it. */
static int
read_linked(struct cr_ctx *c, struct cr_str dir, struct cr_str path, struct cr_file **out)
{
	char kind = 0;
	CR_UNSET char buf[PATH_MAX]; /* read only where the origin gave 0, and then up to its NUL */
	int error = find_kind(c, path, &kind, buf);
	if (error != 0 || kind != 'f') {
		return error != 0 ? error : kind == 'd' ? EISDIR : ENOENT;
	}
	struct cr_str real = cr_str_dup(c, cr_str_z(buf));
	if (!allowed(c->loader, dir, real)) {
		return CR_REFUSED_BELOW;
	}
	const struct known *known = find_known(c, real);
	const struct link *links = c->loader->way.links;
	*out = known != NULL ? known->file : NULL;
	error = known != NULL ? 0 : read_file(c, real, out);
	if (error == 0) {
		make_known(c, path, *out, links);
		note(c, dir, CR_INPUT_FILE, real, links);
	}
	return error;
}

static int
load(struct cr_ctx *c, struct cr_str dir, struct cr_str path, struct cr_file **out)
{
	if (path.len >= PATH_MAX) {
		return ENAMETOOLONG;
	}
	const struct known *known = find_known(c, path);
	if (known != NULL) {
		*out = known->file;
		if (!allowed(c->loader, dir, known->file->path)) {
			return CR_REFUSED_BELOW;
		}
		note(c, dir, CR_INPUT_FILE, known->file->path, known->links);
		return 0;
	}
	/* Most files have no link in their path: then one call reads them. What lies elsewhere may still be a link to here. */
	int error = allowed(c->loader, dir, path) ? read_file(c, path, out) : ELOOP;
	if (error == ELOOP) {
		return read_linked(c, dir, path, out);
	}
	if (error == 0) {
		note(c, dir, CR_INPUT_FILE, path, NULL);
	}
	return error;
}

/* The path that entry names. An absolute one counts where paths are those of the system: for files the reference reads those too. */
static int
locate(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, struct cr_str *path)
{
	if (entry.len == 0 || cr_str_find(entry, '\0', 0) != SIZE_MAX) {
		return EINVAL;
	}
	if (cr_str_starts(entry, CR_STR("/"))) {
		dir = CR_STR("");
		while (cr_str_starts(entry, CR_STR("/"))) {
			entry = cr_str_sub(entry, 1, entry.len);
		}
		if (c->loader->origin.root_count == 0) {
			return EXDEV;
		}
	}
	return cr_path_join(c, dir, entry, path) ? 0 : EXDEV;
}

struct cr_file *
cr_load_try(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, int *error)
{
	struct cr_file *file = NULL;
	struct cr_str path;
	*error = cr_path_is_remote(entry) && cr_str_find(entry, ':', 0) != SIZE_MAX ? EREMOTE : locate(c, dir, entry, &path);
	if (*error == 0) {
		*error = load(c, dir, path, &file);
	}
	return *error == 0 ? file : NULL;
}

bool
cr_load_file(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, struct cr_file **out)
{
	int error;
	*out = cr_load_try(c, dir, entry, &error);
	return *out != NULL || cr_refuse_file(c, dir, entry, mark, error);
}

bool
cr_load_dir(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, struct cr_str *out)
{
	if (cr_path_is_remote(entry)) {
		return cr_refuse_remote(c, entry, mark);
	}
	if (cr_str_starts(entry, CR_STR("/"))) {
		return cr_fail(c, mark, CR_E_SANDBOX, "directory \"%S\" cannot be absolute", entry);
	}
	struct cr_str path;
	char kind = 0;
	CR_UNSET char real[PATH_MAX]; /* read only where error is 0, and then up to its NUL */
	int error = locate(c, dir, entry, &path);
	if (error == 0) {
		error = path.len < PATH_MAX ? find_kind(c, path, &kind, real) : ENAMETOOLONG;
	}
	if (error == 0 && kind != 'd') {
		error = kind == 'f' ? ENOTDIR : ENOENT;
	}
	if (error != 0) {
		return cr_refuse_dir(c, dir, entry, mark, error);
	}
	*out = cr_str_dup(c, cr_str_z(real));
	note(c, dir, CR_INPUT_DIRECTORY, *out, c->loader->way.links);
	if (cr_path_below(*out, dir)) {
		return cr_fail(c, mark, CR_E_CYCLE, "cycle detected: directory \"%S\" contains the kustomization that names it", entry);
	}
	return true;
}

bool
cr_load_entry(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, struct cr_file **file, struct cr_str *sub)
{
	int error;
	*file = cr_load_try(c, dir, entry, &error);
	if (*file != NULL) {
		return true;
	}
	if (error == EISDIR || cr_path_is_remote(entry)) {
		return cr_load_dir(c, dir, entry, mark, sub);
	}
	return cr_refuse_file(c, dir, entry, mark, error);
}

static void
note_absent(struct cr_ctx *c, struct cr_str dir, struct cr_str name)
{
	struct cr_str path;
	if (c->loader->inputs != NULL && cr_path_join(c, dir, name, &path)) {
		note(c, dir, CR_INPUT_ABSENT, path, NULL);
	}
}

/* Appends what is found under one of the names; a directory of such a name counts as nothing, as in the reference. */
static bool
try_kustomization(struct cr_ctx *c, struct cr_str dir, struct cr_str name, cr_mark mark, struct cr_file **found, size_t *count)
{
	int error;
	struct cr_file *file = cr_load_try(c, dir, name, &error);
	if (file != NULL) {
		*found = file;
		++*count;
		return true;
	}
	if (error == ENOENT) {
		note_absent(c, dir, name);
	}
	if (error == ENOENT || error == EISDIR || error == ENOTDIR) {
		return true;
	}
	struct cr_str path = name;
	cr_path_join(c, dir, name, &path);
	return cr_refuse_path(c, path, mark, error);
}

bool
cr_find_kustomization(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_file **out)
{
	static const struct cr_str names[] = { { "kustomization.yaml", 18 }, { "kustomization.yml", 17 }, { "Kustomization", 13 } };
	size_t count = 0;
	*out = NULL;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (!try_kustomization(c, dir, names[i], mark, out, &count)) {
			return false;
		}
	}
	return count < 2 ||
	       cr_fail(c, mark, CR_E_KUSTOMIZATION, "Found multiple kustomization files under: \"%S\"", cr_path_display(c, dir));
}

bool
cr_load_kustomization(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_file **out)
{
	if (!cr_find_kustomization(c, dir, mark, out)) {
		return false;
	}
	return *out != NULL || cr_fail(c, mark, CR_E_KUSTOMIZATION,
				       "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in "
				       "directory \"%S\"",
				       cr_path_display(c, dir));
}

struct cr_str
cr_load_dir_name(struct cr_str dir)
{
	struct cr_str name = cr_path_base(dir);
	return name.len > 0 ? name : CR_STR("/");
}

struct listing {
	struct cr_ctx *c;
	struct cr_dir_entries *out;
	bool full;
};

/* Runs inside an origin: takes memory from the arena without unwinding. */
static bool
add_entry(void *ctx, const char *name, char kind)
{
	struct listing *list = ctx;
	struct cr_dir_entries *out = list->out;
	if (out->count == out->cap) {
		size_t cap = out->cap > 0 ? out->cap * 2 : 16;
		void *grown = cr_arena_grow(list->c->arena, out->items, out->cap * sizeof *out->items, cap * sizeof *out->items);
		if (grown == NULL) {
			list->full = true;
			return false;
		}
		out->items = grown;
		out->cap = cap;
	}
	size_t len = strlen(name);
	char *copy = cr_arena_alloc(list->c->arena, len + 1);
	if (copy == NULL) {
		list->full = true;
		return false;
	}
	memcpy(copy, name, len + 1);
	out->items[out->count++] = (struct cr_dir_entry){ .name = { .ptr = copy, .len = len }, .kind = kind };
	return true;
}

static int
compare_entries(const void *a, const void *b)
{
	const struct cr_dir_entry *x = a, *y = b;
	return cr_str_cmp(x->name, y->name);
}

bool
cr_list_dir(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_dir_entries *out)
{
	const struct cr_origin *origin = &c->loader->origin;
	struct listing list = { .c = c, .out = out };
	*out = (struct cr_dir_entries){ 0 };
	int error = origin->list != NULL ? origin->list(origin->user, cr_str_dup(c, dir).ptr, add_entry, &list) : ENOENT;
	if (list.full || error == ENOMEM) {
		cr_unwind_memory(c, c->arena);
	}
	if (error != 0) {
		return cr_refuse_dir_path(c, dir, mark, error);
	}
	if (out->count > 1) {
		qsort(out->items, out->count, sizeof *out->items, compare_entries);
	}
	return true;
}
