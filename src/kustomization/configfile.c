/* A file of "configurations": which fields the transformers touch. Counterpart: api/internal/plugins/builtinconfig. */
#include "kustomization/configtables.h"

#define TABLE(key, member) \
	{ \
		key, offsetof(struct cr_config, member), offsetof(struct cr_draft_config, member) \
	}

const struct cr_config_table cr_config_tables[CR_CONFIG_TABLES] = {
	TABLE("namePrefix", name_prefix),
	TABLE("nameSuffix", name_suffix),
	TABLE("namespace", ns),
	TABLE("commonAnnotations", common_annotations),
	TABLE("commonLabels", common_labels),
	TABLE("labels", labels),
	TABLE("templateLabels", template_labels),
	TABLE("volumeClaimTemplateLabels", volume_claim_template_labels),
	TABLE("varReference", var_reference),
	TABLE("images", images),
	TABLE("replicas", replicas),
};

const struct cr_fieldspecs **
cr_config_at(struct cr_config *config, const struct cr_config_table *table)
{
	void *member = (char *)config + table->at;
	return member;
}

static struct cr_fieldspec_list *
draft_at(struct cr_draft_config *draft, const struct cr_config_table *table)
{
	void *member = (char *)draft + table->draft;
	return member;
}

void
cr_config_from_draft(struct cr_ctx *c, const struct cr_draft_config *draft, struct cr_config *out)
{
	struct cr_draft_config from = *draft;
	for (size_t i = 0; i < CR_CONFIG_TABLES; i++) {
		const struct cr_fieldspec_list *list = draft_at(&from, &cr_config_tables[i]);
		struct cr_fieldspecs *table = cr_new(c, struct cr_fieldspecs);
		*table = (struct cr_fieldspecs){ .items = list->items, .count = list->count };
		*cr_config_at(out, &cr_config_tables[i]) = table;
	}
	struct cr_namereferences *references = cr_new(c, struct cr_namereferences);
	*references = (struct cr_namereferences){ .items = from.name_references.items, .count = from.name_references.count };
	out->name_references = references;
}

void
cr_config_sort_draft(struct cr_ctx *c, struct cr_draft_config *draft)
{
	for (size_t i = 0; i < CR_CONFIG_TABLES; i++) {
		struct cr_fieldspec_list *list = draft_at(draft, &cr_config_tables[i]);
		cr_fieldspecs_sort(c, list->items, list->count);
	}
	cr_namereferences_sort(c, draft->name_references.items, draft->name_references.count);
}

bool
cr_config_decode(struct cr_ctx *c, const struct cr_node *root, cr_mark file_mark, struct cr_config *out)
{
	size_t errors = cr_error_count(c);
	struct cr_draft_config draft = { 0 };
	if (!cr_node_is_null(root) && root->kind != CR_MAP) {
		return cr_fail(c, root->mark != CR_NO_MARK ? root->mark : file_mark, CR_E_TYPE,
			       "a file of configurations must be a map of fields, not %s", cr_kind_word(root));
	}
	if (!cr_node_is_null(root)) {
		cr_fields_read(c, &cr_fields_config, root, &draft, NULL);
	}
	cr_config_sort_draft(c, &draft);
	cr_config_from_draft(c, &draft, out);
	return cr_error_count(c) == errors;
}
