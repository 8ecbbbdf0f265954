/* Which custom resources may have pods: all but those that are known to have none, or to show them. */
#include "check/operators.h"

struct podless {
	const char *group;
	const char *kind; /* NULL: all of the group */
};

static const struct podless podless_kinds[] = {
	{ "apps.openshift.io", NULL },
	{ "argoproj.io", NULL },
	{ "bitnami.com", NULL },
	{ "cert-manager.io", NULL },
	{ "cloud.google.com", NULL },
	{ "external-secrets.io", NULL },
	{ "getambassador.io", NULL },
	{ "helm.toolkit.fluxcd.io", NULL },
	{ "image.openshift.io", NULL },
	{ "image.toolkit.fluxcd.io", NULL },
	{ "keda.sh", NULL },
	{ "kustomize.toolkit.fluxcd.io", NULL },
	{ "kyverno.io", NULL },
	{ "monitoring.coreos.com", "PodMonitor" },
	{ "monitoring.coreos.com", "Probe" },
	{ "monitoring.coreos.com", "PrometheusRule" },
	{ "monitoring.coreos.com", "ServiceMonitor" },
	{ "networking.gke.io", NULL },
	{ "networking.istio.io", NULL },
	{ "projectcontour.io", NULL },
	{ "route.openshift.io", NULL },
	{ "secrets.hashicorp.com", NULL },
	{ "security.istio.io", NULL },
	{ "source.toolkit.fluxcd.io", NULL },
	{ "traefik.containo.us", NULL },
	{ "traefik.io", NULL },
};

static bool
is_podless(const struct cr_check *k, struct cr_gvk g)
{
	struct cr_str group = cr_key_str(k->c, g.group), kind = cr_key_str(k->c, g.kind);
	for (size_t i = 0; i < sizeof podless_kinds / sizeof *podless_kinds; i++) {
		const struct podless *p = &podless_kinds[i];
		if (cr_str_eq(group, cr_str_z(p->group)) && (p->kind == NULL || cr_str_eq(kind, cr_str_z(p->kind)))) {
			return true;
		}
	}
	return false;
}

/* Kubernetes' own groups have no dot, or end in k8s.io. */
static bool
is_custom(const struct cr_check *k, struct cr_gvk g)
{
	struct cr_str group = cr_key_str(k->c, g.group);
	return cr_str_find(group, '.', 0) != SIZE_MAX && !cr_str_ends(group, CR_STR(".k8s.io"));
}

bool
cr_operator_owns(const struct cr_check *k, const struct cr_resource *r)
{
	return is_custom(k, r->id.gvk) && !is_podless(k, r->id.gvk);
}

bool
cr_operator_runs(struct cr_check *k, cr_key ns, struct cr_str name)
{
	cr_key key = cr_key_find(k->c, name);
	struct cr_matches found = { 0 };
	if (key == CR_KEY_NONE || key == CR_KEY_EMPTY) {
		return false;
	}
	cr_resmap_by_name(k->c, k->resources, CR_KEY_EMPTY, key, &found);
	cr_count_work(k->c, found.count);
	for (size_t i = 0; i < found.count; i++) {
		const struct cr_resource *r = found.items[i];
		if (r->id.name == key && cr_operator_owns(k, r) && cr_resid_effective_ns(k->c, r->id) == ns) {
			return true;
		}
	}
	return false;
}
