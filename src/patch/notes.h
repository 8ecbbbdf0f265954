/* What a build knows about an object, as annotations: the reference keeps it there, where a JSON patch meets it. */
#ifndef CR_PATCH_NOTES_H
#define CR_PATCH_NOTES_H

#include "resource/resource.h"

/* Does the reference have annotations of its own in this object? */
bool cr_notes_any(const struct cr_resource *r);
/* Writes them into the (private) tree. Nothing happens where there is no map to hold them. */
void cr_notes_write(struct cr_ctx *c, struct cr_resource *r);
/* Takes them out again; a map that is left empty goes. */
void cr_notes_remove(struct cr_ctx *c, struct cr_resource *r);
/* The same, and makes strings of all other annotations; a map that is left empty goes. */
void cr_notes_take(struct cr_ctx *c, struct cr_resource *r);
/* The object's own annotations that look like the reference's: a JSON patch does not change them. */
struct cr_kept_notes {
	struct cr_pair *items;
	size_t count, cap;
};
void cr_notes_keep(struct cr_ctx *c, const struct cr_resource *r, struct cr_kept_notes *kept);
/* Puts them back. */
void cr_notes_restore(struct cr_ctx *c, struct cr_resource *r, const struct cr_kept_notes *kept);
/* Makes strings of the values of metadata's (private) map at key, as the reference's setters do; a list becomes
 * a map of each two neighbours, and what is then empty goes. */
void cr_notes_stringify(struct cr_ctx *c, struct cr_node *metadata, cr_key key);

#endif
