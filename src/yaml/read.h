/* YAML text -> nodes. The only door for foreign text. Built on libyaml's events (read_libyaml.c). */
#ifndef CR_YAML_READ_H
#define CR_YAML_READ_H

#include "yaml/node.h"

struct cr_source {
	struct cr_str text;
	uint32_t file; /* index of the session's file list, for marks */
	uint32_t line; /* where text begins in that file: 1, or the line of an inline block */
	bool inlined;  /* text of a scalar inside another file: columns are not known */
};

enum cr_dialect {
	CR_YAML_RESOURCE,      /* output-format.md section 8: documents cut at ---, duplicates refused, anchors and << expanded */
	CR_YAML_PATCH,         /* as RESOURCE, but of a duplicate key the first counts, with a warning (CR_W_DUPLICATE_KEY) */
	CR_YAML_KUSTOMIZATION, /* YAML 1.1 scalars made explicit (tag BOOL for yes), keys turned into text, last duplicate wins with a
				* warning, first document only (a warning if there is more) */
	CR_YAML_STRICT,        /* as KUSTOMIZATION, but duplicate keys are refused */
	CR_YAML_JSON_PATCH,    /* as KUSTOMIZATION; of one document */
};

struct cr_docs {
	struct cr_node **items;
	size_t count, cap;
};

/* Appends the roots of src's documents to *out; documents that are empty or null are left out. False after cr_fail: syntax, encoding,
 * a limit. Encoding: UTF-8 with or without mark, UTF-16 with mark. The nodes are private to the context; texts are copied. */
bool cr_yaml_read(struct cr_ctx *c, const struct cr_source *src, enum cr_dialect dialect, struct cr_docs *out);

/* JSON by its own rules (read_json.c): one value, names not twice. NULL after cr_fail. */
struct cr_node *cr_json_read(struct cr_ctx *c, const struct cr_source *src);

#endif
