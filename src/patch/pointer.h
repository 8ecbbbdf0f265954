/* JSON pointers (RFC 6901), as the reference's library reads them: what stands before the first slash does not count. */
#ifndef CR_PATCH_POINTER_H
#define CR_PATCH_POINTER_H

#include "yaml/node.h"

struct cr_pointer {
	struct cr_str text;   /* as written */
	struct cr_str *parts; /* unescaped */
	size_t count;
};

void cr_pointer_parse(struct cr_ctx *c, struct cr_str text, struct cr_pointer *out);
/* The index that part means in a list of count elements: a whole number, a negative one from the end. False if it is none, or outside. */
bool cr_pointer_index(struct cr_str part, size_t count, size_t *out);
/* The map or list that holds the last part, or NULL; made private on the way if edit is set (root must be private then). */
struct cr_node *cr_pointer_parent(struct cr_ctx *c, struct cr_node *root, const struct cr_pointer *p, bool edit);
/* The value at the last part in parent, NULL if there is none. False if part is no index of the list. */
bool cr_pointer_value(struct cr_ctx *c, const struct cr_node *parent, struct cr_str part, struct cr_node **out);
struct cr_str cr_pointer_last(const struct cr_pointer *p);

#endif
