/* Where two outputs begin to differ, said so that it can be found in both, and so that no secret is told.
 *
 * What goes before the difference is the same in both, so its line and column are too. Outputs are read as lines here, not parsed: both
 * come from writers that begin a document with "---", a field of it in the first column, and a field of metadata two columns in. */
#include <string.h>

#include "diagnostics_print.h"
#include "verify.h"

struct part {
	const char *text;
	size_t length;
};

bool
cli_difference_find(const struct cli_bytes *ours, const struct cli_bytes *theirs, struct cli_difference *difference)
{
	size_t least = ours->length < theirs->length ? ours->length : theirs->length;
	size_t at = 0;
	*difference = (struct cli_difference){ .line = 1 };
	for (; at < least && ours->data[at] == theirs->data[at]; at++) {
		if (ours->data[at] == '\n') {
			difference->line++;
			difference->start = at + 1;
		}
	}
	difference->byte = at + 1;
	difference->column = at - difference->start + 1;
	return at < ours->length || at < theirs->length;
}

/* The line that begins at start, without its line feed. */
static struct part
line_at(const struct cli_bytes *text, size_t start)
{
	const char *end = start < text->length ? memchr(text->data + start, '\n', text->length - start) : NULL;
	size_t length = end != NULL ? (size_t)(end - text->data) - start : text->length - start;
	return (struct part){ start < text->length ? text->data + start : "", start < text->length ? length : 0 };
}

static bool
is_separator(struct part line)
{
	return line.length == 3 && memcmp(line.text, "---", 3) == 0;
}

/* Where the line before the one at start begins; 0 for the first. */
static size_t
line_before(const struct cli_bytes *text, size_t start)
{
	size_t at = start > 0 ? start - 1 : 0;
	while (at > 0 && text->data[at - 1] != '\n') {
		at--;
	}
	return at;
}

/* The document that the line at start is of. */
static struct cli_bytes
document_at(const struct cli_bytes *text, size_t start)
{
	size_t first = start, end = start;
	while (first > 0 && !is_separator(line_at(text, first))) {
		first = line_before(text, first);
	}
	if (is_separator(line_at(text, first))) {
		first += 4;
		end = first > start ? first : start;
	}
	while (end < text->length && !is_separator(line_at(text, end))) {
		end += line_at(text, end).length + 1;
	}
	end = end < text->length ? end : text->length;
	return (struct cli_bytes){ text->data + (first < end ? first : end), first < end ? end - first : 0 };
}

/* What is behind key in the line, where that is how it begins. */
static struct part
value_of(struct part line, const char *key)
{
	size_t length = strlen(key);
	bool has = line.length > length && memcmp(line.text, key, length) == 0;
	return has ? (struct part){ line.text + length, line.length - length } : (struct part){ 0 };
}

struct object {
	struct part kind, name;
};

static struct object
object_of(const struct cli_bytes *document)
{
	struct object object = { 0 };
	bool metadata = false;
	for (size_t at = 0; at < document->length;) {
		struct part line = line_at(document, at);
		struct part kind = value_of(line, "kind: "), name = metadata ? value_of(line, "  name: ") : (struct part){ 0 };
		if (line.length > 0 && line.text[0] != ' ') {
			metadata = line.length == 9 && memcmp(line.text, "metadata:", 9) == 0;
		}
		object.kind = kind.text != NULL ? kind : object.kind;
		object.name = name.text != NULL && object.name.text == NULL ? name : object.name;
		at += line.length + 1;
	}
	return object;
}

static bool
holds(struct part text, const char *word)
{
	return text.length > 0 && memmem(text.text, text.length, word, strlen(word)) != NULL;
}

/* Is there a Secret in it, in a list maybe, or a private key? */
static bool
is_secret(const struct cli_bytes *document)
{
	struct part text = { document->data, document->length };
	return holds(text, "kind: Secret\n") || holds(text, "kind: \"Secret\"") || holds(text, "kind: 'Secret'") ||
	       holds(text, "PRIVATE KEY");
}

/* Does the line speak of a credential? Better one too many. */
static bool
sounds_secret(struct part line)
{
	static const char *const words[] = { "passw", "pwd",     "secret", "token",      "key", "credential",
					     "auth",  "private", "dsn",    "connection", "://" };
	char lower[256];
	size_t length = line.length < sizeof(lower) ? line.length : sizeof(lower);
	for (size_t i = 0; i < length; i++) {
		lower[i] = (char)(line.text[i] >= 'A' && line.text[i] <= 'Z' ? line.text[i] - 'A' + 'a' : line.text[i]);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (holds((struct part){ lower, length }, words[i])) {
			return true;
		}
	}
	return length < line.length;
}

static void
put_part(FILE *out, struct part text)
{
	enum { LONGEST = 160 };
	char room[LONGEST + 1];
	size_t length = text.length < LONGEST ? text.length : LONGEST;
	memcpy(room, text.text, length);
	room[length] = '\0';
	cli_put_text(out, room);
	fputs(length < text.length ? "..." : "", out);
}

/* The key of a line, where it has one at the level of a field of data or above; its value may be secret. */
static void
put_key(FILE *out, struct part line)
{
	enum { DEEPEST = 2 };
	const char *colon = memmem(line.text, line.length, ": ", 2);
	size_t indent = 0;
	while (indent < line.length && (line.text[indent] == ' ' || line.text[indent] == '-')) {
		indent++;
	}
	if (colon != NULL && indent <= DEEPEST) {
		put_part(out, (struct part){ line.text, (size_t)(colon - line.text) + 2 });
	}
	fputs("***", out);
}

static bool
is_unsafe(const struct cli_bytes *text, size_t start)
{
	struct cli_bytes document = document_at(text, start);
	return is_secret(&document) || sounds_secret(line_at(text, start)) ||
	       (start > 0 && start <= text->length && sounds_secret(line_at(text, line_before(text, start))));
}

void
cli_difference_print(FILE *out, const struct cli_difference *difference, const struct cli_bytes *text, const struct cli_bytes *other,
		     const char *name)
{
	fprintf(out, "  %s: ", name);
	if (difference->start >= text->length) {
		fputs("(the end)\n", out);
		return;
	}
	struct cli_bytes document = document_at(text, difference->start);
	struct object object = object_of(&document);
	struct part line = line_at(text, difference->start);
	if (object.kind.text != NULL && object.name.text != NULL) {
		put_part(out, object.kind);
		putc('/', out);
		put_part(out, object.name);
		fputs(": ", out);
	}
	if (is_unsafe(text, difference->start) || is_unsafe(other, difference->start)) {
		put_key(out, line);
	} else {
		put_part(out, line);
	}
	putc('\n', out);
}
