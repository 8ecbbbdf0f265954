/* The accumulation of one directory (target.c), and what it asks of the directories accumulated so far (baseline.c). */
#ifndef CR_ACCUMULATE_TARGET_H
#define CR_ACCUMULATE_TARGET_H

#include "accumulate/accumulate.h"
#include "yaml/read.h"

struct cr_target {
	struct cr_baseline *baseline;
	struct cr_kust *kust;
	struct cr_accumulation *into; /* the directory's own; of a component, that of the kustomization which names it */
	struct cr_str where; /* the directory as origins name it, seen from the root of the build; ptr NULL: nobody asks for them */
};

/* Reads and decodes the kustomization of dir. mark: the entry that names the directory. False after cr_fail. */
bool cr_target_read(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_kust *out);
/* Steps 1 to 9 of a build, into t->into. False after cr_fail. */
bool cr_target_accumulate(struct cr_ctx *c, struct cr_target *t);

/* Appends to m what an entry of t's kustomization names: a file, or a directory and all below it, whose vars go to vars
 * (not where m is another set than t's own: plugins). False after cr_fail. */
bool cr_target_add_entry(struct cr_ctx *c, const struct cr_target *t, struct cr_resmap *m, struct cr_vars *vars,
			 const struct cr_text *entry);

/* Appends the objects that a text holds; path: of the file that it stands in, as t's kustomization names it. False after cr_fail. */
bool cr_target_add_objects(struct cr_ctx *c, const struct cr_target *t, struct cr_resmap *m, const struct cr_source *src,
			   struct cr_str path);

/* The accumulation of dir, which entry of t's kustomization names as a base. NULL as for cr_accumulate. */
const struct cr_accumulation *cr_accumulate_base(struct cr_ctx *c, const struct cr_target *t, struct cr_str dir,
						 const struct cr_text *entry);
/* The component at dir does its steps on what t has accumulated so far. False after cr_fail. */
bool cr_accumulate_component(struct cr_ctx *c, const struct cr_target *t, struct cr_str dir, const struct cr_text *entry);

#endif
