/* Which pods of the output a label selector chooses. */
#ifndef CR_CHECK_PODLABELS_H
#define CR_CHECK_PODLABELS_H

#include "check/index.h"

/* Sets of labels with who has them: pod templates, or objects. */
struct cr_labelled {
	cr_key ns;
	const struct cr_resource *owner;
	const struct cr_node *labels; /* NULL: none */
};

struct cr_labels_index {
	struct cr_map by_label; /* namespace, key, value */
	struct cr_map by_ns;
	struct cr_map by_key; /* in all namespaces */
	struct cr_map hidden; /* namespaces where an operator makes pods with labels of its own: the resource */
};

void cr_labels_add(struct cr_check *k, struct cr_labels_index *x, cr_key ns, const struct cr_resource *owner, const struct cr_node *labels);
/* Those of all pods. */
void cr_labels_of_pods(struct cr_check *k, struct cr_labels_index *x);

/* A selector as objects write it. */
struct cr_pod_selector {
	const struct cr_node *labels;      /* a map; NULL: none */
	const struct cr_node *expressions; /* a list; NULL: none */
};
/* Of { matchLabels, matchExpressions }. */
struct cr_pod_selector cr_pod_selector_of(const struct cr_node *selector);

/* Do labels have this one? */
bool cr_pod_selector_has(const struct cr_node *labels, const struct cr_pair *want);
bool cr_pod_selector_matches(struct cr_check *k, const struct cr_pod_selector *s, const struct cr_node *labels);
/* The first in ns that it chooses, or NULL. */
const struct cr_labelled *cr_labels_select(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pod_selector *s);
/* The one in ns that most of its labels fit, at least one, with the first label that does not; NULL: none. */
const struct cr_labelled *cr_labels_nearest(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pod_selector *s,
					    const struct cr_pair **unfit);
/* A value of that label in ns which the wanted one may be a misspelling of; CR_KEY_EMPTY: none. */
cr_key cr_labels_near(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pair *wanted);
bool cr_labels_are_known(const struct cr_labels_index *x, cr_key ns);
bool cr_labels_has_ns(const struct cr_labels_index *x, cr_key ns);
/* Does any of them have a label with this key? */
bool cr_labels_has_key(const struct cr_labels_index *x, cr_key key);

#endif
