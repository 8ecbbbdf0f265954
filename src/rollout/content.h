/* Checksums of what a workload sees of a ConfigMap or Secret: docs/checksums.md has the bytes, which never change again. */
#ifndef CR_ROLLOUT_CONTENT_H
#define CR_ROLLOUT_CONTENT_H

#include "refs/refs.h"

/* All keys of a map, or some: in the order of their bytes, each once. Those that the map lacks count as absent. */
struct cr_view {
	const struct cr_made_map *map; /* an object: not one that a controller makes */
	struct cr_str name;            /* without its hash */
	bool all;
	const cr_key *keys;
	size_t count;
};

/* The checksum, in the arena. key: see cr_rollout. noted: the values about which there was a warning, none at first. */
struct cr_str cr_view_checksum(struct cr_ctx *c, const struct cr_view *view, struct cr_str key, struct cr_map *noted);

#endif
