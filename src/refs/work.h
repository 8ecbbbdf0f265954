/* What the parts of cr_refs_build share. */
#ifndef CR_REFS_WORK_H
#define CR_REFS_WORK_H

#include "refs/place.h"
#include "refs/tables.h"

enum cr_row_table { CR_ROW_POD, CR_ROW_OBJECT, CR_ROW_MAKER };

/* A row of one of the tables whose kind occurs. */
struct cr_row_use {
	cr_key kind, group; /* CR_KEY_NONE: any */
	enum cr_row_table table;
	const void *row;
	void *parsed;            /* its paths, once they are wanted; what they are is the table's own matter */
	struct cr_row_use *next; /* of the same kind */
};

/* volumeMounts[] that name one volume. */
struct cr_mount {
	const struct cr_node *volume;   /* the name */
	const struct cr_node *sub_path; /* NULL: all of it, or a part that cannot be told */
	const struct cr_node *container;
	struct cr_mount *next; /* of the same volume */
	struct cr_mount *last; /* of them, kept in the first */
	bool taken;            /* by a volume; in the first */
	bool whole;            /* one of them mounts all of it; in the first */
};

struct cr_refs_work {
	struct cr_ctx *c;
	struct cr_refs *refs;
	struct cr_map rows; /* by kind: struct cr_row_use */
	struct cr_row_use *any_kind;
	struct cr_path_list drivers; /* from a volume to the names of Secrets that its driver reads */
	const cr_key *notes;         /* of cr_note_rows */

	/* The object at hand. */
	struct cr_resource *r;
	cr_key ns;          /* the effective one; CR_KEY_NONE: it is in none */
	bool by_shape;      /* it is looked at by shape, too */
	struct cr_map seen; /* what was found in it so far */

	/* The pod at hand, all in scratch memory. */
	struct cr_pod *pod;
	struct cr_trail {
		struct cr_node_step steps[3 * CR_PATH_MAX];
		uint32_t count;
	} trail; /* from its spec, or from the object's root, to what is looked at */
	struct {
		struct cr_read *items;
		size_t count, cap;
	} reads;
	struct cr_map mounts; /* by the text of the volume's name */

	struct {
		struct cr_made_key *items;
		size_t count, cap;
	} keys;
	struct {
		struct cr_made_map **items;
		size_t count, cap;
	} fillers; /* what is written into maps that are there */
	struct {
		struct cr_shape_level {
			const struct cr_node *at;
			uint32_t next;
		} * items;
		size_t count, cap;
	} levels; /* of a walk over an object */
};

static inline void
cr_trail_key(struct cr_refs_work *w, cr_key key)
{
	w->trail.steps[w->trail.count++] = (struct cr_node_step){ .key = key };
}

static inline void
cr_trail_index(struct cr_refs_work *w, uint32_t index)
{
	w->trail.steps[w->trail.count++] = (struct cr_node_step){ .key = CR_KEY_NONE, .index = index };
}

/* The text of a name, or CR_KEY_EMPTY if n is none. */
cr_key cr_refs_name(struct cr_refs_work *w, const struct cr_node *n);
/* Is n a plain true? */
bool cr_refs_is_true(const struct cr_node *n);
/* A read with its name set from n, a scalar, which stands at base and the trail; false: n is no name. */
bool cr_read_begin(struct cr_refs_work *w, struct cr_read *read, const struct cr_node *n, struct cr_node_path base);
/* Adds to the list of all reads. */
void cr_read_list(struct cr_refs_work *w, struct cr_read *read);
/* Lists a copy of a read that belongs to no pod. */
void cr_read_add(struct cr_refs_work *w, const struct cr_read *read);
/* The same for a map that is made. */
void cr_map_list(struct cr_refs_work *w, struct cr_made_map map);

/* The reads of a pod whose spec and paths are set: pod_reads.c. */
void cr_pod_read(struct cr_refs_work *w, struct cr_pod *pod, struct cr_path_list containers, struct cr_path_list volumes);
/* Lists a pod of the object at hand and what it reads. */
void cr_pod_add(struct cr_refs_work *w, struct cr_pod pod, struct cr_path_list containers, struct cr_path_list volumes);
void cr_pods_by_row(struct cr_refs_work *w, struct cr_row_use *use);
/* Pods and reads of an object of a kind that has no row: shape.c. */
bool cr_shape_wanted(const struct cr_refs_work *w);
void cr_look_by_shape(struct cr_refs_work *w);
/* Notes a name or a pod that a table found, so that the shape does not find it again; asks for it. */
void cr_refs_see(struct cr_refs_work *w, const struct cr_node *n);
bool cr_refs_seen(const struct cr_refs_work *w, const struct cr_node *n);
void cr_objects_by_row(struct cr_refs_work *w, struct cr_row_use *use);
void cr_maps_by_row(struct cr_refs_work *w, struct cr_row_use *use);
/* The object at hand if it is a ConfigMap or a Secret. */
void cr_maps_itself(struct cr_refs_work *w);

#endif
