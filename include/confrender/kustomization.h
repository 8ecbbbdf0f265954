/* What a kustomization says, for programs that offer to change it. */
#ifndef CONFRENDER_KUSTOMIZATION_H
#define CONFRENDER_KUSTOMIZATION_H

#include <stddef.h>

#include "confrender/session.h"

#ifdef __cplusplus
extern "C" {
#endif

struct confrender_pair {
	const char *name, *value;
};
struct confrender_pairs {
	const struct confrender_pair *items;
	size_t count;
};
struct confrender_words {
	const char *const *items;
	size_t count;
};

/* Its fields in the words of edits; "" and none where it does not say them, or where no word of an edit would say the same. What bases say
 * is not in it. */
struct confrender_kustomization {
	const char *name_prefix, *name_suffix, *ns;
	struct confrender_words images;              /* "app=registry/app:v2" */
	struct confrender_words components;          /* as they are written */
	struct confrender_pairs labels, annotations; /* commonLabels, commonAnnotations, sorted by name */
	struct confrender_pairs replicas;            /* a count is a number in decimal */
	/* A field that asks for what is never rendered: "helmCharts[0]"; "resources" or "components", for one that is remote. NULL: none.
	 */
	const char *refused;
};

/* Reads the kustomization of directory and nothing else. All lives as long as the session. */
enum confrender_result confrender_kustomization_read(struct confrender_session *session, const char *directory,
						     struct confrender_kustomization *kustomization);

#ifdef __cplusplus
}
#endif

#endif
