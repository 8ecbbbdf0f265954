/* Regular expressions: yes or no. Most selectors are plain names, a list of them, or a beginning followed by .*, and are compared as such;
 * the rest goes to PCRE2: first to its backtracking matcher with a small limit, which is enough for what people write, then to the
 * breadth-first one, whose work on a text of n characters is bounded whatever the expression.
 * Counterpart: Go's regexp, as api/types/selector.go and the image filter use it. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/limits.h"
#include "resource/regex_syntax.h"
#include "resource/select.h"

enum form {
	FORM_PLAIN,    /* one of the texts, or in one of the frames */
	FORM_CONTAINS, /* the only text somewhere */
	FORM_PCRE,
};

/* front.*back */
struct frame {
	struct cr_str front, back;
};

struct cr_regex {
	enum form form;
	cr_mark mark;
	struct cr_str source;
	struct cr_str *texts; /* sorted */
	struct frame *frames;
	size_t text_count, frame_count;
	pcre2_code *code;            /* matches from the beginning of the subject on */
	pcre2_match_context *limits; /* of the backtracking matcher */
	uint64_t width;              /* places that can be alive at once, at most */
	bool utf;
};

/* Steps back that the backtracking matcher may take: a few first, which is enough for nearly all; then some for any expression, and one for
 * so many places. What one takes, in steps of CR_MAX_WORK, for so many characters of the subject that it may have to look at again. */
enum { FEW_BACKTRACKS = 60, BACKTRACKS = 500, PLACES_A_BACKTRACK = 4, STEPS_A_BACKTRACK = 8, CHARACTERS_A_BACKTRACK = 16 };
/* What the breadth-first matcher takes for each character even where few places are alive, in steps of CR_MAX_WORK; where many are, it
 * compares each with every other. Measured: a step is then 0.4 to 1 ns. */
enum { STEPS_A_CHARACTER = 60 };
/* ints of workspace: on the stack, and at most. */
enum { SMALL_WORKSPACE = 1000, MAX_WORKSPACE = 1 << 20 };

static bool
is_special(char ch)
{
	return strchr("\\.+*?()|[]{}^$", ch) != NULL && ch != '\0';
}

/* Is the text at i an escaped punctuation mark? */
static bool
is_escaped(struct cr_str text, size_t i)
{
	return text.ptr[i] == '\\' && i + 1 < text.len && is_special(text.ptr[i + 1]);
}

/* Copies literal characters from *at on to out; stops at the end or at what is special. */
static struct cr_str
read_literals(struct cr_str text, size_t *at, char *out)
{
	size_t len = 0;
	while (*at < text.len && (is_escaped(text, *at) || !is_special(text.ptr[*at]))) {
		*at += is_escaped(text, *at);
		out[len++] = text.ptr[(*at)++];
	}
	return (struct cr_str){ out, len };
}

static int
compare_texts(const void *a, const void *b)
{
	return cr_str_cmp(*(const struct cr_str *)a, *(const struct cr_str *)b);
}

static size_t
count_bars(struct cr_str text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++) {
		count += text.ptr[i] == '|';
	}
	return count;
}

/* One branch: a text, or a text on either side of ".*". */
static void
read_branch(struct cr_regex *re, struct cr_str text, size_t *at, char **out)
{
	struct cr_str front = read_literals(text, at, *out);
	*out += front.len;
	if (text.len - *at < 2 || text.ptr[*at] != '.' || text.ptr[*at + 1] != '*') {
		re->texts[re->text_count++] = front;
		return;
	}
	*at += 2;
	struct cr_str back = read_literals(text, at, *out);
	*out += back.len;
	re->frames[re->frame_count++] = (struct frame){ front, back };
}

/* Is it all branches with nothing special in them but one ".*" each? */
static bool
try_plain(struct cr_ctx *c, struct cr_regex *re, struct cr_str text, bool anchored)
{
	if (text.len > cr_limit(c, CR_MAX_REGEX_BYTES) || !cr_utf8_valid(text)) {
		return false;
	}
	char *out = cr_alloc(c, text.len + 1);
	size_t branches = count_bars(text) + 1;
	size_t at = 0;
	re->texts = cr_new_n(c, struct cr_str, branches);
	re->frames = cr_new_n(c, struct frame, branches);
	read_branch(re, text, &at, &out);
	while (at < text.len && text.ptr[at] == '|') {
		at++;
		read_branch(re, text, &at, &out);
	}
	re->form = anchored ? FORM_PLAIN : FORM_CONTAINS;
	qsort(re->texts, re->text_count, sizeof *re->texts, compare_texts);
	return at == text.len && (anchored || (re->text_count == 1 && re->frame_count == 0));
}

static void *
pcre_alloc(PCRE2_SIZE size, void *user)
{
	return cr_arena_alloc(user, size);
}

static void
pcre_free(void *ptr, void *user)
{
	(void)ptr;
	(void)user;
}

/* What PCRE2 could not make for want of memory from a. */
static void *
need(struct cr_ctx *c, const struct cr_arena *a, void *ptr)
{
	if (ptr == NULL) {
		cr_unwind_memory(c, a);
	}
	return ptr;
}

static bool
too_large(struct cr_ctx *c, const struct cr_regex *re)
{
	return cr_fail_limit(c, re->mark, CR_MAX_REGEX_PLACES, "regular expression \"%S\" is too large: it has more than", re->source);
}

static bool
refuse_code(struct cr_ctx *c, const struct cr_regex *re, int error, bool *invalid)
{
	if (error == PCRE2_ERROR_PATTERN_TOO_LARGE) {
		return too_large(c, re);
	}
	if (invalid != NULL) {
		*invalid = true;
		return false;
	}
	PCRE2_UCHAR message[120] = "";
	pcre2_get_error_message(error, message, sizeof message);
	return cr_fail(c, re->mark, CR_E_SELECTOR, "invalid regular expression \"%S\": %s", re->source, (const char *)message);
}

static uint64_t
backtracks(const struct cr_regex *re)
{
	return BACKTRACKS + re->width / PLACES_A_BACKTRACK;
}

static pcre2_match_context *
match_limits(struct cr_ctx *c, pcre2_general_context *general)
{
	return need(c, c->arena, pcre2_match_context_create(general));
}

static pcre2_compile_context *
compile_context(struct cr_ctx *c, pcre2_general_context *general)
{
	pcre2_compile_context *context = need(c, c->arena, pcre2_compile_context_create(general));
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	/* Every group of ours gets at most one of PCRE2's around it. */
	pcre2_set_parens_nest_limit(context, 3 * (uint32_t)cr_limit(c, CR_MAX_REGEX_NESTING));
	return context;
}

static pcre2_code *
compile(struct cr_ctx *c, struct cr_regex *re, struct cr_str before, struct cr_str pattern, struct cr_str after, bool *invalid)
{
	pcre2_general_context *general = need(c, c->arena, pcre2_general_context_create(pcre_alloc, pcre_free, c->arena));
	int error;
	size_t offset;
	uint32_t options = PCRE2_ANCHORED | PCRE2_ALT_CIRCUMFLEX | PCRE2_NO_AUTO_POSSESS;
	struct cr_str text = cr_str_cat(c, cr_str_cat(c, before, pattern), after);
	options |= re->utf ? PCRE2_UTF : 0;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.ptr, text.len, options, &error, &offset, compile_context(c, general));
	if (code == NULL && error == PCRE2_ERROR_HEAP_FAILED) {
		cr_unwind_memory(c, c->arena);
	}
	if (code == NULL) {
		refuse_code(c, re, error, invalid);
	}
	re->limits = match_limits(c, general);
	return code;
}

static bool
compile_framed(struct cr_ctx *c, struct cr_regex *re, struct cr_str pattern, bool anchored, bool *invalid)
{
	if (re->width > cr_limit(c, CR_MAX_REGEX_PLACES)) {
		return too_large(c, re);
	}
	if (anchored) {
		re->code = compile(c, re, CR_STR("(?:"), pattern, CR_STR(")\\z"), invalid);
	} else {
		/* Skipping ahead inside the expression keeps a search linear: PCRE2 would begin anew at every character. */
		re->code = compile(c, re, CR_STR("(?s:.)*(?:"), pattern, CR_STR(")"), invalid);
	}
	return re->code != NULL;
}

/* With invalid, a text that is not valid sets it and records nothing. */
static struct cr_regex *
make(struct cr_ctx *c, struct cr_str text, bool anchored, cr_mark mark, bool *invalid)
{
	struct cr_regex *re = cr_new(c, struct cr_regex);
	struct cr_pattern pattern;
	re->mark = mark;
	re->source = cr_str_dup(c, text);
	if (try_plain(c, re, text, anchored)) {
		return re;
	}
	re->form = FORM_PCRE;
	struct cr_arena_mark scratch = cr_arena_mark(c->scratch);
	bool ok = cr_pattern_translate(c, text, mark, &pattern, invalid);
	if (ok) {
		re->utf = pattern.utf;
		re->width = pattern.width;
		ok = compile_framed(c, re, pattern.text, anchored, invalid);
	}
	cr_arena_rewind(c->scratch, scratch);
	return ok ? re : NULL;
}

struct cr_regex *
cr_regex_new(struct cr_ctx *c, struct cr_str text, bool anchored, cr_mark mark)
{
	return make(c, text, anchored, mark, NULL);
}

bool
cr_regex_try(struct cr_ctx *c, struct cr_str text, bool anchored, cr_mark mark, struct cr_regex **out)
{
	bool invalid = false;
	*out = make(c, text, anchored, mark, &invalid);
	return *out != NULL || invalid;
}

static bool
in_frame(const struct frame *f, struct cr_str subject)
{
	return subject.len >= f->front.len + f->back.len && cr_str_starts(subject, f->front) && cr_str_ends(subject, f->back) &&
	       cr_str_find(cr_str_sub(subject, f->front.len, subject.len - f->back.len), '\n', 0) == SIZE_MAX;
}

static bool
matches_plain(const struct cr_regex *re, struct cr_str subject)
{
	if (re->form == FORM_CONTAINS) {
		return re->texts[0].len == 0 || memmem(subject.ptr, subject.len, re->texts[0].ptr, re->texts[0].len) != NULL;
	}
	if (re->text_count > 0 && bsearch(&subject, re->texts, re->text_count, sizeof *re->texts, compare_texts) != NULL) {
		return true;
	}
	for (size_t i = 0; i < re->frame_count; i++) {
		if (in_frame(&re->frames[i], subject)) {
			return true;
		}
	}
	return false;
}

/* Matched breadth-first PCRE2 compares at each character every place that is alive with every other. */
static bool
too_broad(struct cr_ctx *c, const struct cr_regex *re)
{
	return cr_fail_limit(c, re->mark, CR_MAX_REGEX_BREADTH,
			     "regular expression \"%S\" takes too much work to match: alive at once may be more than", re->source);
}

/* Counts steps of CR_MAX_WORK, if there are so many left. */
static bool
afford(struct cr_ctx *c, const struct cr_regex *re, uint64_t steps)
{
	if (steps > cr_limit(c, CR_MAX_WORK) - c->work) {
		return cr_fail_limit(c, re->mark, CR_MAX_WORK, "regular expression \"%S\" takes too much work to match: with it more than",
				     re->source);
	}
	cr_count_work(c, steps);
	return true;
}

/* The workspace grows until it is enough or too large. */
static int
match_breadth_first(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, pcre2_match_data *data)
{
	int small[SMALL_WORKSPACE];
	int answer = PCRE2_ERROR_DFA_WSSIZE;
	for (size_t size = SMALL_WORKSPACE; answer == PCRE2_ERROR_DFA_WSSIZE && size <= MAX_WORKSPACE; size *= 8) {
		int *workspace = size == SMALL_WORKSPACE ? small : cr_scratch_alloc(c, size * sizeof *workspace);
		answer =
			pcre2_dfa_match(re->code, (PCRE2_SPTR)subject.ptr, subject.len, 0, PCRE2_DFA_SHORTEST, data, NULL, workspace, size);
	}
	return answer;
}

/* PCRE2's answer by steps back, at most so many; false after cr_fail. */
static bool
backtrack(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, uint64_t most, pcre2_match_data *data, int *answer)
{
	if (!afford(c, re, most * STEPS_A_BACKTRACK * (1 + subject.len / CHARACTERS_A_BACKTRACK))) {
		return false;
	}
	pcre2_set_match_limit(re->limits, (uint32_t)most);
	*answer = pcre2_match(re->code, (PCRE2_SPTR)subject.ptr, subject.len, 0, 0, data, re->limits);
	return true;
}

static bool
gave_up(int answer)
{
	return answer == PCRE2_ERROR_MATCHLIMIT || answer == PCRE2_ERROR_HEAPLIMIT;
}

/* PCRE2's answer; false after cr_fail. */
static bool
run(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, pcre2_match_data *data, int *answer)
{
	if (!backtrack(c, re, subject, FEW_BACKTRACKS, data, answer) ||
	    (gave_up(*answer) && !backtrack(c, re, subject, backtracks(re), data, answer))) {
		return false;
	}
	if (!gave_up(*answer)) {
		return true;
	}
	if (re->width > cr_limit(c, CR_MAX_REGEX_BREADTH)) {
		return too_broad(c, re);
	}
	if (!afford(c, re, (STEPS_A_CHARACTER + re->width * re->width) * (subject.len + 1))) {
		return false;
	}
	*answer = match_breadth_first(c, re, subject, data);
	return true;
}

static bool
match_pcre(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, bool *matched)
{
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	pcre2_general_context *general = need(c, c->scratch, pcre2_general_context_create(pcre_alloc, pcre_free, c->scratch));
	pcre2_match_data *data = need(c, c->scratch, pcre2_match_data_create(1, general));
	int answer = 0;
	bool done = run(c, re, subject, data, &answer);
	cr_arena_rewind(c->scratch, mark);
	if (!done) {
		return false;
	}
	if (answer == PCRE2_ERROR_NOMEMORY) {
		cr_unwind_memory(c, c->scratch);
	}
	*matched = answer >= 0;
	/* No match, or a subject that is not UTF-8 and so matches nothing. */
	bool none = answer == PCRE2_ERROR_NOMATCH || (answer <= PCRE2_ERROR_UTF8_ERR1 && answer >= PCRE2_ERROR_UTF8_ERR21);
	return answer >= 0 || none || too_broad(c, re);
}

bool
cr_regex_match(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, bool *matched)
{
	if (re->form == FORM_PCRE) {
		return match_pcre(c, re, subject, matched);
	}
	cr_count_work(c, re->frame_count);
	*matched = matches_plain(re, subject);
	return true;
}
