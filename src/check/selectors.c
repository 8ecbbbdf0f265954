/* Selectors that choose nothing: of Services and others over the pods of the output, and of workloads over their own pods. */
#include "check/operators.h"
#include "check/passes.h"
#include "check/podlabels.h"

enum selected { PODS, SERVICES };

struct selecting_kind {
	cr_key kind;
	cr_key field; /* in spec */
	bool plain;   /* a map of labels, not { matchLabels, matchExpressions } */
	enum selected selected;
};

static const struct selecting_kind selecting_kinds[] = {
	{ CR_KEY_Service, CR_KEY_selector, true, PODS },
	{ CR_KEY_PodDisruptionBudget, CR_KEY_selector, false, PODS },
	{ CR_KEY_NetworkPolicy, CR_KEY_podSelector, false, PODS },
	{ CR_KEY_PodMonitor, CR_KEY_selector, false, PODS },
	{ CR_KEY_ServiceMonitor, CR_KEY_selector, false, SERVICES },
};

/* Kinds of which the API refuses a selector that their own template does not fit. */
static const cr_key owning_kinds[] = {
	CR_KEY_Deployment, CR_KEY_StatefulSet, CR_KEY_DaemonSet, CR_KEY_ReplicaSet, CR_KEY_ReplicationController,
};

/* Labels without a domain that pods get while they run. */
static const char *const later_labels[] = { "pod-template-hash", "job-name", "controller-uid", "controller-revision-hash" };

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* What selectors choose among. */
struct selectable {
	struct cr_labels_index pods, services;
	struct cr_labels_index operators; /* custom resources from which a controller may make pods */
};

static const struct selecting_kind *
selecting(const struct cr_resource *r)
{
	for (size_t i = 0; i < COUNT(selecting_kinds); i++) {
		if (selecting_kinds[i].kind == r->id.gvk.kind) {
			return &selecting_kinds[i];
		}
	}
	return NULL;
}

static struct cr_pod_selector
selector_of(const struct cr_node *n, bool plain)
{
	if (plain) {
		return (struct cr_pod_selector){ .labels = cr_is(n, CR_MAP) && n->count > 0 ? n : NULL };
	}
	return cr_pod_selector_of(n);
}

/* May this be a label that a controller gives to pods? One that is known for it, or one with a domain that no template of the output has;
 * the recommended labels (app.kubernetes.io) are for people to write. */
static bool
comes_later(struct cr_check *k, const struct cr_labels_index *x, cr_key key)
{
	struct cr_str text = cr_key_str(k->c, key);
	for (size_t i = 0; i < COUNT(later_labels); i++) {
		if (cr_str_eq(text, cr_str_z(later_labels[i]))) {
			return true;
		}
	}
	return cr_str_find(text, '/', 0) != SIZE_MAX && !cr_str_starts(text, CR_STR("app.kubernetes.io/")) && !cr_labels_has_key(x, key);
}

static bool
needs_later_labels(struct cr_check *k, const struct cr_labels_index *x, const struct cr_pod_selector *s)
{
	for (size_t i = 0; s->labels != NULL && i < s->labels->count; i++) {
		if (comes_later(k, x, s->labels->pairs[i].key)) {
			return true;
		}
	}
	for (size_t i = 0; s->expressions != NULL && i < s->expressions->count; i++) {
		cr_key key = cr_key_find(k->c, cr_map_text(s->expressions->items[i], CR_KEY_key));
		if (key != CR_KEY_NONE && comes_later(k, x, key)) {
			return true;
		}
	}
	return false;
}

/* Pods that an operator makes are labelled with the name of its resource, or with that one's own labels. */
static bool
chooses_operator(struct cr_check *k, const struct cr_labels_index *operators, cr_key ns, const struct cr_pod_selector *s)
{
	if (cr_labels_select(k, operators, ns, s) != NULL) {
		return true;
	}
	for (size_t i = 0; s->labels != NULL && i < s->labels->count; i++) {
		const struct cr_node *value = s->labels->pairs[i].value;
		if (cr_is(value, CR_SCALAR) && cr_operator_runs(k, ns, cr_text(value))) {
			return true;
		}
	}
	return false;
}

/* Which label keeps the pods of whose labels these are from being chosen. */
static void
tell_unfit(struct cr_check *k, struct cr_str whose, const struct cr_node *labels, const struct cr_pair *unfit)
{
	const struct cr_node *has = cr_map_get(labels, unfit->key);
	struct cr_str label = cr_key_str(k->c, unfit->key);
	if (cr_is(has, CR_SCALAR) && cr_is(unfit->value, CR_SCALAR)) {
		cr_find_fix(k, "%S has the label \"%S\" as \"%S\", and the selector wants \"%S\"", whose, label, cr_text(has),
			    cr_text(unfit->value));
	} else {
		cr_find_fix(k, "%S lacks the label \"%S\"", whose, label);
	}
}

/* None of the labels fits: the first with a value that may be a slip of another one. */
static void
tell_near_value(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pod_selector *s)
{
	for (size_t i = 0; s->labels != NULL && i < s->labels->count; i++) {
		const struct cr_pair *wanted = &s->labels->pairs[i];
		cr_key near = cr_is(wanted->value, CR_SCALAR) ? cr_labels_near(k, x, ns, wanted) : CR_KEY_EMPTY;
		if (near != CR_KEY_EMPTY) {
			cr_find_fix(k, "did you mean \"%S: %S\"?", cr_key_str(k->c, wanted->key), cr_key_str(k->c, near));
			return;
		}
	}
}

static void
tell_nearest(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pod_selector *s)
{
	const struct cr_pair *unfit = NULL;
	const struct cr_labelled *nearest = cr_labels_nearest(k, x, ns, s, &unfit);
	if (nearest == NULL) {
		tell_near_value(k, x, ns, s);
	} else {
		struct cr_str owner = cr_resid_short(k->c, nearest->owner->id);
		tell_unfit(k, cr_str_cat(k->c, owner, CR_STR(", which comes nearest,")), nearest->labels, unfit);
		cr_find_second(k, nearest->labels->mark, "the labels that come nearest");
	}
}

static bool
is_on_purpose(const struct cr_resource *r, const struct selecting_kind *of)
{
	const struct cr_node *spec = cr_map_get(r->root, CR_KEY_spec);
	return cr_str_eq(cr_map_text(spec, CR_KEY_type), CR_STR("ExternalName")) ||
	       (of->selected == SERVICES && cr_map_get(spec, CR_KEY_namespaceSelector) != NULL) ||
	       (of->kind == CR_KEY_PodMonitor && cr_map_get(spec, CR_KEY_namespaceSelector) != NULL);
}

static void
check_selecting(struct cr_check *k, const struct selectable *all, const struct cr_resource *r, const struct selecting_kind *of)
{
	const struct cr_labels_index *x = of->selected == PODS ? &all->pods : &all->services;
	const struct cr_node *at = cr_map_at(r->root, CR_KEY_spec, of->field);
	struct cr_pod_selector s = selector_of(at, of->plain);
	cr_key ns = cr_object_ns(k, r);
	/* A namespace without any: they come from elsewhere. */
	if ((s.labels == NULL && s.expressions == NULL) || is_on_purpose(r, of) || !cr_labels_has_ns(x, ns) ||
	    !cr_labels_are_known(x, ns) || cr_labels_select(k, x, ns, &s) != NULL || needs_later_labels(k, x, &s) ||
	    chooses_operator(k, &all->operators, ns, &s)) {
		return;
	}
	cr_find(k, CR_RULE_SELECTOR_NO_PODS, r, at->mark, "%S selects no %s of the output", cr_resid_short(k->c, r->id),
		of->selected == PODS ? "pod" : "Service");
	tell_nearest(k, x, ns, &s);
}

static void
collect(struct cr_check *k, struct selectable *all)
{
	*all = (struct selectable){ 0 };
	cr_labels_of_pods(k, &all->pods);
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		const struct cr_node *labels = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_labels);
		if (r->id.gvk.kind == CR_KEY_Service) {
			cr_labels_add(k, &all->services, cr_object_ns(k, r), r, labels);
		} else if (labels != NULL && cr_operator_owns(k, r)) {
			cr_labels_add(k, &all->operators, cr_object_ns(k, r), r, labels);
		}
	}
}

void
cr_check_selectors(struct cr_check *k)
{
	struct selectable all;
	collect(k, &all);
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		const struct selecting_kind *of = selecting(r);
		if (of != NULL) {
			check_selecting(k, &all, r, of);
		}
	}
}

static bool
is_owning(cr_key kind)
{
	for (size_t i = 0; i < COUNT(owning_kinds); i++) {
		if (owning_kinds[i] == kind) {
			return true;
		}
	}
	return false;
}

static void
check_own(struct cr_check *k, const struct cr_pod *pod)
{
	const struct cr_resource *r = pod->owner;
	const struct cr_node *at = cr_map_at(r->root, CR_KEY_spec, CR_KEY_selector);
	struct cr_pod_selector s = selector_of(at, r->id.gvk.kind == CR_KEY_ReplicationController);
	if ((s.labels == NULL && s.expressions == NULL) || cr_pod_selector_matches(k, &s, pod->labels)) {
		return;
	}
	cr_find(k, CR_RULE_SELECTOR_OWN_PODS, r, at->mark, "the selector of %S does not choose the pods of its own template",
		cr_resid_short(k->c, r->id));
	for (size_t i = 0; s.labels != NULL && i < s.labels->count; i++) {
		if (!cr_pod_selector_has(pod->labels, &s.labels->pairs[i])) {
			tell_unfit(k, CR_STR("the template"), pod->labels, &s.labels->pairs[i]);
			break;
		}
	}
}

void
cr_check_own_selectors(struct cr_check *k)
{
	for (size_t i = 0; i < k->refs->pod_count; i++) {
		if (is_owning(k->refs->pods[i]->owner->id.gvk.kind)) {
			check_own(k, k->refs->pods[i]);
		}
	}
}
