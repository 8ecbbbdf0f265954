/* The result of a render: its text and where each resource stands in it. */
#ifndef CR_RENDER_OUTPUT_H
#define CR_RENDER_OUTPUT_H

#include "base/buf.h"
#include "confrender/render.h"
#include "resource/resmap.h"

/* NULL when out of memory. The allocator is copied. */
struct confrender_output *cr_output_new(const struct cr_allocator *allocator);
/* Prints m into out. False after cr_fail. */
bool cr_output_make(struct cr_ctx *c, enum confrender_format format, const struct cr_resmap *m, struct confrender_output *out);

#endif
