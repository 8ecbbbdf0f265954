/* What makes a changed configuration restart the pods that read it: hashed names beyond the generated ones, immutable maps, checksum
 * annotations, annotations for Stakater Reloader. Nothing of it happens unless a flag or an annotation of the root kustomization asks for
 * it: without, the bytes are kustomize's. */
#ifndef CR_ROLLOUT_ROLLOUT_H
#define CR_ROLLOUT_ROLLOUT_H

#include "kustomization/config.h"
#include "kustomization/kust.h"
#include "resource/resmap.h"

/* 0 in each: what the root's annotations say, or else the first one that is named. */
enum cr_checksums { CR_CHECKSUMS_UNSET, CR_CHECKSUMS_OFF, CR_CHECKSUMS_UNHASHED, CR_CHECKSUMS_ALL };
enum cr_immutable { CR_IMMUTABLE_UNSET, CR_IMMUTABLE_OFF, CR_IMMUTABLE_HASHED };
enum cr_hashed { CR_HASH_UNSET, CR_HASH_GENERATED, CR_HASH_MARKED, CR_HASH_ALL };
enum cr_follow { CR_REFERENCES_UNSET, CR_REFERENCES_KUSTOMIZE, CR_REFERENCES_ALL };
enum cr_reloader { CR_RELOADER_UNSET, CR_RELOADER_OFF, CR_RELOADER_ON };

struct cr_rollout {
	enum cr_checksums checksums;
	enum cr_immutable immutable;
	enum cr_hashed hash;
	enum cr_follow references;
	enum cr_reloader reloader;
	struct cr_str checksum_key; /* NULL: none */
};

/* Fills in what the flags left unset, from the settings of the root kustomization. False after cr_fail: a setting has no such value. */
bool cr_rollout_settle(struct cr_ctx *c, const struct cr_kust *root, struct cr_rollout *o);

/* Before names get their hash: which maps get one. False after cr_fail: an object's annotation says neither yes nor no. */
bool cr_rollout_choose(struct cr_ctx *c, const struct cr_rollout *o, struct cr_resmap *m);
/* After kustomize's own name references: names in every place that refs knows follow renamed maps. False after cr_fail. */
bool cr_rollout_references(struct cr_ctx *c, const struct cr_rollout *o, const struct cr_config *config, struct cr_resmap *m);
/* Once objects are as they are printed: warns of texts that are the old name of a hashed map. */
void cr_rollout_stale(struct cr_ctx *c, const struct cr_rollout *o, struct cr_resmap *m);
/* Last of all that changes objects: immutable, checksums, Reloader. False after cr_fail. */
bool cr_rollout_finish(struct cr_ctx *c, const struct cr_rollout *o, struct cr_resmap *m);

/* The name without the hash that this render put behind it; never guessed from the text. */
struct cr_str cr_rollout_plain_name(struct cr_ctx *c, const struct cr_resource *r);

#endif
