/* Strategic merge from the inside: the walk over the object and the patch (strategic.c), its lists (list.c, listkeys.c), its directives
 * (directive.c), and the question whether a part that no patch touches stays as it is (settled.c). */
#ifndef CR_PATCH_MERGE_H
#define CR_PATCH_MERGE_H

#include "base/limits.h"
#include "patch/strategic.h"
#include "yaml/shared.h"

/* Of an element's origin, see below. */
#define CR_MERGE_NEW 0x80000000u
#define CR_MERGE_NONE UINT32_MAX
#define CR_MERGE_DONE (UINT32_MAX - 1)

/* What the schema says about a node. */
struct cr_merge_place {
	const struct cr_schema_type *type; /* of a map, or of a list's elements */
	const cr_key *keys;
	uint8_t key_count; /* 0 with merges: plain values, merged as a set */
	bool merges;
	bool is_list;
};

/* The old node and the patch's for one place. One of them may be missing (NULL). */
struct cr_merge_pair {
	struct cr_node *old;
	const struct cr_node *patch;
	struct cr_merge_place place;
	cr_key name;  /* the field, for messages; an element has its list's */
	bool self;    /* old is a copy of what the patch brought: the reference merges such a node with itself */
	bool fresh;   /* such a copy that takes the place of an old node */
	bool element; /* of a list */
	bool spent;   /* the patch's element was here before, and the reference took its directive out then */
	bool forced;  /* the walk goes in without asking whether the part is settled */
};

/* One element on its way through a list. */
struct cr_merge_element {
	struct cr_node *node;
	uint32_t from; /* index in the old list, or CR_MERGE_NEW + index in the patch's */
};

/* Elements with equal keys. */
struct cr_merge_group {
	struct cr_str *keys;           /* as many as the list has, at least one; empty: absent */
	uint32_t patch, old, last_old; /* first in the patch's list, first and last in the old one; CR_MERGE_NONE */
	struct cr_node *value;
	bool gone;    /* nothing is left of it */
	bool ignored; /* the value is the patch's, and old ones stand in its way */
};

struct cr_merge_groups {
	struct cr_merge_group *items;
	size_t count;
	struct cr_str *texts; /* the keys of all */
	uint32_t *slots;      /* a hash table of indexes + 1 */
	size_t slot_count;
};

struct cr_merge_elements {
	struct cr_merge_element *items;
	size_t count, cap;
};

/* A list that merges. */
struct cr_merge_list {
	const struct cr_node *node; /* the old list, or the copy of the patch's */
	const struct cr_node *patch;
	cr_key keys[CR_MERGE_KEYS_MOST];
	size_t key_count;
	bool live[CR_MERGE_KEYS_MOST]; /* some element has the key */
	size_t live_count;
	bool regular; /* each element has all live keys: then the order is simple, and the groups hold everything */
	struct cr_merge_groups groups;
	uint32_t *old_group, *patch_group; /* by index in the list */
	uint32_t at;                       /* the group on its way */
	/* Of irregular lists: */
	struct cr_merge_elements old, merged;
	uint32_t from_old, from_patch; /* the elements on their way: index in old.items, in the patch's list; CR_MERGE_NONE */
	bool *old_deleted;             /* by index in the old list: a directive took it out */
	bool *patch_seen;              /* by index in the patch's list: an element that has been on its way */
	struct cr_node **patch_made;   /* by index in the patch's list: what an element became that was new */
	uint32_t *patch_went;          /* by index in the patch's list: from of the element it went into, CR_MERGE_NONE, CR_MERGE_DONE */
};

/* A map or a list that the walk is in. */
struct cr_merge_frame {
	struct cr_merge_pair pair; /* old is private */
	struct cr_merge_list *list;
	uint32_t at;
	cr_key key; /* the field on its way */
	bool waiting;
	bool patch_done; /* the patch's fields have been walked; what is left are old ones */
};

struct cr_merge {
	struct cr_ctx *c;
	struct cr_shared shared; /* values of the object that were written over */
	const struct cr_merge_options *options;
	struct cr_merge_frame *items; /* the stack */
	size_t count, cap;
	/* The outcome of the last step. */
	struct cr_node *value; /* NULL: the field or element goes */
	bool from_patch;       /* value is the patch's, and the old node unchanged */
	bool deleted;          /* by a directive or null */
};

/* strategic.c */

/* Finds the value for pair at once, or pushes a frame for it. */
bool cr_merge_enter(struct cr_merge *w, struct cr_merge_pair pair);
void cr_merge_push(struct cr_merge *w, const struct cr_merge_pair *pair, struct cr_merge_list *list);
struct cr_merge_place cr_merge_place_of(struct cr_ctx *c, const struct cr_merge_place *parent, cr_key field);
struct cr_merge_place cr_merge_place_of_element(const struct cr_merge_place *list);
/* A map without a known type may say of itself what it is. */
void cr_merge_place_look(struct cr_ctx *c, struct cr_merge_place *place, const struct cr_node *old, const struct cr_node *patch);
/* Null with nothing written: the reference drops such a field on its way. */
bool cr_merge_is_blank(const struct cr_node *n);
/* A string that is written plain, but would be read as something else by the older rules: the reference quotes it on its way. The quotes
 * matter only later, to another value put in its place (see in_old_style). */
bool cr_merge_wants_quotes(const struct cr_node *n);
/* Does more than its text say what type an element is? */
bool cr_merge_is_tagged(const struct cr_node *n);

/* list.c */

/* Pushes the frame of a list that merges; pair->old is not NULL. */
bool cr_merge_list_begin(struct cr_merge *w, const struct cr_merge_pair *pair);
bool cr_merge_list_step(struct cr_merge *w, struct cr_merge_frame *f);
/* Enters an element. spent: see struct cr_merge_pair; with no patch, old is what the patch's element became when it was here before. */
bool cr_merge_list_enter(struct cr_merge *w, struct cr_merge_frame *f, struct cr_node *old, const struct cr_node *patch, bool spent);
void cr_merge_warn_patch(struct cr_ctx *c, const struct cr_merge_frame *f, const struct cr_node *element, const char *why);
void cr_merge_warn_old(struct cr_ctx *c, const struct cr_merge_frame *f, const struct cr_node *element, const char *why);

/* irregular.c: lists in which some element lacks a key */

bool cr_irregular_begin(struct cr_ctx *c, struct cr_merge_list *l);
bool cr_irregular_enter(struct cr_merge *w, struct cr_merge_frame *f);
bool cr_irregular_store(struct cr_merge *w, struct cr_merge_frame *f);
/* The finished list in *out. */
bool cr_irregular_finish(struct cr_merge *w, struct cr_merge_frame *f, struct cr_node *out);

/* listkeys.c */

/* Does the list l, whose node and patch are set, merge, and by which keys? */
bool cr_merge_list_keys(const struct cr_merge *w, const struct cr_merge_place *place, struct cr_merge_list *l);
/* The text of an element's key as it counts for grouping: empty if it is absent, null or no scalar. Plain elements have one key. */
struct cr_str cr_merge_key_text(const struct cr_merge_list *l, const struct cr_node *element, size_t key);
/* How many texts a group has. */
size_t cr_merge_key_width(const struct cr_merge_list *l);
/* Finds the groups, the live keys, and whether the list is regular. In scratch memory. */
void cr_merge_group_elements(struct cr_ctx *c, const struct cr_merge_options *options, struct cr_merge_list *l);

/* directive.c */

enum cr_directive { CR_DIRECTIVE_MERGE, CR_DIRECTIVE_REPLACE, CR_DIRECTIVE_DELETE, CR_DIRECTIVE_UNKNOWN };

/* What $patch in a map says. */
enum cr_directive cr_directive_of_map(const struct cr_node *map);
/* What an element that is $patch alone says for its list; *text is its word, to take such elements out (empty: none there). */
enum cr_directive cr_directive_of_list(const struct cr_node *list, struct cr_str *text);
bool cr_directive_unknown(struct cr_ctx *c, const struct cr_node *patch);
/* The elements of list that stay once those with $patch: text are out. */
bool cr_directive_stays(const struct cr_node *element, struct cr_str text);
void cr_directive_warn_field(struct cr_ctx *c, const struct cr_pair *pair);
void cr_directive_warn_list(struct cr_ctx *c, const struct cr_node *list);

/* settled.c */

/* Would the walk leave n, which no patch touches, as it is? */
bool cr_merge_settled(struct cr_merge *w, const struct cr_node *n, struct cr_merge_place place);

#endif
