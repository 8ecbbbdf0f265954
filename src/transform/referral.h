/* Which object a name in a field means. nameref.c asks, for each field that may hold one. */
#ifndef CR_TRANSFORM_REFERRAL_H
#define CR_TRANSFORM_REFERRAL_H

#include "resource/fieldspec.h"
#include "resource/resmap.h"

struct cr_referrals {
	struct cr_resmap *resources;
	struct cr_map namespaces; /* the pairs of original and current namespace that occur */
};

/* The object that the field is in. */
struct cr_referrer {
	const struct cr_referrals *among;
	struct cr_resource *resource;
	bool cluster_scoped;
	cr_key ns;                        /* the effective one */
	const cr_key *subject_namespaces; /* of a RoleBinding's ServiceAccount subjects */
	size_t subject_namespace_count;
};

struct cr_name_use {
	const struct cr_fieldspec *spec; /* of the field */
	struct cr_gvk target;            /* what it names */
	const struct cr_node *at;        /* the name, a scalar */
	bool in_map;                     /* it is the name in a map */
	cr_key ns;                       /* what the map's namespace says; CR_KEY_NONE: there is no word on it */
};

void cr_referrals_index(struct cr_ctx *c, struct cr_resmap *m, struct cr_referrals *out);
struct cr_referrer cr_referrer_make(struct cr_ctx *c, const struct cr_referrals *among, struct cr_resource *r);
/* Before the first question of a referrer that has fields with names. False after cr_fail: a subject's namespace is no text. */
bool cr_referrer_read_subjects(struct cr_ctx *c, struct cr_referrer *who);
/* *out is the object, or NULL if there is none. False after cr_fail: it may be one of several. */
bool cr_referral_find(struct cr_ctx *c, const struct cr_referrer *who, const struct cr_name_use *use, struct cr_resource **out);
/* Of several objects that a name in who may mean, those whose prefixes and suffixes agree with who's. */
void cr_referral_narrow(const struct cr_resource *who, struct cr_matches *found);

#endif
