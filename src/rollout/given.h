/* Names that objects give to the ConfigMaps and Secrets that a controller makes of them. Where such an object is renamed, so is what it
 * makes: by itself if that has the object's name, and otherwise here. */
#ifndef CR_ROLLOUT_GIVEN_H
#define CR_ROLLOUT_GIVEN_H

#include "kustomization/config.h"
#include "refs/refs.h"

struct cr_given {
	const struct cr_made_map *map;
	cr_key before, now;
};

struct cr_givens {
	struct cr_given **items;
	size_t count, cap;
	struct cr_map by_name;   /* by the name before */
	struct cr_matches found; /* room for the answers of one question */
};

/* All names that change, or did with their object. */
void cr_givens_collect(struct cr_ctx *c, const struct cr_config *config, const struct cr_refs *refs, struct cr_givens *out);
/* The one that a name means, or NULL. False after cr_fail: it may be one of several. */
bool cr_givens_find(struct cr_ctx *c, struct cr_givens *g, const struct cr_read *read, const struct cr_given **out);
/* Writes the names into the objects that give them. */
void cr_givens_write(struct cr_ctx *c, const struct cr_givens *g);
/* What a SealedSecret says of its name besides, and a warning where it cannot be unsealed under its new one. */
void cr_sealed_names(struct cr_ctx *c, struct cr_resmap *m);

#endif
