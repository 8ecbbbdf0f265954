/* What reading, merging and making of transformer configurations share. */
#ifndef CR_KUSTOMIZATION_CONFIGTABLES_H
#define CR_KUSTOMIZATION_CONFIGTABLES_H

#include "kustomization/config.h"
#include "kustomization/fields.h"

/* A table of field specs: its name in a file, and where it is in a struct cr_config and in a struct cr_draft_config. */
struct cr_config_table {
	const char *name;
	size_t at, draft;
};

enum { CR_CONFIG_TABLES = 11 };
/* In the order in which the reference merges them. */
extern const struct cr_config_table cr_config_tables[CR_CONFIG_TABLES];

const struct cr_fieldspecs **cr_config_at(struct cr_config *config, const struct cr_config_table *table);

/* The draft's rows as they stand. */
void cr_config_from_draft(struct cr_ctx *c, const struct cr_draft_config *draft, struct cr_config *out);
/* Sorts by group, version and kind. Stable (the reference is so up to twelve rows). */
void cr_config_sort_draft(struct cr_ctx *c, struct cr_draft_config *draft);
void cr_fieldspecs_sort(struct cr_ctx *c, struct cr_fieldspec *items, size_t count);
void cr_namereferences_sort(struct cr_ctx *c, struct cr_namereference *items, size_t count);

#endif
