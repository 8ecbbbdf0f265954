/* What a kustomization has of a field: the names that an edit of it may mean, for whoever types one. Nothing but names: no value. */
#include "edit/tree.h"
#include "load/loader.h"
#include "yaml/read.h"

enum shape { NOTHING, TEXTS, KEYS, MAPS_WITH_NAME };

struct named_field {
	const char *name;
	enum shape shape;
};

static const struct named_field fields[CR_EDIT_FIELD_COUNT] = {
	[CR_EDIT_ANNOTATION] = { "commonAnnotations", KEYS },
	[CR_EDIT_BASE] = { "resources", TEXTS },
	[CR_EDIT_BUILD_METADATA] = { "buildMetadata", TEXTS },
	[CR_EDIT_COMPONENT] = { "components", TEXTS },
	[CR_EDIT_CONFIG_MAP] = { "configMapGenerator", MAPS_WITH_NAME },
	[CR_EDIT_CONFIGURATION] = { "configurations", TEXTS },
	[CR_EDIT_GENERATOR] = { "generators", TEXTS },
	[CR_EDIT_IMAGE] = { "images", MAPS_WITH_NAME },
	[CR_EDIT_LABEL] = { "commonLabels", KEYS },
	[CR_EDIT_REPLICAS] = { "replicas", MAPS_WITH_NAME },
	[CR_EDIT_RESOURCE] = { "resources", TEXTS },
	[CR_EDIT_SECRET] = { "secretGenerator", MAPS_WITH_NAME },
	[CR_EDIT_TRANSFORMER] = { "transformers", TEXTS },
	[CR_EDIT_VALIDATOR] = { "validators", TEXTS },
};

static void
add(struct cr_ctx *c, struct cr_edit_words *names, struct cr_str name)
{
	if (name.len > 0) {
		*cr_push(c, names) = cr_str_dup(c, name);
	}
}

static void
list_names(struct cr_ctx *c, const struct cr_node *value, enum shape shape, struct cr_edit_words *names)
{
	if (shape == KEYS && cr_is(value, CR_MAP)) {
		for (uint32_t i = 0; i < value->count; i++) {
			add(c, names, cr_key_str(c, value->pairs[i].key));
		}
	}
	for (uint32_t i = 0; shape != KEYS && cr_is(value, CR_LIST) && i < value->count; i++) {
		const struct cr_node *item = value->items[i];
		if (shape == MAPS_WITH_NAME && cr_is(item, CR_MAP)) {
			add(c, names, cr_edit_text(c, item, "name"));
		} else if (shape == TEXTS && cr_is(item, CR_SCALAR) && !cr_node_is_null(item)) {
			add(c, names, cr_text(item));
		}
	}
}

bool
cr_edit_names(struct cr_ctx *c, struct cr_str dir, enum cr_edit_field field, struct cr_edit_words *names)
{
	const struct named_field *f = &fields[field];
	struct cr_file *file = NULL;
	struct cr_docs docs = { 0 };
	if (f->shape == NOTHING) {
		return true;
	}
	if (!cr_load_kustomization(c, dir, CR_NO_MARK, &file)) {
		return false;
	}
	struct cr_source source = { .text = file->text, .file = file->index, .line = 1 };
	if (!cr_yaml_read(c, &source, CR_YAML_KUSTOMIZATION, &docs)) {
		return false;
	}
	if (docs.count > 0 && cr_is(docs.items[0], CR_MAP)) {
		list_names(c, cr_edit_get(c, docs.items[0], f->name), f->shape, names);
	}
	return true;
}
