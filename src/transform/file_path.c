/* A value put into a file path, as ValueAddTransformer does. Counterpart: kyaml/filesys's PathSplit, PathJoin and InsertPathPart. */
#include "transform/file_path.h"

#include "kustomization/kust.h"

static void
push_name(struct cr_ctx *c, struct cr_texts *names, struct cr_str name)
{
	*cr_push(c, names) = (struct cr_text){ .s = name };
}

/* The names of a file path from the last to the first; the first is empty if the path is absolute. */
static void
split_file_path(struct cr_ctx *c, struct cr_str path, struct cr_texts *names)
{
	while (path.len > 0) {
		size_t slash = path.len;
		while (slash > 0 && path.ptr[slash - 1] != '/') {
			slash--;
		}
		struct cr_str name = cr_str_sub(path, slash, path.len);
		if (slash == 1) {
			if (name.len > 0) {
				push_name(c, names, name);
			}
			push_name(c, names, CR_STR(""));
			return;
		}
		push_name(c, names, name);
		path.len = slash > 0 ? slash - 1 : 0;
	}
}

/* Without ".", "..", and slashes that do nothing, as Go's filepath.Clean. */
static struct cr_str
clean(struct cr_ctx *c, struct cr_str path)
{
	char *out = cr_alloc(c, path.len + 2);
	bool rooted = path.len > 0 && path.ptr[0] == '/';
	size_t len = 0, kept = 0; /* bytes; of these, those that ".." cannot take away */
	for (size_t i = 0; i < path.len;) {
		size_t end = cr_str_find(path, '/', i);
		end = end == SIZE_MAX ? path.len : end;
		struct cr_str name = cr_str_sub(path, i, end);
		i = end + 1;
		if (name.len == 0 || cr_str_eq(name, CR_STR("."))) {
			continue;
		}
		bool up = cr_str_eq(name, CR_STR(".."));
		if (up && len > kept) {
			while (len > kept && out[--len] != '/') {
			}
			continue;
		}
		if (up && rooted) {
			continue;
		}
		if (len > 0 || rooted) {
			out[len++] = '/';
		}
		memcpy(out + len, name.ptr, name.len);
		len += name.len;
		kept = up ? len : kept;
	}
	return len > 0 ? (struct cr_str){ out, len } : rooted ? CR_STR("/") : CR_STR(".");
}

static size_t
join_name(char *out, size_t len, struct cr_str name)
{
	if (name.len == 0) {
		return len;
	}
	if (len > 0) {
		out[len++] = '/';
	}
	memcpy(out + len, name.ptr, name.len);
	return len + name.len;
}

struct cr_str
cr_file_path_insert(struct cr_ctx *c, struct cr_str path, uint64_t position, struct cr_str value)
{
	struct cr_texts names = { 0 };
	split_file_path(c, path, &names);
	bool absolute = names.count > 0 && names.items[names.count - 1].s.len == 0;
	uint64_t at = position - 1 < names.count ? position - 1 : names.count;
	at += absolute && at < names.count;
	char *out = cr_alloc(c, path.len + value.len + 2);
	size_t len = 0;
	for (size_t i = 0; i < names.count; i++) {
		len = i == at ? join_name(out, len, value) : len;
		len = join_name(out, len, names.items[names.count - 1 - i].s);
	}
	len = at == names.count ? join_name(out, len, value) : len;
	struct cr_str joined = clean(c, (struct cr_str){ out, len });
	return absolute ? cr_str_cat(c, CR_STR("/"), joined) : joined;
}
