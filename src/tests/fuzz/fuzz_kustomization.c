/* Files that are decoded by tables of fields: a kustomization, a file of configurations, of crds, of replacements, a schema. Each is
 * refused with an error or decoded without one, and changes nothing of what was read. */
#include "kustomization/config.h"
#include "kustomization/fields.h"
#include "kustomization/kust.h"
#include "kustomization/plugin_fields.h"
#include "resource/openapi.h"
#include "tests/fuzz/fuzz.h"

#define FILE_MARK cr_mark_make(1, 0, 0)

static void
decode_kustomization(struct cr_ctx *c, struct cr_str text)
{
	size_t before = cr_error_count(c);
	struct cr_node *root = fuzz_read(c, text, CR_YAML_KUSTOMIZATION);
	if (cr_error_count(c) > before) {
		return;
	}
	struct cr_kust k = { 0 }, again = { 0 };
	bool ok = cr_kust_decode(c, root, FILE_MARK, CR_STR("dir"), &k);
	FUZZ_HOLDS(ok == (cr_error_count(c) == before));
	FUZZ_HOLDS(cr_kust_decode(c, root, FILE_MARK, CR_STR("dir"), &again) == ok);
	FUZZ_HOLDS(!ok || (k.resources.count == again.resources.count && k.patches.count == again.patches.count));
}

static void
decode_configuration(struct cr_ctx *c, struct cr_str text, bool crds)
{
	size_t before = cr_error_count(c);
	const struct cr_node *root = fuzz_read(c, text, crds ? CR_YAML_STRICT : CR_YAML_KUSTOMIZATION);
	struct cr_config config = cr_config_empty;
	if (cr_error_count(c) > before) {
		return;
	}
	bool ok = crds ? cr_config_from_definitions(c, root, FILE_MARK, &config) : cr_config_decode(c, root, FILE_MARK, &config);
	FUZZ_HOLDS(ok == (cr_error_count(c) == before));
	if (ok) {
		const struct cr_config *once = cr_config_merge(c, &cr_config_default, &config);
		FUZZ_HOLDS((once != NULL) == (cr_error_count(c) == before));
		FUZZ_HOLDS(once == NULL || cr_config_merge(c, once, &config) != NULL);
	}
}

static void
decode_replacements(struct cr_ctx *c, struct cr_str text)
{
	size_t before = cr_error_count(c);
	const struct cr_node *root = fuzz_read(c, text, CR_YAML_KUSTOMIZATION);
	struct cr_replacement_list list = { 0 };
	if (cr_error_count(c) == before) {
		bool ok = cr_replacement_file_decode(c, root, FILE_MARK, &list);
		FUZZ_HOLDS(ok == (cr_error_count(c) == before));
	}
}

/* Asks the schema for what it may say of some objects, down to the fields of fields. */
static void
decode_schema(struct cr_ctx *c, struct cr_str text)
{
	static const struct {
		const char *version;
		cr_key kind;
	} objects[] = { { "v1", CR_KEY_Pod }, { "apps/v1", CR_KEY_Deployment }, { "example.com/v1", CR_KEY_Service } };
	static const cr_key fields[] = { CR_KEY_spec, CR_KEY_template, CR_KEY_containers, CR_KEY_items, CR_KEY_ports };
	size_t before = cr_error_count(c);
	struct cr_source source = { .text = fuzz_alone(c, text), .file = 1, .line = 1 };
	for (unsigned asked = CR_SCHEMA_UNASKED; asked <= CR_SCHEMA_ASKED_TYPE; asked++) {
		c->schema = (struct cr_schema_state){ .asked = (uint8_t)asked };
		c->schema.file = cr_openapi_load(c, &source);
		FUZZ_HOLDS((c->schema.file != NULL) == (cr_error_count(c) == before));
		if (c->schema.file == NULL) {
			return;
		}
		for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
			struct cr_gvk gvk = cr_gvk_parse(c, cr_str_z(objects[i].version), objects[i].kind);
			const struct cr_schema_type *type = cr_schema_of(c, gvk);
			cr_schema_says_cluster(c, gvk);
			for (size_t k = 0; k < 2 * sizeof fields / sizeof fields[0]; k++) {
				const struct cr_schema_field *f = cr_schema_field(c, type, fields[k % (sizeof fields / sizeof fields[0])]);
				type = f != NULL ? f->type : type;
			}
		}
	}
}

static void
run(struct cr_ctx *c, void *arg)
{
	const struct fuzz_pack *pack = arg;
	if (fuzz_has_part(pack, "configuration")) {
		decode_configuration(c, fuzz_part(pack, "configuration"), false);
	} else if (fuzz_has_part(pack, "crds")) {
		decode_configuration(c, fuzz_part(pack, "crds"), true);
	} else if (fuzz_has_part(pack, "replacements")) {
		decode_replacements(c, fuzz_part(pack, "replacements"));
	} else if (fuzz_has_part(pack, "openapi")) {
		decode_schema(c, fuzz_part(pack, "openapi"));
	} else {
		decode_kustomization(c, fuzz_part(pack, "kustomization"));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_pack pack = fuzz_unpack(data, size);
	fuzz_in_context(run, &pack);
	return 0;
}
