/* Regular expressions: yes or no. Most selectors are plain names, a list of them, or a beginning followed by .*, and are compared as such;
 * the rest goes to PCRE2's breadth-first matcher, whose work on a text of n characters is bounded whatever the expression.
 * Counterpart: Go's regexp, as api/types/selector.go and the image filter use it. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdatomic.h>
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
	pcre2_code *code; /* matches from the beginning of the subject on */
	uint64_t width;   /* places that can be alive at once, at most */
	bool utf;
	_Atomic uint64_t work; /* see MAX_WORK */
};

/* Places past which an expression is refused, and work past which matching ends. At each character PCRE2 compares every place that is
 * alive with every other: work is what that may come to in all subjects together, in units of about 2 ns. */
enum { MAX_WIDTH = 5000 };
#define MAX_WORK 20000000000ull
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
	if (text.len > CR_LIMIT_REGEX_BYTES || !cr_utf8_valid(text)) {
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
refuse_code(struct cr_ctx *c, const struct cr_regex *re, int error)
{
	PCRE2_UCHAR message[120] = "";
	pcre2_get_error_message(error, message, sizeof message);
	return cr_fail(c, re->mark, CR_E_SELECTOR, "invalid regular expression \"%S\": %s", re->source, (const char *)message);
}

static pcre2_compile_context *
compile_context(struct cr_ctx *c)
{
	pcre2_general_context *general = need(c, c->arena, pcre2_general_context_create(pcre_alloc, pcre_free, c->arena));
	pcre2_compile_context *context = need(c, c->arena, pcre2_compile_context_create(general));
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	/* Every group of ours gets at most one of PCRE2's around it. */
	pcre2_set_parens_nest_limit(context, 3 * CR_LIMIT_REGEX_NESTING);
	return context;
}

static pcre2_code *
compile(struct cr_ctx *c, struct cr_regex *re, struct cr_str before, struct cr_str pattern, struct cr_str after)
{
	int error;
	size_t offset;
	uint32_t options = PCRE2_ANCHORED | PCRE2_ALT_CIRCUMFLEX | PCRE2_NO_AUTO_POSSESS;
	struct cr_str text = cr_str_cat(c, cr_str_cat(c, before, pattern), after);
	options |= re->utf ? PCRE2_UTF : 0;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.ptr, text.len, options, &error, &offset, compile_context(c));
	if (code == NULL && error == PCRE2_ERROR_HEAP_FAILED) {
		cr_unwind_memory(c, c->arena);
	}
	if (code == NULL) {
		refuse_code(c, re, error);
	}
	return code;
}

static bool
compile_framed(struct cr_ctx *c, struct cr_regex *re, struct cr_str pattern, bool anchored)
{
	if (re->width > MAX_WIDTH) {
		return cr_fail(c, re->mark, CR_E_LIMIT, "regular expression \"%S\" is too large", re->source);
	}
	if (anchored) {
		re->code = compile(c, re, CR_STR("(?:"), pattern, CR_STR(")\\z"));
	} else {
		/* Skipping ahead inside the expression keeps a search linear: PCRE2 would begin anew at every character. */
		re->code = compile(c, re, CR_STR("(?s:.)*(?:"), pattern, CR_STR(")"));
	}
	return re->code != NULL;
}

struct cr_regex *
cr_regex_new(struct cr_ctx *c, struct cr_str text, bool anchored, cr_mark mark)
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
	bool ok = cr_pattern_translate(c, text, mark, &pattern);
	if (ok) {
		re->utf = pattern.utf;
		re->width = pattern.width;
		ok = compile_framed(c, re, pattern.text, anchored);
	}
	cr_arena_rewind(c->scratch, scratch);
	return ok ? re : NULL;
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

static bool
give_up(struct cr_ctx *c, const struct cr_regex *re)
{
	return cr_fail(c, re->mark, CR_E_LIMIT, "regular expression \"%S\" takes too much work to match", re->source);
}

/* Counts what matching subject may cost at worst. */
static bool
afford(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject)
{
	_Atomic uint64_t *work = &((struct cr_regex *)(uintptr_t)re)->work;
	uint64_t cost = re->width * re->width / 16 * (subject.len + 1);
	return atomic_fetch_add_explicit(work, cost, memory_order_relaxed) < MAX_WORK || give_up(c, re);
}

/* PCRE2's answer; the workspace grows until it is enough or too large. */
static int
run(struct cr_ctx *c, const pcre2_code *code, struct cr_str subject, pcre2_match_data *data)
{
	int small[SMALL_WORKSPACE];
	int *workspace = small;
	int answer = PCRE2_ERROR_DFA_WSSIZE;
	for (size_t size = SMALL_WORKSPACE; answer == PCRE2_ERROR_DFA_WSSIZE && size <= MAX_WORKSPACE; size *= 8) {
		workspace = size == SMALL_WORKSPACE ? small : cr_scratch_alloc(c, size * sizeof *workspace);
		answer = pcre2_dfa_match(code, (PCRE2_SPTR)subject.ptr, subject.len, 0, PCRE2_DFA_SHORTEST, data, NULL, workspace, size);
	}
	return answer;
}

static bool
match_pcre(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, bool *matched)
{
	if (!afford(c, re, subject)) {
		return false;
	}
	struct cr_arena_mark mark = cr_arena_mark(c->scratch);
	pcre2_general_context *general = need(c, c->scratch, pcre2_general_context_create(pcre_alloc, pcre_free, c->scratch));
	pcre2_match_data *data = need(c, c->scratch, pcre2_match_data_create(1, general));
	int answer = run(c, re->code, subject, data);
	cr_arena_rewind(c->scratch, mark);
	if (answer == PCRE2_ERROR_NOMEMORY) {
		cr_unwind_memory(c, c->scratch);
	}
	*matched = answer >= 0;
	/* No match, or a subject that is not UTF-8 and so matches nothing. */
	bool none = answer == PCRE2_ERROR_NOMATCH || (answer <= PCRE2_ERROR_UTF8_ERR1 && answer >= PCRE2_ERROR_UTF8_ERR21);
	return answer >= 0 || none || give_up(c, re);
}

bool
cr_regex_match(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, bool *matched)
{
	*matched = re->form != FORM_PCRE && matches_plain(re, subject);
	return re->form != FORM_PCRE || match_pcre(c, re, subject, matched);
}
