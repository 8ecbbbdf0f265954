/* One kustomization.yaml as data: checked once, every value with its mark, lists in source order, read-only once built. */
#ifndef CR_KUSTOMIZATION_KUST_H
#define CR_KUSTOMIZATION_KUST_H

#include "resource/fieldspec.h"
#include "resource/select.h"

struct cr_text {
	struct cr_str s;
	cr_mark mark;
	bool set;   /* present and not null */
	bool block; /* a literal or folded block: its first line is the one after mark */
};

struct cr_texts {
	struct cr_text *items;
	size_t count, cap;
};

struct cr_entry {
	cr_key key;
	struct cr_str value;
	cr_mark mark;
};

/* A map of text to text, sorted by key bytes, as the reference walks it. */
struct cr_entries {
	struct cr_entry *items;
	size_t count, cap;
};

struct cr_label_item {
	struct cr_entries pairs;
	bool include_selectors, include_templates, include_volume_claim_templates;
	struct cr_fieldspec *fields;
	size_t field_count;
	cr_mark mark;
};

struct cr_generator_options {
	struct cr_entries labels, annotations;
	bool disable_name_suffix_hash, immutable;
};

struct cr_generator_args {
	struct cr_text name, ns, behavior, type;
	struct cr_texts literals, files, envs; /* env is the last of envs, as the reference appends it */
	struct cr_generator_options options;   /* the file-wide ones merged in */
	bool secret;
	cr_mark mark;
};

enum cr_patch_field { CR_PATCHES_STRATEGIC_MERGE, CR_PATCHES, CR_PATCHES_JSON6902 };

struct cr_json_patch;
struct cr_replacements;

struct cr_patch {
	enum cr_patch_field field;
	struct cr_text path, patch; /* for patchesStrategicMerge both are set to the entry: inline is tried first */
	bool inlined;               /* there patch is no path, whatever it looks like */
	bool has_target;
	struct cr_selector_text target;
	bool allow_name_change, allow_kind_change;
	cr_mark mark;
	/* Filled in by accumulate/ before the transformers run: exactly one of the two. */
	struct cr_resources strategic;
	struct cr_json_patch *json;
	struct cr_str subject; /* "patch.yaml" or "inline patch", for frames */
};

/* Does patch hold the text itself, and not the path of a file? */
bool cr_patch_is_inline(const struct cr_patch *p);

struct cr_image {
	struct cr_text name, new_name, new_tag, digest, tag_suffix;
	cr_mark mark;
};

struct cr_replica {
	struct cr_text name;
	int64_t count;
	cr_mark mark;
};

/* An entry of vars: $(name) stands for a field of one object. */
struct cr_var {
	cr_key name;
	struct cr_resid target; /* no part but the namespace may be left out: an empty one matches only an empty one */
	struct cr_str field_path;
	cr_mark mark;
};

enum cr_sort_order { CR_SORT_UNSET, CR_SORT_LEGACY, CR_SORT_FIFO };

struct cr_sort_options {
	enum cr_sort_order order;
	bool custom_lists; /* legacySortOptions given: both lists replace the built-in ones */
	cr_key *first, *last;
	size_t first_count, last_count;
	cr_mark mark;
};

/* Only the root's counts. */
struct cr_build_metadata {
	bool any; /* the list holds a word, be it one without meaning: then origins are noted, and taken out at the end */
	bool origins, transformations, managed_by;
};

/* A Helm chart to render: refused, never ignored. */
struct cr_chart {
	struct cr_str place; /* "helmCharts[0]" */
	cr_mark mark;
	struct cr_text name;
};

#define CR_LIST_OF(T) \
	struct { \
		struct T *items; \
		size_t count, cap; \
	}

struct cr_kust {
	struct cr_str dir; /* normalised, see load/loader.h */
	cr_mark mark;      /* of the file */
	struct cr_str file_name;
	bool component; /* kind: Component */
	struct cr_text name_prefix, name_suffix, ns;
	struct cr_texts resources; /* bases appended */
	struct cr_texts components;
	struct cr_texts configurations, crds;                 /* paths of files */
	struct cr_texts generators, transformers, validators; /* each a file, a directory or the text of an object */
	struct cr_entries common_labels, common_annotations;
	cr_mark common_labels_mark, common_annotations_mark;
	CR_LIST_OF(cr_label_item) labels;
	CR_LIST_OF(cr_patch) patches_strategic_merge;
	CR_LIST_OF(cr_patch) patches;
	CR_LIST_OF(cr_patch) patches_json6902;
	CR_LIST_OF(cr_image) images; /* imageTags appended */
	CR_LIST_OF(cr_replica) replicas;
	CR_LIST_OF(cr_var) vars;
	struct cr_replacements *replacements; /* kustomization/replacement.h; NULL: none */
	CR_LIST_OF(cr_generator_args) config_maps;
	CR_LIST_OF(cr_generator_args) secrets;
	struct cr_text openapi_path, openapi_version; /* set: named, be it null */
	struct cr_sort_options sort;
	struct cr_build_metadata build_metadata;
	CR_LIST_OF(cr_chart) charts;
	CR_LIST_OF(cr_entry) settings; /* metadata.annotations under "conf-render/": rollout/settings.c reads those of the root */
};

/* Decodes root (dialect CR_YAML_KUSTOMIZATION) by the table of fields (fields.c). Records every independent error (unknown fields with the
 * nearest name, wrong types, unknown kind or apiVersion, empty file) and then returns false. Deprecated fields are warnings. */
bool cr_kust_decode(struct cr_ctx *c, struct cr_node *root, cr_mark file_mark, struct cr_str dir, struct cr_kust *out);

#endif
