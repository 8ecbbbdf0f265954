/* What the edits share: fields of the tree by name, and lists and maps that come and go with what is in them. */
#ifndef CR_EDIT_TREE_H
#define CR_EDIT_TREE_H

#include "edit/edit.h"

/* The pair of map whose key is name, in any case, as the reference's decoder has it; NULL: none. */
struct cr_pair *cr_edit_pair(struct cr_ctx *c, const struct cr_node *map, const char *name);
/* Its value; NULL: none, or null. */
struct cr_node *cr_edit_get(struct cr_ctx *c, const struct cr_node *map, const char *name);
/* Its text; length 0 if there is none. */
struct cr_str cr_edit_text(struct cr_ctx *c, const struct cr_node *map, const char *name);
/* The field's value becomes value: in its place, or as a new field. */
void cr_edit_put(struct cr_ctx *c, struct cr_node *map, const char *name, struct cr_node *value);
/* The same with a text; an empty one takes the field away. What is the same stays as it is written. */
void cr_edit_put_text(struct cr_ctx *c, struct cr_node *map, const char *name, struct cr_str text);
void cr_edit_drop(struct cr_ctx *c, struct cr_node *map, const char *name);

/* The list or map of a field, to be changed: made when it is not there. NULL after cr_fail: it is something else. */
struct cr_node *cr_edit_list(struct cr_edit_state *s, struct cr_node *map, const char *name);
struct cr_node *cr_edit_map(struct cr_edit_state *s, struct cr_node *map, const char *name);
/* Takes the field away if nothing is left in it. */
void cr_edit_tidy(struct cr_ctx *c, struct cr_node *map, const char *name);

/* Is text one of the list's items? list may be NULL. */
bool cr_edit_has(struct cr_ctx *c, const struct cr_node *list, struct cr_str text);
/* The items for which goes is true are taken out; how many. */
size_t cr_edit_filter(struct cr_ctx *c, struct cr_node *list, bool (*goes)(struct cr_ctx *c, const struct cr_node *item, void *arg),
		      void *arg);
/* The item of a list of maps, to be changed. NULL: it is no map. */
struct cr_node *cr_edit_item(struct cr_ctx *c, struct cr_node *list, size_t i);

struct cr_node *cr_edit_new_text(struct cr_ctx *c, struct cr_str text);
/* Says that something was there, or not there, already: nothing is done about it. */
#define cr_edit_note(c, mark, ...) cr_warn((c), (mark), CR_W_EDIT_NOTHING, __VA_ARGS__)

/* The file of that name; *file is NULL where there is none: nothing, a directory, a device, a link out of the root, what is too large.
 * False after cr_fail: it could not be read, so that nobody knows. */
bool cr_edit_find_file(struct cr_edit_state *s, struct cr_str name, cr_mark mark, const struct cr_file **file);

/* The parts of text between separators. */
struct cr_edit_words cr_edit_split(struct cr_ctx *c, struct cr_str text, char separator);
bool cr_edit_in(const struct cr_edit_words *words, struct cr_str text);

/* Does name match pattern, as Go's filepath.Match has it? 1, 0, or -1: the pattern is malformed. */
int cr_edit_match(struct cr_str pattern, struct cr_str name);

/* -- The edits, a file each. False after cr_fail. -- */
bool cr_edit_fields(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_build_metadata(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_files(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_labels(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_images(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_replicas(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_patches(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_generators(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_fix(struct cr_edit_state *s, const struct cr_edit *e);
bool cr_edit_fix_vars(struct cr_edit_state *s);
bool cr_edit_create(struct cr_edit_state *s, const struct cr_edit *e);

/* -- Words, checked before anything is read -- */
bool cr_edit_check_labels(struct cr_ctx *c, const struct cr_edit *e);
bool cr_edit_check_images(struct cr_ctx *c, const struct cr_edit *e);
bool cr_edit_check_replicas(struct cr_ctx *c, const struct cr_edit *e);
bool cr_edit_check_patch(struct cr_ctx *c, const struct cr_edit *e);
bool cr_edit_check_generator(struct cr_ctx *c, const struct cr_edit *e);
/* Always false: the words are wrong. */
bool cr_edit_wrong(struct cr_ctx *c, const char *message);

/* "k:v" as label and annotation take it: v may stand in quotes, and may be missing. */
void cr_edit_split_label(struct cr_str word, struct cr_str *key, struct cr_str *value);

/* Runs something whose warnings are for those who render the tree. */
bool cr_edit_quietly(struct cr_ctx *c, bool (*run)(struct cr_ctx *c, void *arg), void *arg);
/* Runs something whose findings are nobody's: none of them is kept. */
bool cr_edit_silently(struct cr_ctx *c, bool (*run)(struct cr_ctx *c, void *arg), void *arg);

/* Does what the kustomization now says make the ConfigMap or Secret of the edit? (generators.c) */
struct cr_kust;
bool cr_edit_try_generator(struct cr_ctx *c, const struct cr_kust *k, const struct cr_edit *e);

#endif
