/* The table of fields of a kustomization.yaml, and the draft that it is read into. One table feeds the reader, the hints for unknown
 * fields, the warnings about deprecated ones, and the reference page. */
#ifndef CR_KUSTOMIZATION_FIELDS_H
#define CR_KUSTOMIZATION_FIELDS_H

#include "kustomization/replacement.h"

enum cr_field_kind {
	CR_FIELD_TEXT,    /* struct cr_text */
	CR_FIELD_SCALAR,  /* struct cr_text; numbers and booleans count as text */
	CR_FIELD_BOOL,    /* bool */
	CR_FIELD_INT,     /* int64_t */
	CR_FIELD_TEXTS,   /* struct cr_texts */
	CR_FIELD_ENTRIES, /* struct cr_entries */
	CR_FIELD_MAP,     /* fields of its own, their offsets from this one */
	CR_FIELD_ITEMS    /* a list of maps: each is read into memory of its own and handed to finish, with what lies at offset */
};

/* Where a value stands, for messages: "patches[2].target.kind". The root is NULL. */
struct cr_place {
	const struct cr_place *up;
	struct cr_str name; /* ptr NULL: an item of a list */
	size_t index;
	cr_mark mark; /* of the value */
};

struct cr_field {
	const char *name;
	enum cr_field_kind kind;
	unsigned offset;  /* in the struct that the table is for */
	unsigned present; /* offset of a bool that says the field is there, or 0 */
	unsigned mark;    /* offset of a cr_mark for the value's place, or 0 */
	const struct cr_fields *fields;
	void (*finish)(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
	const char *replaced_by; /* of a deprecated field */
	bool typed;              /* a number or a boolean is never text here, see CR_FIELDS_LENIENT */
	const char *doc;
};

struct cr_fields {
	const struct cr_field *rows;
	size_t count;
	size_t size; /* of the struct that it fills */
	bool open;   /* there are other fields, which nobody looks at */
};

/* How a map is read. In all but the first, unknown fields are passed over, and a number or a boolean where text is wanted counts as its
 * text. */
enum cr_fields_mode {
	CR_FIELDS_STRICT,      /* a kustomization.yaml */
	CR_FIELDS_LENIENT,     /* a file that one names, dialect CR_YAML_KUSTOMIZATION */
	CR_FIELDS_PLUGIN,      /* an object that configures a plugin: its scalars are what they are in any object */
	CR_FIELDS_PLUGIN_YAML, /* the same for the kinds that the reference reads with another decoder: it wants names in their exact case
				*/
	CR_FIELDS_PLUGIN_TYPED /* as CR_FIELDS_PLUGIN where its decoder does not see which fields are texts: numbers are none */
};

/* What the fields say, before what belongs together is put together (kust.c). */
struct cr_draft {
	struct cr_kust kust;
	struct cr_text api_version, kind;
	struct cr_texts bases, patches_strategic_merge, build_metadata;
	CR_LIST_OF(cr_image) image_tags;
	struct cr_entries openapi;
	struct cr_generator_options generator_options;
	struct cr_draft_metadata {
		struct cr_text name, ns;
		struct cr_entries labels, annotations;
	} metadata;
	struct cr_draft_sort {
		struct cr_text order;
		struct cr_texts first, last;
		bool has_lists;
		cr_mark lists_mark;
	} sort;
	bool has_sort;
	struct cr_text chart_home, config_home;
};

struct cr_draft_generator {
	struct cr_generator_args args;
	struct cr_text env;
};

struct cr_draft_fieldspec {
	struct cr_text group, version, kind, path;
	bool create;
};

struct cr_draft_label {
	struct cr_label_item item;
	CR_LIST_OF(cr_fieldspec) fields;
};

struct cr_fieldspec_list {
	struct cr_fieldspec *items;
	size_t count, cap;
};

struct cr_namereference_list {
	struct cr_namereference *items;
	size_t count, cap;
};

/* A file of "configurations". */
struct cr_draft_config {
	struct cr_fieldspec_list name_prefix, name_suffix, ns, common_labels, labels, template_labels, volume_claim_template_labels,
		common_annotations, images, replicas, var_reference;
	struct cr_namereference_list name_references;
};

struct cr_draft_namereference {
	struct cr_text group, version, kind;
	struct cr_fieldspec_list referrers;
};

struct cr_draft_patch {
	struct cr_patch patch;
	struct cr_draft_selector {
		struct cr_text group, version, kind, name, ns, label_selector, annotation_selector;
	} target;
};

struct cr_draft_var {
	struct cr_text name, field_path;
	struct cr_text api_version, group, version, kind, object, ns; /* objref */
};

struct cr_draft_chart {
	struct cr_text name;
};

struct cr_draft_field_options {
	struct cr_text delimiter, encoding;
	int64_t index;
	bool create;
};

struct cr_draft_target {
	struct cr_draft_selector select;
	bool has_select;
	cr_mark select_mark;
	CR_LIST_OF(cr_replacement_filter) rejects;
	struct cr_texts paths;
	struct cr_draft_field_options options;
};

struct cr_draft_replacement {
	struct cr_text path, value;
	struct cr_draft_source {
		struct cr_text group, version, kind, name, ns, field;
		struct cr_draft_field_options options;
	} source;
	bool has_source, has_targets;
	cr_mark source_mark;
	CR_LIST_OF(cr_replacement_target) targets;
	size_t target_count; /* wrong ones too */
};

extern const struct cr_fields cr_fields_kustomization, cr_fields_config;
/* Parts of it that plugins have too. */
extern const struct cr_fields cr_fields_fieldspec, cr_fields_secret, cr_fields_selector, cr_fields_patch, cr_fields_image,
	cr_fields_replica;
/* One replacement, into a struct cr_draft_replacement, and a map with a list of them, into a struct cr_replacements. */
extern const struct cr_fields cr_fields_replacement, cr_fields_replacements;

/* Reads map n by the table into base. Every error is recorded; the caller counts them. */
void cr_fields_read(struct cr_ctx *c, const struct cr_fields *table, const struct cr_node *n, void *base, const struct cr_place *place);
void cr_fields_read_as(struct cr_ctx *c, enum cr_fields_mode mode, const struct cr_fields *table, const struct cr_node *n, void *base,
		       const struct cr_place *place);
/* The row of a field, its name in any case if it is not there as written; NULL if there is none. */
const struct cr_field *cr_field_find(const struct cr_fields *table, struct cr_str name);
/* Is n text to a decoder of YAML 1.1? */
bool cr_field_is_text(const struct cr_node *n);
/* "patches[2].target.kind", in the context's arena. */
struct cr_str cr_place_text(struct cr_ctx *c, const struct cr_place *place);

/* What happens to the items of lists once they are read (items.c): parent is the struct of the table with the list, at the field's
 * offset. */
void cr_finish_config_map(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_config_spec(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_namereference(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_secret(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_fieldspec(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_image(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_image_tag(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_label(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_patch(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_patch_json6902(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_reject(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_replacement(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_replacement_item(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_replacement_target(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_replica(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_var(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);
void cr_finish_helm_chart(struct cr_ctx *c, void *parent, void *item, const struct cr_place *place);

/* What they are made of, for the same elsewhere. The bool is false after cr_fail. */
struct cr_gvk cr_gvk_of_texts(struct cr_ctx *c, const struct cr_text *group, const struct cr_text *version, const struct cr_text *kind);
bool cr_fieldspec_settle(struct cr_ctx *c, const struct cr_draft_fieldspec *from, const struct cr_place *place, struct cr_fieldspec *out);
bool cr_patch_settle(struct cr_ctx *c, struct cr_draft_patch *from, const struct cr_place *place);
void cr_selector_settle(const struct cr_draft_selector *from, cr_mark mark, struct cr_selector_text *to);

#endif
