/* fix --vars: the vars of a kustomization become replacements.
 *
 * Each $(NAME) in the resources and patches of the directory, and of all that it is built on, becomes a target of the var's replacement. In
 * the files NAME_PLACEHOLDER takes its place, for the reader; a replacement writes over either, so that the build is the same whichever of
 * the files have their new text.
 *
 * Counterpart: kustomize/commands/edit/fix/convert.go. */
#ifndef CR_EDIT_VARS_H
#define CR_EDIT_VARS_H

#include "edit/edit.h"
#include "kustomization/kust.h"
#include "yaml/read.h"

/* A text in which vars may stand. */
struct cr_var_file {
	const struct cr_file *file; /* the one that it is, or stands in */
	struct cr_source source;
	const struct cr_patch *patch; /* NULL: resources */
	bool inlined;                 /* the text of an inline patch, which stays as it is */
};

struct cr_var_files {
	struct cr_var_file *items;
	size_t count, cap;
};

/* All of them below dir, each once: of a directory those of its resources and components first. False after cr_fail. */
bool cr_var_files_find(struct cr_ctx *c, struct cr_str dir, struct cr_var_files *out);

/* A var, and the targets of its replacement. */
struct cr_var_named {
	struct cr_str name;
	struct cr_node *entry; /* of vars */
	struct cr_node *targets;
};

struct cr_var_names {
	struct cr_var_named *items;
	size_t count, cap;
	struct cr_map by_name;
};

struct cr_var_named *cr_var_named_find(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str name);

/* $(NAME) in a text, at start. */
struct cr_var_use {
	size_t start, end;
	struct cr_var_named *var;
};

/* The next one from *at on, which moves behind it; seen as a build sees them. False: there is none. */
bool cr_var_use_next(struct cr_ctx *c, const struct cr_var_names *names, struct cr_str text, size_t *at, struct cr_var_use *out);
/* Is there one in docs? */
bool cr_var_is_used(struct cr_ctx *c, const struct cr_var_names *names, const struct cr_docs *docs);

/* "apps/v1" and "v1": a group and a version. */
void cr_var_split_version(struct cr_str api_version, struct cr_str *group, struct cr_str *version);

/* Adds the targets in docs, which were read from file. False after cr_fail: one that no replacement can be written for. */
bool cr_var_targets_add(struct cr_edit_state *s, const struct cr_var_names *names, const struct cr_var_file *file,
			const struct cr_docs *docs);

/* The text of a file with placeholders in its values: comments and keys stay. docs are its documents, and are changed likewise. False after
 * cr_fail. */
bool cr_var_file_edit(struct cr_ctx *c, const struct cr_var_names *names, const struct cr_var_file *file, struct cr_docs *docs,
		      struct cr_str *out);

#endif
