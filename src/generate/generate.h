/* ConfigMaps and Secrets from literals, files and env files, and the hash suffix of their names. */
#ifndef CR_GENERATE_GENERATE_H
#define CR_GENERATE_GENERATE_H

#include "kustomization/plugin_fields.h"

/* Makes the object of one generator item; files are looked up from dir. NULL after cr_fail: no name, a literal without "=", a key twice, a
 * file that is not there, CR_MAX_GENERATED_BYTES. The resource carries behavior and needs_hash. */
struct cr_resource *cr_generate(struct cr_ctx *c, struct cr_str dir, const struct cr_generator_args *args);

/* The ten characters of the name suffix (hashing.md), by kind: ConfigMap or Secret. Another kind, which the reference
 * hashes with the layout and the comments of its file, is refused. */
bool cr_hash_suffix(struct cr_ctx *c, const struct cr_resource *r, char out[11]);
/* Gives all objects that want one their suffix. */
bool cr_hash_apply(struct cr_ctx *c, struct cr_resmap *m);

/* The ServiceAccount of an IAMPolicyGenerator, appended to *out. */
bool cr_iam_policy_generate(struct cr_ctx *c, const struct cr_iam_policy *policy, cr_mark mark, struct cr_resources *out);

#endif
