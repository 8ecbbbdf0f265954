/* Entries of "replacements" as data: where a value comes from, and into which fields of which objects it goes. */
#ifndef CR_KUSTOMIZATION_REPLACEMENT_H
#define CR_KUSTOMIZATION_REPLACEMENT_H

#include "kustomization/kust.h"
#include "resource/fieldpath.h"

struct cr_field_options {
	struct cr_str delimiter; /* empty: the whole value */
	int64_t index;
	bool create;
};

/* Objects by id and by labels, each part compiled. */
struct cr_replacement_filter {
	struct cr_selector *ids; /* NULL: no part of an id is given */
	struct cr_label_selector *labels, *annotations;
};

struct cr_replacement_target {
	struct cr_replacement_filter select;
	struct cr_replacement_filter *rejects;
	size_t reject_count;
	struct cr_field_path **paths;
	size_t path_count;
	struct cr_field_options options;
	cr_mark mark;
};

struct cr_replacement {
	struct cr_text value;   /* sourceValue, if it is set; else: */
	struct cr_resid source; /* its parts are exact, empty ones match anything */
	struct cr_field_path *from;
	bool from_given; /* fieldPath was there */
	struct cr_field_options options;
	struct cr_replacement_target *targets;
	size_t target_count;
	cr_mark mark, source_mark;
};

struct cr_replacement_list {
	struct cr_replacement *items;
	size_t count, cap;
};

/* An entry: a replacement, or a file that holds some. */
struct cr_replacement_entry {
	struct cr_text path;
	struct cr_replacement inlined;
};

struct cr_replacements {
	CR_LIST_OF(cr_replacement_entry) entries;
	/* One list an entry, that of its file or the entry itself: filled in by accumulate/. A file has one list, however often it is
	 * named. */
	struct {
		const struct cr_replacement_list **items;
		size_t count, cap;
	} loaded;
};

struct cr_place;

/* The list "replacements" of root, the map that configures a plugin. place: of root, for messages. False after cr_fail. */
bool cr_replacements_decode(struct cr_ctx *c, const struct cr_node *root, const struct cr_place *place, struct cr_replacements *out);
/* What a file holds: one replacement, or a list of them; read leniently. root is NULL for an empty file. Appends;
 * false after cr_fail. */
bool cr_replacement_file_decode(struct cr_ctx *c, const struct cr_node *root, cr_mark file_mark, struct cr_replacement_list *out);

#endif
