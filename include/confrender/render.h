/* Rendering one directory. */
#ifndef CONFRENDER_RENDER_H
#define CONFRENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "confrender/session.h"

#ifdef __cplusplus
extern "C" {
#endif

enum confrender_format { CONFRENDER_YAML, CONFRENDER_JSON };
enum confrender_order { CONFRENDER_ORDER_DEFAULT, CONFRENDER_ORDER_LEGACY, CONFRENDER_ORDER_NONE };

/* Set size to sizeof(struct confrender_render_options) and the rest to 0 for the defaults. */
struct confrender_render_options {
	size_t size;
	enum confrender_format format;
	enum confrender_order order; /* kustomize's --reorder; sortOptions of the root kustomization wins */
	bool managed_by_label;       /* kustomize's --enable-managedby-label */
};

struct confrender_output;

/* Renders directory (relative to the working directory; in a tree, to its top). On CONFRENDER_OK *output is the result, which the caller
 * frees; otherwise it is NULL and nothing was produced. */
enum confrender_result confrender_render(struct confrender_session *session, const char *directory,
					 const struct confrender_render_options *options, struct confrender_output **output);
void confrender_output_free(struct confrender_output *output);

/* The whole output; not NUL-terminated. Lives as long as output. JSON is one List object. */
const char *confrender_output_text(const struct confrender_output *output, size_t *length);

/* Its resources one by one: text without separator, the identity as in the output (texts end in NUL; "" where absent). */
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
