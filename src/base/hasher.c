/* XXH3 and SHA-256 over pieces. xxHash is compiled in, as in keys.c; SHA-256 and HMAC are nettle's. */
#define XXH_INLINE_ALL
#include "base/hasher.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <nettle/version.h>
#include <xxhash.h>

struct cr_hasher {
	void (*put)(struct cr_hasher *h, const void *data, size_t len);
	void *state;
};

void
cr_hasher_put(struct cr_hasher *h, const void *data, size_t len)
{
	if (len > 0) {
		h->put(h, data, len);
	}
}

static void
put_hex(const unsigned char *bytes, size_t count, char *out)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < count; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * count] = '\0';
}

static void
put_xxh3(struct cr_hasher *h, const void *data, size_t len)
{
	XXH3_128bits_update(h->state, data, len);
}

void
cr_hash_xxh3(void (*feed)(struct cr_hasher *h, void *arg), void *arg, char out[33])
{
	XXH3_state_t state;
	XXH128_canonical_t canonical;
	XXH3_INITSTATE(&state);
	XXH3_128bits_reset(&state);
	feed(&(struct cr_hasher){ put_xxh3, &state }, arg);
	XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
	put_hex(canonical.digest, sizeof canonical.digest, out);
}

static void
put_sha256(struct cr_hasher *h, const void *data, size_t len)
{
	sha256_update(h->state, len, data);
}

static void
put_hmac(struct cr_hasher *h, const void *data, size_t len)
{
	hmac_sha256_update(h->state, len, data);
}

static void
hash_plain(void (*feed)(struct cr_hasher *h, void *arg), void *arg, uint8_t digest[SHA256_DIGEST_SIZE])
{
	struct sha256_ctx sha;
	sha256_init(&sha);
	feed(&(struct cr_hasher){ put_sha256, &sha }, arg);
#if NETTLE_VERSION_MAJOR >= 4
	sha256_digest(&sha, digest);
#else
	sha256_digest(&sha, SHA256_DIGEST_SIZE, digest);
#endif
}

static void
hash_keyed(struct cr_str key, void (*feed)(struct cr_hasher *h, void *arg), void *arg, uint8_t digest[SHA256_DIGEST_SIZE])
{
	struct hmac_sha256_ctx hmac;
	hmac_sha256_set_key(&hmac, key.len, (const uint8_t *)key.ptr);
	feed(&(struct cr_hasher){ put_hmac, &hmac }, arg);
#if NETTLE_VERSION_MAJOR >= 4
	hmac_sha256_digest(&hmac, digest);
#else
	hmac_sha256_digest(&hmac, SHA256_DIGEST_SIZE, digest);
#endif
	explicit_bzero(&hmac, sizeof hmac);
}

void
cr_hash_sha256(struct cr_str key, void (*feed)(struct cr_hasher *h, void *arg), void *arg, char out[65])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	if (key.ptr == NULL) {
		hash_plain(feed, arg, digest);
	} else {
		hash_keyed(key, feed, arg, digest);
	}
	put_hex(digest, sizeof digest, out);
}
