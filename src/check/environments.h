/* What is kept of each environment that was checked: which ConfigMaps and Secrets it makes, with their keys. Maps that have the same keys
 * share the list of them, and of a Secret's values a digest is kept whose key no file knows, so that a hundred environments cost little.
 *
 * Environments are of one family, and compared, when they have a workload in common: a repository may hold many programs. */
#ifndef CR_CHECK_ENVIRONMENTS_H
#define CR_CHECK_ENVIRONMENTS_H

#include "check/check.h"
#include "check/maps.h"

/* The keys of a map, in the order of their bytes. */
struct cr_key_set {
	const cr_key *keys;
	const cr_mark *marks; /* where they stand, in the first environment that has them */
	size_t count;
	uint32_t environment; /* that one */
	uint32_t seen;        /* the group that has met it; see env_keys.c */
};

/* A value of a Secret. digest 0: not to be compared. */
struct cr_kept_value {
	uint64_t digest;
	cr_mark mark;
};

struct cr_kept_map {
	enum cr_map_kind kind;
	struct cr_resid id;
	cr_key plain,
		plain_ns; /* as the tree names it, before prefixes, suffixes and hashes; a namespace that is set is an effective one */
	cr_mark mark;
	uint32_t environment;
	struct cr_key_set *set;
	const struct cr_kept_value *values; /* of a Secret: one for each key */
	bool ignores_keys, ignores_same;
};

/* Maps of one kind and plain name, at most one of each environment, in the order of environments. */
struct cr_map_group {
	struct cr_kept_map **items;
	size_t count, cap;
	uint32_t number; /* from 1 */
};

struct cr_environments {
	struct cr_ctx *c; /* of what is kept, and of names in it */
	struct cr_environment {
		struct cr_str name;
		uint32_t family; /* a way to the first one that it has a workload in common with, itself at the end */
		bool has_pods;
	} * items;
	size_t count, cap;
	struct cr_kept_maps {
		struct cr_kept_map **items;
		size_t count, cap;
	} maps;
	struct cr_map key_sets;
	struct cr_map workloads; /* by kind and plain name: the first environment that has it */
};

/* Keeps what counts of refs, whose names are those of from. name stays the caller's. */
void cr_environments_add(struct cr_environments *e, const struct cr_ctx *from, const struct cr_refs *refs, struct cr_str name);
/* Runs the rules about several environments; k->c is e->c. */
void cr_environments_check(struct cr_environments *e, struct cr_check *k);

/* The rules, for one group. */
void cr_check_env_keys(struct cr_check *k, const struct cr_environments *e, const struct cr_map_group *g);
void cr_check_env_secrets(struct cr_check *k, const struct cr_environments *e, const struct cr_map_group *g);

/* Says of the newest finding which map of which environment it is about. */
void cr_find_map(struct cr_check *k, const struct cr_kept_map *map);

#endif
