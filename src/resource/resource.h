/* One object on its way: its tree and what the build knows about it. */
#ifndef CR_RESOURCE_RESOURCE_H
#define CR_RESOURCE_RESOURCE_H

#include "resource/gvk.h"
#include "yaml/read.h"

enum cr_behavior { CR_BEHAVIOR_NONE, CR_BEHAVIOR_CREATE, CR_BEHAVIOR_REPLACE, CR_BEHAVIOR_MERGE };

struct cr_affixes {
	const cr_key *items; /* in the order they were added; what is there is never written: shared with bases */
	cr_key *own;         /* items itself, while nobody shares it */
	uint32_t count, room;
};

/* The name of a var whose value is a field of the object. Never written in place: shared with bases. */
struct cr_var_note {
	cr_key name;
	const struct cr_var_note *before;
};

/* A text that grows at its end. Who holds an earlier length of it still holds what it was then. */
struct cr_grown_text {
	char *items;
	size_t count, cap;
};

struct cr_resource {
	struct cr_node *root;
	struct cr_resid id; /* current, always that of root */
	const struct cr_resid
		*prev; /* earlier ids, oldest first; prev[0] is the original. What is there is never written: shared with bases.
			* Their namespaces are effective ones ("default", not empty), their group and version the current ones */
	uint32_t prev_count;
	uint32_t prev_room;        /* places at prev_own */
	struct cr_resid *prev_own; /* prev itself, while nobody shares it */
	uint32_t seq;              /* place in its resmap, for ordered answers of the index */
	struct cr_affixes prefixes, suffixes;
	const struct cr_var_note *vars; /* the newest */
	struct cr_grown_text *noted;    /* the annotation of transformations, as far as nobody else wrote it; NULL: none yet */
	cr_mark mark;                   /* of the document or the generator item */
	cr_mark maimed;                 /* the patch that took its kind or name away, for the error at the end */
	uint32_t stamp;
	uint8_t behavior;
	bool needs_hash;
	bool hashed;  /* its name ends in "-" and the ten characters that this render made of its content */
	bool removed; /* taken out of its resmap, still in the index */
	bool generated;
	bool overlaid; /* took another object's place: its data, labels and annotations are maps of its own */
	bool allow_name_change, allow_kind_change;
};

/* Checks what every object must have (map, kind, metadata.name; kinds ending in List need no name) and reads the internal annotations
 * that act (needsHashSuffix, ...). NULL after cr_fail. */
struct cr_resource *cr_resource_from_node(struct cr_ctx *c, struct cr_node *root);
/* All objects of the documents, lists opened as in output-format.md section 8, empty ones left out; appended to *out. */
struct cr_resources {
	struct cr_resource **items;
	size_t count, cap;
};
bool cr_resources_from_docs(struct cr_ctx *c, const struct cr_docs *docs, struct cr_resources *out);

/* The root, made private to the context: every change starts here. The resource itself must be of this context's resmap. */
struct cr_node *cr_resource_edit(struct cr_ctx *c, struct cr_resource *r);
/* Original id: prev[0], or the current one. */
struct cr_resid cr_resource_org_id(const struct cr_resource *r);
/* Puts the current id on the list of earlier ones (before a change of name, namespace or kind). Duplicates are kept, as the reference does.
 */
void cr_resource_push_id(struct cr_ctx *c, struct cr_resource *r);
/* Adds to prefixes/suffixes unless empty. */
void cr_resource_add_prefix(struct cr_ctx *c, struct cr_resource *r, cr_key prefix);
void cr_resource_add_suffix(struct cr_ctx *c, struct cr_resource *r, cr_key suffix);
/* Is id the current or an earlier id (cr_resid_eq)? */
bool cr_resource_has_id(struct cr_ctx *c, const struct cr_resource *r, struct cr_resid id);
/* After the annotations changed that the reference keeps its notes in: what r knows is then what they say. False after cr_fail. */
bool cr_resource_reread_annotations(struct cr_ctx *c, struct cr_resource *r);
/* For the very end: takes the internal annotations (kustomization-fields.md section 10) out of the tree and turns other annotations into
 * strings; an annotations map that is left empty goes. Nothing is copied if nothing changes. keep_origin, keep_transformations: the notes
 * that buildMetadata asks for stay. */
void cr_resource_strip(struct cr_ctx *c, struct cr_resource *r, bool keep_origin, bool keep_transformations);
/* Set by name: writes metadata.name / metadata.namespace in the (private) tree. The caller then calls cr_resmap_renamed. */
void cr_resource_set_name(struct cr_ctx *c, struct cr_resource *r, struct cr_str name);
void cr_resource_set_ns(struct cr_ctx *c, struct cr_resource *r, struct cr_str ns);

#endif
