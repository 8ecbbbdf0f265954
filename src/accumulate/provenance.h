/* Where objects come from and what changed them, noted in annotations while a build with "buildMetadata" is under way. Others pay nothing:
 * cr_target.where has no text then, and nothing is noted. Counterpart: api/resource/origin.go. */
#ifndef CR_ACCUMULATE_PROVENANCE_H
#define CR_ACCUMULATE_PROVENANCE_H

#include "accumulate/target.h"

/* One note, as YAML. */
struct cr_provenance {
	struct cr_str text; /* a map */
	struct cr_str item; /* the same as an item of a list */
};

/* All objects of a file that an entry of t's kustomization names: the file's path. */
void cr_provenance_of_file(struct cr_ctx *c, const struct cr_target *t, struct cr_str entry, const struct cr_resources *found);
/* An object that a field of t's kustomization generates. builtin: the kind that stands for the field. */
void cr_provenance_of_generated(struct cr_ctx *c, const struct cr_target *t, const char *builtin, struct cr_resource *r);
/* What is generated or changed by the configuration r, an object of "generators", "transformers" or "validators". NULL: nobody asks. */
struct cr_provenance *cr_provenance_of_plugin(struct cr_ctx *c, const struct cr_target *t, const struct cr_resource *r);

/* Notes p as the origin of r, if there is no other. p NULL: does nothing. */
void cr_provenance_note(struct cr_ctx *c, const struct cr_provenance *p, struct cr_resource *r);
/* Notes that what p says has changed every object. False after cr_fail: an annotation holds something else. p NULL: does nothing. */
bool cr_provenance_transformed(struct cr_ctx *c, const struct cr_provenance *p, struct cr_resmap *m);
/* The same for the transformer of a field; user: the struct cr_target (see struct cr_transform_watch). */
bool cr_provenance_of_field(struct cr_ctx *c, const void *user, const char *builtin, struct cr_resmap *m);

#endif
