/* SHA-256 and base64, over nettle. */
#ifndef CR_BASE_DIGEST_H
#define CR_BASE_DIGEST_H

#include "base/ctx.h"

/* Lower-case hexadecimal, 64 characters and a NUL. */
void cr_sha256_hex(const void *data, size_t len, char out[65]);
/* Standard alphabet, padded, in the context's arena. */
struct cr_str cr_base64_encode(struct cr_ctx *c, struct cr_str data);
/* As the reference stores it: longer than a line of 70, it is cut into lines, and the last one has a line feed too. */
struct cr_str cr_base64_lines(struct cr_ctx *c, struct cr_str data);
/* False if s is not valid base64 (line breaks are allowed). */
bool cr_base64_decode(struct cr_ctx *c, struct cr_str s, struct cr_str *out);

#endif
