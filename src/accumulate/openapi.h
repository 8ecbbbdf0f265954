/* The field openapi: which schema is in force on the way through the directories. */
#ifndef CR_ACCUMULATE_OPENAPI_H
#define CR_ACCUMULATE_OPENAPI_H

#include "accumulate/accumulate.h"

/* Before the root: nothing is set, and nothing was asked. */
void cr_openapi_reset(struct cr_ctx *c);
/* When a kustomization (the root, a base, a component) is entered, before anything of it is built: what it says counts from here on, unless
 * one before it said something. False after cr_fail. */
bool cr_openapi_enter(struct cr_ctx *c, const struct cr_kust *k);

/* Around the accumulation of a directory, the reading of its kustomization included. begin gives what end wants. */
struct cr_schema_state cr_openapi_begin(struct cr_ctx *c, struct cr_accumulation *a);
void cr_openapi_end(struct cr_ctx *c, struct cr_accumulation *a, struct cr_schema_state begun);
/* Would the directory come out as a, which was accumulated before, if it were accumulated now? */
bool cr_openapi_fits(const struct cr_ctx *c, const struct cr_accumulation *a);
/* Takes over what a, which is used again, did to the schema in force. */
void cr_openapi_again(struct cr_ctx *c, const struct cr_accumulation *a);

#endif
