/* Entries that the reference would fetch: URLs and addresses of git repositories. We never do; we only tell them from paths, and take care
 * that no password in one reaches a message. Counterpart: api/internal/git/repospec.go and IsRemoteFile of api/internal/loader. */
#include "load/loader.h"

/* If s begins with prefix (lower case), whatever its letters' case: takes it off. */
static bool
take_prefix(struct cr_str *s, struct cr_str prefix)
{
	if (s->len < prefix.len || !cr_str_eq_fold(cr_str_sub(*s, 0, prefix.len), prefix)) {
		return false;
	}
	*s = cr_str_sub(*s, prefix.len, s->len);
	return true;
}

static bool
take_scheme(struct cr_str *s)
{
	return take_prefix(s, CR_STR("ssh://")) || take_prefix(s, CR_STR("https://")) || take_prefix(s, CR_STR("http://"));
}

static bool
is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

/* "git@" and the like. */
static bool
take_user(struct cr_str *s)
{
	size_t i = 0;
	while (i < s->len && (is_letter(s->ptr[i]) || (i > 0 && (s->ptr[i] == '-' || (s->ptr[i] >= '0' && s->ptr[i] <= '9'))))) {
		i++;
	}
	if (i == 0 || i == s->len || s->ptr[i] != '@') {
		return false;
	}
	*s = cr_str_sub(*s, i + 1, s->len);
	return true;
}

/* Index of text in s, or SIZE_MAX. */
static size_t
find_text(struct cr_str s, struct cr_str text)
{
	if (s.len < text.len) {
		return SIZE_MAX;
	}
	const char *at = memmem(s.ptr, s.len, text.ptr, text.len);
	return at == NULL ? SIZE_MAX : (size_t)(at - s.ptr);
}

/* Does what follows the host name a repository: by one of the marks, or by two parts? */
static bool
names_repository(struct cr_str path)
{
	if (find_text(path, CR_STR("_git/")) != SIZE_MAX) {
		return true;
	}
	size_t slashes = find_text(path, CR_STR("//"));
	if (slashes != SIZE_MAX) {
		return slashes > 0;
	}
	return find_text(path, CR_STR(".git")) != SIZE_MAX || cr_str_find(path, '/', 0) != SIZE_MAX;
}

static bool
is_git_address(struct cr_str s)
{
	if (cr_str_starts(s, CR_STR("/"))) {
		return false;
	}
	size_t query = cr_str_find(s, '?', 0);
	s = query == SIZE_MAX ? s : cr_str_sub(s, 0, query);
	take_prefix(&s, CR_STR("git::"));
	if (take_prefix(&s, CR_STR("file://"))) {
		return s.len > 0;
	}
	bool scheme = take_scheme(&s);
	bool user = take_user(&s);
	struct cr_str host = s;
	bool github = take_prefix(&host, CR_STR("github.com/")) || take_prefix(&host, CR_STR("github.com:"));
	if (!scheme && !user && !github) {
		return false;
	}
	size_t end = cr_str_find(s, '/', 0);
	size_t colon = scheme ? SIZE_MAX : cr_str_find(s, ':', 0);
	if (colon != SIZE_MAX && colon > 0 && colon < end) {
		end = colon;
	}
	return end != SIZE_MAX && names_repository(cr_str_sub(s, end + 1, s.len));
}

bool
cr_path_is_remote(struct cr_str entry)
{
	struct cr_str rest = entry;
	return take_prefix(&rest, CR_STR("https:")) || take_prefix(&rest, CR_STR("http:")) || take_prefix(&rest, CR_STR("oci://")) ||
	       is_git_address(entry);
}

/* Where the host begins in s, which may start with user:password@. A password with an unescaped slash is still one: the text between a
 * colon and that slash is then no port number. */
static size_t
host_start(struct cr_str s)
{
	size_t end = s.len;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '/' || s.ptr[i] == '?' || s.ptr[i] == '#') {
			end = i;
			break;
		}
	}
	size_t colon = cr_str_find(s, ':', 0);
	for (size_t i = colon; colon < end && i + 1 < end; i++) {
		if (s.ptr[i + 1] < '0' || s.ptr[i + 1] > '9') {
			end = s.len;
			break;
		}
	}
	while (end > 0 && s.ptr[end - 1] != '@') {
		end--;
	}
	return end;
}

/* Are all parameters of a query ("?ref=v1&timeout=90s") those by which a repository is named? Any other may carry a token. */
static bool
query_is_plain(struct cr_str query)
{
	for (size_t at = 1; at < query.len;) {
		size_t end = cr_str_find(query, '&', at);
		if (end == SIZE_MAX) {
			end = query.len;
		}
		struct cr_str parameter = cr_str_sub(query, at, end);
		if (!take_prefix(&parameter, CR_STR("ref=")) && !take_prefix(&parameter, CR_STR("version=")) &&
		    !take_prefix(&parameter, CR_STR("timeout=")) && !take_prefix(&parameter, CR_STR("submodules="))) {
			return false;
		}
		at = end + 1;
	}
	return true;
}

/* Where what was written as a path turns out to be the text of an object, which may be a Secret; SIZE_MAX if it does not. */
static size_t
inline_text(struct cr_str entry)
{
	size_t json = find_text(entry, CR_STR("{\""));
	size_t feed = cr_str_find(entry, '\n', 0);
	return json < feed ? json : feed;
}

struct cr_str
cr_path_redact(struct cr_ctx *c, struct cr_str entry)
{
	size_t text = inline_text(entry);
	if (text != SIZE_MAX) {
		entry = cr_str_cat(c, cr_str_sub(entry, 0, text), CR_STR("***"));
	}
	size_t scheme = find_text(entry, CR_STR("://"));
	size_t from = scheme == SIZE_MAX ? 0 : scheme + 3;
	size_t host = from + host_start(cr_str_sub(entry, from, entry.len));
	bool hide_user = host > from && (scheme != SIZE_MAX || cr_str_find(cr_str_sub(entry, from, host), ':', 0) != SIZE_MAX);
	bool remote = scheme != SIZE_MAX || cr_path_is_remote(entry);
	size_t query = remote ? cr_str_find(entry, '?', host) : SIZE_MAX;
	bool hide_query = query != SIZE_MAX && !query_is_plain(cr_str_sub(entry, query, entry.len));
	if (hide_query) {
		entry = cr_str_cat(c, cr_str_sub(entry, 0, query), CR_STR("?***"));
	}
	if (hide_user) {
		struct cr_str head = cr_str_cat(c, cr_str_sub(entry, 0, from), CR_STR("***@"));
		entry = cr_str_cat(c, head, cr_str_sub(entry, host, entry.len));
	}
	return entry;
}
