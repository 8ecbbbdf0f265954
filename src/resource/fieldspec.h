/* Field specs: which field of which kinds a transformer touches. */
#ifndef CR_RESOURCE_FIELDSPEC_H
#define CR_RESOURCE_FIELDSPEC_H

#include "resource/gvk.h"

struct cr_step {
	cr_key key;
	bool seq; /* written "name[]": never created; where it is null it becomes an empty list */
};

struct cr_fieldspec {
	struct cr_gvk gvk; /* empty parts match anything */
	const struct cr_step *path;
	uint32_t path_len;
	bool create;
	bool strange; /* some step is nothing that a map can have: "", "5", "-", "*", "[a=b]" */
	cr_mark mark;
	struct cr_str odd; /* the path as written, where its steps do not tell it: "/a", "a /b" */
};

struct cr_fieldspecs {
	const struct cr_fieldspec *items;
	size_t count;
	struct cr_fieldspec *own; /* items, for the context with this stamp: it may add to them in place, as nobody else has them */
	size_t room;              /* places there */
	uint32_t stamp;
};

struct cr_namereference {
	struct cr_gvk target;
	struct cr_fieldspecs referrers;
};

struct cr_namereferences {
	const struct cr_namereference *items;
	size_t count;
	struct cr_namereference *own; /* as above */
	size_t room;
	uint32_t stamp;
};

/* The built-in tables (fieldspec_table.c, generated from tables/fieldspecs.tsv), in the reference's order after its sort at start-up. */
extern const struct cr_fieldspecs cr_fs_name_prefix, cr_fs_name_suffix, cr_fs_common_labels, cr_fs_template_labels,
	cr_fs_volume_claim_template_labels, cr_fs_common_annotations, cr_fs_namespace, cr_fs_var_reference, cr_fs_images, cr_fs_replicas,
	cr_fs_metadata_labels;
extern const struct cr_namereferences cr_name_references;

/* "spec/template/metadata/labels", "a\/b" for a slash in a key, "x[]". Sets path, path_len, strange and odd. False: too long. */
bool cr_fieldspec_parse_path(struct cr_ctx *c, struct cr_str path, cr_mark mark, struct cr_fieldspec *out);
/* Were both paths written alike? "/a" and "a" lead to the same field, but are two. */
bool cr_fieldspec_same_path(const struct cr_fieldspec *a, const struct cr_fieldspec *b);
/* Is old of a kind that row covers, at the same path? Then a list that has old does not take row as well, be it more general. */
bool cr_fieldspec_covers(const struct cr_fieldspec *row, const struct cr_fieldspec *old);
/* Was the path written "first/second"? */
bool cr_fieldspec_is_pair(const struct cr_fieldspec *spec, cr_key first, cr_key second);
/* May the field be a part of what an object is known by? */
bool cr_fieldspec_may_rename(const struct cr_fieldspec *spec);
/* The path as it was written, for messages (cut when it is long). */
struct cr_str cr_fieldspec_text(struct cr_ctx *c, const struct cr_fieldspec *spec);

/* Calls set for every place that the path reaches in root (private, see node.h), lists entered element by element. The place is given as
 * its parent (private): a map and a key, or a list and an index; *value is the node there, made private; what set leaves in *value is put
 * back. With spec->create missing maps and the field are made (*value is then a null scalar, kind as create_kind says for maps).
 * set returns false after cr_fail. Errors: the path meets a scalar or a map where it cannot go on (message as the reference: "expected
 * sequence or mapping node"). Does not look at spec->gvk. */
struct cr_visit {
	bool (*set)(struct cr_ctx *c, void *user, struct cr_node **value);
	void *user;
	enum cr_kind create_kind; /* what a created field starts as: CR_SCALAR (null) or CR_MAP (empty) */
	bool as_is;               /* *value comes as it stands, perhaps not private: set puts another node in its place */
};
bool cr_fieldspec_visit(struct cr_ctx *c, struct cr_node *root, const struct cr_fieldspec *spec, const struct cr_visit *visit);
/* Of a strange spec: false, after cr_fail, if map cannot have the step. A visit asks for itself. */
bool cr_fieldspec_check_step(struct cr_ctx *c, const struct cr_fieldspec *spec, uint32_t step, const struct cr_node *map);
/* Is there anything that the path reaches (read-only; never creates)? Cheap: called before a shared tree is made private. */
bool cr_fieldspec_reaches(const struct cr_node *root, const struct cr_fieldspec *spec);

#endif
