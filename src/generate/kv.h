/* What a generator item names (env files, literals, files), as keys and values. */
#ifndef CR_GENERATE_KV_H
#define CR_GENERATE_KV_H

#include "kustomization/kust.h"

struct cr_kv_sink {
	/* value shares the memory of the entry or of the loaded file. mark: the entry, or the line of an env file. False after cr_fail. */
	bool (*put)(struct cr_ctx *c, void *user, struct cr_str key, struct cr_str value, cr_mark mark);
	void *user;
};

/* Gives every pair to sink in the reference's order; files are looked up from dir. False after cr_fail. Messages hold no values. */
bool cr_kv_read(struct cr_ctx *c, struct cr_str dir, const struct cr_generator_args *args, const struct cr_kv_sink *sink);

/* "configMap" or "secret", for messages. */
const char *cr_kv_word(const struct cr_generator_args *args);

#endif
