/* Keys and values of a generator item: first its env files, then its literals, then its files.
 * Counterpart: api/kv. The environment is never read: an env line without "=" is a key with an empty value. What the reference drops
 * without a word (a value that is not there, a line without key, all from a line on that is too long) is dropped here with a warning. */
#include "generate/kv.h"

#include "load/loader.h"

/* The reference's line scanner gives up at a line of 64 KiB, the line feed included, and its error is never looked at. */
#define ENV_LINE_MAX ((size_t)65535)

const char *
cr_kv_word(const struct cr_generator_args *args)
{
	return args->secret ? "secret" : "configMap";
}

static struct cr_str
trim_left(struct cr_str s)
{
	struct cr_str trimmed = cr_str_trim(s);
	return trimmed.len == 0 ? trimmed : cr_str_sub(s, (size_t)(trimmed.ptr - s.ptr), s.len);
}

static bool
put_env_line(struct cr_ctx *c, struct cr_str line, bool first, cr_mark mark, const struct cr_kv_sink *sink)
{
	static const struct cr_str bom = { .ptr = "\xef\xbb\xbf", .len = 3 };
	if (!cr_utf8_valid(line)) {
		return cr_fail(c, mark, CR_E_GENERATOR, "line is not valid UTF-8");
	}
	if (first && cr_str_starts(line, bom)) {
		line = cr_str_sub(line, bom.len, line.len);
	}
	line = trim_left(line);
	if (line.len == 0 || line.ptr[0] == '#') {
		return true;
	}
	size_t equals = cr_str_find(line, '=', 0);
	if (equals == SIZE_MAX) {
		/* The line stays out of the message: it may be a password on its own. */
		cr_warn(c, mark, CR_W_NO_VALUE, "line has no \"=\" and is a key with an empty value");
		return sink->put(c, sink->user, line, CR_STR(""), mark);
	}
	if (equals == 0) {
		cr_warn(c, mark, CR_W_TEXT_IGNORED, "line has no key before \"=\" and is ignored");
		return true;
	}
	return sink->put(c, sink->user, cr_str_sub(line, 0, equals), cr_str_sub(line, equals + 1, line.len), mark);
}

static bool
read_env_file(struct cr_ctx *c, struct cr_str dir, const struct cr_text *entry, const struct cr_kv_sink *sink)
{
	struct cr_file *file;
	if (!cr_load_file(c, dir, entry->s, entry->mark, &file)) {
		return false;
	}
	uint64_t number = 1;
	for (size_t at = 0; at < file->text.len; number++) {
		cr_mark mark = cr_mark_make(file->index, number, 1);
		size_t feed = cr_str_find(file->text, '\n', at);
		size_t end = feed == SIZE_MAX ? file->text.len : feed;
		struct cr_str line = cr_str_sub(file->text, at, end);
		if (line.len > ENV_LINE_MAX) {
			cr_warn(c, mark, CR_W_TEXT_IGNORED, "line is longer than %zu bytes: it and all that follows is ignored",
				ENV_LINE_MAX);
			return true;
		}
		if (line.len > 0 && line.ptr[line.len - 1] == '\r') {
			line.len--;
		}
		if (!put_env_line(c, line, at == 0, mark, sink)) {
			return false;
		}
		at = end + 1;
	}
	return true;
}

/* Without one pair of equal quotes around the whole. */
static struct cr_str
unquoted(struct cr_str s)
{
	bool quotes = s.len >= 2 && (s.ptr[0] == '"' || s.ptr[0] == '\'') && s.ptr[s.len - 1] == s.ptr[0];
	return quotes ? cr_str_sub(s, 1, s.len - 1) : s;
}

static bool
read_literal(struct cr_ctx *c, const struct cr_generator_args *args, size_t i, const struct cr_kv_sink *sink)
{
	const struct cr_text *entry = &args->literals.items[i];
	size_t equals = cr_str_find(entry->s, '=', 0);
	/* The text itself stays out of the message: it may be a password. */
	if (equals == SIZE_MAX) {
		return cr_fail(c, entry->mark, CR_E_GENERATOR, "literal %zu of %s \"%S\" has no \"=\"", i + 1, cr_kv_word(args),
			       args->name.s);
	}
	if (equals == 0) {
		return cr_fail(c, entry->mark, CR_E_GENERATOR, "literal %zu of %s \"%S\" has no key before \"=\"", i + 1, cr_kv_word(args),
			       args->name.s);
	}
	return sink->put(c, sink->user, cr_str_sub(entry->s, 0, equals), unquoted(cr_str_sub(entry->s, equals + 1, entry->s.len)),
			 entry->mark);
}

static struct cr_str
base_name(struct cr_str path)
{
	while (path.len > 1 && path.ptr[path.len - 1] == '/') {
		path.len--;
	}
	return cr_path_base(path);
}

/* "path" or "key=path". */
static bool
split_file_entry(struct cr_ctx *c, const struct cr_text *entry, struct cr_str *key, struct cr_str *path)
{
	size_t equals = cr_str_find(entry->s, '=', 0);
	if (equals == SIZE_MAX) {
		*path = entry->s;
		*key = base_name(entry->s);
		return true;
	}
	if (cr_str_find(entry->s, '=', equals + 1) != SIZE_MAX) {
		return cr_fail(c, entry->mark, CR_E_GENERATOR, "file entry \"%S\" has more than one \"=\"", cr_path_redact(c, entry->s));
	}
	if (equals == 0) {
		return cr_fail(c, entry->mark, CR_E_GENERATOR, "file entry \"%S\" has no key before \"=\"", cr_path_redact(c, entry->s));
	}
	if (equals + 1 == entry->s.len) {
		return cr_fail(c, entry->mark, CR_E_GENERATOR, "file entry \"%S\" has no path after \"=\"", cr_path_redact(c, entry->s));
	}
	*key = cr_str_sub(entry->s, 0, equals);
	*path = cr_str_sub(entry->s, equals + 1, entry->s.len);
	return true;
}

static bool
read_file(struct cr_ctx *c, struct cr_str dir, const struct cr_text *entry, const struct cr_kv_sink *sink)
{
	struct cr_str key = CR_STR(""), path = CR_STR("");
	struct cr_file *file = NULL;
	return split_file_entry(c, entry, &key, &path) && cr_load_file(c, dir, path, entry->mark, &file) &&
	       sink->put(c, sink->user, key, file->text, entry->mark);
}

bool
cr_kv_read(struct cr_ctx *c, struct cr_str dir, const struct cr_generator_args *args, const struct cr_kv_sink *sink)
{
	for (size_t i = 0; i < args->envs.count; i++) {
		if (!read_env_file(c, dir, &args->envs.items[i], sink)) {
			return false;
		}
	}
	for (size_t i = 0; i < args->literals.count; i++) {
		if (!read_literal(c, args, i, sink)) {
			return false;
		}
	}
	for (size_t i = 0; i < args->files.count; i++) {
		if (!read_file(c, dir, &args->files.items[i], sink)) {
			return false;
		}
	}
	return true;
}
