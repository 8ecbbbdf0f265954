/* Passwords and keys by the name that they go by: PASSWORD, apiKey, client-secret, each with a literal value that could be one. */
#include "check/credential.h"
#include "check/letters.h"
#include "check/look.h"

#define WORD_ROOM 16

/* How much a name says. */
enum trust {
	TRUST_NONE,
	TRUST_RANDOM, /* a value that looks random is one */
	TRUST_ANY,    /* any literal is one */
};

/* The last words of a name in small letters, cut where they are longer. */
struct words {
	char last[WORD_ROOM], before[WORD_ROOM];
	size_t len, before_len;
};

static void
add_letter(struct words *w, char ch)
{
	if (w->len < WORD_ROOM - 1) {
		w->last[w->len] = cr_is_upper(ch) ? (char)(ch + ('a' - 'A')) : ch;
	}
	w->len++;
}

static void
end_word(struct words *w)
{
	if (w->len == 0) {
		return;
	}
	memcpy(w->before, w->last, WORD_ROOM);
	w->before_len = w->len;
	w->len = 0;
}

static struct words
split(struct cr_str name)
{
	struct words w = { .len = 0 };
	for (size_t i = 0; i < name.len; i++) {
		char ch = name.ptr[i];
		if (cr_is_upper(ch) && i > 0 && !cr_is_upper(name.ptr[i - 1])) {
			end_word(&w);
		}
		if (cr_is_letter(ch) || cr_is_digit(ch)) {
			add_letter(&w, ch);
		} else {
			end_word(&w);
		}
	}
	return w;
}

static bool
is_listed(const char *word, size_t len, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (cr_str_eq((struct cr_str){ .ptr = word, .len = len }, cr_str_z(list[i]))) {
			return true;
		}
	}
	return false;
}

#define LISTED(word, len, list) ((len) < WORD_ROOM && is_listed((word), (len), (list), sizeof(list) / sizeof *(list)))

static enum trust
trust_in(struct cr_str name)
{
	static const char *const passwords[] = { "password", "passwd", "pwd", "passphrase", "pass" };
	static const char *const no_passwords[] = { "proxy", "empty", "no", "allow", "require", "generate", "random", "enable", "use" };
	static const char *const secrets[] = { "secret", "token", "apikey", "secretkey", "accesskey", "authkey" };
	static const char *const keyed[] = { "api",  "secret",  "access", "private", "encryption",
					     "auth", "signing", "master", "account", "storage" };
	struct words w = split(name);
	size_t len = w.len, before = w.before_len;
	if (LISTED(w.last, len, passwords)) {
		return LISTED(w.before, before, no_passwords) ? TRUST_NONE : TRUST_ANY;
	}
	bool is_key = len == 3 && memcmp(w.last, "key", 3) == 0;
	return LISTED(w.last, len, secrets) || (is_key && LISTED(w.before, before, keyed)) ? TRUST_RANDOM : TRUST_NONE;
}

/* Words of settings that no password is; and the one that Java has for all its stores of trusted certificates. */
static bool
is_setting(struct cr_str s)
{
	static const char *const words[] = {
		"true",     "false",   "yes",      "no",    "on",     "off",       "none",  "null",     "nil",   "required",
		"optional", "enabled", "disabled", "auto",  "plain",  "md5",       "trust", "changeit", "basic", "bearer",
		"prompt",   "file",    "env",      "vault", "random", "generated", "0",     "1",
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (cr_str_eq_fold(s, cr_str_z(words[i]))) {
			return true;
		}
	}
	return false;
}

/* Paths, addresses, names of files, code. */
static bool
is_elsewhere(struct cr_str s)
{
	static const char *const ends[] = { ".pem", ".crt", ".key", ".txt", ".json", ".yaml", ".yml", ".conf", ".jks", ".p12" };
	if (s.ptr[0] == '/' || s.ptr[0] == '.' || s.ptr[0] == '~' || s.ptr[0] == '@' || cr_text_has(s, CR_STR("://"))) {
		return true;
	}
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (cr_str_ends(s, cr_str_z(ends[i]))) {
			return true;
		}
	}
	return false;
}

/* A stretch of letters and digits, with what speaks for chance. */
struct stretch {
	size_t upper, lower, digits, changes;
};

static bool
is_mixed(const struct stretch *s)
{
	size_t letters = s->upper + s->lower;
	bool cases = s->upper > 1 && s->lower > 1 && letters + s->digits >= 12;
	return letters > 0 && s->digits > 0 && letters + s->digits >= 8 && (s->changes > 2 || s->digits > 2 || cases);
}

/* Letters and digits mixed in one stretch of eight or more, as names of things do not have them. */
static bool
looks_random(struct cr_str s)
{
	struct stretch now = { 0 };
	for (size_t i = 0; i < s.len; i++) {
		char ch = s.ptr[i];
		if (!cr_is_letter(ch) && !cr_is_digit(ch)) {
			now = (struct stretch){ 0 };
			continue;
		}
		now.changes += i > 0 && cr_is_digit(ch) != cr_is_digit(s.ptr[i - 1]);
		now.upper += cr_is_upper(ch);
		now.lower += cr_is_letter(ch) && !cr_is_upper(ch);
		now.digits += cr_is_digit(ch);
		if (is_mixed(&now)) {
			return true;
		}
	}
	return false;
}

static bool
could_be(struct cr_str s)
{
	if (s.len == 0 || s.len > 512 || is_setting(s) || is_elsewhere(s) || cr_is_templated(s) || cr_is_placeholder(s)) {
		return false;
	}
	for (size_t i = 0; i < s.len; i++) {
		if ((unsigned char)s.ptr[i] <= ' ') {
			return false;
		}
	}
	return true;
}

bool
cr_names_credential(struct cr_str name)
{
	return trust_in(name) != TRUST_NONE;
}

bool
cr_is_named_credential(struct cr_str name, struct cr_str value)
{
	enum trust trust = trust_in(name);
	if (trust == TRUST_NONE) {
		return false;
	}
	struct cr_str s = cr_str_trim(value);
	return could_be(s) && (trust == TRUST_ANY || looks_random(s));
}

/* Without the quotes and the comma that settings have around and behind them. */
static struct cr_str
bare(struct cr_str s)
{
	s = cr_str_trim(s);
	if (s.len > 0 && (s.ptr[s.len - 1] == ',' || s.ptr[s.len - 1] == ';')) {
		s = cr_str_trim(cr_str_sub(s, 0, s.len - 1));
	}
	bool quoted = s.len > 1 && (s.ptr[0] == '"' || s.ptr[0] == '\'') && s.ptr[s.len - 1] == s.ptr[0];
	return quoted ? cr_str_sub(s, 1, s.len - 1) : s;
}

/* Names have no signs but these; what has is code. */
static bool
is_name(struct cr_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (!cr_is_word(s.ptr[i]) && s.ptr[i] != '-' && s.ptr[i] != '.') {
			return false;
		}
	}
	return s.len > 0;
}

static bool
is_code(struct cr_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (strchr("()[]{}<>|;`*\\\"'", s.ptr[i]) != NULL) {
			return true;
		}
	}
	return false;
}

static bool
sets_credential(struct cr_str line)
{
	size_t sign = 0;
	while (sign < line.len && line.ptr[sign] != '=' && line.ptr[sign] != ':') {
		sign++;
	}
	if (sign == line.len || cr_is_comment(line, 0)) {
		return false;
	}
	struct cr_str name = bare(cr_str_sub(line, 0, sign));
	struct cr_str value = bare(cr_str_sub(line, sign + 1, line.len));
	if (cr_str_starts(name, CR_STR("export "))) {
		name = cr_str_trim(cr_str_sub(name, 7, name.len));
	}
	return is_name(name) && !is_code(value) && cr_is_named_credential(name, value) && looks_random(value);
}

bool
cr_setting_in(struct cr_str text, size_t *line)
{
	*line = 1;
	for (size_t from = 0; from < text.len; ++*line) {
		size_t feed = cr_str_find(text, '\n', from);
		size_t end = feed == SIZE_MAX ? text.len : feed;
		if (sets_credential(cr_str_sub(text, from, end))) {
			return true;
		}
		from = end + 1;
	}
	return false;
}
