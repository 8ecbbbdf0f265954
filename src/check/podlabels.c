/* Labels by namespace and pair, so that a selector looks only at those that one of its labels fits. */
#include "check/podlabels.h"

#include "check/operators.h"

static uint64_t
label_hash(const struct cr_check *k, cr_key ns, const struct cr_pair *label)
{
	struct cr_str value = cr_is(label->value, CR_SCALAR) ? cr_text(label->value) : CR_STR("");
	return cr_hash_mix(cr_hash_mix(cr_hash_str(k->c, value.ptr, value.len), ns), label->key);
}

void
cr_labels_add(struct cr_check *k, struct cr_labels_index *x, cr_key ns, const struct cr_resource *owner, const struct cr_node *labels)
{
	struct cr_labelled *l = cr_new(k->c, struct cr_labelled);
	*l = (struct cr_labelled){ .ns = ns, .owner = owner, .labels = cr_is(labels, CR_MAP) ? labels : NULL };
	cr_map_add(k->c, &x->by_ns, cr_hash_mix(0, ns), l);
	for (size_t i = 0; l->labels != NULL && i < l->labels->count; i++) {
		cr_map_add(k->c, &x->by_label, label_hash(k, ns, &l->labels->pairs[i]), l);
		cr_map_add(k->c, &x->by_key, cr_hash_mix(1, l->labels->pairs[i].key), l);
	}
}

void
cr_labels_of_pods(struct cr_check *k, struct cr_labels_index *x)
{
	*x = (struct cr_labels_index){ 0 };
	for (size_t i = 0; i < k->refs->pod_count; i++) {
		const struct cr_pod *pod = k->refs->pods[i];
		cr_key ns = cr_object_ns(k, pod->owner);
		if (pod->labels == NULL && cr_operator_owns(k, pod->owner)) {
			cr_map_add(k->c, &x->hidden, cr_hash_mix(0, ns), pod->owner);
		} else {
			cr_labels_add(k, x, ns, pod->owner, pod->labels);
		}
	}
}

struct cr_pod_selector
cr_pod_selector_of(const struct cr_node *selector)
{
	const struct cr_node *labels = cr_map_get(selector, CR_KEY_matchLabels);
	const struct cr_node *expressions = cr_map_get(selector, CR_KEY_matchExpressions);
	return (struct cr_pod_selector){
		.labels = cr_is(labels, CR_MAP) && labels->count > 0 ? labels : NULL,
		.expressions = cr_is(expressions, CR_LIST) && expressions->count > 0 ? expressions : NULL,
	};
}

bool
cr_pod_selector_has(const struct cr_node *labels, const struct cr_pair *want)
{
	const struct cr_node *value = cr_map_get(labels, want->key);
	return cr_is(value, CR_SCALAR) && cr_is(want->value, CR_SCALAR) && cr_str_eq(cr_text(value), cr_text(want->value));
}

static bool
lists(const struct cr_node *values, const struct cr_node *value)
{
	for (size_t i = 0; cr_is(values, CR_LIST) && i < values->count; i++) {
		if (cr_is(values->items[i], CR_SCALAR) && cr_str_eq(cr_text(values->items[i]), cr_text(value))) {
			return true;
		}
	}
	return false;
}

static bool
fits(struct cr_check *k, const struct cr_node *expression, const struct cr_node *labels)
{
	cr_key key = cr_key_find(k->c, cr_map_text(expression, CR_KEY_key));
	struct cr_str op = cr_map_text(expression, CR_KEY_operator);
	const struct cr_node *value = cr_map_get(labels, key);
	const struct cr_node *values = cr_map_get(expression, CR_KEY_values);
	bool there = cr_is(value, CR_SCALAR);
	cr_count_work(k->c, cr_is(values, CR_LIST) ? values->count : 1);
	if (cr_str_eq(op, CR_STR("Exists"))) {
		return there;
	}
	if (cr_str_eq(op, CR_STR("DoesNotExist"))) {
		return !there;
	}
	if (cr_str_eq(op, CR_STR("NotIn"))) {
		return !there || !lists(values, value);
	}
	return there && lists(values, value);
}

bool
cr_pod_selector_matches(struct cr_check *k, const struct cr_pod_selector *s, const struct cr_node *labels)
{
	cr_count_work(k->c, 1 + (s->labels != NULL ? s->labels->count : 0));
	for (size_t i = 0; s->labels != NULL && i < s->labels->count; i++) {
		if (!cr_pod_selector_has(labels, &s->labels->pairs[i])) {
			return false;
		}
	}
	for (size_t i = 0; s->expressions != NULL && i < s->expressions->count; i++) {
		if (!fits(k, s->expressions->items[i], labels)) {
			return false;
		}
	}
	return true;
}

const struct cr_labelled *
cr_labels_select(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pod_selector *s)
{
	bool by_label = s->labels != NULL;
	const struct cr_map *map = by_label ? &x->by_label : &x->by_ns;
	uint64_t hash = by_label ? label_hash(k, ns, &s->labels->pairs[0]) : cr_hash_mix(0, ns);
	struct cr_map_iter it;
	for (const struct cr_labelled *l = cr_map_first(map, hash, &it); l != NULL; l = cr_map_next(map, &it)) {
		if (l->ns == ns && cr_pod_selector_matches(k, s, l->labels)) {
			return l;
		}
	}
	return NULL;
}

/* How many of the labels fit, and the first that does not. */
static size_t
fitting(struct cr_check *k, const struct cr_node *wanted, const struct cr_node *labels, const struct cr_pair **unfit)
{
	size_t count = 0;
	cr_count_work(k->c, wanted->count);
	*unfit = NULL;
	for (size_t i = 0; i < wanted->count; i++) {
		if (cr_pod_selector_has(labels, &wanted->pairs[i])) {
			count++;
		} else if (*unfit == NULL) {
			*unfit = &wanted->pairs[i];
		}
	}
	return count;
}

const struct cr_labelled *
cr_labels_nearest(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pod_selector *s,
		  const struct cr_pair **unfit)
{
	const struct cr_labelled *nearest = NULL;
	size_t most = 0;
	for (size_t i = 0; s->labels != NULL && i < s->labels->count; i++) {
		struct cr_map_iter it;
		uint64_t hash = label_hash(k, ns, &s->labels->pairs[i]);
		for (const struct cr_labelled *l = cr_map_first(&x->by_label, hash, &it); l != NULL; l = cr_map_next(&x->by_label, &it)) {
			const struct cr_pair *first = NULL;
			size_t count = l->ns == ns ? fitting(k, s->labels, l->labels, &first) : 0;
			if (count > most && first != NULL) {
				most = count;
				nearest = l;
				*unfit = first;
			}
		}
	}
	return nearest;
}

cr_key
cr_labels_near(struct cr_check *k, const struct cr_labels_index *x, cr_key ns, const struct cr_pair *wanted)
{
	struct cr_near near;
	struct cr_map_iter it;
	cr_near_begin(k, &near, cr_key_intern(k->c, cr_text(wanted->value)));
	for (const struct cr_labelled *l = cr_map_first(&x->by_ns, cr_hash_mix(0, ns), &it); l != NULL; l = cr_map_next(&x->by_ns, &it)) {
		const struct cr_node *value = l->ns == ns ? cr_map_get(l->labels, wanted->key) : NULL;
		/* The empty text is no answer, and counts as an offer. */
		cr_key offer = cr_is(value, CR_SCALAR) ? cr_key_intern(k->c, cr_text(value)) : CR_KEY_EMPTY;
		if (!cr_near_offer(&near, offer)) {
			break;
		}
	}
	return near.name;
}

bool
cr_labels_are_known(const struct cr_labels_index *x, cr_key ns)
{
	struct cr_map_iter it;
	return cr_map_first(&x->hidden, cr_hash_mix(0, ns), &it) == NULL;
}

bool
cr_labels_has_ns(const struct cr_labels_index *x, cr_key ns)
{
	struct cr_map_iter it;
	return cr_map_first(&x->by_ns, cr_hash_mix(0, ns), &it) != NULL;
}

bool
cr_labels_has_key(const struct cr_labels_index *x, cr_key key)
{
	struct cr_map_iter it;
	return cr_map_first(&x->by_key, cr_hash_mix(1, key), &it) != NULL;
}
