/* What is made outside the output: by the cluster, for a Service that an operator makes, by whoever named it with --external. What objects
 * of the output make is known to refs. */
#include "check/elsewhere.h"

struct cluster_map {
	const char *ns; /* NULL: in every namespace */
	const char *name;
};

/* ConfigMaps that Kubernetes, or what nearly every installation of it has, keeps in namespaces. */
static const struct cluster_map cluster_maps[] = {
	{ NULL, "kube-root-ca.crt" },
	{ NULL, "openshift-service-ca.crt" },
	{ NULL, "istio-ca-root-cert" },
	{ NULL, "linkerd-identity-trust-roots" },
	{ "kube-system", "extension-apiserver-authentication" },
	{ "kube-system", "kubeadm-config" },
	{ "kube-public", "cluster-info" },
};

/* OpenShift's service CA makes the Secret that such an annotation of a Service names. */
static const char *const serving_certificates[] = {
	"service.beta.openshift.io/serving-cert-secret-name",
	"service.alpha.openshift.io/serving-cert-secret-name",
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* The namespace of a read need not be known. */
static struct cr_str
ns_text(const struct cr_check *k, cr_key ns)
{
	return ns != CR_KEY_NONE ? cr_key_str(k->c, ns) : CR_STR("");
}

/* "NAME", or "NAMESPACE/NAME": is it this one? */
static bool
is_named(struct cr_str text, struct cr_str ns, struct cr_str name)
{
	size_t slash = cr_str_find(text, '/', 0);
	if (slash == SIZE_MAX) {
		return cr_str_eq(text, name);
	}
	return cr_str_eq(cr_str_sub(text, 0, slash), ns) && cr_str_eq(cr_str_sub(text, slash + 1, text.len), name);
}

bool
cr_check_is_external(const struct cr_check *k, cr_key ns, cr_key name)
{
	for (size_t i = 0; i < k->options->external_count; i++) {
		if (is_named(k->options->external[i], ns_text(k, ns), cr_key_str(k->c, name))) {
			return true;
		}
	}
	return false;
}

bool
cr_check_is_template(const struct cr_check *k, cr_key name)
{
	struct cr_str text = cr_key_str(k->c, name);
	for (size_t i = 0; i < text.len; i++) {
		if (strchr("$(){}<>%", text.ptr[i]) != NULL && text.ptr[i] != '\0') {
			return true;
		}
	}
	return false;
}

static bool
is_of_cluster(const struct cr_check *k, cr_key ns, cr_key name)
{
	for (size_t i = 0; i < COUNT(cluster_maps); i++) {
		const struct cluster_map *m = &cluster_maps[i];
		if (cr_str_eq(cr_key_str(k->c, name), cr_str_z(m->name)) && (m->ns == NULL || cr_str_eq(ns_text(k, ns), cr_str_z(m->ns)))) {
			return true;
		}
	}
	return false;
}

struct promise {
	cr_key ns, name;
};

static void
promise(struct cr_check *k, struct cr_promised *p, const struct cr_resource *by, struct cr_str name)
{
	struct promise *made = cr_new(k->c, struct promise);
	*made = (struct promise){ .ns = cr_resid_effective_ns(k->c, by->id), .name = cr_key_intern(k->c, name) };
	cr_map_add(k->c, &p->secrets, cr_hash_mix(made->ns, made->name), made);
}

static bool
is_promised(const struct cr_promised *p, cr_key ns, cr_key name)
{
	struct cr_map_iter it;
	for (const struct promise *made = cr_map_first(&p->secrets, cr_hash_mix(ns, name), &it); made != NULL;
	     made = cr_map_next(&p->secrets, &it)) {
		if (made->ns == ns && made->name == name) {
			return true;
		}
	}
	return false;
}

struct walk {
	const struct cr_node **items; /* still to be looked at */
	size_t count, cap;
};

static void
promised_in_map(struct cr_check *k, struct cr_promised *p, const struct cr_resource *r, const struct cr_node *map)
{
	for (size_t i = 0; i < COUNT(serving_certificates); i++) {
		const struct cr_node *name = cr_map_get(map, p->serving[i]);
		if (cr_is(name, CR_SCALAR)) {
			promise(k, p, r, cr_text(name));
		}
	}
}

/* Refs knows what a Service says of itself; that of a Service which an operator will make may stand anywhere in a custom resource. */
static void
promised_by_annotation(struct cr_check *k, struct cr_promised *p, const struct cr_resource *r)
{
	struct cr_arena_mark mark = cr_arena_mark(k->c->scratch);
	struct walk todo = { 0 };
	*cr_scratch_push(k->c, &todo) = r->root;
	while (todo.count > 0) {
		const struct cr_node *n = todo.items[--todo.count];
		if (n->kind == CR_MAP) {
			promised_in_map(k, p, r, n);
		}
		for (size_t i = 0; n->kind != CR_SCALAR && i < n->count; i++) {
			const struct cr_node *child = n->kind == CR_MAP ? n->pairs[i].value : n->items[i];
			if (child->kind != CR_SCALAR) {
				*cr_scratch_push(k->c, &todo) = child;
			}
		}
	}
	cr_arena_rewind(k->c->scratch, mark);
}

/* Is one of those annotations anywhere at all? */
static bool
has_serving_certificates(const struct cr_check *k, struct cr_promised *p)
{
	bool any = false;
	for (size_t i = 0; i < COUNT(serving_certificates); i++) {
		p->serving[i] = cr_key_find(k->c, cr_str_z(serving_certificates[i]));
		any = any || p->serving[i] != CR_KEY_NONE;
	}
	return any;
}

void
cr_promised_build(struct cr_check *k, struct cr_promised *p)
{
	*p = (struct cr_promised){ 0 };
	if (!has_serving_certificates(k, p)) {
		return;
	}
	for (size_t i = 0; i < k->resources->count; i++) {
		promised_by_annotation(k, p, k->resources->items[i]);
	}
}

bool
cr_check_made_elsewhere(const struct cr_check *k, const struct cr_promised *p, enum cr_map_kind kind, cr_key ns, cr_key name)
{
	return cr_check_is_external(k, ns, name) || cr_check_is_template(k, name) ||
	       (kind == CR_MAP_CONFIG ? is_of_cluster(k, ns, name) : is_promised(p, ns, name));
}

bool
cr_check_keys_are_filled(const struct cr_check *k, const struct cr_made_map *map)
{
	const struct cr_node *annotations = cr_map_at(map->maker->root, CR_KEY_metadata, CR_KEY_annotations);
	cr_key token = cr_key_find(k->c, CR_STR("kubernetes.io/service-account.name"));
	/* A map without keys is there to be filled: nobody applies one for its name alone. */
	return !map->keys_known || map->key_count == 0 || cr_map_get(annotations, token) != NULL;
}
