/* What is made outside the output: by the cluster, by controllers that annotations call, by whoever named it with --external. */
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

/* The Secret that is named by an annotation of a Service (OpenShift's service CA). */
static const char *const serving_certificates[] = {
	"service.beta.openshift.io/serving-cert-secret-name",
	"service.alpha.openshift.io/serving-cert-secret-name",
};

/* With one of these an Ingress or a Gateway makes the Secrets that it names (cert-manager's ingress-shim and gateway-shim). */
static const char *const certificate_shims[] = {
	"cert-manager.io/issuer", "cert-manager.io/cluster-issuer", "certmanager.k8s.io/issuer", "certmanager.k8s.io/cluster-issuer",
	"kubernetes.io/tls-acme",
};

/* An object with one of these gets keys from a controller. */
static const char *const filled[] = {
	"service.beta.openshift.io/inject-cabundle",   "service.alpha.openshift.io/inject-cabundle",
	"config.openshift.io/inject-trusted-cabundle", "config.openshift.io/inject-proxy-cabundle",
	"kubernetes.io/service-account.name",
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

/* The annotation or label of that name: a scalar, or NULL. */
static const struct cr_node *
note(const struct cr_check *k, const struct cr_resource *r, cr_key notes, const char *name)
{
	const struct cr_node *n = cr_map_get(cr_map_at(r->root, CR_KEY_metadata, notes), cr_key_find(k->c, cr_str_z(name)));
	return cr_is(n, CR_SCALAR) ? n : NULL;
}

static bool
has_note(const struct cr_check *k, const struct cr_resource *r, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (note(k, r, CR_KEY_annotations, names[i]) != NULL || note(k, r, CR_KEY_labels, names[i]) != NULL) {
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

/* A Service's own annotation, or that of a Service which an operator will make: it may stand anywhere in a custom resource. */
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

static void
promised_by_ingress(struct cr_check *k, struct cr_promised *p, const struct cr_resource *r)
{
	const struct cr_node *tls = cr_map_at(r->root, CR_KEY_spec, CR_KEY_tls);
	for (size_t i = 0; cr_is(tls, CR_LIST) && i < tls->count; i++) {
		promise(k, p, r, cr_map_text(tls->items[i], CR_KEY_secretName));
	}
}

static void
promised_by_gateway(struct cr_check *k, struct cr_promised *p, const struct cr_resource *r)
{
	const struct cr_node *listeners = cr_map_at(r->root, CR_KEY_spec, CR_KEY_listeners);
	for (size_t i = 0; cr_is(listeners, CR_LIST) && i < listeners->count; i++) {
		const struct cr_node *refs = cr_map_at(listeners->items[i], CR_KEY_tls, CR_KEY_certificateRefs);
		for (size_t j = 0; cr_is(refs, CR_LIST) && j < refs->count; j++) {
			promise(k, p, r, cr_map_text(refs->items[j], CR_KEY_name));
		}
	}
}

void
cr_promised_build(struct cr_check *k, struct cr_promised *p)
{
	*p = (struct cr_promised){ 0 };
	bool serving = has_serving_certificates(k, p);
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		if (serving) {
			promised_by_annotation(k, p, r);
		}
		if (r->id.gvk.kind == CR_KEY_Ingress && has_note(k, r, certificate_shims, COUNT(certificate_shims))) {
			promised_by_ingress(k, p, r);
		} else if (r->id.gvk.kind == CR_KEY_Gateway && has_note(k, r, certificate_shims, COUNT(certificate_shims))) {
			promised_by_gateway(k, p, r);
		}
	}
}

bool
cr_check_made_elsewhere(const struct cr_check *k, const struct cr_promised *p, enum cr_map_kind kind, cr_key ns, cr_key name)
{
	return cr_check_is_external(k, ns, name) || (kind == CR_MAP_CONFIG ? is_of_cluster(k, ns, name) : is_promised(p, ns, name));
}

bool
cr_check_keys_are_filled(const struct cr_check *k, const struct cr_made_map *map)
{
	/* A map without keys is there to be filled: nobody applies one for its name alone. */
	return !map->keys_known || map->key_count == 0 || has_note(k, map->maker, filled, COUNT(filled));
}
