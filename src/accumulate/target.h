/* The accumulation of one directory (target.c), and what it asks of the directories accumulated so far (baseline.c).
 *
 * Overlays upon overlays are as many as the input likes, so nothing here calls itself for the directory below: a target whose entry names a
 * directory that is not accumulated yet stops there (CR_WAITING), that directory becomes a target of its own, and when it has come to its
 * end the first one goes on at the same entry. */
#ifndef CR_ACCUMULATE_TARGET_H
#define CR_ACCUMULATE_TARGET_H

#include "accumulate/accumulate.h"
#include "yaml/read.h"

enum cr_progress { CR_FAILED, CR_DONE, CR_WAITING };

struct cr_target {
	struct cr_baseline *baseline;
	struct cr_kust *kust;
	struct cr_accumulation *into; /* the directory's own; of a component, that of the kustomization which names it */
	struct cr_str where; /* the directory as origins name it, seen from the root of the build; ptr NULL: nobody asks for them */

	uint32_t step;                       /* in the list of target.c */
	size_t at;                           /* the entry at hand, of a step that goes through entries */
	bool ok;                             /* false: an entry failed, and the step tries the others */
	struct cr_frame frame;               /* of the entry at hand */
	struct cr_resmap plugins;            /* what the entries of the list at hand hold */
	bool resumed;                        /* the directory that the entry at hand waited for has come to its end */
	const struct cr_accumulation *below; /* the directory that the entry at hand names; NULL: none, or it failed */
};

static inline enum cr_progress
cr_done_if(bool ok)
{
	return ok ? CR_DONE : CR_FAILED;
}

/* Reads and decodes the kustomization of dir. mark: the entry that names the directory. False after cr_fail. */
bool cr_target_read(struct cr_ctx *c, struct cr_str dir, cr_mark mark, struct cr_kust *out);
/* Steps 1 to 9 of a build, into t->into, as far as they go. FAILED after cr_fail. */
enum cr_progress cr_target_advance(struct cr_ctx *c, struct cr_target *t);

/* Appends to m what an entry of t's kustomization names: a file, or a directory and all below it, with its configuration and vars where m
 * is t's own (and not that of plugins). what: the sort of entry, for messages. After WAITING it is called again with the same arguments.
 * FAILED after cr_fail. */
enum cr_progress cr_target_add_entry(struct cr_ctx *c, struct cr_target *t, struct cr_resmap *m, const char *what,
				     const struct cr_text *entry);

/* Appends the objects that a text holds; path: of the file that it stands in, as t's kustomization names it. False after cr_fail. */
bool cr_target_add_objects(struct cr_ctx *c, const struct cr_target *t, struct cr_resmap *m, const struct cr_source *src,
			   struct cr_str path);

/* The accumulation of dir, which entry of t's kustomization names as a base, into t->below: DONE if it is there. WAITING: it is begun.
 * FAILED as for cr_accumulate. */
enum cr_progress cr_accumulate_base(struct cr_ctx *c, struct cr_target *t, struct cr_str dir, const struct cr_text *entry);
/* The component at dir begins its steps on what t has accumulated so far: WAITING. FAILED after cr_fail. */
enum cr_progress cr_accumulate_component(struct cr_ctx *c, struct cr_target *t, struct cr_str dir, const struct cr_text *entry);

#endif
