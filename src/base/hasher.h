/* Digests of bytes that come in pieces. The state stays in here: feed is called once and puts the pieces in. */
#ifndef CR_BASE_HASHER_H
#define CR_BASE_HASHER_H

#include "base/str.h"

struct cr_hasher;

void cr_hasher_put(struct cr_hasher *h, const void *data, size_t len);

/* XXH3, 128 bits, seed 0: its canonical form in hexadecimal. For nothing that is secret. */
void cr_hash_xxh3(void (*feed)(struct cr_hasher *h, void *arg), void *arg, char out[33]);
/* SHA-256, or with a key (key.ptr not NULL) HMAC-SHA-256, in hexadecimal. */
void cr_hash_sha256(struct cr_str key, void (*feed)(struct cr_hasher *h, void *arg), void *arg, char out[65]);

#endif
