/* Editing a kustomization, as "kustomize edit" and "kustomize create" do: all that an edit does not address stays as it is written. */
#ifndef CONFRENDER_EDIT_H
#define CONFRENDER_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "confrender/session.h"

#ifdef __cplusplus
extern "C" {
#endif

enum confrender_edit_verb { CONFRENDER_ADD, CONFRENDER_SET, CONFRENDER_REMOVE, CONFRENDER_FIX, CONFRENDER_CREATE };

enum confrender_edit_field {
	CONFRENDER_NO_FIELD, /* of CONFRENDER_FIX and CONFRENDER_CREATE */
	CONFRENDER_ANNOTATION,
	CONFRENDER_BASE,
	CONFRENDER_BUILD_METADATA,
	CONFRENDER_COMPONENT,
	CONFRENDER_CONFIG_MAP,
	CONFRENDER_CONFIGURATION,
	CONFRENDER_GENERATOR,
	CONFRENDER_IMAGE,
	CONFRENDER_LABEL,
	CONFRENDER_NAME_PREFIX,
	CONFRENDER_NAME_SUFFIX,
	CONFRENDER_NAMESPACE,
	CONFRENDER_PATCH,
	CONFRENDER_REPLICAS,
	CONFRENDER_RESOURCE,
	CONFRENDER_SECRET,
	CONFRENDER_TRANSFORMER,
	CONFRENDER_VALIDATOR,
};

/* One edit. Set size to sizeof(struct confrender_edit) and what is not meant to 0; later versions add fields at the end. Texts are as on
 * kustomize's command line. */
struct confrender_edit {
	size_t size;
	enum confrender_edit_verb verb;
	enum confrender_edit_field field;
	/* What stands behind the command: "app=registry/app:v2", "key:value", paths. No pattern is looked up in the file system: words of
	 * add are paths. */
	const char *const *words;
	size_t word_count;
	bool force;                               /* add annotation, label */
	bool without_selector, include_templates; /* add label */
	bool ignore_missing;                      /* remove annotation, label */
	/* add, remove patch; ns also of configmap, secret and create */
	const char *path, *patch, *group, *version, *kind, *name, *ns, *annotation_selector, *label_selector;
	/* add, set configmap and secret */
	const char *const *literals, *const *files;
	size_t literal_count, file_count;
	const char *env_file, *behavior, *type, *new_namespace;
	bool disable_name_suffix_hash;
	/* create; words are its resources */
	const char *const *labels, *const *annotations;
	size_t label_count, annotation_count;
	const char *name_prefix, *name_suffix;
	bool detect, recursive; /* the manifests of the directory, and of those below it, are resources too */
	bool vars;              /* fix: vars become replacements, in the files below too */
};

struct confrender_edited;

/* A file that the edits change: its name, relative to the directory, and its new text. */
struct confrender_edited_file {
	const char *name;
	const char *text;
	size_t length;
	bool changed; /* else the text is what it was */
};

/* Applies edits[0], edits[1], ... to the kustomization in directory. Nothing is written. On CONFRENDER_OK *edited holds the texts, which
 * the caller frees; else it is NULL: a diagnostic says why, and all files are to stay as they are. Every text was read again and holds
 * what the edits say, and nothing else than before besides. Texts live as long as the session, which reads no file twice: an edit of what
 * an earlier one changed takes another session. */
enum confrender_result confrender_edit(struct confrender_session *session, const char *directory, const struct confrender_edit *edits,
				       size_t count, struct confrender_edited **edited);
/* The first is the kustomization. */
size_t confrender_edited_count(const struct confrender_edited *edited);
struct confrender_edited_file confrender_edited_file(const struct confrender_edited *edited, size_t index);
void confrender_edited_free(struct confrender_edited *edited);

/* The words that an edit of this verb and field may mean in directory: what the kustomization has of the field (entries of lists, names of
 * generated objects and images, keys of labels), or for the options of buildMetadata all there are. For whoever types the edit: other words
 * can be right too, and there may be none. Nothing but the one file is read. *names is freed with the session. */
enum confrender_result confrender_edit_names(struct confrender_session *session, const char *directory, enum confrender_edit_verb verb,
					     enum confrender_edit_field field, const char *const **names, size_t *count);

/* Does name match pattern, as Go's filepath.Match has it? 1, 0, or -1: the pattern is malformed. */
int confrender_edit_match(const char *pattern, const char *name);

#ifdef __cplusplus
}
#endif

#endif
