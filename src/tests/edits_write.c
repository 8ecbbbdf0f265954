/* Writes a kustomization in a layout that is drawn: lines or brackets, indents, quotes, comments, blank lines, anchors, line ends.
 *
 * Values are a few levels deep, so what writes them may call itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edits_model.h"

enum { MOST_ANCHORS = 8 };

struct writer {
	struct pool *pool;
	uint64_t *state;
	struct written *out;
	size_t cap;
	unsigned list_indent, step;
	unsigned comments, blanks; /* once in so many; 0: never */
	bool quoted_keys, anchors, folds;
	bool in_literal; /* what is indented now still belongs to it */
	const char *anchored[MOST_ANCHORS];
	unsigned anchor_count;
};

static void
put_bytes(struct writer *w, const char *text, size_t length)
{
	struct written *out = w->out;
	if (out->length + length + 1 > w->cap) {
		w->cap = 2 * (out->length + length + 1);
		char *more = pool_alloc(w->pool, w->cap);
		memcpy(more, out->text != NULL ? out->text : "", out->length);
		out->text = more;
	}
	memcpy(out->text + out->length, text, length);
	out->length += length;
	out->text[out->length] = '\0';
}

static void
put(struct writer *w, const char *text)
{
	put_bytes(w, text, strlen(text));
}

static void
put_blanks(struct writer *w, size_t count)
{
	while (count-- > 0) {
		put(w, " ");
	}
}

static void
put_comment(struct writer *w)
{
	put(w, pool_text(w->pool, "#c%u; %s", w->out->comments++, once_in(w->state, 3) ? "- it: [is] {so} é" : "x"));
}

static bool
wants_comment(struct writer *w)
{
	return w->comments > 0 && once_in(w->state, w->comments);
}

/* The end of a line, with a comment behind it perhaps. */
static void
end_line(struct writer *w)
{
	if (wants_comment(w)) {
		put(w, once_in(w->state, 2) ? "  " : " ");
		put_comment(w);
	} else if (once_in(w->state, 30)) {
		put(w, "  ");
	}
	put(w, "\n");
}

/* Lines between entries. */
static void
put_between(struct writer *w, size_t indent)
{
	while (w->blanks > 0 && once_in(w->state, w->blanks)) {
		put(w, "\n");
	}
	while (wants_comment(w) && once_in(w->state, 2)) {
		put_blanks(w, w->in_literal ? 0 : once_in(w->state, 4) ? draw(w->state, 9) : indent);
		put_comment(w);
		put(w, "\n");
	}
	w->in_literal = false;
}

static bool
is_plain(const char *text, bool flow)
{
	static const char *const words[] = { "true", "false", "null", "yes", "none" };
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t length = strlen(text);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i]) == 0) {
			return false;
		}
	}
	if (length < 2 || strchr(letters, text[0]) == NULL || strchr(letters, text[1]) == NULL) {
		const char *paths = "abcdefgkw";
		if (length < 2 || strchr(paths, text[0]) == NULL) {
			return false;
		}
	}
	return strspn(text, flow ? "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./"
				 : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=+,;!") == length &&
	       text[length - 1] != '-' && strcmp(text, "1e3") != 0;
}

static void
put_double(struct writer *w, const char *text)
{
	put(w, "\"");
	for (const char *p = text; *p != '\0'; p++) {
		const char *escape = *p == '"' ? "\\\"" : *p == '\\' ? "\\\\" : *p == '\n' ? "\\n" : *p == '\t' ? "\\t" : NULL;
		if (escape != NULL) {
			put(w, escape);
		} else if (w->folds && *p == ' ' && p[1] > ' ' && p > text && p[-1] > ' ' && once_in(w->state, 3)) {
			put(w, "\n              ");
		} else if (*p == 'a' && once_in(w->state, 20)) {
			put(w, "\\x61");
		} else {
			put_bytes(w, p, 1);
		}
	}
	put(w, "\"");
}

static void
put_single(struct writer *w, const char *text)
{
	put(w, "'");
	for (const char *p = text; *p != '\0'; p++) {
		put_bytes(w, p, 1);
		if (*p == '\'') {
			put(w, "'");
		}
	}
	put(w, "'");
}

static void
put_quoted(struct writer *w, const char *text, bool flow)
{
	bool lines = strpbrk(text, "\n\t") != NULL;
	unsigned how = draw(w->state, 4);
	if (how < 2 && is_plain(text, flow)) {
		put(w, text);
	} else if (how == 2 && !lines) {
		put_single(w, text);
	} else {
		put_double(w, text);
	}
}

/* True: it was an alias. */
static bool
put_anchor(struct writer *w, const char *text)
{
	for (unsigned i = 0; i < w->anchor_count; i++) {
		if (strcmp(w->anchored[i], text) == 0 && once_in(w->state, 2)) {
			put(w, pool_text(w->pool, "*a%u ", i));
			return true;
		}
	}
	if (w->anchor_count < MOST_ANCHORS && once_in(w->state, 5)) {
		put(w, pool_text(w->pool, "&a%u ", w->anchor_count));
		w->anchored[w->anchor_count++] = text;
		w->out->anchors = true;
	}
	return false;
}

static bool
put_literal(struct writer *w, const char *text, size_t indent)
{
	size_t length = strlen(text);
	bool feed = length > 0 && text[length - 1] == '\n';
	if (length < 2 || text[0] == ' ' || text[0] == '\n' || text[0] == '\t' || (feed && text[length - 2] == '\n') || text[0] == '#' ||
	    strcmp(text, "---") == 0 || strcmp(text, "...") == 0) {
		return false;
	}
	put(w, feed ? "|" : "|-");
	put(w, "\n");
	while (text[0] != '\0') {
		size_t line = strcspn(text, "\n");
		put_blanks(w, indent);
		put_bytes(w, text, line);
		put(w, "\n");
		text += line + (text[line] == '\n');
	}
	w->in_literal = true;
	return true;
}

/* True: the line has ended. */
static bool
put_scalar(struct writer *w, const struct value *v, size_t below, bool flow)
{
	if (v->kind == BARE) {
		put(w, v->text[0] == '\0' && flow ? "null" : v->text);
		return false;
	}
	if (w->anchors && put_anchor(w, v->text)) {
		return false;
	}
	if (!flow && once_in(w->state, strchr(v->text, '\n') != NULL ? 2 : 12) && put_literal(w, v->text, below)) {
		return true;
	}
	put_quoted(w, v->text, flow);
	return false;
}

static void
put_key(struct writer *w, const char *key, bool flow)
{
	if ((w->quoted_keys && once_in(w->state, 2)) || !is_plain(key, flow)) {
		put_double(w, key);
	} else {
		put(w, key);
	}
}

static void put_flow(struct writer *w, const struct value *v, bool lines);

static void
put_flow_items(struct writer *w, const struct value *v, bool lines)
{
	for (size_t i = 0; i < v->count; i++) {
		if (lines) {
			if (i > 0 && wants_comment(w)) {
				put(w, " ");
				put_comment(w);
			}
			put(w, "\n      ");
		} else if (i > 0 || once_in(w->state, 8)) {
			put(w, once_in(w->state, 8) ? "  " : " ");
		}
		if (v->kind == MAP) {
			put_key(w, v->keys[i], true);
			put(w, ": ");
		}
		put_flow(w, v->items[i], false);
		if (i + 1 < v->count || once_in(w->state, 15)) {
			put(w, ",");
		}
	}
	put(w, lines ? "\n    " : once_in(w->state, 8) ? " " : "");
}

static void
put_flow(struct writer *w, const struct value *v, bool lines)
{
	if (v->kind == TEXT || v->kind == BARE) {
		put_scalar(w, v, 0, true);
		return;
	}
	put(w, v->kind == MAP ? "{" : "[");
	put_flow_items(w, v, lines && v->count > 0);
	put(w, v->kind == MAP ? "}" : "]");
}

static void put_block(struct writer *w, const struct value *v, size_t indent, bool begun);

/* What stands behind "key:" or "-"; below: where a map or list in lines would stand. */
static void
put_behind(struct writer *w, const struct value *v, size_t below, bool item)
{
	bool container = v->kind == LIST || v->kind == MAP;
	if (container && v->count > 0 && !once_in(w->state, 4)) {
		bool here = item && v->kind == MAP && !once_in(w->state, 8);
		if (here) {
			put(w, " ");
		} else {
			end_line(w);
		}
		put_block(w, v, below, here);
		return;
	}
	put(w, v->kind == BARE && v->text[0] == '\0' ? "" : " ");
	if (container) {
		put_flow(w, v, once_in(w->state, 3));
		end_line(w);
	} else if (!put_scalar(w, v, below, false)) {
		end_line(w);
	}
}

static void
put_pair(struct writer *w, const char *key, const struct value *v, size_t indent)
{
	put_key(w, key, false);
	put(w, once_in(w->state, 40) ? " :" : ":");
	put_behind(w, v, indent + (v->kind == LIST ? w->list_indent : w->step), false);
}

/* begun: the line of the first pair stands already. */
static void
put_block(struct writer *w, const struct value *v, size_t indent, bool begun)
{
	for (size_t i = 0; i < v->count; i++) {
		if (i > 0 || !begun) {
			put_between(w, indent);
			put_blanks(w, indent);
		}
		if (v->kind == MAP) {
			put_pair(w, v->keys[i], v->items[i], indent);
		} else {
			put(w, "-");
			put_behind(w, v->items[i], indent + 2, true);
		}
	}
}

static void
put_root(struct writer *w, const struct value *root)
{
	struct written *out = w->out;
	bool flow = once_in(w->state, 12) || root->count == 0;
	if (flow) {
		put_flow(w, root, once_in(w->state, 2));
		end_line(w);
	}
	for (size_t i = 0; i < root->count && i < MOST_FIELDS; i++) {
		if (!flow) {
			put_between(w, 0);
		}
		out->fields[i].start = flow ? 0 : out->length;
		if (!flow) {
			put_pair(w, root->keys[i], root->items[i], 0);
		}
		out->fields[i].end = out->length;
	}
}

/* Where the text ends, and how its lines do. */
static void
put_end(struct writer *w)
{
	static const char *const ends[] = { "", "", "", "...\n", "---\nsecond: [document]\n", "\n\n" };
	put_between(w, 0);
	put(w, ends[draw(w->state, sizeof(ends) / sizeof(ends[0]))]);
	struct written *out = w->out;
	if (once_in(w->state, 6) && out->text[out->length - 1] == '\n') {
		out->text[--out->length] = '\0';
		for (size_t i = 0; i < MOST_FIELDS; i++) {
			out->fields[i].end = out->fields[i].end < out->length ? out->fields[i].end : out->length;
		}
	}
}

/* Moves the ranges with the bytes. */
static void
make_crlf(struct writer *w)
{
	struct written old = *w->out, *out = w->out;
	size_t *moved = pool_alloc(w->pool, (old.length + 1) * sizeof(*moved));
	char *text = pool_alloc(w->pool, 2 * old.length + 1);
	size_t length = 0;
	for (size_t i = 0; i < old.length; i++) {
		moved[i] = length;
		if (old.text[i] == '\n') {
			text[length++] = '\r';
		}
		text[length++] = old.text[i];
	}
	moved[old.length] = length;
	out->text = text;
	out->length = length;
	out->crlf = strchr(text, '\n') != NULL;
	for (size_t i = 0; i < MOST_FIELDS; i++) {
		out->fields[i] = (struct range){ moved[old.fields[i].start], moved[old.fields[i].end] };
	}
}

struct written
value_write(struct pool *pool, uint64_t *state, const struct value *root)
{
	struct written out = { .text = pool_text(pool, "%s", "") };
	struct writer w = {
		.pool = pool,
		.state = state,
		.out = &out,
		.list_indent = 2 * draw(state, 3),
		.step = once_in(state, 3) ? 4 : 2,
		.comments = once_in(state, 3) ? 0 : 2 + draw(state, 4),
		.blanks = once_in(state, 2) ? 0 : 4,
		.quoted_keys = once_in(state, 8),
		.anchors = once_in(state, 8),
		.folds = once_in(state, 8),
	};
	if (once_in(state, 20)) {
		put(&w, "\xef\xbb\xbf");
	}
	if (once_in(state, 6)) {
		put(&w, "---\n");
	}
	put_root(&w, root);
	put_end(&w);
	if (once_in(state, 6)) {
		make_crlf(&w);
	}
	return out;
}

/* -- JSON -- */

static void
put_json(struct writer *w, const struct value *v)
{
	if (v->kind == TEXT) {
		put_double(w, v->text);
	} else if (v->kind == BARE) {
		put(w, v->text[0] == '\0' ? "null" : v->text);
	} else {
		put(w, v->kind == MAP ? "{" : "[");
		for (size_t i = 0; i < v->count; i++) {
			put(w, i > 0 ? ", " : "");
			if (v->kind == MAP) {
				put_double(w, v->keys[i]);
				put(w, ": ");
			}
			put_json(w, v->items[i]);
		}
		put(w, v->kind == MAP ? "}" : "]");
	}
}

char *
value_json(struct pool *pool, const struct value *value)
{
	uint64_t state = 1;
	struct written out = { .text = pool_text(pool, "%s", "") };
	struct writer w = { .pool = pool, .state = &state, .out = &out };
	put_json(&w, value);
	return out.text;
}
