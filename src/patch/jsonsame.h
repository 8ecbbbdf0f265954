/* Equality as a JSON patch's test sees it. */
#ifndef CR_PATCH_JSONSAME_H
#define CR_PATCH_JSONSAME_H

#include "yaml/node.h"

/* Is there, a part of the object, what wanted, the operation's value, says? Maps and lists by their content, scalars by the text that JSON
 * has for them: the object's as it would be written, wanted's likewise, or as it stands there if wanted was written in JSON. An element
 * null of a list is equal to nothing. No recursion. */
bool cr_json_same(struct cr_ctx *c, const struct cr_node *there, const struct cr_node *wanted, bool wanted_is_json);

#endif
