/* What a tree is after its trip through JSON, as the reference sends every object on that a JSON patch is for. */
#ifndef CR_PATCH_JSONTRIP_H
#define CR_PATCH_JSONTRIP_H

#include "yaml/node.h"

/* Numbers become doubles, dates become text, nulls are spelled out, and only strings that need quotes have them. What changes is copied.
 * False after cr_fail: JSON has no such number. */
bool cr_json_trip(struct cr_ctx *c, struct cr_node **root);

#endif
