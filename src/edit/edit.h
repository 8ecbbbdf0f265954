/* Changes of a kustomization.yaml as `kustomize edit` makes them, written so that all else stays as it was.
 *
 * An edit is two things that know nothing of each other: a change of the tree that was read (fields.c, labels.c, images.c, ...), and the
 * finding of the bytes in which the changed tree differs from the text (splice.c). What comes out is read again and must hold the
 * changed tree, and nothing else: else the edit is refused.
 *
 * Counterpart: kustomize/commands/edit, which writes the whole file anew. */
#ifndef CR_EDIT_EDIT_H
#define CR_EDIT_EDIT_H

#include "base/buf.h"
#include "load/loader.h"
#include "yaml/spans.h"

enum cr_edit_verb { CR_EDIT_ADD, CR_EDIT_SET, CR_EDIT_REMOVE, CR_EDIT_FIX, CR_EDIT_CREATE };

enum cr_edit_field {
	CR_EDIT_NO_FIELD,
	CR_EDIT_ANNOTATION,
	CR_EDIT_BASE,
	CR_EDIT_BUILD_METADATA,
	CR_EDIT_COMPONENT,
	CR_EDIT_CONFIG_MAP,
	CR_EDIT_CONFIGURATION,
	CR_EDIT_GENERATOR,
	CR_EDIT_IMAGE,
	CR_EDIT_LABEL,
	CR_EDIT_NAME_PREFIX,
	CR_EDIT_NAME_SUFFIX,
	CR_EDIT_NAMESPACE,
	CR_EDIT_PATCH,
	CR_EDIT_REPLICAS,
	CR_EDIT_RESOURCE,
	CR_EDIT_SECRET,
	CR_EDIT_TRANSFORMER,
	CR_EDIT_VALIDATOR,
	CR_EDIT_FIELD_COUNT
};

struct cr_edit_words {
	struct cr_str *items;
	size_t count, cap;
};

/* One edit; texts that are not given have length 0. */
struct cr_edit {
	enum cr_edit_verb verb;
	enum cr_edit_field field;
	struct cr_edit_words words; /* what stands behind the command's name */
	bool force;                 /* add annotation, label: those that are there are written over */
	bool without_selector, include_templates;
	bool ignore_missing; /* remove annotation, label */
	/* patch */
	struct cr_str path, patch, group, version, kind, name, ns, annotation_selector, label_selector;
	/* configmap, secret; ns too */
	struct cr_edit_words literals, files;
	struct cr_str env_file, behavior, type, new_namespace;
	bool disable_name_suffix_hash;
	/* create; words are its resources, ns its namespace */
	struct cr_edit_words labels, annotations;
	struct cr_str name_prefix, name_suffix;
	bool detect, recursive;
	bool vars; /* fix: vars become replacements */
};

/* Another file that an edit changes (fix --vars). */
struct cr_edited_file {
	const struct cr_file *file;
	struct cr_str text;
};

struct cr_edited {
	const struct cr_file *file; /* the kustomization; NULL: it is a new one */
	struct {
		struct cr_edited_file *items;
		size_t count, cap;
	} others;
};

/* A kustomization at work. */
struct cr_edit_state {
	struct cr_ctx *ctx;
	struct cr_str dir;
	struct cr_file *file;
	struct cr_node *root; /* a map, private; empty if the file says nothing */
	struct cr_edited *edited;
};

/* Is the edit whole by itself (its words, their form)? False after cr_fail. Nothing is read. */
bool cr_edit_check(struct cr_ctx *c, const struct cr_edit *e);

/* What a word of set image says; texts that are not given have length 0. False: it says nothing about an image. */
struct cr_edit_image {
	struct cr_str name, new_name, new_tag, digest;
};
bool cr_edit_read_image(struct cr_str word, struct cr_edit_image *out);
/* Does set namespace take the text? */
bool cr_edit_is_namespace(struct cr_str text);

/* The options that buildMetadata may have; ends in NULL. */
extern const char *const cr_edit_build_metadata_options[];

/* Appends what the kustomization of dir has of a field: the entries of a list, the names of objects and images, the keys of labels. False
 * after cr_fail. */
bool cr_edit_names(struct cr_ctx *c, struct cr_str dir, enum cr_edit_field field, struct cr_edit_words *names);

/* Applies edits[0], edits[1], ... to the kustomization of dir, and appends its new text to *text. */
bool cr_edit_apply(struct cr_ctx *c, struct cr_str dir, const struct cr_edit *edits, size_t count, struct cr_edited *out,
		   struct cr_buf *text);

#endif
