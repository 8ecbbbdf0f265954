/* Fields of objects without pods that name a ConfigMap or a Secret: those of Kubernetes' own kinds, and those of others that their shape
 * does not tell (shape.c). */
#include "refs/tables.h"

#define CSI_PV \
	"spec.csi.controllerExpandSecretRef spec.csi.controllerPublishSecretRef spec.csi.nodePublishSecretRef " \
	"spec.csi.nodeStageSecretRef spec.csi.nodeExpandSecretRef"
#define DRIVER_PV \
	"spec.cephfs.secretRef spec.rbd.secretRef spec.iscsi.secretRef spec.flexVolume.secretRef spec.scaleIO.secretRef " \
	"spec.storageos.secretRef spec.cinder.secretRef"
#define CSI_SC(what) \
	"parameters", "csi\\.storage\\.k8s\\.io/" what "-secret-name", NULL, "csi\\.storage\\.k8s\\.io/" what "-secret-namespace"
#define SCRAPE(at) \
	at ".basicAuth.username " at ".basicAuth.password " at ".bearerTokenSecret " at ".authorization.credentials " at \
	   ".oauth2.clientSecret " at ".tlsConfig.keySecret"
#define NOT_TOLD "?" /* a namespace that only the cluster knows */

const struct cr_object_row cr_object_rows[] = {
	{ "", "ServiceAccount", "secrets[] imagePullSecrets[]", "name", .map = CR_MAP_SECRET },
	{ "networking.k8s.io", "Ingress", "spec.tls[]", "secretName", .map = CR_MAP_SECRET },
	{ "extensions", "Ingress", "spec.tls[]", "secretName", .map = CR_MAP_SECRET },
	{ "", "PersistentVolume", CSI_PV, "name", NULL, "namespace", CR_MAP_SECRET },
	{ "", "PersistentVolume", DRIVER_PV, "name", NULL, "namespace", CR_MAP_SECRET },
	{ "", "PersistentVolume", "spec.azureFile", "secretName", NULL, "secretNamespace", CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", CSI_SC("provisioner"), CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", CSI_SC("controller-expand"), CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", CSI_SC("controller-publish"), CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", CSI_SC("node-stage"), CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", CSI_SC("node-publish"), CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", CSI_SC("node-expand"), CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", "parameters", "secretName", NULL, "secretNamespace", CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", "parameters", "adminSecretName", NULL, "adminSecretNamespace", CR_MAP_SECRET },
	{ "storage.k8s.io", "StorageClass", "parameters", "userSecretName", NULL, "userSecretNamespace", CR_MAP_SECRET },
	{ "snapshot.storage.k8s.io", "VolumeSnapshotClass", CSI_SC("snapshotter"), CR_MAP_SECRET },

	{ "gateway.networking.k8s.io", "Gateway", "spec.listeners[].tls.certificateRefs[]", "name", NULL, "namespace", CR_MAP_SECRET },
	{ "networking.istio.io", "Gateway", "spec.servers[].tls", "credentialName", NULL, NOT_TOLD, CR_MAP_SECRET },
	{ "networking.istio.io", "DestinationRule",
	  "spec.trafficPolicy.tls spec.trafficPolicy.portLevelSettings[].tls spec.subsets[].trafficPolicy.tls", "credentialName", NULL,
	  NOT_TOLD, CR_MAP_SECRET },
	{ "traefik.io", "Middleware",
	  "spec.basicAuth.secret spec.digestAuth.secret spec.forwardAuth.tls.caSecret spec.forwardAuth.tls.certSecret",
	  .map = CR_MAP_SECRET },
	{ "traefik.containo.us", "Middleware",
	  "spec.basicAuth.secret spec.digestAuth.secret spec.forwardAuth.tls.caSecret spec.forwardAuth.tls.certSecret",
	  .map = CR_MAP_SECRET },
	{ "traefik.io", "TLSOption", "spec.clientAuth.secretNames[]", .map = CR_MAP_SECRET },
	{ "route.openshift.io", "Route", "spec.tls.externalCertificate", "name", .map = CR_MAP_SECRET },

	{ "cert-manager.io", "Issuer", "spec.ca", "secretName", .map = CR_MAP_SECRET },
	{ "cert-manager.io", "ClusterIssuer", "spec.ca", "secretName", NULL, NOT_TOLD, CR_MAP_SECRET },

	{ "monitoring.coreos.com", "ServiceMonitor", SCRAPE("spec.endpoints[]"), "name", "key", .map = CR_MAP_SECRET },
	{ "monitoring.coreos.com", "PodMonitor", SCRAPE("spec.podMetricsEndpoints[]"), "name", "key", .map = CR_MAP_SECRET },
	{ "monitoring.coreos.com", "Probe", SCRAPE("spec"), "name", "key", .map = CR_MAP_SECRET },
	{ "monitoring.coreos.com", "Prometheus", "spec.secrets[]", .map = CR_MAP_SECRET },
	{ "monitoring.coreos.com", "Prometheus", "spec.configMaps[]", .map = CR_MAP_CONFIG },
	{ "monitoring.coreos.com", "Alertmanager", "spec.secrets[] spec.configSecret", .map = CR_MAP_SECRET },
	{ "monitoring.coreos.com", "Alertmanager", "spec.configMaps[]", .map = CR_MAP_CONFIG },

	{ "keda.sh", "TriggerAuthentication", "spec.secretTargetRef[]", "name", "key", .map = CR_MAP_SECRET },
	{ "keda.sh", "TriggerAuthentication", "spec.configMapTargetRef[]", "name", "key", .map = CR_MAP_CONFIG },
	{ "keda.sh", "ClusterTriggerAuthentication", "spec.secretTargetRef[]", "name", "key", NOT_TOLD, CR_MAP_SECRET },
	{ "keda.sh", "ClusterTriggerAuthentication", "spec.configMapTargetRef[]", "name", "key", NOT_TOLD, CR_MAP_CONFIG },

	{ "sparkoperator.k8s.io", "SparkApplication", "spec.driver.secrets[] spec.executor.secrets[]", "name", .map = CR_MAP_SECRET },
	{ "sparkoperator.k8s.io", "SparkApplication", "spec.driver.configMaps[] spec.executor.configMaps[]", "name", .map = CR_MAP_CONFIG },
	{ "sparkoperator.k8s.io", "SparkApplication", "spec.driver.envSecretKeyRefs{} spec.executor.envSecretKeyRefs{}", "name", "key",
	  .map = CR_MAP_SECRET },
	{ "sparkoperator.k8s.io", "SparkApplication", "spec.sparkConfigMap spec.hadoopConfigMap", .map = CR_MAP_CONFIG },

	{ "broker.amq.io", "ActiveMQArtemis",
	  "spec.deploymentPlan.extraMounts.secrets[] spec.acceptors[].sslSecret spec.connectors[].sslSecret "
	  "spec.console.sslSecret",
	  .map = CR_MAP_SECRET },
	{ "broker.amq.io", "ActiveMQArtemis", "spec.deploymentPlan.extraMounts.configMaps[]", .map = CR_MAP_CONFIG },
	{ "build.openshift.io", "BuildConfig",
	  "spec.source.sourceSecret spec.output.pushSecret spec.strategy.dockerStrategy.pullSecret "
	  "spec.strategy.sourceStrategy.pullSecret spec.strategy.customStrategy.pullSecret",
	  "name", .map = CR_MAP_SECRET },
	{ "secrets.doppler.com", "DopplerSecret", "spec.tokenSecret", "name", NULL, "namespace", CR_MAP_SECRET },
	{ "k8s.bitwarden.com", "BitwardenSecret", "spec.authToken", "secretName", "secretKey", .map = CR_MAP_SECRET },
	{ "external-secrets.io", "PushSecret", "spec.selector.secret", "name", .map = CR_MAP_SECRET },
	{ "external-secrets.io", "ExternalSecret", "spec.target.template.templateFrom[].configMap", "name", .map = CR_MAP_CONFIG },
	{ "external-secrets.io", "ExternalSecret", "spec.target.template.templateFrom[].secret", "name", .map = CR_MAP_SECRET },
	{ "postgresql.cnpg.io", "Cluster", "spec.superuserSecret spec.managed.roles[].passwordSecret", "name", .map = CR_MAP_SECRET },
};
const size_t cr_object_row_count = sizeof cr_object_rows / sizeof *cr_object_rows;
