/* Texts that only stand for a value, as people write them where somebody else is to put one. */
#include "check/credential.h"
#include "check/letters.h"

/* Longer texts are content: words in them say nothing, and runs of one letter happen. */
#define LONGEST ((size_t)200)
#define RUN_MOST 64

static const char *const whole[] = { "todo",     "tbd",    "fixme",      "dummy", "example", "replace",
				     "redacted", "insert", "changethis", "xxx",   "***",     "..." };

/* In small letters; "-" stands for "-", "_", a blank or nothing. */
static const char *const parts[] = {
	"change-me", "change-this", "replace-me", "replace-this", "replace-with", "to-be-replaced", "placeholder", "insert-your",
	"fill-me",   "fill-in",     "put-your",   "enter-your",   "set-me",       "dummy",          "your-",
};

static char
fold(char ch)
{
	return cr_is_upper(ch) ? (char)(ch + ('a' - 'A')) : ch;
}

static bool
is_dash(char ch)
{
	return ch == '-' || ch == '_' || ch == ' ';
}

static bool
has_part_at(struct cr_str text, size_t at, const char *part)
{
	for (; *part != '\0'; part++) {
		bool more = at < text.len;
		if (*part == '-' && part[1] != '\0') {
			at += more && is_dash(text.ptr[at]);
		} else if (more && (fold(text.ptr[at]) == *part || (*part == '-' && is_dash(text.ptr[at])))) {
			at++;
		} else {
			return false;
		}
	}
	return true;
}

static bool
has_part(struct cr_str text)
{
	for (size_t at = 0; at < text.len; at++) {
		if (at > 0 && cr_is_letter(text.ptr[at - 1]) && !cr_is_upper(text.ptr[at])) {
			continue;
		}
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
			if (fold(text.ptr[at]) == parts[i][0] && has_part_at(text, at, parts[i])) {
				return true;
			}
		}
	}
	return false;
}

static bool
is_whole(struct cr_str text)
{
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		if (cr_str_eq_fold(text, cr_str_z(whole[i]))) {
			return true;
		}
	}
	return false;
}

/* xxxx, XXXX, **** or .... somewhere in it. */
static bool
has_run(struct cr_str text)
{
	size_t run = 0;
	for (size_t i = 0; i < text.len; i++) {
		char ch = text.ptr[i];
		bool blank = ch == 'x' || ch == 'X' || ch == '*';
		run = blank && i > 0 && text.ptr[i - 1] == ch ? run + 1 : blank;
		if (run >= 4) {
			return true;
		}
	}
	return false;
}

/* <password>, as documents write it: one line, with a letter behind the bracket. */
static bool
is_bracketed(struct cr_str text)
{
	return text.len > 2 && text.ptr[0] == '<' && text.ptr[text.len - 1] == '>' && (cr_is_letter(text.ptr[1]) || text.ptr[1] == '.') &&
	       cr_str_find(text, '\n', 0) == SIZE_MAX && cr_str_find(text, '/', 0) == SIZE_MAX && cr_str_find(text, '>', 0) == text.len - 1;
}

bool
cr_is_placeholder(struct cr_str text)
{
	struct cr_str s = cr_str_trim(text);
	if (s.len == 0 || s.len > LONGEST) {
		return false;
	}
	if (is_whole(s) || is_bracketed(s) || has_part(s)) {
		return true;
	}
	return s.len <= RUN_MOST &&
	       (has_run(s) || cr_str_ends(s, CR_STR("...")) || cr_str_ends(s, CR_STR("EXAMPLE")) || cr_str_ends(s, CR_STR("EXAMPLEKEY")));
}
