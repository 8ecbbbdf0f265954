/* Tokens by their shape: fixed beginnings with a run of letters behind them, private keys, signed tokens, addresses with a password. */
#include "check/credential.h"

#include "check/letters.h"

enum letters { ALNUM, UPPER_DIGIT, WORD, WORD_DASH, HEX, BASE64 };

struct shape {
	const char *begin;
	enum letters letters;
	size_t least, most; /* letters behind begin; most 0: any number */
	const char *what;
};

/* clang-format off */
static const struct shape shapes[] = {
	{ "AKIA", UPPER_DIGIT, 16, 16, "an AWS access key" },
	{ "ASIA", UPPER_DIGIT, 16, 16, "an AWS access key" },
	{ "ghp_", ALNUM, 36, 0, "a GitHub token" },
	{ "gho_", ALNUM, 36, 0, "a GitHub token" },
	{ "ghu_", ALNUM, 36, 0, "a GitHub token" },
	{ "ghs_", ALNUM, 36, 0, "a GitHub token" },
	{ "ghr_", ALNUM, 36, 0, "a GitHub token" },
	{ "github_pat_", WORD, 50, 0, "a GitHub token" },
	{ "glpat-", WORD_DASH, 20, 0, "a GitLab token" },
	{ "xoxb-", WORD_DASH, 20, 0, "a Slack token" },
	{ "xoxp-", WORD_DASH, 20, 0, "a Slack token" },
	{ "xoxa-", WORD_DASH, 20, 0, "a Slack token" },
	{ "xoxs-", WORD_DASH, 20, 0, "a Slack token" },
	{ "xapp-", WORD_DASH, 20, 0, "a Slack token" },
	{ "https://hooks.slack.com/services/", BASE64, 30, 0, "the address of a Slack webhook" },
	{ "https://discord.com/api/webhooks/", BASE64, 30, 0, "the address of a Discord webhook" },
	{ "AIza", WORD_DASH, 35, 35, "a Google API key" },
	{ "sk_live_", ALNUM, 16, 0, "a Stripe key" },
	{ "rk_live_", ALNUM, 16, 0, "a Stripe key" },
	{ "sk-ant-", WORD_DASH, 40, 0, "an Anthropic key" },
	{ "sk-proj-", WORD_DASH, 40, 0, "an OpenAI key" },
	{ "sk-", ALNUM, 40, 64, "an OpenAI key" },
	{ "hf_", ALNUM, 30, 40, "a Hugging Face token" },
	{ "npm_", ALNUM, 36, 36, "an npm token" },
	{ "pypi-AgE", WORD_DASH, 50, 0, "a PyPI token" },
	{ "dckr_pat_", WORD_DASH, 20, 0, "a Docker Hub token" },
	{ "dop_v1_", HEX, 64, 64, "a DigitalOcean token" },
	{ "glsa_", WORD, 32, 0, "a Grafana token" },
	{ "hvs.", WORD_DASH, 24, 0, "a Vault token" },
	{ "shpat_", HEX, 32, 32, "a Shopify token" },
	{ "AGE-SECRET-KEY-1", UPPER_DIGIT, 50, 0, "an age key" },
	{ "AccountKey=", BASE64, 80, 0, "an Azure storage key" },
};
/* clang-format on */

/* The first letters of all that token_at knows. */
static const bool begins[256] = {
	['A'] = true, ['g'] = true, ['x'] = true, ['h'] = true, ['s'] = true, ['r'] = true,
	['n'] = true, ['p'] = true, ['d'] = true, ['e'] = true, ['-'] = true,
};

static bool
is_one_of(enum letters letters, unsigned char ch)
{
	bool digit = ch >= '0' && ch <= '9';
	bool upper = ch >= 'A' && ch <= 'Z';
	bool lower = ch >= 'a' && ch <= 'z';
	switch (letters) {
	case ALNUM:
		return digit || upper || lower;
	case UPPER_DIGIT:
		return digit || upper;
	case WORD:
		return digit || upper || lower || ch == '_';
	case WORD_DASH:
		return digit || upper || lower || ch == '_' || ch == '-';
	case HEX:
		return digit || (ch >= 'a' && ch <= 'f');
	case BASE64:
		return digit || upper || lower || ch == '+' || ch == '/' || ch == '=' || ch == '-' || ch == '_';
	}
	return false;
}

/* How much of a run is looked at where any length will do, and how long the parts of a signed token may be. */
#define ENOUGH ((size_t)128)
#define HEAD_MOST ((size_t)512)
#define BODY_MOST ((size_t)8192)

/* At most so many letters: a text of nothing but beginnings is not to be read to its end from each of them. */
static struct cr_str
run_of(enum letters letters, struct cr_str s, size_t from, size_t most)
{
	size_t end = from;
	while (end < s.len && end - from < most && is_one_of(letters, (unsigned char)s.ptr[end])) {
		end++;
	}
	return cr_str_sub(s, from, end);
}

/* Many different letters, and not the word that documents use. */
static bool
is_random(struct cr_str body)
{
	uint64_t seen[4] = { 0 };
	size_t different = 0;
	for (size_t i = 0; i < body.len; i++) {
		unsigned char ch = (unsigned char)body.ptr[i];
		different += (seen[ch >> 6] >> (ch & 63) & 1) == 0;
		seen[ch >> 6] |= (uint64_t)1 << (ch & 63);
	}
	return different >= 8 && !cr_is_placeholder(body);
}

static const char *
shape_at(struct cr_str text, size_t at)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		const struct shape *s = &shapes[i];
		if (text.ptr[at] != s->begin[0] || !cr_str_starts(cr_str_sub(text, at, text.len), cr_str_z(s->begin))) {
			continue;
		}
		struct cr_str body = run_of(s->letters, text, at + strlen(s->begin), s->most != 0 ? s->most + 1 : ENOUGH);
		if (body.len >= s->least && (s->most == 0 || body.len <= s->most) && is_random(body)) {
			return s->what;
		}
	}
	return NULL;
}

/* "-----BEGIN RSA PRIVATE KEY-----" with a body. */
static bool
is_private_key(struct cr_str text, size_t at)
{
	struct cr_str rest = cr_str_sub(text, at, text.len);
	if (!cr_str_starts(rest, CR_STR("-----BEGIN "))) {
		return false;
	}
	size_t end = 11;
	while (end < rest.len && end < 60 && (rest.ptr[end] == ' ' || (rest.ptr[end] >= 'A' && rest.ptr[end] <= 'Z'))) {
		end++;
	}
	if (!cr_str_ends(cr_str_sub(rest, 0, end), CR_STR("PRIVATE KEY"))) {
		return false;
	}
	while (end < rest.len && cr_is_between(rest.ptr[end])) {
		end++;
	}
	return is_random(run_of(BASE64, rest, end, ENOUGH)) || cr_str_starts(cr_str_sub(rest, end, rest.len), CR_STR("Proc-Type"));
}

/* A JSON Web Token: three parts of base64, the first two of which begin with {". */
static bool
is_signed_token(struct cr_str text, size_t at)
{
	struct cr_str head = run_of(WORD_DASH, text, at, HEAD_MOST);
	size_t second = at + head.len + 1;
	if (!cr_str_starts(head, CR_STR("eyJ")) || head.len < 16 || second > text.len || text.ptr[second - 1] != '.') {
		return false;
	}
	struct cr_str body = run_of(WORD_DASH, text, second, BODY_MOST);
	size_t third = second + body.len + 1;
	return cr_str_starts(body, CR_STR("eyJ")) && body.len >= 16 && third < text.len && text.ptr[third - 1] == '.' &&
	       run_of(WORD_DASH, text, third, ENOUGH).len >= 20;
}

static bool
ends_address(char ch)
{
	return (unsigned char)ch <= ' ' || ch == '"' || ch == '\'' || ch == '`' || ch == '<' || ch == '>' || ch == '/' || ch == '\\' ||
	       ch == ',' || ch == ')';
}

/* Where text[at] begins "://": user:password@ behind it, with a password that is one. */
static bool
has_password(struct cr_str text, size_t at)
{
	size_t from = at + 3, colon = 0, sign = 0, end = from;
	while (end < text.len && !ends_address(text.ptr[end]) && end - from < 512) {
		if (text.ptr[end] == ':' && colon == 0) {
			colon = end;
		}
		if (text.ptr[end] == '@') {
			sign = end;
		}
		end++;
	}
	if (colon == 0 || sign <= colon + 1) {
		return false;
	}
	struct cr_str password = cr_str_sub(text, colon + 1, sign);
	for (size_t i = 0; i < password.len; i++) {
		if (strchr("${}%*[]", password.ptr[i]) != NULL && password.ptr[i] != '\0') {
			return false;
		}
	}
	return !cr_is_placeholder(password);
}

static const char *
token_at(struct cr_str text, size_t at)
{
	switch (text.ptr[at]) {
	case '-':
		return is_private_key(text, at) ? "a private key" : NULL;
	case 'e':
		return is_signed_token(text, at) ? "a JSON Web Token" : NULL;
	default:
		return shape_at(text, at);
	}
}

const char *
cr_token_in(struct cr_str text, size_t *line)
{
	char before = '\n';
	/* Addresses in comments are examples. */
	bool comment = cr_is_comment(text, 0);
	*line = 1;
	for (size_t i = 0; i < text.len; i++) {
		char ch = text.ptr[i];
		if (ch == '\n') {
			++*line;
			comment = cr_is_comment(text, i + 1);
		} else if (ch == ':' && !comment && text.len - i > 3 && text.ptr[i + 1] == '/' && text.ptr[i + 2] == '/') {
			if (has_password(text, i)) {
				return "an address with a password";
			}
		} else if (!cr_is_word(before) && begins[(unsigned char)ch]) {
			const char *found = token_at(text, i);
			if (found != NULL) {
				return found;
			}
		}
		before = ch;
	}
	return NULL;
}
