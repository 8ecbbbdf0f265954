/* Edits that are drawn, and what each does to a kustomization, by hand. */
#ifndef CR_TESTS_EDITS_MOVES_H
#define CR_TESTS_EDITS_MOVES_H

#include <confrender/edit.h>

#include "edits_model.h"

struct move {
	struct confrender_edit edit;
	const char *words[8], *literals[4];
	const char *field; /* of the kustomization; the only one that changes */
	bool again;        /* a second time changes nothing; else it fails */
	bool adds;         /* nothing goes: what is there stays, or gets another value */
};

/* May not move afterwards. */
void draw_move(struct pool *pool, uint64_t *state, const struct value *root, struct move *move);
/* Does it to root. False: it is refused, and root is anything. */
bool make_move(struct pool *pool, struct value *root, const struct move *move);
/* The move that takes away what this one adds to root. False: there is none. May not move afterwards. */
bool undo_move(struct pool *pool, const struct value *root, const struct move *move, struct move *undo);
/* In words, for a message. */
char *show_move(struct pool *pool, const struct move *move);

#endif
