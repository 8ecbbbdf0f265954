/* What the tables do not know in objects of custom resources: a map with containers that stands under "spec" is a pod; a map with a name
 * under a key like secretKeyRef, or beside a kind, is a reference. One walk over the object with a stack of its own. Kubernetes' own kinds
 * are all in the tables or have none, and are not looked at. */
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

/* The key under which a level stands; CR_KEY_NONE in a list and at the root. */
static cr_key
key_of_level(const struct cr_refs_work *w, size_t level)
{
	if (level == 0) {
		return CR_KEY_NONE;
	}
	const struct cr_shape_level *above = &w->levels.items[level - 1];
	return above->at->kind == CR_MAP ? above->at->pairs[above->next - 1].key : CR_KEY_NONE;
}

static bool
is_run_once(const struct cr_refs_work *w)
{
	struct cr_str kind = cr_key_str(w->c, w->r->id.gvk.kind);
	if (cr_str_ends(kind, CR_STR("CronJob"))) {
		return false; /* the next run has the new pods */
	}
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
		pod.rolls = is_run_once(w) ? CR_POD_REPLICAS : CR_POD_ROLLS;
	}
	cr_pod_add(w, pod, none, none);
}

/* Words for a reference, by what the key that it stands under ends in or is. */
static const struct shape_word {
	const char *text;
	enum cr_map_kind kind;
	bool whole; /* the key is the word */
} words[] = {
	{ "secretref", CR_MAP_SECRET, false },       { "secretkeyref", CR_MAP_SECRET, false }, { "configmapref", CR_MAP_CONFIG, false },
	{ "configmapkeyref", CR_MAP_CONFIG, false }, { "secret", CR_MAP_SECRET, true },        { "configmap", CR_MAP_CONFIG, true },
	{ "imagepullsecrets", CR_MAP_SECRET, true },
};

static const struct shape_word *
word_of(const struct cr_refs_work *w, cr_key key)
{
	struct cr_str text = key == CR_KEY_NONE ? CR_STR("") : cr_key_str(w->c, key);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i].text);
		if (text.len == length || (text.len > length && !words[i].whole)) {
			struct cr_str end = cr_str_sub(text, text.len - length, text.len);
			if (cr_str_eq_fold(end, cr_str_z(words[i].text))) {
				return &words[i];
			}
		}
	}
	return NULL;
}

/* Groups in which a map of a name and a key, and nothing else, is a key of a Secret. */
static const char *const groups_with_selectors[] = {
	"monitoring.coreos.com", "external-secrets.io", "cert-manager.io", "argoproj.io", "postgresql.cnpg.io", "velero.io",
};

static bool
has_selectors(const struct cr_refs_work *w)
{
	struct cr_str group = cr_key_str(w->c, w->r->id.gvk.group);
	for (size_t i = 0; i < sizeof groups_with_selectors / sizeof *groups_with_selectors; i++) {
		if (cr_str_eq(group, cr_str_z(groups_with_selectors[i]))) {
			return true;
		}
	}
	return false;
}

static bool
is_selector(const struct cr_node *map)
{
	uint32_t known = 2;
	known += cr_map_get(map, CR_KEY_namespace) != NULL;
	known += cr_map_get(map, CR_KEY_optional) != NULL;
	return map->count == known && cr_is(cr_map_get(map, CR_KEY_name), CR_SCALAR) && cr_is(cr_map_get(map, CR_KEY_key), CR_SCALAR);
}

/* {kind: Secret, name}, or the same with type. */
static bool
names_kind(const struct cr_node *map, enum cr_map_kind *kind)
{
	struct cr_str text = cr_map_text(map, cr_map_get(map, CR_KEY_kind) != NULL ? CR_KEY_kind : CR_KEY_type);
	bool secret = cr_str_eq(text, CR_STR("Secret"));
	*kind = secret ? CR_MAP_SECRET : CR_MAP_CONFIG;
	return (secret || cr_str_eq(text, CR_STR("ConfigMap"))) && cr_map_get(map, CR_KEY_metadata) == NULL;
}

/* Is the newest level, a map, a reference? */
static bool
is_reference(const struct cr_refs_work *w, enum cr_map_kind *kind)
{
	size_t count = w->levels.count;
	const struct cr_node *map = w->levels.items[count - 1].at;
	bool in_list = count > 2 && w->levels.items[count - 2].at->kind == CR_LIST;
	const struct shape_word *word = word_of(w, key_of_level(w, in_list ? count - 2 : count - 1));
	if (count > 1 && names_kind(map, kind)) {
		return true;
	}
	if (cr_map_get(map, CR_KEY_kind) != NULL) {
		return false; /* of another kind, whatever it stands under */
	}
	if (word != NULL && in_list == (word == &words[sizeof words / sizeof *words - 1])) {
		*kind = word->kind;
		return true;
	}
	*kind = CR_MAP_SECRET;
	return has_selectors(w) && is_selector(map);
}

/* The name at field of the newest level, unless a table knows it. */
static void
add_reference(struct cr_refs_work *w, enum cr_map_kind kind, cr_key field)
{
	const struct cr_node *ref = w->levels.items[w->levels.count - 1].at;
	const struct cr_node *name = cr_map_get(ref, field);
	const struct cr_node *key = cr_map_get(ref, CR_KEY_key);
	struct cr_read read = { .how = CR_READ_OBJECT, .kind = kind, .source = ref, .by_shape = true };
	if (!cr_is(name, CR_SCALAR) || cr_refs_seen(w, name)) {
		return;
	}
	w->trail.steps[0] = (struct cr_node_step){ .key = field };
	w->trail.count = 1;
	if (!cr_read_begin(w, &read, name, path_to(w))) {
		return;
	}
	cr_key wanted = cr_refs_name(w, key);
	cr_key ns = cr_refs_name(w, cr_map_get(ref, CR_KEY_namespace));
	read.key = wanted == CR_KEY_EMPTY ? CR_KEY_NONE : wanted;
	read.key_at = wanted == CR_KEY_EMPTY ? NULL : key;
	read.ns = ns == CR_KEY_EMPTY ? read.ns : ns;
	read.optional = cr_refs_is_true(cr_map_get(ref, CR_KEY_optional));
	cr_read_add(w, &read);
}

/* Looks at the newest level, a map. */
static void
look(struct cr_refs_work *w)
{
	const struct cr_node *map = w->levels.items[w->levels.count - 1].at;
	enum cr_map_kind kind;
	if (cr_refs_seen(w, map)) {
		return;
	}
	if (key_of_level(w, w->levels.count - 1) == CR_KEY_spec && has_containers(map)) {
		add_pod(w);
		return;
	}
	if (is_reference(w, &kind)) {
		add_reference(w, kind, CR_KEY_name);
	}
	add_reference(w, CR_MAP_SECRET, CR_KEY_secretName);
}

static void
enter(struct cr_refs_work *w, const struct cr_node *n)
{
	*cr_scratch_push(w->c, &w->levels) = (struct cr_shape_level){ .at = n };
}

void
cr_look_by_shape(struct cr_refs_work *w)
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
		if (to->kind == CR_MAP) {
			look(w);
		}
	}
}
