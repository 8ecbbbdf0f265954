/* A text as libyaml's tokens, with the comments between them: inner_tokens.c makes them, inner_comments.c gives them to values. */
#ifndef CR_YAML_INNER_TOKENS_H
#define CR_YAML_INNER_TOKENS_H

#include <assert.h>
#include <yaml.h>

#include "base/ctx.h"

/* A place in a text by characters, as libyaml counts, and by bytes. It only moves forward. */
struct cr_cursor {
	struct cr_str text;
	size_t character, byte;
};

/* The byte at which the character at index begins. */
static inline size_t
cr_cursor_to(struct cr_cursor *p, size_t index)
{
	while (p->byte < p->text.len && p->character < index) {
		p->byte++;
		while (p->byte < p->text.len && ((unsigned char)p->text.ptr[p->byte] & 0xc0) == 0x80) {
			p->byte++;
		}
		p->character++;
	}
	return p->byte;
}

struct cr_token {
	yaml_token_type_t type;
	yaml_scalar_style_t style;
	size_t start, end; /* bytes */
	size_t line, column;
};

/* A comment that the token at or behind `token` gets. */
struct cr_comment {
	size_t scan, token, start, end; /* where the looking began, whose it is, where it stands */
	size_t line, column;            /* of its start; the column from 1 */
	char kind;                      /* h, l or f: head, line, foot */
	struct cr_str text;
};

struct cr_tokens {
	struct cr_token *items; /* all in scratch memory */
	size_t count, cap;
};

struct cr_comments {
	struct cr_comment *items;
	size_t count, cap;
};

/* A text that grows, in scratch memory. */
struct cr_growing {
	char *items;
	size_t count, cap;
};

static inline void
cr_growing_add(struct cr_ctx *c, struct cr_growing *g, struct cr_str more)
{
	if (more.len > 0) {
		if (g->cap - g->count < more.len) {
			g->items = cr_scratch_grow(c, g->items, &g->cap, g->count + more.len, 1);
		}
		assert(g->items != NULL);
		memcpy(g->items + g->count, more.ptr, more.len);
	}
	g->count += more.len;
}

/* In the context's arena; g is empty then. */
static inline struct cr_str
cr_growing_take(struct cr_ctx *c, struct cr_growing *g)
{
	struct cr_str text = cr_str_dup(c, (struct cr_str){ g->items, g->count });
	*g = (struct cr_growing){ NULL, 0, 0 };
	return text;
}

/* The first document of text. Ends of blocks are moved before the comments that the reference gives to what is around the block. False:
 * the text has what this does not follow. */
bool cr_tokens_scan(struct cr_ctx *c, struct cr_str text, struct cr_tokens *tokens, struct cr_comments *comments);

#endif
