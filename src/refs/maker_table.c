/* Objects from which a controller makes a ConfigMap or a Secret, and what it puts into it. */
#include "refs/tables.h"

static const struct cr_maker_extra certificate_extra[] = {
	{ "additionalOutputFormats[].type=CombinedPEM", "tls-combined.pem" },
	{ "additionalOutputFormats[].type=DER", "key.der" },
	{ "keystores.jks.create=true", "keystore.jks truststore.jks" },
	{ "keystores.pkcs12.create=true", "keystore.p12 truststore.p12" },
	{ NULL, NULL },
};

#define TLS_KEYS "tls.crt tls.key ca.crt"
#define ISSUER_NOTES \
	"cert-manager.io/cluster-issuer cert-manager.io/issuer certmanager.k8s.io/cluster-issuer certmanager.k8s.io/issuer " \
	"kubernetes.io/tls-acme"

const struct cr_maker_row cr_maker_rows[] = {
	/* With data in the template only that is in the Secret, unless the template is merged with what was fetched. */
	{ "external-secrets.io", "ExternalSecret", "spec", "target.name", .own_name = true, .map = CR_MAP_SECRET,
	  .keys = "data[].secretKey", .replaced_by = "target.template.data{}", .not_replaced = "target.template.mergePolicy=Merge",
	  .unknown = "dataFrom target.template.templateFrom", .unknown_still = "target.template.templateFrom",
	  .fills_if = "target.creationPolicy=Merge", .never_if = "target.creationPolicy=None" },
	{ "external-secrets.io", "ClusterExternalSecret", "spec", "externalSecretSpec.target.name externalSecretName", .own_name = true,
	  .any_ns = true, .map = CR_MAP_SECRET, .keys = "externalSecretSpec.data[].secretKey",
	  .replaced_by = "externalSecretSpec.target.template.data{}",
	  .not_replaced = "externalSecretSpec.target.template.mergePolicy=Merge",
	  .unknown = "externalSecretSpec.dataFrom externalSecretSpec.target.template.templateFrom",
	  .unknown_still = "externalSecretSpec.target.template.templateFrom",
	  .never_if = "externalSecretSpec.target.creationPolicy=None|Merge" },
	{ "kubernetes-client.io", "ExternalSecret", "spec", .map = CR_MAP_SECRET, .keys = "data[].name",
	  .unknown = "dataFrom dataFromWithOptions template" },

	/* Its own name, whatever the template says. */
	{ "bitnami.com", "SealedSecret", "spec", .map = CR_MAP_SECRET, .keys = "encryptedData{} template.data{}" },

	{ "cert-manager.io", "Certificate", "spec", "secretName", .map = CR_MAP_SECRET, .fixed = TLS_KEYS, .extra = certificate_extra },
	{ "cert-manager.io", "Issuer", "spec.acme", "privateKeySecretRef.name", .fixed_name = true, .map = CR_MAP_SECRET,
	  .fixed = "tls.key" },
	{ "cert-manager.io", "ClusterIssuer", "spec.acme", "privateKeySecretRef.name", .fixed_name = true, .any_ns = true,
	  .map = CR_MAP_SECRET, .fixed = "tls.key" },
	{ "networking.k8s.io", "Ingress", "spec.tls[]", "secretName", .annotations = ISSUER_NOTES, .fixed_name = true, .map = CR_MAP_SECRET,
	  .fixed = TLS_KEYS },
	{ "extensions", "Ingress", "spec.tls[]", "secretName", .annotations = ISSUER_NOTES, .fixed_name = true, .map = CR_MAP_SECRET,
	  .fixed = TLS_KEYS },
	{ "gateway.networking.k8s.io", "Gateway", "spec.listeners[].tls.certificateRefs[]", "name", "namespace",
	  .annotations = ISSUER_NOTES, .fixed_name = true, .map = CR_MAP_SECRET, .fixed = TLS_KEYS },
	{ "trust.cert-manager.io", "Bundle", "spec.target", .any_ns = true, .map = CR_MAP_CONFIG, .only_if = "configMap",
	  .keys = "configMap.key", .unknown = "additionalFormats" },
	{ "trust.cert-manager.io", "Bundle", "spec.target", .any_ns = true, .map = CR_MAP_SECRET, .only_if = "secret", .keys = "secret.key",
	  .unknown = "additionalFormats" },
	{ "", "Service", "metadata.annotations", "service\\.beta\\.openshift\\.io/serving-cert-secret-name", .fixed_name = true,
	  .map = CR_MAP_SECRET, .fixed = "tls.crt tls.key" },
	{ "", "Service", "metadata.annotations", "service\\.alpha\\.openshift\\.io/serving-cert-secret-name", .fixed_name = true,
	  .map = CR_MAP_SECRET, .fixed = "tls.crt tls.key" },

	{ "secrets.hashicorp.com", "VaultStaticSecret", "spec.destination", "name", .map = CR_MAP_SECRET, .fills_unless = "create=true",
	  .keys_unknown = true },
	{ "secrets.hashicorp.com", "VaultDynamicSecret", "spec.destination", "name", .map = CR_MAP_SECRET, .fills_unless = "create=true",
	  .keys_unknown = true },
	{ "secrets.hashicorp.com", "VaultPKISecret", "spec.destination", "name", .map = CR_MAP_SECRET, .fills_unless = "create=true",
	  .keys_unknown = true },
	{ "secrets.hashicorp.com", "HCPVaultSecretsApp", "spec.destination", "name", .map = CR_MAP_SECRET, .fills_unless = "create=true",
	  .keys_unknown = true },
	{ "ricoberger.de", "VaultSecret", "spec", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "redhatcop.redhat.io", "VaultSecret", "spec.output", "name", .map = CR_MAP_SECRET, .keys = "stringData{}" },

	{ "secrets-store.csi.x-k8s.io", "SecretProviderClass", "spec.secretObjects[]", "secretName", .map = CR_MAP_SECRET,
	  .keys = "data[].key" },
	{ "isindir.github.com", "SopsSecret", "spec.secretTemplates[]", "name", .fixed_name = true, .map = CR_MAP_SECRET,
	  .keys = "data{} stringData{}" },
	{ "isindir.github.com", "SopsSecret", "spec.secret_templates[]", "name", .fixed_name = true, .map = CR_MAP_SECRET,
	  .keys = "data{} stringData{}" },

	{ "secrets.infisical.com", "InfisicalSecret", "spec.managedSecretReference", "secretName", "secretNamespace", .map = CR_MAP_SECRET,
	  .keys_unknown = true },
	{ "secrets.infisical.com", "InfisicalSecret", "spec.managedKubeSecretReferences[]", "secretName", "secretNamespace",
	  .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "secrets.infisical.com", "InfisicalSecret", "spec.managedKubeConfigMapReferences[]", "configMapName", "configMapNamespace",
	  .map = CR_MAP_CONFIG, .keys_unknown = true },
	{ "secrets.doppler.com", "DopplerSecret", "spec.managedSecret", "name", "namespace", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "onepassword.com", "OnePasswordItem", "spec", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "k8s.bitwarden.com", "BitwardenSecret", "spec", "secretName", .map = CR_MAP_SECRET, .keys = "map[].secretKeyName",
	  .keys_unknown = true },
	{ "spv.no", "AzureKeyVaultSecret", "spec.output.secret", "name", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "spv.no", "AzureKeyVaultSecret", "spec.output.configMap", "name", .map = CR_MAP_CONFIG, .keys_unknown = true },
	{ "services.cloud.sap.com", "ServiceBinding", "spec", "secretName", .own_name = true, .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "servicecatalog.k8s.io", "ServiceBinding", "spec", "secretName", .own_name = true, .map = CR_MAP_SECRET, .keys_unknown = true },
	{ NULL, NULL, "spec.writeConnectionSecretToRef", "name", "namespace", .map = CR_MAP_SECRET, .keys_unknown = true },

	{ "objectbucket.io", "ObjectBucketClaim", "spec", .map = CR_MAP_CONFIG,
	  .fixed = "BUCKET_HOST BUCKET_NAME BUCKET_PORT BUCKET_REGION BUCKET_SUBREGION" },
	{ "objectbucket.io", "ObjectBucketClaim", "spec", .map = CR_MAP_SECRET, .fixed = "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY" },
	{ "postgresql.cnpg.io", "Cluster", "spec", .suffix = "-app", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "postgresql.cnpg.io", "Cluster", "spec", .suffix = "-superuser", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "postgresql.cnpg.io", "Cluster", "spec", .suffix = "-ca", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "postgresql.cnpg.io", "Cluster", "spec", .suffix = "-server", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "postgresql.cnpg.io", "Cluster", "spec", .suffix = "-replication", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "kafka.strimzi.io", "KafkaUser", "spec", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "kafka.strimzi.io", "Kafka", "spec", .suffix = "-cluster-ca-cert", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "kafka.strimzi.io", "Kafka", "spec", .suffix = "-clients-ca-cert", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "elasticsearch.k8s.elastic.co", "Elasticsearch", "spec", .suffix = "-es-elastic-user", .map = CR_MAP_SECRET,
	  .keys_unknown = true },
	{ "elasticsearch.k8s.elastic.co", "Elasticsearch", "spec", .suffix = "-es-http-certs-public", .map = CR_MAP_SECRET,
	  .keys_unknown = true },
	{ "rabbitmq.com", "RabbitmqCluster", "spec", .suffix = "-default-user", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "k8s.keycloak.org", "Keycloak", "spec", .suffix = "-initial-admin", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "grafana.integreatly.org", "Grafana", "spec", .suffix = "-admin-credentials", .map = CR_MAP_SECRET, .keys_unknown = true },
	{ "certmanager.k8s.io", "Certificate", "spec", "secretName", .map = CR_MAP_SECRET, .fixed = TLS_KEYS },
};
const size_t cr_maker_row_count = sizeof cr_maker_rows / sizeof *cr_maker_rows;

const struct cr_note_row cr_note_rows[] = {
	{ "config.openshift.io/inject-trusted-cabundle", CR_NOTE_FILLS },
	{ "service.alpha.openshift.io/inject-cabundle", CR_NOTE_FILLS },
	{ "service.beta.openshift.io/inject-cabundle", CR_NOTE_FILLS },
	{ "reflector.v1.k8s.emberstack.com/reflects", CR_NOTE_FILLS },
	{ "reflector.v1.k8s.emberstack.com/reflection-auto-enabled", CR_NOTE_SPREADS },
	{ "replicator.v1.mittwald.de/replicate-from", CR_NOTE_FILLS },
	{ "replicator.v1.mittwald.de/replicate-to", CR_NOTE_SPREADS },
	{ "replicator.v1.mittwald.de/replicate-to-matching", CR_NOTE_SPREADS },
	{ "secret-generator.v1.mittwald.de/autogenerate", CR_NOTE_FILLS },
	{ "secret-generator.v1.mittwald.de/type", CR_NOTE_FILLS },
	{ "secretgen.carvel.dev/image-pull-secret", CR_NOTE_FILLS },
	{ "kubed.appscode.com/sync", CR_NOTE_SPREADS },
	{ "generate.kyverno.io/clone-source", CR_NOTE_SPREADS },
};
const size_t cr_note_row_count = sizeof cr_note_rows / sizeof *cr_note_rows;
