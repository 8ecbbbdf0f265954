/* Objects from which a controller makes a ConfigMap or a Secret, and what it puts into it. */
#include "refs/tables.h"

static const struct cr_maker_extra certificate_extra[] = {
	{ "additionalOutputFormats[].type=CombinedPEM", "tls-combined.pem" },
	{ "additionalOutputFormats[].type=DER", "key.der" },
	{ "keystores.jks.create=true", "keystore.jks truststore.jks" },
	{ "keystores.pkcs12.create=true", "keystore.p12 truststore.p12" },
	{ NULL, NULL },
};

const struct cr_maker_row cr_maker_rows[] = {
	{ "external-secrets.io", "ExternalSecret", "spec", "target.name", .own_name = true, .map = CR_MAP_SECRET,
	  .keys = "data[].secretKey", .replaced_by = "target.template.data{}", .not_replaced = "target.template.mergePolicy=Merge",
	  .unknown = "dataFrom target.template.templateFrom", .unknown_still = "target.template.templateFrom",
	  .fills_if = "target.creationPolicy=Merge", .never_if = "target.creationPolicy=None" },
	{ "cert-manager.io", "Certificate", "spec", "secretName", .map = CR_MAP_SECRET, .fixed = "tls.crt tls.key ca.crt",
	  .extra = certificate_extra },
	{ "bitnami.com", "SealedSecret", "spec", "template.metadata.name", .own_name = true, .map = CR_MAP_SECRET,
	  .keys = "encryptedData{} template.data{}" },
};
const size_t cr_maker_row_count = sizeof cr_maker_rows / sizeof *cr_maker_rows;

const struct cr_note_row cr_note_rows[] = {
	{ "service.beta.openshift.io/inject-cabundle", CR_NOTE_FILLS },
	{ "config.openshift.io/inject-trusted-cabundle", CR_NOTE_FILLS },
};
const size_t cr_note_row_count = sizeof cr_note_rows / sizeof *cr_note_rows;
