/* Pods and references in objects of kinds that no table knows: a map with containers that stands under "spec" is a pod, and what stands
 * under secretKeyRef or configMapKeyRef with a name and a key is a reference. One walk over the object with a stack of its own; what
 * belongs to Kubernetes itself is in the table or has no pods, and is not looked at. */
#include "refs/work.h"

/* Groups of Kubernetes' own kinds, and those whose objects hold patterns of pods, or templates that somebody else fills in. */
static const char *const groups_without[] = {
	"",
	"apps",
	"autoscaling",
	"batch",
	"extensions",
	"policy",
	"admissionregistration.k8s.io",
	"apiextensions.k8s.io",
	"apiregistration.k8s.io",
	"authentication.k8s.io",
	"authorization.k8s.io",
	"certificates.k8s.io",
	"coordination.k8s.io",
	"discovery.k8s.io",
	"events.k8s.io",
	"flowcontrol.apiserver.k8s.io",
	"networking.k8s.io",
	"node.k8s.io",
	"rbac.authorization.k8s.io",
	"resource.k8s.io",
	"scheduling.k8s.io",
	"storage.k8s.io",
	"apiextensions.crossplane.io",
	"apps.openshift.io/Template",
	"constraints.gatekeeper.sh",
	"mutations.gatekeeper.sh",
	"templates.gatekeeper.sh",
	"template.openshift.io",
	"kyverno.io",
	"policies.kyverno.io",
};

bool
cr_shape_wanted(const struct cr_refs_work *w)
{
	struct cr_str group = cr_key_str(w->c, w->r->id.gvk.group);
	for (size_t i = 0; i < sizeof groups_without / sizeof *groups_without; i++) {
		if (cr_str_eq(group, cr_str_z(groups_without[i]))) {
			return false;
		}
	}
	return true;
}

/* Where the walk stands: the steps from the root to the newest level. */
static struct cr_node_path
path_to(struct cr_refs_work *w)
{
	struct cr_node_step *steps = cr_new_n(w->c, struct cr_node_step, w->levels.count - 1);
	for (size_t i = 0; i + 1 < w->levels.count; i++) {
		const struct cr_shape_level *l = &w->levels.items[i];
		bool map = l->at->kind == CR_MAP;
		steps[i] =
			(struct cr_node_step){ .key = map ? l->at->pairs[l->next - 1].key : CR_KEY_NONE, .index = map ? 0 : l->next - 1 };
	}
	return (struct cr_node_path){ .steps = steps, .count = (uint32_t)(w->levels.count - 1) };
}

static bool
has_containers(const struct cr_node *map)
{
	const struct cr_node *list = cr_map_get(map, CR_KEY_containers);
	if (!cr_is(list, CR_LIST) || list->count == 0) {
		return false;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		const struct cr_node *container = list->items[i];
		if (!cr_is(cr_map_get(container, CR_KEY_name), CR_SCALAR) && !cr_is(cr_map_get(container, CR_KEY_image), CR_SCALAR)) {
			return false;
		}
	}
	return true;
}

/* The key under which the newest level stands; CR_KEY_NONE in a list and at the root. */
static cr_key
key_of_newest(const struct cr_refs_work *w)
{
	if (w->levels.count < 2) {
		return CR_KEY_NONE;
	}
	const struct cr_shape_level *above = &w->levels.items[w->levels.count - 2];
	return above->at->kind == CR_MAP ? above->at->pairs[above->next - 1].key : CR_KEY_NONE;
}

static bool
is_run_once(const struct cr_refs_work *w)
{
	struct cr_str kind = cr_key_str(w->c, w->r->id.gvk.kind);
	return cr_str_ends(kind, CR_STR("Job")) || cr_str_ends(kind, CR_STR("Run")) || cr_str_ends(kind, CR_STR("Workflow"));
}

/* The newest level is the spec of a pod. The annotations stand beside it, unless that is the object's own metadata. */
static void
add_pod(struct cr_refs_work *w)
{
	const struct cr_path_list none = { 0 };
	const struct cr_node *spec = w->levels.items[w->levels.count - 1].at;
	struct cr_pod pod = { .spec = spec, .spec_path = path_to(w), .by_shape = true, .rolls = CR_POD_TEMPLATE };
	if (w->levels.count > 2) {
		const struct cr_node *beside = w->levels.items[w->levels.count - 2].at;
		const struct cr_node_step to_annotations[] = { { .key = CR_KEY_metadata }, { .key = CR_KEY_annotations } };
		const struct cr_node *labels = cr_map_at(beside, CR_KEY_metadata, CR_KEY_labels);
		struct cr_node_path up = { .steps = pod.spec_path.steps, .count = pod.spec_path.count - 1 };
		pod.labels = cr_is(labels, CR_MAP) ? labels : NULL;
		pod.annotations = cr_node_path_join(w->c, up, to_annotations, 2);
		pod.rolls = is_run_once(w) ? CR_POD_JOB : CR_POD_ROLLS;
	}
	cr_pod_add(w, pod, none, none);
}

/* {name, key} under secretKeyRef or configMapKeyRef. */
static void
add_key_ref(struct cr_refs_work *w, const struct cr_node *ref, enum cr_map_kind kind)
{
	const struct cr_node *name = cr_map_get(ref, CR_KEY_name);
	const struct cr_node *key = cr_map_get(ref, CR_KEY_key);
	cr_key wanted = cr_refs_name(w, key);
	struct cr_read read = { .how = CR_READ_OBJECT, .kind = kind, .source = ref };
	w->trail.steps[0] = (struct cr_node_step){ .key = CR_KEY_name };
	w->trail.count = 1;
	if (wanted == CR_KEY_EMPTY || cr_map_get(ref, CR_KEY_namespace) != NULL || !cr_read_begin(w, &read, name, path_to(w))) {
		return;
	}
	read.key = wanted;
	read.key_at = key;
	read.optional = cr_refs_is_true(cr_map_get(ref, CR_KEY_optional));
	cr_read_add(w, &read);
}

/* Looks at the newest level, a map. False: what is in it has been seen. */
static bool
look(struct cr_refs_work *w, bool pods_too)
{
	const struct cr_node *map = w->levels.items[w->levels.count - 1].at;
	switch (key_of_newest(w)) {
	case CR_KEY_spec:
		if (pods_too && has_containers(map)) {
			add_pod(w);
			return false;
		}
		return true;
	case CR_KEY_configMapKeyRef:
		add_key_ref(w, map, CR_MAP_CONFIG);
		return false;
	case CR_KEY_secretKeyRef:
		add_key_ref(w, map, CR_MAP_SECRET);
		return false;
	default:
		return true;
	}
}

static void
enter(struct cr_refs_work *w, const struct cr_node *n)
{
	*cr_scratch_push(w->c, &w->levels) = (struct cr_shape_level){ .at = n };
}

void
cr_look_by_shape(struct cr_refs_work *w, bool pods_too)
{
	w->levels.count = 0;
	enter(w, w->r->root);
	while (w->levels.count > 0) {
		struct cr_shape_level *l = &w->levels.items[w->levels.count - 1];
		if (l->next == l->at->count) {
			w->levels.count--;
			continue;
		}
		const struct cr_node *to = l->at->kind == CR_MAP ? l->at->pairs[l->next].value : l->at->items[l->next];
		l->next++;
		if (to->kind == CR_SCALAR) {
			continue;
		}
		enter(w, to);
		if (to->kind == CR_MAP && !look(w, pods_too)) {
			w->levels.count--;
		}
	}
}
