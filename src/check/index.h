/* What several passes ask of all objects of the output: is there one of that kind and name, where else, which name is near. Made when a
 * pass first asks, so that outputs without such questions pay nothing. */
#ifndef CR_CHECK_INDEX_H
#define CR_CHECK_INDEX_H

#include "check/check.h"

/* A name that something could have meant; what is asked about and the answer are of one kind. */
struct cr_near {
	struct cr_check *k;
	struct cr_str wanted;
	uint64_t letters;
	cr_key name; /* the nearest so far; CR_KEY_EMPTY: none is near enough */
	size_t best;
};

void cr_near_begin(struct cr_check *k, struct cr_near *n, cr_key wanted);
/* False: no more are looked at, since so many questions were asked that the answers would cost more than they are worth. */
bool cr_near_offer(struct cr_near *n, cr_key candidate);

/* The object of that kind (of any group) and name in the effective namespace ns, or NULL. */
const struct cr_resource *cr_object_find(struct cr_check *k, cr_key kind, cr_key ns, cr_key name);
/* The first one of that kind and name in another namespace, or NULL. */
const struct cr_resource *cr_object_elsewhere(struct cr_check *k, cr_key kind, cr_key ns, cr_key name);
/* The object of that kind in ns that had this name before prefixes, suffixes and hashes, and has another one now; NULL: there is none. */
const struct cr_resource *cr_object_renamed(struct cr_check *k, cr_key kind, cr_key ns, cr_key name);
/* The same in another namespace. */
const struct cr_resource *cr_object_renamed_elsewhere(struct cr_check *k, cr_key kind, cr_key ns, cr_key name);
/* The name of an object of that kind in ns which name may be a misspelling of; CR_KEY_EMPTY: none. */
cr_key cr_object_near(struct cr_check *k, cr_key kind, cr_key ns, cr_key name);

/* Is there an object of that kind in ns? */
bool cr_object_has_any(struct cr_check *k, cr_key kind, cr_key ns);

cr_key cr_object_ns(struct cr_check *k, const struct cr_resource *r);

#endif
