/* Rendering one directory. */
#ifndef CONFRENDER_RENDER_H
#define CONFRENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "confrender/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/* CONFRENDER_YAML_FILES is the YAML of resources that get a file each, which kustomize prints another way: text that was written folded
 * stays as it is there, and can gain or lose line feeds where all is one stream. */
enum confrender_format { CONFRENDER_YAML, CONFRENDER_JSON, CONFRENDER_YAML_FILES };
enum confrender_order { CONFRENDER_ORDER_DEFAULT, CONFRENDER_ORDER_LEGACY, CONFRENDER_ORDER_NONE };

/* What goes beyond kustomize. 0 in each: what the tree says (conf-render/NAME in the metadata.annotations of the root kustomization), and
 * where it says nothing, the value behind it. */

/* Which ConfigMaps and Secrets get a checksum in the pod templates that read them: none, those without a hash in their name, all. */
enum confrender_checksums {
	CONFRENDER_CHECKSUMS_BY_TREE,
	CONFRENDER_CHECKSUMS_OFF,
	CONFRENDER_CHECKSUMS_UNHASHED,
	CONFRENDER_CHECKSUMS_ALL,
};
/* Which ConfigMaps and Secrets become immutable: none, those that this render gave a hash. */
enum confrender_immutable { CONFRENDER_IMMUTABLE_BY_TREE, CONFRENDER_IMMUTABLE_OFF, CONFRENDER_IMMUTABLE_HASHED };
/* Which ConfigMaps and Secrets get a hash in their name: those that are generated, also those that an annotation marks, all. */
enum confrender_hash { CONFRENDER_HASH_BY_TREE, CONFRENDER_HASH_GENERATED, CONFRENDER_HASH_MARKED, CONFRENDER_HASH_ALL };
/* Which fields follow a ConfigMap or Secret that gets another name: those that kustomize knows, all that are known. */
enum confrender_references { CONFRENDER_REFERENCES_BY_TREE, CONFRENDER_REFERENCES_KUSTOMIZE, CONFRENDER_REFERENCES_ALL };
/* Annotations for Stakater Reloader. */
enum confrender_reloader { CONFRENDER_RELOADER_BY_TREE, CONFRENDER_RELOADER_OFF, CONFRENDER_RELOADER_ON };

/* Set size to sizeof(struct confrender_render_options) and the rest to 0 for the defaults. */
struct confrender_render_options {
	size_t size;
	enum confrender_format format;
	enum confrender_order order; /* kustomize's --reorder; sortOptions of the root kustomization wins */
	bool managed_by_label;       /* kustomize's --enable-managedby-label */
	enum confrender_checksums checksums;
	enum confrender_immutable immutable;
	enum confrender_hash hash;
	enum confrender_references references;
	enum confrender_reloader reloader;
	const void *checksum_key; /* what makes the checksums of Secrets an HMAC; NULL: plain SHA-256 */
	size_t checksum_key_length;
};

struct confrender_output;

/* Renders directory (relative to the working directory; in a tree, to its top). On CONFRENDER_OK *output is the result, which the caller
 * frees; otherwise it is NULL and nothing was produced. */
enum confrender_result confrender_render(struct confrender_session *session, const char *directory,
					 const struct confrender_render_options *options, struct confrender_output **output);
void confrender_output_free(struct confrender_output *output);

/* The whole output; not NUL-terminated. Lives as long as output. JSON is one List object. */
const char *confrender_output_text(const struct confrender_output *output, size_t *length);

/* Its resources one by one: text without separator, the identity as in the output (texts end in NUL; "" where absent), which lives as
 * long as the session. */
struct confrender_resource {
	const char *text;
	size_t length;
	const char *group, *version, *kind, *name, *ns;
	bool cluster_scoped; /* known to lie in no namespace; kinds that are not known count as namespaced */
	bool cut;            /* one of the texts holds a NUL, and ends there for who reads it as a string */
};
size_t confrender_output_count(const struct confrender_output *output);
struct confrender_resource confrender_output_resource(const struct confrender_output *output, size_t index);

/* Hands the output to write in pieces; stops and returns false as soon as write does. */
bool confrender_output_write(const struct confrender_output *output, bool (*write)(void *user, const char *text, size_t length),
			     void *user);

#ifdef __cplusplus
}
#endif

#endif
