/* Who reads which ConfigMap and Secret, and who makes them. Each test writes what was found as lines of text. */
#include "refs/refs.h"

#include "resource/resmap.h"
#include "tests/support.h"
#include "yaml/read.h"

static struct cr_refs
refs_of(struct cr_ctx *c, const char *yaml)
{
	struct cr_docs docs = { 0 };
	struct cr_resources found = { 0 };
	struct cr_resmap *m = cr_new(c, struct cr_resmap);
	struct cr_refs refs;
	struct cr_source source = { .text = cr_str_z(yaml), .file = 1, .line = 1 };
	assert_true(cr_yaml_read(c, &source, CR_YAML_RESOURCE, &docs));
	assert_true(cr_resources_from_docs(c, &docs, &found));
	cr_resmap_init(c, m);
	for (size_t i = 0; i < found.count; i++) {
		assert_true(cr_resmap_append(c, m, found.items[i]));
	}
	cr_refs_build(c, m, &refs);
	return refs;
}

static struct cr_str
path_text(struct cr_ctx *c, struct cr_node_path path)
{
	struct cr_str text = CR_STR("");
	for (uint32_t i = 0; i < path.count; i++) {
		if (path.steps[i].key == CR_KEY_NONE) {
			text = cr_str_fmt(c, "%.*s[%u]", CR_PRI(text), path.steps[i].index);
		} else {
			text = cr_str_fmt(c, "%.*s%s%.*s", CR_PRI(text), i == 0 ? "" : ".", CR_PRI(cr_key_str(c, path.steps[i].key)));
		}
	}
	return text;
}

static struct cr_str
ns_text(struct cr_ctx *c, cr_key ns)
{
	return ns == CR_KEY_NONE ? CR_STR("?") : cr_key_str(c, ns);
}

static struct cr_str
read_text(struct cr_ctx *c, const struct cr_read *r)
{
	static const char *const how[] = { "env", "envFrom", "volume", "projected", "pull", "driver", "object" };
	struct cr_str text = cr_str_fmt(c, "%s %s %.*s/%.*s", r->kind == CR_MAP_CONFIG ? "cm" : "secret", how[r->how],
					CR_PRI(ns_text(c, r->ns)), CR_PRI(cr_key_str(c, r->name)));
	if (r->key != CR_KEY_NONE) {
		text = cr_str_fmt(c, "%.*s:%.*s", CR_PRI(text), CR_PRI(cr_key_str(c, r->key)));
		assert_true(cr_str_eq(cr_text(r->key_at), cr_key_str(c, r->key)));
	}
	text = cr_str_fmt(c, "%.*s at %.*s", CR_PRI(text), CR_PRI(path_text(c, r->path)));
	assert_ptr_equal(cr_node_path_get(r->reader->root, r->path), r->at);
	assert_true(cr_str_eq(cr_text(r->at), cr_key_str(c, r->name)));
	return cr_str_fmt(c, "%.*s%s%s\n", CR_PRI(text), r->optional ? " optional" : "", r->by_sub_path ? " subPath" : "");
}

static const char *
reads(struct cr_ctx *c, const char *yaml)
{
	struct cr_refs refs = refs_of(c, yaml);
	struct cr_str text = CR_STR("");
	for (size_t i = 0; i < refs.read_count; i++) {
		text = cr_str_cat(c, text, read_text(c, refs.reads[i]));
	}
	return cr_str_dup(c, text).ptr;
}

static const char *
pods(struct cr_ctx *c, const char *yaml)
{
	static const char *const rolls[] = { "rolls", "bare", "job", "replicas", "template" };
	struct cr_refs refs = refs_of(c, yaml);
	struct cr_str text = CR_STR("");
	for (size_t i = 0; i < refs.pod_count; i++) {
		const struct cr_pod *p = refs.pods[i];
		assert_ptr_equal(cr_node_path_get(p->owner->root, p->spec_path), p->spec);
		text = cr_str_fmt(c, "%.*s%s%s %.*s -> %.*s (%zu)\n", CR_PRI(text), rolls[p->rolls], p->by_shape ? " by shape" : "",
				  CR_PRI(path_text(c, p->spec_path)), CR_PRI(path_text(c, p->annotations)), p->read_count);
	}
	return cr_str_dup(c, text).ptr;
}

static const char *
maps(struct cr_ctx *c, const char *yaml)
{
	struct cr_refs refs = refs_of(c, yaml);
	struct cr_str text = CR_STR("");
	for (size_t i = 0; i < refs.map_count; i++) {
		const struct cr_made_map *m = refs.maps[i];
		text = cr_str_fmt(c, "%.*s%s %.*s/%.*s%s%s", CR_PRI(text), m->kind == CR_MAP_CONFIG ? "cm" : "secret",
				  CR_PRI(ns_text(c, m->ns)), CR_PRI(cr_key_str(c, m->name)), m->any_ns ? " anywhere" : "",
				  m->controlled ? " controlled" : "");
		for (size_t k = 0; k < m->key_count; k++) {
			text = cr_str_fmt(c, "%.*s %.*s", CR_PRI(text), CR_PRI(cr_key_str(c, m->keys[k].name)));
			assert_ptr_equal(cr_made_map_key(c, m, m->keys[k].name), &m->keys[k]);
		}
		text = cr_str_fmt(c, "%.*s%s\n", CR_PRI(text), m->keys_known ? "" : " ...");
		if (m->path.count > 0) {
			assert_ptr_equal(cr_node_path_get(m->maker->root, m->path), m->at);
		}
	}
	return cr_str_dup(c, text).ptr;
}

#define POD \
	"apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: n}\n" \
	"spec:\n"

static void
env(void **state)
{
	assert_string_equal(reads(*state, POD "  containers:\n"
					      "  - name: a\n"
					      "    env:\n"
					      "    - {name: X, value: x}\n"
					      "    - {name: A, valueFrom: {configMapKeyRef: {name: c, key: k, optional: true}}}\n"
					      "    - {name: B, valueFrom: {secretKeyRef: {name: s, key: k}}}\n"
					      "    - {name: C, valueFrom: {fieldRef: {fieldPath: metadata.name}}}\n"
					      "    envFrom:\n"
					      "    - {prefix: P_, configMapRef: {name: c2}}\n"
					      "    - {secretRef: {name: s2, optional: false}}\n"
					      "    - {secretRef: {}}\n"
					      "  initContainers:\n"
					      "  - {name: i, envFrom: [{secretRef: {name: s3}}]}\n"
					      "  ephemeralContainers:\n"
					      "  - {name: i, envFrom: [{secretRef: {name: s4, optional: true}}]}\n"),
			    "secret envFrom n/s3 at spec.initContainers[0].envFrom[0].secretRef.name\n"
			    "cm env n/c:k at spec.containers[0].env[1].valueFrom.configMapKeyRef.name optional\n"
			    "secret env n/s:k at spec.containers[0].env[2].valueFrom.secretKeyRef.name\n"
			    "cm envFrom n/c2 at spec.containers[0].envFrom[0].configMapRef.name\n"
			    "secret envFrom n/s2 at spec.containers[0].envFrom[1].secretRef.name\n"
			    "secret envFrom n/s4 at spec.ephemeralContainers[0].envFrom[0].secretRef.name optional\n");
}

static void
volumes(void **state)
{
	assert_string_equal(
		reads(*state,
		      POD "  containers: [{name: a, volumeMounts: [{name: c, mountPath: /c}]}]\n"
			  "  imagePullSecrets: [{name: pull}, {}]\n"
			  "  volumes:\n"
			  "  - {name: c, configMap: {name: cm}}\n"
			  "  - {name: s, secret: {secretName: sec, optional: true, items: [{key: a, path: b}, {key: c, path: d}]}}\n"
			  "  - name: p\n"
			  "    projected:\n"
			  "      sources:\n"
			  "      - {configMap: {name: pc, items: [{key: k, path: k}]}}\n"
			  "      - {secret: {name: ps}}\n"
			  "      - {serviceAccountToken: {path: t}}\n"
			  "  - {name: d, csi: {driver: x, nodePublishSecretRef: {name: csi}}}\n"
			  "  - {name: e, azureFile: {secretName: az, shareName: s}}\n"
			  "  - {name: f, emptyDir: {}}\n"),
		"cm volume n/cm at spec.volumes[0].configMap.name\n"
		"secret volume n/sec:a at spec.volumes[1].secret.secretName optional\n"
		"secret volume n/sec:c at spec.volumes[1].secret.secretName optional\n"
		"cm projected n/pc:k at spec.volumes[2].projected.sources[0].configMap.name\n"
		"secret projected n/ps at spec.volumes[2].projected.sources[1].secret.name\n"
		"secret driver n/csi at spec.volumes[3].csi.nodePublishSecretRef.name\n"
		"secret driver n/az at spec.volumes[4].azureFile.secretName\n"
		"secret pull n/pull at spec.imagePullSecrets[0].name\n");
}

/* Mounted by subPath alone: those keys; whole as well: all keys, and those. */
static void
sub_paths(void **state)
{
	assert_string_equal(reads(*state, POD "  containers:\n"
					      "  - name: a\n"
					      "    volumeMounts:\n"
					      "    - {name: only, mountPath: /a, subPath: a.conf}\n"
					      "    - {name: only, mountPath: /b, subPath: b.conf}\n"
					      "    - {name: both, mountPath: /c, subPath: c.conf}\n"
					      "    - {name: deep, mountPath: /d, subPath: d/e}\n"
					      "    - {name: expr, mountPath: /e, subPathExpr: $(X)}\n"
					      "    - {name: items, mountPath: /f, subPath: p}\n"
					      "    - {name: one, mountPath: /g, subPath: g}\n"
					      "    - {name: two, mountPath: /h, subPath: h}\n"
					      "  - name: b\n"
					      "    volumeMounts:\n"
					      "    - {name: both, mountPath: /c}\n"
					      "  volumes:\n"
					      "  - {name: only, configMap: {name: only}}\n"
					      "  - {name: both, configMap: {name: both}}\n"
					      "  - {name: deep, configMap: {name: deep}}\n"
					      "  - {name: expr, configMap: {name: expr}}\n"
					      "  - {name: items, configMap: {name: items, items: [{key: k, path: p}]}}\n"
					      "  - {name: one, projected: {sources: [{secret: {name: one}}]}}\n"
					      "  - {name: two, projected: {sources: [{secret: {name: two}}, {downwardAPI: {}}]}}\n"),
			    "cm volume n/only:a.conf at spec.volumes[0].configMap.name subPath\n"
			    "cm volume n/only:b.conf at spec.volumes[0].configMap.name subPath\n"
			    "cm volume n/both at spec.volumes[1].configMap.name\n"
			    "cm volume n/both:c.conf at spec.volumes[1].configMap.name subPath\n"
			    "cm volume n/deep at spec.volumes[2].configMap.name\n"
			    "cm volume n/expr at spec.volumes[3].configMap.name\n"
			    "cm volume n/items:k at spec.volumes[4].configMap.name subPath\n"
			    "secret projected n/one:g at spec.volumes[5].projected.sources[0].secret.name subPath\n"
			    "secret projected n/two at spec.volumes[6].projected.sources[0].secret.name\n");
}

#define TEMPLATE "{metadata: {labels: {a: b}}, spec: {containers: [{name: a, envFrom: [{secretRef: {name: s}}]}]}}"

static void
kinds(void **state)
{
	struct cr_ctx *c = *state;
	assert_string_equal(pods(c, "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {template: " TEMPLATE "}\n"),
			    "rolls spec.template.spec -> spec.template.metadata.annotations (1)\n");
	assert_string_equal(pods(c, "apiVersion: batch/v1\nkind: Job\nmetadata: {name: d}\nspec: {template: " TEMPLATE "}\n"),
			    "job spec.template.spec -> spec.template.metadata.annotations (1)\n");
	assert_string_equal(pods(c, POD "  containers: []\n"), "bare spec -> metadata.annotations (0)\n");
	assert_string_equal(pods(c,
				 "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: d}\nspec: {jobTemplate: {spec: {template: " TEMPLATE
				 "}}}\n"),
			    "rolls spec.jobTemplate.spec.template.spec -> spec.jobTemplate.spec.template.metadata.annotations (1)\n");
	assert_string_equal(
		pods(c, "apiVersion: kubeflow.org/v1\nkind: TFJob\nmetadata: {name: d}\nspec: {tfReplicaSpecs: {PS: {template: " TEMPLATE
			"}, Worker: {template: " TEMPLATE "}}}\n"),
		"replicas spec.tfReplicaSpecs.PS.template.spec -> spec.tfReplicaSpecs.PS.template.metadata.annotations (1)\n"
		"replicas spec.tfReplicaSpecs.Worker.template.spec -> spec.tfReplicaSpecs.Worker.template.metadata.annotations (1)\n");
	assert_string_equal(
		pods(c, "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: d}\nspec: {workloadRef: {name: d}}\n"), "");
	assert_string_equal(pods(c, "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: d}\n"
				    "spec: {predictor: {model: {env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}]}}}\n"),
			    "rolls spec.predictor -> spec.predictor.annotations (1)\n");
}

/* What a change of a template does may depend on the object. */
static void
rolls(void **state)
{
	struct cr_ctx *c = *state;
	const char *annotations = "spec.headGroupSpec.template.spec -> spec.headGroupSpec.template.metadata.annotations (1)\n";
	struct cr_str stays = cr_str_fmt(c, "replicas %s", annotations), new_pods = cr_str_fmt(c, "rolls %s", annotations);
	test_str(stays, pods(c, "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: d}\nspec: {headGroupSpec: {template: " TEMPLATE
				"}}\n"));
	test_str(new_pods, pods(c, "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: d}\n"
				   "spec: {upgradeStrategy: {type: Recreate}, headGroupSpec: {template: " TEMPLATE "}}\n"));
	assert_string_equal(pods(c, "apiVersion: apps.kruise.io/v1alpha1\nkind: CloneSet\nmetadata: {name: d}\n"
				    "spec: {updateStrategy: {type: InPlaceOnly}, template: " TEMPLATE "}\n"),
			    "replicas spec.template.spec -> spec.template.metadata.annotations (1)\n");
	assert_string_equal(pods(c, "apiVersion: apps.kruise.io/v1alpha1\nkind: CloneSet\nmetadata: {name: d}\n"
				    "spec: {updateStrategy: {type: ReCreate}, template: " TEMPLATE "}\n"),
			    "rolls spec.template.spec -> spec.template.metadata.annotations (1)\n");
	assert_string_equal(
		pods(c, "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: d}\nspec: {containers: []}\n"),
		"rolls spec -> spec.podMetadata.annotations (0)\n");
	assert_string_equal(pods(c, "apiVersion: apps.kruise.io/v1alpha1\nkind: SidecarSet\nmetadata: {name: d}\nspec: {containers: []}\n"),
			    "template spec ->  (0)\n");
}

static void
by_shape(void **state)
{
	struct cr_ctx *c = *state;
	assert_string_equal(pods(c, "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: d}\nspec: {sets: [{podTemplate: " TEMPLATE "}]}\n"),
			    "rolls by shape spec.sets[0].podTemplate.spec -> spec.sets[0].podTemplate.metadata.annotations (1)\n");
	assert_string_equal(pods(c, "apiVersion: x.io/v1\nkind: ThingJob\nmetadata: {name: d}\nspec: {t: " TEMPLATE "}\n"),
			    "replicas by shape spec.t.spec -> spec.t.metadata.annotations (1)\n");
	assert_string_equal(pods(c, "apiVersion: x.io/v1\nkind: ThingCronJob\nmetadata: {name: d}\nspec: {t: " TEMPLATE "}\n"),
			    "rolls by shape spec.t.spec -> spec.t.metadata.annotations (1)\n");
	assert_string_equal(pods(c, "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: d}\nspec: {containers: [{name: a}]}\n"),
			    "template by shape spec ->  (0)\n");
	assert_string_equal(pods(c, "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: d}\nspec: {containers: [a, b]}\n"), "");
	assert_string_equal(pods(c, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\nspec: {t: " TEMPLATE "}\n"), "");
	assert_string_equal(reads(c, "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: d}\n"
				     "spec: {auth: [{secretKeyRef: {name: s, key: k}}, {configMapKeyRef: {name: c}}]}\n"),
			    "secret object default/s:k at spec.auth[0].secretKeyRef.name\n"
			    "cm object default/c at spec.auth[1].configMapKeyRef.name\n");
	assert_string_equal(
		reads(c, "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: d}\n"
			 "spec: {accessKeySecretRef: {name: s, key: k, namespace: n}, tls: {secretName: t}, storeRef: {name: no},\n"
			 "  from: [{kind: ConfigMap, name: c}, {kind: Other, name: no}], imagePullSecrets: [{name: p}],\n"
			 "  volume: {configMap: {name: v}}, selector: {name: no, key: no}}\n"),
		"secret object n/s:k at spec.accessKeySecretRef.name\n"
		"secret object default/t at spec.tls.secretName\n"
		"cm object default/c at spec.from[0].name\n"
		"secret object default/p at spec.imagePullSecrets[0].name\n"
		"cm object default/v at spec.volume.configMap.name\n");
	assert_string_equal(reads(c, "apiVersion: monitoring.coreos.com/v1\nkind: AlertmanagerConfig\nmetadata: {name: d}\n"
				     "spec: {receivers: [{slackConfigs: [{apiURL: {name: s, key: k}}]}]}\n"),
			    "secret object default/s:k at spec.receivers[0].slackConfigs[0].apiURL.name\n");
}

/* Names in fields of objects that have no pods. */
static void
objects(void **state)
{
	struct cr_ctx *c = *state;
	assert_string_equal(reads(c, "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, namespace: n}\n"
				     "secrets: [{name: s}]\nimagePullSecrets: [{name: p}]\n"),
			    "secret object n/s at secrets[0].name\n"
			    "secret object n/p at imagePullSecrets[0].name\n");
	assert_string_equal(reads(c, "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a}\n"
				     "spec: {csi: {nodeStageSecretRef: {name: s, namespace: n}}}\n"),
			    "secret object n/s at spec.csi.nodeStageSecretRef.name\n");
	assert_string_equal(reads(c,
				  "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\nparameters:\n"
				  "  csi.storage.k8s.io/node-stage-secret-name: s\n  csi.storage.k8s.io/node-stage-secret-namespace: n\n"),
			    "secret object n/s at parameters.csi.storage.k8s.io/node-stage-secret-name\n");
	assert_string_equal(
		reads(c, "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: a}\n"
			 "spec: {acme: {privateKeySecretRef: {name: made}, solvers: [{x: {apiTokenSecretRef: {name: s, key: k}}}]}}\n"
			 "---\napiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: b}\nspec: {ca: {secretName: s}}\n"),
		"secret object ?/s:k at spec.acme.solvers[0].x.apiTokenSecretRef.name\n"
		"secret object default/s at spec.ca.secretName\n");
	assert_string_equal(
		reads(c, "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: a}\n"
			 "spec: {listeners: [{tls: {certificateRefs: [{name: s}, {kind: Other, name: o}, {name: t, namespace: n}]}}]}\n"),
		"secret object default/s at spec.listeners[0].tls.certificateRefs[0].name\n"
		"secret object n/t at spec.listeners[0].tls.certificateRefs[2].name\n");
	assert_string_equal(reads(c, "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: a}\n"
				     "spec: {servers: [{tls: {credentialName: s}}]}\n"),
			    "secret object ?/s at spec.servers[0].tls.credentialName\n");
}

static void
makers(void **state)
{
	struct cr_ctx *c = *state;
	assert_string_equal(maps(c, "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {b: x, a: x}\nstringData: {a: y, c: z}\n"),
			    "secret default/s a b c\n");
	assert_string_equal(maps(c, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata: {b: x}\nbinaryData: {a: y}\n"),
			    "cm default/s a b\n");
	assert_string_equal(maps(c, "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e}\n"
				    "spec: {data: [{secretKey: b}, {secretKey: a}]}\n"),
			    "secret default/e controlled a b\n");
	assert_string_equal(maps(c, "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e, namespace: n}\n"
				    "spec: {dataFrom: [{extract: {key: x}}], target: {name: t}}\n"),
			    "secret n/t controlled ...\n");
	assert_string_equal(maps(c,
				 "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e, namespace: n}\n"
				 "spec: {data: [{secretKey: b}], dataFrom: [{extract: {key: x}}], target: {template: {data: {c: x}}}}\n"),
			    "secret n/e controlled c\n");
	assert_string_equal(maps(c, "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e, namespace: n}\n"
				    "spec: {data: [{secretKey: b}], target: {template: {mergePolicy: Merge, data: {c: x}}}}\n"),
			    "secret n/e controlled b c\n");
	assert_string_equal(
		maps(c, "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e, namespace: n}\n"
			"spec: {data: [{secretKey: b}], target: {template: {data: {c: x}, templateFrom: [{secret: {name: x}}]}}}\n"),
		"secret n/e controlled c ...\n");
	assert_string_equal(maps(c, "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: e}\n"
				    "spec: {data: [{secretKey: b}], target: {creationPolicy: None}}\n"),
			    "");
	assert_string_equal(maps(c, "apiVersion: external-secrets.io/v1\nkind: ClusterExternalSecret\nmetadata: {name: e}\n"
				    "spec: {externalSecretName: x, externalSecretSpec: {data: [{secretKey: b}]}}\n"),
			    "secret ?/x anywhere controlled b\n");
	assert_string_equal(maps(c, "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: e, namespace: n}\n"
				    "spec: {encryptedData: {b: x, a: x}, template: {metadata: {name: t}, data: {c: x}}}\n"),
			    "secret n/e controlled a b c\n");
	assert_string_equal(maps(c, "apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata: {name: e}\n"
				    "spec: {destination: {name: d, create: true}}\n---\n"
				    "apiVersion: secrets.hashicorp.com/v1beta1\nkind: VaultStaticSecret\nmetadata: {name: f}\n"
				    "spec: {destination: {name: f}}\n"),
			    "secret default/d controlled ...\n");
	assert_string_equal(maps(c, "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: e}\n"
				    "spec: {secretObjects: [{secretName: a, data: [{key: k, objectName: o}]}, {secretName: b}]}\n"),
			    "secret default/a controlled k\nsecret default/b controlled\n");
	assert_string_equal(maps(c, "apiVersion: isindir.github.com/v1alpha3\nkind: SopsSecret\nmetadata: {name: e}\n"
				    "spec: {secretTemplates: [{name: a, stringData: {k: v}}, {name: b, data: {l: v}}]}\n"),
			    "secret default/a controlled k\nsecret default/b controlled l\n");
	assert_string_equal(maps(c, "apiVersion: isindir.github.com/v1alpha3\nkind: SopsSecret\nmetadata: {name: e}\n"
				    "spec: {secretTemplates: [{name: 'ENC[AES256_GCM,data:x]', stringData: {k: v}}]}\n"),
			    "");
	assert_string_equal(
		maps(c, "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: e}\nspec: {tls: [{secretName: t}]}\n"), "");
	assert_string_equal(maps(c, "apiVersion: networking.k8s.io/v1\nkind: Ingress\n"
				    "metadata: {name: e, annotations: {cert-manager.io/issuer: i}}\nspec: {tls: [{secretName: t}]}\n"),
			    "secret default/t controlled ca.crt tls.crt tls.key\n");
	assert_string_equal(maps(c, "apiVersion: v1\nkind: Service\n"
				    "metadata: {name: e, annotations: {service.beta.openshift.io/serving-cert-secret-name: t}}\n"),
			    "secret default/t controlled tls.crt tls.key\n");
	assert_string_equal(maps(c, "apiVersion: x.io/v1\nkind: Thing\nmetadata: {name: e}\n"
				    "spec: {writeConnectionSecretToRef: {name: t, namespace: n}}\n"),
			    "secret n/t controlled ...\n");
	assert_string_equal(maps(c, "apiVersion: v1\nkind: ConfigMap\n"
				    "metadata: {name: e, labels: {config.openshift.io/inject-trusted-cabundle: 'true'}}\n"),
			    "cm default/e controlled ...\n");
	assert_string_equal(maps(c, "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: e}\n"
				    "spec: {secretName: t, additionalOutputFormats: [{type: DER}], keystores: {jks: {create: true}}}\n"),
			    "secret default/t controlled ca.crt key.der keystore.jks tls.crt tls.key truststore.jks\n");
}

static void
finds(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_refs refs = refs_of(c, "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: s, namespace: n}\n"
					 "spec: {target: {creationPolicy: Merge}}\n---\n"
					 "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: n}\ndata: {a: x}\n---\n"
					 "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: o}\ndata: {a: x}\n");
	cr_key s = cr_key_find(c, CR_STR("s")), n = cr_key_find(c, CR_STR("n")), o = cr_key_find(c, CR_STR("o"));
	const struct cr_made_map *m = cr_refs_find(c, &refs, CR_MAP_SECRET, n, s);
	assert_int_equal(refs.map_count, 2);
	assert_ptr_equal(m, refs.maps[0]);
	assert_true(m->controlled);
	assert_false(m->keys_known);
	assert_ptr_equal(cr_refs_find(c, &refs, CR_MAP_SECRET, o, s), refs.maps[1]);
	assert_true(refs.maps[1]->keys_known);
	assert_null(cr_refs_find(c, &refs, CR_MAP_CONFIG, n, s));
	assert_null(cr_refs_find(c, &refs, CR_MAP_SECRET, CR_KEY_default, s));
	assert_ptr_equal(cr_refs_find(c, &refs, CR_MAP_SECRET, CR_KEY_NONE, s), refs.maps[0]);
}

static struct cr_node_path
path_of(struct cr_ctx *c, const char *const *keys, uint32_t count)
{
	struct cr_node_step *steps = cr_new_n(c, struct cr_node_step, count);
	for (uint32_t i = 0; i < count; i++) {
		bool index = keys[i][0] >= '0' && keys[i][0] <= '9';
		steps[i].key = index ? CR_KEY_NONE : cr_key_intern(c, cr_str_z(keys[i]));
		steps[i].index = index ? (uint32_t)(keys[i][0] - '0') : 0;
	}
	return (struct cr_node_path){ .steps = steps, .count = count };
}
#define PATH(c, ...) path_of((c), (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

/* What is written stands there, and not in the tree that it was shared with. */
static void
writes(void **state)
{
	struct cr_ctx *c = *state;
	struct cr_refs refs = refs_of(c, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nl: [{a: b}, 7]\nn: ~\n");
	struct cr_resource *r = refs.resources->items[0];
	const struct cr_node *before = r->root;
	c->stamp = r->stamp = ++c->next_stamp;
	struct cr_node *root = cr_resource_edit(c, r);
	assert_true(cr_node_path_set_text(c, root, PATH(c, "l", "0", "a"), CR_STR("12")));
	assert_int_equal(cr_node_path_get(root, PATH(c, "l", "0", "a"))->tag, CR_TAG_STR);
	test_str(cr_text(cr_node_path_get(root, PATH(c, "l", "0", "a"))), "12");
	test_str(cr_text(cr_node_path_get(before, PATH(c, "l", "0", "a"))), "b");
	assert_false(cr_node_path_set_text(c, root, PATH(c, "l", "2"), CR_STR("x")));
	assert_false(cr_node_path_set_text(c, root, PATH(c, "l", "0"), CR_STR("x")));
	assert_false(cr_node_path_set_text(c, root, PATH(c, "l", "a"), CR_STR("x")));
	assert_non_null(cr_node_path_edit_map(c, root, PATH(c, "n", "made", "deep")));
	assert_true(cr_is(cr_node_path_get(root, PATH(c, "n", "made", "deep")), CR_MAP));
	assert_null(cr_node_path_edit_map(c, root, PATH(c, "l", "made")));
	assert_null(cr_node_path_get(before, PATH(c, "n", "made")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(env, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(volumes, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(sub_paths, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(kinds, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(rolls, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(by_shape, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(objects, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(makers, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(finds, test_setup, test_teardown),
		cmocka_unit_test_setup_teardown(writes, test_setup, test_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
