/* Label selectors: "a=b,c in (d,e),!f". Syntax, checks and meaning are those of Kubernetes (apimachinery's labels package).
 * Annotations are selected with the same syntax. */
#include "resource/select.h"

#include <stdlib.h>

enum token {
	T_END,
	T_ERROR,
	T_TEXT,
	T_COMMA,
	T_OPEN,
	T_CLOSE,
	T_NOT,
	T_EQUALS,
	T_DOUBLE_EQUALS,
	T_NOT_EQUALS,
	T_GREATER,
	T_LESS,
	T_IN,
	T_NOT_IN
};

enum operator{ OP_EXISTS, OP_MISSING, OP_IN, OP_NOT_IN, OP_GREATER, OP_LESS };

struct texts {
	struct cr_str *items;
	size_t count, cap;
};

struct requirement {
	cr_key key;
	enum operator op;
	struct texts values; /* sorted */
	int64_t number;      /* of OP_GREATER, OP_LESS */
};

struct cr_label_selector {
	struct requirement *items;
	size_t count, cap;
};

struct parser {
	struct cr_ctx *c;
	struct cr_str text;
	cr_mark mark;
	size_t at;
	enum token token; /* the next one, and its text */
	struct cr_str lexeme;
};

static bool
is_space(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

static bool
is_symbol(char ch)
{
	return ch == '=' || ch == '!' || ch == '(' || ch == ')' || ch == ',' || ch == '>' || ch == '<';
}

static enum token
symbol(char first, char second, size_t *len)
{
	*len = (first == '=' || first == '!') && second == '=' ? 2 : 1;
	switch (first) {
	case '=':
		return *len == 2 ? T_DOUBLE_EQUALS : T_EQUALS;
	case '!':
		return *len == 2 ? T_NOT_EQUALS : T_NOT;
	case '(':
		return T_OPEN;
	case ')':
		return T_CLOSE;
	case ',':
		return T_COMMA;
	case '>':
		return T_GREATER;
	default:
		return T_LESS;
	}
}

static void
scan(struct parser *p)
{
	struct cr_str s = p->text;
	while (p->at < s.len && is_space(s.ptr[p->at])) {
		p->at++;
	}
	size_t start = p->at;
	if (start == s.len) {
		p->token = T_END;
	} else if (is_symbol(s.ptr[start])) {
		size_t len;
		p->token = symbol(s.ptr[start], start + 1 < s.len ? s.ptr[start + 1] : '\0', &len);
		p->at += len;
	} else {
		while (p->at < s.len && !is_space(s.ptr[p->at]) && !is_symbol(s.ptr[p->at])) {
			p->at++;
		}
		p->token = T_TEXT;
	}
	p->lexeme = cr_str_sub(s, start, p->at);
}

static bool
refuse(struct parser *p, const char *expected)
{
	return cr_fail(p->c, p->mark, CR_E_SELECTOR, "unable to parse selector \"%S\": found \"%S\", expected: %s", p->text, p->lexeme,
		       expected);
}

static bool
is_alnum(char ch)
{
	return (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
}

/* Letters and digits at both ends; dashes, dots and underscores between. At most 63. */
static bool
is_label_name(struct cr_str s)
{
	if (s.len == 0 || s.len > 63 || !is_alnum(s.ptr[0]) || !is_alnum(s.ptr[s.len - 1])) {
		return false;
	}
	for (size_t i = 0; i < s.len; i++) {
		if (!is_alnum(s.ptr[i]) && s.ptr[i] != '-' && s.ptr[i] != '_' && s.ptr[i] != '.') {
			return false;
		}
	}
	return true;
}

/* Lower-case names joined by dots; a dash stands between letters or digits only. */
static bool
is_subdomain(struct cr_str s)
{
	char before = '.';
	for (size_t i = 0; i < s.len; i++) {
		char ch = s.ptr[i];
		char after = i + 1 < s.len ? s.ptr[i + 1] : '.';
		bool edge = before == '.' || after == '.';
		if (!(is_alnum(ch) && !(ch >= 'A' && ch <= 'Z')) && !(ch == '-' && !edge) &&
		    !(ch == '.' && before != '.' && i + 1 < s.len)) {
			return false;
		}
		before = ch;
	}
	return s.len > 0 && s.len <= 253;
}

static bool
is_label_key(struct cr_str s)
{
	size_t slash = cr_str_find(s, '/', 0);
	if (slash == SIZE_MAX) {
		return is_label_name(s);
	}
	return is_subdomain(cr_str_sub(s, 0, slash)) && is_label_name(cr_str_sub(s, slash + 1, s.len));
}

static bool
add_value(struct parser *p, struct requirement *r, struct cr_str value)
{
	if (value.len > 0 && !is_label_name(value)) {
		return cr_fail(p->c, p->mark, CR_E_SELECTOR, "invalid label value \"%S\" in selector \"%S\"", value, p->text);
	}
	*cr_push(p->c, &r->values) = cr_str_dup(p->c, value);
	return true;
}

/* "=", "in" and the other operators; words count as such only here. */
static bool
parse_operator(struct parser *p, enum token *op)
{
	*op = p->token;
	if (p->token == T_TEXT) {
		*op = cr_str_eq(p->lexeme, CR_STR("in")) ? T_IN : cr_str_eq(p->lexeme, CR_STR("notin")) ? T_NOT_IN : T_ERROR;
	}
	if (*op < T_EQUALS) {
		return refuse(p, "'=', '!=', '==', 'in', 'notin'");
	}
	scan(p);
	return true;
}

static bool
parse_exact_value(struct parser *p, struct requirement *r)
{
	if (p->token == T_END || p->token == T_COMMA) {
		return add_value(p, r, CR_STR(""));
	}
	if (p->token != T_TEXT) {
		return refuse(p, "identifier");
	}
	struct cr_str value = p->lexeme;
	scan(p);
	return add_value(p, r, value);
}

/* Between the parentheses: values and commas; a comma without a value beside it stands for the empty value. */
static bool
parse_value_list(struct parser *p, struct requirement *r)
{
	bool after_comma = true;
	while (p->token == T_TEXT || p->token == T_COMMA) {
		bool comma = p->token == T_COMMA;
		if (!comma && !after_comma) {
			return refuse(p, "',' or ')'");
		}
		if ((!comma || after_comma) && !add_value(p, r, comma ? CR_STR("") : p->lexeme)) {
			return false;
		}
		after_comma = comma;
		scan(p);
	}
	return !after_comma || r->values.count == 0 || add_value(p, r, CR_STR(""));
}

static bool
parse_values(struct parser *p, struct requirement *r)
{
	if (p->token != T_OPEN) {
		return refuse(p, "'('");
	}
	scan(p);
	if (!parse_value_list(p, r)) {
		return false;
	}
	if (p->token != T_CLOSE) {
		return refuse(p, r->values.count == 0 ? "',', ')' or identifier" : "',' or ')'");
	}
	scan(p);
	/* An empty set holds the empty value (cases patches-selector-empty-set, -not). */
	return r->values.count > 0 || add_value(p, r, CR_STR(""));
}

/* As Go's strconv.ParseInt reads base 10. */
static bool
read_integer(struct cr_str s, int64_t *out)
{
	bool negative = s.len > 0 && s.ptr[0] == '-';
	size_t i = s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
	int64_t value = 0;
	if (i == s.len) {
		return false;
	}
	for (; i < s.len; i++) {
		int digit = s.ptr[i] - '0';
		if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, digit, &value)) {
			return false;
		}
	}
	*out = value;
	return negative || !__builtin_sub_overflow((int64_t)0, value, out);
}

static bool
parse_number(struct parser *p, struct requirement *r)
{
	if (!parse_exact_value(p, r)) {
		return false;
	}
	if (!read_integer(r->values.items[0], &r->number)) {
		return cr_fail(p->c, p->mark, CR_E_SELECTOR, "selector \"%S\": for 'Gt', 'Lt' operators, the value must be an integer",
			       p->text);
	}
	return true;
}

static bool
parse_comparison(struct parser *p, struct requirement *r)
{
	enum token op;
	if (!parse_operator(p, &op)) {
		return false;
	}
	r->op = op == T_NOT_EQUALS || op == T_NOT_IN ? OP_NOT_IN : op == T_GREATER ? OP_GREATER : op == T_LESS ? OP_LESS : OP_IN;
	if (op == T_IN || op == T_NOT_IN) {
		return parse_values(p, r);
	}
	return op == T_GREATER || op == T_LESS ? parse_number(p, r) : parse_exact_value(p, r);
}

static int
compare_texts(const void *a, const void *b)
{
	return cr_str_cmp(*(const struct cr_str *)a, *(const struct cr_str *)b);
}

static bool
parse_requirement(struct parser *p, struct requirement *r)
{
	bool negated = p->token == T_NOT;
	if (negated) {
		scan(p);
	}
	if (p->token != T_TEXT) {
		return refuse(p, "identifier");
	}
	if (!is_label_key(p->lexeme)) {
		return cr_fail(p->c, p->mark, CR_E_SELECTOR, "invalid label key \"%S\" in selector \"%S\"", p->lexeme, p->text);
	}
	r->key = cr_key_intern(p->c, p->lexeme);
	r->op = negated ? OP_MISSING : OP_EXISTS;
	scan(p);
	if (negated || p->token == T_END || p->token == T_COMMA) {
		return true;
	}
	if (!parse_comparison(p, r)) {
		return false;
	}
	if (r->values.count > 1) {
		qsort(r->values.items, r->values.count, sizeof *r->values.items, compare_texts);
	}
	return true;
}

static bool
parse_all(struct parser *p, struct cr_label_selector *out)
{
	if (p->token == T_END) {
		return true;
	}
	if (p->token != T_TEXT && p->token != T_NOT) {
		return refuse(p, "!, identifier, or 'end of string'");
	}
	for (;;) {
		struct requirement r = { 0 };
		if (!parse_requirement(p, &r)) {
			return false;
		}
		*cr_push(p->c, out) = r;
		if (p->token == T_END) {
			return true;
		}
		if (p->token != T_COMMA) {
			return refuse(p, "',' or 'end of string'");
		}
		scan(p);
		if (p->token != T_TEXT && p->token != T_NOT) {
			return refuse(p, "identifier after ','");
		}
	}
}

struct cr_label_selector *
cr_label_selector_new(struct cr_ctx *c, struct cr_str text, cr_mark mark)
{
	struct cr_label_selector *s = cr_new(c, struct cr_label_selector);
	struct parser p = { .c = c, .text = text, .mark = mark };
	scan(&p);
	return parse_all(&p, s) ? s : NULL;
}

static bool
has_value(const struct requirement *r, struct cr_str value)
{
	return bsearch(&value, r->values.items, r->values.count, sizeof *r->values.items, compare_texts) != NULL;
}

static bool
compares(const struct requirement *r, struct cr_str value)
{
	int64_t number;
	if (!read_integer(value, &number)) {
		return false;
	}
	return r->op == OP_GREATER ? number > r->number : number < r->number;
}

static bool
satisfied(const struct requirement *r, const struct cr_node *labels)
{
	const struct cr_node *n = cr_map_get(labels, r->key);
	struct cr_str value = cr_is(n, CR_SCALAR) ? cr_text(n) : CR_STR("");
	switch (r->op) {
	case OP_EXISTS:
		return n != NULL;
	case OP_MISSING:
		return n == NULL;
	case OP_IN:
		return n != NULL && has_value(r, value);
	case OP_NOT_IN:
		return n == NULL || !has_value(r, value);
	default:
		return n != NULL && compares(r, value);
	}
}

bool
cr_label_selector_match(struct cr_ctx *c, const struct cr_label_selector *s, const struct cr_node *labels)
{
	cr_count_work(c, s->count);
	for (size_t i = 0; i < s->count; i++) {
		if (!satisfied(&s->items[i], labels)) {
			return false;
		}
	}
	return true;
}
