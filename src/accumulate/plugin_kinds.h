/* The built-in plugins from the inside: what each kind does (plugin_kinds.c), and the refusal of others (plugin_refuse.c). */
#ifndef CR_ACCUMULATE_PLUGIN_KINDS_H
#define CR_ACCUMULATE_PLUGIN_KINDS_H

#include "accumulate/plugin.h"
#include "kustomization/plugin_fields.h"

struct cr_plugin_kind {
	const char *name;
	const struct cr_fields *fields; /* NULL: it has none */
	enum cr_fields_mode mode;
	/* Checks that look at more than one field, and files. May be NULL. */
	bool (*settle)(struct cr_ctx *c, struct cr_plugin *p);
	/* One of the two. */
	bool (*generate)(struct cr_ctx *c, struct cr_plugin *p, struct cr_resources *out);
	bool (*transform)(struct cr_ctx *c, struct cr_plugin *p, struct cr_resmap *m);
};

struct cr_plugin {
	const struct cr_plugin_kind *kind;
	const struct cr_resource *r; /* its configuration */
	struct cr_str dir;
	struct cr_place place; /* of all its fields: its kind */
	struct cr_plugin_fields fields;
	struct cr_generator_args args;
	struct cr_replacements replacements;
	struct {
		struct cr_patch *items;
		size_t count, cap;
	} patches;
};

/* NULL if there is none. */
const struct cr_plugin_kind *cr_plugin_kind_find(struct cr_str name);
/* Refuses what is no built-in plugin. Always false. */
bool cr_plugin_refuse(struct cr_ctx *c, const struct cr_resource *r);

#endif
