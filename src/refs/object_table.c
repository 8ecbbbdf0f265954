/* Fields of objects without pods that name a ConfigMap or a Secret. */
#include "refs/tables.h"

#define TLS "spec.tls[]"

const struct cr_object_row cr_object_rows[] = {
	{ "", "ServiceAccount", "secrets[]", "name", .map = CR_MAP_SECRET },
	{ "", "ServiceAccount", "imagePullSecrets[]", "name", .map = CR_MAP_SECRET },
	{ "networking.k8s.io", "Ingress", TLS, "secretName", .map = CR_MAP_SECRET },
	{ "extensions", "Ingress", TLS, "secretName", .map = CR_MAP_SECRET },
};
const size_t cr_object_row_count = sizeof cr_object_rows / sizeof *cr_object_rows;
